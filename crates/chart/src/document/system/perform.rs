//! What machines ask for: others are started and stopped, and time is waited for.

use std::time::Duration;

use serde_json::Value;

use super::actor::{Runs, Then, Timer};
use super::lifecycle::Birth;
use super::{ActorId, Report, Request, Source, System, UNDER_WAY};
use crate::document::expression::Data;
use crate::document::model::{DataModel, Fault};
use crate::document::run::{Begun, Session};
use crate::document::Event;
use crate::{Effect, SlotKey, Status};

impl<M: DataModel> System<M> {
    pub(super) fn machine_mut(&mut self, actor: ActorId) -> Option<&mut Session<M>> {
        match &mut self.actors.get_mut(&actor)?.runs {
            Runs::Machine(session) => Some(session),
            Runs::Work(_) | Runs::Waiting => None,
        }
    }

    /// Does all that a machine has asked for, and what follows when it has finished.
    pub(super) fn perform_all(&mut self, actor: ActorId) {
        self.perform_asked(actor);
        let session = self.machine_mut(actor);
        let finished = session.filter(|session| session.status() == Status::Finished);
        if let Some(output) = finished.map(|session| session.output()) {
            self.finish(actor, output);
        }
    }

    pub(super) fn perform_asked(&mut self, actor: ActorId) {
        let Some(session) = self.machine_mut(actor) else {
            return;
        };
        let log = session.take_log();
        let effects = session.take_effects();
        for line in log {
            self.report(Report::Log { actor, line });
        }
        for effect in effects {
            self.perform(actor, effect);
        }
    }

    fn perform(&mut self, actor: ActorId, effect: Effect<Event, Option<Value>>) {
        match effect {
            Effect::Send {
                event,
                to,
                delay,
                id,
            } => {
                if delay.is_zero() {
                    self.dispatch(actor, to, event);
                } else if self.timers.len() < UNDER_WAY {
                    self.wait(
                        actor,
                        delay,
                        Then::Send {
                            to,
                            event: Box::new(event),
                            id,
                        },
                    );
                } else {
                    let fault = self.refuse(actor, &format!("{UNDER_WAY} events are waited for"));
                    self.complain(actor, &fault.of("send").sent_as(id));
                }
            }
            Effect::Cancel(id) => self.forget_timers(
                actor,
                |then| matches!(then, Then::Send { id: Some(known), .. } if *known == id),
            ),
            Effect::StartTimer { timer, delay } => {
                let SlotKey { slot, turn } = timer;
                self.wait(actor, delay, Then::Elapsed { slot, turn });
            }
            Effect::StopTimer(key) => self.forget_timers(
                actor,
                |then| matches!(then, Then::Elapsed { slot, .. } if *slot == key.slot),
            ),
            Effect::StartTask { task } => self.invoke(actor, task),
            Effect::StopTask(key) => {
                let session = self.machine_mut(actor);
                let id = session.and_then(|session| session.forget(key));
                if let Some(child) = id.and_then(|id| self.child(actor, &id)) {
                    self.end(child);
                }
            }
            Effect::Spawn { id, source, input } => {
                let session = self.machine_mut(actor);
                let system_id = session.and_then(|session| session.spawned(&id));
                let birth = Birth {
                    parent: Some((actor, None)),
                    id,
                    system_id,
                    source: Source::Named(source),
                    given: given(&input),
                    input,
                };
                if let Err(fault) = self.begin(birth) {
                    self.complain(actor, &fault);
                }
            }
            Effect::StopActor(id) => {
                if let Some(child) = self.child(actor, &id) {
                    self.end(child);
                }
            }
            Effect::Emit(event) => {
                let event = event.and_then(|event| serde_json::from_value(event).ok());
                self.requests
                    .extend(event.map(|event| Request::Emit { from: actor, event }));
            }
            Effect::Failed { event, error } => {
                let error = error.map(|error| error.message().into());
                let error = error.unwrap_or_else(|| event.into());
                self.report(Report::Failed { actor, error });
            }
        }
    }

    pub(super) fn wait(&mut self, id: ActorId, delay: Duration, then: Then) {
        self.timers_made += 1;
        let due = (self.now.saturating_add(delay), self.timers_made);
        if let Some(actor) = self.actors.get_mut(&id) {
            actor.timers.insert(due);
            self.timers.insert(due, Timer { actor: id, then });
        }
    }

    /// Forgets those timers of an actor that `is_it` says.
    fn forget_timers(&mut self, id: ActorId, is_it: impl Fn(&Then) -> bool) {
        let Some(actor) = self.actors.get_mut(&id) else {
            return;
        };
        let timers = &mut self.timers;
        actor.timers.retain(|due| {
            let is_over = timers.get(due).is_none_or(|timer| is_it(&timer.then));
            if is_over {
                timers.remove(due);
            }
            !is_over
        });
    }

    /// Begins what an invoke of a machine says (SCXML 6.4).
    fn invoke(&mut self, actor: ActorId, task: SlotKey) {
        let Some(session) = self.machine_mut(actor) else {
            return;
        };
        let Begun {
            id,
            system_id,
            what,
            given,
            input,
        } = match session.invoke(task) {
            Ok(Some(begun)) => begun,
            Ok(None) => return,
            Err(fault) => return self.complain(actor, &fault),
        };
        let birth = Birth {
            parent: Some((actor, Some(task))),
            id,
            system_id,
            source: what.into(),
            given,
            input,
        };
        if let Err(fault) = self.begin(birth) {
            let fault = Fault::communication(fault.message());
            self.complain(actor, &fault.of("invoke"));
        }
    }
}

/// The fields of an object as values for variables.
fn given(input: &Option<Value>) -> Data {
    match input {
        Some(Value::Object(fields)) => {
            let fields = fields.iter();
            fields
                .map(|(name, value)| (name.clone(), Some(value.clone())))
                .collect()
        }
        _ => Data::new(),
    }
}
