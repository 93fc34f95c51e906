//! Contestants: the signals of Leptos.

#[path = "../../shared/effects.rs"]
mod effects;
mod one_value;
mod table;

use harness::{rows, Entry};

/// The cases of every kind of signal.
pub fn entries() -> Vec<Entry> {
    let mut entries = vec![
        Entry::new("ArcRwSignal", "action", one_value::update_counted),
        Entry::new("RwSignal", "action-copy", one_value::update),
        Entry::new("signal()", "watchers", one_value::watchers_of_pair),
        Entry::new("RwSignal", "watchers", one_value::watchers),
        Entry::new("ArcTrigger", "watchers", one_value::watchers_of_trigger),
    ];
    entries.extend(rows::entries::<table::SignalInEachRow>(
        "ArcRwSignal in each row",
    ));
    entries
}
