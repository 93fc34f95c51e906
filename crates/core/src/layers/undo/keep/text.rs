//! States as JSON.

use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;

use crate::json;

/// A state as JSON.
pub(in super::super) fn written<T: Serialize>(state: &T) -> Result<Value, String> {
    serde_json::to_value(state).map_err(|error| error.to_string())
}

/// The state that was written as `value` here: that it can't be read says more of its type than of the text, so a place is not worth
/// the 28 KB in a browser that finding it takes.
pub(in super::super) fn read_state<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    T::deserialize(value).map_err(|error| format!("the state could not be read: {error}"))
}

/// What was written as `value` somewhere, or what is wrong with it and where.
pub(in super::super) fn read_stored<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    T::deserialize(&value).or_else(|_| {
        let read = json::read(&value.to_string());
        read.map_err(|error| error.to_string())
    })
}
