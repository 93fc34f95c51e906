//! The counter of `paths-1` with the layer `Undo`, and two buttons that are shown as they can be used.

use leptos::prelude::*;
use leptos_state::layers::Undo;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
struct Counter {
    value: i32,
}

#[component]
fn App() -> impl IntoView {
    let counter = Store::new(Counter::default()).layer(Undo::limit(100));
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
