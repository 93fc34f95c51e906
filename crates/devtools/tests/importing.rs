//! Recordings that Redux's devtools export are read, in each of their shapes.

mod common;

use common::{counter, id, value, values, Counter, CounterAction};
use leptos_state_core::layers::Validate;
use leptos_state_core::{Change, Store};
use leptos_state_devtools::{DevTools, Recorder, Session};
use serde_json::{json, Value};

#[path = "common/screen.rs"]
mod screen;

use leptos_state_devtools::transport::Command;
use screen::Screen;

fn read(json: &Value) -> Result<Session<Counter>, String> {
    Session::read(&json.to_string()).map_err(|error| error.to_string())
}

fn replayed(json: &Value) -> Vec<i64> {
    let replayed = read(json).unwrap().replay();
    replayed.states().iter().map(|state| state.value).collect()
}

/// A recording with every kind of entry, as it is shown.
fn lifted() -> Value {
    let screen = Screen::default();
    let store = Store::new(Counter::default()).layer(
        DevTools::named("counter")
            .via(screen.clone())
            .trace(|| "here".to_owned()),
    );
    store.add(4);
    store.spend(9);
    store.note().set("written".to_owned());
    store.transaction(|counter| {
        counter.double();
        counter.add(1);
    });
    store.reset_state();
    store.stamp();
    store.update(|counter| counter.value = 3);
    let recording = Recorder::of(&store);
    recording.toggle(id(5));
    screen.ask(Command::Start).remove(0)["lifted"].take()
}

#[test]
fn a_whole_recording_is_read_as_it_was_shown() {
    let lifted = lifted();
    let session = read(&lifted).unwrap();
    assert_eq!(session.store_name(), None);
    let names: Vec<&str> = session.entries().map(|entry| entry.name()).collect();
    assert_eq!(
        names,
        ["add", "spend", "set note", "batch", "reset", "stamp", "update"]
    );
    assert_eq!(session.skipped().collect::<Vec<_>>(), [id(5)]);
    assert_eq!((session.position(), session.schema()), (7, None));
    let states: Vec<i64> = session.states().map(|state| state.value).collect();
    assert_eq!(states, [0, 4, 4, 4, 9, 9, 9, 3]);
    assert!(session.replay().differences().is_empty());
    assert!(session.entries().all(|entry| entry.trace() == Some("here")));
}

#[test]
fn what_came_of_nothing_and_was_no_action_is_read_too() {
    let screen = Screen::default();
    let few = |counter: &Counter| (counter.value < 3).then_some(()).ok_or("too many");
    let store = Store::new(Counter::default())
        .layer(DevTools::named("counter").via(screen.clone()))
        .layer(Validate::new(few));
    store.increment();
    store.update(|counter| counter.value = 9);
    let batch = Change::batch([
        Change::batch([Change::action(CounterAction::Double)]),
        Change::action(CounterAction::Decrement),
    ]);
    assert!(store.submit(batch).is_done());
    let lifted = screen.ask(Command::Start).remove(0)["lifted"].take();
    let action = &lifted["actionsById"]["2"]["action"];
    assert_eq!(*action, json!({ "type": "update", "kind": "nothing" }));
    let session = read(&lifted).unwrap();
    assert_eq!(replayed(&lifted), [0, 1, 1, 1]);
    assert!(session.replay().differences().is_empty());
}

#[test]
fn an_export_is_a_text_in_which_there_is_a_recording() {
    let export = json!({
        "payload": lifted().to_string(),
        "preloadedState": "null",
    });
    assert_eq!(replayed(&export), [0, 4, 4, 4, 9, 9, 9, 3]);
}

#[test]
fn an_export_may_have_the_actions_alone() {
    let actions = json!([{ "type": "increment" }, { "type": "add", "payload": { "by": 5 } }]);
    let export = json!({
        "payload": actions.to_string(),
        "preloadedState": r#"{"value":2,"note":"","stamps":[]}"#,
    });
    assert_eq!(replayed(&export), [2, 3, 8]);
    let export = json!({
        "payload": [{ "type": "PERFORM_ACTION", "action": { "type": "double" }, "timestamp": 7 }],
        "preloadedState": { "value": 2, "note": "", "stamps": [] },
    });
    assert_eq!(replayed(&export), [2, 4]);
    assert_eq!(
        read(&export)
            .unwrap()
            .entries()
            .next()
            .unwrap()
            .at()
            .as_millis(),
        7
    );
}

