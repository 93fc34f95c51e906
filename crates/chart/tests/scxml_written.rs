//! What is written as SCXML is read as the same.

use std::time::Duration;

use leptos_state_chart::document::scxml::{self, WriteError};
use leptos_state_chart::document::{ActorSource, Document, Event, Registry, Report, System};
use leptos_state_chart::form::{
    all, any, deep_history, final_state, history, invoke, not, parallel, run, state, to, when,
    within, Form,
};

const HEAD: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0""#;

/// Writes what was read, which comes out the same when it is read again.
#[track_caller]
fn written(inside: &str) -> String {
    let text = format!("{HEAD} xmlns:ls=\"urn:leptos-state\" xmlns:x=\"urn:x\">{inside}</scxml>");
    let registry = registry();
    let document = scxml::read(&text, &registry).unwrap_or_else(|errors| panic!("{errors}"));
    let text = scxml::write(&document).unwrap();
    let again = scxml::read(&text, &registry).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    assert_eq!(scxml::write(&again).unwrap(), text);
    text
}

fn registry() -> Registry {
    let registry = Registry::new().guard("g", |_| true).action("act", |scope| {
        scope.raise("acted");
    });
    registry.load(|name| match name {
        "markup" => Ok("<?xml version='1.0'?>\n<a b='c'>d</a>".to_owned()),
        "broken" => Ok("<a>".to_owned()),
        "control" => Ok("a\u{1}b".to_owned()),
        _ => Ok("some <text>\r\n]]>".to_owned()),
    })
}

fn read(text: &str) -> Document {
    scxml::read(text, &registry()).unwrap_or_else(|errors| panic!("{errors}\n{text}"))
}

