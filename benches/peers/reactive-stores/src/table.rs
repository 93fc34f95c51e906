//! A table whose rows are known by key.

use std::ops::Range;

use harness::rows::{first_label, Table};
use reactive_graph::owner::Owner;
use reactive_graph::traits::{Get, Set, Write};
use reactive_stores::Store;

use crate::effects::{self, watch};

/// A table.
#[derive(Clone, Default, Store)]
pub struct Rows {
    #[store(key: u64 = |row| row.id)]
    rows: Vec<Row>,
    selected: Option<u64>,
}

/// A row.
#[derive(Clone, Default, Store)]
pub struct Row {
    id: u64,
    label: String,
}

/// A table in a store.
pub struct InStore {
    _owner: Owner,
    /// The owner of the effects of the rows.
    rows_owner: Owner,
    store: Store<Rows>,
    removed: Option<(usize, Row)>,
}

impl Table for InStore {
    fn new() -> Self {
        let owner = effects::owner();
        let store = Store::new(Rows::default());
        // As `<For each=move || store.rows()>` does it.
        watch(move || store.rows().into_iter().count());
        Self {
            rows_owner: owner.child(),
            _owner: owner,
            store,
            removed: None,
        }
    }

    fn fill(&mut self, ids: Range<u64>) {
        let store = self.store;
        let added = ids.clone().map(|id| Row {
            id,
            label: first_label(id),
        });
        self.store.rows().write().extend(added);
        self.rows_owner.with(|| {
            for id in ids {
                watch(move || store.rows().at_key(id).label().try_get());
            }
        });
    }

    fn clear(&mut self) {
        self.rows_owner.cleanup();
        *self.store.rows().write() = Vec::new();
    }

    fn rename(&mut self, id: u64, label: String) {
        self.store.rows().at_key(id).label().set(label);
    }

    fn push(&mut self, id: u64, label: String) {
        self.store.rows().write().push(Row { id, label });
    }

    fn pop(&mut self) {
        self.store.rows().write().pop();
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.store.rows().write().swap(one, other);
    }

    fn remove(&mut self, index: usize) {
        let row = self.store.rows().write().remove(index);
        self.removed = Some((index, row));
    }

    fn restore(&mut self) {
        if let Some((index, row)) = self.removed.take() {
            self.store.rows().write().insert(index, row);
        }
    }

    fn select(&mut self, id: u64) {
        self.store.selected().set(Some(id));
    }

    fn settle(&self) {
        effects::settle();
    }
}
