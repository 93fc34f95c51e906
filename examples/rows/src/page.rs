//! The page: the buttons, and how a row looks.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{HtmlElement, UrlSearchParams};

use crate::{NewRow, NewRows};

/// How the rows are kept, and which of them is selected.
pub trait Table: Copy + Send + Sync + 'static {
    /// Takes these rows instead of those that there are, and selects none.
    fn replace(self, rows: impl Iterator<Item = NewRow>);
    /// Takes these rows behind those that there are.
    fn append(self, rows: impl Iterator<Item = NewRow>);
    /// Adds " !!!" to the label of every tenth row, beginning with the first.
    fn update(self);
    /// Removes all rows, and selects none.
    fn clear(self);
    /// Swaps the second row with the 999th, if there is one.
    fn swap(self);
    /// Selects a row.
    fn select(self, id: u64);
    /// Removes a row.
    fn remove(self, id: u64);
}

/// Shows `view` in the place that the page has for it.
pub fn show<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) {
    console_error_panic_hook::set_once();
    let place = document()
        .get_element_by_id("main")
        .and_then(|place| place.dyn_into::<HtmlElement>().ok())
        .expect("the page has an element #main");
    mount_to(place, view).forget();
}

/// The buttons, and the table around its rows.
#[component]
pub fn Page<T: Table>(
    /// What the buttons change.
    table: T,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let new_rows = StoredValue::new(NewRows::with_seed(seed()));
    let replace = move |count| new_rows.update_value(|rows| table.replace(rows.take(count)));
    let append = move |count| new_rows.update_value(|rows| table.append(rows.take(count)));
    view! {
        <div class="container">
            <div class="jumbotron">
                <Button id="run" text="Create 1,000 rows" on:click=move |_| replace(1_000)/>
                <Button id="runlots" text="Create 10,000 rows" on:click=move |_| replace(10_000)/>
                <Button id="add" text="Append 1,000 rows" on:click=move |_| append(1_000)/>
                <Button id="update" text="Update every 10th row" on:click=move |_| table.update()/>
                <Button id="clear" text="Clear" on:click=move |_| table.clear()/>
                <Button id="swaprows" text="Swap Rows" on:click=move |_| table.swap()/>
            </div>
            <table class="table table-hover table-striped test-data" on:keydown=press>
                <tbody id="tbody">{children()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Button(id: &'static str, text: &'static str) -> impl IntoView {
    view! { <button id=id class="btn btn-primary btn-block" type="button">{text}</button> }
}

/// A row of the table.
///
/// Selecting another row concerns two rows. A [`Selector`] wakes these two, where a comparison in each row would be made
/// again in all of them.
#[component]
pub fn RowView<T: Table, L: IntoView + 'static>(
    /// What its links change.
    table: T,
    /// Its key.
    id: u64,
    /// Its text, which is written again when it changes.
    label: L,
    /// Tells which row is selected.
    selected: Selector<Option<u64>>,
) -> impl IntoView {
    on_cleanup({
        let selected = selected.clone();
        move || selected.remove(&Some(id))
    });
    view! {
        <tr class:danger=move || selected.selected(&Some(id))>
            <td class="col-md-1">{id}</td>
            <td class="col-md-4"><a role="button" tabindex="0" on:click=move |_| table.select(id)>{label}</a></td>
            <td class="col-md-1">
                <a role="button" tabindex="0" aria-label="Remove" on:click=move |_| table.remove(id)>
                    <span class="glyphicon glyphicon-remove" aria-hidden="true"></span>
                </a>
            </td>
            <td class="col-md-6"></td>
        </tr>
    }
}

/// Lets keys press the links of the rows, as they press buttons.
fn press(event: KeyboardEvent) {
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .filter(|target| target.tag_name() == "A");
    if let (Some(link), "Enter" | " ") = (link, event.key().as_str()) {
        // The space bar would scroll the page.
        event.prevent_default();
        link.click();
    }
}

/// The number in the address behind `?seed=`, or else any.
fn seed() -> u64 {
    let asked = location()
        .search()
        .and_then(|search| UrlSearchParams::new_with_str(&search))
        .ok()
        .and_then(|parameters| parameters.get("seed"));
    asked.and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
        let any = js_sys::Math::random() * 2_f64.powi(53);
        any as u64
    })
}
