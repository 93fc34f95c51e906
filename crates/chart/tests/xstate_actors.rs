//! Actors of XState's configurations: what is invoked, what it is called, and what it tells.

#[path = "xstate/common.rs"]
mod common;

use common::{read, registry, start};
use leptos_state_chart::document::{
    xstate, ActorId, ActorSource, Document, Expressions, Registry, Report, Request, SavedSystem,
    System, SystemError,
};
use serde_json::{json, Value};

#[test]
fn invoked_work_is_asked_for_and_told_of() {
    let config = json!({
        "id": "m",
        "initial": "a",
        "states": {
            "a": { "invoke": {
                "src": "work", "id": "w", "input": { "n": 1 },
                "onDone": { "target": "done", "actions": "note" },
                "onError": { "target": "failed", "actions": "note" },
                "onSnapshot": { "actions": "count" }
            } },
            "done": {}, "failed": {}
        }
    });
    let begun = |system: &mut System| match &system.take_requests()[..] {
        [Request::Begin { actor, name, input }] => {
            assert_eq!((name.as_str(), input), ("work", &Some(json!({ "n": 1 }))));
            *actor
        }
        other => panic!("{other:?}"),
    };
    let (mut system, actor) = start(&config);
    let work = begun(&mut system);
    system.next(work, Some(json!("half"))).unwrap();
    system.done(work, Some(7.into())).unwrap();
    assert_eq!(system.active(actor), ["m.done"]);
    let data = system.variables(actor).unwrap();
    assert_eq!(
        json!(data),
        json!({ "count": 2, "noted": "xstate.done.actor.w" })
    );

    let (mut system, actor) = start(&config);
    let work = begun(&mut system);
    system.failed(work, "broken").unwrap();
    assert_eq!(system.active(actor), ["m.failed"]);
}

#[test]
fn a_machine_is_invoked_and_its_output_comes_back() {
    let child = read(&json!({
        "initial": "a", "output": { "sum": 3 },
        "states": { "a": { "always": "z" }, "z": { "type": "final" } }
    }));
    let registry = registry()
        .actor("child", ActorSource::document(child))
        .action("take", |scope| {
            let data = scope.event.and_then(|event| event.data.clone());
            scope.data.insert("taken".into(), data);
        });
    let parent = json!({ "id": "m", "initial": "a", "states": {
        "a": { "invoke": { "src": "child", "onDone": { "target": "b", "actions": "take" } } },
        "b": {}
    } });
    let parent = xstate::read(&parent.to_string(), &registry).unwrap();
    let mut system: System = System::new(registry);
    let actor = system.start(parent).unwrap();
    assert_eq!(system.active(actor), ["m.b"]);
    assert_eq!(
        system.variables(actor).unwrap()["taken"],
        Some(json!({ "sum": 3 }))
    );
}

/// A machine that counts what it is told, and one that watches it.
fn watched() -> (System, ActorId) {
    let counter = json!({
        "id": "counter", "initial": "on", "context": { "count": 0 },
        "states": {
            "on": { "on": { "count": { "actions": "count" }, "end": "off" } },
            "off": { "type": "final" }
        }
    });
    let counter = xstate::read(&counter.to_string(), &registry()).unwrap();
    let registry = registry()
        .actor("counter", ActorSource::document(counter))
        .action("see", |scope| {
            let seen = scope.data.entry("seen".into()).or_default();
            let mut seen_before = seen.take().unwrap_or_else(|| json!([]));
            if let (Value::Array(list), Some(event)) = (&mut seen_before, scope.event) {
                list.push(json!([event.name, event.data]));
            }
            *seen = Some(seen_before);
        });
    let watcher = json!({
        "id": "watcher", "initial": "watching",
        "states": {
            "watching": {
                "invoke": { "src": "counter", "id": "c", "onSnapshot": { "actions": "see" }, "onDone": "over" },
                "on": { "xstate.snapshot.*": "over", "leave": "over" }
            },
            "over": {}
        }
    });
    let watcher = xstate::read(&watcher.to_string(), &registry).unwrap();
    let mut system = System::new(registry);
    let actor = system.start(watcher).unwrap();
    (system, actor)
}

#[test]
fn a_machine_is_told_of_what_another_one_comes_to() {
    let (mut system, watcher) = watched();
    let counter = system.child(watcher, "c").unwrap();
    system.send(counter, "count").unwrap();
    system.send(counter, "other").unwrap();
    let shown = |count: u32| {
        let snapshot = json!({
            "status": "active", "active": ["counter.on"], "context": { "count": count }
        });
        json!(["xstate.snapshot.c", { "snapshot": snapshot }])
    };
    let seen = system.variables(watcher).unwrap()["seen"].clone();
    assert_eq!(seen, Some(json!([shown(0), shown(1), shown(1)])));
    // What it ends with is not a snapshot, but the end.
    system.send(counter, "end").unwrap();
    assert_eq!(system.active(watcher), ["watcher.over"]);
    let seen = system.variables(watcher).unwrap()["seen"].clone();
    assert_eq!(seen.unwrap().as_array().unwrap().len(), 3);
}

#[test]
fn nothing_is_told_when_the_state_is_left() {
    let (mut system, watcher) = watched();
    let counter = system.child(watcher, "c").unwrap();
    system.send(watcher, "leave").unwrap();
    system.send(counter, "count").unwrap();
    let seen = system.variables(watcher).unwrap()["seen"].clone();
    assert_eq!(seen.unwrap().as_array().unwrap().len(), 1);
}

