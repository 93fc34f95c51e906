//! The operations that taking a transition is made of.

use super::{Run, Why};
use crate::bits;
use crate::effect::Queued;
use crate::tables::{Op, Plan, Span, StateKind, Work, NONE, ROOT};
use crate::{ActionCx, Effect, GuardCx, Host, SlotKey, Status};

impl<H: Host> Run<'_, H> {
    pub(super) fn take_span(&mut self, span: Span, cause: Why<'_, H>) {
        if span.len != 0 {
            self.take_ops(span.start, span.len, cause);
        }
    }

    /// Takes the actions of a transition.
    #[inline(always)]
    pub(super) fn take_ops_between(&mut self, plan: Plan, from: u16, to: u16, cause: Why<'_, H>) {
        self.take_ops_here(plan.start + u32::from(from), to - from, cause);
    }

    /// Takes operations. One copy for all who call it, except where it matters most.
    #[inline(never)]
    pub(super) fn take_ops(&mut self, start: u32, count: u16, cause: Why<'_, H>) {
        self.take_ops_here(start, count, cause);
    }

    #[inline(always)]
    pub(super) fn take_ops_here(&mut self, start: u32, count: u16, cause: Why<'_, H>) {
        let chart = self.chart;
        let start = start as usize;
        let mut ops = chart.tables.ops[start..start + usize::from(count)].iter();
        while let Some(op) = ops.next() {
            match *op {
                Op::Act { action, rest } => {
                    let mut cx = ActionCx {
                        context: &mut self.snapshot.context,
                        cause,
                        effects: self.effects,
                    };
                    if let Err(error) = self.host.act(action, &mut cx) {
                        self.effects.raise(Queued::Failed { action, error });
                        if let Some(last) = rest.checked_sub(1) {
                            ops.nth(usize::from(last));
                        }
                    }
                }
                Op::Enter(state) => bits::add(&mut self.snapshot.words, state),
                Op::Leave(state) => bits::remove(&mut self.snapshot.words, state),
                op => self.take_other(op, cause),
            }
        }
    }

    #[inline(never)]
    fn take_other(&mut self, op: Op, cause: Why<'_, H>) {
        match op {
            Op::Arm(slot) => self.begin(slot),
            Op::Disarm(slot) => {
                self.end(slot);
            }
            Op::Invoke(slot) => {
                self.effects.is_restless = true;
                // Slots are numbered in document order, in which they are begun. There are few.
                let pending = &mut self.effects.pending;
                let place = pending.partition_point(|before| *before < slot);
                pending.insert(place, slot);
            }
            Op::Stop(slot) => {
                if !self.end(slot) {
                    self.effects.pending.retain(|pending| *pending != slot);
                }
            }
            Op::Record { history, state } => {
                let layout = self.chart.tables.layout;
                let start = layout.histories + usize::from(history) * layout.set;
                let set = &mut self.snapshot.words[start..start + layout.set];
                set.fill(0);
                bits::add(set, state);
            }
            Op::Finish(state) => self.finish(state, cause),
            Op::Act { .. } | Op::Enter(_) | Op::Leave(_) => {}
        }
    }

    fn turn(&mut self, slot: u16) -> &mut u64 {
        let turns = self.chart.tables.layout.turns;
        &mut self.snapshot.words[turns + usize::from(slot)]
    }

    /// Begins a turn of a timer or an invoke.
    fn begin(&mut self, slot: u16) {
        let turn = self.turn(slot);
        *turn += 1;
        let key = SlotKey { slot, turn: *turn };
        let begin = self.chart.tables.begin(key);
        self.effects.asked.push(begin);
    }

    /// Ends the turn of a timer or an invoke, if it has one.
    fn end(&mut self, slot: u16) -> bool {
        let turn = self.turn(slot);
        let key = SlotKey { slot, turn: *turn };
        if !key.is_run() {
            return false;
        }
        *turn += 1;
        self.effects
            .asked
            .push(match self.chart.tables.slots[usize::from(slot)].work {
                Work::Timer { .. } => Effect::StopTimer(key),
                Work::Invoke { .. } => Effect::StopTask(key),
            });
        true
    }

    /// Begins the invokes of the states that were entered in this macrostep and are active at its end (SCXML 6.4).
    pub(super) fn begin_invokes(&mut self) {
        for index in 0..self.effects.pending.len() {
            self.begin(self.effects.pending[index]);
        }
        self.effects.pending.clear();
    }

    /// A final state is entered: says so to the states that have finished with it (SCXML 3.7).
    pub(super) fn finish(&mut self, state: u16, cause: Why<'_, H>) {
        let tables = &self.chart.tables;
        let row = tables.state(state);
        let data = (row.data != NONE).then(|| {
            let context = &self.snapshot.context;
            self.host.make(row.data, &GuardCx { context, cause })
        });
        if row.parent == ROOT {
            return self.conclude(data);
        }
        self.raise_done(row.parent, data);
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
                return self.conclude(None);
            }
            self.raise_done(outer, None);
            if tables.strict_scxml {
                return;
            }
            inner = outer;
        }
    }

    fn raise_done(&mut self, state: u16, data: Option<H::Data>) {
        if self.chart.tables.state(state).done != NONE {
            self.effects.raise(Queued::Done { state, data });
        }
    }

    fn conclude(&mut self, data: Option<H::Data>) {
        self.effects.is_restless = true;
        self.snapshot.status = Status::Finished;
        self.snapshot.output = data.map(Box::new);
    }

    /// Whether a state is in a final state (`isInFinalState` of appendix D). Asked only in charts with regions.
    fn is_finished(&self, state: u16) -> bool {
        let tables = &self.chart.tables;
        let mut children = tables.children(state);
        match tables.state(state).kind {
            StateKind::Parallel => children.all(|region| self.is_finished(region)),
            StateKind::Compound => children.any(|child| {
                tables.state(child).kind == StateKind::Final
                    && bits::has(&self.snapshot.words, child)
            }),
            _ => false,
        }
    }
}
