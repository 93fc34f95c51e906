//! Eight more watched paths than `paths-1` has. All are of one type, so that showing them costs as little as it can.

use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
struct Counters {
    value: i32,
    second: i32,
    third: i32,
    fourth: i32,
    fifth: i32,
    sixth: i32,
    seventh: i32,
    eighth: i32,
    ninth: i32,
}

#[component]
fn App() -> impl IntoView {
    let counters = Store::new(Counters::default());
    view! {
        <button on:click=move |_| counters.value().update(|value| *value += 1)>
            {counters.value()}
            {counters.second()}
            {counters.third()}
            {counters.fourth()}
            {counters.fifth()}
            {counters.sixth()}
            {counters.seventh()}
            {counters.eighth()}
            {counters.ninth()}
        </button>
    }
}

fn main() {
    mount_to_body(App);
}
