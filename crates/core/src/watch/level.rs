//! What is watched in the rows of one collection, value by value.
//!
//! A watched value of a row is kept beside the same value of the other rows, in a column: after a commit a column is compared
//! with the collection in one go. What is watched at the root of a state is one row.

use std::any::{Any, TypeId};
use std::marker::PhantomData;

use super::cells::{Cell, Woken};
use super::group::{Group, Groups};
use super::order::Order;
use crate::panics::Panics;
use crate::path::{Route, Rows};
use crate::Touched;

/// What is watched in the rows of a collection of type `C`.
pub struct Level<C: 'static> {
    branches: Vec<Placed<C>>,
}

/// Something that is watched, with the field of the state in which it lies.
struct Placed<C> {
    touched: Touched,
    ty: TypeId,
    branch: Box<dyn Branch<C>>,
}

/// What is watched at one route from the rows of a collection of type `C`: a column of values, or collections.
pub(super) trait Branch<C>: Any + Send + Sync {
    /// Compares what is watched with the rows of `collection`, which are in this order.
    fn walk(&mut self, collection: Option<&C>, order: &Order, walk: &mut Walk<'_>);

    fn is_watched(&self, slot: usize) -> bool;

    /// Forgets the listeners that are gone; `false` if none is left.
    fn sweep(&mut self) -> bool;
}

/// One pass over all that is watched.
pub(crate) struct Walk<'w> {
    /// What the commits may have touched.
    pub(super) touched: Touched,
    pub(super) woken: Woken,
    /// Keeps a panic in one comparison from the others.
    pub(super) panics: &'w mut Panics,
    /// Whether something differs that was not among what the commits may have touched. Known in debug builds.
    pub(super) untrue: bool,
}

impl Walk<'_> {
    /// Looks at a branch if it may have been touched; in debug builds also if not, to see whether that was true.
    fn look(&mut self, touched: Touched, look: impl FnOnce(&mut Self)) {
        let expected = touched.overlaps(self.touched);
        if expected || cfg!(debug_assertions) {
            let before = self.woken.len();
            self.woken.may_differ = expected;
            look(self);
            self.untrue |= !expected && self.woken.len() > before;
        }
    }
}

impl<C: 'static> Default for Level<C> {
    fn default() -> Self {
        Self {
            branches: Vec::new(),
        }
    }
}

impl<C: 'static> Level<C> {
    /// Compares all that is watched with `collection`, whose rows are in this order.
    pub(super) fn walk(&mut self, collection: Option<&C>, order: &Order, walk: &mut Walk<'_>) {
        for placed in &mut self.branches {
            walk.look(placed.touched, |walk| {
                placed.branch.walk(collection, order, walk);
            });
        }
    }

    /// The column of the values at the end of the route `R` from the rows `Q`.
    pub(super) fn column<Q, R, H>(&mut self, touched: Touched) -> &mut Column<Q, R, H>
    where
        Q: Rows<Collection = C>,
        R: Route<Q::Row>,
        H: crate::Held<R::Value>,
    {
        self.branch(touched)
    }

    /// The collections `Q` at the end of the route `R` from the rows `P`.
    pub(super) fn groups<P, R, Q>(&mut self, touched: Touched) -> &mut Groups<P, R, Q>
    where
        P: Rows<Collection = C>,
        R: Route<P::Row, Value = Q::Collection>,
        Q: Rows,
    {
        self.branch(touched)
    }

    /// The collection `Q` at the end of the route `R` from the row of this slot, if something is watched in it.
    pub(crate) fn group<P, R, Q>(&self, slot: usize) -> Option<&Group<Q>>
    where
        P: Rows<Collection = C>,
        R: Route<P::Row, Value = Q::Collection>,
        Q: Rows,
    {
        let index = self.index(TypeId::of::<Groups<P, R, Q>>())?;
        let branch: &dyn Any = &*self.branches[index].branch;
        let groups: &Groups<P, R, Q> = branch.downcast_ref().expect(KNOWN);
        groups.get(slot)
    }

    fn branch<B: Branch<C> + Default>(&mut self, touched: Touched) -> &mut B {
        let ty = TypeId::of::<B>();
        let index = self
            .index(ty)
            .unwrap_or_else(|| self.grow(touched, ty, Box::<B>::default()));
        let branch: &mut dyn Any = &mut *self.branches[index].branch;
        branch.downcast_mut().expect(KNOWN)
    }

    fn index(&self, ty: TypeId) -> Option<usize> {
        self.branches.iter().position(|placed| placed.ty == ty)
    }

    fn grow(&mut self, touched: Touched, ty: TypeId, branch: Box<dyn Branch<C>>) -> usize {
        self.branches.push(Placed {
            touched,
            ty,
            branch,
        });
        self.branches.len() - 1
    }

    /// Whether something is watched in the row of this slot.
    pub(super) fn is_watched(&self, slot: usize) -> bool {
        let mut branches = self.branches.iter();
        branches.any(|placed| placed.branch.is_watched(slot))
    }

    /// Forgets the listeners that are gone, and what nobody watches then.
    pub(super) fn sweep(&mut self) {
        self.branches.retain_mut(|placed| placed.branch.sweep());
        if self.is_empty() {
            *self = Self::default();
        }
    }

    /// The fields of the state in which something is watched.
    pub(super) fn touched(&self) -> Touched {
        let touched = self.branches.iter().map(|placed| placed.touched);
        touched.fold(Touched::NONE, Touched::and)
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }
}

