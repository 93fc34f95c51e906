//! A macrostep that somebody looks at, step by step.

use std::cell::RefCell;

use super::drive::{Drive, Driver};
use super::known::{Source, Taker};
use super::{Observe, Occurrence, Run, Why};
use crate::snapshot::{Parts, Position};
use crate::tables::Tables;
use crate::{Cause, Chart, Effects, Event, Host, Input, MicrostepLimit, Snapshot};

/// One microstep of a macrostep.
#[derive(Clone, Debug, PartialEq)]
pub struct Microstep<C, D = ()> {
    /// The name of the event that was the reason, or of the last one before it if there was no event.
    pub event: String,
    /// The transitions that were taken, in their order: each by the path of its state and its place among the transitions of that
    /// in the [form](crate::form::State::transitions). None where the machine is started.
    pub taken: Vec<(String, usize)>,
    /// The machine's state after it.
    pub snapshot: Snapshot<C, D>,
}

type Microsteps<H> = Vec<Microstep<<H as Host>::Context, <H as Host>::Data>>;

impl Chart {
    /// The microsteps that an input leads to, for somebody who wants to know why a machine does what it does.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn microsteps<H>(
        &self,
        host: &mut H,
        snapshot: &Snapshot<H::Context, H::Data>,
        input: &Input<H::Event, H::Data>,
    ) -> Result<Microsteps<H>, MicrostepLimit>
    where
        H: Host<Context: Clone, Event: Event, Data: Clone>,
    {
        let mut snapshot = snapshot.clone();
        let what = self.input(host, input);
        self.watch(host, snapshot.parts(), what)
    }

    /// The microsteps of starting a machine. In the first one no transition is taken: it enters the states in which the chart begins.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn first_microsteps<H>(
        &self,
        host: &mut H,
        context: H::Context,
    ) -> Result<Microsteps<H>, MicrostepLimit>
    where
        H: Host<Context: Clone, Event: Event, Data: Clone>,
    {
        let mut snapshot = self.create(context);
        let what = (Cause::Start, Occurrence::Start);
        self.watch(host, snapshot.parts(), what)
    }

    /// By a copy of the kernel that tells what it does. The others know nothing of it, so it costs them nothing.
    pub(crate) fn watch<H>(
        &self,
        host: &mut H,
        machine: Parts<'_, H::Context, H::Data>,
        (cause, occurrence): (Why<'_, H>, Occurrence),
    ) -> Result<Microsteps<H>, MicrostepLimit>
    where
        H: Host<Context: Clone, Event: Event, Data: Clone>,
    {
        let notes = Notes {
            tables: &self.tables,
            taken: RefCell::default(),
            steps: RefCell::default(),
        };
        let mut effects = Effects::new();
        let (mut driver, position, scratch) =
            Driver::split(self, host, machine, &mut effects, cause, &notes);
        let of = Watched {
            tables: &self.tables,
            taken: &notes.taken,
        };
        Run::<dyn Drive, _, true>::new(of, position, scratch, &mut driver).take(occurrence)?;
        Ok(notes.steps.into_inner())
    }
}

/// What is seen.
struct Notes<'t, C, D> {
    tables: &'t Tables,
    /// The transitions of the present microstep.
    taken: RefCell<Vec<u16>>,
    steps: RefCell<Vec<Microstep<C, D>>>,
}

impl<H> Observe<H> for &Notes<'_, H::Context, H::Data>
where
    H: Host<Context: Clone, Event: Event, Data: Clone>,
{
    fn observe(
        self,
        context: &H::Context,
        position: &Position,
        output: Option<&H::Data>,
        cause: Why<'_, H>,
    ) {
        let taken = self.taken.take();
        let taken = taken.into_iter().map(|one| self.tables.place_of(one));
        self.steps.borrow_mut().push(Microstep {
            event: name(cause),
            taken: taken.collect(),
            snapshot: Snapshot {
                context: context.clone(),
                position: position.clone(),
                output: output.cloned().map(Box::new),
            },
        });
    }
}

/// A chart's tables, with a place for the transitions that are taken.
#[derive(Clone, Copy)]
struct Watched<'r> {
    tables: &'r Tables,
    taken: &'r RefCell<Vec<u16>>,
}

impl<'r> Source<'r> for Watched<'r> {
    const IS_WRITTEN: bool = false;

    fn tables(self) -> &'r Tables {
        self.tables
    }

    fn pick(self, row: u16, column: u16, holds: impl Fn(u16) -> bool) -> u16 {
        self.tables.pick(row, column, holds)
    }

    fn take(self, _: u16, _: &mut impl Taker) -> bool {
        false
    }

    fn take_all(self, _: u16, _: u64, _: &mut impl Taker) -> bool {
        false
    }

    fn taken(self, pick: u16) {
        let transition = self.tables.picks[usize::from(pick)].transition;
        self.taken.borrow_mut().push(transition);
    }
}

impl Tables {
    /// The path of a transition's state, and its place there. Transitions are in document order.
    fn place_of(&self, transition: u16) -> (String, usize) {
        let transition = usize::from(transition);
        let source = self.transitions[transition].source;
        let first = self.transitions.partition_point(|row| row.source < source);
        (self.state(source).name.to_string(), transition - first)
    }
}

/// What the reason of a microstep is called.
fn name<E: Event, D>(cause: Cause<'_, E, D>) -> String {
    match cause {
        Cause::Start => "start".to_owned(),
        Cause::Event(event) => event.name().to_owned(),
        Cause::Done { state, .. } => format!("done.state.{state}"),
        Cause::Elapsed => "after".to_owned(),
        Cause::TaskDone { id, .. } => format!("done.invoke.{id}"),
        Cause::TaskFailed { id, .. } => format!("error.invoke.{id}"),
        Cause::TaskNext { id, .. } => format!("next.invoke.{id}"),
        Cause::Changed => "changed".to_owned(),
        Cause::Error { action, .. } => format!("error.{action}"),
    }
}
