//! Configurations of XState 6 are read and run.

#[path = "xstate/common.rs"]
mod common;

use std::time::Duration;

use common::registry;
use leptos_state_chart::document::{
    scxml, xstate, ActorId, ActorSource, Event, Registry, Report, Request, System,
};
use leptos_state_chart::Status;
use serde_json::{json, Value};

fn started_with(config: &Value, registry: Registry) -> (System, ActorId) {
    let mut config = config.clone();
    config["@exprLang"] = json!("js");
    let document = xstate::read_v6(&config.to_string(), &registry).unwrap();
    let mut system = System::new(registry);
    let actor = system.start(document).unwrap();
    (system, actor)
}

fn started(config: &Value) -> (System, ActorId) {
    started_with(config, registry())
}

fn errors(text: &str) -> String {
    let errors = xstate::read_v6(text, &registry()).unwrap_err();
    errors.to_string()
}

fn variable(system: &mut System, actor: ActorId, name: &str) -> Value {
    let variables = system.variables(actor).unwrap();
    variables[name].clone().unwrap_or_default()
}

#[test]
fn mistakes_have_their_places() {
    let at = |text: &str, expected: &str| assert_eq!(errors(text), expected, "{text}");
    at(
        r#"{"on": {"go": "a"}}"#,
        "1:15: `\"a\"` is no transition: write an object",
    );
    at(
        r#"{"entry": "note"}"#,
        "1:11: `\"note\"` is no action: write an object with `type`",
    );
    at(
        r#"{"on": {"go": {"actions": {"type": "note"}}}}"#,
        r#"1:27: `{"type": "note"}` is no list of actions"#,
    );
    at(
        r#"{"entry": {"type": "cuont"}}"#,
        "1:20: there is no action `cuont`; did you mean `count`?",
    );
    at(
        r#"{"entry": {"type": "@xstate.rise", "event": {"type": "e"}}}"#,
        "1:11: there is no action `@xstate.rise`; did you mean `@xstate.raise`?",
    );
    at(
        r#"{"on": {"go": {"guard": {"type": "yess"}}}}"#,
        "1:34: there is no guard `yess`; did you mean `yes`?",
    );
    at(
        r#"{"on": {"go": {"guard": {"@expr": "context.n > 1"}}}}"#,
        "1:25: `machine` has no `@exprLang`",
    );
    at(
        r#"{"@exprLang": "jsonata", "on": {"go": {"guard": {"@expr": "1"}}}}"#,
        "1:49: `jsonata` is no language of expressions: write `js`",
    );
    at(
        r#"{"@exprLang": "js", "on": {"go": {"guard": {"@expr": "context.n >"}}}}"#,
        "1:54: this is not well-formed: `context.n >`: at 11: a value is expected",
    );
    at(
        r#"{"@exprLang": "js", "on": {"go": {"guard": {"@expr": "self.id == 1"}}}}"#,
        "1:54: there is no variable `self`",
    );
    at(
        r#"{"@exprLang": "js", "context": {"n": {"@expr": "event.n"}}}"#,
        "1:48: there is no variable `event`",
    );
    at(
        r#"{"states": {"a": {"after": {"sooon": {}}}}, "initial": "a"}"#,
        "1:29: there is no delay `sooon`; did you mean `soon`?",
    );
    at(
        r#"{"states": {"a": {"timeout": 5}}, "initial": "a"}"#,
        "1:19: `state` can't have a `timeout` without `onTimeout`",
    );
    at(
        r#"{"states": {"a": {}, "h": {"type": "history"}}, "initial": "a"}"#,
        "1:27: `history` has no `target`",
    );
    at(
        r#"{"states": {"a": {"type": "choice"}}, "initial": "a"}"#,
        "1:18: `choice` has no `choice`",
    );
    at(
        r##"{"states": {"a": {"route": {}}}, "initial": "a"}"##,
        "1:19: `state` can't have a route without an `id`",
    );
    at(
        r#"{"invoke": {"src": "play"}}"#,
        "1:20: there is no actor `play`",
    );
    at(
        r#"{"invoke": {"src": "work", "timeout": 5}}"#,
        "1:12: `invoke with a `timeout`` has no `onTimeout`",
    );
}

