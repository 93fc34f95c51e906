//! What stands around every page, and the page that is not there.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::account::Account;
use super::theme::ThemeChoice;
use crate::api::{answer_with, Problem};
use crate::browser;

/// The head of every page.
#[component]
pub fn Head() -> impl IntoView {
    view! {
        <header class="top">
            <a class="name" href="/">"Forum"</a>
            <Account/>
        </header>
    }
}

/// Where the pages are. After the visitor has gone to another one, the focus is here, as it is in a document that was loaded.
#[component]
pub fn Main(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            browser::focus("main");
        }
        now
    });
    view! { <main id="main" tabindex="-1">{children()}</main> }
}

/// The foot of every page.
#[component]
pub fn Foot() -> impl IntoView {
    view! {
        <footer class="foot">
            <p>"An example of " <a href="https://github.com/leptos-state/leptos-state">"leptos-state"</a></p>
            <ThemeChoice/>
        </footer>
    }
}

/// The page that is shown where there is none.
#[component]
pub fn Missing() -> impl IntoView {
    answer_with(&Problem::NoSuchThread);
    view! {
        <Title text="Not found"/>
        <section class="panel missing">
            <h1>"There is nothing here"</h1>
            <p>"It may have been here once, or the address has a mistake in it."</p>
            <a class="button main" href="/">"To the threads"</a>
        </section>
    }
}
