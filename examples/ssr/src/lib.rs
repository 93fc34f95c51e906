//! A forum. `state` holds what a page shows, `views` shows it, `api.rs` is what the page and its server say to each other, and
//! `server` keeps what was said.

mod api;
mod app;
mod browser;
mod form;
#[cfg(feature = "ssr")]
pub mod server;
mod state;
mod views;

pub use app::{shell, App};

/// Takes over the page that the server has made.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    #[cfg(not(feature = "islands"))]
    leptos::mount::hydrate_body(App);
    #[cfg(feature = "islands")]
    {
        leptos::mount::hydrate_islands();
        browser::follow_redirects();
    }
}
