#![doc = include_str!("../README.md")]

mod bits;
mod chart;
mod compile;
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
mod tables;

pub use chart::{Chart, StateId};
pub use effect::{Effect, Effects, Input, SlotKey};
pub use error::{FormError, FormErrors, FormProblem};
pub use host::{ActionCx, ActionError, Cause, Column, GuardCx, Host};
pub use kernel::{MicrostepLimit, Reception};
pub use logic::{ActionResult, Event, Logic, Unbound, UnboundName};
pub use machine::{Machine, Microstep, Transition};
pub use migrations::Migrations;
pub use saved::{RestoreError, Saved};
pub use snapshot::{Snapshot, Status};
