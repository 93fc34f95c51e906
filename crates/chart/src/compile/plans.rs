//! What each transition does, seen from each atomic state.

use super::columns::Columns;
use super::outline::Outline;
use super::parts::{Condition as Guarding, Parts, Work as SlotWork};
use super::{Errors, Interned, Lists};
use crate::bits;
use crate::entry::{Entry, Memory};
use crate::form::Role;
use crate::tables::{
    Change, Condition, Op, Pick, Plan, PlanKind, Span, StateKind, StateRow, Tables, TransitionRow,
    ALWAYS, DYNAMIC, NONE, ROOT,
};

/// How many transitions are looked at, those of outer states once for each state inside.
const PICKS: usize = 1 << 21;

/// Makes rows of the tables.
pub(super) struct Making<'o, 'f> {
    outline: &'o Outline<'f>,
    parts: &'o Parts,
    pub ops: Lists<Op>,
    pub lists: Lists<u16>,
    pub changes: Interned<Change>,
    pub conditions: Vec<Condition>,
    /// Whether a list of operations has more than can be counted.
    pub is_too_long: bool,
}

impl<'o, 'f> Making<'o, 'f> {
    pub fn new(outline: &'o Outline<'f>, parts: &'o Parts) -> Self {
        Self {
            outline,
            parts,
            ops: Lists::new(),
            lists: Lists::new(),
            changes: Interned::new(),
            conditions: Vec::new(),
            is_too_long: false,
        }
    }

    fn ops(&mut self, ops: Vec<Op>) -> Span {
        let len = self.len(ops.len());
        Span {
            start: self.ops.start(ops) as u32,
            len,
        }
    }

    /// The length of a list of operations.
    fn len(&mut self, len: usize) -> u16 {
        self.is_too_long |= len > super::MOST;
        len as u16
    }

    fn list(&mut self, list: Vec<u16>) -> Span {
        Span {
            len: list.len() as u16,
            start: self.lists.start(list) as u32,
        }
    }

    pub fn state(&mut self, state: u16) -> StateRow {
        let node = self.outline.node(state);
        let form = node.form;
        let begin = &self.parts.initial[usize::from(state)];
        let texts = form.tags.iter().map(|tag| tag.clone().into());
        let meta = form.meta.iter();
        let meta = meta.map(|(key, value)| (key.clone().into(), value.clone().into()));
        StateRow {
            name: node.path.clone().into(),
            kind: node.kind,
            parent: node.parent,
            initial: self.list(begin.targets.clone()),
            initial_ops: self.ops(block(&begin.actions)),
            entry: self.ops(self.entry(state)),
            exit: self.ops(self.exit(state)),
            done: NONE,
            data: form
                .data
                .as_ref()
                .map_or(NONE, |maker| self.known(&self.parts.makers, maker)),
            tags: texts.collect::<Vec<_>>().into(),
            meta: meta.collect::<Vec<_>>().into(),
        }
    }

    fn known(&self, names: &Interned<String>, name: &str) -> u16 {
        names.places.get(name).map_or(NONE, |place| *place as u16)
    }

    fn blocks(&self, blocks: &[Vec<String>]) -> Vec<Op> {
        let number = |name: &String| self.known(&self.parts.actions, name);
        let blocks = blocks.iter();
        blocks
            .flat_map(|names| block(&names.iter().map(number).collect::<Vec<_>>()))
            .collect()
    }

