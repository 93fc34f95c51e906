//! A chart that can be run.

use std::borrow::Cow;
use std::fmt;

use crate::bits::{self, Bits};
use crate::entry::Memory;
use crate::snapshot::Position;
#[cfg(feature = "store")]
use crate::tables::ALWAYS;
use crate::tables::{at, Tables, Work, NONE};
use crate::{Column, MicrostepLimit, SlotKey, Snapshot, StateKind, Status};

/// A chart that can be run: the tables made of a [form](crate::form::Form). It holds neither logic nor the state of a machine.
#[derive(Clone)]
pub struct Chart {
    pub(crate) tables: Tables,
}

/// A state of a chart. It holds for the chart that gave it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub(crate) u16);

impl Chart {
    /// A chart whose tables were made before.
    #[doc(hidden)]
    pub const fn of_tables(tables: Tables) -> Self {
        Self { tables }
    }

    #[doc(hidden)]
    pub fn needs_whole_kernel(&self) -> bool {
        self.tables.needs_whole_kernel()
    }

    /// The chart's name.
    pub fn name(&self) -> &str {
        &self.tables.name
    }

    /// The chart's version.
    pub const fn version(&self) -> u32 {
        self.tables.version
    }

    /// The state with a path, `None` if there is none. The path of the outermost state is empty.
    pub fn state(&self, path: &str) -> Option<StateId> {
        self.states().find(|state| self.path(*state) == path)
    }

    /// All states, in document order, the outermost one first.
    pub fn states(&self) -> impl Iterator<Item = StateId> {
        (0..self.tables.states.len() as u16).map(StateId)
    }

    /// The path of a state: the names from the outermost one to it, joined by dots.
    pub fn path(&self, state: StateId) -> &str {
        &self.tables.state(state.0).name
    }

    /// The state around a state; `None` for the outermost one.
    pub fn parent(&self, state: StateId) -> Option<StateId> {
        let parent = self.tables.state(state.0).parent;
        (parent != NONE).then_some(StateId(parent))
    }

    /// What kind of state it is.
    pub fn kind(&self, state: StateId) -> StateKind {
        self.tables.state(state.0).kind
    }

    /// The tags of a state.
    pub fn tags(&self, state: StateId) -> impl Iterator<Item = &str> {
        self.tables.state(state.0).tags.iter().map(Cow::as_ref)
    }

    /// What was noted of a state under `key`.
    pub fn meta(&self, state: StateId, key: &str) -> Option<&str> {
        let mut meta = self.tables.state(state.0).meta.iter();
        let (_, value) = meta.find(|(known, _)| known == key)?;
        Some(value)
    }

    /// The names of the guards. A guard's place is its number.
    pub fn guards(&self) -> &[Cow<'static, str>] {
        &self.tables.guards
    }

    /// The names of the actions. An action's place is its number.
    pub fn actions(&self) -> &[Cow<'static, str>] {
        &self.tables.actions
    }

    /// The names of what makes the data of final states. A maker's place is its number.
    pub fn makers(&self) -> &[Cow<'static, str>] {
        &self.tables.makers
    }

    /// The names of the events that transitions name and that come from outside, sorted.
    pub fn events(&self) -> impl Iterator<Item = &str> {
        let events = self.tables.events.iter().filter(|row| !row.is_internal);
        events.map(|row| row.name.as_ref())
    }

    /// The column for events of a name, `None` if no transition is for them.
    pub fn column(&self, event: &str) -> Option<Column> {
        self.tables.column(event).map(Column)
    }

    /// The state whose timer or invoke it is.
    ///
    /// # Panics
    ///
    /// If the key is of another chart.
    pub fn slot_state(&self, slot: SlotKey) -> StateId {
        StateId(self.tables.slots[usize::from(slot.slot)].state)
    }

    /// Which of its state's timers or invokes it is: `after.500`, or an invoke's identifier.
    ///
    /// # Panics
    ///
    /// If the key is of another chart.
    pub fn slot_name(&self, slot: SlotKey) -> &str {
        &self.tables.slots[usize::from(slot.slot)].name
    }

    /// What an invoke runs; `None` for a timer.
    ///
    /// # Panics
    ///
    /// If the key is of another chart.
    pub fn slot_source(&self, slot: SlotKey) -> Option<&str> {
        match &self.tables.slots[usize::from(slot.slot)].work {
            Work::Timer { .. } => None,
            Work::Invoke { source, .. } => Some(source),
        }
    }

    /// Whether a key can be of this chart.
    #[cfg(feature = "documents")]
    pub(crate) fn has_slot(&self, slot: SlotKey) -> bool {
        usize::from(slot.slot) < self.tables.slots.len()
    }

    /// Whether a run of a timer or an invoke is not over.
    pub(crate) fn is_under_way(&self, position: &Position, key: SlotKey) -> bool {
        let turn = self.tables.layout.turns + usize::from(key.slot);
        key.is_run() && position.words.get(turn) == Some(&key.turn)
    }

