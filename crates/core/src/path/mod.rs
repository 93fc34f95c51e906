//! Typed routes into a state.
//!
//! A path is a static part, known by its type alone (the fields it goes through), and the keys of the rows on its way. The
//! last row on the way, or the state itself, is the path's anchor; what follows is its route.

mod compare;
mod or;
mod reach;
mod row;
mod rows;

use std::any::TypeId;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

pub use compare::{
    compare, comparing, key_of, printing, Comparable, Compare, Compared, NotCompared, Print,
};
pub use or::Or;
pub use reach::{Defaulted, Gone, Partial, Reach, SliceError, Total};
pub(crate) use row::Whole;
pub use row::{KeyedRow, Row};
pub use rows::{ByIndex, ByKey, HasKey, List, Named, Rows};

use crate::watch::{Entered, Level, Places};
use crate::{State, Touched};

/// That a type has a field, which the type `L` stands for.
///
/// `#[derive(State)]` makes such a type for every field, as visible as the field is, and implements this. The fields of an
/// enum's variants count as fields of the enum which are there while it is that variant.
pub trait HasField<L>: 'static {
    /// The field's type.
    type Value: Clone + 'static;

    /// Whether the field is always there: [`Total`], or [`Partial`] in a variant.
    type Reach: Reach;

    /// The field's name, or its index in a tuple struct; behind that of its variant, if it is in one.
    const NAME: &'static str;

    /// The field, as one of those that a change may touch.
    const TOUCHED: Touched;

    /// Whether the field's type can be compared. If not, every commit that may have touched it counts as a change.
    const COMPARED: bool;

    /// The field.
    fn field(&self) -> Option<&Self::Value>;

    /// The field, to write to. Only the pipeline holds a state in a way that lets it call this.
    fn field_mut(&mut self) -> Option<&mut Self::Value>;

    /// Whether two values of the field are known to be equal. `false` where its type can't be compared.
    fn same(a: &Self::Value, b: &Self::Value) -> bool;
}

/// A route from a state `S` to a value inside it, known by its type and the keys on its way, and printable
/// (`todos.items[7].title`).
pub trait Path<S: 'static>: Clone + fmt::Display + Send + Sync + 'static {
    /// The value at the end of the route.
    type Value: Clone + 'static;

    /// Whether there always is one.
    type Reach: Reach;

    /// The last row on the way, or the state.
    type Anchor: Anchor<S>;

    /// The way from the anchor to the value.
    type Route: Route<<<Self::Anchor as Anchor<S>>::Rows as Rows>::Row, Value = Self::Value>;

    /// Whether this is the empty path.
    const IS_ROOT: bool = false;

    /// The state's field through which the path goes.
    const TOUCHED: Touched;

    /// The value in `state`.
    fn get<'s>(&'s self, state: &'s S) -> Option<&'s Self::Value> {
        self.look(state, Places::UNKNOWN)
    }

    /// The value in `state`, to write to. What was written is in its place only after [`settle`](Self::settle).
    fn get_mut<'s>(&self, state: &'s mut S) -> Option<&'s mut Self::Value>;

    /// Whether [`settle`](Self::settle) does anything.
    #[doc(hidden)]
    const SETTLES: bool = false;

    /// Called when the value in `state` may have been written to: collections that keep an order or an index of what is in
    /// their rows bring that up to date.
    fn settle(&self, _: &mut S) {}

    /// As [`get`](Self::get), with the places at which rows were seen last.
    #[doc(hidden)]
    fn look<'s>(&'s self, state: &'s S, places: Places<'_, S>) -> Option<&'s Self::Value>;

    #[doc(hidden)]
    fn anchor(&self) -> &Self::Anchor;

    /// Adds what `Display` writes to a text. Where it is only names of fields, that takes little code.
    #[doc(hidden)]
    fn add_to(&self, text: &mut String) {
        *text += &self.to_string();
    }

    /// What a change is called that does this to what is here: `set filter`; for the state as a whole the verb alone.
    #[doc(hidden)]
    fn change_name(&self, verb: &'static str) -> Cow<'static, str> {
        if Self::IS_ROOT {
            return Cow::Borrowed(verb);
        }
        let mut name = String::from(verb);
        name += " ";
        self.add_to(&mut name);
        Cow::Owned(name)
    }
}

/// Where the route of a path begins: the state itself, or a row in it.
#[doc(hidden)]
pub trait Anchor<S: 'static> {
    /// The rows of which the anchor is one.
    type Rows: Rows;

    /// Goes to the anchor's place among what is watched, and makes it if it isn't there.
    fn enter<'t, 's>(&self, tree: &'t mut Level<S>, state: &'s S) -> Entered<'t, 's, Self::Rows>;

    /// The anchor's place among what is watched, if there is one.
    fn find<'t>(
        &self,
        tree: &'t Level<S>,
    ) -> Option<(&'t Level<<Self::Rows as Rows>::Collection>, usize)>;
}

