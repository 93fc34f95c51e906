//! Those who watch one value, and those of them that have to be told.

use std::any::Any;
use std::sync::{Arc, Weak};

use crate::Version;

/// Somebody who is told when a value is another. Who watches holds it, the store only knows of it.
pub(crate) trait Listen: Send + Sync {
    /// Tells it, in the state that led to this.
    fn wake(&self, state: &dyn Any);

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
}

/// A listener, as the store knows it.
pub(crate) struct Entry {
    /// Listeners are numbered in the order in which they came.
    pub(super) id: u64,
    /// The state that it saw when it came.
    pub(super) since: Version,
    pub(super) listener: Weak<dyn Listen>,
}

/// The listeners to one value. Most values have one.
#[derive(Default)]
pub(super) enum Cell {
    #[default]
    Empty,
    One(Entry),
    Many(Vec<Entry>),
}

impl Cell {
    pub(super) fn add(&mut self, entry: Entry) {
        *self = match std::mem::take(self) {
            Self::Empty => Self::One(entry),
            Self::One(first) => Self::Many(vec![first, entry]),
            Self::Many(mut entries) => {
                entries.push(entry);
                Self::Many(entries)
            }
        };
    }

    fn entries(&self) -> &[Entry] {
        match self {
            Self::Empty => &[],
            Self::One(entry) => std::slice::from_ref(entry),
            Self::Many(entries) => entries,
        }
    }

    /// The first listener of this type.
    pub(super) fn find<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.entries()
            .iter()
            .filter_map(|entry| entry.listener.upgrade())
            .find_map(|listener| listener.into_any().downcast().ok())
    }

    pub(super) fn wake(&self, woken: &mut Woken) {
        for entry in self.entries() {
            woken.add(entry);
        }
    }

    /// Forgets the listeners that are gone.
    pub(super) fn sweep(&mut self) {
        let is_gone = |entry: &Entry| entry.listener.strong_count() == 0;
        match self {
            Self::Empty => {}
            Self::One(entry) if is_gone(entry) => *self = Self::Empty,
            Self::One(_) => {}
            Self::Many(entries) => {
                entries.retain(|entry| !is_gone(entry));
                if entries.is_empty() {
                    *self = Self::Empty;
                }
            }
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }
}

/// Who has to be told of a state: those at the state's own fields and lists before those in rows, those in rows before
/// those in rows of rows, and otherwise in the order in which they came.
pub(crate) struct Woken {
    version: Version,
    /// How many rows deep the values lie that are being compared.
    pub(super) depth: u32,
    /// Whether the values that are being compared may have been touched.
    pub(super) may_differ: bool,
    due: Vec<Due>,
}

struct Due {
    depth: u32,
    id: u64,
    listener: Weak<dyn Listen>,
}

/// Shellsort, with the gaps of Sedgewick 1986: most often all are in order already, and the sorts of the standard library
/// take ten times the code.
pub(super) fn sort<I, P: Ord>(items: &mut [I], place: impl Fn(&I) -> P) {
    const GAPS: [usize; 12] = [
        16_001, 8_929, 3_905, 2_161, 929, 505, 209, 109, 41, 19, 5, 1,
    ];
    for gap in GAPS {
        for end in gap..items.len() {
            let mut at = end;
            while at >= gap && place(&items[at]) < place(&items[at - gap]) {
                items.swap(at, at - gap);
                at -= gap;
            }
        }
    }
}

impl Woken {
    pub(super) const fn new(version: Version) -> Self {
        Self {
            version,
            depth: 0,
            may_differ: true,
            due: Vec::new(),
        }
    }

    /// Adds a listener, unless the state is the one it saw when it came.
    pub(super) fn add(&mut self, entry: &Entry) {
        if entry.since < self.version {
            self.due.push(Due {
                depth: self.depth,
                id: entry.id,
                listener: Weak::clone(&entry.listener),
            });
        }
    }

    /// Adds the listener of a selection.
    pub(super) fn add_selection(&mut self, id: u64, listener: Weak<dyn Listen>) {
        self.due.push(Due {
            depth: 0,
            id,
            listener,
        });
    }

    pub(super) fn len(&self) -> usize {
        self.due.len()
    }

    /// Tells them. One that is gone by the time it would be its turn is not told.
    pub(super) fn wake(mut self, state: &dyn Any, guard: &mut dyn FnMut(&mut dyn FnMut())) {
        sort(&mut self.due, |due| (due.depth, due.id));
        for due in self.due {
            if let Some(listener) = due.listener.upgrade() {
                guard(&mut || listener.wake(state));
            }
        }
    }
}
