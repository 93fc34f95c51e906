//! Which transitions are taken (`selectTransitions` and `removeConflictingTransitions` of appendix D).

use super::{Run, Step, Why};
use crate::effect::Selected;
use crate::entry::Memory;
use crate::tables::{Condition, Pick, Plan, PlanKind, Span, Tables, COMPOSED, DYNAMIC, NONE};
use crate::{Chart, GuardCx, Host, Snapshot};

impl<H: Host> Run<'_, H> {
    /// Takes the transitions for a column, if there are some. One copy for all who call it, except where it matters most.
    #[inline(never)]
    pub(super) fn step(&mut self, column: u16, cause: Why<'_, H>) -> Step {
        self.step_here(column, cause)
    }

    #[inline(always)]
    pub(super) fn step_here(&mut self, column: u16, cause: Why<'_, H>) -> Step {
        if self.chart.tables.has_regions {
            self.step_in_regions(column, cause)
        } else {
            self.step_in_one(column, cause)
        }
    }

    /// The same where one atomic state is active.
    #[inline(always)]
    fn step_in_one(&mut self, column: u16, cause: Why<'_, H>) -> Step {
        let Some(pick) = self.look().pick(self.snapshot.row, column, cause) else {
            return Step::Unhandled;
        };
        let plan = self.look().plan(pick.plan);
        match plan.kind {
            PlanKind::Take => {
                self.take_ops_here(plan.start, plan.count, cause);
                if plan.row != NONE {
                    self.snapshot.row = plan.row;
                }
                Step::Taken
            }
            PlanKind::Search => {
                self.effects.selected.clear();
                self.note(pick);
                self.search(cause);
                Step::Taken
            }
            PlanKind::Ignore => Step::Ignored,
            PlanKind::Forbid => Step::Unhandled,
        }
    }

    /// The same where several may be.
    #[inline(never)]
    fn step_in_regions(&mut self, column: u16, cause: Why<'_, H>) -> Step {
        let tables = &self.chart.tables;
        self.effects.selected.clear();
        let mut refused = Step::Unhandled;
        let mut is_search = false;
        let mut from = Some(0);
        while let Some(leaf) = from.and_then(|from| self.next_leaf(from)) {
            from = leaf.checked_add(1);
            let row = tables.row_of[usize::from(leaf)];
            let Some(pick) = self.look().pick(row, column, cause) else {
                continue;
            };
            let plan = self.look().plan(pick.plan);
            match plan.kind {
                // Those that leave something, by a plan, are each selected by one atomic state.
                PlanKind::Take if plan.is_targeted || !self.is_noted(pick) => self.note(pick),
                PlanKind::Take => {}
                PlanKind::Search => {
                    is_search = true;
                    self.note(pick);
                }
                PlanKind::Ignore => refused = Step::Ignored,
                PlanKind::Forbid => {}
            }
        }
        if self.effects.selected.is_empty() {
            return refused;
        }
        if is_search {
            self.search(cause);
        } else {
            self.follow_plans(cause);
        }
        Step::Taken
    }

    #[inline]
    fn note(&mut self, pick: Pick) {
        self.effects.selected.push(Selected {
            transition: pick.transition,
            plan: pick.plan,
            domain: NONE,
        });
    }

    fn is_noted(&self, pick: Pick) -> bool {
        let mut selected = self.effects.selected.iter();
        selected.any(|noted| noted.transition == pick.transition)
    }

    /// The first active atomic state from `from` on.
    #[inline]
    fn next_leaf(&self, from: u16) -> Option<u16> {
        let leaves = &self.chart.tables.leaf_bits;
        let mut index = usize::from(from >> 6);
        let mut mask = u64::MAX << (from & 63);
        while index < leaves.len() {
            let word = self.snapshot.words[index] & leaves[index] & mask;
            if word != 0 {
                return Some((index * 64) as u16 + word.trailing_zeros() as u16);
            }
            index += 1;
            mask = u64::MAX;
        }
        None
    }

    /// Finds the domains of the selected transitions, and removes those that others exclude. Plans never exclude each other:
    /// they leave one atomic state each.
    pub(super) fn decide(&mut self) {
        let mut kept = 0;
        for index in 0..self.effects.selected.len() {
            let mut new = self.effects.selected[index];
            new.domain = self.look().domain(new.transition);
            let old = &mut self.effects.selected;
            if old[..kept]
                .iter()
                .any(|old| self.chart.tables.stays(*old, new))
            {
                continue;
            }
            let before = kept;
            kept = 0;
            for index in 0..before {
                if !self.chart.tables.excludes(old[index], new) {
                    old[kept] = old[index];
                    kept += 1;
                }
            }
            old[kept] = new;
            kept += 1;
        }
        self.effects.selected.truncate(kept);
    }

    /// Takes the selected transitions, whose plans say what is left and entered.
    #[inline]
    fn follow_plans(&mut self, cause: Why<'_, H>) {
        let count = self.effects.selected.len();
        // What they leave is in intervals of their own, in the order of the transitions: all is left in reverse document order.
        for index in (0..count).rev() {
            let plan = self.selected_plan(index);
            self.take_span(span(plan, 0, plan.exits), cause);
        }
        for index in 0..count {
            let plan = self.selected_plan(index);
            self.take_span(span(plan, plan.exits, plan.actions), cause);
        }
        for index in 0..count {
            let plan = self.selected_plan(index);
            self.take_span(span(plan, plan.actions, plan.count), cause);
        }
    }

    #[inline]
    fn selected_plan(&self, index: usize) -> Plan {
        self.look().plan(self.effects.selected[index].plan)
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
        let source = |one: Selected| self.transitions[usize::from(one.transition)].source;
        old.transition == new.transition
            || (self.excludes(old, new) && !self.is_inside(source(new), source(old)))
    }
}

