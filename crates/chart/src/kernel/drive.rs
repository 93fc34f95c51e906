//! What the kernel has done by others: everything that depends on the types of a machine.

use super::Observe;
use crate::effect::{Messages, Queued, Reasons, Scratch};
use crate::snapshot::{Parts, Position};
use crate::tables::{at, Tables, Text, Work, NONE, ROOT};
use crate::{ActionCx, Cause, Chart, Effect, Effects, GuardCx, Host, SlotKey};

/// Answers for guards.
pub(crate) trait Guards {
    /// Whether a guard holds, asked for the present reason.
    fn guard(&self, guard: u16) -> bool;
}

/// Does what the kernel says, with a machine's context, events and data.
///
/// It has no generic methods, so that one copy of the kernel can serve all charts of a program.
pub(crate) trait Drive: Guards {
    /// Takes an action, and says whether it succeeded. If not, the error is in the queue.
    fn act(&mut self, action: u16) -> bool;

    /// Has a maker ([`NONE`]: nobody) make the data with which a state has finished, and tells so: to the machine if it is
    /// interested, or for the outermost state to whoever looks at the machine.
    fn finish(&mut self, state: u16, maker: u16);

    /// Asks for something.
    fn ask(&mut self, request: Request);

    /// The macrostep can't end yet.
    fn disturb(&mut self);

    /// The column of the next event that the machine has raised itself; [`NONE`] if no transition is for it. The event is the
    /// reason until it is [decided](Self::decided) on.
    fn next(&mut self) -> Option<u16>;

    /// Whether a transition was taken for the event that was the next, and whether it stays the reason.
    fn decided(&mut self, is_taken: bool, stays: bool);

    /// Forgets the events that the machine has raised itself, apart from failures, which are told.
    fn abandon(&mut self);

    /// The macrostep is over.
    fn rest(&mut self);

    /// A microstep was made. Whether the macrostep can't end yet is the result.
    fn stepped(&mut self, position: &Position) -> bool;
}

/// A drive that can be had again, so that the one that it is need not be in memory.
pub(crate) trait Apart: Drive {
    type Again<'a>: Apart + ?Sized
    where
        Self: 'a;

    fn apart<'s, R>(&'s mut self, run: impl FnOnce(&mut Self::Again<'s>) -> R) -> R;
}

impl<'d> Apart for dyn Drive + 'd {
    type Again<'a>
        = Self
    where
        Self: 'a;

    #[inline(always)]
    fn apart<'s, R>(&'s mut self, run: impl FnOnce(&mut Self::Again<'s>) -> R) -> R {
        run(self)
    }
}

/// What the kernel itself asks for.
pub(crate) enum Request {
    /// The work of a slot is to be begun.
    Begin(SlotKey),
    /// And to be stopped.
    End(SlotKey),
    /// The failure of an invoke is to be told.
    Failed(String),
}

/// Which event is the reason.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reason {
    /// What came from outside.
    First,
    /// Of those that the machine has raised itself: that of the last microstep.
    Last,
    /// The one that is tried.
    Tried,
}

/// The parts of a machine that depend on its types.
pub(super) struct Driver<'r, H: Host, O> {
    chart: &'r Chart,
    host: &'r mut H,
    context: &'r mut H::Context,
    output: &'r mut Option<Box<H::Data>>,
    messages: &'r mut Messages<H::Event, H::Data>,
    reason: Reason,
    first: Cause<'r, H::Event, H::Data>,
    observe: O,
}

impl<'r, H: Host, O> Driver<'r, H, O> {
    /// The parts of a machine, those that depend on its types first.
    #[inline]
    pub fn split(
        chart: &'r Chart,
        host: &'r mut H,
        machine: Parts<'r, H::Context, H::Data>,
        effects: &'r mut Effects<H::Event, H::Data>,
        first: Cause<'r, H::Event, H::Data>,
        observe: O,
    ) -> (Self, &'r mut Position, &'r mut Scratch) {
        let driver = Self {
            chart,
            host,
            context: machine.context,
            output: machine.output,
            messages: &mut effects.messages,
            reason: Reason::First,
            first,
            observe,
        };
        (driver, machine.position, &mut effects.scratch)
    }

    /// Puts what guards and makers have raised into the queue.
    #[inline(always)]
    fn hear(&mut self) {
        while let Some(event) = self.host.raised() {
            self.messages.outbox.raise(Queued::Raised(event));
        }
    }

    fn tell_failure(&mut self, queued: &Queued<H::Event, H::Data>) {
        if let Queued::Failed { action, error } = queued {
            let event = self.chart.tables.failure(*action);
            let error = Some(error.clone());
            self.messages
                .outbox
                .asked
                .push(Effect::Failed { event, error });
        }
    }
}

impl<H: Host, O: Observe<H>> Apart for Driver<'_, H, O> {
    type Again<'a>
        = Driver<'a, H, O>
    where
        Self: 'a;

    #[inline(always)]
    fn apart<'s, R>(&'s mut self, run: impl FnOnce(&mut Self::Again<'s>) -> R) -> R {
        let mut again = Driver {
            chart: self.chart,
            host: &mut *self.host,
            context: &mut *self.context,
            output: &mut *self.output,
            messages: &mut *self.messages,
            reason: self.reason,
            first: self.first,
            observe: self.observe,
        };
        let done = run(&mut again);
        self.reason = again.reason;
        done
    }
}

impl<E, D> Reasons<E, D> {
    #[cfg_attr(not(one_kernel), inline(always))]
    fn cause<'c>(
        &'c self,
        reason: Reason,
        first: Cause<'c, E, D>,
        tables: &'c Tables,
    ) -> Cause<'c, E, D> {
        let queued = match reason {
            Reason::First => None,
            Reason::Last => self.last.as_ref(),
            Reason::Tried => self.tried.as_ref(),
        };
        queued.map_or(first, |queued| tables.cause(queued))
    }
}

