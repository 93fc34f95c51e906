//! A slice as a store of its own, for those who want one.

use std::sync::Arc;

use super::lift::pass_on;
use super::{AdmitsSlice, SlicePath};
use crate::pipeline::Inner;
use crate::{
    Actions, Admits, Change, Field, Held, Later, Layer, Mode, Next, Reach, Store, Subscription,
    Verdict, Version, WeakStore,
};

impl<S, P, M> Field<S, P, Store<S, M>>
where
    S: Actions,
    P: SlicePath<S>,
    M: Mode + AdmitsSlice<S, P::Value> + Admits<P::Value> + Admits<Later<P::Value>>,
    M: Admits<Follow<S, P, M>>,
{
    /// The slice as a store: `None` if it may not be there and is not. So what takes a store takes a slice too.
    ///
    /// Every change of it is made to the slice, as the change of the store that it is, with its layers and its reply; the
    /// change of the slice, wherever it came from, is then seen here. The two are the same whenever nothing is going on, but
    /// the versions of this one are its own. What was seen last stays when the slice is gone, and what comes then is refused.
    ///
    /// It copies the slice after each change that left another one. Layers belong on the slice
    /// ([`Store::layer_on`]): those on this store see what was seen, not what was done.
    ///
    /// # Examples
    ///
    /// ```
    /// # use leptos_state_core::Store;
    /// # use leptos_state_macros::{actions, State};
    /// # #[derive(Clone, Default, State)]
    /// # pub struct Cart {
    /// #     items: u32,
    /// # }
    /// # #[actions]
    /// # impl Cart {
    /// #     pub fn add(&mut self, items: u32) {
    /// #         self.items += items;
    /// #     }
    /// # }
    /// # #[derive(Clone, Default, State)]
    /// # pub struct Shop {
    /// #     #[state(slice)]
    /// #     cart: Cart,
    /// # }
    /// # #[actions(slices(cart: Cart))]
    /// # impl Shop {}
    /// fn fill(cart: &Store<Cart>) {
    ///     cart.add(3);
    /// }
    ///
    /// let shop = Store::new(Shop::default());
    /// let cart = shop.cart().to_store();
    /// fill(&cart);
    /// assert_eq!(shop.cart().items().get(), 3);
    /// shop.cart().items().set(4);
    /// assert_eq!(cart.items().get(), 4);
    /// ```
    pub fn to_store(&self) -> <P::Reach as Reach>::Seen<Store<P::Value, M>> {
        P::Reach::seen(self.try_to_store().as_ref())
    }

    /// As [`to_store`](Self::to_store), whether the slice is always there or not.
    pub fn try_to_store(&self) -> Option<Store<P::Value, M>> {
        follow(self.as_door(), self.as_path())
    }
}

fn follow<S, P, M>(store: &Store<S, M>, path: &P) -> Option<Store<P::Value, M>>
where
    S: Actions,
    P: SlicePath<S>,
    M: Mode + AdmitsSlice<S, P::Value> + Admits<P::Value> + Admits<Later<P::Value>>,
    M: Admits<Follow<S, P, M>>,
{
    let before = store.snapshot();
    let slice = path.get(&before)?.clone();
    let inner = Arc::new(Inner::new(slice, store.environment().clone()));
    // A change of the slice goes past the layer that would make it one.
    let later = Later::into_store(&inner, 1);
    let see = See::<S, P, M> {
        store: Held::hold(store.downgrade()),
        path: path.clone(),
        later: Held::hold(later),
    };
    let following = Store::of(inner);
    let seen = see.clone();
    let watching = store.on_changed(path.clone(), move |_| seen.look(None));
    // It may have changed before it was watched.
    see.look(Some(before.version()));
    let follow = Follow::<S, P, M> {
        see,
        _watching: watching,
    };
    match following.try_layer(follow) {
        Ok(following) => Some(following),
        Err(error) => panic!("{error}"),
    }
}

/// Takes what has become of a slice to the store that follows it.
struct See<S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: Admits<WeakStore<S>> + Admits<Later<P::Value>>,
{
    store: <M as Admits<WeakStore<S>>>::Held,
    path: P,
    later: <M as Admits<Later<P::Value>>>::Held,
}

impl<S, P, M> See<S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: Admits<WeakStore<S>> + Admits<Later<P::Value>>,
{
    fn clone(&self) -> Self {
        let (store, later): (&WeakStore<S>, &Later<P::Value>) =
            (self.store.get(), self.later.get());
        Self {
            store: Held::hold(store.clone()),
            path: self.path.clone(),
            later: Held::hold(later.clone()),
        }
    }

    /// Looks at the slice, unless the store is still of the version `seen`.
    fn look(&self, seen: Option<Version>) {
        let store: &WeakStore<S> = self.store.get();
        let Some(snapshot) = store
            .try_snapshot()
            .filter(|snapshot| Some(snapshot.version()) != seen)
        else {
            return;
        };
        if let Some(slice) = self.path.get(&snapshot) {
            let slice = Arc::new(slice.clone());
            let later: &Later<P::Value> = self.later.get();
            later.run(Change::follow(slice));
        }
    }
}

/// Makes every change to the slice that the store follows.
#[doc(hidden)]
pub struct Follow<S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: Admits<WeakStore<S>> + Admits<Later<P::Value>>,
{
    see: See<S, P, M>,
    _watching: Subscription,
}

impl<S, P, M> Layer<P::Value> for Follow<S, P, M>
where
    S: Actions,
    P: SlicePath<S>,
    M: AdmitsSlice<S, P::Value> + Admits<Later<P::Value>>,
{
    fn name(&self) -> &'static str {
        "Follow"
    }

    fn handle(&self, change: Change<'_, P::Value>, _: Next<'_, P::Value>) -> Verdict<P::Value> {
        let store: &WeakStore<S> = self.see.store.get();
        pass_on::<S, P, M>(change, &self.see.path, |change| store.submit(change))
    }
}
