//! What a cell comes to.

use std::fmt;

/// What a cell comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing is in the cell.
    #[default]
    Empty,
    /// A finite number.
    Number(f64),
    /// A text.
    Text(String),
    /// Something went wrong.
    Trouble(Trouble),
}

/// What can go wrong in a cell. It is shown in the cell by a code, and beside the sheet in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// What is written into the cell is no formula.
    #[error("this is no formula")]
    Malformed,
    /// The value depends on itself.
    #[error("its value depends on itself, or on one that does")]
    Cycle,
    /// Something was divided by zero.
    #[error("a number is divided by zero")]
    DivisionByZero,
    /// A number is wanted, and it is something else.
    #[error("there is a text where a number is needed")]
    NoNumber,
    /// A number is too great, or there is none.
    #[error("there is no such number, or it is too great")]
    OutOfRange,
}

impl Trouble {
    /// What stands in the cell.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "#FORMULA!",
            Self::Cycle => "#CYCLE!",
            Self::DivisionByZero => "#DIV/0!",
            Self::NoNumber => "#VALUE!",
            Self::OutOfRange => "#NUM!",
        }
    }
}

impl Value {
    /// A number that was computed.
    pub fn of_number(number: f64) -> Self {
        if number.is_finite() {
            // Adding zero makes a zero of what would be shown as -0.
            Self::Number(number + 0.0)
        } else {
            Self::Trouble(Trouble::OutOfRange)
        }
    }
}

impl From<Result<f64, Trouble>> for Value {
    fn from(result: Result<f64, Trouble>) -> Self {
        result.map_or_else(Self::Trouble, Self::of_number)
    }
}

/// How many digits of a number are shown. The last one or two that a computer has are not those of the true result.
const DIGITS: i32 = 12;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Number(number) => write_number(f, *number),
            Self::Text(text) => f.write_str(text),
            Self::Trouble(trouble) => f.write_str(trouble.code()),
        }
    }
}

fn write_number(f: &mut fmt::Formatter<'_>, number: f64) -> fmt::Result {
    let magnitude = if number == 0.0 {
        0
    } else {
        number.abs().log10().floor() as i32
    };
    if !(-DIGITS / 2..DIGITS).contains(&magnitude) {
        return write!(f, "{number:.5e}");
    }
    let decimals = usize::try_from(DIGITS - 1 - magnitude).unwrap_or_default();
    let text = format!("{number:.decimals$}");
    let text = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => &text,
    };
    f.write_str(text)
}
