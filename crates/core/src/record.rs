//! Commits, changes and snapshots as they are stored and sent: by names.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::secret::redacted_arc;
use crate::{
    redacted, Action, Actions, Change, ChangeKind, Commit, Inputs, Origin, Snapshot, State,
    Timestamp, Version,
};

/// A commit of a state `S`, whose actions are `A`, as it is stored and sent.
///
/// An action is stored by its name and its arguments. A write to a place or by a closure is stored as the whole state that it
/// led to: that a place has a type which can be stored is not known where it is written to, that the state has, is.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{Record, Store};
/// # use leptos_state_core::{Action, Actions, Cx, Handle, State};
/// # #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
/// # struct Counter(i32);
/// # impl State for Counter {
/// #     const NAME: &'static str = "Counter";
/// #     type Fields<H: Handle<Value = Self>> = ();
/// #     fn fields<H: Handle<Value = Self>>(_: &H) -> &() { &() }
/// # }
/// # #[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
/// # #[serde(rename_all = "snake_case")]
/// # enum CounterAction { Add(i32) }
/// # impl Action<Counter> for CounterAction {
/// #     type Reply = ();
/// #     type Error = std::convert::Infallible;
/// #     fn name(&self) -> &'static str { "add" }
/// #     fn apply(self, state: &mut Counter, _: &mut Cx<Counter>) -> Result<(), Self::Error> {
/// #         let Self::Add(by) = self;
/// #         state.0 += by;
/// #         Ok(())
/// #     }
/// # }
/// # impl Actions for Counter { type Action = CounterAction; }
/// use std::sync::{Arc, Mutex};
///
/// let log = Arc::new(Mutex::new(Vec::new()));
/// let counter = Store::new(Counter(1));
/// let writing = counter.subscribe({
///     let log = Arc::clone(&log);
///     move |commit| log.lock().unwrap().push(serde_json::to_string(&Record::of(commit)).unwrap())
/// });
/// counter.dispatch(CounterAction::Add(2));
/// let log = log.lock().unwrap();
/// assert_eq!(log[0], r#"{"version":1,"origin":"local","time":0,"change":{"action":{"add":2}}}"#);
///
/// let again = Store::new(Counter(1));
/// let record: Record<Counter> = serde_json::from_str(&log[0]).unwrap();
/// assert!(again.submit(record.replay()).is_done());
/// assert_eq!(again.snapshot().0, 3);
/// # drop(writing);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(
        serialize = "S: Serialize, A: Serialize",
        deserialize = "S: Deserialize<'de>, A: Deserialize<'de>"
    )
)]
pub struct Record<S: Actions, A = <S as Actions>::Action> {
    /// The version that the change led to.
    pub version: Version,
    /// Where the change came from.
    pub origin: Origin,
    /// When it was applied.
    pub time: Timestamp,
    /// What it took from outside.
    #[serde(default, skip_serializing_if = "Inputs::is_empty")]
    pub inputs: Inputs,
    /// The change.
    pub change: RecordedChange<S, A>,
}

/// A change of a state `S`, whose actions are `A`, as it is stored and sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    rename_all = "snake_case",
    deny_unknown_fields,
    bound(
        serialize = "S: Serialize, A: Serialize",
        deserialize = "S: Deserialize<'de>, A: Deserialize<'de>"
    )
)]
pub enum RecordedChange<S: Actions, A = <S as Actions>::Action> {
    /// An action.
    Action(A),
    /// Several changes that are one.
    Batch(Vec<Self>),
    /// A write, or a batch with a write in it.
    Write {
        /// Its name: what was written to, as in `set filter`.
        name: String,
        /// The state that it led to.
        #[serde(with = "whole")]
        state: Arc<S>,
    },
    /// A whole state put in place of the one before.
    Restore {
        /// Its name: `restore` or `reset`.
        name: String,
        /// That state.
        #[serde(with = "whole")]
        state: Arc<S>,
    },
}

impl<S: Actions> Record<S> {
    /// What is to be stored of `commit`, with defaults in the place of what is secret: done again, it does not come to what is secret.
    pub fn of(commit: &Commit<S>) -> Self {
        let change = commit.change();
        Self {
            version: commit.version(),
            origin: commit.origin(),
            time: commit.at(),
            inputs: commit.inputs().clone(),
            change: RecordedChange::of_actions(change).unwrap_or_else(|| {
                let (name, state) = (change.name().into_owned(), redacted_arc(commit.state()));
                match change.kind() {
                    ChangeKind::Restore => RecordedChange::Restore { name, state },
                    _ => RecordedChange::Write { name, state },
                }
            }),
        }
    }

    /// A change that does the same again, with the same identifiers and time.
    pub fn replay(&self) -> Change<'static, S>
    where
        S::Action: Send + Sync,
    {
        let change = self.change.change();
        change.from(Origin::Replay).with_inputs(self.inputs.clone())
    }
}

impl<S: Actions> RecordedChange<S> {
    /// What is to be stored of a change that is made of actions alone.
    fn of_actions(change: &Change<'_, S>) -> Option<Self> {
        if let Some(action) = change.as_action() {
            let mut action = action.clone();
            action.redact();
            return Some(Self::Action(action));
        }
        if change.kind() != ChangeKind::Batch || change.as_restore().is_some() {
            return None;
        }
        let parts = change.parts().iter().map(Self::of_actions);
        parts.collect::<Option<_>>().map(Self::Batch)
    }

    /// A change that does the same.
    pub fn change(&self) -> Change<'static, S>
    where
        S::Action: Send + Sync,
    {
        match self {
            Self::Action(action) => Change::action(action.clone()),
            Self::Batch(changes) => Change::batch(changes.iter().map(Self::change)),
            Self::Write { state, .. } => {
                Change::whole(Arc::clone(state), ChangeKind::Write, "update")
            }
            Self::Restore { state, .. } => Change::restore(Arc::clone(state)),
        }
    }
}

/// A state that others may hold too.
mod whole {
    use super::{Arc, Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serialize, Z: Serializer>(
        state: &Arc<S>,
        serializer: Z,
    ) -> Result<Z::Ok, Z::Error> {
        S::serialize(state, serializer)
    }

    pub(super) fn deserialize<'de, S: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<S>, D::Error> {
        S::deserialize(deserializer).map(Arc::new)
    }
}

/// A snapshot as it is stored.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Snapshot", deny_unknown_fields)]
struct Stored<T> {
    version: Version,
    state: T,
}

/// With defaults in the place of what is secret.
impl<S: State + Serialize> Serialize for Snapshot<S> {
    fn serialize<Z: Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
        let state = &*redacted(&*self.state);
        let stored = Stored {
            version: self.version,
            state,
        };
        stored.serialize(serializer)
    }
}

impl<'de, S: State + Deserialize<'de>> Deserialize<'de> for Snapshot<S> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Stored { version, state } = Stored::deserialize(deserializer)?;
        let state = Arc::new(state);
        Ok(Self { version, state })
    }
}
