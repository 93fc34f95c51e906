//! What the tests of `@redux-devtools/instrument` assert, asserted of ours. `tests/README.md` says which test stands for which.

mod common;
#[path = "common/screen.rs"]
mod screen;

use std::sync::{Arc, Mutex};

use common::{applied, counter, id, ids, recorded, skipped, value, values, Counter};
use leptos_state_core::Store;
use leptos_state_devtools::transport::Command;
use leptos_state_devtools::{DevTools, Recorder, Recording, Session};
use screen::Screen;
use serde_json::json;

#[test]
fn actions_change_the_state_and_subscribers_hear_of_it() {
    let (store, _, _) = counter(50);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let subscription = store.subscribe({
        let seen = Arc::clone(&seen);
        move |commit| seen.lock().unwrap().push(commit.state().value)
    });
    store.increment();
    store.increment();
    assert_eq!(value(&store), 2);
    assert_eq!(*seen.lock().unwrap(), [1, 2]);
    drop(subscription);
}

#[test]
fn rolling_back_leads_to_the_last_committed_state_again_and_again() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.increment();
    recording.commit();
    store.increment();
    store.increment();
    assert_eq!(value(&store), 4);
    recording.rollback();
    assert_eq!(value(&store), 2);
    store.decrement();
    recording.rollback();
    assert_eq!(value(&store), 2);
}

#[test]
fn resetting_leads_to_the_first_state_whatever_was_committed() {
    let (store, recording, _) = counter(50);
    store.increment();
    recording.commit();
    store.increment();
    recording.rollback();
    assert_eq!(value(&store), 1);
    store.increment();
    recording.reset();
    assert_eq!(value(&store), 0);
}

#[test]
fn an_entry_is_left_out_and_taken_in_again() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.decrement();
    store.increment();
    recording.toggle(id(2));
    assert_eq!(value(&store), 2);
    recording.toggle(id(2));
    assert_eq!(value(&store), 1);
}

#[test]
fn entries_are_left_out_from_one_number_up_to_but_not_another() {
    let (store, recording, _) = counter(50);
    for _ in 0..3 {
        store.increment();
    }
    recording.set_active(1..3, false);
    assert_eq!(value(&store), 1);
    recording.set_active(0..2, true);
    assert_eq!(value(&store), 2);
    recording.set_active(0..1, true);
    assert_eq!(value(&store), 2);
}

#[test]
fn what_is_left_out_is_swept_away() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.decrement();
    store.increment();
    store.increment();
    recording.toggle(id(2));
    assert_eq!((value(&store), skipped(&recording)), (3, vec![2]));
    recording.sweep();
    assert_eq!((value(&store), ids(&recording)), (3, vec![1, 3, 4]));
    assert!(skipped(&recording).is_empty());
}

#[test]
fn one_jumps_to_a_state_and_a_change_there_is_made_there() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.decrement();
    store.increment();
    for (index, expected) in [(0, 0), (1, 1), (2, 0)] {
        recording.jump_to_index(index);
        assert_eq!(value(&store), expected);
    }
    store.increment();
    assert_eq!((value(&store), recording.position()), (1, 4));
    recording.set_active(3..4, true);
    assert_eq!(value(&store), 2);
}

#[test]
fn one_jumps_to_an_entry_and_stays_where_one_is_if_there_is_none() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.decrement();
    store.increment();
    for (entry, expected) in [(0, 0), (1, 1), (10, 1)] {
        recording.jump_to(id(entry));
        assert_eq!(value(&store), expected);
    }
}

#[test]
fn entries_are_reordered_to_the_left_and_to_the_right() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.decrement();
    store.increment();
    store.double();
    assert_eq!((ids(&recording), value(&store)), (vec![1, 2, 3, 4], 2));
    for (entry, before, expected, leads_to) in [
        (4, 1, vec![4, 1, 2, 3], 1),
        (4, 1, vec![4, 1, 2, 3], 1),
        (4, 2, vec![1, 4, 2, 3], 2),
        (1, 10, vec![4, 2, 3, 1], 1),
        (10, 1, vec![4, 2, 3, 1], 1),
        (1, 0, vec![1, 4, 2, 3], 2),
        (0, 1, vec![1, 4, 2, 3], 2),
    ] {
        recording.reorder(id(entry), id(before));
        assert_eq!((ids(&recording), value(&store)), (expected, leads_to));
    }
}

