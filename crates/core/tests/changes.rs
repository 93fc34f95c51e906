//! Changes as values: how they are made, copied, kept, shown and recorded.

mod common;

use std::sync::{Arc, Mutex};

use common::{write, Log, LogAction};
use leptos_state_core::{
    Change, ChangeKind, Commit, Done, Layer, LayerOrderError, Next, Origin, Outcome, Outer, Root,
    Store, Verdict,
};

fn total(total: i64) -> Log {
    Log {
        total,
        ..Log::default()
    }
}

#[test]
fn every_kind_of_change_can_be_made_and_submitted() {
    let store = Store::new(Log::default());
    let changes = [
        (Change::action(write("a")), "write", ChangeKind::Action),
        (
            Change::update(|log: &mut Log| log.total += 1),
            "update",
            ChangeKind::Write,
        ),
        (Change::set(Root, total(5)), "set", ChangeKind::Write),
        (
            Change::batch([Change::action(write("b"))]),
            "batch",
            ChangeKind::Batch,
        ),
        (Change::restore(total(9)), "restore", ChangeKind::Restore),
    ];
    for (change, name, kind) in changes {
        assert_eq!(
            (
                &*change.name(),
                change.kind(),
                change.origin() == Origin::Restore
            ),
            (name, kind, name == "restore")
        );
        assert!(store.submit(change).is_done());
    }
    assert_eq!(*store.snapshot(), total(9));
}

#[test]
fn a_change_can_be_copied_unless_it_holds_a_closure() {
    let copies = |change: &Change<'static, Log>| change.try_clone().map(|copy| format!("{copy:?}"));
    assert_eq!(
        copies(&Change::action(write("a"))).as_deref(),
        Some("Write(\"a\")")
    );
    assert_eq!(copies(&Change::set(Root, total(1))).as_deref(), Some("set"));
    assert_eq!(
        copies(&Change::restore(total(1))).as_deref(),
        Some("restore")
    );
    let batch = Change::batch([Change::action(write("a")), Change::set(Root, total(1))]);
    assert_eq!(copies(&batch).as_deref(), Some("[Write(\"a\"), set]"));
    assert_eq!(copies(&Change::update(|log: &mut Log| log.total = 0)), None);
    assert_eq!(
        copies(&Change::batch([Change::update(|log: &mut Log| log
            .total =
            0)])),
        None
    );
}

#[test]
fn only_an_action_has_an_action() {
    let mut action = Change::action(write("a"));
    assert_eq!(action.as_action(), Some(&write("a")));
    *action.as_action_mut().expect("it is one") = write("b");
    assert_eq!(action.as_action(), Some(&write("b")));
    let others = [
        Change::set(Root, total(1)),
        Change::update(|log: &mut Log| log.total = 0),
        Change::batch([Change::action(write("a"))]),
        Change::restore(total(1)),
    ];
    for mut change in others {
        assert!(change.as_action().is_none() && change.as_action_mut().is_none());
    }
}

#[test]
fn the_record_of_a_batch_with_a_closure_is_the_state_it_led_to() {
    let store = Store::new(Log::default());
    let replays = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&replays);
    let _subscription = store.subscribe(move |commit: &Commit<Log>| {
        assert!(format!("{commit:?}").starts_with("Commit { version: Version(1), origin: Local"));
        kept.lock().unwrap().extend(commit.replay());
    });
    let batch = Change::batch([
        Change::action(write("a")),
        Change::update(|log: &mut Log| log.total = 7),
    ]);
    assert!(store.submit(batch).is_done());

    let replay = replays.lock().unwrap().pop().expect("it can be replayed");
    assert_eq!(
        (replay.kind(), &*replay.name()),
        (ChangeKind::Batch, "batch")
    );
    let replica = Store::new(Log::default());
    assert!(replica.submit(replay).is_done());
    assert_eq!(*replica.snapshot(), *store.snapshot());
}

/// Keeps every change that comes from outside and passes it on with the next.
#[derive(Default)]
struct OneLate(Mutex<Option<Change<'static, Log>>>);

impl Layer<Log> for OneLate {
    fn name(&self) -> &'static str {
        "OneLate"
    }

    fn handle(&self, change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
        assert!(format!("{next:?} {:?}", next.later()).contains("depth: 1"));
        let change = change.into_owned();
        match self.0.lock().unwrap().replace(change.into_owned()) {
            Some(earlier) => next.run(earlier),
            None => Outcome::Queued,
        }
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        if outer.names().is_empty() {
            Ok(())
        } else {
            Err("it stands outside".to_owned())
        }
    }
}

#[test]
fn a_layer_can_keep_any_kind_of_change() {
    let store = Store::new(Log::default()).layer(OneLate::default());
    let changes = [
        Change::set(Root, total(1)),
        Change::update(|log: &mut Log| log.total += 10),
        Change::batch([Change::action(LogAction::Add(100))]),
        Change::action(LogAction::Add(1_000)),
        Change::restore(total(-1)),
    ];
    for change in changes {
        drop(store.submit(change));
    }
    assert_eq!(store.snapshot().total, 1_111);
    assert_eq!(
        store.try_update(|log| log.total),
        Outcome::Queued,
        "another change took its place"
    );

    let error: LayerOrderError = store.try_layer(OneLate::default()).unwrap_err();
    assert!(error
        .to_string()
        .ends_with("inside [OneLate]: it stands outside"));
}

#[test]
fn what_a_layer_learns_can_be_passed_around() {
    let store = Store::new(Log::default());
    let done: Done<Log> = store
        .submit(Change::action(write("a")).recorded())
        .done()
        .expect("it is done");
    assert_eq!(done.clone().version(), done.version());
    assert_eq!(
        done.clone().commit().map(|commit| commit.at().as_millis()),
        Some(0)
    );
    let unrecorded = store
        .submit(Change::action(write("b")))
        .done()
        .expect("it is done");
    assert!(unrecorded.commit().is_none());
    assert_eq!(format!("{store:?}"), "Store { name: \"Log\", version: Version(2), state: Log { lines: [\"a\", \"b\"], total: 0 }, .. }");
    assert_eq!(
        format!("{:?}", store.downgrade().clone()),
        "WeakStore { .. }"
    );
}

/// Asks for the record of every change and keeps nothing but a weak reference to it.
#[derive(Clone, Default)]
struct LooksAtRecords(Arc<Mutex<Vec<std::sync::Weak<Commit<Log>>>>>);

impl Layer<Log> for LooksAtRecords {
    fn name(&self) -> &'static str {
        "LooksAtRecords"
    }

    fn handle(&self, change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
        let verdict = next.run(change.recorded());
        if let Outcome::Done(done) = &verdict {
            let commit = done.commit().map(Arc::downgrade);
            self.0.lock().unwrap().extend(commit);
        }
        verdict
    }
}

#[test]
fn a_record_that_nobody_keeps_is_gone_with_its_change() {
    let records = LooksAtRecords::default();
    let store = Store::new(Log::default()).layer(records.clone());
    for _ in 0..3 {
        store.dispatch(write("a"));
    }
    let records = records.0.lock().unwrap();
    assert_eq!(records.len(), 3);
    assert!(records.iter().all(|commit| commit.upgrade().is_none()));
}
