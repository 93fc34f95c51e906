//! Snapshots are small, are stored by names, and are restored without anything being entered again.

mod common;

use std::time::Duration;

use common::{compiled, noting, started};
use leptos_state_chart::form::{
    deep_history, final_state, history, invoke, parallel, state, to, Form, State,
};
use leptos_state_chart::{
    Effect, Effects, Input, Reception, RestoreError, Saved, Snapshot, Status,
};

fn region(name: &str) -> State {
    let (one, two) = (format!("{name}1"), format!("{name}2"));
    state(name)
        .state(state(&one).on(name, to(two.as_str())))
        .state(state(&two).entry(format!("enter {two}")))
}

fn form() -> Form {
    let both = parallel("both")
        .state(region("a"))
        .state(region("b").after(Duration::from_millis(1_500), to("away")))
        .state(deep_history("deep"))
        .state(history("shallow"))
        .invoke(invoke("watch"))
        .on("out", to("away"));
    Form::new("chart")
        .version(3)
        .state(both)
        .state(state("away").on("back", to("deep")).on("end", to("end")))
        .state(final_state("end").data("seven"))
}

const STORED: &str = r#"{"chart":"chart","version":3,"status":"running","active":["away"],"history":{"both.deep":["both.a.a2","both.b.b1"],"both.shallow":["both.a","both.b"]},"turns":{"both.b:after.1.5s":2,"both:watch":2},"context":["enter a2"]}"#;

#[test]
fn a_snapshot_is_stored_by_names() {
    let mut running = started(form());
    running.send("a");
    running.send("out");
    let saved = running.machine.chart().save(running.snapshot);
    assert_eq!(serde_json::to_string(&saved).unwrap(), STORED);
}

#[test]
fn what_is_restored_goes_on_as_if_nothing_had_happened() {
    let machine = noting(compiled(&form()));
    let saved: Saved<Vec<String>, i32> = serde_json::from_str(STORED).unwrap();
    let snapshot = machine.chart().restore(saved).unwrap();
    let back = machine
        .transition(&snapshot, &Input::Event("back".to_owned()))
        .unwrap();
    let active: Vec<_> = machine.chart().save(back.snapshot).active;
    assert_eq!(active, ["both.a.a2", "both.b.b1"]);
}

#[test]
fn restoring_enters_nothing_and_resuming_asks_for_what_was_under_way() {
    let mut running = started(form());
    running.send("a");
    let mut begun = running.asked();
    let chart = running.machine.chart();
    let saved = chart.save(running.snapshot.clone());
    let restored: Snapshot<Vec<String>, i32> = chart.restore(saved).unwrap();
    assert_eq!(restored, running.snapshot);
    assert_eq!(restored.context, ["enter a2"]);
    let mut effects = Effects::new();
    running.machine.resume(&restored, &mut effects);
    let mut resumed: Vec<_> = effects.drain().collect();
    let key = |effect: &Effect<String, i32>| format!("{effect:?}");
    resumed.sort_by_key(key);
    begun.sort_by_key(key);
    assert_eq!(
        resumed, begun,
        "the same timer and the same invoke, in the same turn"
    );
}

#[test]
fn nothing_is_resumed_that_has_ended() {
    let mut running = started(form());
    let (timer, task) = match running.asked()[..] {
        [Effect::StartTimer { timer, .. }, Effect::StartTask { task }] => (timer, task),
        ref other => panic!("{other:?}"),
    };
    assert_eq!(running.handle(&Input::Done(task, 1)), Reception::Ignored);
    let mut effects: Effects<String, i32> = Effects::new();
    running.machine.resume(&running.snapshot, &mut effects);
    assert!(
        matches!(effects.as_slice(), [Effect::StartTimer { timer: again, .. }] if *again == timer)
    );
    effects.clear();
    running.send("out");
    running.machine.resume(&running.snapshot, &mut effects);
    running
        .machine
        .resume(&running.machine.create(Vec::new()), &mut effects);
    assert!(effects.as_slice().is_empty());
}

