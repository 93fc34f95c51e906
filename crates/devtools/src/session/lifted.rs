//! Recordings in the shapes that Redux's devtools have for them.
//!
//! A recording there is a *lifted state*: `actionsById`, `stagedActionIds`, `computedStates` and the rest. What is exported there is one of
//! these, or the actions alone with the state to begin with: `{"payload": "[..]", "preloadedState": ".."}`.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos_state_core::{json, Inputs, Origin, Record, RecordedChange, Timestamp, Version};
use serde::de::DeserializeOwned;
use serde::Serialize;
use serde_json::{json, Map, Value};

use super::{Session, SessionError};
use crate::entry::{Attempt, Entry, What};
use crate::shown::{self, shown, INIT};
use crate::timeline::{Step, Timeline};
use crate::transport::Unwritable;
use crate::{secret, EntryId, Recordable, Stopped};

/// The field that says what an entry is that is no action.
const KIND: &str = "kind";

/// What an entry is, as it is shown.
pub(crate) fn action<S: Recordable>(entry: &Entry<S>) -> Result<Value, Unwritable> {
    match (entry.record(), entry.action()) {
        (_, Some(action)) => Ok(shown(
            entry.name(),
            &json_of(entry.name(), &secret::action::<S>(action))?,
        )),
        (Some(record), None) => change(entry.name(), &record.change),
        (None, None) => Ok(json!({ "type": entry.name(), KIND: "nothing" })),
    }
}

fn change<S: Recordable>(name: &str, change: &RecordedChange<S>) -> Result<Value, Unwritable> {
    Ok(match change {
        RecordedChange::Action(action) => shown(name, &json_of(name, action)?),
        RecordedChange::Batch(parts) => {
            json!({ "type": name, KIND: "batch", "payload": json_of(name, parts)? })
        }
        RecordedChange::Write { .. } => json!({ "type": name, KIND: "write" }),
        RecordedChange::Restore { .. } => json!({ "type": name, KIND: "restore" }),
    })
}

/// A state, as it is shown.
pub(crate) fn state<S: Recordable>(state: &Arc<S>) -> Result<Value, Unwritable> {
    json_of(S::NAME, &*secret::state(&**state))
}

fn json_of(what: &str, value: &impl Serialize) -> Result<Value, Unwritable> {
    serde_json::to_value(value).map_err(|error| Unwritable {
        what: format!("`{what}`"),
        why: error.to_string(),
    })
}

/// A recording as a lifted state. `action` and `state` write its parts.
pub(crate) fn write<S: Recordable>(
    timeline: &Timeline<S>,
    action: impl Fn(&Step<S>) -> Result<Value, Unwritable>,
    state: impl Fn(&Arc<S>) -> Result<Value, Unwritable>,
) -> Result<Value, Unwritable> {
    let committed = state(&timeline.committed)?;
    let mut actions = Map::new();
    actions.insert(
        "0".to_owned(),
        performed(json!({ "type": INIT }), timeline.begun),
    );
    let mut states = vec![json!({ "state": committed })];
    for step in &timeline.steps {
        let entry = &step.entry;
        let mut performed = performed(action(step)?, entry.at());
        if let Some(trace) = entry.trace() {
            performed["stack"] = trace.into();
        }
        if let Some(record) = entry.record().filter(|record| !record.inputs.is_empty()) {
            performed["inputs"] = json_of("inputs", &record.inputs)?;
        }
        actions.insert(entry.id().to_string(), performed);
        let mut computed = json!({ "state": state(&step.state)? });
        if let Some(problem) = step.problem.as_deref() {
            computed["error"] = problem.into();
        }
        states.push(computed);
    }
    let ids = timeline.steps.iter().map(|step| step.entry.id().get());
    let staged: Vec<u32> = std::iter::once(0).chain(ids).collect();
    let skipped = timeline.steps.iter().filter(|step| step.is_skipped);
    let skipped: Vec<u32> = skipped.map(|step| step.entry.id().get()).collect();
    Ok(json!({
        "actionsById": actions,
        "computedStates": states,
        "committedState": committed,
        "currentStateIndex": timeline.position,
        "nextActionId": timeline.next_id,
        "stagedActionIds": staged,
        "skippedActionIds": skipped,
        "isLocked": timeline.is_locked,
        "isPaused": timeline.is_paused,
    }))
}

fn performed(action: Value, at: Timestamp) -> Value {
    json!({ "type": "PERFORM_ACTION", "action": action, "timestamp": at.as_millis() })
}

