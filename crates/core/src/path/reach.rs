//! Whether there is always a value at the end of a path.

use std::convert::Infallible;
use std::fmt;

/// Whether there is always a value at the end of a path: [`Total`], [`Partial`] or [`Defaulted`].
pub trait Reach: 'static {
    /// What a reader of a value of type `V` gets: `V`, or an `Option` of it.
    type Seen<V: Clone + 'static>: Clone + 'static;

    /// The same, lent: `&V`, or an `Option` of it.
    type View<'v, V: 'static>: Copy;

    /// What a guard keeps of a value that it lends: nothing if it can find the value again at once.
    #[doc(hidden)]
    type Kept<V: Clone + 'static>: 'static;

    /// Why writing fails.
    type Error: fmt::Display + 'static;

    /// Why an action of the state at the end fails, whose own error is `E`: `E`, or a [`SliceError`] where the state may not
    /// be there.
    type ActionError<E: fmt::Display + 'static>: fmt::Display + 'static;

    /// The reach of a path that goes on from here by a step of reach `R`.
    type Then<R: Reach>: Reach;

    /// The reach of a path that goes on by this, where the path before it falls back on a default.
    type AfterDefault: Reach;

    /// Lends what was found.
    fn view<V: 'static>(found: Option<&V>) -> Self::View<'_, V>;

    /// A copy of what was found.
    fn seen<V: Clone + 'static>(found: Option<&V>) -> Self::Seen<V>;

    #[doc(hidden)]
    fn keep<V: Clone + 'static>(found: Option<&V>) -> Self::Kept<V>;

    /// What a guard lends, from what it kept or what can be found again.
    #[doc(hidden)]
    fn lend<'g, V: Clone + 'static>(
        kept: &'g Self::Kept<V>,
        find: impl FnOnce() -> Option<&'g V>,
    ) -> &'g Self::Seen<V>;

    /// The error of writing to `path` where nothing was found, if that can be.
    fn gone(path: &dyn fmt::Display) -> Option<Self::Error>;

    /// Why an action failed, as it is told here.
    fn action_error<E: fmt::Display + 'static>(error: SliceError<E>) -> Self::ActionError<E>;

    /// The reverse of [`action_error`](Self::action_error).
    fn slice_error<E: fmt::Display + 'static>(error: Self::ActionError<E>) -> SliceError<E>;
}

/// There is always a value.
#[derive(Clone, Copy, Debug)]
pub enum Total {}

/// There may be none: the path goes through a key, an index, a variant or an `Option`.
#[derive(Clone, Copy, Debug)]
pub enum Partial {}

/// There may be none, and then readers see a default. Writing still needs the real one.
#[derive(Clone, Copy, Debug)]
pub enum Defaulted {}

/// That there is nothing at the end of a path to write to: a row was removed, a variant left.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is nothing at `{path}` any more, so nothing was written")]
pub struct Gone {
    path: String,
}

impl Gone {
    /// Nothing at this path.
    pub fn at(path: &dyn fmt::Display) -> Self {
        Self {
            path: path.to_string(),
        }
    }

    /// The path.
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Why an action of a slice failed that may not be there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SliceError<E> {
    /// The slice is gone: its row was removed, its variant left, its `Option` is `None`.
    #[error("{0}")]
    Gone(Gone),
    /// The action's own error.
    #[error("{0}")]
    Failed(E),
}

const FOUND: &str = "a total path leads to a value in every state";

impl Reach for Total {
    type Seen<V: Clone + 'static> = V;
    type View<'v, V: 'static> = &'v V;
    type Kept<V: Clone + 'static> = ();
    type Error = Infallible;
    type ActionError<E: fmt::Display + 'static> = E;
    type Then<R: Reach> = R;
    type AfterDefault = Defaulted;

    fn view<V: 'static>(found: Option<&V>) -> &V {
        found.expect(FOUND)
    }

    fn seen<V: Clone + 'static>(found: Option<&V>) -> V {
        found.expect(FOUND).clone()
    }

    fn keep<V: Clone + 'static>(_: Option<&V>) {}

    fn lend<'g, V: Clone + 'static>((): &'g (), find: impl FnOnce() -> Option<&'g V>) -> &'g V {
        find().expect(FOUND)
    }

    fn gone(_: &dyn fmt::Display) -> Option<Infallible> {
        None
    }

    fn action_error<E: fmt::Display + 'static>(error: SliceError<E>) -> E {
        match error {
            SliceError::Failed(error) => error,
            SliceError::Gone(_) => panic!("{FOUND}"),
        }
    }

    fn slice_error<E: fmt::Display + 'static>(error: E) -> SliceError<E> {
        SliceError::Failed(error)
    }
}

impl Reach for Partial {
    type Seen<V: Clone + 'static> = Option<V>;
    type View<'v, V: 'static> = Option<&'v V>;
    type Kept<V: Clone + 'static> = Option<V>;
    type Error = Gone;
    type ActionError<E: fmt::Display + 'static> = SliceError<E>;
    type Then<R: Reach> = Self;
    type AfterDefault = Self;

    fn view<V: 'static>(found: Option<&V>) -> Option<&V> {
        found
    }

    fn seen<V: Clone + 'static>(found: Option<&V>) -> Option<V> {
        found.cloned()
    }

    fn keep<V: Clone + 'static>(found: Option<&V>) -> Option<V> {
        Self::seen(found)
    }

    fn lend<'g, V: Clone + 'static>(
        kept: &'g Option<V>,
        _: impl FnOnce() -> Option<&'g V>,
    ) -> &'g Option<V> {
        kept
    }

    fn gone(path: &dyn fmt::Display) -> Option<Gone> {
        Some(Gone::at(path))
    }

    fn action_error<E: fmt::Display + 'static>(error: SliceError<E>) -> SliceError<E> {
        error
    }

    fn slice_error<E: fmt::Display + 'static>(error: SliceError<E>) -> SliceError<E> {
        error
    }
}

impl Reach for Defaulted {
    type Seen<V: Clone + 'static> = V;
    type View<'v, V: 'static> = &'v V;
    type Kept<V: Clone + 'static> = V;
    type Error = Gone;
    type ActionError<E: fmt::Display + 'static> = SliceError<E>;
    type Then<R: Reach> = R::AfterDefault;
    type AfterDefault = Self;

    fn view<V: 'static>(found: Option<&V>) -> &V {
        found.expect(FOUND)
    }

    fn seen<V: Clone + 'static>(found: Option<&V>) -> V {
        found.expect(FOUND).clone()
    }

    fn keep<V: Clone + 'static>(found: Option<&V>) -> V {
        Self::seen(found)
    }

    fn lend<'g, V: Clone + 'static>(kept: &'g V, _: impl FnOnce() -> Option<&'g V>) -> &'g V {
        kept
    }

    fn gone(path: &dyn fmt::Display) -> Option<Gone> {
        Some(Gone::at(path))
    }

    fn action_error<E: fmt::Display + 'static>(error: SliceError<E>) -> SliceError<E> {
        error
    }

    fn slice_error<E: fmt::Display + 'static>(error: SliceError<E>) -> SliceError<E> {
        error
    }
}
