//! The page.

use leptos::prelude::*;
use leptos_state::prelude::*;

use crate::tasks::Tasks;
use crate::views::{AddTask, ClearButton, TaskList, TasksLeft};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    // The components below find the store with `use_store`.
    provide_store(Store::new(Tasks::default()));
    view! {
        <main>
            <h1>"my-app"</h1>
            <TasksLeft/>
            <AddTask/>
            <TaskList/>
            <ClearButton/>
        </main>
    }
}
