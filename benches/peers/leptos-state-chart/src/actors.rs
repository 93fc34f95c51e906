//! A machine of a document that starts many others, tells each something and stops them.

use harness::Case;
use leptos_state_chart::document::{scxml, ActorId, ActorSource, Registry, System};
use serde_json::json;

/// How many it starts.
const CHILDREN: u64 = 10_000;

const CHILD: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
    <datamodel><data id="count" expr="0"/></datamodel>
    <state id="on"><transition event="add"><assign location="count" expr="count + 1"/></transition></state>
</scxml>"#;

const PARENT: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:ls="urn:leptos-state" version="1.0">
    <state id="on">
        <transition event="start"><ls:action name="start"/></transition>
        <transition event="tell"><ls:action name="tell"/></transition>
        <transition event="end"><ls:action name="end"/></transition>
    </state>
</scxml>"#;

fn started(children: u64) -> (System, ActorId) {
    let ids = move || (0..children).map(|index| format!("child{index}"));
    let child = scxml::read(CHILD, &Registry::new()).expect("it is a document");
    let registry = Registry::new()
        .actor("child", ActorSource::document(child))
        .action("start", move |scope| {
            ids().for_each(|id| scope.spawn(id, "child", None));
        })
        .action("tell", move |scope| {
            ids().for_each(|id| scope.send_to(id, "add"));
        })
        .action("end", move |scope| ids().for_each(|id| scope.stop(id)));
    let parent = scxml::read(PARENT, &registry).expect("it is a document");
    let mut system = System::new(registry);
    let parent = system.start(parent).expect("it comes to rest");
    (system, parent)
}

fn send(system: &mut System, parent: ActorId, event: &str) {
    system.send(parent, event).expect("it comes to rest");
}

/// One operation is all of it.
pub fn come_and_go() -> Case {
    let (mut system, parent) = started(CHILDREN);
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            meter.measure(|| {
                send(&mut system, parent, "start");
                send(&mut system, parent, "tell");
            });
            assert_eq!(system.actors().count() as u64, CHILDREN + 1);
            let last = format!("child{}", CHILDREN - 1);
            let last = system.child(parent, &last).expect("it is there");
            let told = system.variables(last).expect("it is a machine");
            assert_eq!(told["count"], Some(json!(1)));
            meter.measure(|| send(&mut system, parent, "end"));
            assert_eq!(system.actors().count(), 1);
        }
    })
}

/// Those that were started stay.
pub fn stay() -> Case {
    Box::new(|meter, children| {
        let (mut system, parent) = started(children);
        meter.measure(|| send(&mut system, parent, "start"));
        assert_eq!(system.actors().count() as u64, children + 1);
    })
}
