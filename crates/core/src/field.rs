//! A place in a state, with the way in.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::door::{self, Door};
use crate::{Admits, Handle, HasField, Mode, Outcome, Path, State, Step, Store, Subscription};

/// A place in a state `S`: a path, and the door `D` through which it is written.
///
/// If the value there is a state itself, the field has its fields as methods. It prints as its path.
pub struct Field<S: 'static, P, D = Store<S>> {
    door: D,
    path: P,
    state: PhantomData<fn() -> S>,
}

impl<S: State, P: Path<S>, D: Door<S>> Field<S, P, D> {
    /// The place at the end of `path`.
    pub const fn new(door: D, path: P) -> Self {
        Self {
            door,
            path,
            state: PhantomData,
        }
    }

    /// Puts another value here.
    pub fn set(&self, value: P::Value)
    where
        D::Mode: Admits<P::Value>,
    {
        door::set(&self.door, self.path.clone(), value);
    }

    /// Puts another value here and returns what came of it.
    pub fn try_set(&self, value: P::Value) -> Outcome
    where
        D::Mode: Admits<P::Value>,
    {
        door::try_set(&self.door, self.path.clone(), value)
    }

    /// Changes the value with a closure.
    pub fn update<F: FnOnce(&mut P::Value) + 'static>(&self, write: F)
    where
        D::Mode: Admits<F> + Admits<P::Value>,
    {
        door::update(&self.door, self.path.clone(), write);
    }

    /// Changes the value with a closure and returns what it returned.
    pub fn try_update<F, T>(&self, write: F) -> Outcome<T>
    where
        F: FnOnce(&mut P::Value) -> T + 'static,
        T: 'static,
        D::Mode: Admits<F> + Admits<P::Value>,
    {
        door::try_update(&self.door, self.path.clone(), write)
    }
}

impl<S: State, P: Path<S>, M: Mode> Field<S, P, Store<S, M>> {
    /// A copy of the value.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions, where there is no present state.
    pub fn get(&self) -> P::Value {
        self.with(P::Value::clone)
    }

    /// What `read` returns of the value.
    ///
    /// # Panics
    ///
    /// As [`get`](Self::get).
    pub fn with<T>(&self, read: impl FnOnce(&P::Value) -> T) -> T {
        read(self.path.get(&self.door.snapshot()))
    }

    /// Calls `tell` after every commit that left another value here.
    pub fn watch<F: Fn(&P::Value) + 'static>(&self, tell: F) -> Subscription
    where
        M: Admits<F> + Admits<P::Value>,
    {
        self.door.watch(self.path.clone(), tell)
    }
}

impl<S: State, P: Path<S>, D: Door<S>> Handle for Field<S, P, D> {
    type Value = P::Value;
    type Then<L: 'static>
        = Field<S, Step<P, P::Value, L>, D>
    where
        P::Value: HasField<L>;

    fn then<L: 'static>(&self) -> Self::Then<L>
    where
        P::Value: HasField<L>,
    {
        Field::new(self.door.clone(), Step::new(self.path.clone()))
    }
}

impl<S: State, P: Path<S, Value: State>, D: Door<S>> Deref for Field<S, P, D> {
    type Target = <P::Value as State>::Fields<Self>;

    fn deref(&self) -> &Self::Target {
        P::Value::fields(self)
    }
}

impl<S, P: Clone, D: Clone> Clone for Field<S, P, D> {
    fn clone(&self) -> Self {
        Self {
            door: self.door.clone(),
            path: self.path.clone(),
            state: PhantomData,
        }
    }
}

impl<S, P: fmt::Display, D> fmt::Display for Field<S, P, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

impl<S, P: fmt::Display, D> fmt::Debug for Field<S, P, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.path)
    }
}
