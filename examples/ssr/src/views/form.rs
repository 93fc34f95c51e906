//! What forms have in common.

use leptos::prelude::*;
use leptos_state::after_hydration;

use crate::api::Problem;
use crate::browser;
use crate::form::{Field, Wrong};

/// Whether the page was taken over. Until then, the browser has to say what is wrong with a form.
pub fn is_live() -> ReadSignal<bool> {
    let (live, set_live) = signal(false);
    after_hydration(move || set_live.set(true));
    live
}

/// Keeps what was typed into a field before the page was taken over.
pub fn keep_typed(field: Field, text: impl Set<Value = String> + 'static) {
    let is_being_taken_over = cfg!(feature = "hydrate")
        && Owner::current_shared_context().is_some_and(|page| page.during_hydration());
    let typed = is_being_taken_over
        .then(|| browser::typed(field.id()))
        .flatten();
    if let Some(typed) = typed.filter(|typed| !typed.is_empty()) {
        after_hydration(move || text.set(typed));
    }
}

/// Leads the visitor to the field that something is wrong with.
pub fn lead_to(wrong: Option<Field>) {
    if let Some(field) = wrong {
        browser::focus(field.id());
    }
}

/// What is wrong with the field that refers to this `id`.
#[component]
pub fn Complaint(id: &'static str, #[prop(into)] wrong: Signal<Option<Wrong>>) -> impl IntoView {
    view! {
        <p class="wrong" id=id aria-live="polite">{move || wrong.get().map(|wrong| wrong.to_string())}</p>
    }
}

/// Why the server did not take a form.
#[component]
pub fn Refusal(#[prop(into)] problem: Signal<Option<Problem>>) -> impl IntoView {
    move || {
        let problem = problem.get()?;
        Some(view! { <p class="problem" role="alert">{problem.to_string()}</p> })
    }
}
