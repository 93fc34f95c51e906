//! The same as `hydrate-store`, and the store begins with the state that the server sent.

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
    let counter = Store::new(Counter::default()).hydrated();
    let loaded = Resource::new(|| (), |()| async { 1_i32 });
    view! {
        <button on:click=move |_| counter.add(1)>{move || counter.with(|counter| counter.value)}</button>
        <Suspense>{move || Suspend::new(async move { loaded.await })}</Suspense>
    }
}

fn main() {
    hydrate_body(App);
}
