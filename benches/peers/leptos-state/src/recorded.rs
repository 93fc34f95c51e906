//! A store whose changes are recorded.

use std::hint::black_box;

use harness::{repeat, Case};
use leptos_state::layers::{DevTools, Recorder};
use leptos_state::{actions, ArcStore, State};
use serde::{Deserialize, Serialize};

/// How many entries are kept.
const KEPT: usize = 1_000;

/// A state of one value that can be recorded.
#[derive(Clone, Default, State, Serialize, Deserialize)]
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

/// A store that nothing records.
pub fn not_at_all() -> ArcStore<Counter> {
    ArcStore::new(Counter::default())
}

/// A store with a recorder.
pub fn by_recorder() -> ArcStore<Counter> {
    not_at_all().layer(Recorder::new(KEPT))
}

/// A store with devtools at which nobody looks.
pub fn by_devtools() -> ArcStore<Counter> {
    not_at_all().layer(DevTools::named("counter").max_age(KEPT + 1))
}

/// An action, when as many are recorded as are kept.
pub fn action(make: fn() -> ArcStore<Counter>) -> Case {
    let store = make();
    (0..KEPT).for_each(|_| store.add(1));
    repeat(move || store.add(black_box(1)))
}

/// A store comes, is changed as often as entries are kept, and goes.
pub fn steps(make: fn() -> ArcStore<Counter>) -> Case {
    repeat(move || {
        let store = make();
        (0..KEPT).for_each(|_| store.add(black_box(1)));
        drop(store);
    })
}
