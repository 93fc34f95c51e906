//! `Option`, `Vec` and maps as states whose parts are states.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{BuildHasher, Hash};

use crate::{ByIndex, Handle, HasField, Looked, Partial, ReadKeys, Rows, State, Touched};

/// The value in an `Option`, as a field.
#[doc(hidden)]
pub enum Inside {}

impl<T: State> HasField<Inside> for Option<T> {
    type Value = T;
    type Reach = Partial;
    const NAME: &'static str = "some";
    const TOUCHED: Touched = Touched::ALL;
    const COMPARED: bool = T::COMPARED;

    fn field(&self) -> Option<&T> {
        self.as_ref()
    }

    fn field_mut(&mut self) -> Option<&mut T> {
        self.as_mut()
    }

    fn same(a: &T, b: &T) -> bool {
        T::same(a, b)
    }
}

impl<T: State> State for Option<T> {
    const NAME: &'static str = "Option";
    const COMPARED: bool = T::COMPARED;
    type Fields<H: Handle<Value = Self>> = dyn OptionHandle<T, H>;

    fn same(a: &Self, b: &Self) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => T::same(a, b),
            (None, None) => true,
            _ => false,
        }
    }

    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        self.iter_mut().for_each(T::redact);
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

/// What every handle to an `Option` can do.
pub trait OptionHandle<T, H> {
    #[doc(hidden)]
    fn __handle(&self) -> &H;
}

impl<T: State, H: Handle<Value = Option<T>>> OptionHandle<T, H> for H {
    fn __handle(&self) -> &H {
        self
    }
}

impl<T: State, H: Handle<Value = Option<T>>> dyn OptionHandle<T, H> {
    /// The value inside, which may not be there.
    pub fn some(&self) -> H::Then<Inside> {
        self.__handle().then::<Inside>()
    }
}

impl<T: State> State for Vec<T> {
    const NAME: &'static str = "Vec";
    const COMPARED: bool = T::COMPARED;
    type Fields<H: Handle<Value = Self>> = dyn VecHandle<T, H>;

    fn same(a: &Self, b: &Self) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| T::same(a, b))
    }

    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        self.iter_mut().for_each(T::redact);
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

/// What every handle to a `Vec` can do.
pub trait VecHandle<T, H> {
    #[doc(hidden)]
    fn __handle(&self) -> &H;
}

impl<T: State, H: Handle<Value = Vec<T>>> VecHandle<T, H> for H {
    fn __handle(&self) -> &H {
        self
    }
}

impl<T: State, H: Handle<Value = Vec<T>>> dyn VecHandle<T, H> {
    /// The row at an index, which may not be there. It is whichever row is there at the time: where rows move, give them keys
    /// with `#[state(key = ..)]`.
    pub fn index(&self, index: usize) -> H::Row<ByIndex<T>> {
        self.__handle().row::<ByIndex<T>>(index)
    }
}

impl<K, V, B> State for HashMap<K, V, B>
where
    K: Clone + Eq + Hash + fmt::Debug + Send + Sync + 'static,
    V: State,
    B: BuildHasher + Clone + 'static,
{
    const NAME: &'static str = "HashMap";
    const COMPARED: bool = V::COMPARED;
    type Fields<H: Handle<Value = Self>> = dyn MapHandle<Self, H>;

    fn same(a: &Self, b: &Self) -> bool {
        let in_b = |(key, a)| b.get(key).is_some_and(|b| V::same(a, b));
        a.len() == b.len() && a.iter().all(in_b)
    }

    fn has_secrets(looked: &mut Looked) -> bool {
        V::has_secrets(looked)
    }

    fn redact(&mut self) {
        self.values_mut().for_each(V::redact);
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

impl<K, V> State for BTreeMap<K, V>
where
    K: Clone + Ord + Hash + fmt::Debug + Send + Sync + 'static,
    V: State,
{
    const NAME: &'static str = "BTreeMap";
    const COMPARED: bool = V::COMPARED;
    type Fields<H: Handle<Value = Self>> = dyn MapHandle<Self, H>;

    fn same(a: &Self, b: &Self) -> bool {
        let same = |((a_key, a), (b_key, b))| a_key == b_key && V::same(a, b);
        a.len() == b.len() && a.iter().zip(b).all(same)
    }

    fn has_secrets(looked: &mut Looked) -> bool {
        V::has_secrets(looked)
    }

    fn redact(&mut self) {
        self.values_mut().for_each(V::redact);
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

/// What every handle to a `HashMap`, a `BTreeMap` or [`Entities`](crate::entities::Entities) can do.
pub trait MapHandle<C, H> {
    #[doc(hidden)]
    fn __handle(&self) -> &H;
}

impl<C, H: Handle<Value = C>> MapHandle<C, H> for H {
    fn __handle(&self) -> &H {
        self
    }
}

impl<C, H> dyn MapHandle<C, H>
where
    C: Rows<Collection = C, Row: State>,
    H: Handle<Value = C>,
{
    /// The value of this key, which may not be there.
    pub fn at(&self, key: C::Key) -> H::Row<C> {
        self.__handle().row::<C>(key)
    }

    /// The keys, in the rows' order if they have one.
    pub fn keys(&self) -> C::Keys
    where
        H: ReadKeys,
    {
        self.__handle().read_keys::<C>()
    }
}
