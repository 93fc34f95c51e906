//! Invariant 3: a change from inside a turn is queued, first in first out, and run to completion; a change from outside waits
//! and gets its reply; nobody who waits holds anything.

mod common;

use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use common::{write, Log, LogAction};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Outcome, Store};

#[test]
fn a_listener_s_changes_are_queued_and_run_in_order() {
    let store = Store::new(Log::default());
    let weak = store.downgrade();
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&outcomes);
    let _subscription = store.subscribe(move |commit| {
        if commit.version().get() == 1 {
            let store = weak.clone();
            for line in ["b", "c"] {
                let outcome = store.submit(leptos_state_core::Change::action(write(line)));
                kept.lock()
                    .unwrap()
                    .push(matches!(outcome, Outcome::Queued));
            }
        }
    });
    store.dispatch(write("a"));
    assert_eq!(store.snapshot().lines, ["a", "b", "c"]);
    assert_eq!(*outcomes.lock().unwrap(), [true, true]);
}

#[test]
fn what_a_queued_change_queues_comes_after_what_was_queued_before() {
    let store = Store::new(Log::default());
    let weak = store.downgrade();
    let _subscription = store.subscribe(move |commit| {
        let next: &[&str] = match commit.state().lines.last().map(String::as_str) {
            Some("a") => &["b", "c"],
            Some("b") => &["d"],
            _ => &[],
        };
        for line in next {
            let outcome = weak.submit(leptos_state_core::Change::action(write(line)));
            assert!(matches!(outcome, Outcome::Queued));
        }
    });
    store.dispatch(write("a"));
    assert_eq!(store.snapshot().lines, ["a", "b", "c", "d"]);
}

#[test]
fn a_queued_change_that_fails_is_reported() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment());
    let weak = store.downgrade();
    let _subscription = store.watch_selected(
        |log: &Log| log.lines.len(),
        move |_| {
            let outcome = weak.submit(leptos_state_core::Change::action(LogAction::Add(-1)));
            assert!(matches!(outcome, Outcome::Queued));
        },
    );
    store.dispatch(write("a"));
    assert_eq!(
        test.reports.take(),
        ["store `Log`: `add` failed: the log does not take this"]
    );
}

#[test]
fn a_turn_of_another_store_that_is_free_is_taken_at_once() {
    let inner = Store::new(Log::default());
    let outer = Store::new(Log::default());
    let reached = inner.clone();
    let _subscription = outer.subscribe(move |_| {
        assert!(reached.try_dispatch(write("from outside")).is_done());
    });
    outer.dispatch(write("a"));
    assert_eq!(inner.snapshot().lines, ["from outside"]);
}

#[test]
fn eight_threads_lose_nothing_and_get_their_replies() {
    const EACH: i64 = if cfg!(miri) { 5 } else { 2_000 };
    let store = Store::new(Log::default());
    let versions = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&versions);
    let _subscription =
        store.subscribe(move |commit| kept.lock().unwrap().push(commit.version().get()));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..EACH {
                    assert_eq!(
                        store.try_dispatch(LogAction::AddEven(2)),
                        Outcome::Done(None)
                    );
                }
            });
        }
    });
    assert_eq!(store.snapshot().total, 8 * EACH * 2);
    let versions = versions.lock().unwrap();
    assert!(
        versions.iter().copied().eq(1..=8 * EACH as u64),
        "commits are told in their order"
    );
}

#[test]
fn two_stores_that_dispatch_into_each_other_from_two_threads_do_not_block() {
    const EACH: usize = if cfg!(miri) { 5 } else { 2_000 };
    let (left, right) = (Store::new(Log::default()), Store::new(Log::default()));
    let into = |target: &Store<Log>| {
        let target = target.downgrade();
        move |commit: &leptos_state_core::Commit<Log>| {
            if commit
                .change()
                .as_action()
                .is_some_and(|action| *action == write("ping"))
            {
                drop(target.submit(leptos_state_core::Change::action(write("pong"))));
            }
        }
    };
    let _left = left.subscribe(into(&right));
    let _right = right.subscribe(into(&left));
    let start = Barrier::new(2);
    thread::scope(|scope| {
        for store in [&left, &right] {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                for _ in 0..EACH {
                    assert!(
                        store.try_dispatch(write("ping")).is_done(),
                        "a thread from outside gets its reply"
                    );
                }
            });
        }
    });
    for store in [&left, &right] {
        let lines = &store.snapshot().lines;
        let count = |word: &str| lines.iter().filter(|line| *line == word).count();
        assert_eq!((count("ping"), count("pong")), (EACH, EACH));
    }
}
