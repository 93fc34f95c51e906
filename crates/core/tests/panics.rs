//! Invariant 6: where panics unwind, a panic in a layer or a listener loses no commit, and one in an action leaves the old
//! state.

mod common;

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::thread;

use common::{write, Log, LogAction};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Layer, Next, Store, Verdict};

fn count_up(count: &AtomicUsize) {
    count.fetch_add(1, Ordering::SeqCst);
}

/// The text of the panic that `run` ends in.
fn panic_of(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => (*panic.downcast::<&str>().expect("a panic has a text")).to_owned(),
    }
}

#[test]
fn an_action_that_panics_leaves_the_old_state() {
    let store = Store::new(Log::default());
    store.dispatch(write("a"));
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let _subscription = store.subscribe(move |_| count_up(&counted));

    assert_eq!(
        panic_of(|| store.dispatch(LogAction::Panic)),
        "an action panicked on purpose"
    );
    assert_eq!(store.snapshot().lines, ["a"]);
    assert_eq!(store.snapshot().version().get(), 1);
    assert_eq!(count.load(Ordering::SeqCst), 0);

    store.dispatch(write("b"));
    assert_eq!(store.snapshot().lines, ["a", "b"], "the store works on");
}

#[test]
fn a_closure_that_panics_leaves_the_old_state_even_if_it_is_held_elsewhere() {
    let store = Store::new(Log::default());
    store.dispatch(write("a"));
    let held = store.snapshot();
    let message = panic_of(|| {
        store.update(|log| {
            log.lines.clear();
            panic!("in a closure");
        });
    });
    assert_eq!(message, "in a closure");
    assert_eq!(*store.snapshot(), *held);
}

/// Panics once a change has passed.
struct PanicsAfter;

impl Layer<Log> for PanicsAfter {
    fn name(&self) -> &'static str {
        "PanicsAfter"
    }

    fn handle(&self, change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
        assert!(next.run(change).is_done());
        panic!("in a layer");
    }
}

#[test]
fn a_layer_that_panics_loses_no_commit() {
    let count = Arc::new(AtomicUsize::new(0));
    let store = Store::new(Log::default()).layer(PanicsAfter);
    let counted = Arc::clone(&count);
    let _subscription = store.subscribe(move |_| count_up(&counted));
    assert_eq!(panic_of(|| store.dispatch(write("a"))), "in a layer");
    assert_eq!(store.snapshot().lines, ["a"]);
    assert_eq!(count.load(Ordering::SeqCst), 1, "listeners were told");
}

#[test]
fn a_listener_that_panics_keeps_nothing_from_the_others() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Log::default(), test.environment());
    let count = Arc::new(AtomicUsize::new(0));
    let _first = store.subscribe(|_| panic!("in a listener"));
    let counted = Arc::clone(&count);
    let _second = store.subscribe(move |_| count_up(&counted));
    let weak = store.downgrade();
    let _third = store.watch_selected(
        |log: &Log| log.lines.len(),
        move |lines| {
            if *lines == 1 {
                drop(weak.submit(Change::action(write("queued"))));
            }
        },
    );
    assert_eq!(panic_of(|| store.dispatch(write("a"))), "in a listener");
    assert_eq!(
        store.snapshot().lines,
        ["a", "queued"],
        "what was queued is done too"
    );
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[test]
fn a_panic_on_one_thread_does_not_stop_the_others() {
    let store = Store::new(Log::default());
    thread::scope(|scope| {
        let panicking = scope.spawn(|| store.dispatch(LogAction::Panic));
        assert!(panicking.join().is_err());
    });
    assert!(store.try_dispatch(write("a")).is_done());
    assert_eq!(store.snapshot().lines, ["a"]);
}
