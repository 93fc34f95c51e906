//! Which events have a column of their own.

use std::collections::BTreeSet;

use super::outline::Outline;
use super::parts::{Asked, Descriptor, Internal, Part, Parts, SlotEvent, Work};
use super::Errors;
use crate::error::FormProblem;
use crate::form::Form;
use crate::tables::{EventRow, NONE};

/// How many pairs there may be of an event with a state or a descriptor: each is looked at.
const PAIRS: usize = 1 << 25;

/// All columns. The first is that of transitions without an event.
pub(super) struct Columns {
    columns: Vec<Column>,
}

struct Column {
    kind: ColumnKind,
    /// The event's name, or the prefix.
    name: Option<String>,
    /// The timer or invoke that it is of.
    slot: Option<(u16, SlotEvent)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnKind {
    Always,
    /// Events of one name.
    Exact,
    /// Events whose name begins so, and that no longer prefix describes.
    Prefix,
    /// Events that nothing else describes.
    Any,
    /// The timer's own.
    Nameless,
}

impl Columns {
    pub fn of(
        form: &Form,
        outline: &Outline<'_>,
        parts: &Parts,
        errors: &mut Errors,
    ) -> Option<Self> {
        let mut exact = BTreeSet::new();
        let mut prefixes = BTreeSet::new();
        let mut has_any = false;
        for part in &parts.transitions {
            match &part.trigger {
                Asked::Events(descriptors) => {
                    for descriptor in descriptors {
                        match descriptor {
                            Descriptor::Exact(name) => drop(exact.insert(name.clone())),
                            Descriptor::Prefix(prefix) => drop(prefixes.insert(prefix.clone())),
                            Descriptor::Any => has_any = true,
                        }
                    }
                }
                Asked::Done => drop(exact.insert(done_name(outline, part.source))),
                Asked::Always | Asked::Slot(..) => {}
            }
        }
        // Declared events are known by name, even if nothing is for them.
        exact.extend(form.events.iter().cloned());
        let column = |kind, name| Column {
            kind,
            name,
            slot: None,
        };
        let mut columns = vec![column(ColumnKind::Always, None)];
        columns.extend(
            exact
                .into_iter()
                .map(|name| column(ColumnKind::Exact, Some(name))),
        );
        columns.extend(
            prefixes
                .into_iter()
                .map(|name| column(ColumnKind::Prefix, Some(name))),
        );
        if has_any {
            columns.push(column(ColumnKind::Any, None));
        }
        for (index, slot) in (0..).zip(&parts.slots) {
            let mut of_slot = |kind, name, event| {
                columns.push(Column {
                    kind,
                    name,
                    slot: Some((index, event)),
                });
            };
            match slot.work {
                Work::Timer(_) => of_slot(ColumnKind::Nameless, None, SlotEvent::Elapsed),
                Work::Invoke { .. } => {
                    let id = &slot.name;
                    let named = |name| Some(format!("{name}.invoke.{id}"));
                    of_slot(ColumnKind::Exact, named("done"), SlotEvent::Done);
                    of_slot(ColumnKind::Exact, named("error"), SlotEvent::Failed);
                    if parts.ask_for_next(index) {
                        of_slot(ColumnKind::Nameless, None, SlotEvent::Next);
                    }
                }
            }
        }
        errors.counts(columns.len(), "events")?;
        let descriptors = parts.transitions.iter().map(|part| match &part.trigger {
            Asked::Events(descriptors) => descriptors.len(),
            _ => 1,
        });
        let leaves = outline.nodes.iter().filter(|node| node.kind.is_leaf());
        let rows = leaves.count() + descriptors.sum::<usize>();
        if columns.len().saturating_mul(rows) > PAIRS {
            errors.push(
                "",
                None,
                FormProblem::TooLarge("pairs of events and states"),
            );
            return None;
        }
        Some(Self { columns })
    }

    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// Whether a transition is for the events of a column.
    pub fn matches(&self, outline: &Outline<'_>, part: &Part, column: usize) -> bool {
        let column = &self.columns[column];
        match &part.trigger {
            Asked::Always => column.kind == ColumnKind::Always,
            Asked::Slot(slot, event) => column.slot == Some((*slot, *event)),
            Asked::Done => {
                column.kind == ColumnKind::Exact
                    && column.name == Some(done_name(outline, part.source))
            }
            Asked::Events(descriptors) => descriptors.iter().any(|descriptor| match descriptor {
                Descriptor::Any => {
                    !matches!(column.kind, ColumnKind::Always | ColumnKind::Nameless)
                }
                Descriptor::Exact(name) => {
                    column.kind == ColumnKind::Exact && column.name.as_ref() == Some(name)
                }
                Descriptor::Prefix(prefix) => {
                    let name = column.name.as_deref().unwrap_or_default();
                    let rest = name.strip_prefix(prefix.as_str());
                    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                }
            }),
        }
    }

    /// The names and prefixes of events with their columns, sorted, and the column of all others. `number` says how a column is
    /// called in the tables.
    pub fn events(
        &self,
        outline: &Outline<'_>,
        number: impl Fn(usize) -> u16,
    ) -> (Vec<EventRow>, Vec<EventRow>, u16) {
        let internal = Internal::of(outline);
        let rows = |kind| {
            let columns = self.columns.iter().enumerate();
            let of_kind = columns.filter(move |(_, column)| column.kind == kind);
            of_kind
                .filter(|(_, column)| column.slot.is_none())
                .map(|(index, column)| {
                    let name = column.name.clone().unwrap_or_default();
                    EventRow {
                        is_internal: internal.has(&name),
                        column: number(index),
                        name: name.into(),
                    }
                })
        };
        let any = rows(ColumnKind::Any).next().map_or(NONE, |row| row.column);
        (
            rows(ColumnKind::Exact).collect(),
            rows(ColumnKind::Prefix).collect(),
            any,
        )
    }

    /// The column of a timer's or an invoke's event.
    pub fn of_slot(&self, slot: u16, event: SlotEvent) -> Option<usize> {
        // Those of slots come last, in the order of the slots.
        let first = self
            .columns
            .partition_point(|column| column.slot.is_none_or(|(other, _)| other < slot));
        let mut own = self.columns[first..].iter().take(3);
        let place = own.position(|column| column.slot == Some((slot, event)))?;
        Some(first + place)
    }
}

/// The name of the event that a state has finished.
pub(super) fn done_name(outline: &Outline<'_>, state: u16) -> String {
    format!("done.state.{}", outline.node(state).path)
}
