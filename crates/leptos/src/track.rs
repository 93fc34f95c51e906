//! Which paths of a store are read reactively, and the trigger of each.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::{on_cleanup, ArcTrigger, Notify, Track};
use leptos::reactive::graph::Observer;
use leptos_state_core::{Admits, Mode, Path, State, Store, Subscription};

/// The triggers of a store's paths. A path is known by its type.
///
/// Every reactive reader of a path counts once in its trigger until the reader's owner is cleaned up. A trigger that
/// nobody counts in is removed when its path changes next: a reader that only runs again finds it still there.
#[derive(Clone, Default)]
pub(crate) struct Tracked(Arc<Mutex<HashMap<TypeId, Entry>>>);

struct Entry {
    trigger: ArcTrigger,
    readers: usize,
    /// Removes the store's watcher when the entry goes.
    _watcher: Subscription,
}

impl Tracked {
    /// Subscribes the present reactive observer, if there is one, to the value at `path`.
    pub(crate) fn track<S, P, M>(&self, store: &Store<S, M>, path: P)
    where
        S: State,
        P: Path<S>,
        M: Mode + Admits<P::Value>,
    {
        if Observer::get().is_none() {
            return;
        }
        let key = TypeId::of::<P>();
        let trigger = {
            let mut entries = self.entries();
            let entry = entries
                .entry(key)
                .or_insert_with(|| self.entry(key, store, path));
            entry.readers += 1;
            entry.trigger.clone()
        };
        trigger.track();
        let tracked = self.clone();
        on_cleanup(move || tracked.release(key));
    }

    fn entry<S, P, M>(&self, key: TypeId, store: &Store<S, M>, path: P) -> Entry
    where
        S: State,
        P: Path<S>,
        M: Mode + Admits<P::Value>,
    {
        let tracked = Arc::downgrade(&self.0);
        let watcher = store.on_change(path, move || {
            if let Some(tracked) = tracked.upgrade() {
                Self(tracked).changed(key);
            }
        });
        Entry {
            trigger: ArcTrigger::new(),
            readers: 0,
            _watcher: watcher,
        }
    }

    /// Runs the readers of a path, or forgets the path if there is none.
    pub(crate) fn changed(&self, key: TypeId) {
        let (woken, forgotten) = {
            let mut entries = self.entries();
            match entries.get(&key) {
                Some(entry) if entry.readers > 0 => (Some(entry.trigger.clone()), None),
                _ => (None, entries.remove(&key)),
            }
        };
        // Neither may happen under the lock: both run code that may come back here.
        drop(forgotten);
        if let Some(trigger) = woken {
            trigger.notify();
        }
    }

    fn release(&self, key: TypeId) {
        if let Some(entry) = self.entries().get_mut(&key) {
            entry.readers = entry.readers.saturating_sub(1);
        }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<TypeId, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
