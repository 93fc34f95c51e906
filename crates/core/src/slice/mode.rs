//! What a store's mode has to take for a slice.

use std::sync::Arc;

use super::project::Aside;
use super::ActionOf;
use crate::{Actions, Admits, Later, Link, WeakStore};

/// That stores of this mode can hold a state `S` with a slice `T`: any if they are [`Confined`](crate::Confined), states and
/// actions that are `Send + Sync` if they are [`Shared`](crate::Shared).
#[diagnostic::on_unimplemented(
    message = "`{S}` and its slice `{T}` can't be in a store that is shared between threads",
    label = "a state or an action that is not `Send + Sync`",
    note = "make them `Send + Sync`, or say that they stay on one thread: `#[actions(local, slices(..))]`"
)]
pub trait AdmitsSlice<S: Actions, T: Actions>:
    Admits<Link<S>>
    + Admits<WeakStore<S>>
    + Admits<Later<S>>
    + Admits<Aside<S>>
    + Admits<ActionOf<S>>
    + Admits<ActionOf<T>>
    + Admits<Arc<T>>
{
}

#[diagnostic::do_not_recommend]
impl<S: Actions, T: Actions, M> AdmitsSlice<S, T> for M where
    M: Admits<Link<S>>
        + Admits<WeakStore<S>>
        + Admits<Later<S>>
        + Admits<Aside<S>>
        + Admits<ActionOf<S>>
        + Admits<ActionOf<T>>
        + Admits<Arc<T>>
{
}
