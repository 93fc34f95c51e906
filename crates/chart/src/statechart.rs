//! Charts whose logic is a Rust type, as `chart!` writes them.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use crate::form::Form;
use crate::inside::Gone;
use crate::kernel::Taker;
use crate::task::Work;
use crate::typed::Asked;
#[cfg(feature = "store")]
use crate::Reception;
use crate::{
    ActionCx, ActionError, Chart, Column, Event, GuardCx, MicrostepLimit, Running, StateId,
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

    /// What a machine has when it is done: what its outermost final states hand over, if they all hand over the same.
    type Output: Clone + 'static;

    /// What the chart names under `emits`; [`Nothing`](crate::Nothing) if it does not.
    type Emitted: Clone + fmt::Debug + 'static;

    /// What machines inside are told. Nobody is told [`Nothing`](crate::Nothing).
    #[cfg(feature = "store")]
    type Inner: Clone + fmt::Debug + Send + Sync + 'static;

    /// The chart's name.
    const NAME: &'static str;

    /// The paths of the states, in document order, the outermost one first.
    const STATES: &'static [&'static str];

    /// What the inputs of a machine are called: its events by their names, `begin`, `after`, `done`, `error` and `next`, and what is
    /// for machines inside by the names of those.
    const INPUTS: &'static [&'static str];

    #[doc(hidden)]
    const INSIDE: usize = 0;

    #[doc(hidden)]
    const WHOLE: bool;

    /// The chart.
    fn chart() -> &'static Chart;

    #[doc(hidden)]
    fn form() -> Form;

    #[doc(hidden)]
    fn column(event: &Self::Event) -> Option<Column>;

    #[doc(hidden)]
    const IS_WRITTEN: bool;

    #[doc(hidden)]
    fn pick(row: u16, column: u16, holds: impl Fn(u16) -> bool) -> u16;

    #[doc(hidden)]
    fn take(pick: u16, taker: &mut impl Taker) -> bool;

    #[doc(hidden)]
    fn take_all(column: u16, active: u64, taker: &mut impl Taker) -> bool;

    #[doc(hidden)]
    fn guard(&self, guard: u16, held: &Self::Held, cx: &LogicGuardCx<'_, Self>) -> bool;

    #[doc(hidden)]
    fn act(
        &self,
        action: u16,
        held: &mut Self::Held,
        cx: &mut LogicActionCx<'_, Self>,
    ) -> Result<(), ActionError>;

    #[doc(hidden)]
    fn make(&self, maker: u16, cx: &LogicGuardCx<'_, Self>) -> Self::Data;

    #[doc(hidden)]
    fn drop_held(held: &mut Self::Held, is_kept: impl Fn(u16) -> bool);

    #[doc(hidden)]
    fn missing(held: &Self::Held, is_kept: impl Fn(u16) -> bool) -> Option<u16>;

    #[doc(hidden)]
    fn same_held(one: &Self::Held, other: &Self::Held) -> bool;

    #[doc(hidden)]
    fn state(held: &Self::Held, is_active: impl Fn(u16) -> bool) -> Self::State<'_>;

    #[doc(hidden)]
    fn output(data: Option<&Self::Data>) -> Option<Self::Output>;

    #[doc(hidden)]
    fn emitted(data: Self::Data) -> Option<Self::Emitted>;

    /// Whether it emits anything.
    #[doc(hidden)]
    const EMITS: bool = false;

    #[doc(hidden)]
    const HAS_INSIDE: bool = false;

    /// Begins the machine of a slot, if a machine is what it stands for.
    #[doc(hidden)]
    fn begin_inside(&self, _slot: u16, _context: &Self::Context, _held: &mut Self::Held) {}

    #[doc(hidden)]
    fn has_inside(_slot: u16, _held: &Self::Held) -> bool {
        true
    }

    /// Stops the machines of states that are not active.
    #[doc(hidden)]
    fn leave_inside(_held: &mut Self::Held, _is_active: impl Fn(u16) -> bool) {}

    /// Takes what the machines inside have told. Returns whether it was anything.
    #[doc(hidden)]
    fn hear_inside(
        _machine: &mut Running<Self>,
        _effects: &mut Asked<Self>,
    ) -> Result<bool, MicrostepLimit> {
        Ok(false)
    }

    #[doc(hidden)]
    fn take_gone(_held: &mut Self::Held, _gone: &mut Gone) {}

    #[doc(hidden)]
    fn put_gone(_held: &mut Self::Held, _gone: Gone) {}

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn inner_name(inner: &Self::Inner) -> &'static str;

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn inner_full_name(inner: &Self::Inner) -> Option<String>;

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn apply_inner(
        inner: Self::Inner,
        machine: &mut Running<Self>,
        cx: &mut leptos_state_core::Cx<Running<Self>>,
    ) -> Result<Reception, leptos_state_core::SliceError<MicrostepLimit>>;

    /// Whether it is an event that a machine inside is sent, and no result of what it asked for.
    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn is_event(inner: &Self::Inner) -> bool;

    /// Whether something in a machine's context or in what its states hold may be secret.
    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn has_secrets(_looked: &mut leptos_state_core::Looked) -> bool {
        false
    }

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn redact_context(_context: &mut Self::Context) {}

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn redact_held(_held: &mut Self::Held) {}

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn redact_data(_data: &mut Self::Data) {}

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn redact_event(_event: &mut Self::Event) {}

    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn redact_inner(_inner: &mut Self::Inner) {}

    /// Has the machines inside wait that were put in the place of others. Returns whether anything of them is to begin or to end.
    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn renew_inside(
        _before: Option<&Self::Held>,
        _now: Option<&mut Self::Held>,
        _gone: &mut Gone,
    ) -> bool {
        false
    }

    /// Has those machines inside begin that have asked for something.
    #[cfg(feature = "store")]
    #[doc(hidden)]
    fn begin_told(
        _machine: &mut Running<Self>,
        _cx: &mut leptos_state_core::Cx<Running<Self>>,
    ) -> Result<(), MicrostepLimit> {
        Ok(())
    }

    #[doc(hidden)]
    fn task(self: Arc<Self>, invoke: &str, context: Self::Context) -> Option<Work<Self::Data>>;
}

#[doc(hidden)]
pub type LogicGuardCx<'a, L> =
    GuardCx<'a, <L as Statechart>::Context, <L as Statechart>::Event, <L as Statechart>::Data>;

#[doc(hidden)]
pub type LogicActionCx<'a, L> =
    ActionCx<'a, <L as Statechart>::Context, <L as Statechart>::Event, <L as Statechart>::Data>;

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
