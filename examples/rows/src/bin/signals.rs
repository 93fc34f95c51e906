//! The rows in signals alone: one for the list, and one for each label.

use leptos::prelude::*;
use rows::{show, NewRow, Page, RowView, Table};

#[derive(Clone)]
struct Row {
    id: u64,
    // Freed with its row. An `RwSignal` would live as long as its owner, and there is none where a click makes rows.
    label: ArcRwSignal<String>,
}

impl From<NewRow> for Row {
    fn from(NewRow { id, label }: NewRow) -> Self {
        let label = ArcRwSignal::new(label);
        Self { id, label }
    }
}

#[derive(Clone, Copy)]
struct Signals {
    rows: RwSignal<Vec<Row>>,
    selected: RwSignal<Option<u64>>,
}

impl Table for Signals {
    fn replace(self, rows: impl Iterator<Item = NewRow>) {
        self.rows.set(rows.map(Row::from).collect());
        self.selected.set(None);
    }

    fn append(self, rows: impl Iterator<Item = NewRow>) {
        self.rows.update(|all| all.extend(rows.map(Row::from)));
    }

    fn update(self) {
        self.rows.with_untracked(|rows| {
            for row in rows.iter().step_by(10) {
                row.label.update(|label| label.push_str(" !!!"));
            }
        });
    }

    fn clear(self) {
        self.rows.set(Vec::new());
        self.selected.set(None);
    }

    fn swap(self) {
        self.rows.update(|rows| {
            if rows.len() > 998 {
                rows.swap(1, 998);
            }
        });
    }

    fn select(self, id: u64) {
        self.selected.set(Some(id));
    }

    fn remove(self, id: u64) {
        self.rows.update(|rows| rows.retain(|row| row.id != id));
    }
}

#[component]
fn App() -> impl IntoView {
    let table = Signals {
        rows: RwSignal::new(Vec::new()),
        selected: RwSignal::new(None),
    };
    let selected = Selector::new(move || table.selected.get());
    view! {
        <Page table>
            <For each=move || table.rows.get() key=|row| row.id let(Row { id, label })>
                <RowView table id label=move || label.get() selected=selected.clone()/>
            </For>
        </Page>
    }
}

fn main() {
    show(App);
}
