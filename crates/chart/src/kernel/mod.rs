//! The kernel: what happens when an event comes to a machine (SCXML's appendix D).

mod macrostep;
mod microstep;
mod ops;
mod select;

pub(crate) use select::Look;

use crate::entry::{Entry, Memory};
use crate::tables::{Tables, Work, NONE, ROOT};
use crate::{Cause, Chart, Effect, Effects, Host, Input, SlotKey, Snapshot, Status};

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
/// The machine is between two microsteps: what they have done is done, the events that it had raised itself are gone, and the
/// invokes of states that were entered have not begun. Whoever wants none of it keeps the snapshot from before, as
/// [`Machine::transition`](crate::Machine::transition) does.
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
}
