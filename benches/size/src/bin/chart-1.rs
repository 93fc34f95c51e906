//! The counter as a chart alone, in a signal of Leptos: the kernel and one chart, without a store.

#[path = "../charts/one.rs"]
mod one;

use leptos::prelude::*;
use leptos_state::chart::{Effects, Running};
use one::{counter, Counter};

#[component]
fn App() -> impl IntoView {
    let counter = RwSignal::new(Running::new(Counter(10), 0));
    let add = move |_| {
        counter.update(|counter| {
            // It always comes to rest, and asks for nothing that matters here.
            let _ = counter.send(&counter::Event::Add(1), &mut Effects::new());
        });
    };
    view! { <button on:click=add>{move || counter.with(|counter| *counter.context())}</button> }
}

fn main() {
    mount_to_body(App);
}
