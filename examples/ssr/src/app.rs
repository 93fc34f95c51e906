//! The page around the views, and the addresses that lead to them.

use leptos::prelude::*;
use leptos_meta::{provide_meta_context, MetaTags, Title};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{path, SsrMode};

use crate::views::{Foot, Head, Main, Missing, NewPage, ThreadPage, ThreadsPage, EARLY_THEME};

/// The document that the server sends.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <script>{EARLY_THEME}</script>
                <link rel="icon" href="data:,"/>
                <link rel="stylesheet" href="/forum.css"/>
                <HydrationScripts options islands=cfg!(feature = "islands")/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// What the document shows.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "ssr")]
    crate::server::provide_refusal();
    view! {
        <Title formatter=|title| format!("{title} · Forum")/>
        <Router>
            // Not a page, so nothing for the router.
            <a class="skip" href="#main" rel="external">"To the content"</a>
            <Head/>
            <Main>
                <Routes fallback=Missing>
                    // What stands around the list is there at once, and the list as soon as it is known.
                    <Route path=path!("/") view=ThreadsPage ssr=SsrMode::InOrder/>
                    // The status and the title depend on the thread.
                    <Route path=path!("/threads/:id") view=ThreadPage ssr=SsrMode::Async/>
                    <Route path=path!("/new") view=NewPage/>
                </Routes>
            </Main>
            <Foot/>
        </Router>
    }
}
