//! The number and its button.

use leptos::prelude::*;
use leptos_state::prelude::*;

use super::Counter;

/// Shows the counter that was provided above.
#[component]
pub fn View() -> impl IntoView {
    let counter = use_store::<Counter>();
    view! {
        <div class="in-line">
            <output class="count" aria-label="Count">{counter.count()}</output>
            <button class="main" on:click=move |_| counter.increment()>"Count"</button>
        </div>
    }
}
