//! What XState 6 writes as JSON: values with expressions in them, and actions that are made of such.

use std::sync::Arc;

use serde_json::{json, Map, Value};

use super::expression::{Data, Scope};
use super::model::Fault;
use super::registry;
use super::{Code, Event, EventKind};

/// A value with expressions in it.
#[derive(Debug)]
pub(crate) enum Template {
    Plain(Value),
    Code(Code),
    List(Vec<Self>),
    Fields(Vec<(String, Self)>),
}

/// An action that is made of values.
#[derive(Debug)]
pub(crate) enum Act {
    /// An event for the machine itself: at once, or later.
    Raise {
        event: Template,
        delay: Option<Template>,
        id: Option<String>,
    },
    Cancel(String),
    Log(Value),
    Emit(Template),
    /// Variables get values.
    Assign(Template),
    /// An expression: variables get the values of its `context`.
    Code(Code),
    /// What a registry calls so.
    Call {
        name: String,
        act: Named,
        params: Option<Template>,
    },
    /// What the document calls so.
    Group {
        params: Option<Template>,
        acts: Arc<Vec<Self>>,
    },
    /// A choice leads nowhere.
    Stuck(String),
}

/// An action of a registry.
pub(crate) struct Named(pub Arc<registry::Act>);

impl std::fmt::Debug for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Named")
    }
}

/// A condition with what it is given: each is evaluated with the one before as its parameters.
#[derive(Debug)]
pub(crate) struct Test {
    pub given: Vec<Arc<Template>>,
    pub sort: TestSort,
}

#[derive(Debug)]
pub(crate) enum TestSort {
    Code(Code),
    /// A guard of the registry.
    Named(super::content::Ask),
    /// Whether the event has these values.
    Matches(Map<String, Value>),
}

/// What expressions see.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    context: Option<Value>,
    event: Option<Value>,
    params: Option<Value>,
    input: Option<Value>,
}

impl Seen {
    /// In actions and conditions.
    pub fn of(variables: Data, event: Option<&Event>) -> Self {
        let context = variables.into_iter();
        let context = context.filter_map(|(name, value)| Some((name, value?)));
        Self {
            context: Some(Value::Object(context.collect())),
            event: Some(seen_event(event)),
            ..Self::default()
        }
    }

    /// Where the context comes to be.
    pub fn input(input: Option<Value>) -> Self {
        Self {
            input,
            ..Self::default()
        }
    }

    pub fn give(&mut self, params: Option<Value>) {
        self.params = params;
    }

    pub fn take_params(&mut self) -> Option<Value> {
        self.params.take()
    }

    pub const fn event(&self) -> Option<&Value> {
        self.event.as_ref()
    }
}

impl Scope for Seen {
    fn variable(&self, name: &str) -> Option<Option<&Value>> {
        Some(match name {
            "context" => self.context.as_ref(),
            "event" => self.event.as_ref(),
            "params" => self.params.as_ref(),
            "input" => self.input.as_ref(),
            _ => return None,
        })
    }

    fn is_in(&self, _: &str) -> bool {
        false
    }
}

impl Template {
    /// Its value; `None` is undefined.
    pub fn evaluate(&self, seen: &Seen) -> Result<Option<Value>, Fault> {
        Ok(Some(match self {
            Self::Plain(value) => value.clone(),
            Self::Code(code) => return evaluate(code, seen),
            Self::List(items) => {
                let items = items.iter().map(|item| item.evaluate(seen));
                let items: Result<Vec<_>, _> = items.collect();
                let items = items?.into_iter();
                Value::Array(items.map(Option::unwrap_or_default).collect())
            }
            Self::Fields(_) => {
                let fields = self.fields(seen)?.unwrap_or_default().into_iter();
                let fields = fields.filter_map(|(name, value)| Some((name, value?)));
                Value::Object(fields.collect())
            }
        }))
    }

