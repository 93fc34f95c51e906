//! Contestant: leptos-state.

#[path = "../../shared/charts.rs"]
mod charts;
#[path = "../../shared/effects.rs"]
mod effects;
mod entities;
mod histories;
mod machines;
mod one_value;
mod recorded;
mod table;

use harness::{rows, Entry};
use leptos_state::chart;
use leptos_state::chart::{Running, Statechart};
use table::{ByClosures, ByEffects, InStore};

/// The cases, of `leptos-state-core` by itself, of the handles in Leptos, and of machines in stores.
pub fn entries() -> Vec<Entry> {
    let mut entries = vec![
        Entry::new("leptos-state-core", "action", one_value::action),
        Entry::new("leptos-state-core", "no-op-layer", one_value::action),
        Entry::new(
            "leptos-state-core, no-op layer",
            "no-op-layer",
            one_value::action_in_layer,
        ),
        Entry::new("leptos-state-core", "recorder", || {
            recorded::action(recorded::not_at_all)
        }),
        Entry::new("leptos-state-core, Recorder", "recorder", || {
            recorded::action(recorded::by_recorder)
        }),
        Entry::new("leptos-state-core, DevTools", "recorder", || {
            recorded::action(recorded::by_devtools)
        }),
        Entry::new("leptos-state-core", "recorder-steps", || {
            recorded::steps(recorded::not_at_all)
        }),
        Entry::new("leptos-state-core, Recorder", "recorder-steps", || {
            recorded::steps(recorded::by_recorder)
        }),
        Entry::new("leptos-state-core", "listeners", one_value::listeners),
        Entry::new("leptos-state-core", "stores", one_value::stores_come_and_go),
        Entry::new("leptos-state", "action-copy", one_value::action_by_handle),
        Entry::new("leptos-state", "watchers", one_value::watchers),
        Entry::new("leptos-state", "stores", one_value::handles_come_and_go),
        Entry::new(
            "leptos-state-core",
            "entity-rename",
            entities::rename::<entities::ByClosures>,
        ),
        Entry::new(
            "leptos-state-core",
            "entity-push",
            entities::push::<entities::ByClosures>,
        ),
        Entry::new(
            "leptos-state",
            "entity-rename",
            entities::rename::<entities::ByEffects>,
        ),
        Entry::new(
            "leptos-state",
            "entity-push",
            entities::push::<entities::ByEffects>,
        ),
    ];
    entries.extend(rows::entries::<InStore<ByClosures>>("leptos-state-core"));
    entries.extend(rows::entries::<InStore<ByEffects>>("leptos-state"));
    entries.extend(histories::entries());
    entries.extend(machines::entries("leptos-state, in a store"));
    entries
}
