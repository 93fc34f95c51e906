//! Actors of a system: what is invoked and spawned, and how it ends.

use std::sync::Arc;
use std::time::Duration;

use leptos_state_chart::document::{
    scxml, ActorId, ActorSource, Document, Event, Registry, Report, Request, Resumption,
    SavedSystem, Supervision, System,
};
use leptos_state_chart::Status;
use serde_json::{json, Value};

const SECOND: Duration = Duration::from_secs(1);

fn document(inside: &str, registry: &Registry) -> Arc<Document> {
    let text = format!(
        r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:ls="urn:leptos-state" version="1.0" name="parent">{inside}</scxml>"#
    );
    Arc::new(scxml::read(&text, registry).unwrap())
}

fn started(inside: &str, registry: Registry) -> (System, ActorId) {
    let document = document(inside, &registry);
    let registry = registry.actor("parent", ActorSource::document(Arc::clone(&document)));
    let mut system = System::new(registry);
    let actor = system.start(document).unwrap();
    (system, actor)
}

const FETCHING: &str = r#"
    <datamodel><data id="got"/></datamodel>
    <state id="loading">
      <invoke id="fetch" type="fetch"><param name="url" expr="'/songs'"/></invoke>
      <transition event="progress"><assign location="got" expr="_event.data"/></transition>
      <transition event="done.invoke.fetch" target="loaded"><assign location="got" expr="_event.data"/></transition>
      <transition event="error.invoke.fetch" target="failed"><assign location="got" expr="_event.data"/></transition>
      <transition event="stop" target="idle"/>
    </state>
    <state id="idle"><transition event="again" target="loading"/></state>
    <state id="loaded"/>
    <state id="failed"/>"#;

fn fetching(source: ActorSource) -> (System, ActorId, ActorId) {
    let registry = Registry::new().actor("fetch", source);
    let (mut system, parent) = started(FETCHING, registry);
    let begun = system.take_requests();
    let [Request::Begin { actor, name, input }] = &begun[..] else {
        panic!("{begun:?}");
    };
    assert_eq!(
        (name.as_str(), input),
        ("fetch", &Some(json!({ "url": "/songs" })))
    );
    assert_eq!(system.child(parent, "fetch"), Some(*actor));
    (system, parent, *actor)
}

fn got(system: &mut System, parent: ActorId) -> Value {
    system.variables(parent).unwrap()["got"]
        .clone()
        .unwrap_or_default()
}

#[test]
fn work_that_is_done_tells_its_parent_what_it_came_to() {
    let (mut system, parent, work) = fetching(ActorSource::work());
    system.done(work, Some(json!([1, 2]))).unwrap();
    assert_eq!(system.active(parent), ["loaded"]);
    assert_eq!(got(&mut system, parent), json!([1, 2]));
    assert_eq!(system.status(work), None);
    assert_eq!(system.take_requests(), []);
}

#[test]
fn work_that_fails_tells_its_parent_why() {
    let (mut system, parent, work) = fetching(ActorSource::work());
    system.failed(work, "offline").unwrap();
    assert_eq!(system.active(parent), ["failed"]);
    assert_eq!(got(&mut system, parent), json!("offline"));
}

#[test]
fn streams_and_callbacks_send_their_parent_events() {
    let (mut system, parent, work) = fetching(ActorSource::work());
    system.emit(work, Event::new("progress").with(40)).unwrap();
    system.emit(work, Event::new("progress").with(80)).unwrap();
    assert_eq!(got(&mut system, parent), json!(80));
    assert_eq!(system.active(parent), ["loading"]);
}

#[test]
fn work_of_a_state_that_is_left_is_stopped_and_not_heard_any_more() {
    let (mut system, parent, work) = fetching(ActorSource::work());
    system.send(parent, "stop").unwrap();
    assert_eq!(system.take_requests(), [Request::End { actor: work }]);
    system.done(work, Some(json!(1))).unwrap();
    system.emit(work, "progress").unwrap();
    assert_eq!(system.active(parent), ["idle"]);
    assert_eq!(got(&mut system, parent), Value::Null);
    // The next one is another actor.
    system.send(parent, "again").unwrap();
    assert_ne!(system.child(parent, "fetch"), Some(work));
}

