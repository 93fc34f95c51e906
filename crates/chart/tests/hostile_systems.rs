//! Stored systems of strangers: each is refused, or runs on. Nothing panics.

use std::sync::Arc;
use std::time::Duration;

use leptos_state_chart::document::{
    scxml, ActorSource, Registry, SavedSystem, System, SystemRestoreError,
};
use serde_json::{json, Value};

const DOCUMENT: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="d">
  <state id="a">
    <onentry><send event="e" delay="1s"/><log label="x"/></onentry>
    <invoke id="i" src="work" autoforward="true"/>
    <invoke src="d" idlocation="x"/>
    <transition event="e" target="a"/>
  </state>
</scxml>"#;

fn registry() -> Registry {
    let registry = Registry::new().actor("work", ActorSource::work());
    let document = Arc::new(scxml::read(DOCUMENT, &registry).unwrap());
    registry.actor("d", ActorSource::document(document))
}

/// A system with one machine, as it is stored.
fn stored() -> Value {
    let registry = registry();
    let document = scxml::read(DOCUMENT, &registry).unwrap();
    let mut system: System = System::new(registry);
    system.start(document).unwrap();
    serde_json::to_value(system.save().unwrap()).unwrap()
}

fn restored(stored: Value) -> Result<System, SystemRestoreError> {
    let saved: SavedSystem = serde_json::from_value(stored).unwrap();
    System::restore(saved, registry())
}

/// Has a system do this and that.
fn goes_on(mut system: System) {
    system.set_delivery_limit(100);
    let actors: Vec<_> = system.actors().collect();
    for actor in actors {
        let _ = system.send(actor, "e");
        let _ = system.done(actor, None);
    }
    let _ = system.advance(Duration::from_secs(2));
    assert!(system.save().is_ok());
}

#[test]
fn numbers_may_be_as_high_as_they_can_be() {
    for field in ["actors_made", "timers_made"] {
        let mut stored = stored();
        stored[field] = json!(u64::MAX);
        goes_on(restored(stored).unwrap());
        let mut stored = self::stored();
        stored[field] = json!(0);
        goes_on(restored(stored).unwrap());
    }
    let mut stored = stored();
    stored["now"] = json!({ "secs": u64::MAX, "nanos": 999_999_999 });
    goes_on(restored(stored).unwrap());
    let mut stored = self::stored();
    stored["timers"][0][1] = json!(u64::MAX);
    goes_on(restored(stored).unwrap());
    let mut stored = self::stored();
    let actor = stored["actors"]["1"].clone();
    stored["actors"][u64::MAX.to_string()] = actor;
    assert!(restored(stored).is_err());
}

#[test]
fn timers_and_invokes_may_be_none_of_the_chart() {
    let mut stored = stored();
    let machine = &mut stored["actors"]["1"]["runs"]["machine"];
    machine["invoked"] = json!([[u16::MAX, 1, "i"], [0, u64::MAX, "j"]]);
    machine["memory"]["made"] = json!(u64::MAX);
    for turn in machine["chart"]["turns"]
        .as_object_mut()
        .unwrap()
        .values_mut()
    {
        *turn = json!(u64::MAX);
    }
    stored["timers"][0][2]["then"] = json!({ "elapsed": { "slot": u16::MAX, "turn": 1 } });
    goes_on(restored(stored).unwrap());
}

#[test]
fn actors_may_not_be_too_deep_inside_of_each_other() {
    let mut stored = stored();
    let actor = stored["actors"]["1"].clone();
    stored["actors"] = json!({});
    for number in 1..10_000_u64 {
        let mut inner = actor.clone();
        if number > 1 {
            inner["parent"] = json!(number - 1);
        }
        stored["actors"][number.to_string()] = inner;
    }
    let error = restored(stored).unwrap_err();
    assert_eq!(
        error.to_string(),
        "actor 34: actors are too deep inside of each other"
    );
}
