//! A chart as data: what it is drawn from, checked by and compiled from.
//!
//! The fields are public, so that whatever reads or writes charts can do so; the functions and methods here build a form as
//! one would write it down. Nothing is checked before [`Form::compile`].
//!
//! # Examples
//!
//! ```
//! use leptos_state_chart::form::{final_state, state, to, when, Form};
//! use std::time::Duration;
//!
//! let form = Form::new("door")
//!     .initial("closed")
//!     .state(state("closed").on("open", to("opened")).on("lock", when("has_key").to("locked")))
//!     .state(state("opened").on("close", to("closed")).after(Duration::from_secs(30), to("closed")))
//!     .state(state("locked").on("unlock", to("closed")).on("break", to("broken")))
//!     .state(final_state("broken"));
//! let chart = form.compile().unwrap();
//! assert_eq!(chart.guards(), ["has_key"]);
//! ```

mod build;
mod guard;
#[cfg(feature = "json")]
mod json;

use std::collections::BTreeMap;
use std::time::Duration;

pub use build::{
    deep_history, final_state, history, invoke, parallel, run, state, stay, to, when, Names,
};
pub use guard::{all, any, not, within, Guard};
#[cfg(feature = "json")]
pub use json::FormJsonError;

/// A chart as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The chart's name, by which snapshots know it.
    pub name: String,
    /// The version of the chart, which counts up when a stored snapshot would no longer fit. 1 unless it is set.
    pub version: u32,
    /// The names of the events that the chart may be sent. If there are any, a transition on another one is an error.
    pub events: Vec<String>,
    /// How many microsteps a macrostep may have. 1,000 unless it is set.
    pub microstep_limit: u32,
    /// Whether an outer parallel state is left unfinished when a parallel state that is its region finishes last, as
    /// SCXML's algorithm has it (appendix D). Only for documents that rely on it.
    pub strict_scxml: bool,
    /// Whether transitions without an event are tried after each event, also after one that no transition is taken for: they may have
    /// guards that look at the event. SCXML's algorithm always does so (appendix D).
    pub always_after_each_event: bool,
    /// For transitions, by the paths of their states and their places there, the paths of states that are not left by them: what is
    /// active inside is, and nothing else. Of all others that is the innermost compound state that the source and all targets are
    /// inside of (SCXML 3.13). Targets are inside of it. XState 6 leaves fewer regions of parallel states than SCXML does.
    pub scopes: BTreeMap<(String, usize), String>,
    /// The outermost state, which has no name and holds all others. It is compound or parallel.
    pub root: State,
}

/// A state of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct State {
    /// Its name, which no sibling has. Its path is the names from the outermost state to it, joined by dots.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "String::is_empty")
    )]
    pub name: String,
    /// What kind of state it is.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "json::is_default")
    )]
    pub kind: Kind,
    /// Where it begins. For a history: where to go when nothing is remembered.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub initial: Option<Initial>,
    /// The states inside, in document order.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub states: Vec<Self>,
    /// What it does on events, in the order of priority.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub transitions: Vec<Transition>,
    /// Blocks of actions for entering. An action that fails ends its block (SCXML 4.9).
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub entry: Vec<Vec<String>>,
    /// Blocks of actions for leaving.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub exit: Vec<Vec<String>>,
    /// Work that is under way while the state is active.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub invokes: Vec<Invoke>,
    /// For a final state: the name of what makes the data of the `done` event.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub data: Option<String>,
    /// Words by which an application can ask for kinds of states.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub tags: Vec<String>,
    /// Whatever else is to be known of the state.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "BTreeMap::is_empty")
    )]
    pub meta: BTreeMap<String, String>,
}

/// What kind of state a state is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "camelCase"))]
pub enum Kind {
    /// Atomic if nothing is inside; compound otherwise, with exactly one of the states inside active.
    #[default]
    Plain,
    /// All of the states inside, its regions, are active together (SCXML 3.4).
    Parallel,
    /// The end of the state that it is in (SCXML 3.7).
    Final,
    /// Remembers which states were active directly in its parent when that was left (SCXML 3.10).
    ShallowHistory,
    /// Remembers which atomic states were active anywhere in its parent when that was left.
    DeepHistory,
}

/// Where a state begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Initial {
    /// The states that become active: one, or some in different regions.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub targets: Vec<String>,
    /// What is done between entering the state and entering those.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub actions: Vec<String>,
}

/// What a state does on an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Transition {
    /// When it is asked for.
    pub trigger: Trigger,
    /// The condition under which it is taken.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Option::is_none")
    )]
    pub guard: Option<Guard>,
    /// Where it leads to: nowhere, to one state, or to some in different regions.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub targets: Vec<String>,
    /// Whether its source is not left when all targets are inside (SCXML 3.13).
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "json::is_false")
    )]
    pub internal: bool,
    /// What is done after states are left and before others are entered.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub actions: Vec<String>,
    /// Whether it does something at all.
    #[cfg_attr(
        feature = "json",
        serde(default, skip_serializing_if = "json::is_default")
    )]
    pub role: Role,
}

/// When a transition is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "camelCase"))]
pub enum Trigger {
    /// On events that one of these descriptors matches: `name` matches the event of this name, `name.*` the events whose
    /// name begins with these parts (`name` itself too), and `*` all events, also those that end states and tell of errors.
    Events(Vec<String>),
    /// Whenever its condition holds, without an event.
    Always,
    /// When the state has finished: a final state inside is entered, or one in every region.
    Done,
    /// When the state has been active for so long.
    After(#[cfg_attr(feature = "json", serde(with = "json::delay"))] Duration),
    /// When what the state's invoke of this identifier began has a result.
    InvokeDone(String),
    /// When what the state's invoke of this identifier began has failed.
    InvokeFailed(String),
    /// For each thing that what the state's invoke of this identifier began tells on its way: an item of a stream, what a machine
    /// emits. Descriptors of events are not for it, `*` neither.
    InvokeNext(String),
}

/// Whether a transition does something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "camelCase"))]
pub enum Role {
    /// It does something, or at least counts as having handled the event.
    #[default]
    Take,
    /// The event is expected here and means nothing: neither does an outer state see it, nor is it unhandled.
    Ignore,
    /// The event must not come here: no outer state sees it, and it is unhandled.
    Forbid,
}

/// Work that is under way while a state is active.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "json", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "json", serde(rename_all = "camelCase", deny_unknown_fields))]
pub struct Invoke {
    /// Its identifier, which no other invoke of the state has.
    pub id: String,
    /// What is to be run, in the words of whoever runs it.
    pub source: String,
}