/// The same counter in a later version of the program.
mod later {
    use leptos_state_core::Id;
    use leptos_state_macros::{actions, State};
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    pub struct Counter {
        pub value: i64,
        pub note: String,
        pub stamps: Vec<(Id, u64)>,
    }

    #[actions]
    impl Counter {
        pub fn increment(&mut self) {
            self.value += 2;
        }

        pub fn decrement(&mut self) {
            self.value -= 2;
        }
    }
}

fn session(recording: &Recording<Counter>) -> String {
    recording.session().unwrap().write().unwrap()
}

#[test]
fn another_program_does_the_entries_again_in_its_own_way() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.decrement();
    store.increment();
    let text = session(&recording);
    let store = Store::new(later::Counter::default()).layer(Recorder::new(50));
    let recording = Recorder::of(&store);
    recording.import(Session::read(&text).unwrap());
    assert_eq!(store.snapshot().value, 2);
    let states = Session::<later::Counter>::read(&text).unwrap();
    assert_eq!(states.states().last().unwrap().value, 1);
}

#[test]
fn what_panicked_is_noted_and_what_follows_goes_on_from_the_state_before_it() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.avoid(0);
    store.increment();
    recording.toggle(id(1));
    let problem = recording.problem(id(2)).unwrap();
    assert!(problem.contains("that is to be avoided"), "{problem}");
    assert_eq!((recording.problem(id(3)), value(&store)), (None, 1));
}

#[test]
fn an_entry_is_applied_once_when_it_is_made() {
    let before = applied();
    let (store, _, _) = counter(50);
    for _ in 0..3 {
        store.increment();
    }
    assert_eq!(applied() - before, 3);
}

#[test]
fn leaving_out_does_nothing_again_of_what_came_before() {
    let (store, recording, _) = counter(50);
    for _ in 0..3 {
        store.increment();
    }
    let mut before = applied();
    for (entry, times) in [
        (3, 0),
        (3, 1),
        (2, 1),
        (2, 2),
        (1, 2),
        (2, 1),
        (3, 0),
        (1, 1),
        (3, 1),
        (2, 2),
    ] {
        recording.toggle(id(entry));
        assert_eq!(applied() - before, times);
        before = applied();
    }
}

#[test]
fn nothing_is_done_again_to_jump_or_to_lock() {
    let (store, recording, _) = counter(50);
    for _ in 0..3 {
        store.increment();
    }
    let (before, states) = (applied(), recording.states());
    for index in [0, 1, 3] {
        recording.jump_to_index(index);
    }
    recording.lock(true);
    assert_eq!(applied(), before);
    let same = states.iter().zip(recording.states());
    assert!(same.into_iter().all(|(a, b)| Arc::ptr_eq(a, &b)));
}

#[test]
fn the_oldest_entry_is_committed_when_there_are_too_many() {
    let (store, recording, _) = counter(2);
    store.increment();
    store.increment();
    assert_eq!((value(&store), ids(&recording)), (2, vec![1, 2]));
    assert_eq!(recording.position(), 2);
    store.increment();
    assert_eq!((value(&store), ids(&recording)), (3, vec![2, 3]));
    assert_eq!(
        (values(&recording), recording.position()),
        (vec![1, 2, 3], 2)
    );
}

#[test]
fn what_is_left_out_goes_with_the_oldest_entries() {
    let (store, recording, _) = counter(2);
    store.increment();
    recording.toggle(id(1));
    store.increment();
    assert_eq!(skipped(&recording), [1]);
    store.increment();
    assert_eq!((skipped(&recording), value(&store)), (vec![], 2));
}

#[test]
fn failures_are_folded_as_all_entries_are() {
    let (store, recording, _) = counter(2);
    for _ in 0..4 {
        store.spend(1);
    }
    assert_eq!((ids(&recording), recording.position()), (vec![3, 4], 2));
    assert_eq!(recording.problem(id(4)).unwrap(), "1 is missing");
    store.increment();
    store.increment();
    assert_eq!(values(&recording), [0, 1, 2]);
}

#[test]
fn the_present_stays_the_present_when_many_entries_are_folded_at_once() {
    let (store, recording, _) = counter(9);
    for _ in 0..4 {
        store.decrement();
    }
    let all = session(&recording);
    recording.jump_to_index(1);
    let early = session(&recording);
    let (store, recording, _) = counter(2);
    recording.import(Session::read(&all).unwrap());
    assert_eq!((recording.position(), value(&store)), (2, -4));
    recording.import(Session::read(&early).unwrap());
    assert_eq!((recording.position(), value(&store)), (0, -2));
}

