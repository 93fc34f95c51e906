//! An event allocates nothing, whatever the chart does on it, once the machine has been through it.

mod common;

use std::time::Duration;

use allocation_counter::measure;
use common::compiled;
use leptos_state_chart::form::{
    deep_history, invoke, parallel, state, to, when, within, Form, State,
};
use leptos_state_chart::{Effects, Logic, Machine};

/// How many allocations a round of these events takes, after a first one.
fn allocations(form: &Form, events: &[&'static str]) -> u64 {
    let logic = Logic::<u64, &'static str>::new()
        .guard("yes", |cx| *cx.context < u64::MAX)
        .action("count", |cx| *cx.context += 1)
        .action("raise", |cx| cx.raise("raised"));
    let machine = Machine::new(compiled(form), logic).unwrap();
    let mut snapshot = machine.create(0);
    let mut effects = Effects::new();
    machine.start(&mut snapshot, &mut effects).unwrap();
    let mut round = || {
        for event in events {
            let handled = machine.send(&mut snapshot, event, &mut effects);
            assert!(
                matches!(handled, Ok(leptos_state_chart::Reception::Handled)),
                "{event}"
            );
            effects.clear();
        }
    };
    round();
    round();
    measure(round).count_total
}

#[test]
fn flat_and_nested_events() {
    let form = Form::new("chart")
        .on("reset", to("a").run("count"))
        .state(
            state("a")
                .entry("count")
                .exit("count")
                .on("go", when("yes").to("b2")),
        )
        .state(
            state("b")
                .state(state("b1").always(to("a")))
                .state(state("b2").on("go", to("b1"))),
        );
    assert_eq!(allocations(&form, &["go", "reset", "go", "go"]), 0);
}

fn region(name: &str) -> State {
    let (one, two) = (format!("{name}1"), format!("{name}2"));
    state(name)
        .state(state(&one).entry("count").on("go", to(two.as_str())))
        .state(
            state(&two)
                .exit("count")
                .on("go", when(within("both")).to(one.as_str())),
        )
}

#[test]
fn regions_histories_timers_invokes_and_raised_events() {
    let both = parallel("both")
        .state(region("a"))
        .state(region("b").after(Duration::from_secs(1), to("away")))
        .state(region("c").invoke(invoke("work")))
        .state(deep_history("last"))
        .on("raise", leptos_state_chart::form::run("raise"))
        .on("raised", leptos_state_chart::form::run("count"))
        .on("out", to("away"));
    let form = Form::new("chart")
        .state(both)
        .state(state("away").on("back", to("last")));
    assert_eq!(allocations(&form, &["go", "raise", "out", "back", "go"]), 0);
}
