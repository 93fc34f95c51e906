//! What is recorded of one change.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use leptos_state_core::{Change, Commit, Origin, Record, RecordedChange, Refusal, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{secret, Recordable};

/// The number by which an entry of a recording is known. It stays the entry's own when others go or it is moved; 0 is where the
/// recording begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(u32);

impl EntryId {
    /// Where a recording begins.
    pub const BEGINNING: Self = Self(0);

    /// The entry of this number.
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Why a change led to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// The action returned an error, with this text. When the entry is replayed it is tried again.
    #[error("{0}")]
    Failed(String),
    /// A layer refused it. Layers don't take part in replays, so it stays refused there.
    #[error("{0}")]
    Refused(Refusal),
}

/// One change that was made, or that failed.
pub struct Entry<S: Recordable> {
    id: EntryId,
    name: Cow<'static, str>,
    at: Timestamp,
    what: What<S>,
    trace: Option<String>,
}

/// The change itself.
pub(crate) enum What<S: Recordable> {
    /// It was made here. The commit has it as it was: what is secret leaves no process, and replays need it.
    Made(Arc<Commit<S>>),
    /// It was read from a session.
    Read(Box<Record<S>>),
    /// Nothing came of it.
    Stopped(Box<Attempt<S>>),
}

/// A change of which nothing came.
pub(crate) struct Attempt<S: Recordable> {
    /// The action, if it was one.
    pub(crate) action: Option<S::Action>,
    pub(crate) why: Stopped,
}

impl<S: Recordable> Entry<S> {
    pub(crate) fn new(
        id: EntryId,
        name: Cow<'static, str>,
        at: Timestamp,
        what: What<S>,
        trace: Option<String>,
    ) -> Self {
        Self {
            id,
            name,
            at,
            what,
            trace,
        }
    }

    /// Its number.
    pub const fn id(&self) -> EntryId {
        self.id
    }

    /// The change's name: that of the action, what was written (`set filter`), `batch`, `restore` or the like.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// When it was made.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The call stack of the change, if the recorder was told to [keep it](crate::Recorder::trace).
    pub fn trace(&self) -> Option<&str> {
        self.trace.as_deref()
    }

    /// Where the change came from.
    pub fn origin(&self) -> Origin {
        match &self.what {
            What::Made(commit) => commit.origin(),
            What::Read(record) => record.origin,
            What::Stopped(_) => Origin::Local,
        }
    }

    /// The action, if it is one.
    pub fn action(&self) -> Option<&S::Action> {
        match &self.what {
            What::Made(commit) => commit.change().as_action(),
            What::Read(record) => match &record.change {
                RecordedChange::Action(action) => Some(action),
                _ => None,
            },
            What::Stopped(attempt) => attempt.action.as_ref(),
        }
    }

    /// Why nothing came of it when it was made; `None` if something did.
    pub fn stopped(&self) -> Option<&Stopped> {
        match &self.what {
            What::Stopped(attempt) => Some(&attempt.why),
            _ => None,
        }
    }

    /// The change as it is stored and sent, without what is secret in it; `None` if nothing came of it.
    pub fn record(&self) -> Option<Record<S>> {
        match &self.what {
            What::Made(commit) => Some(Record::of(commit)),
            What::Read(record) => Some(secret::record(record)),
            What::Stopped(_) => None,
        }
    }

    pub(crate) const fn what(&self) -> &What<S> {
        &self.what
    }

    /// A change that does the same again; `None` if there is nothing to do.
    pub(crate) fn replay(&self) -> Option<Change<'static, S>> {
        match &self.what {
            What::Made(commit) => commit.replay(),
            What::Read(record) => Some(record.replay()),
            What::Stopped(attempt) => match &**attempt {
                Attempt {
                    action: Some(action),
                    why: Stopped::Failed(_),
                } => Some(Change::action(action.clone()).from(Origin::Replay)),
                _ => None,
            },
        }
    }
}

/// Prints its number, its name and what stopped it. Arguments are left out.
impl<S: Recordable> fmt::Debug for Entry<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("id", &self.id.0)
            .field("name", &self.name)
            .field("at", &self.at.as_millis())
            .field("stopped", &self.stopped())
            .finish_non_exhaustive()
    }
}
