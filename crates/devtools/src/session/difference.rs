//! Replays compared with what was recorded.

use std::fmt;
use std::sync::Arc;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The entry's number.
    pub entry: EntryId,
    /// The change's name.
    pub name: String,
    /// The first place in the state that differs, as `items[2].title`; empty for the whole, or if only a problem differs.
    pub place: String,
    /// What was recorded there: a part of the state as JSON, or the problem.
    pub recorded: String,
    /// What came of it now.
    pub replayed: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            entry,
            name,
            place,
            recorded,
            replayed,
        } = self;
        write!(f, "entry {entry}, `{name}`: ")?;
        if !place.is_empty() {
            write!(f, "{place}: ")?;
        }
        write!(f, "it was {recorded} and is {replayed} now")
    }
}

/// Does a recording again and compares.
pub(crate) fn replay<S: Recordable>(recorded: &Timeline<S>) -> Replayed<S> {
    let mut now = recorded.clone();
    now.recompute(0);
    let steps = recorded.steps.iter().zip(&now.steps);
    let differences = steps.filter_map(|(before, after)| {
        let difference = |place, recorded, replayed| Difference {
            entry: before.entry.id(),
            name: before.entry.name().to_owned(),
            place,
            recorded,
            replayed,
        };
        if before.problem.is_some() != after.problem.is_some() {
            let said = |problem: &Option<Arc<str>>| match problem {
                Some(problem) => format!("a failure ({problem})"),
                None => "done".to_owned(),
            };
            let (before, after) = (said(&before.problem), said(&after.problem));
            return Some(difference(String::new(), before, after));
        }
        let (place, recorded, replayed) = differing(&before.state, &after.state)?;
        Some(difference(place, recorded, replayed))
    });
    Replayed {
        differences: differences.collect(),
        states: (0..=now.steps.len())
            .map(|at| Arc::clone(now.state_at(at)))
            .collect(),
    }
}

/// The first place in which two states differ, with what is there.
fn differing<S: Recordable>(a: &Arc<S>, b: &Arc<S>) -> Option<(String, String, String)> {
    if Arc::ptr_eq(a, b) {
        return None;
    }
    match (written(&**a), written(&**b)) {
        (Ok(a), Ok(b)) => first_difference(&a, &b),
        (a, b) => {
            let text = |written: Result<Value, String>| {
                written.map_or_else(|error| error, |state| state.to_string())
            };
            Some((String::new(), text(a), text(b)))
        }
    }
}

fn written<S: Recordable>(state: &S) -> Result<Value, String> {
    serde_json::to_value(&*secret::state(state)).map_err(|error| error.to_string())
}

/// The first place in which two values differ, with what is there.
pub(crate) fn first_difference(a: &Value, b: &Value) -> Option<(String, String, String)> {
    let mut place = String::new();
    let (a, b) = descend(Some(a), Some(b), &mut place)?;
    let text = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
    Some((place, text(a), text(b)))
}

/// What differs, first of all.
type Pair<'v> = (Option<&'v Value>, Option<&'v Value>);

fn descend<'v>(a: Option<&'v Value>, b: Option<&'v Value>, place: &mut String) -> Option<Pair<'v>> {
    let length = place.len();
    match (a, b) {
        (a, b) if a == b => None,
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            let names = a
                .keys()
                .chain(b.keys().filter(|name| !a.contains_key(*name)));
            names.into_iter().find_map(|name| {
                place.truncate(length);
                if length > 0 {
                    place.push('.');
                }
                place.push_str(name);
                descend(a.get(name), b.get(name), place)
            })
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            (0..a.len().max(b.len())).find_map(|index| {
                place.truncate(length);
                place.push_str(&format!("[{index}]"));
                descend(a.get(index), b.get(index), place)
            })
        }
        different => Some(different),
    }
}
