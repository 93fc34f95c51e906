//! A counter on a signal of Leptos: what a store is compared with.

use leptos::prelude::*;

#[component]
fn App() -> impl IntoView {
    let count = RwSignal::new(0_i32);
    view! { <button on:click=move |_| count.update(|count| *count += 1)>{count}</button> }
}

fn main() {
    mount_to_body(App);
}
