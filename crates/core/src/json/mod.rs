//! Reading JSON that other versions and other programs wrote, strictly: what is not known is an error that says where it is and
//! what was perhaps meant, or is kept, as the reader declares.
//!
//! It reads and writes whatever is serialisable: actions, states, [`Snapshot`](crate::Snapshot)s, [`Record`](crate::Record)s.
//! What is written is what `serde_json` writes.
//!
//! Where serde reads a value before it knows its type, a field too many goes unnoticed: below `#[serde(flatten)]` and in enums
//! that are untagged or tagged inside.

mod error;
mod kept;
mod reader;
mod schema;

use serde::de::DeserializeOwned;
use serde::Serialize;

pub use error::{ReadError, ReadProblem, WriteError};
pub use kept::{Kept, Unknown};
pub use schema::{Schema, SchemaError};

use reader::Reading;

/// Reads a value. A field or a variant that it does not know is an error.
///
/// # Errors
///
/// If `text` is not JSON, or not of a `T`.
///
/// # Examples
///
/// ```
/// use leptos_state_core::json;
///
/// #[derive(serde::Deserialize)]
/// struct Item {
///     title: String,
///     amount: u32,
/// }
///
/// let error = json::read::<Vec<Item>>(r#"[{"title": "milk", "amount": "two"}]"#).err().unwrap();
/// assert_eq!(error.to_string(), r#"[0].amount: expected u32, found string "two""#);
///
/// let error = json::read::<Vec<Item>>(r#"[{"titel": "milk", "amount": 2}]"#).err().unwrap();
/// assert_eq!(error.to_string(), "[0].titel: unknown field `titel`, did you mean `title`?");
/// ```
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, ReadError> {
    Reading::strict().read(text)
}

/// Reads a value, and keeps the fields that it does not know, so that they can be [written back](Unknown::write).
///
/// A variant that is not known is an error still, and so is a field in a list: what it belonged to can't be told when the list
/// has changed.
///
/// # Errors
///
/// If `text` is not JSON, or not of a `T`.
///
/// # Examples
///
/// ```
/// use leptos_state_core::json;
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// struct Settings {
///     volume: u8,
/// }
///
/// let (mut settings, unknown) = json::read_keeping::<Settings>(r#"{"volume": 3, "balance": 0.50}"#)?;
/// settings.volume = 4;
/// assert_eq!(unknown.write(&settings)?, r#"{"volume":4,"balance":0.50}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_keeping<T: DeserializeOwned>(text: &str) -> Result<(T, Unknown), ReadError> {
    let reading = Reading::keeping();
    let value = reading.read(text)?;
    Ok((value, reading.into_unknown()))
}

/// Writes a value.
///
/// # Errors
///
/// If it has something that JSON has not, such as a map whose keys are no texts.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, WriteError> {
    serde_json::to_string(value).map_err(|error| WriteError(error.to_string()))
}
