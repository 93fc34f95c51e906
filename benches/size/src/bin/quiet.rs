//! The counter of `store` with devtools that a feature brings, and without that feature, as a release has it. `cargo xtask size`
//! expects it to be as large as `store`, so its name is as long, too: it is in paths and in imports.

use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
#[cfg_attr(feature = "devtools", derive(serde::Serialize, serde::Deserialize))]
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
    #[cfg(feature = "devtools")]
    let counter = counter.layer(leptos_state::layers::DevTools::named("counter"));
    view! { <button on:click=move |_| counter.add(1)>{move || counter.with(|counter| counter.value)}</button> }
}

fn main() {
    mount_to_body(App);
}
