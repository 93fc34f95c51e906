//! A shop. `shop.rs` and the files of its slices hold the state, `http.rs` asks the server, `views` shows it.

mod backend;
mod cart;
mod catalogue;
mod checkout;
mod http;
mod shop;
mod views;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_state::page_events;
use leptos_state::prelude::*;

use backend::Server;
use http::Http;
use shop::Shop;

#[component]
fn App() -> impl IntoView {
    let http = Http::new();
    let server: Server = Arc::new(http.clone());
    provide_service(server);
    provide_service(page_events());
    let shop = provide_store(Store::new(Shop::default()));
    shop.catalogue().open();
    shop.cart().open();
    view! {
        <views::Head on_trouble=move |in_trouble| http.trouble(in_trouble)/>
        <main class="shop">
            <views::Teas/>
            <aside class="side" aria-label="Cart">
                <views::CartPanel/>
                <views::CheckoutPanel/>
            </aside>
        </main>
        <views::CartLink/>
    }
}

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}
