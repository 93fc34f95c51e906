//! The type of an action that is shown: a way through tags and keys, such as `tabs[7].rename`.

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

/// Tags from the outside to the inside, each with the key of the row that it goes to.
#[derive(Clone, Debug, Default)]
pub(super) struct Place(Vec<(String, Option<Value>)>);

impl Place {
    /// One step further, to what is behind `tag`.
    pub(super) fn tag(mut self, tag: &str) -> Self {
        self.0.push((tag.to_owned(), None));
        self
    }

    /// To the row `key` behind the last tag.
    pub(super) fn key(mut self, key: Value) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.1 = Some(key);
        }
        self
    }

    /// The same with one more tag around the last one.
    pub(super) fn inside(mut self, tag: &str) -> Self {
        let last = self.0.len().saturating_sub(1);
        self.0.insert(last, (tag.to_owned(), None));
        self
    }

    /// The enum that has `payload` at this place.
    pub(super) fn around(self, payload: Option<Value>) -> Value {
        let mut inside = payload;
        for (tag, key) in self.0.into_iter().rev() {
            if let Some(key) = key {
                let action = inside.unwrap_or_default();
                let fields = [("key".to_owned(), key), ("action".to_owned(), action)];
                inside = Some(Value::Object(Map::from_iter(fields)));
            }
            inside = Some(match inside {
                None => Value::String(tag),
                Some(inside) => Value::Object(Map::from_iter([(tag, inside)])),
            });
        }
        inside.unwrap_or_default()
    }
}

/// Whether a tag can stand in a place as it is.
fn is_plain(tag: &str) -> bool {
    !tag.is_empty() && !tag.contains(['.', '[', ']', '"'])
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (tag, key)) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str(".")?;
            }
            if is_plain(tag) {
                f.write_str(tag)?;
            } else {
                write!(f, "{}", Value::from(tag.as_str()))?;
            }
            if let Some(key) = key {
                write!(f, "[{key}]")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Place {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (mut place, mut rest) = (Self::default(), text);
        loop {
            let tag = if rest.starts_with('"') {
                let (tag, after) = value(rest)?;
                rest = after;
                match tag {
                    Value::String(tag) => tag,
                    _ => return Err("a quoted name must be a text"),
                }
            } else {
                let end = rest.find(['.', '[', ']', '"']).unwrap_or(rest.len());
                let (tag, after) = rest.split_at(end);
                if tag.is_empty() {
                    return Err("a name is missing");
                }
                rest = after;
                tag.to_owned()
            };
            place = place.tag(&tag);
            if let Some(inside) = rest.strip_prefix('[') {
                let (key, after) = value(inside)?;
                rest = after.strip_prefix(']').ok_or("a `]` is missing")?;
                place = place.key(key);
            }
            if rest.is_empty() {
                return Ok(place);
            }
            rest = rest.strip_prefix('.').ok_or("a `.` is missing")?;
        }
    }
}

/// The JSON that a text begins with, and what comes after it.
fn value(text: &str) -> Result<(Value, &str), &'static str> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter();
    match values.next() {
        Some(Ok(value)) => Ok((value, &text[values.byte_offset()..])),
        _ => Err("a key must be JSON, such as `7` or `\"a\"`"),
    }
}
