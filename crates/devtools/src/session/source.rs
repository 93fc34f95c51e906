//! Sessions as tests in Rust.

use std::any::type_name;
use std::fmt;
use std::sync::Arc;

use leptos_state_core::json::{self, WriteError};
use leptos_state_core::{Record, RecordedChange};
use serde_json::Value;

use super::difference::first_difference;
use super::Session;
use crate::entry::What;
use crate::replay::Scratch;
use crate::{Entry, EntryId, Recordable, Stopped};

/// Writes a test of what a session has.
pub(super) fn write<S: Recordable>(session: &Session<S>, name: &str) -> Result<String, WriteError> {
    let timeline = &session.timeline;
    let ty = last_names(type_name::<S>());
    let mut text = match session.store_name() {
        Some(store) => format!("/// Recorded in the store `{store}`.\n"),
        None => String::new(),
    };
    text.push_str(&format!(
        "#[test]\nfn {name}() {{\n    let mut replay = leptos_state_devtools::Replay::<{ty}>::of({});\n",
        literal(&json::write(&*timeline.committed)?)
    ));
    let mut before = json::write(&*timeline.committed)?;
    for step in timeline.steps.iter().filter(|step| !step.is_skipped) {
        let entry = &step.entry;
        match (entry.what(), entry.record()) {
            (
                What::Stopped {
                    action,
                    why: Stopped::Failed(why),
                },
                _,
            ) => {
                let Some(action) = action else { continue };
                let action = literal(&json::write(action)?);
                text.push_str(&format!("    replay.fails({action}, {});\n", literal(why)));
            }
            (_, Some(record)) => {
                let record = literal(&json::write(&record)?);
                text.push_str(&format!("    replay.does({record});\n"));
            }
            // What a layer refused is nothing to the state.
            (_, None) => continue,
        }
        let state = json::write(&*step.state)?;
        if state != before {
            text.push_str(&format!("    replay.has({});\n", literal(&state)));
            before = state;
        }
    }
    text.push_str("}\n");
    Ok(text)
}

/// A type with the last names of all paths in it.
fn last_names(ty: &str) -> String {
    let mut text = String::new();
    for part in ty.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_' && c != ':') {
        text.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    text
}

/// A text as it stands in Rust.
fn literal(text: &str) -> String {
    let hashes = (1..).map(|n| "#".repeat(n));
    let mut free = hashes.filter(|hashes| !text.contains(&format!("\"{hashes}")));
    let hashes = free.next().unwrap_or_default();
    format!("r{hashes}\"{text}\"{hashes}")
}

/// A state to which recorded changes are done again, for tests that a [`Session`] was [made](Session::to_test) into.
///
/// Everything is JSON, as in a session. What does not come out as it should panics, so that the test fails.
///
/// # Examples
///
/// ```
/// use leptos_state_devtools::Replay;
/// # use leptos_state_macros::{actions, State};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
/// # struct Counter { value: i32 }
/// # #[actions]
/// # impl Counter {
/// #     pub fn add(&mut self, by: i32) { self.value += by; }
/// # }
/// let mut replay = Replay::<Counter>::of(r#"{"value":1}"#);
/// replay.does(r#"{"version":1,"origin":"local","time":0,"change":{"action":{"add":{"by":2}}}}"#);
/// replay.has(r#"{"value":3}"#);
/// ```
pub struct Replay<S: Recordable> {
    scratch: Scratch<S>,
    state: Arc<S>,
    /// How many changes there have been.
    count: u32,
}

impl<S: Recordable> Replay<S> {
    /// Begins with this state.
    ///
    /// # Panics
    ///
    /// If it can't be read.
    #[track_caller]
    pub fn of(state: &str) -> Self {
        let state = Arc::new(read(state, "the state to begin with"));
        Self {
            scratch: Scratch::new(&state),
            state,
            count: 0,
        }
    }

    /// Makes a [recorded](Record) change.
    ///
    /// # Panics
    ///
    /// If it can't be read or fails.
    #[track_caller]
    pub fn does(&mut self, record: &str) {
        let record: Record<S> = read(record, "the change");
        let (name, problem) = self.run(What::Read(Box::new(record)));
        if let Some(problem) = problem {
            panic!("change {}, `{name}`, failed: {problem}", self.count);
        }
    }

    /// Makes an action that fails with this error.
    ///
    /// # Panics
    ///
    /// If it can't be read, does not fail, or fails otherwise.
    #[track_caller]
    pub fn fails(&mut self, action: &str, error: &str) {
        let action = Some(read(action, "the action"));
        let why = Stopped::Failed(error.to_owned());
        let (name, problem) = self.run(What::Stopped { action, why });
        match problem {
            Some(problem) => assert_eq!(&*problem, error, "of `{name}`, change {}", self.count),
            None => panic!("change {}, `{name}`, did not fail", self.count),
        }
    }

    /// Expects this state.
    ///
    /// # Panics
    ///
    /// If it is another one; the message says in which place.
    #[track_caller]
    pub fn has(&self, state: &str) {
        let expected: Value = read(state, "the state");
        let present = match serde_json::to_value(&*self.state) {
            Ok(present) => present,
            Err(error) => panic!("the state can't be written: {error}"),
        };
        if let Some((place, expected, found)) = first_difference(&expected, &present) {
            panic!(
                "after change {}, {place} is {found} and should be {expected}",
                self.count
            );
        }
    }

    /// The present state.
    pub fn state(&self) -> &Arc<S> {
        &self.state
    }

    fn run(&mut self, what: What<S>) -> (String, Option<Arc<str>>) {
        self.count += 1;
        let name = match &what {
            What::Read(record) => named(&record.change),
            What::Stopped {
                action: Some(action),
                ..
            } => leptos_state_core::Action::name(action).to_owned(),
            _ => String::new(),
        };
        let at = match &what {
            What::Read(record) => record.time,
            _ => Default::default(),
        };
        let entry = Entry::new(
            EntryId::new(self.count),
            name.clone().into(),
            at,
            what,
            None,
        );
        let (state, problem) = self.scratch.run(&entry);
        self.state = state;
        (name, problem)
    }
}

fn named<S: Recordable>(change: &RecordedChange<S>) -> String {
    match change {
        RecordedChange::Action(action) => leptos_state_core::Action::name(action).to_owned(),
        RecordedChange::Batch(_) => "batch".to_owned(),
        RecordedChange::Write { name, .. } | RecordedChange::Restore { name, .. } => name.clone(),
    }
}

#[track_caller]
fn read<T: serde::de::DeserializeOwned>(text: &str, what: &str) -> T {
    match json::read(text) {
        Ok(value) => value,
        Err(error) => panic!("{what} can't be read: {error}"),
    }
}

impl<S: Recordable> fmt::Debug for Replay<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
