//! One value in a store.

use std::hint::black_box;

use harness::{ran, repeat, Case};
use leptos_state::{actions, ArcStore, Change, Layer, Next, State, Store, Subscription, Verdict};
use reactive_graph::traits::Get;

use crate::effects::{owner, settle, watch};

const WATCHERS: usize = 1_000;

/// How many stores come and go.
const STORES: usize = 10_000;

/// A state of one value.
#[derive(Clone, Default, State)]
pub struct Counter {
    count: i64,
}

#[actions]
impl Counter {
    /// Adds to the count.
    pub fn add(&mut self, amount: i64) {
        self.count += amount;
    }
}

/// An action of a store that nobody watches and nothing is around.
pub fn action() -> Case {
    let store = ArcStore::new(Counter::default());
    repeat(move || store.add(black_box(1)))
}

/// A layer that does nothing.
struct Nothing;

impl Layer<Counter> for Nothing {
    fn name(&self) -> &'static str {
        "nothing"
    }

    fn handle(&self, change: Change<'_, Counter>, next: Next<'_, Counter>) -> Verdict<Counter> {
        next.run(change)
    }
}

/// The same with a layer around the store.
pub fn action_in_layer() -> Case {
    let store = ArcStore::new(Counter::default()).layer(Nothing);
    repeat(move || store.add(black_box(1)))
}

/// The same by a handle that is `Copy`.
pub fn action_by_handle() -> Case {
    let owner = owner();
    let store = Store::new(Counter::default());
    repeat(move || {
        let _ = &owner;
        store.add(black_box(1));
    })
}

/// An action of a store with a field that is watched by effects.
pub fn watchers() -> Case {
    let owner = owner();
    let store = Store::new(Counter::default());
    (0..WATCHERS).for_each(|_| watch(move || store.count().get()));
    settle();
    repeat(move || {
        let _ = &owner;
        store.add(black_box(1));
        settle();
    })
}

/// An action of a store with a field that is watched by closures.
pub fn listeners() -> Case {
    let store = ArcStore::new(Counter::default());
    let watching: Vec<Subscription> = (0..WATCHERS)
        .map(|_| {
            store.count().watch(|count| {
                ran();
                black_box(count);
            })
        })
        .collect();
    repeat(move || {
        let _ = &watching;
        store.add(black_box(1));
    })
}

/// Stores, each of which is watched and changed once.
pub fn stores_come_and_go() -> Case {
    repeat(|| {
        let stores = (0..STORES).map(|_| {
            let store = ArcStore::new(Counter::default());
            let watching = store.count().watch(|_| ran());
            store.add(black_box(1));
            (watching, store)
        });
        drop(stores.collect::<Vec<_>>());
    })
}

/// The same in Leptos: each in an owner of its own, as in a component that goes.
pub fn handles_come_and_go() -> Case {
    let owner = owner();
    let component = owner.child();
    repeat(move || {
        let _ = &owner;
        component.with(|| {
            for _ in 0..STORES {
                let store = Store::new(Counter::default());
                watch(move || store.count().get());
                store.add(black_box(1));
            }
        });
        settle();
        component.cleanup();
        settle();
    })
}
