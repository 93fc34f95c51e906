//! The state of a machine.

use crate::tables::{Tables, NONE};

/// The state of a machine: its context, and what its chart is in. It is a plain value, and small: 32 bytes beside the context, and
/// for charts with regions, histories, timers or invokes one allocation of some words.
///
/// What it is in can be asked of the chart. It is changed by the kernel alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot<C, D = ()> {
    /// What guards read and actions write.
    pub context: C,
    /// One after the other: the active states, in charts with regions; what the histories remember; the turns of the slots.
    pub(crate) words: Box<[u64]>,
    pub(crate) output: Option<Box<D>>,
    /// In charts without regions, the row of the active atomic state.
    pub(crate) row: u16,
    pub(crate) status: Status,
}

/// How far a machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is not started.
    New,
    /// It is started and takes events.
    Running,
    /// It has reached an outermost final state. What was active then still is, so that it can be looked at.
    Finished,
}

impl<C, D> Snapshot<C, D> {
    pub(crate) fn new(tables: &Tables, context: C) -> Self {
        Self {
            context,
            words: vec![0; tables.layout.count].into(),
            output: None,
            row: NONE,
            status: Status::New,
        }
    }

    /// How far the machine is.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// What the final state made with which the machine has finished.
    pub fn output(&self) -> Option<&D> {
        self.output.as_deref()
    }
}
