//! Whether values of a type can be compared, found out where the type is known.

use std::fmt;
use std::marker::PhantomData;

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

/// Whether a type can be compared, as a constant: `<Compared<T>>::VALUE` is the inherent one if `T` has `PartialEq`, and
/// that of [`NotCompared`] if it has not.
#[doc(hidden)]
pub struct Compared<T>(PhantomData<T>);

impl<T: PartialEq> Compared<T> {
    pub const VALUE: bool = true;
}

#[doc(hidden)]
pub trait NotCompared {
    const VALUE: bool = false;
}

impl<T> NotCompared for Compared<T> {}

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

/// Prints a key if its type can be printed: `(&printing(key)).print(f)`, found out as [`compare`] does.
#[doc(hidden)]
pub const fn printing<K>(key: &K) -> Printing<'_, K> {
    Printing(key)
}

#[doc(hidden)]
pub struct Printing<'k, K>(&'k K);

#[doc(hidden)]
pub trait Print {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<K: fmt::Debug> Print for Printing<'_, K> {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<K> Print for &Printing<'_, K> {
    fn print(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// Calls a closure that makes a key, whose argument's type is known by this.
#[doc(hidden)]
pub fn key_of<R, K>(row: &R, make: impl FnOnce(&R) -> K) -> K {
    make(row)
}
