//! The counter as a chart alone, in a signal of Leptos: the kernel and one chart, without a store.

use leptos::prelude::*;
use leptos_state::chart;
use leptos_state::chart::{Effects, Running};

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
    let counter = RwSignal::new(Running::new(Counter, 0));
    let add = move |_| {
        counter.update(|counter| {
            // It always comes to rest, and asks for nothing that matters here.
            let _ = counter.send(&counter::Event::Add(1), &mut Effects::new());
        });
    };
    view! { <button on:click=add>{move || counter.with(|counter| *counter.context())}</button> }
}

fn main() {
    mount_to_body(App);
}