#[test]
fn failing_work_is_restarted_after_longer_and_longer_waits_and_then_given_up() {
    let supervision = Supervision::Restart {
        limit: 2,
        delay: SECOND,
        within: 60 * SECOND,
    };
    let (mut system, parent, work) = fetching(ActorSource::work().supervised(supervision));
    for wait in [SECOND, 2 * SECOND] {
        system.failed(work, "offline").unwrap();
        assert_eq!(system.active(parent), ["loading"]);
        assert_eq!(system.next_timer(), Some(system.now() + wait));
        system.advance(wait).unwrap();
        assert!(
            matches!(system.take_requests()[..], [Request::Begin { actor, .. }] if actor == work)
        );
    }
    system.failed(work, "offline").unwrap();
    assert_eq!(system.active(parent), ["failed"]);
}

#[test]
fn failures_are_forgotten_by_work_that_ran_long_enough() {
    let supervision = Supervision::Restart {
        limit: 1,
        delay: SECOND,
        within: 60 * SECOND,
    };
    let (mut system, parent, work) = fetching(ActorSource::work().supervised(supervision));
    for _ in 0..5 {
        system.failed(work, "offline").unwrap();
        system.advance(SECOND).unwrap();
        system.advance(60 * SECOND).unwrap();
    }
    assert_eq!(system.active(parent), ["loading"]);
}

#[test]
fn a_failure_that_escalates_is_that_of_the_parent() {
    let (mut system, parent, work) =
        fetching(ActorSource::work().supervised(Supervision::Escalate));
    system.failed(work, "offline").unwrap();
    assert_eq!(system.status(parent), None);
    let reports = system.take_reports();
    let failed = |actor| {
        let is_it = |report: &&Report| matches!(report, Report::Failed { actor: failed, .. } if *failed == actor);
        reports.iter().find(is_it).is_some()
    };
    assert!(failed(work) && failed(parent));
}

#[test]
fn what_reaches_nobody_is_reported() {
    let (mut system, parent, work) = fetching(ActorSource::work());
    system.done(work, None).unwrap();
    system.take_reports();
    system.send(work, "hello").unwrap();
    let reports = system.take_reports();
    let [Report::DeadLetter(letter)] = &reports[..] else {
        panic!("{reports:?}");
    };
    assert_eq!((letter.from, letter.event.name.as_str()), (None, "hello"));
    assert_eq!(system.status(parent), Some(Status::Running));
}

#[test]
fn an_actor_is_stopped_with_all_that_it_has_begun() {
    let (mut system, parent, work) = fetching(ActorSource::work());
    system.stop(parent).unwrap();
    assert_eq!(system.take_requests(), [Request::End { actor: work }]);
    assert_eq!(system.actors().count(), 0);
}

/// A machine that starts others on the way, and forgets them.
fn spawning(count: usize) -> (System, ActorId) {
    let registry = Registry::new();
    let counter = document(
        r#"<datamodel><data id="seen" expr="0"/></datamodel>
           <state id="on"><transition event="add"><assign location="seen" expr="seen + 1"/></transition></state>"#,
        &registry,
    );
    let registry = registry
        .actor("counter", ActorSource::document(counter))
        .action("start", move |scope| {
            for index in 0..count {
                scope.spawn(format!("counter{index}"), "counter", None);
                scope.send_to(format!("counter{index}"), "add");
            }
        })
        .action("tell", move |scope| {
            for index in 0..count {
                scope.send_to(format!("counter{index}"), "add");
            }
        })
        .action("end", move |scope| {
            for index in 0..count {
                scope.stop(format!("counter{index}"));
            }
        });
    let inside = r#"<state id="on">
        <transition event="start"><ls:action name="start"/></transition>
        <transition event="tell"><ls:action name="tell"/></transition>
        <transition event="end"><ls:action name="end"/></transition>
    </state>"#;
    started(inside, registry)
}

#[test]
fn spawned_machines_are_sent_to_as_soon_as_they_are_asked_for_and_live_until_they_are_stopped() {
    let (mut system, parent) = spawning(3);
    system.send(parent, "start").unwrap();
    system.send(parent, "tell").unwrap();
    for id in ["counter0", "counter1", "counter2"] {
        let child = system.child(parent, id).unwrap();
        assert_eq!(system.variables(child).unwrap()["seen"], Some(json!(2)));
    }
    system.send(parent, "end").unwrap();
    assert_eq!(system.actors().count(), 1);
    system.send(parent, "tell").unwrap();
    let is_dead = |report: &Report| matches!(report, Report::DeadLetter(_));
    assert_eq!(
        system
            .take_reports()
            .iter()
            .filter(|report| is_dead(report))
            .count(),
        3
    );
}

