//! Recordings on their own: written down, read, replayed.

mod check;
pub(crate) mod difference;
mod file;
pub(crate) mod lifted;
mod source;

use std::fmt;
use std::sync::Arc;

use leptos_state_core::json::{ReadError, WriteError};
use serde_json::Value;

use crate::timeline::Timeline;
use crate::{Entry, EntryId, Recordable};

pub use check::Replay;
pub use difference::{Difference, Differs, Replayed};

#[doc = include_str!("../../docs/session.md")]
pub struct Session<S: Recordable> {
    /// The store's name; a recording of Redux's devtools has none.
    store: Option<String>,
    schema: Option<u32>,
    timeline: Timeline<S>,
}

/// Why a session can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// It is no session at all.
    #[error("not a session: {0}")]
    NotASession(String),
    /// It is of a form that this version does not know.
    #[error("written in version {found} of the form, and this program knows version {known}")]
    Version {
        /// The version that it was written in.
        found: u32,
        /// The version that is known.
        known: u32,
    },
    /// It is of another state.
    #[error("a session of `{found}`, and this is `{expected}`")]
    OtherState {
        /// What it is of.
        found: String,
        /// What it should be of.
        expected: &'static str,
    },
    /// Something in it can't be read.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// Something in it contradicts something else.
    #[error("{place}: {problem}")]
    Inconsistent {
        /// Where in the text.
        place: String,
        /// What is wrong there.
        problem: String,
    },
}

impl<S: Recordable> Session<S> {
    pub(crate) fn new(store: Option<String>, schema: Option<u32>, timeline: Timeline<S>) -> Self {
        Self {
            store,
            schema,
            timeline,
        }
    }

    pub(crate) const fn timeline(&self) -> &Timeline<S> {
        &self.timeline
    }

    /// Reads what [`write`](Self::write) writes, or a recording that Redux's devtools have exported.
    ///
    /// # Errors
    ///
    /// If it is neither, of another version, of another state, or has something that can't be read. The error says where.
    pub fn read(text: &str) -> Result<Self, SessionError> {
        let json: Value = serde_json::from_str(text)
            .map_err(|error| SessionError::NotASession(error.to_string()))?;
        if file::is_one(&json) {
            file::read(text)
        } else {
            lifted::read(&json, None)
        }
    }

    /// As [`read`](Self::read), of JSON that has been parsed, for a store whose first state was `first`: actions alone begin with it.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn of_json(json: &Value, first: Option<&Arc<S>>) -> Result<Self, SessionError> {
        if file::is_one(json) {
            file::read(&json.to_string())
        } else {
            lifted::read(json, first)
        }
    }

    /// Writes it down.
    ///
    /// # Errors
    ///
    /// If a state or an action has something that JSON has not, such as a map whose keys are no texts.
    pub fn write(&self) -> Result<String, WriteError> {
        file::write(self)
    }

    /// The name of the store that it was made of, if it has one.
    pub fn store_name(&self) -> Option<&str> {
        self.store.as_deref()
    }

    /// The number of the shape of the state, if it has one.
    pub const fn schema(&self) -> Option<u32> {
        self.schema
    }

    /// The entries in their order.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry<S>> {
        self.timeline.steps.iter().map(|step| &*step.entry)
    }

    /// The numbers of the entries that are left out.
    pub fn skipped(&self) -> impl Iterator<Item = EntryId> + '_ {
        let skipped = self.timeline.steps.iter().filter(|step| step.is_skipped);
        skipped.map(|step| step.entry.id())
    }

    /// How many entries the state that was present has behind it.
    pub const fn position(&self) -> usize {
        self.timeline.position
    }

    /// The states as they were recorded: that with which it begins, then the one that each entry led to.
    pub fn states(&self) -> impl Iterator<Item = &Arc<S>> {
        (0..=self.timeline.steps.len()).map(|at| self.timeline.state_at(at))
    }

    /// Does all of it again, without a store and without effects, and compares the states that it leads to with the recorded ones.
    pub fn replay(&self) -> Replayed<S> {
        difference::replay(&self.timeline)
    }

    /// A test in Rust that does all of it again and expects the same states. `name` is the name of its function.
    ///
    /// It names the state's type by its last name, so that has to be in scope where the text is put, and this crate by its own, which users
    /// of `leptos-state` have as `leptos_state::devtools`.
    ///
    /// # Errors
    ///
    /// If a state or an action has something that JSON has not.
    pub fn to_test(&self, name: &str) -> Result<String, WriteError> {
        source::write(self, name)
    }
}

impl<S: Recordable> Clone for Session<S> {
    fn clone(&self) -> Self {
        Self {
            store: self.store.clone(),
            schema: self.schema,
            timeline: self.timeline.clone(),
        }
    }
}

impl<S: Recordable> fmt::Debug for Session<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("store", &self.store)
            .field("schema", &self.schema)
            .field("entries", &self.entries().collect::<Vec<_>>())
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}