/// Machines that speak to each other by names of the system.
fn naming() -> Registry {
    registry()
        .action("hail", |scope| scope.send_to("bell", "ring"))
        .action("spawn", |scope| {
            scope.spawn_named("b", "bell", "bell", None);
            scope.send_to("bell", "ring");
        })
        .action("spawnAnother", |scope| {
            scope.spawn_named("another", "bell", "bell", None);
        })
        .action("stop", |scope| scope.stop("b"))
}

fn read_with(config: &Value, registry: &Registry) -> Document {
    xstate::read(&config.to_string(), registry).unwrap()
}

/// One machine that invokes or spawns a bell, and one that rings it.
fn with_bell() -> (System, Registry, [ActorId; 2]) {
    let bell = json!({ "id": "bell", "context": { "count": 0 }, "on": { "ring": { "actions": "count" } } });
    let registry = naming();
    let bell = read_with(&bell, &registry);
    let registry = registry.actor("bell", ActorSource::document(bell));
    let tower = json!({
        "id": "tower", "initial": "open",
        "states": {
            "open": {
                "invoke": { "src": "bell", "id": "b", "systemId": "bell" },
                "on": { "close": "closed", "again": { "target": "open", "reenter": true } }
            },
            "closed": {
                "on": {
                    "spawn": { "actions": "spawn" }, "spawnAnother": { "actions": "spawnAnother" },
                    "stop": { "actions": "stop" },
                    "error.communication": { "actions": { "type": "note", "params": { "what": "refused" } } }
                }
            }
        }
    });
    let street = json!({ "id": "street", "on": { "hail": { "actions": "hail" } } });
    let (tower, street) = (read_with(&tower, &registry), read_with(&street, &registry));
    let registry = registry
        .actor("tower", ActorSource::document(tower))
        .actor("street", ActorSource::document(street));
    let town = json!({ "id": "town", "invoke": [
        { "src": "tower", "id": "t" }, { "src": "street", "id": "s" }
    ] });
    let town = std::sync::Arc::new(read_with(&town, &registry));
    let registry = registry.actor("town", ActorSource::document(std::sync::Arc::clone(&town)));
    let mut system = System::new(registry.clone());
    let town = system.start(town).unwrap();
    let actors = ["t", "s"].map(|id| system.child(town, id).unwrap());
    (system, registry, actors)
}

fn rung(system: &mut System) -> Option<Value> {
    let bell = system.find("bell").unwrap();
    system.variables(bell).unwrap()["count"].clone()
}

#[test]
fn an_actor_is_spoken_to_by_its_name_from_anywhere() {
    let (mut system, _, [tower, street]) = with_bell();
    assert_eq!(system.find("bell"), system.child(tower, "b"));
    system.send(street, "hail").unwrap();
    assert_eq!(rung(&mut system), Some(json!(1)));
    // It is another one, with the name of the one before.
    system.send(tower, "again").unwrap();
    system.send(street, "hail").unwrap();
    assert_eq!(rung(&mut system), Some(json!(1)));
    assert_eq!(system.take_reports(), []);
    system.send(tower, "close").unwrap();
    assert_eq!(system.find("bell"), None);
    system.send(street, "hail").unwrap();
    let reports = system.take_reports();
    assert!(
        matches!(&reports[..], [Report::DeadLetter(letter)] if letter.to == "bell"),
        "{reports:?}"
    );
    system.send(tower, "spawn").unwrap();
    system.send(street, "hail").unwrap();
    assert_eq!(rung(&mut system), Some(json!(2)));
    system.send(tower, "stop").unwrap();
    assert_eq!(system.find("bell"), None);
}

#[test]
fn a_name_is_had_once() {
    let (mut system, _, [tower, _]) = with_bell();
    system.send(tower, "close").unwrap();
    system.send(tower, "spawn").unwrap();
    let bell = system.find("bell");
    system.send(tower, "spawnAnother").unwrap();
    assert_eq!(system.find("bell"), bell);
    assert_eq!(system.child(tower, "another"), None);
    let noted = system.variables(tower).unwrap()["noted"].clone();
    assert_eq!(noted, Some(json!("refused")));
    let message = "there is an actor `bell` already".to_owned();
    let actor = tower;
    assert_eq!(system.take_reports(), [Report::Refused { actor, message }]);
}

#[test]
fn a_machine_is_started_with_a_name() {
    let bell = json!({ "id": "bell", "initial": "a", "states": { "a": { "on": { "end": "z" } }, "z": { "type": "final" } } });
    let read_bell = || read_with(&bell, &naming());
    let mut system: System = System::new(naming());
    let first = system
        .start_named("bell", read_bell(), Default::default())
        .unwrap();
    let name = "bell".to_owned();
    let taken = system.start_named("bell", read_bell(), Default::default());
    assert_eq!(taken, Err(SystemError::Taken { name }));
    assert_eq!(system.actors().count(), 1);
    // When it is over, the name is free.
    system.send(first, "end").unwrap();
    let second = system
        .start_named("bell", read_bell(), Default::default())
        .unwrap();
    assert_eq!(system.find("bell"), Some(second));
}

#[test]
fn names_are_stored() {
    let (mut system, registry, [_, street]) = with_bell();
    let stored = serde_json::to_value(system.save().unwrap()).unwrap();
    let saved: SavedSystem = serde_json::from_value(stored.clone()).unwrap();
    let mut system: System = System::restore(saved, registry.clone()).unwrap();
    system.send(street, "hail").unwrap();
    assert_eq!(rung(&mut system), Some(json!(1)));
    // Two of one name are no system.
    let mut twice = stored;
    twice["actors"]["1"]["system_id"] = json!("bell");
    let saved: SavedSystem = serde_json::from_value(twice).unwrap();
    let error = System::<Expressions>::restore(saved, registry).unwrap_err();
    assert!(
        error.to_string().contains("another one is called `bell`"),
        "{error}"
    );
}
