//! The list in the browser's local storage.

use std::collections::HashSet;

use leptos::logging::warn;
use leptos::prelude::{on_cleanup, window, window_event_listener};
use web_sys::Storage;

use crate::todos::{Todo, Todos};

const KEY: &str = "todos-leptos-state";
/// Where a list that could not be read is set aside; a further one with a number behind it.
const UNREADABLE_KEY: &str = "todos-leptos-state.unreadable";

/// The list that was saved last, and whether the next may take its place.
///
/// A list that can't be read is set aside first. Where that fails, it stays and nothing is saved.
pub fn load() -> (Todos, bool) {
    let saved = storage().and_then(|storage| {
        let text = storage.get_item(KEY).ok()??;
        Some((storage, text))
    });
    let Some((storage, text)) = saved else {
        return (Todos::default(), true);
    };
    match read(&text) {
        Ok(items) => {
            let todos = Todos {
                items,
                ..Todos::default()
            };
            (todos, true)
        }
        Err(problem) => {
            let aside = set_aside(&storage, &text);
            match &aside {
                Some(key) => warn!("the list under `{KEY}` can't be read: {problem}; it is kept under `{key}`"),
                None => warn!("the list under `{KEY}` can't be read: {problem}; the storage is full, so nothing is saved"),
            }
            (Todos::default(), aside.is_some())
        }
    }
}

/// Calls `tell` with the list whenever another tab has saved it, for as long as the calling component lives.
pub fn follow(tell: impl Fn(Vec<Todo>) + 'static) {
    let listener = window_event_listener(leptos::ev::storage, move |event| {
        let text = event
            .new_value()
            .filter(|_| event.key().as_deref() == Some(KEY));
        match text.as_deref().map(read) {
            Some(Ok(items)) => tell(items),
            Some(Err(problem)) => warn!("another tab saved what can't be read: {problem}"),
            None => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// Reads a list and makes sure that it is one.
fn read(text: &str) -> Result<Vec<Todo>, String> {
    let items: Vec<Todo> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut ids = HashSet::new();
    for todo in &items {
        if todo.title.trim().is_empty() {
            return Err(format!("todo {} has no title", todo.id));
        }
        if !ids.insert(todo.id) {
            return Err(format!("two todos have the id {}", todo.id));
        }
    }
    Ok(items)
}

/// Keeps a text under the first key that is free, and says which.
fn set_aside(storage: &Storage, text: &str) -> Option<String> {
    let keys = (1..).map(|number| match number {
        1 => UNREADABLE_KEY.to_owned(),
        _ => format!("{UNREADABLE_KEY}-{number}"),
    });
    for key in keys {
        match storage.get_item(&key).ok()? {
            Some(kept) if kept == text => return Some(key),
            Some(_) => {}
            None => return storage.set_item(&key, text).ok().map(|()| key),
        }
    }
    None
}

/// Saves the list.
pub fn save(items: &[Todo]) {
    let Some(storage) = storage() else {
        return;
    };
    match serde_json::to_string(items) {
        Ok(text) => {
            if storage.set_item(KEY, &text).is_err() {
                warn!("the list was not saved: the storage is full or switched off");
            }
        }
        Err(error) => warn!("the list was not saved: {error}"),
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok()?
}
