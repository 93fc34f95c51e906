//! A table whose rows hold their labels in signals: what one writes by hand to have rows watched one by one.

use harness::rows::{first_label, Table};
use reactive_graph::owner::Owner;
use reactive_graph::signal::{ArcRwSignal, RwSignal};
use reactive_graph::traits::{Get, Set, Update, With, WithUntracked};

use crate::effects::{self, watch};

/// The list in one signal, each label in another, and the selection in a third.
pub struct SignalInEachRow {
    _owner: Owner,
    /// The owner of the effects of the rows.
    rows_owner: Owner,
    rows: RwSignal<Vec<Row>>,
    selected: RwSignal<Option<u64>>,
    removed: Option<(usize, Row)>,
}

#[derive(Clone)]
struct Row {
    id: u64,
    /// Counted, so that it goes with its row.
    label: ArcRwSignal<String>,
}

impl Row {
    fn new(id: u64, label: String) -> Self {
        Self {
            id,
            label: ArcRwSignal::new(label),
        }
    }
}

impl Table for SignalInEachRow {
    fn new() -> Self {
        let owner = effects::owner();
        let rows = RwSignal::new(Vec::<Row>::new());
        watch(move || rows.with(|rows| rows.iter().map(|row| row.id).collect::<Vec<_>>()));
        Self {
            rows_owner: owner.child(),
            _owner: owner,
            rows,
            selected: RwSignal::new(None),
            removed: None,
        }
    }

    fn fill(&mut self, ids: std::ops::Range<u64>) {
        let added: Vec<Row> = ids.map(|id| Row::new(id, first_label(id))).collect();
        self.rows.update(|rows| rows.extend(added.iter().cloned()));
        self.rows_owner.with(|| {
            for Row { label, .. } in added {
                watch(move || label.get());
            }
        });
    }

    fn clear(&mut self) {
        self.rows_owner.cleanup();
        self.rows.set(Vec::new());
    }

    fn rename(&mut self, id: u64, label: String) {
        let found = self.rows.with_untracked(|rows| {
            let row = rows.iter().find(|row| row.id == id);
            row.map(|row| row.label.clone())
        });
        if let Some(signal) = found {
            signal.set(label);
        }
    }

    fn push(&mut self, id: u64, label: String) {
        self.rows.update(|rows| rows.push(Row::new(id, label)));
    }

    fn pop(&mut self) {
        self.rows.update(|rows| drop(rows.pop()));
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.rows.update(|rows| rows.swap(one, other));
    }

    fn remove(&mut self, index: usize) {
        let row = self.rows.try_update(|rows| rows.remove(index));
        self.removed = row.map(|row| (index, row));
    }

    fn restore(&mut self) {
        if let Some((index, row)) = self.removed.take() {
            self.rows.update(|rows| rows.insert(index, row));
        }
    }

    fn select(&mut self, id: u64) {
        self.selected.set(Some(id));
    }

    fn settle(&self) {
        effects::settle();
    }
}
