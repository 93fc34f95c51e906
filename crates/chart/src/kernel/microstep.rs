//! One microstep: states are left, transitions are taken, states are entered (`microstep` of appendix D).

use super::{Apart, Run, Source};
use crate::bits;
use crate::effect::Selected;
use crate::entry::{Entry, Found};
use crate::tables::{at, at_mut, Change, Plan, PlanKind, Span, StateKind, Tables, NONE, ROOT};

impl<'t, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Run<'_, D, T, WHOLE> {
    /// Takes the selected transitions. What they leave and enter is in intervals of their own, in their order: leaving one after
    /// the other from the last is leaving in reverse document order, and entering from the first is document order. `has_entries` says
    /// whether something may be to do when states are entered.
    #[inline]
    pub(super) fn take_selected(&mut self, has_entries: bool) {
        let count = self.scratch.selected.len();
        for index in (0..count).rev() {
            let (selected, plan) = self.selected(index);
            match plan.kind {
                PlanKind::Take => {
                    self.take_span(span(plan, 0, plan.exits));
                    self.turn_to(plan.becomes);
                }
                _ => self.leave_inside(selected.domain),
            }
        }
        for index in 0..count {
            let (selected, plan) = self.selected(index);
            self.of.taken(selected.pick);
            self.take_ops_between(plan, plan.exits, plan.actions);
        }
        if !has_entries {
            return;
        }
        for index in 0..count {
            let (selected, plan) = self.selected(index);
            match plan.kind {
                PlanKind::Search => self.enter_targets(selected),
                _ => self.take_span(span(plan, plan.actions, plan.count)),
            }
        }
    }

    #[inline]
    fn selected(&self, index: usize) -> (Selected, Plan) {
        let selected = self.scratch.selected[index];
        (selected, self.look().plan(selected.pick))
    }

    /// Marks what a plan leaves and enters, where no operations do. No final state is entered, so nobody can see that it happens
    /// all at once.
    #[inline]
    pub(super) fn turn_to(&mut self, place: u16) {
        if WHOLE && self.tables().has_regions {
            self.change(self.tables().change(place));
        } else {
            self.position.row = place;
        }
    }

    #[inline]
    pub(super) fn change(&mut self, change: Change) {
        if let Some(word) = self.position.words.first_mut() {
            *word = *word & !change.leaving | change.entering;
        }
    }

    /// Leaves all that is active inside of a state.
    fn leave_inside(&mut self, domain: u16) {
        let tables = self.tables();
        let (start, end) = (domain + 1, tables.end(domain));
        let layout = tables.layout;
        if tables.has_regions {
            let (active, rest) = self.position.words.split_at_mut(layout.set);
            tables.remember(active, rest, start, end);
            for index in (0..layout.set).rev() {
                let inside = bits::mask(index, start, end);
                let mut leaving = *at(&self.position.words, index) & inside;
                while leaving != 0 {
                    let last = 63 - leaving.leading_zeros() as u16;
                    leaving ^= 1 << last;
                    self.take_span(tables.state(index as u16 * 64 + last).exit);
                }
                *at_mut(&mut self.position.words, index) &= !inside;
            }
        } else {
            let active = tables.active(self.position);
            let sets = &mut self.position.words[layout.histories..];
            tables.remember(active.words(), sets, start, end);
            let leaf = self.leaf();
            let leaving = std::iter::once(leaf).chain(tables.around(leaf));
            for state in leaving.take_while(|state| *state != domain) {
                self.take_span(tables.state(state).exit);
            }
        }
    }

    /// Enters the targets of a transition.
    fn enter_targets(&mut self, selected: Selected) {
        let tables = self.tables();
        if selected.domain == NONE {
            return;
        }
        let transition = at(&tables.transitions, tables.transition(selected));
        let look = self.look();
        let mut entry = Entry::new(tables, look.memory());
        entry.targets(tables.list(transition.targets), selected.domain);
        let mut found = entry.found();
        // A history whose parent holds the source may lead back into a state that is not left. Appendix D would enter what is
        // around that anew; nothing outside of the domain is.
        found.keep_between(selected.domain + 1, tables.end(selected.domain));
        self.enter(&found);
    }

    /// Enters states, one after the other.
    pub(super) fn enter(&mut self, found: &Found) {
        let tables = self.tables();
        for state in bits::iter(found.entering.words()) {
            let row = tables.state(state);
            if tables.has_regions {
                bits::add(&mut self.position.words, state);
            } else if row.kind.is_leaf() {
                self.position.row = *at(&tables.row_of, state);
            }
            self.take_span(row.entry);
            if bits::has(found.by_default.words(), state) {
                self.take_span(row.initial_ops);
            }
            for history in bits::iter(found.forgotten.words()) {
                if tables.state(history).parent == state {
                    self.take_span(tables.state(history).initial_ops);
                }
            }
            if row.kind == StateKind::Final {
                self.finish(state);
            }
        }
    }

    /// Enters the states in which a chart begins, each directly inside of the one before.
    pub(super) fn enter_first(&mut self) {
        let tables = self.tables();
        let mut next = Some(ROOT);
        while let Some(state) = next {
            let row = tables.state(state);
            if row.kind.is_leaf() {
                self.position.row = *at(&tables.row_of, state);
            }
            self.take_span(row.entry);
            self.take_span(row.initial_ops);
            if row.kind == StateKind::Final {
                self.finish(state);
            }
            next = tables.list(row.initial).first().copied();
        }
    }

    /// The active atomic state, where there is one.
    pub(super) fn leaf(&self) -> u16 {
        *at(&self.tables().leaves, self.position.row)
    }

    /// Leaves everything, because the machine has finished. What was active stays marked as such.
    pub(super) fn leave_all(&mut self) {
        let tables = self.tables();
        if !WHOLE {
            let leaf = self.leaf();
            for state in std::iter::once(leaf).chain(tables.around(leaf)) {
                self.take_span(tables.state(state).exit);
            }
            return self.abandon();
        }
        let active = tables.active(self.position);
        for state in bits::iter_back(active.words()) {
            self.take_span(tables.state(state).exit);
        }
        self.abandon();
    }
}

impl Tables {
    /// Has the histories of the states from `start` to before `end` remember what is active in them (SCXML 3.10). What they
    /// remember is at the beginning of `sets`.
    fn remember(&self, active: &[u64], sets: &mut [u64], start: u16, end: u16) {
        let sets = sets.chunks_exact_mut(self.layout.set);
        for (history, set) in self.histories.iter().zip(sets) {
            let row = self.state(*history);
            let parent = row.parent;
            if parent < start || parent >= end || !bits::has(active, parent) {
                continue;
            }
            if row.kind == StateKind::Deep {
                let (start, end) = (parent + 1, self.end(parent));
                let leaves = active.iter().zip(self.leaf_bits.iter());
                for (index, (word, (active, leaves))) in set.iter_mut().zip(leaves).enumerate() {
                    *word = active & leaves & bits::mask(index, start, end);
                }
            } else {
                set.fill(0);
                for child in self.children(parent) {
                    if bits::has(active, child) {
                        bits::add(set, child);
                    }
                }
            }
        }
    }
}

/// A part of a plan's operations.
#[inline]
fn span(plan: Plan, from: u16, to: u16) -> Span {
    Span {
        start: plan.start + u32::from(from),
        len: to - from,
    }
}
