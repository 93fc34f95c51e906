//! Configurations of XState are read and run.

#[path = "xstate/common.rs"]
mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{registry, start};
use leptos_state_chart::document::{xstate, Event, System};
use leptos_state_chart::Status;
use serde_json::json;

fn errors(text: &str) -> String {
    xstate::read(text, &registry()).unwrap_err().to_string()
}

#[test]
fn mistakes_have_their_places() {
    let at = |text: &str, expected: &str| assert_eq!(errors(text), expected, "{text}");
    at("", "1:1: this is not well-formed: there is nothing");
    at("[]", "1:1: `[]` is no configuration of a machine");
    at(
        r#"{"states": 5}"#,
        "1:12: `5` is no list of states: write an object",
    );
    at(
        "{\n  \"initial\": \"a\",\n  \"states\": { \"a\": { \"entry\": \"note\", \"exit\": \"cuont\" } }\n}",
        "3:47: there is no action `cuont`; did you mean `count`?",
    );
    at(
        r#"{"initial": "a", "states": {"a": {"on": {"go": "outer"}}, "outen": {}}}"#,
        "1:48: there is no state `outer`; did you mean `outen`?",
    );
    at(
        r##"{"id": "m", "initial": "a", "states": {"a": {"on": {"go": "#x"}}}}"##,
        "1:59: there is no state `#x`",
    );
    at(
        r#"{"on": {"go": "first"}, "initial": "first", "states": {"first": {}}}"#,
        "1:15: there is no state `first`; did you mean `.first`?",
    );
    at(
        r#"{"initial": "b", "states": {"a": {}}}"#,
        "1:13: there is no state `b`",
    );
    at(r#"{"states": {"a": {}}}"#, "1:1: `state` has no `initial`");
    at(
        r#"{"on": {"go": {"guard": "ye"}}}"#,
        "1:25: there is no guard `ye`; did you mean `yes`?",
    );
    at(
        r#"{"after": {"soom": {"actions": "note"}}}"#,
        "1:12: there is no delay `soom`; did you mean `soon`?",
    );
    at(
        r#"{"invoke": {"src": "wrok"}}"#,
        "1:20: there is no actor `wrok`; did you mean `work`?",
    );
    at(r#"{"invoke": {}}"#, "1:12: `invoke` has no `src`");
    at(r#"{"type": "paralel"}"#, "1:10: `\"paralel\"` is no type of a state: write `atomic`, `compound`, `parallel`, `final` or `history`");
    at(
        r#"{"on": {"a.*.b": {}}}"#,
        "1:9: `a.*.b` is no event: write a name, one that ends in `.*`, or `*`",
    );
    at(
        r#"{"on": {"a": 5}}"#,
        "1:14: `5` is no transition: write a target, or an object",
    );
    at(
        r#"{"on": {"a": {"guard": {"params": {}}}}}"#,
        "1:24: `guard` has no `type`",
    );
    at(
        r#"{"on": {"a": {"reenter": 1}}}"#,
        "1:26: `1` is no truth value: write `true` or `false`",
    );
    at(
        r#"{"entry": {"type": "note", "params": 3}}"#,
        "1:38: `3` is no list of parameters: write an object",
    );
    at(
        r#"{"meta": {}, "meta": {}}"#,
        "1:14: `machine` can't have two properties `meta`",
    );
    at(
        r#"{"initial": "a", "states": {"a": {"id": "x"}, "b": {"id": "x"}}}"#,
        "1:52: there are two states `x`",
    );
    at(
        r#"{"id": "é", "entri": "note"}"#,
        "1:13: there is no property `entri`; did you mean `entry`?",
    );
}

#[test]
fn all_mistakes_are_told_in_the_order_of_the_text() {
    let text = r#"{"initial": "a", "states": {"a": {"entry": "x", "on": {"go": {"guard": "y"}}}}, "exit": "z"}"#;
    assert_eq!(
        errors(text),
        "1:44: there is no action `x`\n1:72: there is no guard `y`\n1:89: there is no action `z`"
    );
}

#[test]
fn what_is_of_another_version_is_explained() {
    assert_eq!(
        errors(r#"{"on": {"go": {"cond": "yes"}}}"#),
        "1:16: `transition` can't have a property `cond`: it is of XState 4; now it is `guard`"
    );
    assert!(errors(r#"{"on": {"go": {"internal": true}}}"#).contains("unless it has `reenter`"));
}

#[test]
fn hostile_texts_are_refused() {
    let nested = |inner: &str, depth: usize| {
        let text = r#"{"initial":"a","states":{"a":"#.repeat(depth) + inner;
        text + &"}}".repeat(depth)
    };
    assert!(xstate::read(&nested("{}", 100), &registry()).is_ok());
    assert!(errors(&nested("{}", 110)).contains("nested more than 100 deep"));
    assert!(errors(&nested("{}", 10_000)).contains("nesting depth"));
    assert!(errors(&"[".repeat(1_000_000)).contains("nesting depth"));
    assert!(errors(&" ".repeat(5 << 20)).contains("may have"));
    for text in [
        "{",
        "{'a': 1}",
        "{a: 1}",
        "{\"a\": 1,}",
        "// a\n{}",
        "{} {}",
        "{\"a\": 0x1}",
        "nul",
    ] {
        assert!(errors(text).contains("not well-formed"), "{text}");
    }
}

#[test]
fn context_is_the_variables_and_events_have_data() {
    let (mut system, actor) = start(&json!({
        "context": { "count": 1, "list": [{ "a": null }] },
        "on": { "go": { "actions": ["count", { "type": "note", "params": { "what": { "deep": [1, "'\\"] } } }] } }
    }));
    system
        .send(actor, Event::new("go").with(json!({ "by": 1 })))
        .unwrap();
    let data = system.variables(actor).unwrap();
    assert_eq!(
        json!(data),
        json!({ "count": 2, "list": [{ "a": null }], "noted": { "deep": [1, "'\\"] } })
    );
}

#[test]
fn targets_are_siblings_children_or_identifiers() {
    let config = json!({
        "id": "m",
        "initial": "a",
        "on": { "reset": ".a" },
        "states": {
            "a": { "on": { "sibling": "b", "path": "b.y", "child": ".x", "id": "#far", "inside": "#far.deep" }, "initial": "w",
                "states": { "w": {}, "x": {} } },
            "b": { "initial": "x", "states": { "x": {}, "y": {} } },
            "c": { "id": "far", "initial": "shallow", "states": { "shallow": {}, "deep": {} } }
        }
    });
    let (mut system, actor) = start(&config);
    for (event, active) in [
        ("sibling", "m.b.x"),
        ("path", "m.b.y"),
        ("child", "m.a.x"),
        ("id", "m.c.shallow"),
        ("inside", "m.c.deep"),
    ] {
        system.send(actor, event).unwrap();
        assert_eq!(system.active(actor), [active], "{event}");
        system.send(actor, "reset").unwrap();
        assert_eq!(system.active(actor), ["m.a.w"]);
    }
}

/// The nearest state of a form's name is not the one that is meant: all are given names of their own then.
#[test]
fn a_target_is_not_taken_for_another_of_its_name() {
    let (mut system, actor) = start(&json!({
        "id": "m",
        "initial": "a",
        "states": { "a": {
            "initial": "a",
            "on": { "go": "#m.b" },
            "states": { "a": { "on": { "up": "#m.a" }, "initial": "a", "states": { "a": {}, "b": {} } }, "b": {} }
        }, "b": {} }
    }));
    system.send(actor, "up").unwrap();
    assert_eq!(system.active(actor), ["m.a.a.a"]);
    system.send(actor, "go").unwrap();
    assert_eq!(system.active(actor), ["m.b"]);
}

#[test]
fn specific_descriptors_come_first_and_forbidden_events_go_no_further() {
    let (mut system, actor) = start(&json!({
        "initial": "a",
        "on": { "stop": { "actions": { "type": "note", "params": { "what": "outer" } } } },
        "states": { "a": { "on": {
            "*": { "actions": { "type": "note", "params": { "what": "any" } } },
            "mouse.*": { "actions": { "type": "note", "params": { "what": "mouse" } } },
            "mouse.down": { "actions": { "type": "note", "params": { "what": "down" } } },
            "with space": { "actions": { "type": "note", "params": { "what": "space" } } },
            "stop": {},
            "null": null
        } } }
    }));
    for (event, noted) in [
        ("mouse.down", "down"),
        ("mouse.up", "mouse"),
        ("mouse", "mouse"),
        ("key", "any"),
        ("with space", "space"),
        ("stop", "space"),
        ("null", "space"),
    ] {
        system.send(actor, event).unwrap();
        assert_eq!(
            system.variables(actor).unwrap()["noted"],
            Some(noted.into()),
            "{event}"
        );
    }
}

#[test]
fn guards_can_be_made_of_others() {
    let (mut system, actor) = start(&json!({
        "id": "m",
        "context": { "count": 2 },
        "type": "parallel",
        "states": {
            "a": { "initial": "x", "states": { "x": { "on": { "go": { "target": "y", "guard": {
                "type": "xstate.and", "params": { "guards": [
                    "yes",
                    { "type": "is", "params": { "count": 2 } },
                    { "type": "xstate.not", "params": { "guard": "no" } },
                    { "type": "xstate.or", "params": { "guards": ["no", { "type": "xstate.stateIn", "params": { "stateId": "#m.b.x" } }] } }
                ] } } } } }, "y": {} } },
            "b": { "initial": "x", "states": { "x": { "on": { "leave": "y" } }, "y": {} } }
        }
    }));
    system.send(actor, "go").unwrap();
    assert_eq!(system.active(actor), ["m.a.y", "m.b.x"]);
}

#[test]
fn time_passes_by_numbers_and_names() {
    let (mut system, actor) = start(&json!({
        "id": "m",
        "initial": "a",
        "states": {
            "a": { "after": { "1000": "b" } },
            "b": { "after": { "soon": [{ "target": "a", "guard": "no" }, { "target": "c" }] } },
            "c": {}
        }
    }));
    system.advance(Duration::from_millis(999)).unwrap();
    assert_eq!(system.active(actor), ["m.a"]);
    system.advance(Duration::from_millis(51)).unwrap();
    assert_eq!(system.active(actor), ["m.c"]);
}

/// A transition without an event that changes nothing is taken once after each event.
#[test]
fn what_is_always_done_comes_to_rest() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let registry = registry().action("see", move |scope| {
        let name = scope.event.map(|event| event.name.clone());
        noted.lock().unwrap().push(name.unwrap_or_default());
    });
    let config = json!({
        "context": { "count": 0 },
        "always": { "actions": "see" },
        "initial": "a",
        "states": { "a": { "on": { "count": { "actions": "count" }, "raise": { "target": "b", "actions": "raise" } } }, "b": {} }
    });
    let document = xstate::read(&config.to_string(), &registry).unwrap();
    let mut system: System = System::new(registry);
    let actor = system.start(document).unwrap();
    for event in ["count", "count", "other", "raise"] {
        system.send(actor, event).unwrap();
    }
    assert_eq!(
        *seen.lock().unwrap(),
        ["", "count", "count", "other", "raise", "raised"]
    );
}

#[test]
fn states_finish_with_an_output_and_are_tagged() {
    let (mut system, actor) = start(&json!({
        "id": "m",
        "initial": "a",
        "output": { "end": true },
        "states": {
            "a": {
                "initial": "x",
                "tags": ["busy"],
                "meta": { "view": { "n": 1 } },
                "description": "works",
                "onDone": { "target": "z", "actions": "note" },
                "states": { "x": { "on": { "go": "y" } }, "y": { "type": "final", "output": 5 } }
            },
            "z": { "type": "final" }
        }
    }));
    system.send(actor, "go").unwrap();
    assert_eq!(system.status(actor), Some(Status::Finished));
    assert_eq!(system.output(actor), Some(json!({ "end": true })));
    assert_eq!(
        system.variables(actor).unwrap()["noted"],
        Some("xstate.done.state.m.a".into())
    );
}
