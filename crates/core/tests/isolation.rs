//! Invariant 7: stores share nothing.

mod common;

use std::thread;

use common::{write, Log, LogAction};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Id, Store};

#[test]
fn two_stores_of_one_state_never_see_each_other() {
    let (left, right) = (Store::new(Log::default()), Store::new(Log::default()));
    left.dispatch(write("left"));
    assert!(right.snapshot().lines.is_empty());
    assert_eq!(right.snapshot().version().get(), 0);
}

#[test]
fn a_thousand_stores_on_eight_threads_keep_to_themselves() {
    thread::scope(|scope| {
        for user in 0..8_i64 {
            scope.spawn(move || {
                for request in 0..if cfg!(miri) { 3 } else { 125_i64 } {
                    let store = Store::new(Log::default());
                    store.dispatch(LogAction::Add(user * 1_000 + request));
                    store.dispatch(LogAction::Stamp);
                    assert_eq!(store.snapshot().total, user * 1_000 + request);
                    assert_eq!(
                        store.snapshot().lines.last().map(String::as_str),
                        Some("1 at 0")
                    );
                }
            });
        }
    });
}

#[test]
fn identifiers_come_from_each_store_s_own_environment() {
    let (first, second) = (TestEnvironment::default(), TestEnvironment::default());
    for test in [&first, &second] {
        let store = Store::in_environment(Log::default(), test.environment());
        assert_eq!(
            store.try_dispatch(LogAction::Stamp).done(),
            Some(Some(Id::from_u128(1)))
        );
    }
}
