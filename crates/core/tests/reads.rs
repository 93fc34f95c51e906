//! Invariant 4: reads hold no lock.

mod common;

use std::sync::{Arc, Mutex};
use std::thread;

use common::{write, Log, LogAction};
use leptos_state_core::{Action, Cx, Outcome, Store};

#[test]
fn a_store_can_change_while_a_snapshot_of_it_is_held() {
    let store = Store::new(Log::default());
    let before = store.snapshot();
    store.dispatch(write("a"));
    assert!(before.lines.is_empty(), "a snapshot stays as it was");
    assert_eq!(store.snapshot().lines, ["a"]);
    assert_eq!(
        (before.version().get(), store.snapshot().version().get()),
        (0, 1)
    );
}

#[test]
fn a_state_that_nobody_holds_is_changed_in_place() {
    let store = Store::new(vec![0_u8; 64]);
    store.update(|bytes| bytes[0] = 1);
    let address = store.snapshot().as_ptr();
    store.update(|bytes| bytes[1] = 1);
    assert_eq!(store.snapshot().as_ptr(), address);
}

#[test]
fn layers_and_listeners_read_what_is_committed() {
    let store = Store::new(Log::default());
    let weak = store.downgrade();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let _subscription = store.subscribe(move |commit| {
        let present = weak
            .try_snapshot()
            .expect("the store lives and is not in an action");
        kept.lock()
            .unwrap()
            .push(present.version() == commit.version());
    });
    store.dispatch(write("a"));
    store.dispatch(write("b"));
    assert_eq!(*seen.lock().unwrap(), [true, true]);
}

#[test]
fn other_threads_read_while_a_store_changes() {
    let store = Store::new(Log::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..if cfg!(miri) { 5 } else { 1_000 } {
                store.dispatch(LogAction::AddEven(2));
            }
        });
        for _ in 0..if cfg!(miri) { 5 } else { 1_000 } {
            assert_eq!(store.snapshot().total % 2, 0);
        }
    });
}

/// Reads its store while it is applied, which it should not.
#[derive(Clone)]
struct ReadsItself(Store<Log>);

impl std::fmt::Debug for ReadsItself {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ReadsItself")
    }
}

impl Action<Log> for ReadsItself {
    type Reply = bool;
    type Error = std::convert::Infallible;

    fn name(&self) -> &'static str {
        "reads_itself"
    }

    fn apply(self, _: &mut Log, _: &mut Cx<Log>) -> Result<bool, Self::Error> {
        Ok(self.0.try_snapshot().is_none())
    }
}

#[test]
fn there_is_nothing_to_read_inside_an_action_of_the_same_store() {
    let store = Store::new(Log::default()).named("journal");
    assert_eq!(
        store.try_dispatch(ReadsItself(store.clone())),
        Outcome::Done(true)
    );

    let itself = store.clone();
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.update(move |_| drop(itself.snapshot()));
    }));
    let message = panic.unwrap_err().downcast::<String>().unwrap();
    assert_eq!(
        *message,
        "store `journal` was read inside one of its own actions; read `self` there"
    );
    assert!(
        format!("{store:?}").contains("journal"),
        "the store works on"
    );
}
