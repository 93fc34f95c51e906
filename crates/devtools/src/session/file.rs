//! Sessions as files. `docs/session.md` describes the form.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use leptos_state_core::json::{self, WriteError};
use leptos_state_core::{Record, RecordedChange, Refusal, State, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Session, SessionError};
use crate::entry::{Attempt, Entry, What};
use crate::timeline::{Step, Timeline};
use crate::{secret, EntryId, Recordable, Stopped};

/// By what a session is known.
const FORMAT: &str = "leptos-state session";

/// The version of the form that is written and read.
const VERSION: u32 = 1;

/// What a session is, before anything else of it is read.
#[derive(Deserialize)]
struct Header {
    version: u32,
    state: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Recordable"))]
struct File<S: Recordable> {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "version")]
    _version: u32,
    #[serde(rename = "state")]
    _state: String,
    store: Option<String>,
    schema: Option<u32>,
    begun: Timestamp,
    position: usize,
    next: u32,
    committed: S,
    entries: Vec<Line<'static, S>>,
}

/// An entry.
#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(serialize = "S: Recordable", deserialize = "S: Recordable")
)]
struct Line<'a, S: Recordable> {
    id: EntryId,
    name: Cow<'a, str>,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    skipped: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    problem: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trace: Option<Cow<'a, str>>,
    what: Written<S>,
    /// The state that it led to, unless that is the one from before it, or the one in the change itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<Cow<'a, S>>,
}

/// What an entry is.
#[derive(Serialize, Deserialize)]
#[serde(
    rename_all = "snake_case",
    deny_unknown_fields,
    bound(serialize = "S: Recordable", deserialize = "S: Recordable")
)]
enum Written<S: Recordable> {
    Made(Record<S>),
    Failed {
        action: Option<S::Action>,
        why: String,
    },
    Refused {
        action: Option<S::Action>,
        by: String,
        why: String,
    },
}

impl<S: Recordable> Written<S> {
    /// The whole state that is in it.
    const fn whole(&self) -> Option<&Arc<S>> {
        match self {
            Self::Made(Record {
                change: RecordedChange::Write { state, .. } | RecordedChange::Restore { state, .. },
                ..
            }) => Some(state),
            _ => None,
        }
    }
}

/// Whether a JSON text says that it is a session.
pub(super) fn is_one(json: &Value) -> bool {
    json.get("format").and_then(Value::as_str) == Some(FORMAT)
}

pub(super) fn write<S: Recordable>(session: &Session<S>) -> Result<String, WriteError> {
    let timeline = &session.timeline;
    let mut text = String::from("{\n");
    let mut field = |name: &str, value: String| {
        text.push_str(&format!("  \"{name}\": {value},\n"));
    };
    field("format", json::write(FORMAT)?);
    field("version", VERSION.to_string());
    field("state", json::write(S::NAME)?);
    if let Some(store) = &session.store {
        field("store", json::write(store)?);
    }
    if let Some(schema) = session.schema {
        field("schema", schema.to_string());
    }
    field("begun", json::write(&timeline.begun)?);
    field("position", timeline.position.to_string());
    field("next", timeline.next_id.to_string());
    field(
        "committed",
        json::write(&*secret::state(&*timeline.committed))?,
    );
    text.push_str("  \"entries\": [");
    let mut before = &timeline.committed;
    for (index, step) in timeline.steps.iter().enumerate() {
        text.push_str(if index == 0 { "\n    " } else { ",\n    " });
        text.push_str(&json::write(&line(step, before))?);
        before = &step.state;
    }
    text.push_str(if timeline.steps.is_empty() {
        "]\n}\n"
    } else {
        "\n  ]\n}\n"
    });
    Ok(text)
}

fn line<'a, S: Recordable>(step: &'a Step<S>, before: &Arc<S>) -> Line<'a, S> {
    let entry = &*step.entry;
    let what = match entry.what() {
        What::Made(commit) => Written::Made(Record::of(commit)),
        What::Read(record) => Written::Made(secret::record(record)),
        What::Stopped(attempt) => {
            let action = attempt.action.as_ref().map(secret::action::<S>);
            match &attempt.why {
                Stopped::Failed(why) => Written::Failed {
                    action,
                    why: why.clone(),
                },
                Stopped::Refused(refusal) => Written::Refused {
                    action,
                    by: refusal.layer().to_owned(),
                    why: refusal.reason().to_owned(),
                },
            }
        }
    };
    let is_known = Arc::ptr_eq(&step.state, before) || !step.is_skipped && what.whole().is_some();
    Line {
        id: entry.id(),
        name: Cow::Borrowed(entry.name()),
        at: entry.at(),
        skipped: step.is_skipped,
        problem: step.problem.as_deref().map(Cow::Borrowed),
        trace: entry.trace().map(Cow::Borrowed),
        what,
        state: (!is_known).then(|| secret::state(&*step.state)),
    }
}

pub(super) fn read<S: Recordable>(text: &str) -> Result<Session<S>, SessionError> {
    let header: Header =
        serde_json::from_str(text).map_err(|error| SessionError::NotASession(error.to_string()))?;
    if header.version != VERSION {
        return Err(SessionError::Version {
            found: header.version,
            known: VERSION,
        });
    }
    if header.state != <S as State>::NAME {
        return Err(SessionError::OtherState {
            found: header.state,
            expected: S::NAME,
        });
    }
    let file: File<S> = json::read(text)?;
    let mut timeline = Timeline::new(Arc::new(file.committed), file.begun, usize::MAX);
    let mut ids = HashSet::new();
    for (index, line) in file.entries.into_iter().enumerate() {
        let id = line.id;
        let wrong = |problem: String| SessionError::Inconsistent {
            place: format!("entries[{index}].id"),
            problem,
        };
        if id == EntryId::BEGINNING || id.get() >= file.next {
            let next = file.next;
            return Err(wrong(format!(
                "{id} is not between 1 and {next}, the next number"
            )));
        }
        if !ids.insert(id) {
            return Err(wrong(format!("there are two entries {id}")));
        }
        let before = timeline.state_at(index);
        let step = step(line, before);
        timeline.steps.push_back(step);
    }
    timeline.position = file.position;
    timeline.next_id = file.next;
    let last = timeline.steps.len();
    if file.position > last {
        return Err(SessionError::Inconsistent {
            place: "position".to_owned(),
            problem: format!("{} is behind the last entry, {last}", file.position),
        });
    }
    Ok(Session::new(file.store, file.schema, timeline))
}

fn step<S: Recordable>(line: Line<'static, S>, before: &Arc<S>) -> Step<S> {
    let whole = line.what.whole().filter(|_| !line.skipped);
    let known = Arc::clone(whole.unwrap_or(before));
    let state = line.state.map(|state| Arc::new(state.into_owned()));
    let what = match line.what {
        Written::Made(record) => What::Read(Box::new(record)),
        Written::Failed { action, why } => {
            let why = Stopped::Failed(why);
            What::Stopped(Box::new(Attempt { action, why }))
        }
        Written::Refused { action, by, why } => {
            let why = Stopped::Refused(Refusal::new(by, why));
            What::Stopped(Box::new(Attempt { action, why }))
        }
    };
    let trace = line.trace.map(Cow::into_owned);
    Step {
        entry: Arc::new(Entry::new(line.id, line.name, line.at, what, trace)),
        state: state.unwrap_or(known),
        problem: line.problem.map(Arc::from),
        is_skipped: line.skipped,
    }
}
