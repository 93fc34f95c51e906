//! How the rows of a collection are found.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use super::HasField;
use crate::State;

/// A way to find the rows of a collection: by their index, by a key inside them, by the key of a map.
pub trait Rows: 'static {
    /// The collection.
    type Collection: 'static;

    /// What a row is found by.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;

    /// The keys of a collection, in the rows' order: a `Vec`, unless the collection has something better.
    type Keys: Default + Send + Sync + 'static;

    /// A row.
    type Row: Clone + 'static;

    /// What the key of a row is read from.
    type Entry<'c>: Copy;

    /// Whether the order of the rows is part of the collection's value.
    const ORDERED: bool;

    /// The rows, one after the other.
    fn entries(
        collection: &Self::Collection,
    ) -> impl Iterator<Item = (Self::Entry<'_>, &Self::Row)>;

    /// Lends the key of a row.
    fn with_key<T>(entry: Self::Entry<'_>, read: impl FnOnce(&Self::Key) -> T) -> T;

    /// The keys, in the rows' order.
    fn keys(collection: &Self::Collection) -> Self::Keys;

    /// The row of this key. Where rows are searched for, the search begins at the position `near`.
    fn get<'c>(
        collection: &'c Self::Collection,
        key: &Self::Key,
        near: usize,
    ) -> Option<&'c Self::Row>;

    /// The row of this key, to write to.
    fn get_mut<'c>(
        collection: &'c mut Self::Collection,
        key: &Self::Key,
    ) -> Option<&'c mut Self::Row>;

    /// Whether finding a row in this collection means searching for it, so that it helps to know where it was.
    fn is_searched(_: &Self::Collection) -> bool {
        false
    }

    /// Prints a key, as a part of a path.
    fn print_key(key: &Self::Key, f: &mut fmt::Formatter<'_>) -> fmt::Result;

    /// Whether [`settle`](Self::settle) does anything.
    #[doc(hidden)]
    const SETTLES: bool = false;

    /// Called when the row of this key may have been written to.
    #[doc(hidden)]
    fn settle(_: &mut Self::Collection, _: &Self::Key) {}

    /// Whether [`differs`](Self::differs) says which rows differ. Then no others are looked at, and the rows that nobody
    /// watches are not kept in mind.
    #[doc(hidden)]
    const TRACED: bool = false;

    /// Whether the keys are others than before, or in another order. `look` is called with the key of every row that is not
    /// in both as it is, and perhaps with others.
    #[doc(hidden)]
    fn differs(_: &Self::Keys, _: &Self::Keys, _look: &mut dyn FnMut(&Self::Key)) -> bool {
        true
    }

    /// Where the row of this key is; `None` if there is none, or if that is not known.
    #[doc(hidden)]
    fn position(_: &Self::Collection, _: &Self::Key) -> Option<usize> {
        None
    }

    /// The rows to be looked at and their slots: all of them, or where the rows that differ are known, those of `slots`, which
    /// are at `positions`.
    #[doc(hidden)]
    fn placed<'c>(
        collection: &'c Self::Collection,
        slots: &'c [u32],
        _positions: &'c [u32],
    ) -> impl Iterator<Item = (u32, &'c Self::Row)> {
        let rows = Self::entries(collection).map(|(_, row)| row);
        slots.iter().copied().zip(rows)
    }
}

/// The keys of a collection, one after the other.
fn key_vec<Q: Rows>(collection: &Q::Collection) -> Vec<Q::Key> {
    Q::entries(collection)
        .map(|(entry, _)| Q::with_key(entry, Q::Key::clone))
        .collect()
}

/// The rows of a `Vec`, by their index.
pub struct ByIndex<T>(PhantomData<fn() -> T>);

impl<T: Clone + 'static> Rows for ByIndex<T> {
    type Collection = Vec<T>;
    type Key = usize;
    type Keys = Vec<usize>;
    type Row = T;
    type Entry<'c> = usize;
    const ORDERED: bool = true;

    fn entries(collection: &Vec<T>) -> impl Iterator<Item = (usize, &T)> {
        collection.iter().enumerate()
    }

    fn with_key<R>(index: usize, read: impl FnOnce(&usize) -> R) -> R {
        read(&index)
    }

    fn keys(collection: &Vec<T>) -> Vec<usize> {
        key_vec::<Self>(collection)
    }

    fn get<'c>(collection: &'c Vec<T>, index: &usize, _: usize) -> Option<&'c T> {
        collection.get(*index)
    }

    fn get_mut<'c>(collection: &'c mut Vec<T>, index: &usize) -> Option<&'c mut T> {
        collection.get_mut(*index)
    }

    fn print_key(index: &usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(index, f)
    }
}

/// That the rows of a field have keys: the field has `#[state(key = ..)]`.
pub trait HasKey<L>: HasField<L, Value = Vec<Self::Row>> {
    /// A row.
    type Row: State;

    /// Its key. Of rows with equal keys only the first can be reached.
    type Key: Clone + Eq + Hash + Send + Sync + 'static;

    /// Lends the key of a row.
    fn with_key<T>(row: &Self::Row, read: impl FnOnce(&Self::Key) -> T) -> T;