/// A machine that is looked at.
pub(crate) struct Look<'l, H: Host> {
    pub chart: &'l Chart,
    pub host: &'l H,
    pub snapshot: &'l Snapshot<H::Context, H::Data>,
}

impl<'l, H: Host> Look<'l, H> {
    #[inline]
    fn plan(&self, plan: u16) -> Plan {
        self.chart.tables.plans[usize::from(plan)]
    }

    /// The first transition of a row that may be taken.
    #[inline]
    fn pick(&self, row: u16, column: u16, cause: Why<'_, H>) -> Option<Pick> {
        let tables = &self.chart.tables;
        let cell = usize::from(row) * usize::from(tables.columns) + usize::from(column);
        let mut index = usize::from(tables.rows[cell]);
        if index == 0 {
            return None;
        }
        loop {
            let pick = tables.picks[index];
            if pick.guard == NONE || self.holds(pick.guard, cause) {
                return Some(pick);
            }
            if pick.is_last {
                return None;
            }
            index += 1;
        }
    }

    #[inline]
    fn holds(&self, guard: u16, cause: Why<'_, H>) -> bool {
        if guard < COMPOSED {
            let context = &self.snapshot.context;
            return self.host.guard(guard, &GuardCx { context, cause });
        }
        self.composed_holds(guard - COMPOSED, cause)
    }

    fn composed_holds(&self, condition: u16, cause: Why<'_, H>) -> bool {
        let tables = &self.chart.tables;
        let holds = |condition: &u16| self.composed_holds(*condition, cause);
        match tables.conditions[usize::from(condition)] {
            Condition::Guard(guard) => self.holds(guard, cause),
            Condition::In(state) => tables.is_active(self.snapshot, state),
            Condition::Not(inner) => !holds(&inner),
            Condition::All(span) => tables.list(span).iter().all(holds),
            Condition::Any(span) => tables.list(span).iter().any(holds),
        }
    }

    /// The domain of a transition as long as the histories remember what they do.
    fn domain(&self, transition: u16) -> u16 {
        let tables = &self.chart.tables;
        let row = tables.transitions[usize::from(transition)];
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
        let layout = self.chart.tables.layout;
        Memory {
            sets: &self.snapshot.words[layout.histories..layout.turns],
            words: layout.set,
        }
    }

    /// Whether a transition for a column could be taken.
    pub fn can(&self, column: u16, cause: Why<'_, H>) -> bool {
        let tables = &self.chart.tables;
        let mut leaves = tables.active_leaves(self.snapshot);
        leaves.any(|leaf| {
            let row = tables.row_of[usize::from(leaf)];
            let pick = self.pick(row, column, cause);
            pick.is_some_and(|pick| {
                matches!(self.plan(pick.plan).kind, PlanKind::Take | PlanKind::Search)
            })
        })
    }
}
