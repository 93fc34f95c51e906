//! Which states a transition enters (`computeEntrySet` of SCXML's appendix D).

use crate::bits::{self, Bits};
use crate::tables::{StateKind, Tables};

/// The states that are to be entered.
pub(crate) struct Found {
    pub entering: Bits,
    /// Those that begin by default.
    pub by_default: Bits,
    /// The histories that were asked and remembered nothing.
    pub forgotten: Bits,
    /// Whether a history was asked.
    pub has_asked: bool,
}

/// Finds out which states are to be entered.
pub(crate) struct Entry<'t> {
    tables: &'t Tables,
    memory: Memory<'t>,
    found: Found,
}

/// What the histories remember, one set of states after the other. A history remembers nothing if its set is empty, or if there
/// are no sets at all.
#[derive(Clone, Copy)]
pub(crate) struct Memory<'m> {
    pub sets: &'m [u64],
    pub words: usize,
}

impl<'m> Memory<'m> {
    /// What a history remembers.
    pub fn of(self, tables: &Tables, history: u16) -> Option<&'m [u64]> {
        let place = tables.histories.binary_search(&history).ok()?;
        let set = self
            .sets
            .get(place * self.words..(place + 1) * self.words)?;
        set.iter().any(|word| *word != 0).then_some(set)
    }

    /// Whether all that a target leads to is inside of `state`.
    pub fn all_inside(self, tables: &Tables, target: u16, state: u16) -> bool {
        let row = tables.state(target);
        if !row.kind.is_history() {
            return tables.is_inside(target, state);
        }
        match self.of(tables, target) {
            Some(set) => bits::iter(set).all(|inner| tables.is_inside(inner, state)),
            None => {
                let mut targets = tables.list(row.initial).iter();
                targets.all(|target| self.all_inside(tables, *target, state))
            }
        }
    }
}

impl Found {
    pub fn new(tables: &Tables) -> Self {
        let none = || Bits::new(tables.words());
        Self {
            entering: none(),
            by_default: none(),
            forgotten: none(),
            has_asked: false,
        }
    }

    /// Leaves out what is not from `start` to before `end`.
    pub fn keep_between(&mut self, start: u16, end: u16) {
        for set in [
            &mut self.entering,
            &mut self.by_default,
            &mut self.forgotten,
        ] {
            bits::keep_between(set.words_mut(), start, end);
        }
    }
}

impl<'t> Entry<'t> {
    pub fn new(tables: &'t Tables, memory: Memory<'t>) -> Self {
        Self {
            tables,
            memory,
            found: Found::new(tables),
        }
    }

    pub fn found(self) -> Found {
        self.found
    }

    /// Enters all `targets`, and what is between them and `domain`.
    pub fn targets(&mut self, targets: &[u16], domain: u16) {
        for target in targets {
            self.state(*target);
        }
        for target in targets {
            self.around_target(*target, domain);
        }
    }

    /// Enters a state and what is inside it (`addDescendantStatesToEnter`).
    pub fn state(&mut self, state: u16) {
        let tables = self.tables;
        let row = tables.state(state);
        match row.kind {
            StateKind::Shallow | StateKind::Deep => {
                self.found.has_asked = true;
                match self.memory.of(tables, state) {
                    Some(set) => {
                        for inner in bits::iter(set) {
                            self.state(inner);
                        }
                        for inner in bits::iter(set) {
                            self.around(inner, row.parent);
                        }
                    }
                    None => {
                        bits::add(self.found.forgotten.words_mut(), state);
                        self.targets(tables.list(row.initial), row.parent);
                    }
                }
            }
            StateKind::Compound => {
                bits::add(self.found.entering.words_mut(), state);
                bits::add(self.found.by_default.words_mut(), state);
                self.targets(tables.list(row.initial), state);
            }
            StateKind::Parallel => {
                bits::add(self.found.entering.words_mut(), state);
                self.regions(state);
            }
            StateKind::Atomic | StateKind::Final => {
                bits::add(self.found.entering.words_mut(), state)
            }
        }
    }

    /// Enters the states between a target and `outer`. A history stands for what it leads to.
    fn around_target(&mut self, target: u16, outer: u16) {
        let tables = self.tables;
        let row = tables.state(target);
        if !row.kind.is_history() {
            return self.around(target, outer);
        }
        match self.memory.of(tables, target) {
            Some(set) => bits::iter(set).for_each(|inner| self.around(inner, outer)),
            None => {
                for target in tables.list(row.initial) {
                    self.around_target(*target, outer);
                }
            }
        }
    }

    /// Enters the states between `state` and `outer` (`addAncestorStatesToEnter`).
    fn around(&mut self, state: u16, outer: u16) {
        let tables = self.tables;
        for around in tables.around(state).take_while(|around| *around != outer) {
            bits::add(self.found.entering.words_mut(), around);
            self.regions(around);
        }
        // The outermost state may be parallel itself, and is the domain of what moves one of its regions.
        self.regions(outer);
    }

    /// Enters the regions of a parallel state in which nothing is entered yet.
    fn regions(&mut self, state: u16) {
        let tables = self.tables;
        if tables.state(state).kind != StateKind::Parallel {
            return;
        }
        for region in tables.children(state) {
            if !bits::any_between(self.found.entering.words(), region + 1, tables.end(region)) {
                self.state(region);
            }
        }
    }
}
