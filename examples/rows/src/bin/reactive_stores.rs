//! The rows in a store of `reactive_stores`, as a keyed field.

use leptos::prelude::*;
use reactive_stores::{Patch, Store};
use rows::{show, NewRow, Page, RowView, Table};

#[derive(Default, Store)]
struct State {
    #[store(key: u64 = |row| row.id)]
    rows: Vec<Row>,
    selected: Option<u64>,
}

#[derive(Clone, Patch, Store)]
struct Row {
    id: u64,
    label: String,
}

impl From<NewRow> for Row {
    fn from(NewRow { id, label }: NewRow) -> Self {
        Self { id, label }
    }
}

#[derive(Clone, Copy)]
struct Rows(Store<State>);

impl Rows {
    /// Changes the list. `write` would wake every row that there is; `patch` compares the lists and wakes those rows that
    /// differ. It has to be given a copy, and is the faster of the two nevertheless.
    fn change(self, change: impl FnOnce(&mut Vec<Row>)) {
        let mut rows = self.0.rows().get_untracked();
        change(&mut rows);
        self.0.rows().patch(rows);
    }
}

impl Table for Rows {
    fn replace(self, rows: impl Iterator<Item = NewRow>) {
        *self.0.rows().write() = rows.map(Row::from).collect();
        self.0.selected().set(None);
    }

    fn append(self, rows: impl Iterator<Item = NewRow>) {
        self.change(|all| all.extend(rows.map(Row::from)));
    }

    fn update(self) {
        for row in self.0.rows().into_iter().step_by(10) {
            row.label().write().push_str(" !!!");
        }
    }

    fn clear(self) {
        self.0.rows().write().clear();
        self.0.selected().set(None);
    }

    fn swap(self) {
        self.change(|rows| {
            if rows.len() > 998 {
                rows.swap(1, 998);
            }
        });
    }

    fn select(self, id: u64) {
        self.0.selected().set(Some(id));
    }

    fn remove(self, id: u64) {
        self.change(|rows| rows.retain(|row| row.id != id));
    }
}

#[component]
fn App() -> impl IntoView {
    let table = Rows(Store::new(State::default()));
    let selected = Selector::new(move || table.0.selected().get());
    view! {
        <Page table>
            <For each=move || table.0.rows() key=|row| row.key() let:row>
                <RowView table id=row.key() label=move || row.label().get() selected=selected.clone()/>
            </For>
        </Page>
    }
}

fn main() {
    show(App);
}
