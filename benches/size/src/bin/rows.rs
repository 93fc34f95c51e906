//! A list of rows that are found by their keys, each with a watched label.

use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
struct Table {
    #[state(key = id)]
    rows: Vec<Row>,
}

#[derive(Clone, PartialEq, State)]
struct Row {
    id: u64,
    label: String,
}

#[actions]
impl Table {
    pub fn add(&mut self, label: String) {
        let id = self.rows.len() as u64;
        self.rows.push(Row { id, label });
    }
}

#[component]
fn App() -> impl IntoView {
    let table = Store::new(Table::default());
    view! {
        <button on:click=move |_| table.add("new".to_owned())>"add"</button>
        <For each=move || table.rows().keys() key=|id| *id let:id>
            <p on:click=move |_| table.rows().at(id).label().set("old".to_owned())>
                {table.rows().at(id).label()}
            </p>
        </For>
    }
}

fn main() {
    mount_to_body(App);
}
