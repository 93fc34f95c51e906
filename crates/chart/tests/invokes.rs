//! Work that is under way while a state is active (SCXML 6.4).

mod common;

use common::started;
use leptos_state_chart::form::{invoke, parallel, run, state, to, Form};
use leptos_state_chart::{Effect, Input, Reception};

fn form() -> Form {
    let loading = state("loading")
        .invoke(invoke("http.get").id("fetch"))
        .invoke_done("fetch", to("loaded").run("loaded?"))
        .invoke_failed("fetch", to("failed").run("failed?"))
        .on("cancel", to("failed"))
        .on("again", to("loading"));
    Form::new("chart")
        .state(loading)
        .state(state("loaded"))
        .state(state("failed"))
}

#[test]
fn it_begins_when_the_macrostep_ends_and_hands_over_its_result() {
    let mut running = started(form());
    let [Effect::StartTask { task }] = running.asked()[..] else {
        panic!("one invoke begins");
    };
    let chart = running.machine.chart();
    assert_eq!(chart.path(chart.slot_state(task)), "loading");
    assert_eq!(
        (chart.slot_name(task), chart.slot_source(task)),
        ("fetch", Some("http.get"))
    );
    assert_eq!(running.handle(&Input::Done(task, 5)), Reception::Handled);
    assert_eq!(running.active(), ["loaded"]);
    assert_eq!(running.log(), ["loaded? fetch gave 5"]);
    assert!(running.asked().is_empty(), "what has ended is not stopped");
}

#[test]
fn it_may_fail() {
    let mut running = started(form());
    let task = running.begun();
    assert_eq!(
        running.handle(&Input::Failed(task, 404)),
        Reception::Handled
    );
    assert_eq!(running.log(), ["failed? fetch failed with 404"]);
    assert_eq!(running.active(), ["failed"]);
}

#[test]
fn it_is_stopped_when_its_state_is_left_and_its_result_comes_too_late() {
    let mut running = started(form());
    let task = running.begun();
    running.send("cancel");
    assert_eq!(running.asked(), [Effect::StopTask(task)]);
    assert_eq!(running.handle(&Input::Done(task, 5)), Reception::Late);
    assert_eq!(running.active(), ["failed"]);
}

#[test]
fn entering_anew_is_another_turn() {
    let mut running = started(form());
    let first = running.begun();
    running.send("again");
    let second = running.begun();
    assert_eq!(running.handle(&Input::Done(first, 1)), Reception::Late);
    assert_eq!(running.handle(&Input::Done(second, 2)), Reception::Handled);
}

#[test]
fn what_a_macrostep_only_passes_through_invokes_nothing() {
    let passing = state("passing").invoke(invoke("never")).always(to("rest"));
    let form = Form::new("chart")
        .state(state("a").on("go", to("passing")))
        .state(passing)
        .state(state("rest").invoke(invoke("sleep")));
    let mut running = started(form);
    running.send("go");
    let task = running.begun();
    assert_eq!(running.machine.chart().slot_name(task), "sleep");
}

#[test]
fn invokes_begin_in_document_order() {
    let both = parallel("both")
        .state(state("a").invoke(invoke("one")).invoke(invoke("two")))
        .state(state("b").invoke(invoke("three")));
    let mut running = started(Form::new("chart").state(both));
    let chart = running.machine.chart().clone();
    let names = running.asked().into_iter().map(|effect| match effect {
        Effect::StartTask { task } => chart.slot_name(task).to_owned(),
        other => panic!("{other:?}"),
    });
    assert_eq!(names.collect::<Vec<_>>(), ["one", "two", "three"]);
}

/// Two regions may invoke the same; a result goes to the one whose it is.
#[test]
fn a_result_is_for_the_state_that_asked() {
    let region = |name: &str| {
        state(name)
            .invoke(invoke("fetch"))
            .invoke_done("fetch", run(format!("{name} has it")))
    };
    let both = parallel("both").state(region("a")).state(region("b"));
    let mut running = started(Form::new("chart").state(both));
    let second = running.begun();
    running.handle(&Input::Done(second, 1));
    assert_eq!(running.log(), ["b has it"]);
}

#[test]
fn results_can_be_described_by_name() {
    let form = Form::new("chart")
        .on("done.invoke.*", run("done?"))
        .on("error.invoke.fetch", run("failed?"))
        .state(state("a").invoke(invoke("fetch")).invoke(invoke("other")));
    let mut running = started(form);
    let tasks: Vec<_> = running.asked();
    let [Effect::StartTask { task: fetch }, Effect::StartTask { task: other }] = tasks[..] else {
        panic!("two invokes begin");
    };
    running.handle(&Input::Failed(fetch, 1));
    running.handle(&Input::Done(other, 2));
    assert_eq!(
        running.log(),
        ["failed? fetch failed with 1", "done? other gave 2"]
    );
}

#[test]
fn a_failure_that_nobody_takes_is_told() {
    let form = Form::new("chart").state(state("a").invoke(invoke("fetch")));
    let mut running = started(form);
    let task = running.begun();
    assert_eq!(
        running.handle(&Input::Failed(task, 1)),
        Reception::Unhandled
    );
    let told = Effect::Failed {
        event: "error.invoke.fetch".to_owned(),
        error: None,
    };
    assert_eq!(running.asked(), [told]);
    let mut running = started(Form::new("chart").state(state("a").invoke(invoke("fetch"))));
    let task = running.begun();
    assert_eq!(running.handle(&Input::Done(task, 1)), Reception::Ignored);
}
