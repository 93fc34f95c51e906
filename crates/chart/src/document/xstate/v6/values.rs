//! Reading values with expressions in them.

use std::time::Duration;

use jsonc_parser::ast::{Object, Value};

use crate::document::delay;
use crate::document::document::unknown;
use crate::document::formula::Template;
use crate::document::xstate::json;
use crate::document::xstate::read::Reader;
use crate::document::{Code, DocumentProblem};

/// How deep values with expressions may be nested.
const DEPTH: usize = 64;

/// What is no variable and can be called or asked for members.
const BUILT_IN: &[&str] = &[
    "String",
    "Number",
    "Boolean",
    "parseInt",
    "parseFloat",
    "isNaN",
    "isFinite",
    "JSON",
    "Math",
    "Array",
    "Object",
];

const LANGUAGES: &[&str] = &["js", "javascript", "ecmascript", "ts", "typescript"];

/// What an expression sees.
pub(super) const USUAL: &[&str] = &["context", "event", "params"];

/// What one of the context sees.
pub(super) const INPUT: &[&str] = &["input"];

/// How long a time is: that is said, or found out when it begins.
pub(super) enum Wait {
    For(Duration),
    Found(Template),
}

/// Whether a value stands for another one.
pub(super) fn is_resolvable(value: &Value<'_>) -> bool {
    let fields = value.as_object();
    fields.is_some_and(|fields| {
        ["@expr", "@code"]
            .iter()
            .any(|name| fields.get(name).is_some())
    })
}

impl Reader<'_, '_> {
    /// A value with expressions in it, which see these variables.
    pub(super) fn template(&mut self, value: &Value<'_>, sees: &[&str]) -> Option<Template> {
        self.template_at(value, sees, 0)
    }

    fn template_at(&mut self, value: &Value<'_>, sees: &[&str], depth: usize) -> Option<Template> {
        if depth > DEPTH {
            let place = self.place(value);
            self.wrong(place, DocumentProblem::TooDeep(DEPTH));
            return None;
        }
        if is_resolvable(value) {
            return self.code(value, sees).map(Template::Code);
        }
        match value {
            Value::Array(list) => {
                let items = list.elements.iter();
                let items = items.map(|item| self.template_at(item, sees, depth + 1));
                let items = items.collect::<Option<Vec<_>>>()?;
                Some(plain_list(items))
            }
            Value::Object(object) => {
                self.check_twice(object, "object");
                let fields = json::members(object).into_iter().map(|member| {
                    let value = self.template_at(&member.value, sees, depth + 1)?;
                    Some((member.name.as_str().to_owned(), value))
                });
                let fields = fields.collect::<Option<Vec<_>>>()?;
                Some(plain_fields(fields))
            }
            value => Some(Template::Plain(json::value(value))),
        }
    }

    /// An expression.
    pub(super) fn code(&mut self, value: &Value<'_>, sees: &[&str]) -> Option<Code> {
        let fields = value.as_object()?;
        if let Some(code) = fields.get("@code") {
            let place = self.place_of(code);
            self.conflict(place, "value", "`@code`: functions can't be read");
            return None;
        }
        self.check_members(fields, "expression", &[&["@expr", "@lang"]]);
        self.check_language(value, fields);
        let expression = &fields.get("@expr")?.value;
        let text = self.string(expression, "expression: write a text")?;
        let place = self.place(expression);
        let code = Code::new(text, place);
        let problem = match code.expression() {
            Err(error) => Some(DocumentProblem::Malformed(format!(
                "`{}`: {error}",
                code.text()
            ))),
            Ok(found) => {
                let mut names = found.names();
                let name = names.find(|name| !sees.contains(name) && !BUILT_IN.contains(name));
                name.map(|name| unknown("variable", name, sees.iter().copied()))
            }
        };
        if let Some(problem) = problem {
            self.wrong(place, problem);
            return None;
        }
        Some(code)
    }

