//! What a chart is compiled to: rows of numbers, borrowed by charts that are `static`, owned by others.
//!
//! States are numbered in document order, so what is inside a state is an interval of numbers, and leaving and entering in the
//! right order is counting down and up.

#![expect(
    missing_docs,
    reason = "public for what `chart!` writes, and hidden: nobody else is to name any of it"
)]

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

pub type Table<T> = Cow<'static, [T]>;
pub type Text = Cow<'static, str>;

/// In place of a number: there is none.
pub const NONE: u16 = u16::MAX;

/// The outermost state.
pub const ROOT: u16 = 0;

/// The column of transitions that need no event.
pub const ALWAYS: u16 = 0;

/// In place of a transition's domain: it depends on what a history remembers.
pub const DYNAMIC: u16 = u16::MAX - 1;

/// Guards from this number on are conditions made of others.
pub const COMPOSED: u16 = 0x8000;

/// A part of another table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: u32,
    pub len: u16,
}

impl Span {
    pub const fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.len as usize
    }
}

/// Where what is in a snapshot's words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Layout {
    /// How many words a set of states has.
    pub set: usize,
    /// Where the sets of the histories begin.
    pub histories: usize,
    /// Where the turns of the slots begin.
    pub turns: usize,
    pub count: usize,
}

#[derive(Clone, Debug)]
pub struct Tables {
    pub name: Text,
    pub version: u32,
    pub microstep_limit: u32,
    pub strict_scxml: bool,
    pub always_after_each_event: bool,
    /// Whether more than one atomic state can be active.
    pub has_regions: bool,
    pub has_always: bool,
    /// Where what is in a snapshot's words.
    pub layout: Layout,
    /// How many columns a row has.
    pub columns: u16,
    /// For each atomic state a row: for each column where its picks begin, 0 if there are none.
    pub rows: Table<u16>,
    pub picks: Table<Pick>,
    /// For each column whether all its picks are plain and without guards, so that where there are regions, each can take its own
    /// without knowing those of the others.
    pub plain: Table<bool>,
    pub changes: Table<Change>,
    pub ops: Table<Op>,
    pub states: Table<StateRow>,
    /// The atomic states. Their places are their rows.
    pub leaves: Table<u16>,
    /// The same as a set.
    pub leaf_bits: Table<u64>,
    /// For each state its row; [`NONE`] if it is not atomic.
    pub row_of: Table<u16>,
    /// For each state the number after that of the last state inside.
    pub ends: Table<u16>,
    pub transitions: Table<TransitionRow>,
    /// Lists of numbers that other tables have parts of.
    pub lists: Table<u16>,
    /// The exact names of events, sorted.
    pub events: Table<EventRow>,
    /// The prefixes that descriptors name, sorted, without `.*`.
    pub prefixes: Table<EventRow>,
    /// The column of events that no other column is for.
    pub any: u16,
    pub guards: Table<Text>,
    pub actions: Table<Text>,
    /// For each action the column of `error.<action>`.
    pub errors: Table<u16>,
    /// The names of what makes data.
    pub makers: Table<Text>,
    pub conditions: Table<Condition>,
    pub slots: Table<SlotRow>,
    /// The histories' states.
    pub histories: Table<u16>,
}

/// One transition that may be taken, in the order in which an atomic state asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pick {
    pub guard: u16,
    pub transition: u16,
    pub plan: Plan,
    pub is_last: bool,
    /// Whether taking it is taking actions and marking at once what is active then. Where there are regions, also whether no other
    /// atomic state asks for it, and nothing else is to do before and after those of other regions.
    pub is_plain: bool,
}

/// What taking a transition does, seen from one atomic state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Plan {
    pub kind: PlanKind,
    /// Whether the transition has a target.
    pub is_targeted: bool,
    /// Where the operations begin: those of leaving, of the transition, of entering.
    pub start: u32,
    pub exits: u16,
    /// Where those of the transition end, from the start.
    pub actions: u16,
    /// Where those of entering end.
    pub count: u16,
    /// In charts without regions, the row that is active then; in others, the place of the [`Change`], [`NONE`] if there is none.
    pub becomes: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlanKind {
    /// All is known: no parallel state is left, and no history is asked.
    Take,
    /// What is left has to be found out when the transition is taken.
    Leave,
    /// What is entered, too.
    Search,
    Ignore,
    Forbid,
}

