//! One machine that runs a document.

mod calm;
mod formulas;
mod interpreter;
mod session;
mod steps;

pub(super) use interpreter::Around;
pub use interpreter::LogLine;
pub(super) use session::{Begun, SavedSession, Session, What};