#[test]
fn at_least_two_are_kept_with_the_beginning() {
    let screen = Screen::default();
    let store = Store::new(Counter::default())
        .layer(DevTools::named("counter").max_age(1).via(screen.clone()));
    store.increment();
    store.increment();
    assert_eq!(screen.instance().max_age, 2);
    assert_eq!(ids(&Recorder::of(&store)), [2]);
}

#[test]
fn a_trace_is_what_its_function_says_and_the_beginning_has_none() {
    let screen = Screen::default();
    let store = Store::new(Counter::default()).layer(
        DevTools::named("counter")
            .via(screen.clone())
            .trace(|| "one\ntwo\nthree".to_owned()),
    );
    store.increment();
    let told = screen.ask(Command::Start);
    let actions = &told[0]["lifted"]["actionsById"];
    assert_eq!(actions["1"]["stack"], "one\ntwo\nthree");
    assert!(actions["0"]["stack"].is_null());
}

#[test]
fn a_trace_can_be_the_call_stack() {
    let trace = || std::backtrace::Backtrace::force_capture().to_string();
    let (store, recording, _) = recorded(Recorder::new(9).trace(trace));
    store.increment();
    let entries = recording.entries();
    let stack = entries[0].trace().unwrap();
    assert!(stack.contains("a_trace_can_be_the_call_stack"), "{stack}");
}

#[test]
fn a_recording_that_is_imported_takes_the_place_of_the_one_there() {
    let (store, recording, _) = recorded(Recorder::new(50).trace(|| "here".to_owned()));
    for _ in 0..3 {
        store.increment();
    }
    let exported = session(&recording);
    let (store, recording, _) = counter(50);
    store.decrement();
    store.decrement();
    recording.import(Session::read(&exported).unwrap());
    assert_eq!(session(&recording), exported);
    assert_eq!((value(&store), recording.position()), (3, 3));
    assert_eq!(recording.entries()[2].trace(), Some("here"));
}

#[test]
fn actions_that_are_imported_take_the_place_of_the_recording_there() {
    let screen = Screen::default();
    let store =
        Store::new(Counter::default()).layer(DevTools::named("counter").via(screen.clone()));
    store.decrement();
    let increment = json!({ "type": "increment" });
    screen.ask(Command::Import(json!([increment, increment, increment])));
    let recording = Recorder::of(&store);
    assert_eq!((value(&store), ids(&recording)), (3, vec![1, 2, 3]));
    assert_eq!(values(&recording), [0, 1, 2, 3]);
}

#[test]
fn while_it_is_locked_entries_can_be_left_out_and_nothing_is_added() {
    let (store, recording, _) = counter(50);
    store.increment();
    recording.lock(true);
    store.increment();
    assert_eq!((value(&store), ids(&recording)), (1, vec![1]));
    recording.toggle(id(1));
    assert_eq!(value(&store), 0);
    recording.toggle(id(1));
    recording.lock(false);
    store.increment();
    assert_eq!((value(&store), ids(&recording)), (2, vec![1, 2]));
}

#[test]
fn it_can_begin_locked_and_take_over_a_recording_all_the_same() {
    let screen = Screen::default();
    let devtools = DevTools::named("counter").via(screen.clone()).locked();
    let store = Store::new(Counter::default()).layer(devtools);
    store.increment();
    assert_eq!(value(&store), 0);
    let increment = json!({ "type": "increment" });
    screen.ask(Command::Import(json!([increment, increment])));
    let recording = Recorder::of(&store);
    assert!(recording.is_locked());
    assert_eq!(value(&store), 2);
    screen.ask(Command::Lock(false));
    store.increment();
    assert_eq!((value(&store), ids(&recording)), (3, vec![1, 2, 3]));
}

#[test]
fn while_it_is_paused_changes_pass_and_the_entries_stay() {
    let (store, recording, _) = counter(50);
    store.increment();
    store.increment();
    recording.pause(true);
    store.increment();
    store.increment();
    assert_eq!((value(&store), ids(&recording)), (4, vec![1, 2]));
    recording.pause(false);
    assert!(!recording.is_paused());
    assert_eq!(recording.entries()[2].name(), "@@PAUSED");
    store.increment();
    assert_eq!(
        (value(&store), values(&recording)),
        (5, vec![0, 1, 2, 4, 5])
    );
    recording.commit();
    recording.pause(true);
    store.increment();
    assert_eq!((value(&store), recording.len()), (6, 0));
}
