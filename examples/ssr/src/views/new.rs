//! The form for another thread.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use super::form::{is_live, keep_typed, lead_to, Complaint, Refusal};
use super::interactive;
use crate::api::StartThread;
use crate::form::Field;
use crate::state::forum;

/// The page with the form.
#[component]
pub fn NewPage() -> impl IntoView {
    view! {
        <Title text="New thread"/>
        <p><a href="/">"All threads"</a></p>
        <h1>"New thread"</h1>
        <NewThread/>
    }
}

/// The form, for those who have a name.
#[interactive]
pub fn NewThread() -> impl IntoView {
    let name = forum().session().name();
    view! {
        <Show
            when=move || name.with(Option::is_some)
            fallback=|| view! { <p class="panel note">"Sign in at the top of the page to begin a thread."</p> }
        >
            <Form/>
        </Show>
    }
}

#[component]
fn Form() -> impl IntoView {
    let forum = forum();
    let form = forum.opening();
    let (title, text) = (form.draft().title(), form.draft().text());
    let wrong_title = forum.select(|forum| forum.opening.complaint(Field::Title));
    let wrong_text = forum.select(|forum| forum.opening.complaint(Field::Text));
    let start = move |event: SubmitEvent| {
        event.prevent_default();
        lead_to(forum.try_start().done().flatten());
    };
    keep_typed(Field::Title, title);
    keep_typed(Field::Text, text);
    view! {
        <form class="panel" method="post" action=StartThread::url() novalidate=is_live() on:submit=start>
            <label for="title">"Title"</label>
            <input
                id="title"
                name="title"
                required
                maxlength=Field::Title.limit()
                value=title.get_untracked()
                bind:value=title
                aria-invalid=move || wrong_title.get().is_some().to_string()
                aria-describedby="title-wrong"
            />
            <Complaint id="title-wrong" wrong=wrong_title/>
            <label for="text">"What do you want to say?"</label>
            <textarea
                id="text"
                name="text"
                rows=8
                required
                maxlength=Field::Text.limit()
                bind:value=text
                aria-invalid=move || wrong_text.get().is_some().to_string()
                aria-describedby="text-wrong"
            >
                {text.get_untracked()}
            </textarea>
            <Complaint id="text-wrong" wrong=wrong_text/>
            <Refusal problem=form.problem()/>
            <button class="main" disabled=form.sending()>
                {move || if form.sending().get() { "Beginning…" } else { "Begin" }}
            </button>
        </form>
    }
}
