//! The list of threads.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{load, Failed, Moment, Waiting};
use crate::api::ThreadId;
use crate::state::forum;

/// The page with the list.
#[component]
pub fn ThreadsPage() -> impl IntoView {
    let board = forum().board();
    load(move || board.open());
    let list = Suspend::new(async move {
        // What was there before is shown until there is something newer.
        if board.threads().value().get_untracked().is_none() {
            board.threads().settled().await;
        }
        view! { <List/> }
    });
    view! {
        <Title text="Threads"/>
        <div class="bar">
            <h1>"Threads"</h1>
            <a class="button main" href="/new">"New thread"</a>
        </div>
        <Suspense fallback=Waiting>{list}</Suspense>
    }
}

#[component]
fn List() -> impl IntoView {
    let forum = forum();
    let threads = forum.board().threads();
    let ids = forum.select(|forum| {
        let threads = forum
            .board
            .threads
            .value()
            .into_iter()
            .flat_map(|threads| threads.keys());
        threads.copied().collect::<Vec<_>>()
    });
    view! {
        {move || threads.error().get().map(|problem| view! { <Failed problem/> })}
        <ul class="threads">
            <For each=move || ids.get() key=|id| *id let:id>
                <Entry id/>
            </For>
        </ul>
    }
}

#[component]
fn Entry(id: ThreadId) -> impl IntoView {
    let thread = forum().board().threads().value().at(id);
    let replies = move || match thread.replies().get() {
        Some(1) => "1 reply".to_owned(),
        replies => format!("{} replies", replies.unwrap_or_default()),
    };
    view! {
        <li>
            <a href=format!("/threads/{id}")>{thread.title()}</a>
            <p class="note">
                "by " {thread.author()} " · " {replies} " · " <Moment at=thread.latest()/>
            </p>
        </li>
    }
}
