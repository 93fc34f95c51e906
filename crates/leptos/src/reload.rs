//! Stores that outlive their page while it is developed.

use leptos_state_core::State;
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::store::Store;

impl<S: State + Send + Sync + Serialize + DeserializeOwned> Store<S> {
    /// Keeps the state when the page is loaded again in the same tab, as development servers do after each build.
    ///
    /// It is for development: in release builds, and outside of browsers, this does nothing. The state is put back once the
    /// page is hydrated, under the store's name, so [name](Store::named) it before. One that the new program can't read is
    /// reported and dropped. A page that is opened in another tab begins anew.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos::prelude::*;
    /// use leptos_state::prelude::*;
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Clone, Default, State, Serialize, Deserialize)]
    /// struct Wizard {
    ///     page: u32,
    /// }
    ///
    /// #[component]
    /// fn App() -> impl IntoView {
    ///     let wizard = Store::new(Wizard::default()).kept_on_reload();
    ///     view! { <button on:click=move |_| wizard.page().update(|page| *page += 1)>{wizard.page()}</button> }
    /// }
    /// ```
    pub fn kept_on_reload(self) -> Self {
        #[cfg(all(debug_assertions, target_arch = "wasm32"))]
        browser::keep(self);
        self
    }
}

#[cfg(all(debug_assertions, target_arch = "wasm32"))]
mod browser {
    use std::sync::Arc;

    use js_sys::{Array, Reflect};
    use leptos::prelude::{on_cleanup, window, window_event_listener_untyped};
    use leptos::web_sys::Storage;
    use leptos_state_core::json::Schema;
    use leptos_state_core::{Change, Problem, State};
    use serde::de::DeserializeOwned;
    use serde::Serialize;

    #[cfg(feature = "hydration")]
    use crate::after_hydration;
    use crate::store::Store;

    /// What messages call it.
    const NAME: &str = "kept on reload";

    #[cfg(not(feature = "hydration"))]
    fn after_hydration(run: impl FnOnce() + 'static) {
        run();
    }

    pub(super) fn keep<S: State + Send + Sync + Serialize + DeserializeOwned>(store: Store<S>) {
        let place = format!("leptos-state/reload/{}", store.store_name());
        if let Some(text) = take(&place).filter(|_| is_reload()) {
            after_hydration(move || match Schema::<S>::version(0).read(&text) {
                Ok(snapshot) => store.restore(NAME, Change::restore(Arc::clone(snapshot.state()))),
                Err(error) => store.report(NAME, Problem::Unreadable(&error.to_string())),
            });
        }
        let listening = window_event_listener_untyped("pagehide", move |_| {
            let Some(snapshot) = store.try_snapshot() else {
                return;
            };
            let written = Schema::version(0).write(&snapshot);
            let kept = written
                .map_err(|error| error.to_string())
                .and_then(|text| put(&place, &text));
            if let Err(why) = kept {
                store.report(NAME, Problem::Unwritable(&why));
            }
        });
        on_cleanup(move || listening.remove());
    }

    /// The storage of this tab, which a browser may withhold.
    fn storage() -> Option<Storage> {
        window().session_storage().ok().flatten()
    }

    fn take(place: &str) -> Option<String> {
        let storage = storage()?;
        let text = storage.get_item(place).ok().flatten();
        let _ = storage.remove_item(place);
        text
    }

    fn put(place: &str, text: &str) -> Result<(), String> {
        let storage = storage().ok_or("the browser gives no storage to this page")?;
        storage
            .set_item(place, text)
            .map_err(|error| format!("{error:?}"))
    }

    /// Whether the page was loaded again, and not come to from elsewhere (Navigation Timing, 4.4).
    fn is_reload() -> bool {
        let entries =
            || -> Option<Array> { Some(window().performance()?.get_entries_by_type("navigation")) };
        entries()
            .and_then(|entries| Reflect::get(&entries.get(0), &"type".into()).ok())
            .and_then(|kind| kind.as_string())
            .is_some_and(|kind| kind == "reload")
    }
}
