//! Which transitions are taken (`selectTransitions` and `removeConflictingTransitions` of appendix D).

use super::{Drive, Guards, Run, Step};
use crate::effect::Selected;
use crate::entry::Memory;
use crate::snapshot::Position;
use crate::tables::{
    at, damaged, Condition, Pick, Plan, PlanKind, Tables, COMPOSED, DYNAMIC, NONE,
};

impl<D: Drive + ?Sized, const WHOLE: bool> Run<'_, D, WHOLE> {
    /// Takes the transitions for a column, if there are some. One copy for all who call it, except where it matters most.
    #[inline(never)]
    pub(super) fn step(&mut self, column: u16) -> Step {
        self.step_here(column)
    }

    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    pub(super) fn step_here(&mut self, column: u16) -> Step {
        if WHOLE && self.tables.has_regions {
            self.step_in_regions(column)
        } else {
            self.step_in_one(column)
        }
    }

    /// The same where one atomic state is active.
    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    fn step_in_one(&mut self, column: u16) -> Step {
        let Some(pick) = self.look().pick_here(self.position.row, column) else {
            return Step::Unhandled;
        };
        let plan = self.look().plan(pick.plan);
        match plan.kind {
            PlanKind::Take => {
                self.take_ops_here(plan.start, plan.count);
                if plan.becomes != NONE {
                    self.position.row = plan.becomes;
                }
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
        let tables = self.tables;
        self.scratch.selected.clear();
        let mut refused = Step::Unhandled;
        let mut is_planned = true;
        let mut has_entries = false;
        for (index, leaves) in tables.leaf_bits.iter().enumerate() {
            let mut leaves = self.position.words[index] & leaves;
            while leaves != 0 {
                let leaf = index * 64 + leaves.trailing_zeros() as usize;
                leaves &= leaves - 1;
                let Some(pick) = self.look().pick(tables.row_of[leaf], column) else {
                    continue;
                };
                let plan = self.look().plan(pick.plan);
                has_entries |= plan.count != plan.actions || plan.kind != PlanKind::Take;
                match plan.kind {
                    // What is left by a plan has one atomic state, so no other one selects the transition.
                    PlanKind::Take if plan.is_targeted || !self.is_noted(pick) => self.note(pick),
                    PlanKind::Take => {}
                    PlanKind::Leave | PlanKind::Search => {
                        is_planned = false;
                        self.note(pick);
                    }
                    PlanKind::Ignore => refused = Step::Ignored,
                    PlanKind::Forbid => {}
                }
            }
        }
        if self.scratch.selected.is_empty() {
            return refused;
        }
        if !is_planned {
            self.decide();
        }
        self.take_selected(has_entries);
        Step::Taken
    }

    #[inline]
    fn note(&mut self, pick: Pick) {
        self.scratch.selected.push(Selected {
            transition: pick.transition,
            plan: pick.plan,
            domain: NONE,
        });
    }

    fn is_noted(&self, pick: Pick) -> bool {
        let mut selected = self.scratch.selected.iter();
        selected.any(|noted| noted.transition == pick.transition)
    }

    /// Finds the domains of the selected transitions, and removes those that others exclude. Plans never exclude each other:
    /// they leave one atomic state each.
    fn decide(&mut self) {
        let mut kept = 0;
        for index in 0..self.scratch.selected.len() {
            let mut new = self.scratch.selected[index];
            new.domain = self.look().domain(new.transition);
            let old = &mut self.scratch.selected;
            if old[..kept].iter().any(|old| self.tables.stays(*old, new)) {
                continue;
            }
            let before = kept;
            kept = 0;
            for index in 0..before {
                if !self.tables.excludes(old[index], new) {
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
        let source = |one: Selected| at(&self.transitions, one.transition).source;
        old.transition == new.transition
            || (self.excludes(old, new) && !self.is_inside(source(new), source(old)))
    }
}

/// A machine that is looked at.
pub(crate) struct Look<'l, G: ?Sized> {
    pub tables: &'l Tables,
    pub position: &'l Position,
    pub guards: &'l G,
}

impl<'l, G: Guards + ?Sized> Look<'l, G> {
    #[inline]
    pub fn plan(&self, plan: u16) -> Plan {
        *at(&self.tables.plans, plan)
    }

    /// The first transition of a row that may be taken. One copy for all who call it, except where it matters most.
    #[inline(never)]
    fn pick(&self, row: u16, column: u16) -> Option<Pick> {
        self.pick_here(row, column)
    }

    #[cfg_attr(not(target_family = "wasm"), inline(always))]
    fn pick_here(&self, row: u16, column: u16) -> Option<Pick> {
        let tables = self.tables;
        let cell = usize::from(row) * usize::from(tables.columns) + usize::from(column);
        let mut index = usize::from(*at(&tables.rows, cell));
        if index == 0 {
            return None;
        }
        loop {
            let pick = *at(&tables.picks, index);
            if pick.guard == NONE || self.holds(pick.guard) {
                return Some(pick);
            }
            if pick.is_last {
                return None;
            }
            index += 1;
        }
    }

    #[inline]
    fn holds(&self, guard: u16) -> bool {
        if guard < COMPOSED {
            return self.guards.guard(guard);
        }
        self.composed_holds(guard - COMPOSED)
    }

    fn composed_holds(&self, condition: u16) -> bool {
        let tables = self.tables;
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
        let tables = self.tables;
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
        let layout = self.tables.layout;
        Memory {
            sets: &self.position.words[layout.histories..layout.turns],
            words: layout.set,
        }
    }

    /// Whether a transition for a column could be taken in a row.
    pub fn can_in(&self, row: u16, column: u16) -> bool {
        let pick = self.pick(row, column);
        pick.is_some_and(|pick| self.plan(pick.plan).kind.is_taken())
    }

    /// Whether a transition for a column could be taken.
    pub fn can(&self, column: u16) -> bool {
        let tables = self.tables;
        let mut leaves = tables.active_leaves(self.position);
        leaves.any(|leaf| self.can_in(*at(&tables.row_of, leaf), column))
    }
}
