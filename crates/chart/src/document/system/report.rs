//! What a system says to whoever runs it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::ActorId;
use crate::document::run::LogLine;
use crate::document::Event;
use crate::MicrostepLimit;

/// Something that is to be done outside.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Request {
    /// Work is to be begun. What becomes of it is told by [`System::done`](super::System::done),
    /// [`System::failed`](super::System::failed) and [`System::emit`](super::System::emit).
    Begin {
        /// Who does it.
        actor: ActorId,
        /// What is to be done: the name in the registry.
        name: String,
        /// What it is given.
        input: Option<Value>,
    },
    /// Work is to be stopped. What it tells from now on is not heard.
    End {
        /// Who does it.
        actor: ActorId,
    },
    /// Work has been sent an event.
    Tell {
        /// Who does it.
        actor: ActorId,
        /// The event.
        event: Event,
    },
    /// A machine tells whoever listens to it.
    Emit {
        /// Which one.
        from: ActorId,
        /// What it tells.
        event: Event,
    },
    /// An event is to be sent by an event processor that is not the system's own (SCXML 6.2.5).
    Send {
        /// Who sends it.
        from: ActorId,
        /// To whom.
        to: Option<String>,
        /// The event. Its [`origin_type`](Event::origin_type) says by which processor.
        event: Event,
    },
}

/// Something that somebody should know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Report {
    /// A line of a document's log.
    Log {
        /// Whose.
        actor: ActorId,
        /// The line.
        line: LogLine,
    },
    /// An event that reached nobody.
    DeadLetter(DeadLetter),
    /// An actor wanted more of something than there may be, and did not get it.
    Refused {
        /// Which one.
        actor: ActorId,
        /// Of what.
        message: String,
    },
    /// An actor has failed, and nobody has handled it yet.
    Failed {
        /// Which one.
        actor: ActorId,
        /// Why.
        error: Value,
    },
}

/// An event that reached nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeadLetter {
    /// Who sent it; `None` if it came from outside.
    pub from: Option<ActorId>,
    /// To whom.
    pub to: String,
    /// The event.
    pub event: Event,
}

/// Why a system could not do what it was told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SystemError {
    /// Machines sent each other events without end.
    #[error("after {limit} events there were still some under way")]
    Restless {
        /// How many were delivered.
        limit: usize,
    },
    /// An actor was to have a name that another one has.
    #[error("there is an actor `{name}` already")]
    Taken {
        /// The name.
        name: String,
    },
}

/// What a failure of a machine is told as.
pub(super) fn endless(limit: &MicrostepLimit) -> Value {
    limit.to_string().into()
}
