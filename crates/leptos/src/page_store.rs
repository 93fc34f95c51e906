//! Stores of a page, wherever on it they are asked for.

use leptos_state_core::State;

use crate::context::{provide_store, root, try_use_named_store};
use crate::store::Store;

/// The store of this state that the page has: the one that was provided above, or else the page's own, which `make` makes the
/// first time.
///
/// The page's own store belongs to the owner of the whole page. So islands share it with each other, whenever they are created;
/// with `Store::hydrated` they share it with the page that the server rendered them into; and it stays when a router goes to
/// another route. On a server every request has its own.
///
/// # Panics
///
/// Outside of any reactive owner.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::{page_store, prelude::*};
///
/// #[derive(Clone, Default, State)]
/// struct Cart {
///     items: u32,
/// }
///
/// fn cart() -> Store<Cart> {
///     page_store(|| Store::new(Cart::default()))
/// }
///
/// #[component]
/// fn Badge() -> impl IntoView {
///     view! { <span>{cart().items()}</span> }
/// }
///
/// #[component]
/// fn Buy() -> impl IntoView {
///     let cart = cart();
///     view! { <button on:click=move |_| cart.items().update(|items| *items += 1)>"Buy"</button> }
/// }
/// ```
#[track_caller]
pub fn page_store<S: State + Send + Sync>(make: impl FnOnce() -> Store<S>) -> Store<S> {
    named_page_store(S::NAME, make)
}

/// The same, for several stores of one state. `make` has to give the store this name.
///
/// # Panics
///
/// Outside of any reactive owner, or if `make` gives the store another name.
///
/// # Examples
///
/// ```
/// use leptos_state::{named_page_store, prelude::*};
///
/// # let owner = leptos::prelude::Owner::new();
/// # owner.set();
/// let left = || named_page_store("left", || Store::new(0_i32).named("left"));
/// left().update(|left| *left = 1);
/// assert_eq!(*left().snapshot(), 1);
/// ```
#[track_caller]
pub fn named_page_store<S: State + Send + Sync>(
    name: &'static str,
    make: impl FnOnce() -> Store<S>,
) -> Store<S> {
    if let Some(store) = try_use_named_store(name) {
        return store;
    }
    let Some(root) = root() else {
        panic!("the page's store `{name}` was asked for outside of any reactive owner");
    };
    root.with(|| {
        try_use_named_store(name).unwrap_or_else(|| {
            let store = make();
            assert_eq!(
                store.store_name(),
                name,
                "the page's store has to have the name under which it is asked for; call `Store::named`"
            );
            provide_store(store)
        })
    })
}
