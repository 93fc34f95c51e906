//! Any bytes are a document or an error. What is a document is written, is read as the same, runs, and can be stored and restored.

#![no_main]

use std::sync::Arc;
use std::time::Duration;

use leptos_state_chart::document::scxml::{self, WriteError};
use leptos_state_chart::document::{ActorSource, Registry, System};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let registry = Registry::new()
        .guard("g", |scope| scope.event.is_some())
        .action("a", |scope| scope.raise("a"))
        .load(|name| Ok(name.to_owned()));
    let Ok(document) = scxml::read_bytes(bytes, &registry) else {
        return;
    };
    match scxml::write(&document) {
        // What is loaded may be anything.
        Err(WriteError::Unreadable(_) | WriteError::Character { .. }) => {}
        Err(error) => panic!("{error}"),
        Ok(text) => {
            let again = scxml::read(&text, &registry).expect("what was written is read");
            assert_eq!(scxml::write(&again).as_ref(), Ok(&text));
        }
    }
    let document = Arc::new(document);
    let source = ActorSource::document(Arc::clone(&document));
    let registry = registry.actor(document.name(), source);
    let mut system: System = System::new(registry.clone());
    system.set_delivery_limit(20);
    system.set_actor_limit(10);
    let _ = system.start(document);
    for event in ["e", "a.b", "done.state.s", "error.execution"] {
        let actors: Vec<_> = system.actors().collect();
        for actor in actors.into_iter().take(3) {
            let _ = system.send(actor, event);
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
