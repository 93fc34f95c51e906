//! A form as JSON.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Form, Guard, State};

/// The version of the format.
const FORMAT: u32 = 1;

/// A form as it is written.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Written {
    #[serde(rename = "leptos-state-chart")]
    format: u32,
    name: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    version: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<String>,
    #[serde(default = "limit", skip_serializing_if = "is_limit")]
    microstep_limit: u32,
    #[serde(default, skip_serializing_if = "is_false")]
    strict_scxml: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    always_after_each_event: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    scopes: Vec<Scope>,
    root: State,
}

/// What a transition does not leave.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scope {
    state: String,
    transition: usize,
    scope: String,
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
const fn is_one(version: &u32) -> bool {
    *version == 1
}

const fn limit() -> u32 {
    1_000
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
const fn is_limit(limit: &u32) -> bool {
    *limit == 1_000
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it so")]
pub(super) const fn is_false(flag: &bool) -> bool {
    !*flag
}

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Why a text is no form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct FormJsonError {
    line: usize,
    column: usize,
    message: String,
}

impl FormJsonError {
    /// The line, counted from 1.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// The column, counted from 1 in bytes.
    pub const fn column(&self) -> usize {
        self.column
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl Form {
    /// Writes the form as JSON, which [`from_json`](Self::from_json) reads. What has the value that it has anyway is left out.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_chart::form::{state, to, when, Form};
    ///
    /// let form = Form::new("lamp").state(state("off").on("switch", when("is_dark").to("on"))).state(state("on"));
    /// let text = form.to_json();
    /// assert!(text.contains(r#""leptos-state-chart": 1"#));
    /// assert_eq!(Form::from_json(&text).unwrap(), form);
    ///
    /// let wrong = r#"{ "leptos-state-chart": 1, "name": "lamp", "root": { "stats": [] } }"#;
    /// assert!(Form::from_json(wrong).unwrap_err().to_string().starts_with("1:60: unknown field `stats`, expected one of"));
    /// ```
    pub fn to_json(&self) -> String {
        let scopes = self.scopes.iter();
        let scopes = scopes.map(|((state, transition), scope)| Scope {
            state: state.clone(),
            transition: *transition,
            scope: scope.clone(),
        });
        let written = Written {
            format: FORMAT,
            name: self.name.clone(),
            version: self.version,
            events: self.events.clone(),
            microstep_limit: self.microstep_limit,
            strict_scxml: self.strict_scxml,
            always_after_each_event: self.always_after_each_event,
            scopes: scopes.collect(),
            root: self.root.clone(),
        };
        serde_json::to_string_pretty(&written).expect("a form has nothing that JSON has not")
    }

    /// Reads a form. Whether it can run is said by [`compile`](Self::compile).
    ///
    /// # Errors
    ///
    /// If the text is no JSON, or says something that no form has, with the place; or if it is of a newer format.
    pub fn from_json(text: &str) -> Result<Self, FormJsonError> {
        let written: Written = serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            let end = format!(" at line {} column {}", error.line(), error.column());
            FormJsonError {
                line: error.line(),
                column: error.column(),
                message: message.strip_suffix(&end).unwrap_or(&message).to_owned(),
            }
        })?;
        if written.format != FORMAT {
            return Err(FormJsonError {
                line: 1,
                column: 1,
                message: format!(
                    "the format has the version {}, and what is read here has {FORMAT}",
                    written.format
                ),
            });
        }
        let scopes = written.scopes.into_iter();
        let scopes = scopes.map(|scope| ((scope.state, scope.transition), scope.scope));
        Ok(Self {
            name: written.name,
            version: written.version,
            events: written.events,
            microstep_limit: written.microstep_limit,
            strict_scxml: written.strict_scxml,
            always_after_each_event: written.always_after_each_event,
            scopes: scopes.collect::<BTreeMap<_, _>>(),
            root: written.root,
        })
    }
}

impl Serialize for Guard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let composed = match self {
            Self::Named(name) => return serializer.serialize_str(name),
            Self::In(state) => Composed::In(state.clone()),
            Self::Not(guard) => Composed::Not(guard.clone()),
            Self::All(guards) => Composed::All(guards.clone()),
            Self::Any(guards) => Composed::Any(guards.clone()),
        };
        composed.serialize(serializer)
    }
}

/// A guard that is more than a name.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Composed {
    In(String),
    Not(Box<Guard>),
    All(Vec<Guard>),
    Any(Vec<Guard>),
}

impl<'de> Deserialize<'de> for Guard {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GuardVisitor)
    }
}

struct GuardVisitor;

impl<'de> Visitor<'de> for GuardVisitor {
    type Value = Guard;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a guard, or one of `in`, `not`, `all`, `any`")
    }

    fn visit_str<E>(self, name: &str) -> Result<Guard, E> {
        Ok(Guard::Named(name.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Guard, A::Error> {
        let composed = Composed::deserialize(MapAccessDeserializer::new(map))?;
        Ok(match composed {
            Composed::In(state) => Guard::In(state),
            Composed::Not(guard) => Guard::Not(guard),
            Composed::All(guards) => Guard::All(guards),
            Composed::Any(guards) => Guard::Any(guards),
        })
    }
}

/// Delays as `1.5s`, `200ms`, `3µs`, `7ns`, without loss.
pub(super) mod delay {
    use super::*;

    pub fn serialize<S: Serializer>(delay: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{delay:?}"))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || D::Error::custom(format!("`{text}` is no delay: write `1.5s` or `200ms`"));
        parse(&text).ok_or_else(wrong)
    }

    fn parse(text: &str) -> Option<Duration> {
        let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
        let number = &text[..text.len() - unit.len()];
        // How many digits behind the dot are nanoseconds.
        let digits: usize = match unit {
            "s" => 9,
            "ms" => 6,
            "µs" | "us" => 3,
            "ns" => 0,
            _ => return None,
        };
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() || part.len() > digits || part.contains('.') {
            return None;
        }
        let nanos: u128 = format!("{whole}{part:0<digits$}").parse().ok()?;
        let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
        Some(Duration::new(seconds, (nanos % 1_000_000_000) as u32))
    }
}
