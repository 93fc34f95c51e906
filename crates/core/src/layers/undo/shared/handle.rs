//! The handles to the histories of those who share a state.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::super::handle::{Instruction, Reach};
use super::super::{UndoHandle, UndoStep, UndoView};
use super::steps::{Author, Step};
use super::SharedEnd;
use crate::turn::lock;
use crate::{Admits, Change, Failure, Held, Outcome, State, Store, Version};

/// Something that is asked for somebody.
#[derive(Clone)]
pub(super) struct Asked {
    pub(super) author: Author,
    pub(super) instruction: Instruction,
}

/// A handle to the histories that a layer [`SharedUndo`](crate::layers::SharedUndo) keeps. [`SharedUndo::of`](crate::layers::SharedUndo::of) gives it.
#[derive(Clone)]
pub struct SharedUndoHandle {
    reach: Arc<dyn ReachShared + Send + Sync>,
}

impl SharedUndoHandle {
    pub(super) fn new<S: State, M: Admits<SharedEnd<S>>>(reach: Reached<S, M>) -> Self {
        Self {
            reach: Arc::new(reach),
        }
    }

    /// The history of `author`. There is one whether they have made a step yet or not.
    pub fn author(&self, author: impl Into<Cow<'static, str>>) -> UndoHandle {
        let author = author.into();
        let shown = self.reach.shown(&author);
        let reach = OfAuthor {
            author,
            reach: Arc::clone(&self.reach),
        };
        UndoHandle::new(shown, Arc::new(reach))
    }
}

impl fmt::Debug for SharedUndoHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedUndoHandle").finish_non_exhaustive()
    }
}

/// The way to a layer, whatever the state is that it is around.
trait ReachShared {
    fn ask(&self, asked: Asked) -> Outcome<Version, Failure>;

    fn ask_reporting(&self, asked: Asked);

    fn steps(&self, author: &str) -> Vec<UndoStep>;

    fn shown(&self, author: &Author) -> Store<UndoView>;
}

/// The way to a layer around a store of the mode `M`.
pub(super) struct Reached<S: State, M: Admits<SharedEnd<S>>>(
    pub(super) <M as Admits<SharedEnd<S>>>::Held,
);

impl<S: State, M: Admits<SharedEnd<S>>> ReachShared for Reached<S, M> {
    fn ask(&self, asked: Asked) -> Outcome<Version, Failure> {
        let change = Change::instruction(asked.instruction.name(), asked);
        let verdict = self.0.get().store.submit(change);
        verdict.map(|done| done.version())
    }

    fn ask_reporting(&self, asked: Asked) {
        let change = Change::instruction(asked.instruction.name(), asked);
        self.0.get().store.submit_reporting(change);
    }

    fn steps(&self, author: &str) -> Vec<UndoStep> {
        let steps = lock(&self.0.get().histories.steps);
        let own = steps.steps.iter().filter(|step| step.author == author);
        let mut before = None;
        let step = |step: &Step| UndoStep {
            id: step.id,
            parent: before.replace(step.id),
            label: step.label.clone(),
            is_done: step.is_done,
        };
        own.map(step).collect()
    }

    fn shown(&self, author: &Author) -> Store<UndoView> {
        self.0.get().histories.shown(author)
    }
}

/// The way to the history of somebody.
struct OfAuthor {
    author: Author,
    reach: Arc<dyn ReachShared + Send + Sync>,
}

impl OfAuthor {
    fn asked(&self, instruction: Instruction) -> Asked {
        Asked {
            author: self.author.clone(),
            instruction,
        }
    }
}

impl Reach for OfAuthor {
    fn ask(&self, instruction: Instruction) -> Outcome<Version, Failure> {
        self.reach.ask(self.asked(instruction))
    }

    fn ask_reporting(&self, instruction: Instruction) {
        self.reach.ask_reporting(self.asked(instruction));
    }

    fn steps(&self) -> Vec<UndoStep> {
        self.reach.steps(&self.author)
    }
}
