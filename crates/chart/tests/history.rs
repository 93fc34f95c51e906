//! What a history remembers, and what is entered again (SCXML 3.10).

mod common;

use common::started;
use leptos_state_chart::form::{deep_history, history, parallel, state, to, Form, State};

/// A part of a chart with two levels, a history of it, and a way out and back.
fn form(history: State) -> Form {
    let inner = state("inner")
        .state(state("one").on("next", to("two")))
        .state(state("two"));
    let outer = state("outer")
        .state(state("first").on("next", to("inner")))
        .state(inner)
        .state(history)
        .on("out", to("away"));
    Form::new("chart")
        .state(outer)
        .state(state("away").on("back", to("last")))
}

#[test]
fn a_shallow_history_remembers_the_state_directly_inside() {
    let mut running = started(form(history("last")));
    for event in ["next", "next", "out", "back"] {
        running.send(event);
    }
    assert_eq!(running.active(), ["outer.inner.one"]);
}

#[test]
fn a_deep_history_remembers_states_however_far_inside() {
    let mut running = started(form(deep_history("last")));
    for event in ["next", "next", "out", "back"] {
        running.send(event);
    }
    assert_eq!(running.active(), ["outer.inner.two"]);
}

#[test]
fn the_last_time_counts() {
    let mut running = started(form(deep_history("last")));
    for event in ["next", "out", "back", "next", "out", "back"] {
        running.send(event);
    }
    assert_eq!(running.active(), ["outer.inner.two"]);
}

#[test]
fn a_history_that_remembers_nothing_leads_where_it_says_and_does_what_it_says() {
    let start_away = |history| form(history).initial("away");
    let mut running = started(start_away(history("last")));
    running.send("back");
    assert_eq!(running.active(), ["outer.first"], "where its parent begins");

    let said = history("last").initial("two").initial_run("by default");
    let mut running = started(start_away(said));
    running.send("back");
    assert_eq!(running.active(), ["outer.inner.two"]);
    assert_eq!(running.log(), ["by default"]);
    running.send("out");
    running.send("back");
    assert!(running.log().is_empty(), "now it remembers something");
}

#[test]
fn a_history_of_regions_remembers_all_of_them() {
    let region = |name: &str| {
        let (one, two) = (format!("{name}1"), format!("{name}2"));
        let inner = state(name).state(state(&one).on(name, to(two.as_str())));
        inner.state(state(&two))
    };
    let form = |history: State| {
        let both = parallel("both")
            .state(region("a"))
            .state(region("b"))
            .state(history);
        Form::new("chart")
            .state(both.on("out", to("away")))
            .state(state("away").on("back", to("last")))
    };
    let mut running = started(form(deep_history("last")));
    for event in ["b", "out", "back"] {
        running.send(event);
    }
    assert_eq!(running.active(), ["both.a.a1", "both.b.b2"]);
    let mut running = started(form(history("last")));
    for event in ["b", "out", "back"] {
        running.send(event);
    }
    assert_eq!(
        running.active(),
        ["both.a.a1", "both.b.b1"],
        "what is inside begins anew"
    );
}

#[test]
fn a_compound_state_can_begin_in_its_history() {
    let outer = state("outer")
        .initial("last")
        .state(state("one").on("next", to("two")))
        .state(state("two"))
        .state(history("last"))
        .on("out", to("away"));
    let mut running = started(
        Form::new("chart")
            .state(outer)
            .state(state("away").on("back", to("outer"))),
    );
    assert_eq!(running.active(), ["outer.one"]);
    for event in ["next", "out", "back"] {
        running.send(event);
    }
    assert_eq!(running.active(), ["outer.two"]);
}

/// A history is written when its parent is left, so a transition from inside leads to what was remembered before.
#[test]
fn a_transition_from_inside_leads_to_what_was_remembered_before() {
    let outer = state("outer")
        .state(state("one").on("next", to("two")))
        .state(state("two").on("next", to("three")))
        .state(state("three").on("last", to("last")))
        .state(history("last"))
        .on("out", to("away"));
    let form = Form::new("chart")
        .state(outer)
        .state(state("away").on("back", to("last")));
    let mut running = started(form);
    for event in ["next", "out", "back", "next", "last"] {
        running.send(event);
    }
    assert_eq!(running.active(), ["outer.two"]);
}

/// A history's way back into a state that is not left does not enter what is around that anew.
#[test]
fn what_is_not_left_is_not_entered_again() {
    let inner = state("inner")
        .entry("enter inner")
        .state(state("one"))
        .state(state("two"))
        .on("back", to("last").internal());
    let outer = state("outer")
        .state(inner)
        .state(deep_history("last").initial("two"));
    let mut running = started(Form::new("chart").state(outer));
    assert_eq!(running.log(), ["enter inner"]);
    running.send("back");
    assert_eq!(running.active(), ["outer.inner.two"]);
    assert!(running.log().is_empty());
}
