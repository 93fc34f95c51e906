//! What is asked for by a transport.

mod common;
#[path = "common/screen.rs"]
mod screen;

use common::{id, ids, names, skipped, value, Counter};
use leptos_state_core::layers::Validate;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Layer, Next, State, Store, Verdict};
use leptos_state_devtools::transport::Command;
use leptos_state_devtools::{DevTools, Features, Recorder, Recording};
use screen::Screen;
use serde_json::{json, Value};

fn started(devtools: DevTools<Counter>) -> (Store<Counter>, Recording<Counter>, Screen) {
    let (screen, test) = (Screen::default(), TestEnvironment::default());
    let store = Store::in_environment(Counter::default(), test.environment())
        .layer(devtools.via(screen.clone()));
    screen.ask(Command::Start);
    let recording = Recorder::of(&store);
    (store, recording, screen)
}

fn error(why: &str) -> Vec<Value> {
    vec![json!({ "error": why })]
}

#[test]
fn actions_are_dispatched_as_they_are_shown_and_as_serde_writes_them() {
    let (store, recording, screen) = started(DevTools::named("counter"));
    for action in [
        json!({ "type": "add", "payload": { "by": 3 } }),
        json!({ "add": { "by": 4 } }),
        json!({ "type": "double" }),
        json!("increment"),
    ] {
        let told = screen.ask(Command::Dispatch(action));
        assert_eq!(told.len(), 1);
    }
    assert_eq!(value(&store), 15);
    assert_eq!(names(&recording), ["add", "add", "double", "increment"]);
}

#[test]
fn a_bad_action_is_told_with_its_place() {
    let (store, _, screen) = started(DevTools::named("counter"));
    let dispatch = |action: Value| screen.ask(Command::Dispatch(action));
    assert_eq!(
        dispatch(json!({ "type": "ad", "payload": { "by": 3 } })),
        error("the action can't be read: unknown variant `ad`, did you mean `add`?")
    );
    assert_eq!(
        dispatch(json!({ "type": "add", "payload": { "by": "3" } })),
        error(r#"the action can't be read: add.by: expected i64, found string "3""#)
    );
    assert_eq!(
        dispatch(json!({ "type": 3 })),
        error("the action can't be read: type: expected a text, found 3")
    );
    assert_eq!(
        dispatch(json!({ "payload": 3, "more": 4 })),
        error("the action can't be read: an action has a `type`, which says what to do")
    );
    assert_eq!(
        dispatch(json!(7)),
        error("the action can't be read: expected an action, found 7")
    );
    assert_eq!(value(&store), 0);
}

#[test]
fn what_a_dispatched_action_fails_with_is_told() {
    let (_store, _, screen) = started(DevTools::named("counter"));
    let told = screen.ask(Command::Dispatch(json!({ "spend": { "amount": 3 } })));
    assert_eq!(told[0]["problem"], "3 is missing");
    assert_eq!(told[1..], error("3 is missing"));
}

#[test]
fn the_recorder_does_what_is_asked_and_the_result_is_told() {
    let (store, recording, screen) = started(DevTools::named("counter"));
    for by in [1, 10, 100] {
        store.add(by);
    }
    let index = |told: &[Value]| told.last().unwrap()["lifted"]["currentStateIndex"].clone();
    screen.take();
    assert_eq!(index(&screen.ask(Command::JumpToState(1))), 1);
    assert_eq!(value(&store), 1);
    assert_eq!(index(&screen.ask(Command::JumpToAction(id(3)))), 3);
    screen.ask(Command::Toggle(id(1)));
    assert_eq!(value(&store), 110);
    screen.ask(Command::SetActive {
        start: 1,
        end: 3,
        active: false,
    });
    assert_eq!((value(&store), skipped(&recording)), (100, vec![1, 2]));
    screen.ask(Command::Reorder {
        entry: id(3),
        before: id(1),
    });
    assert_eq!(ids(&recording), [3, 1, 2]);
    screen.ask(Command::Sweep);
    assert_eq!(ids(&recording), [3]);
    screen.ask(Command::Lock(true));
    assert!(recording.is_locked());
    screen.ask(Command::Lock(false));
    screen.ask(Command::Pause(true));
    assert!(recording.is_paused());
    screen.ask(Command::Pause(false));
    screen.ask(Command::Commit);
    assert_eq!((value(&store), recording.len()), (100, 0));
    store.increment();
    screen.ask(Command::Rollback);
    assert_eq!(value(&store), 100);
    screen.ask(Command::Reset);
    assert_eq!(value(&store), 0);
}

#[test]
fn what_can_t_be_done_is_told() {
    let (store, _, screen) = started(DevTools::named("counter"));
    store.increment();
    screen.take();
    assert_eq!(
        screen.ask(Command::Toggle(id(9))),
        error("there is no entry 9")
    );
    assert_eq!(
        screen.ask(Command::Import(json!({ "a": 1 }))),
        error("not a session: it has neither `format`, `payload` nor `stagedActionIds`")
    );
}

#[test]
fn a_state_that_a_layer_refuses_is_told() {
    let screen = Screen::default();
    let store = Store::new(Counter::default())
        .layer(DevTools::named("counter").via(screen.clone()))
        .layer(Validate::new(|counter: &Counter| {
            (counter.value >= 0).then_some(()).ok_or("below 0")
        }));
    store.add(5);
    store.add(-5);
    let refused = error("refused by Validate: below 0");
    assert_eq!(screen.ask(Command::Toggle(id(1))), refused);
    assert_eq!(screen.ask(Command::Dispatch(json!("decrement"))), refused);
    assert_eq!((value(&store), names(&Recorder::of(&store)).len()), (0, 3));
}

/// Refuses all that is asked.
struct Nothing;

impl<S: State> Layer<S> for Nothing {
    fn name(&self) -> &'static str {
        "Nothing"
    }

    fn handle(&self, _: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        next.refuse(self, "nothing may happen")
    }
}

