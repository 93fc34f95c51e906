//! Properties are checked while a model is explored, and the result is that of the graph.

mod common;

use common::{counter, crossing, turnstile};
use leptos_state_chart::form::{run, state, to, Form};
use leptos_state_model::{Checker, Cut, End, FormModel, Model, Property, Verdict};

fn both_green() -> Property<FormModel> {
    Property::never("both are green", |node| {
        node.is_active("lights.north.green") && node.is_active("lights.east.green")
    })
}

#[test]
fn a_counterexample_is_as_short_as_there_is() {
    let verdict = Checker::of(crossing()).check(both_green());
    let example = verdict.counterexample().unwrap();
    assert_eq!(example.path.steps.len(), 3);
    assert_eq!(example.end, End::There);
    let same = crossing().explore().check(&both_green());
    let same = same.counterexample().unwrap();
    assert_eq!(same.path.steps.len(), example.path.steps.len());
}

#[test]
fn what_holds_is_said_to_hold() {
    let checker = Checker::of(turnstile());
    let verdict = checker.always("few coins", |node| node.state.context < 2);
    verdict.assert_holds();
}

#[test]
fn a_search_that_is_cut_short_says_so() {
    let checker = Checker::of(counter()).steps(5_000);
    let verdict = checker.always("it is on", |node| node.is_active("on"));
    let is_cut = matches!(verdict, Verdict::HoldsSoFar(Cut::Steps(5_000)));
    assert!(is_cut, "{verdict}");
}

/// Stateright itself does not see it.
#[test]
fn circles_are_counterexamples_of_what_is_to_be_at_some_time() {
    let round = || {
        let form = Form::new("round")
            .state(state("a").on("go", to("b")).on("note", run("note")))
            .state(state("b").on("go", to("a")).on("leave", to("c")))
            .state(state("c"));
        Checker::of(FormModel::of(form).unwrap())
    };
    let verdict = round().eventually("it comes to c", |node| node.is_active("c"));
    let example = verdict.counterexample().unwrap();
    assert!(matches!(example.end, End::Circle(_)));
    let fair = Property::fairly_eventually("it comes to c", |node| node.is_active("c"));
    round().check(fair).assert_holds();
}
