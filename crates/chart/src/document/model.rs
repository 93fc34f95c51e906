//! Data models: what expressions in documents mean (SCXML 5).

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{json, Map, Value};

use super::expression::{Data, ExpressionError, Location, Scope};
use super::{Code, Event, Place, Platform};

/// What runs the expressions of one machine, and keeps its variables.
///
/// [`Expressions`] is the one that is built in. A document is not bound to one: it keeps its expressions as text, and the
/// [`System`](super::System) that runs it has a data model.
pub trait DataModel: Sized {
    /// A data model without variables, apart from the platform's own.
    fn new(platform: Platform) -> Self;

    /// Has a variable be there, undefined unless it has a value already.
    ///
    /// # Errors
    ///
    /// If nothing can be called so.
    fn declare(&mut self, name: &str) -> Result<(), Fault>;

    /// The value of an expression; `None` is `undefined`.
    ///
    /// # Errors
    ///
    /// If it has none.
    fn evaluate(&mut self, code: &Code) -> Result<Option<Value>, Fault>;

    /// Whether a condition holds.
    ///
    /// # Errors
    ///
    /// If that can't be said.
    fn holds(&mut self, code: &Code) -> Result<bool, Fault>;

    /// Gives a place a value.
    ///
    /// # Errors
    ///
    /// If there is no such place, or it is one of the platform's.
    fn assign(&mut self, location: &Code, value: Assigned<'_>) -> Result<(), Fault>;

    /// Runs a script.
    ///
    /// # Errors
    ///
    /// The script's, or that the data model has none.
    fn script(&mut self, code: &Code) -> Result<(), Fault>;

    /// Binds `_event`.
    fn bind(&mut self, event: &Event);

    /// A state has become active: `In` is to say so.
    fn enter(&mut self, state: &str);

    /// A state is no longer active.
    fn leave(&mut self, state: &str);

    /// All variables, without the platform's and those that are functions.
    ///
    /// # Errors
    ///
    /// If one has a value that can't be stored.
    fn variables(&mut self) -> Result<Data, Fault>;

    /// The name of a variable that can't be stored and had again, if there is one: one that is a function.
    fn unstorable(&mut self) -> Option<String> {
        None
    }

    /// Gives variables these values. Those that are not there come to be there.
    ///
    /// # Errors
    ///
    /// If one of them can't be called so.
    fn set_variables(&mut self, data: Data) -> Result<(), Fault>;
}

/// What a place is to be given.
#[derive(Clone, Copy, Debug)]
pub enum Assigned<'a> {
    /// The value of an expression.
    Code(&'a Code),
    /// A value; `None` is `undefined`.
    Value(Option<&'a Value>),
    /// Markup.
    Markup(&'a str),
}

/// Why something in a document could not be done. The machine is told by an event (SCXML 5.12).
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    message: String,
    place: Option<Place>,
    element: Option<&'static str>,
    is_communication: bool,
    send_id: Option<String>,
}

impl Fault {
    /// With this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            element: None,
            is_communication: false,
            send_id: None,
        }
    }

    /// Of what was to be sent so.
    #[must_use]
    pub(crate) fn sent_as(self, send_id: Option<String>) -> Self {
        Self { send_id, ..self }
    }

    /// That somebody can't be reached.
    pub(crate) fn communication(message: impl Into<String>) -> Self {
        Self {
            is_communication: true,
            ..Self::new(message)
        }
    }

    /// At a place in the document.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self {
            place: Some(self.place.unwrap_or(place)),
            ..self
        }
    }

    /// Of an element.
    #[must_use]
    pub(crate) fn of(self, element: &'static str) -> Self {
        Self {
            element: Some(self.element.unwrap_or(element)),
            ..self
        }
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The event that tells of it (SCXML 5.12.2). Its data says what is wrong, and where.
    pub(crate) fn event(&self) -> Event {
        let name = match self.is_communication {
            true => "error.communication",
            false => "error.execution",
        };
        let mut data = Map::new();
        data.insert("reason".to_owned(), self.message.as_str().into());
        if let Some(element) = self.element {
            data.insert("tagname".to_owned(), element.into());
        }
        if let Some(place) = self.place {
            data.insert("line".to_owned(), place.line.into());
            data.insert("column".to_owned(), place.column.into());
        }
        Event {
            send_id: self.send_id.clone(),
            ..Event::platform(name).with(Value::Object(data))
        }
    }
}

/// The data model that is built in: expressions of a part of ECMAScript that changes nothing, over JSON.
///
/// It serves documents of the data models `null` and `ecmascript` as far as they need no functions, no scripts and no objects with
/// an identity.
#[derive(Clone, Debug)]
pub struct Expressions {
    data: Data,
    active: BTreeSet<String>,
    platform: Platform,
    /// The platform's variables, as soon as one of them was read.
    read: OnceLock<Box<Data>>,
    event: Option<Event>,
    /// The event as a value, as soon as it was read.
    seen: OnceLock<Value>,
}

impl DataModel for Expressions {
    fn new(platform: Platform) -> Self {
        Self {
            data: Data::new(),
            active: BTreeSet::new(),
            platform,
            read: OnceLock::new(),
            event: None,
            seen: OnceLock::new(),
        }
    }

