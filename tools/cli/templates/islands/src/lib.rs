//! `tasks` holds the state and what can be done with it, `clearing` is a machine, `views` shows both, `app` says which parts of the
//! page are islands, and `server` sends the page.

pub mod app;
pub mod clearing;
#[cfg(feature = "ssr")]
pub mod server;
pub mod tasks;
mod views;

/// Takes over the islands of the page that the server has made.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