/// The part of a path that its type tells all of.
#[doc(hidden)]
pub trait Route<T>: 'static {
    type Value: Clone + 'static;

    /// As [`HasField::COMPARED`].
    const COMPARED: bool;

    fn get(from: &T) -> Option<&Self::Value>;

    fn same(a: &Self::Value, b: &Self::Value) -> bool;
}

/// The empty path: the state itself. States are never compared as a whole, so its watchers are told of every commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Root;

impl fmt::Display for Root {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl<S: Clone + 'static> Path<S> for Root {
    type Value = S;
    type Reach = Total;
    type Anchor = Self;
    type Route = Self;
    const IS_ROOT: bool = true;
    const TOUCHED: Touched = Touched::ALL;

    fn get_mut<'s>(&self, state: &'s mut S) -> Option<&'s mut S> {
        Some(state)
    }

    fn look<'s>(&'s self, state: &'s S, _: Places<'_, S>) -> Option<&'s S> {
        Some(state)
    }

    fn anchor(&self) -> &Self {
        self
    }
}

impl<S: Clone + 'static> Anchor<S> for Root {
    type Rows = Whole<S>;

    fn enter<'t, 's>(&self, tree: &'t mut Level<S>, state: &'s S) -> Entered<'t, 's, Whole<S>> {
        Entered {
            level: tree,
            slot: 0,
            row: Some(state),
        }
    }

    fn find<'t>(&self, tree: &'t Level<S>) -> Option<(&'t Level<S>, usize)> {
        Some((tree, 0))
    }
}

impl<S: Clone + 'static> Route<S> for Root {
    type Value = S;
    const COMPARED: bool = false;

    fn get(from: &S) -> Option<&S> {
        Some(from)
    }

    fn same(_: &S, _: &S) -> bool {
        false
    }
}

/// The empty route of a path that ends at a row. Rows are compared if they can be.
#[doc(hidden)]
pub enum Here {}

impl<T: State> Route<T> for Here {
    type Value = T;
    const COMPARED: bool = T::COMPARED;

    fn get(from: &T) -> Option<&T> {
        Some(from)
    }

    fn same(a: &T, b: &T) -> bool {
        T::same(a, b)
    }
}

/// A path and the field `L` further, from a value of type `V`.
pub struct Step<P, V, L> {
    from: P,
    field: PhantomData<fn() -> (V, L)>,
}

impl<P, V, L> Step<P, V, L> {
    /// The path that goes through `from` to its field.
    pub const fn new(from: P) -> Self {
        Self {
            from,
            field: PhantomData,
        }
    }
}

impl<P, V, L> Step<P, V, L> {
    pub(crate) const fn from(&self) -> &P {
        &self.from
    }
}

impl<P: Clone, V, L> Clone for Step<P, V, L> {
    fn clone(&self) -> Self {
        Self::new(self.from.clone())
    }
}

impl<P: Copy, V, L> Copy for Step<P, V, L> {}

impl<P: fmt::Display + 'static, V: HasField<L>, L> fmt::Display for Step<P, V, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if TypeId::of::<P>() != TypeId::of::<Root>() {
            self.from.fmt(f)?;
            f.write_str(".")?;
        }
        f.write_str(V::NAME)
    }
}

impl<P: fmt::Display + 'static, V: HasField<L>, L> fmt::Debug for Step<P, V, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<S, P, V, L> Path<S> for Step<P, V, L>
where
    S: 'static,
    L: 'static,
    P: Path<S, Value = V>,
    V: HasField<L>,
{
    type Value = V::Value;
    type Reach = <P::Reach as Reach>::Then<V::Reach>;
    type Anchor = P::Anchor;
    type Route = Step<P::Route, V, L>;
    const TOUCHED: Touched = if P::IS_ROOT { V::TOUCHED } else { P::TOUCHED };
    const SETTLES: bool = P::SETTLES;

    fn get_mut<'s>(&self, state: &'s mut S) -> Option<&'s mut Self::Value> {
        self.from.get_mut(state)?.field_mut()
    }

    fn settle(&self, state: &mut S) {
        self.from.settle(state);
    }

    fn look<'s>(&'s self, state: &'s S, places: Places<'_, S>) -> Option<&'s Self::Value> {
        self.from.look(state, places)?.field()
    }

    fn anchor(&self) -> &P::Anchor {
        self.from.anchor()
    }

    fn add_to(&self, text: &mut String) {
        if !P::IS_ROOT {
            self.from.add_to(text);
            *text += ".";
        }
        *text += V::NAME;
    }
}

impl<T, P, V, L> Route<T> for Step<P, V, L>
where
    L: 'static,
    P: Route<T, Value = V>,
    V: HasField<L>,
{
    type Value = V::Value;
    const COMPARED: bool = V::COMPARED;

    fn get(from: &T) -> Option<&V::Value> {
        P::get(from)?.field()
    }

    fn same(a: &V::Value, b: &V::Value) -> bool {
        V::same(a, b)
    }
}
