//! Where in a page the stores are, and in which form.
//!
//! Leptos sends what a page loaded under numbers that it counts up. The stores are under a number of their own, which it never
//! comes to: a store has to be found by its name, whatever else the page loads in which order.

use std::fmt;

use hydration_context::SerializedDataId;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::Deserialize;
use serde_json::value::RawValue;

/// The number under which a page has its stores.
const NUMBER: usize = 0x0065_7473;

/// The version of the form.
pub(super) const FORM: u32 = 1;

pub(super) fn id() -> SerializedDataId {
    SerializedDataId::new(NUMBER)
}

/// All stores of a page: what [`Schema::write`](leptos_state_core::json::Schema::write) wrote, by the stores' names.
#[derive(Deserialize)]
struct Slot<'a> {
    form: u32,
    #[serde(borrow, deserialize_with = "in_order")]
    stores: Vec<(String, &'a RawValue)>,
}

/// The stores in a text: pairs of a name and what a schema wrote.
pub(super) fn read(text: &str) -> Result<Vec<(String, String)>, String> {
    let Slot { form, stores } = serde_json::from_str(text)
        .map_err(|error| format!("what the page has of its stores is damaged: {error}"))?;
    if form != FORM {
        return Err(format!(
            "the page has its stores in form {form}, and this program reads form {FORM}"
        ));
    }
    let text = |(name, raw): (_, &RawValue)| (name, raw.get().to_owned());
    Ok(stores.into_iter().map(text).collect())
}

/// The pairs of an object. For the few that a page has, a map would be more code than it saves time.
fn in_order<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<(String, &'de RawValue)>, D::Error> {
    struct Pairs;

    impl<'de> Visitor<'de> for Pairs {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("stores by their names")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                pairs.push(pair);
            }
            Ok(pairs)
        }
    }

    deserializer.deserialize_map(Pairs)
}
