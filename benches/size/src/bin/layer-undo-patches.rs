//! The counter of `layer-undo` with a history of patches.

use leptos::prelude::*;
use leptos_state::layers::Undo;
use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, State, Serialize, Deserialize)]
struct Counter {
    value: i32,
}

#[component]
fn App() -> impl IntoView {
    let counter = Store::new(Counter::default()).layer(Undo::limit(100).patches());
    let undo = Undo::of(counter);
    view! {
        <button on:click=move |_| counter.value().update(|value| *value += 1)>{counter.value()}</button>
        <button disabled=move || !undo.can_undo() on:click=move |_| undo.undo()>"Undo"</button>
        <button disabled=move || !undo.can_redo() on:click=move |_| undo.redo()>"Redo"</button>
    }
}

fn main() {
    mount_to_body(App);
}
