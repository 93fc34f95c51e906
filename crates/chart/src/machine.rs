//! A chart with its logic.

use std::fmt;

use crate::error::nearest;
use crate::kernel::{Copied, Occurrence};
use crate::logic::{ActionFn, GuardFn, MakerFn};
use crate::{
    ActionCx, ActionError, Cause, Chart, Column, Effect, Effects, Event, GuardCx, Host, Input,
    Logic, Microstep, MicrostepLimit, Reception, Snapshot, Unbound, UnboundName,
};

/// A chart with logic made of closures. It holds no state: a [`Snapshot`] does.
///
/// [`initial`](Self::initial) and [`transition`](Self::transition) return what an input leads to and change nothing;
/// [`start`](Self::start) and [`send`](Self::send) do the same in place, without a copy.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{run, state, to, when, Form};
/// use leptos_state_chart::{Input, Logic, Machine, Reception};
///
/// let form = Form::new("turnstile")
///     .initial("locked")
///     .state(state("locked").on("coin", to("open").run("count")))
///     .state(state("open").on("push", to("locked")).on("coin", when("is_generous").run("count")));
/// let logic = Logic::<u32, &str>::new()
///     .guard("is_generous", |cx| *cx.context < 3)
///     .action("count", |cx| *cx.context += 1);
/// let machine = Machine::new(form.compile().unwrap(), logic).unwrap();
///
/// let started = machine.initial(0).unwrap().snapshot;
/// let paid = machine.transition(&started, &Input::Event("coin")).unwrap();
/// assert_eq!(paid.reception, Reception::Handled);
/// assert_eq!(paid.snapshot.context, 1);
/// assert!(machine.can(&paid.snapshot, &"push") && !machine.can(&started, &"push"));
/// ```
pub struct Machine<C, E, D = ()> {
    chart: Chart,
    guards: Box<[GuardFn<C, E, D>]>,
    actions: Box<[ActionFn<C, E, D>]>,
    makers: Box<[MakerFn<C, E, D>]>,
    /// The columns of [`Event::NAMES`].
    columns: Box<[Option<Column>]>,
}

/// What an input led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Transition<C, E, D = ()> {
    /// The machine's state then.
    pub snapshot: Snapshot<C, D>,
    /// What the machine asked for, in order.
    pub effects: Vec<Effect<E, D>>,
    /// What became of the input.
    pub reception: Reception,
}

impl<C, E: Event, D> Machine<C, E, D> {
    /// Gives a chart its logic.
    ///
    /// # Errors
    ///
    /// If the chart names a guard, an action or data that the logic does not have, or an event that is not among
    /// [`Event::NAMES`].
    pub fn new(chart: Chart, mut logic: Logic<C, E, D>) -> Result<Self, Unbound> {
        let mut names = logic.missing(&chart);
        if !E::NAMES.is_empty() {
            let unknown = chart.events().filter(|event| !E::NAMES.contains(event));
            names.extend(unknown.map(|event| UnboundName {
                kind: "event",
                name: event.to_owned(),
                meant: nearest(event, E::NAMES.iter().copied()),
            }));
        }
        if !names.is_empty() {
            return Err(Unbound {
                chart: chart.name().to_owned(),
                names,
            });
        }
        let guards = chart.guards().iter();
        let actions = chart.actions().iter();
        let makers = chart.makers().iter();
        Ok(Self {
            guards: guards
                .filter_map(|name| logic.guards.remove(&**name))
                .collect(),
            actions: actions
                .filter_map(|name| logic.actions.remove(&**name))
                .collect(),
            makers: makers
                .filter_map(|name| logic.makers.remove(&**name))
                .collect(),
            columns: E::NAMES.iter().map(|name| chart.column(name)).collect(),
            chart,
        })
    }

    /// The chart.
    pub const fn chart(&self) -> &Chart {
        &self.chart
    }

    /// A machine that is not started.
    pub fn create(&self, context: C) -> Snapshot<C, D> {
        self.chart.create(context)
    }

