//! What a `DevTools` layer tells its transports.

mod common;
#[path = "common/screen.rs"]
mod screen;

use std::time::Duration;

use common::{value, Counter};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::Store;
use leptos_state_devtools::transport::Command;
use leptos_state_devtools::{DevTools, Features};
use screen::Screen;
use serde_json::{json, Value};

fn shown(devtools: DevTools<Counter>) -> (Store<Counter>, Screen, TestEnvironment) {
    let (screen, test) = (Screen::default(), TestEnvironment::default());
    let store = Store::in_environment(Counter::default(), test.environment())
        .layer(devtools.via(screen.clone()));
    (store, screen, test)
}

fn started(devtools: DevTools<Counter>) -> (Store<Counter>, Screen, TestEnvironment) {
    let (store, screen, test) = shown(devtools);
    screen.ask(Command::Start);
    (store, screen, test)
}

fn state(value: i64) -> Value {
    json!({ "value": value, "note": "", "stamps": [] })
}

/// The types of the actions in what was told as a whole.
fn types(told: &Value) -> Vec<&str> {
    let lifted = &told["lifted"];
    let staged = lifted["stagedActionIds"].as_array().unwrap();
    let actions = staged
        .iter()
        .map(|id| &lifted["actionsById"][id.to_string()]);
    actions
        .map(|action| action["action"]["type"].as_str().unwrap())
        .collect()
}

#[test]
fn nothing_is_told_until_somebody_looks_and_when_nobody_looks_any_more() {
    let (store, screen, _) = shown(DevTools::named("my counter").max_age(7));
    assert_eq!(screen.instance().name, "my counter");
    assert_eq!(screen.instance().max_age, 7);
    assert_eq!(screen.instance().features, Features::ALL);
    store.increment();
    assert!(screen.take().is_empty());
    let told = screen.ask(Command::Start);
    assert_eq!(told.len(), 1);
    assert_eq!(types(&told[0]), ["@@INIT", "increment"]);
    store.increment();
    assert_eq!(screen.take().len(), 1);
    screen.ask(Command::Stop);
    store.increment();
    assert!(screen.take().is_empty());
}

#[test]
fn each_entry_is_told_with_its_action_and_its_state() {
    let (store, screen, test) = started(DevTools::named("counter").trace(|| "here".to_owned()));
    test.clock.advance(Duration::from_millis(3));
    store.add(4);
    store.spend(9);
    store.note().set("hello".to_owned());
    let told = screen.take();
    assert_eq!(
        told[0],
        json!({
            "id": 1,
            "name": "add",
            "at": 3,
            "trace": "here",
            "problem": null,
            "action": { "type": "add", "payload": { "by": 4 } },
            "state": state(4),
            "next": 2,
        })
    );
    assert_eq!(told[1]["problem"], "5 is missing");
    assert_eq!(told[1]["state"], state(4));
    assert_eq!(
        told[2]["action"],
        json!({ "type": "set note", "kind": "write" })
    );
}

#[test]
fn a_recording_is_told_as_redux_has_it() {
    let (store, screen, test) = shown(DevTools::named("counter"));
    store.increment();
    test.clock.advance(Duration::from_millis(3));
    store.stamp();
    store.spend(9);
    let (first, stamp) = (store.snapshot().stamps[0].0, 3);
    screen.ask(Command::Toggle(common::id(1)));
    screen.ask(Command::Lock(true));
    let told = screen.ask(Command::Start);
    let stamped = json!({ "value": 0, "note": "", "stamps": [[first, stamp]] });
    assert_eq!(
        told[0],
        json!({
            "committed": state(0),
            "present": stamped,
            "lifted": {
                "actionsById": {
                    "0": { "type": "PERFORM_ACTION", "action": { "type": "@@INIT" }, "timestamp": 0 },
                    "1": { "type": "PERFORM_ACTION", "action": { "type": "increment" }, "timestamp": 0 },
                    "2": {
                        "type": "PERFORM_ACTION",
                        "action": { "type": "stamp" },
                        "timestamp": 3,
                        "inputs": { "now": 3, "ids": [first] },
                    },
                    "3": {
                        "type": "PERFORM_ACTION",
                        "action": { "type": "spend", "payload": { "amount": 9 } },
                        "timestamp": 3,
                    },
                },
                "computedStates": [
                    { "state": state(0) },
                    { "state": state(0) },
                    { "state": stamped },
                    { "state": stamped, "error": "9 is missing" },
                ],
                "committedState": state(0),
                "currentStateIndex": 3,
                "nextActionId": 4,
                "stagedActionIds": [0, 1, 2, 3],
                "skippedActionIds": [1],
                "isLocked": true,
                "isPaused": false,
            },
        })
    );
}

