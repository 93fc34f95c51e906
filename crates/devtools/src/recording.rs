//! The handle to what a recorder keeps.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use leptos_state_core::patch::Patch;
use leptos_state_core::{Change, Failure, Outcome, Store, Version};

use crate::core::{Core, Options};
use crate::session::difference::between;
use crate::timeline::Timeline;
use crate::{Entry, EntryId, Instruction, Recordable, Session};

/// What a recorder keeps of a store: its entries, and the way to ask for something. [`Recorder::of`](crate::Recorder::of) finds it.
///
/// Clones are the same recording. It does not keep the store alive.
///
/// What the methods without `try_` can't do is told to the store's [`Reporter`](leptos_state_core::Reporter), with the reason.
pub struct Recording<S: Recordable> {
    core: Arc<Core<S>>,
}

impl<S: Recordable> Recording<S> {
    pub(crate) const fn of(core: Arc<Core<S>>) -> Self {
        Self { core }
    }

    pub(crate) fn core(&self) -> &Core<S> {
        &self.core
    }

    /// How the recorder is to be, as long as nobody else has the recording.
    pub(crate) fn options(&mut self) -> &mut Options {
        let core = Arc::get_mut(&mut self.core);
        &mut core
            .expect("a layer is alone until it is put around a store")
            .options
    }

    fn read<T: Default>(&self, read: impl FnOnce(&Timeline<S>) -> T) -> T {
        self.core.read(read).unwrap_or_default()
    }

    /// The entries in their order.
    pub fn entries(&self) -> Vec<Arc<Entry<S>>> {
        self.read(|timeline| {
            let entries = timeline.steps.iter();
            entries.map(|step| Arc::clone(&step.entry)).collect()
        })
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.read(|timeline| timeline.steps.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many entries the present state has behind it, those included that are left out.
    pub fn position(&self) -> usize {
        self.read(|timeline| timeline.position)
    }

    /// The states: that with which the recording begins, then the one that each entry led to.
    pub fn states(&self) -> Vec<Arc<S>> {
        self.read(|timeline| {
            let states = (0..=timeline.steps.len()).map(|at| timeline.state_at(at));
            states.cloned().collect()
        })
    }

    /// Why nothing came of an entry when it was made or replayed; `None` if something did.
    pub fn problem(&self, entry: EntryId) -> Option<String> {
        self.read(|timeline| {
            let steps = &mut timeline.steps.iter();
            let step = steps.find(|step| step.entry.id() == entry)?;
            step.problem.as_deref().map(str::to_owned)
        })
    }

    /// What an entry changed: what would make its state of the one from before it, without what is secret in them; `None` if there is
    /// no such entry.
    pub fn diff(&self, entry: EntryId) -> Option<Patch> {
        let (before, after) = self.read(|timeline| {
            let before = timeline.position_of(entry)?.checked_sub(1)?;
            let states = [before, before + 1].map(|at| Arc::clone(timeline.state_at(at)));
            Some(states.into())
        })?;
        Some(between(&before, &after))
    }

    /// The numbers of the entries that are left out, in their order.
    pub fn skipped(&self) -> Vec<EntryId> {
        self.read(|timeline| {
            let skipped = timeline.steps.iter().filter(|step| step.is_skipped);
            skipped.map(|step| step.entry.id()).collect()
        })
    }

    /// Whether changes that come from this program are refused.
    pub fn is_locked(&self) -> bool {
        self.read(|timeline| timeline.is_locked)
    }

    /// Whether changes pass without being recorded.
    pub fn is_paused(&self) -> bool {
        self.read(|timeline| timeline.is_paused)
    }

    /// A count that goes up whenever something of the recording is another: who shows it watches this.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_core::Store;
    /// use leptos_state_devtools::Recorder;
    /// # use leptos_state_macros::{actions, State};
    /// # use serde::{Deserialize, Serialize};
    /// # #[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
    /// # struct Counter { value: i32 }
    /// # #[actions]
    /// # impl Counter {
    /// #     pub fn add(&mut self, by: i32) { self.value += by; }
    /// # }
    /// let counter = Store::new(Counter::default()).layer(Recorder::new(100));
    /// let revision = Recorder::of(&counter).revision();
    /// counter.add(1);
    /// assert_eq!(*revision.snapshot(), 1);
    /// ```
    pub fn revision(&self) -> Store<u64> {
        self.core.revision().clone()
    }

    /// All of it as it is now, to write it down or to replay it; `None` as long as the recorder is around no store.
    pub fn session(&self) -> Option<Session<S>> {
        self.core.session()
    }

    /// Asks the recorder for something, and returns the version of the state that it led to.
    pub fn try_instruct(&self, instruction: Instruction<S>) -> Outcome<Version, Failure> {
        let Some(store) = self.core.store() else {
            return Outcome::Disposed;
        };
        let verdict = store.submit(Change::instruction(instruction.name(), instruction));
        verdict.map(|done| done.version())
    }

    /// Asks the recorder for something.
    pub fn instruct(&self, instruction: Instruction<S>) {
        if let Some(store) = self.core.store() {
            store.submit_reporting(Change::instruction(instruction.name(), instruction));
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

impl<S: Recordable> Clone for Recording<S> {
    fn clone(&self) -> Self {
        Self {
            core: Arc::clone(&self.core),
        }
    }
}

impl<S: Recordable> fmt::Debug for Recording<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recording")
            .field("entries", &self.entries())
            .field("position", &self.position())
            .finish_non_exhaustive()
    }
}
