//! What came of a dispatched change.

use std::borrow::Cow;
use std::convert::Infallible;
use std::fmt;

use crate::Done;

/// What came of a dispatched change. `R` is the reply, `E` the action's own error.
#[must_use = "what was refused or failed is lost if nobody looks; `dispatch` and the methods without `try_` report it"]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<R = (), E = Infallible> {
    /// It was applied and committed; the action replied this.
    Done(R),
    /// The action returned this error. The state is as it was.
    Failed(E),
    /// A layer refused it. The state is as it was.
    Refused(Refusal),
    /// It waits: the store is in the middle of another change, or a layer delays it.
    Queued,
    /// The store is gone.
    Disposed,
}

impl<R, E> Outcome<R, E> {
    /// Whether the change was committed.
    pub const fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    /// The reply, if the change was committed.
    pub fn done(self) -> Option<R> {
        match self {
            Self::Done(reply) => Some(reply),
            _ => None,
        }
    }

    /// The action's error, if it failed.
    pub fn failed(self) -> Option<E> {
        match self {
            Self::Failed(error) => Some(error),
            _ => None,
        }
    }

    /// The same outcome with another reply.
    pub fn map<T>(self, reply: impl FnOnce(R) -> T) -> Outcome<T, E> {
        match self {
            Self::Done(value) => Outcome::Done(reply(value)),
            Self::Failed(error) => Outcome::Failed(error),
            Self::Refused(refusal) => Outcome::Refused(refusal),
            Self::Queued => Outcome::Queued,
            Self::Disposed => Outcome::Disposed,
        }
    }

    /// The same outcome with another error.
    pub fn map_err<T>(self, error: impl FnOnce(E) -> T) -> Outcome<R, T> {
        match self {
            Self::Done(value) => Outcome::Done(value),
            Self::Failed(value) => Outcome::Failed(error(value)),
            Self::Refused(refusal) => Outcome::Refused(refusal),
            Self::Queued => Outcome::Queued,
            Self::Disposed => Outcome::Disposed,
        }
    }
}

/// What a layer sees of an outcome: the commit instead of the reply, the error's text instead of the error.
pub type Verdict<S> = Outcome<Done<S>, Failure>;

/// Who refused a change, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("refused by {layer}: {reason}")]
pub struct Refusal {
    layer: Cow<'static, str>,
    reason: Cow<'static, str>,
}

impl Refusal {
    /// A refusal by the layer of this name, for this reason.
    pub fn new(layer: impl Into<Cow<'static, str>>, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            layer: layer.into(),
            reason: reason.into(),
        }
    }

    /// The name of the layer that refused.
    pub fn layer(&self) -> &str {
        &self.layer
    }

    /// Its reason.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// The text of an action's error, as layers and reporters get it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Failure(String);

impl Failure {
    /// The text of `error`.
    pub fn new(error: impl fmt::Display) -> Self {
        Self(error.to_string())
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}
