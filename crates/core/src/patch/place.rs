//! Places in a value of JSON.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{heap, value_size};

/// A place in a value. It prints as paths do: `todos[id=7].title`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(pub(super) Vec<Segment>);

/// A part of the way to a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Segment {
    /// A field of an object.
    Field(String),
    /// An element of an array, by its index.
    Index(usize),
    /// An element of an array, by what identifies it.
    Row(RowKey),
}

/// What identifies an element of an array: a field and its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct RowKey {
    pub(super) field: String,
    pub(super) value: Value,
}

impl Place {
    /// The way to it.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    pub(super) fn then(&self, segment: Segment) -> Self {
        let mut segments = Vec::with_capacity(self.0.len() + 1);
        segments.extend_from_slice(&self.0);
        segments.push(segment);
        Self(segments)
    }

    pub(super) fn size(&self) -> usize {
        let segment = |segment: &Segment| {
            size_of::<Segment>()
                + match segment {
                    Segment::Field(name) => name.capacity(),
                    Segment::Index(_) => 0,
                    Segment::Row(key) => key.field.capacity() + heap(&key.value),
                }
        };
        self.0.iter().map(segment).sum()
    }
}

impl RowKey {
    /// The identifying field.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Its value.
    pub const fn value(&self) -> &Value {
        &self.value
    }

    pub(super) fn is_of(&self, row: &Value) -> bool {
        row.get(&self.field) == Some(&self.value)
    }

    pub(super) fn size(&self) -> usize {
        self.field.capacity() + value_size(&self.value)
    }
}

impl TryFrom<Map<String, Value>> for RowKey {
    type Error = &'static str;

    fn try_from(fields: Map<String, Value>) -> Result<Self, Self::Error> {
        let mut fields = fields.into_iter();
        match (fields.next(), fields.next()) {
            (Some((field, value)), None) => Ok(Self { field, value }),
            _ => Err("an element is identified by one field"),
        }
    }
}

impl From<RowKey> for Map<String, Value> {
    fn from(key: RowKey) -> Self {
        Self::from_iter([(key.field, key.value)])
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("the whole");
        }
        for (n, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Field(name) if n == 0 => write!(f, "{name}")?,
                Segment::Field(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Row(key) => write!(f, "[{key}]")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::String(text) => write!(f, "{}={text}", self.field),
            value => write!(f, "{}={value}", self.field),
        }
    }
}
