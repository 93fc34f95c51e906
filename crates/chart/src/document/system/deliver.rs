//! Events on their way.

use serde_json::Value;

use super::actor::{Runs, Then, Timer};
use super::report::endless;
use super::{is_scxml, ActorId, DeadLetter, Delivery, Report, Request, System, SCXML, UNDER_WAY};
use crate::document::model::{DataModel, Fault};
use crate::document::{Event, EventKind};
use crate::{Input, SlotKey, Status};

/// How many reports are kept when nobody asks for them.
const REPORTS: usize = 1_024;

/// Why an event can't be sent.
enum Unsent {
    /// The target is none (`error.execution`).
    Illegal(String),
    /// There is nobody there (`error.communication`).
    Unreachable(String),
}

impl<M: DataModel> System<M> {
    /// An event arrives.
    pub(super) fn deliver(&mut self, delivery: Delivery) {
        let Delivery {
            from,
            to,
            event,
            next,
        } = delivery;
        let Some(actor) = self.actors.get_mut(&to) else {
            return self.dead(from, to.location(), event);
        };
        let session = match &mut actor.runs {
            Runs::Machine(session) => session,
            Runs::Work(_) => {
                let request = Request::Tell { actor: to, event };
                return self.requests.push(request);
            }
            Runs::Waiting => return self.dead(from, to.location(), event),
        };
        if session.status() != Status::Running {
            return self.dead(from, to.location(), event);
        }
        if let Some((slot, turn)) = next {
            let key = SlotKey { slot, turn };
            return self.told(to, &Input::Next(key, event.data));
        }
        session.finalize(&event);
        let forwarding = session.forwarding();
        for id in forwarding {
            if let Some(child) = self.child(to, &id).filter(|_| self.has_room(to)) {
                self.queue.push_back(Delivery {
                    from: Some(to),
                    to: child,
                    event: event.clone(),
                    next: None,
                });
            }
        }
        self.told(to, &Input::Event(event));
    }

    /// Has a machine handle something, and tells who wants to know what has become of it.
    pub(super) fn told(&mut self, to: ActorId, input: &Input<Event, Option<Value>>) {
        self.tell(to, input);
        self.show(to);
    }

    /// Has a machine handle something, and does what it asks for then.
    pub(super) fn tell(&mut self, to: ActorId, input: &Input<Event, Option<Value>>) {
        match self.at_work(to, |session| session.handle(input)) {
            None => {}
            Some(Ok(_)) => self.perform_all(to),
            Some(Err(limit)) => {
                self.perform_all(to);
                self.fail(to, endless(&limit));
            }
        }
    }

    /// An actor sends an event at once.
    pub(super) fn dispatch(&mut self, from: ActorId, to: Option<String>, event: Event) {
        if event
            .origin_type
            .as_deref()
            .is_some_and(|kind| !is_scxml(kind))
        {
            return self.requests.push(Request::Send { from, to, event });
        }
        let target = match self.target(from, to.as_deref()) {
            Ok(target) => target,
            Err(unsent) => return self.unsent(from, to, event, &unsent),
        };
        if !self.has_room(from) {
            let unsent = Unsent::Unreachable("too many events are under way".to_owned());
            return self.unsent(from, to, event, &unsent);
        }
        let sender = self.actors.get(&from);
        let invoke_id = sender
            .filter(|sender| sender.parent == Some(target))
            .map(|sender| sender.id.clone());
        let event = Event {
            kind: EventKind::External,
            origin: Some(from.location()),
            origin_type: Some(SCXML.to_owned()),
            invoke_id,
            ..event
        };
        self.queue.push_back(Delivery {
            from: Some(from),
            to: target,
            event,
            next: None,
        });
    }

    /// Whom a target means (SCXML C.1).
    fn target(&self, from: ActorId, to: Option<&str>) -> Result<ActorId, Unsent> {
        let Some(to) = to else {
            return Ok(from);
        };
        let unreachable = || Unsent::Unreachable(format!("there is nobody at `{to}`"));
        let sender = self.actors.get(&from).ok_or_else(unreachable)?;
        let child = |id: &str| sender.children.get(id).copied();
        let found = if to == "#_parent" {
            sender.parent
        } else if let Some(session) = to.strip_prefix("#_scxml_") {
            let actor = ActorId::of_session(session);
            actor.filter(|actor| self.actors.contains_key(actor))
        } else if let Some(id) = to.strip_prefix("#_") {
            child(id)
        } else {
            let illegal = || Unsent::Illegal(format!("`{to}` is no target"));
            return child(to).or_else(|| self.find(to)).ok_or_else(illegal);
        };
        found.ok_or_else(unreachable)
    }

    /// Tells a machine that what it sent did not reach anybody (SCXML 6.2.4).
    fn unsent(&mut self, from: ActorId, to: Option<String>, event: Event, why: &Unsent) {
        let fault = match why {
            Unsent::Illegal(message) => Fault::new(message),
            Unsent::Unreachable(message) => Fault::communication(message),
        };
        let fault = fault.of("send").sent_as(event.send_id.clone());
        self.dead(Some(from), to.unwrap_or_default(), event);
        self.complain(from, &fault);
    }

    /// Tells a machine of an error before anything else comes to it. It is not told at once: it may answer with the same error.
    pub(super) fn complain(&mut self, actor: ActorId, fault: &Fault) {
        if self.complaints.len() < UNDER_WAY {
            self.complaints.push_back(Delivery {
                from: None,
                to: actor,
                event: fault.event(),
                next: None,
            });
        }
    }

    /// Whether an actor can send another event.
    pub(super) fn has_room(&mut self, from: ActorId) -> bool {
        let has_room = self.queue.len() < UNDER_WAY;
        if !has_room {
            self.refuse(from, &format!("{UNDER_WAY} events are under way"));
        }
        has_room
    }

    /// An actor does not get what it wants.
    pub(super) fn refuse(&mut self, actor: ActorId, why: &str) -> Fault {
        let message = why.to_owned();
        self.report(Report::Refused { actor, message });
        Fault::communication(why)
    }

    pub(super) fn dead(&mut self, from: Option<ActorId>, to: String, event: Event) {
        self.report(Report::DeadLetter(DeadLetter { from, to, event }));
    }

    pub(super) fn report(&mut self, report: Report) {
        if self.reports.len() >= REPORTS {
            self.reports.pop_front();
        }
        self.reports.push_back(report);
    }

    /// A timer has run out.
    pub(super) fn run_out(&mut self, timer: Timer) {
        match timer.then {
            Then::Send { to, event, .. } => self.dispatch(timer.actor, to, *event),
            Then::Elapsed { slot, turn } => {
                let key = SlotKey { slot, turn };
                self.told(timer.actor, &Input::Elapsed(key));
            }
            Then::Restart => self.restart(timer.actor),
        }
    }
}
