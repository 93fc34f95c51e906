//! Documents of strangers: each is refused, with its place, or runs within bounds. What is promised here is that all of it ends.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use leptos_state_chart::document::{
    scxml, ActorId, ActorSource, Document, Event, Registry, Report, System, SystemError,
};

const HEAD: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">"#;

fn text(inside: &str) -> String {
    format!("{HEAD}{inside}</scxml>")
}

/// The first mistake in a document.
fn mistake(text: &str) -> String {
    let errors = scxml::read(text, &Registry::new()).expect_err("a mistake");
    let first = errors.iter().next().map(ToString::to_string);
    first.unwrap_or_default()
}

#[track_caller]
fn assert_mistake(inside: &str, begins: &str) {
    let found = mistake(&text(inside));
    assert!(found.contains(begins), "{}", &found[..found.len().min(300)]);
}

fn read(inside: &str) -> Document {
    scxml::read(&text(inside), &Registry::new()).expect("a document")
}

fn started(inside: &str) -> (System, ActorId, Result<(), SystemError>) {
    let mut system = System::new(Registry::new());
    system.set_delivery_limit(2_000);
    let done = system.start(read(inside)).map(drop);
    let actor = system.actors().next().expect("an actor");
    (system, actor, done)
}

fn nested(element: &str, attributes: &str, count: usize) -> String {
    let mut text = format!("<{element} {attributes}>").repeat(count);
    text.push_str(&format!("</{element}>").repeat(count));
    text
}

#[test]
fn long_texts_and_many_elements_are_refused() {
    let long = " ".repeat(5 << 20);
    assert_mistake(&long, "1:1: the document has 52429");
    assert_mistake(
        &"<a/>".repeat(500_000),
        "there are more than 400000 elements and texts",
    );
    assert_mistake(
        &"<".repeat(3 << 20),
        "there are more than 400000 elements and texts",
    );
    assert_mistake(
        &"=".repeat(3 << 20),
        "there are more than 400000 attributes",
    );
}

#[test]
fn deep_nesting_is_refused_where_it_is_too_deep() {
    let open = "<state>".repeat(100_000);
    assert_mistake(&open, "this is not well-formed");
    for (element, attributes) in [("state", ""), ("x:y", "xmlns:x='urn:x'"), ("content", "")] {
        let count = if element == "x:y" { 1_000 } else { 100_000 };
        assert_mistake(
            &nested(element, attributes, count),
            "elements are nested more than 200 deep",
        );
    }
    for (element, attributes) in [("if", "cond='true'"), ("foreach", "array='a' item='b'")] {
        let inside = nested(element, attributes, 50_000);
        let inside = format!("<state><onentry>{inside}</onentry></state>");
        assert_mistake(&inside, "elements are nested more than 200 deep");
    }
    let found = mistake(&text(&nested("state", "", 201)));
    assert_eq!(found, "1:1654: elements are nested more than 200 deep");
    // As deep as may be; and what holds it runs.
    let deep = read(&nested("state", "", 199));
    let mut system: System = System::new(Registry::new());
    assert!(system.start(deep).is_ok());
    let deep = nested("if", "cond='true'", 190);
    let deep = read(&format!("<state id='a'><onentry>{deep}</onentry></state>"));
    assert!(system.start(deep).is_ok());
}

/// Closing tags in processing instructions close nothing.
#[test]
fn what_looks_like_a_closing_tag_does_not_hide_how_deep_elements_are() {
    for hiding in [
        "<?x </state>?>",
        "<!-- </state> -->",
        "<![CDATA[</state>]]>",
    ] {
        let count = 60_000;
        let open = format!("<state>{hiding}").repeat(count);
        let found = mistake(&text(&format!("{open}{}", "</state>".repeat(count))));
        assert!(found.contains("nested more than 200 deep"), "{found}");
    }
}

