//! The shop's page.

use leptos::prelude::*;

#[component]
fn App() -> impl IntoView {
    view! { <header class="top"><h1>"Leaf & Kettle"</h1></header> }
}

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}
