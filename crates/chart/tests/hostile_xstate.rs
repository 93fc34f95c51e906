//! Configurations of XState 6 from strangers: each is refused, with its place, or runs within bounds.

use std::time::Duration;

use leptos_state_chart::document::{xstate, Document, Event, Registry, Report, System};
use serde_json::{json, Value};

fn errors(text: &str) -> String {
    let errors = xstate::read_v6(text, &Registry::new()).expect_err("a mistake");
    errors.to_string()
}

fn read(config: &Value) -> Document {
    let mut config = config.clone();
    config["@exprLang"] = json!("js");
    xstate::read_v6(&config.to_string(), &Registry::new()).expect("a document")
}

/// Runs a configuration, and says what was reported.
fn reported(config: &Value, events: &[&str]) -> String {
    let mut system: System = System::new(Registry::new());
    system.set_delivery_limit(2_000);
    let actor = system.start(read(config)).expect("it comes to rest");
    for event in events {
        let _ = system.send(actor, *event);
    }
    let reports = system.take_reports();
    let failed = reports
        .iter()
        .filter(|report| matches!(report, Report::Failed { .. }));
    format!("{:?}", failed.collect::<Vec<_>>())
}

#[test]
fn long_and_deep_texts_are_refused() {
    let nested = |depth: usize| {
        let text = r#"{"initial":"a","states":{"a":"#.repeat(depth) + "{}";
        text + &"}}".repeat(depth)
    };
    assert!(xstate::read_v6(&nested(100), &Registry::new()).is_ok());
    assert!(errors(&nested(110)).contains("nested more than 100 deep"));
    assert!(errors(&nested(10_000)).contains("nesting depth"));
    assert!(errors(&"[".repeat(1_000_000)).contains("nesting depth"));
    assert!(errors(&" ".repeat(5 << 20)).contains("may have"));
}

#[test]
fn values_are_deep_up_to_a_limit() {
    let config = |depth: usize| {
        let inner = r#"{"@expr": "event.n"}"#;
        let value = format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
        format!(r#"{{"@exprLang": "js", "on": {{"go": {{"context": {{"n": {value}}}}}}}}}"#)
    };
    assert!(xstate::read_v6(&config(60), &Registry::new()).is_ok());
    assert!(errors(&config(80)).contains("nested more than 64 deep"));
    let expression = format!("{}1{}", "(".repeat(1_000), ")".repeat(1_000));
    let text = format!(r#"{{"@exprLang": "js", "context": {{"n": {{"@expr": "{expression}"}}}}}}"#);
    assert!(errors(&text).contains("not well-formed"));
    let long = "1 + ".repeat(100_000) + "1";
    let text = format!(r#"{{"@exprLang": "js", "context": {{"n": {{"@expr": "{long}"}}}}}}"#);
    assert!(errors(&text).contains("not well-formed"));
}

#[test]
fn actions_that_name_each_other_do_not_grow() {
    // Each does the next one twice: read they are as long as they are written, and done they take more steps than there are.
    let mut actions = json!({ "a60": { "type": "@xstate.log", "args": [1] } });
    for number in 0..60 {
        let next = json!({ "type": format!("a{}", number + 1) });
        actions[format!("a{number}")] = json!([next, next]);
    }
    let config = json!({
        "context": { "last": 0 }, "actions": actions,
        "on": {
            "go": { "actions": [{ "type": "a0" }] },
            "after": { "context": { "last": 1 } }
        }
    });
    let mut system: System = System::new(Registry::new());
    let actor = system.start(read(&config)).unwrap();
    system.send(actor, "go").unwrap();
    assert!(system.take_reports().len() <= 1_024);
    system.send(actor, "after").unwrap();
    let last = system.variables(actor).unwrap()["last"].clone();
    assert_eq!(last, Some(json!(1)));
    let chain = |count: usize| {
        let mut actions = json!({ format!("a{count}"): [] });
        for number in 0..count {
            actions[format!("a{number}")] = json!({ "type": format!("a{}", number + 1) });
        }
        json!({ "actions": actions, "entry": { "type": "a0" } }).to_string()
    };
    assert!(xstate::read_v6(&chain(90), &Registry::new()).is_ok());
    assert!(errors(&chain(2_000)).contains("nested more than 100 deep"));
}

#[test]
fn machines_that_never_rest_are_stopped() {
    let config = json!({
        "initial": "a",
        "states": { "a": { "always": { "target": "b" } }, "b": { "always": { "target": "a" } } }
    });
    assert!(reported(&config, &[]).contains("did not come to rest"));
    let config = json!({
        "initial": "a",
        "states": {
            "a": { "type": "choice", "choice": [{ "target": "b" }] },
            "b": { "type": "choice", "choice": [{ "target": "a" }] }
        }
    });
    assert!(reported(&config, &[]).contains("did not come to rest"));
    let again = json!([{ "type": "@xstate.raise", "event": { "type": "e" } }]);
    let config = json!({ "on": { "e": { "actions": again } } });
    assert!(reported(&config, &["e"]).contains("did not come to rest"));
    // A guard that fails is not asked again and again on what it raises.
    let config = json!({ "on": { "*": { "guard": { "@expr": "event.a.b.c" } } } });
    let _ = reported(&config, &["e"]);
}

#[test]
fn values_do_not_grow_without_end() {
    let config = json!({
        "context": { "s": "0123456789" },
        "on": { "e": { "context": { "s": { "@expr": "context.s + context.s" } } } }
    });
    let mut system: System = System::new(Registry::new());
    let actor = system.start(read(&config)).unwrap();
    for _ in 0..64 {
        system.send(actor, "e").unwrap();
    }
    let value = system.variables(actor).unwrap()["s"].clone().unwrap();
    assert!(value.as_str().unwrap().len() <= 1 << 20);
}

#[test]
fn delays_may_be_absurd() {
    for delay in [
        "1e999",
        "-5",
        "99999999999999999999s",
        "P99999999999999W",
        "0.s",
    ] {
        let text = json!({
            "initial": "a",
            "states": { "a": { "after": { delay: { "target": "b" } } }, "b": {} }
        });
        if let Ok(document) = xstate::read_v6(&text.to_string(), &Registry::new()) {
            let mut system: System = System::new(Registry::new());
            system.start(document).unwrap();
            system.advance(Duration::MAX).unwrap();
        }
    }
    let config = json!({
        "on": { "e": { "actions": [
            { "type": "@xstate.raise", "event": { "type": { "@expr": "event.name" } }, "delay": 1e300 }
        ] } }
    });
    let mut system: System = System::new(Registry::new());
    let actor = system.start(read(&config)).unwrap();
    for name in [json!("later"), json!(5), json!(""), json!(null)] {
        system
            .send(actor, Event::new("e").with(json!({ "name": name })))
            .unwrap();
    }
    system.advance(Duration::MAX).unwrap();
}
