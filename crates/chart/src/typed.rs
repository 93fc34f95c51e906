//! Machines that run charts whose logic is a Rust type.

use std::fmt;
use std::sync::Arc;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::configuration::Configuration;
use crate::kernel::{Copied, Guards, Occurrence, Taker};
use crate::snapshot::Parts;
use crate::statechart::{LogicActionCx, LogicGuardCx};
use crate::task::Task;
use crate::{
    ActionError, ActiveState, Cause, Chart, Column, Effect, Effects, GuardCx, Host, Input,
    Microstep, MicrostepLimit, Reception, RestoreError, Saved, SlotKey, Snapshot, StateId,
    Statechart, Status,
};

/// Boxed, so that a pointer is all that an idle machine has of it.
pub(crate) type Waiting<L> = Box<Vec<Effect<<L as Statechart>::Event, <L as Statechart>::Data>>>;

type Microsteps<L> = Vec<Microstep<<L as Statechart>::Context, <L as Statechart>::Data>>;

#[doc(hidden)]
pub type Asked<L> = Effects<<L as Statechart>::Event, <L as Statechart>::Data>;

/// A machine that runs a chart of `chart!`: a plain value, which holds its logic, its context, what is active and the data of
/// that.
///
/// It does nothing by itself: what it asks for is collected in [`Effects`].
pub struct Running<L: Statechart> {
    pub(crate) logic: Arc<L>,
    pub(crate) context: L::Context,
    pub(crate) configuration: Configuration<L>,
    pub(crate) output: Option<Box<L::Data>>,
    /// What it has asked for and nobody was told of yet.
    pub(crate) waiting: Option<Waiting<L>>,
    #[cfg(feature = "store")]
    pub(crate) under_way: Arc<crate::under_way::UnderWay>,
    /// How much it has asked for: of two copies with the same under way, those with the same number have the same under way still.
    #[cfg(feature = "store")]
    pub(crate) asked: u32,
}

impl<L: Statechart> Running<L> {
    /// A machine in the states in which its chart begins. What it asks for there is told with the first event, or by
    /// [`begin`](Self::begin).
    ///
    /// # Panics
    ///
    /// If it does not come to rest; [`started`](Self::started) returns an error then.
    #[track_caller]
    pub fn new(logic: impl Into<Arc<L>>, context: L::Context) -> Self {
        let mut effects = Effects::new();
        match Self::started(logic, context, &mut effects) {
            Ok(running) => running.waiting_for(effects),
            Err(endless) => panic!("{endless}"),
        }
    }

    /// A machine in the states in which its chart begins.
    ///
    /// # Errors
    ///
    /// If it does not come to rest.
    pub fn started(
        logic: impl Into<Arc<L>>,
        context: L::Context,
        effects: &mut Asked<L>,
    ) -> Result<Self, MicrostepLimit> {
        let new = L::chart().create(context);
        let mut running = Self::of(logic.into(), new, L::Held::default());
        running.run(effects, |_| (Cause::Start, Occurrence::Start))?;
        if L::HAS_INSIDE {
            running.hear_inside(effects)?;
        }
        Ok(running)
    }

    fn of(logic: Arc<L>, snapshot: Snapshot<L::Context, L::Data>, held: L::Held) -> Self {
        Self {
            logic,
            context: snapshot.context,
            configuration: Configuration {
                position: snapshot.position,
                held,
            },
            output: snapshot.output,
            waiting: None,
            #[cfg(feature = "store")]
            under_way: Arc::default(),
            #[cfg(feature = "store")]
            asked: 0,
        }
    }

    fn waiting_for(mut self, mut effects: Asked<L>) -> Self {
        let asked = std::mem::take(&mut effects.messages.outbox.asked);
        self.waiting = (!asked.is_empty()).then(|| Box::new(asked));
        self
    }

