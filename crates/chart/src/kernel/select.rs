//! Which transitions are taken (`selectTransitions` and `removeConflictingTransitions` of appendix D).

use super::{Run, Step, Why};
use crate::bits;
use crate::effect::Selected;
use crate::entry::Memory;
use crate::snapshot::Layout;
use crate::tables::{Condition, Pick, Plan, PlanKind, COMPOSED, DYNAMIC, NONE};
use crate::{Chart, GuardCx, Host, Snapshot};

impl<H: Host> Run<'_, H> {
    /// Takes the transitions for a column, if there are some.
    #[inline]
    pub(super) fn step(&mut self, column: u16, cause: Why<'_, H>) -> Step {
        if self.chart.tables.has_regions {
            self.step_in_regions(column, cause)
        } else {
            self.step_in_one(column, cause)
        }
    }

    /// The same where one atomic state is active.
    #[inline]
    fn step_in_one(&mut self, column: u16, cause: Why<'_, H>) -> Step {
        let Some(pick) = self.look().pick(self.snapshot.row, column, cause) else {
            return Step::Unhandled;
        };
        let plan = self.look().plan(pick);
        match plan.kind {
            PlanKind::Take => {
                let count = plan.exits + plan.actions + plan.entries;
                self.take_ops(plan.start, count, cause);
                if plan.row != NONE {
                    self.snapshot.row = plan.row;
                }
                Step::Taken
            }
            PlanKind::Search => {
                self.effects.selected.clear();
                self.select(pick);
                self.search(cause);
                Step::Taken
            }
            PlanKind::Ignore => Step::Ignored,
            PlanKind::Forbid => Step::Unhandled,
        }
    }

    /// The same where several may be.
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
            match self.look().plan(pick).kind {
                PlanKind::Take => self.select(pick),
                PlanKind::Search => {
                    is_search = true;
                    self.select(pick);
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

    /// Notes a transition to be taken, unless it is noted already or another one of those that exclude it is preferred.
    #[inline]
    fn select(&mut self, pick: Pick) {
        let tables = &self.chart.tables;
        let transition = pick.transition;
        let mut selected = Selected {
            transition,
            plan: pick.plan,
            domain: tables.transitions[usize::from(transition)].domain,
        };
        if selected.domain == DYNAMIC {
            selected.domain = self.look().present_domain(transition);
        }
        if !self.effects.selected.is_empty() && !self.prefer(selected) {
            return;
        }
        self.effects.selected.push(selected);
    }

    /// Makes room for a transition among those that are noted. `false` if one of them stays in its place.
    fn prefer(&mut self, new: Selected) -> bool {
        let tables = &self.chart.tables;
        let source =
            |selected: &Selected| tables.transitions[usize::from(selected.transition)].source;
        // What two transitions leave has something in common exactly if their domains are one inside the other.
        let excludes = |old: &Selected| {
            old.domain != NONE
                && new.domain != NONE
                && (old.domain == new.domain
                    || tables.is_inside(old.domain, new.domain)
                    || tables.is_inside(new.domain, old.domain))
        };
        let stays = |old: &Selected| {
            old.transition == new.transition
                || (excludes(old) && !tables.is_inside(source(&new), source(old)))
        };
        if self.effects.selected.iter().any(stays) {
            return false;
        }
        self.effects.selected.retain(|old| !excludes(old));
        true
    }

    /// Takes the selected transitions, whose plans say what is left and entered.
    #[inline]
    fn follow_plans(&mut self, cause: Why<'_, H>) {
        let tables = &self.chart.tables;
        let count = self.effects.selected.len();
        // What they leave is in intervals of their own, in the order of the transitions: all is left in reverse document order.
        for index in (0..count).rev() {
            let plan = self.selected_plan(index);
            self.take_ops(plan.start, plan.exits, cause);
            if plan.domain != NONE {
                let active = &mut self.snapshot.words[..tables.leaf_bits.len()];
                bits::remove_between(active, plan.domain + 1, tables.end(plan.domain));
            }
        }
        for index in 0..count {
            let plan = self.selected_plan(index);
            let start = plan.start + u32::from(plan.exits);
            self.take_ops(start, plan.actions, cause);
        }
        for index in 0..count {
            let plan = self.selected_plan(index);
            let start = plan.start + u32::from(plan.exits) + u32::from(plan.actions);
            self.take_ops(start, plan.entries, cause);
        }
    }

    #[inline]
    fn selected_plan(&self, index: usize) -> Plan {
        let plan = self.effects.selected[index].plan;
        self.chart.tables.plans[usize::from(plan)]
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
    fn plan(&self, pick: Pick) -> Plan {
        self.chart.tables.plans[usize::from(pick.plan)]
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

    /// The domain of a transition to a history as long as the histories remember what they do.
    fn present_domain(&self, transition: u16) -> u16 {
        let tables = &self.chart.tables;
        let row = tables.transitions[usize::from(transition)];
        let memory = self.memory();
        tables.domain(row.source, row.is_internal, |state| {
            let mut targets = tables.list(row.targets).iter();
            targets.all(|target| memory.all_inside(tables, *target, state))
        })
    }

    pub fn memory(&self) -> Memory<'l> {
        let layout = Layout::of(&self.chart.tables);
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
                matches!(self.plan(pick).kind, PlanKind::Take | PlanKind::Search)
            })
        })
    }
}
