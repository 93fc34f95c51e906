//! What is watched in the rows of one collection, value by value.
//!
//! A watched value of a row is kept beside the same value of the other rows, in a column: after a commit a column is compared
//! with the collection in one go. What is watched at the root of a state is one row.

use std::any::{Any, TypeId};
use std::marker::PhantomData;

use super::cells::{Cell, Woken};
use super::group::{Group, Groups};
use super::order::Order;
use crate::path::{Route, Rows};
use crate::Touched;

/// What is watched in the rows of a collection of type `C`.
pub struct Level<C: 'static> {
    columns: Vec<Branch<dyn AnyColumn<C>>>,
    groups: Vec<Branch<dyn AnyGroups<C>>>,
}

/// Something that is watched, with the field of the state in which it lies.
struct Branch<T: ?Sized> {
    touched: Touched,
    ty: TypeId,
    it: Box<T>,
}

/// One pass over all that is watched.
pub(crate) struct Walk<'w> {
    /// What the commits may have touched.
    pub(super) touched: Touched,
    pub(super) woken: Woken,
    /// Keeps a panic in one comparison from the others.
    pub(super) guard: &'w mut dyn FnMut(&mut dyn FnMut()),
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
            columns: Vec::new(),
            groups: Vec::new(),
        }
    }
}

