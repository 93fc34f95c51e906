//! Replays compared with what was recorded.

use std::fmt;
use std::sync::Arc;

use leptos_state_core::patch::Patch;
use serde_json::Value;

use crate::timeline::Timeline;
use crate::{secret, EntryId, Recordable};

/// What a session came to when it was done again.
pub struct Replayed<S> {
    states: Vec<Arc<S>>,
    differences: Vec<Difference>,
}

impl<S> Replayed<S> {
    /// The states: that with which the session begins, then the one that each entry led to.
    pub fn states(&self) -> &[Arc<S>] {
        &self.states
    }

    /// Where it came to something else than was recorded, in the order of the entries. The first is where something has changed; others
    /// may follow from it.
    pub fn differences(&self) -> &[Difference] {
        &self.differences
    }
}

impl<S> fmt::Debug for Replayed<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replayed")
            .field("differences", &self.differences)
            .finish_non_exhaustive()
    }
}

/// An entry that led to something else than was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The entry's number.
    pub entry: EntryId,
    /// The change's name.
    pub name: String,
    /// What is different.
    pub what: Differs,
}

/// What is different when an entry is done again.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Differs {
    /// The state: what would make of the recorded one the one that it leads to now.
    State(Patch),
    /// Something came of it and does not now, or the other way round. Both say why nothing did.
    Outcome {
        /// When it was recorded.
        recorded: Option<String>,
        /// Now.
        replayed: Option<String>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}, `{}`: ", self.entry, self.name)?;
        match &self.what {
            Differs::State(patch) => write!(f, "the state is another one:\n{patch}"),
            Differs::Outcome { recorded, replayed } => {
                let said = |problem: &Option<String>| match problem {
                    Some(problem) => format!("a failure ({problem})"),
                    None => "done".to_owned(),
                };
                let (recorded, replayed) = (said(recorded), said(replayed));
                write!(f, "it was {recorded} and is {replayed} now")
            }
        }
    }
}

/// Does a recording again and compares.
pub(super) fn replay<S: Recordable>(recorded: &Timeline<S>) -> Replayed<S> {
    let mut now = recorded.clone();
    now.recompute(0);
    let steps = recorded.steps.iter().zip(&now.steps);
    let differences = steps.filter_map(|(before, after)| {
        let what = if before.problem.is_some() == after.problem.is_some() {
            let patch = between(&before.state, &after.state);
            Differs::State(Some(patch).filter(|patch| !patch.is_empty())?)
        } else {
            let text = |problem: &Option<Arc<str>>| problem.as_deref().map(str::to_owned);
            Differs::Outcome {
                recorded: text(&before.problem),
                replayed: text(&after.problem),
            }
        };
        Some(Difference {
            entry: before.entry.id(),
            name: before.entry.name().to_owned(),
            what,
        })
    });
    Replayed {
        differences: differences.collect(),
        states: (0..=now.steps.len())
            .map(|at| Arc::clone(now.state_at(at)))
            .collect(),
    }
}

/// What would make `after` of `before`, as they may be written down.
pub(crate) fn between<S: Recordable>(before: &Arc<S>, after: &Arc<S>) -> Patch {
    if Arc::ptr_eq(before, after) {
        return Patch::default();
    }
    Patch::between(&written(&**before), &written(&**after))
}

/// A state as it may be written down; in place of one that can't be, why.
pub(super) fn written<S: Recordable>(state: &S) -> Value {
    let written = serde_json::to_value(&*secret::state(state));
    written.unwrap_or_else(|error| Value::String(error.to_string()))
}
