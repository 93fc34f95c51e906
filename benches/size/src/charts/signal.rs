//! Five machines in one signal of Leptos, without stores.

/// The program: it makes the machines by `$new`, and the button sends all of them an event.
macro_rules! five_in_a_signal {
    ($new:expr, $(.$place:tt $module:ident)*) => {
        #[component]
        fn App() -> impl IntoView {
            let counters = RwSignal::new($new);
            let add = move |_| {
                counters.update(|counters| {
                    // They always come to rest, and ask for nothing that matters here.
                    $(let _ = counters.$place.send(&$module::Event::Add(1), &mut Effects::new());)*
                });
            };
            view! {
                <button on:click=add>
                    {move || counters.with(|counters| 0 $(+ *counters.$place.context())*)}
                </button>
            }
        }
    };
}