#[test]
fn all_that_documents_can_do_is_written() {
    let text = written(
        r#"
        <datamodel><data id="a" expr="1"/><data id="b">[1, 2]</data><data id="c"><x:e/></data><data id="d" src="d"/></datamodel>
        <script>var x = a &lt; 2;</script>
        <transition event="quit" target="end"/>
        <state id="s">
          <datamodel><data id="e"/></datamodel>
          <onentry>
            <raise event="r"/><log label="l" expr="a"/><assign location="a" expr="a + 1"/><assign location="b">text</assign>
            <if cond="a"><log/><elseif cond="b"/><log/><log/><else/><log/></if>
            <foreach array="b" item="i" index="n"><cancel sendid="x"/></foreach>
            <script>x()</script>
            <ls:action name="act"><param name="p" expr="1"/><param name="q" location="a"/></ls:action>
          </onentry>
          <onentry><send event="e" target="t" type="http" id="i" delay="1s" namelist="a b"><param name="p" expr="1"/></send></onentry>
          <onexit><send eventexpr="'e'" targetexpr="a" typeexpr="a" idlocation="a" delayexpr="a"><content>a b</content></send><cancel sendidexpr="a"/></onexit>
          <transition event="a b.* c. *" cond="a &amp;&amp; b" target="p" type="internal"/>
          <transition event="x" cond="In('p')" ls:guard="g"><send event="m"><content><x:m>&lt;</x:m></content></send></transition>
          <transition cond="!In('p')" target="s"/>
          <invoke id="i" src="f" type="scxml" autoforward="true" namelist="a"><param name="p" location="a"/><finalize><assign location="a" expr="1"/></finalize></invoke>
          <invoke idlocation="a" typeexpr="a" srcexpr="a"><finalize/></invoke>
          <invoke><content><scxml version="1.0"><final/></scxml></content></invoke>
          <invoke><content expr="a"/></invoke>
        </state>
        <parallel id="p">
          <state id="p.1" initial="p.12"><history id="h" type="deep"><transition target="p.12"><log/></transition></history><state id="p.11"/><state id="p.12"/></state>
          <state><initial><transition target="q"><log/></transition></initial><state id="q"/><state/><final id="f"><donedata><param name="x" expr="1"/></donedata></final></state>
          <transition event="done.state.p" target="h"/>
        </parallel>
        <final id="end"><onentry><log/></onentry><donedata><content>x</content></donedata></final>"#,
    );
    for part in [
        r#"<data id="d">some &lt;text&gt;&#13;"#,
        r#"<transition event="a b c *" cond="a &amp;&amp; b" target="p" type="internal"/>"#,
        r#"<elseif cond="b"/>"#,
        r#"<content><x:m"#,
        r#"ls:guard="g">"#,
        r#"<transition event="done.state.p done.state.p.1 done.state.p.11 done.state.p.12" target="h"/>"#,
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn texts_are_escaped() {
    let strange = "&lt;&amp;&quot;&apos;&#9;&#10;&#13; ]]&gt; ä😀";
    let text = written(&format!(
        "<state id='a'><onentry><log label='{strange}' expr='{strange}'/>\
         <assign location='x'>{strange}</assign></onentry></state>"
    ));
    let attribute = r#"label="&lt;&amp;&quot;'&#9;&#10;&#13; ]]&gt; ä😀""#;
    assert!(text.contains(attribute), "{text}");
    for id in ["%2E", "a.b", "#1", "a&apos;b", "é", "a&lt;b"] {
        written(&format!(
            "<state id='{id}'><transition event='e' cond='In(&quot;{id}&quot;)' target='{id}'/></state>"
        ));
    }
}

#[test]
fn what_was_loaded_is_part_of_the_text() {
    let text = written("<datamodel><data id='a' src='markup'/></datamodel><state id='a'/>");
    let part = "<data id=\"a\"><a xmlns=\"\" b='c'>d</a></data>";
    assert!(text.contains(part), "{text}");
    let document = |source: &str| {
        let data = format!("<datamodel><data id='a' src='{source}'/></datamodel>");
        read(&format!("{HEAD}>{data}<state id='a'/></scxml>"))
    };
    let broken = scxml::write(&document("broken"));
    assert!(matches!(broken, Err(WriteError::Unreadable(_))));
    let error = scxml::write(&document("control")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "state `a`: XML can't have the character U+0001"
    );
}

/// Variables of states come to have their values in the same order.
#[test]
fn variables_keep_their_order() {
    for binding in ["early", "late"] {
        let text = format!(
            "{HEAD} binding='{binding}'><datamodel><data id='a' expr='1'/></datamodel>\
             <state id='s'><datamodel><data id='b' expr='a + 1'/></datamodel><datamodel><data id='b2' expr='b + 1'/></datamodel>\
             <state id='t'><datamodel><data id='c' expr='a + 2'/></datamodel></state></state>\
             <datamodel><data id='d' expr='c'/></datamodel>\
             <state id='u'><datamodel><data id='e' expr='c'/></datamodel></state></scxml>"
        );
        let document = read(&text);
        let text = scxml::write(&document).unwrap();
        let again = read(&text);
        assert_eq!(scxml::write(&again).unwrap(), text);
        let variables = |document| {
            let mut system: System = System::new(registry());
            let actor = system.start(document).unwrap();
            system.variables(actor)
        };
        let found = variables(document);
        assert_eq!(found, variables(again), "{text}");
        assert_eq!(found.unwrap()["b2"], Some(3.into()));
    }
}

fn player() -> Form {
    let one = state("one").on("step", to("two").internal());
    let two = state("two").after(Duration::from_millis(1_500), to("one"));
    let first = state("a").initial("two").initial_run("act");
    let first = first
        .state(history("back"))
        .state(one.ignore("tick"))
        .state(two.always(when(within("b.two")).to("one")));
    let guard = all([not(within("b.two")), within("a.one")]);
    let second = state("b")
        .state(state("one").on("step", when(guard).to("two")))
        .state(state("two").on("step", to("last")))
        .state(final_state("last"))
        .state(deep_history("back").initial("two"))
        .done(run("act"));
    let on = parallel("on")
        .entry("act")
        .exit(["act", "act"])
        .state(first)
        .state(second)
        .on("off", to("off"))
        .invoke(invoke("work"))
        .invoke_done("work", to("off"))
        .invoke_failed("work", to("a.back"));
    let off = state("off").on("on", when("g").to("on"));
    Form::new("player")
        .version(3)
        .initial("off")
        .on("quit", to("end"))
        .state(off.tag("dark").meta("color", "\"black\""))
        .state(on)
        .state(final_state("end"))
}

#[test]
fn forms_are_written_by_the_names_in_them() {
    let text = scxml::write_form(&player()).unwrap();
    let document = read(&text);
    let chart = document.chart();
    assert_eq!(chart.version(), 3);
    let off = document.state("off").unwrap();
    assert!(chart.tags(off).eq(["dark"]));
    for part in [
        "<transition event=\"on\" target=\"on\" ls:guard=\"g\"/>",
        "<send event=\"after.6.0\" id=\"after.6.0\" delay=\"1500ms\"/>",
        "<cancel sendid=\"after.6.0\"/>",
        "<transition event=\"after.6.0\" target=\"on_a_one\"/>",
        "<transition cond=\"In('on_b_two')\" target=\"on_a_one\"/>",
        "<transition event=\"done.state.b\">",
        "<transition event=\"done.invoke.work\" target=\"off\"/>",
        "<ls:meta name=\"color\" value=\"&quot;black&quot;\"/>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(scxml::write(&document).unwrap(), text);
    let mut system: System = System::new(registry());
    let actor = system.start(document).unwrap();
    assert_eq!(system.active(actor), ["off"]);
    // `work` is nobody that the registry knows.
    let registry = registry().actor("work", ActorSource::work());
    let mut system: System = System::new(registry);
    let actor = system.start(read(&text)).unwrap();
    system.send(actor, "on").unwrap();
    assert_eq!(system.active(actor), ["on_a_two", "on_b_one"]);
    system.advance(Duration::from_secs(2)).unwrap();
    assert_eq!(system.active(actor), ["on_a_one", "on_b_one"]);
    let work = system.child(actor, "work").unwrap();
    system.done(work, None).unwrap();
    assert_eq!(system.active(actor), ["off"]);
    system.send(actor, Event::new("quit")).unwrap();
    let lost = |report: &Report| matches!(report, Report::Failed { .. });
    assert!(!system.take_reports().iter().any(lost));
}

#[test]
fn what_scxml_can_not_say_is_an_error_with_its_place() {
    let of =
        |inside: leptos_state_chart::form::State| Form::new("f").state(inside).state(state("z"));
    for (form, expected) in [
        (of(state("a").on("e", when(any(["g", "h"])).run("x"))), "state `a`, `on e`: SCXML can't say a guard with a name in an expression"),
        (of(state("a").on("e", when(all(["g", "h"])).run("x"))), "state `a`, `on e`: SCXML can't say more than one guard and an expression"),
        (of(state("a").on("e", run("x")).on("e.f", run("x"))), "state `a`, `on e`: SCXML can't say `e` without `e.f`"),
        (of(state("a").on("error.x", run("x"))), "state `a`, `on error.x`: SCXML can't say which action has failed"),
        (of(final_state("a").data("d")), "state `a`, `data`: SCXML can't say what makes the data of a final state"),
        (of(state("a").on("*", run("x")).after(Duration::ZERO, to("z"))), "state `a`, `after 0ns`: SCXML can't say a time limit where a transition is for all events: its event would be one"),
        (Form::parallel("f").state(state("a")), "outermost state: SCXML can't say that the outermost state is parallel"),
        (of(state("a\u{1}")), "state `a\u{1}`: XML can't have the character U+0001"),
        (of(parallel("a").state(parallel("b").state(state("c")))), "state `a`: SCXML can't say that it has finished when its region `b` finishes last"),
    ] {
        assert_eq!(scxml::write_form(&form).unwrap_err().to_string(), expected);
    }
    assert!(matches!(
        scxml::write_form(&Form::new("f")),
        Err(WriteError::Form(_))
    ));
}
