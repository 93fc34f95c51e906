//! What the configurations of these tests are read and run with.

#![allow(dead_code, reason = "not every test uses all of it")]

use std::time::Duration;

use leptos_state_chart::document::{xstate, ActorId, ActorSource, Document, Registry, System};
use serde_json::Value;

pub fn registry() -> Registry {
    Registry::new()
        .guard("yes", |_| true)
        .guard("no", |_| false)
        .guard("is", |scope| {
            scope.data.get("count") == scope.params.get("count")
        })
        .action("note", |scope| {
            let what = scope.params.get("what").cloned().flatten();
            let what = what.or_else(|| scope.event.map(|event| event.name.clone().into()));
            scope.data.insert("noted".into(), what);
        })
        .action("count", |scope| {
            let count = scope.data.get("count").cloned().flatten();
            let count = count.and_then(|count| count.as_i64()).unwrap_or_default();
            scope.data.insert("count".into(), Some((count + 1).into()));
        })
        .action("fail", |_| Err::<(), _>("no"))
        .action("raise", |scope| scope.raise("raised"))
        .actor("work", ActorSource::work())
        .delay("soon", Duration::from_millis(50))
}

pub fn read(config: &Value) -> Document {
    xstate::read(&config.to_string(), &registry()).unwrap()
}

pub fn start(config: &Value) -> (System, ActorId) {
    let mut system = System::new(registry());
    let actor = system.start(read(config)).unwrap();
    (system, actor)
}
