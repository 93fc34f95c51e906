//! Charts whose logic is a Rust type, as `chart!` writes them.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    ActionCx, ActionError, Chart, Column, Effect, Effects, Event, GuardCx, Host, Input,
    MicrostepLimit, Reception, RestoreError, Saved, SlotKey, Snapshot, StateId, Status,
};

/// A type that is the logic of a chart. `chart!` implements it, by what the type's implementation of the chart's trait
/// `Logic` says.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the logic of a chart",
    label = "no `chart!` is called so",
    note = "a chart that is called as this type is, in the same module, makes it one: `chart! {{ Player {{ .. }} .. }}`"
)]
pub trait Statechart: Sized + 'static {
    /// What guards read and actions write.
    type Context: Clone + 'static;

    /// The events.
    type Event: Event + fmt::Debug + 'static;

    /// What final states and invokes hand over.
    type Data: Clone + fmt::Debug + 'static;

    /// The data of states.
    type Held: Clone + Default + 'static;

    /// What is active, for `match`.
    type State<'a>;

    /// The chart's name.
    const NAME: &'static str;

    /// The paths of the states, in document order, the outermost one first.
    const STATES: &'static [&'static str];

    /// What the inputs of a machine are called: its events by their names, `begin`, `after`, `done` and `error`.
    const INPUTS: &'static [&'static str];

    /// The chart.
    fn chart() -> &'static Chart;

    #[doc(hidden)]
    fn column(event: &Self::Event) -> Option<Column>;

    #[doc(hidden)]
    fn guard(&self, guard: u16, cx: &ScopedGuardCx<'_, Self>) -> bool;

    #[doc(hidden)]
    fn act(&self, action: u16, cx: &mut ScopedActionCx<'_, Self>) -> Result<(), ActionError>;

    #[doc(hidden)]
    fn make(&self, maker: u16, cx: &ScopedGuardCx<'_, Self>) -> Self::Data;

    #[doc(hidden)]
    fn drop_held(held: &mut Self::Held, is_kept: impl Fn(u16) -> bool);

    #[doc(hidden)]
    fn missing(held: &Self::Held, is_kept: impl Fn(u16) -> bool) -> Option<u16>;

    #[doc(hidden)]
    fn state(running: &Running<Self>, is_active: impl Fn(u16) -> bool) -> Self::State<'_>;

    #[doc(hidden)]
    fn task(self: Arc<Self>, invoke: &str, context: Self::Context) -> Option<Work<Self::Data>>;
}

#[doc(hidden)]
pub type ScopedGuardCx<'a, L> =
    GuardCx<'a, Scope<L>, <L as Statechart>::Event, <L as Statechart>::Data>;

#[doc(hidden)]
pub type ScopedActionCx<'a, L> =
    ActionCx<'a, Scope<L>, <L as Statechart>::Event, <L as Statechart>::Data>;

/// The work of an invoke: its result, or why it failed.
#[doc(hidden)]
pub type Work<D> = Pin<Box<dyn Future<Output = Result<D, D>>>>;

/// What the work of an invoke comes to, for [`Running::handle`].
pub type Task<L> =
    Pin<Box<dyn Future<Output = Input<<L as Statechart>::Event, <L as Statechart>::Data>>>>;

/// The context and the data of states.
pub struct Scope<L: Statechart> {
    /// The context.
    pub context: L::Context,
    #[doc(hidden)]
    pub held: L::Held,
}

impl<L: Statechart> Clone for Scope<L> {
    fn clone(&self) -> Self {
        Self {
            context: self.context.clone(),
            held: self.held.clone(),
        }
    }
}

/// A state of the chart of `L`, to ask whether it is active. `chart!` makes a constant of each.
///
/// Each has a type of its own, so that a path can lead to whether it is active.
pub struct ActiveState<L, const STATE: u16>(PhantomData<fn() -> L>);

impl<L: Statechart, const STATE: u16> ActiveState<L, STATE> {
    #[doc(hidden)]
    pub const NEW: Self = Self(PhantomData);

    /// The state in [`Statechart::chart`].
    pub const fn id(self) -> StateId {
        StateId(STATE)
    }
}

impl<L, const STATE: u16> Clone for ActiveState<L, STATE> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L, const STATE: u16> Copy for ActiveState<L, STATE> {}

impl<L: Statechart, const STATE: u16> fmt::Debug for ActiveState<L, STATE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ActiveState")
            .field(&L::chart().path(self.id()))
            .finish()
    }
}

