//! Histories as they are stored: by names, with a version.
//!
//! ```json
//! {
//!   "format": "leptos-state history", "version": 1, "state": "Todos", "kept": "states",
//!   "present": {"items": ["tea"]}, "position": 1,
//!   "steps": [
//!     {"id": 0, "next": 1, "at": {"items": []}},
//!     {"id": 1, "parent": 0, "next": 2, "label": "add"},
//!     {"id": 2, "parent": 1, "label": "add", "at": {"items": ["tea", "milk"]}}
//!   ]
//! }
//! ```
//!
//! `kept` says what `at` is: the state at a position (`states`) or a part of it (`parts`); with `patches` there is none, and each step
//! has a `step` instead, a patch. The position where the state is has no `at`, because that is `present`.

use std::borrow::Cow;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::keep::{read_stored, written, Keep};
use super::timeline::{Bounds, Entry, Kept, Timeline};
use super::StepId;
use crate::secret::has_secrets;
use crate::{json, redacted, State};

const FORMAT: &str = "leptos-state history";
const VERSION: u32 = 1;

/// What says what a text is.
#[derive(Deserialize)]
struct Header {
    format: String,
    version: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    format: Cow<'static, str>,
    version: u32,
    state: Cow<'static, str>,
    kept: Cow<'static, str>,
    present: Value,
    position: StepId,
    steps: Vec<StoredStep>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StoredStep {
    id: StepId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<StepId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<StepId>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    label: Cow<'static, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    step: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Value>,
}

/// A way to keep states whose history can be stored.
pub trait KeepStored<S: State>: Keep<S> {
    /// What is kept, as a stored history says it.
    #[doc(hidden)]
    const KEPT: &'static str;

    /// Whether what is secret is left out of what is written.
    #[doc(hidden)]
    const REDACTS: bool = false;

    #[doc(hidden)]
    fn write_at(at: &Self::At) -> Result<Option<Value>, String>;

    #[doc(hidden)]
    fn read_at(&self, at: Option<Value>) -> Result<Kept<Self::At>, String>;

    #[doc(hidden)]
    fn write_step(step: &Self::Step) -> Result<Option<Value>, String>;

    #[doc(hidden)]
    fn read_step(&self, step: Option<Value>) -> Result<Kept<Self::Step>, String>;
}

/// How a history is stored and read: pointers, so that nothing of it is in a program that stores none.
pub(super) struct Storing<S: State, K: Keep<S>> {
    pub(super) write: Write<S, K>,
    pub(super) read: Read<S, K>,
}

type TimelineOf<S, K> = Timeline<<K as Keep<S>>::At, <K as Keep<S>>::Step>;
type Write<S, K> = fn(&TimelineOf<S, K>, &S) -> Result<String, String>;
type Read<S, K> = fn(&K, &str, Bounds) -> Result<(TimelineOf<S, K>, Arc<S>), String>;

impl<S: State, K: Keep<S>> Clone for Storing<S, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: State, K: Keep<S>> Copy for Storing<S, K> {}

impl<S: State + Serialize + DeserializeOwned, K: KeepStored<S>> Storing<S, K> {
    pub(super) const fn new() -> Self {
        Self {
            write: write::<S, K>,
            read: read::<S, K>,
        }
    }
}

fn write<S, K>(timeline: &TimelineOf<S, K>, present: &S) -> Result<String, String>
where
    S: State + Serialize,
    K: KeepStored<S>,
{
    if !K::REDACTS && has_secrets::<S>() {
        let kept = K::KEPT;
        return Err(format!(
            "there are secrets in the state, and they can't be left out of {kept}"
        ));
    }
    let step = |entry: Entry<&K::At, &K::Step>| {
        Ok(StoredStep {
            id: entry.id,
            parent: entry.parent,
            next: entry.next,
            label: entry.label,
            step: entry.step.map(K::write_step).transpose()?.flatten(),
            at: entry.at.map(K::write_at).transpose()?.flatten(),
        })
    };
    let stored = Stored {
        format: Cow::Borrowed(FORMAT),
        version: VERSION,
        state: Cow::Borrowed(S::NAME),
        kept: Cow::Borrowed(K::KEPT),
        present: written(&*redacted(present))?,
        position: timeline.present(),
        steps: timeline
            .entries()
            .map(step)
            .collect::<Result<_, String>>()?,
    };
    json::write(&stored).map_err(|error| error.to_string())
}

fn read<S, K>(keep: &K, text: &str, bounds: Bounds) -> Result<(TimelineOf<S, K>, Arc<S>), String>
where
    S: State + DeserializeOwned,
    K: KeepStored<S>,
{
    let header: Header =
        serde_json::from_str(text).map_err(|error| format!("it is no history: {error}"))?;
    if header.format != FORMAT {
        return Err(format!("it is no history, but `{}`", header.format));
    }
    if header.version != VERSION {
        let version = header.version;
        return Err(format!(
            "it has the version {version}, where {VERSION} is known"
        ));
    }
    let stored: Stored = json::read(text).map_err(|error| error.to_string())?;
    if stored.state != S::NAME {
        return Err(format!(
            "it is of a `{}`, not of a `{}`",
            stored.state,
            S::NAME
        ));
    }
    if stored.kept != K::KEPT {
        return Err(format!(
            "it has {}, where {} are kept",
            stored.kept,
            K::KEPT
        ));
    }
    let position = stored.position;
    let mut entries = Vec::with_capacity(stored.steps.len());
    for (n, step) in stored.steps.into_iter().enumerate() {
        let inside = |field: &str, error: String| format!("steps[{n}].{field}: {error}");
        let at = (step.id != position || step.at.is_some()).then(|| keep.read_at(step.at));
        let made = step.parent.map(|_| keep.read_step(step.step));
        entries.push(Entry {
            id: step.id,
            parent: step.parent,
            next: step.next,
            label: step.label,
            step: made.transpose().map_err(|error| inside("step", error))?,
            at: at.transpose().map_err(|error| inside("at", error))?,
        });
    }
    let timeline = Timeline::restored(entries, position, bounds)?;
    let present = read_stored(stored.present).map_err(|error| format!("present: {error}"))?;
    Ok((timeline, Arc::new(present)))
}
