//! What the tools say.

use serde_json::{json, Map, Value};

use super::text;
use crate::transport::Command;
use crate::EntryId;

/// Reads what the relay, or the extension, passes on; `None` for what does not concern a store.
///
/// Both say the same things, and differ in the name of one field.
///
/// # Errors
///
/// What is wrong with it.
///
/// # Examples
///
/// ```
/// use leptos_state_devtools::protocol;
/// use leptos_state_devtools::transport::Command;
/// use leptos_state_devtools::EntryId;
/// use serde_json::json;
///
/// let jump = json!({"type": "DISPATCH", "action": {"type": "JUMP_TO_ACTION", "actionId": 3}});
/// assert_eq!(protocol::read(&jump)?, Some(Command::JumpToAction(EntryId::new(3))));
///
/// let typed = json!({"type": "ACTION", "payload": "{type: 'add', payload: 'milk'}"});
/// let action = json!({"type": "add", "payload": "milk"});
/// assert_eq!(protocol::read(&typed)?, Some(Command::Dispatch(action)));
///
/// let error = protocol::read(&json!({"type": "ACTION", "payload": "this."})).unwrap_err();
/// assert!(error.to_string().starts_with("`this.` can't be read: "));
/// # Ok::<_, protocol::MessageError>(())
/// ```
pub fn read(message: &Value) -> Result<Option<Command>, MessageError> {
    let body = message.get("action").or_else(|| message.get("payload"));
    let body = body.unwrap_or(&Value::Null);
    Ok(Some(match text_in(message, "type")? {
        "START" | "UPDATE" => Command::Start,
        "STOP" => Command::Stop,
        "DISPATCH" => return lifted(body),
        "ACTION" => Command::Dispatch(typed(body)?),
        "IMPORT" => {
            let exported = text_in(message, "state")?;
            let exported = serde_json::from_str(exported);
            Command::Import(exported.map_err(|error| MessageError::Import(error.to_string()))?)
        }
        // What the user changed of the extension's options; a file that the tools make by themselves; and the state of another
        // program's store, which this one could be given: stores of different programs have different states.
        "OPTIONS" | "EXPORT" | "SYNC" => return Ok(None),
        other => return Err(MessageError::Unknown(other.to_owned())),
    }))
}

/// What an action on the list says; `None` for one that is only about how the list is shown.
fn lifted(action: &Value) -> Result<Option<Command>, MessageError> {
    let number = |name| {
        field(action, name, Value::as_u64)
            .and_then(|number| u32::try_from(number).map_err(|_| MessageError::Field(name)))
    };
    let entry = |name| number(name).map(EntryId::new);
    let yes = |name| field(action, name, Value::as_bool);
    Ok(Some(match text_in(action, "type")? {
        "JUMP_TO_STATE" => Command::JumpToState(number("index")? as usize),
        "JUMP_TO_ACTION" => Command::JumpToAction(entry("actionId")?),
        "TOGGLE_ACTION" => Command::Toggle(entry("id")?),
        "SET_ACTIONS_ACTIVE" => Command::SetActive {
            start: number("start")?,
            end: number("end")?,
            active: yes("active")?,
        },
        "REORDER_ACTION" => Command::Reorder {
            entry: entry("actionId")?,
            before: entry("beforeActionId")?,
        },
        "SWEEP" => Command::Sweep,
        "RESET" => Command::Reset,
        "COMMIT" => Command::Commit,
        "ROLLBACK" => Command::Rollback,
        "IMPORT_STATE" => {
            let list = field(action, "nextLiftedState", Some)?.clone();
            // The extension has unpacked what it was packed into; so it is packed again.
            Command::Import(match action.get("preloadedState") {
                Some(first) => json!({ "payload": list, "preloadedState": first }),
                None => list,
            })
        }
        "LOCK_CHANGES" => Command::Lock(yes("status")?),
        "PAUSE_RECORDING" => Command::Pause(yes("status")?),
        shown if shown.starts_with("@@") => return Ok(None),
        other => return Err(MessageError::Unknown(other.to_owned())),
    }))
}

/// An action from the dispatcher: a text, or the choice of a name with arguments that are texts.
fn typed(body: &Value) -> Result<Value, MessageError> {
    let read = |typed: &str| {
        text::read(typed).map_err(|what| MessageError::Text {
            text: typed.chars().take(80).collect(),
            what,
        })
    };
    let name = match body {
        Value::String(typed) => return read(typed),
        chosen => text_in(chosen, "name")?,
    };
    let arguments = body.get("args").and_then(Value::as_array);
    // An argument for which nothing was typed is sent as nothing.
    let argument = |argument: &Value| argument.as_str().map_or(Ok(Value::Null), read);
    let arguments = arguments.into_iter().flatten().map(argument);
    let mut arguments = arguments.collect::<Result<Vec<_>, _>>()?;
    if let Some(rest) = body.get("rest").and_then(Value::as_str) {
        match read(rest)? {
            Value::Array(rest) => arguments.extend(rest),
            one => arguments.push(one),
        }
    }
    let mut action = Map::from_iter([("type".to_owned(), name.into())]);
    let payload = match arguments.len() {
        0 => None,
        1 => arguments.pop(),
        _ => Some(arguments.into()),
    };
    if let Some(payload) = payload {
        action.insert("payload".to_owned(), payload);
    }
    Ok(action.into())
}

fn text_in<'v>(value: &'v Value, name: &'static str) -> Result<&'v str, MessageError> {
    field(value, name, Value::as_str)
}

fn field<'v, T>(
    value: &'v Value,
    name: &'static str,
    read: impl FnOnce(&'v Value) -> Option<T>,
) -> Result<T, MessageError> {
    let found = value.get(name).and_then(read);
    found.ok_or(MessageError::Field(name))
}

/// Why a message can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// A field is missing, or is not what it has to be.
    #[error("the message has no `{0}`, or one that can't be read")]
    Field(&'static str),
    /// It is of a kind that is not known.
    #[error("`{0}` is not known")]
    Unknown(String),
    /// What was typed is neither JSON nor a literal of JavaScript.
    #[error("`{text}` can't be read: {what}")]
    Text {
        /// Its beginning.
        text: String,
        /// What is wrong.
        what: String,
    },
    /// What is to be imported is no JSON.
    #[error("what is to be imported can't be read: {0}")]
    Import(String),
}