/// Boxed, so that a pointer is all that an idle machine has of it.
type Waiting<L> = Box<Vec<Effect<<L as Statechart>::Event, <L as Statechart>::Data>>>;

pub(crate) type Asked<L> = Effects<<L as Statechart>::Event, <L as Statechart>::Data>;

/// A machine that runs a chart of `chart!`: a plain value, which holds its logic, its context, what is active and the data of
/// that.
///
/// It does nothing by itself: what it asks for is collected in [`Effects`].
pub struct Running<L: Statechart> {
    logic: Arc<L>,
    pub(crate) snapshot: Snapshot<Scope<L>, L::Data>,
    /// What it has asked for and nobody was told of yet.
    waiting: Option<Waiting<L>>,
    #[cfg(feature = "store")]
    pub(crate) under_way: Arc<crate::store::UnderWay>,
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
        let scope = Scope {
            context,
            held: L::Held::default(),
        };
        let mut running = Self::of(logic.into(), L::chart().create(scope));
        L::chart().start(&mut Typed(&*running.logic), &mut running.snapshot, effects)?;
        running.drop_held();
        Ok(running)
    }

    fn of(logic: Arc<L>, snapshot: Snapshot<Scope<L>, L::Data>) -> Self {
        Self {
            logic,
            snapshot,
            waiting: None,
            #[cfg(feature = "store")]
            under_way: Arc::default(),
        }
    }

    fn waiting_for(mut self, mut effects: Asked<L>) -> Self {
        let asked = std::mem::take(&mut effects.outbox.asked);
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
        let saved = saved.map(|context, held| (Scope { context, held }, ()));
        let snapshot = L::chart().restore(saved)?;
        let is_kept = |state| L::chart().is_active_or_remembered(&snapshot, StateId(state));
        if let Some(state) = L::missing(&snapshot.context.held, is_kept) {
            let state = L::STATES[usize::from(state)].to_owned();
            return Err(RestoreError::WithoutData { state });
        }
        let mut effects = Effects::new();
        L::chart().resume(&snapshot, &mut effects);
        Ok(Self::of(logic.into(), snapshot).waiting_for(effects))
    }

    /// The machine as it is stored and sent: by the names of states.
    pub fn save(&self) -> Saved<L::Context, L::Data, L::Held> {
        let saved = L::chart().save(self.snapshot.clone());
        saved.map(|Scope { context, held }, ()| (context, held))
    }

    /// Tells what the machine has asked for since it was made.
    pub fn begin(&mut self, effects: &mut Asked<L>) {
        if let Some(mut waiting) = self.waiting.take() {
            effects.outbox.asked.append(&mut waiting);
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
        let done = L::chart().send(&mut Typed(&*self.logic), &mut self.snapshot, event, effects);
        self.drop_held();
        done
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
        let done = L::chart().handle(&mut Typed(&*self.logic), &mut self.snapshot, input, effects);
        self.drop_held();
        done
    }

    /// The work of an invoke that the machine has asked for with [`Effect::StartTask`](crate::Effect::StartTask). `None` if its
    /// turn is over.
    pub fn task(&self, key: SlotKey) -> Option<Task<L>> {
        if !L::chart().is_under_way(&self.snapshot, key) {
            return None;
        }
        let invoke = L::chart().slot_source(key)?;
        let work = Arc::clone(&self.logic).task(invoke, self.context().clone())?;
        Some(Box::pin(async move {
            match work.await {
                Ok(data) => Input::Done(key, data),
                Err(data) => Input::Failed(key, data),
            }
        }))
    }

    /// What is active, for `match`.
    pub fn state(&self) -> L::State<'_> {
        L::state(self, |state| self.is_active(state))
    }

    /// Whether a state is active.
    #[inline]
    pub fn matches<const STATE: u16>(&self, _: ActiveState<L, STATE>) -> bool {
        self.is_active(STATE)
    }

    /// The active states of [`Statechart::chart`], in document order, the outermost one first: for what shows a chart as a whole.
    pub fn active_states(&self) -> impl Iterator<Item = StateId> {
        L::chart().active(&self.snapshot)
    }

    pub(crate) fn is_active(&self, state: u16) -> bool {
        L::chart().is_active(&self.snapshot, StateId(state))
    }

    /// Whether an event would have a transition taken.
    pub fn can(&self, event: &L::Event) -> bool {
        L::chart().can(&Typed(&*self.logic), &self.snapshot, event)
    }

    /// The events that active states have transitions for, whatever guards say.
    pub fn next_events(&self) -> Vec<String> {
        L::chart().next_events(&self.snapshot)
    }

    /// Whether an active state has a tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        L::chart().has_tag(&self.snapshot, tag)
    }

    /// What guards read and actions write.
    pub const fn context(&self) -> &L::Context {
        &self.snapshot.context.context
    }

    /// The logic.
    pub fn logic(&self) -> &L {
        &self.logic
    }

    /// How far the machine is.
    pub const fn status(&self) -> Status {
        self.snapshot.status()
    }

    /// What the final state made with which the machine has finished.
    pub fn output(&self) -> Option<&L::Data> {
        self.snapshot.output()
    }

    #[doc(hidden)]
    pub const fn held(&self) -> &L::Held {
        &self.snapshot.context.held
    }

    /// The data of states that are neither active nor remembered goes.
    #[inline]
    fn drop_held(&mut self) {
        // Without data there is nothing to do, and the compiler sees it.
        if size_of::<L::Held>() == 0 {
            return;
        }
        let mut held = std::mem::take(&mut self.snapshot.context.held);
        L::drop_held(&mut held, |state| {
            L::chart().is_active_or_remembered(&self.snapshot, StateId(state))
        });
        self.snapshot.context.held = held;
    }
}

