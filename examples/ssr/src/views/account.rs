//! Who looks at the page.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::form::{is_live, keep_typed, lead_to, Complaint, Refusal};
use super::interactive;
use crate::api::{SignIn, SignOut};
use crate::form::Field;
use crate::state::forum;

/// The visitor's name, or the form to pick one.
#[interactive]
pub fn Account() -> impl IntoView {
    let name = forum().session().name();
    view! {
        <Show when=move || name.with(Option::is_some) fallback=|| view! { <SignInForm/> }>
            <SignedIn/>
        </Show>
    }
}

#[component]
fn SignedIn() -> impl IntoView {
    let session = forum().session();
    let sign_out = move |event: SubmitEvent| {
        event.prevent_default();
        session.sign_out();
    };
    view! {
        <form class="account" method="post" action=SignOut::url() on:submit=sign_out>
            <p role="status">"Signed in as " <strong>{session.name()}</strong></p>
            <button>"Sign out"</button>
            <Refusal problem=session.form().problem()/>
        </form>
    }
}

#[component]
fn SignInForm() -> impl IntoView {
    let forum = forum();
    let session = forum.session();
    let form = session.form();
    let name = form.draft().name();
    let wrong = forum.select(|forum| forum.session.form.complaint(Field::Name));
    let sign_in = move |event: SubmitEvent| {
        event.prevent_default();
        lead_to(session.try_sign_in().done().flatten());
    };
    keep_typed(Field::Name, name);
    view! {
        <form class="account" method="post" action=SignIn::url() novalidate=is_live() on:submit=sign_in>
            <label for="name">"Your name"</label>
            <input
                id="name"
                name="name"
                autocomplete="nickname"
                required
                maxlength=Field::Name.limit()
                value=name.get_untracked()
                bind:value=name
                aria-invalid=move || wrong.get().is_some().to_string()
                aria-describedby="name-wrong"
            />
            <button disabled=form.sending()>"Sign in"</button>
            <Complaint id="name-wrong" wrong/>
            <Refusal problem=form.problem()/>
        </form>
    }
}
