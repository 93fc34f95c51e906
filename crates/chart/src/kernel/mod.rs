//! The kernel: what happens when an event comes to a machine (SCXML's appendix D).

mod microstep;
mod ops;
mod select;

pub(crate) use select::Look;

use crate::effect::Queued;
use crate::entry::{Entry, Memory};
use crate::tables::{Tables, Work, ALWAYS, NONE, ROOT};
use crate::{ActionError, Cause, Chart, Effect, Effects, Host, Input, SlotKey, Snapshot, Status};

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reception {
    /// At least one transition was taken.
    Handled,
    /// The active states expect the event and do nothing on it. Also a timer or a result that no transition is for.
    Ignored,
    /// No active state has a transition for the event whose guard holds, or one forbids the event.
    Unhandled,
    /// It is of a timer or an invoke whose turn is over.
    Late,
    /// The machine has finished.
    Finished,
}

/// A macrostep did not end: there was always another transition to take.
///
/// The machine is between two microsteps, with what they have done done, and the events it had raised itself gone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MicrostepLimit(Box<Endless>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("chart `{chart}` did not come to rest within {limit} microsteps; active are then: {}", active.join(", "))]
struct Endless {
    chart: String,
    limit: u32,
    active: Vec<String>,
}

impl MicrostepLimit {
    /// How many microsteps there were.
    pub const fn limit(&self) -> u32 {
        self.0.limit
    }

    /// The paths of the atomic states that were active at the end.
    pub fn active(&self) -> &[String] {
        &self.0.active
    }
}

/// The kernel. [`Machine`](crate::Machine) has the same for logic made of closures.
impl Chart {
    /// Enters the states in which the chart begins. Does nothing if that was done before.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn start<H: Host>(
        &self,
        host: &mut H,
        snapshot: &mut Snapshot<H::Context, H::Data>,
        effects: &mut Effects<H::Event, H::Data>,
    ) -> Result<(), MicrostepLimit> {
        self.run(host, snapshot, effects).start(&mut |_, _| ())
    }

    /// Has the machine handle an event from outside.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    #[inline]
    pub fn send<H: Host>(
        &self,
        host: &mut H,
        snapshot: &mut Snapshot<H::Context, H::Data>,
        event: &H::Event,
        effects: &mut Effects<H::Event, H::Data>,
    ) -> Result<Reception, MicrostepLimit> {
        self.run(host, snapshot, effects)
            .event(event, &mut |_, _| ())
    }

    /// Has the machine handle whatever comes from outside.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn handle<H: Host>(
        &self,
        host: &mut H,
        snapshot: &mut Snapshot<H::Context, H::Data>,
        input: &Input<H::Event, H::Data>,
        effects: &mut Effects<H::Event, H::Data>,
    ) -> Result<Reception, MicrostepLimit> {
        self.run(host, snapshot, effects)
            .input(input, &mut |_, _| ())
    }

    /// Asks anew for the timers and invokes that were under way. For a machine that was restored; nothing is entered again.
    /// A timer takes its whole time again.
    pub fn resume<C, E, D>(&self, snapshot: &Snapshot<C, D>, effects: &mut Effects<E, D>) {
        if snapshot.status != Status::Running {
            return;
        }
        let turns = &snapshot.words[self.tables.layout.turns..];
        let keys = (0..).zip(turns);
        let keys = keys.map(|(slot, turn)| SlotKey { slot, turn: *turn });
        let running = keys.filter(|key| key.is_run());
        effects
            .asked
            .extend(running.map(|key| self.tables.begin(key)));
    }

    pub(crate) fn run<'r, H: Host>(
        &'r self,
        host: &'r mut H,
        snapshot: &'r mut Snapshot<H::Context, H::Data>,
        effects: &'r mut Effects<H::Event, H::Data>,
    ) -> Run<'r, H> {
        Run {
            chart: self,
            host,
            snapshot,
            effects,
        }
    }
}

impl Tables {
    /// The effect that begins the work of a slot.
    fn begin<E, D>(&self, key: SlotKey) -> Effect<E, D> {
        match self.slots[usize::from(key.slot)].work {
            Work::Timer { delay, .. } => Effect::StartTimer { timer: key, delay },
            Work::Invoke { .. } => Effect::StartTask { task: key },
        }
    }
}

/// A machine at work.
pub(crate) struct Run<'r, H: Host> {
    chart: &'r Chart,
    host: &'r mut H,
    snapshot: &'r mut Snapshot<H::Context, H::Data>,
    effects: &'r mut Effects<H::Event, H::Data>,
}

