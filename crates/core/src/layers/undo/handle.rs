//! The handle to a history.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::{StepId, UndoStep, UndoView};
use crate::{Failure, Outcome, Store, Version};

/// A handle to the history that a layer [`Undo`](super::Undo) keeps. [`Undo::of`](super::Undo::of) gives it.
///
/// Its type says nothing of the state, so a toolbar, or whoever keeps the history that was used last, needs to know of none. It
/// does not keep the store alive.
///
/// Whatever is asked for here is a change of the store, which waits for its turn and passes the layers around that one.
/// Methods without `try_` tell the store's [`Reporter`](crate::Reporter) what was refused.
#[derive(Clone)]
pub struct UndoHandle {
    shown: Store<UndoView>,
    reach: Arc<dyn Reach + Send + Sync>,
}

/// What a history is asked for.
#[derive(Clone)]
pub(super) enum Instruction {
    Undo(usize),
    Redo(usize),
    Jump(StepId),
    Clear,
    Pause,
    Resume,
    EndRun,
    /// To write the history down, there.
    #[cfg(feature = "json")]
    Export(Arc<std::sync::OnceLock<String>>),
    /// To read it from a text.
    #[cfg(feature = "json")]
    Import(Arc<str>),
}

impl Instruction {
    /// The name of the change that asks for it.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Undo(_) => "undo",
            Self::Redo(_) => "redo",
            Self::Jump(_) => "jump",
            Self::Clear => "clear history",
            Self::Pause => "pause history",
            Self::Resume => "resume history",
            Self::EndRun => "end run",
            #[cfg(feature = "json")]
            Self::Export(_) => "export history",
            #[cfg(feature = "json")]
            Self::Import(_) => "import history",
        }
    }
}

/// The way to a layer, whatever the state is that it is around.
pub(super) trait Reach {
    fn ask(&self, instruction: Instruction) -> Outcome<Version, Failure>;

    fn ask_reporting(&self, instruction: Instruction);

    fn steps(&self) -> Vec<UndoStep>;
}

impl UndoHandle {
    pub(super) const fn new(shown: Store<UndoView>, reach: Arc<dyn Reach + Send + Sync>) -> Self {
        Self { shown, reach }
    }

    /// Takes the last step back.
    pub fn undo(&self) {
        self.undo_by(1);
    }

    /// Takes the last step back and returns what came of it: the version that it led to, or a refusal if there is nothing to
    /// undo.
    pub fn try_undo(&self) -> Outcome<Version, Failure> {
        self.try_undo_by(1)
    }

    /// Takes `n` steps back, or as many as there are, in one change. No step is no change.
    pub fn undo_by(&self, n: usize) {
        self.reach.ask_reporting(Instruction::Undo(n));
    }

    /// As [`undo_by`](Self::undo_by), and returns what came of it.
    pub fn try_undo_by(&self, n: usize) -> Outcome<Version, Failure> {
        self.reach.ask(Instruction::Undo(n))
    }

    /// Takes the step again that was taken back last.
    pub fn redo(&self) {
        self.redo_by(1);
    }

    /// Takes the step again that was taken back last and returns what came of it: the version that it led to, or a refusal if
    /// there is nothing to redo.
    pub fn try_redo(&self) -> Outcome<Version, Failure> {
        self.try_redo_by(1)
    }

    /// Takes `n` steps again, or as many as there are, in one change. No step is no change.
    pub fn redo_by(&self, n: usize) {
        self.reach.ask_reporting(Instruction::Redo(n));
    }

    /// As [`redo_by`](Self::redo_by), and returns what came of it.
    pub fn try_redo_by(&self, n: usize) -> Outcome<Version, Failure> {
        self.reach.ask(Instruction::Redo(n))
    }

    /// Goes to a position, backwards, forwards or to another branch, in one change.
    pub fn jump(&self, to: StepId) {
        self.reach.ask_reporting(Instruction::Jump(to));
    }

    /// As [`jump`](Self::jump), and returns what came of it: a refusal if the history has no such position any more.
    pub fn try_jump(&self, to: StepId) -> Outcome<Version, Failure> {
        self.reach.ask(Instruction::Jump(to))
    }

    /// Forgets all steps. The state stays as it is.
    pub fn clear(&self) {
        self.reach.ask_reporting(Instruction::Clear);
    }

    /// Changes are no steps from now on, until [`resume`](Self::resume).
    pub fn pause(&self) {
        self.reach.ask_reporting(Instruction::Pause);
    }

    /// Changes are steps again.
    pub fn resume(&self) {
        self.reach.ask_reporting(Instruction::Resume);
    }

    /// Ends a run of changes that are one step: the next one is another step, even if it has the same key. For when a pointer
    /// is released, or a field is left.
    pub fn end_run(&self) {
        self.reach.ask_reporting(Instruction::EndRun);
    }

    /// The history as a text, to be stored: with the present state, by names, with a version of its form. A refusal if the layer
    /// was not told that it may be [stored](super::Undo::stored), or why it can't be written.
    #[cfg(feature = "json")]
    pub fn export(&self) -> Outcome<String, Failure> {
        let text = Arc::default();
        let asked = self.reach.ask(Instruction::Export(Arc::clone(&text)));
        asked.map(|_| text.get().cloned().unwrap_or_default())
    }

    /// Goes to the state of a history that was [exported](Self::export), and has its steps from then on.
    #[cfg(feature = "json")]
    pub fn import(&self, text: &str) {
        self.reach.ask_reporting(Instruction::Import(text.into()));
    }

    /// As [`import`](Self::import), and returns what came of it: a refusal says what is wrong with the text and where. Nothing has
    /// changed then.
    #[cfg(feature = "json")]
    pub fn try_import(&self, text: &str) -> Outcome<Version, Failure> {
        self.reach.ask(Instruction::Import(text.into()))
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        self.shown.snapshot().can_undo
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        self.shown.snapshot().can_redo
    }

    /// How many steps can be undone.
    pub fn undos(&self) -> usize {
        self.shown.snapshot().undos
    }

    /// How many steps can be redone.
    pub fn redos(&self) -> usize {
        self.shown.snapshot().redos
    }

    /// What the step is called that an undo takes back.
    pub fn undo_label(&self) -> Option<Cow<'static, str>> {
        self.shown.snapshot().undo_label.clone()
    }

    /// What the step is called that a redo takes.
    pub fn redo_label(&self) -> Option<Cow<'static, str>> {
        self.shown.snapshot().redo_label.clone()
    }

    /// Whether changes are no steps at present.
    pub fn is_paused(&self) -> bool {
        self.shown.snapshot().is_paused
    }

    /// Where the state is.
    pub fn position(&self) -> StepId {
        self.shown.snapshot().position
    }

    /// How many bytes are kept, as far as the layer was told to count them.
    pub fn bytes(&self) -> usize {
        self.shown.snapshot().bytes
    }

    /// The position that the history begins with, and all steps in the order in which they were made: with
    /// [branches](super::Undo::branching) a tree.
    pub fn steps(&self) -> Vec<UndoStep> {
        self.reach.steps()
    }

    /// What is shown of the history, as a store to watch. What is written to it changes nothing of the history.
    pub const fn shown(&self) -> &Store<UndoView> {
        &self.shown
    }
}

impl fmt::Debug for UndoHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("UndoHandle")
            .field(self.shown.snapshot().state())
            .finish()
    }
}
