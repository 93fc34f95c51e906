//! The logic of a chart, as the kernel calls it.

use std::fmt;
use std::time::Duration;

use crate::effect::{Outbox, Queued};
use crate::kernel::Taker;
use crate::tables::NONE;
use crate::{Chart, Effect};

/// Guards and actions of a chart by their numbers: the places of their names in [`Chart::guards`], [`Chart::actions`] and
/// [`Chart::makers`].
///
/// [`Logic`](crate::Logic) is one, of closures. A `match` over the numbers is another, which the compiler can put into the
/// kernel.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{run, state, Form};
/// use leptos_state_chart::{ActionCx, ActionError, Chart, Column, Effects, GuardCx, Host, Snapshot};
///
/// struct Counting;
///
/// impl Host for Counting {
///     type Context = i32;
///     type Event = &'static str;
///     type Data = ();
///
///     fn column(&self, chart: &Chart, event: &&'static str) -> Option<Column> {
///         chart.column(event)
///     }
///
///     fn guard(&self, _: u16, _: &GuardCx<'_, i32, &'static str>) -> bool {
///         true
///     }
///
///     fn act(&mut self, _: u16, cx: &mut ActionCx<'_, i32, &'static str>) -> Result<(), ActionError> {
///         *cx.context += 1;
///         Ok(())
///     }
///
///     fn make(&mut self, _: u16, _: &GuardCx<'_, i32, &'static str>) {}
/// }
///
/// let chart = Form::new("counter").state(state("on").on("add", run("add"))).compile().unwrap();
/// let mut snapshot = chart.create(0);
/// let mut effects = Effects::new();
/// chart.start(&mut Counting, &mut snapshot, &mut effects).unwrap();
/// chart.send(&mut Counting, &mut snapshot, &"add", &mut effects).unwrap();
/// assert_eq!(snapshot.context, 1);
/// ```
pub trait Host {
    /// What guards read and actions write: the part of the machine's state that is no chart state.
    type Context;

    /// The events.
    type Event;

    /// What final states and invokes hand over.
    type Data;

    /// Whether its chart may need more of the kernel than charts do that have neither regions nor histories.
    #[doc(hidden)]
    const WHOLE: bool = true;

    /// The only chart that it is ever used with, if there is one that is known when the program is compiled.
    #[doc(hidden)]
    #[inline(always)]
    fn chart() -> Option<&'static Chart> {
        None
    }

    /// Whether what the only chart does is written out in [`pick`](Self::pick) and [`take`](Self::take).
    #[doc(hidden)]
    const IS_WRITTEN: bool = false;

    /// The first pick of a row that may be taken; `u16::MAX` if there is none. `holds` answers for guards.
    #[doc(hidden)]
    #[inline(always)]
    fn pick(_row: u16, _column: u16, _holds: impl Fn(u16) -> bool) -> u16 {
        NONE
    }

    /// Takes a pick if it is a plain one, and says whether it is.
    #[doc(hidden)]
    #[inline(always)]
    fn take(_pick: u16, _taker: &mut impl Taker) -> bool {
        false
    }

    /// Takes all picks for a plain column of the atomic states in `active`, and says whether there were some.
    #[doc(hidden)]
    #[inline(always)]
    fn take_all(_column: u16, _active: u64, _taker: &mut impl Taker) -> bool {
        false
    }

    /// Which of the chart's columns an event belongs to; `None` if no transition is for it.
    fn column(&self, chart: &Chart, event: &Self::Event) -> Option<Column>;

    /// Whether a guard holds.
    fn guard(&self, guard: u16, cx: &GuardCx<'_, Self::Context, Self::Event, Self::Data>) -> bool;

    /// Takes an action.
    ///
    /// # Errors
    ///
    /// The action's own. It ends the block of the action and raises `error.<action>`.
    fn act(
        &mut self,
        action: u16,
        cx: &mut ActionCx<'_, Self::Context, Self::Event, Self::Data>,
    ) -> Result<(), ActionError>;

    /// Takes an event that a guard or a maker has raised. Actions raise theirs themselves.
    #[doc(hidden)]
    #[inline(always)]
    fn raised(&mut self) -> Option<Self::Event> {
        None
    }

    /// The machine turns to the next event that it has raised itself.
    #[doc(hidden)]
    #[inline(always)]
    fn turn(&mut self, _cause: Cause<'_, Self::Event, Self::Data>) {}

    /// Makes the data that a final state hands over.
    fn make(
        &mut self,
        maker: u16,
        cx: &GuardCx<'_, Self::Context, Self::Event, Self::Data>,
    ) -> Self::Data;
}

/// A place in a chart's tables that an event leads to. It holds for the chart that gave it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column(pub(crate) u16);

impl Column {
    #[doc(hidden)]
    pub const fn of_number(column: u16) -> Option<Self> {
        match column {
            NONE => None,
            column => Some(Self(column)),
        }
    }

    #[doc(hidden)]
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// Why a machine does what it does at present.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause<'a, E, D = ()> {
    /// It is started.
    Start,
    /// An event, sent or raised.
    Event(&'a E),
    /// A state has finished, with what its final state made.
    Done {
        /// The state's path.
        state: &'a str,
        /// What the final state made; `None` if it makes nothing.
        data: Option<&'a D>,
    },
    /// A state has been active for some time.
    Elapsed,
    /// The work of an invoke has a result.
    TaskDone {
        /// The invoke's identifier.
        id: &'a str,
        /// The result.
        data: &'a D,
    },
    /// The work of an invoke has failed.
    TaskFailed {
        /// The invoke's identifier.
        id: &'a str,
        /// Why.
        data: &'a D,
    },
    /// The work of an invoke tells something on its way.
    TaskNext {
        /// The identifier of the invoke.
        id: &'a str,
        /// What it tells.
        data: &'a D,
    },
    /// A machine inside has changed. Only eventless transitions are taken.
    Changed,
    /// An action has failed.
    Error {
        /// The action's name.
        action: &'a str,
        /// What it said.
        error: &'a ActionError,
    },
}

impl<E, D> Clone for Cause<'_, E, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, D> Copy for Cause<'_, E, D> {}

impl<'a, E, D> Cause<'a, E, D> {
    /// The event, if it is one.
    pub const fn event(&self) -> Option<&'a E> {
        match self {
            Self::Event(event) => Some(event),
            _ => None,
        }
    }

    /// What was handed over by a final state or an invoke.
    pub const fn data(&self) -> Option<&'a D> {
        match self {
            Self::Done { data, .. } => *data,
            Self::TaskDone { data, .. }
            | Self::TaskFailed { data, .. }
            | Self::TaskNext { data, .. } => Some(data),
            _ => None,
        }
    }
}