/// What a plan does to a set of active states that has one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Change {
    pub leaving: u64,
    pub entering: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// Takes an action. So many operations after it are of the same block, and left out if it fails.
    Act { action: u16, rest: u16 },
    /// Starts a timer.
    Arm(u16),
    /// Stops it.
    Disarm(u16),
    /// Begins an invoke, if its state is still active when the macrostep ends.
    Invoke(u16),
    /// Ends it.
    Stop(u16),
    /// Marks a state as active, in charts with regions where no [`Change`] does.
    Enter(u16),
    /// Marks a state as not active, likewise.
    Leave(u16),
    /// Has a history remember a state.
    Record { history: u16, state: u16 },
    /// A final state is entered.
    Finish(u16),
}

/// What kind of state one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateKind {
    /// Nothing is inside.
    Atomic,
    /// One of the states inside is active while it is.
    Compound,
    /// All states inside are active while it is.
    Parallel,
    /// It ends the state around it.
    Final,
    /// It stands for the state directly inside the one around it that was active last, and is never active itself.
    Shallow,
    /// The same for all states inside the one around it.
    Deep,
}

#[derive(Clone, Debug)]
pub struct StateRow {
    /// The path.
    pub name: Text,
    pub kind: StateKind,
    pub parent: u16,
    /// The states in which it begins, or to which a history leads that remembers nothing.
    pub initial: Span,
    pub initial_ops: Span,
    pub entry: Span,
    pub exit: Span,
    /// The column of the event that it has finished.
    pub done: u16,
    /// What makes the data of a final state.
    pub data: u16,
    pub tags: Table<Text>,
    pub meta: Table<(Text, Text)>,
}

#[derive(Clone, Copy, Debug)]
pub struct TransitionRow {
    pub source: u16,
    pub targets: Span,
    pub domain: u16,
    pub is_internal: bool,
    pub ops: Span,
}

#[derive(Clone, Debug)]
pub struct EventRow {
    pub name: Text,
    pub column: u16,
    /// Whether the kernel itself makes it.
    pub is_internal: bool,
}

#[derive(Clone, Copy, Debug)]
pub enum Condition {
    Guard(u16),
    In(u16),
    Not(u16),
    All(Span),
    Any(Span),
}

/// A timer, or an invoke.
#[derive(Clone, Debug)]
pub struct SlotRow {
    pub state: u16,
    /// Which of its state's, by name: `after.500`, or the invoke's identifier.
    pub name: Text,
    pub work: Work,
}

#[derive(Clone, Debug)]
pub enum Work {
    Timer {
        delay: Duration,
        elapsed: u16,
    },
    Invoke {
        source: Text,
        done: u16,
        failed: u16,
        /// `NONE` if no transition is for it.
        next: u16,
    },
}

/// What is at a place of a table.
///
/// Where places are wrong, a table is; so there is one message for all of them, and next to no code at each.
#[inline]
pub(crate) fn at<T>(table: &[T], place: impl Into<usize>) -> &T {
    match table.get(place.into()) {
        Some(row) => row,
        None => damaged(),
    }
}

#[inline]
pub(crate) fn at_mut<T>(table: &mut [T], place: impl Into<usize>) -> &mut T {
    match table.get_mut(place.into()) {
        Some(row) => row,
        None => damaged(),
    }
}

/// A part of a table.
#[inline]
pub(crate) fn part<T>(table: &[T], span: Span) -> &[T] {
    match table.get(span.range()) {
        Some(rows) => rows,
        None => damaged(),
    }
}

#[cold]
#[inline(never)]
pub(crate) fn damaged() -> ! {
    panic!("a machine and the tables of its chart do not fit each other");
}

impl Plan {
    /// That of a transition that does nothing at all.
    pub(crate) const NOTHING: Self = Self {
        kind: PlanKind::Forbid,
        is_targeted: false,
        start: 0,
        exits: 0,
        actions: 0,
        count: 0,
        becomes: NONE,
    };
}

impl Change {
    pub(crate) const NONE: Self = Self {
        leaving: 0,
        entering: 0,
    };

    #[inline]
    pub(crate) fn add(&mut self, other: Self) {
        self.leaving |= other.leaving;
        self.entering |= other.entering;
    }
}

impl PlanKind {
    /// Whether it does something at all.
    pub const fn is_taken(self) -> bool {
        matches!(self, Self::Take | Self::Leave | Self::Search)
    }
}

