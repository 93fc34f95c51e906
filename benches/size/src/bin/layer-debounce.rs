//! The counter of `store` with the layer `Debounce`.

use std::time::Duration;

use leptos::prelude::*;
use leptos_state::layers::Debounce;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
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
    let counter = Store::new(Counter::default())
        .layer(Debounce::new(Duration::from_millis(300), |change| {
            Some(change.kind())
        }));
    view! { <button on:click=move |_| counter.add(1)>{move || counter.with(|counter| counter.value)}</button> }
}

fn main() {
    mount_to_body(App);
}
