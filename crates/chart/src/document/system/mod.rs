//! Machines and other actors that run together.

mod actor;
mod deliver;
mod lifecycle;
mod perform;
mod report;
mod save;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::expression::Data;
use super::model::{DataModel, Expressions};
use super::run::What;
use super::{Document, Event, Registry};
use crate::{Input, Status};

use actor::{Actor, Runs, Timer};
pub use report::{DeadLetter, Report, Request, SystemError};
pub use save::{SavedSystem, SystemRestoreError};

/// The type of SCXML's own event processor (SCXML C.1).
pub(crate) const SCXML: &str = "http://www.w3.org/TR/scxml/#SCXMLEventProcessor";

/// A machine's own internal queue as a target.
pub(crate) const INTERNAL: &str = "#_internal";

/// Whether a type is that of SCXML's machines or their event processor.
pub(crate) fn is_scxml(kind: &str) -> bool {
    let kind = kind.trim_end_matches('/');
    kind == "scxml" || kind == "http://www.w3.org/TR/scxml" || kind == SCXML
}

/// How many events are delivered in one call unless something else is said.
const DELIVERIES: usize = 100_000;

/// How many actors there are for machines to begin another one, unless something else is said.
const ACTORS: usize = 100_000;

/// How deep actors are inside of each other at most: they are begun and ended by recursion.
const INSIDE: usize = 32;

/// How many events are under way for machines to send another one, and how many are waited for.
const UNDER_WAY: usize = 100_000;

/// Machines that run documents, what they have invoked and spawned, the events between them, and their time.
///
/// It does nothing by itself and reads no clock: time passes by [`advance`](Self::advance), and work that is not a document's is
/// [asked for](Self::take_requests) and [told of](Self::done) from outside. So the same inputs lead to the same system, and it can
/// be [saved](Self::save) at any time between two calls.
///
/// `M` is the [data model](DataModel).
///
/// # Examples
///
/// ```
/// # #[cfg(feature = "scxml")] {
/// use leptos_state_chart::document::{scxml, Registry, System};
/// use std::time::Duration;
///
/// let light = r#"
///     <scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
///       <state id="red">
///         <onentry><send event="timer" delay="30s"/></onentry>
///         <transition event="timer" target="green"/>
///       </state>
///       <state id="green"/>
///     </scxml>"#;
/// let light = scxml::read(light, &Registry::new()).unwrap();
///
/// let mut system: System = System::new(Registry::new());
/// let actor = system.start(light).unwrap();
/// assert_eq!(system.active(actor), ["red"]);
/// system.advance(Duration::from_secs(30)).unwrap();
/// assert_eq!(system.active(actor), ["green"]);
/// # }
/// ```
#[derive(Debug)]
pub struct System<M = Expressions> {
    registry: Registry,
    actors: BTreeMap<ActorId, Actor<M>>,
    /// Those that can be sent to.
    known: Arc<BTreeSet<ActorId>>,
    /// Those that everybody knows by a name.
    named: Arc<BTreeMap<String, ActorId>>,
    queue: VecDeque<Delivery>,
    /// Errors that machines are told of before anything else.
    complaints: VecDeque<Delivery>,
    /// By when they are due, and then by their order.
    timers: BTreeMap<(Duration, u64), Timer>,
    now: Duration,
    actors_made: u64,
    timers_made: u64,
    requests: Vec<Request>,
    reports: VecDeque<Report>,
    limit: usize,
    actor_limit: usize,
}

/// An actor of a system. It holds for the system that gave it out, and what is restored from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ActorId(u64);

impl ActorId {
    /// As documents have it: `_sessionid`.
    pub(super) fn session(self) -> String {
        format!("session.{}", self.0)
    }

    /// As a target: where an answer is sent to.
    pub(super) fn location(self) -> String {
        format!("#_scxml_{}", self.session())
    }

    pub(super) fn of_session(session: &str) -> Option<Self> {
        session.strip_prefix("session.")?.parse().ok().map(Self)
    }
}

/// An event under way.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Delivery {
    from: Option<ActorId>,
    to: ActorId,
    event: Event,
    /// The slot and turn of the invoke that tells something on its way by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<(u16, u64)>,
}

impl<M: DataModel> System<M> {
    /// A system without actors. The registry says what is had for the names in documents that are invoked.
    pub fn new(registry: Registry) -> Self {
        Self {
            registry,
            actors: BTreeMap::new(),
            known: Arc::default(),
            named: Arc::default(),
            queue: VecDeque::new(),
            complaints: VecDeque::new(),
            timers: BTreeMap::new(),
            now: Duration::ZERO,
            actors_made: 0,
            timers_made: 0,
            requests: Vec::new(),
            reports: VecDeque::new(),
            limit: DELIVERIES,
            actor_limit: ACTORS,
        }
    }