    fn check_language(&mut self, value: &Value<'_>, fields: &Object<'_>) {
        let given = match fields.get("@lang") {
            Some(language) => self.string(&language.value, "language: write a text"),
            None => self.definitions().and_then(|known| known.language.clone()),
        };
        let place = self.place(value);
        match given {
            None => {
                let element = "machine".to_owned();
                let attribute = "@exprLang";
                self.wrong(place, DocumentProblem::Missing { element, attribute });
            }
            Some(given) if !LANGUAGES.contains(&given.as_str()) => {
                let value = given;
                let expected = "language of expressions: write `js`";
                self.wrong(place, DocumentProblem::BadValue { value, expected });
            }
            Some(_) => {}
        }
    }

    /// A time: a number of milliseconds, a text, the name of a delay, or an expression.
    pub(super) fn wait(&mut self, value: &Value<'_>) -> Option<Wait> {
        if is_resolvable(value) {
            return Some(Wait::Found(self.template(value, USUAL)?));
        }
        match value {
            Value::NumberLit(number) => {
                let number = number.value.parse().unwrap_or_default();
                Some(Wait::For(delay::milliseconds(number)))
            }
            Value::StringLit(text) => {
                let place = self.place(value);
                let text = text.value.as_ref().to_owned();
                let found = self.named_wait(&text);
                if found.is_none() {
                    self.unknown_wait(&text, place);
                }
                found
            }
            other => {
                self.bad_value(other, "delay: write milliseconds, a text or an expression");
                None
            }
        }
    }

    pub(super) fn unknown_wait(&mut self, text: &str, place: crate::document::Place) {
        let declared = self.definitions().map(|known| {
            let names = known.delays.keys().cloned();
            names.collect::<Vec<_>>()
        });
        let declared = declared.unwrap_or_default();
        let names = declared.iter().map(String::as_str);
        let names = names.chain(self.registry.delay_names());
        let problem = unknown("delay", text, names);
        self.wrong(place, problem);
    }

    /// The time that a text stands for: the name of a delay, or the time itself.
    pub(super) fn named_wait(&mut self, text: &str) -> Option<Wait> {
        let declared = self.definitions()?.delays.get(text).cloned();
        let Some(declared) = declared else {
            let known = self.registry.find_delay(text);
            let known = known.or_else(|| delay::duration(text));
            return known.map(Wait::For);
        };
        let duration = match &declared {
            Value::Object(fields) if !is_resolvable(&declared) => {
                self.check_members(fields, "delay", &[&["duration"]]);
                fields
                    .get("duration")
                    .map(|duration| duration.value.clone())
            }
            _ => Some(declared.clone()),
        };
        match &duration {
            // It is not the name of another one.
            Some(Value::StringLit(text)) => match delay::duration(&text.value) {
                Some(duration) => Some(Wait::For(duration)),
                None => {
                    self.bad_value(&declared, "delay: write milliseconds, or such as `1.5s`");
                    Some(Wait::For(Duration::ZERO))
                }
            },
            Some(duration) => self.wait(duration).or(Some(Wait::For(Duration::ZERO))),
            None => {
                let place = self.place(&declared);
                let element = "delay".to_owned();
                let attribute = "duration";
                self.wrong(place, DocumentProblem::Missing { element, attribute });
                Some(Wait::For(Duration::ZERO))
            }
        }
    }
}

fn plain_list(items: Vec<Template>) -> Template {
    let values = items.iter().map(|item| match item {
        Template::Plain(value) => Some(value.clone()),
        _ => None,
    });
    match values.collect::<Option<Vec<_>>>() {
        Some(values) => Template::Plain(values.into()),
        None => Template::List(items),
    }
}

fn plain_fields(fields: Vec<(String, Template)>) -> Template {
    let values = fields.iter().map(|(name, field)| match field {
        Template::Plain(value) => Some((name.clone(), value.clone())),
        _ => None,
    });
    match values.collect::<Option<serde_json::Map<_, _>>>() {
        Some(values) => Template::Plain(values.into()),
        None => Template::Fields(fields),
    }
}