    /// The slots of a state: timers first.
    fn slots(&self, state: u16) -> impl Iterator<Item = (u16, bool)> + '_ {
        let slots = &self.parts.slots;
        let first = slots.partition_point(|slot| slot.state < state);
        let own = (first as u16..).zip(&slots[first..]);
        let own = own.take_while(move |(_, slot)| slot.state == state);
        own.map(|(index, slot)| (index, matches!(slot.work, SlotWork::Timer(_))))
    }

    fn entry(&self, state: u16) -> Vec<Op> {
        let mut ops = self.blocks(&self.outline.node(state).form.entry);
        let begin = |(slot, is_timer)| {
            if is_timer {
                Op::Arm(slot)
            } else {
                Op::Invoke(slot)
            }
        };
        ops.extend(self.slots(state).map(begin));
        ops
    }

    fn exit(&self, state: u16) -> Vec<Op> {
        let mut ops = self.blocks(&self.outline.node(state).form.exit);
        let end = |(slot, is_timer)| {
            if is_timer {
                Op::Disarm(slot)
            } else {
                Op::Stop(slot)
            }
        };
        ops.extend(self.slots(state).map(end));
        ops
    }

    pub fn condition(&mut self, guard: &Guarding) -> u16 {
        let condition = match guard {
            Guarding::Guard(guard) => Condition::Guard(*guard),
            Guarding::In(state) => Condition::In(*state),
            Guarding::Not(inner) => Condition::Not(self.condition(inner)),
            Guarding::All(inner) => Condition::All(self.condition_list(inner)),
            Guarding::Any(inner) => Condition::Any(self.condition_list(inner)),
        };
        self.conditions.push(condition);
        (self.conditions.len() - 1) as u16
    }

    fn condition_list(&mut self, guards: &[Guarding]) -> Span {
        let list = guards.iter().map(|guard| self.condition(guard)).collect();
        self.list(list)
    }

    pub fn transition(&mut self, tables: &Tables, transition: usize) -> TransitionRow {
        let part = &self.parts.transitions[transition];
        let asks_history = |target: &u16| self.outline.node(*target).kind.is_history();
        let domain = match &part.targets[..] {
            [] => NONE,
            _ if part.scope.is_some() => part.scope.unwrap_or(ROOT),
            // Whatever a history remembers is inside of the outermost state, which is not left.
            targets if targets.iter().any(asks_history) && part.source != ROOT => DYNAMIC,
            targets => tables.domain(part.source, part.is_internal, |state| {
                let mut targets = targets.iter();
                targets.all(|target| self.outline.is_inside(*target, state))
            }),
        };
        TransitionRow {
            source: part.source,
            targets: self.list(part.targets.clone()),
            domain,
            is_internal: part.is_internal,
            ops: self.ops(block(&part.actions)),
        }
    }

    /// For each column and atomic state the transitions that may be taken.
    pub fn cells(
        &mut self,
        tables: &Tables,
        columns: &Columns,
        guards: &[u16],
        errors: &mut Errors,
    ) -> Option<Cells> {
        let mut lists = Lists::new();
        // No list begins at 0, which says that there is none.
        let unused = Pick {
            guard: NONE,
            plan: Plan::NOTHING,
            transition: NONE,
            is_last: true,
            is_plain: false,
        };
        lists.start(vec![unused]);
        let mut found = Vec::new();
        let mut seen = 0;
        for column in 0..columns.len() {
            let transitions: Vec<_> = (0..self.parts.transitions.len())
                .filter(|transition| {
                    let part = &self.parts.transitions[*transition];
                    columns.matches(self.outline, part, column)
                })
                .collect();
            let mut cells = Vec::new();
            for leaf in tables.leaves.iter().copied() {
                let picks = self.picks(tables, guards, &transitions, leaf);
                seen += picks.len();
                if seen > PICKS {
                    errors.counts(seen, "transitions seen from different states")?;
                }
                cells.push(match picks.is_empty() {
                    true => 0,
                    false => lists.start(picks) as u16,
                });
                errors.counts(lists.values.len(), "transitions seen from different states")?;
            }
            found.push(ColumnCells {
                cells,
                is_always: column == usize::from(ALWAYS),
            });
        }
        Some(Cells {
            columns: found,
            picks: lists.values,
        })
    }

    /// The transitions among these that an atomic state asks for, those of inner states first.
    fn picks(
        &mut self,
        tables: &Tables,
        guards: &[u16],
        transitions: &[usize],
        leaf: u16,
    ) -> Vec<Pick> {
        let mut picks: Vec<Pick> = Vec::new();
        let asking = std::iter::once(leaf).chain(tables.around(leaf));
        'asking: for state in asking {
            let parts = &self.parts.transitions;
            let first = transitions.partition_point(|index| parts[*index].source < state);
            let own = transitions[first..].iter();
            for transition in own.take_while(|index| parts[**index].source == state) {
                let plan = self.plan(tables, *transition, leaf);
                picks.push(Pick {
                    guard: guards[*transition],
                    plan,
                    transition: *transition as u16,
                    is_last: false,
                    is_plain: self.is_plain(tables, plan),
                });
                if guards[*transition] == NONE {
                    break 'asking;
                }
            }
        }
        if let Some(last) = picks.last_mut() {
            last.is_last = true;
        }
        picks
    }

    /// See [`Pick::is_plain`].
    fn is_plain(&self, tables: &Tables, plan: Plan) -> bool {
        let begin = plan.start as usize;
        let ops = &self.ops.values[begin..begin + usize::from(plan.count)];
        let is_apart = plan.is_targeted && plan.exits == 0 && plan.actions == plan.count;
        plan.kind == PlanKind::Take
            && (is_apart || !tables.has_regions)
            && ops.iter().all(|op| matches!(op, Op::Act { .. }))
    }

    fn plan(&mut self, tables: &Tables, transition: usize, leaf: u16) -> Plan {
        let row = tables.transitions[transition];
        let kind = match self.parts.transitions[transition].role {
            Role::Take => PlanKind::Take,
            Role::Ignore => PlanKind::Ignore,
            Role::Forbid => PlanKind::Forbid,
        };
        let simple = Plan {
            kind,
            start: row.ops.start,
            is_targeted: false,
            exits: 0,
            actions: row.ops.len,
            count: row.ops.len,
            becomes: match tables.has_regions {
                true => NONE,
                false => tables.row_of[usize::from(leaf)],
            },
        };
        if row.domain == NONE || kind != PlanKind::Take {
            return simple;
        }
        let search = Plan {
            kind: PlanKind::Search,
            is_targeted: true,
            ..simple
        };
        if row.domain == DYNAMIC {
            return search;
        }
        let memory = Memory {
            sets: &[],
            words: 0,
        };
        let mut entry = Entry::new(tables, memory);
        entry.targets(tables.list(row.targets), row.domain);
        let entry = entry.found();
        if entry.has_asked {
            return search;
        }
        // The states that are left, from the inside out, as far as this atomic state knows.
        let leaving: Vec<_> = std::iter::once(leaf)
            .chain(tables.around(leaf))
            .take_while(|state| *state != row.domain)
            .collect();
        let is_parallel = |state: &u16| tables.state(*state).kind == StateKind::Parallel;
        let kind = match leaving.iter().any(is_parallel) || is_parallel(&row.domain) {
            true => PlanKind::Leave,
            false => PlanKind::Take,
        };
        let ends = |state: u16| tables.state(state).kind == StateKind::Final;
        let is_change = kind == PlanKind::Take
            && tables.words() == 1
            && !bits::iter(entry.entering.words()).any(ends);
        let marks = tables.has_regions && !is_change;
        let mut ops = Vec::new();
        if kind == PlanKind::Take {
            ops.extend(self.records(tables, &leaving));
            for state in &leaving {
                ops.extend(self.exit(*state));
                ops.extend(marks.then_some(Op::Leave(*state)));
            }
        }
        let exits = self.len(ops.len());
        ops.extend(block(&self.parts.transitions[transition].actions));
        let actions = self.len(ops.len());
        let mut entered = NONE;
        for state in bits::iter(entry.entering.words()) {
            ops.extend(marks.then_some(Op::Enter(state)));
            ops.extend(self.entry(state));
            if bits::has(entry.by_default.words(), state) {
                ops.extend(block(&self.parts.initial[usize::from(state)].actions));
            }
            if ends(state) {
                ops.push(Op::Finish(state));
            }
            if tables.state(state).kind.is_leaf() {
                entered = state;
            }
        }
        let count = self.len(ops.len());
        Plan {
            kind,
            is_targeted: true,
            start: self.ops.start(ops) as u32,
            exits,
            actions,
            count,
            becomes: match tables.has_regions {
                true if is_change => self.changes.place(&Change {
                    leaving: leaving.iter().fold(0, |set, state| set | 1 << state),
                    entering: entry.entering.words()[0],
                }),
                true => NONE,
                false => tables.row_of[usize::from(entered)],
            },
        }
    }

    /// What the histories of states that are left are to remember, where one chain of states is left.
    fn records(&self, tables: &Tables, leaving: &[u16]) -> Vec<Op> {
        let mut records = Vec::new();
        for (inner, outer) in leaving.iter().zip(leaving.iter().skip(1)) {
            for (history, state) in (0..).zip(tables.histories.iter()) {
                let row = tables.state(*state);
                if row.parent == *outer {
                    let state = match row.kind {
                        StateKind::Deep => leaving[0],
                        _ => *inner,
                    };
                    records.push(Op::Record { history, state });
                }
            }
        }
        records
    }
}

