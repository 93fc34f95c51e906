//! How actors come to be, run, fail and end.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{json, Value};

use super::actor::{Actor, Runs, Then};
use super::report::endless;
use super::{ActorId, Delivery, Report, Request, Source, System, INSIDE, SCXML};
use crate::document::document::EventNames;
use crate::document::expression::Data;
use crate::document::model::{DataModel, Fault};
use crate::document::registry::{ActorSource, Resumption, Run, Supervision};
use crate::document::run::{Around, Session};
use crate::document::{Document, Event, EventKind, Platform};
use crate::{SlotKey, Status};

/// What an event is called under way by which an actor tells something.
const NEXT: &str = "next";

/// A longer wait before an actor is started anew makes no difference.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// How an actor comes to be.
pub(super) struct Birth {
    pub parent: Option<(ActorId, Option<SlotKey>)>,
    pub id: String,
    pub system_id: Option<String>,
    pub source: Source,
    pub given: Data,
    pub input: Option<Value>,
}

impl<M: DataModel> System<M> {
    /// Starts an actor that another one has asked for.
    pub(super) fn begin(&mut self, birth: Birth) -> Result<(), Fault> {
        if let Some((parent, _)) = birth.parent {
            if self.actors.len() >= self.actor_limit {
                let limit = self.actor_limit;
                return Err(self.refuse(parent, &format!("there are {limit} actors")));
            }
            let around = std::iter::successors(Some(parent), |inner| {
                self.actors.get(inner).and_then(|actor| actor.parent)
            });
            if around.take(INSIDE).count() == INSIDE {
                let why = format!("actors are {INSIDE} deep inside of each other");
                return Err(self.refuse(parent, &why));
            }
        }
        let (run, supervision, _) = self.found(&birth.source)?;
        if let Some((parent, name)) = self.taken(&birth) {
            return Err(self.refuse(parent, &format!("there is an actor `{name}` already")));
        }
        let actor = self.new_actor(birth, supervision);
        self.run_in(actor, run);
        Ok(())
    }

    /// Who wants to give an actor a name in the system that another one has. The one that it replaces loses its name.
    fn taken(&mut self, birth: &Birth) -> Option<(ActorId, String)> {
        let (parent, _) = birth.parent?;
        let name = birth.system_id.as_ref()?;
        let holder = self.find(name)?;
        (self.child(parent, &birth.id) != Some(holder)).then(|| (parent, name.clone()))
    }

    /// Starts a machine that nobody has asked for.
    pub(super) fn begin_machine(
        &mut self,
        document: Arc<Document>,
        given: Data,
        system_id: Option<String>,
    ) -> ActorId {
        let birth = Birth {
            parent: None,
            id: String::new(),
            system_id,
            source: Source::Given(document.name().to_owned()),
            given,
            input: None,
        };
        let actor = self.new_actor(birth, Supervision::Stop);
        self.run_in(actor, Run::Document(document));
        actor
    }

    fn new_actor(&mut self, birth: Birth, supervision: Supervision) -> ActorId {
        self.actors_made += 1;
        let actor = ActorId(self.actors_made);
        if let Some((parent, _)) = birth.parent {
            // Whoever had the identifier before is over.
            if let Some(before) = self.child(parent, &birth.id) {
                self.end(before);
            }
            if let Some(parent) = self.actors.get_mut(&parent) {
                Arc::make_mut(&mut parent.children).insert(birth.id.clone(), actor);
            }
        }
        let new = Actor {
            parent: birth.parent.map(|(parent, _)| parent),
            slot: birth.parent.and_then(|(_, slot)| slot),
            id: birth.id,
            system_id: birth.system_id,
            runs: Runs::Waiting,
            source: birth.source,
            given: birth.given,
            input: birth.input,
            children: Default::default(),
            timers: Default::default(),
            supervision,
            failures: 0,
            since: self.now,
        };
        if let Some(name) = &new.system_id {
            Arc::make_mut(&mut self.named).insert(name.clone(), actor);
        }
        self.actors.insert(actor, new);
        Arc::make_mut(&mut self.known).insert(actor);
        actor
    }

    /// Has a machine do something, and says to it whom it can send to meanwhile.
    pub(super) fn at_work<R>(
        &mut self,
        id: ActorId,
        work: impl FnOnce(&mut Session<M>) -> R,
    ) -> Option<R> {
        let actor = self.actors.get(&id)?;
        let around = Around {
            has_parent: actor.parent.is_some(),
            children: Arc::clone(&actor.children),
            actors: Arc::clone(&self.known),
            named: Arc::clone(&self.named),
            processors: self.registry.processors(),
        };
        let session = self.machine_mut(id)?;
        session.look_around(around);
        let done = work(session);
        session.look_around(Around::default());
        Some(done)
    }

