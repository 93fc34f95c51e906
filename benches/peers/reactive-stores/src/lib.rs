//! Contestant: reactive_stores.

#[path = "../../shared/effects.rs"]
mod effects;
mod one_value;
mod table;

use harness::{rows, Entry};

/// The cases.
pub fn entries() -> Vec<Entry> {
    let mut entries = vec![
        Entry::new("reactive_stores", "action-copy", one_value::update),
        Entry::new("reactive_stores", "watchers", one_value::watchers),
        Entry::new("reactive_stores", "stores", one_value::stores_come_and_go),
    ];
    entries.extend(rows::entries::<table::InStore>("reactive_stores"));
    entries
}
