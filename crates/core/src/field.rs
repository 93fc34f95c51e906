//! A place in a state, with the way in.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use crate::door::{self, Door, ReadDoor};
use crate::{
    Action, Actions, Admits, ByKey, Dispatch, Handle, HasField, HasKey, KeyedRow, Mode, Or,
    Outcome, Partial, Path, Reach, ReadKeys, Row, Rows, SlicePath, State, Step, Store,
    Subscription,
};

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

    /// The path to here, for what takes one, such as [`Change::set`](crate::Change::set).
    pub const fn as_path(&self) -> &P {
        &self.path
    }

    pub(crate) const fn as_door(&self) -> &D {
        &self.door
    }

    /// Puts another value here.
    pub fn set(&self, value: P::Value)
    where
        D::Mode: Admits<P::Value>,
    {
        door::set(&self.door, self.path.clone(), value);
    }

    /// Puts another value here and returns what came of it.
    pub fn try_set(&self, value: P::Value) -> Outcome<(), <P::Reach as Reach>::Error>
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
    pub fn try_update<F, T>(&self, write: F) -> Outcome<T, <P::Reach as Reach>::Error>
    where
        F: FnOnce(&mut P::Value) -> T + 'static,
        T: 'static,
        D::Mode: Admits<F> + Admits<P::Value>,
    {
        door::try_update(&self.door, self.path.clone(), write)
    }
}

impl<S: State, P: Path<S, Reach = Partial>, D: Door<S>> Field<S, P, D> {
    /// The same place, where readers see `default` while there is nothing here.
    pub fn or(self, default: P::Value) -> Field<S, Or<P, P::Value>, D>
    where
        P::Value: Send + Sync,
    {
        Field::new(self.door, Or::new(self.path, default))
    }
}

impl<S, P, V, L, D> Field<S, Step<P, V, L>, D>
where
    S: State,
    P: Path<S, Value = V>,
    V: HasKey<L>,
    L: 'static,
    D: Door<S>,
{
    /// The row of this key, which may not be there.
    pub fn at(&self, key: V::Key) -> Field<S, KeyedRow<P, V, L>, D> {
        self.row::<ByKey<V, L>>(key)
    }

    /// The keys, in the rows' order.
    ///
    /// # Panics
    ///
    /// As [`get`](Field::get).
    pub fn keys(&self) -> Vec<V::Key>
    where
        Self: ReadKeys<Value = Vec<V::Row>>,
    {
        self.read_keys::<ByKey<V, L>>()
    }
}

impl<S, P, V, L, M> Field<S, Step<P, V, L>, Store<S, M>>
where
    S: State,
    P: Path<S, Value = V>,
    V: HasKey<L>,
    L: 'static,
    M: Mode,
{
    /// Calls `tell` after every commit that left other keys here, or another order of them.
    pub fn watch_keys<F: Fn(&Vec<V::Key>) + 'static>(&self, tell: F) -> Subscription
    where
        M: Admits<F>,
    {
        self.door
            .watch_keys::<_, ByKey<V, L>, F>(self.path.clone(), tell)
    }
}

impl<S: State, P: Path<S>, D: ReadDoor<S>> Field<S, P, D> {
    /// A copy of the value: an `Option` if it may not be there.
    ///
    /// # Panics
    ///
    /// Inside one of the store's own actions, where there is no present state.
    pub fn get(&self) -> <P::Reach as Reach>::Seen<P::Value> {
        self.door.read(&self.path, P::Reach::seen)
    }

    /// What `read` returns of the value.
    ///
    /// # Panics
    ///
    /// As [`get`](Self::get).
    pub fn with<T>(&self, read: impl FnOnce(<P::Reach as Reach>::View<'_, P::Value>) -> T) -> T {
        self.door
            .read(&self.path, |found| read(P::Reach::view(found)))
    }
}

impl<S: State, P: Path<S>, M: Mode> Field<S, P, Store<S, M>> {
    /// Calls `tell` after every commit that left another value here, or that took it away or put it here.
    pub fn watch<F>(&self, tell: F) -> Subscription
    where
        F: Fn(<P::Reach as Reach>::View<'_, P::Value>) + 'static,
        M: Admits<F> + Admits<P::Value>,
    {
        self.door.watch(self.path.clone(), tell)
    }
}

impl<S: State, P: Path<S>, D: ReadDoor<S>> ReadKeys for Field<S, P, D> {
    fn read_keys<Q: Rows<Collection = P::Value>>(&self) -> Q::Keys {
        self.door.read(&self.path, |collection| {
            collection.map_or_else(Q::Keys::default, Q::keys)
        })
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

    type Row<Q: Rows<Collection = P::Value, Row: State>> = Field<S, Row<P, Q>, D>;

    fn row<Q: Rows<Collection = P::Value, Row: State>>(&self, key: Q::Key) -> Self::Row<Q> {
        Field::new(self.door.clone(), Row::new(self.path.clone(), key))
    }
}

/// A place that is a [slice](crate::Slice) takes the actions of what is there, which arrive at the store as its own. If the
/// slice is gone, `dispatch` reports it, and `try_dispatch` returns a refusal by `slice`.
impl<S, P, D, A> Dispatch<A> for Field<S, P, D>
where
    S: Actions,
    P: SlicePath<S, Value: Actions<Action = A>>,
    D: Door<S, Mode: Admits<S::Action>>,
    A: Action<P::Value>,
{
    fn dispatch(&self, action: A) {
        door::dispatch_slice(&self.door, &self.path, action);
    }

    fn try_dispatch(&self, action: A) -> Outcome<A::Reply, A::Error> {
        door::try_dispatch_slice(&self.door, &self.path, action)
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