impl<C: 'static> Level<C> {
    /// Compares all that is watched with `collection`, whose rows are in this order.
    pub(super) fn walk(&mut self, collection: Option<&C>, order: &Order, walk: &mut Walk<'_>) {
        for column in &mut self.columns {
            walk.look(column.touched, |walk| {
                let woken = &mut walk.woken;
                (walk.guard)(&mut || column.it.compare(collection, order, woken));
            });
        }
        for groups in &mut self.groups {
            walk.look(groups.touched, |walk| {
                groups.it.walk(collection, order, walk);
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
        let column = branch(
            &mut self.columns,
            touched,
            TypeId::of::<Column<Q, R, H>>(),
            || Box::new(Column::<Q, R, H>::new()),
        );
        column.as_any_mut().downcast_mut().expect(KNOWN)
    }

    /// The collections `Q` at the end of the route `R` from the rows `P`.
    pub(super) fn groups<P, R, Q>(&mut self, touched: Touched) -> &mut Groups<P, R, Q>
    where
        P: Rows<Collection = C>,
        R: Route<P::Row, Value = Q::Collection>,
        Q: Rows,
    {
        let groups = branch(
            &mut self.groups,
            touched,
            TypeId::of::<Groups<P, R, Q>>(),
            || Box::new(Groups::<P, R, Q>::new()),
        );
        groups.as_any_mut().downcast_mut().expect(KNOWN)
    }

    /// The collection `Q` at the end of the route `R` from the row of this slot, if something is watched in it.
    pub(crate) fn group<P, R, Q>(&self, slot: usize) -> Option<&Group<Q>>
    where
        P: Rows<Collection = C>,
        R: Route<P::Row, Value = Q::Collection>,
        Q: Rows,
    {
        let ty = TypeId::of::<Groups<P, R, Q>>();
        let groups = self.groups.iter().find(|groups| groups.ty == ty)?;
        let groups: &Groups<P, R, Q> = groups.it.as_any().downcast_ref().expect(KNOWN);
        groups.get(slot)
    }

    /// Whether something is watched in the row of this slot.
    pub(super) fn is_watched(&self, slot: usize) -> bool {
        self.columns.iter().any(|column| column.it.is_watched(slot))
            || self.groups.iter().any(|groups| groups.it.is_watched(slot))
    }

    /// Forgets the listeners that are gone, and what nobody watches then.
    pub(super) fn sweep(&mut self) {
        self.columns.retain_mut(|column| column.it.sweep());
        self.groups.retain_mut(|groups| groups.it.sweep());
        if self.is_empty() {
            *self = Self::default();
        }
    }

    /// The fields of the state in which something is watched.
    pub(super) fn touched(&self) -> Touched {
        let columns = self.columns.iter().map(|column| column.touched);
        let groups = self.groups.iter().map(|groups| groups.touched);
        columns.chain(groups).fold(Touched::NONE, Touched::and)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.columns.is_empty() && self.groups.is_empty()
    }
}

const KNOWN: &str = "a branch is of the type by which it was found";

fn branch<T: ?Sized>(
    branches: &mut Vec<Branch<T>>,
    touched: Touched,
    ty: TypeId,
    make: impl FnOnce() -> Box<T>,
) -> &mut T {
    let index = branches
        .iter()
        .position(|branch| branch.ty == ty)
        .unwrap_or_else(|| {
            let it = make();
            branches.push(Branch { touched, ty, it });
            branches.len() - 1
        });
    &mut branches[index].it
}

/// A column, whatever its values are.
trait AnyColumn<C>: Send + Sync {
    /// Compares the values with those last seen.
    fn compare(&mut self, collection: Option<&C>, order: &Order, woken: &mut Woken);

    fn is_watched(&self, slot: usize) -> bool;

    /// Forgets the listeners that are gone; `false` if none is left.
    fn sweep(&mut self) -> bool;

    fn as_any_mut(&mut self) -> &mut dyn Any;
}

/// Collections, whatever their rows are.
pub(super) trait AnyGroups<C>: Send + Sync {
    fn walk(&mut self, collection: Option<&C>, order: &Order, walk: &mut Walk<'_>);

    fn is_watched(&self, slot: usize) -> bool;

    /// Forgets the listeners that are gone; `false` if none is left.
    fn sweep(&mut self) -> bool;

    fn as_any(&self) -> &dyn Any;

    fn as_any_mut(&mut self) -> &mut dyn Any;
}

/// The values at the end of the route `R` from the rows `Q`, as last seen, by the rows' slots.
pub(super) struct Column<Q, R, H> {
    last: Vec<Last<H>>,
    cells: Vec<Cell>,
    of: PhantomData<fn() -> (Q, R)>,
}

/// A value as it was last seen.
enum Last<H> {
    /// Nobody watches it.
    Unwatched,
    Absent,
    /// It was there, and can't be compared.
    Opaque,
    Value(H),
}

impl<Q, R, H> Column<Q, R, H> {
    const fn new() -> Self {
        Self {
            last: Vec::new(),
            cells: Vec::new(),
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
        if slot >= self.last.len() {
            self.last.resize_with(slot + 1, || Last::Unwatched);
            self.cells.resize_with(slot + 1, Cell::default);
        }
        if let last @ Last::Unwatched = &mut self.last[slot] {
            *last = Self::seen(row.and_then(R::get));
        }
        &mut self.cells[slot]
    }

    fn seen(value: Option<&R::Value>) -> Last<H> {
        match value {
            None => Last::Absent,
            Some(value) if R::COMPARED => Last::Value(H::hold(value.clone())),
            Some(_) => Last::Opaque,
        }
    }

    fn see(&mut self, slot: usize, value: Option<&R::Value>, woken: &mut Woken) {
        let Some(last) = self.last.get_mut(slot) else {
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
            self.cells[slot].wake(woken);
        }
    }
}

impl<Q, R, H> AnyColumn<Q::Collection> for Column<Q, R, H>
where
    Q: Rows,
    R: Route<Q::Row>,
    H: crate::Held<R::Value>,
{
    fn compare(&mut self, collection: Option<&Q::Collection>, order: &Order, woken: &mut Woken) {
        if let Some(collection) = collection {
            for (slot, row) in Q::placed(collection, order.slots(), order.positions()) {
                self.see(slot as usize, R::get(row), woken);
            }
        }
        for &slot in order.gone() {
            self.see(slot as usize, None, woken);
        }
    }

    fn is_watched(&self, slot: usize) -> bool {
        self.cells.get(slot).is_some_and(|cell| !cell.is_empty())
    }

    fn sweep(&mut self) -> bool {
        let mut watched = 0;
        for (slot, cell) in self.cells.iter_mut().enumerate() {
            cell.sweep();
            if cell.is_empty() {
                self.last[slot] = Last::Unwatched;
            } else {
                watched = slot + 1;
            }
        }
        self.cells.truncate(watched);
        self.last.truncate(watched);
        watched > 0
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}
