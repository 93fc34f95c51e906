//! The list in the browser's local storage.

use leptos::logging::warn;
use leptos::prelude::window;
use web_sys::Storage;

use crate::todos::{Todo, Todos};

const KEY: &str = "todos-leptos-state";
/// Where a list that could not be read is set aside.
const UNREADABLE_KEY: &str = "todos-leptos-state.unreadable";

/// The list that was saved last. One that can't be read is set aside, not overwritten.
pub fn load() -> Todos {
    let Some((storage, text)) = storage().and_then(|storage| {
        let text = storage.get_item(KEY).ok()??;
        Some((storage, text))
    }) else {
        return Todos::default();
    };
    match serde_json::from_str(&text) {
        Ok(items) => Todos {
            items,
            ..Todos::default()
        },
        Err(error) => {
            warn!("the list under `{KEY}` can't be read ({error}); it is kept under `{UNREADABLE_KEY}`");
            if storage.set_item(UNREADABLE_KEY, &text).is_err() {
                warn!("the storage is full: the list could not be set aside");
            }
            Todos::default()
        }
    }
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