#[test]
fn document_types_and_their_entities_are_refused() {
    let laughs = "<?xml version='1.0'?>\n<!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>\n<scxml>&b;</scxml>";
    assert!(
        mistake(laughs).starts_with("2:1: this is not well-formed"),
        "{}",
        mistake(laughs)
    );
    let outside = "<!DOCTYPE scxml SYSTEM 'file:///etc/passwd'><scxml/>";
    assert!(mistake(outside).starts_with("1:1: this is not well-formed"));
    assert_mistake(
        "<state id='a'>&file;</state>",
        "1:76: this is not well-formed",
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_where_they_are() {
    let mistake = |bytes: &[u8]| {
        let errors = scxml::read_bytes(bytes, &Registry::new()).expect_err("a mistake");
        errors.to_string()
    };
    assert_eq!(
        mistake(b"<scxml>\n \xC3\xA4\xE4</scxml>"),
        "2:3: the byte 0xE4 is not UTF-8"
    );
    assert_eq!(mistake(b"<scxml \xC3"), "1:8: the byte 0xC3 is not UTF-8");
    let wide: Vec<u8> = "\u{feff}<scxml/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        mistake(&wide),
        "1:1: the text is UTF-16, and has to be UTF-8"
    );
    let wide: Vec<u8> = "<scxml/>"
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(
        mistake(&wide),
        "1:1: the text is UTF-16, and has to be UTF-8"
    );
    assert_eq!(
        mistake(b"\xFF\xFE\0\0<\0\0\0"),
        "1:1: the text is UTF-32, and has to be UTF-8"
    );
    let marked = format!("\u{feff}{}", text("<state id='a'/>"));
    assert!(scxml::read_bytes(marked.as_bytes(), &Registry::new()).is_ok());
}

#[test]
fn floods_of_attributes_and_namespaces_are_refused() {
    let mut flood = String::new();
    for number in 0..300_000 {
        write!(flood, " a{number}=''").unwrap();
    }
    assert_mistake(
        &format!("<state{flood}/>"),
        "there are more than 256 attributes of one element",
    );
    let mut flood = String::new();
    for number in 0..100_000 {
        write!(flood, "<a xmlns:a{number}=''/>").unwrap();
    }
    assert_mistake(&flood, "there are more than 2000 namespaces");
    // Each content would have the long name again.
    let long = "u".repeat(1 << 20);
    let content = "<state><invoke><content><x:y/></content></invoke></state>".repeat(20_000);
    let flood = format!("<scxml xmlns='http://www.w3.org/2005/07/scxml' version='1.0' xmlns:x='{long}'>{content}</scxml>");
    assert!(mistake(&flood).contains("there are more than 4194304 bytes"));
    assert_mistake("<state id='a' id='b'/>", "1:76: this is not well-formed");
    assert_mistake("<state id='a'", "this is not well-formed");
    assert_mistake("<state id='a'>\n", "2:1: this is not well-formed");
}

#[test]
fn mistakes_without_number_are_told_up_to_a_limit() {
    let wrong = text(&"<nothing what='x'/>".repeat(100_000));
    let errors = scxml::read(&wrong, &Registry::new()).unwrap_err();
    assert_eq!(errors.iter().count(), 100);
    let mut wrong = String::new();
    for number in 0..20_000 {
        write!(wrong, "<state id='some_state_or_other_{number}'><transition event='e' target='nowhere_{number}'/></state>").unwrap();
    }
    assert_mistake(&wrong, "there is no state `nowhere_0`");
    let long = "x".repeat(1 << 20);
    assert_mistake(
        &format!("<state id='{long}y'><transition event='e' target='{long}'/></state>"),
        "there is no state",
    );
}

#[test]
fn identifiers_may_be_strange() {
    for id in [
        "%2E",
        "a%2Eb",
        "a.b",
        "..",
        "#1",
        "__proto__",
        "constructor",
        "\u{202e}a",
        "😀",
    ] {
        let document = read(&format!("<state id='begin'><transition event='e' target='{id}'/></state><state/><state id='{id}'/>"));
        let mut system: System = System::new(Registry::new());
        let actor = system.start(document).unwrap();
        system.send(actor, "e").unwrap();
        assert_eq!(system.active(actor), [id]);
    }
    // An escape and what it stands for are two.
    read("<state id='a.b'/><state id='a%2Eb'/><state id='a b'/><state id='a%20b'/>");
    assert_mistake("<state id=''/>", "a state can't be called ``");
    assert_mistake("<state id='&#0;'/>", "this is not well-formed");
    assert_mistake("<state id='\u{1}'/>", "this is not well-formed");
    let long = "x".repeat(1 << 20);
    let (system, actor, _) = started(&format!("<state id='{long}'/>"));
    assert_eq!(system.active(actor), [long.as_str()]);
    // A name is part of the paths of all states inside.
    let inside = "<state/>".repeat(10_000);
    assert_mistake(
        &format!("<state id='{long}'>{inside}</state>"),
        "there are more than 4194304 bytes",
    );
}

/// Whether a document asks which states are active can be hidden.
#[test]
fn conditions_may_be_written_strangely() {
    for condition in [
        "In(&quot;a&quot;)",
        "In ('a')",
        "I&#110;('a')",
        "true &amp;&amp; In( 'a' )",
    ] {
        let text = format!("<state id='a'><transition event='e' cond=\"{condition}\" target='b'/></state><state id='b'/>");
        let (mut system, actor, _) = started(&text);
        system.send(actor, "e").unwrap();
        assert_eq!(system.active(actor), ["b"], "{condition}");
    }
}

#[test]
fn there_may_be_more_states_transitions_and_events_than_a_chart_can_have() {
    let numbered =
        |count: usize, each: &dyn Fn(usize) -> String| (0..count).map(each).collect::<String>();
    let states = numbered(40_000, &|n| format!("<state id='s{n}'/>"));
    assert_mistake(&states, "1:1: there are more states than a chart can have");
    let unnamed = "<state/>".repeat(40_000);
    assert_mistake(&unnamed, "1:1: there are more states than a chart can have");
    let transitions = "<transition event='e' cond='x'/>".repeat(100_000);
    assert_mistake(
        &format!("<state>{transitions}</state>"),
        "there are more transitions than a chart can have",
    );
    let always = "<transition/>".repeat(150_000);
    assert_mistake(
        &format!("<state>{always}</state>"),
        "there are more transitions than a chart can have",
    );
    let both = numbered(30_000, &|n| {
        format!("<state><transition event='e{n}'/></state>")
    });
    assert_mistake(
        &both,
        "there are more pairs of events and states than a chart can have",
    );
    let described = "e ".repeat(1 << 20);
    let both = numbered(1_000, &|n| format!("<transition event='e{n}'/>"));
    assert_mistake(
        &format!("<state>{both}<transition event='{described}'/></state>"),
        "there are more pairs",
    );
    let many = "a ".repeat(1 << 20);
    assert_mistake(
        &format!("<state id='a'><transition event='e' target='{many}'/></state>"),
        "there are more than 256 targets",
    );
    // One descriptor stands for many states.
    let states = numbered(20_000, &|n| format!("<state id='a.{n}'/>"));
    let done = "<transition event='done.state.a'/>".repeat(20_000);
    assert_mistake(
        &format!("<state>{done}</state>{states}"),
        "there are more than 4194304 bytes",
    );
    let guarded = "<transition event='e' cond='x'/>".repeat(16_000);
    let leaves = "<state/>".repeat(8_000);
    assert_mistake(
        &format!("<parallel><state>{guarded}{leaves}</state><state/></parallel>"),
        "there are more transitions seen",
    );
    // Many of each, and all is well.
    let states = numbered(5_000, &|n| {
        format!(
            "<state id='s{n}'><transition event='e' target='s{}'/></state>",
            (n + 1) % 5_000
        )
    });
    let (mut system, actor, _) = started(&states);
    system.send(actor, "e").unwrap();
    assert_eq!(system.active(actor), ["s1"]);
}

#[test]
fn machines_that_never_rest_are_stopped() {
    for inside in [
        "<state id='a'><transition target='b'/></state><state id='b'><transition target='a'/></state>",
        "<state id='a'><onentry><raise event='e'/></onentry><transition event='e' target='a'/></state>",
    ] {
        let mut system: System = System::new(Registry::new());
        let actor = system.start(read(inside)).unwrap();
        assert_eq!(system.status(actor), None);
        assert!(matches!(&system.take_reports()[..], [Report::Failed { .. }]));
    }
    let sending = "<state id='a'><onentry><send event='e'/></onentry><transition event='e' target='a'/></state>";
    let (_, _, done) = started(sending);
    assert_eq!(done, Err(SystemError::Restless { limit: 2_000 }));
    let waiting = "<state id='a'><onentry><send event='e' delay='1ms'/></onentry><transition event='e' target='a'/></state>";
    let (mut system, _, done) = started(waiting);
    assert!(done.is_ok() && system.advance(Duration::from_secs(1)).is_ok());
}

/// Loops in loops, of which each turn is little.
#[test]
fn steps_are_counted() {
    let data = "<datamodel><data id='a'>[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]</data><data id='n'/></datamodel>";
    for step in [
        "",
        "<log label='x' expr='1'/>",
        "<raise event='e'/>",
        "<send event='e'/>",
        "<send event='e' delay='1s'/>",
    ] {
        let mut loops = step.to_owned();
        for _ in 0..8 {
            loops = format!("<foreach array='a' item='n'>{loops}</foreach>");
        }
        let text = format!("{data}<state id='a'><onentry>{loops}</onentry><transition event='error.execution' target='end'/></state><final id='end'/>");
        let mut system: System = System::new(Registry::new());
        let _ = system.start(read(&text));
        assert!(system.take_reports().len() <= 1_024);
        let actor = system.actors().next();
        // What the machine has raised before the error ends it instead.
        assert!(
            actor.is_none_or(|actor| system.active(actor) == ["end"]),
            "{step}"
        );
    }
}

/// No transition is taken, but each error is another event.
#[test]
fn conditions_that_fail_on_their_own_errors_are_not_asked_without_end() {
    let failing = "<state id='a'><transition event='*' cond='nothing'><log/></transition></state>";
    let (mut system, actor, done) = started(failing);
    assert!(done.is_ok());
    system.send(actor, "e").unwrap();
    system.send(actor, "e").unwrap();
    assert_eq!(system.active(actor), ["a"]);
}

#[test]
fn what_is_under_way_and_waited_for_is_limited() {
    let many = |step: &str| {
        let loops = format!(
            "<foreach array='a' item='n'><foreach array='a' item='n'>{step}</foreach></foreach>"
        );
        let items = vec!["0"; 200].join(",");
        let data = format!("<datamodel><data id='a'>[{items}]</data><data id='n'/></datamodel>");
        format!("{data}<state id='a'><transition event='e'>{loops}</transition></state>")
    };
    for step in ["<send event='e'/>", "<send event='f' delay='3600s'/>"] {
        let (mut system, actor, _) = started(&many(step));
        for _ in 0..5 {
            let _ = system.send(actor, "e");
        }
        let refused = |report: &Report| matches!(report, Report::Refused { .. });
        assert!(system.take_reports().iter().any(refused), "{step}");
        let text = serde_json::to_string(&system.save().unwrap()).unwrap();
        assert!(text.len() < 64 << 20);
    }
}

#[test]
fn actors_that_begin_themselves_reach_a_limit() {
    let registry = Registry::new().load(|_| Ok(text("<state id='a'><invoke src='self'/></state>")));
    let mut system: System = System::new(registry);
    let document = read("<state id='a'><invoke src='self'/><invoke src='self'/></state>");
    let actor = system.start(document).unwrap();
    assert_eq!(system.actors().count(), 1 + 2 * 31);
    let reports = system.take_reports();
    let refused = reports
        .iter()
        .filter(|report| matches!(report, Report::Refused { .. }));
    assert_eq!(refused.count(), 2);
    system.stop(actor).unwrap();
    assert_eq!(system.actors().count(), 0);

    // Two each: there would be more than four thousand million.
    let twice = text("<state id='a'><invoke src='self'/><invoke src='self'/><transition event='error.communication' target='b'/></state><state id='b'/>");
    let registry = Registry::new().load(move |_| Ok(twice.clone()));
    let mut system: System = System::new(registry.clone());
    system.set_actor_limit(500);
    let document = read("<state id='a'><invoke src='self'/></state>");
    let actor = system.start(document).unwrap();
    assert!(system.actors().count() <= 500);
    system.stop(actor).unwrap();
    assert_eq!(system.actors().count(), 0);
}

/// A document in a document that has itself in a variable.
#[test]
fn documents_that_carry_themselves_reach_a_limit() {
    let inner = text("<datamodel><data id='me'/></datamodel><state id='a'><invoke><param name='me' expr='me'/><content expr='me'/></invoke></state>");
    let registry = Registry::new().load(move |_| Ok(inner.clone()));
    let outer = scxml::read(&text("<datamodel><data id='me' src='inner'/></datamodel><state id='a'><invoke src='inner'><param name='me' expr='me'/></invoke></state>"), &registry).unwrap();
    let mut system: System = System::new(registry);
    let _ = system.start(outer);
    assert!(system.actors().count() <= 32);
}

/// What fails and is tried again on the failure does so for ever, but not by recursion.
#[test]
fn invokes_that_fail_and_are_tried_again_are_stopped() {
    let again = "<state id='a'><invoke src='nothing'/><transition event='error.communication' target='a'/></state>";
    let (_, _, done) = started(again);
    assert_eq!(done, Err(SystemError::Restless { limit: 2_000 }));
    let again = "<state id='a'><invoke id='c'><content><scxml version='1.0'><final/></scxml></content></invoke><transition event='done.invoke' target='a'/></state>";
    let (system, _, done) = started(again);
    assert_eq!(done, Err(SystemError::Restless { limit: 2_000 }));
    assert!(system.actors().count() <= 2);
}

#[test]
fn data_may_be_long_and_deep() {
    let long = "x".repeat(1 << 20);
    let (mut system, actor, _) = started(&format!(
        "<datamodel><data id='a'>\"{long}\"</data></datamodel><state id='s'/>"
    ));
    assert_eq!(
        system.variables(actor).unwrap()["a"],
        Some(long.as_str().into())
    );
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let (mut system, actor, _) = started(&format!("<datamodel><data id='a'>{deep}</data><data id='b' expr='{deep}'/></datamodel><state id='s'><transition event='error' target='t'/></state><state id='t'/>"));
    // It is no JSON that is read, so it is text; and no expression that is.
    assert_eq!(
        system.variables(actor).unwrap()["a"],
        Some(deep.as_str().into())
    );
    assert_eq!(system.active(actor), ["t"]);
    let name = "e".repeat(1 << 20);
    let (mut system, actor, _) = started(&format!("<state id='a'><onentry><raise event='{name}'/></onentry><transition event='{name}' target='b'/></state><state id='b'/>"));
    assert_eq!(system.active(actor), ["b"]);
    system.send(actor, Event::new(name)).unwrap();
}

#[test]
fn delays_may_be_absurd() {
    for (delay, is_one) in [
        ("1e300s", false),
        ("-1s", false),
        ("NaN", false),
        ("inf", false),
        ("s", false),
        ("1.2.3s", false),
        ("", false),
        ("99999999999999999999999999999999999999s", true),
        ("0.0000000000000000000001ms", true),
    ] {
        let (mut system, actor, done) = started(&format!("<state id='a'><onentry><send event='e' delay='{delay}'/></onentry><transition event='error.execution' target='b'/></state><state id='b'/>"));
        assert!(done.is_ok());
        assert_eq!(system.active(actor) == ["a"], is_one, "{delay}");
        system.advance(Duration::MAX).unwrap();
        system.advance(Duration::MAX).unwrap();
    }
}

#[test]
fn a_document_that_is_shared_is_read_once() {
    let inner = Arc::new(read("<state id='a'/>"));
    let registry = Registry::new().actor("inner", ActorSource::document(inner));
    let mut system: System = System::new(registry);
    system
        .start(read("<state id='a'><invoke src='inner'/></state>"))
        .unwrap();
    assert_eq!(system.actors().count(), 2);
}
