//! Reactive readers of what is in a store.

use std::sync::Arc;

use leptos::prelude::{on_cleanup, ArcTrigger, Notify, Owner, Track};
use leptos::reactive::graph::Observer;
use leptos_state_core::{Wake, Watcher};

/// The reactive readers of one path, or of the whole state. Those of a path share a watcher of the store, which is there as
/// long as one of them is.
pub(crate) struct Readers(ArcTrigger);

impl Readers {
    pub(crate) fn none() -> Self {
        Self(ArcTrigger::new())
    }

    /// Adds the present reactive observer.
    pub(crate) fn track(&self) {
        self.0.track();
    }
}

impl Wake for Readers {
    fn wake(&self) {
        self.0.notify();
    }
}

/// Whether somebody reads reactively at present.
pub(crate) fn is_observed() -> bool {
    Observer::get().is_some()
}

/// Adds the present reactive observer to the readers that share `watcher`. One that no reactive owner cleans up after stays as
/// long as the store.
pub(crate) fn track(watcher: Arc<Watcher<Readers>>) {
    watcher.track();
    if Owner::current().is_some() {
        on_cleanup(move || drop(watcher));
    } else {
        watcher.forget();
    }
}
