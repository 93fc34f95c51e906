//! What is kept of a state, and how it is put back.

mod part;
mod whole;

use std::borrow::Cow;
use std::sync::Arc;

pub use part::{Equal, Part};
pub use whole::{Known, Unweighed, Whole};

use super::timeline::{Kept, Way};
use crate::State;

/// What is kept of a state, and how it is put back: [`Whole`] or a [`Part`].
pub trait Keep<S: State>: 'static {
    /// What is kept of a position.
    #[doc(hidden)]
    type At: 'static;

    /// What is kept of a step, beside the positions around it.
    #[doc(hidden)]
    type Step: 'static;

    /// What is needed of the state before a change.
    #[doc(hidden)]
    type Before;

    #[doc(hidden)]
    fn before(&self, present: Arc<S>) -> Self::Before;

    /// What is kept of a position where the state is `present`.
    #[doc(hidden)]
    fn at(&self, present: Arc<S>) -> Kept<Self::At>;

    /// What is kept of a step, and of the position before it; `None` if nothing has changed. `after` is the state that the
    /// step led to.
    #[doc(hidden)]
    fn made(
        &self,
        before: Self::Before,
        after: impl FnOnce() -> Option<Arc<S>>,
    ) -> Option<Made<Self::At, Self::Step>>;

    /// What is kept of a step that goes on, of which `made` is the last part; `None` if it is back where it began, of which
    /// `start` is kept.
    #[doc(hidden)]
    fn extended(
        &self,
        start: Option<&Self::At>,
        step: &Self::Step,
        after: impl FnOnce() -> Option<Arc<S>>,
    ) -> Option<Kept<Self::Step>>;

    /// The state at the end of `way`.
    #[doc(hidden)]
    fn go(&self, way: &Way<'_, Self::At>, present: &Arc<S>) -> Result<Arc<S>, Cow<'static, str>>;
}

/// What is kept of the position before a step, and of the step.
pub struct Made<A, T> {
    pub(super) at: Kept<A>,
    pub(super) step: Kept<T>,
}

/// Whether two states, or parts of states, are equal.
pub trait Same<T>: 'static {
    /// Whether it can be told.
    #[doc(hidden)]
    const TELLS: bool;

    #[doc(hidden)]
    fn same(&self, one: &T, other: &T) -> bool;
}

impl<T, F: Fn(&T, &T) -> bool + 'static> Same<T> for F {
    const TELLS: bool = true;

    fn same(&self, one: &T, other: &T) -> bool {
        self(one, other)
    }
}

/// How many bytes a state, or a part of one, takes.
pub trait Weigh<T>: 'static {
    #[doc(hidden)]
    fn weigh(&self, kept: &T) -> usize;
}

impl<T, F: Fn(&T) -> usize + 'static> Weigh<T> for F {
    fn weigh(&self, kept: &T) -> usize {
        self(kept)
    }
}
