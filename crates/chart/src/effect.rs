//! What a machine asks for, as data.

use std::collections::VecDeque;
use std::time::Duration;

use crate::ActionError;

/// Something that a machine asks for. Whoever runs the machine performs it, in the order given, after the event.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Effect<E, D = ()> {
    /// An event is to be sent (SCXML 6.2).
    Send {
        /// The event.
        event: E,
        /// To whom, in the words of whoever runs the machine; `None` for the machine itself.
        to: Option<String>,
        /// How much later.
        delay: Duration,
        /// What it is called off by.
        id: Option<String>,
    },
    /// What was to be sent under this identifier is called off (SCXML 6.3).
    Cancel(String),
    /// A timer is to be started. When it runs out, the machine is to be told with [`Input::Elapsed`].
    StartTimer {
        /// Which one.
        timer: SlotKey,
        /// How long it takes.
        delay: Duration,
    },
    /// A timer is to be stopped. If it is too late for that, the machine knows.
    StopTimer(SlotKey),
    /// The work of an invoke is to be begun. When it ends, the machine is to be told with [`Input::Done`] or
    /// [`Input::Failed`].
    StartTask {
        /// Which one.
        task: SlotKey,
    },
    /// The work of an invoke is to be stopped. If it is too late for that, the machine knows.
    StopTask(SlotKey),
    /// An actor is to be started that lives until it is stopped or ends.
    Spawn {
        /// What it is known by.
        id: String,
        /// What is to be run, in the words of whoever runs it.
        source: String,
        /// What it is given.
        input: D,
    },
    /// An actor is to be stopped.
    StopActor(String),
    /// Tells whoever the machine is inside of, and has not asked for an answer.
    Emit(D),
    /// Something failed, and no transition was taken for it: somebody should be told.
    Failed {
        /// The name of the event that told the machine: `error.<action>` or `error.invoke.<identifier>`.
        event: String,
        /// What the action said; `None` for an invoke, whose failure came in from outside.
        error: Option<ActionError>,
    },
}

/// One run of a state's timer or invoke.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SlotKey {
    pub(crate) slot: u16,
    /// Odd while it runs. A key whose turn is over comes too late, however it got delayed.
    pub(crate) turn: u64,
}

impl SlotKey {
    /// Which run of it. No two runs of a machine's timer or invoke have the same number.
    pub const fn turn(self) -> u64 {
        self.turn
    }

    /// Whether it is one of a run, and not of the time between two.
    pub(crate) const fn is_run(self) -> bool {
        self.turn % 2 == 1
    }
}

/// What comes to a machine from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Input<E, D = ()> {
    /// An event.
    Event(E),
    /// A timer has run out.
    Elapsed(SlotKey),
    /// The work of an invoke has this result.
    Done(SlotKey, D),
    /// The work of an invoke has failed.
    Failed(SlotKey, D),
    /// The work of an invoke tells something on its way.
    Next(SlotKey, D),
}

/// Collects what a machine asks for. Kept and used again, it makes events that allocate nothing. After a panic in an action or
/// a guard, take a new one: it may still hold what the machine has raised.
#[derive(Clone, Debug)]
pub struct Effects<E, D = ()> {
    pub(crate) messages: Messages<E, D>,
    pub(crate) scratch: Scratch,
}

/// What depends on the types of a machine.
#[derive(Clone, Debug)]
pub(crate) struct Messages<E, D> {
    pub outbox: Outbox<E, D>,
    pub reasons: Reasons<E, D>,
}

/// What actions put things into.
#[derive(Clone, Debug)]
pub(crate) struct Outbox<E, D> {
    pub asked: Vec<Effect<E, D>>,
    /// Whether the macrostep can't end yet: something is in the queue or pending, or the machine has finished.
    pub is_restless: bool,
    /// Events that the machine has raised itself and not yet seen.
    pub queue: VecDeque<Queued<E, D>>,
}

/// What the machine has raised itself and is the reason for what it does at present.
#[derive(Clone, Debug)]
pub(crate) struct Reasons<E, D> {
    /// Of the last microstep, unless that was the first.
    pub last: Option<Queued<E, D>>,
    /// Of the one that is tried.
    pub tried: Option<Queued<E, D>>,
}

/// What the kernel notes while it works.
#[derive(Clone, Debug)]
pub(crate) struct Scratch {
    /// Invokes of states that were entered in this macrostep.
    pub pending: Vec<u16>,
    /// The transitions of the present microstep.
    pub selected: Vec<Selected>,
}

/// An event in the machine's own queue.
#[derive(Clone, Debug)]
pub(crate) enum Queued<E, D> {
    Raised(E),
    Done { state: u16, data: Option<D> },
    Failed { action: u16, error: ActionError },
}

/// A transition that is to be taken.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selected {
    pub pick: u16,
    /// What is left is inside of this. Frozen here: what histories remember may change while states are left. Found only where
    /// plans do not serve.
    pub domain: u16,
}

impl<E, D> Effects<E, D> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self {
            messages: Messages {
                outbox: Outbox {
                    asked: Vec::new(),
                    is_restless: false,
                    queue: VecDeque::new(),
                },
                reasons: Reasons {
                    last: None,
                    tried: None,
                },
            },
            scratch: Scratch {
                pending: Vec::new(),
                selected: Vec::new(),
            },
        }
    }

    /// What was asked for since it was last taken out.
    pub fn as_slice(&self) -> &[Effect<E, D>] {
        &self.messages.outbox.asked
    }

    /// Takes out what was asked for.
    pub fn drain(&mut self) -> impl Iterator<Item = Effect<E, D>> + '_ {
        self.messages.outbox.asked.drain(..)
    }

    /// Forgets what was asked for.
    pub fn clear(&mut self) {
        self.messages.outbox.asked.clear();
    }
}

impl<E, D> Outbox<E, D> {
    /// Has the machine handle an event before this macrostep ends.
    pub fn raise(&mut self, queued: Queued<E, D>) {
        self.is_restless = true;
        self.queue.push_back(queued);
    }
}

impl<E, D> Default for Effects<E, D> {
    fn default() -> Self {
        Self::new()
    }
}
