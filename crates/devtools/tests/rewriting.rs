//! Leaving entries out, moving them, doing the others again.

mod common;

use std::time::Duration;

use common::{applied, counter, id, ids, skipped, value, values};
use leptos_state_core::{Failure, Outcome};
use leptos_state_devtools::Instruction;

#[test]
fn what_is_left_out_is_as_if_it_had_not_been() {
    let (store, recording, _) = counter(10);
    store.add(3);
    store.double();
    store.increment();
    recording.toggle(id(1));
    assert_eq!((value(&store), skipped(&recording)), (1, vec![1]));
    assert_eq!(values(&recording), [0, 0, 0, 1]);
    recording.toggle(id(1));
    assert_eq!((value(&store), skipped(&recording)), (7, vec![]));
}

#[test]
fn only_what_follows_is_done_again() {
    let (store, recording, _) = counter(10);
    for _ in 0..5 {
        store.increment();
    }
    let before = recording.states();
    let so_far = applied();
    recording.toggle(id(4));
    assert_eq!(applied() - so_far, 1);
    recording.toggle(id(4));
    assert_eq!(applied() - so_far, 3);
    recording.jump_to_index(2);
    assert_eq!(applied() - so_far, 3);
    let after = recording.states();
    assert!(before[..4]
        .iter()
        .zip(&after)
        .all(|(before, after)| std::sync::Arc::ptr_eq(before, after)));
}

#[test]
fn many_are_left_out_at_once() {
    let (store, recording, _) = counter(10);
    for by in [1, 10, 100] {
        store.add(by);
    }
    recording.set_active(1..3, false);
    assert_eq!((value(&store), skipped(&recording)), (100, vec![1, 2]));
    recording.set_active(2..9, true);
    assert_eq!((value(&store), skipped(&recording)), (110, vec![1]));
    recording.set_active(7..9, false);
    assert_eq!((value(&store), skipped(&recording)), (110, vec![1]));
}

#[test]
fn an_entry_is_moved_before_another_to_the_end_or_to_the_beginning() {
    let (store, recording, _) = counter(10);
    store.add(1);
    store.add(2);
    store.double();
    recording.reorder(id(3), id(2));
    assert_eq!((ids(&recording), value(&store)), (vec![1, 3, 2], 4));
    recording.reorder(id(1), id(9));
    assert_eq!((ids(&recording), value(&store)), (vec![3, 2, 1], 3));
    recording.reorder(id(2), id(0));
    assert_eq!((ids(&recording), value(&store)), (vec![2, 3, 1], 5));
    recording.reorder(id(2), id(2));
    assert_eq!(ids(&recording), [2, 3, 1]);
}

#[test]
fn the_beginning_can_t_be_moved_or_left_out_nor_can_what_does_not_exist() {
    let (store, recording, _) = counter(10);
    store.add(1);
    let ask = |instruction| recording.try_instruct(instruction);
    let failed = |why: &str| Outcome::Failed(Failure::new(why));
    assert_eq!(
        ask(Instruction::Toggle(id(0))),
        failed("where the recording begins can't be left out")
    );
    assert_eq!(
        ask(Instruction::Reorder {
            entry: id(0),
            before: id(1)
        }),
        failed("where the recording begins can't be moved")
    );
    assert_eq!(
        ask(Instruction::Toggle(id(5))),
        failed("there is no entry 5")
    );
}

#[test]
fn sweeping_forgets_what_is_left_out_and_changes_nothing() {
    let (store, recording, _) = counter(10);
    for by in [1, 10, 100, 1000] {
        store.add(by);
    }
    recording.toggle(id(2));
    recording.jump_to(id(3));
    recording.sweep();
    assert_eq!(ids(&recording), [1, 3, 4]);
    assert!(skipped(&recording).is_empty());
    assert_eq!((value(&store), recording.position()), (101, 2));
}

#[test]
fn what_fails_when_it_is_done_again_says_so_and_the_rest_goes_on() {
    let (store, recording, _) = counter(10);
    store.add(5);
    store.spend(3);
    store.add(1);
    recording.toggle(id(1));
    assert_eq!(values(&recording), [0, 0, 0, 1]);
    assert_eq!(recording.problem(id(2)).unwrap(), "3 is missing");
    recording.toggle(id(1));
    assert_eq!(recording.problem(id(2)), None);
    assert_eq!(value(&store), 3);
}

#[test]
fn what_panics_when_it_is_done_again_says_so_and_the_rest_goes_on() {
    let (store, recording, _) = counter(10);
    store.add(5);
    store.avoid(0);
    store.increment();
    recording.toggle(id(1));
    assert_eq!(values(&recording), [0, 0, 0, 1]);
    let problem = recording.problem(id(2)).unwrap();
    assert!(
        problem.starts_with("it panicked: ") && problem.contains("that is to be avoided"),
        "{problem}"
    );
    store.increment();
    assert_eq!(value(&store), 2);
    recording.toggle(id(1));
    assert_eq!(value(&store), 107);
}

#[test]
fn what_failed_may_succeed_when_it_is_done_again() {
    let (store, recording, test) = counter(10);
    test.clock.advance(Duration::from_millis(7));
    store.add(-5);
    store.add(8);
    store.buy(4);
    assert_eq!(value(&store), 3);
    recording.toggle(id(1));
    let once = store.snapshot();
    assert_eq!((once.value, once.stamps.len()), (4, 1));
    assert_eq!(once.stamps[0].1, 7);
    // It makes the same identifier each time.
    recording.toggle(id(1));
    recording.toggle(id(1));
    assert_eq!(store.snapshot().stamps, once.stamps);
}

#[test]
fn identifiers_and_the_time_stay_what_they_were() {
    let (store, recording, test) = counter(10);
    test.clock.advance(Duration::from_millis(7));
    store.increment();
    store.stamp();
    store.note().set("written".to_owned());
    let before = store.snapshot();
    test.clock.advance(Duration::from_millis(100));
    recording.toggle(id(1));
    recording.toggle(id(1));
    assert_eq!(**before.state(), **store.snapshot().state());
    assert_eq!(before.stamps[0].1, 7);
}

#[test]
fn a_write_is_done_again_to_its_place_alone() {
    let (store, recording, _) = counter(10);
    store.add(5);
    store.note().set("written".to_owned());
    recording.toggle(id(1));
    let after = store.snapshot();
    assert_eq!((after.value, after.note.as_str()), (0, "written"));
}
