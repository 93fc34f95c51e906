//! How changes are shown, as Redux's devtools want them: objects with a `type`.
//!
//! An action as serde writes it is `"clear"`, `{"add": {"title": "milk"}}` or, of a slice, `{"cart": {"add": {..}}}`. They are shown as
//! `{"type": "clear"}`, `{"type": "add", "payload": {"title": "milk"}}` and `{"type": "cart.add", "payload": {..}}`, and read back from
//! that.

use serde_json::{json, Map, Value};

/// The name of the entry with which a recording begins.
pub const INIT: &str = "@@INIT";

/// The action of this name, as serde writes it, as it is shown.
pub fn shown(name: &str, action: &Value) -> Value {
    let mut path: Vec<&str> = Vec::new();
    let mut payload = Some(action);
    for segment in name.split('.') {
        payload = match payload {
            Some(Value::String(unit)) if unit == segment => None,
            Some(Value::Object(variants)) if variants.len() == 1 => match variants.get(segment) {
                Some(inner) => Some(inner),
                None => break,
            },
            _ => break,
        };
        path.push(segment);
    }
    match (path.is_empty(), payload) {
        (false, None) => json!({ "type": path.join(".") }),
        (false, Some(payload)) => json!({ "type": path.join("."), "payload": payload }),
        (true, _) => match action {
            Value::Object(variants) if variants.len() == 1 => {
                let (name, payload) = variants.iter().next().unwrap_or_else(|| unreachable!());
                json!({ "type": name, "payload": payload })
            }
            Value::String(name) => json!({ "type": name }),
            other => json!({ "type": name, "payload": other }),
        },
    }
}

/// An action, as it is shown, as serde reads it. What is serde's form already stays as it is.
///
/// # Errors
///
/// If it is neither.
pub fn unshown(shown: &Value) -> Result<Value, String> {
    match shown {
        Value::String(_) => Ok(shown.clone()),
        Value::Object(fields) => match fields.get("type") {
            Some(Value::String(name)) => Ok(nested(name, fields.get("payload"))),
            Some(other) => Err(format!("type: expected a text, found {other}")),
            None if fields.len() == 1 => Ok(shown.clone()),
            None => Err("an action has a `type`".to_owned()),
        },
        other => Err(format!("expected an action, found {other}")),
    }
}

/// The action of this name, in the slices that are in the name.
fn nested(name: &str, payload: Option<&Value>) -> Value {
    let (outer, inner) = match name.rsplit_once('.') {
        Some((outer, inner)) => (Some(outer), inner),
        None => (None, name),
    };
    let action = match payload {
        None => Value::String(inner.to_owned()),
        Some(payload) => {
            let mut action = Map::new();
            action.insert(inner.to_owned(), payload.clone());
            Value::Object(action)
        }
    };
    match outer {
        Some(outer) => nested(outer, Some(&action)),
        None => action,
    }
}
