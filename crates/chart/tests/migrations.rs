//! Snapshots of older versions of a chart are brought up to date, step by step.

mod common;

use std::time::Duration;

use common::compiled;
use leptos_state_chart::form::{history, parallel, state, to, Form};
use leptos_state_chart::{Effect, Effects, Migrations, RestoreError, Saved};

type Stored = Saved<i32>;

fn stored(text: &str) -> Stored {
    serde_json::from_str(text).unwrap()
}

const FIRST: &str = r#"{"chart":"chart","version":1,"status":"running","active":["work.old"],"history":{"work.last":["work.old"]},"turns":{"work.old:fetch":3,"worker:x":1},"context":1}"#;

#[test]
fn steps_follow_one_another() {
    let migrations = Migrations::new()
        .from(1, |saved: &mut Stored| saved.rename_state("work", "job"))
        .from(2, |saved| saved.context += 10);
    let saved = migrations.apply(stored(FIRST), 3).unwrap();
    assert_eq!((saved.version, saved.context), (3, 11));
    assert_eq!(saved.active, ["job.old"]);
    assert_eq!(saved.history["job.last"], ["job.old"]);
    assert_eq!(saved.turns["job.old:fetch"], 3);
    assert_eq!(
        saved.turns["worker:x"], 1,
        "another state, whose name only begins so"
    );
    assert_eq!(migrations.apply(stored(FIRST), 1).unwrap(), stored(FIRST));
}

#[test]
fn a_state_that_is_gone_can_be_replaced() {
    let mut saved = stored(FIRST);
    saved.active = vec!["work.old.deep".to_owned(), "older".to_owned()];
    saved.replace_state("work.old", "work.new");
    assert_eq!(saved.active, ["older", "work.new"]);
    assert_eq!(saved.history["work.last"], ["work.new"]);
}

#[test]
fn the_context_may_change_its_type() {
    let saved = stored(FIRST).map_context(|count| format!("{count} times"));
    assert_eq!(saved.context, "1 times");
    assert_eq!(saved.active, ["work.old"]);
}

#[test]
fn a_missing_step_a_failing_one_and_a_newer_snapshot_are_errors() {
    let migrations: Migrations<i32> = Migrations::default().from(1, |_| ());
    assert_eq!(
        migrations.apply(stored(FIRST), 3).unwrap_err().to_string(),
        "the snapshot has version 2, and nothing leads from there to version 3"
    );
    let failing: Migrations<i32> = Migrations::new().from(1, |_| Err("it makes no sense"));
    assert_eq!(
        failing.apply(stored(FIRST), 2).unwrap_err().to_string(),
        "migrating from version 1: it makes no sense"
    );
    let newer = migrations.apply(stored(FIRST), 0).unwrap_err();
    assert_eq!(newer, RestoreError::OtherVersion { found: 1, known: 0 });
}

/// A chart that has got a region and a timer: the region's state is named by the migration, the timer begins with the next
/// `resume`.
#[test]
fn a_chart_may_grow() {
    let work = state("work")
        .state(state("old").after(Duration::from_secs(1), to("new")))
        .state(state("new"))
        .state(history("last"));
    let grown = parallel("all")
        .state(work)
        .state(state("sound").state(state("on")));
    let chart = compiled(&Form::new("chart").version(2).state(grown));
    let migrations = Migrations::new().from(1, |saved: &mut Stored| {
        saved.rename_state("work", "all.work");
        saved.active.push("all.sound.on".to_owned());
    });
    let snapshot = chart
        .restore(migrations.apply(stored(FIRST), 2).unwrap())
        .unwrap();
    let mut effects: Effects<&str> = Effects::new();
    chart.resume(&snapshot, &mut effects);
    let [Effect::StartTimer { timer, .. }] = effects.as_slice() else {
        panic!("the timer that the older version did not have is started");
    };
    assert_eq!(chart.slot_name(*timer), "after.1s");
}
