//! The kernel: what happens when an event comes to a machine (SCXML's appendix D).
//!
//! Whatever depends on the types of a machine is done by a [`Drive`]. With the type of that known, the compiler puts guards and
//! actions into a kernel of their own for each chart, which is fast; with a `dyn Drive`, one copy serves all, which is small.

mod drive;
mod known;
mod macrostep;
mod microstep;
mod ops;
mod plain;
mod select;
mod watch;

pub(crate) use drive::{Asking, Guards};
pub(crate) use known::Source;
pub use known::Taker;
pub(crate) use select::Look;
pub use watch::Microstep;

use std::fmt;

use drive::{Apart, Drive, Driver, Request};
use known::Known;

use crate::effect::Scratch;
use crate::entry::{Entry, Memory};
use crate::snapshot::{Parts, Position};
use crate::tables::{at_mut, Tables, Work, NONE, ROOT};
use crate::{Cause, Chart, Column, Effects, Host, Input, SlotKey, Snapshot, Status};

/// What became of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reception {
    /// At least one transition was taken for it.
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

impl Reception {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Handled,
        Self::Ignored,
        Self::Unhandled,
        Self::Late,
        Self::Finished,
    ];

    /// Its name, in lower case: what a machine in a store has layers and subscribers see as the remark on an event.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Handled => "handled",
            Self::Ignored => "ignored",
            Self::Unhandled => "unhandled",
            Self::Late => "late",
            Self::Finished => "finished",
        }
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|reception| reception.name() == name)
    }
}

/// A macrostep did not end: there was always another transition to take.
///
/// The machine is between two microsteps: what they have done is done, the events that it had raised itself are gone, and the
/// invokes of states that were entered have not begun. Whoever wants none of it keeps the snapshot from before, as
/// [`Machine::transition`](crate::Machine::transition) does.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MicrostepLimit(Box<Endless>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Endless {
    chart: String,
    limit: u32,
    active: Vec<String>,
}

impl fmt::Display for Endless {
    // Without padding, and so without the code for it, which nothing else in a program may need.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("chart `")?;
        f.write_str(&self.chart)?;
        f.write_str("` did not come to rest within ")?;
        self.limit.fmt(f)?;
        f.write_str(" microsteps; active are then: ")?;
        f.write_str(&self.active.join(", "))
    }
}

impl MicrostepLimit {
    pub(crate) fn new(chart: &str, limit: u32, active: Vec<String>) -> Self {
        Self(Box::new(Endless {
            chart: chart.to_owned(),
            limit,
            active,
        }))
    }

    /// How many microsteps there were.
    pub const fn limit(&self) -> u32 {
        self.0.limit
    }

    /// The paths of the atomic states that were active at the end.
    pub fn active(&self) -> &[String] {
        &self.0.active
    }
}

/// Which copy of the kernel runs a machine.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copied {
    /// One for all machines: the smallest.
    Once,
    /// One for each type of logic, which the compiler puts into it: the fastest.
    ForEach,
}

impl Copied {
    /// What fits the target: the smallest where programs are loaded over a network.
    pub const DEFAULT: Self = if cfg!(one_kernel) {
        Self::Once
    } else {
        Self::ForEach
    };
}

