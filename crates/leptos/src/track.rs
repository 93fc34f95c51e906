//! Reactive readers of what is in a store.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::{on_cleanup, ArcTrigger, Notify, Owner, Track};
use leptos::reactive::graph::Observer;
use leptos_state_core::{Wake, Watcher};

/// The reactive readers of one path. They share a watcher of the store, which is there as long as one of them is.
pub(crate) struct Readers(ArcTrigger);

impl Readers {
    pub(crate) fn none() -> Self {
        Self(ArcTrigger::new())
    }
}

impl Wake for Readers {
    fn wake(&self) {
        self.0.notify();
    }
}

/// The watchers of readers that no reactive owner cleans up after: they stay as long as the store.
#[derive(Default)]
pub(crate) struct Unowned(Mutex<Vec<Arc<Watcher<Readers>>>>);

impl Unowned {
    fn keep(&self, watcher: Arc<Watcher<Readers>>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !kept.iter().any(|own| Arc::ptr_eq(own, &watcher)) {
            kept.push(watcher);
        }
    }
}

/// Whether somebody reads reactively at present.
pub(crate) fn is_observed() -> bool {
    Observer::get().is_some()
}

/// Adds the present reactive observer to the readers that share `watcher`.
pub(crate) fn track(unowned: &Unowned, watcher: Arc<Watcher<Readers>>) {
    watcher.0.track();
    if Owner::current().is_some() {
        on_cleanup(move || drop(watcher));
    } else {
        unowned.keep(watcher);
    }
}
