//! One value in a signal.

use std::hint::black_box;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::Arc;

use harness::{repeat, Case};
use reactive_graph::signal::{signal, ArcRwSignal, ArcTrigger, RwSignal};
use reactive_graph::traits::{Get, Notify, Track, Update};

use crate::effects::{owner, settle, watch};

const WATCHERS: usize = 1_000;

#[derive(Clone, Default)]
struct Counter {
    count: i64,
}

/// Updates a counted signal that nobody watches.
pub fn update_counted() -> Case {
    let counter = ArcRwSignal::new(Counter::default());
    repeat(move || counter.update(|counter| counter.count += black_box(1)))
}

/// Updates a signal in the arena that nobody watches.
pub fn update() -> Case {
    let owner = owner();
    let counter = RwSignal::new(Counter::default());
    repeat(move || {
        let _ = &owner;
        counter.update(|counter| counter.count += black_box(1));
    })
}

/// Updates one half of a pair, the other half of which is watched.
pub fn watchers_of_pair() -> Case {
    let owner = owner();
    let (read, write) = signal(0_i64);
    (0..WATCHERS).for_each(|_| watch(move || read.get()));
    settle();
    repeat(move || {
        let _ = &owner;
        write.update(|count| *count += black_box(1));
        settle();
    })
}

/// Updates a signal that is watched.
pub fn watchers() -> Case {
    let owner = owner();
    let count = RwSignal::new(0_i64);
    (0..WATCHERS).for_each(|_| watch(move || count.get()));
    settle();
    repeat(move || {
        let _ = &owner;
        count.update(|count| *count += black_box(1));
        settle();
    })
}

/// Updates a plain value, and notifies a trigger that is watched.
pub fn watchers_of_trigger() -> Case {
    let owner = owner();
    let value = Arc::new(AtomicI64::new(0));
    let trigger = ArcTrigger::new();
    for _ in 0..WATCHERS {
        let (value, trigger) = (Arc::clone(&value), trigger.clone());
        watch(move || {
            trigger.track();
            value.load(Ordering::Relaxed)
        });
    }
    settle();
    repeat(move || {
        let _ = &owner;
        value.fetch_add(black_box(1), Ordering::Relaxed);
        trigger.notify();
        settle();
    })
}
