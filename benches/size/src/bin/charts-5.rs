//! Five counters, each with a chart of its own, without stores, in one signal.

use leptos::prelude::*;
use leptos_state::chart;
use leptos_state::chart::{Effects, Running};

/// What `chart-1` has once.
macro_rules! counters {
    ($($name:ident $module:ident $limit:literal;)*) => {
        $(
            chart! {
                $name { context: i32 }
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

            struct $name;

            impl $module::Logic for $name {
                fn is_small(&self, _: &i32, amount: &i32) -> bool {
                    *amount < $limit
                }

                fn add(&self, value: &mut i32, amount: &i32, _: &mut $module::Cx<'_>) {
                    *value += *amount;
                }
            }
        )*
    };
}

counters! {
    Counter counter 10;
    Second second 20;
    Third third 30;
    Fourth fourth 40;
    Fifth fifth 50;
}

#[component]
fn App() -> impl IntoView {
    let counters = RwSignal::new((
        Running::new(Counter, 0),
        Running::new(Second, 0),
        Running::new(Third, 0),
        Running::new(Fourth, 0),
        Running::new(Fifth, 0),
    ));
    let add = move |_| {
        counters.update(|counters| {
            // They always come to rest, and ask for nothing that matters here.
            let _ = counters
                .0
                .send(&counter::Event::Add(1), &mut Effects::new());
            let _ = counters.1.send(&second::Event::Add(2), &mut Effects::new());
            let _ = counters.2.send(&third::Event::Add(3), &mut Effects::new());
            let _ = counters.3.send(&fourth::Event::Add(4), &mut Effects::new());
            let _ = counters.4.send(&fifth::Event::Add(5), &mut Effects::new());
        });
    };
    view! { <button on:click=add>{move || counters.with(total)}</button> }
}

type Counters = (
    Running<Counter>,
    Running<Second>,
    Running<Third>,
    Running<Fourth>,
    Running<Fifth>,
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
