//! What the names in documents stand for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::expression::Data;
use super::{Document, Event};
use crate::{ActionError, ActionResult};

pub(crate) type Ask = dyn Fn(&GuardScope<'_>) -> bool + Send + Sync;
pub(crate) type Act = dyn Fn(&mut ActionScope<'_>) -> Result<(), ActionError> + Send + Sync;
type AskNamed = dyn Fn(&str, &GuardScope<'_>) -> bool + Send + Sync;
type ActNamed = dyn Fn(&str, &mut ActionScope<'_>) + Send + Sync;
type Load = dyn Fn(&str) -> Result<String, String> + Send + Sync;

/// What the names in documents stand for: guards, actions, actors and delays.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::document::Registry;
/// use std::time::Duration;
///
/// let registry = Registry::new()
///     .guard("is_ready", |scope| scope.data.contains_key("ready"))
///     .action("note", |scope| {
///         let name = scope.event.map(|event| event.name.clone().into());
///         scope.data.insert("last".into(), name);
///     })
///     .delay("patience", Duration::from_secs(5));
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    guards: BTreeMap<String, Arc<Ask>>,
    actions: BTreeMap<String, Arc<Act>>,
    actors: BTreeMap<String, ActorSource>,
    delays: BTreeMap<String, Duration>,
    processors: Arc<BTreeSet<String>>,
    load: Option<Arc<Load>>,
    otherwise: Option<Otherwise>,
}

/// What stands for names that are not known.
#[derive(Clone)]
struct Otherwise {
    guard: Arc<AskNamed>,
    action: Arc<ActNamed>,
    actor: ActorSource,
}

/// What a guard may look at.
#[derive(Debug)]
pub struct GuardScope<'a> {
    /// The machine's variables.
    pub data: &'a Data,
    /// The event, if there is one.
    pub event: Option<&'a Event>,
    /// What the document gives it.
    pub params: &'a Data,
}

/// What an action may look at, change and ask for.
#[derive(Debug)]
pub struct ActionScope<'a> {
    /// The machine's variables.
    pub data: &'a mut Data,
    /// The event, if there is one.
    pub event: Option<&'a Event>,
    /// What the document gives it.
    pub params: &'a Data,
    pub(crate) asked: &'a mut Vec<Asked>,
}

/// What an action of a registry has asked for.
#[derive(Debug)]
pub(crate) enum Asked {
    Raise(Event),
    Send {
        event: Event,
        to: Option<String>,
        delay: Duration,
        id: Option<String>,
    },
    Cancel(String),
    Spawn {
        id: String,
        system_id: Option<String>,
        source: String,
        input: Option<Value>,
    },
    Stop(String),
    Emit(Event),
}

impl ActionScope<'_> {
    /// Raises an event: the machine handles it before any event from outside.
    pub fn raise(&mut self, event: impl Into<Event>) {
        self.asked.push(Asked::Raise(event.into()));
    }

    /// Sends somebody an event: an actor by its identifier or system identifier, `#_parent`, or any target that SCXML knows (C.1).
    pub fn send_to(&mut self, to: impl Into<String>, event: impl Into<Event>) {
        self.asked.push(Asked::Send {
            event: event.into(),
            to: Some(to.into()),
            delay: Duration::ZERO,
            id: None,
        });
    }

    /// Sends the machine an event after some time, unless it is [cancelled](Self::cancel) by `id`.
    pub fn send_after(&mut self, delay: Duration, id: impl Into<String>, event: impl Into<Event>) {
        self.asked.push(Asked::Send {
            event: event.into(),
            to: None,
            delay,
            id: Some(id.into()),
        });
    }

    /// Calls off what is to be sent later.
    pub fn cancel(&mut self, id: impl Into<String>) {
        self.asked.push(Asked::Cancel(id.into()));
    }

    /// Tells whoever listens outside: the system [asks for that](super::Request::Emit).
    pub fn emit(&mut self, event: impl Into<Event>) {
        self.asked.push(Asked::Emit(event.into()));
    }

    /// Starts an actor that lives until it is stopped or ends, or the machine does.
    pub fn spawn(
        &mut self,
        id: impl Into<String>,
        source: impl Into<String>,
        input: Option<Value>,
    ) {
        self.asked.push(Asked::Spawn {
            id: id.into(),
            system_id: None,
            source: source.into(),
            input,
        });
    }

    /// Starts an actor that everybody in the system knows by a name, too. If there is one of that name, it is not started: there is
    /// a [report](super::Report::Refused), and the machine has an `error.communication`.
    pub fn spawn_named(
        &mut self,
        id: impl Into<String>,
        system_id: impl Into<String>,
        source: impl Into<String>,
        input: Option<Value>,
    ) {
        self.asked.push(Asked::Spawn {
            id: id.into(),
            system_id: Some(system_id.into()),
            source: source.into(),
            input,
        });
    }

    /// Stops an actor.
    pub fn stop(&mut self, id: impl Into<String>) {
        self.asked.push(Asked::Stop(id.into()));
    }
}

