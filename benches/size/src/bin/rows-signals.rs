//! A list of rows as signals of Leptos, one for the list and one for each label: what `rows` is compared with.

use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Row {
    id: u64,
    label: RwSignal<String>,
}

#[component]
fn App() -> impl IntoView {
    let rows = RwSignal::new(Vec::<Row>::new());
    let add = move || {
        rows.update(|rows| {
            let id = rows.len() as u64;
            let label = RwSignal::new("new".to_owned());
            rows.push(Row { id, label });
        });
    };
    view! {
        <button on:click=move |_| add()>"add"</button>
        <For each=move || rows.get() key=|row| row.id let:row>
            <p on:click=move |_| row.label.set("old".to_owned())>{row.label}</p>
        </For>
    }
}

fn main() {
    mount_to_body(App);
}
