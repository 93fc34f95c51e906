//! Watchers that come and go on some threads while others change the store: nobody misses a change.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use leptos_state_core::{Store, Subscription};
use leptos_state_macros::{actions, State};

#[derive(Clone, Default, State)]
struct Counters {
    #[state(key = id)]
    rows: Vec<Row>,
    total: u64,
    idle: u64,
}

#[derive(Clone, State)]
struct Row {
    id: u64,
    count: u64,
}

#[actions]
impl Counters {
    fn up(&mut self, id: u64) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.count += 1;
            self.total += 1;
        }
    }

    fn rotate(&mut self) {
        self.rows.rotate_left(1);
    }
}

const ROWS: u64 = if cfg!(miri) { 2 } else { 8 };
const EACH: u64 = if cfg!(miri) { 5 } else { 2_000 };

fn store() -> Store<Counters> {
    Store::new(Counters {
        rows: (0..ROWS).map(|id| Row { id, count: 0 }).collect(),
        ..Counters::default()
    })
}

/// The highest value that a watcher saw, when it came and whenever it was told.
#[derive(Clone, Default)]
struct Highest(Arc<AtomicU64>);

impl Highest {
    fn see(&self, value: u64) {
        self.0.fetch_max(value, Ordering::SeqCst);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

fn watch_total(store: &Store<Counters>) -> (Subscription, Highest) {
    let highest = Highest::default();
    let seen = highest.clone();
    let subscription = store.total().watch(move |total| seen.see(*total));
    highest.see(store.total().get());
    (subscription, highest)
}

fn watch_row(store: &Store<Counters>, id: u64) -> (Subscription, Highest) {
    let highest = Highest::default();
    let seen = highest.clone();
    let count = store.rows().at(id).count();
    let subscription = count.watch(move |count| seen.see(count.copied().unwrap_or(0)));
    highest.see(count.get().unwrap_or(0));
    (subscription, highest)
}

#[test]
fn eight_threads_watch_while_eight_dispatch() {
    let store = store();
    let in_order = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&in_order);
    let _first = store
        .total()
        .watch(move |total| kept.lock().unwrap().push(*total));
    let done = AtomicBool::new(false);
    let watching: Vec<(Subscription, Highest, u64)> = thread::scope(|scope| {
        let dispatching: Vec<_> = (0..ROWS)
            .map(|id| {
                let store = &store;
                scope.spawn(move || {
                    for n in 0..EACH {
                        store.up(id);
                        if n % 64 == 0 {
                            store.rotate();
                        }
                    }
                })
            })
            .collect();
        let watching: Vec<_> = (0..ROWS)
            .map(|id| {
                let (store, done) = (&store, &done);
                scope.spawn(move || {
                    let mut kept = Vec::new();
                    while !done.load(Ordering::SeqCst) {
                        drop(watch_total(store));
                        drop(watch_row(store, id));
                        if kept.len() < if cfg!(miri) { 4 } else { 200 } {
                            let (subscription, highest) = watch_total(store);
                            kept.push((subscription, highest, EACH * ROWS));
                            let (subscription, highest) = watch_row(store, id);
                            kept.push((subscription, highest, EACH));
                        }
                        thread::yield_now();
                    }
                    kept
                })
            })
            .collect();
        for thread in dispatching {
            thread.join().unwrap();
        }
        done.store(true, Ordering::SeqCst);
        let joined = watching.into_iter().map(|thread| thread.join().unwrap());
        joined.flatten().collect()
    });
    assert_eq!(store.snapshot().total, EACH * ROWS);
    for (_, highest, expected) in &watching {
        assert_eq!(highest.get(), *expected, "every watcher saw the end");
    }
    let in_order = in_order.lock().unwrap();
    assert!(
        in_order.is_sorted(),
        "values are told in the order of the commits"
    );
    assert_eq!(in_order.last(), Some(&(EACH * ROWS)));
    assert_eq!(store.listener_count(), watching.len() + 1);
    drop(watching);
    assert_eq!(store.listener_count(), 1);
    store.idle().set(1);
}
