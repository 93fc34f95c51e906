//! Those who watch one value, and those of them that have to be told.

use std::any::Any;
use std::sync::{Arc, Weak};

use crate::panics::Panics;
use crate::Version;

/// Somebody who is told when a value is another. Who watches holds it, the store only knows of it.
pub(crate) trait Listen: Any + Send + Sync {
    /// Tells it, in the state that led to this.
    fn wake(&self, state: &dyn Any);
}

/// A listener, as the store knows it.
pub(crate) struct Entry {
    /// Listeners are numbered in the order in which they came.
    pub(super) id: u64,
    /// The state that it saw when it came.
    pub(super) since: Version,
    pub(super) listener: Weak<dyn Listen>,
}

/// The listeners to one value, in no order: most values have one.
#[derive(Default)]
pub(super) struct Cell(Option<Box<Linked>>);

struct Linked {
    entry: Entry,
    next: Cell,
}

impl Cell {
    pub(super) fn add(&mut self, entry: Entry) {
        let next = std::mem::take(self);
        self.0 = Some(Box::new(Linked { entry, next }));
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        std::iter::successors(self.0.as_ref(), |linked| linked.next.0.as_ref())
            .map(|linked| &linked.entry)
    }

    /// A listener of this type.
    pub(super) fn find<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.entries()
            .filter_map(|entry| entry.listener.upgrade())
            .find_map(|listener| {
                let listener: Arc<dyn Any + Send + Sync> = listener;
                listener.downcast().ok()
            })
    }

    pub(super) fn wake(&self, woken: &mut Woken) {
        let first = woken.due.len();
        for entry in self.entries() {
            woken.add(entry);
        }
        // The last that came is the first here.
        woken.due[first..].reverse();
    }

    /// Forgets the listeners that are gone; `false` if none is left.
    pub(super) fn sweep(&mut self) -> bool {
        self.retain(|entry| entry.listener.strong_count() > 0);
        !self.is_empty()
    }

    /// Keeps the listeners that `keep` agrees to, and turns their order round.
    fn retain(&mut self, keep: impl Fn(&Entry) -> bool) {
        let mut rest = self.0.take();
        while let Some(mut linked) = rest {
            rest = linked.next.0.take();
            if keep(&linked.entry) {
                linked.next.0 = self.0.take();
                self.0 = Some(linked);
            }
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// One after the other: thousands of listeners would be too deep for a drop inside a drop.
impl Drop for Cell {
    fn drop(&mut self) {
        self.retain(|_| false);
    }
}

/// Who has to be told of a state: those at the state's own fields and lists before those in rows, those in rows before
/// those in rows of rows, and otherwise in the order in which they came.
pub(crate) struct Woken {
    version: Version,
    /// How many rows deep the values lie that are being compared.
    pub(super) depth: u64,
    /// Whether the values that are being compared may have been touched.
    pub(super) may_differ: bool,
    due: Vec<Due>,
}

struct Due {
    /// How many rows deep, and then its number.
    place: u64,
    listener: Weak<dyn Listen>,
}

/// The place of a depth before those of greater depths. There are fewer than 2^48 listeners, and fewer than 2^16 depths.
const DEPTH: u32 = 48;

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
                place: self.depth << DEPTH | entry.id,
                listener: Weak::clone(&entry.listener),
            });
        }
    }

    /// Adds the listener of a selection.
    pub(super) fn add_selection(&mut self, id: u64, listener: Weak<dyn Listen>) {
        self.due.push(Due {
            place: id,
            listener,
        });
    }

    pub(super) fn len(&self) -> usize {
        self.due.len()
    }

    /// Tells them. One that is gone by the time it would be its turn is not told.
    pub(super) fn wake(mut self, state: &dyn Any, panics: &mut Panics) {
        sort(&mut self.due, |due| due.place);
        for due in self.due {
            if let Some(listener) = due.listener.upgrade() {
                panics.guard(|| listener.wake(state));
            }
        }
    }
}