const KNOWN: &str = "a branch is of the type by which it was found";

/// The values at the end of the route `R` from the rows `Q`, by the rows' slots.
pub(super) struct Column<Q, R, H> {
    values: Vec<Value<H>>,
    of: PhantomData<fn() -> (Q, R)>,
}

/// A value as it was last seen, and who watches it.
struct Value<H> {
    last: Last<H>,
    cell: Cell,
}

enum Last<H> {
    /// Nobody watches it.
    Unwatched,
    Absent,
    /// It was there, and can't be compared.
    Opaque,
    Value(H),
}

impl<Q, R, H> Default for Column<Q, R, H> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            of: PhantomData,
        }
    }
}

impl<Q, R, H> Column<Q, R, H>
where
    Q: Rows,
    R: Route<Q::Row>,
    H: crate::Held<R::Value>,
{
    /// The listeners to the value of the row of this slot. A value that nobody watched yet is `row`'s.
    pub(super) fn cell(&mut self, slot: usize, row: Option<&Q::Row>) -> &mut Cell {
        while slot >= self.values.len() {
            self.values.push(Value {
                last: Last::Unwatched,
                cell: Cell::default(),
            });
        }
        let Value { last, cell } = &mut self.values[slot];
        if let Last::Unwatched = last {
            *last = Self::seen(row.and_then(R::get));
        }
        cell
    }

    fn seen(value: Option<&R::Value>) -> Last<H> {
        match value {
            None => Last::Absent,
            Some(value) if R::COMPARED => Last::Value(H::hold(value.clone())),
            Some(_) => Last::Opaque,
        }
    }

    fn see(&mut self, slot: usize, value: Option<&R::Value>, woken: &mut Woken) {
        let Some(Value { last, cell }) = self.values.get_mut(slot) else {
            return;
        };
        let same = match (&*last, value) {
            (Last::Unwatched, _) | (Last::Absent, None) => true,
            (Last::Value(last), Some(value)) => R::same(last.get(), value),
            (Last::Opaque, Some(_)) => !woken.may_differ,
            _ => false,
        };
        if !same {
            *last = Self::seen(value);
            cell.wake(woken);
        }
    }
}

impl<Q, R, H> Branch<Q::Collection> for Column<Q, R, H>
where
    Q: Rows,
    R: Route<Q::Row>,
    H: crate::Held<R::Value>,
{
    fn walk(&mut self, collection: Option<&Q::Collection>, order: &Order, walk: &mut Walk<'_>) {
        let Walk { panics, woken, .. } = walk;
        panics.guard(|| {
            if let Some(collection) = collection {
                for (slot, row) in Q::placed(collection, order.slots(), order.positions()) {
                    self.see(slot as usize, R::get(row), woken);
                }
            }
            for &slot in order.gone() {
                self.see(slot as usize, None, woken);
            }
        });
    }

    fn is_watched(&self, slot: usize) -> bool {
        let value = self.values.get(slot);
        value.is_some_and(|value| !value.cell.is_empty())
    }

    fn sweep(&mut self) -> bool {
        let mut watched = 0;
        for (slot, value) in self.values.iter_mut().enumerate() {
            if value.cell.sweep() {
                watched = slot + 1;
            } else {
                value.last = Last::Unwatched;
            }
        }
        self.values.truncate(watched);
        watched > 0
    }
}
