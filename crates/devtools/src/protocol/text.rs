//! What people type into the tools: JSON, or what JavaScript would take for it.

use serde_json::Value;

/// More brackets than this are read only if they are in JSON: the reader of the laxer notation has no bound of its own for
/// how deep it goes.
const BRACKETS: usize = 256;

/// Reads JSON, or a literal of JavaScript: names without quotes, texts in single quotes, commas at ends, comments.
///
/// # Errors
///
/// What is wrong with it, and where.
pub(super) fn read(text: &str) -> Result<Value, String> {
    let json = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    if text.matches(['[', '{']).count() > BRACKETS {
        return Err(json.to_string());
    }
    json5::from_str(text).map_err(|error| error.to_string())
}
