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
#[cfg(feature = "source")]
mod form_source;
mod host;
mod inside;
mod kernel;
mod logic;
mod machine;
mod migrations;
mod saved;
mod snapshot;
#[cfg(feature = "source")]
mod source;
mod statechart;
#[cfg(feature = "store")]
mod store;
mod tables;
mod task;
mod typed;
#[cfg(feature = "store")]
mod under_way;

pub use chart::{Chart, StateId};
pub use configuration::Configuration;
pub use effect::{Effect, Effects, Input, SlotKey};
pub use error::{FormError, FormErrors, FormProblem};
pub use host::{ActionCx, ActionError, Ask, Cause, Column, Emits, GuardCx, Host};
pub use inside::{Children, Contains, Machines, Nothing};
pub use kernel::{Microstep, MicrostepLimit, Reception};
pub use logic::{ActionResult, Event, Logic, Unbound, UnboundName};
pub use machine::{Machine, Transition};
pub use migrations::Migrations;
pub use saved::{RestoreError, Saved};
pub use snapshot::{Snapshot, Status};
pub use statechart::{ActiveState, Statechart};
#[cfg(feature = "store")]
pub use store::{IsActive, MachineAction, MachineConfiguration, MachineContext, RunningHandle};
pub use tables::StateKind;
pub use task::{Emitter, Task};
pub use typed::Running;

/// What the code that `chart!` writes names besides. It may change with every version.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "source")]
    pub use crate::error::nearest;
    #[cfg(feature = "source")]
    pub use crate::form_source::form_source;
    #[cfg(feature = "source")]
    pub use crate::source::{slot_of, source, written};
    pub mod tables {
        pub use crate::tables::*;
    }
    pub use serde;

    #[cfg(feature = "store")]
    pub use crate::inside::follow;
    #[cfg(feature = "store")]
    pub use leptos_state_core as core;

    pub use crate::configuration::{held, Kept};
    pub use crate::inside::Lend;
    pub use crate::inside::{hear, inside_mut, EmittedOf, Gone, KeyOf, OutputOf};
    pub use crate::kernel::Taker;
    pub use crate::statechart::{LogicActionCx, LogicGuardCx};
    pub use crate::task::Work;
    pub use crate::typed::Asked;
}

/// What stands in it, where machines are states of stores.
#[cfg(feature = "store")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_store {
    ($($item:tt)*) => { $($item)* };
}

/// What stands in it, where machines are states of stores.
#[cfg(not(feature = "store"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_store {
    ($($item:tt)*) => {};
}
