//! Slices as Leptos values.

use leptos_state_core::{
    Action, Actions, Admits, AdmitsSlice, Dispatch, Follow, Later, Layer, LayerOrderError, OnSlice,
    Outcome, Reach, SlicePath, Total,
};

use crate::field::Field;
use crate::mode::Keeps;
use crate::store::Store;

/// A place that is a slice takes the actions of what is there, which arrive at the store as its own.
impl<S, V, P, M, A> Dispatch<A> for Field<S, V, P, M>
where
    S: Actions,
    V: Actions<Action = A>,
    P: SlicePath<S, Value = V>,
    M: Keeps<S> + Admits<S::Action>,
    A: Action<V>,
{
    fn dispatch(&self, action: A) {
        match self.as_store().try_arc_store() {
            Some(store) => {
                leptos_state_core::Field::new(store, self.as_path().clone()).dispatch(action)
            }
            None => {
                let name = format!("{self}.{}", action.name());
                self.as_store().alive(&name);
            }
        }
    }

    fn try_dispatch(&self, action: A) -> Outcome<A::Reply, A::Error> {
        match self.as_store().try_arc_store() {
            Some(store) => {
                leptos_state_core::Field::new(store, self.as_path().clone()).try_dispatch(action)
            }
            None => Outcome::Disposed,
        }
    }
}

impl<S, V, P, M> Field<S, V, P, M>
where
    S: Actions,
    V: Actions,
    P: SlicePath<S, Value = V>,
    M: Keeps<S> + Keeps<V> + AdmitsSlice<S, V> + Admits<Later<V>> + Admits<Follow<S, P, M>>,
{
    /// The slice as a store, owned by the present reactive owner: `None` if it may not be there and is not. So a component
    /// that takes a store takes a slice too.
    ///
    /// Every change of it is made to the slice, as the change of the store that it is, with its layers and its reply; the
    /// change of the slice, wherever it came from, is then seen here, and wakes the readers whose value differs. What was seen
    /// last stays when the slice is gone, and what comes then is refused.
    ///
    /// It copies the slice after each change that left another one, and has versions of its own. Make one where the slice's
    /// part of the page begins, and hand it on; [`provide_store`](crate::provide_store) does that for a whole subtree.
    ///
    /// # Panics
    ///
    /// If the store is disposed of, or inside one of its own actions. [`try_to_store`](Self::try_to_store) returns `None` if
    /// it is disposed of.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos::prelude::*;
    /// use leptos_state::prelude::*;
    ///
    /// #[derive(Clone, Debug, Default, PartialEq, State)]
    /// pub struct Cart {
    ///     items: u32,
    /// }
    ///
    /// #[actions]
    /// impl Cart {
    ///     pub fn add(&mut self) {
    ///         self.items += 1;
    ///     }
    /// }
    ///
    /// #[derive(Clone, Debug, Default, PartialEq, State)]
    /// pub struct Shop {
    ///     #[state(slice)]
    ///     cart: Cart,
    /// }
    ///
    /// #[actions(slices(cart: Cart))]
    /// impl Shop {}
    ///
    /// /// It knows nothing of a shop.
    /// #[component]
    /// fn Basket(#[prop(into)] cart: Store<Cart>) -> impl IntoView {
    ///     view! { <button on:click=move |_| cart.add()>{cart.items()}</button> }
    /// }
    ///
    /// #[component]
    /// fn Page() -> impl IntoView {
    ///     let shop = use_store::<Shop>();
    ///     view! { <Basket cart=shop.cart()/> }
    /// }
    /// ```
    #[track_caller]
    pub fn to_store(&self) -> <P::Reach as Reach>::Seen<Store<V, M>> {
        let store = self.as_store().arc_store();
        let slice = leptos_state_core::Field::new(store, self.as_path().clone()).try_to_store();
        P::Reach::seen(slice.map(Store::keep).as_ref())
    }

    /// As [`to_store`](Self::to_store), whether the slice is always there or not; `None` if it is not there, or if the store is
    /// disposed of.
    #[track_caller]
    pub fn try_to_store(&self) -> Option<Store<V, M>> {
        let store = self.as_store().try_arc_store()?;
        let slice = leptos_state_core::Field::new(store, self.as_path().clone()).try_to_store();
        slice.map(Store::keep)
    }
}

/// As [`Field::to_store`]: so a component's `#[prop(into)] cart: Store<Cart>` takes a store and a slice.
impl<S, V, P, M> From<Field<S, V, P, M>> for Store<V, M>
where
    S: Actions,
    V: Actions,
    P: SlicePath<S, Value = V, Reach = Total>,
    M: Keeps<S> + Keeps<V> + AdmitsSlice<S, V> + Admits<Later<V>> + Admits<Follow<S, P, M>>,
{
    #[track_caller]
    fn from(slice: Field<S, V, P, M>) -> Self {
        slice.to_store()
    }
}

impl<S: Actions, M: Keeps<S>> Store<S, M> {
    /// Puts a layer around a slice of the state, inside the layers that are there.
    ///
    /// # Panics
    ///
    /// If the layer [can't work](Layer::admit) inside those, or if the store is disposed of.
    /// [`try_layer_on`](Self::try_layer_on) returns the error.
    ///
    /// # Examples
    ///
    /// ```
    /// # use leptos::prelude::*;
    /// # use leptos_state::prelude::*;
    /// use leptos_state::layers::Validate;
    /// # #[derive(Clone, Debug, Default, PartialEq, State)]
    /// # pub struct Cart {
    /// #     items: u32,
    /// # }
    /// # #[actions]
    /// # impl Cart {
    /// #     pub fn add(&mut self, items: u32) {
    /// #         self.items += items;
    /// #     }
    /// # }
    /// # #[derive(Clone, Debug, Default, PartialEq, State)]
    /// # pub struct Shop {
    /// #     #[state(slice)]
    /// #     cart: Cart,
    /// # }
    /// # #[actions(slices(cart: Cart))]
    /// # impl Shop {}
    /// # let owner = Owner::new();
    /// # owner.set();
    ///
    /// let few = |cart: &Cart| if cart.items <= 3 { Ok(()) } else { Err("too many") };
    /// let shop = Store::new(Shop::default()).layer_on(|shop| shop.cart(), Validate::new(few));
    /// shop.cart().add(3);
    /// assert!(!shop.cart().try_add(1).is_done());
    /// ```
    #[must_use]
    #[track_caller]
    pub fn layer_on<V, P, L>(self, slice: impl FnOnce(&Self) -> Field<S, V, P, M>, layer: L) -> Self
    where
        V: Actions,
        P: SlicePath<S, Value = V>,
        L: Layer<V> + 'static,
        M: AdmitsSlice<S, V> + Admits<OnSlice<S, P, L, M>>,
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
    ///
    /// # Panics
    ///
    /// If the store is disposed of.
    #[track_caller]
    pub fn try_layer_on<V, P, L>(
        self,
        slice: impl FnOnce(&Self) -> Field<S, V, P, M>,
        layer: L,
    ) -> Result<Self, LayerOrderError>
    where
        V: Actions,
        P: SlicePath<S, Value = V>,
        L: Layer<V> + 'static,
        M: AdmitsSlice<S, V> + Admits<OnSlice<S, P, L, M>>,
    {
        let path = slice(&self).as_path().clone();
        self.try_layer(OnSlice::new(path, layer))
    }
}
