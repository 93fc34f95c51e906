//! The page, and its islands.

use leptos::prelude::*;
use leptos_state::page_store;
use leptos_state::prelude::*;

use crate::tasks::Tasks;
use crate::views::{AddTask, ClearButton, TaskList, TasksLeft};

/// The document that the server sends.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>"my-app"</title>
                <link rel="icon" href="data:,"/>
                <link rel="stylesheet" href="/pkg/my-app.css"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options islands=true/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// What the document shows. Of this, the browser takes over what is an island; the rest stays as the server has sent it.
#[component]
pub fn App() -> impl IntoView {
    let tasks = provide_store(Store::new(Tasks::default()).hydrated());
    // Here stands what the server knows.
    tasks.add("Read README.md".to_owned());
    view! {
        <main>
            <h1>"my-app"</h1>
            <Count/>
            <Board/>
        </main>
    }
}

/// Provides the store of the page to the components of an island: all islands have the same one.
fn provide_tasks() {
    provide_store(page_store(|| Store::new(Tasks::default()).hydrated()));
}

#[island]
fn Count() -> impl IntoView {
    provide_tasks();
    view! { <TasksLeft/> }
}

#[island]
fn Board() -> impl IntoView {
    provide_tasks();
    view! {
        <AddTask/>
        <TaskList/>
        <ClearButton/>
    }
}
