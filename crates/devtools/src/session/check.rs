//! What the tests that sessions are made into call.

use std::fmt;
use std::sync::Arc;

use leptos_state_core::patch::Patch;
use leptos_state_core::{json, Action, Record, RecordedChange, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::difference::written;
use crate::entry::{Attempt, Entry, What};
use crate::replay::Scratch;
use crate::{EntryId, Recordable, Stopped};

/// A state to which recorded changes are done again, for tests that a [`Session`](crate::Session) was [made](crate::Session::to_test) into.
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
        let (name, problem) = self.run(What::Stopped(Box::new(Attempt { action, why })));
        match problem {
            Some(problem) => assert_eq!(&*problem, error, "of `{name}`, change {}", self.count),
            None => panic!("change {}, `{name}`, did not fail", self.count),
        }
    }

    /// Expects this state.
    ///
    /// # Panics
    ///
    /// If it is another one; the message says what would make that of the expected one.
    #[track_caller]
    pub fn has(&self, state: &str) {
        let expected: Value = read(state, "the state");
        let patch = Patch::between(&expected, &written(&*self.state));
        assert!(
            patch.is_empty(),
            "after change {}, the state is another one:\n{patch}",
            self.count
        );
    }

    /// The present state.
    pub fn state(&self) -> &Arc<S> {
        &self.state
    }

    fn run(&mut self, what: What<S>) -> (String, Option<Arc<str>>) {
        self.count += 1;
        let (name, at) = match &what {
            What::Read(record) => (named(&record.change), record.time),
            What::Stopped(attempt) => {
                let name = attempt.action.as_ref().map_or("", Action::name);
                (name.to_owned(), Timestamp::default())
            }
            What::Made(_) => unreachable!("nothing is made here"),
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
        RecordedChange::Action(action) => Action::name(action).to_owned(),
        RecordedChange::Batch(_) => "batch".to_owned(),
        RecordedChange::Write { name, .. } | RecordedChange::Restore { name, .. } => name.clone(),
    }
}

#[track_caller]
fn read<T: DeserializeOwned>(text: &str, what: &str) -> T {
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