/// What happens to a machine, without what depends on its types.
#[derive(Clone, Copy)]
pub(crate) enum Occurrence {
    Start,
    Stop,
    /// An event that belongs to this column, if to any.
    Event(Option<Column>),
    Elapsed(SlotKey),
    Done(SlotKey),
    Failed(SlotKey),
    Next(SlotKey),
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
        let what = (Cause::Start, Occurrence::Start);
        self.run(Copied::DEFAULT, host, snapshot.parts(), effects, what)?;
        Ok(())
    }

    /// Leaves all states: the machine has finished, without an output. Does nothing if it does not run.
    pub fn stop<H: Host>(
        &self,
        host: &mut H,
        snapshot: &mut Snapshot<H::Context, H::Data>,
        effects: &mut Effects<H::Event, H::Data>,
    ) {
        let what = (Cause::Start, Occurrence::Stop);
        let done = self.run(Copied::DEFAULT, host, snapshot.parts(), effects, what);
        debug_assert!(done.is_ok());
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
        let what = self.event(host, event);
        self.run(Copied::DEFAULT, host, snapshot.parts(), effects, what)
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
        let what = self.input(host, input);
        self.run(Copied::DEFAULT, host, snapshot.parts(), effects, what)
    }

    /// Asks anew for the timers and invokes that were under way. For a machine that was restored; nothing is entered again.
    /// A timer takes its whole time again.
    pub fn resume<C, E, D>(&self, snapshot: &Snapshot<C, D>, effects: &mut Effects<E, D>) {
        self.resume_at(&snapshot.position, effects);
    }

    pub(crate) fn resume_at<E, D>(&self, position: &Position, effects: &mut Effects<E, D>) {
        if position.status != Status::Running {
            return;
        }
        let turns = &position.words[self.tables.layout.turns..];
        let keys = (0..).zip(turns);
        let keys = keys.map(|(slot, turn)| SlotKey { slot, turn: *turn });
        let running = keys.filter(|key| key.is_run());
        let asked = running.map(|key| self.tables.begin(key));
        effects.messages.outbox.asked.extend(asked);
    }

    /// An event, with and without its types.
    #[inline(always)]
    pub(crate) fn event<'i, H: Host>(
        &self,
        host: &H,
        event: &'i H::Event,
    ) -> (Why<'i, H>, Occurrence) {
        let column = host.column(self, event);
        (Cause::Event(event), Occurrence::Event(column))
    }

    /// What comes from outside, with and without its types.
    pub(crate) fn input<'i, H: Host>(
        &'i self,
        host: &H,
        input: &'i Input<H::Event, H::Data>,
    ) -> (Why<'i, H>, Occurrence) {
        let id = |key: &SlotKey| {
            let slot = self.tables.slots.get(usize::from(key.slot));
            slot.map_or("", |slot| &slot.name)
        };
        match input {
            Input::Event(event) => self.event(host, event),
            Input::Elapsed(key) => (Cause::Elapsed, Occurrence::Elapsed(*key)),
            Input::Done(key, data) => {
                let id = id(key);
                (Cause::TaskDone { id, data }, Occurrence::Done(*key))
            }
            Input::Failed(key, data) => {
                let id = id(key);
                (Cause::TaskFailed { id, data }, Occurrence::Failed(*key))
            }
            Input::Next(key, data) => {
                let id = id(key);
                (Cause::TaskNext { id, data }, Occurrence::Next(*key))
            }
        }
    }

    #[inline(always)]
    pub(crate) fn run<H: Host>(
        &self,
        copied: Copied,
        host: &mut H,
        machine: Parts<'_, H::Context, H::Data>,
        effects: &mut Effects<H::Event, H::Data>,
        (cause, occurrence): (Why<'_, H>, Occurrence),
    ) -> Result<Reception, MicrostepLimit> {
        let (mut driver, position, scratch) =
            Driver::split(self, host, machine, effects, cause, ());
        let tables = &self.tables;
        let known = Known::<H>::or(tables);
        let driver = &mut driver;
        match (copied, H::WHOLE) {
            (Copied::ForEach, true) => {
                Run::<_, _, true>::new(known, position, scratch, driver).take(occurrence)
            }
            (Copied::ForEach, false) => {
                Run::<_, _, false>::new(known, position, scratch, driver).take(occurrence)
            }
            (Copied::Once, true) => {
                Run::<dyn Drive, _, true>::new(tables, position, scratch, driver).take(occurrence)
            }
            (Copied::Once, false) => {
                Run::<dyn Drive, _, false>::new(tables, position, scratch, driver).take(occurrence)
            }
        }
    }
}

type Why<'c, H> = Cause<'c, <H as Host>::Event, <H as Host>::Data>;

/// Is told of each microstep: the machine after it, and why it was made.
pub(crate) trait Observe<H: Host>: Copy {
    fn observe(
        self,
        context: &H::Context,
        position: &Position,
        output: Option<&H::Data>,
        cause: Why<'_, H>,
    );
}

impl<H: Host> Observe<H> for () {
    fn observe(self, _: &H::Context, _: &Position, _: Option<&H::Data>, _: Why<'_, H>) {}
}

/// A machine at work.
///
/// Charts whose transitions are all known when they are compiled ([`Tables::needs_whole_kernel`]) need but a part of the kernel.
/// That is compiled for itself, so that a program that has no others has no more in it.
struct Run<'r, D: ?Sized, T, const WHOLE: bool> {
    of: T,
    position: &'r mut Position,
    scratch: &'r mut Scratch,
    driver: &'r mut D,
}

/// What became of one attempt to take transitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Taken,
    Ignored,
    Unhandled,
}