/// Actions that are taken one after the other until one fails.
fn block(actions: &[u16]) -> Vec<Op> {
    let count = actions.len();
    let acts = actions.iter().enumerate();
    acts.map(|(index, action)| Op::Act {
        action: *action,
        rest: (count - index - 1) as u16,
    })
    .collect()
}

/// What columns hold.
pub(super) struct Cells {
    pub columns: Vec<ColumnCells>,
    pub picks: Vec<Pick>,
}

pub(super) struct ColumnCells {
    /// For each atomic state where its picks begin.
    cells: Vec<u16>,
    is_always: bool,
}

impl ColumnCells {
    pub fn is_used(&self) -> bool {
        self.cells.iter().any(|cell| *cell != 0)
    }

    /// Columns in which nothing happens are left out, except the first, whose number is fixed.
    pub fn is_kept(&self) -> bool {
        self.is_always || self.is_used()
    }
}

impl Cells {
    pub fn rows(&self, leaves: usize) -> Vec<u16> {
        let kept = || self.columns.iter().filter(|column| column.is_kept());
        let rows = (0..leaves).flat_map(|leaf| kept().map(move |column| column.cells[leaf]));
        rows.collect()
    }

    /// See [`Tables::plain`].
    pub fn plain(&self) -> Vec<bool> {
        let plain = |column: &ColumnCells| {
            let begins = column.cells.iter().filter(|begin| **begin != 0);
            let mut firsts = begins.map(|begin| self.picks[usize::from(*begin)]);
            firsts.all(|pick| pick.is_plain && pick.guard == NONE)
        };
        let kept = self.columns.iter().filter(|column| column.is_kept());
        kept.map(plain).collect()
    }
}

/// The number of a column in the tables; [`NONE`] if it is left out.
pub(super) fn numbers(columns: &[ColumnCells]) -> impl Fn(usize) -> u16 + '_ {
    move |column| match columns[column].is_kept() {
        true => columns[..column]
            .iter()
            .filter(|column| column.is_kept())
            .count() as u16,
        false => NONE,
    }
}
