//! Five counters as machines, each with a chart of its own.

use leptos::prelude::*;
use leptos_state::prelude::*;

chart! {
    Counter { context: i32 }
    #[allow(dead_code, reason = "not all of them are sent here")]
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

chart! {
    Second { context: i32 }
    #[allow(dead_code, reason = "not all of them are sent here")]
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

struct Second;

impl second::Logic for Second {
    fn is_small(&self, _: &i32, amount: &i32) -> bool {
        *amount < 20
    }

    fn add(&self, value: &mut i32, amount: &i32, _: &mut second::Cx<'_>) {
        *value += *amount;
    }
}

chart! {
    Third { context: i32 }
    #[allow(dead_code, reason = "not all of them are sent here")]
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

struct Third;

impl third::Logic for Third {
    fn is_small(&self, _: &i32, amount: &i32) -> bool {
        *amount < 30
    }

    fn add(&self, value: &mut i32, amount: &i32, _: &mut third::Cx<'_>) {
        *value += *amount;
    }
}

chart! {
    Fourth { context: i32 }
    #[allow(dead_code, reason = "not all of them are sent here")]
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

struct Fourth;

impl fourth::Logic for Fourth {
    fn is_small(&self, _: &i32, amount: &i32) -> bool {
        *amount < 40
    }

    fn add(&self, value: &mut i32, amount: &i32, _: &mut fourth::Cx<'_>) {
        *value += *amount;
    }
}

chart! {
    Fifth { context: i32 }
    #[allow(dead_code, reason = "not all of them are sent here")]
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

struct Fifth;

impl fifth::Logic for Fifth {
    fn is_small(&self, _: &i32, amount: &i32) -> bool {
        *amount < 50
    }

    fn add(&self, value: &mut i32, amount: &i32, _: &mut fifth::Cx<'_>) {
        *value += *amount;
    }
}

#[component]
fn App() -> impl IntoView {
    let counter = use_machine(Counter);
    let second = use_machine(Second);
    let third = use_machine(Third);
    let fourth = use_machine(Fourth);
    let fifth = use_machine(Fifth);
    view! {
        <button on:click=move |_| counter.send(counter::Event::Add(1))>
            {move || counter.with(|counter| *counter.context())}
        </button>
        <button on:click=move |_| second.send(second::Event::Add(1))>
            {move || second.with(|second| *second.context())}
        </button>
        <button on:click=move |_| third.send(third::Event::Add(1))>
            {move || third.with(|third| *third.context())}
        </button>
        <button on:click=move |_| fourth.send(fourth::Event::Add(1))>
            {move || fourth.with(|fourth| *fourth.context())}
        </button>
        <button on:click=move |_| fifth.send(fifth::Event::Add(1))>
            {move || fifth.with(|fifth| *fifth.context())}
        </button>
    }
}

fn main() {
    mount_to_body(App);
}
