//! Which transitions are taken (`selectTransitions` and `removeConflictingTransitions` of appendix D).

use super::{Apart, Guards, Run, Source, Step};
use crate::effect::Selected;
use crate::entry::Memory;
use crate::snapshot::Position;
use crate::tables::{
    at, damaged, Condition, Pick, Plan, PlanKind, Tables, COMPOSED, DYNAMIC, NONE,
};

impl<'t, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Run<'_, D, T, WHOLE> {
    /// Takes the transitions for a column, if there are some. One copy for all who call it, except where it matters most.
    #[inline(never)]
    pub(super) fn step(&mut self, column: u16) -> Step {
        self.step_here(column)
    }

    #[cfg_attr(not(one_kernel), inline(always))]
    pub(super) fn step_here(&mut self, column: u16) -> Step {
        if WHOLE && self.tables().has_regions {
            self.apart(|run| match *at(&run.tables().plain, column) {
                true => run.step_plainly(column),
                false => run.step_in_regions(column),
            })
        } else {
            self.step_in_one(column)
        }
    }

    /// The same where one atomic state is active.
    #[cfg_attr(not(one_kernel), inline(always))]
    fn step_in_one(&mut self, column: u16) -> Step {
        let pick = self.look().pick_here(self.position.row, column);
        if pick == NONE {
            return Step::Unhandled;
        }
        let of = self.of;
        if !T::IS_WRITTEN {
            self.step_by_here(pick)
        } else if of.take(pick, self) {
            Step::Taken
        } else {
            self.apart(|run| run.step_by(pick))
        }
    }

    /// The same with a pick that the tables have to be asked about. One copy for all who call it.
    #[inline(never)]
    fn step_by(&mut self, pick: u16) -> Step {
        self.step_by_here(pick)
    }

    #[cfg_attr(not(one_kernel), inline(always))]
    fn step_by_here(&mut self, pick: u16) -> Step {
        let plan = self.look().plan(pick);
        match plan.kind {
            PlanKind::Take => {
                self.of.taken(pick);
                self.take_ops_here(plan.start, plan.count);
                self.position.row = plan.becomes;
                Step::Taken
            }
            PlanKind::Leave | PlanKind::Search => {
                if !WHOLE {
                    damaged();
                }
                self.scratch.selected.clear();
                self.note(pick);
                self.decide();
                self.take_selected(true);
                Step::Taken
            }
            PlanKind::Ignore => Step::Ignored,
            PlanKind::Forbid => Step::Unhandled,
        }
    }

    /// The same where several may be.
    #[inline(never)]
    fn step_in_regions(&mut self, column: u16) -> Step {
        let tables = self.tables();
        self.scratch.selected.clear();
        let mut refused = Step::Unhandled;
        let mut is_plain = true;
        let mut is_planned = true;
        let mut has_entries = false;
        for (index, leaves) in tables.leaf_bits.iter().enumerate() {
            let mut leaves = *at(&self.position.words, index) & leaves;
            while leaves != 0 {
                let leaf = index * 64 + leaves.trailing_zeros() as usize;
                leaves &= leaves - 1;
                let pick = self.look().pick_here(*at(&tables.row_of, leaf), column);
                if pick == NONE {
                    continue;
                }
                let Pick {
                    plan,
                    is_plain: is_plain_itself,
                    ..
                } = *at(&tables.picks, pick);
                if is_plain_itself {
                    self.note(pick);
                    continue;
                }
                match plan.kind {
                    // What is left by a plan has one atomic state, so no other one selects the transition.
                    PlanKind::Take if plan.is_targeted || !self.is_noted(pick) => self.note(pick),
                    PlanKind::Take => {}
                    PlanKind::Leave | PlanKind::Search => {
                        is_planned = false;
                        self.note(pick);
                    }
                    PlanKind::Ignore => {
                        refused = Step::Ignored;
                        continue;
                    }
                    PlanKind::Forbid => continue,
                }
                is_plain = false;
                has_entries |= plan.count != plan.actions || plan.kind != PlanKind::Take;
            }
        }
        if self.scratch.selected.is_empty() {
            return refused;
        }
        if is_plain {
            self.take_all_plain();
        } else {
            if !is_planned {
                self.decide();
            }
            self.take_selected(has_entries);
        }
        Step::Taken
    }

    #[inline]
    fn note(&mut self, pick: u16) {
        let selected = Selected { pick, domain: NONE };
        self.scratch.selected.push(selected);
    }

    fn is_noted(&self, pick: u16) -> bool {
        let tables = self.tables();
        let mut selected = self.scratch.selected.iter();
        selected.any(|noted| tables.transition(*noted) == at(&tables.picks, pick).transition)
    }

