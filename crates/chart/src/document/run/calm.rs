//! Whether something has changed since a transition without an event was taken that changes nothing.

use std::cell::Cell;

/// Counts what happens to a machine, within a macrostep.
#[derive(Debug, Default)]
pub(super) struct Calm {
    changes: Cell<u64>,
    /// How many there were when it was last asked: before what was taken then.
    asked: Cell<u64>,
    /// How many there were before the transition was taken.
    noted: Cell<Option<u64>>,
}

impl Calm {
    /// There is an event, a state is entered, or a variable has another value.
    pub fn stir(&self) {
        self.changes.set(self.changes.get() + 1);
    }

    /// A transition is taken that by itself changes nothing.
    pub fn note(&self) {
        self.noted.set(Some(self.asked.get()));
    }

    /// Whether nothing has changed since.
    pub fn lasts(&self) -> bool {
        self.asked.set(self.changes.get());
        self.noted.get() == Some(self.changes.get())
    }
}
