//! States as JSON.

use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::Value;

use crate::json;

/// A state as JSON.
pub(in super::super) fn written<T: Serialize>(state: &T) -> Result<Value, String> {
    serde_json::to_value(state).map_err(|error| error.to_string())
}

/// What was written as `value`, or what is wrong with it and where.
pub(in super::super) fn read_state<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    T::deserialize(&value).or_else(|_| {
        let read = json::read(&value.to_string());
        read.map_err(|error| error.to_string())
    })
}
