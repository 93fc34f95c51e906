//! A chart as Rust source, which gives the same chart without work when the program starts.

use std::borrow::Cow;
use std::collections::BTreeMap;
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

/// The most picks that are written out: beyond, a program would become large by them.
const MOST_WRITTEN: usize = 1_024;

/// Which pick is taken in which row for which column, as a block of Rust: of `row`, `column` and `holds`, which answers for a
/// guard. `None` if there are too many.
pub fn picking(chart: &Chart) -> Option<String> {
    let tables = &chart.tables;
    if tables.picks.len() > MOST_WRITTEN {
        return None;
    }
    let columns = usize::from(tables.columns);
    let mut out = String::from("match column {");
    for column in 0..columns {
        let _ = write!(out, "{column} => match row {{");
        for (row, cells) in tables.rows.chunks(columns).enumerate() {
            if cells[column] == 0 {
                continue;
            }
            let _ = write!(out, "{row} => ");
            let picks = tables.picks.iter().enumerate();
            let mut is_certain = false;
            for (place, pick) in picks.skip(usize::from(cells[column])) {
                is_certain = pick.guard == NONE;
                if !is_certain {
                    let _ = write!(out, "if holds({}) {{ {place} }} else ", pick.guard);
                } else {
                    let _ = write!(out, "{{ {place} }}");
                }
                if pick.is_last {
                    break;
                }
            }
            out.push_str(if is_certain { "," } else { "{ u16::MAX }," });
        }
        out.push_str("_ => u16::MAX },");
    }
    out.push_str("_ => u16::MAX }");
    Some(out)
}

/// What taking plain picks does, as a block of Rust: of `pick` and `taker`. Whether the pick is plain is its value. `None` if there
/// are too many.
pub fn taking(chart: &Chart) -> Option<String> {
    let tables = &chart.tables;
    if tables.picks.len() > MOST_WRITTEN {
        return None;
    }
    let mut picks_of = BTreeMap::<u16, Vec<usize>>::new();
    for (place, pick) in tables.picks.iter().enumerate() {
        if pick.is_plain {
            picks_of.entry(pick.plan).or_default().push(place);
        }
    }
    let mut out = String::from("match pick {");
    for (plan, picks) in picks_of {
        let plan = tables.plans[usize::from(plan)];
        let picks: Vec<String> = picks.iter().map(usize::to_string).collect();
        let _ = write!(out, "{} => {{", picks.join(" | "));
        let span = Span {
            start: plan.start,
            len: plan.count,
        };
        let mut is_begun = false;
        for op in &tables.ops[span.range()] {
            let Op::Act { action, rest } = op else {
                continue;
            };
            let (before, after) = (
                if is_begun { "&&" } else { "let _ =" },
                if *rest == 0 { ";" } else { "" },
            );
            let _ = write!(out, "{before} taker.act({action}) {after}");
            is_begun = *rest != 0;
        }
        let _ = write!(out, "taker.become_({}); true }}", plan.becomes);
    }
    out.push_str("_ => false }");
    Some(out)
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
        name, version, microstep_limit, strict_scxml, has_regions, has_always, layout, columns, rows, picks, plain, plans, changes,
        ops, states, leaves, leaf_bits, row_of, ends, transitions, lists, events, prefixes, any, guards, actions, errors,
        makers, conditions, slots, histories,
    }
    struct Layout { set, histories, turns, count }
    struct Span { start, len }
    struct Pick { guard, plan, transition, is_last, is_plain }
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
    enum Work { Timer { delay, elapsed }, Invoke { source, done, failed } }
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
