//! The operations that taking a transition is made of.

use super::{Apart, Request, Run, Source};
use crate::bits;
use crate::tables::{at_mut, part, Op, Plan, Span, StateKind, NONE, ROOT};
use crate::{SlotKey, Status};

impl<'t, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Run<'_, D, T, WHOLE> {
    #[cfg_attr(not(one_kernel), inline(always))]
    fn ops(&self, start: u32, count: u16) -> &'t [Op] {
        let span = Span { start, len: count };
        part(&self.tables().ops, span)
    }

    pub(super) fn take_span(&mut self, span: Span) {
        if span.len != 0 {
            self.take_ops(span.start, span.len);
        }
    }

    /// Takes the actions of a transition.
    #[cfg_attr(not(one_kernel), inline(always))]
    pub(super) fn take_ops_between(&mut self, plan: Plan, from: u16, to: u16) {
        self.take_ops_here(plan.start + u32::from(from), to - from);
    }

    /// Takes operations. Actions are taken where this is called, as nearly all operations are, and it matters most; with the
    /// first that is none, the rest is left to [`take_ops`](Self::take_ops).
    #[cfg_attr(not(one_kernel), inline(always))]
    pub(super) fn take_ops_here(&mut self, start: u32, count: u16) {
        let ops = self.ops(start, count);
        let mut index = 0;
        while let Some(op) = ops.get(index) {
            let Op::Act { action, rest } = *op else {
                return self.take_ops(start + index as u32, count - index as u16);
            };
            index += self.act(action, rest);
        }
    }

    /// The same, with one copy for all who call it.
    #[inline(never)]
    pub(super) fn take_ops(&mut self, start: u32, count: u16) {
        let ops = self.ops(start, count);
        let mut index = 0;
        while let Some(op) = ops.get(index) {
            index += match *op {
                Op::Act { action, rest } => self.act(action, rest),
                op => {
                    self.take_other(op);
                    1
                }
            };
        }
    }

    /// Takes an action, and says how many operations are done with it: if it fails, its block is.
    #[cfg_attr(not(one_kernel), inline(always))]
    fn act(&mut self, action: u16, rest: u16) -> usize {
        if self.driver.act(action) {
            1
        } else {
            usize::from(rest) + 1
        }
    }

    fn take_other(&mut self, op: Op) {
        match op {
            Op::Enter(state) if WHOLE => bits::add(&mut self.position.words, state),
            Op::Leave(state) if WHOLE => bits::remove(&mut self.position.words, state),
            Op::Arm(slot) => self.begin(slot),
            Op::Disarm(slot) => {
                self.end(slot);
            }
            Op::Invoke(slot) => {
                self.driver.disturb();
                // Slots are numbered in document order, in which they are begun. There are few.
                let pending = &mut self.scratch.pending;
                let place = pending.partition_point(|before| *before < slot);
                pending.insert(place, slot);
            }
            Op::Stop(slot) => {
                if !self.end(slot) {
                    self.scratch.pending.retain(|pending| *pending != slot);
                }
            }
            Op::Record { history, state } if WHOLE => {
                let layout = self.tables().layout;
                let start = layout.histories + usize::from(history) * layout.set;
                let set = &mut self.position.words[start..start + layout.set];
                set.fill(0);
                bits::add(set, state);
            }
            Op::Finish(state) => self.finish(state),
            Op::Act { .. } | Op::Enter(_) | Op::Leave(_) | Op::Record { .. } => {}
        }
    }

    fn turn(&mut self, slot: u16) -> &mut u64 {
        let turns = self.tables().layout.turns;
        at_mut(&mut self.position.words, turns + usize::from(slot))
    }

    /// Begins a turn of a timer or an invoke.
    fn begin(&mut self, slot: u16) {
        let turn = self.turn(slot);
        *turn = turn.wrapping_add(1);
        let key = SlotKey { slot, turn: *turn };
        self.driver.ask(Request::Begin(key));
    }

    /// Ends the turn of a timer or an invoke, if it has one.
    fn end(&mut self, slot: u16) -> bool {
        let turn = self.turn(slot);
        let key = SlotKey { slot, turn: *turn };
        if !key.is_run() {
            return false;
        }
        *turn = turn.wrapping_add(1);
        self.driver.ask(Request::End(key));
        true
    }

    /// Begins the invokes of the states that were entered in this macrostep and are active at its end (SCXML 6.4).
    pub(super) fn begin_invokes(&mut self) {
        for index in 0..self.scratch.pending.len() {
            self.begin(self.scratch.pending[index]);
        }
        self.scratch.pending.clear();
    }

    /// A final state is entered: says so to the states that have finished with it (SCXML 3.7).
    pub(super) fn finish(&mut self, state: u16) {
        let tables = self.tables();
        let row = tables.state(state);
        if row.parent == ROOT {
            return self.conclude(row.data);
        }
        self.driver.finish(row.parent, row.data);
        if !WHOLE {
            return;
        }
        let mut inner = row.parent;
        loop {
            let outer = tables.state(inner).parent;
            if outer == NONE
                || tables.state(outer).kind != StateKind::Parallel
                || !self.is_finished(outer)
            {
                return;
            }
            if outer == ROOT {
                return self.conclude(NONE);
            }
            self.driver.finish(outer, NONE);
            if tables.strict_scxml {
                return;
            }
            inner = outer;
        }
    }

    fn conclude(&mut self, maker: u16) {
        self.driver.disturb();
        self.position.status = Status::Finished;
        self.driver.finish(ROOT, maker);
    }

    /// Whether a state is in a final state (`isInFinalState` of appendix D). Asked only in charts with regions.
    fn is_finished(&self, state: u16) -> bool {
        let tables = self.tables();
        let mut children = tables.children(state);
        match tables.state(state).kind {
            StateKind::Parallel => children.all(|region| self.is_finished(region)),
            StateKind::Compound => children.any(|child| {
                tables.state(child).kind == StateKind::Final
                    && bits::has(&self.position.words, child)
            }),
            _ => false,
        }
    }
}
