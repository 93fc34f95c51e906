//! Machines as states of stores: events are actions, and what a machine asks for is performed as the effects of actions are.
//!
//! Stores know nothing of it, so what works on stores works on machines.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use leptos_state_core::{
    Action, Actions, Change, Cx, Dispatch, Environment, Failure, Handle, HasField, Looked, Outcome,
    Problem, Redact, Report, SliceError, State, Total, Touched,
};

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::inside::Gone;
use crate::typed::Asked;
use crate::under_way::{Key, Work};
use crate::{
    ActiveState, Configuration, Effect, Effects, Event, Input, MicrostepLimit, Reception, Running,
    SlotKey, Statechart, Task,
};

/// What a machine in a store is told: the action of its state.
pub enum MachineAction<L: Statechart> {
    /// What the machine asked for when it was made or restored is to be performed.
    Begin,
    /// Something comes from outside.
    Input(Input<L::Event, L::Data>),
    /// One of the machines inside is told something.
    Inner(L::Inner),
}

impl<L: Statechart> MachineAction<L> {
    /// An event.
    pub const fn event(event: L::Event) -> Self {
        Self::Input(Input::Event(event))
    }
}

impl<L: Statechart> MachineAction<L> {
    /// Whether it is an event, and no result of what the machine asked for.
    #[doc(hidden)]
    pub fn is_event(&self) -> bool {
        match self {
            Self::Begin => false,
            Self::Input(input) => matches!(input, Input::Event(_)),
            Self::Inner(inner) => L::is_event(inner),
        }
    }
}

impl<L: Statechart> Clone for MachineAction<L> {
    fn clone(&self) -> Self {
        match self {
            Self::Begin => Self::Begin,
            Self::Input(input) => Self::Input(input.clone()),
            Self::Inner(inner) => Self::Inner(inner.clone()),
        }
    }
}

impl<L: Statechart> fmt::Debug for MachineAction<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("Begin"),
            Self::Input(Input::Event(event)) => event.fmt(f),
            Self::Input(input) => input.fmt(f),
            Self::Inner(inner) => inner.fmt(f),
        }
    }
}

/// An action as it is stored and sent: a timer and an invoke by the path of their state and their name.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Stored<E, D, I> {
    Begin,
    Event(E),
    After { slot: String, turn: u64 },
    Done { slot: String, turn: u64, data: D },
    Error { slot: String, turn: u64, data: D },
    Next { slot: String, turn: u64, data: D },
    Inside(I),
}

impl<L: Statechart<Event: Serialize, Data: Serialize, Inner: Serialize>> Serialize
    for MachineAction<L>
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let named = |key: &SlotKey| (L::chart().slot_path(*key), key.turn);
        let stored = match self {
            Self::Begin => Stored::Begin,
            Self::Input(Input::Event(event)) => Stored::Event(event),
            Self::Input(Input::Elapsed(key)) => {
                let (slot, turn) = named(key);
                Stored::After { slot, turn }
            }
            Self::Input(Input::Done(key, data)) => {
                let (slot, turn) = named(key);
                Stored::Done { slot, turn, data }
            }
            Self::Input(Input::Failed(key, data)) => {
                let (slot, turn) = named(key);
                Stored::Error { slot, turn, data }
            }
            Self::Input(Input::Next(key, data)) => {
                let (slot, turn) = named(key);
                Stored::Next { slot, turn, data }
            }
            Self::Inner(inner) => Stored::Inside(inner),
        };
        stored.serialize(serializer)
    }
}

impl<'de, L> Deserialize<'de> for MachineAction<L>
where
    L: Statechart<Event: Deserialize<'de>, Data: Deserialize<'de>, Inner: Deserialize<'de>>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = |slot: String, turn| {
            let key = L::chart().slot_key(&slot, turn);
            key.ok_or_else(|| {
                let chart = L::NAME;
                D::Error::custom(format_args!(
                    "chart `{chart}` has no timer or invoke `{slot}`"
                ))
            })
        };
        Ok(Self::Input(match Stored::deserialize(deserializer)? {
            Stored::Begin => return Ok(Self::Begin),
            Stored::Event(event) => Input::Event(event),
            Stored::After { slot, turn } => Input::Elapsed(key(slot, turn)?),
            Stored::Done { slot, turn, data } => Input::Done(key(slot, turn)?, data),
            Stored::Error { slot, turn, data } => Input::Failed(key(slot, turn)?, data),
            Stored::Next { slot, turn, data } => Input::Next(key(slot, turn)?, data),
            Stored::Inside(inner) => return Ok(Self::Inner(inner)),
        }))
    }
}

