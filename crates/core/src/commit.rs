//! Accepted changes, and states with their version.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::pipeline::{Inner, Stopped, Work};
use crate::{redacted, Change, Inputs, State, Timestamp};

/// How many changes a store has accepted: 0 when it is made, one more with each commit.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(transparent)]
pub struct Version(pub(crate) u64);

impl Version {
    /// The number of changes.
    pub const fn get(self) -> u64 {
        self.0
    }

    pub(crate) const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Where a change comes from.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// From this program.
    #[default]
    Local,
    /// From another client or the server.
    Remote,
    /// From a record of earlier changes.
    Replay,
    /// From a stored or remembered state.
    Restore,
}

/// One accepted change.
pub struct Commit<S: 'static> {
    pub(crate) version: Version,
    pub(crate) origin: Origin,
    pub(crate) at: Timestamp,
    pub(crate) change: Change<'static, S>,
    pub(crate) inputs: Inputs,
    pub(crate) remark: Option<&'static str>,
    pub(crate) state: Arc<S>,
}

impl<S> Commit<S> {
    /// The version that the change led to.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// What the action said became of it ([`Cx::remark`](crate::Cx::remark)).
    pub const fn remark(&self) -> Option<&'static str> {
        self.remark
    }

    /// Where the change came from.
    pub const fn origin(&self) -> Origin {
        self.origin
    }

    /// When it was applied.
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The change, in a form that can be applied again: a closure's is what it wrote.
    pub const fn change(&self) -> &Change<'static, S> {
        &self.change
    }

    /// What the change took from outside while it was applied.
    pub const fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The state that the change led to.
    pub const fn state(&self) -> &Arc<S> {
        &self.state
    }

    /// A change that does the same again, with the same identifiers and time; `None` if the change can't be copied.
    pub fn replay(&self) -> Option<Change<'static, S>> {
        let change = self.change.try_clone()?;
        Some(change.from(Origin::Replay).with_inputs(self.inputs.clone()))
    }
}

impl<S> fmt::Debug for Commit<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Commit")
            .field("version", &self.version)
            .field("origin", &self.origin)
            .field("at", &self.at)
            .field("change", &self.change)
            .field("inputs", &self.inputs)
            .finish_non_exhaustive()
    }
}

/// Applies changes and makes records of the commits.
///
/// Whoever wants records brings it along: where nobody does, nothing of it is in the program.
pub(crate) struct Recorder<S: 'static> {
    pub(crate) apply: Recorded<S>,
}

type Recorded<S> = fn(&Inner<S>, Change<'_, S>, &mut Work<S>) -> Result<Done<S>, Stopped>;

impl<S: State> Recorder<S> {
    pub(crate) fn new() -> Self {
        Self {
            apply: |inner, mut change, work| {
                let copy = change.try_clone();
                let version = inner.make(&mut change, work)?;
                let state = inner.snapshot().state;
                let commit = Arc::new(Commit {
                    version,
                    origin: change.origin(),
                    at: work.cx.moment(),
                    change: copy.unwrap_or_else(|| change.written(&state)),
                    inputs: work.cx.inputs().clone(),
                    remark: work.cx.remarked(),
                    state,
                });
                work.commits.push(Arc::clone(&commit));
                Ok(Done {
                    version,
                    remark: work.cx.remarked(),
                    commit: Some(commit),
                })
            },
        }
    }
}

impl<S> Clone for Recorder<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Recorder<S> {}

/// That a change was committed, as the layers around it see it.
#[derive(Debug)]
pub struct Done<S: 'static> {
    pub(crate) version: Version,
    pub(crate) remark: Option<&'static str>,
    pub(crate) commit: Option<Arc<Commit<S>>>,
}

impl<S> Done<S> {
    pub(crate) const fn unrecorded(version: Version, remark: Option<&'static str>) -> Self {
        Self {
            version,
            remark,
            commit: None,
        }
    }

    /// The version that the change led to.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// What the action said became of it ([`Cx::remark`](crate::Cx::remark)).
    pub const fn remark(&self) -> Option<&'static str> {
        self.remark
    }

    /// The commit, if somebody asked for a record: a layer with [`Change::recorded`], or a subscriber.
    pub const fn commit(&self) -> Option<&Arc<Commit<S>>> {
        self.commit.as_ref()
    }
}

impl<S> Clone for Done<S> {
    fn clone(&self) -> Self {
        Self {
            version: self.version,
            remark: self.remark,
            commit: self.commit.clone(),
        }
    }
}

/// A state and its version. It is an `Arc` away from the store: taking one copies nothing, and no later change reaches it.
pub struct Snapshot<S> {
    pub(crate) version: Version,
    pub(crate) state: Arc<S>,
}

impl<S> Snapshot<S> {
    /// How many changes had led to the state.
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The state.
    pub const fn state(&self) -> &Arc<S> {
        &self.state
    }
}

impl<S> Clone for Snapshot<S> {
    fn clone(&self) -> Self {
        Self {
            version: self.version,
            state: Arc::clone(&self.state),
        }
    }
}

/// With defaults in the place of what is secret.
impl<S: State + fmt::Debug> fmt::Debug for Snapshot<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("version", &self.version)
            .field("state", &*redacted(&*self.state))
            .finish()
    }
}

impl<S> Deref for Snapshot<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.state
    }
}
