//! Paths through the rows of collections.

use std::fmt;

use super::{Anchor, ByKey, Here, Partial, Path, Rows, Step};
use crate::watch::{Entered, Level, Places};
use crate::{State, Touched};

/// A path to a collection and one row further, which is found in the way `Q` by its key.
pub struct Row<P, Q: Rows> {
    from: P,
    key: Q::Key,
}

/// The row with a key inside it of the field `L` at `P`, whose value is a `V`.
pub type KeyedRow<P, V, L> = Row<Step<P, V, L>, ByKey<V, L>>;

impl<P, Q: Rows> Row<P, Q> {
    /// The row of this key in the collection at `from`.
    pub const fn new(from: P, key: Q::Key) -> Self {
        Self { from, key }
    }

    /// The row's key.
    pub const fn key(&self) -> &Q::Key {
        &self.key
    }

    pub(crate) const fn from(&self) -> &P {
        &self.from
    }
}

impl<P: Clone, Q: Rows> Clone for Row<P, Q> {
    fn clone(&self) -> Self {
        Self::new(self.from.clone(), self.key.clone())
    }
}

impl<P: Copy, Q: Rows<Key: Copy>> Copy for Row<P, Q> {}

impl<P: fmt::Display, Q: Rows> fmt::Display for Row<P, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[", self.from)?;
        Q::print_key(&self.key, f)?;
        f.write_str("]")
    }
}

impl<P: fmt::Display, Q: Rows> fmt::Debug for Row<P, Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<S, P, Q> Path<S> for Row<P, Q>
where
    S: 'static,
    P: Path<S, Value = Q::Collection>,
    Q: Rows<Row: State>,
{
    type Value = Q::Row;
    type Reach = Partial;
    type Anchor = Self;
    type Route = Here;
    const TOUCHED: Touched = P::TOUCHED;
    const SETTLES: bool = Q::SETTLES || P::SETTLES;

    fn get_mut<'s>(&self, state: &'s mut S) -> Option<&'s mut Q::Row> {
        Q::get_mut(self.from.get_mut(state)?, &self.key)
    }

    fn settle(&self, state: &mut S) {
        if Q::SETTLES {
            if let Some(collection) = self.from.get_mut(state) {
                Q::settle(collection, &self.key);
            }
        }
        self.from.settle(state);
    }

    fn look<'s>(&'s self, state: &'s S, places: Places<'_, S>) -> Option<&'s Q::Row> {
        let collection = self.from.look(state, places)?;
        let near = if Q::is_searched(collection) {
            places.near(|tree| {
                let (level, slot) = self.from.anchor().find(tree)?;
                level
                    .group::<<P::Anchor as Anchor<S>>::Rows, P::Route, Q>(slot)?
                    .position(&self.key)
            })
        } else {
            0
        };
        Q::get(collection, &self.key, near)
    }

    fn anchor(&self) -> &Self {
        self
    }
}

impl<S, P, Q> Anchor<S> for Row<P, Q>
where
    S: 'static,
    P: Path<S, Value = Q::Collection>,
    Q: Rows,
{
    type Rows = Q;

    fn enter<'t, 's>(&self, tree: &'t mut Level<S>, state: &'s S) -> Entered<'t, 's, Q> {
        let owner = self.from.anchor().enter(tree, state);
        let (group, collection) = owner.group::<P::Route, Q>(P::TOUCHED);
        let (slot, position) = group.claim(&self.key);
        let near = position.unwrap_or(0);
        Entered {
            level: group.rows(),
            slot,
            row: collection.and_then(|collection| Q::get(collection, &self.key, near)),
        }
    }

    fn find<'t>(&self, tree: &'t Level<S>) -> Option<(&'t Level<Q::Collection>, usize)> {
        let (level, slot) = self.from.anchor().find(tree)?;
        level
            .group::<<P::Anchor as Anchor<S>>::Rows, P::Route, Q>(slot)?
            .find(&self.key)
    }
}

/// A state as the only row of itself, so that what is watched at its root is kept as what is watched in rows.
#[doc(hidden)]
pub struct Whole<S>(std::marker::PhantomData<fn() -> S>);

impl<S: Clone + 'static> Rows for Whole<S> {
    type Collection = S;
    type Key = ();
    type Keys = ();
    type Row = S;
    type Entry<'c> = ();
    const ORDERED: bool = false;

    fn entries(collection: &S) -> impl Iterator<Item = ((), &S)> {
        std::iter::once(((), collection))
    }

    fn with_key<T>((): (), read: impl FnOnce(&()) -> T) -> T {
        read(&())
    }

    fn keys(_: &S) {}

    fn get<'c>(collection: &'c S, (): &(), _: usize) -> Option<&'c S> {
        Some(collection)
    }

    fn get_mut<'c>(collection: &'c mut S, (): &()) -> Option<&'c mut S> {
        Some(collection)
    }

    fn print_key((): &(), _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
