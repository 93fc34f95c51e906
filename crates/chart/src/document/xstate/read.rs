//! Reading a configuration.

use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;

use super::json;
use super::names::REFUSED;
use super::tree::Tree;
use super::v6::{self, Definitions};
use crate::document::content::{Given, Inline, Variable};
use crate::document::document::{unknown, Body, EventNames};
use crate::document::places::Places;
use crate::document::{Document, DocumentError, DocumentErrors, DocumentProblem, Place, Registry};

/// How much of a value an error shows.
const SHOWN: usize = 40;

/// Reads a configuration of XState 5.
///
/// # Errors
///
/// All that is wrong with it, each with its place: what is no JSON, properties that there are not or that have the wrong type,
/// names that the registry does not have, targets that there are not, and what is wrong with the chart.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::document::{xstate, Registry, System};
///
/// let light = r##"{
///     "id": "light",
///     "initial": "off",
///     "context": { "switched": 0 },
///     "states": {
///         "off": { "on": { "switch": { "target": "on", "actions": "count" } } },
///         "on": { "on": { "switch": "off" } }
///     }
/// }"##;
/// let registry = Registry::new().action("count", |scope| {
///     let switched = scope.data.get("switched").cloned().flatten();
///     let switched = switched.and_then(|switched| switched.as_u64()).unwrap_or_default();
///     scope.data.insert("switched".into(), Some((switched + 1).into()));
/// });
/// let mut system: System = System::new(registry.clone());
/// let light = system.start(xstate::read(light, &registry).unwrap()).unwrap();
/// system.send(light, "switch").unwrap();
/// assert_eq!(system.active(light), ["light.on"]);
///
/// let wrong = r##"{ "initial": "off", "states": { "off": { "onn": {} } } }"##;
/// let errors = xstate::read(wrong, &registry).unwrap_err();
/// assert_eq!(errors.to_string(), "1:42: there is no property `onn`; did you mean `on`?");
/// ```
pub fn read(text: &str, registry: &Registry) -> Result<Document, DocumentErrors> {
    read_with(text, registry, |_| None)
}

/// Reads a configuration, with what it declares if it is of version 6.
pub(super) fn read_with<'t>(
    text: &'t str,
    registry: &Registry,
    definitions: impl FnOnce(&Value<'t>) -> Option<Definitions<'t>>,
) -> Result<Document, DocumentErrors> {
    let places = Places::of(text);
    let value = json::parse(text, &places)?;
    let v6 = definitions(&value);
    let mut reader = Reader {
        text,
        places,
        registry,
        errors: Vec::new(),
        body: Body {
            event_names: EventNames {
                done_state: "xstate.done.state.",
                done_actor: "xstate.done.actor.",
                error_actor: "xstate.error.actor.",
                next_actor: "xstate.snapshot.",
            },
            takes_input: v6.is_some(),
            ..Body::default()
        },
        tree: Tree::default(),
        v6,
        microstep_limit: None,
    };
    reader.machine(&value);
    if !reader.errors.is_empty() {
        return Err(reader.errors());
    }
    let form = super::form::form(&mut reader);
    if !reader.errors.is_empty() {
        return Err(reader.errors());
    }
    Document::new(form, reader.body)
}

/// What reading has come to so far.
pub(super) struct Reader<'r, 't> {
    text: &'t str,
    places: Places<'t>,
    pub registry: &'r Registry,
    errors: Vec<DocumentError>,
    pub body: Body,
    pub tree: Tree,
    /// What a configuration of version 6 declares; nothing for one of version 5.
    pub v6: Option<Definitions<'t>>,
    pub microstep_limit: Option<u32>,
}

impl Reader<'_, '_> {
    fn errors(&mut self) -> DocumentErrors {
        let mut errors = std::mem::take(&mut self.errors);
        errors.sort_by_key(DocumentError::place);
        DocumentErrors(errors)
    }

