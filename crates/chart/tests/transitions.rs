//! What a transition leaves and enters, and in which order (SCXML 3.5, 3.13).

mod common;

use common::started;
use leptos_state_chart::form::{parallel, run, state, stay, to, when, Form, State};
use leptos_state_chart::Reception;

/// A state that notes that it is entered and left.
fn noted(name: &str) -> State {
    state(name)
        .entry(format!("enter {name}"))
        .exit(format!("leave {name}"))
}

#[test]
fn states_are_left_from_the_inside_out_and_entered_from_the_outside_in() {
    let form = Form::new("chart")
        .state(noted("a").state(noted("a1").on("go", to("b2").run("go"))))
        .state(noted("b").state(noted("b1")).state(noted("b2")));
    let mut running = started(form);
    assert_eq!(running.log(), ["enter a", "enter a1"]);
    assert_eq!(running.send("go"), Reception::Handled);
    assert_eq!(
        running.log(),
        ["leave a1", "leave a", "go", "enter b", "enter b2"]
    );
    assert_eq!(running.active(), ["b.b2"]);
}

#[test]
fn an_external_transition_leaves_its_source_and_an_internal_one_does_not() {
    let outer = |transition| {
        let inner = noted("outer").state(noted("one")).state(noted("two"));
        let mut running = started(Form::new("chart").state(inner.on("go", transition)));
        running.log();
        running.send("go");
        assert_eq!(running.active(), ["outer.two"]);
        running.log()
    };
    assert_eq!(
        outer(to("two")),
        ["leave one", "leave outer", "enter outer", "enter two"]
    );
    assert_eq!(outer(to("two").internal()), ["leave one", "enter two"]);
}

#[test]
fn an_internal_transition_that_leads_outside_leaves_its_source() {
    let form = Form::new("chart")
        .state(noted("a").on("go", to("b").internal()))
        .state(noted("b"));
    let mut running = started(form);
    running.log();
    running.send("go");
    assert_eq!(running.log(), ["leave a", "enter b"]);
}

#[test]
fn a_transition_of_a_state_to_itself_enters_it_again() {
    let mut running = started(Form::new("chart").state(noted("a").on("again", to("a").run("act"))));
    running.log();
    running.send("again");
    assert_eq!(running.log(), ["leave a", "act", "enter a"]);
}

#[test]
fn a_transition_without_a_target_leaves_nothing() {
    let inner = noted("inner").on("handled", stay());
    let outer = noted("outer")
        .on("handled act", run(["one", "two"]))
        .state(inner);
    let mut running = started(Form::new("chart").state(outer));
    running.log();
    assert_eq!(running.send("act"), Reception::Handled);
    assert_eq!(running.log(), ["one", "two"]);
    assert_eq!(running.send("handled"), Reception::Handled);
    assert!(running.log().is_empty(), "the inner state has handled it");
}

#[test]
fn inner_states_come_before_outer_ones_and_earlier_transitions_before_later_ones() {
    let inner = state("inner")
        .on("go", when("no").run("inner, not allowed"))
        .on("go", when("yes").run("inner"))
        .on("go", run("inner, too late"))
        .on("other", when("no").run("inner"));
    let outer = state("outer").state(inner).on("go other", run("outer"));
    let mut running = started(Form::new("chart").state(outer));
    running.send("go");
    running.send("other");
    assert_eq!(running.log(), ["inner", "outer"]);
}

#[test]
fn the_outermost_state_s_transitions_hold_everywhere() {
    let form = Form::new("chart")
        .on("reset", to("a").run("reset"))
        .root(|root| root.entry("enter all").exit("leave all"))
        .state(noted("a").on("go", to("b")))
        .state(noted("b"));
    let mut running = started(form);
    assert_eq!(running.log(), ["enter all", "enter a"]);
    running.send("go");
    running.log();
    running.send("reset");
    assert_eq!(
        running.log(),
        ["leave b", "reset", "enter a"],
        "it is never left"
    );
}