#[test]
fn only_what_is_allowed_and_not_denied_is_shown() {
    let devtools = DevTools::named("counter")
        .allow(["in*t", "a*", "double"])
        .deny(["av*", "*v*x*", "*y*z*d"])
        .only_if(|counter: &Counter, entry| counter.value < 5 || entry.name() == "double");
    let (store, screen, _) = started(devtools);
    store.increment();
    store.decrement();
    store.add(2);
    store.avoid(7);
    store.add(1);
    store.double();
    let told = screen.take();
    let names: Vec<&str> = told
        .iter()
        .map(|told| told["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["increment", "add", "double"]);
    let told = &screen.ask(Command::Start)[0];
    assert_eq!(types(told), ["@@INIT", "increment", "add", "double"]);
    assert_eq!(told["lifted"]["stagedActionIds"], json!([0, 1, 3, 6]));
    assert_eq!(told["lifted"]["currentStateIndex"], 3);
    // Places are counted among what is shown.
    screen.ask(Command::JumpToState(2));
    assert_eq!(value(&store), 2);
    screen.ask(Command::JumpToState(0));
    assert_eq!(value(&store), 0);
    assert_eq!(
        screen.ask(Command::JumpToState(4)),
        [json!({ "error": "there is no state 4" })]
    );
}

#[test]
fn the_present_state_is_told_even_where_its_entry_is_not_shown() {
    let (store, screen, _) = shown(DevTools::named("counter").deny(["double"]));
    store.add(4);
    store.double();
    let told = &screen.ask(Command::Start)[0];
    assert_eq!(types(told), ["@@INIT", "add"]);
    assert_eq!(told["present"], state(8));
}

#[test]
fn what_is_shown_may_be_altered() {
    let devtools = DevTools::named("counter")
        .sanitize_actions(|name, action| {
            if name == "add" {
                action["payload"] = "much".into();
            }
        })
        .sanitize_states(|state| state["note"] = "<long>".into());
    let (store, screen, _) = started(devtools);
    store.add(5);
    let told = &screen.take()[0];
    assert_eq!(told["action"], json!({ "type": "add", "payload": "much" }));
    assert_eq!(told["state"]["note"], "<long>");
    let told = &screen.ask(Command::Start)[0];
    assert_eq!(told["present"]["note"], "<long>");
    assert_eq!(
        told["lifted"]["actionsById"]["1"]["action"]["payload"],
        "much"
    );
    assert_eq!(store.snapshot().note, "");
}

#[test]
fn what_happens_within_the_latency_is_told_together() {
    let (store, screen, test) =
        started(DevTools::named("counter").latency(Duration::from_millis(500)));
    store.increment();
    assert!(screen.take().is_empty());
    test.clock.advance(Duration::from_millis(500));
    let told = screen.take();
    assert_eq!((told.len(), &told[0]["id"]), (1, &json!(1)));
    store.increment();
    test.clock.advance(Duration::from_millis(400));
    store.increment();
    test.clock.advance(Duration::from_millis(100));
    let told = screen.take();
    assert_eq!(told.len(), 1);
    assert_eq!(types(&told[0]).len(), 4);
    // One entry that changes others is told as a whole, too.
    screen.ask(Command::JumpToState(1));
    store.increment();
    test.clock.advance(Duration::from_millis(500));
    assert_eq!(
        screen.take()[0]["lifted"]["skippedActionIds"],
        json!([2, 3])
    );
    // Nobody is told of what a store does that is gone.
    store.increment();
    drop(store);
    test.clock.advance(Duration::from_millis(500));
    assert!(screen.take().is_empty());
}

#[test]
fn several_transports_are_told_the_same() {
    let (other, devtools) = (Screen::default(), DevTools::named("counter"));
    let (store, screen, _) = shown(devtools.via(other.clone()));
    screen.ask(Command::Start);
    other.take();
    store.increment();
    assert_eq!(other.take(), screen.take());
}

#[test]
fn a_transport_can_ask_for_the_recording_and_report_what_went_wrong() {
    let (store, screen, test) = shown(DevTools::named("counter"));
    store.increment();
    let mut count = 0;
    screen.controls().with_lifted(&mut |lifted| {
        assert_eq!(lifted.present().unwrap(), state(1));
        count += 1;
    });
    screen.controls().report("nobody is there");
    assert_eq!(
        test.reports.take(),
        ["store `counter`: `devtools` failed: nobody is there"]
    );
    drop(store);
    screen.controls().with_lifted(&mut |_| count += 1);
    screen.controls().report("still nobody");
    screen.controls().command(Command::Commit);
    assert_eq!((count, test.reports.take().len()), (1, 0));
}

#[test]
fn a_layer_of_devtools_says_what_it_is() {
    let devtools = DevTools::<Counter>::named("counter")
        .schema(2)
        .locked()
        .paused();
    assert_eq!(
        format!("{devtools:?}"),
        r#"DevTools { name: "counter", recorder: Recording { entries: [], position: 0, .. }, .. }"#
    );
}
