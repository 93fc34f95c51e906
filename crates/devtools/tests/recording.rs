//! What is recorded of changes.

mod common;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;
use std::time::Duration;

use common::{counter, id, ids, names, recorded, value, values, Counter, CounterAction};
use leptos_state_core::layers::Validate;
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Layer, Next, Origin, Refusal, Store, Verdict};
use leptos_state_devtools::{DevTools, Recorder, Stopped};

#[test]
fn every_kind_of_change_is_an_entry_with_its_name_and_its_state() {
    let (store, recording, _) = counter(10);
    store.increment();
    store.note().set("hello".to_owned());
    store.update(|counter| counter.value = 7);
    store.transaction(|counter| {
        counter.double();
        counter.increment();
    });
    store.reset_state();
    assert_eq!(
        names(&recording),
        ["increment", "set note", "update", "batch", "reset"]
    );
    assert_eq!(values(&recording), [0, 1, 1, 7, 15, 0]);
    assert_eq!((recording.len(), recording.position()), (5, 5));
}

#[test]
fn an_entry_has_the_time_the_origin_and_the_action_of_its_change() {
    let (store, recording, test) = counter(10);
    test.clock.advance(Duration::from_millis(5));
    store.add(3);
    let remote = Change::action(CounterAction::Add { by: 4 }).from(Origin::Remote);
    assert!(store.submit(remote).is_done());
    let entries = recording.entries();
    assert_eq!(entries[0].at().as_millis(), 5);
    assert_eq!(
        [entries[0].origin(), entries[1].origin()],
        [Origin::Local, Origin::Remote]
    );
    assert!(matches!(
        entries[0].action(),
        Some(CounterAction::Add { by: 3 })
    ));
    assert_eq!(
        format!("{:?}", entries[0]),
        r#"Entry { id: 1, name: "add", at: 5, stopped: None, .. }"#
    );
}

#[test]
fn an_entry_says_what_it_changed() {
    let (store, recording, _) = counter(10);
    store.increment();
    store.spend(9);
    store.note().set("hello".to_owned());
    let diff = |entry| recording.diff(id(entry)).map(|diff| diff.to_string());
    assert_eq!(diff(1).unwrap(), "replace value: 0 with 1");
    assert_eq!(diff(2).unwrap(), "");
    assert_eq!(diff(3).unwrap(), r#"replace note: "" with "hello""#);
    assert_eq!((diff(0), diff(4)), (None, None));
}

#[test]
fn what_fails_is_an_entry_that_says_why_and_leads_nowhere() {
    let (store, recording, test) = counter(10);
    store.increment();
    test.clock.advance(Duration::from_millis(9));
    store.spend(3);
    store.increment();
    let entries = recording.entries();
    let failed = Stopped::Failed("2 is missing".to_owned());
    assert_eq!(entries[1].stopped(), Some(&failed));
    assert_eq!(entries[1].at().as_millis(), 9);
    assert!(entries[1].record().is_none());
    assert!(matches!(
        entries[1].action(),
        Some(CounterAction::Spend { amount: 3 })
    ));
    assert_eq!(recording.problem(id(2)).unwrap(), "2 is missing");
    assert_eq!(recording.problem(id(3)), None);
    assert_eq!(values(&recording), [0, 1, 1, 2]);
}

#[test]
fn what_a_layer_inside_refuses_is_an_entry_that_names_the_layer() {
    let few = |counter: &Counter| (counter.value < 3).then_some(()).ok_or("too many");
    let store = Store::new(Counter::default())
        .layer(Recorder::new(10))
        .layer(Validate::new(few));
    let recording = Recorder::of(&store);
    store.add(2);
    store.add(2);
    store.update(|counter| counter.value = 9);
    let entries = recording.entries();
    let refused = Stopped::Refused(Refusal::new("Validate", "too many"));
    assert_eq!(entries[1].stopped(), Some(&refused));
    assert_eq!(entries[1].origin(), Origin::Local);
    assert_eq!(
        recording.problem(id(2)).unwrap(),
        "refused by Validate: too many"
    );
    assert_eq!(entries[2].name(), "update");
    assert!(entries[2].action().is_none());
    assert_eq!(values(&recording), [0, 2, 2, 2]);
    // It stays so when the others are done again: a replay has no layers.
    recording.toggle(id(1));
    assert_eq!(values(&recording), [0, 0, 0, 0]);
    assert_eq!(
        recording.problem(id(2)).unwrap(),
        "refused by Validate: too many"
    );
}

/// Doubles what is added.
struct Twice;

impl Layer<Counter> for Twice {
    fn name(&self) -> &'static str {
        "Twice"
    }

    fn handle(&self, mut change: Change<'_, Counter>, next: Next<'_, Counter>) -> Verdict<Counter> {
        if let Some(CounterAction::Add { by }) = change.as_action_mut() {
            *by *= 2;
        }
        next.run(change)
    }
}

