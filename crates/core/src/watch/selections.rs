//! Those who are told when what a function of the state returns is another.

use std::sync::{Mutex, Weak};

use super::level::Walk;
use super::listeners::Select;
use crate::turn::lock;

/// All of them. It is known by this trait alone, so that nothing of it is in a program without selections.
pub(super) trait Selections<S: 'static>: Send + Sync {
    fn add(&self, id: u64, selection: Weak<dyn Select<S>>);

    /// Calls their functions, and notes those that have to be told.
    fn compare(&self, state: &S, walk: &mut Walk<'_>);

    /// Forgets those that are gone; `false` if none is left.
    fn sweep(&self) -> bool;
}

/// The selections with their numbers, in the order in which they came.
pub(super) struct List<S: 'static>(Mutex<Vec<Numbered<S>>>);

/// A selection and the number that every listener has.
struct Numbered<S: 'static> {
    id: u64,
    selection: Weak<dyn Select<S>>,
}

impl<S: 'static> Clone for Numbered<S> {
    fn clone(&self) -> Self {
        Self {
            id: self.id,
            selection: Weak::clone(&self.selection),
        }
    }
}

impl<S: 'static> Default for List<S> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<S: 'static> Selections<S> for List<S> {
    fn add(&self, id: u64, selection: Weak<dyn Select<S>>) {
        lock(&self.0).push(Numbered { id, selection });
    }

    fn compare(&self, state: &S, walk: &mut Walk<'_>) {
        let selections = lock(&self.0).clone();
        for Numbered { id, selection } in selections {
            let Some(found) = selection.upgrade() else {
                continue;
            };
            let mut differs = false;
            walk.panics.guard(|| differs = found.differs(state));
            if differs {
                walk.woken.add_selection(id, selection);
            }
        }
    }

    fn sweep(&self) -> bool {
        let mut selections = lock(&self.0);
        selections.retain(|numbered| numbered.selection.strong_count() > 0);
        !selections.is_empty()
    }
}
