//! What differs between two versions of a chart, and what becomes of what was stored.

use std::time::Duration;

use leptos_state_analysis::{Change, Difference};
use leptos_state_chart::form::{
    all, any, final_state, invoke, not, parallel, run, state, to, when, within, Form,
};

fn lamp() -> Form {
    Form::new("lamp")
        .events(["switch", "dim"])
        .state(state("off").on("switch", to("on").run("light")))
        .state(
            state("on")
                .entry("hum")
                .on("switch", when("is_late").to("off"))
                .on("switch", to("off"))
                .state(state("bright").on("dim", to("dark")))
                .state(state("dark").on("dim", to("bright"))),
        )
}

fn said(old: &Form, new: &Form) -> Vec<String> {
    let difference = Difference::of(old, new).unwrap();
    difference.changes.iter().map(ToString::to_string).collect()
}

#[test]
fn the_same_is_the_same() {
    let difference = Difference::of(&lamp(), &lamp()).unwrap();
    assert!(difference.is_empty() && difference.restoring.is_safe());
    assert_eq!(
        difference.restoring.to_string(),
        "stored snapshots are restored as they are"
    );
    // The order of states says nothing as long as the first is.
    let mut other = lamp();
    other.root = other.root.initial("off");
    other.root.states.reverse();
    assert_eq!(said(&lamp(), &other), [""; 0]);
}

#[test]
fn what_states_do_is_compared() {
    let mut new = lamp().version(2);
    new.events = vec!["switch".into(), "break".into()];
    let on = &mut new.root.states[1];
    on.entry.clear();
    on.transitions.swap(0, 1);
    on.states[0].transitions[0] = to("dark").run("click");
    on.states[0].transitions[0].trigger =
        leptos_state_chart::form::Trigger::Events(vec!["dim".into()]);
    new.root.states[0] = new.root.states[0].clone().on("break", run("spark"));
    // `dim` is not declared any longer, so it is no event of the chart.
    new.events.push("dim".into());
    assert_eq!(
        said(&lamp(), &new),
        [
            "version 1 is version 2",
            "+ event `break`",
            "+ `off`: `on break / spark`",
            "~ `on`, entry: `hum` is nothing",
            "~ `on`: its transitions for one event come in another order",
            "~ `on.bright`: `on dim => on.dark` is `on dim / click => on.dark`"
        ]
    );
    let difference = Difference::of(&lamp(), &new).unwrap();
    assert!(difference.restoring.is_other_version);
    assert_eq!(difference.restoring.consequences, []);
    assert_eq!(
        difference.restoring.migration.as_deref(),
        Some("Migrations::new().from(1, |_| {})")
    );
}

#[test]
fn a_renamed_state_is_no_other_one() {
    let mut new = lamp();
    new.root.states[1].name = "lit".into();
    new.root.states[0].transitions[0].targets = vec!["lit".into()];
    let difference = Difference::of(&lamp(), &new).unwrap();
    assert_eq!(
        difference.changes,
        [Change::StateRenamed {
            from: "on".into(),
            to: "lit".into()
        }]
    );
    assert_eq!(
        difference.restoring.to_string(),
        "some stored snapshots can't be restored, and the version is the same: count it up and add a migration\n  \
         in `on.bright`: active: there is no state `on.bright`; it may be `lit.bright` now\n  \
         in `on.dark`: active: there is no state `on.dark`; it may be `lit.dark` now"
    );
    assert_eq!(
        difference.restoring.migration.as_deref(),
        Some("Migrations::new().from(1, |saved| {\n    saved.rename_state(\"on\", \"lit\");\n})")
    );
}

#[test]
fn what_was_stored_may_not_fit() {
    // An atomic state has become a compound one, and a region has come.
    let old = Form::new("both")
        .state(parallel("both").state(state("one").state(state("a"))))
        .state(state("other"))
        .on("go", to("other"));
    let new = Form::new("both")
        .state(
            parallel("both")
                .state(state("one").state(state("a")))
                .state(state("two").state(state("b"))),
        )
        .state(state("other").state(state("inner")))
        .on("go", to("other"));
    let difference = Difference::of(&old, &new).unwrap();
    let consequences: Vec<_> = difference
        .restoring
        .consequences
        .iter()
        .map(|consequence| format!("{}: {}", consequence.state, consequence.error))
        .collect();
    assert_eq!(
        consequences,
        [
            "both.one.a: active: nothing in `both.two` is active",
            "other: active: the state `other` can't stand here"
        ]
    );
    assert_eq!(
        said(&old, &new),
        [
            "+ state `both.two`",
            "+ state `both.two.b`",
            "+ state `other.inner`"
        ]
    );
}

#[test]
fn all_that_leads_somewhere_is_said_as_it_is_written() {
    let old = Form::new("all")
        .events(["go", "stay", "never"])
        .state(state("a").state(final_state("end")))
        .state(state("b").state(state("c").state(state("d"))));
    let mut new = old.clone();
    let all_of = all([within("b"), any(["x", "y"]), not("z")]);
    let work = invoke("fetch").id("second");
    new.root.states[0] = state("a")
        .state(final_state("end"))
        .on("go", to("b").when(all_of).run("act").internal())
        .always(when("x").to("b"))
        .after(Duration::from_secs(1), to("b"))
        .done(to("b"))
        .invoke(work)
        .invoke_done("second", to("b"))
        .invoke_failed("second", to("b"))
        .invoke_next("second", run("show"))
        .ignore("stay")
        .forbid("never");
    assert_eq!(
        said(&old, &new),
        [
            "~ `a`, invokes: nothing is `second (fetch)`",
            "+ `a`: `on go if in b && (x || y) && !z / act => internal b`",
            "+ `a`: `always if x => b`",
            "+ `a`: `after 1s => b`",
            "+ `a`: `done => b`",
            "+ `a`: `second done => b`",
            "+ `a`: `second error => b`",
            "+ `a`: `second next / show`",
            "+ `a`: `on stay ignore`",
            "+ `a`: `on never forbid`",
        ]
    );
    assert_eq!(
        said(&new, &old)[1],
        "- `a`: `on go if in b && (x || y) && !z / act => internal b`"
    );
}

#[test]
fn properties_of_the_chart_and_of_its_states_are_compared() {
    let mut new = lamp();
    new.name = "light".into();
    new.microstep_limit += 1;
    new.root.states[0].tags = vec!["dark".into()];
    new.root.states[0]
        .meta
        .insert("colour".into(), "black".into());
    new.root.states[1].states.remove(1);
    new.root.states[1].states[0].transitions.clear();
    let said = said(&lamp(), &new);
    let has = |text: &str| assert!(said.iter().any(|line| line.contains(text)), "{said:#?}");
    has("the chart `lamp` is called `light`");
    has("microstep limit: 1000 is 1001");
    has("~ `off`, tags: nothing is `dark`");
    has("~ `off`, meta: nothing is `colour = black`");
    has("- state `on.dark`");
    has("- `on.bright`: `on dim => on.dark`");
}
