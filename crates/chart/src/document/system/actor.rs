//! One actor of a system.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ActorId, Source};
use crate::document::expression::Data;
use crate::document::registry::Supervision;
use crate::document::run::Session;
use crate::document::Event;
use crate::SlotKey;

#[derive(Debug)]
pub(super) struct Actor<M> {
    pub parent: Option<ActorId>,
    /// What the parent knows it by.
    pub id: String,
    /// What everybody in the system knows it by.
    pub system_id: Option<String>,
    /// The parent's invoke that it is of, if it is not spawned.
    pub slot: Option<SlotKey>,
    pub runs: Runs<M>,
    pub source: Source,
    pub given: Data,
    pub input: Option<Value>,
    pub children: Arc<BTreeMap<String, ActorId>>,
    /// Its timers that have not run out, by when they are due.
    pub timers: BTreeSet<(Duration, u64)>,
    pub supervision: Supervision,
    /// How often it has failed, and since when it runs.
    pub failures: u32,
    pub since: Duration,
}

/// What an actor is.
#[derive(Debug)]
pub(super) enum Runs<M> {
    Machine(Box<Session<M>>),
    /// Work that is done outside, by its name.
    Work(String),
    /// It has failed and is to be started anew.
    Waiting,
}

/// Something that is done when its time has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Timer {
    pub actor: ActorId,
    pub then: Then,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Then {
    /// An event is sent that can be cancelled by an identifier.
    Send {
        to: Option<String>,
        event: Box<Event>,
        id: Option<String>,
    },
    /// A state has been active for so long.
    Elapsed { slot: u16, turn: u64 },
    /// The actor is started anew.
    Restart,
}
