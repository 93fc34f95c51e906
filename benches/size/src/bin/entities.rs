//! The same list as in `rows`, as entities.

use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Default, State)]
struct Table {
    rows: Entities<Row>,
}

#[derive(Clone, PartialEq, State)]
struct Row {
    #[state(id)]
    id: u64,
    label: String,
}

#[actions]
impl Table {
    pub fn add(&mut self, label: String) {
        let id = self.rows.len() as u64;
        self.rows.add(Row { id, label });
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
