//! Which changes are steps, and what those are called.

use std::borrow::Cow;
use std::convert::Infallible;

use crate::{Change, State};

/// Which changes are steps, which of them are one, and what they are called.
///
/// [`Undo`](super::Undo)'s methods put rules around each other: each answers one question and passes the others on.
pub trait Rules<S: State>: 'static {
    /// The rules that answer what these don't.
    #[doc(hidden)]
    type Rest: Rules<S>;

    /// By what consecutive changes are one step.
    #[doc(hidden)]
    type Key: PartialEq + 'static;

    #[doc(hidden)]
    fn rest(&self) -> &Self::Rest;

    /// Whether the change is a step.
    #[doc(hidden)]
    fn takes(&self, change: &Change<'_, S>) -> bool {
        self.rest().takes(change)
    }

    /// By what it is one with the change before; `None` if it is a step of its own.
    #[doc(hidden)]
    fn key(&self, change: &Change<'_, S>) -> Option<Self::Key>;

    /// What it is called.
    #[doc(hidden)]
    fn label(&self, change: &Change<'_, S>) -> Cow<'static, str> {
        self.rest().label(change)
    }
}

/// Every change is a step of its own, called by its name.
#[derive(Clone, Copy, Debug)]
pub struct EachChange;

impl<S: State> Rules<S> for EachChange {
    type Rest = Self;
    type Key = Infallible;

    fn rest(&self) -> &Self {
        self
    }

    fn takes(&self, _: &Change<'_, S>) -> bool {
        true
    }

    fn key(&self, _: &Change<'_, S>) -> Option<Infallible> {
        None
    }

    fn label(&self, change: &Change<'_, S>) -> Cow<'static, str> {
        change.name()
    }
}

/// [`Undo::filter`](super::Undo::filter).
#[derive(Clone, Copy, Debug)]
pub struct Filtered<R, F> {
    pub(super) rest: R,
    pub(super) filter: F,
}

impl<S, R, F> Rules<S> for Filtered<R, F>
where
    S: State,
    R: Rules<S>,
    F: Fn(&Change<'_, S>) -> bool + 'static,
{
    type Rest = R;
    type Key = R::Key;

    fn rest(&self) -> &R {
        &self.rest
    }

    fn takes(&self, change: &Change<'_, S>) -> bool {
        self.rest.takes(change) && (self.filter)(change)
    }

    fn key(&self, change: &Change<'_, S>) -> Option<R::Key> {
        self.rest.key(change)
    }
}

/// [`Undo::coalesce`](super::Undo::coalesce).
#[derive(Clone, Copy, Debug)]
pub struct Coalesced<R, F> {
    pub(super) rest: R,
    pub(super) key: F,
}

impl<S, R, K, F> Rules<S> for Coalesced<R, F>
where
    S: State,
    R: Rules<S>,
    K: PartialEq + 'static,
    F: Fn(&Change<'_, S>) -> Option<K> + 'static,
{
    type Rest = R;
    type Key = K;

    fn rest(&self) -> &R {
        &self.rest
    }

    fn key(&self, change: &Change<'_, S>) -> Option<K> {
        (self.key)(change)
    }
}

/// [`Undo::label`](super::Undo::label).
#[derive(Clone, Copy, Debug)]
pub struct Labelled<R, F> {
    pub(super) rest: R,
    pub(super) label: F,
}

impl<S, R, L, F> Rules<S> for Labelled<R, F>
where
    S: State,
    R: Rules<S>,
    L: Into<Cow<'static, str>>,
    F: Fn(&Change<'_, S>) -> L + 'static,
{
    type Rest = R;
    type Key = R::Key;

    fn rest(&self) -> &R {
        &self.rest
    }

    fn key(&self, change: &Change<'_, S>) -> Option<R::Key> {
        self.rest.key(change)
    }

    fn label(&self, change: &Change<'_, S>) -> Cow<'static, str> {
        (self.label)(change).into()
    }
}
