//! The counter of `store` with the layer `Validate`.

use leptos::prelude::*;
use leptos_state::layers::Validate;
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
    let counter = Store::new(Counter::default()).layer(Validate::new(|counter: &Counter| {
        if counter.value < 10 {
            Ok(())
        } else {
            Err("ten is enough")
        }
    }));
    view! { <button on:click=move |_| counter.add(1)>{move || counter.with(|counter| counter.value)}</button> }
}

fn main() {
    mount_to_body(App);
}
