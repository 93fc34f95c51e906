//! The entries of a recording and the states that they lead to: plain data that knows no store.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use leptos_state_core::Timestamp;

use crate::entry::Entry;
use crate::replay::Scratch;
use crate::{EntryId, Instruction, Recordable};

/// An entry in its place.
pub(crate) struct Step<S: Recordable> {
    pub(crate) entry: Arc<Entry<S>>,
    /// The state that it leads to: that from before it, if it is left out or nothing came of it.
    pub(crate) state: Arc<S>,
    /// Why nothing came of it.
    pub(crate) problem: Option<Arc<str>>,
    pub(crate) is_skipped: bool,
}

/// The entries in their order.
///
/// Positions are counted from where the recording begins: 0 is before the first entry, `n` behind the `n`th.
pub(crate) struct Timeline<S: Recordable> {
    /// The state that the recorder was put around.
    pub(crate) initial: Arc<S>,
    /// The state that the recording begins with.
    pub(crate) committed: Arc<S>,
    /// When it began.
    pub(crate) begun: Timestamp,
    pub(crate) steps: VecDeque<Step<S>>,
    /// Which state is the store's.
    pub(crate) position: usize,
    /// The number of the next entry.
    pub(crate) next_id: u32,
    /// How many entries are kept.
    limit: usize,
    pub(crate) is_locked: bool,
    pub(crate) is_paused: bool,
}

impl<S: Recordable> Timeline<S> {
    pub(crate) fn new(state: Arc<S>, begun: Timestamp, limit: usize) -> Self {
        Self {
            initial: Arc::clone(&state),
            committed: state,
            begun,
            steps: VecDeque::new(),
            position: 0,
            next_id: 1,
            limit,
            is_locked: false,
            is_paused: false,
        }
    }

    /// The state at a position, which there has to be.
    pub(crate) fn state_at(&self, position: usize) -> &Arc<S> {
        match position.checked_sub(1) {
            None => &self.committed,
            Some(index) => &self.steps[index].state,
        }
    }

    /// The state that is the store's.
    pub(crate) fn present(&self) -> &Arc<S> {
        self.state_at(self.position)
    }

    /// The position behind the entry of a number.
    pub(crate) fn position_of(&self, id: EntryId) -> Option<usize> {
        if id == EntryId::BEGINNING {
            return Some(0);
        }
        let index = self.steps.iter().position(|step| step.entry.id() == id)?;
        Some(index + 1)
    }

    /// The number for an entry that is to be made.
    pub(crate) fn take_id(&mut self) -> EntryId {
        let id = EntryId::new(self.next_id);
        self.next_id += 1;
        id
    }

    /// Puts in an entry that has just been made in the present state and led to `state`. What stood behind that state is left out from
    /// now on, so that the entries still lead to what the store has.
    pub(crate) fn push(&mut self, entry: Entry<S>, state: Arc<S>) {
        let present = Arc::clone(self.present());
        for step in self.steps.range_mut(self.position..) {
            step.is_skipped = true;
            step.problem = None;
            step.state = Arc::clone(&present);
        }
        self.steps.push_back(Step {
            entry: Arc::new(entry),
            state,
            problem: None,
            is_skipped: false,
        });
        self.position = self.steps.len();
        self.fold();
    }

    /// Puts in an entry of which nothing came.
    pub(crate) fn push_stopped(&mut self, entry: Entry<S>, problem: Arc<str>) {
        let step = Step {
            entry: Arc::new(entry),
            state: Arc::clone(self.present()),
            problem: Some(problem),
            is_skipped: false,
        };
        self.steps.insert(self.position, step);
        self.position += 1;
        self.fold();
    }

    /// Folds the oldest entries into the state that the recording begins with, until it is no longer than it may be.
    fn fold(&mut self) {
        while self.steps.len() > self.limit {
            if let Some(oldest) = self.steps.pop_front() {
                self.committed = oldest.state;
                self.begun = oldest.entry.at();
                self.position = self.position.saturating_sub(1);
            }
        }
    }

