//! A deserializer that knows where it is and what the types that it fills know.

use std::cell::RefCell;
use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer,
    MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::value::RawValue;

use super::error::{ReadError, ReadProblem};
use super::kept::{Field, Unknown};

/// The name by which a [`Kept`](super::Kept) asks for its text.
pub(super) const KEPT: &str = "$leptos_state::json::Kept";

/// What is done with fields that are not known.
pub(super) struct Reading {
    keeps: bool,
    kept: RefCell<Vec<Field>>,
}

impl Reading {
    /// They are errors.
    pub(super) const fn strict() -> Self {
        Self {
            keeps: false,
            kept: RefCell::new(Vec::new()),
        }
    }

    /// They are kept, unless they are in a list.
    pub(super) const fn keeping() -> Self {
        Self {
            keeps: true,
            kept: RefCell::new(Vec::new()),
        }
    }

    pub(super) fn into_unknown(self) -> Unknown {
        Unknown(self.kept.into_inner())
    }

    pub(super) fn read<T: DeserializeOwned>(&self, text: &str) -> Result<T, ReadError> {
        let raw: &RawValue = serde_json::from_str(text).map_err(syntax)?;
        let whole = Node {
            text: raw.get(),
            place: Place::Whole,
            unknown: None,
            reading: self,
        };
        T::deserialize(whole)
    }
}

fn syntax(error: serde_json::Error) -> ReadError {
    ReadError::new(ReadProblem::Syntax(error.to_string()))
}

/// Where a value is.
#[derive(Clone, Copy)]
enum Place<'p> {
    Whole,
    Key(&'p Place<'p>, &'p str),
    Index(&'p Place<'p>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Whole => Ok(()),
            Place::Key(Place::Whole, key) => f.write_str(key),
            Place::Key(outer, key) => write!(f, "{outer}.{key}"),
            Place::Index(outer, index) => write!(f, "{outer}[{index}]"),
        }
    }
}

impl Place<'_> {
    /// The names that lead here; `None` if the way is through a list.
    fn names(&self) -> Option<Vec<String>> {
        match self {
            Place::Whole => Some(Vec::new()),
            Place::Key(outer, key) => {
                let mut names = outer.names()?;
                names.push((*key).to_owned());
                Some(names)
            }
            Place::Index(..) => None,
        }
    }
}

/// The names of the fields of a type.
type Names = &'static [&'static str];

/// A value.
#[derive(Clone, Copy)]
struct Node<'de, 'p> {
    text: &'de str,
    place: Place<'p>,
    /// That it is in a field which is not one of these.
    unknown: Option<Names>,
    reading: &'p Reading,
}

/// The kinds of values, told by how they begin.
enum Kind {
    Null,
    Bool(bool),
    Number,
    Text,
    List,
    Object,
}

