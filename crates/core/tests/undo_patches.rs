//! Of each step only what differs is kept, and taken out of the present state or put into it.

use leptos_state_core::layers::Undo;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Outcome, State as _, Store};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct List {
    #[state(key = id)]
    rows: Vec<Row>,
    selected: Option<u32>,
    note: String,
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Row {
    id: u32,
    text: String,
}

#[actions]
impl List {
    fn add(&mut self, id: u32) {
        let text = format!("row {id}");
        self.rows.push(Row { id, text });
    }

    fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.rows.swap(a, b);
    }

    fn choose(&mut self, id: u32) {
        self.selected = Some(id);
    }

    fn jot(&mut self, note: String) {
        self.note = note;
    }
}

fn rows(list: &Store<List>) -> Vec<u32> {
    list.snapshot().rows.iter().map(|row| row.id).collect()
}

#[test]
fn steps_are_taken_back_and_taken_again() {
    let list = Store::new(List::default()).layer(Undo::limit(100).patches());
    let undo = Undo::of(&list);
    let mut states = vec![(*list.snapshot()).clone()];
    let mut note = |list: &Store<List>| states.push((*list.snapshot()).clone());
    for id in 1..=4 {
        list.add(id);
        note(&list);
    }
    list.swap(0, 3);
    note(&list);
    list.remove(2);
    note(&list);
    list.rows().at(3).text().set("changed".into());
    note(&list);
    list.update(|list| *list = List::default());
    note(&list);
    list.update(|_| {});
    assert_eq!(undo.undos(), states.len() - 1);
    for state in states.iter().rev().skip(1) {
        undo.undo();
        assert_eq!(**list.snapshot().state(), *state);
    }
    for state in &states[1..] {
        undo.redo();
        assert_eq!(**list.snapshot().state(), *state);
    }
    undo.jump(undo.steps()[2].id());
    assert_eq!(rows(&list), [1, 2]);
    undo.redo_by(3);
    assert_eq!(rows(&list), [4, 2, 3, 1]);
}

#[test]
fn what_is_no_step_stays_as_it_is() {
    let list = Store::new(List::default()).layer(
        Undo::limit(9)
            .patches()
            .filter(|change| change.name() != "choose"),
    );
    let undo = Undo::of(&list);
    list.add(1);
    list.choose(1);
    list.add(2);
    undo.undo_by(2);
    assert_eq!((rows(&list), list.snapshot().selected), (vec![], Some(1)));
    undo.redo();
    assert_eq!((rows(&list), list.snapshot().selected), (vec![1], Some(1)));
}

#[test]
fn where_something_else_is_the_step_can_not_be_taken_back() {
    let list = Store::new(List::default()).layer(
        Undo::limit(9)
            .patches()
            .filter(|change| change.name() != "set rows[1].text"),
    );
    let undo = Undo::of(&list);
    list.add(1);
    list.rows().at(1).text().set("else".into());
    let Outcome::Refused(refusal) = undo.try_undo() else {
        panic!("the row is another");
    };
    assert_eq!(refusal.reason(), "rows[id=1] is another than it was");
    assert_eq!((rows(&list), undo.undos()), (vec![1], 1));
}

#[test]
fn a_run_is_one_patch() {
    let list = Store::new(List::default()).layer(
        Undo::limit(9)
            .patches()
            .coalesce(|change| (change.name() == "jot").then_some(())),
    );
    let undo = Undo::of(&list);
    for end in 1..=5 {
        list.jot("notes"[..end].to_owned());
    }
    assert_eq!(undo.undos(), 1);
    undo.undo();
    assert_eq!(list.snapshot().note, "");
    undo.redo();
    assert_eq!(list.snapshot().note, "notes");
    list.jot("x".into());
    list.jot("notes".into());
    assert_eq!(undo.undos(), 1);
}

#[test]
fn bytes_are_known_and_bounded() {
    let list = Store::new(List::default()).layer(Undo::unlimited().patches().max_bytes(4_000));
    let undo = Undo::of(&list);
    for n in 0..50 {
        list.jot(format!("{n}").repeat(100));
    }
    assert!(
        undo.bytes() <= 4_000 && undo.bytes() > 2_000,
        "{}",
        undo.bytes()
    );
    assert!(undo.undos() < 20 && undo.undos() > 3, "{}", undo.undos());
    undo.clear();
    assert_eq!(undo.bytes(), 0);
}

#[test]
fn rows_may_be_known_by_another_field() {
    let list = Store::new(List::default()).layer(Undo::limit(9).patches().identified_by(&["text"]));
    let undo = Undo::of(&list);
    list.add(1);
    list.add(2);
    list.rows().at(2).text().set("row 1".into());
    undo.undo();
    assert_eq!(list.snapshot().rows[1].text, "row 2");
}

#[test]
fn a_state_that_can_not_be_written_is_reported_and_is_no_step() {
    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Pairs {
        pairs: std::collections::BTreeMap<(u8, u8), u8>,
    }
    let test = TestEnvironment::default();
    let pairs = Store::in_environment(Pairs::default(), test.environment())
        .layer(Undo::limit(9).patches().coalesce(|_| Some(())));
    let undo = Undo::of(&pairs);
    pairs.update(|pairs| {
        pairs.pairs.insert((1, 2), 3);
    });
    assert!(!undo.can_undo());
    let reports = test.reports.take();
    assert_eq!(
        reports,
        ["store `Pairs`: `update` could not be written: key must be a string"]
    );
    assert_eq!(Pairs::NAME, "Pairs");
}

#[test]
fn a_state_that_can_not_be_read_is_refused() {
    /// Reads only what is even.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(try_from = "u32")]
    struct Even(u32);
    impl TryFrom<u32> for Even {
        type Error = &'static str;
        fn try_from(n: u32) -> Result<Self, Self::Error> {
            if n.is_multiple_of(2) {
                Ok(Self(n))
            } else {
                Err("an odd number")
            }
        }
    }
    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Numbers {
        numbers: Vec<Even>,
    }
    let numbers = Store::new(Numbers::default()).layer(Undo::limit(9).patches());
    let undo = Undo::of(&numbers);
    numbers.update(|numbers| numbers.numbers.push(Even(1)));
    numbers.update(|numbers| numbers.numbers.push(Even(2)));
    let Outcome::Refused(refusal) = undo.try_undo() else {
        panic!("an odd number can't be read");
    };
    assert_eq!(
        refusal.reason(),
        "the state could not be read: an odd number"
    );
    assert_eq!(undo.undos(), 2);
}