#[test]
fn a_change_is_recorded_as_it_was_applied() {
    let store = Store::new(Counter::default())
        .layer(Recorder::new(10))
        .layer(Twice);
    let recording = Recorder::of(&store);
    store.add(3);
    store.increment();
    assert!(matches!(
        recording.entries()[0].action(),
        Some(CounterAction::Add { by: 6 })
    ));
    recording.toggle(id(2));
    assert_eq!(value(&store), 6);
}

#[test]
fn what_an_effect_dispatches_is_recorded_too() {
    let (store, recording, test) = counter(10);
    store.remember();
    test.effects.run();
    assert_eq!(names(&recording), ["remember", "increment"]);
}

#[test]
fn replies_and_errors_reach_their_caller_through_the_recorder() {
    let (store, _, _) = counter(10);
    assert_eq!(
        store.try_spend(2).failed().unwrap().to_string(),
        "2 is missing"
    );
    assert!(store.try_add(1).is_done());
}

#[test]
fn a_trace_is_kept_with_the_entry_if_it_is_asked_for() {
    let count = Arc::new(AtomicU32::new(0));
    let trace = move || format!("call {}", count.fetch_add(1, Ordering::SeqCst));
    let (store, recording, _) = recorded(Recorder::new(10).trace(trace));
    store.increment();
    store.spend(5);
    let entries = recording.entries();
    assert_eq!(
        [entries[0].trace(), entries[1].trace()],
        [Some("call 0"), Some("call 1")]
    );
    let (store, recording, _) = counter(10);
    store.increment();
    assert_eq!(recording.entries()[0].trace(), None);
}

#[test]
fn the_oldest_entries_are_folded_into_the_state_it_begins_with() {
    let (store, recording, _) = counter(3);
    for _ in 0..5 {
        store.increment();
    }
    store.spend(100);
    assert_eq!(ids(&recording), [4, 5, 6]);
    assert_eq!(values(&recording), [3, 4, 5, 5]);
    assert_eq!(recording.position(), 3);
    recording.rollback();
    assert_eq!(value(&store), 3);
}

#[test]
fn at_least_one_entry_is_kept() {
    let (store, recording, _) = counter(0);
    store.increment();
    store.increment();
    assert_eq!(ids(&recording), [2]);
}

#[test]
fn a_store_has_one_recorder() {
    let twice = Store::new(Counter::default())
        .layer(Recorder::new(1))
        .try_layer(DevTools::named("counter"));
    assert_eq!(
        twice.unwrap_err().to_string(),
        "layer `DevTools` can't be put around store `Counter` inside [Recorder]: `Recorder` records already"
    );
    let twice = Store::new(Counter::default())
        .layer(DevTools::named("counter"))
        .try_layer(Recorder::new(1));
    assert!(twice.is_err());
}

#[test]
#[should_panic(expected = "`Counter` has neither the layer `Recorder` nor `DevTools`")]
fn a_store_without_a_recorder_has_no_recording() {
    let store = Store::new(Counter::default());
    assert!(Recorder::try_of(&store).is_none());
    let _ = Recorder::of(&store);
}

#[test]
fn a_recording_outlives_its_store_and_asks_for_nothing_then() {
    let (store, recording, _) = counter(3);
    store.increment();
    drop(store);
    assert_eq!(values(&recording), [0, 1]);
    recording.rollback();
    let outcome = recording.try_instruct(leptos_state_devtools::Instruction::Commit);
    assert_eq!(outcome, leptos_state_core::Outcome::Disposed);
    assert_eq!(recording.len(), 1);
    assert!(!recording.is_empty());
    assert_eq!(
        format!("{recording:?}"),
        r#"Recording { entries: [Entry { id: 1, name: "increment", at: 0, stopped: None, .. }], position: 1, .. }"#
    );
}

#[test]
fn a_recorder_that_is_around_no_store_has_nothing() {
    let recorder = Recorder::<Counter>::new(3);
    assert_eq!(
        format!("{recorder:?}"),
        "Recording { entries: [], position: 0, .. }"
    );
}

#[test]
fn a_store_of_one_thread_is_recorded_too() {
    let test = TestEnvironment::default();
    let store = Store::new_local(Counter::default(), test.environment()).layer(Recorder::new(3));
    let recording = Recorder::of(&store);
    store.increment();
    store.increment();
    recording.jump_to(id(1));
    assert_eq!(store.snapshot().value, 1);
}

#[test]
fn who_shows_a_recording_hears_of_it_when_it_is_another() {
    let (store, recording, _) = counter(3);
    let revision = recording.revision();
    let count = || *revision.snapshot();
    store.increment();
    store.spend(9);
    assert_eq!(count(), 2);
    recording.jump_to_index(9);
    assert_eq!(count(), 2);
    recording.jump_to_index(0);
    recording.lock(true);
    store.increment();
    assert_eq!(count(), 4);
}
