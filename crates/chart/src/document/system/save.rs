//! Whole systems, stored and had again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::actor::{Actor, Runs, Timer};
use super::{ActorId, Delivery, Report, Request, Source, System, INSIDE};
use crate::document::expression::Data;
use crate::document::model::DataModel;
use crate::document::registry::{Resumption, Run};
use crate::document::run::{SavedSession, Session};
use crate::document::{Platform, Registry};
use crate::{RestoreError, SlotKey};

/// The highest number that an actor or a timer has: nobody counts so far, and there is room for more.
const LAST: u64 = u64::MAX >> 1;

/// A system as it is stored and sent: all that was under way in it, states by their names.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedSystem {
    now: Duration,
    actors_made: u64,
    timers_made: u64,
    actors: BTreeMap<u64, SavedActor>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    queue: Vec<Delivery>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    complaints: Vec<Delivery>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    timers: Vec<(Duration, u64, Timer)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reports: Vec<Report>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct SavedActor {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    parent: Option<ActorId>,
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    system_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slot: Option<(u16, u64)>,
    runs: SavedRuns,
    source: Source,
    given: BTreeMap<String, Value>,
    input: Option<Value>,
    failures: u32,
    since: Duration,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SavedRuns {
    Machine(Box<SavedSession>),
    Work(String),
    Waiting,
}

/// Why a system can't be stored, or a stored one can't be had again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SystemRestoreError {
    /// What an actor runs is not to be had.
    #[error("actor {actor}: {message}")]
    Source {
        /// Which one.
        actor: u64,
        /// Why not.
        message: String,
    },
    /// A machine is not one of its document's.
    #[error("actor {actor}: {error}")]
    Machine {
        /// Which one.
        actor: u64,
        /// What is wrong.
        error: RestoreError,
    },
    /// An actor is said to be of one that there is not.
    #[error("actor {actor}: its parent {parent} is not there")]
    Orphan {
        /// Which one.
        actor: u64,
        /// Whom it names.
        parent: u64,
    },
}

impl<M: DataModel> System<M> {
    /// The system as it is stored. What was [asked for](Self::take_requests) and not yet taken is not part of it: take it before.
    ///
    /// # Errors
    ///
    /// If a variable has a value that can't be stored.
    pub fn save(&mut self) -> Result<SavedSystem, crate::document::model::Fault> {
        let mut actors = BTreeMap::new();
        for (id, actor) in &mut self.actors {
            let runs = match &mut actor.runs {
                Runs::Machine(session) => SavedRuns::Machine(Box::new(session.save()?)),
                Runs::Work(name) => SavedRuns::Work(name.clone()),
                Runs::Waiting => SavedRuns::Waiting,
            };
            let given = actor.given.iter();
            let given = given.filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
            let saved = SavedActor {
                parent: actor.parent,
                id: actor.id.clone(),
                system_id: actor
                    .system_id
                    .clone()
                    .filter(|name| self.named.get(name) == Some(id)),
                slot: actor.slot.map(|key| (key.slot, key.turn)),
                runs,
                source: actor.source.clone(),
                given: given.collect(),
                input: actor.input.clone(),
                failures: actor.failures,
                since: actor.since,
            };
            actors.insert(id.0, saved);
        }
        let timers = self.timers.iter();
        Ok(SavedSystem {
            now: self.now,
            actors_made: self.actors_made,
            timers_made: self.timers_made,
            actors,
            queue: self.queue.iter().cloned().collect(),
            complaints: self.complaints.iter().cloned().collect(),
            timers: timers
                .map(|((due, number), timer)| (*due, *number, timer.clone()))
                .collect(),
            reports: self.reports.iter().cloned().collect(),
        })
    }