#[test]
fn machines_that_are_new_or_finished_can_be_stored_too() {
    let machine = noting(compiled(&form()));
    let chart = machine.chart();
    let new = machine.create(Vec::new());
    assert_eq!(chart.restore(chart.save(new.clone())), Ok(new));
    let mut running = started(form());
    running.send("out");
    running.send("end");
    let text = serde_json::to_string(&chart.save(running.snapshot.clone())).unwrap();
    assert!(
        text.contains(r#""status":"finished","active":["end"]"#),
        "{text}"
    );
    assert!(text.contains(r#""output":7"#), "{text}");
    let restored = chart.restore(serde_json::from_str(&text).unwrap()).unwrap();
    assert_eq!(restored, running.snapshot);
    assert_eq!(
        (restored.status(), restored.output()),
        (Status::Finished, Some(&7))
    );
}

#[test]
fn an_idle_machine_is_small() {
    assert!(size_of::<Snapshot<(), u64>>() <= 32);
    assert!(size_of::<Snapshot<u64, String>>() <= 40);
}

/// What `change` makes of the stored snapshot can't be restored.
fn refused(change: impl FnOnce(&mut Saved<Vec<String>, i32>)) -> RestoreError {
    let mut saved = serde_json::from_str(STORED).unwrap();
    change(&mut saved);
    compiled(&form()).restore(saved).unwrap_err()
}

#[test]
fn what_can_t_be_is_refused_with_its_place() {
    let active = |active: &[&str]| {
        let active: Vec<_> = active.iter().map(|path| (*path).to_owned()).collect();
        refused(|saved| saved.active = active).to_string()
    };
    assert_eq!(
        active(&["both.a.a1", "both.b.b3"]),
        "active: there is no state `both.b.b3`; did you mean `both.b.b2`?"
    );
    assert_eq!(
        active(&["both.a.a1"]),
        "active: nothing in `both.b` is active"
    );
    assert_eq!(
        active(&["both.a.a1", "both.a.a2", "both.b.b1"]),
        "active: `both.a.a1` and `both.a.a2` can't be active together"
    );
    assert_eq!(
        active(&["away", "both.a.a1", "both.b.b1"]),
        "active: `both` and `away` can't be active together"
    );
    assert_eq!(
        active(&["both.a", "both.b.b1"]),
        "active: the state `both.a` can't stand here"
    );
    assert_eq!(
        active(&["both.deep"]),
        "active: the state `both.deep` can't stand here"
    );
    assert_eq!(active(&[]), "active: nothing is active");
}

#[test]
fn so_is_a_history_that_can_t_be() {
    let history = |history: &str, states: &[&str]| {
        let states = states.iter().map(|path| (*path).to_owned()).collect();
        refused(|saved| drop(saved.history.insert(history.to_owned(), states))).to_string()
    };
    assert_eq!(
        history("both.depp", &[]),
        "history both.depp: there is no state `both.depp`; did you mean `both.deep`?"
    );
    assert_eq!(
        history("both.a", &[]),
        "history both.a: the state `both.a` can't stand here"
    );
    assert_eq!(
        history("both.deep", &["both.a.a1", "away"]),
        "history both.deep: the state `away` can't stand here"
    );
    assert_eq!(
        history("both.deep", &["both.a.a1"]),
        "history both.deep: nothing in `both.b` is active"
    );
    assert_eq!(
        history("both.shallow", &["both.a.a1"]),
        "history both.shallow: the state `both.a.a1` can't stand here"
    );
}

#[test]
fn so_is_another_chart_s_and_another_version_s() {
    assert_eq!(
        refused(|saved| saved.chart = "other".to_owned()).to_string(),
        "this is a snapshot of the chart `other`, not of `chart`"
    );
    assert_eq!(
        refused(|saved| saved.version = 2),
        RestoreError::OtherVersion { found: 2, known: 3 }
    );
}
