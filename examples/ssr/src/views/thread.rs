//! A thread.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::posts::Posts;
use super::reply::ReplyForm;
use super::{load, Failed, Missing, Waiting};
use crate::api::{answer_with, Problem, ThreadId};
use crate::state::forum;

/// The page with the thread that the address names.
#[component]
pub fn ThreadPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("id").and_then(|id| id.parse().ok()));
    move || match id.get() {
        Some(id) => view! { <Opened id/> }.into_any(),
        None => view! { <Missing/> }.into_any(),
    }
}

#[component]
fn Opened(id: ThreadId) -> impl IntoView {
    let discussion = forum().discussion();
    load(move || discussion.open(id));
    let conversation = Suspend::new(async move {
        let thread = discussion.thread();
        // What was there before is shown until there is something newer.
        if thread.value().get_untracked().is_none() {
            thread.settled().await;
        }
        if let Some(problem) = thread.error().get_untracked() {
            answer_with(&problem);
        }
        view! { <Conversation/> }
    });
    let title = discussion.thread().value().title();
    // The server reads it when the page is ready, on whichever thread that is; other handles belong to the thread of the page.
    let title = ArcMemo::new(move |_| title.get().unwrap_or_else(|| "Thread".to_owned()));
    view! {
        <Title text=move || title.get()/>
        <Suspense fallback=Waiting>{conversation}</Suspense>
    }
}

#[component]
fn Conversation() -> impl IntoView {
    let forum = forum();
    let thread = forum.discussion().thread();
    let title = thread.value().title();
    let is_there = forum.select(|forum| forum.discussion.thread.value().is_some());
    let problem = move || match thread.error().get()? {
        Problem::NoSuchThread => Some(view! { <Missing/> }.into_any()),
        problem => Some(view! { <Failed problem/> }.into_any()),
    };
    view! {
        {problem}
        <Show when=move || is_there.get()>
            <p><a href="/">"All threads"</a></p>
            <h1>{title}</h1>
            <Posts/>
            <ReplyForm/>
        </Show>
    }
}
