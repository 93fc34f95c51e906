//! The seven tasks of the benchmark [7GUIs](https://eugenkiss.github.io/7guis/tasks), each with the part of leptos-state
//! that fits it.
//!
//! Each task has a folder: `mod.rs` and what is beside it are the state and its rules, which know no browser; `view.rs` shows
//! them.

pub mod cells;
pub mod circles;
pub mod counter;
pub mod crud;
mod dialog;
pub mod flight;
mod task;
pub mod temperature;
pub mod timer;

use leptos::prelude::*;
use leptos_state::prelude::*;

use crate::task::Task;

/// Makes what is kept when another task is looked at, and shows the task that the address asks for.
///
/// The timer is not among it: it runs while it is shown.
#[component]
pub fn App() -> impl IntoView {
    provide_store(Store::new(counter::Counter::default()));
    provide_store(Store::new(temperature::Temperature::default()));
    provide_machine(flight::Booker);
    provide_store(Store::new(crud::People::at_first()));
    provide_store(Store::new(circles::Drawing::default()).layer(circles::undoable()));
    provide_store(Store::new(cells::Sheet::at_first()));

    let asked_for = || Task::of_hash(&location_hash().unwrap_or_default());
    let (task, set_task) = signal(asked_for());
    let listener =
        window_event_listener(leptos::ev::hashchange, move |_| set_task.set(asked_for()));
    on_cleanup(move || listener.remove());
    Effect::new(move || {
        document().set_title(&format!("{} · 7GUIs · leptos-state", task.get().title()))
    });

    view! {
        <header>
            <p class="name">"7GUIs"</p>
            <nav aria-label="Tasks">
                <ol>{Task::ALL.map(|one| view! { <Link to=one task/> }).collect_view()}</ol>
            </nav>
        </header>
        <main class:wide=move || task.get() == Task::Cells>
            <h1>{move || task.get().title()}</h1>
            <p class="tool">{move || task.get().tool()}</p>
            {move || match task.get() {
                Task::Counter => view! { <counter::View/> }.into_any(),
                Task::Temperature => view! { <temperature::View/> }.into_any(),
                Task::Flight => view! { <flight::View/> }.into_any(),
                Task::Timer => view! { <timer::View/> }.into_any(),
                Task::Crud => view! { <crud::View/> }.into_any(),
                Task::Circles => view! { <circles::View/> }.into_any(),
                Task::Cells => view! { <cells::View/> }.into_any(),
            }}
        </main>
    }
}

/// A link to a task.
#[component]
fn Link(to: Task, task: ReadSignal<Task>) -> impl IntoView {
    view! {
        <li>
            <a href=to.hash() aria-current=move || (task.get() == to).then_some("page")>
                {to.title()}
            </a>
        </li>
    }
}
