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
fn microsteps_name_the_transitions_that_were_taken() {
    let form = Form::new("chart")
        .always_after_each_event()
        .state(
            parallel("both")
                .on("away", to("rest"))
                .state(
                    state("left")
                        .state(
                            state("a")
                                .ignore("go")
                                .on("go", to("b"))
                                .on("both", to("b")),
                        )
                        .state(state("b").on("away", when("no").to("a"))),
                )
                .state(
                    state("right")
                        .on("both", run("note"))
                        .state(state("c").on("go", to("d")))
                        .state(state("d").always(when("no").to("c")).always(to("e")))
                        .state(state("e")),
                ),
        )
        .state(state("rest").always(to("end")))
        .state(final_state("end"));
    let machine = noting(compiled(&form));
    let taken = |after: &[&str], name: &str| {
        let mut snapshot = machine.initial(Vec::new()).unwrap().snapshot;
        for name in after {
            snapshot = machine
                .transition(&snapshot, &event(name))
                .unwrap()
                .snapshot;
        }
        let steps = machine.microsteps(&snapshot, &event(name)).unwrap();
        let taken = steps.into_iter().map(|step| {
            let taken = step.taken.iter();
            let taken = taken.map(|(state, place)| format!("{state} {place}"));
            taken.collect::<Vec<_>>().join(", ")
        });
        taken.collect::<Vec<_>>()
    };
    assert_eq!(taken(&[], "both"), ["both.left.a 2, both.right 0"]);
    assert_eq!(taken(&[], "go"), ["both.right.c 0", "both.right.d 1"]);
    assert_eq!(taken(&["both"], "away"), ["both 0", "rest 0"]);
    assert_eq!(taken(&["away"], "away"), [""; 0], "it has finished");
}

#[test]
fn starting_has_microsteps_too() {
    let form = Form::new("chart")
        .initial("b")
        .state(state("a").entry("enter a"))
        .state(state("b").always(to("a").run("leave b")));
    let machine = noting(compiled(&form));
    let steps = machine.first_microsteps(Vec::new()).unwrap();
    assert_eq!(steps[0].taken, []);
    assert_eq!(steps[1].taken, [("b".to_owned(), 0)]);
    assert_eq!(steps[1].event, "start");
    assert_eq!(steps[1].snapshot.context, ["leave b", "enter a"]);
    assert_eq!(steps.len(), 2);
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
