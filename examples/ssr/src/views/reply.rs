//! The form to reply.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_state::after_hydration;
use leptos_state::prelude::*;

use super::form::{is_live, keep_typed, lead_to, Complaint, Refusal};
use super::interactive;
use crate::api::Reply;
use crate::browser;
use crate::form::Field;
use crate::state::{forum, Forum};

/// The form, for those who have a name.
#[interactive]
pub fn ReplyForm() -> impl IntoView {
    let name = forum().session().name();
    view! {
        <Show
            when=move || name.with(Option::is_some)
            fallback=|| view! { <p class="panel note">"Sign in at the top of the page to reply."</p> }
        >
            <Form/>
        </Show>
    }
}

#[component]
fn Form() -> impl IntoView {
    let forum = forum();
    let form = forum.discussion().form();
    let text = form.draft().text();
    let wrong = forum.select(|forum| forum.discussion.form.complaint(Field::Text));
    let reply = move |event: SubmitEvent| {
        event.prevent_default();
        lead_to(forum.try_reply().done().flatten());
    };
    keep_draft(forum);
    keep_typed(Field::Text, text);
    view! {
        <form class="panel" method="post" action=Reply::url() novalidate=is_live() on:submit=reply>
            <input type="hidden" name="thread" value=forum.discussion().thread().value().id()/>
            <label for="text">"Your reply"</label>
            <textarea
                id="text"
                name="text"
                rows=4
                required
                maxlength=Field::Text.limit()
                bind:value=text
                aria-invalid=move || wrong.get().is_some().to_string()
                aria-describedby="text-wrong"
            >
                {text.get_untracked()}
            </textarea>
            <Complaint id="text-wrong" wrong/>
            <Refusal problem=form.problem()/>
            <button class="main">"Reply"</button>
        </form>
    }
}

/// Keeps what is being written in this browser, for each thread by itself, until it is sent.
fn keep_draft(forum: Store<Forum>) {
    let text = forum.discussion().form().draft().text();
    let Some(thread) = forum.discussion().thread().value().id().get_untracked() else {
        return;
    };
    let name = format!("draft-{thread}");
    after_hydration(move || {
        if let (true, Some(kept)) = (text.with_untracked(String::is_empty), browser::kept(&name)) {
            text.set(kept);
        }
        Effect::new(move |_| text.with(|text| browser::keep(&name, text)));
    });
}
