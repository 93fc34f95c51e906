//! Stores of one number.

use leptos_state_core::{Change, Layer, Next, Store, Subscription, Verdict};
use leptos_state_macros::{actions, State};

/// A number, and a field that no action writes to.
#[derive(Clone, Default, State)]
pub struct Counter {
    /// The number.
    pub count: i64,
    name: String,
}

#[actions]
impl Counter {
    /// Adds to the number.
    pub fn add(&mut self, amount: i64) {
        self.count += amount;
    }
}

/// A store with somebody who watches it.
pub struct Watched {
    /// The store.
    pub store: Store<Counter>,
    _watcher: Subscription,
}

/// A store that nobody watches. It has had an action already: a thread's first one allocates what the others use.
pub fn unwatched() -> Store<Counter> {
    let store = Store::new(Counter::default());
    store.add(1);
    store
}

/// The same in a layer that does nothing.
pub fn layered() -> Store<Counter> {
    unwatched().layer(Nothing)
}

/// The same with a watcher of the field that no action writes to.
pub fn watched_elsewhere() -> Watched {
    let store = unwatched();
    let watcher = store.name().watch(|name| drop(name.clone()));
    store.add(1);
    Watched {
        store,
        _watcher: watcher,
    }
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
