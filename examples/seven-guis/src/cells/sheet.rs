//! The sheet: what is written in its cells, and what comes of it.

use std::sync::Arc;

use leptos_state::prelude::*;

use super::formula::{Formula, SyntaxError};
use super::propagation::propagate;
use super::{Address, Trouble, Value};

/// A cell in which something is written.
#[derive(Clone, Debug, PartialEq, State)]
pub struct Cell {
    /// Where it is.
    #[state(id)]
    pub at: Address,
    /// What is written in it.
    pub text: String,
    /// What it comes to.
    pub value: Value,
    content: Content,
}

/// What a text means.
#[derive(Clone, Debug, PartialEq)]
enum Content {
    /// It stands for itself.
    Constant(Value),
    Formula(Arc<Formula>),
    Malformed(SyntaxError),
}

/// The sheet, and where somebody is in it.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Sheet {
    /// The cells that are not empty.
    pub cells: Entities<Cell>,
    /// The cell that keys act on.
    pub current: Address,
    /// With which text the editing of that cell has begun, while it is edited.
    pub editing: Option<String>,
}

#[actions(no_serde)]
impl Sheet {
    /// Writes a text into a cell and computes what follows from it. Returns the cells that were computed, in this order.
    pub fn enter(&mut self, at: Address, text: String) -> Vec<Address> {
        write(&mut self.cells, at, text)
    }

    /// Goes to a cell, and gives up what was being edited.
    pub fn go_to(&mut self, at: Address) {
        self.editing = None;
        self.current = at;
    }

    /// Goes so many columns to the right and so many rows down.
    pub fn go(&mut self, columns: i32, rows: i32) {
        self.editing = None;
        self.current = self.current.moved(columns, rows);
    }

    /// Begins to edit what is written in the current cell.
    pub fn edit(&mut self) {
        let cell = self.cells.get(&self.current);
        self.editing = Some(cell.map(|cell| cell.text.clone()).unwrap_or_default());
    }

    /// Begins to write something else into the current cell.
    pub fn overwrite(&mut self, text: String) {
        self.editing = Some(text);
    }

    /// Ends the editing with this text.
    pub fn commit(&mut self, text: String) {
        if self.editing.take().is_some() {
            write(&mut self.cells, self.current, text);
        }
    }

    /// Ends the editing, and leaves the cell as it was.
    pub fn cancel(&mut self) {
        self.editing = None;
    }

    /// Empties the current cell.
    pub fn clear(&mut self) {
        write(&mut self.cells, self.current, String::new());
    }
}

impl Sheet {
    /// A sheet with something in it.
    pub fn at_first() -> Self {
        let rows = [
            ["", "Price", "Pieces", "Total"],
            ["Apples", "0.45", "12", "=B1*C1"],
            ["Bread", "3.2", "2", "=B2*C2"],
            ["Cheese", "7.9", "1", "=B3*C3"],
            ["", "", "Sum", "=SUM(D1:D3)"],
            ["", "", "Dearest", "=MAX(B1:B3)"],
        ];
        let mut sheet = Self::default();
        for (row, texts) in (0..).zip(rows) {
            for (column, text) in (0..).zip(texts) {
                if let Some(at) = Address::new(column, row) {
                    write(&mut sheet.cells, at, text.to_owned());
                }
            }
        }
        sheet
    }

    /// What a cell comes to.
    pub fn value(&self, at: Address) -> Value {
        value_of(&self.cells, at)
    }
}

impl Cell {
    fn new(at: Address, text: String, value: Value) -> Self {
        let content = Content::of(&text);
        Self {
            at,
            text,
            value,
            content,
        }
    }

    /// The formula that is written in it, if it is one.
    pub(super) const fn formula(&self) -> Option<&Arc<Formula>> {
        match &self.content {
            Content::Formula(formula) => Some(formula),
            Content::Constant(_) | Content::Malformed(_) => None,
        }
    }

    /// What it comes to among these cells.
    pub(super) fn compute(&self, cells: &Entities<Self>) -> Value {
        match &self.content {
            Content::Constant(value) => value.clone(),
            Content::Formula(formula) if reads_cycle(formula, cells) => {
                Value::Trouble(Trouble::Cycle)
            }
            Content::Formula(formula) => formula.value(&|at| value_of(cells, at)),
            Content::Malformed(_) => Value::Trouble(Trouble::Malformed),
        }
    }

    /// What is wrong with it, in words.
    pub fn trouble(&self) -> Option<String> {
        match (&self.content, &self.value) {
            (Content::Malformed(error), _) => Some(error.to_string()),
            (_, Value::Trouble(trouble)) => Some(trouble.to_string()),
            _ => None,
        }
    }
}

impl Content {
    fn of(text: &str) -> Self {
        if let Some(formula) = text.strip_prefix('=') {
            return match Formula::parse(formula) {
                Ok(formula) => Self::Formula(Arc::new(formula)),
                Err(error) => Self::Malformed(error),
            };
        }
        let number = text.trim().parse().ok();
        // Rust reads `inf` and `NaN` as numbers, which here are words like others.
        let number = number.filter(|number: &f64| number.is_finite());
        Self::Constant(match number {
            Some(number) => Value::of_number(number),
            None => Value::Text(text.to_owned()),
        })
    }
}

/// What a cell comes to among these.
pub(super) fn value_of(cells: &Entities<Cell>, at: Address) -> Value {
    cells
        .get(&at)
        .map(|cell| cell.value.clone())
        .unwrap_or_default()
}

/// Whether a formula names a cell that depends on itself. That counts also where the formula would not need its value, so that
/// no change of another cell makes a cycle of what was none.
fn reads_cycle(formula: &Formula, cells: &Entities<Cell>) -> bool {
    let mut read = formula.reads().iter().flat_map(|range| range.cells());
    read.any(|at| value_of(cells, at) == Value::Trouble(Trouble::Cycle))
}

/// Writes a text into a cell, and says which cells were computed.
fn write(cells: &mut Entities<Cell>, at: Address, text: String) -> Vec<Address> {
    let before = value_of(cells, at);
    if text.trim().is_empty() {
        cells.remove(&at);
    } else {
        cells.set(Cell::new(at, text, before.clone()));
    }
    propagate(cells, at, &before)
}