#[test]
fn what_can_t_be_said_here_is_named() {
    let says = |text: &str, expected: &str| {
        let errors = errors(text);
        assert!(errors.contains(expected), "{text}: {errors}");
    };
    says(
        r#"{"entry": {"@code": "() => {}", "@lang": "ts"}}"#,
        "functions can't be read",
    );
    says(
        r#"{"@exprLang": "js", "on": {"go": {"@expr": "{}"}}}"#,
        "an expression that makes it",
    );
    says(
        r#"{"@exprLang": "js", "initial": "a", "states": {"a": {"type": "choice", "choice": {"@expr": "1"}}}}"#,
        "`choice` can't have an expression that makes it",
    );
    says(
        r#"{"on": {"go": {"input": 1}}}"#,
        "inputs of states are not read",
    );
    says(
        r#"{"initial": "a", "states": {"a": {"onDone": {}}}}"#,
        "xstate.done.state.",
    );
    says(
        r#"{"initial": "a", "states": {"a": {"context": {}}}}"#,
        "only a machine",
    );
    says(
        r#"{"@exprLang": "js", "output": {"n": {"@expr": "context.n"}}}"#,
        "write one that is all of it",
    );
}

#[test]
fn names_that_go_around_are_refused() {
    assert!(errors(
        r#"{"actions": {"a": {"type": "b"}, "b": [{"type": "a"}]}, "entry": {"type": "a"}}"#
    )
    .contains("itself inside: a → b → a"));
    assert!(errors(r#"{"guards": {"a": {"when": {"type": "a"}}}}"#).contains("more than 100 deep"));
}

#[test]
fn expressions_see_the_context_the_event_and_parameters() {
    let (mut system, actor) = started(&json!({
        "context": { "n": 1, "last": null },
        "actions": {
            "add": [
                { "type": "@xstate.assign", "context": { "n": { "@expr": "context.n + params.by" } } },
                { "type": "keep", "params": { "what": { "@expr": "params.by * 10" } } }
            ],
            "keep": { "type": "@xstate.assign", "context": { "last": { "@expr": "params.what" } } }
        },
        "guards": {
            "above": { "when": { "@expr": "context.n > params.limit" } },
            "big": { "when": { "type": "above", "params": { "limit": { "@expr": "params.half * 2" } } } }
        },
        "on": {
            "add": { "actions": [{ "type": "add", "params": { "by": { "@expr": "event.by" } } }] },
            "ask": [
                { "guard": { "type": "big", "params": { "half": 5 } }, "context": { "last": "big" } },
                { "context": { "last": "small" } }
            ]
        }
    }));
    system
        .send(actor, Event::new("add").with(json!({ "by": 3 })))
        .unwrap();
    assert_eq!(variable(&mut system, actor, "n"), json!(4));
    assert_eq!(variable(&mut system, actor, "last"), json!(30));
    system.send(actor, "ask").unwrap();
    assert_eq!(variable(&mut system, actor, "last"), json!("small"));
    system
        .send(actor, Event::new("add").with(json!({ "by": 7 })))
        .unwrap();
    system.send(actor, "ask").unwrap();
    assert_eq!(variable(&mut system, actor, "last"), json!("big"));
}

#[test]
fn a_list_of_actions_sees_what_was_before_it() {
    let assign = |by: u32| {
        let value = json!({ "@expr": format!("context.n + {by}") });
        json!({ "type": "@xstate.assign", "context": { "n": value } })
    };
    let (mut system, actor) = started(&json!({
        "context": { "n": 0 },
        "on": { "go": { "context": { "n": 10 }, "actions": [assign(1), assign(2)] } }
    }));
    system.send(actor, "go").unwrap();
    assert_eq!(variable(&mut system, actor, "n"), json!(12));
}

#[test]
fn events_are_raised_emitted_and_called_off() {
    let (mut system, actor) = started(&json!({
        "context": { "got": [] },
        "on": {
            "go": { "actions": [
                { "type": "@xstate.raise", "event": { "type": "now", "x": { "@expr": "event.x" } } },
                { "type": "@xstate.raise", "event": { "type": "later" }, "delay": 100, "id": "l" },
                { "type": "@xstate.emit", "event": { "type": "gone", "x": 1 } },
                { "type": "@xstate.log", "args": ["words"] }
            ] },
            "stop": { "actions": [{ "type": "@xstate.cancel", "id": "l" }] },
            "now": { "context": { "got": { "@expr": "context.got.concat([event.x])" } } },
            "later": { "context": { "got": { "@expr": "context.got.concat(['later'])" } } }
        }
    }));
    system
        .send(actor, Event::new("go").with(json!({ "x": 7 })))
        .unwrap();
    assert_eq!(variable(&mut system, actor, "got"), json!([7]));
    let event = Event::new("gone").with(json!({ "x": 1 }));
    assert_eq!(
        system.take_requests(),
        [Request::Emit { from: actor, event }]
    );
    assert!(
        matches!(&system.take_reports()[..], [Report::Log { line, .. }] if line.value == Some("words".into()))
    );
    system.send(actor, "stop").unwrap();
    system.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(variable(&mut system, actor, "got"), json!([7]));
    system
        .send(actor, Event::new("go").with(json!({ "x": 8 })))
        .unwrap();
    system.advance(Duration::from_millis(100)).unwrap();
    assert_eq!(variable(&mut system, actor, "got"), json!([7, 8, "later"]));
}

#[test]
fn a_choice_leads_on_at_once() {
    let config = |fallback: bool| {
        let mut branches = vec![json!({
            "when": { "@expr": "context.n > 1" }, "target": "many", "context": { "n": 0 }
        })];
        branches.extend(fallback.then(|| json!({ "target": "few" })));
        json!({
            "id": "m", "initial": "a", "context": { "n": 1 },
            "states": {
                "a": { "on": { "go": { "target": "which" }, "more": { "context": { "n": 5 } } } },
                "which": { "type": "choice", "choice": branches },
                "many": {}, "few": {}
            },
            "on": { "xstate.error.execution": { "actions": [{ "type": "note" }] } }
        })
    };
    let (mut system, actor) = started(&config(true));
    system.send(actor, "go").unwrap();
    assert_eq!(system.active(actor), ["m.few"]);
    let (mut system, actor) = started(&config(true));
    system.send(actor, "more").unwrap();
    system.send(actor, "go").unwrap();
    assert_eq!(system.active(actor), ["m.many"]);
    assert_eq!(variable(&mut system, actor, "n"), json!(0));
    // When none is right, that is an error.
    let (mut system, actor) = started(&config(false));
    system.send(actor, "go").unwrap();
    assert_eq!(system.active(actor), ["m.which"]);
    assert_eq!(
        variable(&mut system, actor, "noted"),
        json!("error.execution")
    );
}

#[test]
fn time_is_said_in_words_and_by_expressions() {
    let ends = |delay: &str, after: u64| {
        let (mut system, actor) = started(&json!({
            "id": "m", "initial": "a", "context": { "n": 20 },
            "delays": {
                "fixed": 30, "worded": "1.5s",
                "found": { "duration": { "@expr": "context.n * 2" } }
            },
            "states": { "a": { "after": { delay: { "target": "z" } } }, "z": {} }
        }));
        system.advance(Duration::from_millis(after - 1)).unwrap();
        assert_eq!(system.active(actor), ["m.a"], "{delay}");
        system.advance(Duration::from_millis(1)).unwrap();
        assert_eq!(system.active(actor), ["m.z"], "{delay}");
    };
    for (delay, after) in [
        ("10", 10),
        ("250ms", 250),
        (".5s", 500),
        ("1.2345s", 1_234),
        ("PT1M", 60_000),
        ("P1DT2H", 26 * 3_600_000),
        ("PT1,5S", 1_500),
        ("fixed", 30),
        ("worded", 1_500),
        ("found", 40),
        ("soon", 50),
    ] {
        ends(delay, after);
    }
}

#[test]
fn a_state_and_an_invoke_run_out_of_time() {
    let config = json!({
        "id": "m", "initial": "a", "context": { "n": 20 },
        "states": {
            "a": {
                "timeout": { "@expr": "context.n * 5" }, "onTimeout": { "target": "late" },
                "invoke": {
                    "src": "work", "id": "w", "timeout": "50ms", "onTimeout": { "target": "slow" },
                    "onDone": { "guard": { "@expr": "event.output == 'good'" }, "target": "good" }
                },
                "on": { "leave": { "target": "left" } }
            },
            "late": {}, "slow": {}, "good": {}, "left": {}
        }
    });
    let begun = |system: &mut System| match &system.take_requests()[..] {
        [Request::Begin { actor, .. }] => *actor,
        other => panic!("{other:?}"),
    };
    let (mut system, actor) = started(&config);
    system.advance(Duration::from_millis(50)).unwrap();
    assert_eq!(system.active(actor), ["m.slow"]);
    // When the invoke is done, only the state has its time.
    let (mut system, actor) = started(&config);
    let work = begun(&mut system);
    system.done(work, Some("bad".into())).unwrap();
    system.advance(Duration::from_millis(99)).unwrap();
    assert_eq!(system.active(actor), ["m.a"]);
    system.advance(Duration::from_millis(1)).unwrap();
    assert_eq!(system.active(actor), ["m.late"]);
    let (mut system, actor) = started(&config);
    let work = begun(&mut system);
    system.done(work, Some("good".into())).unwrap();
    assert_eq!(system.active(actor), ["m.good"]);
    let (mut system, actor) = started(&config);
    system.send(actor, "leave").unwrap();
    system.advance(Duration::from_secs(1)).unwrap();
    assert_eq!(system.active(actor), ["m.left"]);
    assert_eq!(system.next_timer(), None);
}

#[test]
fn routes_lead_to_states_by_their_identifiers() {
    let (mut system, actor) = started(&json!({
        "id": "m", "initial": "a",
        "states": {
            "a": {},
            "b": { "id": "open.b", "route": {} },
            "c": { "id": "c", "route": { "guard": "no" } }
        }
    }));
    let route = |to: &str| Event::new("xstate.route").with(json!({ "to": to }));
    system.send(actor, route("#c")).unwrap();
    system.send(actor, route("#nothing")).unwrap();
    assert_eq!(system.active(actor), ["m.a"]);
    system.send(actor, route("#open.b")).unwrap();
    assert_eq!(system.active(actor), ["open.b"]);
}

#[test]
fn events_are_told_apart_by_what_they_have() {
    let (mut system, actor) = started(&json!({
        "id": "m", "initial": "a",
        "states": {
            "a": { "on": { "key": [
                { "matches": { "code": 13, "shift": true }, "target": "new" },
                { "matches": { "code": 13 }, "target": "sent" }
            ] } },
            "new": {}, "sent": {}
        }
    }));
    system
        .send(actor, Event::new("key").with(json!({ "code": 1 })))
        .unwrap();
    assert_eq!(system.active(actor), ["m.a"]);
    system
        .send(actor, Event::new("key").with(json!({ "code": 13 })))
        .unwrap();
    assert_eq!(system.active(actor), ["m.sent"]);
}

#[test]
fn only_the_region_is_left_that_has_the_target() {
    let region =
        json!({ "initial": "a", "states": { "a": {}, "b": { "exit": { "type": "count" } } } });
    let mut one = region.clone();
    one["on"] = json!({ "across": { "target": "#two.b" }, "restart": { "target": "one", "reenter": true } });
    let mut two = region;
    two["id"] = json!("two");
    let (mut system, actor) = started(&json!({
        "id": "m", "initial": "p",
        "states": { "p": {
            "type": "parallel", "states": { "one": one, "two": two },
            "on": { "first": { "target": ".one.b" }, "second": { "target": "#two.b" } }
        } }
    }));
    system.send(actor, "first").unwrap();
    assert_eq!(system.active(actor), ["m.p.one.b", "m.p.two.a"]);
    system.send(actor, "across").unwrap();
    assert_eq!(system.active(actor), ["m.p.one.b", "m.p.two.b"]);
    system.send(actor, "restart").unwrap();
    assert_eq!(system.active(actor), ["m.p.one.a", "m.p.two.b"]);
    assert_eq!(variable(&mut system, actor, "count"), json!(1));
}

#[test]
fn an_input_is_seen_where_the_context_comes_to_be() {
    let child = json!({
        "@exprLang": "js", "id": "child", "initial": "a",
        "context": { "n": { "@expr": "input.n * 2" }, "own": 1 },
        "states": { "a": { "on": { "xstate.init": {} }, "always": { "target": "z" } },
                    "z": { "type": "final" } },
        "output": { "@expr": "context" }
    });
    let registry = registry();
    let child = xstate::read_v6(&child.to_string(), &registry).unwrap();
    let registry = registry.actor("child", ActorSource::document(child));
    let (mut system, actor) = started_with(
        &json!({
            "id": "m", "initial": "a", "context": { "k": 4, "got": null },
            "states": {
                "a": { "invoke": {
                    "src": "child", "id": "c",
                    "input": { "n": { "@expr": "context.k + 1" }, "own": 9 },
                    "onDone": { "target": "z", "context": { "got": { "@expr": "event.output" } } }
                } },
                "z": { "type": "final", "output": { "@expr": "context.got.n" } }
            }
        }),
        registry,
    );
    assert_eq!(system.status(actor), Some(Status::Finished));
    assert_eq!(
        variable(&mut system, actor, "got"),
        json!({ "n": 10, "own": 1 })
    );
    assert_eq!(system.output(actor), Some(json!(10)));
}

#[test]
fn errors_are_handled_by_states() {
    let (mut system, actor) = started(&json!({
        "id": "m", "initial": "a",
        "states": {
            "a": {
                "invoke": { "src": "work", "id": "w" },
                "onError": { "target": "failed", "context": { "why": { "@expr": "event.error" } } }
            },
            "failed": {}
        }
    }));
    let Some(work) = system.child(actor, "w") else {
        panic!()
    };
    system.failed(work, "broken").unwrap();
    assert_eq!(system.active(actor), ["m.failed"]);
    assert_eq!(variable(&mut system, actor, "why"), json!("broken"));
}

#[test]
fn it_is_written_neither_as_version_5_nor_as_scxml() {
    let document = xstate::read_v6(r#"{"on": {"go": {}}}"#, &registry()).unwrap();
    let error = xstate::write_document(&document).unwrap_err();
    assert!(error.to_string().contains("XState 6"), "{error}");
    let error = scxml::write(&document).unwrap_err();
    assert!(error.to_string().contains("XState 6"), "{error}");
}
