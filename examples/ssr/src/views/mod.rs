//! The page.

mod account;
mod form;
mod frame;
mod new;
mod posts;
mod reply;
mod theme;
mod thread;
mod threads;

pub use frame::{Foot, Head, Main, Missing};
pub use new::NewPage;
pub use theme::EARLY_THEME;
pub use thread::ThreadPage;
pub use threads::ThreadsPage;

/// What reacts in the browser: an island where there are islands, and a component where the whole page is taken over.
#[cfg(not(feature = "islands"))]
use leptos::component as interactive;
#[cfg(feature = "islands")]
use leptos::island as interactive;
use leptos::prelude::*;
use leptos_state::after_hydration;

use crate::api::Problem;

/// Asks for what the page shows: on the server while it makes the page, in the browser once the page is taken over.
fn load(ask: impl FnOnce() + 'static) {
    if cfg!(feature = "ssr") {
        ask();
    } else {
        after_hydration(ask);
    }
}

/// Something could not be loaded.
#[component]
fn Failed(problem: Problem) -> impl IntoView {
    view! {
        <div class="problem" role="alert">
            <p>{problem.to_string()}</p>
            // The page anew, from the server.
            <a class="button" href="" rel="external">"Try again"</a>
        </div>
    }
}

/// Something is being loaded.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <p class="unseen" role="status">"Loading"</p>
        <ul class="threads" aria-hidden="true">
            {[(); 3].map(|()| view! { <li class="waiting"></li> })}
        </ul>
    }
}

/// A moment, written as `2026-11-27 19:30`, in UTC.
#[component]
fn Moment(#[prop(into)] at: Signal<Option<String>>) -> impl IntoView {
    view! {
        <time datetime=move || at.get().map(|at| format!("{at}Z"))>{move || at.get()} " UTC"</time>
    }
}