/// What is run for an actor.
#[derive(Clone, Debug)]
pub struct ActorSource {
    pub(crate) run: Run,
    pub(crate) supervision: Supervision,
    pub(crate) resumption: Resumption,
}

#[derive(Clone, Debug)]
pub(crate) enum Run {
    Document(Arc<Document>),
    Work,
}

/// What happens when an actor fails.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Supervision {
    /// It is over, and its parent is told by an event.
    #[default]
    Stop,
    /// It is started anew, with what it was first given, after a time that doubles each time. When it has failed more than `limit`
    /// times without having got through `within`, it is over, and its parent is told.
    Restart {
        /// How often.
        limit: u32,
        /// How long it waits at first.
        delay: Duration,
        /// How long it has to have run for its failures to be forgotten.
        within: Duration,
    },
    /// Its parent fails too.
    Escalate,
}

/// What becomes of work that was under way when a system was saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Resumption {
    /// It is begun anew, with what it was first given.
    #[default]
    Restart,
    /// It counts as failed.
    Report,
}

impl ActorSource {
    /// A machine that runs a document.
    pub fn document(document: impl Into<Arc<Document>>) -> Self {
        Self::of(Run::Document(document.into()))
    }

    /// Work that is done outside: a future, a stream, a callback, a store.
    pub const fn work() -> Self {
        Self::of(Run::Work)
    }

    const fn of(run: Run) -> Self {
        Self {
            run,
            supervision: Supervision::Stop,
            resumption: Resumption::Restart,
        }
    }

    /// Says what happens when it fails.
    #[must_use]
    pub fn supervised(self, supervision: Supervision) -> Self {
        Self {
            supervision,
            ..self
        }
    }

    /// Says what becomes of it when a system is restored.
    #[must_use]
    pub fn resumed(self, resumption: Resumption) -> Self {
        Self { resumption, ..self }
    }
}

