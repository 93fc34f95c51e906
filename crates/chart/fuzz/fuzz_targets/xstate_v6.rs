//! Any text is a configuration of XState 6 or an error. What is a configuration runs, and can be stored and restored.

#![no_main]

use std::sync::Arc;
use std::time::Duration;

use leptos_state_chart::document::{xstate, ActorSource, Event, Registry, System};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let registry = Registry::new()
        .guard("g", |scope| scope.event.is_some())
        .action("a", |scope| scope.raise("a"))
        .actor("w", ActorSource::work());
    let Ok(document) = xstate::read_v6(text, &registry) else {
        return;
    };
    let document = Arc::new(document);
    let source = ActorSource::document(Arc::clone(&document));
    let registry = registry.actor(document.name(), source);
    let mut system: System = System::new(registry.clone());
    system.set_delivery_limit(20);
    system.set_actor_limit(10);
    let _ = system.start(document);
    for event in ["e", "a.b", "xstate.route", "xstate.error.execution"] {
        let actors: Vec<_> = system.actors().collect();
        for actor in actors.into_iter().take(3) {
            let event = Event::new(event).with(serde_json::json!({ "to": "#b", "n": 1 }));
            let _ = system.send(actor, event);
            let _ = system.next(actor, Some(1.into()));
        }
        let _ = system.advance(Duration::from_millis(700));
    }
    let Ok(saved) = system.save() else {
        return;
    };
    let text = serde_json::to_string(&saved).expect("it is stored");
    let Ok(saved) = serde_json::from_str(&text) else {
        return;
    };
    let mut system: System = System::restore(saved, registry).expect("it is restored");
    system.set_delivery_limit(20);
    let _ = system.run();
});
