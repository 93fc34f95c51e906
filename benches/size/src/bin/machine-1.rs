//! The counter as a machine: a chart with two states, a guard, an action and a timer, instead of an action of a store.

use leptos::prelude::*;
use leptos_state::prelude::*;

chart! {
    Counter { context: i32 }
    #[expect(dead_code, reason = "not all of them are sent here")]
    events { Add(i32), Lock, Unlock }
    Open {
        on Add(amount) if is_small(amount) / add(amount);
        on Lock => Locked;
    }
    Locked {
        on Unlock => Open;
        after 30s => Open;
    }
}

struct Counter;

impl counter::Logic for Counter {
    fn is_small(&self, _: &i32, amount: &i32) -> bool {
        *amount < 10
    }

    fn add(&self, value: &mut i32, amount: &i32, _: &mut counter::Cx<'_>) {
        *value += *amount;
    }
}

#[component]
fn App() -> impl IntoView {
    let counter = use_machine(Counter);
    view! {
        <button on:click=move |_| counter.send(counter::Event::Add(1))>
            {move || counter.with(|counter| *counter.context())}
        </button>
    }
}

fn main() {
    mount_to_body(App);
}