impl Registry {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether a transition may be taken. It must depend on nothing but what it is given.
    #[must_use]
    pub fn guard(
        mut self,
        name: impl Into<String>,
        guard: impl Fn(&GuardScope<'_>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.guards.insert(name.into(), Arc::new(guard));
        self
    }

    /// What to do. It returns nothing, or a result; an error raises `error.execution`.
    #[must_use]
    pub fn action<R: ActionResult>(
        mut self,
        name: impl Into<String>,
        action: impl Fn(&mut ActionScope<'_>) -> R + Send + Sync + 'static,
    ) -> Self {
        let action = move |scope: &mut ActionScope<'_>| action(scope).into_result();
        self.actions.insert(name.into(), Arc::new(action));
        self
    }

    /// What is run for an actor.
    #[must_use]
    pub fn actor(mut self, name: impl Into<String>, source: ActorSource) -> Self {
        self.actors.insert(name.into(), source);
        self
    }

    /// How long a delay is.
    #[must_use]
    pub fn delay(mut self, name: impl Into<String>, delay: Duration) -> Self {
        self.delays.insert(name.into(), delay);
        self
    }

    /// An event processor of this type is there: what is sent by it is [asked for](super::Request::Send) (SCXML 6.2.5).
    #[must_use]
    pub fn processor(mut self, kind: impl Into<String>) -> Self {
        Arc::make_mut(&mut self.processors).insert(kind.into());
        self
    }

    /// Where documents that others refer to by `src` are had from. Without it there are none.
    #[must_use]
    pub fn load(
        mut self,
        load: impl Fn(&str) -> Result<String, String> + Send + Sync + 'static,
    ) -> Self {
        self.load = Some(Arc::new(load));
        self
    }

    /// Has all names of guards, actions and actors be known: guards and actions that were not given are these, which are told their
    /// names, and actors that can't be [loaded](Self::load) either are work that is done outside. For tools that look at documents without the program that they are for.
    #[must_use]
    pub fn otherwise(
        mut self,
        guard: impl Fn(&str, &GuardScope<'_>) -> bool + Send + Sync + 'static,
        action: impl Fn(&str, &mut ActionScope<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.otherwise = Some(Otherwise {
            guard: Arc::new(guard),
            action: Arc::new(action),
            actor: ActorSource::work(),
        });
        self
    }

    pub(crate) fn processors(&self) -> Arc<BTreeSet<String>> {
        Arc::clone(&self.processors)
    }

    pub(crate) fn find_guard(&self, name: &str) -> Option<Arc<Ask>> {
        let otherwise = || {
            let guard = Arc::clone(&self.otherwise.as_ref()?.guard);
            let name = name.to_owned();
            Some(Arc::new(move |scope: &GuardScope<'_>| guard(&name, scope)) as Arc<Ask>)
        };
        self.guards.get(name).cloned().or_else(otherwise)
    }

    pub(crate) fn find_action(&self, name: &str) -> Option<Arc<Act>> {
        let otherwise = || {
            let action = Arc::clone(&self.otherwise.as_ref()?.action);
            let name = name.to_owned();
            let act = move |scope: &mut ActionScope<'_>| {
                action(&name, scope);
                Ok(())
            };
            Some(Arc::new(act) as Arc<Act>)
        };
        self.actions.get(name).cloned().or_else(otherwise)
    }

    pub(crate) fn guard_names(&self) -> impl Iterator<Item = &str> {
        self.guards.keys().map(String::as_str)
    }

    pub(crate) fn action_names(&self) -> impl Iterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    pub(crate) fn find_actor(&self, name: &str) -> Option<&ActorSource> {
        self.given_actor(name).or_else(|| self.other_actor())
    }

    /// The one that was given under this name.
    pub(crate) fn given_actor(&self, name: &str) -> Option<&ActorSource> {
        self.actors.get(name)
    }

    /// The one that stands for what was not given.
    pub(crate) fn other_actor(&self) -> Option<&ActorSource> {
        self.otherwise.as_ref().map(|otherwise| &otherwise.actor)
    }

    #[cfg(feature = "xstate")]
    pub(crate) fn actor_names(&self) -> impl Iterator<Item = &str> {
        self.actors.keys().map(String::as_str)
    }

    #[cfg(feature = "xstate")]
    pub(crate) fn find_delay(&self, name: &str) -> Option<Duration> {
        self.delays.get(name).copied()
    }

    #[cfg(feature = "xstate")]
    pub(crate) fn delay_names(&self) -> impl Iterator<Item = &str> {
        self.delays.keys().map(String::as_str)
    }

    pub(crate) fn loaded(&self, name: &str) -> Result<String, String> {
        match &self.load {
            Some(load) => load(name),
            None => Err("nothing is said of where it is to be had from".to_owned()),
        }
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("guards", &self.guards.keys())
            .field("actions", &self.actions.keys())
            .field("actors", &self.actors.keys())
            .field("delays", &self.delays)
            .finish_non_exhaustive()
    }
}