#[test]
fn what_does_not_say_how_it_begins_begins_as_the_store_did() {
    let screen = Screen::default();
    let counter = Counter {
        value: 40,
        ..Counter::default()
    };
    let store = Store::new(counter).layer(DevTools::named("counter").via(screen.clone()));
    store.increment();
    screen.ask(Command::Import(
        json!({ "payload": r#"[{"type":"increment"},{"type":"increment"}]"# }),
    ));
    assert_eq!(value(&store), 42);
    screen.ask(Command::Import(json!({
        "stagedActionIds": [0, 3],
        "actionsById": { "3": { "action": { "type": "double" } } },
    })));
    assert_eq!(value(&store), 80);
    let recording = Recorder::of(&store);
    store.increment();
    assert_eq!(recording.entries()[1].id(), id(4));
}

#[test]
fn states_that_are_not_there_are_found_anew() {
    let mut lifted = lifted();
    lifted["computedStates"] = json!([]);
    lifted["actionsById"]["3"]["action"] = json!({ "type": "increment" });
    lifted["actionsById"]["5"]["action"] = json!({ "type": "increment" });
    lifted["actionsById"]["7"]["action"] = json!({ "type": "increment" });
    let states = read(&lifted).unwrap();
    let states: Vec<i64> = states.states().map(|state| state.value).collect();
    assert_eq!(states, [0, 4, 4, 5, 11, 11, 11, 12]);
}

#[test]
fn what_can_t_be_read_is_an_error_with_its_place() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut lifted = lifted();
        change(&mut lifted);
        read(&lifted).unwrap_err()
    };
    assert_eq!(
        with(&|lifted| lifted["actionsById"]["1"]["action"]["type"] = "ad".into()),
        "actionsById.1.action: unknown variant `ad`, did you mean `add`?"
    );
    assert_eq!(
        with(&|lifted| lifted["actionsById"]["1"]["action"]["type"] = 7.into()),
        "actionsById.1.action: type: expected a text, found 7"
    );
    assert_eq!(
        with(&|lifted| lifted["actionsById"]["6"] = Value::Null),
        "actionsById.6.action: there is no such entry"
    );
    assert_eq!(
        with(&|lifted| lifted["actionsById"]["6"]["inputs"] = json!({ "now": "noon" })),
        r#"actionsById.6.action: now: expected u64, found string "noon""#
    );
    assert_eq!(
        with(&|lifted| lifted["computedStates"][2]["state"]["value"] = "much".into()),
        r#"computedStates[2].state: value: expected i64, found string "much""#
    );
    assert_eq!(
        with(&|lifted| lifted["stagedActionIds"][3] = 2.into()),
        "stagedActionIds[3]: there are two entries 2"
    );
    assert_eq!(
        with(&|lifted| lifted["stagedActionIds"][3] = (-2).into()),
        "stagedActionIds[3]: -2 is no number of an entry"
    );
    assert_eq!(
        with(&|lifted| lifted["stagedActionIds"] = "all".into()),
        r#"stagedActionIds: expected a list, found "all""#
    );
    assert_eq!(
        with(&|lifted| lifted["currentStateIndex"] = 8.into()),
        "currentStateIndex: there is no state 8"
    );
    assert_eq!(
        with(&|lifted| {
            lifted["computedStates"] = json!([{ "state": lifted["committedState"] }]);
            lifted["committedState"] = Value::Null;
        }),
        "actionsById.3.action: `set note` is no action, and its state is not there"
    );
    assert_eq!(
        with(&|lifted| {
            lifted["computedStates"] = json!([]);
            lifted["committedState"] = Value::Null;
        }),
        "committedState: there is no state to begin with"
    );
    assert_eq!(
        read(&json!([{ "type": "increment" }])).unwrap_err(),
        "preloadedState: there is no state to begin with"
    );
    assert_eq!(read(&json!(7)).unwrap_err(), "not a session: it is 7");
    assert_eq!(
        read(&json!({ "payload": "{" })).unwrap_err(),
        "not a session: EOF while parsing an object at line 1 column 1"
    );
}

#[test]
fn nothing_is_taken_over_of_what_can_t_be_read() {
    let (store, recording, _) = counter(10);
    store.add(5);
    let before = values(&recording);
    let mut lifted = lifted();
    lifted["actionsById"]["6"]["action"]["type"] = "nothing known".into();
    assert!(read(&lifted).is_err());
    assert_eq!(values(&recording), before);
}
