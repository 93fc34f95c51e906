//! Stores in pages that a server renders and a browser takes over.
//!
//! The states of all stores of a page travel in one place among the data that Leptos sends after the page: see [`slot`]. The
//! server fills it once nothing is left to be rendered ([`sent`]); the browser empties it while it hydrates ([`received`]).

mod after;
mod received;
#[cfg(all(debug_assertions, not(target_arch = "wasm32")))]
pub(crate) mod rendered;
#[cfg(any(not(target_arch = "wasm32"), feature = "wasm-server"))]
mod sent;
mod slot;

use leptos::prelude::Owner;
use leptos_state_core::json::Schema;
use leptos_state_core::State;
use serde::de::DeserializeOwned;
use serde::Serialize;

pub use after::after_hydration;

use crate::store::Store;

impl<S: State + Send + Sync + Serialize + DeserializeOwned> Store<S> {
    /// Gives the browser the state that the server rendered the page with.
    ///
    /// While a server renders a page, the state is sent with it, as it is when all that the page waits for has been rendered.
    /// While a browser hydrates that page, the store begins with what was sent for its name, before anything is rendered.
    /// Otherwise this does nothing: in pages that only a browser renders, and for stores that are made later.
    ///
    /// What can't be read is reported, and the store keeps the state that it was made with. Give stores of one state
    /// [names](Store::named), before this; of several stores under one name the first to be made takes what was sent.
    ///
    /// The whole state is sent, but for fields with `#[state(secret)]`: in the browser their defaults are in their places. Other things
    /// that users must not see do not belong into a store that is sent.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos::prelude::*;
    /// use leptos_state::prelude::*;
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Clone, Default, State, Serialize, Deserialize)]
    /// struct Visitor {
    ///     name: String,
    /// }
    ///
    /// #[component]
    /// fn App() -> impl IntoView {
    ///     let visitor = provide_store(Store::new(Visitor::default()).hydrated());
    ///     view! { <p>"Hello, " {visitor.name()}</p> }
    /// }
    /// ```
    pub fn hydrated(self) -> Self {
        self.hydrated_as(Schema::version(1))
    }

    /// The same, with a number for the shape of the state, and migrations: a page that a cache kept may be older than the
    /// program that takes it over.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state::{json::Schema, prelude::*};
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Clone, Default, State, Serialize, Deserialize)]
    /// struct Visitor {
    ///     name: String,
    /// }
    ///
    /// // Version 1 was the name alone.
    /// let schema = || Schema::version(2).migrate(1, |name: String| Visitor { name });
    /// # let owner = leptos::prelude::Owner::new();
    /// # owner.set();
    /// let visitor = Store::new(Visitor::default()).hydrated_as(schema());
    /// # assert_eq!(visitor.snapshot().name, "");
    /// ```
    pub fn hydrated_as(self, schema: Schema<S>) -> Self {
        if let Some(context) = Owner::current_shared_context() {
            if context.is_browser() {
                received::restore(self, &*context, &schema);
                return self;
            }
            #[cfg(any(not(target_arch = "wasm32"), feature = "wasm-server"))]
            sent::send(self, &*context, schema);
        }
        self
    }
}
