//! Conditions: named ones, those about other states, and those made of others.

mod common;

use common::compiled;
use leptos_state_chart::form::{
    all, any, not, parallel, state, stay, to, when, within, Form, Guard,
};
use leptos_state_chart::{Input, Logic, Machine, Reception};

/// A machine with one event whose guard is `guard`; its context says which of the guards `a`, `b` and `c` hold.
fn machine(guard: Guard) -> Machine<&'static str, &'static str> {
    let form = Form::new("chart").state(state("only").on("go", when(guard)));
    let holds = |name: &'static str| {
        move |cx: &leptos_state_chart::GuardCx<'_, &str, &str>| cx.context.contains(name)
    };
    let logic = Logic::new()
        .guard("a", holds("a"))
        .guard("b", holds("b"))
        .guard("c", holds("c"));
    Machine::new(compiled(&form), logic).unwrap()
}

fn holds(guard: impl Into<Guard>, true_ones: &'static str) -> bool {
    let machine = machine(guard.into());
    let snapshot = machine.initial(true_ones).unwrap().snapshot;
    let reception = machine
        .transition(&snapshot, &Input::Event("go"))
        .unwrap()
        .reception;
    assert_eq!(
        machine.can(&snapshot, &"go"),
        reception == Reception::Handled
    );
    reception == Reception::Handled
}

#[test]
fn conditions_can_be_made_of_others() {
    assert!(holds("a", "a") && !holds("a", ""));
    assert!(holds(not("a"), "b") && !holds(not("a"), "a"));
    assert!(holds(all(["a", "b"]), "ab") && !holds(all(["a", "b"]), "b"));
    assert!(holds(any(["a", "b"]), "b") && !holds(any(["a", "b"]), "c"));
    let nested = || all([any(["a", "b"]), not(all(["b", "c"]))]);
    assert!(holds(nested(), "a") && holds(nested(), "ac") && holds(nested(), "b"));
    assert!(!holds(nested(), "bc") && !holds(nested(), "c"));
    assert!(holds(all::<&str>([]), "") && !holds(any::<&str>([]), "abc"));
}

#[test]
fn they_are_asked_in_order_and_no_more_than_needed() {
    let form = Form::new("chart").state(
        state("only")
            .on("all", when(all(["no", "panics"])))
            .on("any", when(any(["yes", "panics"]))),
    );
    let logic = Logic::<(), &str>::new()
        .guard("yes", |_| true)
        .guard("no", |_| false)
        .guard("panics", |_| panic!("it is not asked"));
    let machine = Machine::new(compiled(&form), logic).unwrap();
    let snapshot = machine.initial(()).unwrap().snapshot;
    assert!(!machine.can(&snapshot, &"all"));
    assert!(machine.can(&snapshot, &"any"));
}

#[test]
fn a_guard_sees_the_event_and_the_context() {
    let form = Form::new("chart")
        .state(state("a").on("*", when("names the context").to("b")))
        .state(state("b"));
    let logic =
        Logic::<&str, &str>::new().guard("names the context", |cx| cx.event() == Some(cx.context));
    let machine = Machine::new(compiled(&form), logic).unwrap();
    let snapshot = machine.initial("x").unwrap().snapshot;
    assert!(!machine.can(&snapshot, &"y"));
    assert!(machine.can(&snapshot, &"x"));
}

/// All guards are asked before anything is done, also those of other regions.
#[test]
fn guards_see_what_is_active_before_the_microstep() {
    let region = |name: &str, other: &str| {
        let (off, on) = (format!("{name}_off"), format!("{name}_on"));
        let other_off = within(format!("{other}_off"));
        state(name)
            .state(state(&off).on("go", when(other_off).to(on.as_str())))
            .state(state(&on))
    };
    let both = parallel("both")
        .state(region("a", "b"))
        .state(region("b", "a"));
    let form = Form::new("chart")
        .state(both)
        .on("x", stay())
        .on("out", to("both"));
    let machine = Machine::new(compiled(&form), Logic::<(), &str>::new()).unwrap();
    let snapshot = machine.initial(()).unwrap().snapshot;
    let after = machine
        .transition(&snapshot, &Input::Event("go"))
        .unwrap()
        .snapshot;
    let chart = machine.chart();
    for path in ["both.a.a_on", "both.b.b_on"] {
        assert!(
            chart.is_active(&after, chart.state(path).unwrap()),
            "{path}"
        );
    }
}

#[test]
fn they_are_printed_as_they_are_written() {
    let both = || any([within("b"), "x".into()]);
    for (guard, printed) in [
        (Guard::from("x"), "x"),
        (not(within("a.b")), "!in a.b"),
        (not(all(["x", "y"])), "!(x && y)"),
        (all([both(), not("z")]), "(in b || x) && !z"),
        (any([all([both()]), "y".into()]), "(in b || x) || y"),
        (all(["x"]), "x"),
        (all::<Guard>([]), "true"),
        (any::<Guard>([]), "false"),
    ] {
        assert_eq!(guard.to_string(), printed, "{guard:?}");
    }
}
