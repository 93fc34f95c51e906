//! The counter of `store` with the layer `DevTools`.

use leptos::prelude::*;
use leptos_state::layers::DevTools;
use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, State, Serialize, Deserialize)]
struct Counter {
    value: i32,
}

#[actions]
impl Counter {
    pub fn add(&mut self, amount: i32) {
        self.value += amount;
    }
}

#[component]
fn App() -> impl IntoView {
    let counter = Store::new(Counter::default()).layer(DevTools::named("counter"));
    view! { <button on:click=move |_| counter.add(1)>{move || counter.with(|counter| counter.value)}</button> }
}

fn main() {
    mount_to_body(App);
}
