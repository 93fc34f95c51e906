//! Reactive readers of what is in a store.

use std::sync::Arc;

use leptos::prelude::{on_cleanup, ArcTrigger, Notify, Owner, Track};
use leptos::reactive::graph::Observer;
use leptos_state_core::{Admits, Mode, Path, Snapshot, State, Store, Wake, Watcher};

use crate::mode::Keeps;

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

/// What is read where nobody observes is what a page shows that is being rendered: see [`crate::hydration`].
#[cfg(all(feature = "hydration", debug_assertions, not(target_arch = "wasm32")))]
pub(crate) use crate::hydration::rendered::{note_keys, note_path};

#[cfg(not(all(feature = "hydration", debug_assertions, not(target_arch = "wasm32"))))]
pub(crate) use nobody_asks::{note_keys, note_path};

#[cfg(not(all(feature = "hydration", debug_assertions, not(target_arch = "wasm32"))))]
mod nobody_asks {
    use leptos_state_core::{Path, Rows, State, Store};

    pub(crate) fn note_path<S: State, M, P: Path<S>>(_: &Store<S, M>, _: &P) {}

    pub(crate) fn note_keys<S: State, M, P: Path<S>, Q: Rows>(_: &Store<S, M>, _: &P) {}
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

/// What `read` returns of the value at `path`; `None` inside one of the store's own actions.
pub(crate) fn look<S, M, P, T>(
    store: &Store<S, M>,
    path: &P,
    read: impl FnOnce(Option<&P::Value>) -> T,
) -> Option<(Snapshot<S>, T)>
where
    S: State,
    P: Path<S>,
    M: Mode,
{
    let snapshot = store.try_snapshot()?;
    let read = read(store.look(path, &snapshot));
    Some((snapshot, read))
}

/// As [`look`], and adds the present reactive observer to the readers of the value: finding the value and finding its readers
/// is one search.
pub(crate) fn look_tracking<S, M, P, T>(
    store: &Store<S, M>,
    path: &P,
    read: impl FnOnce(Option<&P::Value>) -> T,
) -> Option<(Snapshot<S>, T)>
where
    S: State,
    P: Path<S>,
    M: Keeps<S> + Admits<P::Value>,
{
    if !is_observed() {
        note_path(store, path);
        return look(store, path, read);
    }
    let read = |snapshot: &Snapshot<S>, value: Option<&P::Value>| (snapshot.clone(), read(value));
    let (watcher, read) = store.watcher_and_value(path, Readers::none, read)?;
    track(watcher);
    Some(read)
}
