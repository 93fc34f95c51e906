//! What layers lend, as Leptos values.

use std::fmt;
use std::panic::Location;

use leptos::prelude::{ArenaItem, DefinedAt, IsDisposed};
use leptos_state_core::{Actions, Layered, Path, Problem, Report, SlicePath, State};

use crate::field::Field;
use crate::mode::Keeps;
use crate::store::Store;

/// What a layer lends to those who look for it, such as the [handle to a history](crate::layers::UndoHandle). It is `Copy`, and
/// lives as long as the reactive owner in which it was got.
pub struct Lent<T: Send + Sync + 'static> {
    item: ArenaItem<T>,
    store: &'static str,
    #[cfg(debug_assertions)]
    defined_at: &'static Location<'static>,
}

impl<T: Clone + Send + Sync + 'static> Lent<T> {
    #[track_caller]
    fn keep(lent: T, store: &'static str) -> Self {
        Self {
            item: ArenaItem::new(lent),
            store,
            #[cfg(debug_assertions)]
            defined_at: Location::caller(),
        }
    }

    /// What the layer lends; `None` if its owner is gone.
    pub fn try_inside(&self) -> Option<T> {
        self.item.try_get_value()
    }

    #[track_caller]
    pub(crate) fn inside(&self) -> T {
        self.try_inside().unwrap_or_else(|| {
            panic!(
                "what a layer of store `{}` lends was used after the owner in which it was got was disposed of",
                self.store
            )
        })
    }

    /// What is made of what the layer lends, as a handle of the present reactive owner.
    #[cfg(feature = "json")]
    #[track_caller]
    pub(crate) fn map<U: Clone + Send + Sync + 'static>(
        &self,
        make: impl FnOnce(T) -> U,
    ) -> Lent<U> {
        Lent::keep(make(self.inside()), self.store)
    }

    /// What the layer lends, or a report that its owner is gone.
    pub(crate) fn alive(&self, change: &str) -> Option<T> {
        let inside = self.try_inside();
        if inside.is_none() {
            let report = Report::new(self.store, change, Problem::Disposed);
            crate::environment::warn(&report);
        }
        inside
    }
}

impl<S: State, M: Keeps<S>> Layered for Store<S, M> {
    type State = S;
    type Lent<T: Clone + Send + Sync + 'static> = Lent<T>;

    #[track_caller]
    fn lent<T: Clone + Send + Sync + 'static>(&self) -> Option<Lent<T>> {
        let lent = self.try_arc_store()?.find_layer()?;
        Some(Lent::keep(lent, self.store_name()))
    }

    fn layered_name(&self) -> String {
        self.store_name().to_owned()
    }
}

impl<S, V, P, M> Layered for Field<S, V, P, M>
where
    S: Actions,
    V: Actions,
    P: SlicePath<S> + Path<S, Value = V>,
    M: Keeps<S>,
{
    type State = V;
    type Lent<T: Clone + Send + Sync + 'static> = Lent<T>;

    #[track_caller]
    fn lent<T: Clone + Send + Sync + 'static>(&self) -> Option<Lent<T>> {
        let store = self.as_store().try_arc_store()?;
        let lent = leptos_state_core::Field::new(store, self.as_path().clone()).find_layer()?;
        Some(Lent::keep(lent, self.as_store().store_name()))
    }

    fn layered_name(&self) -> String {
        format!("{}.{self}", self.as_store().store_name())
    }
}

impl<T: Clone + Send + Sync + 'static> DefinedAt for Lent<T> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return Some(self.defined_at);
        #[cfg(not(debug_assertions))]
        None
    }
}

impl<T: Clone + Send + Sync + 'static> IsDisposed for Lent<T> {
    fn is_disposed(&self) -> bool {
        self.try_inside().is_none()
    }
}

impl<T: Send + Sync + 'static> Clone for Lent<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Lent<T> {}

impl<T: Send + Sync + 'static> PartialEq for Lent<T> {
    fn eq(&self, other: &Self) -> bool {
        self.item == other.item
    }
}

impl<T: Send + Sync + 'static> Eq for Lent<T> {}

impl<T: Send + Sync + 'static> fmt::Debug for Lent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lent")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}
