//! What a browser takes from a page for its stores.

use std::sync::{Arc, Mutex, PoisonError};

use hydration_context::SharedContext;
use leptos::prelude::{provide_context, use_context};
use leptos_state_core::json::Schema;
use leptos_state_core::{Change, Problem, State};
use serde::de::DeserializeOwned;
use serde::Serialize;

use super::slot;
use crate::context::root;
use crate::store::Store;

/// What the page has of its stores, by their names, as far as nobody has taken it. It is in the context of the page's root
/// owner.
#[derive(Clone)]
struct Received(Arc<Mutex<Stores>>);

/// Pairs of a name and what was written, or why they can't be read.
type Stores = Result<Vec<(String, Option<String>)>, String>;

/// Puts the state that the page has for this store in the place of the one it has.
pub(super) fn restore<S: State + Send + Sync + Serialize + DeserializeOwned>(
    store: Store<S>,
    context: &dyn SharedContext,
    schema: &Schema<S>,
) {
    if !context.during_hydration() {
        return;
    }
    let name = store.store_name();
    let read = Received::of_page(context)
        .take(name)
        .and_then(|text| schema.read(&text).map_err(|error| error.to_string()));
    match read {
        Ok(snapshot) => store.restore("hydrated", Change::hydrate(Arc::clone(snapshot.state()))),
        Err(why) => store.report("hydrated", Problem::Unreadable(&why)),
    }
}

impl Received {
    fn of_page(context: &dyn SharedContext) -> Self {
        let root = root();
        let found = root.as_ref().and_then(|root| root.with(use_context));
        found.unwrap_or_else(|| {
            let stores = context.read_data(&slot::id());
            let stores = stores.map_or(Ok(Vec::new()), |text| slot::read(&text));
            let untaken = |(name, text)| (name, Some(text));
            let stores = stores.map(|stores| stores.into_iter().map(untaken).collect());
            let received = Self(Arc::new(Mutex::new(stores)));
            if let Some(root) = root {
                root.with(|| provide_context(received.clone()));
            }
            received
        })
    }

    /// What the page has for the store of this name, which is taken once.
    fn take(&self, name: &str) -> Result<String, String> {
        let mut stores = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stores = stores.as_mut().map_err(|why| why.clone())?;
        let Some((_, text)) = stores.iter_mut().find(|(other, _)| other == name) else {
            return Err("the page has no state for a store of this name".to_owned());
        };
        text.take().ok_or_else(|| {
            "another store of this name has taken its state; give one another name with `Store::named`"
                .to_owned()
        })
    }
}
