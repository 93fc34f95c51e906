//! What only a browser has.

use leptos::leptos_dom::helpers::get_property;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Storage};

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

/// Puts the focus on the element with this `id`.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // What can't take the focus leaves it where it is.
        let _ = element.focus();
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Goes where an answer of the server leads. Where there is a router in the browser, it does that.
#[cfg(all(feature = "hydrate", feature = "islands"))]
pub fn follow_redirects() {
    let follow = |to: &str| {
        // The page stays if the address is none.
        let _ = window().location().set_href(to);
    };
    let _ = server_fn::redirect::set_redirect_hook(follow);
}