impl<'de, 'p> Node<'de, 'p> {
    fn kind(&self) -> Kind {
        match self.text.as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::List,
            Some(b'"') => Kind::Text,
            Some(b't') => Kind::Bool(true),
            Some(b'f') => Kind::Bool(false),
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        }
    }

    fn string(&self) -> Result<String, ReadError> {
        serde_json::from_str(self.text).map_err(syntax)
    }

    fn entries(&self) -> Vec<(String, &'de RawValue)> {
        entries(self.text).unwrap_or_default()
    }

    fn elements(&self) -> Vec<&'de RawValue> {
        serde_json::from_str(self.text).unwrap_or_default()
    }

    /// The value of an entry or an element.
    fn inside<'q>(
        &self,
        value: &'de RawValue,
        place: Place<'q>,
        unknown: Option<Names>,
    ) -> Node<'de, 'q>
    where
        'p: 'q,
    {
        Node {
            text: value.get(),
            place,
            unknown,
            reading: self.reading,
        }
    }

    fn any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool(value) => visitor.visit_bool(value),
            Kind::Number => number(self.text, visitor),
            Kind::Text => visitor.visit_string(self.string()?),
            Kind::List => self.list(visitor),
            Kind::Object => self.object(None, visitor),
        }
    }

    fn list<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let elements = self.elements();
        let count = elements.len();
        let mut list = List {
            node: self,
            elements: elements.into_iter(),
            index: 0,
        };
        let value = visitor.visit_seq(&mut list)?;
        if list.index < count {
            let expected = format!("{} elements", list.index);
            return Err(ReadError::invalid_length(count, &expected.as_str()));
        }
        Ok(value)
    }

    /// Fills a struct of these fields, or anything that has no fixed ones.
    fn object<V: Visitor<'de>>(
        self,
        fields: Option<Names>,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_map(Object {
            node: self,
            entries: self.entries().into_iter(),
            value: None,
            fields,
        })
    }

    fn expected<T>(&self, expected: &dyn Expected) -> Result<T, ReadError> {
        let text;
        let found = match self.kind() {
            Kind::Null => Unexpected::Unit,
            Kind::Bool(value) => Unexpected::Bool(value),
            Kind::Number => Unexpected::Other(self.text),
            Kind::Text => {
                text = self.string()?;
                Unexpected::Str(&text)
            }
            Kind::List => Unexpected::Seq,
            Kind::Object => Unexpected::Map,
        };
        Err(ReadError::invalid_type(found, expected))
    }

    /// Fills a struct from an object. From a list, where fields would go by their order, it is not filled.
    fn fields<V: Visitor<'de>>(self, fields: Names, visitor: V) -> Result<V::Value, ReadError> {
        match self.kind() {
            Kind::Object => self.object(Some(fields), visitor),
            _ => self.expected(&visitor),
        }
    }

    /// Fills an enum: from a text if the variant has nothing in it, else from an object of one entry.
    fn variant<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.kind() {
            Kind::Text => {
                let name = self.string()?;
                let name: StrDeserializer<'_, ReadError> = name.as_str().into_deserializer();
                visitor.visit_enum(name)
            }
            Kind::Object => match <[_; 1]>::try_from(self.entries()) {
                Ok([(name, value)]) => visitor.visit_enum(Variant {
                    node: self,
                    name: &name,
                    value,
                }),
                Err(entries) => Err(ReadError::new(ReadProblem::Unexpected {
                    expected: "an object with one entry, the name of a variant".into(),
                    found: format!("one with {}", entries.len()),
                })),
            },
            _ => self.expected(&visitor),
        }
    }

    /// Passes over a value. What is in a field that is not known is an error, or kept.
    fn ignored(&self) -> Result<(), ReadError> {
        let (Some(known), Place::Key(_, name)) = (self.unknown, self.place) else {
            return Ok(());
        };
        let names = self.reading.keeps.then(|| self.place.names()).flatten();
        let Some(path) = names else {
            return Err(ReadError::unknown_field(name, known));
        };
        let value = RawValue::from_string(self.text.to_owned()).map_err(syntax)?;
        self.reading.kept.borrow_mut().push(Field { path, value });
        Ok(())
    }
}

/// A number as the narrowest type that has it exactly, if one has.
fn number<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, ReadError> {
    if let Ok(number) = text.parse() {
        return visitor.visit_u64(number);
    }
    if let Ok(number) = text.parse() {
        return visitor.visit_i64(number);
    }
    if let Ok(number) = text.parse() {
        return visitor.visit_u128(number);
    }
    if let Ok(number) = text.parse() {
        return visitor.visit_i128(number);
    }
    match text.parse() {
        Ok(number) => visitor.visit_f64(number),
        Err(_) => Err(ReadError::invalid_type(Unexpected::Other(text), &visitor)),
    }
}

/// The entries of an object, in their order.
pub(super) fn entries(text: &str) -> Option<Vec<(String, &RawValue)>> {
    struct Entries;

    impl<'de> Visitor<'de> for Entries {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut entries = Vec::new();
            while let Some(entry) = map.next_entry()? {
                entries.push(entry);
            }
            Ok(entries)
        }
    }

    let mut reader = serde_json::Deserializer::from_str(text);
    reader.deserialize_map(Entries).ok()
}

