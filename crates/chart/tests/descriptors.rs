//! Which events a transition is for (SCXML 3.12.1), and what becomes of an event that none is for.

mod common;

use common::started;
use leptos_state_chart::form::{parallel, run, state, stay, to, Form};
use leptos_state_chart::Reception;

#[test]
fn a_name_is_for_that_event_alone() {
    let mut running = started(Form::new("chart").state(state("a").on("load", run("load"))));
    assert_eq!(running.send("load"), Reception::Handled);
    for other in ["load.more", "loa", "loader", "Load", ""] {
        assert_eq!(running.send(other), Reception::Unhandled, "{other}");
    }
}

#[test]
fn a_prefix_is_for_all_events_that_begin_with_its_parts() {
    let mut running = started(Form::new("chart").state(state("a").on("load.*", run("load"))));
    for event in ["load", "load.more", "load.more.still"] {
        assert_eq!(running.send(event), Reception::Handled, "{event}");
    }
    for other in ["loader", "lo", "more.load"] {
        assert_eq!(running.send(other), Reception::Unhandled, "{other}");
    }
}

#[test]
fn an_asterisk_is_for_every_event() {
    let form = Form::new("chart").state(state("a").on("known", run("known")).on("*", run("any")));
    let mut running = started(form);
    for event in ["known", "unknown", "load.more"] {
        assert_eq!(running.send(event), Reception::Handled);
    }
    assert_eq!(running.log(), ["known", "any", "any"]);
}

#[test]
fn the_first_transition_counts_and_not_the_one_that_describes_best() {
    let form = Form::new("chart").state(
        state("a")
            .on("load.*", run("prefix"))
            .on("load.more", run("exact"))
            .on("load.other.*", run("longer prefix")),
    );
    let mut running = started(form);
    running.send("load.more");
    running.send("load.other.thing");
    assert_eq!(running.log(), ["prefix", "prefix"]);
}

#[test]
fn a_transition_may_be_for_several() {
    let form = Form::new("chart").state(state("a").on("play resume.*", run("go")));
    let mut running = started(form);
    for event in ["play", "resume", "resume.later"] {
        assert_eq!(running.send(event), Reception::Handled);
    }
    assert_eq!(running.send("pause"), Reception::Unhandled);
}

/// The chart's own events have names too; a timer that runs out has not.
#[test]
fn events_of_the_machine_itself_are_described_as_well() {
    let form = Form::new("chart").state(
        state("a")
            .entry("fail")
            .on("error.*", run("error?"))
            .on("*", run("any?")),
    );
    assert_eq!(started(form).log(), ["fail", "error? fail: it broke"]);
}

#[test]
fn an_event_that_is_ignored_reaches_no_outer_state_and_is_not_unhandled() {
    let form = Form::new("chart")
        .on("mute", run("mute"))
        .state(state("a").ignore("mute noise.*").on("go", to("b")))
        .state(state("b"));
    let mut running = started(form);
    assert_eq!(running.send("mute"), Reception::Ignored);
    assert_eq!(running.send("noise.loud"), Reception::Ignored);
    assert!(running.log().is_empty());
    running.send("go");
    assert_eq!(running.send("mute"), Reception::Handled);
}

#[test]
fn an_event_that_is_forbidden_reaches_no_outer_state_and_is_unhandled() {
    let form = Form::new("chart")
        .on("reset", run("reset"))
        .state(state("a").forbid("reset"));
    let mut running = started(form);
    assert_eq!(running.send("reset"), Reception::Unhandled);
    assert!(running.log().is_empty());
}

#[test]
fn one_region_can_ignore_what_another_handles() {
    let both = |other| parallel("both").state(state("a").ignore("x")).state(other);
    let form = |other| Form::new("chart").state(both(other));
    assert_eq!(
        started(form(state("b").on("x", stay()))).send("x"),
        Reception::Handled
    );
    assert_eq!(started(form(state("b"))).send("x"), Reception::Ignored);
    assert_eq!(
        started(form(state("b").forbid("x"))).send("x"),
        Reception::Ignored
    );
}

#[test]
fn declared_events_are_known_even_if_nothing_is_for_them() {
    let form = Form::new("chart")
        .events(["load.more", "play"])
        .state(state("a").on("load.*", run("load")));
    let mut running = started(form);
    assert_eq!(
        running.machine.chart().events().collect::<Vec<_>>(),
        ["load.more", "play"]
    );
    assert_eq!(running.send("load.more"), Reception::Handled);
    assert_eq!(running.send("play"), Reception::Unhandled);
}
