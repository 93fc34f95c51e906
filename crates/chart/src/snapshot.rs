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
    pub(crate) position: Position,
    pub(crate) output: Option<Box<D>>,
}

/// Where a machine is in its chart: the part of its state that has the same type for all charts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Position {
    /// One after the other: the active states, in charts with regions; what the histories remember; the turns of the slots.
    pub words: Box<[u64]>,
    /// In charts without regions, the row of the active atomic state.
    pub row: u16,
    pub status: Status,
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

/// What of a machine's state the kernel changes.
pub(crate) struct Parts<'p, C, D> {
    pub context: &'p mut C,
    pub position: &'p mut Position,
    pub output: &'p mut Option<Box<D>>,
}

impl<C, D> Snapshot<C, D> {
    #[inline]
    pub(crate) const fn parts(&mut self) -> Parts<'_, C, D> {
        Parts {
            context: &mut self.context,
            position: &mut self.position,
            output: &mut self.output,
        }
    }

    pub(crate) fn new(tables: &Tables, context: C) -> Self {
        Self {
            context,
            position: Position {
                words: vec![0; tables.layout.count].into(),
                row: NONE,
                status: Status::New,
            },
            output: None,
        }
    }

    /// How far the machine is.
    pub const fn status(&self) -> Status {
        self.position.status
    }

    /// What the final state made with which the machine has finished.
    pub fn output(&self) -> Option<&D> {
        self.output.as_deref()
    }
}