    /// Whether nothing is inside of a state.
    /// The present turn of a slot.
    pub(crate) fn turn(&self, position: &Position, slot: u16) -> u64 {
        let turns = &position.words[self.tables.layout.turns..];
        turns.get(usize::from(slot)).copied().unwrap_or_default()
    }

    /// The columns of the events of an invoke: that it is done, and that it tells something on its way.
    pub(crate) fn columns_of(&self, slot: u16) -> [Option<Column>; 2] {
        match self
            .tables
            .slots
            .get(usize::from(slot))
            .map(|row| &row.work)
        {
            Some(Work::Invoke { done, next, .. }) => [*done, *next].map(Column::of_number),
            _ => [None; 2],
        }
    }

    /// The column of transitions without an event, if there are any.
    #[cfg(feature = "store")]
    pub(crate) const fn always(&self) -> Option<Column> {
        match self.tables.has_always {
            true => Some(Column(ALWAYS)),
            false => None,
        }
    }

    /// That a machine does not come to rest.
    #[cold]
    pub(crate) fn endless(&self, position: &Position) -> MicrostepLimit {
        let path = |state| self.path(StateId(state)).to_owned();
        let active = self.tables.active_leaves(position);
        MicrostepLimit::new(
            self.name(),
            self.tables.microstep_limit,
            active.map(path).collect(),
        )
    }

    pub(crate) fn is_atomic(&self, state: StateId) -> bool {
        self.kind(state).is_leaf()
    }

    /// A machine that is not started.
    pub fn create<C, D>(&self, context: C) -> Snapshot<C, D> {
        Snapshot::new(&self.tables, context)
    }

    /// The active states, in document order, the outermost one first. None if the machine is not started.
    pub fn active<C, D>(&self, snapshot: &Snapshot<C, D>) -> impl Iterator<Item = StateId> {
        self.active_at(&snapshot.position)
    }

    pub(crate) fn active_at(&self, position: &Position) -> impl Iterator<Item = StateId> {
        let active = self.tables.active(position);
        let next = move |start| bits::next(active.words(), start);
        let mut start = 0;
        std::iter::from_fn(move || {
            let state = next(start)?;
            start = state + 1;
            Some(StateId(state))
        })
    }

    /// Whether a state is active.
    pub fn is_active<C, D>(&self, snapshot: &Snapshot<C, D>, state: StateId) -> bool {
        self.is_active_at(&snapshot.position, state)
    }

    #[inline]
    pub(crate) fn is_active_at(&self, position: &Position, state: StateId) -> bool {
        position.status != Status::New && self.tables.is_active(position, state.0)
    }

    /// Whether a state is active, or a history would make it so.
    pub fn is_active_or_remembered<C, D>(&self, snapshot: &Snapshot<C, D>, state: StateId) -> bool {
        self.is_active_or_remembered_at(&snapshot.position, state)
    }

    pub(crate) fn is_active_or_remembered_at(&self, position: &Position, state: StateId) -> bool {
        let tables = &self.tables;
        let memory = Memory {
            sets: &position.words[tables.layout.histories..tables.layout.turns],
            words: tables.words(),
        };
        let is_remembered = |history: &u16| {
            let mut set = memory.of(tables, *history).into_iter().flat_map(bits::iter);
            set.any(|inner| inner == state.0 || tables.is_inside(inner, state.0))
        };
        self.is_active_at(position, state) || tables.histories.iter().any(is_remembered)
    }

    /// Whether an active state has a tag.
    pub fn has_tag<C, D>(&self, snapshot: &Snapshot<C, D>, tag: &str) -> bool {
        self.has_tag_at(&snapshot.position, tag)
    }

    pub(crate) fn has_tag_at(&self, position: &Position, tag: &str) -> bool {
        self.active_at(position)
            .any(|state| self.tags(state).any(|known| known == tag))
    }
}

impl Tables {
    /// The active states of a machine as a set.
    pub(crate) fn active(&self, position: &Position) -> Bits {
        let mut active = Bits::new(self.words());
        if self.has_regions {
            let set = &position.words[..self.words()];
            active.words_mut().copy_from_slice(set);
        } else if let Some(leaf) = self.leaves.get(usize::from(position.row)) {
            bits::add(active.words_mut(), *leaf);
            for state in self.around(*leaf) {
                bits::add(active.words_mut(), state);
            }
        }
        active
    }

    /// Whether a state of a machine that is started is active.
    #[inline]
    pub(crate) fn is_active(&self, position: &Position, state: u16) -> bool {
        if self.has_regions {
            return bits::has(&position.words, state);
        }
        let leaf = *at(&self.leaves, position.row);
        leaf == state || self.is_inside(leaf, state)
    }

    /// The atomic states that are active.
    pub(crate) fn active_leaves(&self, position: &Position) -> impl Iterator<Item = u16> + '_ {
        let active = self.active(position);
        let is_active = move |leaf: &u16| bits::has(active.words(), *leaf);
        self.leaves.iter().copied().filter(is_active)
    }
}

impl fmt::Debug for Chart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chart")
            .field("name", &self.tables.name)
            .field("version", &self.tables.version)
            .field("states", &self.tables.states.len())
            .finish_non_exhaustive()
    }
}
