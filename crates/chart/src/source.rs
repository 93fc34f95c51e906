//! A chart as Rust source, which gives the same chart without work when the program starts.

use std::borrow::Cow;
use std::fmt::Write;
use std::time::Duration;

use crate::tables::{
    Change, Condition, EventRow, Layout, Op, Pick, Plan, PlanKind, SlotRow, Span, StateKind,
    StateRow, Tables, TransitionRow, Work, NONE,
};
use crate::Chart;

/// An expression for a chart, which may stand in a `static`. It names this crate by `chart`.
pub fn source(chart: &Chart, path: &str) -> String {
    let mut out = format!("{{ use {path}::__private::tables::*; {path}::Chart::of_tables(");
    chart.tables.write(&mut out);
    out.push_str(") }");
    out
}

/// The most picks that are written out: with more, a program would become large by them.
const MOST_WRITTEN: usize = 1_024;

/// What a chart does, as Rust.
pub struct Written {
    /// A block that gives the pick that is taken in `row` for `column`, or `u16::MAX`; `holds` answers for guards.
    pub pick: String,
    /// A block that has `taker` take `pick` if that is plain, and says whether it is.
    pub take: String,
    /// A block that has `taker` take all picks for `column` of the states in `active`, if `column` is a plain one. Its value is
    /// whether there were some.
    pub take_all: String,
}

/// Writes out what a chart does; `None` if that is too much. The compiler does better with it than with tables.
pub fn written(chart: &Chart) -> Option<Written> {
    let tables = &chart.tables;
    (tables.picks.len() <= MOST_WRITTEN).then(|| Written {
        pick: tables.pick_written(),
        take: tables.take_written(),
        take_all: tables.take_all_written(),
    })
}

impl Tables {
    fn pick_written(&self) -> String {
        let columns = usize::from(self.columns);
        let mut out = String::from("match column {");
        for column in 0..columns {
            let _ = write!(out, "{column} => match row {{");
            for (row, cells) in self.rows.chunks(columns).enumerate() {
                if cells[column] == 0 {
                    continue;
                }
                let _ = write!(out, "{row} => ");
                let picks = (cells[column]..).zip(&self.picks[usize::from(cells[column])..]);
                for (place, pick) in picks {
                    if pick.guard == NONE {
                        let _ = write!(out, "{{ {place} }}");
                    } else {
                        let _ = write!(out, "if holds({}) {{ {place} }} else ", pick.guard);
                    }
                    if pick.is_last {
                        out.push_str(if pick.guard == NONE {
                            ","
                        } else {
                            "{ u16::MAX },"
                        });
                        break;
                    }
                }
            }
            out.push_str("_ => u16::MAX },");
        }
        out.push_str("_ => u16::MAX }");
        out
    }

    fn take_written(&self) -> String {
        let mut plans = Vec::<(Plan, Vec<String>)>::new();
        for (place, pick) in self.picks.iter().enumerate() {
            if !pick.is_plain {
                continue;
            }
            match plans.iter_mut().find(|(known, _)| *known == pick.plan) {
                Some((_, places)) => places.push(place.to_string()),
                None => plans.push((pick.plan, vec![place.to_string()])),
            }
        }
        let mut out = String::from("match pick {");
        for (plan, places) in plans {
            let _ = write!(out, "{} => {{", places.join(" | "));
            self.write_plan(plan, &mut out);
            out.push_str("true }");
        }
        out.push_str("_ => false }");
        out
    }

    /// One atomic state after the other, which have nothing in common in a plain column: so what is active can be asked at once, and
    /// what is marked is known.
    fn take_all_written(&self) -> String {
        let columns = usize::from(self.columns);
        let mut out = String::from("{ let mut is_taken = false; match column {");
        for (column, is_plain) in self.plain.iter().enumerate() {
            if !is_plain || !self.has_regions {
                continue;
            }
            let _ = write!(out, "{column} => {{");
            for (cells, leaf) in self.rows.chunks(columns).zip(self.leaves.iter()) {
                if cells[column] != 0 {
                    let _ = write!(out, "if active & {} != 0 {{", 1_u64 << leaf);
                    let pick = &self.picks[usize::from(cells[column])];
                    self.write_plan(pick.plan, &mut out);
                    out.push_str("is_taken = true; }");
                }
            }
            out.push('}');
        }
        out.push_str("_ => {} } is_taken }");
        out
    }

