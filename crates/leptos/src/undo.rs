//! The handle to a history as a Leptos value.

use std::borrow::Cow;

use leptos_state_core::layers::{StepId, UndoStep, UndoView};
use leptos_state_core::{Failure, Field, Outcome, Path, Store, Version};

use crate::lent::Lent;
use crate::track::look_tracking;

/// A handle to the history that a layer [`Undo`](crate::layers::Undo) keeps, which `Undo::of(todos)` gives. It is `Copy`, and
/// what is asked of it is read reactively: an effect that asks `can_undo` runs again when that is another, and for nothing else.
///
/// Its type says nothing of the state, so a toolbar needs to know of none.
///
/// When its owner is gone, methods with `try_` say so ([`Outcome::Disposed`]), the others report it and do nothing, and reads
/// panic, as those of signals do.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::layers::{Undo, UndoHandle};
/// use leptos_state::prelude::*;
///
/// #[derive(Clone, Default, PartialEq, State)]
/// struct Page {
///     title: String,
/// }
///
/// #[component]
/// fn Toolbar(undo: UndoHandle) -> impl IntoView {
///     view! {
///         <button disabled=move || !undo.can_undo() on:click=move |_| undo.undo()>
///             {move || format!("Undo {}", undo.undo_label().unwrap_or_default())}
///         </button>
///         <button disabled=move || !undo.can_redo() on:click=move |_| undo.redo()>"Redo"</button>
///     }
/// }
///
/// #[component]
/// fn Editor() -> impl IntoView {
///     let page = Store::new(Page::default()).layer(Undo::limit(100));
///     view! { <Toolbar undo=Undo::of(page)/> <input bind:value=page.title()/> }
/// }
/// ```
pub type UndoHandle = Lent<leptos_state_core::layers::UndoHandle>;

/// What is done, and what is asked for.
impl UndoHandle {
    /// Takes the last step back.
    pub fn undo(&self) {
        self.undo_by(1);
    }

    /// Takes the last step back and returns what came of it: the version that it led to, or a refusal if there is nothing to
    /// undo.
    pub fn try_undo(&self) -> Outcome<Version, Failure> {
        self.try_undo_by(1)
    }

    /// Takes `n` steps back, or as many as there are, in one change.
    pub fn undo_by(&self, n: usize) {
        if let Some(undo) = self.alive("undo") {
            undo.undo_by(n);
        }
    }

    /// As [`undo_by`](Self::undo_by), and returns what came of it.
    pub fn try_undo_by(&self, n: usize) -> Outcome<Version, Failure> {
        self.outcome(|undo| undo.try_undo_by(n))
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

    /// Takes `n` steps again, or as many as there are, in one change.
    pub fn redo_by(&self, n: usize) {
        if let Some(undo) = self.alive("redo") {
            undo.redo_by(n);
        }
    }

    /// As [`redo_by`](Self::redo_by), and returns what came of it.
    pub fn try_redo_by(&self, n: usize) -> Outcome<Version, Failure> {
        self.outcome(|undo| undo.try_redo_by(n))
    }

    /// Goes to a position, backwards, forwards or to another branch, in one change.
    pub fn jump(&self, to: StepId) {
        if let Some(undo) = self.alive("jump") {
            undo.jump(to);
        }
    }

    /// As [`jump`](Self::jump), and returns what came of it: a refusal if the history has no such position any more.
    pub fn try_jump(&self, to: StepId) -> Outcome<Version, Failure> {
        self.outcome(|undo| undo.try_jump(to))
    }

    /// Forgets all steps. The state stays as it is.
    pub fn clear(&self) {
        if let Some(undo) = self.alive("clear history") {
            undo.clear();
        }
    }

    /// Changes are no steps from now on, until [`resume`](Self::resume).
    pub fn pause(&self) {
        if let Some(undo) = self.alive("pause history") {
            undo.pause();
        }
    }

    /// Changes are steps again.
    pub fn resume(&self) {
        if let Some(undo) = self.alive("resume history") {
            undo.resume();
        }
    }

    /// Ends a run of changes that are one step: the next one is another step, even if it has the same key.
    pub fn end_run(&self) {
        if let Some(undo) = self.alive("end run") {
            undo.end_run();
        }
    }

    /// The history as a text, to be stored: see [`export`](leptos_state_core::layers::UndoHandle::export).
    #[cfg(feature = "json")]
    pub fn export(&self) -> Outcome<String, Failure> {
        self.outcome(|undo| undo.export())
    }

    /// Goes to the state of a history that was [exported](Self::export), and has its steps from then on.
    #[cfg(feature = "json")]
    pub fn import(&self, text: &str) {
        if let Some(undo) = self.alive("import history") {
            undo.import(text);
        }
    }

    /// As [`import`](Self::import), and returns what came of it: a refusal says what is wrong with the text and where.
    #[cfg(feature = "json")]
    pub fn try_import(&self, text: &str) -> Outcome<Version, Failure> {
        self.outcome(|undo| undo.try_import(text))
    }

    /// Whether there is something to undo.
    #[track_caller]
    pub fn can_undo(&self) -> bool {
        self.read(|shown| shown.can_undo())
    }

    /// Whether there is something to redo.
    #[track_caller]
    pub fn can_redo(&self) -> bool {
        self.read(|shown| shown.can_redo())
    }

    /// How many steps can be undone.
    #[track_caller]
    pub fn undos(&self) -> usize {
        self.read(|shown| shown.undos())
    }

    /// How many steps can be redone.
    #[track_caller]
    pub fn redos(&self) -> usize {
        self.read(|shown| shown.redos())
    }

    /// What the step is called that an undo takes back.
    #[track_caller]
    pub fn undo_label(&self) -> Option<Cow<'static, str>> {
        self.read(|shown| shown.undo_label())
    }