    /// Does what is asked of the entries. What is to be the store's state is [`present`](Self::present) then.
    ///
    /// # Errors
    ///
    /// Why it can't be done. The timeline is then as it was.
    pub(crate) fn obey(
        &mut self,
        instruction: &Instruction<S>,
        now: Timestamp,
    ) -> Result<(), String> {
        match instruction {
            Instruction::JumpTo(id) => self.position = self.find(*id)?,
            Instruction::JumpToIndex(index) => {
                let last = self.steps.len();
                if *index > last {
                    return Err(format!("there is no state {index}; the last is {last}"));
                }
                self.position = *index;
            }
            Instruction::Toggle(id) => {
                let index = self.find_entry(*id, "left out")?;
                let step = &mut self.steps[index];
                step.is_skipped = !step.is_skipped;
                self.recompute(index);
            }
            Instruction::SetActive(ids, active) => self.set_active(ids, *active),
            Instruction::Reorder { entry, before } => self.reorder(*entry, *before)?,
            Instruction::Sweep => self.sweep(),
            Instruction::Commit => self.begin_with(Arc::clone(self.present()), now),
            Instruction::Rollback => self.begin_with(Arc::clone(&self.committed), now),
            Instruction::Reset => self.begin_with(Arc::clone(&self.initial), now),
            Instruction::Import(session) => self.import(session.timeline()),
            Instruction::Lock(on) => self.is_locked = *on,
            Instruction::Pause(on) => self.is_paused = *on,
        }
        Ok(())
    }

    fn find(&self, id: EntryId) -> Result<usize, String> {
        self.position_of(id)
            .ok_or_else(|| format!("there is no entry {id}"))
    }

    /// The index of an entry that something is to be done with.
    fn find_entry(&self, id: EntryId, what: &str) -> Result<usize, String> {
        self.find(id)?
            .checked_sub(1)
            .ok_or_else(|| format!("where the recording begins can't be {what}"))
    }

    fn set_active(&mut self, ids: &Range<u32>, active: bool) {
        let mut first = None;
        for (index, step) in self.steps.iter_mut().enumerate() {
            if ids.contains(&step.entry.id().get()) && step.is_skipped == active {
                step.is_skipped = !active;
                first.get_or_insert(index);
            }
        }
        if let Some(first) = first {
            self.recompute(first);
        }
    }

    fn reorder(&mut self, id: EntryId, before: EntryId) -> Result<(), String> {
        let from = self.find_entry(id, "moved")?;
        let to = match self.position_of(before) {
            Some(position) if position > 0 => position - 1,
            _ if self.steps.iter().all(|step| before > step.entry.id()) => self.steps.len(),
            _ => 0,
        };
        // Taking it out moves what follows.
        let to = if to > from { to - 1 } else { to };
        if let Some(step) = self.steps.remove(from) {
            self.steps.insert(to, step);
            self.recompute(from.min(to));
        }
        Ok(())
    }

    fn sweep(&mut self) {
        let before = self.steps.range(..self.position);
        self.position -= before.filter(|step| step.is_skipped).count();
        self.steps.retain(|step| !step.is_skipped);
    }

    fn begin_with(&mut self, state: Arc<S>, now: Timestamp) {
        self.steps.clear();
        self.committed = state;
        self.begun = now;
        self.position = 0;
        self.next_id = 1;
    }

    /// Takes over the entries of another one, and does them again.
    fn import(&mut self, other: &Self) {
        let Self {
            committed,
            begun,
            steps,
            position,
            next_id,
            ..
        } = other.clone();
        (self.committed, self.begun, self.steps) = (committed, begun, steps);
        (self.position, self.next_id) = (position, next_id);
        self.recompute(0);
        self.fold();
    }

    /// Finds the states from the entry at `from` on anew.
    pub(crate) fn recompute(&mut self, from: usize) {
        let mut state = Arc::clone(self.state_at(from));
        let mut scratch = None;
        for step in self.steps.range_mut(from..) {
            step.problem = None;
            if !step.is_skipped {
                let scratch = scratch.get_or_insert_with(|| Scratch::new(&state));
                (state, step.problem) = scratch.run(&step.entry);
            }
            step.state = Arc::clone(&state);
        }
    }
}

impl<S: Recordable> Clone for Timeline<S> {
    fn clone(&self) -> Self {
        Self {
            initial: Arc::clone(&self.initial),
            committed: Arc::clone(&self.committed),
            steps: self.steps.clone(),
            ..*self
        }
    }
}

impl<S: Recordable> Clone for Step<S> {
    fn clone(&self) -> Self {
        Self {
            entry: Arc::clone(&self.entry),
            state: Arc::clone(&self.state),
            problem: self.problem.clone(),
            is_skipped: self.is_skipped,
        }
    }
}
