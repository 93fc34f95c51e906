//! The TodoMVC application on leptos-state: `todos.rs` holds the state and its actions, `storage.rs` keeps the list in the
//! browser, this file shows it.

mod storage;
mod todos;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
#[cfg(feature = "devtools")]
use leptos_state::layers::DevTools;
use leptos_state::prelude::*;

use todos::{Filter, Todos};

#[component]
fn App() -> impl IntoView {
    let (saved, may_save) = storage::load();
    let todos = Store::new(saved);
    // Shown in the extension Redux DevTools, where there is one.
    #[cfg(feature = "devtools")]
    let todos = todos.layer(DevTools::named("todos"));
    provide_store(todos);
    if may_save {
        Effect::new(move || todos.items().with(|items| storage::save(items)));
    }
    storage::follow(move |items| todos.replace(items));

    let follow_address = move || todos.show(Filter::of_hash(&location_hash().unwrap_or_default()));
    follow_address();
    let listener = window_event_listener(leptos::ev::hashchange, move |_| follow_address());
    on_cleanup(move || listener.remove());

    let any = todos.select(|todos| !todos.items.is_empty());
    view! {
        <section class="todoapp">
            <header class="header">
                <h1>"todos"</h1>
                <NewTodo/>
            </header>
            <Show when=move || any.get()>
                <List/>
                <Footer/>
            </Show>
        </section>
        <footer class="info">
            <p>"Double-click to edit a todo"</p>
            <p>"Part of " <a href="http://todomvc.com">"TodoMVC"</a></p>
        </footer>
    }
}

#[component]
fn NewTodo() -> impl IntoView {
    let todos = use_store::<Todos>();
    let input = NodeRef::<html::Input>::new();
    let add = move |event: KeyboardEvent| {
        let Some(input) = input.get().filter(|_| pressed(&event) == "Enter") else {
            return;
        };
        if todos.try_add(input.value()).is_done() {
            input.set_value("");
        }
    };
    view! {
        <input
            class="new-todo"
            placeholder="What needs to be done?"
            aria-label="New todo"
            autofocus
            node_ref=input
            on:keydown=add
        />
    }
}

/// The key, unless it belongs to the composition of a character: there, Enter ends the composition.
fn pressed(event: &KeyboardEvent) -> String {
    if event.is_composing() {
        String::new()
    } else {
        event.key()
    }
}

#[component]
fn List() -> impl IntoView {
    let todos = use_store::<Todos>();
    let all_completed = todos.select(|todos| todos.left() == 0);
    let visible = todos.select(Todos::visible);
    view! {
        <section class="main">
            <input
                id="toggle-all"
                class="toggle-all"
                type="checkbox"
                aria-label="Mark all as complete"
                prop:checked=all_completed
                on:change=move |event| todos.complete_all(event_target_checked(&event))
            />
            <label for="toggle-all">"Mark all as complete"</label>
            <ul class="todo-list">
                <For each=move || visible.get() key=|id| *id let:id>
                    <Item id/>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Item(id: Id) -> impl IntoView {
    let todos = use_store::<Todos>();
    // The todo may be gone while its row still is in the page.
    let title = todos.items().at(id).title();
    let completed = todos.items().at(id).completed().or(false);
    let (editing, set_editing) = signal(false);
    let input = NodeRef::<html::Input>::new();

    let edit = move |_| {
        set_editing.set(true);
        // The field can take the focus only once it is shown.
        #[allow(unused_must_use, reason = "Leptos 0.9 returns a handle, 0.8 nothing")]
        request_animation_frame(move || {
            if let Some(input) = input.get_untracked() {
                // A field that is no longer in the page can't take it, and needs none.
                let _ = input.focus();
            }
        });
    };
    // Leaving the field saves; Enter and Escape leave it too, so this may be called for a field that is left already.
    let save = move || {
        if let Some(input) = input.get_untracked().filter(|_| editing.get_untracked()) {
            set_editing.set(false);
            todos.rename(id, input.value());
        }
    };
    let key = move |event: KeyboardEvent| match pressed(&event).as_str() {
        "Enter" => save(),
        "Escape" => set_editing.set(false),
        _ => {}
    };

    view! {
        <li class:completed=completed class:editing=editing>
            <div class="view">
                <input
                    class="toggle"
                    type="checkbox"
                    aria-label=move || format!("Complete {}", title.get().unwrap_or_default())
                    prop:checked=completed
                    on:change=move |event| todos.complete(id, event_target_checked(&event))
                />
                <label on:dblclick=edit>{title}</label>
                <button
                    class="destroy"
                    aria-label=move || format!("Delete {}", title.get().unwrap_or_default())
                    on:click=move |_| todos.remove(id)
                />
            </div>
            <Show when=move || editing.get()>
                <input
                    class="edit"
                    aria-label="Edit todo"
                    node_ref=input
                    prop:value=title.get_untracked()
                    on:keydown=key
                    on:blur=move |_| save()
                />
            </Show>
        </li>
    }
}

#[component]
fn Footer() -> impl IntoView {
    let todos = use_store::<Todos>();
    let left = todos.select(Todos::left);
    let any_completed = todos.select(|todos| todos.left() < todos.items.len());
    view! {
        <footer class="footer">
            <span class="todo-count">
                <strong>{left}</strong>
                {move || if left.get() == 1 { " item left" } else { " items left" }}
            </span>
            <ul class="filters">
                <FilterLink filter=Filter::All/>
                <FilterLink filter=Filter::Active/>
                <FilterLink filter=Filter::Completed/>
            </ul>
            <Show when=move || any_completed.get()>
                <button class="clear-completed" on:click=move |_| todos.clear_completed()>
                    "Clear completed"
                </button>
            </Show>
        </footer>
    }
}

#[component]
fn FilterLink(filter: Filter) -> impl IntoView {
    let todos = use_store::<Todos>();
    view! {
        <li>
            <a
                href=filter.hash()
                class:selected=move || todos.filter().get() == filter
                aria-current=move || (todos.filter().get() == filter).then_some("page")
            >
                {filter.name()}
            </a>
        </li>
    }
}

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}
