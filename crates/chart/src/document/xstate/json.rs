//! JSON whose values know where they stand.

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions};

use crate::document::places::Places;
use crate::document::{DocumentError, DocumentProblem, Place};

/// How long a document may be.
const BYTES: usize = 4 << 20;

/// Reads a text that is one value.
pub fn parse<'t>(text: &'t str, places: &Places<'_>) -> Result<Value<'t>, DocumentError> {
    let start = Place { line: 1, column: 1 };
    if text.len() > BYTES {
        let problem = DocumentProblem::TooLong {
            found: text.len(),
            limit: BYTES,
        };
        return Err(DocumentError::new(start, problem));
    }
    let options = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &options);
    let parsed = parsed.map_err(|error| {
        let place = places.at(error.range().start);
        DocumentError::new(place, DocumentProblem::Malformed(error.kind().to_string()))
    })?;
    let nothing = || DocumentProblem::Malformed("there is nothing".to_owned());
    let value = parsed.value;
    value.ok_or_else(|| DocumentError::new(start, nothing()))
}

/// Where a value begins.
pub fn start(value: &Value<'_>) -> usize {
    value.range().start
}

/// The members of an object, in the order in which JavaScript has them: first those whose names are numbers.
pub fn members<'j, 't>(object: &'j Object<'t>) -> Vec<&'j ObjectProp<'t>> {
    let mut members: Vec<_> = object.properties.iter().collect();
    members.sort_by_key(|member| index(member.name.as_str()).unwrap_or(u32::MAX));
    members
}

/// The number that a name is, if JavaScript sees it as one.
fn index(name: &str) -> Option<u32> {
    let index: u32 = name.parse().ok()?;
    (index < u32::MAX && index.to_string() == name).then_some(index)
}

/// A value without its place.
pub fn value(of: &Value<'_>) -> serde_json::Value {
    match of {
        Value::StringLit(text) => text.value.as_ref().into(),
        Value::NumberLit(number) => number
            .value
            .parse()
            .map_or(serde_json::Value::Null, serde_json::Value::Number),
        Value::BooleanLit(flag) => flag.value.into(),
        Value::NullKeyword(_) => serde_json::Value::Null,
        Value::Array(array) => array.elements.iter().map(value).collect(),
        Value::Object(object) => {
            let members = object.properties.iter();
            let members =
                members.map(|member| (member.name.as_str().to_owned(), value(&member.value)));
            serde_json::Value::Object(members.collect())
        }
    }
}
