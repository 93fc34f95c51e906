//! The page.

use leptos::prelude::*;
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
                <HydrationScripts options/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// What the document shows.
#[component]
pub fn App() -> impl IntoView {
    // The components below find the store with `use_store`. The browser begins with the state that the server has rendered.
    let tasks = provide_store(Store::new(Tasks::default()).hydrated());
    if cfg!(feature = "ssr") {
        // Here stands what the server knows.
        tasks.add("Read README.md".to_owned());
    }
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
