//! Transitions after some time: timers begin and end with their states, and what comes too late is known as such.

mod common;

use std::time::Duration;

use common::started;
use leptos_state_chart::form::{state, to, when, Form};
use leptos_state_chart::{Effect, Input, Reception};

const TEN: Duration = Duration::from_secs(10);

fn form() -> Form {
    Form::new("chart")
        .state(
            state("waiting")
                .after(TEN, to("over").run("over?"))
                .on("again", to("waiting"))
                .on("leave", to("over")),
        )
        .state(state("over").on("back", to("waiting")))
}

#[test]
fn a_timer_is_started_when_its_state_is_entered() {
    let mut running = started(form());
    let [Effect::StartTimer { timer, delay }] = running.asked()[..] else {
        panic!("one timer is started");
    };
    assert_eq!(delay, TEN);
    let chart = running.machine.chart();
    assert_eq!(chart.path(chart.slot_state(timer)), "waiting");
    assert_eq!(chart.slot_name(timer), "after.10s");
    assert_eq!(chart.slot_source(timer), None);
    assert_eq!(running.handle(&Input::Elapsed(timer)), Reception::Handled);
    assert_eq!(running.active(), ["over"]);
    assert_eq!(running.log(), ["over? elapsed"]);
    assert!(
        running.asked().is_empty(),
        "a timer that has run out is not stopped"
    );
}

#[test]
fn it_is_stopped_when_its_state_is_left() {
    let mut running = started(form());
    let timer = running.begun();
    running.send("leave");
    assert_eq!(running.asked(), [Effect::StopTimer(timer)]);
}

/// Stopping a timer can't take back what is queued already.
#[test]
fn a_timer_that_runs_out_too_late_does_nothing() {
    let mut running = started(form());
    let first = running.begun();
    running.send("again");
    let second = running.begun();
    assert_ne!(first, second);
    assert_eq!(running.handle(&Input::Elapsed(first)), Reception::Late);
    assert_eq!(running.active(), ["waiting"]);
    assert_eq!(running.handle(&Input::Elapsed(second)), Reception::Handled);
    running.send("back");
    assert_eq!(running.handle(&Input::Elapsed(second)), Reception::Late);
}

#[test]
fn a_timer_runs_out_once() {
    let waiting = state("waiting").after(TEN, when("no").to("over"));
    let mut running = started(Form::new("chart").state(waiting).state(state("over")));
    let timer = running.begun();
    assert_eq!(
        running.handle(&Input::Elapsed(timer)),
        Reception::Ignored,
        "no guard holds"
    );
    assert_eq!(running.handle(&Input::Elapsed(timer)), Reception::Late);
}

#[test]
fn transitions_with_the_same_delay_share_a_timer() {
    let waiting = state("waiting")
        .after(TEN, when("no").to("one"))
        .after(TEN, to("two"))
        .after(2 * TEN, to("one"));
    let form = Form::new("chart")
        .state(waiting)
        .state(state("one"))
        .state(state("two"));
    let mut running = started(form);
    let started: Vec<_> = running.asked();
    let [Effect::StartTimer { timer, .. }, Effect::StartTimer { .. }] = started[..] else {
        panic!("two timers are started");
    };
    running.handle(&Input::Elapsed(timer));
    assert_eq!(running.active(), ["two"]);
}

#[test]
fn a_result_is_not_that_of_a_timer() {
    let mut running = started(form());
    let timer = running.begun();
    assert_eq!(running.handle(&Input::Done(timer, 1)), Reception::Late);
    assert_eq!(running.active(), ["waiting"]);
    assert_eq!(
        running.handle(&Input::Elapsed(timer)),
        Reception::Handled,
        "it still runs"
    );
}
