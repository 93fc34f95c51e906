//! What the page shows of the tasks.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_state::prelude::*;

use crate::clearing::clear_done::{Asking, Event};
use crate::clearing::ClearDone;
use crate::tasks::Tasks;

/// How many tasks are left.
#[component]
pub fn TasksLeft() -> impl IntoView {
    // Wakes its readers when the number changes, not with every change of a task.
    let left = use_store::<Tasks>().select(Tasks::left);
    view! {
        <p aria-live="polite">
            {move || match left.get() {
                0 => "Nothing to do".to_owned(),
                1 => "1 task to do".to_owned(),
                left => format!("{left} tasks to do"),
            }}
        </p>
    }
}

/// The field for a new task.
#[component]
pub fn AddTask() -> impl IntoView {
    let tasks = use_store::<Tasks>();
    let title = NodeRef::<html::Input>::new();
    let (problem, set_problem) = signal(None::<String>);
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(title) = title.get_untracked() else {
            return;
        };
        let outcome = tasks.try_add(title.value());
        if outcome.is_done() {
            title.set_value("");
        }
        set_problem.set(outcome.failed());
    };
    view! {
        <form on:submit=add>
            <label for="title">"New task"</label>
            <input
                id="title"
                autocomplete="off"
                aria-describedby="problem"
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                node_ref=title
            />
            <button>"Add"</button>
            <p id="problem" role="alert">{problem}</p>
        </form>
    }
}

/// The tasks.
#[component]
pub fn TaskList() -> impl IntoView {
    let tasks = use_store::<Tasks>();
    view! {
        <ul>
            <For each=move || tasks.items().keys() key=|id| *id let:id>
                <TaskRow id/>
            </For>
        </ul>
    }
}

#[component]
fn TaskRow(id: Id) -> impl IntoView {
    let tasks = use_store::<Tasks>();
    let task = tasks.items().at(id);
    // The task may be gone while its row is still in the page.
    let done = task.done().or(false);
    view! {
        <li class:done=done>
            <label>
                <input
                    type="checkbox"
                    checked=done
                    prop:checked=done
                    on:change=move |event| tasks.set_done(id, event_target_checked(&event))
                />
                <span>{task.title()}</span>
            </label>
        </li>
    }
}

/// Removes what is done.
#[component]
pub fn ClearButton() -> impl IntoView {
    let tasks = use_store::<Tasks>();
    let any_done = tasks.select(|tasks| tasks.left() < tasks.items.len());
    let clearing = use_machine(ClearDone);
    let press = move |_| {
        if clearing.matches(Asking) {
            tasks.clear_done();
        }
        clearing.send(Event::Press);
    };
    view! {
        <button
            class:asking=move || clearing.matches(Asking)
            disabled=move || !any_done.get()
            on:click=press
            on:blur=move |_| clearing.send(Event::Leave)
        >
            {move || if clearing.matches(Asking) { "Press again to clear" } else { "Clear done" }}
        </button>
    }
}
