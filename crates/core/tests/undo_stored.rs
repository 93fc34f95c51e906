//! A history is stored by names, with a version, and is read again or refused with what is wrong and where.

use leptos_state_core::layers::{Undo, UndoHandle};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Layer, Outcome, Store};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Todos {
    items: Vec<String>,
    #[serde(default)]
    filter: u8,
}

#[actions]
impl Todos {
    fn add(&mut self, title: String) {
        self.items.push(title);
    }
}

fn todos<L: Layer<Todos> + Send + Sync + 'static>(undo: L) -> (Store<Todos>, UndoHandle) {
    let todos = Store::new(Todos::default()).layer(undo);
    let undo = Undo::of(&todos);
    (todos, undo)
}

fn items(todos: &Store<Todos>) -> Vec<String> {
    todos.snapshot().items.clone()
}

#[track_caller]
fn text(undo: &UndoHandle) -> String {
    match undo.export() {
        Outcome::Done(text) => text,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn refusal(undo: &UndoHandle, text: &str) -> String {
    match undo.try_import(text) {
        Outcome::Refused(refusal) => refusal.reason().to_owned(),
        other => panic!("{other:?}"),
    }
}

const STORED: &str = r#"{"format":"leptos-state history","version":1,"state":"Todos","kept":"states","present":{"items":["tea"],"filter":0},"position":1,"steps":[{"id":0,"next":1,"at":{"items":[],"filter":0}},{"id":1,"parent":0,"next":2,"label":"add"},{"id":2,"parent":1,"label":"add","at":{"items":["tea","milk"],"filter":0}}]}"#;

#[test]
fn its_form_stays_as_it_is() {
    let (todos, undo) = todos(Undo::limit(9).stored());
    todos.add("tea".into());
    todos.add("milk".into());
    undo.undo();
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&text(&undo)), value(STORED));
}

#[test]
fn it_is_taken_over_in_one_change() {
    let (todos, undo) = todos(Undo::limit(9).stored());
    todos.add("something else".into());
    let version = todos.snapshot().version().get();
    assert!(undo.try_import(STORED).is_done());
    assert_eq!(todos.snapshot().version().get(), version + 1);
    assert_eq!(
        (items(&todos), undo.undos(), undo.redos()),
        (vec!["tea".to_owned()], 1, 1)
    );
    assert_eq!(undo.redo_label().as_deref(), Some("add"));
    undo.redo();
    assert_eq!(items(&todos), ["tea", "milk"]);
    todos.add("bread".into());
    undo.undo_by(3);
    assert_eq!(items(&todos), [""; 0]);
}

#[test]
fn every_way_to_keep_can_be_stored() {
    fn goes<L: Layer<Todos> + Send + Sync + 'static>(layer: impl Fn() -> L) {
        let (there, undo) = todos(layer());
        for title in ["a", "b", "c"] {
            there.add(title.into());
        }
        undo.undo_by(2);
        let (here, again) = todos(layer());
        again.import(&text(&undo));
        assert_eq!((again.undos(), again.redos()), (1, 2));
        assert_eq!(again.bytes(), undo.bytes());
        again.redo_by(2);
        assert_eq!(items(&here), ["a", "b", "c"]);
        again.undo_by(3);
        assert_eq!(items(&here), [""; 0]);
    }
    goes(|| {
        Undo::limit(9)
            .max_bytes(1000, |todos: &Todos| todos.items.len())
            .stored()
    });
    goes(|| Undo::limit(9).patches().stored());
    goes(|| {
        Undo::limit(9)
            .part(
                |todos: &Todos| todos.items.clone(),
                |todos, items| todos.items.clone_from(items),
            )
            .stored()
            .filter(|_| true)
    });
}

#[test]
fn branches_are_stored_too() {
    let (there, undo) = todos(Undo::limit(9).branching().stored());
    there.add("a".into());
    undo.undo();
    there.add("b".into());
    let (here, again) = todos(Undo::limit(9).branching().stored());
    again.import(&text(&undo));
    again.jump(again.steps()[1].id());
    assert_eq!(items(&here), ["a"]);
    let (_linear, linear) = todos(Undo::limit(9).stored());
    assert_eq!(
        refusal(&linear, &text(&undo)),
        "the history could not be read: steps[0]: there are branches, and none are kept here"
    );
    // Bounds hold for what is read.
    let (_short, short) = todos(Undo::limit(1).branching().stored());
    short.import(&text(&undo));
    assert_eq!((short.undos(), short.steps().len()), (1, 2));
}

