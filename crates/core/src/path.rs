//! Typed routes into a state.

use std::fmt;
use std::marker::PhantomData;

/// That a type has a field, which the type `L` stands for.
///
/// `#[derive(State)]` makes such a type for every field, as visible as the field is, and implements this.
pub trait HasField<L>: 'static {
    /// The field's type.
    type Value: Clone + 'static;

    /// The field's name, or its index in a tuple struct.
    const NAME: &'static str;

    /// The field.
    fn field(&self) -> &Self::Value;

    /// The field, to write to. Only the pipeline holds a state in a way that lets it call this.
    fn field_mut(&mut self) -> &mut Self::Value;

    /// Whether two values of the field are known to be equal. `false` where its type can't be compared.
    fn same(a: &Self::Value, b: &Self::Value) -> bool;
}

/// A route from a state `S` to a value inside it, known by its type and printable (`profile.address.city`).
pub trait Path<S>: Clone + fmt::Display + Send + Sync + 'static {
    /// The value at the end of the route.
    type Value: Clone + 'static;

    /// The value in `state`.
    fn get<'s>(&self, state: &'s S) -> &'s Self::Value;

    /// The value in `state`, to write to.
    fn get_mut<'s>(&self, state: &'s mut S) -> &'s mut Self::Value;

    /// Whether two values are known to be equal. `false` where they can't be compared: then every commit counts as a change.
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

    fn get<'s>(&self, state: &'s S) -> &'s S {
        state
    }

    fn get_mut<'s>(&self, state: &'s mut S) -> &'s mut S {
        state
    }

    fn same(_: &S, _: &S) -> bool {
        false
    }
}

/// A path and the field `L` further, from a value of type `V`.
pub struct Step<P, V, L> {
    from: P,
    field: PhantomData<fn() -> (V, L)>,
}

impl<P, V, L> Step<P, V, L> {
    /// The path that goes through `from` to its field.
    pub fn new(from: P) -> Self {
        Self {
            from,
            field: PhantomData,
        }
    }
}

impl<P: Clone, V, L> Clone for Step<P, V, L> {
    fn clone(&self) -> Self {
        Self::new(self.from.clone())
    }
}

impl<P: Copy, V, L> Copy for Step<P, V, L> {}

impl<P: fmt::Display, V: HasField<L>, L> fmt::Display for Step<P, V, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from = self.from.to_string();
        if !from.is_empty() {
            write!(f, "{from}.")?;
        }
        f.write_str(V::NAME)
    }
}

impl<P: fmt::Display, V: HasField<L>, L> fmt::Debug for Step<P, V, L> {
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

    fn get<'s>(&self, state: &'s S) -> &'s Self::Value {
        self.from.get(state).field()
    }

    fn get_mut<'s>(&self, state: &'s mut S) -> &'s mut Self::Value {
        self.from.get_mut(state).field_mut()
    }

    fn same(a: &Self::Value, b: &Self::Value) -> bool {
        V::same(a, b)
    }
}

/// Compares two values if their type can be compared.
///
/// The derive calls `(&compare(a, b)).same()` where the type is known: the method of the reference is preferred, and it
/// exists only for types with `PartialEq`; for the others the call falls back to the method one reference further.
#[doc(hidden)]
pub fn compare<'a, T>(a: &'a T, b: &'a T) -> Pair<'a, T> {
    Pair(a, b)
}

#[doc(hidden)]
pub struct Pair<'a, T>(&'a T, &'a T);

#[doc(hidden)]
pub trait Compare {
    fn same(&self) -> bool;
}

impl<T: PartialEq> Compare for Pair<'_, T> {
    fn same(&self) -> bool {
        self.0 == self.1
    }
}

impl<T> Compare for &Pair<'_, T> {
    fn same(&self) -> bool {
        false
    }
}

/// Finds out whether a state can be compared, as [`compare`] does for fields: `(&comparing::<S>()).function()`.
#[doc(hidden)]
pub const fn comparing<S>() -> Comparing<S> {
    Comparing(PhantomData)
}

#[doc(hidden)]
pub struct Comparing<S>(PhantomData<fn() -> S>);

#[doc(hidden)]
pub trait Comparable<S> {
    fn function(&self) -> Option<fn(&S, &S) -> bool>;
}

impl<S: PartialEq> Comparable<S> for Comparing<S> {
    fn function(&self) -> Option<fn(&S, &S) -> bool> {
        Some(S::eq)
    }
}

impl<S> Comparable<S> for &Comparing<S> {
    fn function(&self) -> Option<fn(&S, &S) -> bool> {
        None
    }
}
