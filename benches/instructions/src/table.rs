//! A table whose rows are watched one by one.

use std::hint::black_box;

use leptos_state_core::{Store, Subscription};
use leptos_state_macros::{actions, State};

/// A table.
#[derive(Clone, Default, State)]
pub struct Table {
    #[state(key = id)]
    rows: Vec<Row>,
    selected: Option<u64>,
}

/// A row.
#[derive(Clone, PartialEq, State)]
pub struct Row {
    id: u64,
    label: String,
}

#[actions]
impl Table {
    /// Gives a row another label, wherever it is.
    pub fn rename(&mut self, id: u64, label: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.label = label;
        }
    }

    /// Selects a row.
    pub fn select_row(&mut self, id: u64) {
        self.selected = Some(id);
    }
}

/// A table in a store whose list and whose rows are watched.
pub struct Watched {
    store: Store<Table>,
    _watchers: Vec<Subscription>,
}

impl Watched {
    /// Gives a row a label that it has not had.
    pub fn rename(&self, id: u64) {
        self.store.rename(id, String::from("another label"));
    }

    /// Selects a row.
    pub fn select_row(&self, id: u64) {
        self.store.select_row(id);
    }
}

/// A table of so many rows.
pub fn watched(rows: u64) -> Watched {
    let row = |id| Row {
        id,
        label: format!("row {id}"),
    };
    let store = Store::new(Table {
        rows: (0..rows).map(row).collect(),
        selected: None,
    });
    let list = store.rows().watch_keys(|keys| {
        black_box(keys.len());
    });
    let mut watchers = vec![list];
    for id in 0..rows {
        let label = store.rows().at(id).label();
        watchers.push(label.watch(|label| {
            black_box(label.map(String::len));
        }));
    }
    let watched = Watched {
        store,
        _watchers: watchers,
    };
    // The first change finds out what the others know.
    watched.rename(0);
    watched.select_row(0);
    watched
}