    /// Enters the states in which the chart begins. Does nothing if that was done before.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn start(
        &self,
        snapshot: &mut Snapshot<C, D>,
        effects: &mut Effects<E, D>,
    ) -> Result<(), MicrostepLimit> {
        self.run(snapshot, effects, (Cause::Start, Occurrence::Start))?;
        Ok(())
    }

    /// Asks anew for the timers and invokes that were under way. For a machine that was restored; nothing is entered again.
    /// A timer takes its whole time again.
    pub fn resume(&self, snapshot: &Snapshot<C, D>, effects: &mut Effects<E, D>) {
        self.chart.resume(snapshot, effects);
    }

    /// Has the machine handle an event.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    #[inline]
    pub fn send(
        &self,
        snapshot: &mut Snapshot<C, D>,
        event: &E,
        effects: &mut Effects<E, D>,
    ) -> Result<Reception, MicrostepLimit> {
        let what = self.chart.event(&Closures(self), event);
        self.run(snapshot, effects, what)
    }

    /// Has the machine handle whatever comes from outside.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn handle(
        &self,
        snapshot: &mut Snapshot<C, D>,
        input: &Input<E, D>,
        effects: &mut Effects<E, D>,
    ) -> Result<Reception, MicrostepLimit> {
        let what = self.chart.input(&Closures(self), input);
        self.run(snapshot, effects, what)
    }

    /// With the kernel that is there once: closures can't be put into one anyway.
    fn run(
        &self,
        snapshot: &mut Snapshot<C, D>,
        effects: &mut Effects<E, D>,
        what: (Cause<'_, E, D>, Occurrence),
    ) -> Result<Reception, MicrostepLimit> {
        let host = &mut Closures(self);
        self.chart
            .run(Copied::Once, host, snapshot.parts(), effects, what)
    }

    /// A machine that is started.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn initial(&self, context: C) -> Result<Transition<C, E, D>, MicrostepLimit> {
        let mut snapshot = self.create(context);
        let mut effects = Effects::new();
        self.start(&mut snapshot, &mut effects)?;
        Ok(Transition {
            snapshot,
            effects: effects.messages.outbox.asked,
            reception: Reception::Handled,
        })
    }

    /// What an input leads to.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn transition(
        &self,
        snapshot: &Snapshot<C, D>,
        input: &Input<E, D>,
    ) -> Result<Transition<C, E, D>, MicrostepLimit>
    where
        C: Clone,
        D: Clone,
    {
        let mut snapshot = snapshot.clone();
        let mut effects = Effects::new();
        let reception = self.handle(&mut snapshot, input, &mut effects)?;
        Ok(Transition {
            snapshot,
            effects: effects.messages.outbox.asked,
            reception,
        })
    }

    /// The microsteps that an input leads to, for somebody who wants to know why the machine does what it does.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn microsteps(
        &self,
        snapshot: &Snapshot<C, D>,
        input: &Input<E, D>,
    ) -> Result<Vec<Microstep<C, D>>, MicrostepLimit>
    where
        C: Clone,
        D: Clone,
    {
        self.chart.microsteps(&mut Closures(self), snapshot, input)
    }

    /// The microsteps of starting a machine. In the first one no transition is taken: it enters the states in which the chart begins.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn first_microsteps(&self, context: C) -> Result<Vec<Microstep<C, D>>, MicrostepLimit>
    where
        C: Clone,
        D: Clone,
    {
        self.chart.first_microsteps(&mut Closures(self), context)
    }

    /// The events that active states have transitions for, whatever guards say, as they stand in the chart: a name, `name.*`
    /// or `*`.
    pub fn next_events(&self, snapshot: &Snapshot<C, D>) -> Vec<String> {
        self.chart.next_events(snapshot)
    }

    /// Whether an event would have a transition taken.
    pub fn can(&self, snapshot: &Snapshot<C, D>, event: &E) -> bool {
        self.chart.can(&Closures(self), snapshot, event)
    }
}

impl<C, E, D> fmt::Debug for Machine<C, E, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine")
            .field("chart", &self.chart)
            .finish_non_exhaustive()
    }
}

/// The logic as the kernel calls it.
struct Closures<'m, C, E, D>(&'m Machine<C, E, D>);

impl<C, E: Event, D> Host for Closures<'_, C, E, D> {
    type Context = C;
    type Event = E;
    type Data = D;

    #[inline]
    fn column(&self, chart: &Chart, event: &E) -> Option<Column> {
        let index = event.index();
        match index.and_then(|index| self.0.columns.get(index)) {
            Some(column) => *column,
            None => chart.column(event.name()),
        }
    }

    #[inline]
    fn guard(&self, guard: u16, cx: &GuardCx<'_, C, E, D>) -> bool {
        self.0.guards[usize::from(guard)](cx)
    }

    #[inline]
    fn act(&mut self, action: u16, cx: &mut ActionCx<'_, C, E, D>) -> Result<(), ActionError> {
        self.0.actions[usize::from(action)](cx)
    }

    fn make(&mut self, maker: u16, cx: &GuardCx<'_, C, E, D>) -> D {
        self.0.makers[usize::from(maker)](cx)
    }
}
