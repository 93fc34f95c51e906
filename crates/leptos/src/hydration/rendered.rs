//! What of the stores has been rendered into a page, to tell when it changes too late. In debug builds, on a server.
//!
//! What is read outside of any reactive computation while a page is rendered is what the page shows. What waits for data is read
//! anew when the data has come, under the same owner; so a change counts only if that owner has not read again after it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::Owner;
use leptos_state_core::{Admits, Environment, Path, Problem, Report, Rows, State, Wake, Watcher};

use super::sent::Sent;
use crate::mode::Keeps;

/// Notes that the page shows the value at `path`.
pub(crate) fn note_path<S: State, M: Keeps<S> + Admits<P::Value>, P: Path<S>>(
    store: &leptos_state_core::Store<S, M>,
    path: &P,
) {
    if let Some(page) = page_with(store.store_name()) {
        let place = store.watcher(path, || Place::new(store, path));
        page.rendered().note(place);
    }
}

/// Notes that the page shows the keys of the collection at `path`.
pub(crate) fn note_keys<S: State, M: Keeps<S>, P: Path<S, Value = Q::Collection>, Q: Rows>(
    store: &leptos_state_core::Store<S, M>,
    path: &P,
) {
    if let Some(page) = page_with(store.store_name()) {
        let place = store.keys_watcher::<P, Q, _>(path, || Place::new(store, path));
        page.rendered().note(place);
    }
}

/// The page that is being rendered, if a store of this name is sent with it.
fn page_with(name: &str) -> Option<Sent> {
    Sent::find().filter(|page| page.has(name))
}

/// What has been read of the stores that are sent with a page.
#[derive(Default)]
pub(super) struct Rendered(Mutex<Vec<Arc<Watcher<Place>>>>);

impl Rendered {
    fn places(&self) -> MutexGuard<'_, Vec<Arc<Watcher<Place>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the present owner has read this place as it is now.
    fn note(&self, place: Arc<Watcher<Place>>) {
        let reader = Owner::current().map_or(0, |owner| owner.debug_id());
        place.readers().insert(reader, false);
        let mut places = self.places();
        if !places.iter().any(|other| Arc::ptr_eq(other, &place)) {
            places.push(place);
        }
    }

    /// Reports what has changed too late, and from now on every change.
    pub(super) fn close(&self) {
        let places = self.places().clone();
        for place in places {
            place.closed.store(true, Ordering::SeqCst);
            let stale = place.readers().values().any(|stale| *stale);
            if stale {
                place.report();
            }
        }
    }
}

/// A place that has been read.
pub(super) struct Place {
    store: &'static str,
    path: String,
    environment: Environment,
    /// The owners that read it, and whether it has changed since.
    readers: Mutex<BTreeMap<usize, bool>>,
    /// Whether nothing is left to be rendered.
    closed: AtomicBool,
}

impl Place {
    fn new<S: State, M: Keeps<S>, P: Path<S>>(
        store: &leptos_state_core::Store<S, M>,
        path: &P,
    ) -> Self {
        Self {
            store: store.store_name(),
            path: if P::IS_ROOT {
                "state".to_owned()
            } else {
                path.to_string()
            },
            environment: store.environment().clone(),
            readers: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    fn readers(&self) -> MutexGuard<'_, BTreeMap<usize, bool>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self) {
        let report = Report::new(self.store, &self.path, Problem::Stale);
        self.environment.report(&report);
    }
}

impl Wake for Place {
    fn wake(&self) {
        if self.closed.load(Ordering::SeqCst) {
            self.report();
        }
        self.readers().values_mut().for_each(|stale| *stale = true);
    }
}
