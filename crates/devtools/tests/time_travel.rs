//! Going to other states, and on from there.

mod common;

use std::sync::{Arc, Mutex};

use common::{counter, id, ids, names, skipped, value, values, Counter};
use leptos_state_core::layers::Validate;
use leptos_state_core::{
    Change, ChangeKind, Failure, Layer, Next, Origin, Outcome, State, Store, Verdict,
};
use leptos_state_devtools::{Instruction, Recorder};

#[test]
fn one_goes_to_the_state_of_any_entry_and_back() {
    let (store, recording, _) = counter(10);
    store.add(1);
    store.add(2);
    store.add(3);
    for (entry, expected) in [(1, 1), (0, 0), (2, 3), (3, 6)] {
        recording.jump_to(id(entry));
        assert_eq!(value(&store), expected);
        assert_eq!(recording.position(), entry as usize);
    }
    recording.jump_to_index(2);
    assert_eq!(value(&store), 3);
    assert_eq!(ids(&recording), [1, 2, 3]);
}

#[test]
fn what_does_not_exist_can_t_be_gone_to() {
    let (store, recording, test) = counter(10);
    store.add(1);
    assert_eq!(
        recording.try_instruct(Instruction::JumpTo(id(7))),
        Outcome::Failed(Failure::new("there is no entry 7"))
    );
    recording.jump_to_index(2);
    assert_eq!(
        test.reports.take(),
        ["store `Counter`: `devtools jump` failed: there is no state 2; the last is 1"]
    );
    assert_eq!(value(&store), 1);
}

#[test]
fn a_change_in_the_past_goes_on_from_there_and_what_came_after_is_left_out() {
    let (store, recording, _) = counter(10);
    store.add(1);
    store.add(10);
    store.add(100);
    recording.jump_to(id(1));
    store.double();
    assert_eq!(value(&store), 2);
    assert_eq!(names(&recording), ["add", "add", "add", "double"]);
    assert_eq!(skipped(&recording), [2, 3]);
    assert_eq!(values(&recording), [0, 1, 1, 1, 2]);
    // Nothing is lost.
    recording.toggle(id(2));
    assert_eq!(value(&store), 22);
}

#[test]
fn what_fails_in_the_past_leaves_out_nothing() {
    let (store, recording, _) = counter(10);
    store.add(1);
    store.add(10);
    recording.jump_to(id(1));
    store.spend(5);
    assert_eq!(ids(&recording), [1, 3, 2]);
    assert!(skipped(&recording).is_empty());
    assert_eq!((value(&store), recording.position()), (1, 2));
}

#[test]
fn commit_rollback_and_reset_forget_the_entries() {
    let (store, recording, _) = counter(10);
    store.add(1);
    store.add(2);
    recording.jump_to(id(1));
    recording.commit();
    assert_eq!((value(&store), recording.len()), (1, 0));
    store.add(10);
    assert_eq!(ids(&recording), [1]);
    recording.rollback();
    assert_eq!((value(&store), recording.len()), (1, 0));
    recording.reset();
    assert_eq!((value(&store), recording.len()), (0, 0));
}

/// Writes down what comes.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<(String, ChangeKind, Origin)>>>);

impl<S: State> Layer<S> for Seen {
    fn name(&self) -> &'static str {
        "Seen"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let what = (change.name().into_owned(), change.kind(), change.origin());
        self.0.lock().unwrap().push(what);
        next.run(change)
    }
}

#[test]
fn layers_outside_see_what_is_asked_and_those_inside_one_restore() {
    let (outside, inside) = (Seen::default(), Seen::default());
    let store = Store::new(Counter::default())
        .layer(outside.clone())
        .layer(Recorder::new(10))
        .layer(inside.clone());
    store.add(1);
    let recording = Recorder::of(&store);
    recording.jump_to_index(0);
    recording.lock(true);
    let jump = "devtools jump".to_owned();
    let asked = &outside.0.lock().unwrap()[1..];
    let lock = "devtools lock".to_owned();
    assert_eq!(
        asked,
        [
            (jump.clone(), ChangeKind::Instruction, Origin::Local),
            (lock, ChangeKind::Instruction, Origin::Local)
        ]
    );
    let restored = &inside.0.lock().unwrap()[1..];
    assert_eq!(restored, [(jump, ChangeKind::Restore, Origin::Restore)]);
}

#[test]
fn what_changes_nothing_is_no_commit() {
    let (store, recording, _) = counter(10);
    store.add(1);
    let version = store.snapshot().version();
    recording.jump_to(id(1));
    recording.lock(true);
    recording.lock(false);
    recording.commit();
    let outcome = recording.try_instruct(Instruction::Pause(true));
    assert_eq!(outcome, Outcome::Done(version));
    assert_eq!(store.snapshot().version(), version);
}

#[test]
fn a_state_that_a_layer_inside_refuses_is_not_gone_to_and_the_recording_stays() {
    let allowed = Arc::new(Mutex::new(0..10));
    let check = {
        let allowed = Arc::clone(&allowed);
        move |counter: &Counter| {
            let is_allowed = allowed.lock().unwrap().contains(&counter.value);
            is_allowed.then_some(()).ok_or("not now")
        }
    };
    let store = Store::new(Counter::default())
        .layer(Recorder::new(10))
        .layer(Validate::new(check));
    let recording = Recorder::of(&store);
    store.add(1);
    store.add(2);
    *allowed.lock().unwrap() = 3..10;
    let Outcome::Refused(refusal) = recording.try_instruct(Instruction::Toggle(id(2))) else {
        panic!("1 was allowed");
    };
    assert_eq!(refusal.reason(), "not now");
    assert_eq!((value(&store), recording.position()), (3, 2));
    assert!(recording.skipped().is_empty());
    assert_eq!(values(&recording), [0, 1, 3]);
}

#[test]
fn asking_from_inside_a_turn_waits_for_the_next() {
    let (store, recording, _) = counter(10);
    let listening = store.subscribe({
        let recording = recording.clone();
        move |commit| {
            if commit.state().value == 5 {
                assert_eq!(
                    recording.try_instruct(Instruction::JumpToIndex(0)),
                    Outcome::Queued
                );
            }
        }
    });
    store.add(5);
    assert_eq!((value(&store), recording.position()), (0, 0));
    drop(listening);
}

#[test]
fn effects_are_not_performed_again() {
    let (store, recording, test) = counter(10);
    store.remember();
    test.effects.run();
    store.add(10);
    recording.toggle(id(1));
    recording.jump_to_index(1);
    recording.jump_to_index(3);
    assert!(test.effects.names().is_empty());
    assert_eq!((value(&store), names(&recording).len()), (11, 3));
}