/// Reads any of these shapes. `first` is what a recording begins with that does not say it.
pub(crate) fn read<S: Recordable>(
    recording: &Value,
    first: Option<&Arc<S>>,
) -> Result<Session<S>, SessionError> {
    let timeline = match recording {
        Value::Array(actions) => of_actions("", actions, None, first)?,
        Value::Object(fields) => match fields.get("payload") {
            Some(payload) => {
                let preloaded = fields.get("preloadedState").map(parsed).transpose()?;
                match parsed(payload)? {
                    Value::Array(actions) => {
                        of_actions("payload", &actions, preloaded.as_ref(), first)?
                    }
                    lifted => of_lifted(&lifted, first)?,
                }
            }
            None => of_lifted(recording, first)?,
        },
        other => return Err(SessionError::NotASession(format!("it is {other}"))),
    };
    Ok(Session::new(None, None, timeline))
}

/// What is written in a text, if it is one.
fn parsed(value: &Value) -> Result<Value, SessionError> {
    match value {
        Value::String(text) => {
            serde_json::from_str(text).map_err(|error| SessionError::NotASession(error.to_string()))
        }
        value => Ok(value.clone()),
    }
}

/// Actions alone.
fn of_actions<S: Recordable>(
    place: &str,
    actions: &[Value],
    preloaded: Option<&Value>,
    first: Option<&Arc<S>>,
) -> Result<Timeline<S>, SessionError> {
    let committed = match (preloaded.filter(|state| !state.is_null()), first) {
        (Some(state), _) => Arc::new(value(state, || "preloadedState".to_owned())?),
        (None, Some(first)) => Arc::clone(first),
        (None, None) => {
            return Err(wrong("preloadedState", "there is no state to begin with"));
        }
    };
    let mut timeline = Timeline::new(committed, Timestamp::default(), usize::MAX);
    for (index, action) in actions.iter().enumerate() {
        let place = format!("{place}[{index}]");
        // What an action would be performed with is around it where it was lifted.
        let performed = match action.get("action") {
            Some(_) => action.clone(),
            None => json!({ "action": action }),
        };
        let id = timeline.take_id();
        let state = Arc::clone(&timeline.committed);
        let entry = entry(id, &performed, &place, None)?;
        timeline.steps.push_back(Step {
            entry: Arc::new(entry),
            state,
            problem: None,
            is_skipped: false,
        });
    }
    timeline.position = timeline.steps.len();
    timeline.recompute(0);
    Ok(timeline)
}

/// A whole lifted state.
fn of_lifted<S: Recordable>(
    lifted: &Value,
    first: Option<&Arc<S>>,
) -> Result<Timeline<S>, SessionError> {
    let list = |name: &'static str| match &lifted[name] {
        Value::Array(list) => Ok(list.as_slice()),
        Value::Null => Ok(&[] as &[Value]),
        other => Err(wrong(name, format!("expected a list, found {other}"))),
    };
    if lifted["stagedActionIds"].is_null() {
        return Err(SessionError::NotASession(
            "it has neither `format`, `payload` nor `stagedActionIds`".to_owned(),
        ));
    }
    let staged = list("stagedActionIds")?;
    let states = list("computedStates")?;
    let skipped: BTreeSet<u64> = list("skippedActionIds")?
        .iter()
        .filter_map(Value::as_u64)
        .collect();
    let state_at = |index: usize| states.get(index).and_then(|computed| computed.get("state"));
    let begins = [lifted.get("committedState"), state_at(0)];
    let begins = begins.into_iter().flatten().find(|state| !state.is_null());
    let committed = match (begins, first) {
        (Some(state), _) => Arc::new(value(state, || "committedState".to_owned())?),
        (None, Some(first)) => Arc::clone(first),
        (None, None) => {
            return Err(wrong("committedState", "there is no state to begin with"));
        }
    };
    let mut timeline = Timeline::new(committed, Timestamp::default(), usize::MAX);
    timeline.begun = time(&lifted["actionsById"]["0"]);
    let mut is_computed = true;
    // The first stands for where the recording begins.
    for (index, id) in staged.iter().enumerate().skip(1) {
        let place = format!("stagedActionIds[{index}]");
        let number = id.as_u64().and_then(|id| u32::try_from(id).ok());
        let number = number.filter(|number| *number > 0);
        let number =
            number.ok_or_else(|| wrong(&place, format!("{id} is no number of an entry")))?;
        let id = EntryId::new(number);
        if timeline.position_of(id).is_some() {
            return Err(wrong(&place, format!("there are two entries {id}")));
        }
        let performed = &lifted["actionsById"][number.to_string()];
        let state = state_at(index)
            .map(|state| value(state, || format!("computedStates[{index}].state")))
            .transpose()?
            .map(Arc::new);
        is_computed &= state.is_some();
        let problem = states.get(index).and_then(|computed| computed.get("error"));
        let at = format!("actionsById.{id}");
        let entry = entry(id, performed, &at, state.as_ref())?;
        timeline.next_id = timeline.next_id.max(number + 1);
        timeline.steps.push_back(Step {
            entry: Arc::new(entry),
            state: state.unwrap_or_else(|| Arc::clone(&timeline.committed)),
            problem: problem.and_then(Value::as_str).map(Arc::from),
            is_skipped: skipped.contains(&number.into()),
        });
    }
    let last = timeline.steps.len();
    timeline.position = match &lifted["currentStateIndex"] {
        Value::Null => last,
        index => index
            .as_u64()
            .and_then(|index| usize::try_from(index).ok())
            .filter(|index| *index <= last)
            .ok_or_else(|| wrong("currentStateIndex", format!("there is no state {index}")))?,
    };
    if let Some(next) = lifted["nextActionId"].as_u64() {
        let next = u32::try_from(next).unwrap_or(u32::MAX);
        timeline.next_id = timeline.next_id.max(next);
    }
    if !is_computed {
        timeline.recompute(0);
    }
    Ok(timeline)
}

