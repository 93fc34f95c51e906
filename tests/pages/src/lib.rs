//! Pages that a server renders: with all that reacts in one tree (`tree.rs`), or in islands (`islands.rs`).

#[cfg(feature = "islands")]
mod islands;
#[cfg(all(feature = "ssr", not(feature = "islands")))]
pub mod request;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(not(feature = "islands"))]
mod state;
#[cfg(not(feature = "islands"))]
mod tree;

use leptos::prelude::*;

#[cfg(feature = "islands")]
pub use islands::App;
#[cfg(not(feature = "islands"))]
pub use tree::App;

/// The whole of a page.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <link rel="icon" href="data:,"/>
                <title>"Pages"</title>
                <HydrationScripts options=options islands=cfg!(feature = "islands")/>
            </head>
            <body data-debug=cfg!(debug_assertions).to_string()>
                <App/>
            </body>
        </html>
    }
}

/// Takes over the page that the server has made.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    #[cfg(not(feature = "islands"))]
    hydrate_body(App);
    #[cfg(feature = "islands")]
    hydrate_islands();
}