#[test]
fn what_older_code_stored_is_read_as_its_serde_says() {
    let (todos, undo) = todos(Undo::limit(9).stored());
    undo.import(&STORED.replace(r#","filter":0"#, r#","gone":true"#));
    assert_eq!(items(&todos), ["tea"]);
    assert_eq!(undo.undos(), 1);
}

#[test]
fn what_can_not_be_read_is_refused_with_its_place_and_nothing_changes() {
    let (todos, undo) = todos(Undo::limit(9).stored());
    todos.add("mine".into());
    for (from, to, error) in [
        ("{\"format", "[", "it is no history: expected"),
        (
            "leptos-state history",
            "other",
            "it is no history, but `other`",
        ),
        (
            "\"version\":1",
            "\"version\":7",
            "it has the version 7, where 1 is known",
        ),
        (
            "\"state\":\"Todos\"",
            "\"state\":\"Cart\"",
            "it is of a `Cart`, not of a `Todos`",
        ),
        (
            "\"states\"",
            "\"patches\"",
            "it has patches, where states are kept",
        ),
        (
            "\"position\":1",
            "\"position\":9",
            "steps[1].at: it is missing",
        ),
        ("\"position\":1,", "", "missing field `position`"),
        (
            "\"label\"",
            "\"lable\"",
            "steps[1].lable: unknown field `lable`, did you mean `label`?",
        ),
        (
            "[\"tea\",\"milk\"]",
            "[\"tea\",3]",
            "steps[2].at: items[1]: expected",
        ),
        (
            "{\"items\":[\"tea\"]",
            "{\"items\":7",
            "present: items: expected",
        ),
        (
            "\"id\":2,\"parent\":1",
            "\"id\":1,\"parent\":0",
            "steps[2]: it has no greater number",
        ),
        (
            "\"id\":2,\"parent\":1",
            "\"id\":2,\"parent\":7",
            "steps[2]: its parent is none of those",
        ),
        (
            "\"id\":2,\"parent\":1",
            "\"id\":2",
            "steps[2]: only the first has no parent",
        ),
        (
            "{\"id\":0,",
            "{\"id\":0,\"parent\":0,",
            "steps[0]: the first has no parent",
        ),
        (
            "\"next\":2",
            "\"next\":0",
            "steps[1].next: it does not begin here",
        ),
        (
            "\"next\":2",
            "\"next\":5",
            "steps[1].next: it does not begin here",
        ),
    ] {
        let wrong = STORED.replacen(from, to, 1);
        assert_ne!(wrong, STORED);
        let reason = refusal(&undo, &wrong);
        let start = format!("the history could not be read: {error}");
        assert!(reason.starts_with(&start), "{reason}");
    }
    let nowhere = STORED.replace("\"position\":1", "\"position\":9").replace(
        "\"next\":2,\"label\":\"add\"",
        "\"next\":2,\"label\":\"add\",\"at\":{\"items\":[]}",
    );
    assert!(refusal(&undo, &nowhere).ends_with("position: there is no step 9"));
    assert_eq!((items(&todos), undo.undos()), (vec!["mine".to_owned()], 1));
}

#[test]
fn a_history_that_is_not_stored_says_so() {
    let test = TestEnvironment::default();
    let todos = Store::in_environment(Todos::default(), test.environment()).layer(Undo::limit(9));
    let undo = Undo::of(&todos);
    let Outcome::Refused(refused) = undo.export() else {
        panic!("nobody said that it is stored");
    };
    assert!(refused.reason().contains(".stored()"), "{refused}");
    assert_eq!(refusal(&undo, STORED), refused.reason());
    undo.import(STORED);
    assert_eq!(test.reports.take().len(), 1);
}

#[test]
fn a_state_that_can_not_be_written_is_refused() {
    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Pairs {
        pairs: std::collections::BTreeMap<(u8, u8), u8>,
    }
    let pairs = Store::new(Pairs::default()).layer(Undo::limit(9).stored());
    let undo = Undo::of(&pairs);
    pairs.update(|pairs| {
        pairs.pairs.insert((1, 2), 3);
    });
    let Outcome::Refused(refused) = undo.export() else {
        panic!("keys are no texts");
    };
    assert_eq!(
        refused.reason(),
        "the history could not be written: key must be a string"
    );
}

#[test]
fn what_is_secret_is_in_no_stored_history() {
    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Account {
        name: String,
        #[state(secret)]
        token: String,
    }
    let secret = "d6f0-37aa";
    fn account<L: Layer<Account> + Send + Sync + 'static>(undo: L) -> UndoHandle {
        let account = Store::new(Account::default()).layer(undo);
        let undo = Undo::of(&account);
        for n in 0..3 {
            account.update(move |account| {
                account.name = format!("name {n}");
                account.token = format!("d6f0-37aa-{n}");
            });
        }
        undo.undo();
        // The store has to be there.
        KEPT.with(|kept| kept.borrow_mut().push(account));
        undo
    }
    thread_local! {
        static KEPT: std::cell::RefCell<Vec<Store<Account>>> = const { std::cell::RefCell::new(Vec::new()) };
    }
    let text = text(&account(Undo::limit(9).stored()));
    assert!(text.contains("name 2") && !text.contains(secret), "{text}");
    let parts = Undo::limit(9)
        .part(
            |account: &Account| account.token.clone(),
            |account, token| account.token.clone_from(token),
        )
        .stored();
    for (undo, kept) in [
        (account(Undo::limit(9).patches().stored()), "patches"),
        (account(parts), "parts"),
    ] {
        let Outcome::Refused(refused) = undo.export() else {
            panic!("there are secrets in {kept}");
        };
        let why = format!("there are secrets in the state, and they can't be left out of {kept}");
        assert!(refused.reason().ends_with(&why), "{refused}");
    }
}
