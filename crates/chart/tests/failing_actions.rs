//! An action that fails ends its block and raises an event (SCXML 4.9); what was done before stays.

mod common;

use common::started;
use leptos_state_chart::form::{final_state, run, state, to, Form};
use leptos_state_chart::{ActionError, Effect, Reception};

#[test]
fn the_rest_of_the_block_is_left_out_and_other_blocks_are_not() {
    let a = state("a")
        .exit(["leave", "fail"])
        .exit("leave still")
        .on("go", to("b").run(["before", "fail go", "after"]));
    let b = state("b").entry(["fail b", "never"]).entry("enter still");
    let mut running = started(Form::new("chart").state(a).state(b));
    assert_eq!(running.send("go"), Reception::Handled);
    assert_eq!(
        running.log(),
        [
            "leave",
            "fail",
            "leave still",
            "before",
            "fail go",
            "fail b",
            "enter still"
        ]
    );
    assert_eq!(
        running.active(),
        ["b"],
        "the transition is taken all the same"
    );
}

#[test]
fn an_error_is_an_event() {
    let form = Form::new("chart")
        .state(
            state("a")
                .on("go", run("fail"))
                .on("error.fail", to("b").run("why?")),
        )
        .state(state("b"));
    let mut running = started(form);
    running.send("go");
    assert_eq!(running.log(), ["fail", "why? fail: it broke"]);
    assert_eq!(running.active(), ["b"]);
    assert!(running.asked().is_empty());
}

#[test]
fn an_error_that_nobody_takes_is_told() {
    let told = Effect::Failed {
        event: "error.fail".to_owned(),
        error: Some(ActionError::new("it broke")),
    };
    let mut running = started(Form::new("chart").state(state("a").on("go", run("fail"))));
    running.send("go");
    assert_eq!(running.asked(), std::slice::from_ref(&told));

    let form = Form::new("chart")
        .state(state("a").on("go", to("end")))
        .state(final_state("end").exit("fail"));
    let mut running = started(form);
    running.send("go");
    assert_eq!(
        running.asked(),
        [told],
        "also when the machine has finished"
    );
}