/// One entry, whose state is `state` if it is known.
fn entry<S: Recordable>(
    id: EntryId,
    performed: &Value,
    place: &str,
    state: Option<&Arc<S>>,
) -> Result<Entry<S>, SessionError> {
    let action = &performed["action"];
    let place = format!("{place}.action");
    if action.is_null() {
        return Err(wrong(&place, "there is no such entry"));
    }
    let at = time(performed);
    let trace = performed["stack"].as_str().map(str::to_owned);
    let inputs = match performed.get("inputs") {
        Some(inputs) => value(inputs, || place.clone())?,
        None => Inputs::default(),
    };
    let made = |name: String, origin, change| {
        let what = What::Read(Box::new(Record {
            version: Version::default(),
            origin,
            time: at,
            inputs,
            change,
        }));
        Entry::new(id, name.into(), at, what, trace.clone())
    };
    let name = action["type"].as_str().unwrap_or_default().to_owned();
    let kind = action.get(KIND).and_then(Value::as_str);
    let whole = || {
        let state = state.map(Arc::clone);
        state.ok_or_else(|| {
            wrong(
                &place,
                format!("`{name}` is no action, and its state is not there"),
            )
        })
    };
    Ok(match kind {
        Some("write") => {
            let change = RecordedChange::Write {
                name: name.clone(),
                state: whole()?,
            };
            made(name, Origin::Local, change)
        }
        Some("restore") => {
            let change = RecordedChange::Restore {
                name: name.clone(),
                state: whole()?,
            };
            made(name, Origin::Restore, change)
        }
        Some("batch") => {
            let parts = value(&action["payload"], || place.clone())?;
            made(name, Origin::Local, RecordedChange::Batch(parts))
        }
        Some("nothing") => {
            let action = None;
            let why = Stopped::Failed("nothing came of it when it was recorded".to_owned());
            let what = What::Stopped(Box::new(Attempt { action, why }));
            Entry::new(id, name.into(), at, what, trace)
        }
        _ => {
            let action: S::Action = shown::read(action).map_err(|why| wrong(&place, why))?;
            let name = leptos_state_core::Action::name(&action).to_owned();
            made(name, Origin::Local, RecordedChange::Action(action))
        }
    })
}

fn time(performed: &Value) -> Timestamp {
    Timestamp::from_millis(performed["timestamp"].as_u64().unwrap_or_default())
}

fn value<T: DeserializeOwned>(
    value: &Value,
    place: impl FnOnce() -> String,
) -> Result<T, SessionError> {
    json::read(&value.to_string()).map_err(|error| SessionError::Inconsistent {
        place: place(),
        problem: error.to_string(),
    })
}

fn wrong(place: &str, problem: impl Into<String>) -> SessionError {
    SessionError::Inconsistent {
        place: place.to_owned(),
        problem: problem.into(),
    }
}