type Why<'c, H> = Cause<'c, <H as Host>::Event, <H as Host>::Data>;

/// Is told of each microstep: the machine after it, and why it was made.
pub(crate) trait Observe<H: Host>:
    FnMut(&Snapshot<H::Context, H::Data>, Why<'_, H>)
{
}

impl<H: Host, F: FnMut(&Snapshot<H::Context, H::Data>, Why<'_, H>)> Observe<H> for F {}

/// What became of one attempt to take transitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Taken,
    Ignored,
    Unhandled,
}

impl<H: Host> Run<'_, H> {
    #[inline]
    fn look(&self) -> Look<'_, H> {
        Look {
            chart: self.chart,
            host: self.host,
            snapshot: self.snapshot,
        }
    }

    pub fn start(mut self, observe: &mut impl Observe<H>) -> Result<(), MicrostepLimit> {
        if self.snapshot.status != Status::New {
            return Ok(());
        }
        self.snapshot.status = Status::Running;
        let memory = Memory {
            sets: &[],
            words: 0,
        };
        let mut entry = Entry::new(&self.chart.tables, memory);
        entry.state(ROOT);
        let found = entry.found();
        self.enter(&found, Cause::Start);
        observe(self.snapshot, Cause::Start);
        self.settle(0, Cause::Start, observe)
    }

    #[inline]
    pub fn event(
        mut self,
        event: &H::Event,
        observe: &mut impl Observe<H>,
    ) -> Result<Reception, MicrostepLimit> {
        match self.snapshot.status {
            Status::Running => {}
            Status::New => return Ok(Reception::Unhandled),
            Status::Finished => return Ok(Reception::Finished),
        }
        match self.host.column(self.chart, event) {
            Some(column) => self.macrostep(column.0, Cause::Event(event), observe),
            None => Ok(Reception::Unhandled),
        }
    }

    pub fn input(
        mut self,
        input: &Input<H::Event, H::Data>,
        observe: &mut impl Observe<H>,
    ) -> Result<Reception, MicrostepLimit> {
        let (key, data) = match input {
            Input::Event(event) => return self.event(event, observe),
            Input::Elapsed(key) => (*key, None),
            Input::Done(key, data) => (*key, Some((data, true))),
            Input::Failed(key, data) => (*key, Some((data, false))),
        };
        if self.snapshot.status == Status::Finished {
            return Ok(Reception::Finished);
        }
        let tables = &self.chart.tables;
        let Some(slot) = tables.slots.get(usize::from(key.slot)) else {
            return Ok(Reception::Late);
        };
        let id = &*slot.name;
        let (column, cause) = match (&slot.work, data) {
            (Work::Timer { elapsed, .. }, None) => (*elapsed, Cause::Elapsed),
            (Work::Invoke { done, .. }, Some((data, true))) => {
                (*done, Cause::TaskDone { id, data })
            }
            (Work::Invoke { failed, .. }, Some((data, false))) => {
                (*failed, Cause::TaskFailed { id, data })
            }
            // A timer has no result, and an invoke does not run out.
            _ => return Ok(Reception::Late),
        };
        let turn = &mut self.snapshot.words[tables.layout.turns + usize::from(key.slot)];
        if *turn != key.turn || !key.is_run() {
            return Ok(Reception::Late);
        }
        *turn += 1;
        let reception = match column {
            NONE => Reception::Unhandled,
            column => self.macrostep(column, cause, observe)?,
        };
        match (reception, cause) {
            (Reception::Unhandled, Cause::TaskFailed { id, .. }) => {
                let event = format!("error.invoke.{id}");
                let failed = Effect::Failed { event, error: None };
                self.effects.asked.push(failed);
                Ok(reception)
            }
            (Reception::Unhandled, _) => Ok(Reception::Ignored),
            _ => Ok(reception),
        }
    }

    #[inline(always)]
    fn macrostep(
        &mut self,
        column: u16,
        cause: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<Reception, MicrostepLimit> {
        match self.step_here(column, cause) {
            Step::Taken => {
                observe(self.snapshot, cause);
                if self.effects.is_restless || self.may_step() {
                    self.settle(1, cause, observe)?;
                }
                Ok(Reception::Handled)
            }
            Step::Ignored => Ok(Reception::Ignored),
            Step::Unhandled => Ok(Reception::Unhandled),
        }
    }

    /// Whether there may be a transition that needs no event.
    #[inline]
    fn may_step(&self) -> bool {
        let tables = &self.chart.tables;
        let cell = || usize::from(self.snapshot.row) * usize::from(tables.columns);
        tables.has_always && (tables.has_regions || tables.rows[cell()] != 0)
    }

    /// Takes transitions that need no event and handles the events that the machine has raised itself, until there are none.
    #[inline(never)]
    fn settle(
        &mut self,
        mut steps: u32,
        first: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<(), MicrostepLimit> {
        self.step_freely(&mut steps, first, observe)?;
        if self.effects.is_restless {
            self.settle_queue(steps, first, observe)?;
        }
        Ok(())
    }

    /// Takes transitions that need no event as long as there are some.
    #[inline]
    fn step_freely(
        &mut self,
        steps: &mut u32,
        cause: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<(), MicrostepLimit> {
        while self.snapshot.status == Status::Running
            && self.may_step()
            && self.count(*steps, ALWAYS, cause)?
            && self.step(ALWAYS, cause) == Step::Taken
        {
            *steps += 1;
            observe(self.snapshot, cause);
        }
        Ok(())
    }

    /// Handles the events that the machine has raised itself, and what follows from each.
    #[inline(never)]
    fn settle_queue(
        &mut self,
        mut steps: u32,
        first: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<(), MicrostepLimit> {
        let chart = self.chart;
        // The event of the last microstep, unless that was the first.
        let mut last: Option<Queued<H::Event, H::Data>> = None;
        while self.snapshot.status == Status::Running {
            let Some(queued) = self.effects.queue.pop_front() else {
                break;
            };
            let column = match &queued {
                Queued::Raised(event) => self
                    .host
                    .column(chart, event)
                    .map_or(NONE, |column| column.0),
                Queued::Done { state, .. } => chart.tables.state(*state).done,
                Queued::Failed { action, .. } => chart.tables.errors[usize::from(*action)],
            };
            let cause = chart.tables.cause(&queued);
            let is_taken = column != NONE
                && self.count(steps, column, cause)?
                && self.step(column, cause) == Step::Taken;
            if is_taken {
                steps += 1;
                observe(self.snapshot, cause);
                self.step_freely(&mut steps, cause, observe)?;
                last = Some(queued);
            } else if let Queued::Failed { action, error } = queued {
                self.tell_failure(action, error);
            }
        }
        let cause = last.as_ref().map_or(first, |last| chart.tables.cause(last));
        match self.snapshot.status {
            Status::Finished => self.leave_all(cause),
            _ => self.begin_invokes(),
        }
        self.effects.is_restless = false;
        Ok(())
    }

    /// Whether there may be another microstep.
    #[inline]
    fn count(
        &mut self,
        steps: u32,
        column: u16,
        cause: Why<'_, H>,
    ) -> Result<bool, MicrostepLimit> {
        if steps >= self.chart.tables.microstep_limit && self.could_step(column, cause) {
            return Err(self.exceed());
        }
        Ok(true)
    }

    /// Whether a transition could be taken. Asked only when none may be.
    #[cold]
    fn could_step(&self, column: u16, cause: Why<'_, H>) -> bool {
        self.look().can(column, cause)
    }

    /// Forgets the events that the machine has raised itself. Failures among them are told all the same.
    fn abandon(&mut self) {
        self.effects.is_restless = false;
        self.effects.pending.clear();
        while let Some(queued) = self.effects.queue.pop_front() {
            if let Queued::Failed { action, error } = queued {
                self.tell_failure(action, error);
            }
        }
    }

    #[cold]
    fn tell_failure(&mut self, action: u16, error: ActionError) {
        let action = &self.chart.tables.actions[usize::from(action)];
        self.effects.asked.push(Effect::Failed {
            event: format!("error.{action}"),
            error: Some(error),
        });
    }

    #[cold]
    fn exceed(&mut self) -> MicrostepLimit {
        self.abandon();
        let tables = &self.chart.tables;
        let path = |state: u16| tables.state(state).name.to_string();
        MicrostepLimit(Box::new(Endless {
            chart: tables.name.to_string(),
            limit: tables.microstep_limit,
            active: tables.active_leaves(self.snapshot).map(path).collect(),
        }))
    }
}

impl Tables {
    fn cause<'q, E, D>(&'q self, queued: &'q Queued<E, D>) -> Cause<'q, E, D> {
        match queued {
            Queued::Raised(event) => Cause::Event(event),
            Queued::Done { state, data } => Cause::Done {
                state: &self.state(*state).name,
                data: data.as_ref(),
            },
            Queued::Failed { action, error } => Cause::Error {
                action: &self.actions[usize::from(*action)],
                error,
            },
        }
    }
}