    /// The machine's own properties; those that every state has are read after them.
    fn machine(&mut self, value: &Value<'_>) {
        let Some(fields) = self.object(value, "configuration of a machine") else {
            return;
        };
        if let Some(context) = fields.get("context") {
            match self.v6 {
                Some(_) => self.context_v6(&context.value),
                None => self.context(&context.value),
            }
        }
        if let Some(options) = fields
            .get("options")
            .and_then(|options| options.value.as_object())
        {
            let limit = options.get_number("maxIterations");
            self.microstep_limit = limit.and_then(|limit| limit.value.parse().ok());
        }
        let id = fields
            .get_string("id")
            .map_or("(machine)", |id| &*id.value)
            .to_owned();
        self.body.name = id.clone();
        self.state(value, &id, None);
    }

    fn context(&mut self, value: &Value<'_>) {
        let Some(fields) = self.object(value, "context: write an object") else {
            return;
        };
        for member in json::members(fields) {
            self.body.variables.push(Variable {
                name: member.name.as_str().to_owned(),
                value: Some(inline(&member.value)),
                is_outermost: true,
            });
        }
    }

    pub fn place(&self, value: &Value<'_>) -> Place {
        self.places.at(json::start(value))
    }

    pub fn place_of(&self, member: &ObjectProp<'_>) -> Place {
        self.places.at(member.range.start)
    }

    pub fn wrong(&mut self, place: Place, problem: DocumentProblem) {
        self.errors.push(DocumentError::new(place, problem));
    }

    /// That a value is not what it has to be.
    pub fn bad_value(&mut self, value: &Value<'_>, expected: &'static str) {
        let range = value.range();
        let text = self.text.get(range.start..range.end).unwrap_or_default();
        let mut value: String = text.chars().take(SHOWN).collect();
        if value.len() < text.len() {
            value.push('…');
        }
        let place = self.places.at(range.start);
        self.wrong(place, DocumentProblem::BadValue { value, expected });
    }

    pub fn conflict(&mut self, place: Place, element: &str, what: impl Into<String>) {
        let element = element.to_owned();
        let what = what.into();
        self.wrong(place, DocumentProblem::Conflict { element, what });
    }

    pub fn object<'j, 't>(
        &mut self,
        value: &'j Value<'t>,
        expected: &'static str,
    ) -> Option<&'j Object<'t>> {
        let object = value.as_object();
        if object.is_none() {
            self.bad_value(value, expected);
        }
        object
    }

    pub fn string(&mut self, value: &Value<'_>, expected: &'static str) -> Option<String> {
        let text = value.as_string_lit();
        if text.is_none() {
            self.bad_value(value, expected);
        }
        Some(text?.value.as_ref().to_owned())
    }

    pub fn flag(&mut self, value: &Value<'_>) -> bool {
        match value {
            Value::BooleanLit(flag) => flag.value,
            value => {
                self.bad_value(value, "truth value: write `true` or `false`");
                false
            }
        }
    }

    /// Refuses members that are not for an object of this kind, and such as are there twice.
    pub fn check_members(&mut self, object: &Object<'_>, element: &str, known: &[&[&str]]) {
        let mut seen = std::collections::HashSet::new();
        for member in &object.properties {
            let name = member.name.as_str();
            let place = self.place_of(member);
            if !seen.insert(name) {
                self.conflict(place, element, format!("two properties `{name}`"));
            }
            if known.iter().any(|known| known.contains(&name)) {
                continue;
            }
            let refused = match self.v6 {
                Some(_) => v6::names::REFUSED,
                None => REFUSED,
            };
            if let Some((_, why)) = refused.iter().find(|(refused, _)| *refused == name) {
                self.conflict(place, element, format!("a property `{name}`: {why}"));
                continue;
            }
            let known = known.iter().flat_map(|known| known.iter().copied());
            self.wrong(place, unknown("property", name, known));
        }
    }

    /// The same for an object whose members are called by the document.
    pub fn check_twice(&mut self, object: &Object<'_>, element: &str) {
        let mut seen = std::collections::HashSet::new();
        for member in &object.properties {
            let name = member.name.as_str();
            if !seen.insert(name) {
                let place = self.place_of(member);
                self.conflict(place, element, format!("two properties `{name}`"));
            }
        }
    }
}

/// A value that stands in the document.
pub(super) fn inline(value: &Value<'_>) -> Given {
    Given::Inline(Inline {
        text: json::value(value).to_string(),
        is_markup: false,
    })
}
