//! The values that an expression is evaluated with.

use super::allowance::{nested, Allowance};
use super::convert::to_text;
use super::error::Fault;
use super::text;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A value of ECMAScript. What is read of variables is borrowed until it is changed.
#[derive(Debug)]
pub enum Operand<'a> {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    Array(Cow<'a, [Value]>),
    Object(Cow<'a, Map<String, Value>>),
}

/// Beyond it, not every whole number is a number of ECMAScript.
const WHOLE: f64 = 9_007_199_254_740_992.0;

impl<'a> Operand<'a> {
    /// Whether it holds as a condition.
    pub fn is_true(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(is) => *is,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Text(text) => !text.is_empty(),
            Self::Array(_) | Self::Object(_) => true,
        }
    }

    /// Whether it is undefined or null.
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    /// What `typeof` says.
    pub const fn type_of(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::Null | Self::Array(_) | Self::Object(_) => "object",
        }
    }

    /// What errors say.
    pub const fn described(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }

    /// What it has under a name. Undefined if there is nothing.
    pub fn member(self, name: &str, allowance: &Allowance) -> Result<Self, Fault> {
        match self {
            Self::Undefined | Self::Null => {
                let what = self.described();
                Err(Fault::new(format!("{what} has no `{name}`")))
            }
            Self::Bool(_) | Self::Number(_) => Ok(Self::Undefined),
            Self::Text(text) if name == "length" => {
                Ok(Self::from_count(text::length(&text, allowance)?))
            }
            Self::Text(text) => match index(name) {
                Some(index) => text::character(&text, index, allowance),
                None => Ok(Self::Undefined),
            },
            Self::Array(elements) if name == "length" => Ok(Self::from_count(elements.len())),
            Self::Array(elements) => {
                Ok(index(name).map_or(Self::Undefined, |index| element(elements, index)))
            }
            Self::Object(Cow::Borrowed(members)) => Ok(Self::found(members.get(name))),
            Self::Object(Cow::Owned(mut members)) => {
                Ok(members.remove(name).map_or(Self::Undefined, Self::from))
            }
        }
    }

    /// What it has under a key.
    pub fn keyed(self, key: &Operand<'_>, allowance: &Allowance) -> Result<Self, Fault> {
        let name = to_text(key, allowance)?;
        allowance.work(name.len())?;
        self.member(&name, allowance)
    }

    /// What may be there.
    pub fn found(value: Option<&'a Value>) -> Self {
        value.map_or(Self::Undefined, Self::from)
    }

    /// A length or position.
    pub fn from_count(count: usize) -> Self {
        Self::Number(count as f64)
    }

    /// As an element or member of a value that is made. `None` if it is undefined.
    pub fn kept(self, allowance: &Allowance) -> Result<Option<Value>, Fault> {
        match &self {
            Self::Text(Cow::Borrowed(text)) => allowance.text(text.len())?,
            Self::Array(Cow::Borrowed(elements)) => {
                allowance.elements(elements.len())?;
                elements
                    .iter()
                    .try_for_each(|element| allowance.copy(element))?;
            }
            Self::Object(Cow::Borrowed(members)) => {
                allowance.elements(members.len())?;
                members.iter().try_for_each(|(name, member)| {
                    allowance.text(name.len())?;
                    allowance.copy(member)
                })?;
            }
            _ => {}
        }
        Ok(self.into_value())
    }

    /// As what an evaluation leads to. `None` if it is undefined.
    pub fn result(self) -> Result<Option<Value>, Fault> {
        match &self {
            Self::Array(elements) => elements.iter().try_for_each(|element| flat(element, 1))?,
            Self::Object(members) => members.values().try_for_each(|member| flat(member, 1))?,
            _ => {}
        }
        Ok(self.into_value())
    }

    fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::Undefined => return None,
            Self::Null => Value::Null,
            Self::Bool(is) => is.into(),
            Self::Number(number) if number.fract() == 0.0 && number.abs() <= WHOLE => {
                (number as i64).into()
            }
            Self::Number(number) => number.into(),
            Self::Text(text) => text.into_owned().into(),
            Self::Array(elements) => elements.into_owned().into(),
            Self::Object(members) => members.into_owned().into(),
        })
    }
}

/// Whether `value`, inside of `depth` arrays and objects, is not nested too deeply.
pub fn flat(value: &Value, depth: usize) -> Result<(), Fault> {
    match value {
        Value::Array(elements) => {
            nested(depth)?;
            elements
                .iter()
                .try_for_each(|element| flat(element, depth + 1))
        }
        Value::Object(members) => {
            nested(depth)?;
            members
                .values()
                .try_for_each(|member| flat(member, depth + 1))
        }
        _ => Ok(()),
    }
}

/// The position that a key of an array is, if it is one.
pub fn index(key: &str) -> Option<usize> {
    let is_index =
        key == "0" || (!key.starts_with('0') && key.bytes().all(|byte| byte.is_ascii_digit()));
    is_index.then(|| key.parse().ok())?
}

fn element<'a>(elements: Cow<'a, [Value]>, index: usize) -> Operand<'a> {
    match elements {
        Cow::Borrowed(elements) => Operand::found(elements.get(index)),
        Cow::Owned(elements) => elements
            .into_iter()
            .nth(index)
            .map_or(Operand::Undefined, Operand::from),
    }
}

impl<'a> From<&'a Value> for Operand<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(is) => Self::Bool(*is),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(elements) => Self::Array(Cow::Borrowed(elements)),
            Value::Object(members) => Self::Object(Cow::Borrowed(members)),
        }
    }
}

impl From<Value> for Operand<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(Cow::Owned(text)),
            Value::Array(elements) => Self::Array(Cow::Owned(elements)),
            Value::Object(members) => Self::Object(Cow::Owned(members)),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Value::Bool(is) => Self::Bool(is),
            Value::Null => Self::Null,
        }
    }
}

impl From<bool> for Operand<'_> {
    fn from(is: bool) -> Self {
        Self::Bool(is)
    }
}

impl From<f64> for Operand<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<String> for Operand<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a str> for Operand<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
