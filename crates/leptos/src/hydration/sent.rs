//! What a server sends of the stores of a page.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hydration_context::SharedContext;
use leptos::prelude::{provide_context, use_context};
use leptos_state_core::json::{self, Schema};
use leptos_state_core::{Problem, Report, State};
use serde::de::DeserializeOwned;
use serde::Serialize;

use super::slot;
use crate::context::root;
use crate::store::Store;

/// The stores of the page that is being rendered. It is in the context of the page's root owner.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<Inside>);

#[derive(Default)]
struct Inside {
    stores: Mutex<Vec<One>>,
    #[cfg(all(debug_assertions, not(target_arch = "wasm32")))]
    rendered: super::rendered::Rendered,
}

/// A store. It is kept beyond its handles: the part of the page that it was made in is given up once it is rendered.
struct One {
    name: &'static str,
    /// The snapshot, written down, or nothing and a report.
    write: Box<dyn Fn() -> Option<String> + Send + Sync>,
}

/// Adds a store to those that are sent with the page.
pub(super) fn send<S: State + Send + Sync + Serialize + DeserializeOwned>(
    store: Store<S>,
    context: &dyn SharedContext,
    schema: Schema<S>,
) {
    let Some(kept) = store.try_arc_store() else {
        return;
    };
    let name = store.store_name();
    let write = Box::new(move || {
        let written = schema.write(&kept.try_snapshot()?);
        let report = |why: &str| {
            let report = Report::new(name, "hydrated", Problem::Unwritable(why));
            kept.environment().report(&report);
        };
        written.map_err(|error| report(&error.to_string())).ok()
    });
    Sent::of_page(context).add(One { name, write });
}

impl Sent {
    /// The stores of this page, if there are any.
    pub(crate) fn find() -> Option<Self> {
        root()?.with(use_context)
    }

    /// The stores of this page, which are sent with it.
    fn of_page(context: &dyn SharedContext) -> Self {
        Self::find().unwrap_or_else(|| {
            let sent = Self::default();
            if let Some(root) = root() {
                root.with(|| provide_context(sent.clone()));
            }
            let last = sent.clone();
            // Leptos asks for data when it has nothing more to render. It does so under whichever owner its thread had last.
            context.write_async(slot::id(), Box::pin(async move { last.written() }));
            sent
        })
    }

    fn stores(&self) -> MutexGuard<'_, Vec<One>> {
        self.0.stores.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a store in the place of one of the same name: what waits for data is rendered more than once, and what was made
    /// last is what the page shows.
    fn add(&self, store: One) {
        let mut stores = self.stores();
        stores.retain(|other| other.name != store.name);
        stores.push(store);
    }

    /// Whether a store of this name is sent.
    #[cfg(all(debug_assertions, not(target_arch = "wasm32")))]
    pub(super) fn has(&self, name: &str) -> bool {
        self.stores().iter().any(|store| store.name == name)
    }

    /// What of the stores has been rendered.
    #[cfg(all(debug_assertions, not(target_arch = "wasm32")))]
    pub(super) fn rendered(&self) -> &super::rendered::Rendered {
        &self.0.rendered
    }

    /// All stores, written down.
    fn written(&self) -> String {
        let stores = std::mem::take(&mut *self.stores());
        #[cfg(all(debug_assertions, not(target_arch = "wasm32")))]
        self.rendered().close();
        let mut all = String::new();
        for store in stores {
            // A name is a text, which JSON always has.
            let (Ok(name), Some(snapshot)) = (json::write(store.name), (store.write)()) else {
                continue;
            };
            let comma = if all.is_empty() { "" } else { "," };
            all.extend([comma, &name, ":", &snapshot]);
        }
        let form = slot::FORM;
        escaped(&format!(r#"{{"form":{form},"stores":{{{all}}}}}"#))
    }
}

/// The same JSON without any sign that could end a script, begin a comment or an entity in HTML (HTML Standard, 4.12.1.3), or
/// end a line of JavaScript. In JSON they stand in strings alone, where each may be written by its number.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            _ => escaped.push(sign),
        }
    }
    escaped
}
