//! Final states, the events that tell of them with their data, and machines that have finished (SCXML 3.7).

mod common;

use common::started;
use leptos_state_chart::form::{final_state, parallel, state, to, Form, State};
use leptos_state_chart::{Reception, Status};

#[test]
fn a_state_whose_final_state_is_entered_has_finished() {
    let work = state("work")
        .state(state("doing").on("end", to("ended")))
        .state(final_state("ended"))
        .done(to("rest").run("done?"));
    let mut running = started(Form::new("chart").state(work).state(state("rest")));
    running.send("end");
    assert_eq!(running.active(), ["rest"]);
    assert_eq!(running.log(), ["done? done work None"]);
}

#[test]
fn a_final_state_hands_over_data() {
    let work = state("work")
        .state(state("doing").on("end", to("ended")))
        .state(final_state("ended").data("seven").entry("enter ended"))
        .done(to("rest").run("done?"));
    let mut running = started(Form::new("chart").state(work).state(state("rest")));
    running.send("end");
    assert_eq!(running.log(), ["enter ended", "done? done work Some(7)"]);
}

#[test]
fn other_states_can_wait_for_it_by_name() {
    let work = state("work")
        .state(state("doing").on("end", to("ended")))
        .state(final_state("ended"));
    let form = Form::new("chart")
        .on("done.state.work", to("rest"))
        .state(work)
        .state(state("rest"));
    let mut running = started(form);
    running.send("end");
    assert_eq!(running.active(), ["rest"]);
}

fn runner(name: &str) -> State {
    let end = format!("{name} end").replace(' ', "_");
    state(name)
        .state(
            state(format!("{name}_run"))
                .on(name, to(end.as_str()))
                .on("all", to(end.as_str())),
        )
        .state(final_state(end))
}

#[test]
fn a_parallel_state_has_finished_when_all_its_regions_have() {
    let both = parallel("both")
        .state(runner("a"))
        .state(runner("b"))
        .done(to("rest").run("done?"));
    let mut running = started(Form::new("chart").state(both).state(state("rest")));
    running.send("b");
    assert!(running.log().is_empty());
    running.send("a");
    assert_eq!(running.log(), ["done? done both None"]);
}

#[test]
fn it_finishes_once_when_all_regions_finish_together() {
    let both = parallel("both")
        .state(runner("a"))
        .state(runner("b"))
        .done(leptos_state_chart::form::run("done?"));
    let mut running = started(Form::new("chart").state(both));
    running.send("all");
    assert_eq!(running.log(), ["done? done both None"]);
}

fn nested() -> Form {
    let inner = parallel("inner").state(runner("a")).state(runner("b"));
    let outer = parallel("outer")
        .state(inner)
        .state(runner("c"))
        .done(to("rest"));
    Form::new("chart").state(outer).state(state("rest"))
}

#[test]
fn an_outer_parallel_state_finishes_whichever_region_comes_last() {
    for last in ["a", "b", "c"] {
        let mut running = started(nested());
        for event in ["a", "b", "c"].into_iter().filter(|event| *event != last) {
            running.send(event);
        }
        assert!(!running.is_active("rest"));
        running.send(last);
        assert_eq!(running.active(), ["rest"], "{last} is last");
    }
}

/// Appendix D looks one level up only.
#[test]
fn documents_can_ask_for_scxml_s_own_rule() {
    let mut running = started(nested().strict_scxml());
    for event in ["c", "a", "b"] {
        running.send(event);
    }
    assert!(!running.is_active("rest"));
    let mut running = started(nested().strict_scxml());
    for event in ["a", "b", "c"] {
        running.send(event);
    }
    assert!(running.is_active("rest"));
}

fn ending() -> Form {
    let work = state("work").exit("leave work").state(
        state("doing")
            .exit("leave doing")
            .on("end", to("ended").run("end")),
    );
    Form::new("chart")
        .root(|root| root.exit("leave all"))
        .state(work)
        .state(
            final_state("ended")
                .data("seven")
                .entry("enter ended")
                .exit("leave ended"),
        )
}

#[test]
fn an_outermost_final_state_finishes_the_machine() {
    let mut running = started(ending());
    assert_eq!(running.snapshot.status(), Status::Running);
    running.send("end");
    assert_eq!(running.snapshot.status(), Status::Finished);
    assert_eq!(running.snapshot.output(), Some(&7));
    assert_eq!(
        running.log(),
        [
            "leave doing",
            "leave work",
            "end",
            "enter ended",
            "leave ended",
            "leave all"
        ]
    );
    assert_eq!(
        running.active(),
        ["ended"],
        "what was active at the end can be looked at"
    );
}

#[test]
fn a_finished_machine_takes_nothing() {
    let mut running = started(ending().on("end", to("work")));
    running.send("end");
    running.log();
    assert_eq!(running.send("end"), Reception::Finished);
    assert!(running.log().is_empty());
    assert!(!running.machine.can(&running.snapshot, &"end".to_owned()));
    assert!(running.machine.next_events(&running.snapshot).is_empty());
}

#[test]
fn a_parallel_chart_finishes_when_all_its_regions_have() {
    let mut running = started(
        Form::parallel("chart")
            .state(runner("a"))
            .state(runner("b")),
    );
    running.send("a");
    assert_eq!(running.snapshot.status(), Status::Running);
    running.send("b");
    assert_eq!(running.snapshot.status(), Status::Finished);
    assert_eq!(running.snapshot.output(), None);
}

#[test]
fn a_machine_may_finish_as_it_starts() {
    let mut running = started(Form::new("chart").state(final_state("end").data("seven")));
    assert_eq!(running.snapshot.output(), Some(&7));
    assert_eq!(running.send("any"), Reception::Finished);
}