    /// Sets how many events are delivered in one call. 100,000 unless it is set.
    pub const fn set_delivery_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Sets how many actors there may be for machines to invoke or spawn another one. 100,000 unless it is set. A machine that does so
    /// nevertheless has an `error.communication`, and there is a [report](Report::Refused). The same goes for actors that are more
    /// than 32 deep inside of each other, and for events when 100,000 are under way or waited for.
    pub const fn set_actor_limit(&mut self, limit: usize) {
        self.actor_limit = limit;
    }

    /// Starts a machine that nobody has invoked.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn start(&mut self, document: impl Into<Arc<Document>>) -> Result<ActorId, SystemError> {
        self.start_with(document, Data::new())
    }

    /// The same, with values for its outermost variables.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn start_with(
        &mut self,
        document: impl Into<Arc<Document>>,
        given: Data,
    ) -> Result<ActorId, SystemError> {
        let actor = self.begin_machine(document.into(), given, None);
        self.run()?;
        Ok(actor)
    }

    /// The same for an actor that everybody in the system knows by a name: it is [found](Self::find) and sent to by it, until it is
    /// over.
    ///
    /// # Errors
    ///
    /// If there is an actor of that name, or the system does not come to rest.
    pub fn start_named(
        &mut self,
        system_id: impl Into<String>,
        document: impl Into<Arc<Document>>,
        given: Data,
    ) -> Result<ActorId, SystemError> {
        let name = system_id.into();
        if self.find(&name).is_some() {
            return Err(SystemError::Taken { name });
        }
        let actor = self.begin_machine(document.into(), given, Some(name));
        self.run()?;
        Ok(actor)
    }

    /// Sends an actor an event.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn send(&mut self, to: ActorId, event: impl Into<Event>) -> Result<(), SystemError> {
        let event = event.into();
        self.queue.push_back(Delivery {
            from: None,
            to,
            event,
            next: None,
        });
        self.run()
    }

    /// Lets time pass. What becomes due meanwhile is done in its order, each at its time.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest, or more becomes due than may be delivered in one call. Then less time has passed, and the
    /// rest can be let pass.
    pub fn advance(&mut self, by: Duration) -> Result<(), SystemError> {
        let end = self.now.saturating_add(by);
        let mut left = self.limit.max(1);
        while let Some(due) = self.next_timer().filter(|due| *due <= end) {
            let Some(fewer) = left.checked_sub(1) else {
                return Err(SystemError::Restless { limit: self.limit });
            };
            left = fewer;
            self.now = due.max(self.now);
            if let Some((due, timer)) = self.timers.pop_first() {
                if let Some(actor) = self.actors.get_mut(&timer.actor) {
                    actor.timers.remove(&due);
                }
                self.run_out(timer);
            }
            self.run()?;
        }
        self.now = end;
        Ok(())
    }

    /// How much time has passed in the system.
    pub const fn now(&self) -> Duration {
        self.now
    }

    /// When the next timer runs out, on the system's own clock.
    pub fn next_timer(&self) -> Option<Duration> {
        let ((due, _), _) = self.timers.first_key_value()?;
        Some(*due)
    }

    /// Work has this result.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn done(&mut self, actor: ActorId, output: Option<Value>) -> Result<(), SystemError> {
        if self.is_over(actor) {
            self.finish(actor, output);
        }
        self.run()
    }

    /// Work has failed.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn failed(&mut self, actor: ActorId, error: impl Into<Value>) -> Result<(), SystemError> {
        if self.is_over(actor) {
            self.fail(actor, error.into());
        }
        self.run()
    }

    /// Work sends its parent an event: a callback, or the next item of a stream.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn emit(&mut self, actor: ActorId, event: impl Into<Event>) -> Result<(), SystemError> {
        if self.is_work(actor) {
            self.dispatch(actor, Some("#_parent".to_owned()), event.into());
        }
        self.run()
    }

    /// Work tells the machine that has invoked it something on its way, such as an item of a stream. Who wants to know is told: in
    /// XState's words, the invoke's `onSnapshot` is taken with `{ snapshot: { status: 'active', context: data } }`.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn next(&mut self, actor: ActorId, data: Option<Value>) -> Result<(), SystemError> {
        if self.is_work(actor) {
            self.show_next(actor, data);
        }
        self.run()
    }

    /// Work has ended by itself, if it was under way.
    fn is_over(&mut self, actor: ActorId) -> bool {
        match self.actors.get_mut(&actor) {
            Some(actor) if matches!(actor.runs, Runs::Work(_)) => {
                actor.runs = Runs::Waiting;
                true
            }
            _ => false,
        }
    }

    fn is_work(&self, actor: ActorId) -> bool {
        let actor = self.actors.get(&actor);
        actor.is_some_and(|actor| matches!(actor.runs, Runs::Work(_)))
    }

    /// Delivers events until none are under way.
    ///
    /// # Errors
    ///
    /// If there are more than may be delivered in one call. The rest stays under way.
    pub fn run(&mut self) -> Result<(), SystemError> {
        for _ in 0..self.limit {
            if let Some(Delivery { to, event, .. }) = self.complaints.pop_front() {
                self.told(to, &Input::Event(event));
            } else if let Some(delivery) = self.queue.pop_front() {
                self.deliver(delivery);
            } else {
                return Ok(());
            }
        }
        if self.queue.is_empty() && self.complaints.is_empty() {
            return Ok(());
        }
        Err(SystemError::Restless { limit: self.limit })
    }

    /// Stops an actor and all that it has invoked and spawned.
    ///
    /// # Errors
    ///
    /// If the system does not come to rest.
    pub fn stop(&mut self, actor: ActorId) -> Result<(), SystemError> {
        self.end(actor);
        self.run()
    }

    /// What is to be done outside, in order, since it was last asked.
    pub fn take_requests(&mut self) -> Vec<Request> {
        std::mem::take(&mut self.requests)
    }

    /// What somebody should know, in order, since it was last asked: lines of logs, events that reached nobody, failures. When nobody
    /// asks, the last 1,024 are kept.
    pub fn take_reports(&mut self) -> Vec<Report> {
        self.reports.drain(..).collect()
    }

    /// The actors, in the order in which they were started.
    pub fn actors(&self) -> impl Iterator<Item = ActorId> + '_ {
        self.actors.keys().copied()
    }

    /// The actor that an actor has invoked or spawned by an identifier.
    pub fn child(&self, parent: ActorId, id: &str) -> Option<ActorId> {
        self.actors.get(&parent)?.children.get(id).copied()
    }

    /// The actor that everybody in the system knows by this name.
    pub fn find(&self, system_id: &str) -> Option<ActorId> {
        self.named.get(system_id).copied()
    }

    /// How far an actor is; `None` if it is over and was not one that [`start`](Self::start) has started.
    pub fn status(&self, actor: ActorId) -> Option<Status> {
        Some(match &self.actors.get(&actor)?.runs {
            Runs::Machine(session) => session.status(),
            Runs::Work(_) | Runs::Waiting => Status::Running,
        })
    }

    /// What a machine has finished with.
    pub fn output(&self, actor: ActorId) -> Option<Value> {
        self.machine(actor)?.output()
    }

    /// The identifiers of the atomic states that are active, in document order. Empty for what is no machine.
    pub fn active(&self, actor: ActorId) -> Vec<&str> {
        self.named(actor, true)
    }

    /// The identifiers of all active states, in document order.
    pub fn configuration(&self, actor: ActorId) -> Vec<&str> {
        self.named(actor, false)
    }

    fn named(&self, actor: ActorId, only_atomic: bool) -> Vec<&str> {
        let Some(session) = self.machine(actor) else {
            return Vec::new();
        };
        let document = session.document();
        let active = document.chart.active(session.snapshot());
        active
            .filter(|state| !only_atomic || document.chart.is_atomic(*state))
            .filter_map(|state| document.id(state))
            .collect()
    }

    /// Whether an event would have a transition taken.
    pub fn can(&self, actor: ActorId, event: impl Into<Event>) -> bool {
        let machine = self.machine(actor);
        machine.is_some_and(|session| session.can(&event.into()))
    }

    /// The variables of a machine; `None` for what is no machine, or if they can't be told.
    pub fn variables(&mut self, actor: ActorId) -> Option<Data> {
        match &mut self.actors.get_mut(&actor)?.runs {
            Runs::Machine(session) => session.variables().ok(),
            Runs::Work(_) | Runs::Waiting => None,
        }
    }

    fn machine(&self, actor: ActorId) -> Option<&super::run::Session<M>> {
        match &self.actors.get(&actor)?.runs {
            Runs::Machine(session) => Some(session),
            Runs::Work(_) | Runs::Waiting => None,
        }
    }
}

/// What is run, as it is remembered to be run again.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Source {
    /// A document that was given to [`System::start`]: it is known by its name when it is restored.
    Given(String),
    /// A document in a document.
    Text(String),
    /// A document or other actor with this name.
    Named(String),
    /// Of this type, with its source.
    Other(String, Option<String>),
}

impl From<What> for Source {
    fn from(what: What) -> Self {
        match what {
            What::Text(text) => Self::Text(text),
            What::Source(name) => Self::Named(name),
            What::Other(kind, source) => Self::Other(kind, source),
        }
    }
}