    /// The system that was stored. Nothing is entered again; work is asked for anew or counts as failed, as the registry says of it.
    /// Documents that were given to [`start`](Self::start) are looked for in the registry by their names.
    ///
    /// # Errors
    ///
    /// If a document is not to be had, or a machine is not one of its document's.
    pub fn restore(saved: SavedSystem, registry: Registry) -> Result<Self, SystemRestoreError> {
        let mut system = Self::new(registry);
        system.now = saved.now;
        system.actors_made = saved.actors_made.min(LAST);
        system.timers_made = saved.timers_made.min(LAST);
        let mut depths = BTreeMap::new();
        system.queue = saved.queue.into();
        system.complaints = saved.complaints.into();
        system.reports = saved.reports.into();
        let mut failed = Vec::new();
        for (number, saved) in saved.actors {
            let id = ActorId(number);
            let wrong = |message: &str| SystemRestoreError::Source {
                actor: number,
                message: message.to_owned(),
            };
            if number > LAST {
                return Err(wrong("there are not so many actors"));
            }
            system.actors_made = system.actors_made.max(number);
            let around = saved.parent.and_then(|parent| depths.get(&parent));
            let depth = around.map_or(0, |depth| depth + 1);
            if depth > INSIDE {
                return Err(wrong("actors are too deep inside of each other"));
            }
            depths.insert(id, depth);
            let found = system.found(&saved.source);
            let (run, supervision, resumption) = found.map_err(|fault| wrong(fault.message()))?;
            let given = saved.given.into_iter();
            let given: Data = given.map(|(name, value)| (name, Some(value))).collect();
            let runs = match (saved.runs, run) {
                (SavedRuns::Machine(session), Run::Document(document)) => {
                    let platform = Platform {
                        actor: id,
                        document,
                    };
                    let session = Session::restore(platform, *session);
                    let session = session.map_err(|error| SystemRestoreError::Machine {
                        actor: number,
                        error,
                    })?;
                    Runs::Machine(Box::new(session))
                }
                (SavedRuns::Work(name), Run::Work) => {
                    match resumption {
                        Resumption::Restart => system.requests.push(Request::Begin {
                            actor: id,
                            name: name.clone(),
                            input: saved.input.clone(),
                        }),
                        Resumption::Report => failed.push(id),
                    }
                    Runs::Work(name)
                }
                (SavedRuns::Waiting, _) => Runs::Waiting,
                (SavedRuns::Machine(_), Run::Work) | (SavedRuns::Work(_), Run::Document(_)) => {
                    return Err(wrong("it runs something else than when it was stored"));
                }
            };
            if let Some(parent) = saved.parent {
                // Whoever starts another one was there before.
                let Some(parent) = system.actors.get_mut(&parent) else {
                    return Err(SystemRestoreError::Orphan {
                        actor: number,
                        parent: parent.0,
                    });
                };
                Arc::make_mut(&mut parent.children).insert(saved.id.clone(), id);
            }
            let actor = Actor {
                parent: saved.parent,
                id: saved.id,
                system_id: saved.system_id,
                slot: saved.slot.map(|(slot, turn)| SlotKey { slot, turn }),
                runs,
                source: saved.source,
                given,
                input: saved.input,
                children: Arc::default(),
                timers: BTreeSet::new(),
                supervision,
                failures: saved.failures,
                since: saved.since,
            };
            if let Some(name) = &actor.system_id {
                let before = Arc::make_mut(&mut system.named).insert(name.clone(), id);
                if before.is_some() {
                    return Err(wrong(&format!("another one is called `{name}`, too")));
                }
            }
            system.actors.insert(id, actor);
            Arc::make_mut(&mut system.known).insert(id);
        }
        for (due, number, timer) in saved.timers {
            if number > LAST {
                continue;
            }
            system.timers_made = system.timers_made.max(number);
            if let Some(actor) = system.actors.get_mut(&timer.actor) {
                actor.timers.insert((due, number));
                system.timers.insert((due, number), timer);
            }
        }
        for id in failed {
            if let Some(actor) = system.actors.get_mut(&id) {
                actor.runs = Runs::Waiting;
            }
            system.fail(id, "it was under way when the system was stored".into());
        }
        Ok(system)
    }
}
