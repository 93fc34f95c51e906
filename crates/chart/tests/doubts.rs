//! What can run and is surely not meant is found when one asks for it.

use std::time::Duration;

use leptos_state_chart::form::{
    deep_history, final_state, history, parallel, run, state, stay, to, when, Form,
};

fn doubts(form: &Form) -> Vec<String> {
    form.compile().expect("the form can run");
    match form.check() {
        Ok(()) => Vec::new(),
        Err(errors) => {
            let lines = errors.iter().map(ToString::to_string);
            lines.collect()
        }
    }
}

#[test]
fn states_that_nothing_leads_to() {
    let form = Form::new("chart")
        .state(state("a").on("go", to("b")))
        .state(
            state("b")
                .state(state("b1"))
                .state(state("b2").on("x", to("c"))),
        )
        .state(state("c").state(state("c1")))
        .state(state("d").on("go", to("d")));
    assert_eq!(
        doubts(&form),
        [
            "state `b.b2`: nothing leads to it",
            "state `c`: nothing leads to it",
            "state `d`: nothing leads to it"
        ]
    );
}

#[test]
fn every_way_in_counts() {
    let both = parallel("both")
        .state(state("r").state(state("r1")).state(state("r2")))
        .state(
            state("s")
                .initial("s2")
                .state(state("s1"))
                .state(state("s2").on("x", to("s1"))),
        )
        .state(history("last").initial("r2"));
    let form = Form::new("chart")
        .on("out", to("a"))
        .state(
            state("a")
                .on("back", to("last"))
                .after(Duration::from_secs(1), to("both")),
        )
        .state(both.always(when("g").to("end")))
        .state(final_state("end"));
    assert_eq!(doubts(&form), [""; 0]);
}

#[test]
fn transitions_that_are_hidden() {
    let hidden = "it is never taken: earlier ones are for the same events without a condition";
    let form = Form::new("chart").state(
        state("a")
            .on("x", stay())
            .on("x", run("too late"))
            .on("y", when("g"))
            .on("y", stay())
            .on("y z", stay())
            .on("load.*", stay())
            .on("load.more load", stay())
            .ignore("noise")
            .on("noise", stay())
            .on("*", stay())
            .on("anything", stay()),
    );
    assert_eq!(
        doubts(&form),
        ["x", "load.more load", "noise", "anything"]
            .map(|event| format!("state `a`, `on {event}`: {hidden}"))
    );
}

#[test]
fn histories_that_are_asked_from_inside() {
    let form = |history| {
        let outer = state("outer")
            .on("again", to("last"))
            .on("back", to("last").internal())
            .state(state("a").on("go", to("last")))
            .state(history);
        Form::new("chart").state(outer).on("reset", to("last"))
    };
    for history in [history("last"), deep_history("last")] {
        let why = "`outer.last` remembers nothing of what is active until its parent is left, and this transition does not leave it";
        assert_eq!(
            doubts(&form(history)),
            [
                format!("state `outer`, `on back`: {why}"),
                format!("state `outer.a`, `on go`: {why}"),
            ]
        );
    }
    let regions = parallel("both")
        .state(state("r").on("x", to("last")))
        .state(state("s"))
        .state(history("last"));
    assert_eq!(doubts(&Form::new("chart").state(regions)), [""; 0]);
}

#[test]
fn what_is_wrong_is_wrong_here_too() {
    let form = Form::new("chart").state(state("a").on("go", to("b")));
    assert_eq!(form.check(), form.compile().map(drop));
}
