//! The list in the browser's local storage.

use leptos::logging::warn;
use leptos::prelude::window;
use web_sys::Storage;

use crate::todos::{Todo, Todos};

const KEY: &str = "todos-leptos-state";
/// Where a list that could not be read is set aside.
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
    let error = match serde_json::from_str(&text) {
        Ok(items) => {
            let todos = Todos {
                items,
                ..Todos::default()
            };
            return (todos, true);
        }
        Err(error) => error,
    };
    let set_aside = storage.set_item(UNREADABLE_KEY, &text).is_ok();
    if set_aside {
        warn!(
            "the list under `{KEY}` can't be read ({error}); it is kept under `{UNREADABLE_KEY}`"
        );
    } else {
        warn!("the list under `{KEY}` can't be read ({error}) and the storage is full: nothing is saved");
    }
    (Todos::default(), set_aside)
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
