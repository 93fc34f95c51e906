//! `tasks` holds the state and what can be done with it, `clearing` is a machine, `views` and `app` show both, and `server` sends
//! the page.

pub mod app;
pub mod clearing;
#[cfg(feature = "ssr")]
pub mod server;
pub mod tasks;
mod views;

/// Takes over the page that the server has made.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