    /// The values of its fields; nothing if it is no object.
    pub fn fields(&self, seen: &Seen) -> Result<Option<Data>, Fault> {
        let Self::Fields(fields) = self else {
            return Ok(fields_of(self.evaluate(seen)?));
        };
        let fields = fields.iter().map(|(name, value)| {
            let value = value.evaluate(seen)?;
            Ok((name.clone(), value))
        });
        fields.collect::<Result<Data, Fault>>().map(Some)
    }
}

/// The fields of an object.
pub(crate) fn fields_of(value: Option<Value>) -> Option<Data> {
    match value {
        Some(Value::Object(fields)) => {
            let fields = fields.into_iter();
            Some(fields.map(|(name, value)| (name, Some(value))).collect())
        }
        _ => None,
    }
}

pub(crate) fn evaluate(code: &Code, seen: &Seen) -> Result<Option<Value>, Fault> {
    let expression = code.expression().map_err(|error| fault(code, error))?;
    let value = expression.evaluate(seen);
    value.map_err(|error| fault(code, &error))
}

pub(crate) fn holds(code: &Code, seen: &Seen) -> Result<bool, Fault> {
    let expression = code.expression().map_err(|error| fault(code, error))?;
    expression.holds(seen).map_err(|error| fault(code, &error))
}

fn fault(code: &Code, error: &super::expression::ExpressionError) -> Fault {
    Fault::new(format!("`{}`: {error}", code.text())).at(code.place())
}

/// Whether an event has these values. Objects and lists are never the same.
pub(crate) fn matches(event: Option<&Value>, pattern: &Map<String, Value>) -> bool {
    pattern.iter().all(|(name, value)| {
        let found = event.and_then(|event| event.get(name));
        !value.is_object() && !value.is_array() && found == Some(value)
    })
}

/// An event as XState 6 has it: an object with its type. Those that the platform makes have a type for each sort.
fn seen_event(event: Option<&Event>) -> Value {
    let Some(event) = event else {
        return json!({ "type": "@xstate.init" });
    };
    let sorts = [
        (
            "xstate.done.actor.",
            "xstate.done.actor",
            "actorId",
            "output",
        ),
        (
            "xstate.error.actor.",
            "xstate.error.actor",
            "actorId",
            "error",
        ),
        (
            "xstate.done.state.",
            "xstate.done.state",
            "stateId",
            "output",
        ),
        ("xstate.snapshot.", "xstate.snapshot.actor", "actorId", ""),
    ];
    for (prefix, sort, id, data) in sorts {
        let Some(of) = event.name.strip_prefix(prefix) else {
            continue;
        };
        let mut seen = json!({ "type": sort, id: of });
        match (&event.data, data) {
            (Some(Value::Object(fields)), "") => {
                for (name, value) in fields {
                    seen[name] = value.clone();
                }
            }
            (Some(value), name) => seen[name] = value.clone(),
            (None, _) => {}
        }
        return seen;
    }
    if event.kind == EventKind::Platform && event.name.starts_with("error.") {
        let mut seen = json!({ "type": format!("xstate.{}", event.name) });
        if let Some(error) = &event.data {
            seen["error"] = error.clone();
        }
        return seen;
    }
    let mut seen = match &event.data {
        Some(Value::Object(fields)) => Value::Object(fields.clone()),
        Some(data) => json!({ "data": data }),
        None => json!({}),
    };
    seen["type"] = event.name.as_str().into();
    seen
}

/// An event that was made as an object with its type.
pub(crate) fn made_event(value: Option<Value>) -> Result<Event, Fault> {
    let Some(Value::Object(mut fields)) = value else {
        return Err(Fault::new("an event is an object with a `type`"));
    };
    let Some(Value::String(name)) = fields.remove("type") else {
        return Err(Fault::new("the `type` of an event is a text"));
    };
    if name.is_empty() {
        return Err(Fault::new("an event has no `type`"));
    }
    let event = Event::new(name);
    Ok(match fields.is_empty() {
        true => event,
        false => event.with(Value::Object(fields)),
    })
}
