//! The counter on a store without actions: one path, watched by a view and written by a closure.

use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
struct Counter {
    value: i32,
}

#[component]
fn App() -> impl IntoView {
    let counter = Store::new(Counter::default());
    view! { <button on:click=move |_| counter.value().update(|value| *value += 1)>{counter.value()}</button> }
}

fn main() {
    mount_to_body(App);
}