    /// A machine that was saved. Nothing is entered again; the timers and invokes that were under way are asked for anew with the
    /// first event, or by [`begin`](Self::begin). A timer takes its whole time again.
    ///
    /// # Errors
    ///
    /// If what was saved is not of this chart.
    pub fn restored(
        logic: impl Into<Arc<L>>,
        saved: Saved<L::Context, L::Data, L::Held>,
    ) -> Result<Self, RestoreError> {
        let (saved, held) = saved.split();
        let mut restored = Self::of(logic.into(), L::chart().restore(saved)?, held);
        let Configuration { position, held } = &restored.configuration;
        let is_kept = |state| L::chart().is_active_or_remembered_at(position, StateId(state));
        if let Some(state) = L::missing(held, is_kept) {
            let state = L::STATES[usize::from(state)].to_owned();
            return Err(RestoreError::WithoutData { state });
        }
        let mut effects = Effects::new();
        L::chart().resume_at(position, &mut effects);
        if L::HAS_INSIDE {
            restored.complete(&effects);
        }
        Ok(restored.waiting_for(effects))
    }

    /// The machine as it is stored and sent: by the names of states.
    pub fn save(&self) -> Saved<L::Context, L::Data, L::Held> {
        let saved = L::chart().save(Snapshot {
            context: self.context.clone(),
            position: self.configuration.position.clone(),
            output: self.output.clone(),
        });
        saved.with_data(self.configuration.held.clone())
    }

    /// Tells what the machine has asked for since it was made.
    #[inline]
    pub fn begin(&mut self, effects: &mut Asked<L>) {
        if self.waiting.is_some() {
            self.tell_waiting(effects);
        }
    }

    #[cold]
    fn tell_waiting(&mut self, effects: &mut Asked<L>) {
        if let Some(mut waiting) = self.waiting.take() {
            if L::EMITS {
                // Whom it was inside of has been told at once.
                waiting.retain(|effect| !matches!(effect, Effect::Emit(_)));
            }
            effects.messages.outbox.asked.append(&mut waiting);
        }
    }

    /// Has the machine handle an event.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    #[inline]
    pub fn send(
        &mut self,
        event: &L::Event,
        effects: &mut Asked<L>,
    ) -> Result<Reception, MicrostepLimit> {
        self.begin(effects);
        if L::HAS_INSIDE {
            return self.take_and_hear(effects, |host| L::chart().event(host, event));
        }
        self.run(effects, |host| L::chart().event(host, event))
    }

