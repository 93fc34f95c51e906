//! The functions that formulas may call.

use std::ops::RangeInclusive;

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Sum,
    Product,
    Average,
    Min,
    Max,
    Count,
    Abs,
    Sqrt,
    Round,
    Mod,
    If,
}

/// As many arguments as fit into a formula.
const ANY: RangeInclusive<usize> = 1..=usize::MAX;

/// All of them, with their names and how many arguments they take.
const FUNCTIONS: [(&str, Function, RangeInclusive<usize>); 11] = [
    ("SUM", Function::Sum, ANY),
    ("PRODUCT", Function::Product, ANY),
    ("AVERAGE", Function::Average, ANY),
    ("MIN", Function::Min, ANY),
    ("MAX", Function::Max, ANY),
    ("COUNT", Function::Count, ANY),
    ("ABS", Function::Abs, 1..=1),
    ("SQRT", Function::Sqrt, 1..=1),
    ("ROUND", Function::Round, 1..=2),
    ("MOD", Function::Mod, 2..=2),
    ("IF", Function::If, 3..=3),
];

impl Function {
    /// The function of a name, in capitals or not, and how many arguments it takes.
    pub fn named(name: &str) -> Option<(Self, RangeInclusive<usize>)> {
        let mut functions = FUNCTIONS.into_iter();
        functions
            .find(|(known, ..)| known.eq_ignore_ascii_case(name))
            .map(|(_, function, arguments)| (function, arguments))
    }

    /// Whether it takes the numbers of all its arguments together, and so ranges too.
    pub const fn takes_ranges(self) -> bool {
        match self {
            Self::Sum | Self::Product | Self::Average | Self::Min | Self::Max | Self::Count => true,
            Self::Abs | Self::Sqrt | Self::Round | Self::Mod | Self::If => false,
        }
    }
}
