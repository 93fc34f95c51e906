//! What a store, a path into a store and a transaction have in common.

use crate::{Action, HasField, Outcome, Rows, State};

/// Something that leads to a value inside a store: the store itself, a path into it, a transaction on it.
///
/// Generated code is written against this trait and [`Dispatch`] alone, so it names no framework; each framework's
/// adapter brings its own handles.
pub trait Handle: Clone + 'static {
    /// The value that the handle leads to.
    type Value: 'static;

    /// The handle that leads one field further.
    type Then<L: 'static>: Handle<Value = <Self::Value as HasField<L>>::Value>
    where
        Self::Value: HasField<L>;

    /// Goes one field further.
    fn then<L: 'static>(&self) -> Self::Then<L>
    where
        Self::Value: HasField<L>;

    /// The handle that leads to a row of the collection that the value is.
    type Row<Q: Rows<Collection = Self::Value, Row: State>>: Handle<Value = Q::Row>;

    /// Goes to the row of this key.
    fn row<Q: Rows<Collection = Self::Value, Row: State>>(&self, key: Q::Key) -> Self::Row<Q>;
}

/// A handle through which the keys of the rows of a collection can be read.
pub trait ReadKeys: Handle {
    /// The keys, in the rows' order; none if the collection is not there.
    fn read_keys<Q: Rows<Collection = Self::Value>>(&self) -> Q::Keys;
}

/// A handle through which actions of its value can be dispatched.
///
/// The action is a parameter of the trait because handles differ in what they accept: a store shared between threads
/// takes actions that are `Send + Sync`, a local one takes any.
pub trait Dispatch<A: Action<Self::Value>>: Handle {
    /// Dispatches the action. What is refused or fails is reported to the store's reporter.
    fn dispatch(&self, action: A);

    /// Dispatches the action and returns what came of it. Nothing is reported.
    fn try_dispatch(&self, action: A) -> Outcome<A::Reply, A::Error>;
}
