//! Between a recorder and what shows it: what is told, and what is asked for. All of it is JSON and plain values, so a transport knows no
//! state.

use std::fmt;
use std::sync::Arc;

use leptos_state_core::Timestamp;
use serde_json::Value;

use crate::{EntryId, Features};

/// Takes what a [`DevTools`](crate::DevTools) layer tells to something that shows it, and brings back what is asked for there.
///
/// One transport serves one store; several of them may share a connection. It is dropped with the store.
///
/// What it does must not take long and must not wait: it is called in the store's turns.
pub trait Transport: Send + Sync {
    /// Called once, when the layer is put around a store.
    ///
    /// The transport keeps `controls` and gives it what is asked for. Nothing is told before it has given [`Command::Start`]
    /// (apart from errors), and nothing after [`Command::Stop`].
    fn connect(&self, instance: &Instance, controls: Arc<dyn Controls>);

    /// Takes what is told.
    fn tell(&self, told: Told<'_>);
}

/// The store that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Instance {
    /// The name to show.
    pub name: String,
    /// What may be done to it.
    pub features: Features,
    /// How many entries are kept, the one counted with which the recording begins.
    pub max_age: usize,
    /// The names of the actions that it has.
    pub actions: &'static [&'static str],
}

/// What a transport is told.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Told<'a> {
    /// There is one more entry, at the end.
    Entry(&'a dyn Shown),
    /// The recording is another one: it has just been started, or something was done to it, or there are several new entries.
    Lifted(&'a dyn Lifted),
    /// Something that was asked for can't be done, for this reason.
    Error(&'a str),
}

/// An entry to be shown. Its JSON is made when it is asked for.
pub trait Shown {
    /// Its number.
    fn id(&self) -> EntryId;

    /// The change's name.
    fn name(&self) -> &str;

    /// When it was made.
    fn at(&self) -> Timestamp;

    /// The call stack, if it was kept.
    fn trace(&self) -> Option<&str>;

    /// Why nothing came of it.
    fn problem(&self) -> Option<&str>;

    /// The change, as [`shown`](crate::shown) says.
    ///
    /// # Errors
    ///
    /// If it has something that JSON has not.
    fn action(&self) -> Result<Value, Unwritable>;

    /// The state that it led to.
    ///
    /// # Errors
    ///
    /// If it has something that JSON has not.
    fn state(&self) -> Result<Value, Unwritable>;

    /// The number that the next entry will have.
    fn next_id(&self) -> EntryId;
}

/// A whole recording to be shown.
pub trait Lifted {
    /// The recording as `@redux-devtools/instrument` has it: `actionsById`, `stagedActionIds`, `skippedActionIds`, `committedState`,
    /// `computedStates`, `currentStateIndex`, `nextActionId`, `isLocked`, `isPaused`.
    ///
    /// # Errors
    ///
    /// If a state or an action has something that JSON has not.
    fn lifted(&self) -> Result<Value, Unwritable>;

    /// The state with which the recording begins.
    ///
    /// # Errors
    ///
    /// If it has something that JSON has not.
    fn committed(&self) -> Result<Value, Unwritable>;

    /// The present state.
    ///
    /// # Errors
    ///
    /// If it has something that JSON has not.
    fn present(&self) -> Result<Value, Unwritable>;
}

impl fmt::Debug for dyn Shown + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.id(), self.name())
    }
}

impl fmt::Debug for dyn Lifted + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Lifted")
    }
}

/// Why something can't be shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} can't be written: {why}")]
pub struct Unwritable {
    pub(crate) what: String,
    pub(crate) why: String,
}

/// Takes what is asked for to the store. It does not keep the store alive.
pub trait Controls: Send + Sync {
    /// Does what is asked for, in a turn of the store. What can't be done is [told](Told::Error).
    fn command(&self, command: Command);

    /// The whole recording, if the store is still there.
    fn with_lifted(&self, read: &mut dyn FnMut(&dyn Lifted));

    /// Tells the store's reporter of something that went wrong with the connection.
    fn report(&self, problem: &str);
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Somebody looks: the recording is told, and from now on what happens to it.
    Start,
    /// Nobody looks any more.
    Stop,
    /// An action, as it is shown or as serde writes it, is to be dispatched.
    Dispatch(Value),
    /// To go to the state behind the first `n` of the entries that are shown.
    JumpToState(usize),
    /// To go to the state that an entry led to.
    JumpToAction(EntryId),
    /// To leave an entry out, or not to leave it out any more.
    Toggle(EntryId),
    /// To leave out the entries with numbers from `start` up to but not `end`, or not to leave them out.
    SetActive {
        /// The first number.
        start: u32,
        /// The number behind the last.
        end: u32,
        /// Whether they count.
        active: bool,
    },
    /// To move an entry before another one.
    Reorder {
        /// Which one is moved.
        entry: EntryId,
        /// Before which.
        before: EntryId,
    },
    /// To forget the entries that are left out.
    Sweep,
    /// To forget all entries, and begin with the present state.
    Commit,
    /// To forget all entries, and go back to where the recording begins.
    Rollback,
    /// To forget all entries, and go back to the store's first state.
    Reset,
    /// To go on with what is given: a session, or a recording as Redux's devtools export it.
    Import(Value),
    /// To refuse what comes from the program, or to admit it again.
    Lock(bool),
    /// To let changes pass without recording them, or to record them again.
    Pause(bool),
}