    /// Prints a key, as a part of a path.
    fn print_key(key: &Self::Key, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// The rows of the field `L` of `V`, by a key inside them.
pub struct ByKey<V, L>(PhantomData<fn() -> (V, L)>);

/// Collections up to this length are searched from the start: it takes no longer than asking where a row was.
const SHORT: usize = 24;

impl<V: HasKey<L>, L: 'static> Rows for ByKey<V, L> {
    type Collection = Vec<V::Row>;
    type Key = V::Key;
    type Keys = Vec<V::Key>;
    type Row = V::Row;
    type Entry<'c> = &'c V::Row;
    const ORDERED: bool = true;

    fn entries(collection: &Vec<V::Row>) -> impl Iterator<Item = (&V::Row, &V::Row)> {
        collection.iter().map(|row| (row, row))
    }

    fn with_key<T>(entry: &V::Row, read: impl FnOnce(&V::Key) -> T) -> T {
        V::with_key(entry, read)
    }

    fn keys(collection: &Vec<V::Row>) -> Vec<V::Key> {
        key_vec::<Self>(collection)
    }

    /// Rows that moved since they were seen last have most often moved by a few places, so the search goes from there to
    /// both sides.
    fn get<'c>(collection: &'c Vec<V::Row>, key: &V::Key, near: usize) -> Option<&'c V::Row> {
        let found = |row: &&V::Row| V::with_key(row, |own| own == key);
        let (before, after) = collection.split_at(near.min(collection.len()));
        let mut before = before.iter().rev();
        let mut after = after.iter();
        loop {
            match (after.next(), before.next()) {
                (None, None) => return None,
                (after, before) => {
                    if let Some(row) = after.filter(found).or_else(|| before.filter(found)) {
                        return Some(row);
                    }
                }
            }
        }
    }

    fn get_mut<'c>(collection: &'c mut Vec<V::Row>, key: &V::Key) -> Option<&'c mut V::Row> {
        collection
            .iter_mut()
            .find(|row| V::with_key(row, |own| own == key))
    }

    fn is_searched(collection: &Vec<V::Row>) -> bool {
        collection.len() > SHORT
    }

    fn print_key(key: &V::Key, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        V::print_key(key, f)
    }
}

impl<K, V, B> Rows for HashMap<K, V, B>
where
    K: Clone + Eq + Hash + fmt::Debug + Send + Sync + 'static,
    V: Clone + 'static,
    B: BuildHasher + 'static,
{
    type Collection = Self;
    type Key = K;
    type Keys = Vec<K>;
    type Row = V;
    type Entry<'c> = &'c K;
    const ORDERED: bool = false;

    fn entries(collection: &Self) -> impl Iterator<Item = (&K, &V)> {
        collection.iter()
    }

    fn with_key<T>(key: &K, read: impl FnOnce(&K) -> T) -> T {
        read(key)
    }

    fn keys(collection: &Self) -> Vec<K> {
        key_vec::<Self>(collection)
    }

    fn get<'c>(collection: &'c Self, key: &K, _: usize) -> Option<&'c V> {
        collection.get(key)
    }

    fn get_mut<'c>(collection: &'c mut Self, key: &K) -> Option<&'c mut V> {
        collection.get_mut(key)
    }

    fn print_key(key: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        key.fmt(f)
    }
}

impl<K, V> Rows for BTreeMap<K, V>
where
    K: Clone + Ord + Hash + fmt::Debug + Send + Sync + 'static,
    V: Clone + 'static,
{
    type Collection = Self;
    type Key = K;
    type Keys = Vec<K>;
    type Row = V;
    type Entry<'c> = &'c K;
    const ORDERED: bool = true;

    fn entries(collection: &Self) -> impl Iterator<Item = (&K, &V)> {
        collection.iter()
    }

    fn with_key<T>(key: &K, read: impl FnOnce(&K) -> T) -> T {
        read(key)
    }

    fn keys(collection: &Self) -> Vec<K> {
        key_vec::<Self>(collection)
    }

    fn get<'c>(collection: &'c Self, key: &K, _: usize) -> Option<&'c V> {
        collection.get(key)
    }

    fn get_mut<'c>(collection: &'c mut Self, key: &K) -> Option<&'c mut V> {
        collection.get_mut(key)
    }

    fn print_key(key: &K, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        key.fmt(f)
    }
}

/// That a collection is a list of rows which may have keys inside them.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the rows of `{Self}` can't have keys",
    label = "not a `Vec`",
    note = "`#[state(key = ..)]` belongs on a field of type `Vec<Row>`"
)]
pub trait List {
    type Row;
}

impl<T> List for Vec<T> {
    type Row = T;
}

/// The type of a field, known by the hash of the field's name: so `#[state(key = id)]` on a collection finds the key's
/// type in the rows.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the type of this key is not known",
    label = "no `derive(State)` tells the type of this field of `{Self}`",
    note = "derive `State` for `{Self}`, and make the field as visible as `{Self}` is",
    note = "or write the key's type down: `#[state(key: Type = field)]`"
)]
pub trait Named<const NAME: u64> {
    type Value;
}
