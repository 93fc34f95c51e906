//! What derived values read.

use std::sync::Arc;

use super::pass::{Pass, Unreadable};
use super::watch::Leaves;
use super::{Dependency, Derived, Kept};
use crate::path::Route;
use crate::{Admits, Field, Held, Mode, Path, Reach, Root, Snapshot, State, Store, Version};

/// What a derived value can be made of: a store, a field, another derived value, a tuple of them; each by value or by
/// reference.
///
/// An adapter implements it for its own handles, which then stand for those of this crate.
#[diagnostic::on_unimplemented(
    message = "a derived value can't be made of `{Self}`",
    label = "not a store, a field or a derived value",
    note = "several sources are given as a tuple, `(&cart, &rates)`, and the function then takes a tuple: `|(cart, rates)| ..`"
)]
pub trait Source {
    /// What is read.
    type Reading: Reading;

    /// The same, to be kept.
    fn reading(self) -> Self::Reading;
}

/// Something that a derived value reads. The trait is sealed; [`Source`] is the one to implement.
pub trait Reading: Clone + 'static {
    /// Whether it may be read from several threads.
    type Mode: Mode;

    /// What the function that computes is given.
    type View<'v>;

    /// What is held on to while computing.
    #[doc(hidden)]
    type Found: 'static;

    /// What is remembered, to see whether there is something else now.
    #[doc(hidden)]
    type Seen: 'static;

    /// What is there, in the states of `pass`.
    #[doc(hidden)]
    fn find(&self, pass: &Pass) -> Result<Self::Found, Unreadable>;

    #[doc(hidden)]
    fn view<'v>(&'v self, found: &'v Self::Found) -> Self::View<'v>;

    #[doc(hidden)]
    fn see(&self, found: &Self::Found) -> Self::Seen;

    /// Whether what is found is another than was seen. If not, it may be taken as seen in its present version.
    #[doc(hidden)]
    fn differs(&self, seen: &mut Self::Seen, found: &Self::Found) -> bool;

    /// Adds the derived values that are read.
    #[doc(hidden)]
    fn dependencies(&self, into: &mut Vec<Arc<dyn Dependency>>);

    #[doc(hidden)]
    fn watch(&self, leaves: &mut Leaves) -> Result<(), Unreadable>;
}

/// The state of `store` in `pass`.
fn state<S: State, M: Mode>(store: &Store<S, M>, pass: &Pass) -> Result<Snapshot<S>, Unreadable> {
    pass.once(store.address(), || {
        let snapshot = store.try_snapshot();
        snapshot.ok_or_else(|| Unreadable::Applying(store.store_name()))
    })
}

/// A state as a whole is never compared: each version is another.
impl<S: State, M: Admits<S>> Reading for Store<S, M> {
    type Mode = M;
    type View<'v> = &'v S;
    type Found = Snapshot<S>;
    type Seen = Version;

    fn find(&self, pass: &Pass) -> Result<Snapshot<S>, Unreadable> {
        state(self, pass)
    }

    fn view<'v>(&'v self, found: &'v Snapshot<S>) -> &'v S {
        found
    }

    fn see(&self, found: &Snapshot<S>) -> Version {
        found.version()
    }

    fn differs(&self, seen: &mut Version, found: &Snapshot<S>) -> bool {
        *seen != found.version()
    }

    fn dependencies(&self, _: &mut Vec<Arc<dyn Dependency>>) {}

    fn watch(&self, leaves: &mut Leaves) -> Result<(), Unreadable> {
        leaves.add(self, Root);
        Ok(())
    }
}

impl<S, P, M> Reading for Field<S, P, Store<S, M>>
where
    S: State,
    P: Path<S>,
    M: Admits<P::Value>,
{
    type Mode = M;
    type View<'v> = <P::Reach as Reach>::View<'v, P::Value>;
    type Found = Snapshot<S>;
    type Seen = (Version, Option<P::Value>);

    fn find(&self, pass: &Pass) -> Result<Snapshot<S>, Unreadable> {
        state(self.as_door(), pass)
    }

    fn view<'v>(&'v self, found: &'v Snapshot<S>) -> Self::View<'v> {
        P::Reach::view(self.as_path().get(found))
    }

    fn see(&self, found: &Snapshot<S>) -> Self::Seen {
        let value = P::Route::COMPARED.then(|| self.as_path().get(found).cloned());
        (found.version(), value.flatten())
    }

    fn differs(&self, (version, value): &mut Self::Seen, found: &Snapshot<S>) -> bool {
        if *version == found.version() {
            return false;
        }
        let same = P::Route::COMPARED
            && match (&*value, self.as_path().get(found)) {
                (Some(before), Some(now)) => P::Route::same(before, now),
                (None, None) => true,
                _ => false,
            };
        if same {
            *version = found.version();
        }
        !same
    }

    fn dependencies(&self, _: &mut Vec<Arc<dyn Dependency>>) {}

    fn watch(&self, leaves: &mut Leaves) -> Result<(), Unreadable> {
        leaves.add(self.as_door(), self.as_path().clone());
        Ok(())
    }
}