impl<H: Host, O> Guards for Driver<'_, H, O> {
    #[cfg_attr(not(one_kernel), inline(always))]
    fn guard(&self, guard: u16) -> bool {
        let tables = &self.chart.tables;
        let cx = GuardCx {
            context: &*self.context,
            cause: self.messages.reasons.cause(self.reason, self.first, tables),
        };
        self.host.guard(guard, &cx)
    }
}

/// Answers for the guards of a machine at rest that is asked about an event.
pub(crate) struct Asking<'a, H: Host> {
    pub host: &'a H,
    pub context: &'a H::Context,
    pub event: &'a H::Event,
}

impl<H: Host> Guards for Asking<'_, H> {
    fn guard(&self, guard: u16) -> bool {
        let cx = GuardCx {
            context: self.context,
            cause: Cause::Event(self.event),
        };
        self.host.guard(guard, &cx)
    }
}

impl<H: Host, O: Observe<H>> Drive for Driver<'_, H, O> {
    #[cfg_attr(not(one_kernel), inline(always))]
    fn act(&mut self, action: u16) -> bool {
        self.hear();
        let tables = &self.chart.tables;
        let mut cx = ActionCx {
            context: self.context,
            cause: self.messages.reasons.cause(self.reason, self.first, tables),
            outbox: &mut self.messages.outbox,
        };
        match self.host.act(action, &mut cx) {
            Ok(()) => true,
            Err(error) => {
                self.messages.outbox.raise(Queued::Failed { action, error });
                false
            }
        }
    }

    fn finish(&mut self, state: u16, maker: u16) {
        let tables = &self.chart.tables;
        let data = (maker != NONE).then(|| {
            let cx = GuardCx {
                context: &*self.context,
                cause: self.messages.reasons.cause(self.reason, self.first, tables),
            };
            self.host.make(maker, &cx)
        });
        self.hear();
        if state == ROOT {
            *self.output = data.map(Box::new);
        } else if tables.state(state).done != NONE || tables.always_after_each_event {
            self.messages.outbox.raise(Queued::Done { state, data });
        }
    }

    fn ask(&mut self, request: Request) {
        let tables = &self.chart.tables;
        self.messages.outbox.asked.push(match request {
            Request::Begin(key) => tables.begin(key),
            Request::End(key) => match at(&tables.slots, key.slot).work {
                Work::Timer { .. } => Effect::StopTimer(key),
                Work::Invoke { .. } => Effect::StopTask(key),
            },
            Request::Failed(event) => Effect::Failed { event, error: None },
        });
    }

    fn disturb(&mut self) {
        self.messages.outbox.is_restless = true;
    }

    fn next(&mut self) -> Option<u16> {
        self.hear();
        let queued = self.messages.outbox.queue.pop_front()?;
        let tables = &self.chart.tables;
        self.host.turn(tables.cause(&queued));
        let column = match &queued {
            Queued::Raised(event) => {
                let column = self.host.column(self.chart, event);
                column.map_or(NONE, |column| column.0)
            }
            Queued::Done { state, .. } => tables.state(*state).done,
            Queued::Failed { action, .. } => *at(&tables.errors, *action),
        };
        self.messages.reasons.tried = Some(queued);
        self.reason = Reason::Tried;
        Some(column)
    }

    fn decided(&mut self, is_taken: bool, stays: bool) {
        let tried = self.messages.reasons.tried.take();
        if let Some(queued) = tried.as_ref().filter(|_| !is_taken) {
            self.tell_failure(queued);
        }
        if stays {
            self.messages.reasons.last = tried;
        }
        self.reason = match self.messages.reasons.last {
            Some(_) => Reason::Last,
            None => Reason::First,
        };
    }

    fn abandon(&mut self) {
        while let Some(queued) = self.messages.outbox.queue.pop_front() {
            self.tell_failure(&queued);
        }
    }

    fn rest(&mut self) {
        self.messages.outbox.is_restless = false;
        self.messages.reasons.last = None;
        self.messages.reasons.tried = None;
    }

    #[inline]
    fn stepped(&mut self, position: &Position) -> bool {
        self.hear();
        let cause = self
            .messages
            .reasons
            .cause(self.reason, self.first, &self.chart.tables);
        self.observe
            .observe(self.context, position, self.output.as_deref(), cause);
        self.messages.outbox.is_restless
    }
}

impl Tables {
    /// The effect that begins the work of a slot.
    pub fn begin<E, D>(&self, key: SlotKey) -> Effect<E, D> {
        match at(&self.slots, key.slot).work {
            Work::Timer { delay, .. } => Effect::StartTimer { timer: key, delay },
            Work::Invoke { .. } => Effect::StartTask { task: key },
        }
    }

    /// The name of the event that an action has failed.
    #[cold]
    fn failure(&self, action: u16) -> String {
        let action = at::<Text>(&self.actions, action);
        ["error.", &**action].concat()
    }

    /// Never panics: so the compiler leaves it out where nobody asks for the cause.
    fn cause<'q, E, D>(&'q self, queued: &'q Queued<E, D>) -> Cause<'q, E, D> {
        match queued {
            Queued::Raised(event) => Cause::Event(event),
            Queued::Done { state, data } => Cause::Done {
                state: match self.states.get(usize::from(*state)) {
                    Some(state) => &state.name,
                    None => "",
                },
                data: data.as_ref(),
            },
            Queued::Failed { action, error } => Cause::Error {
                action: match self.actions.get(usize::from(*action)) {
                    Some(action) => action,
                    None => "",
                },
                error,
            },
        }
    }
}
