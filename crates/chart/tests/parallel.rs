//! States that are active together (SCXML 3.4): each region takes its own transition, and what would contradict is decided.

mod common;

use common::started;
use leptos_state_chart::form::{parallel, run, state, to, within, Form, State};
use leptos_state_chart::Reception;

fn noted(name: &str) -> State {
    state(name)
        .entry(format!("enter {name}"))
        .exit(format!("leave {name}"))
}

fn switch(name: &str, event: &str) -> State {
    let (off, on) = (format!("{name}_off"), format!("{name}_on"));
    noted(name)
        .state(noted(&off).on(event, to(on.as_str()).run(format!("switch {name}"))))
        .state(noted(&on).on(event, to(off.as_str())))
}

#[test]
fn every_region_takes_its_transition_and_all_is_left_before_anything_is_done() {
    let both = parallel("both")
        .state(switch("a", "go"))
        .state(switch("b", "go"));
    let mut running = started(Form::new("chart").state(both));
    running.log();
    assert_eq!(running.send("go"), Reception::Handled);
    assert_eq!(
        running.log(),
        [
            "leave b_off",
            "leave a_off",
            "switch a",
            "switch b",
            "enter a_on",
            "enter b_on"
        ]
    );
    assert_eq!(running.active(), ["both.a.a_on", "both.b.b_on"]);
}

#[test]
fn a_region_without_a_transition_stays() {
    let both = parallel("both")
        .state(switch("a", "one"))
        .state(switch("b", "two"));
    let mut running = started(Form::new("chart").state(both));
    running.send("two");
    assert_eq!(running.active(), ["both.a.a_off", "both.b.b_on"]);
    assert_eq!(running.send("three"), Reception::Unhandled);
}

#[test]
fn leaving_leaves_all_regions_in_reverse_order() {
    let both = parallel("both")
        .state(switch("a", "one"))
        .state(switch("b", "two"))
        .exit("leave both")
        .on("out", to("end"));
    let mut running = started(Form::new("chart").state(both).state(noted("end")));
    running.log();
    running.send("out");
    assert_eq!(
        running.log(),
        [
            "leave b_off",
            "leave b",
            "leave a_off",
            "leave a",
            "leave both",
            "enter end"
        ]
    );
}

#[test]
fn a_transition_that_several_regions_select_is_taken_once() {
    let both = parallel("both")
        .state(switch("a", "one"))
        .state(switch("b", "two"))
        .on("note", run("noted"))
        .on("again", to("both").run("again"));
    let mut running = started(Form::new("chart").state(both));
    running.log();
    running.send("note");
    assert_eq!(running.log(), ["noted"]);
    running.send("again");
    let log = running.log();
    assert_eq!(log.iter().filter(|action| *action == "again").count(), 1);
    assert_eq!(running.active(), ["both.a.a_off", "both.b.b_off"]);
}

/// Of two transitions that would leave the same states, the one of the inner source is taken, and otherwise the first.
#[test]
fn transitions_that_exclude_each_other_are_decided() {
    let inner = |first: State, second: State| {
        let both = parallel("both").state(first).state(second);
        let form = Form::new("chart").state(both.on("go", to("outer").run("outer")));
        started(
            form.state(state("outer"))
                .state(state("left"))
                .state(state("right")),
        )
    };
    let mut running = inner(
        state("a").on("go", to("left").run("a")),
        state("b").on("go", to("right").run("b")),
    );
    running.send("go");
    assert_eq!(
        (running.log(), running.active()),
        (vec!["a".to_owned()], vec!["left"])
    );

    let mut running = inner(state("a"), state("b").on("go", to("right").run("b")));
    running.send("go");
    assert_eq!(
        (running.log(), running.active()),
        (vec!["b".to_owned()], vec!["right"])
    );
}

#[test]
fn a_guard_can_ask_what_other_regions_are_in() {
    let guarded = switch("a", "one").on(
        "go",
        leptos_state_chart::form::when(within("b_on")).run("go"),
    );
    let both = parallel("both").state(guarded).state(switch("b", "two"));
    let mut running = started(Form::new("chart").state(both));
    assert_eq!(running.send("go"), Reception::Unhandled);
    running.send("two");
    assert_eq!(running.send("go"), Reception::Handled);
}

#[test]
fn a_whole_chart_can_be_parallel() {
    let form = Form::parallel("chart")
        .state(switch("a", "go"))
        .state(switch("b", "go").on("restart", to("b").run("restart")));
    let mut running = started(form);
    running.send("go");
    running.log();
    running.send("restart");
    assert_eq!(running.active(), ["a.a_off", "b.b_off"]);
    assert_eq!(
        running.log(),
        [
            "leave b_on",
            "leave b",
            "leave a_on",
            "leave a",
            "restart",
            "enter a",
            "enter a_off",
            "enter b",
            "enter b_off",
        ],
        "what holds a region is the whole chart, so all regions are left"
    );
}

#[test]
fn charts_may_have_more_states_than_a_word_has_bits() {
    let region = |region: usize| {
        let states = (0..70).map(|index| {
            let next = format!("s{region}_{}", (index + 1) % 70);
            state(format!("s{region}_{index}")).on("go", to(next))
        });
        states.fold(state(format!("r{region}")), State::state)
    };
    let all = (0..6).map(region).fold(parallel("all"), State::state);
    let mut running = started(Form::new("chart").state(all));
    for _ in 0..69 {
        assert_eq!(running.send("go"), Reception::Handled);
    }
    let expected: Vec<_> = (0..6)
        .map(|region| format!("all.r{region}.s{region}_69"))
        .collect();
    assert_eq!(running.active(), expected);
    running.send("go");
    assert!(running.is_active("all.r5.s5_0"));
}
