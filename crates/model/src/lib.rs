#![doc = include_str!("../README.md")]

#[cfg(feature = "stateright")]
mod checker;
mod coverage;
mod cue;
mod form_model;
mod graph;
mod logic_model;
mod model;
mod path;
mod property;
mod running_model;
mod rust_test;
mod samples;
mod search;
mod situation;
mod subject;
#[cfg(feature = "proptest")]
mod walks;

#[cfg(feature = "stateright")]
pub use checker::Checker;
pub use coverage::Coverage;
pub use cue::{Cue, CueKind, Stimulus};
pub use form_model::FormModel;
pub use graph::{Cut, Explore, Graph, Lead, Node};
pub use logic_model::LogicModel;
pub use model::{Model, ModelError, Move, Tell};
pub use path::{without_beginnings, Path, PathsRecord, ReplayError, Step, StepRecord};
pub use property::{Counterexample, End, Property, Verdict};
pub use running_model::RunningModel;
pub use rust_test::RustTest;
pub use situation::Situation;
pub use subject::{AsyncSubject, Checked, Phase, Subject, TestFailure, Tests};
#[cfg(feature = "proptest")]
pub use walks::{walks, Walk, Walks};
