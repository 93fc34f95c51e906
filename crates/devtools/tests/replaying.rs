//! Sessions are replayed without the program that they were made by, and become tests.

mod common;

use common::{counter, id, Counter};
use leptos_state_core::Store;
use leptos_state_devtools::{Recorder, Replay, Session};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

/// A session of the counter.
fn session() -> Session<Counter> {
    let (store, recording, _) = counter(10);
    store.add(5);
    store.stamp();
    store.spend(9);
    store.double();
    store.note().set("it's \"#\" so".to_owned());
    store.increment();
    recording.toggle(id(6));
    recording.session().unwrap()
}

#[test]
fn a_replay_leads_to_the_same_states() {
    let session = session();
    let text = session.write().unwrap();
    let replayed = Session::<Counter>::read(&text).unwrap().replay();
    assert!(replayed.differences().is_empty());
    let states = session.states().map(|state| (**state).clone());
    let again = replayed.states().iter().map(|state| (**state).clone());
    assert_eq!(states.collect::<Vec<_>>(), again.collect::<Vec<_>>());
    assert_eq!(format!("{replayed:?}"), "Replayed { differences: [], .. }");
}

#[test]
fn a_replay_says_where_it_leads_elsewhere() {
    let text = session().write().unwrap();
    // As if `double` had done something else when it was recorded.
    let text = text.replacen(
        r#""state":{"value":10,"note":"","#,
        r#""state":{"value":15,"note":"","#,
        1,
    );
    let replayed = Session::<Counter>::read(&text).unwrap().replay();
    let differences: Vec<String> = replayed
        .differences()
        .iter()
        .map(|d| d.to_string())
        .collect();
    assert_eq!(
        differences,
        ["entry 4, `double`: the state is another one:\nreplace value: 15 with 10"]
    );
    assert_eq!(replayed.differences()[0].entry, id(4));
}

#[test]
fn a_replay_says_what_fails_now_and_what_does_not_any_more() {
    let text = session().write().unwrap();
    let poorer = text.replace(r#""amount":9"#, r#""amount":2"#);
    let replayed = Session::<Counter>::read(&poorer).unwrap().replay();
    assert_eq!(
        replayed.differences()[0].to_string(),
        "entry 3, `spend`: it was a failure (4 is missing) and is done now"
    );
    let gone = text.replacen(r#"{"add":{"by":5}}"#, r#"{"spend":{"amount":5}}"#, 1);
    let replayed = Session::<Counter>::read(&gone).unwrap().replay();
    assert_eq!(
        replayed.differences()[0].to_string(),
        "entry 1, `add`: it was done and is a failure (5 is missing) now"
    );
}

#[test]
fn the_place_of_a_difference_leads_into_lists() {
    let text = session().write().unwrap();
    let other = text.replacen(
        r#""stamps":[["00000000-0000-0000-0000-000000000001",0]]"#,
        r#""stamps":[]"#,
        1,
    );
    assert_ne!(text, other);
    let replayed = Session::<Counter>::read(&other).unwrap().replay();
    assert_eq!(
        replayed.differences()[0].to_string(),
        "entry 2, `stamp`: the state is another one:\nreplace stamps from 0 on: [] with \
         [[\"00000000-0000-0000-0000-000000000001\",0]]"
    );
}

/// What is written is part of this test.
mod made {
    use super::Counter;

    include!("sessions/counter_test.rs");
}

#[test]
fn a_session_becomes_a_test_that_compiles_and_passes() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/sessions/counter_test.rs"
    );
    let text = session().to_test("it_counts").unwrap();
    if std::env::var_os("WRITE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap();
    assert_eq!(text, known, "`WRITE=1` writes it anew");
}

#[test]
#[should_panic(expected = "change 1, `spend`, failed: 1 is missing")]
fn a_test_fails_where_a_change_fails() {
    let mut replay = start();
    replay.does(
        r#"{"version":1,"origin":"local","time":0,"change":{"action":{"spend":{"amount":1}}}}"#,
    );
}

#[test]
#[should_panic(expected = "change 1, `spend`, did not fail")]
fn a_test_fails_where_a_change_does_not_fail() {
    let mut replay = start();
    replay.fails(r#"{"spend":{"amount":0}}"#, "1 is missing");
}

#[test]
#[should_panic(expected = "of `spend`, change 1")]
fn a_test_fails_where_a_change_fails_otherwise() {
    let mut replay = start();
    replay.fails(r#"{"spend":{"amount":2}}"#, "1 is missing");
}

#[test]
#[should_panic(expected = "after change 1, the state is another one:\nreplace value: 2 with 1")]
fn a_test_fails_where_the_state_is_another_one() {
    let mut replay = start();
    replay.does(
        r#"{"version":1,"origin":"local","time":0,"change":{"batch":[{"action":"increment"}]}}"#,
    );
    assert_eq!(replay.state().value, 1);
    assert_eq!(format!("{replay:?}"), "Replay { count: 1, .. }");
    replay.has(r#"{"value":2,"note":"","stamps":[]}"#);
}

#[test]
#[should_panic(
    expected = "the change can't be read: change.action: unknown variant `ad`, did you mean `add`?"
)]
fn a_test_fails_where_an_action_is_not_there_any_more() {
    let mut replay = start();
    replay.does(r#"{"version":1,"origin":"local","time":0,"change":{"action":{"ad":{"by":1}}}}"#);
}

fn start() -> Replay<Counter> {
    Replay::of(r#"{"value":0,"note":"","stamps":[]}"#)
}

/// A state with parameters.
#[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
struct Holder {
    value: Option<Vec<u8>>,
}

#[actions]
impl Holder {
    fn hold(&mut self, value: Vec<u8>) {
        self.value = Some(value);
    }
}

#[test]
fn a_test_names_the_state_s_type_by_its_last_name() {
    let store = Store::new(Holder::default())
        .named("the \"holder\"")
        .layer(Recorder::new(10));
    store.hold(vec![1]);
    let text = Recorder::of(&store)
        .session()
        .unwrap()
        .to_test("holds")
        .unwrap();
    assert!(text.contains("Replay::<Holder>::of("), "{text}");
    assert!(
        text.starts_with("/// Recorded in the store `the \"holder\"`.\n#[test]\nfn holds() {\n")
    );
}
