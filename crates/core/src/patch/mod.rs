//! What differs between two values of JSON, as a list of operations that can be made, taken back, stored and shown.
//!
//! A [`Patch`] knows what was there before, so it can be inverted, and it is only made to a value that has what it expects: where
//! somebody else has changed the same place it is a [`Conflict`], and nothing is made of it.
//!
//! # Rows
//!
//! In an array whose elements are all objects with an identifying field (`id` or `key`, or another one that is
//! [named](Patch::identified_by)), elements are known by it, wherever they are: one that is new, gone or in another place is one
//! operation each, and what differs inside is addressed by the field. Of other arrays what is equal at the beginning and at the
//! end is left alone.
//!
//! # As it is stored
//!
//! The form is near that of JSON Patch (RFC 6902), with what was there before in `old`:
//!
//! ```json
//! {"version": 1, "operations": [
//!   {"op": "replace", "path": ["todos", {"id": 7}, "title"], "old": "tea", "value": "green tea"},
//!   {"op": "add", "path": ["filter"], "value": "all"},
//!   {"op": "remove", "path": ["draft"], "old": ""},
//!   {"op": "insert", "path": ["todos", {"id": 9}], "after": {"id": 7}, "value": {"id": 9}},
//!   {"op": "take", "path": ["todos", {"id": 3}], "after": null, "old": {"id": 3}},
//!   {"op": "move", "path": ["todos", {"id": 9}], "from": {"id": 7}, "after": null},
//!   {"op": "splice", "path": ["tags"], "index": 2, "old": ["a"], "value": ["b", "c"]}
//! ]}
//! ```
//!
//! A path is a list: a text is a field, a number the index of an element, an object the identifying field of an element with its
//! value. `after` and `from` name the element behind which another is, `null` the beginning.

mod apply;
mod diff;
mod place;

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

pub use apply::Conflict;
pub use place::{Place, RowKey, Segment};

/// What differs between two values of JSON.
///
/// # Examples
///
/// ```
/// use leptos_state_core::patch::Patch;
/// use serde_json::json;
///
/// let before = json!({"todos": [{"id": 1, "title": "tea"}, {"id": 2, "title": "milk"}]});
/// let after = json!({"todos": [{"id": 2, "title": "oat milk"}, {"id": 1, "title": "tea"}]});
/// let patch = Patch::between(&before, &after);
/// assert_eq!(
///     patch.to_string(),
///     "move todos[id=1] behind id=2\nreplace todos[id=2].title: \"milk\" with \"oat milk\""
/// );
///
/// let mut value = after.clone();
/// patch.inverted().apply(&mut value).unwrap();
/// assert_eq!(value, before);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patch {
    operations: Vec<Operation>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Operation {
    /// A field that was not there.
    Add {
        /// The field.
        path: Place,
        /// What is there then.
        value: Value,
    },
    /// A field that is not there any more.
    Remove {
        /// The field.
        path: Place,
        /// What was there.
        old: Value,
    },
    /// Another value.
    Replace {
        /// Where.
        path: Place,
        /// What was there.
        old: Value,
        /// What is there then.
        value: Value,
    },
    /// An element that was not in an array of identified ones.
    Insert {
        /// The element.
        path: Place,
        /// Behind which one it is put.
        after: Option<RowKey>,
        /// The element itself.
        value: Value,
    },
    /// An element that is not in an array of identified ones any more.
    Take {
        /// The element.
        path: Place,
        /// Behind which one it was.
        after: Option<RowKey>,
        /// The element itself.
        old: Value,
    },
    /// An element of an array of identified ones in another place.
    Move {
        /// The element.
        path: Place,
        /// Behind which one it was.
        from: Option<RowKey>,
        /// Behind which one it is put.
        after: Option<RowKey>,
    },
    /// Other elements in a part of an array.
    Splice {
        /// The array.
        path: Place,
        /// Where the part begins.
        index: usize,
        /// The elements that were there.
        old: Vec<Value>,
        /// The elements that are there then.
        value: Vec<Value>,
    },
}

/// The fields by which elements are known, if no others are named.
const IDENTIFYING: &[&str] = &["id", "key"];

impl Patch {
    /// What differs between two values. Elements of arrays are known by `id` or `key`.
    pub fn between(before: &Value, after: &Value) -> Self {
        Self::identified_by(IDENTIFYING, before, after)
    }

    /// What differs between two values. Elements of arrays are known by the first of `fields` that all of them have.
    pub fn identified_by(fields: &[&str], before: &Value, after: &Value) -> Self {
        Self {
            operations: diff::between(fields, before, after),
        }
    }

    /// The differences, in the order in which they are made.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Makes the second value of the first one, or of another one that has the same in the places that differ. A row is put at
    /// the end if the one is gone behind which it was.
    ///
    /// # Errors
    ///
    /// The first place that has something else. The value is then as it was.
    pub fn apply(&self, value: &mut Value) -> Result<(), Conflict> {
        self.whole_or_not(value, Self::make)
    }