    /// What the step is called that a redo takes.
    #[track_caller]
    pub fn redo_label(&self) -> Option<Cow<'static, str>> {
        self.read(|shown| shown.redo_label())
    }

    /// Whether changes are no steps at present.
    #[track_caller]
    pub fn is_paused(&self) -> bool {
        self.read(|shown| shown.is_paused())
    }

    /// Where the state is.
    #[track_caller]
    pub fn position(&self) -> StepId {
        self.read(|shown| shown.position())
    }

    /// How many bytes are kept, as far as the layer was told to count them.
    #[track_caller]
    pub fn bytes(&self) -> usize {
        self.read(|shown| shown.bytes())
    }

    /// The position that the history begins with, and all steps in the order in which they were made.
    #[track_caller]
    pub fn steps(&self) -> Vec<UndoStep> {
        self.read(|shown| shown.revision());
        self.inside().steps()
    }

    fn outcome<T>(
        &self,
        ask: impl FnOnce(leptos_state_core::layers::UndoHandle) -> Outcome<T, Failure>,
    ) -> Outcome<T, Failure> {
        self.try_inside().map_or(Outcome::Disposed, ask)
    }

    #[track_caller]
    fn read<P: Path<UndoView>>(
        &self,
        field: impl FnOnce(&Store<UndoView>) -> Field<UndoView, P>,
    ) -> P::Value
    where
        P::Value: Send + Sync,
    {
        let undo = self.inside();
        let shown = undo.shown();
        let read = |value: Option<&P::Value>| value.cloned();
        let value = look_tracking(shown, field(shown).as_path(), read);
        let value = value.and_then(|(_, value)| value);
        value.expect("what is shown of a history has no actions, and all its fields")
    }
}

/// A handle to the histories that a layer [`SharedUndo`](crate::layers::SharedUndo) keeps, one for each of those who share a state.
/// `SharedUndo::of(board)` gives it.
#[cfg(feature = "json")]
pub type SharedUndoHandle = Lent<leptos_state_core::layers::SharedUndoHandle>;

#[cfg(feature = "json")]
impl SharedUndoHandle {
    /// The history of `author`, as a handle of the present reactive owner.
    ///
    /// # Panics
    ///
    /// If the owner is gone in which this handle was got.
    #[track_caller]
    pub fn author(&self, author: impl Into<Cow<'static, str>>) -> UndoHandle {
        self.map(|undo| undo.author(author))
    }
}
