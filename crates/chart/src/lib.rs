#![doc = include_str!("../README.md")]

mod asking;
mod bits;
mod chart;
mod compile;
mod configuration;
#[cfg(feature = "documents")]
pub mod document;
mod effect;
mod entry;
mod error;
pub mod form;
mod host;
mod kernel;
mod logic;
mod machine;
mod migrations;
mod saved;
mod snapshot;
#[cfg(feature = "source")]
mod source;
#[cfg(feature = "store")]
mod store;
mod tables;
mod typed;
#[cfg(feature = "store")]
mod under_way;

pub use chart::{Chart, StateId};
pub use configuration::Configuration;
pub use effect::{Effect, Effects, Input, SlotKey};
pub use error::{FormError, FormErrors, FormProblem};
pub use host::{ActionCx, ActionError, Ask, Cause, Column, GuardCx, Host};
pub use kernel::{MicrostepLimit, Reception};
pub use logic::{ActionResult, Event, Logic, Unbound, UnboundName};
pub use machine::{Machine, Microstep, Transition};
pub use migrations::Migrations;
pub use saved::{RestoreError, Saved};
pub use snapshot::{Snapshot, Status};
#[cfg(feature = "store")]
pub use store::{IsActive, MachineAction, MachineConfiguration, MachineContext, RunningHandle};
pub use tables::StateKind;
pub use typed::{ActiveState, Running, Statechart, Task};

/// What the code that `chart!` writes names besides. It may change with every version.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "source")]
    pub use crate::error::nearest;
    #[cfg(feature = "source")]
    pub use crate::source::{source, written};
    pub mod tables {
        pub use crate::tables::*;
    }
    pub use serde;

    pub use crate::configuration::{held, Kept};
    pub use crate::kernel::Taker;
    pub use crate::typed::{LogicActionCx, LogicGuardCx, Work};
}
