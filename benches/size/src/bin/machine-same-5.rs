//! Five counters as machines of one chart: what `machine-5` is compared with.

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

struct Counter(i32);

impl counter::Logic for Counter {
    fn is_small(&self, _: &i32, amount: &i32) -> bool {
        *amount < self.0
    }

    fn add(&self, value: &mut i32, amount: &i32, _: &mut counter::Cx<'_>) {
        *value += *amount;
    }
}

macro_rules! counters {
    ($($name:ident $limit:literal;)*) => {
        #[component]
        fn App() -> impl IntoView {
            $(let $name = use_machine(Counter($limit));)*
            view! {
                $(
                    <button on:click=move |_| $name.send(counter::Event::Add(1))>
                        {move || $name.with(|counter| *counter.context())}
                    </button>
                )*
            }
        }
    };
}

counters! {
    first 10;
    second 20;
    third 30;
    fourth 40;
    fifth 50;
}

fn main() {
    mount_to_body(App);
}
