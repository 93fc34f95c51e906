//! The sheet, and a line about the current cell.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos_state::prelude::*;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::{Address, Cell, Sheet, Value};

/// How many rows a page is, for the keys that go by pages.
const PAGE: i32 = 10;

/// Further than there are cells.
const FAR: i32 = 1000;

/// Shows the sheet that was provided above.
#[component]
pub fn View() -> impl IntoView {
    let sheet = use_store::<Sheet>();
    let about = derived(
        "about",
        (sheet.cells(), sheet.current()),
        |(cells, current)| cells.get(current).map_or_else(|| "empty".to_owned(), about),
    );
    let is_editing = sheet.select(|sheet| sheet.editing.is_some());
    let grid = NodeRef::<html::Table>::new();
    // Who has edited a cell is on the sheet again afterwards.
    Effect::new(move |was_editing: Option<bool>| {
        let is_editing = is_editing.get();
        if let Some(grid) = grid
            .get_untracked()
            .filter(|_| !is_editing && was_editing == Some(true))
        {
            // A sheet that is in the page takes the focus.
            let _ = grid.focus();
        }
        is_editing
    });
    view! {
        <div class="cells">
            <p class="current-cell" role="status">
                <strong>{move || sheet.current().get().to_string()}</strong>
                <span>{about}</span>
            </p>
            <div class="sheet">
                <Grid grid/>
                <Cursor/>
            </div>
            <p class="hint" id="cells-keys">
                "Double-click a cell, or press Enter on it, to edit it; Enter commits, Escape cancels. Formulas begin with
                =, such as =SUM(A0:B9)/2. There are SUM, PRODUCT, AVERAGE, MIN, MAX, COUNT, ABS, SQRT, ROUND, MOD and IF."
            </p>
        </div>
    }
}

/// What stands in a cell, and what comes of it.
fn about(cell: &Cell) -> String {
    match cell.trouble() {
        Some(trouble) => format!("{}: {trouble}", cell.text),
        None if cell.text.starts_with('=') => format!("{} is {}", cell.text, cell.value),
        None => cell.text.clone(),
    }
}

/// All cells.
#[component]
fn Grid(grid: NodeRef<html::Table>) -> impl IntoView {
    let sheet = use_store::<Sheet>();
    let key = move |event: KeyboardEvent| {
        let command = event.ctrl_key() || event.meta_key();
        let by = if command { FAR } else { 1 };
        match event.key().as_str() {
            "ArrowLeft" => sheet.go(-by, 0),
            "ArrowRight" => sheet.go(by, 0),
            "ArrowUp" => sheet.go(0, -by),
            "ArrowDown" => sheet.go(0, by),
            "PageUp" => sheet.go(0, -PAGE),
            "PageDown" => sheet.go(0, PAGE),
            "Home" if command => sheet.go(-FAR, -FAR),
            "End" if command => sheet.go(FAR, FAR),
            "Home" => sheet.go(-FAR, 0),
            "End" => sheet.go(FAR, 0),
            "Enter" | "F2" => sheet.edit(),
            "Delete" | "Backspace" => sheet.clear(),
            written if is_character(written) && !command && !event.alt_key() => {
                sheet.overwrite(written.to_owned());
            }
            _ => return,
        }
        event.prevent_default();
    };
    let rows = (0..Address::ROWS).map(|row| {
        let cells = (0..Address::COLUMNS).filter_map(|column| Address::new(column, row));
        let cells = cells.map(|at| view! { <Shown at/> });
        view! {
            <tr>
                <th scope="row">{row}</th>
                {cells.collect_view()}
            </tr>
        }
    });
    view! {
        <table
            node_ref=grid
            role="grid"
            tabindex="0"
            aria-label="Spreadsheet"
            aria-describedby="cells-keys"
            aria-activedescendant=move || sheet.current().get().to_string()
            on:keydown=key
            on:click=move |event| if let Some(at) = cell_of(event.target()) {
                sheet.go_to(at);
            }
            on:dblclick=move |event| if let Some(at) = cell_of(event.target()) {
                sheet.go_to(at);
                sheet.edit();
            }
        >
            <thead>
                <tr>
                    <td></td>
                    {Address::letters().map(|letter| view! { <th scope="col">{letter.to_string()}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// One cell. It is written again when its value is another, and at no other time.
#[component]
fn Shown(at: Address) -> impl IntoView {
    let value = use_store::<Sheet>().cells().at(at).value();
    let class = move || match value.get()? {
        Value::Empty => None,
        Value::Number(_) => Some("number"),
        Value::Text(_) => Some("text"),
        Value::Trouble(_) => Some("trouble"),
    };
    let text = move || value.get().map(|value| value.to_string());
    view! {
        <td id=at.to_string() class=class>{text}</td>
    }
}

/// The frame around the current cell, and the field in it while that is edited.
#[component]
fn Cursor() -> impl IntoView {
    let sheet = use_store::<Sheet>();
    let is_editing = sheet.select(|sheet| sheet.editing.is_some());
    let input = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(input) = input.get() {
            // A field that is in the page takes the focus.
            let _ = input.focus();
        }
    });
    Effect::new(move |before: Option<Address>| {
        let current = sheet.current().get();
        // What is there when the page is opened needs not be brought into sight.
        if before.is_some_and(|before| before != current) {
            if let Some(cell) = document().get_element_by_id(&current.to_string()) {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                options.set_inline(ScrollLogicalPosition::Nearest);
                cell.scroll_into_view_with_scroll_into_view_options(&options);
            }
        }
        current
    });
    let text = move || input.get_untracked().map(|input| input.value());
    let commit = move || {
        if let Some(text) = text() {
            sheet.commit(text);
        }
    };
    let key = move |event: KeyboardEvent| {
        // There, Enter ends the composition of a character.
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Enter" => {
                commit();
                sheet.go(0, 1);
            }
            "Tab" => {
                commit();
                sheet.go(if event.shift_key() { -1 } else { 1 }, 0);
            }
            "Escape" => sheet.cancel(),
            _ => return,
        }
        event.prevent_default();
    };
    // Leaving the field for another place commits too. Where it has gone, because it was committed or cancelled, there is
    // nothing to commit.
    let leave = move |_| {
        if is_editing.get_untracked() {
            commit();
        }
    };
    view! {
        <div
            class="cursor"
            style:--column=move || sheet.current().get().column().to_string()
            style:--row=move || sheet.current().get().row().to_string()
        >
            <Show when=move || is_editing.get()>
                <input
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=move || format!("Content of {}", sheet.current().get())
                    node_ref=input
                    prop:value=sheet.editing().get_untracked().unwrap_or_default()
                    on:keydown=key
                    on:blur=leave
                />
            </Show>
        </div>
    }
}

/// Whether a key writes a character.
fn is_character(key: &str) -> bool {
    let mut characters = key.chars();
    characters.next().is_some() && characters.next().is_none()
}

/// The cell that something has happened to.
fn cell_of(target: Option<web_sys::EventTarget>) -> Option<Address> {
    let target: Element = target?.dyn_into().ok()?;
    target.closest("td[id]").ok()??.id().parse().ok()
}
