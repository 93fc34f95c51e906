//! Any JSON is a system that runs on, or an error.

#![no_main]

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use leptos_state_chart::document::{scxml, ActorSource, Registry, SavedSystem, System};
use libfuzzer_sys::fuzz_target;

const DOCUMENT: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="d">
  <datamodel><data id="n" expr="0"/></datamodel>
  <parallel id="p">
    <state id="a"><onentry><send event="e" delay="1s" id="x"/></onentry><history id="h"><transition target="a1"/></history>
      <state id="a1"><transition event="e" target="a2"/></state><state id="a2"><transition event="e" target="a1"/></state></state>
    <state id="b"><invoke id="i" src="w" autoforward="true"><finalize><assign location="n" expr="n + 1"/></finalize></invoke><state id="b1"/><final id="b2"/></state>
    <transition event="f" target="h"/>
  </parallel>
</scxml>"#;

fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let registry = Registry::new().actor("w", ActorSource::work());
        let document = Arc::new(scxml::read(DOCUMENT, &registry).expect("a document"));
        registry.actor("d", ActorSource::document(document))
    })
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(saved) = serde_json::from_slice::<SavedSystem>(bytes) else {
        return;
    };
    let Ok(mut system) = System::<leptos_state_chart::document::Expressions>::restore(saved, registry().clone())
    else {
        return;
    };
    system.set_delivery_limit(50);
    let _ = system.run();
    let actors: Vec<_> = system.actors().collect();
    for actor in actors.into_iter().take(4) {
        let _ = system.send(actor, "e");
        let _ = system.send(actor, "f");
        let _ = system.done(actor, None);
        let _ = system.active(actor);
    }
    let _ = system.advance(Duration::from_secs(2));
    let _ = system.save();
});