impl<'de> Deserializer<'de> for Node<'de, '_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.any(visitor).map_err(|error| error.at(&self.place))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.kind() {
            Kind::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if name == KEPT {
            visitor.visit_seq(KnownOrText {
                node: self,
                asked: false,
            })
        } else {
            visitor.visit_newtype_struct(self)
        }
        .map_err(|error| error.at(&self.place))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: Names,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let filled = self.fields(fields, visitor);
        filled.map_err(|error| error.at(&self.place))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: Names,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.variant(visitor).map_err(|error| error.at(&self.place))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.ignored().map_err(|error| error.at(&self.place))?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

/// The elements of a list.
struct List<'de, 'p> {
    node: Node<'de, 'p>,
    elements: std::vec::IntoIter<&'de RawValue>,
    index: usize,
}

impl<'de> SeqAccess<'de> for List<'de, '_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        let Some(element) = self.elements.next() else {
            return Ok(None);
        };
        let place = Place::Index(&self.node.place, self.index);
        let value = seed.deserialize(self.node.inside(element, place, None))?;
        self.index += 1;
        Ok(Some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.elements.len())
    }
}

/// The entries of an object.
struct Object<'de, 'p> {
    node: Node<'de, 'p>,
    entries: std::vec::IntoIter<(String, &'de RawValue)>,
    /// The entry whose name was asked for last.
    value: Option<(String, &'de RawValue)>,
    /// The names of the fields, if it is a struct.
    fields: Option<Names>,
}

impl<'de> MapAccess<'de> for Object<'de, '_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        self.value = self.entries.next();
        let Some((name, _)) = &self.value else {
            return Ok(None);
        };
        let place = Place::Key(&self.node.place, name);
        let key = seed.deserialize(Key(name));
        key.map(Some).map_err(|error| error.at(&place))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ReadError> {
        let Some((name, value)) = self.value.take() else {
            return Err(ReadError::custom("a value was asked for before its name"));
        };
        let place = Place::Key(&self.node.place, &name);
        let unknown = self.fields.filter(|fields| !fields.contains(&&*name));
        seed.deserialize(self.node.inside(value, place, unknown))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A variant with something in it.
struct Variant<'de, 'p, 'n> {
    node: Node<'de, 'p>,
    name: &'n str,
    value: &'de RawValue,
}

impl<'de> EnumAccess<'de> for Variant<'de, '_, '_> {
    type Error = ReadError;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Self), ReadError> {
        let name: StrDeserializer<'_, ReadError> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> Variant<'de, '_, '_> {
    fn content(&self) -> Node<'de, '_> {
        let place = Place::Key(&self.node.place, self.name);
        self.node.inside(self.value, place, None)
    }
}

impl<'de> VariantAccess<'de> for Variant<'de, '_, '_> {
    type Error = ReadError;

    fn unit_variant(self) -> Result<(), ReadError> {
        serde::Deserialize::deserialize(self.content())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, ReadError> {
        seed.deserialize(self.content())
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ReadError> {
        self.content().deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: Names,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.content().deserialize_struct("", fields, visitor)
    }
}

/// The name of an entry: a text, or what was written as one because names are texts.
struct Key<'a>(&'a str);

/// Types that a name can be read as.
macro_rules! keys {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            match self.0.parse() {
                Ok(key) => visitor.$visit(key),
                Err(_) => Err(ReadError::invalid_type(Unexpected::Str(self.0), &visitor)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_str(self.0)
    }

    keys! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_i128 visit_i128
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
        deserialize_u128 visit_u128
        deserialize_f32 visit_f32
        deserialize_f64 visit_f64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: Names,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let name: StrDeserializer<'_, ReadError> = self.0.into_deserializer();
        visitor.visit_enum(name)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

/// What a [`Kept`](super::Kept) reads: the action, or if that is not known nothing, and then its text.
struct KnownOrText<'de, 'p> {
    node: Node<'de, 'p>,
    asked: bool,
}

impl<'de> SeqAccess<'de> for KnownOrText<'de, '_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        if self.asked {
            let text = BorrowedStrDeserializer::new(self.node.text);
            return seed.deserialize(text).map(Some);
        }
        self.asked = true;
        let node = Node {
            reading: &Reading::strict(),
            ..self.node
        };
        match seed.deserialize(node) {
            Ok(action) => Ok(Some(action)),
            Err(error) if error.is_unknown() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
