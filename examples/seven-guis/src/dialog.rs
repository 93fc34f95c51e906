//! A dialogue over the page.

use leptos::html;
use leptos::prelude::*;

/// A dialogue that is open while `open` says so. `close` is called when somebody closes it, with its button or with Escape.
#[component]
pub fn Dialog(
    /// What it is called.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] open: Signal<bool>,
    close: impl Fn() + Copy + 'static,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else {
            return;
        };
        match (open.get(), dialog.open()) {
            // It fails for one that is not in the page, which nobody sees.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let closed = move |_| {
        // One that is closed because it should be needs no word of it.
        if open.get_untracked() {
            close();
        }
    };
    view! {
        <dialog node_ref=dialog aria-label=label on:close=closed>
            {children()}
            <button class="main" on:click=move |_| close()>"Close"</button>
        </dialog>
    }
}
