//! Random configurations with delays, and such as are watched by another machine.

use fastrand::Rng;
use serde_json::{json, Value};

use super::{generate, v6, Events};

/// All delays and steps of time are multiples of it: two clocks that are set by hand do not differ then in what begins meanwhile.
const STEP: u64 = 50;

/// A configuration whose states are left after a time.
pub fn chart(seed: u64, is_v6: bool) -> (Value, Events) {
    let (mut config, events) = generate::chart(seed);
    let mut random = Rng::with_seed(seed ^ 0x5EED);
    without_wildcards(&mut config);
    add_delays(&mut config, &mut random, false);
    if is_v6 {
        config = v6::said(config, &mut random);
        without(&mut config, "matches");
        without_idle(&mut config);
    }
    let events = events.into_iter().map(|name| match random.bool() {
        true => json!({ "advance": STEP }),
        false => json!({ "type": name }),
    });
    (config, events.collect())
}

/// A configuration that is watched, what watches it, and events for the one that is watched.
pub fn watched(seed: u64, is_v6: bool) -> (Value, Value, Events) {
    let (mut child, events) = generate::chart(seed);
    let mut watcher = json!({
        "id": "watcher", "initial": "on", "context": { "seen": [] },
        "states": { "on": { "invoke": {
            "src": "child", "id": "c",
            "onSnapshot": { "actions": ["see"] }, "onDone": { "target": "over" }
        } }, "over": {} }
    });
    if is_v6 {
        child = v6::said(child, &mut Rng::with_seed(seed));
        watcher["@exprLang"] = json!("js");
        let seen = "context.seen.concat([[event.snapshot.context.x, event.snapshot.context.y]])";
        watcher["states"]["on"]["invoke"]["onSnapshot"] =
            json!({ "context": { "seen": { "@expr": seen } } });
    }
    let events = events.into_iter().map(|name| json!({ "type": name }));
    (watcher, child, events.collect())
}

/// Wildcards see the events of delays in XState, and nowhere else.
fn without_wildcards(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !name.ends_with('*'));
            fields.values_mut().for_each(without_wildcards);
        }
        Value::Array(list) => list.iter_mut().for_each(without_wildcards),
        // What a guard sees when a time has passed is the event before.
        Value::String(text) if text == "isX" => "evenX".clone_into(text),
        _ => {}
    }
}

/// XState 6 looks at transitions without an event once more before it handles that a time has passed.
fn without_idle(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let is_idle = fields
                .get("always")
                .is_some_and(|always| always.get("target").is_none());
            if is_idle {
                fields.remove("always");
            }
            fields.values_mut().for_each(without_idle);
        }
        Value::Array(list) => list.iter_mut().for_each(without_idle),
        _ => {}
    }
}

fn without(value: &mut Value, name: &str) {
    match value {
        Value::Object(fields) => {
            fields.remove(name);
            fields.values_mut().for_each(|value| without(value, name));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| without(value, name)),
        _ => {}
    }
}

fn add_delays(state: &mut Value, random: &mut Rng, has_siblings: bool) {
    let kind = state["type"].as_str().unwrap_or_default().to_owned();
    if kind == "history" || kind == "final" {
        return;
    }
    if has_siblings && random.u32(..10) < 4 {
        let n = random.u32(1_000..9_999);
        let mut transition = json!({
            "target": random.choice(["a", "b"]).unwrap_or("a"),
            "actions": [{ "type": "p", "params": { "n": n } }]
        });
        if random.u32(..4) == 0 {
            transition["guard"] = json!("evenX");
        }
        let delay = STEP * random.u64(1..6);
        state["after"] = json!({ delay.to_string(): transition });
    }
    let has_siblings = kind != "parallel";
    if let Some(states) = state.get_mut("states").and_then(Value::as_object_mut) {
        let mut states: Vec<_> = states.values_mut().collect();
        states
            .iter_mut()
            .for_each(|inner| add_delays(inner, random, has_siblings));
    }
}
