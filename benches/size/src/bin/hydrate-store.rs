//! The counter of `store` in a page that a server rendered, and that has loaded something.

use leptos::prelude::*;
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
    let counter = Store::new(Counter::default());
    let loaded = Resource::new(|| (), |()| async { 1_i32 });
    view! {
        <button on:click=move |_| counter.add(1)>{move || counter.with(|counter| counter.value)}</button>
        <Suspense>{move || Suspend::new(async move { loaded.await })}</Suspense>
    }
}

fn main() {
    hydrate_body(App);
}