    /// Finds the domains of the selected transitions, and removes those that others exclude. Plans never exclude each other:
    /// they leave one atomic state each.
    fn decide(&mut self) {
        let tables = self.tables();
        let mut kept = 0;
        for index in 0..self.scratch.selected.len() {
            let mut new = self.scratch.selected[index];
            new.domain = self.look().domain(tables.transition(new));
            let old = &mut self.scratch.selected;
            if old[..kept].iter().any(|old| tables.stays(*old, new)) {
                continue;
            }
            let before = kept;
            kept = 0;
            for index in 0..before {
                if !tables.excludes(old[index], new) {
                    old[kept] = old[index];
                    kept += 1;
                }
            }
            old[kept] = new;
            kept += 1;
        }
        self.scratch.selected.truncate(kept);
    }
}

impl Tables {
    pub(super) fn transition(&self, selected: Selected) -> u16 {
        at(&self.picks, selected.pick).transition
    }

    /// Whether two transitions can't be taken together: what they leave has something in common exactly if their domains are one
    /// inside the other.
    fn excludes(&self, one: Selected, other: Selected) -> bool {
        one.domain != NONE
            && other.domain != NONE
            && (one.domain == other.domain
                || self.is_inside(one.domain, other.domain)
                || self.is_inside(other.domain, one.domain))
    }

    /// Whether a transition is taken and not the later one: it is the same, or excludes it and is not one of an outer state.
    fn stays(&self, old: Selected, new: Selected) -> bool {
        let (old_one, new_one) = (self.transition(old), self.transition(new));
        let source = |one: u16| at(&self.transitions, one).source;
        old_one == new_one
            || (self.excludes(old, new) && !self.is_inside(source(new_one), source(old_one)))
    }
}

/// A machine that is looked at.
pub(crate) struct Look<'l, G: ?Sized, T> {
    pub of: T,
    pub position: &'l Position,
    pub guards: &'l G,
}

impl<'l, 't, G: Guards + ?Sized, T: Source<'t>> Look<'l, G, T> {
    #[inline(always)]
    fn tables(&self) -> &'t Tables {
        self.of.tables()
    }

    #[inline]
    pub fn plan(&self, pick: u16) -> Plan {
        at(&self.tables().picks, pick).plan
    }

    /// The first pick of a row that may be taken, [`NONE`] if there is none. One copy for all who call it, except where it matters
    /// most.
    #[inline(never)]
    fn pick(&self, row: u16, column: u16) -> u16 {
        self.pick_here(row, column)
    }

    #[cfg_attr(not(one_kernel), inline(always))]
    fn pick_here(&self, row: u16, column: u16) -> u16 {
        self.of.pick(row, column, |guard| self.holds(guard))
    }

    #[inline]
    fn holds(&self, guard: u16) -> bool {
        if guard < COMPOSED {
            return self.guards.guard(guard);
        }
        self.composed_holds(guard - COMPOSED)
    }

    fn composed_holds(&self, condition: u16) -> bool {
        let tables = self.tables();
        let holds = |condition: &u16| self.composed_holds(*condition);
        match *at(&tables.conditions, condition) {
            Condition::Guard(guard) => self.holds(guard),
            Condition::In(state) => tables.is_active(self.position, state),
            Condition::Not(inner) => !holds(&inner),
            Condition::All(span) => tables.list(span).iter().all(holds),
            Condition::Any(span) => tables.list(span).iter().any(holds),
        }
    }

    /// The domain of a transition as long as the histories remember what they do.
    fn domain(&self, transition: u16) -> u16 {
        let tables = self.tables();
        let row = at(&tables.transitions, transition);
        if row.domain != DYNAMIC {
            return row.domain;
        }
        let memory = self.memory();
        tables.domain(row.source, row.is_internal, |state| {
            let mut targets = tables.list(row.targets).iter();
            targets.all(|target| memory.all_inside(tables, *target, state))
        })
    }

    pub fn memory(&self) -> Memory<'l> {
        let layout = self.tables().layout;
        Memory {
            sets: &self.position.words[layout.histories..layout.turns],
            words: layout.set,
        }
    }

    /// Whether a transition for a column could be taken in a row.
    pub fn can_in(&self, row: u16, column: u16) -> bool {
        let pick = self.pick(row, column);
        pick != NONE && self.plan(pick).kind.is_taken()
    }

    /// Whether a transition for a column could be taken.
    pub fn can(&self, column: u16) -> bool {
        let tables = self.tables();
        let mut leaves = tables.active_leaves(self.position);
        leaves.any(|leaf| self.can_in(*at(&tables.row_of, leaf), column))
    }
}
