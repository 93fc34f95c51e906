//! The handle to a recording as a Leptos value.

use std::ops::Range;
use std::sync::Arc;

use leptos_state_core::patch::Patch;
use leptos_state_core::{Failure, Outcome, Root, Version};
use leptos_state_devtools::{Entry, EntryId, Instruction, Recordable, Session};

use crate::lent::Lent;
use crate::track::look_tracking;

/// A handle to what a layer [`Recorder`](crate::layers::Recorder) or [`DevTools`](crate::layers::DevTools) keeps, which
/// `Recorder::of(todos)` gives. It is `Copy`, and what is asked of it is read reactively: what reads it runs again whenever something of
/// the recording is another.
///
/// When its owner is gone, [`try_instruct`](Self::try_instruct) says so ([`Outcome::Disposed`]), the other methods that ask for
/// something report it and do nothing, and reads panic, as those of signals do.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::layers::Recorder;
/// use leptos_state::prelude::*;
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
/// struct Counter {
///     value: i32,
/// }
///
/// #[actions]
/// impl Counter {
///     pub fn add(&mut self, by: i32) {
///         self.value += by;
///     }
/// }
///
/// #[component]
/// fn Slider() -> impl IntoView {
///     let counter = Store::new(Counter::default()).layer(Recorder::new(100));
///     let recording = Recorder::of(counter);
///     view! {
///         <button on:click=move |_| counter.add(1)>{counter.value()}</button>
///         <input
///             type="range"
///             max=move || recording.len()
///             prop:value=move || recording.position()
///             on:input=move |event| {
///                 if let Ok(position) = event_target_value(&event).parse() {
///                     recording.jump_to_index(position);
///                 }
///             }
///         />
///     }
/// }
/// ```
pub type Recording<S> = Lent<leptos_state_devtools::Recording<S>>;

type Inside<S> = leptos_state_devtools::Recording<S>;

/// What is recorded, and what is asked for.
impl<S: Recordable> Recording<S> {
    #[track_caller]
    fn read<T>(&self, read: impl FnOnce(&Inside<S>) -> T) -> T {
        let recording = self.inside();
        look_tracking(&recording.revision(), &Root, |_| ());
        read(&recording)
    }

    /// The entries in their order.
    #[track_caller]
    pub fn entries(&self) -> Vec<Arc<Entry<S>>> {
        self.read(Inside::entries)
    }

    /// How many entries there are.
    #[track_caller]
    pub fn len(&self) -> usize {
        self.read(Inside::len)
    }

    /// Whether there is none.
    #[track_caller]
    pub fn is_empty(&self) -> bool {
        self.read(Inside::is_empty)
    }

    /// How many entries the present state has behind it, those included that are left out.
    #[track_caller]
    pub fn position(&self) -> usize {
        self.read(Inside::position)
    }

    /// The states: that with which the recording begins, then the one that each entry led to.
    #[track_caller]
    pub fn states(&self) -> Vec<Arc<S>> {
        self.read(Inside::states)
    }

    /// Why nothing came of an entry when it was made or replayed; `None` if something did.
    #[track_caller]
    pub fn problem(&self, entry: EntryId) -> Option<String> {
        self.read(|recording| recording.problem(entry))
    }

    /// What an entry changed: what would make its state of the one from before it, without what is secret in them; `None` if there is
    /// no such entry.
    #[track_caller]
    pub fn diff(&self, entry: EntryId) -> Option<Patch> {
        self.read(|recording| recording.diff(entry))
    }

    /// The numbers of the entries that are left out, in their order.
    #[track_caller]
    pub fn skipped(&self) -> Vec<EntryId> {
        self.read(Inside::skipped)
    }

    /// Whether changes that come from this program are refused.
    #[track_caller]
    pub fn is_locked(&self) -> bool {
        self.read(Inside::is_locked)
    }

    /// Whether changes pass without being recorded.
    #[track_caller]
    pub fn is_paused(&self) -> bool {
        self.read(Inside::is_paused)
    }

    /// All of it as it is now, to write it down or to replay it; `None` as long as nothing has come to the recorder.
    #[track_caller]
    pub fn session(&self) -> Option<Session<S>> {
        self.read(Inside::session)
    }

    /// Asks the recorder for something, and returns the version of the state that it led to.
    pub fn try_instruct(&self, instruction: Instruction<S>) -> Outcome<Version, Failure> {
        let recording = self.try_inside();
        recording.map_or(Outcome::Disposed, |recording| {
            recording.try_instruct(instruction)
        })
    }

    /// Asks the recorder for something.
    pub fn instruct(&self, instruction: Instruction<S>) {
        if let Some(recording) = self.alive(instruction.name()) {
            recording.instruct(instruction);
        }
    }

    /// Goes to the state that an entry led to.
    pub fn jump_to(&self, entry: EntryId) {
        self.instruct(Instruction::JumpTo(entry));
    }

    /// Goes to the state behind the first `n` entries; to where the recording begins for 0.
    pub fn jump_to_index(&self, n: usize) {
        self.instruct(Instruction::JumpToIndex(n));
    }

    /// Leaves an entry out and does the others again, or does not leave it out any more.
    pub fn toggle(&self, entry: EntryId) {
        self.instruct(Instruction::Toggle(entry));
    }

    /// Leaves the entries out whose numbers are in a range, or does not leave them out.
    pub fn set_active(&self, entries: Range<u32>, active: bool) {
        self.instruct(Instruction::SetActive(entries, active));
    }

    /// Moves an entry before another one and does them again.
    pub fn reorder(&self, entry: EntryId, before: EntryId) {
        self.instruct(Instruction::Reorder { entry, before });
    }

    /// Forgets the entries that are left out.
    pub fn sweep(&self) {
        self.instruct(Instruction::Sweep);
    }

    /// Forgets all entries; the recording begins with the present state.
    pub fn commit(&self) {
        self.instruct(Instruction::Commit);
    }

    /// Forgets all entries and goes back to where the recording begins.
    pub fn rollback(&self) {
        self.instruct(Instruction::Rollback);
    }

    /// Forgets all entries and goes back to the state from when the recorder was put around the store.
    pub fn reset(&self) {
        self.instruct(Instruction::Reset);
    }

    /// Goes on with a session in place of this recording. Its entries are done again; nothing happens if it can't be taken over whole.
    pub fn import(&self, session: Session<S>) {
        self.instruct(Instruction::Import(Arc::new(session)));
    }

    /// Refuses all changes that come from this program, or admits them again.
    pub fn lock(&self, on: bool) {
        self.instruct(Instruction::Lock(on));
    }

    /// Lets changes pass without recording them, or records them again.
    pub fn pause(&self, on: bool) {
        self.instruct(Instruction::Pause(on));
    }
}
