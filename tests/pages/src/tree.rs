//! One page, sent in each of the ways that Leptos has.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{path, SsrMode};
use leptos_state::{after_hydration, page_store, prelude::*};

use crate::state::{Board, Layout, Visitor, Wizard};

/// Texts that would end a script or begin a comment if they were not written with care.
const HOSTILE: [&str; 4] = [
    "</script><script>window.hacked = true</script>",
    "<!--<script>",
    "\u{2028}\\u003c \0 \u{7} \u{1f469}\u{200d}\u{1f680} &lt;/script&gt;",
    "]]></SCRIPT >",
];

/// The page at every address.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| "There is nothing here.">
                <Route path=path!("/async") view=Page ssr=SsrMode::Async/>
                <Route path=path!("/in-order") view=Page ssr=SsrMode::InOrder/>
                <Route path=path!("/out-of-order") view=Page ssr=SsrMode::OutOfOrder/>
                <Route path=path!("/partially-blocked") view=Page ssr=SsrMode::PartiallyBlocked/>
            </Routes>
        </Router>
    }
}

#[component]
fn Page() -> impl IntoView {
    let visitor = provide_store(Store::new(visitor()).hydrated());
    let board = provide_store(Store::new(Board::default()).hydrated());
    let titled = Resource::new_blocking(
        || (),
        move |()| async move {
            some_time().await;
            board.open(HOSTILE[0].to_owned());
        },
    );
    let filled = Resource::new(
        || (),
        move |()| async move {
            some_time().await;
            some_time().await;
            board.fill(HOSTILE.map(str::to_owned).to_vec());
        },
    );
    view! {
        <h1 id="visitor">{visitor.name()}</h1>
        <Suspense fallback=|| view! { <p>"…"</p> }>
            {move || Suspend::new(async move {
                titled.await;
                view! { <h2 id="title">{board.title()}</h2> }
            })}
            <Suspense fallback=|| view! { <p>"…"</p> }>
                {move || Suspend::new(async move {
                    filled.await;
                    view! { <Posts/> }
                })}
            </Suspense>
        </Suspense>
        <OwnOfTheBrowser/>
        <InDevelopment/>
    }
}

#[component]
fn Posts() -> impl IntoView {
    let board = use_store::<Board>();
    let many = board.select(|board| board.posts.len() > 3);
    view! {
        <ul id="posts">
            <For each=move || board.posts().keys() key=|id| *id let:id>
                <li>
                    <span>{board.posts().at(id).text()}</span>
                    <button on:click=move |_| board.posts().at(id).likes().update(|likes| *likes += 1)>
                        {board.posts().at(id).likes()}
                    </button>
                </li>
            </For>
        </ul>
        <Show when=move || many.get() fallback=|| view! { <p id="few">"few"</p> }>
            <p id="many">"many"</p>
        </Show>
        <button id="shorten" on:click=move |_| board.shorten()>"Shorten"</button>
    }
}

/// What the server can't know is shown as unknown at first, by the browser too.
#[component]
fn OwnOfTheBrowser() -> impl IntoView {
    let layout = Store::new(Layout::default()).hydrated();
    let width = layout.select(|layout| {
        layout
            .width
            .map_or("unknown".to_owned(), |px| px.to_string())
    });
    after_hydration(move || {
        let shown = document()
            .get_element_by_id("width")
            .and_then(|shown| shown.text_content());
        leptos::logging::log!("first shown: {}", shown.unwrap_or_default());
        let px = window().inner_width().ok().and_then(|px| px.as_f64());
        layout.width().set(px.map(|px| px as u32));
        let storage = window().local_storage().ok().flatten();
        let draft = storage.and_then(|storage| storage.get_item("draft").ok().flatten());
        layout.draft().set(draft.unwrap_or_default());
    });
    let keep = move |_| {
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = storage.set_item("draft", &layout.draft().get_untracked());
        }
    };
    view! {
        <p id="width">{width}</p>
        <label>"Draft " <input id="draft" bind:value=layout.draft() on:change=keep/></label>
    }
}

#[component]
fn InDevelopment() -> impl IntoView {
    let wizard = page_store(|| Store::new(Wizard::default()).hydrated().kept_on_reload());
    view! {
        <button id="step" on:click=move |_| wizard.step().update(|step| *step += 1)>{wizard.step()}</button>
    }
}

fn visitor() -> Visitor {
    #[cfg(feature = "ssr")]
    let name = crate::request::visitor();
    #[cfg(not(feature = "ssr"))]
    let name = String::new();
    Visitor { name }
}

/// As long as asking a database would take.
async fn some_time() {
    #[cfg(feature = "ssr")]
    crate::request::some_time().await;
}
