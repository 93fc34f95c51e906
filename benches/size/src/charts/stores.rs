//! Five machines in stores.

/// The program: a button for each machine.
macro_rules! five_in_stores {
    ($($name:ident $module:ident $new:expr;)*) => {
        #[component]
        fn App() -> impl IntoView {
            $(let $name = use_machine($new);)*
            view! {
                $(
                    <button on:click=move |_| $name.send($module::Event::Add(1))>
                        {move || $name.with(|counter| *counter.context())}
                    </button>
                )*
            }
        }
    };
}