    /// Has the machine handle whatever comes from outside.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn handle(
        &mut self,
        input: &Input<L::Event, L::Data>,
        effects: &mut Asked<L>,
    ) -> Result<Reception, MicrostepLimit> {
        self.begin(effects);
        if L::HAS_INSIDE {
            return self.take_and_hear(effects, |host| L::chart().input(host, input));
        }
        self.run(effects, |host| L::chart().input(host, input))
    }

    /// As [`run`](Self::run), where there are machines inside: takes what those have told that have just begun.
    fn take_and_hear<'w>(
        &mut self,
        effects: &mut Asked<L>,
        what: impl FnOnce(&Typed<'_, L>) -> (Cause<'w, L::Event, L::Data>, Occurrence),
    ) -> Result<Reception, MicrostepLimit> {
        // Those that were stopped before, and that nobody asked for: without a store nobody does.
        self.take_gone();
        let reception = self.run(effects, what)?;
        self.hear_inside(effects)?;
        Ok(reception)
    }

    /// Has it wait with something to ask for.
    pub(crate) fn wait_with(&mut self, effect: Effect<L::Event, L::Data>) {
        self.waiting.get_or_insert_default().push(effect);
    }

    /// As [`run`](Self::run), in one copy for all that is rare.
    #[inline(never)]
    pub(crate) fn take(
        &mut self,
        effects: &mut Asked<L>,
        what: (Cause<'_, L::Event, L::Data>, Occurrence),
    ) -> Result<Reception, MicrostepLimit> {
        self.run(effects, |_| what)
    }

    #[inline(always)]
    fn run<'w>(
        &mut self,
        effects: &mut Asked<L>,
        what: impl FnOnce(&Typed<'_, L>) -> (Cause<'w, L::Event, L::Data>, Occurrence),
    ) -> Result<Reception, MicrostepLimit> {
        let Configuration { position, held } = &mut self.configuration;
        let mut host = Typed {
            logic: &*self.logic,
            held: &mut *held,
        };
        let what = what(&host);
        let machine = Parts {
            context: &mut self.context,
            position: &mut *position,
            output: &mut self.output,
        };
        let chart = L::chart();
        let asked = effects.as_slice().len();
        let done = chart.run(Copied::DEFAULT, &mut host, machine, effects, what);
        // The data of states that are neither active nor remembered goes. Without data there is nothing to do, and the compiler
        // sees it.
        if size_of::<L::Held>() != 0 {
            L::drop_held(held, |state| {
                chart.is_active_or_remembered_at(position, StateId(state))
            });
        }
        if L::HAS_INSIDE {
            self.tend(effects, asked);
        }
        done
    }

    /// Asks anew for the timers and invokes that are under way, for somebody who wants to know which these are.
    pub fn resume(&self, effects: &mut Asked<L>) {
        L::chart().resume_at(&self.configuration.position, effects);
    }

    /// The microsteps that an input leads to, for somebody who wants to know why the machine does what it does. The machine stays as
    /// it is. What it does afterwards upon what machines inside of it tell is not among them.
    ///
    /// # Errors
    ///
    /// If the machine does not come to rest.
    pub fn microsteps(
        &self,
        input: &Input<L::Event, L::Data>,
    ) -> Result<Microsteps<L>, MicrostepLimit> {
        self.clone().watch(|host| L::chart().input(host, input))
    }

    /// The microsteps of making a machine. In the first one no transition is taken: it enters the states in which the chart begins.
    ///
    /// # Errors
    ///
    /// If it does not come to rest.
    pub fn first_microsteps(
        logic: impl Into<Arc<L>>,
        context: L::Context,
    ) -> Result<Microsteps<L>, MicrostepLimit> {
        let new = L::chart().create(context);
        let mut machine = Self::of(logic.into(), new, L::Held::default());
        machine.watch(|_| (Cause::Start, Occurrence::Start))
    }

    fn watch<'w>(
        &mut self,
        what: impl FnOnce(&Typed<'_, L>) -> (Cause<'w, L::Event, L::Data>, Occurrence),
    ) -> Result<Microsteps<L>, MicrostepLimit> {
        let Configuration { position, held } = &mut self.configuration;
        let mut host = Typed {
            logic: &*self.logic,
            held,
        };
        let what = what(&host);
        let machine = Parts {
            context: &mut self.context,
            position,
            output: &mut self.output,
        };
        L::chart().watch(&mut host, machine, what)
    }

    /// The work of an invoke that the machine has asked for with [`Effect::StartTask`](crate::Effect::StartTask). `None` if its
    /// turn is over.
    pub fn task(&self, key: SlotKey) -> Option<Task<L>> {
        if !L::chart().is_under_way(&self.configuration.position, key) {
            return None;
        }
        let invoke = L::chart().slot_source(key)?;
        let work = Arc::clone(&self.logic).task(invoke, self.context().clone())?;
        Some(Task::of(key, work))
    }

    /// What is active, for `match`.
    pub fn state(&self) -> L::State<'_> {
        self.configuration.state()
    }

    /// What is active, with the data of that.
    pub const fn configuration(&self) -> &Configuration<L> {
        &self.configuration
    }

    /// Whether a state is active.
    #[inline]
    pub fn matches<const STATE: u16>(&self, state: ActiveState<L, STATE>) -> bool {
        self.configuration.matches(state)
    }

    /// The active states of [`Statechart::chart`], in document order, the outermost one first: for what shows a chart as a whole.
    pub fn active_states(&self) -> impl Iterator<Item = StateId> {
        L::chart().active_at(&self.configuration.position)
    }

    /// Whether an event would have a transition taken.
    pub fn can(&self, event: &L::Event) -> bool {
        let guards = Asking {
            machine: self,
            event,
        };
        let position = &self.configuration.position;
        L::chart().can_at(&guards, position, L::column(event))
    }

    /// The events that active states have transitions for, whatever guards say.
    pub fn next_events(&self) -> Vec<String> {
        L::chart().next_events_at(&self.configuration.position)
    }

    /// Whether an active state has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.configuration.has_tag(tag)
    }

    /// What guards read and actions write.
    pub const fn context(&self) -> &L::Context {
        &self.context
    }

    /// The logic.
    pub fn logic(&self) -> &L {
        &self.logic
    }

    /// How far the machine is.
    pub const fn status(&self) -> Status {
        self.configuration.position.status
    }

    /// What the final state made with which the machine has finished.
    pub fn output(&self) -> Option<&L::Data> {
        self.output.as_deref()
    }
}

