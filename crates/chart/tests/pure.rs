//! What a chart would do can be asked without doing it.

mod common;

use common::{compiled, noting};
use leptos_state_chart::form::{
    deep_history, final_state, history, parallel, run, state, to, when, Form,
};
use leptos_state_chart::{Effects, Input, Reception, StateKind, Status};

fn form() -> Form {
    Form::new("chart")
        .events(["go", "never", "next", "reset", "stop", "unused"])
        .on("reset", to("a"))
        .state(
            state("a")
                .entry("enter a")
                .on("go", when("no").to("b"))
                .on("go", to("b").run("raise next"))
                .on("never", when("no").to("b"))
                .on("load.*", run("load"))
                .ignore("stop"),
        )
        .state(state("b").always(to("c")))
        .state(state("c").on("next", to("d").run("next")))
        .state(state("d").on("*", run("any")))
}

fn event(name: &str) -> Input<String, i32> {
    Input::Event(name.to_owned())
}

#[test]
fn a_machine_is_made_and_started_in_two_steps() {
    let machine = noting(compiled(&form()));
    let mut snapshot = machine.create(Vec::new());
    let mut effects = Effects::new();
    assert_eq!(snapshot.status(), Status::New);
    assert_eq!(machine.chart().active(&snapshot).count(), 0);
    let early = machine.send(&mut snapshot, &"go".to_owned(), &mut effects);
    assert_eq!(early, Ok(Reception::Unhandled), "nothing is active");
    machine.start(&mut snapshot, &mut effects).unwrap();
    assert_eq!(snapshot.context, ["enter a"]);
    machine.start(&mut snapshot, &mut effects).unwrap();
    assert_eq!(snapshot.context, ["enter a"], "it is started once");
    assert_eq!(snapshot, machine.initial(Vec::new()).unwrap().snapshot);
}

#[test]
fn a_transition_leaves_the_snapshot_as_it_was() {
    let machine = noting(compiled(&form()));
    let before = machine.initial(Vec::new()).unwrap().snapshot;
    let kept = before.clone();
    let after = machine.transition(&before, &event("go")).unwrap();
    assert_eq!(before, kept);
    assert_eq!(after.reception, Reception::Handled);
    assert_eq!(after.snapshot.context, ["enter a", "raise next", "next"]);
    assert_eq!(after, machine.transition(&before, &event("go")).unwrap());
}

#[test]
fn microsteps_show_the_way() {
    let machine = noting(compiled(&form()));
    let before = machine.initial(Vec::new()).unwrap().snapshot;
    let steps = machine.microsteps(&before, &event("go")).unwrap();
    let chart = machine.chart();
    let way: Vec<_> = steps
        .iter()
        .map(|step| {
            let innermost = chart.active(&step.snapshot).last().unwrap();
            (step.event.as_str(), chart.path(innermost))
        })
        .collect();
    assert_eq!(way, [("go", "b"), ("go", "c"), ("next", "d")]);
    assert!(machine
        .microsteps(&before, &event("unknown"))
        .unwrap()
        .is_empty());
}

#[test]
fn next_events_are_those_that_active_states_have_transitions_for() {
    let machine = noting(compiled(&form()));
    let a = machine.initial(Vec::new()).unwrap().snapshot;
    assert_eq!(machine.next_events(&a), ["go", "never", "reset", "load.*"]);
    let d = machine.transition(&a, &event("go")).unwrap().snapshot;
    let all = [
        "go", "never", "next", "reset", "stop", "unused", "load.*", "*",
    ];
    assert_eq!(machine.next_events(&d), all);
    assert!(machine.next_events(&machine.create(Vec::new())).is_empty());
}

#[test]
fn can_asks_the_guards() {
    let machine = noting(compiled(&form()));
    let a = machine.initial(Vec::new()).unwrap().snapshot;
    let can = |event: &str| machine.can(&a, &event.to_owned());
    assert!(can("go") && can("reset") && can("load.more"));
    assert!(!can("never"), "its guard does not hold");
    assert!(!can("stop"), "it is ignored");
    assert!(!can("unknown"));
    assert!(!machine.can(&machine.create(Vec::new()), &"go".to_owned()));
}

#[test]
fn states_have_paths_parents_tags_and_notes() {
    let form = Form::new("chart").state(
        parallel("both")
            .tag("busy")
            .state(state("a").meta("title", "The first").tag("calm"))
            .state(
                state("b")
                    .state(final_state("end"))
                    .state(history("last"))
                    .state(deep_history("all")),
            ),
    );
    let machine = noting(compiled(&form));
    let chart = machine.chart();
    assert_eq!((chart.name(), chart.version()), ("chart", 1));
    let paths: Vec<_> = chart.states().map(|state| chart.path(state)).collect();
    let inside_b = ["both.b.end", "both.b.last", "both.b.all"];
    assert_eq!(paths[..4], ["", "both", "both.a", "both.b"]);
    assert_eq!(paths[4..], inside_b);
    let kinds: Vec<_> = chart.states().map(|state| chart.kind(state)).collect();
    assert_eq!(
        kinds,
        [
            StateKind::Compound,
            StateKind::Parallel,
            StateKind::Atomic,
            StateKind::Compound,
            StateKind::Final,
            StateKind::Shallow,
            StateKind::Deep,
        ]
    );
    let a = chart.state("both.a").unwrap();
    assert_eq!(chart.parent(a), chart.state("both"));
    assert_eq!(chart.parent(chart.state("").unwrap()), None);
    assert_eq!(chart.meta(a, "title"), Some("The first"));
    assert_eq!(chart.meta(a, "colour"), None);
    assert_eq!(chart.tags(a).collect::<Vec<_>>(), ["calm"]);
    assert_eq!(
        chart.state("a"),
        None,
        "a path begins at the outermost state"
    );
    let started = machine.initial(Vec::new()).unwrap().snapshot;
    assert!(chart.has_tag(&started, "busy") && chart.has_tag(&started, "calm"));
    assert!(!chart.has_tag(&started, "other"));
    let new = machine.create(Vec::new());
    assert!(!chart.has_tag(&new, "busy") && !chart.is_active(&new, a));
}