impl StateKind {
    pub(crate) const fn is_leaf(self) -> bool {
        matches!(self, Self::Atomic | Self::Final)
    }

    /// Whether it is a history.
    pub const fn is_history(self) -> bool {
        matches!(self, Self::Shallow | Self::Deep)
    }
}

impl Tables {
    #[inline]
    pub fn state(&self, state: u16) -> &StateRow {
        at(&self.states, state)
    }

    /// What is at a place of `changes`, if that is one.
    #[inline]
    pub(crate) fn change(&self, place: u16) -> Change {
        match place {
            NONE => Change::NONE,
            place => *at(&self.changes, place),
        }
    }

    /// The number after that of the last state inside.
    #[inline]
    pub fn end(&self, state: u16) -> u16 {
        *at(&self.ends, state)
    }

    /// Whether `inner` is inside of `outer` and another state.
    #[inline]
    pub fn is_inside(&self, inner: u16, outer: u16) -> bool {
        outer < inner && inner < self.end(outer)
    }

    /// The states around `state`, from the inside out.
    pub fn around(&self, state: u16) -> impl Iterator<Item = u16> + '_ {
        let parent = |state: &u16| Some(self.state(*state).parent).filter(|parent| *parent != NONE);
        std::iter::successors(parent(&state), parent)
    }

    /// The states directly inside, histories left out.
    pub fn children(&self, state: u16) -> impl Iterator<Item = u16> + '_ {
        let end = self.end(state);
        let next = move |child: u16| Some(child).filter(|child| *child < end);
        let children = std::iter::successors(next(state + 1), move |child| next(self.end(*child)));
        children.filter(|child| !self.state(*child).kind.is_history())
    }

    pub fn list(&self, span: Span) -> &[u16] {
        part(&self.lists, span)
    }

    /// How many words a set of states has.
    pub const fn words(&self) -> usize {
        self.layout.set
    }

    /// The innermost compound state, or the outermost state, that `source` and all targets are inside of: what a transition
    /// leaves is inside of it (`getTransitionDomain` of appendix D). `holds` says whether all targets are inside of a state.
    pub fn domain(&self, source: u16, is_internal: bool, holds: impl Fn(u16) -> bool) -> u16 {
        let is_compound =
            |state: u16| state == ROOT || self.state(state).kind == StateKind::Compound;
        if source == ROOT || (is_internal && is_compound(source) && holds(source)) {
            return source;
        }
        let mut around = self.around(source);
        around
            .find(|state| is_compound(*state) && holds(*state))
            .unwrap_or(ROOT)
    }

    /// Whether something has to be found out when a transition is taken: more than one atomic state may be active, a history
    /// may be asked, or the chart does not begin in states that are directly inside of each other.
    pub fn needs_whole_kernel(&self) -> bool {
        let is_found_out =
            |pick: &Pick| matches!(pick.plan.kind, PlanKind::Leave | PlanKind::Search);
        let begins_inside = |(state, row): (u16, &StateRow)| {
            let initial = self.list(row.initial);
            initial.len() <= 1
                && initial
                    .iter()
                    .all(|target| self.state(*target).parent == state)
        };
        self.has_regions
            || !self.histories.is_empty()
            || self.picks.iter().any(is_found_out)
            || !(0..).zip(self.states.iter()).all(begins_inside)
    }

    /// The column for an event of this name, if any transition is for it.
    pub fn column(&self, name: &str) -> Option<u16> {
        let find = |rows: &[EventRow], name: &str| {
            let index = rows.binary_search_by(|row| (*row.name).cmp(name)).ok()?;
            Some(rows[index].column)
        };
        let exact = find(&self.events, name);
        let prefix = || {
            let mut parts =
                std::iter::successors(Some(name), |name| Some(name.rsplit_once('.')?.0));
            parts.find_map(|prefix| find(&self.prefixes, prefix))
        };
        let column = exact.or_else(prefix).unwrap_or(self.any);
        Some(column).filter(|column| *column != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ActionCx, ActionError, Chart, Column, Effects, GuardCx, Host, Reception};

    const fn row(name: &'static str, kind: StateKind, parent: u16) -> StateRow {
        StateRow {
            name: Cow::Borrowed(name),
            kind,
            parent,
            initial: Span { start: 0, len: 1 },
            initial_ops: Span { start: 0, len: 0 },
            entry: Span { start: 0, len: 0 },
            exit: Span { start: 0, len: 0 },
            done: NONE,
            data: NONE,
            tags: Cow::Borrowed(&[]),
            meta: Cow::Borrowed(&[]),
        }
    }

    const fn pick(transition: u16, becomes: u16) -> Pick {
        Pick {
            guard: NONE,
            transition,
            plan: plan(becomes),
            is_last: true,
            is_plain: true,
        }
    }

    const fn plan(becomes: u16) -> Plan {
        Plan {
            kind: PlanKind::Take,
            is_targeted: true,
            start: 0,
            exits: 0,
            actions: 1,
            count: 1,
            becomes,
        }
    }

    const fn transition(source: u16) -> TransitionRow {
        TransitionRow {
            source,
            targets: Span { start: 0, len: 1 },
            domain: ROOT,
            is_internal: false,
            ops: Span { start: 0, len: 1 },
        }
    }

    /// Two states that lead to each other, with an action that counts.
    static LAMP: Chart = Chart {
        tables: Tables {
            name: Cow::Borrowed("lamp"),
            version: 1,
            microstep_limit: 1_000,
            strict_scxml: false,
            always_after_each_event: false,
            has_regions: false,
            has_always: false,
            layout: Layout {
                set: 1,
                histories: 0,
                turns: 0,
                count: 0,
            },
            columns: 2,
            rows: Cow::Borrowed(&[0, 1, 0, 2]),
            picks: Cow::Borrowed(&[pick(0, 1), pick(0, 1), pick(1, 0)]),
            plain: Cow::Borrowed(&[true, true]),
            changes: Cow::Borrowed(&[]),
            ops: Cow::Borrowed(&[Op::Act { action: 0, rest: 0 }]),
            states: Cow::Borrowed(&[
                row("", StateKind::Compound, NONE),
                row("off", StateKind::Atomic, ROOT),
                row("on", StateKind::Atomic, ROOT),
            ]),
            leaves: Cow::Borrowed(&[1, 2]),
            leaf_bits: Cow::Borrowed(&[0b110]),
            row_of: Cow::Borrowed(&[NONE, 0, 1]),
            ends: Cow::Borrowed(&[3, 2, 3]),
            transitions: Cow::Borrowed(&[transition(1), transition(2)]),
            lists: Cow::Borrowed(&[1]),
            events: Cow::Borrowed(&[EventRow {
                name: Cow::Borrowed("switch"),
                column: 1,
                is_internal: false,
            }]),
            prefixes: Cow::Borrowed(&[]),
            any: NONE,
            guards: Cow::Borrowed(&[]),
            actions: Cow::Borrowed(&[Cow::Borrowed("count")]),
            errors: Cow::Borrowed(&[NONE]),
            makers: Cow::Borrowed(&[]),
            conditions: Cow::Borrowed(&[]),
            slots: Cow::Borrowed(&[]),
            histories: Cow::Borrowed(&[]),
        },
    };

    struct Counting;

    impl Host for Counting {
        type Context = u32;
        type Event = &'static str;
        type Data = ();

        fn column(&self, chart: &Chart, event: &&'static str) -> Option<Column> {
            chart.column(event)
        }

        fn guard(&self, _: u16, _: &GuardCx<'_, u32, &'static str>) -> bool {
            true
        }

        fn act(
            &mut self,
            _: u16,
            cx: &mut ActionCx<'_, u32, &'static str>,
        ) -> Result<(), ActionError> {
            *cx.context += 1;
            Ok(())
        }

        fn make(&mut self, _: u16, _: &GuardCx<'_, u32, &'static str>) {}
    }

    #[test]
    fn tables_may_be_static() {
        let mut lamp = LAMP.create(0);
        let mut effects = Effects::new();
        LAMP.start(&mut Counting, &mut lamp, &mut effects).unwrap();
        let mut send = |event| LAMP.send(&mut Counting, &mut lamp, &event, &mut effects);
        assert_eq!(send("switch"), Ok(Reception::Handled));
        assert_eq!(send("switch"), Ok(Reception::Handled));
        assert_eq!(send("switch"), Ok(Reception::Handled));
        assert_eq!(send("other"), Ok(Reception::Unhandled));
        assert_eq!(lamp.context, 3);
        assert!(LAMP.is_active(&lamp, LAMP.state("on").unwrap()));
    }
}
