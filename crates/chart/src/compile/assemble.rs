//! The tables as a whole.

use super::columns::{done_name, Columns};
use super::outline::Outline;
use super::parts::{Condition as Guarding, Parts, SlotEvent, Work as SlotWork};
use super::plans::{numbers, Making};
use super::{Errors, Interned};
use crate::bits;
use crate::form::Form;
use crate::tables::{
    EventRow, Layout, SlotRow, StateKind, Table, Tables, Text, Work, ALWAYS, COMPOSED, NONE,
};

pub(super) fn tables(
    form: &Form,
    outline: &Outline<'_>,
    parts: &Parts,
    columns: &Columns,
    errors: &mut Errors,
) -> Option<Tables> {
    let mut making = Making::new(outline, parts);
    let states: Vec<_> = (0..outline.nodes.len() as u16)
        .map(|state| making.state(state))
        .collect();
    let guards: Vec<_> = parts
        .transitions
        .iter()
        .map(|part| match &part.guard {
            None => NONE,
            Some(Guarding::Guard(guard)) => *guard,
            Some(composed) => COMPOSED + making.condition(composed),
        })
        .collect();
    let leaves: Vec<u16> = leaves(outline).collect();
    let mut tables = Tables {
        name: form.name.clone().into(),
        version: form.version,
        microstep_limit: form.microstep_limit,
        strict_scxml: form.strict_scxml,
        always_after_each_event: form.always_after_each_event,
        has_regions: outline
            .nodes
            .iter()
            .any(|node| node.kind == StateKind::Parallel),
        has_always: false,
        layout: layout(outline, parts),
        columns: 0,
        rows: Vec::new().into(),
        picks: Vec::new().into(),
        plain: Vec::new().into(),
        changes: Vec::new().into(),
        ops: Vec::new().into(),
        ends: outline
            .nodes
            .iter()
            .map(|node| node.end)
            .collect::<Vec<_>>()
            .into(),
        leaf_bits: leaf_bits(outline, &leaves).into(),
        row_of: row_of(outline, &leaves).into(),
        leaves: leaves.into(),
        transitions: Vec::new().into(),
        lists: Vec::new().into(),
        events: Vec::new().into(),
        prefixes: Vec::new().into(),
        any: NONE,
        guards: texts(&parts.guards),
        actions: texts(&parts.actions),
        errors: Vec::new().into(),
        makers: texts(&parts.makers),
        conditions: Vec::new().into(),
        slots: Vec::new().into(),
        histories: histories(outline).into(),
        states: states.into(),
    };
    tables.transitions = (0..parts.transitions.len())
        .map(|transition| making.transition(&tables, transition))
        .collect::<Vec<_>>()
        .into();
    tables.lists = making.lists.values.clone().into();
    let cells = making.cells(&tables, columns, &guards, errors)?;
    let number = numbers(&cells.columns);
    (tables.events, tables.prefixes, tables.any) = {
        let (events, prefixes, any) = columns.events(outline, &number);
        (events.into(), prefixes.into(), any)
    };
    fall_back(&mut tables);
    let column = |name: &str| tables.column(name).unwrap_or(NONE);
    let actions = parts.actions.values.iter();
    let failed: Vec<_> = actions
        .map(|action| column(&format!("error.{action}")))
        .collect();
    let done: Vec<_> = outline
        .numbered()
        .map(|(state, node)| match node.kind {
            StateKind::Compound | StateKind::Parallel => column(&done_name(outline, state)),
            _ => NONE,
        })
        .collect();
    tables.errors = failed.into();
    for (row, done) in tables.states.to_mut().iter_mut().zip(done) {
        row.done = done;
    }
    tables.slots = slots(parts, columns, &number).into();
    tables.has_always = cells.columns[usize::from(ALWAYS)].is_used();
    tables.columns = cells
        .columns
        .iter()
        .filter(|column| column.is_kept())
        .count() as u16;
    tables.rows = cells.rows(tables.leaves.len()).into();
    tables.plain = cells.plain().into();
    tables.picks = cells.picks.into();
    if making.is_too_long {
        errors.counts(usize::MAX, "actions for one transition")?;
    }
    tables.changes = making.changes.values.into();
    tables.ops = making.ops.values.into();
    tables.lists = making.lists.values.into();
    tables.conditions = making.conditions.into();
    Some(tables)
}

/// A declared event that nothing names exactly is one of those that a prefix or `*` describes.
fn fall_back(tables: &mut Tables) {
    let is_unused = |row: &EventRow| row.column == NONE;
    if !tables.events.iter().any(is_unused) {
        return;
    }
    let events = std::mem::take(tables.events.to_mut());
    let events = events.into_iter().map(|row| {
        let column = match row.column {
            NONE => tables.column(&row.name).unwrap_or(NONE),
            column => column,
        };
        EventRow { column, ..row }
    });
    tables.events = events.collect::<Vec<_>>().into();
}

fn texts(names: &Interned<String>) -> Table<Text> {
    let texts = names.values.iter().map(|name| name.clone().into());
    texts.collect::<Vec<_>>().into()
}

fn leaves<'o>(outline: &'o Outline<'_>) -> impl Iterator<Item = u16> + 'o {
    let leaves = outline.numbered().filter(|(_, node)| node.kind.is_leaf());
    leaves.map(|(state, _)| state)
}

fn histories(outline: &Outline<'_>) -> Vec<u16> {
    let histories = outline
        .numbered()
        .filter(|(_, node)| node.kind.is_history());
    histories.map(|(state, _)| state).collect()
}

fn leaf_bits(outline: &Outline<'_>, leaves: &[u16]) -> Vec<u64> {
    let mut set = vec![0; outline.nodes.len().div_ceil(64)];
    leaves.iter().for_each(|leaf| bits::add(&mut set, *leaf));
    set
}

fn row_of(outline: &Outline<'_>, leaves: &[u16]) -> Vec<u16> {
    let mut rows = vec![NONE; outline.nodes.len()];
    for (row, leaf) in (0..).zip(leaves) {
        rows[usize::from(*leaf)] = row;
    }
    rows
}

fn layout(outline: &Outline<'_>, parts: &Parts) -> Layout {
    let set = outline.nodes.len().div_ceil(64);
    let has_regions = outline
        .nodes
        .iter()
        .any(|node| node.kind == StateKind::Parallel);
    let histories = if has_regions { set } else { 0 };
    let turns = histories + self::histories(outline).len() * set;
    Layout {
        set,
        histories,
        turns,
        count: turns + parts.slots.len(),
    }
}

fn slots(parts: &Parts, columns: &Columns, number: impl Fn(usize) -> u16) -> Vec<SlotRow> {
    let rows = (0..).zip(&parts.slots).map(|(index, slot)| {
        let column = |event| columns.of_slot(index, event).map_or(NONE, &number);
        SlotRow {
            state: slot.state,
            name: slot.name.clone().into(),
            work: match &slot.work {
                SlotWork::Timer(delay) => Work::Timer {
                    delay: *delay,
                    elapsed: column(SlotEvent::Elapsed),
                },
                SlotWork::Invoke { source } => Work::Invoke {
                    source: source.clone().into(),
                    done: column(SlotEvent::Done),
                    failed: column(SlotEvent::Failed),
                    next: column(SlotEvent::Next),
                },
            },
        }
    });
    rows.collect()
}