impl<'r, 't, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Run<'r, D, T, WHOLE> {
    #[inline]
    const fn new(
        of: T,
        position: &'r mut Position,
        scratch: &'r mut Scratch,
        driver: &'r mut D,
    ) -> Self {
        Self {
            of,
            position,
            scratch,
            driver,
        }
    }

    #[inline(always)]
    fn tables(&self) -> &'t Tables {
        self.of.tables()
    }

    /// Does something of which there is to be one copy. What is done here does not depend on it: so the compiler can keep in registers
    /// what `self` refers to, and writes it to memory only if it comes to this.
    #[inline(always)]
    fn apart<R>(&mut self, run: impl FnOnce(&mut Run<'_, D::Again<'_>, T, WHOLE>) -> R) -> R {
        let (of, position, scratch) = (self.of, &mut *self.position, &mut *self.scratch);
        self.driver.apart(|driver| {
            run(&mut Run {
                of,
                position,
                scratch,
                driver,
            })
        })
    }

    #[inline]
    fn look(&self) -> Look<'_, D, T> {
        Look {
            of: self.of,
            position: self.position,
            guards: self.driver,
        }
    }

    #[inline(always)]
    fn take(mut self, occurrence: Occurrence) -> Result<Reception, MicrostepLimit> {
        match (occurrence, self.position.status) {
            (Occurrence::Event(Some(column)), Status::Running) => self.macrostep(column.0),
            (Occurrence::Event(None), Status::Running) => self.pass(Reception::Unhandled),
            (Occurrence::Event(_), Status::New) => Ok(Reception::Unhandled),
            (Occurrence::Start, Status::New) => self.start(),
            (Occurrence::Start, _) => Ok(Reception::Handled),
            (Occurrence::Stop, Status::Running) => Ok(self.stop()),
            (_, Status::Finished) => Ok(Reception::Finished),
            (result, _) => self.result(result),
        }
    }

    fn stop(&mut self) -> Reception {
        self.position.status = Status::Finished;
        self.leave_all();
        self.driver.rest();
        Reception::Handled
    }

    fn start(&mut self) -> Result<Reception, MicrostepLimit> {
        self.position.status = Status::Running;
        if WHOLE {
            let memory = Memory {
                sets: &[],
                words: 0,
            };
            let mut entry = Entry::new(self.tables(), memory);
            entry.state(ROOT);
            self.enter(&entry.found());
        } else {
            self.enter_first();
        }
        let mut steps = 0;
        if self.step_freely(&mut steps)? {
            self.settle(steps)?;
        }
        Ok(Reception::Handled)
    }

    /// Handles what a timer or an invoke comes to.
    fn result(&mut self, result: Occurrence) -> Result<Reception, MicrostepLimit> {
        let (Occurrence::Elapsed(key)
        | Occurrence::Done(key)
        | Occurrence::Failed(key)
        | Occurrence::Next(key)) = result
        else {
            return Ok(Reception::Unhandled);
        };
        let tables = self.tables();
        let Some(slot) = tables.slots.get(usize::from(key.slot)) else {
            return Ok(Reception::Late);
        };
        let column = match (&slot.work, result) {
            (Work::Timer { elapsed, .. }, Occurrence::Elapsed(_)) => *elapsed,
            (Work::Invoke { done, .. }, Occurrence::Done(_)) => *done,
            (Work::Invoke { failed, .. }, Occurrence::Failed(_)) => *failed,
            (Work::Invoke { next, .. }, Occurrence::Next(_)) => *next,
            // A timer has no result, and an invoke does not run out.
            _ => return Ok(Reception::Late),
        };
        let turn = at_mut(
            &mut self.position.words,
            tables.layout.turns + usize::from(key.slot),
        );
        if *turn != key.turn || !key.is_run() {
            return Ok(Reception::Late);
        }
        if !matches!(result, Occurrence::Next(_)) {
            *turn = turn.wrapping_add(1);
        }
        let reception = match column {
            NONE => self.pass(Reception::Unhandled)?,
            column => self.macrostep(column)?,
        };
        match (reception, result) {
            (Reception::Unhandled, Occurrence::Failed(_)) => {
                let event = ["error.invoke.", &*slot.name].concat();
                self.driver.ask(Request::Failed(event));
                Ok(reception)
            }
            (Reception::Unhandled, _) => Ok(Reception::Ignored),
            _ => Ok(reception),
        }
    }
}
