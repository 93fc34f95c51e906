//! What was said in the thread, and what the visitor is about to have said.

use leptos::prelude::*;
use leptos_state::Id;

use super::form::lead_to;
use super::{interactive, Moment};
use crate::form::Field;
use crate::state::{forum, Forum};

/// The posts, and then the replies that the server has not taken yet.
#[interactive]
pub fn Posts() -> impl IntoView {
    let forum = forum();
    let said = forum.select(|forum| {
        let thread = forum.discussion.thread.value().into_iter();
        let said = thread.flat_map(|thread| thread.posts.keys());
        said.copied().collect::<Vec<_>>()
    });
    let outgoing = forum.select(Forum::outgoing);
    let on_its_way = forum.select(|forum| forum.outbox.iter().any(|reply| reply.problem.is_none()));
    view! {
        <p class="unseen" role="status">
            {move || on_its_way.get().then_some("Your reply is on its way.")}
        </p>
        <ol class="posts">
            <For each=move || said.get() key=|id| *id let:id>
                <Said id/>
            </For>
            <For each=move || outgoing.get() key=|id| *id let:id>
                <Sending id/>
            </For>
        </ol>
    }
}

#[component]
fn Said(id: Id) -> impl IntoView {
    let post = forum().discussion().thread().value().posts().at(id);
    view! {
        <li class="post">
            <p class="note">
                <strong>{post.author()}</strong> " · " <Moment at=post.at()/>
            </p>
            <p class="text">{post.text()}</p>
        </li>
    }
}

#[component]
fn Sending(id: Id) -> impl IntoView {
    let forum = forum();
    let outgoing = forum.outbox().at(id);
    let problem = move || outgoing.problem().get().flatten();
    // Either takes the buttons away, and the focus with them.
    let again = move |_| {
        forum.reply_again(id);
        lead_to(Some(Field::Text));
    };
    let edit = move |_| {
        forum.edit(id);
        lead_to(Some(Field::Text));
    };
    let refused = move || {
        let problem = problem()?;
        Some(view! {
            <div class="problem" role="alert">
                <p>{problem.to_string()}</p>
                <button on:click=again>"Try again"</button>
                <button on:click=edit>"Edit"</button>
            </div>
        })
    };
    view! {
        <li class="post pending" aria-busy=move || problem().is_none().to_string()>
            <p class="note">
                <strong>{forum.session().name()}</strong>
                " · " {move || if problem().is_none() { "on its way" } else { "not sent" }}
            </p>
            <p class="text">{outgoing.text()}</p>
            {refused}
        </li>
    }
}
