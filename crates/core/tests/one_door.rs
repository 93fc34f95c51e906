//! Invariant 1: nothing but the pipeline reaches the state. Every way to write passes the layers.

mod common;

use std::sync::{Arc, Mutex};

use common::{write, Log, LogAction};
use leptos_state_core::{Change, ChangeKind, Layer, Next, Origin, Root, Store, Verdict};

/// Keeps the name and kind of all that passes.
#[derive(Clone, Default)]
struct Witness(Arc<Mutex<Vec<(String, ChangeKind)>>>);

impl Layer<Log> for Witness {
    fn name(&self) -> &'static str {
        "Witness"
    }

    fn handle(&self, change: Change<'_, Log>, next: Next<'_, Log>) -> Verdict<Log> {
        self.0
            .lock()
            .unwrap()
            .push((change.name().into_owned(), change.kind()));
        next.run(change)
    }
}

#[test]
fn every_way_to_write_passes_the_layers() {
    let witness = Witness::default();
    let store = Store::new(Log::default()).layer(witness.clone());

    store.dispatch(write("one"));
    assert!(store.try_dispatch(LogAction::Add(1)).is_done());
    store.update(|log| log.total += 1);
    assert_eq!(store.try_update(|log| log.total).done(), Some(2));
    store.transaction(|t| t.dispatch(write("two")));
    assert!(store.submit(Change::set(Root, Log::default())).is_done());
    assert!(store
        .submit(Change::restore(Log::default()).from(Origin::Remote))
        .is_done());
    store.reset_state();

    let seen = witness.0.lock().unwrap().clone();
    let expected = [
        ("write", ChangeKind::Action),
        ("add", ChangeKind::Action),
        ("update", ChangeKind::Write),
        ("update", ChangeKind::Write),
        ("batch", ChangeKind::Batch),
        ("set", ChangeKind::Write),
        ("restore", ChangeKind::Restore),
        ("reset", ChangeKind::Restore),
    ];
    assert_eq!(seen, expected.map(|(name, kind)| (name.to_owned(), kind)));
    assert_eq!(
        store.snapshot().version().get(),
        expected.len() as u64,
        "each is one commit"
    );
}

#[test]
fn a_snapshot_is_not_a_way_in() {
    let store = Store::new(Log::default());
    let mut copy = (*store.snapshot()).clone();
    copy.total = 7;
    assert_eq!(store.snapshot().total, 0);
}
