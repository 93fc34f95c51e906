//! What was said in the thread, and what the visitor is about to have said.

use leptos::prelude::*;
use leptos_state::Id;

use super::{interactive, Moment};
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
    view! {
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
    let refused = move || {
        let problem = problem()?;
        Some(view! {
            <div class="problem" role="alert">
                <p>{problem.to_string()}</p>
                <button on:click=move |_| forum.reply_again(id)>"Try again"</button>
                <button on:click=move |_| forum.edit(id)>"Edit"</button>
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
