//! What is not known, and kept.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::reader::{entries, KEPT};
use super::{write, WriteError};

/// An action that is known, or one that is not and is kept as it was written, to be written back.
///
/// It stands in the place of a state's actions, `Record<S, Kept<SAction>>`, where some that a newer program wrote may be
/// among them. An action that is known and has an unknown field counts as unknown; one that is known and malformed is an error.
/// It reads and writes JSON; of other formats it reads what is known.
///
/// # Examples
///
/// ```
/// use leptos_state_core::json::{self, Kept};
///
/// #[derive(serde::Serialize, serde::Deserialize)]
/// #[serde(rename_all = "snake_case")]
/// enum CartAction {
///     Add { amount: u32 },
/// }
///
/// let text = r#"[{"add":{"amount":2}},{"wrap":{"paper": "red"}}]"#;
/// let actions: Vec<Kept<CartAction>> = json::read(text)?;
/// assert!(matches!(actions[0], Kept::Known(CartAction::Add { amount: 2 })));
/// assert!(matches!(actions[1], Kept::Unknown(_)));
/// assert_eq!(json::write(&actions)?, text);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub enum Kept<A> {
    /// One that is known.
    Known(A),
    /// One that is not, as it was written.
    Unknown(Box<RawValue>),
}

impl<A> Kept<A> {
    /// The action, if it is known.
    pub fn known(self) -> Option<A> {
        match self {
            Self::Known(action) => Some(action),
            Self::Unknown(_) => None,
        }
    }
}

impl<A: PartialEq> PartialEq for Kept<A> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => a == b,
            (Self::Unknown(a), Self::Unknown(b)) => a.get() == b.get(),
            _ => false,
        }
    }
}

impl<A: Serialize> Serialize for Kept<A> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        match self {
            Self::Known(action) => action.serialize(serializer),
            Self::Unknown(raw) => raw.serialize(serializer),
        }
    }
}

impl<'de, A: Deserialize<'de>> Deserialize<'de> for Kept<A> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(KEPT, Known(PhantomData))
    }
}

/// Reads a [`Kept`]. The reader of this module gives a sequence of the action and the text, the action being missing if it is
/// not known; any other gives the action.
struct Known<A>(PhantomData<A>);

impl<'de, A: Deserialize<'de>> Visitor<'de> for Known<A> {
    type Value = Kept<A>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an action")
    }

    fn visit_seq<Q: SeqAccess<'de>>(self, mut seq: Q) -> Result<Kept<A>, Q::Error> {
        if let Some(action) = seq.next_element()? {
            return Ok(Kept::Known(action));
        }
        let text: Option<&str> = seq.next_element()?;
        RawValue::from_string(text.unwrap_or_default().to_owned())
            .map(Kept::Unknown)
            .map_err(Error::custom)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Kept<A>, D::Error> {
        A::deserialize(value).map(Kept::Known)
    }
}

/// Fields that were not known when a value was read, to be written back with it.
#[derive(Clone, Debug, Default)]
pub struct Unknown(pub(super) Vec<Field>);

/// A field that was not known.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// The names on the way to it, and its own.
    pub(super) path: Vec<String>,
    pub(super) value: Box<RawValue>,
}

impl Unknown {
    /// Whether all was known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ways to the fields, as `cart.wrapping`, and what is in them, as JSON.
    pub fn fields(&self) -> impl Iterator<Item = (String, &str)> {
        let fields = self.0.iter();
        fields.map(|field| (field.path.join("."), field.value.get()))
    }

    /// Writes `value` with the fields that were not known, each in the place where it was. Where that place is no more, such as
    /// in an entry of a map that was removed, the field goes with it.
    ///
    /// # Errors
    ///
    /// If `value` has something that JSON has not.
    pub fn write<T: Serialize + ?Sized>(&self, value: &T) -> Result<String, WriteError> {
        let text = write(value)?;
        Ok(self.0.iter().fold(text, |text, field| {
            with(&text, &field.path, field.value.get()).unwrap_or(text)
        }))
    }
}

/// The object `text` with `value` at the end of `path`; `None` if there is no such place, or something in it.
fn with(text: &str, path: &[String], value: &str) -> Option<String> {
    let (name, further) = path.split_first()?;
    let mut entries: Vec<_> = entries(text)?
        .into_iter()
        .map(|(name, value)| (name, value.get().to_owned()))
        .collect();
    let entry = entries.iter_mut().find(|(own, _)| own == name);
    match (entry, further) {
        (None, []) => entries.push((name.clone(), value.to_owned())),
        (Some((_, inside)), [_, ..]) => *inside = with(inside, further, value)?,
        _ => return None,
    }
    let written = entries.iter().map(|(name, value)| {
        let name = serde_json::Value::from(name.as_str());
        format!("{name}:{value}")
    });
    Some(format!("{{{}}}", written.collect::<Vec<_>>().join(",")))
}
