//! Five counters of one chart, without stores, in one signal: what `charts-5` is compared with.

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

struct Counter(i32);

impl counter::Logic for Counter {
    fn is_small(&self, _: &i32, amount: &i32) -> bool {
        *amount < self.0
    }

    fn add(&self, value: &mut i32, amount: &i32, _: &mut counter::Cx<'_>) {
        *value += *amount;
    }
}

#[component]
fn App() -> impl IntoView {
    let counters = RwSignal::new((
        Running::new(Counter(10), 0),
        Running::new(Counter(20), 0),
        Running::new(Counter(30), 0),
        Running::new(Counter(40), 0),
        Running::new(Counter(50), 0),
    ));
    let add = move |_| {
        counters.update(|counters| {
            // They always come to rest, and ask for nothing that matters here.
            let _ = counters
                .0
                .send(&counter::Event::Add(1), &mut Effects::new());
            let _ = counters
                .1
                .send(&counter::Event::Add(2), &mut Effects::new());
            let _ = counters
                .2
                .send(&counter::Event::Add(3), &mut Effects::new());
            let _ = counters
                .3
                .send(&counter::Event::Add(4), &mut Effects::new());
            let _ = counters
                .4
                .send(&counter::Event::Add(5), &mut Effects::new());
        });
    };
    view! { <button on:click=add>{move || counters.with(total)}</button> }
}

type Counters = (
    Running<Counter>,
    Running<Counter>,
    Running<Counter>,
    Running<Counter>,
    Running<Counter>,
);

fn total(counters: &Counters) -> i32 {
    *counters.0.context()
        + *counters.1.context()
        + *counters.2.context()
        + *counters.3.context()
        + *counters.4.context()
}

fn main() {
    mount_to_body(App);
}
