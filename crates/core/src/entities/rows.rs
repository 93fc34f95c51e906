//! Entities in a state: the rows that paths lead to, and what watchers see of them.

use std::fmt;

use super::{Entities, Entity, KeyList, Order};
use crate::{Handle, Looked, MapHandle, Rows, State};

impl<T, O> State for Entities<T, O>
where
    T: Entity + State + Send + Sync,
    O: Order<T>,
{
    const NAME: &'static str = "Entities";
    const COMPARED: bool = T::COMPARED;
    type Fields<H: Handle<Value = Self>> = dyn MapHandle<Self, H>;

    fn same(a: &Self, b: &Self) -> bool {
        a.equals(b, T::same)
    }

    fn has_secrets(looked: &mut Looked) -> bool {
        T::has_secrets(looked)
    }

    fn redact(&mut self) {
        if T::has_secrets(&mut Looked::default()) {
            self.update_all(T::redact);
        }
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

impl<T, O> Rows for Entities<T, O>
where
    T: Entity + Send + Sync,
    O: Order<T>,
{
    type Collection = Self;
    type Key = T::Key;
    type Keys = KeyList<T>;
    type Row = T;
    type Entry<'c> = &'c T::Key;
    const ORDERED: bool = true;
    const TRACED: bool = true;
    const SETTLES: bool = true;

    fn entries(collection: &Self) -> impl Iterator<Item = (&T::Key, &T)> {
        collection.keys().zip(collection)
    }

    fn with_key<R>(key: &T::Key, read: impl FnOnce(&T::Key) -> R) -> R {
        read(key)
    }

    fn keys(collection: &Self) -> KeyList<T> {
        KeyList::of(collection)
    }

    fn get<'c>(collection: &'c Self, key: &T::Key, _: usize) -> Option<&'c T> {
        collection.get(key)
    }

    fn get_mut<'c>(collection: &'c mut Self, key: &T::Key) -> Option<&'c mut T> {
        collection.lend(key)
    }

    fn settle(collection: &mut Self, key: &T::Key) {
        collection.settle_known_by(key);
    }

    fn print_key(key: &T::Key, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(key, f)
    }

    fn differs(before: &KeyList<T>, now: &KeyList<T>, look: &mut dyn FnMut(&T::Key)) -> bool {
        before.differs(now, look)
    }

    fn position(collection: &Self, key: &T::Key) -> Option<usize> {
        collection.position(key)
    }

    fn placed<'c>(
        collection: &'c Self,
        slots: &'c [u32],
        positions: &'c [u32],
    ) -> impl Iterator<Item = (u32, &'c T)> {
        slots.iter().filter_map(|&slot| {
            let position = positions[slot as usize];
            Some((slot, collection.nth(position as usize)?))
        })
    }
}
