//! Contestant: leptos-store, with and without its middleware.

use std::hint::black_box;

use harness::{repeat, Case, Entry};
use leptos::prelude::Owner;
use leptos_store::middleware::{Middleware, MiddlewareStore};
use leptos_store::store;

store! {
    CounterStore {
        state CounterState {
            count: i64 = 0,
        }

        mutators {
            add_to_count(this, amount: i64) {
                this.mutate(|state| state.count += amount);
            }
        }

        actions {
            add(this, amount: i64) {
                this.add_to_count(amount);
            }
        }
    }
}

/// The cases.
pub fn entries() -> Vec<Entry> {
    vec![
        Entry::new("leptos-store", "action-copy", action),
        Entry::new("leptos-store", "no-op-layer", action),
        Entry::new(
            "leptos-store, middleware",
            "no-op-layer",
            action_in_middleware,
        ),
    ]
}

fn owner() -> Owner {
    let owner = Owner::new();
    owner.set();
    owner
}

fn action() -> Case {
    let owner = owner();
    let store = CounterStore::new();
    repeat(move || {
        let _ = &owner;
        store.add(black_box(1));
    })
}

/// A middleware that does nothing.
struct Nothing;

impl Middleware<CounterStore> for Nothing {}

fn action_in_middleware() -> Case {
    let owner = owner();
    let store = MiddlewareStore::new(CounterStore::new());
    store.add_middleware(Nothing);
    repeat(move || {
        let _ = &owner;
        let done = store.mutate("add", || store.inner().add(black_box(1)));
        assert!(done.is_ok(), "nothing keeps it from being done");
    })
}