    fn declare(&mut self, name: &str) -> Result<(), Fault> {
        let location = Location::parse(name)?;
        if location.variable() != name {
            return Err(Fault::new(format!("`{name}` is no name of a variable")));
        }
        self.refuse_fixed(name)?;
        self.data.entry(name.to_owned()).or_insert(None);
        Ok(())
    }

    fn evaluate(&mut self, code: &Code) -> Result<Option<Value>, Fault> {
        let expression = code.expression().map_err(|error| fault(code, error))?;
        expression
            .evaluate(self)
            .map_err(|error| fault(code, &error))
    }

    fn holds(&mut self, code: &Code) -> Result<bool, Fault> {
        let expression = code.expression().map_err(|error| fault(code, error))?;
        expression.holds(self).map_err(|error| fault(code, &error))
    }

    fn assign(&mut self, location: &Code, value: Assigned<'_>) -> Result<(), Fault> {
        let value = match value {
            Assigned::Code(code) => self.evaluate(code)?,
            Assigned::Value(value) => value.cloned(),
            Assigned::Markup(text) => Some(text.into()),
        };
        let expression = location
            .expression()
            .map_err(|error| fault(location, error))?;
        let Some(place) = expression.location() else {
            let text = location.text();
            return Err(Fault::new(format!("`{text}` is nothing that has a value")));
        };
        self.refuse_fixed(place.variable())?;
        let place = place
            .resolve(self)
            .map_err(|error| fault(location, &error))?;
        place
            .assign(&mut self.data, value)
            .map_err(|error| fault(location, &error))
    }

    fn script(&mut self, _: &Code) -> Result<(), Fault> {
        Err(Fault::new("this data model has no scripts"))
    }

    fn bind(&mut self, event: &Event) {
        self.event = Some(event.clone());
        self.seen = OnceLock::new();
    }

    fn enter(&mut self, state: &str) {
        self.active.insert(state.to_owned());
    }

    fn leave(&mut self, state: &str) {
        self.active.remove(state);
    }

    fn variables(&mut self) -> Result<Data, Fault> {
        Ok(self.data.clone())
    }

    fn set_variables(&mut self, data: Data) -> Result<(), Fault> {
        self.data.extend(data);
        Ok(())
    }
}

impl Expressions {
    fn refuse_fixed(&self, name: &str) -> Result<(), Fault> {
        if is_fixed(name) {
            return Err(Fault::new(format!("`{name}` can't be changed")));
        }
        Ok(())
    }
}

impl Scope for Expressions {
    fn variable(&self, name: &str) -> Option<Option<&Value>> {
        if let Some(known) = self.data.get(name) {
            return Some(known.as_ref());
        }
        match (name, &self.event) {
            ("_event", Some(event)) => Some(Some(self.seen.get_or_init(|| seen(event)))),
            _ if is_fixed(name) => {
                let read = || Box::new(self.platform.variables());
                Some(self.read.get_or_init(read).get(name)?.as_ref())
            }
            _ => None,
        }
    }

    fn is_in(&self, state: &str) -> bool {
        self.active.contains(state)
    }
}

/// An event as expressions see it here, where markup is text.
fn seen(event: &Event) -> Value {
    let mut fields = value(event);
    if let Some(data) = fields.get_mut("data") {
        if let Some(text) = as_markup(data) {
            *data = text.into();
        }
    }
    fields
}

impl From<ExpressionError> for Fault {
    fn from(error: ExpressionError) -> Self {
        Self::new(error.to_string())
    }
}

fn fault(code: &Code, error: &ExpressionError) -> Fault {
    Fault::new(format!("`{}`: {error}", code.text())).at(code.place())
}

/// Markup where there are values: an object with this one field.
const MARKUP: &str = "$markup";

/// Markup as a value.
pub(crate) fn markup(text: &str) -> Value {
    json!({ MARKUP: text })
}

/// The text, if a value is markup.
pub(crate) fn as_markup(value: &Value) -> Option<&str> {
    match value {
        Value::Object(fields) if fields.len() == 1 => fields.get(MARKUP)?.as_str(),
        _ => None,
    }
}

/// Whether a variable is the platform's (SCXML 5.10).
pub(crate) fn is_fixed(name: &str) -> bool {
    matches!(
        name,
        "_event" | "_sessionid" | "_name" | "_ioprocessors" | "_x"
    )
}

/// An event as expressions see it: all seven fields are there, those without a value undefined or, in JSON, missing.
pub fn value(event: &Event) -> Value {
    let mut fields = json!({ "name": event.name, "type": event.kind.name() });
    if let Value::Object(fields) = &mut fields {
        let texts = [
            ("sendid", &event.send_id),
            ("origin", &event.origin),
            ("origintype", &event.origin_type),
            ("invokeid", &event.invoke_id),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                fields.insert(name.to_owned(), text.as_str().into());
            }
        }
        if let Some(data) = &event.data {
            fields.insert("data".to_owned(), data.clone());
        }
    }
    fields
}
