//! A chart as Rust source, which gives the same chart without work when the program starts.

use std::borrow::Cow;
use std::fmt::Write;
use std::time::Duration;

use crate::tables::{
    Change, Condition, EventRow, Layout, Op, Pick, Plan, PlanKind, SlotRow, Span, StateKind,
    StateRow, Tables, TransitionRow, Work,
};
use crate::Chart;

/// An expression for a chart, which may stand in a `static`. It names this crate by `chart`.
pub fn source(chart: &Chart, path: &str) -> String {
    let mut out = format!("{{ use {path}::__private::tables::*; {path}::Chart::of_tables(");
    chart.tables.write(&mut out);
    out.push_str(") }");
    out
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
        name, version, microstep_limit, strict_scxml, has_regions, has_always, layout, columns, rows, picks, plans, changes,
        ops, states, leaves, leaf_bits, row_of, ends, transitions, lists, events, prefixes, any, guards, actions, errors,
        makers, conditions, slots, histories,
    }
    struct Layout { set, histories, turns, count }
    struct Span { start, len }
    struct Pick { guard, plan, transition, is_last }
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