/// The type that stands for a machine's context in paths.
#[derive(Debug)]
pub enum MachineContext {}

/// The type that stands in paths for what is active.
#[derive(Debug)]
pub enum MachineConfiguration {}

impl<L: Statechart> HasField<MachineConfiguration> for Running<L> {
    type Value = Configuration<L>;
    type Reach = Total;
    const NAME: &'static str = "configuration";
    const TOUCHED: Touched = Touched::field(1);
    const COMPARED: bool = true;

    fn field(&self) -> Option<&Configuration<L>> {
        Some(self.configuration())
    }

    fn field_mut(&mut self) -> Option<&mut Configuration<L>> {
        None
    }

    fn same(a: &Configuration<L>, b: &Configuration<L>) -> bool {
        a == b
    }
}

/// The type that stands in paths for whether a state is active.
#[derive(Debug)]
pub enum IsActive<const STATE: u16> {}

impl<L: Statechart<Context: State>> HasField<MachineContext> for Running<L> {
    type Value = L::Context;
    type Reach = Total;
    const NAME: &'static str = "context";
    const TOUCHED: Touched = Touched::field(0);
    const COMPARED: bool = L::Context::COMPARED;

    fn field(&self) -> Option<&L::Context> {
        Some(self.context())
    }

    fn field_mut(&mut self) -> Option<&mut L::Context> {
        Some(&mut self.context)
    }

    fn same(a: &L::Context, b: &L::Context) -> bool {
        L::Context::same(a, b)
    }
}

impl<L: Statechart, const STATE: u16> HasField<IsActive<STATE>> for Running<L> {
    type Value = bool;
    type Reach = Total;
    const NAME: &'static str = L::STATES[STATE as usize];
    const TOUCHED: Touched = Touched::field(1);
    const COMPARED: bool = true;

    fn field(&self) -> Option<&bool> {
        Some(if self.configuration.is_active(STATE) {
            &true
        } else {
            &false
        })
    }

    fn field_mut(&mut self) -> Option<&mut bool> {
        None
    }

    fn same(a: &bool, b: &bool) -> bool {
        a == b
    }
}

impl<L> State for Running<L>
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    const NAME: &'static str = L::NAME;
    const FIELDS: &'static [&'static str] = &["context", "state", "inside"];
    const RESUMES: bool = true;
    type Fields<H: Handle<Value = Self>> = dyn RunningHandle<L, H>;

    fn has_secrets(looked: &mut Looked) -> bool {
        <Self as Redact>::has_secrets(looked)
    }

    fn redact(&mut self) {
        <Self as Redact>::redact(self);
    }

    fn resume(before: Option<&Self>, mut now: Option<&mut Self>, cx: &mut Cx<Self>) {
        let mut gone = Gone::default();
        let is_renewed = Self::renew(before, now.as_deref_mut(), &mut gone);
        end_all(gone, cx);
        if let Some(machine) = now.filter(|_| is_renewed) {
            let mut effects = Effects::new();
            machine.begin(&mut effects);
            let performed = perform_all(machine, effects, cx);
            debug_assert!(performed.is_ok(), "what begins takes no transition");
        }
    }

    fn fields<H: Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
        handle
    }
}

impl<L: Statechart> Redact for Running<L> {
    fn has_secrets(looked: &mut Looked) -> bool {
        looked.is_new::<Self>() && L::has_secrets(looked)
    }

    fn redact(&mut self) {
        L::redact_context(&mut self.context);
        L::redact_held(&mut self.configuration.held);
        if let Some(output) = &mut self.output {
            L::redact_data(output);
        }
    }
}

impl<L> Actions for Running<L>
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    type Action = MachineAction<L>;
}

/// What every handle to a machine can do: its methods are those of this trait's object type.
pub trait RunningHandle<L, H> {
    #[doc(hidden)]
    fn __handle(&self) -> &H;
}

impl<L, H: Handle<Value = Running<L>>> RunningHandle<L, H> for H
where
    L: Statechart,
{
    fn __handle(&self) -> &H {
        self
    }
}

