//! Locked, changes are refused; paused, they pass and are not recorded.

mod common;

use common::{counter, id, ids, names, recorded, value, values, Counter, CounterAction};
use leptos_state_core::{Change, Origin, Outcome};
use leptos_state_devtools::Recorder;
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[test]
fn while_locked_what_comes_from_here_is_refused_with_a_reason() {
    let (store, recording, test) = counter(10);
    store.increment();
    recording.lock(true);
    assert!(recording.is_locked());
    store.increment();
    store.update(|counter| counter.value = 9);
    assert_eq!(
        test.reports.take(),
        [
            "store `Counter`: `increment` was refused by Recorder: changes are locked in the devtools",
            "store `Counter`: `update` was refused by Recorder: changes are locked in the devtools",
        ]
    );
    assert_eq!((value(&store), ids(&recording)), (1, vec![1]));
    recording.lock(false);
    store.increment();
    assert_eq!((value(&store), ids(&recording)), (2, vec![1, 2]));
}

#[test]
fn while_locked_what_comes_from_elsewhere_is_admitted_and_so_is_what_the_recorder_is_asked() {
    let (store, recording, _) = recorded(Recorder::new(10).locked());
    let remote = Change::action(CounterAction::Add { by: 4 }).from(Origin::Remote);
    assert!(store.submit(remote).is_done());
    recording.toggle(id(1));
    assert_eq!(value(&store), 0);
    recording.toggle(id(1));
    assert_eq!(value(&store), 4);
    assert!(matches!(store.try_increment(), Outcome::Refused(_)));
}

#[test]
fn while_paused_changes_pass_and_are_one_entry_afterwards() {
    let (store, recording, _) = counter(10);
    store.increment();
    recording.pause(true);
    assert!(recording.is_paused());
    store.add(10);
    store.add(20);
    store.spend(1000);
    assert_eq!((value(&store), ids(&recording)), (31, vec![1]));
    recording.pause(false);
    store.increment();
    assert_eq!(names(&recording), ["increment", "@@PAUSED", "increment"]);
    assert_eq!(values(&recording), [0, 1, 31, 32]);
    // It is done again as what it led to.
    recording.toggle(id(1));
    assert_eq!(value(&store), 32);
    recording.toggle(id(2));
    assert_eq!(value(&store), 1);
}

#[test]
fn a_pause_without_changes_leaves_no_entry() {
    let (store, recording, _) = recorded(Recorder::new(10).paused());
    recording.pause(false);
    recording.pause(true);
    recording.pause(false);
    store.increment();
    assert_eq!(names(&recording), ["increment"]);
}

#[test]
fn what_is_asked_in_a_pause_does_not_lose_what_happened_in_it() {
    let (store, recording, _) = recorded(Recorder::new(10).paused());
    store.add(5);
    recording.jump_to_index(0);
    assert_eq!((value(&store), values(&recording)), (0, vec![0, 5]));
    recording.jump_to_index(1);
    assert_eq!(value(&store), 5);
    assert!(recording.is_paused());
}

/// A state that can't be compared, and has a slice.
#[derive(Clone, Default, State, Serialize, Deserialize)]
struct Pair {
    #[state(slice)]
    left: Counter,
    right: i64,
}

#[actions(slices(left: Counter))]
impl Pair {
    fn both(&mut self, by: i64) {
        self.left.value += by;
        self.right += by;
    }
}

#[test]
fn a_recorder_on_a_slice_notices_what_changed_the_slice_with_something_else() {
    let store = leptos_state_core::Store::new(Pair::default())
        .layer_on(|pair| pair.left(), Recorder::new(9));
    let recording = Recorder::of(&store.left());
    store.left().increment();
    store.both(10);
    store.left().increment();
    recording.lock(false);
    assert_eq!(names(&recording), ["increment", "increment"]);
    assert_eq!(values(&recording), [0, 1, 12]);
    store.both(10);
    recording.jump_to_index(1);
    assert_eq!(names(&recording), ["increment", "increment", "elsewhere"]);
    assert_eq!(values(&recording), [0, 1, 12, 22]);
    assert_eq!(
        (store.snapshot().left.value, store.snapshot().right),
        (1, 20)
    );
    recording.jump_to_index(3);
    assert_eq!(store.snapshot().left.value, 22);
}
