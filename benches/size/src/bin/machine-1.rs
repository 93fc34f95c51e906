//! The counter as a machine in a store, instead of an action of a store.

#[path = "../charts/one.rs"]
mod one;

use leptos::prelude::*;
use leptos_state::prelude::*;
use one::{counter, Counter};

#[component]
fn App() -> impl IntoView {
    let counter = use_machine(Counter(10));
    view! {
        <button on:click=move |_| counter.send(counter::Event::Add(1))>
            {move || counter.with(|counter| *counter.context())}
        </button>
    }
}

fn main() {
    mount_to_body(App);
}