#[test]
fn what_a_layer_outside_refuses_is_told_too() {
    let screen = Screen::default();
    let _store = Store::new(Counter::default())
        .layer(Nothing)
        .layer(DevTools::named("counter").via(screen.clone()));
    let refused = error("refused by Nothing: nothing may happen");
    assert_eq!(screen.ask(Command::Commit), refused);
    assert_eq!(screen.ask(Command::Dispatch(json!("increment"))), refused);
}

#[test]
fn what_is_not_allowed_is_refused() {
    let (store, recording, screen) = started(DevTools::named("counter").features(Features::NONE));
    store.increment();
    screen.take();
    let commands = [
        (Command::Pause(true), "pause"),
        (Command::Lock(true), "lock"),
        (Command::Import(json!([])), "import"),
        (Command::JumpToState(0), "jump"),
        (Command::JumpToAction(id(0)), "jump"),
        (Command::Rollback, "jump"),
        (Command::Reset, "jump"),
        (Command::Toggle(id(1)), "skip"),
        (Command::Sweep, "skip"),
        (
            Command::Reorder {
                entry: id(1),
                before: id(0),
            },
            "reorder",
        ),
        (Command::Dispatch(json!("increment")), "dispatch"),
    ];
    for (command, feature) in commands {
        let told = screen.ask(command);
        assert_eq!(told, error(&format!("`{feature}` is not allowed here")));
    }
    assert_eq!((value(&store), recording.len()), (1, 1));
    assert_eq!(Features::default(), Features::ALL);
}

#[test]
fn sessions_and_what_redux_exports_are_taken_over() {
    let (store, recording, screen) = started(DevTools::named("counter"));
    store.add(7);
    store.double();
    let session: Value =
        serde_json::from_str(&recording.session().unwrap().write().unwrap()).unwrap();
    screen.ask(Command::Reset);
    screen.ask(Command::Import(session));
    assert_eq!((value(&store), recording.len()), (14, 2));
    screen.ask(Command::Import(json!([{ "type": "increment" }])));
    assert_eq!((value(&store), recording.len()), (1, 1));
}