impl<L: Statechart> Clone for Running<L> {
    fn clone(&self) -> Self {
        Self {
            logic: Arc::clone(&self.logic),
            context: self.context.clone(),
            configuration: self.configuration.clone(),
            output: self.output.clone(),
            waiting: self.waiting.clone(),
            #[cfg(feature = "store")]
            under_way: Arc::clone(&self.under_way),
            #[cfg(feature = "store")]
            asked: self.asked,
        }
    }
}

/// In a store, with defaults in the place of what is secret in the context.
impl<L: Statechart<Context: fmt::Debug>> fmt::Debug for Running<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = self.context();
        #[cfg(feature = "store")]
        let context = &{
            let mut shown = context.clone();
            L::redact_context(&mut shown);
            shown
        };
        f.debug_struct(L::NAME)
            .field("status", &self.status())
            .field("active", &self.configuration)
            .field("context", context)
            .finish_non_exhaustive()
    }
}

/// By the names of states, as [`Running::save`] has it.
impl<L> Serialize for Running<L>
where
    L: Statechart<Context: Serialize, Data: Serialize, Held: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.save().serialize(serializer)
    }
}

/// With the logic's default, since logic is nothing that is stored.
impl<'de, L> Deserialize<'de> for Running<L>
where
    L: Statechart<Context: Deserialize<'de>, Data: Deserialize<'de>, Held: Deserialize<'de>>,
    L: Default,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Saved::deserialize(deserializer)?;
        Self::restored(L::default(), saved).map_err(D::Error::custom)
    }
}

/// The logic as the kernel calls it.
struct Typed<'l, L: Statechart> {
    logic: &'l L,
    held: &'l mut L::Held,
}

impl<L: Statechart> Host for Typed<'_, L> {
    type Context = L::Context;
    type Event = L::Event;
    type Data = L::Data;

    const WHOLE: bool = L::WHOLE;

    const IS_WRITTEN: bool = L::IS_WRITTEN;

    #[inline(always)]
    fn chart() -> Option<&'static Chart> {
        Some(L::chart())
    }

    #[inline(always)]
    fn pick(row: u16, column: u16, holds: impl Fn(u16) -> bool) -> u16 {
        L::pick(row, column, holds)
    }

    #[inline(always)]
    fn take(pick: u16, taker: &mut impl Taker) -> bool {
        L::take(pick, taker)
    }

    #[inline(always)]
    fn take_all(column: u16, active: u64, taker: &mut impl Taker) -> bool {
        L::take_all(column, active, taker)
    }

    #[inline]
    fn column(&self, _: &Chart, event: &L::Event) -> Option<Column> {
        L::column(event)
    }

    #[inline]
    fn guard(&self, guard: u16, cx: &LogicGuardCx<'_, L>) -> bool {
        self.logic.guard(guard, self.held, cx)
    }

    #[inline]
    fn act(&mut self, action: u16, cx: &mut LogicActionCx<'_, L>) -> Result<(), ActionError> {
        self.logic.act(action, self.held, cx)
    }

    fn make(&mut self, maker: u16, cx: &LogicGuardCx<'_, L>) -> L::Data {
        self.logic.make(maker, cx)
    }
}

/// Answers for the guards of a machine that is asked about an event.
struct Asking<'a, L: Statechart> {
    machine: &'a Running<L>,
    event: &'a L::Event,
}

impl<L: Statechart> Guards for Asking<'_, L> {
    fn guard(&self, guard: u16) -> bool {
        let cx = GuardCx {
            context: &self.machine.context,
            cause: Cause::Event(self.event),
        };
        let held = &self.machine.configuration.held;
        self.machine.logic.guard(guard, held, &cx)
    }
}