/// What a guard may look at.
#[derive(Debug)]
pub struct GuardCx<'a, C, E, D = ()> {
    /// The context.
    pub context: &'a C,
    /// Why the guard is asked. A transition without an event is asked for the reason of the microstep before.
    pub cause: Cause<'a, E, D>,
}

impl<'a, C, E, D> GuardCx<'a, C, E, D> {
    /// The event, if there is one.
    pub const fn event(&self) -> Option<&'a E> {
        self.cause.event()
    }
}

/// What an action may look at, change and ask for.
#[derive(Debug)]
pub struct ActionCx<'a, C, E, D = ()> {
    /// The context.
    pub context: &'a mut C,
    /// Why the action is taken.
    pub cause: Cause<'a, E, D>,
    pub(crate) outbox: &'a mut Outbox<E, D>,
}

impl<'a, C, E, D> ActionCx<'a, C, E, D> {
    /// The event, if there is one.
    pub const fn event(&self) -> Option<&'a E> {
        self.cause.event()
    }

    /// The context, and what asks without it.
    pub const fn split(&mut self) -> (&mut C, Ask<'_, E, D>) {
        let ask = Ask {
            outbox: &mut *self.outbox,
        };
        (&mut *self.context, ask)
    }
}

/// What an action may ask for. All of it is done after the event, apart from what is raised.
#[derive(Debug)]
pub struct Ask<'a, E, D = ()> {
    outbox: &'a mut Outbox<E, D>,
}

/// What both of them may ask for.
/// What can carry a `T` that a machine emits: `chart!` implements it for what the chart names under `emits`.
#[diagnostic::on_unimplemented(
    message = "this chart does not emit `{T}`",
    label = "not what the chart names under `emits`",
    note = "write `emits {{ Progress(f32), .. }}` behind the events, and `cx.emit(Emitted::Progress(0.5))`"
)]
pub trait Emits<T> {
    /// The thing, as it is carried.
    fn carry(what: T) -> Self;
}

macro_rules! asks {
    ($([$($generics:tt)*] $who:ty;)*) => {$(
        impl<$($generics)*> $who {
            /// Raises an event: the machine handles it before any event from outside (SCXML 4.2).
            pub fn raise(&mut self, event: E) {
                self.outbox.raise(Queued::Raised(event));
            }

            /// Sends the machine an event, which comes as one from outside.
            pub fn send(&mut self, event: E) {
                self.ask_to_send(event, None, Duration::ZERO, None);
            }

            /// Sends the machine an event after some time, unless it is [cancelled](Self::cancel) by `id`.
            pub fn send_after(&mut self, delay: Duration, id: impl Into<String>, event: E) {
                self.ask_to_send(event, None, delay, Some(id.into()));
            }

            pub(crate) fn ask_to_send(&mut self, event: E, to: Option<String>, delay: Duration, id: Option<String>) {
                self.outbox.asked.push(Effect::Send {
                    event,
                    to,
                    delay,
                    id,
                });
            }

            /// Tells the machine around this one, if there is one: one of what the chart names under `emits`.
            pub fn emit<T>(&mut self, what: T)
            where
                D: Emits<T>,
            {
                self.outbox.asked.push(Effect::Emit(D::carry(what)));
            }

            /// Calls off what is to be sent later.
            pub fn cancel(&mut self, id: impl Into<String>) {
                self.outbox.asked.push(Effect::Cancel(id.into()));
            }
        }
    )*};
}

asks! {
    [C, E, D] ActionCx<'_, C, E, D>;
    [E, D] Ask<'_, E, D>;
}

impl<C, E, D> ActionCx<'_, C, E, D> {
    /// Sends an event to somebody else, by the words of whoever runs the machine.
    pub fn send_to(&mut self, to: impl Into<String>, event: E) {
        self.ask_to_send(event, Some(to.into()), Duration::ZERO, None);
    }

    /// Starts an actor that lives until it is stopped or ends, whatever the machine does.
    pub fn spawn(&mut self, id: impl Into<String>, source: impl Into<String>, input: D) {
        self.outbox.asked.push(Effect::Spawn {
            id: id.into(),
            source: source.into(),
            input,
        });
    }

    #[cfg(feature = "documents")]
    pub(crate) fn ask_to_emit(&mut self, what: D) {
        self.outbox.asked.push(Effect::Emit(what));
    }

    /// Stops an actor.
    pub fn stop(&mut self, id: impl Into<String>) {
        self.outbox.asked.push(Effect::StopActor(id.into()));
    }
}

/// What an action said when it failed.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ActionError(Box<str>);

impl ActionError {
    /// An error with this message.
    pub fn new(message: impl fmt::Display) -> Self {
        Self(message.to_string().into())
    }

    /// The message.
    pub fn message(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ActionError {}
