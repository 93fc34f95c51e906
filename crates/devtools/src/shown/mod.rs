//! How changes are shown, as Redux's devtools want them: objects with a `type`.
//!
//! The type of an action is the way of tags into it, as far as its name goes; its payload is what is found there, and is missing if
//! the action has no arguments. So nothing is lost, and [`unshown`] finds the way back.
//!
//! | as serde writes it | as it is shown |
//! | --- | --- |
//! | `"clear"` | `{"type": "clear"}` |
//! | `{"add": {"title": "milk"}}` | `{"type": "add", "payload": {"title": "milk"}}` |
//! | `{"cart": {"add": {..}}}`, of a slice | `{"type": "cart.add", "payload": {..}}` |
//! | `{"tabs": {"key": 7, "action": "close"}}`, of a row | `{"type": "tabs[7].close"}` |
//! | `{"event": {"Load": "song"}}`, of a machine | `{"type": "Load", "payload": "song"}` |
//!
//! A tag with a `.`, a bracket or a quotation mark in it is written in quotation marks, and a key as JSON.

mod place;

use leptos_state_core::json;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use place::Place;

/// The name of the entry with which a recording begins.
pub const INIT: &str = "@@INIT";

/// The field of an action that is not tagged as serde tags enums by default. It has the action as it is.
const WHOLE: &str = "@@action";

/// The tag around a machine's events, which their names leave out.
const EVENT: &str = "event";

/// The action of this name, as serde writes it, as it is shown.
///
/// # Examples
///
/// ```
/// use leptos_state_devtools::shown::{shown, unshown};
/// use serde_json::json;
///
/// let action = json!({"tabs": {"key": 7, "action": {"rename": {"title": "t"}}}});
/// let seen = shown("tabs.rename", &action);
/// assert_eq!(seen, json!({"type": "tabs[7].rename", "payload": {"title": "t"}}));
/// assert_eq!(unshown(&seen)?.action, action);
/// # Ok::<_, String>(())
/// ```
pub fn shown(name: &str, action: &Value) -> Value {
    let found = follow(name, action).or_else(|| {
        let (tag, inside) = tagged(action)?;
        Some((Place::default().tag(tag), inside))
    });
    let field = |name: &str, value| (name.to_owned(), value);
    let fields = match found {
        None => vec![field("type", name.into()), field(WHOLE, action.clone())],
        Some((place, payload)) => {
            let payload = payload.map(|payload| field("payload", payload.clone()));
            let place = field("type", place.to_string().into());
            std::iter::once(place).chain(payload).collect()
        }
    };
    Value::Object(Map::from_iter(fields))
}

/// The way into `action` that `name` describes, and what is at its end.
fn follow<'v>(name: &str, action: &'v Value) -> Option<(Place, Option<&'v Value>)> {
    let (mut place, mut rest, mut at) = (Place::default(), name, action);
    loop {
        let (mut tag, mut inside) = tagged(at)?;
        if tag == EVENT && rest != EVENT {
            let event = inside.and_then(tagged);
            (tag, inside) = event.filter(|(event, _)| *event == rest)?;
        }
        place = place.tag(tag);
        if tag == rest {
            return Some((place, inside));
        }
        rest = rest.strip_prefix(tag)?.strip_prefix('.')?;
        at = inside?;
        if let Some((key, action)) = row(at) {
            place = place.key(key.clone());
            at = action;
        }
    }
}

/// The tag of a value, and what is behind it, if it is as serde writes an enum.
fn tagged(value: &Value) -> Option<(&str, Option<&Value>)> {
    match value {
        Value::String(tag) => Some((tag, None)),
        Value::Object(fields) if fields.len() == 1 => {
            let (tag, inside) = fields.iter().next()?;
            Some((tag, Some(inside)))
        }
        _ => None,
    }
}

/// The key of a row and the action for it, if it is one.
fn row(value: &Value) -> Option<(&Value, &Value)> {
    let fields = value.as_object().filter(|fields| fields.len() == 2)?;
    Some((fields.get("key")?, fields.get("action")?))
}

/// An action that was shown, as serde reads it.
#[derive(Clone, Debug, PartialEq)]
pub struct Unshown {
    /// As it is, unless it is a machine's event.
    pub action: Value,
    /// As it is if it is a machine's event, with the tag around it that is not shown.
    pub event: Option<Value>,
}

/// An action, as it is shown, as serde reads it. What is serde's form already stays as it is.
///
/// People type actions too: what stands in other fields is taken for the payload if there is none, so
/// `{"type": "add", "title": "milk"}` will do.
///
/// # Errors
///
/// What is wrong with its shape. Whether a state has such an action is seen later.
pub fn unshown(shown: &Value) -> Result<Unshown, String> {
    let as_it_is = |action| Unshown {
        action,
        event: None,
    };
    let mut fields = match shown {
        Value::String(_) => return Ok(as_it_is(shown.clone())),
        Value::Object(fields) => fields.clone(),
        other => return Err(format!("expected an action, found {other}")),
    };
    let place = match fields.remove("type") {
        Some(Value::String(place)) => place,
        Some(other) => return Err(format!("type: expected a text, found {other}")),
        None if fields.len() == 1 => return Ok(as_it_is(shown.clone())),
        None => return Err("an action has a `type`, which says what to do".to_owned()),
    };
    if let Some(whole) = fields.remove(WHOLE) {
        return Ok(as_it_is(whole));
    }
    let payload = match fields.remove("payload") {
        None if fields.is_empty() => None,
        None => Some(std::mem::take(&mut fields).into()),
        payload => payload,
    };
    if let Some(field) = fields.keys().next() {
        return Err(format!(
            "there are a `payload` and a field `{field}`; put it into the payload"
        ));
    }
    let place: Place = place
        .parse()
        .map_err(|problem| format!("type: `{place}` can't be read: {problem}"))?;
    Ok(Unshown {
        event: Some(place.clone().inside(EVENT).around(payload.clone())),
        action: place.around(payload),
    })
}

/// The action that is shown.
pub(crate) fn read<A: DeserializeOwned>(shown: &Value) -> Result<A, String> {
    let Unshown { action, event } = unshown(shown)?;
    let read = |action: Value| json::read::<A>(&action.to_string());
    let problem = match read(action) {
        Ok(action) => return Ok(action),
        Err(problem) => problem.to_string(),
    };
    // Only a machine has a variant of this name, whose inside tells what is wrong then.
    let is_of_machine = |problem: &String| !problem.contains(&format!("`{EVENT}`"));
    match event.map(read) {
        Some(Ok(action)) => Ok(action),
        Some(Err(inside)) => Err(Some(inside.to_string())
            .filter(is_of_machine)
            .unwrap_or(problem)),
        None => Err(problem),
    }
}