    /// What a source stands for.
    pub(super) fn found(&self, source: &Source) -> Result<(Run, Supervision, Resumption), Fault> {
        let plain = |run| (run, Supervision::Stop, Resumption::Restart);
        let as_given =
            |known: &ActorSource| (known.run.clone(), known.supervision, known.resumption);
        let known = |name: &str| self.registry.find_actor(name).map(as_given);
        let read = |text: &str| {
            let document = crate::document::read_inner(text, &self.registry);
            let document = document.map_err(|errors| Fault::new(errors.to_string()))?;
            Ok(plain(Run::Document(Arc::new(document))))
        };
        match source {
            Source::Given(name) => {
                known(name).ok_or_else(|| Fault::new(format!("there is no document `{name}`")))
            }
            Source::Text(text) => read(text),
            Source::Named(name) => match self.registry.given_actor(name) {
                Some(known) => Ok(as_given(known)),
                None => match self.registry.loaded(name) {
                    Ok(text) => read(&text),
                    Err(why) => {
                        let other = self.registry.other_actor().map(as_given);
                        other.ok_or_else(|| Fault::new(format!("`{name}`: {why}")))
                    }
                },
            },
            Source::Other(kind, source) => {
                let by_source = source.as_deref().and_then(known);
                let found = known(kind).or(by_source);
                found.ok_or_else(|| Fault::new(format!("there is no actor `{kind}`")))
            }
        }
    }

    /// Has an actor run.
    fn run_in(&mut self, id: ActorId, run: Run) {
        let now = self.now;
        let Some(actor) = self.actors.get_mut(&id) else {
            return;
        };
        actor.since = now;
        match run {
            Run::Work => {
                let name = match &actor.source {
                    Source::Given(name) | Source::Named(name) | Source::Text(name) => name.clone(),
                    Source::Other(kind, _) => kind.clone(),
                };
                actor.runs = Runs::Work(name.clone());
                let input = actor.input.clone();
                self.requests.push(Request::Begin {
                    actor: id,
                    name,
                    input,
                });
            }
            Run::Document(document) => {
                let platform = Platform {
                    actor: id,
                    document,
                };
                let (given, input) = (actor.given.clone(), actor.input.clone());
                let session = Session::new(platform, given, input);
                actor.runs = Runs::Machine(Box::new(session));
                let started = self.at_work(id, Session::start);
                self.perform_all(id);
                if let Some(Err(limit)) = started {
                    self.fail(id, endless(&limit));
                }
            }
        }
        self.show(id);
    }

    /// Tells whoever wants to know how far an actor is now, as long as it is not over.
    pub(super) fn show(&mut self, id: ActorId) {
        if let Some((parent, slot)) = self.observer(id) {
            let snapshot = self.shown(id);
            self.tell_next(id, parent, slot, snapshot);
        }
    }

    /// The machine that wants to know how far an actor is, and the invoke that it is of.
    fn observer(&self, id: ActorId) -> Option<(ActorId, SlotKey)> {
        let actor = self.actors.get(&id)?;
        let (parent, slot) = (actor.parent?, actor.slot?);
        let is_running = match &actor.runs {
            Runs::Machine(session) => session.status() == Status::Running,
            Runs::Work(_) => true,
            Runs::Waiting => false,
        };
        let observes = |parent| {
            self.machine(parent)
                .is_some_and(|session| session.observes(slot))
        };
        (is_running && observes(parent)).then_some((parent, slot))
    }

    /// What is told of how far an actor is.
    fn shown(&mut self, id: ActorId) -> Value {
        let mut shown = json!({ "status": "active" });
        let Some(actor) = self.actors.get(&id) else {
            return shown;
        };
        match &actor.runs {
            Runs::Machine(_) => {
                shown["active"] = self.active(id).into();
                let variables = self.variables(id).unwrap_or_default().into_iter();
                let context = variables.filter_map(|(name, value)| Some((name, value?)));
                shown["context"] = Value::Object(context.collect());
            }
            Runs::Work(_) | Runs::Waiting => {
                if let Some(input) = &actor.input {
                    shown["input"] = input.clone();
                }
            }
        }
        shown
    }

    /// Work tells something on its way.
    pub(super) fn show_next(&mut self, id: ActorId, data: Option<Value>) {
        if let Some((parent, slot)) = self.observer(id) {
            let mut shown = json!({ "status": "active" });
            if let Some(data) = data {
                shown["context"] = data;
            }
            self.tell_next(id, parent, slot, shown);
        }
    }

    fn tell_next(&mut self, id: ActorId, parent: ActorId, slot: SlotKey, snapshot: Value) {
        if self.has_room(id) {
            self.queue.push_back(Delivery {
                from: Some(id),
                to: parent,
                event: Event::new(NEXT).with(json!({ "snapshot": snapshot })),
                next: Some((slot.slot, slot.turn)),
            });
        }
    }

    pub(super) fn restart(&mut self, id: ActorId) {
        let Some(actor) = self.actors.get(&id) else {
            return;
        };
        match self.found(&actor.source) {
            Ok((run, ..)) => self.run_in(id, run),
            Err(fault) => self.give_up(id, fault.message().into()),
        }
    }

