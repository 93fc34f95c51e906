//! Layers on a slice alone.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;

use super::project::{behind, is_of_slice, through, weak};
use super::{AdmitsSlice, SlicePath};
use crate::{
    Actions, Admits, Change, Field, Layer, LayerOrderError, Mode, Next, Outer, Refusal, Store,
    Verdict, WeakStore,
};

/// A layer on a slice, as a layer of the store. [`Store::layer_on`] makes it.
///
/// The layer handles the actions of the slice and what is written to the slice or to something in it, whichever way it came.
/// It checks the slice after every change of the store. What changes more than the slice (a transaction, an update of the
/// whole state) is only checked.
pub struct OnSlice<S, P, L, M> {
    path: P,
    layer: L,
    of: PhantomData<fn() -> (S, M)>,
}

impl<S, P, L, M> OnSlice<S, P, L, M>
where
    S: Actions,
    P: SlicePath<S>,
    L: Layer<P::Value>,
    M: AdmitsSlice<S, P::Value>,
{
    /// A layer on the slice at the end of `path`.
    pub const fn new(path: P, layer: L) -> Self {
        Self {
            path,
            layer,
            of: PhantomData,
        }
    }
}

impl<S, P, L, M> Layer<S> for OnSlice<S, P, L, M>
where
    S: Actions,
    P: SlicePath<S>,
    L: Layer<P::Value>,
    M: AdmitsSlice<S, P::Value>,
{
    fn name(&self) -> &'static str {
        "OnSlice"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let before = next.snapshot();
        let is_there = self.path.get(&before).is_some();
        if is_there && is_of_slice(&change, &self.path, before.state()) {
            through::<S, P, M>(&self.layer, &self.path, change, before, next)
        } else {
            next.run(change)
        }
    }

    fn attach(&self, store: WeakStore<S>) {
        self.layer.attach(weak::<S, P, M>(store, self.path.clone()));
    }

    fn checks(&self) -> bool {
        self.layer.checks()
    }

    fn check(&self, state: &S) -> Result<(), Refusal> {
        match self.path.get(state) {
            Some(slice) => self.layer.check(slice),
            None => Ok(()),
        }
    }

    fn delays(&self) -> bool {
        self.layer.delays()
    }

    fn sees_all(&self) -> bool {
        self.layer.sees_all()
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        self.layer.lent(behind(place, &self.path.to_string())?)
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        self.layer.admit(outer)
    }
}

impl<S, P: fmt::Display, L: fmt::Debug, M> fmt::Debug for OnSlice<S, P, L, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnSlice")
            .field("path", &format_args!("{}", self.path))
            .field("layer", &self.layer)
            .finish()
    }
}

impl<S, P, M> Field<S, P, Store<S, M>>
where
    S: Actions,
    P: SlicePath<S>,
    M: Mode,
{
    /// What a layer on the slice [lends](Layer::lent) to those who know its type.
    pub fn find_layer<T: Clone + 'static>(&self) -> Option<T> {
        self.as_door().find_layer_at(&self.as_path().to_string())
    }
}

impl<S: Actions, M: Mode> Store<S, M> {
    /// Puts a layer around a slice of the state, inside the layers that are there.
    ///
    /// # Panics
    ///
    /// If the layer [can't work](Layer::admit) inside those. [`try_layer_on`](Self::try_layer_on) returns the error.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_core::{layers::Validate, Store};
    /// use leptos_state_macros::{actions, State};
    ///
    /// #[derive(Clone, Default, State)]
    /// pub struct Cart {
    ///     items: u32,
    /// }
    ///
    /// #[actions]
    /// impl Cart {
    ///     pub fn add(&mut self, items: u32) {
    ///         self.items += items;
    ///     }
    /// }
    ///
    /// #[derive(Clone, Default, State)]
    /// pub struct Shop {
    ///     #[state(slice)]
    ///     cart: Cart,
    /// }
    ///
    /// #[actions(slices(cart: Cart))]
    /// impl Shop {}
    ///
    /// let few = |cart: &Cart| if cart.items <= 3 { Ok(()) } else { Err("too many") };
    /// let shop = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Validate::new(few));
    /// shop.cart().add(3);
    /// shop.cart().add(1);
    /// assert_eq!(shop.cart().items().get(), 3);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn layer_on<P, L>(self, slice: impl FnOnce(&Self) -> Field<S, P, Self>, layer: L) -> Self
    where
        P: SlicePath<S>,
        L: Layer<P::Value> + 'static,
        M: AdmitsSlice<S, P::Value> + Admits<OnSlice<S, P, L, M>>,
    {
        match self.try_layer_on(slice, layer) {
            Ok(store) => store,
            Err(error) => panic!("{error}"),
        }
    }

    /// Puts a layer around a slice of the state, inside the layers that are there.
    ///
    /// # Errors
    ///
    /// If the layer [can't work](Layer::admit) inside those.
    pub fn try_layer_on<P, L>(
        self,
        slice: impl FnOnce(&Self) -> Field<S, P, Self>,
        layer: L,
    ) -> Result<Self, LayerOrderError>
    where
        P: SlicePath<S>,
        L: Layer<P::Value> + 'static,
        M: AdmitsSlice<S, P::Value> + Admits<OnSlice<S, P, L, M>>,
    {
        let path = slice(&self).as_path().clone();
        self.try_layer(OnSlice::new(path, layer))
    }
}