impl<L, H> dyn RunningHandle<L, H>
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
    H: Handle<Value = Running<L>>,
{
    /// What guards read and actions write.
    pub fn context(&self) -> H::Then<MachineContext> {
        self.__handle().then()
    }

    /// What is active, with the data of that, as a place that can be read and watched. It can't be written to: what is active
    /// follows from events.
    pub fn configuration(&self) -> H::Then<MachineConfiguration> {
        self.__handle().then()
    }

    /// Whether a state is active, as a place that can be read and watched. It can't be written to: what is active follows from
    /// events.
    pub fn active<const STATE: u16>(&self, _: ActiveState<L, STATE>) -> H::Then<IsActive<STATE>> {
        self.__handle().then()
    }

    /// The machine inside of this name, which may not be there: `.some()` leads to it; of several, the one of a key: `.at(key)`.
    ///
    /// `machine` is what `chart!` has in the chart's module under the name.
    pub fn inside<I: 'static>(&self, _machine: fn() -> I) -> H::Then<I>
    where
        Running<L>: HasField<I>,
    {
        self.__handle().then()
    }

    /// Sends the machine an event.
    pub fn send(&self, event: L::Event)
    where
        H: Dispatch<MachineAction<L>>,
    {
        self.__handle().dispatch(MachineAction::event(event));
    }

    /// Sends the machine an event and returns what came of it.
    pub fn try_send(&self, event: L::Event) -> Outcome<Reception, MicrostepLimit>
    where
        H: Dispatch<MachineAction<L>>,
    {
        self.__handle().try_dispatch(MachineAction::event(event))
    }

    /// Has the work and the timers begin that the machine asked for when it was made or restored. They also begin with the first
    /// event.
    pub fn begin(&self)
    where
        H: Dispatch<MachineAction<L>>,
    {
        self.__handle().dispatch(MachineAction::Begin);
    }
}

impl<L> Action<Running<L>> for MachineAction<L>
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    type Reply = Reception;
    type Error = MicrostepLimit;
    const NAMES: &'static [&'static str] = L::INPUTS;

    fn name(&self) -> &'static str {
        let events = L::INPUTS.len() - OTHERS - L::INSIDE;
        L::INPUTS[match self {
            Self::Inner(inner) => return L::inner_name(inner),
            Self::Input(Input::Event(event)) => event.index().unwrap_or(events),
            Self::Begin => events,
            Self::Input(Input::Elapsed(_)) => events + 1,
            Self::Input(Input::Done(..)) => events + 2,
            Self::Input(Input::Failed(..)) => events + 3,
            Self::Input(Input::Next(..)) => events + 4,
        }]
    }

    fn full_name(&self) -> Option<String> {
        match self {
            Self::Inner(inner) => L::inner_full_name(inner),
            _ => None,
        }
    }

    fn redact(&mut self) {
        match self {
            Self::Begin | Self::Input(Input::Elapsed(_)) => {}
            Self::Input(Input::Event(event)) => L::redact_event(event),
            Self::Input(Input::Done(_, data) | Input::Failed(_, data) | Input::Next(_, data)) => {
                L::redact_data(data)
            }
            Self::Inner(inner) => L::redact_inner(inner),
        }
    }

    fn apply(
        self,
        state: &mut Running<L>,
        cx: &mut Cx<Running<L>>,
    ) -> Result<Reception, MicrostepLimit> {
        let mut effects = Effects::new();
        let mut unheard = None;
        let reception = match self {
            Self::Begin => {
                state.begin(&mut effects);
                Reception::Handled
            }
            Self::Input(input) => {
                let reception = state.handle(&input, &mut effects)?;
                match &input {
                    Input::Event(event)
                        if cfg!(debug_assertions) && reception == Reception::Unhandled =>
                    {
                        let why = "no active state has a transition for it";
                        unheard = Some((event.name().to_owned(), why));
                    }
                    _ => {}
                }
                reception
            }
            Self::Inner(inner) => {
                let (name, is_event) = (L::inner_full_name(&inner), L::is_event(&inner));
                match L::apply_inner(inner, state, cx) {
                    Ok(reception) => {
                        state.follow_inside(&mut effects)?;
                        reception
                    }
                    Err(SliceError::Failed(endless)) => return Err(endless),
                    Err(SliceError::Gone(_)) if is_event => {
                        let why = "there is no such machine";
                        unheard = name
                            .filter(|_| cfg!(debug_assertions))
                            .map(|name| (name, why));
                        Reception::Unhandled
                    }
                    Err(SliceError::Gone(_)) => Reception::Late,
                }
            }
        };
        cx.remark(reception.name());
        perform_all(state, effects, cx)?;
        if let Some((event, why)) = unheard {
            ask("report", Job::Report(event, why.to_owned()), state, cx);
        }
        Ok(reception)
    }
}

/// What inputs of a machine there are besides its events.
const OTHERS: usize = 5;