    /// Makes the first value of the second one, as [`apply`](Self::apply) does the other way.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn take_back(&self, value: &mut Value) -> Result<(), Conflict> {
        self.whole_or_not(value, Self::unmake)
    }

    fn whole_or_not(
        &self,
        value: &mut Value,
        make: fn(&Self, &mut Value) -> Result<(), Conflict>,
    ) -> Result<(), Conflict> {
        // One operation is made or not.
        if self.operations.len() < 2 {
            return make(self, value);
        }
        let mut other = value.clone();
        make(self, &mut other)?;
        *value = other;
        Ok(())
    }

    /// As [`apply`](Self::apply), but an error leaves the value half made.
    pub(crate) fn make(&self, value: &mut Value) -> Result<(), Conflict> {
        apply::all(self.operations.iter().map(Cow::Borrowed), value)
    }

    /// As [`take_back`](Self::take_back), but an error leaves the value half made.
    pub(crate) fn unmake(&self, value: &mut Value) -> Result<(), Conflict> {
        let back = self.operations.iter().rev().cloned();
        apply::all(
            back.map(|operation| Cow::Owned(operation.inverted())),
            value,
        )
    }

    /// What leads from the second value to the first.
    #[must_use]
    pub fn inverted(self) -> Self {
        let operations = self.operations.into_iter().rev();
        Self {
            operations: operations.map(Operation::inverted).collect(),
        }
    }

    /// About how many bytes of memory it takes.
    pub fn size(&self) -> usize {
        let operations = self.operations.iter().map(Operation::size);
        size_of::<Self>() + operations.sum::<usize>()
    }
}

impl Operation {
    /// Where it is made.
    pub const fn place(&self) -> &Place {
        match self {
            Self::Add { path, .. }
            | Self::Remove { path, .. }
            | Self::Replace { path, .. }
            | Self::Insert { path, .. }
            | Self::Take { path, .. }
            | Self::Move { path, .. }
            | Self::Splice { path, .. } => path,
        }
    }

    /// What takes it back.
    #[must_use]
    pub fn inverted(self) -> Self {
        match self {
            Self::Add { path, value } => Self::Remove { path, old: value },
            Self::Remove { path, old } => Self::Add { path, value: old },
            Self::Replace { path, old, value } => Self::Replace {
                path,
                old: value,
                value: old,
            },
            Self::Insert { path, after, value } => Self::Take {
                path,
                after,
                old: value,
            },
            Self::Take { path, after, old } => Self::Insert {
                path,
                after,
                value: old,
            },
            Self::Move { path, from, after } => Self::Move {
                path,
                from: after,
                after: from,
            },
            Self::Splice {
                path,
                index,
                old,
                value,
            } => Self::Splice {
                path,
                index,
                old: value,
                value: old,
            },
        }
    }

    fn size(&self) -> usize {
        let key = |key: &Option<RowKey>| key.as_ref().map_or(0, RowKey::size);
        let all = |values: &[Value]| values.iter().map(value_size).sum::<usize>();
        let inside = match self {
            Self::Add { value, .. } => heap(value),
            Self::Remove { old, .. } => heap(old),
            Self::Replace { old, value, .. } => heap(old) + heap(value),
            Self::Insert { after, value, .. } => key(after) + heap(value),
            Self::Take { after, old, .. } => key(after) + heap(old),
            Self::Move { from, after, .. } => key(from) + key(after),
            Self::Splice { old, value, .. } => all(old) + all(value),
        };
        size_of::<Self>() + self.place().size() + inside
    }
}

/// How many bytes a value takes.
fn value_size(value: &Value) -> usize {
    size_of::<Value>() + heap(value)
}

/// How many bytes a value takes elsewhere. What a map needs for itself is guessed.
fn heap(value: &Value) -> usize {
    match value {
        Value::String(text) => text.capacity(),
        Value::Array(values) => values.iter().map(value_size).sum(),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                size_of::<String>() + name.capacity() + value_size(value)
            };
            fields.iter().map(field).sum()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    }
}

/// The version of the stored form.
const VERSION: u32 = 1;

/// A patch as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<O> {
    version: u32,
    operations: O,
}

impl Serialize for Patch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let stored = Stored {
            version: VERSION,
            operations: &self.operations,
        };
        stored.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Patch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored {
            version,
            operations,
        } = Stored::deserialize(deserializer)?;
        if version != VERSION {
            let message = format!("a patch of version {version}, where {VERSION} is known");
            return Err(serde::de::Error::custom(message));
        }
        Ok(Self { operations })
    }
}

impl std::fmt::Display for Patch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, operation) in self.operations.iter().enumerate() {
            let line = if n == 0 { "" } else { "\n" };
            write!(f, "{line}{operation}")?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let behind = |after: &Option<RowKey>| match after {
            Some(key) => format!("behind {key}"),
            None => "to the beginning".to_owned(),
        };
        match self {
            Self::Add { path, value } => write!(f, "add {path}: {value}"),
            Self::Remove { path, old } => write!(f, "remove {path}: {old}"),
            Self::Replace { path, old, value } => write!(f, "replace {path}: {old} with {value}"),
            Self::Insert { path, after, value } => {
                write!(f, "insert {path} {}: {value}", behind(after))
            }
            Self::Take { path, old, .. } => write!(f, "take {path}: {old}"),
            Self::Move { path, after, .. } => write!(f, "move {path} {}", behind(after)),
            Self::Splice {
                path,
                index,
                old,
                value,
            } => {
                let (old, value) = (Value::from(old.clone()), Value::from(value.clone()));
                write!(f, "replace {path} from {index} on: {old} with {value}")
            }
        }
    }
}
