//! Transitions without an event, events that a machine raises itself, and the end of a macrostep (SCXML 3.13, 4.2).

mod common;

use common::{compiled, noting, started};
use leptos_state_chart::form::{not, parallel, run, state, to, when, within, Form};
use leptos_state_chart::{Effects, Input};

#[test]
fn they_are_taken_as_soon_as_their_guard_holds() {
    let form = Form::new("chart")
        .state(state("a").on("go", to("b")))
        .state(
            state("b")
                .always(when("no").to("a"))
                .always(when("yes").to("c").run("always?")),
        )
        .state(state("c"));
    let mut running = started(form);
    running.send("go");
    assert_eq!(running.active(), ["c"]);
    assert_eq!(
        running.log(),
        ["always? go"],
        "for the reason of the microstep before"
    );
}

#[test]
fn they_come_before_events_that_were_raised() {
    let form = Form::new("chart")
        .state(
            state("a")
                .on("go", to("b").run("raise x"))
                .on("x", run("x in a")),
        )
        .state(state("b").on("x", run("x in b")).always(to("c")))
        .state(state("c").on("x", run("x in c")));
    let mut running = started(form);
    running.send("go");
    assert_eq!(running.log(), ["raise x", "x in c"]);
}

#[test]
fn raised_events_are_handled_in_their_order_before_the_macrostep_ends() {
    let form = Form::new("chart").state(
        state("a")
            .on("go", run(["raise x", "raise y"]))
            .on("x", run("raise z"))
            .on("y", run("y"))
            .on("z", run("z")),
    );
    let mut running = started(form);
    running.send("go");
    assert_eq!(running.log(), ["raise x", "raise y", "raise z", "y", "z"]);
}

#[test]
fn they_are_asked_again_whenever_something_has_changed() {
    let watching = state("watching").always(when(within("on")).to("seen").run("seen"));
    let both = parallel("both")
        .state(
            state("switch")
                .state(state("off").on("switch", to("on")))
                .state(state("on")),
        )
        .state(state("watcher").state(watching).state(state("seen")));
    let mut running = started(Form::new("chart").state(both));
    assert!(running.log().is_empty());
    running.send("switch");
    assert_eq!(running.log(), ["seen"]);
}

fn endless() -> Form {
    Form::new("chart")
        .state(state("rest").on("go", to("ping").run("go")))
        .state(state("ping").always(to("pong")))
        .state(state("pong").always(to("ping")))
}

#[test]
fn a_macrostep_that_does_not_end_is_an_error() {
    let machine = noting(compiled(&endless()));
    let before = machine.initial(Vec::new()).unwrap().snapshot;
    let go = Input::Event("go".to_owned());
    let error = machine.transition(&before, &go).unwrap_err();
    assert_eq!(error.limit(), 1_000);
    assert_eq!(
        error.to_string(),
        "chart `chart` did not come to rest within 1000 microsteps; active are then: pong"
    );
    assert_eq!(machine.microsteps(&before, &go).unwrap_err(), error);
}

#[test]
fn the_limit_counts_microsteps() {
    let form = |limit| {
        let form = Form::new("chart").microstep_limit(limit);
        form.state(state("a").on("go", to("b")))
            .state(state("b").always(to("c")))
            .state(state("c").always(to("d")))
            .state(state("d"))
    };
    let run = |limit| {
        let machine = noting(compiled(&form(limit)));
        let mut snapshot = machine.create(Vec::new());
        let mut effects = Effects::new();
        machine.start(&mut snapshot, &mut effects).unwrap();
        machine.send(&mut snapshot, &"go".to_owned(), &mut effects)
    };
    assert!(run(3).is_ok());
    assert_eq!(run(2).unwrap_err().active(), ["c"]);
}

/// What was raised and not yet handled is given up with the macrostep; the machine is between two microsteps and goes on.
#[test]
fn a_machine_can_be_used_after_the_error() {
    let form = Form::new("chart")
        .microstep_limit(5)
        .state(state("a").on("go", run("raise go")).on("leave", to("b")))
        .state(state("b").on("go", run("b has it")));
    let machine = noting(compiled(&form));
    let mut snapshot = machine.create(Vec::new());
    let mut effects = Effects::new();
    machine.start(&mut snapshot, &mut effects).unwrap();
    assert!(machine
        .send(&mut snapshot, &"go".to_owned(), &mut effects)
        .is_err());
    assert_eq!(snapshot.context.len(), 5);
    snapshot.context.clear();
    machine
        .send(&mut snapshot, &"leave".to_owned(), &mut effects)
        .unwrap();
    assert!(snapshot.context.is_empty(), "no event is left over");
}

#[test]
fn a_negated_guard_is_the_opposite() {
    let form = Form::new("chart")
        .state(
            state("a")
                .always(when(not(within("a"))).to("b"))
                .always(when(not("no")).to("c")),
        )
        .state(state("b"))
        .state(state("c"));
    assert_eq!(started(form).active(), ["c"]);
}