/// Has the effects of a machine performed after the commit, and those of the machines inside that begin.
pub(crate) fn perform_all<L>(
    machine: &mut Running<L>,
    mut effects: Asked<L>,
    cx: &mut Cx<Running<L>>,
) -> Result<(), MicrostepLimit>
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    for effect in std::mem::take(&mut effects.messages.outbox.asked) {
        machine.asked = machine.asked.wrapping_add(1);
        match effect {
            // Whom it is inside of finds it there.
            emitted @ Effect::Emit(_) if L::EMITS => machine.wait_with(emitted),
            effect => perform(effect, machine, cx),
        }
    }
    if L::HAS_INSIDE {
        L::begin_told(machine, cx)?;
        end_all(machine.take_gone(), cx);
    }
    Ok(())
}

/// Has what stopped machines have under way end after the commit.
fn end_all<L>(gone: Gone, cx: &mut Cx<Running<L>>)
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    if !gone.under_way.is_empty() {
        cx.effect_local("stop", move |_| {
            gone.under_way.iter().for_each(|gone| gone.end_all());
            std::future::ready(())
        });
    }
}

/// Has an effect of a machine performed after the commit.
fn perform<L>(effect: Effect<L::Event, L::Data>, machine: &Running<L>, cx: &mut Cx<Running<L>>)
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    let (name, job) = match effect {
        Effect::Send {
            event,
            to: None,
            delay,
            id,
        } => {
            let key = id.map(Key::Sent);
            ("send", Job::Tell(key, delay, Input::Event(event)))
        }
        Effect::StartTimer { timer, delay } => {
            let key = Some(Key::Slot(timer));
            ("after", Job::Tell(key, delay, Input::Elapsed(timer)))
        }
        Effect::StartTask { task: key } => {
            let Some(task) = machine.task(key) else {
                return;
            };
            let name = L::chart().slot_source(key).unwrap_or_default();
            (name, Job::Work(Key::Slot(key), task))
        }
        Effect::Cancel(id) => ("stop", Job::End(Key::Sent(id))),
        Effect::StopTimer(key) | Effect::StopTask(key) => ("stop", Job::End(Key::Slot(key))),
        Effect::Failed { event, error } => {
            let why = error.map(|error| error.message().to_owned());
            let why = why.unwrap_or_else(|| "no transition is for it".to_owned());
            ("report", Job::Report(event, why))
        }
        // What only other logic than that of `chart!` can ask for.
        Effect::Send { .. } | Effect::Spawn { .. } | Effect::StopActor(_) | Effect::Emit(_) => {
            return;
        }
    };
    ask(name, job, machine, cx);
}

/// What a machine in a store has done after the commit.
enum Job<L: Statechart> {
    /// It is told something after some time, unless that is ended by its key before.
    Tell(Option<Key>, Duration, Input<L::Event, L::Data>),
    /// It is told what work comes to, likewise.
    Work(Key, Task<L>),
    /// Something ends.
    End(Key),
    /// Something about an event is reported.
    Report(String, String),
}

/// Has something done after the commit. It keeps neither the store nor the machine alive.
///
/// One effect for everything, because each kind of effect is compiled anew for each chart.
fn ask<L>(name: &'static str, job: Job<L>, machine: &Running<L>, cx: &mut Cx<Running<L>>)
where
    L: Statechart<Context: State, Event: Send + Sync, Data: Send + Sync>,
{
    let under_way = Arc::downgrade(&machine.under_way);
    cx.effect_local(name, move |link| {
        let environment = link.environment();
        let begun: Option<Work<L>> = match (job, under_way.upgrade()) {
            (Job::Tell(key, delay, input), Some(all)) => {
                Some(all.begin(key, later::<L>(environment, delay, input)))
            }
            (Job::Work(key, task), Some(all)) => Some(all.begin(Some(key), task)),
            (Job::End(key), Some(all)) => {
                all.end(&key);
                None
            }
            (Job::Report(event, why), _) => {
                report(link.store_name(), &event, &why, &environment);
                None
            }
            (_, None) => None,
        };
        let store = link.downgrade();
        async move {
            if let Some(mut work) = begun {
                while let Some(input) = work.next().await {
                    store.submit_reporting(Change::action(MachineAction::<L>::Input(input)));
                }
            }
        }
    });
}

/// Something to tell a machine after some time.
fn later<L: Statechart>(
    environment: Environment,
    delay: Duration,
    input: Input<L::Event, L::Data>,
) -> Task<L> {
    Task::once(async move {
        if !delay.is_zero() {
            environment.sleep(delay).await;
        }
        input
    })
}

/// Reports something about an event.
fn report(store: &str, event: &str, why: &str, environment: &Environment) {
    let failure = Failure::new(why);
    let problem = Problem::Failed(&failure);
    environment.report(&Report::new(store, event, problem));
}
