//! Taking transitions whose effect depends on what is active or remembered.

use super::{Run, Why};
use crate::bits::{self, Bits};
use crate::entry::{Entry, Found};
use crate::tables::{StateKind, NONE};
use crate::{Cause, Host};

impl<H: Host> Run<'_, H> {
    /// Takes the selected transitions.
    #[inline(never)]
    pub(super) fn search(&mut self, cause: Why<'_, H>) {
        self.decide();
        let tables = &self.chart.tables;
        let active = tables.active(self.snapshot);
        let mut leaving = Bits::new(tables.words());
        for selected in self
            .effects
            .selected
            .iter()
            .filter(|one| one.domain != NONE)
        {
            let end = tables.end(selected.domain);
            let leaving = leaving.words_mut();
            bits::add_between(leaving, active.words(), selected.domain + 1, end);
        }
        self.remember(active.words(), leaving.words());
        for state in bits::iter_back(leaving.words()) {
            self.take_span(tables.state(state).exit, cause);
        }
        if tables.has_regions {
            for (word, leaving) in self.snapshot.words.iter_mut().zip(leaving.words()) {
                *word &= !leaving;
            }
        }
        for index in 0..self.effects.selected.len() {
            let transition = self.effects.selected[index].transition;
            self.take_span(tables.transitions[usize::from(transition)].ops, cause);
        }
        let look = self.look();
        let memory = look.memory();
        let mut found = Found::new(tables);
        for selected in self
            .effects
            .selected
            .iter()
            .filter(|one| one.domain != NONE)
        {
            let transition = tables.transitions[usize::from(selected.transition)];
            let mut entry = Entry::new(tables, memory);
            entry.targets(tables.list(transition.targets), selected.domain);
            // A history whose parent holds the source may lead back into a state that is not left. Appendix D would enter what
            // is around that anew; nothing outside of the domain is.
            let end = tables.end(selected.domain);
            found.add_between(&entry.found(), selected.domain + 1, end);
        }
        self.enter(&found, cause);
    }

    /// Has the histories of the states that are left remember what was active (SCXML 3.10).
    fn remember(&mut self, active: &[u64], leaving: &[u64]) {
        let tables = &self.chart.tables;
        let layout = tables.layout;
        for (place, history) in tables.histories.iter().enumerate() {
            let row = tables.state(*history);
            if !bits::has(leaving, row.parent) {
                continue;
            }
            let start = layout.histories + place * layout.set;
            let set = &mut self.snapshot.words[start..start + layout.set];
            if row.kind == StateKind::Deep {
                let end = tables.end(row.parent);
                for (index, word) in set.iter_mut().enumerate() {
                    let inside = bits::mask(index, row.parent + 1, end);
                    *word = active[index] & tables.leaf_bits[index] & inside;
                }
            } else {
                set.fill(0);
                let children = tables.children(row.parent);
                let remembered = children.filter(|child| bits::has(active, *child));
                remembered.for_each(|child| bits::add(set, child));
            }
        }
    }

    /// Enters states, one after the other.
    pub(super) fn enter(&mut self, found: &Found, cause: Why<'_, H>) {
        let tables = &self.chart.tables;
        for state in bits::iter(found.entering.words()) {
            let row = tables.state(state);
            if tables.has_regions {
                bits::add(&mut self.snapshot.words, state);
            } else if row.kind.is_leaf() {
                self.snapshot.row = tables.row_of[usize::from(state)];
            }
            self.take_span(row.entry, cause);
            if bits::has(found.by_default.words(), state) {
                self.take_span(row.initial_ops, cause);
            }
            for history in bits::iter(found.forgotten.words()) {
                if tables.state(history).parent == state {
                    self.take_span(tables.state(history).initial_ops, cause);
                }
            }
            if row.kind == StateKind::Final {
                self.finish(state, cause);
            }
        }
    }

    /// Leaves everything, because the machine has finished. What was active stays marked as such.
    pub(super) fn leave_all(&mut self, cause: Cause<'_, H::Event, H::Data>) {
        let tables = &self.chart.tables;
        let active = tables.active(self.snapshot);
        for state in bits::iter_back(active.words()) {
            self.take_span(tables.state(state).exit, cause);
        }
        self.abandon();
    }
}
