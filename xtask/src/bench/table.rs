//! What was measured in one case: a table, and the figures in it.

use std::collections::{BTreeMap, BTreeSet};

use super::case::{Case, Measured};
use super::contestant::Contestant;
use super::quantity::{shown, Quantity};
use super::versions::Versions;
use crate::figures::Figure;

/// What was measured of one contestant.
pub struct Row {
    contestant: Contestant,
    values: BTreeMap<Quantity, f64>,
}

impl Row {
    pub const fn new(contestant: Contestant) -> Self {
        Self {
            contestant,
            values: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, quantity: Quantity, value: f64) -> Self {
        self.values.insert(quantity, value);
        self
    }
}

/// What was measured of all contestants of a case.
pub struct Table {
    pub case: &'static Case,
    rows: Vec<(String, Row)>,
}

/// A figure that has a bound.
pub struct Bounded {
    /// What is measured, in words.
    pub what: String,
    pub at_most: f64,
    pub value: f64,
    pub unit: &'static str,
}

impl Bounded {
    pub fn is_kept(&self) -> bool {
        self.value <= self.at_most
    }
}

impl Table {
    pub fn new(case: &'static Case, rows: Vec<Row>, versions: &Versions) -> Self {
        let labelled = rows.into_iter().map(|row| {
            let label = versions.label(row.contestant);
            (label, row)
        });
        Self {
            case,
            rows: labelled.collect(),
        }
    }

    /// Every value, with the bounds that ours have.
    pub fn figures(&self) -> Vec<Figure> {
        let figures = self.rows.iter().flat_map(|(label, row)| {
            row.values.iter().map(move |(quantity, value)| {
                let name = format!("{}: {label}: {}", self.case.name, quantity.name());
                let figure = Figure::new(name, *value, quantity.unit());
                match self.bound(row, *quantity) {
                    Some(bound) => figure.at_most(bound),
                    None => figure,
                }
            })
        });
        figures.collect()
    }

    /// The values that have bounds.
    pub fn bounded(&self) -> Vec<Bounded> {
        let bounded = self.rows.iter().flat_map(|(label, row)| {
            row.values.iter().filter_map(move |(quantity, value)| {
                Some(Bounded {
                    what: self.in_words(label, *quantity),
                    at_most: self.bound(row, *quantity)?,
                    value: *value,
                    unit: quantity.unit(),
                })
            })
        });
        bounded.collect()
    }

    pub fn is_within_bounds(&self) -> bool {
        self.bounded().iter().all(Bounded::is_kept)
    }

    /// The bound of a value, if it is of the library that the bounds are for, which comes first.
    fn bound(&self, row: &Row, quantity: Quantity) -> Option<f64> {
        let (_, first) = self.rows.first()?;
        if row.contestant.library != first.contestant.library {
            return None;
        }
        let mut bounds = self.case.bounds.iter();
        bounds.find_map(|(of, bound)| (*of == quantity).then_some(*bound))
    }

    fn in_words(&self, label: &str, quantity: Quantity) -> String {
        let name = quantity.name();
        match &self.case.measured {
            Measured::Time { reference, .. } if quantity == Quantity::Ratio => {
                format!("{label}, {name} to {}", reference.name)
            }
            Measured::Wasm { .. } => format!("{label}, {name} to native"),
            _ => format!("{label}, {name}"),
        }
    }

    /// The table for a terminal.
    pub fn text(&self) -> String {
        let cells = self.cells();
        let widths: Vec<usize> = (0..cells[0].len())
            .map(|column| {
                cells
                    .iter()
                    .map(|row| row[column].chars().count())
                    .max()
                    .unwrap_or_default()
            })
            .collect();
        let lines = cells.iter().map(|row| {
            let words = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(column, (cell, width))| {
                    let space = " ".repeat(width - cell.chars().count());
                    // What a row is about stands to the left, numbers to the right.
                    if column == 0 {
                        format!("{cell}{space}")
                    } else {
                        format!("{space}{cell}")
                    }
                });
            words.collect::<Vec<_>>().join("  ")
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The table in Markdown.
    pub fn markdown(&self) -> String {
        let mut cells = self.cells();
        let rule =
            (0..cells[0].len()).map(|column| if column == 0 { "---" } else { "---:" }.to_owned());
        cells.insert(1, rule.collect());
        let lines = cells.iter().map(|row| format!("| {} |\n", row.join(" | ")));
        lines.collect()
    }

    /// The table's head and rows. A value above its bound is marked.
    fn cells(&self) -> Vec<Vec<String>> {
        let columns: BTreeSet<Quantity> = self
            .rows
            .iter()
            .flat_map(|(_, row)| row.values.keys().copied())
            .collect();
        let head = columns.iter().map(|quantity| match quantity.unit() {
            "bytes" => format!("bytes {}", quantity.name()),
            _ => quantity.name().to_owned(),
        });
        let head = std::iter::once(String::new()).chain(head).collect();
        let rows = self.rows.iter().map(|(label, row)| {
            let values = columns.iter().map(|quantity| {
                let Some(value) = row.values.get(quantity) else {
                    return "–".to_owned();
                };
                let text = shown(*value, quantity.unit());
                match self.bound(row, *quantity) {
                    Some(bound) if *value > bound => format!("{text} ✗"),
                    _ => text,
                }
            });
            std::iter::once(label.clone()).chain(values).collect()
        });
        std::iter::once(head).chain(rows).collect()
    }
}
