//! Handles whose layers can be found.

use crate::{Actions, Field, Mode, SlicePath, State, Store};

/// A handle behind which there are layers: a store, or a slice of it. By it a layer's own type gives a handle to what the layer
/// keeps, as in [`Undo::of`](crate::layers::Undo::of).
///
/// An adapter implements it for its own handles, and says what becomes of what a layer lends: what is read through an adapter's
/// handle is read as the adapter's framework reads.
#[diagnostic::on_unimplemented(
    message = "there are no layers behind a `{Self}`",
    label = "neither a store nor a slice",
    note = "layers are around a store, or around a slice of it that is reached by fields with `#[state(slice)]`"
)]
pub trait Layered {
    /// The state that the layers are around.
    type State: State;

    /// What a `T` that a layer lends is for users of this handle: the `T` itself, or what an adapter makes of it.
    type Lent<T: Clone + Send + Sync + 'static>;

    /// What a layer here lends to those who know its type; the outermost layer's, if several lend a `T`.
    fn lent<T: Clone + Send + Sync + 'static>(&self) -> Option<Self::Lent<T>>;

    /// The store's name, and the path of the slice if it is one. For messages.
    fn layered_name(&self) -> String;
}

impl<S: State, M: Mode> Layered for Store<S, M> {
    type State = S;
    type Lent<T: Clone + Send + Sync + 'static> = T;

    fn lent<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.find_layer()
    }

    fn layered_name(&self) -> String {
        self.store_name().to_owned()
    }
}

impl<S, P, M> Layered for Field<S, P, Store<S, M>>
where
    S: Actions,
    P: SlicePath<S>,
    M: Mode,
{
    type State = P::Value;
    type Lent<T: Clone + Send + Sync + 'static> = T;

    fn lent<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.find_layer()
    }

    fn layered_name(&self) -> String {
        format!("{}.{self}", self.as_door().store_name())
    }
}

/// A reference does as well as the handle.
impl<H: Layered> Layered for &H {
    type State = H::State;
    type Lent<T: Clone + Send + Sync + 'static> = H::Lent<T>;

    fn lent<T: Clone + Send + Sync + 'static>(&self) -> Option<H::Lent<T>> {
        H::lent(self)
    }

    fn layered_name(&self) -> String {
        H::layered_name(self)
    }
}