impl<T: 'static, M: Admits<T>> Reading for Derived<T, M> {
    type Mode = M;
    type View<'v> = &'v T;
    type Found = Arc<Kept<T, M>>;
    type Seen = Self::Found;

    fn find(&self, pass: &Pass) -> Result<Self::Found, Unreadable> {
        self.node.value(pass)
    }

    fn view<'v>(&'v self, found: &'v Self::Found) -> &'v T {
        Held::get(&**found)
    }

    fn see(&self, found: &Self::Found) -> Self::Seen {
        Arc::clone(found)
    }

    fn differs(&self, seen: &mut Self::Seen, found: &Self::Found) -> bool {
        !Arc::ptr_eq(seen, found)
    }

    fn dependencies(&self, into: &mut Vec<Arc<dyn Dependency>>) {
        into.push(self.node.clone());
    }

    fn watch(&self, leaves: &mut Leaves) -> Result<(), Unreadable> {
        leaves.through(&self.node)
    }
}

/// Handles that are read as they are.
macro_rules! read_as_they_are {
    ($([$($generics:tt)*] $handle:ty;)*) => {$(
        impl<$($generics)*> Source for $handle
        where
            $handle: Reading,
        {
            type Reading = Self;

            fn reading(self) -> Self {
                self
            }
        }

        impl<$($generics)*> Source for &$handle
        where
            $handle: Reading,
        {
            type Reading = $handle;

            fn reading(self) -> $handle {
                self.clone()
            }
        }
    )*};
}

read_as_they_are! {
    [S: State, M: Mode] Store<S, M>;
    [S: State, P: Path<S>, M: Mode] Field<S, P, Store<S, M>>;
    [T: 'static, M: Admits<T>] Derived<T, M>;
}

/// Several sources of one mode.
macro_rules! tuples {
    ($($($source:ident $index:tt),+;)*) => {$(
        impl<Z: Mode, $($source: Source<Reading: Reading<Mode = Z>>),+> Source for ($($source,)+) {
            type Reading = ($($source::Reading,)+);

            fn reading(self) -> Self::Reading {
                ($(self.$index.reading(),)+)
            }
        }

        impl<Z: Mode, $($source: Reading<Mode = Z>),+> Reading for ($($source,)+) {
            type Mode = Z;
            type View<'v> = ($($source::View<'v>,)+);
            type Found = ($($source::Found,)+);
            type Seen = ($($source::Seen,)+);

            fn find(&self, pass: &Pass) -> Result<Self::Found, Unreadable> {
                Ok(($(self.$index.find(pass)?,)+))
            }

            fn view<'v>(&'v self, found: &'v Self::Found) -> Self::View<'v> {
                ($(self.$index.view(&found.$index),)+)
            }

            fn see(&self, found: &Self::Found) -> Self::Seen {
                ($(self.$index.see(&found.$index),)+)
            }

            fn differs(&self, seen: &mut Self::Seen, found: &Self::Found) -> bool {
                $(self.$index.differs(&mut seen.$index, &found.$index))||+
            }

            fn dependencies(&self, into: &mut Vec<Arc<dyn Dependency>>) {
                $(self.$index.dependencies(into);)+
            }

            fn watch(&self, leaves: &mut Leaves) -> Result<(), Unreadable> {
                $(self.$index.watch(leaves)?;)+
                Ok(())
            }
        }
    )*};
}

tuples! {
    A 0;
    A 0, B 1;
    A 0, B 1, C 2;
    A 0, B 1, C 2, D 3;
    A 0, B 1, C 2, D 3, E 4;
    A 0, B 1, C 2, D 3, E 4, F 5;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6;
    A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7;
}
