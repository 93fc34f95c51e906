//! What only a browser has.

use leptos::leptos_dom::helpers::get_property;
use leptos::prelude::*;

/// What is kept under a name, in this browser.
pub fn kept(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Keeps a text under a name; nothing if it is empty.
pub fn keep(name: &str, text: &str) {
    // Where nothing can be kept, nothing is: the page works without.
    let _ = storage().map(|storage| {
        if text.is_empty() {
            storage.remove_item(name)
        } else {
            storage.set_item(name, text)
        }
    });
}

/// What is in the field with this `id`.
pub fn typed(id: &str) -> Option<String> {
    let field = document().get_element_by_id(id)?;
    get_property(&field, "value").ok()?.as_string()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Goes where an answer of the server leads. Where there is a router in the browser, it does that.
#[cfg(feature = "islands")]
pub fn follow_redirects() {
    let follow = |to: &str| {
        // The page stays if the address is none.
        let _ = window().location().set_href(to);
    };
    let _ = server_fn::redirect::set_redirect_hook(follow);
}
