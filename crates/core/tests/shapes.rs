//! Paths into every shape of state: what they lead to, what they print, and whom a change there wakes.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Confined, Environment, Gone, Outcome, Store, Subscription};
use leptos_state_macros::{actions, State};

/// What watchers were told, in order.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    /// Notes a value under a name.
    fn note(&self, name: &'static str) -> impl Fn(&dyn Debug) + Send + Sync {
        let told = self.clone();
        move |value| told.0.lock().unwrap().push(format!("{name} {value:?}"))
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

#[derive(Clone, Default, State)]
struct Board {
    title: String,
    #[state(key = id)]
    cards: Vec<Card>,
    size: Size,
    /// Its type has no `PartialEq`.
    opaque: Opaque,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Card {
    id: u32,
    text: String,
    votes: Vec<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Size(u32, u32);

#[derive(Clone, Default)]
struct Opaque(u8);

#[derive(Clone, Debug, Default, PartialEq, State)]
enum Shape {
    #[default]
    Point,
    Circle {
        radius: u32,
        filled: bool,
    },
    Rectangle(u32, u32),
    Picture(Card),
}

#[derive(Clone, Default, State)]
struct Everything {
    shape: Shape,
    choice: Option<Card>,
    list: Vec<Card>,
    boards: HashMap<String, Board>,
    scores: BTreeMap<u8, u32>,
    #[state(key = id)]
    shelves: Vec<Shelf>,
}

/// Rows with rows of their own, known by what a closure makes.
#[derive(Clone, Default, State)]
struct Shelf {
    id: u8,
    #[state(key: String = |card| card.text.to_lowercase())]
    cards: Vec<Card>,
}

#[derive(Clone, Debug, PartialEq, State)]
struct Pair<A, B> {
    left: A,
    right: Vec<B>,
}

fn card(id: u32, text: &str) -> Card {
    Card {
        id,
        text: text.into(),
        votes: Vec::new(),
    }
}

fn board() -> Store<Board> {
    Store::new(Board {
        cards: vec![card(1, "one"), card(2, "two"), card(3, "three")],
        ..Board::default()
    })
}

#[test]
fn a_field_wakes_for_itself_alone_in_structs_and_tuple_structs() {
    let store = board();
    let told = Told::default();
    let (title, width, size) = (told.note("title"), told.note("width"), told.note("size"));
    let _watchers = [
        store.title().watch(move |value| title(value)),
        store.size().field0().watch(move |value| width(value)),
        store.size().watch(move |value| size(value)),
    ];
    store.size().field1().set(2);
    assert_eq!(told.take(), ["size Size(0, 2)"]);
    store.update(|board| board.size = Size(1, 2));
    assert_eq!(told.take(), ["width 1", "size Size(1, 2)"]);
    store.title().set("x".into());
    store.title().set("x".into());
    assert_eq!(told.take(), ["title \"x\""]);
    assert_eq!(store.size().field1().to_string(), "size.1");
}

#[test]
fn a_value_that_cant_be_compared_wakes_for_every_change_that_may_have_touched_it() {
    let store = board();
    let told = Told::default();
    let note = told.note("opaque");
    let _watcher = store.opaque().watch(move |value| note(&value.0));
    store.title().set("x".into());
    assert!(told.take().is_empty(), "another field was written to");
    store.opaque().set(Opaque(0));
    store.update(|_| {});
    assert_eq!(told.take().len(), 2);
}

#[test]
fn a_keyed_row_wakes_for_itself_alone_wherever_it_moves() {
    let store = board();
    let told = Told::default();
    let watchers: Vec<Subscription> = [1, 2, 3]
        .into_iter()
        .flat_map(|id| {
            let (text, row) = (told.note("text"), told.note("row"));
            let handle = store.cards().at(id);
            [
                handle.text().watch(move |value| text(&value)),
                handle.watch(move |value| row(&value.map(|row| row.id))),
            ]
        })
        .collect();
    let keys = told.note("keys");
    let _keys = store.cards().watch_keys(move |value| keys(&value));

    store.cards().at(2).text().set("zwei".into());
    assert_eq!(told.take(), ["text Some(\"zwei\")", "row Some(2)"]);
    store.cards().at(2).votes().index(0).set(1);
    assert!(told.take().is_empty(), "there is no such vote");
    store.cards().at(2).votes().update(|votes| votes.push(1));
    assert_eq!(told.take(), ["row Some(2)"]);
    store.update(|board| board.cards.reverse());
    assert_eq!(told.take(), ["keys [3, 2, 1]"]);
    store.update(|board| board.cards.push(card(4, "four")));
    assert_eq!(told.take(), ["keys [3, 2, 1, 4]"]);
    store.update(|board| {
        board.cards.swap(0, 3);
        board.cards[0].text.push('!');
    });
    assert_eq!(told.take(), ["keys [4, 2, 1, 3]"]);
    store.update(|board| {
        board.cards.swap(1, 2);
        board.cards[1].text.push('!');
    });
    assert_eq!(
        told.take(),
        ["keys [4, 1, 2, 3]", "text Some(\"one!\")", "row Some(1)"],
        "lists come before rows"
    );
    assert_eq!(store.cards().keys(), [4, 1, 2, 3]);
    drop(watchers);
    assert_eq!(store.listener_count(), 1);
}

#[test]
fn a_row_that_is_gone_says_so_and_may_come_back() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(
        Board {
            cards: vec![card(1, "one"), card(2, "two")],
            ..Board::default()
        },
        test.environment(),
    );
    let told = Told::default();
    let note = told.note("text");
    let text = store.cards().at(2).text();
    let _watcher = text.watch(move |value| note(&value));
    let before = store.snapshot();

    store.update(|board| board.cards.truncate(1));
    assert_eq!(told.take(), ["text None"]);
    assert_eq!(text.get(), None);
    assert_eq!(text.clone().or("none".to_owned()).get(), "none");
    store.update(|board| board.title.push('x'));
    assert!(told.take().is_empty(), "it is told once that it is gone");

    assert_eq!(
        text.try_set("x".into()),
        Outcome::Failed(Gone::at(&"cards[2].text"))
    );
    assert_eq!(
        text.try_update(|_| ()),
        Outcome::Failed(Gone::at(&"cards[2].text"))
    );
    assert_eq!(store.snapshot().cards, [card(1, "one")]);
    assert!(
        test.reports.take().is_empty(),
        "whoever takes an outcome needs no report"
    );
    text.set("x".into());
    text.clone().or(String::new()).set("x".into());
    assert_eq!(
        test.reports.take(),
        [
            "store `Board`: `set cards[2].text` failed: there is nothing at `cards[2].text` any more, so nothing was written",
            "store `Board`: `set cards[2].text` failed: there is nothing at `cards[2].text` any more, so nothing was written",
        ]
    );

    store.update(move |board| *board = Board::clone(&before));
    assert_eq!(told.take(), ["text Some(\"two\")"]);
    text.or(String::new()).update(|text| text.push('!'));
    assert_eq!(told.take(), ["text Some(\"two!\")"]);
}

#[test]
fn a_variant_s_fields_are_there_while_it_is_that_variant() {
    let store = Store::new(Everything::default());
    let told = Told::default();
    let (radius, first, name) = (told.note("radius"), told.note("first"), told.note("name"));
    let shape = store.shape();
    let _watchers = [
        shape.circle().radius().watch(move |value| radius(&value)),
        shape.rectangle().field0().watch(move |value| first(&value)),
        shape.picture().text().watch(move |value| name(&value)),
    ];
    shape.set(Shape::Circle {
        radius: 1,
        filled: false,
    });
    assert_eq!(told.take(), ["radius Some(1)"]);
    shape.circle().filled().set(true);
    assert!(told.take().is_empty());
    shape.circle().radius().set(2);
    assert_eq!(told.take(), ["radius Some(2)"]);
    shape.set(Shape::Rectangle(3, 4));
    assert_eq!(told.take(), ["radius None", "first Some(3)"]);
    shape.set(Shape::Picture(card(1, "it")));
    assert_eq!(told.take(), ["first None", "name Some(\"it\")"]);
    assert!(!shape.circle().radius().try_set(1).is_done());
    assert_eq!(shape.picture().get(), Some(card(1, "it")));
    assert_eq!(shape.circle().radius().to_string(), "shape.Circle.radius");
    assert_eq!(shape.rectangle().field1().to_string(), "shape.Rectangle.1");
    assert_eq!(shape.picture().text().to_string(), "shape.Picture.text");
}

#[test]
fn an_option_s_value_is_there_or_not() {
    let store = Store::new(Everything::default());
    let told = Told::default();
    let (text, whole) = (told.note("text"), told.note("whole"));
    let _watchers = [
        store
            .choice()
            .some()
            .text()
            .watch(move |value| text(&value)),
        store
            .choice()
            .watch(move |value| whole(&value.as_ref().map(|card| card.id))),
    ];
    store.choice().set(Some(card(1, "a")));
    assert_eq!(told.take(), ["text Some(\"a\")", "whole Some(1)"]);
    store.choice().some().id().set(2);
    assert_eq!(told.take(), ["whole Some(2)"]);
    store.choice().set(None);
    assert_eq!(told.take(), ["text None", "whole None"]);
    assert_eq!(store.choice().some().text().to_string(), "choice.some.text");
}

#[test]
fn a_row_by_index_is_whichever_is_there() {
    let store = Store::new(Everything::default());
    let told = Told::default();
    let note = told.note("second");
    let _watcher = store
        .list()
        .index(1)
        .text()
        .watch(move |value| note(&value));
    store.list().set(vec![card(1, "a")]);
    assert!(told.take().is_empty());
    store.list().update(|list| list.push(card(2, "b")));
    assert_eq!(told.take(), ["second Some(\"b\")"]);
    store.list().update(|list| list.reverse());
    assert_eq!(told.take(), ["second Some(\"a\")"]);
    store.list().index(1).text().set("c".into());
    assert_eq!(told.take(), ["second Some(\"c\")"]);
    store.list().index(0).text().set("d".into());
    assert!(told.take().is_empty());
    store.list().set(Vec::new());
    assert_eq!(told.take(), ["second None"]);
    assert_eq!(store.list().index(1).text().to_string(), "list[1].text");
}

#[test]
fn maps_are_collections_whose_rows_have_their_keys() {
    let store = Store::new(Everything::default());
    let told = Told::default();
    let (score, text) = (told.note("score"), told.note("text"));
    let _watchers = [
        store.scores().at(7).watch(move |value| score(&value)),
        store
            .boards()
            .at("a".into())
            .cards()
            .at(1)
            .text()
            .watch(move |value| text(&value)),
    ];
    store.scores().update(|scores| scores.extend([(7, 1)]));
    store.scores().update(|scores| scores.extend([(3, 1)]));
    store.scores().at(7).set(2);
    assert_eq!(told.take(), ["score Some(1)", "score Some(2)"]);
    assert_eq!(store.scores().keys(), [3, 7]);

    store.boards().update(|boards| {
        for name in ["a", "b", "c"] {
            let cards = vec![card(1, name)];
            boards.insert(
                name.into(),
                Board {
                    cards,
                    ..Board::default()
                },
            );
        }
    });
    assert_eq!(told.take(), ["text Some(\"a\")"]);
    for name in ["a", "b", "c"] {
        let board = store.boards().at(name.into());
        board.cards().at(1).text().set("x".into());
    }
    assert_eq!(told.take(), ["text Some(\"x\")"]);
    store.boards().update(|boards| drop(boards.remove("a")));
    assert_eq!(told.take(), ["text None"]);
    assert_eq!(
        store
            .boards()
            .at("a".into())
            .cards()
            .at(1)
            .text()
            .to_string(),
        "boards[\"a\"].cards[1].text"
    );
    assert_eq!(store.boards().keys().len(), 2);
}

#[test]
fn the_keys_of_a_map_are_a_set_unless_it_is_ordered() {
    let store = Store::new(Everything::default());
    let told = Told::default();
    let (boards, scores) = (told.note("boards"), told.note("scores"));
    let _watchers = [
        store.watch_keys::<_, HashMap<String, Board>, _>(*store.boards().as_path(), move |keys| {
            let mut keys = keys.to_vec();
            keys.sort();
            boards(&keys);
        }),
        store.watch_keys::<_, BTreeMap<u8, u32>, _>(*store.scores().as_path(), move |keys| {
            scores(&keys);
        }),
    ];
    let some = |names: &[&str]| -> HashMap<String, Board> {
        names
            .iter()
            .map(|&name| (name.to_owned(), Board::default()))
            .collect()
    };
    store.boards().set(some(&["a", "b", "c", "d"]));
    assert_eq!(told.take(), ["boards [\"a\", \"b\", \"c\", \"d\"]"]);
    for _ in 0..8 {
        // Another map with the same keys iterates over them in another order, which means nothing.
        store.boards().set(some(&["d", "c", "b", "a"]));
    }
    assert!(told.take().is_empty());
    store.scores().set(BTreeMap::from([(1, 1), (2, 2)]));
    store.scores().set(BTreeMap::from([(1, 2), (2, 1)]));
    assert_eq!(told.take(), ["scores [1, 2]"]);
}

#[test]
fn rows_of_rows_are_found_by_both_keys() {
    let store = Store::new(Everything::default());
    store.update(|everything| {
        everything.shelves = (0..3)
            .map(|id| Shelf {
                id,
                cards: (0..3).map(|n| card(n, &format!("Card {n}"))).collect(),
            })
            .collect();
    });
    let told = Told::default();
    let mut watchers = Vec::new();
    for shelf in 0..3 {
        for n in 0..3 {
            let note = told.note("votes");
            let row = store.shelves().at(shelf).cards().at(format!("card {n}"));
            watchers.push(row.votes().watch(move |votes| note(&(shelf, n, votes))));
        }
        let note = told.note("keys");
        let cards = store.shelves().at(shelf).cards();
        watchers.push(cards.watch_keys(move |keys| note(&(shelf, keys.len()))));
    }
    let row = store.shelves().at(1).cards().at("card 2".into());
    row.votes().update(|votes| votes.push(1));
    assert_eq!(told.take(), ["votes (1, 2, Some([1]))"]);
    store.shelves().update(|shelves| {
        shelves.rotate_left(1);
        shelves[0].cards[0].votes.push(2);
    });
    assert_eq!(told.take(), ["votes (1, 0, Some([2]))"]);
    store
        .shelves()
        .at(0)
        .cards()
        .update(|cards| drop(cards.remove(1)));
    assert_eq!(told.take(), ["keys (0, 2)", "votes (0, 1, None)"]);
    store
        .shelves()
        .update(|shelves| shelves.retain(|shelf| shelf.id != 2));
    assert_eq!(
        told.take(),
        [
            "keys (2, 0)",
            "votes (2, 0, None)",
            "votes (2, 1, None)",
            "votes (2, 2, None)"
        ]
    );
    drop(watchers);
    assert_eq!(store.listener_count(), 0);
    assert_eq!(row.to_string(), "shelves[1].cards[\"card 2\"]");
}

#[test]
fn generic_states_have_paths_too() {
    let store = Store::new(Pair {
        left: card(1, "left"),
        right: vec![Some(1_u8), None],
    });
    let told = Told::default();
    let (left, right) = (told.note("left"), told.note("right"));
    let _watchers = [
        store.left().text().watch(move |value| left(value)),
        store
            .right()
            .index(1)
            .some()
            .watch(move |value| right(&value)),
    ];
    store.right().index(1).set(Some(5));
    store.left().text().set("x".into());
    assert_eq!(told.take(), ["right Some(5)", "left \"x\""]);
    assert_eq!(store.right().index(1).some().to_string(), "right[1].some");
}

#[test]
fn a_store_of_a_collection_has_rows() {
    let store = Store::new(BTreeMap::from([("a", vec![1_i32, 2])]));
    let told = Told::default();
    let note = told.note("second");
    let _watcher = store.at("a").index(1).watch(move |value| note(&value));
    store.at("a").index(1).set(3);
    assert_eq!(told.take(), ["second Some(3)"]);
    assert_eq!(store.keys(), ["a"]);
    store.transaction(|t| {
        t.at("a").index(0).set(7);
        t.at("a").index(1).set(8);
    });
    assert_eq!(*store.snapshot(), BTreeMap::from([("a", vec![7, 8])]));
    let outcome = store.try_transaction(|t| {
        t.at("a").index(0).set(9);
        t.at("b").index(0).set(9);
    });
    assert!(!outcome.is_done(), "all of it or nothing");
    assert_eq!(*store.snapshot(), BTreeMap::from([("a", vec![7, 8])]));
}

#[test]
fn rows_of_a_local_store_need_not_be_send() {
    #[derive(Clone, Default, State)]
    struct Local {
        #[state(key = id)]
        rows: Vec<LocalRow>,
    }

    #[derive(Clone, State)]
    struct LocalRow {
        id: u8,
        text: Rc<str>,
    }

    let store = Store::<_, Confined>::new_local(Local::default(), Environment::default());
    let seen = Rc::new(RefCell::new(Vec::new()));
    let kept = Rc::clone(&seen);
    let _watcher = store
        .rows()
        .at(1)
        .text()
        .watch(move |text| kept.borrow_mut().push(text.cloned()));
    store.rows().update(|rows| {
        rows.push(LocalRow {
            id: 1,
            text: "a".into(),
        })
    });
    store.rows().at(1).text().set("b".into());
    assert_eq!(*seen.borrow(), [Some("a".into()), Some("b".into())]);
}

/// A state with fields and actions that have the names of what handles to rows can do.
#[derive(Clone, Debug, Default, PartialEq, State)]
struct Log {
    at: u64,
    keys: Vec<String>,
    index: u8,
    some: bool,
}

#[actions]
impl Log {
    fn append(&mut self, line: String) {
        self.keys.push(line);
        self.at += 1;
    }
}

#[test]
fn a_user_s_field_may_be_called_as_a_method_of_rows_is() {
    let store = Store::new(Log::default());
    store.append("x".into());
    assert_eq!(
        (store.at().get(), store.keys().get()),
        (1, vec!["x".to_owned()])
    );
    store.index().set(1);
    store.some().set(true);
    assert_eq!(store.keys().index(0).get(), Some("x".to_owned()));
}

#[test]
fn of_rows_with_equal_keys_the_first_is_meant() {
    let store = board();
    let told = Told::default();
    let note = told.note("text");
    let _watcher = store.cards().at(2).text().watch(move |value| note(&value));
    store.update(|board| board.cards.push(card(2, "again")));
    assert!(told.take().is_empty());
    store.update(|board| board.cards[3].text.push('!'));
    assert!(told.take().is_empty());
    store.cards().at(2).text().set("first".into());
    assert_eq!(told.take(), ["text Some(\"first\")"]);
    store.update(|board| drop(board.cards.remove(1)));
    assert_eq!(told.take(), ["text Some(\"again!\")"]);
    store.update(|board| board.cards.rotate_right(1));
    assert!(told.take().is_empty());
    assert_eq!(store.cards().at(2).text().get(), Some("again!".to_owned()));
}