#[test]
fn several_targets_are_entered_together_and_other_regions_by_default() {
    let region = |name: &str| {
        let inner = |index: u8| noted(&format!("{name}{index}"));
        noted(name).state(inner(1)).state(inner(2))
    };
    let form = Form::new("chart")
        .state(state("off").on("go", to(["c2", "a2"])))
        .state(
            parallel("on")
                .state(region("a"))
                .state(region("b"))
                .state(region("c")),
        );
    let mut running = started(form);
    running.send("go");
    let entered = [
        "enter a", "enter a2", "enter b", "enter b1", "enter c", "enter c2",
    ];
    assert_eq!(running.log(), entered, "in document order");
    assert_eq!(running.active(), ["on.a.a2", "on.b.b1", "on.c.c2"]);
}

#[test]
fn a_compound_state_begins_where_it_says_and_otherwise_in_its_first_state() {
    let form = Form::new("chart")
        .initial("b")
        .root(|root| root.initial_run("begin"))
        .state(noted("a"))
        .state(
            noted("b")
                .initial("deep")
                .initial_run("begin b")
                .state(noted("b1"))
                .state(noted("b2").state(noted("shallow")).state(noted("deep"))),
        );
    let mut running = started(form);
    assert_eq!(running.active(), ["b.b2.deep"]);
    assert_eq!(
        running.log(),
        ["begin", "enter b", "begin b", "enter b2", "enter deep"]
    );
    let form = Form::new("chart")
        .state(state("a").state(state("a1")))
        .state(state("b"));
    assert_eq!(started(form).active(), ["a.a1"]);
}

#[test]
fn the_nearest_state_of_a_name_is_meant() {
    let form = Form::new("chart")
        .state(
            state("a")
                .state(state("one").on("go", to("two")).on("out", to("b.two")))
                .state(state("two")),
        )
        .state(
            state("b")
                .state(state("one").on("go", to("two")))
                .state(state("two")),
        );
    let mut running = started(form.clone());
    running.send("go");
    assert_eq!(running.active(), ["a.two"]);
    let mut running = started(form);
    running.send("out");
    assert_eq!(running.active(), ["b.two"]);
}

/// Two regions, of which the first has transitions that are said not to leave the state `scope`.
fn with_scope(scope: &str) -> Form {
    let one = noted("one")
        .state(noted("a").on("across", to("two.d")))
        .state(noted("b"));
    let two = noted("two").state(noted("c")).state(noted("d"));
    let both = parallel("both").state(one).state(two);
    let mut form = Form::new("chart").state(both);
    let place = ("both.one.a".to_owned(), 0);
    form.scopes.insert(place, scope.to_owned());
    form
}

#[test]
fn a_form_can_say_what_a_transition_does_not_leave() {
    let mut running = started(with_scope("both.two"));
    running.log();
    running.send("across");
    assert_eq!(running.log(), ["leave c", "enter d"]);
    assert_eq!(running.active(), ["both.one.a", "both.two.d"]);
    let mut running = started(with_scope("both"));
    running.log();
    running.send("across");
    assert_eq!(
        running.log(),
        [
            "leave c",
            "leave two",
            "leave a",
            "leave one",
            "enter one",
            "enter a",
            "enter two",
            "enter d"
        ]
    );
}

#[test]
fn what_a_transition_does_not_leave_holds_its_targets_and_is_surely_active() {
    let refused = |form: Form| {
        let errors = form.compile().unwrap_err();
        let first = errors.iter().next().map(ToString::to_string);
        assert!(first.is_some_and(|first| first.contains("is no state that all targets")));
    };
    refused(with_scope("both.one"));
    refused(with_scope("nowhere"));
    // `b` may not be active where `go` is sent: what is inside of it would be entered without it.
    let mut form = Form::new("chart")
        .state(noted("a").on("go", to("b.inner")))
        .state(noted("b").state(noted("inner")));
    form.scopes.insert(("a".to_owned(), 0), "b".to_owned());
    refused(form);
}
