//! Changes that have a meaning and a name.

use std::any::Any;
use std::fmt;

use crate::{Cx, State, Touched};

/// A value that names one change of a state by its meaning. `#[actions]` makes an enum of them from an `impl` block.
///
/// # Purity
///
/// Applying the same action with the same [`Inputs`](crate::Inputs) to the same state must give the same state, on every
/// machine: an action takes identifiers and the time from its `cx` and asks for effects there, and reads nothing else.
///
/// # Examples
///
/// Written by hand:
///
/// ```
/// use leptos_state_core::{Action, Cx, Store};
/// use std::convert::Infallible;
///
/// #[derive(Clone, Debug)]
/// struct Add(i32);
///
/// impl Action<i32> for Add {
///     type Reply = i32;
///     type Error = Infallible;
///
///     fn name(&self) -> &'static str {
///         "add"
///     }
///
///     fn apply(self, state: &mut i32, _: &mut Cx<i32>) -> Result<i32, Infallible> {
///         *state += self.0;
///         Ok(*state)
///     }
/// }
///
/// let store = Store::new(40_i32);
/// assert_eq!(store.try_dispatch(Add(2)).done(), Some(42));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an action of `{S}`",
    label = "not an action of `{S}`",
    note = "the actions of a state are the values of the enum that `#[actions]` makes, and of types that implement `Action<{S}>`"
)]
pub trait Action<S>: Clone + fmt::Debug + Any {
    /// What applying it returns.
    type Reply: 'static;

    /// Why it may fail. [`Infallible`](std::convert::Infallible) if it never does.
    type Error: fmt::Display + 'static;

    /// Every name that [`name`](Self::name) may return. The actions of a [slice](crate::Slice) are called by its name and
    /// theirs (`cart.add`); where this is empty, by the slice's name alone.
    const NAMES: &'static [&'static str] = &[];

    /// The action's name, by which it is stored, sent and shown.
    fn name(&self) -> &'static str;

    /// The name with the key of the row that it goes to, as in `tabs[7].rename`; `None` if it goes to no row.
    fn full_name(&self) -> Option<String> {
        None
    }

    /// Makes the change.
    ///
    /// # Errors
    ///
    /// The action's own. The state is then left as it was before.
    fn apply(self, state: &mut S, cx: &mut Cx<S>) -> Result<Self::Reply, Self::Error>;

    /// When it may fail, which decides whether the state is copied before it is applied.
    fn failing(&self) -> Failing {
        Failing::AfterWriting
    }

    /// Which of the state's fields it may write to. What is watched in others is not looked at afterwards; debug builds
    /// look all the same, and report an action that touched more.
    fn touches(&self) -> Touched {
        Touched::ALL
    }

    /// Puts the default of its type in the place of what is secret. Called on a copy before the action is stored, sent or printed.
    ///
    /// `#[actions]` does it for arguments with `#[secret]`, and for what is secret in arguments that are states.
    fn redact(&mut self) {}

    /// How to compare two states, if they can be compared. Asked in debug builds to verify what
    /// [`Failing::ChecksFirst`] promised.
    fn comparison(&self) -> Option<fn(&S, &S) -> bool> {
        None
    }
}

/// When a change may fail.
///
/// A failed change leaves the state as it was. For that the state is copied before, unless the change promises that it
/// is not needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failing {
    /// It returns no error. A copy is made only where panics unwind (not on wasm, nor where `panic = "abort"`).
    Never,
    /// It writes nothing before it has made sure that it neither fails nor panics. No copy is made; debug builds make
    /// one all the same, if the state can be compared, and report a broken promise.
    ChecksFirst,
    /// It may return an error after having written. A copy is made.
    AfterWriting,
}

/// A state that has one type for all its actions.
///
/// `#[actions]` implements it. It lets code that is generic over states name their actions: to read them back from a
/// store or a socket, or to look at them in a layer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no actions",
    label = "no `#[actions]` block",
    note = "put `#[actions]` on an `impl {Self}` block whose methods change the state"
)]
pub trait Actions: State {
    /// Any one of the state's actions.
    type Action: Action<Self>;
}