    /// An actor has done what it was to do.
    pub(super) fn finish(&mut self, id: ActorId, output: Option<Value>) {
        let Some(actor) = self.actors.get(&id) else {
            return;
        };
        let Some(parent) = actor.parent else {
            // It can be asked for its output.
            self.unname(id);
            return self.end_inside(id);
        };
        let event = Event {
            data: output,
            ..Event::new(format!(
                "{}{}",
                self.event_names(parent).done_actor,
                actor.id
            ))
        };
        self.tell_parent(id, parent, event);
        self.remove(id);
    }

    /// What a machine knows the platform's events by.
    fn event_names(&self, of: ActorId) -> EventNames {
        let session = self.machine(of);
        session.map_or_else(EventNames::default, |session| {
            session.document().body.event_names
        })
    }

    fn tell_parent(&mut self, id: ActorId, parent: ActorId, event: Event) {
        let Some(actor) = self.actors.get(&id) else {
            return;
        };
        let event = Event {
            origin: Some(id.location()),
            origin_type: Some(SCXML.to_owned()),
            invoke_id: Some(actor.id.clone()),
            ..event
        };
        self.queue.push_back(Delivery {
            from: Some(id),
            to: parent,
            event,
            next: None,
        });
    }

    /// An actor has failed: does what its supervision says.
    pub(super) fn fail(&mut self, id: ActorId, error: Value) {
        let now = self.now;
        let Some(actor) = self.actors.get_mut(&id) else {
            return;
        };
        if let Supervision::Restart {
            limit,
            delay,
            within,
        } = actor.supervision
        {
            if now.saturating_sub(actor.since) >= within {
                actor.failures = 0;
            }
            if actor.failures < limit {
                let wait = delay.saturating_mul(1 << actor.failures.min(30));
                actor.failures += 1;
                self.end_inside(id);
                if let Some(actor) = self.actors.get_mut(&id) {
                    actor.runs = Runs::Waiting;
                }
                self.report(Report::Failed { actor: id, error });
                return self.wait(id, wait.min(LONGEST_WAIT), Then::Restart);
            }
        }
        self.give_up(id, error);
    }

    /// An actor has failed for good.
    fn give_up(&mut self, id: ActorId, error: Value) {
        let Some(actor) = self.actors.get(&id) else {
            return;
        };
        let (parent, supervision) = (actor.parent, actor.supervision);
        let known_as = actor.id.clone();
        self.report(Report::Failed {
            actor: id,
            error: error.clone(),
        });
        let Some(parent) = parent else {
            return self.remove(id);
        };
        if supervision == Supervision::Escalate {
            let from = json!({ "actor": known_as, "error": error });
            self.remove(id);
            return self.fail(parent, from);
        }
        let event = Event {
            kind: EventKind::Platform,
            ..Event::new(format!(
                "{}{known_as}",
                self.event_names(parent).error_actor
            ))
            .with(error)
        };
        self.tell_parent(id, parent, event);
        self.remove(id);
    }

    /// Stops an actor, so that its machine leaves its states and nothing of it is heard any more.
    pub(super) fn end(&mut self, id: ActorId) {
        self.unhear(id);
        self.unname(id);
        let Some(actor) = self.actors.get_mut(&id) else {
            return;
        };
        // Its parent hears nothing of what it sends while it leaves.
        let (parent, known_as) = (actor.parent.take(), actor.id.clone());
        self.disown(parent, &known_as, id);
        self.at_work(id, Session::stop);
        self.perform_asked(id);
        self.remove(id);
    }

    /// A parent no longer knows an actor.
    fn disown(&mut self, parent: Option<ActorId>, known_as: &str, id: ActorId) {
        let parent = parent.and_then(|parent| self.actors.get_mut(&parent));
        if let Some(parent) = parent.filter(|parent| parent.children.get(known_as) == Some(&id)) {
            Arc::make_mut(&mut parent.children).remove(known_as);
        }
    }

    /// An actor has no name in the system any more.
    fn unname(&mut self, id: ActorId) {
        let name = self
            .actors
            .get(&id)
            .and_then(|actor| actor.system_id.as_ref());
        if let Some(name) = name.filter(|name| self.named.get(*name) == Some(&id)) {
            Arc::make_mut(&mut self.named).remove(name);
        }
    }

    /// What an actor has sent to its parent is not delivered any more.
    fn unhear(&mut self, id: ActorId) {
        let parent = self.actors.get(&id).and_then(|actor| actor.parent);
        self.queue
            .retain(|delivery| delivery.from != Some(id) || Some(delivery.to) != parent);
    }

    /// Ends all that an actor has begun.
    fn end_inside(&mut self, id: ActorId) {
        let Some(actor) = self.actors.get_mut(&id) else {
            return;
        };
        for timer in std::mem::take(&mut actor.timers) {
            self.timers.remove(&timer);
        }
        if matches!(actor.runs, Runs::Work(_)) {
            self.requests.push(Request::End { actor: id });
        }
        let children = std::mem::take(&mut actor.children);
        for child in children.values() {
            self.end(*child);
        }
    }

    fn remove(&mut self, id: ActorId) {
        self.unname(id);
        self.end_inside(id);
        let Some(actor) = self.actors.remove(&id) else {
            return;
        };
        Arc::make_mut(&mut self.known).remove(&id);
        self.disown(actor.parent, &actor.id, id);
    }
}
