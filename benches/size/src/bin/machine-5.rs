//! Five counters as machines, each with a chart of its own.

use leptos::prelude::*;
use leptos_state::prelude::*;

/// What `machine-1` has once.
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

        #[component]
        fn App() -> impl IntoView {
            $(let $module = use_machine($name);)*
            view! {
                $(
                    <button on:click=move |_| $module.send($module::Event::Add(1))>
                        {move || $module.with(|counter| *counter.context())}
                    </button>
                )*
            }
        }
    };
}

counters! {
    Counter counter 10;
    Second second 20;
    Third third 30;
    Fourth fourth 40;
    Fifth fifth 50;
}

fn main() {
    mount_to_body(App);
}
