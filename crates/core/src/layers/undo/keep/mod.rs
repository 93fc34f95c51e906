//! What is kept of a state, and how it is put back.

mod part;
#[cfg(feature = "json")]
mod patches;
#[cfg(feature = "json")]
mod text;
mod whole;

use std::borrow::Cow;
use std::sync::Arc;

pub use part::{Equal, Part};
#[cfg(feature = "json")]
pub use patches::Patches;
#[cfg(feature = "json")]
pub(super) use text::{read_state, read_stored, written};
pub use whole::{Known, Unweighed, Whole};

use super::timeline::{Kept, Way};
use crate::State;

/// What is kept of a state, and how it is put back: the [`Whole`], a [`Part`], or patches (feature `json`).
pub trait Keep<S: State>: Sized + 'static {
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
    fn made(&self, before: Self::Before, after: impl FnOnce() -> Option<Arc<S>>)
        -> MadeOf<S, Self>;

    /// Whether [`extended`](Self::extended) needs something of the state before each change.
    #[doc(hidden)]
    const EXTENDS_FROM_BEFORE: bool = false;

    /// What is kept of a step that goes on; `None` if it is back where it began, of which `start` is kept.
    #[doc(hidden)]
    fn extended(
        &self,
        start: Option<&Self::At>,
        step: &Self::Step,
        before: Option<Self::Before>,
        after: impl FnOnce() -> Option<Arc<S>>,
    ) -> Result<Option<Kept<Self::Step>>, String>;

    /// The state at the end of `way`.
    #[doc(hidden)]
    fn go(
        &self,
        way: &Way<'_, Self::At, Self::Step>,
        present: &Arc<S>,
    ) -> Result<Arc<S>, Cow<'static, str>>;
}

/// What is kept of a step; `None` if nothing has changed, an error if that can't be told.
#[doc(hidden)]
pub type MadeOf<S, K> = Result<Option<Made<<K as Keep<S>>::At, <K as Keep<S>>::Step>>, String>;

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

#[cfg(feature = "json")]
const MISSING: &str = "it is missing";
