//! The rows in a store of leptos-state, changed by actions.

use leptos::prelude::*;
use leptos_state::prelude::*;
use rows::{show, NewRow, Page, RowView, Table};
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, State)]
struct Rows {
    #[state(key = id)]
    rows: Vec<Row>,
    selected: Option<u64>,
}

#[derive(Clone, Debug, Serialize, Deserialize, State)]
struct Row {
    id: u64,
    label: String,
}

impl From<NewRow> for Row {
    fn from(NewRow { id, label }: NewRow) -> Self {
        Self { id, label }
    }
}

#[actions]
impl Rows {
    pub fn replace(&mut self, rows: Vec<Row>) {
        self.rows = rows;
        self.selected = None;
    }

    pub fn append(&mut self, rows: Vec<Row>) {
        self.rows.extend(rows);
    }

    pub fn exclaim(&mut self) {
        for row in self.rows.iter_mut().step_by(10) {
            row.label.push_str(" !!!");
        }
    }

    pub fn clear(&mut self) {
        self.rows.clear();
        self.selected = None;
    }

    pub fn swap(&mut self) {
        if self.rows.len() > 998 {
            self.rows.swap(1, 998);
        }
    }

    pub fn choose(&mut self, id: u64) {
        self.selected = Some(id);
    }

    pub fn remove(&mut self, id: u64) {
        self.rows.retain(|row| row.id != id);
    }
}

#[derive(Clone, Copy)]
struct InStore(Store<Rows>);

impl Table for InStore {
    fn replace(self, rows: impl Iterator<Item = NewRow>) {
        self.0.replace(rows.map(Row::from).collect());
    }

    fn append(self, rows: impl Iterator<Item = NewRow>) {
        self.0.append(rows.map(Row::from).collect());
    }

    fn update(self) {
        self.0.exclaim();
    }

    fn clear(self) {
        self.0.clear();
    }

    fn swap(self) {
        self.0.swap();
    }

    fn select(self, id: u64) {
        self.0.choose(id);
    }

    fn remove(self, id: u64) {
        self.0.remove(id);
    }
}

#[component]
fn App() -> impl IntoView {
    let store = Store::new(Rows::default());
    let table = InStore(store);
    let selected = Selector::new(move || store.selected().get());
    view! {
        <Page table>
            <For each=move || store.rows().keys() key=|id| *id let:id>
                <RowView table id label=store.rows().at(id).label().or(String::new()) selected=selected.clone()/>
            </For>
        </Page>
    }
}

fn main() {
    show(App);
}