#[test]
fn ten_thousand_actors_come_are_told_and_go_and_nothing_is_left() {
    let (mut system, parent) = spawning(10_000);
    for _ in 0..2 {
        system.send(parent, "start").unwrap();
        system.send(parent, "tell").unwrap();
        assert_eq!(system.actors().count(), 10_001);
        let last = system.child(parent, "counter9999").unwrap();
        assert_eq!(system.variables(last).unwrap()["seen"], Some(json!(2)));
        system.send(parent, "end").unwrap();
        assert_eq!(system.actors().count(), 1);
    }
    assert_eq!(system.next_timer(), None);
}

fn stored(system: &mut System) -> SavedSystem {
    let text = serde_json::to_string(&system.save().unwrap()).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn registry_with(source: ActorSource) -> Registry {
    let registry = Registry::new().actor("fetch", source);
    let parent = document(FETCHING, &registry);
    registry.actor("parent", ActorSource::document(parent))
}

#[test]
fn work_that_was_under_way_is_begun_anew_in_a_restored_system() {
    let (mut system, parent, work) = fetching(ActorSource::work());
    let saved = stored(&mut system);
    let mut system: System = System::restore(saved, registry_with(ActorSource::work())).unwrap();
    assert!(matches!(
        &system.take_requests()[..],
        [Request::Begin { actor, input, .. }] if *actor == work && *input == Some(json!({ "url": "/songs" }))
    ));
    system.done(work, Some(json!("here"))).unwrap();
    assert_eq!(got(&mut system, parent), json!("here"));
}

#[test]
fn or_it_counts_as_failed_if_that_is_declared() {
    let (mut system, parent, _) = fetching(ActorSource::work());
    let saved = stored(&mut system);
    let source = ActorSource::work().resumed(Resumption::Report);
    let mut system: System = System::restore(saved, registry_with(source)).unwrap();
    system.run().unwrap();
    assert_eq!(system.active(parent), ["failed"]);
    assert_eq!(system.take_requests(), []);
}

#[test]
fn a_system_is_not_restored_without_its_documents() {
    let (mut system, ..) = fetching(ActorSource::work());
    let saved = stored(&mut system);
    let error =
        System::<leptos_state_chart::document::Expressions>::restore(saved, Registry::new());
    assert_eq!(
        error.unwrap_err().to_string(),
        "actor 1: there is no document `parent`"
    );
}

#[test]
fn machines_that_send_each_other_events_without_end_are_interrupted() {
    let inside = r#"<state id="on"><onentry><send event="more"/></onentry>
        <transition event="more"><send event="more"/></transition></state>"#;
    let document = document(inside, &Registry::new());
    let mut system: System = System::new(Registry::new());
    system.set_delivery_limit(50);
    let error = system.start(document).unwrap_err();
    assert_eq!(
        error.to_string(),
        "after 50 events there were still some under way"
    );
    // It can go on.
    assert!(system.run().is_err());
}

#[test]
fn a_machine_that_does_not_come_to_rest_has_failed() {
    let inside = r#"<state id="a"><transition target="b"/></state><state id="b"><transition target="a"/></state>"#;
    let (mut system, actor) = started(inside, Registry::new());
    assert_eq!(system.status(actor), None);
    let reports = system.take_reports();
    let [Report::Failed { error, .. }] = &reports[..] else {
        panic!("{reports:?}");
    };
    assert!(
        error
            .as_str()
            .unwrap()
            .contains("did not come to rest within 1000 microsteps"),
        "{error}"
    );
}

#[test]
fn what_another_processor_sends_is_asked_for() {
    let inside = r#"<state id="on"><onentry><send type="mail" target="ada@example.org" event="hello"/></onentry></state>"#;
    let (mut system, actor) = started(inside, Registry::new().processor("mail"));
    let asked = system.take_requests();
    assert!(matches!(
        &asked[..],
        [Request::Send { from, to: Some(to), event }] if *from == actor && to == "ada@example.org" && event.name == "hello"
    ));
}

#[test]
fn the_same_inputs_lead_to_the_same_system() {
    let run = || {
        let (mut system, parent) = spawning(5);
        system.send(parent, "start").unwrap();
        system.advance(SECOND).unwrap();
        system.send(parent, "tell").unwrap();
        serde_json::to_value(system.save().unwrap()).unwrap()
    };
    assert_eq!(run(), run());
}