    /// Taking a plan that is plain.
    fn write_plan(&self, plan: Plan, out: &mut String) {
        let ops = Span {
            start: plan.start,
            len: plan.count,
        };
        let mut is_in_block = false;
        for op in &self.ops[ops.range()] {
            if let Op::Act { action, rest } = op {
                out.push_str(if is_in_block { " && " } else { "let _ = " });
                let _ = write!(out, "taker.act({action})");
                is_in_block = *rest != 0;
                out.push_str(if is_in_block { "" } else { ";" });
            }
        }
        let _ = write!(out, "taker.mark({});", plan.becomes);
    }
}

trait Source {
    fn write(&self, out: &mut String);
}

/// Structs, and enums whose variants have fields with names, or one without, or none.
macro_rules! sources {
    ($(struct $name:ident { $($field:ident),* $(,)? })*) => {$(
        impl Source for $name {
            fn write(&self, out: &mut String) {
                let Self { $($field),* } = self;
                out.push_str(concat!(stringify!($name), " { "));
                $(
                    out.push_str(concat!(stringify!($field), ": "));
                    $field.write(out);
                    out.push_str(", ");
                )*
                out.push_str("}");
            }
        }
    )*};
    ($(enum $name:ident {
        $($variant:ident $({ $($field:ident),* })? $(($inner:ident))?),* $(,)?
    })*) => {$(
        impl Source for $name {
            fn write(&self, out: &mut String) {
                match self {
                    $(Self::$variant $({ $($field),* })? $(($inner))? => {
                        out.push_str(concat!(stringify!($name), "::", stringify!($variant)));
                        $(
                            out.push_str(" { ");
                            $(
                                out.push_str(concat!(stringify!($field), ": "));
                                $field.write(out);
                                out.push_str(", ");
                            )*
                            out.push_str("}");
                        )?
                        $(
                            out.push_str("(");
                            $inner.write(out);
                            out.push_str(")");
                        )?
                    })*
                }
            }
        }
    )*};
}

sources! {
    struct Tables {
        name, version, microstep_limit, strict_scxml, always_after_each_event, has_regions, has_always, layout, columns, rows, picks, plain, changes,
        ops, states, leaves, leaf_bits, row_of, ends, transitions, lists, events, prefixes, any, guards, actions, errors,
        makers, conditions, slots, histories,
    }
    struct Layout { set, histories, turns, count }
    struct Span { start, len }
    struct Pick { guard, transition, plan, is_last, is_plain }
    struct Plan { kind, is_targeted, start, exits, actions, count, becomes }
    struct Change { leaving, entering }
    struct StateRow {
        name, kind, parent, initial, initial_ops, entry, exit, done, data, tags, meta,
    }
    struct TransitionRow { source, targets, domain, is_internal, ops }
    struct EventRow { name, column, is_internal }
    struct SlotRow { state, name, work }
}

sources! {
    enum PlanKind { Take, Leave, Search, Ignore, Forbid }
    enum StateKind { Atomic, Compound, Parallel, Final, Shallow, Deep }
    enum Op {
        Act { action, rest }, Arm(slot), Disarm(slot), Invoke(slot), Stop(slot), Enter(state), Leave(state),
        Record { history, state }, Finish(state),
    }
    enum Condition { Guard(guard), In(state), Not(condition), All(span), Any(span) }
    enum Work { Timer { delay, elapsed }, Invoke { source, done, failed, next } }
}

macro_rules! literals {
    ($($ty:ty),*) => {$(
        impl Source for $ty {
            fn write(&self, out: &mut String) {
                let _ = write!(out, "{self:?}");
            }
        }
    )*};
}

literals!(bool, u16, u32, u64, usize);

impl Source for Cow<'static, str> {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "::std::borrow::Cow::Borrowed({:?})", &**self);
    }
}

impl<T: Source + Clone> Source for Cow<'static, [T]> {
    fn write(&self, out: &mut String) {
        out.push_str("::std::borrow::Cow::Borrowed(&[");
        for value in &**self {
            value.write(out);
            out.push_str(", ");
        }
        out.push_str("])");
    }
}

impl<A: Source, B: Source> Source for (A, B) {
    fn write(&self, out: &mut String) {
        out.push('(');
        self.0.write(out);
        out.push_str(", ");
        self.1.write(out);
        out.push(')');
    }
}

impl Source for Duration {
    fn write(&self, out: &mut String) {
        let (seconds, nanos) = (self.as_secs(), self.subsec_nanos());
        let _ = write!(out, "::std::time::Duration::new({seconds}, {nanos})");
    }
}

/// The number of a state's timer or invoke.
pub fn slot_of(chart: &Chart, state: u16, name: &str) -> Option<u16> {
    let mut slots = chart.tables.slots.iter();
    let slot = slots.position(|slot| slot.state == state && slot.name == name);
    slot.map(|slot| slot as u16)
}
