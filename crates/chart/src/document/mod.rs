//! Charts that are documents: read when the program runs, with their guards and actions in them or in a [`Registry`].
//!
//! A [`Document`] is read from a text; [`scxml`](scxml::read) reads SCXML, and [`xstate`](xstate::read) XState's JSON. A [`System`]
//! runs it, together with what it invokes and spawns.

mod code;
#[cfg_attr(
    not(all(feature = "scxml", feature = "xstate")),
    allow(dead_code, reason = "not all formats have all of it")
)]
mod content;
#[cfg_attr(
    not(all(feature = "scxml", feature = "xstate")),
    allow(dead_code, reason = "each format has its own")
)]
mod delay;
mod describe;
#[cfg_attr(
    not(all(feature = "scxml", feature = "xstate")),
    allow(dead_code, reason = "not all formats have all of it")
)]
#[expect(
    clippy::module_inception,
    reason = "the module is named after what is in it"
)]
mod document;
#[cfg(feature = "ecmascript")]
mod ecmascript;
mod error;
mod event;
pub mod expression;
#[cfg_attr(
    not(feature = "xstate"),
    allow(dead_code, reason = "only configurations of XState have it")
)]
mod formula;
mod model;
#[cfg(any(feature = "scxml", feature = "xstate"))]
mod places;
mod platform;
#[cfg_attr(
    not(any(feature = "scxml", feature = "xstate")),
    allow(dead_code, reason = "names stand in documents of some format")
)]
mod registry;
mod run;
#[cfg(feature = "scxml")]
pub mod scxml;
mod system;
#[cfg(feature = "xstate")]
pub mod xstate;

pub use code::Code;
pub use document::Document;
#[cfg(feature = "ecmascript")]
pub use ecmascript::Ecmascript;
pub use error::{DocumentError, DocumentErrors, DocumentProblem, Place};
pub use event::{Event, EventKind};
pub use model::{Assigned, DataModel, Expressions, Fault};
pub use platform::Platform;
pub use registry::{ActionScope, ActorSource, GuardScope, Registry, Resumption, Supervision};
pub use run::LogLine;
pub use system::{
    ActorId, DeadLetter, Report, Request, SavedSystem, System, SystemError, SystemRestoreError,
};

/// Reads a document that stands in another one, or that another one names.
#[cfg(feature = "scxml")]
fn read_inner(text: &str, registry: &Registry) -> Result<Document, DocumentErrors> {
    scxml::read(text, registry)
}

#[cfg(not(feature = "scxml"))]
fn read_inner(_: &str, _: &Registry) -> Result<Document, DocumentErrors> {
    let place = Place { line: 1, column: 1 };
    let problem = DocumentProblem::Malformed("no format is known".to_owned());
    Err(DocumentError::new(place, problem).into())
}
