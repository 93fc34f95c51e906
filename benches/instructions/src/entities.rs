//! A large table of entities, of which some are watched one by one.

use std::hint::black_box;

use leptos_state_core::entities::Entities;
use leptos_state_core::{Snapshot, Store, Subscription};
use leptos_state_macros::{actions, State};

/// A table.
#[derive(Clone, Default, State)]
pub struct Table {
    rows: Entities<Row>,
}

/// A row.
#[derive(Clone, PartialEq, State)]
pub struct Row {
    #[state(id)]
    id: u64,
    label: String,
}

#[actions]
impl Table {
    /// Gives a row another label.
    pub fn rename(&mut self, id: u64, label: String) {
        self.rows.update(&id, |row| row.label = label);
    }

    /// Adds a row.
    pub fn push(&mut self, id: u64, label: String) {
        self.rows.add(Row { id, label });
    }

    /// Swaps two rows.
    pub fn swap(&mut self, one: u64, other: u64) {
        self.rows.swap(&one, &other);
    }

    /// Removes a row.
    pub fn remove(&mut self, id: u64) {
        self.rows.remove(&id);
    }
}

/// A table in a store whose list and some of whose rows are watched.
pub struct Watched {
    /// The store.
    pub store: Store<Table>,
    _watchers: Vec<Subscription>,
    held: Option<Snapshot<Table>>,
}

/// A table of a hundred thousand rows, of which a thousand are watched.
pub fn watched() -> Watched {
    const ROWS: u64 = 100_000;
    let row = |id| Row {
        id,
        label: format!("row {id}"),
    };
    let store = Store::new(Table {
        rows: (0..ROWS).map(row).collect(),
    });
    let path = *store.rows().as_path();
    let list = store.watch_keys::<_, Entities<Row>, _>(path, |keys| {
        black_box(keys.len());
    });
    let mut watchers = vec![list];
    for id in (0..ROWS).step_by(100) {
        let label = store.rows().at(id).label();
        watchers.push(label.watch(|label| {
            black_box(label.map(String::len));
        }));
    }
    let watched = Watched {
        store,
        _watchers: watchers,
        held: None,
    };
    // The first change finds out what the others know.
    watched.store.rename(0, String::from("first"));
    watched
}

/// The same while somebody holds the state that there is.
pub fn held() -> Watched {
    let mut watched = watched();
    watched.held = Some(watched.store.snapshot());
    watched
}
