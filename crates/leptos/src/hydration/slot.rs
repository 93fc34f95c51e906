//! Where in a page the stores are, and how they are written there.
//!
//! Leptos sends what a page loaded under numbers that it counts up. The stores are under a number of their own, which it never
//! comes to: a store has to be found by its name, whatever else the page loads in which order.

use std::collections::BTreeMap;

use leptos_state_core::json::WriteError;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use hydration_context::SerializedDataId;

/// The number under which a page has its stores.
const NUMBER: usize = 0x0065_7473;

pub(super) fn id() -> SerializedDataId {
    SerializedDataId::new(NUMBER)
}

/// The version of this form.
const FORM: u32 = 1;

/// All stores of a page: what [`Schema::write`](leptos_state_core::json::Schema::write) wrote, by the stores' names.
#[derive(Serialize, Deserialize)]
struct Slot {
    form: u32,
    stores: BTreeMap<String, Box<RawValue>>,
}

/// Writes stores down: pairs of a name and what a schema wrote.
pub(super) fn write(
    stores: impl IntoIterator<Item = (String, String)>,
) -> Result<String, WriteError> {
    let raw = |(name, text)| Some((name, RawValue::from_string(text).ok()?));
    let slot = Slot {
        form: FORM,
        stores: stores.into_iter().filter_map(raw).collect(),
    };
    leptos_state_core::json::write(&slot).map(|text| escaped(&text))
}

/// The stores in a text by their names.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, String>, String> {
    let slot: Slot = serde_json::from_str(text)
        .map_err(|error| format!("what the page has of its stores is damaged: {error}"))?;
    if slot.form != FORM {
        let found = slot.form;
        return Err(format!(
            "the page has its stores in form {found}, and this program reads form {FORM}"
        ));
    }
    let text = |(name, raw): (_, Box<RawValue>)| (name, raw.get().to_owned());
    Ok(slot.stores.into_iter().map(text).collect())
}

/// The same JSON without any sign that could end a script, begin a comment or an entity in HTML (HTML Standard, 4.12.1.3), or
/// end a line of JavaScript. In JSON they stand in strings alone, where each may be written by its number.
fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for sign in json.chars() {
        match sign {
            '<' => escaped.push_str("\\u003c"),
            '>' => escaped.push_str("\\u003e"),
            '&' => escaped.push_str("\\u0026"),
            '\u{2028}' => escaped.push_str("\\u2028"),
            '\u{2029}' => escaped.push_str("\\u2029"),
            _ => escaped.push(sign),
        }
    }
    escaped
}
