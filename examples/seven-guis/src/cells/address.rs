//! Where cells are: A0 to Z99.

use std::fmt;
use std::str::FromStr;

/// Where a cell is.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    // In this order, addresses compare as the cells are read.
    row: u8,
    column: u8,
}

impl Address {
    /// How many columns there are, A to Z.
    pub const COLUMNS: u8 = 26;

    /// How many rows there are, 0 to 99.
    pub const ROWS: u8 = 100;

    /// The place in a column and a row, both counted from 0, if there is one.
    pub const fn new(column: u8, row: u8) -> Option<Self> {
        if column < Self::COLUMNS && row < Self::ROWS {
            Some(Self { row, column })
        } else {
            None
        }
    }

    /// The column, counted from 0.
    pub const fn column(self) -> u8 {
        self.column
    }

    /// The row, counted from 0.
    pub const fn row(self) -> u8 {
        self.row
    }

    /// The place that is so many columns to the right and so many rows below, or as far that way as there are cells.
    pub fn moved(self, columns: i32, rows: i32) -> Self {
        let within = |from: u8, by: i32, count: u8| {
            let last = i32::from(count) - 1;
            // It is between 0 and what a `u8` counted.
            i32::from(from).saturating_add(by).clamp(0, last) as u8
        };
        Self {
            row: within(self.row, rows, Self::ROWS),
            column: within(self.column, columns, Self::COLUMNS),
        }
    }

    /// The columns' letters, from the left.
    pub fn letters() -> impl Iterator<Item = char> {
        'A'..='Z'
    }
}

/// A text that is the address of no cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there are cells from A0 to Z99")]
pub struct NoSuchCell;

impl FromStr for Address {
    type Err = NoSuchCell;

    fn from_str(text: &str) -> Result<Self, NoSuchCell> {
        let mut letters = text.chars();
        let letter = letters.next().map(|letter| letter.to_ascii_uppercase());
        let column = Self::letters()
            .zip(0..)
            .find(|(name, _)| Some(*name) == letter);
        let row = letters.as_str();
        let is_number = row.bytes().all(|byte| byte.is_ascii_digit());
        match (column, row.parse()) {
            (Some((_, column)), Ok(row)) if is_number => Self::new(column, row).ok_or(NoSuchCell),
            _ => Err(NoSuchCell),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = char::from(b'A' + self.column);
        write!(f, "{letter}{}", self.row)
    }
}

// In the names of paths, such as `cells[B7].value`.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The cells of a rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    first: Address,
    last: Address,
}

impl Range {
    /// The rectangle that has these cells in two opposite corners.
    pub fn new(one: Address, other: Address) -> Self {
        let (left, right) = (one.column.min(other.column), one.column.max(other.column));
        let (top, bottom) = (one.row.min(other.row), one.row.max(other.row));
        Self {
            first: Address {
                row: top,
                column: left,
            },
            last: Address {
                row: bottom,
                column: right,
            },
        }
    }

    /// Whether a cell is in it.
    pub fn contains(&self, cell: Address) -> bool {
        (self.first.column..=self.last.column).contains(&cell.column)
            && (self.first.row..=self.last.row).contains(&cell.row)
    }

    /// Its cells, row by row.
    pub fn cells(self) -> impl Iterator<Item = Address> {
        let rows = self.first.row..=self.last.row;
        rows.flat_map(move |row| {
            let columns = self.first.column..=self.last.column;
            columns.map(move |column| Address { row, column })
        })
    }
}

impl From<Address> for Range {
    fn from(cell: Address) -> Self {
        Self {
            first: cell,
            last: cell,
        }
    }
}
