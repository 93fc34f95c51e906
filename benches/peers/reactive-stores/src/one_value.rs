//! One value in a store.

use std::hint::black_box;

use harness::{repeat, Case};
use reactive_graph::traits::{Get, Update};
use reactive_stores::Store;

use crate::effects::{owner, settle, watch};

const WATCHERS: usize = 1_000;

/// How many stores come and go.
const STORES: usize = 10_000;

/// A state of one value.
#[derive(Clone, Default, Store)]
pub struct Counter {
    count: i64,
}

/// Updates a field that nobody watches.
pub fn update() -> Case {
    let owner = owner();
    let store = Store::new(Counter::default());
    repeat(move || {
        let _ = &owner;
        store.count().update(|count| *count += black_box(1));
    })
}

/// Updates a field that is watched.
pub fn watchers() -> Case {
    let owner = owner();
    let store = Store::new(Counter::default());
    (0..WATCHERS).for_each(|_| watch(move || store.count().get()));
    settle();
    repeat(move || {
        let _ = &owner;
        store.count().update(|count| *count += black_box(1));
        settle();
    })
}

/// Stores, each of which is watched and changed once, in an owner of their own, as in a component that goes.
pub fn stores_come_and_go() -> Case {
    let owner = owner();
    let component = owner.child();
    repeat(move || {
        let _ = &owner;
        component.with(|| {
            for _ in 0..STORES {
                let store = Store::new(Counter::default());
                watch(move || store.count().get());
                store.count().update(|count| *count += black_box(1));
            }
        });
        settle();
        component.cleanup();
        settle();
    })
}