impl<L: Statechart> Clone for Running<L> {
    fn clone(&self) -> Self {
        Self {
            logic: Arc::clone(&self.logic),
            snapshot: self.snapshot.clone(),
            waiting: self.waiting.clone(),
            #[cfg(feature = "store")]
            under_way: Arc::clone(&self.under_way),
        }
    }
}

impl<L: Statechart<Context: fmt::Debug>> fmt::Debug for Running<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let chart = L::chart();
        let leaves = chart.active(&self.snapshot);
        let leaves = leaves.filter(|state| chart.is_atomic(*state));
        f.debug_struct(L::NAME)
            .field("status", &self.status())
            .field(
                "active",
                &leaves.map(|state| chart.path(state)).collect::<Vec<_>>(),
            )
            .field("context", self.context())
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
struct Typed<'l, L>(&'l L);

impl<L: Statechart> Host for Typed<'_, L> {
    type Context = Scope<L>;
    type Event = L::Event;
    type Data = L::Data;

    #[inline]
    fn column(&self, _: &Chart, event: &L::Event) -> Option<Column> {
        L::column(event)
    }

    #[inline]
    fn guard(&self, guard: u16, cx: &ScopedGuardCx<'_, L>) -> bool {
        self.0.guard(guard, cx)
    }

    #[inline]
    fn act(&mut self, action: u16, cx: &mut ScopedActionCx<'_, L>) -> Result<(), ActionError> {
        self.0.act(action, cx)
    }

    fn make(&mut self, maker: u16, cx: &ScopedGuardCx<'_, L>) -> L::Data {
        self.0.make(maker, cx)
    }
}

/// The data of a state that is active.
#[doc(hidden)]
pub fn held<T>(held: &Option<T>) -> &T {
    let held = held.as_ref();
    held.expect("a state that holds data is entered with it")
}
