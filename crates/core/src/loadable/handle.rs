//! A loadable value as a place with places inside.

use super::{LoadStatus, Loadable};
use crate::{Defaulted, Handle, HasField, Partial, State, Touched};

/// The value that was loaded, as a field.
#[doc(hidden)]
pub enum Value {}

/// The error, as a field.
#[doc(hidden)]
pub enum Error {}

/// The status, as a field.
#[doc(hidden)]
pub enum Status {}

impl<T, E> HasField<Value> for Loadable<T, E>
where
    T: Clone + PartialEq + 'static,
    E: 'static,
{
    type Value = T;
    type Reach = Partial;
    const NAME: &'static str = "value";
    const TOUCHED: Touched = Touched::ALL;
    const COMPARED: bool = true;

    fn field(&self) -> Option<&T> {
        self.value()
    }

    fn field_mut(&mut self) -> Option<&mut T> {
        self.value_mut()
    }

    fn same(a: &T, b: &T) -> bool {
        a == b
    }
}

impl<T, E> HasField<Error> for Loadable<T, E>
where
    T: 'static,
    E: Clone + PartialEq + 'static,
{
    type Value = E;
    type Reach = Partial;
    const NAME: &'static str = "error";
    const TOUCHED: Touched = Touched::ALL;
    const COMPARED: bool = true;

    fn field(&self) -> Option<&E> {
        self.error()
    }

    fn field_mut(&mut self) -> Option<&mut E> {
        self.error.as_mut()
    }

    fn same(a: &E, b: &E) -> bool {
        a == b
    }
}

/// There always is a status to read, and never one to write to: it follows from the rest.
impl<T: 'static, E: 'static> HasField<Status> for Loadable<T, E> {
    type Value = LoadStatus;
    type Reach = Defaulted;
    const NAME: &'static str = "status";
    const TOUCHED: Touched = Touched::ALL;
    const COMPARED: bool = true;

    fn field(&self) -> Option<&LoadStatus> {
        Some(&self.status)
    }

    fn field_mut(&mut self) -> Option<&mut LoadStatus> {
        None
    }

    fn same(a: &LoadStatus, b: &LoadStatus) -> bool {
        a == b
    }
}

impl<T, E> State for Loadable<T, E>
where
    T: Clone + PartialEq + 'static,
    E: Clone + PartialEq + 'static,
{
    const NAME: &'static str = "Loadable";
    const COMPARED: bool = true;
    type Fields<H: Handle<Value = Self>> = dyn LoadableHandle<T, E, H>;

    fn same(a: &Self, b: &Self) -> bool {
        a == b
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

/// What every handle to a [`Loadable`] can do: its places are methods of this trait's object type.
pub trait LoadableHandle<T, E, H> {
    #[doc(hidden)]
    fn __handle(&self) -> &H;
}

impl<T, E, H: Handle<Value = Loadable<T, E>>> LoadableHandle<T, E, H> for H {
    fn __handle(&self) -> &H {
        self
    }
}

impl<T, E, H> dyn LoadableHandle<T, E, H>
where
    T: Clone + PartialEq + 'static,
    E: Clone + PartialEq + 'static,
    H: Handle<Value = Loadable<T, E>>,
{
    /// The value, which may not be there. Writing to it changes the value that was loaded.
    pub fn value(&self) -> H::Then<Value> {
        self.__handle().then::<Value>()
    }

    /// Why the last request failed, if it did.
    pub fn error(&self) -> H::Then<Error> {
        self.__handle().then::<Error>()
    }

    /// How far it has come. It can only be read: a write fails, because there is nothing to write to.
    pub fn status(&self) -> H::Then<Status> {
        self.__handle().then::<Status>()
    }
}
