//! Formulas: what stands behind the `=` in a cell.
//!
//! ```text
//! comparison = sum [("=" | "<>" | "<" | "<=" | ">" | ">=") sum]
//! sum        = product {("+" | "-") product}
//! product    = signed {("*" | "/") signed}
//! signed     = "-" signed | power
//! power      = atom ["^" signed]
//! atom       = number | "text" | cell | function "(" [argument {"," argument}] ")" | "(" comparison ")"
//! argument   = cell ":" cell | comparison
//! ```

mod evaluate;
mod function;
mod parse;
mod token;

use super::{Address, Range, Value};

use self::function::Function;

pub use self::parse::{Problem, SyntaxError, LONGEST};

/// What is computed in a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    expression: Expression,
    reads: Vec<Range>,
}

impl Formula {
    /// Reads what stands behind the `=`.
    ///
    /// # Errors
    ///
    /// If it is no formula: says what is wrong, and where.
    ///
    /// ```
    /// use seven_guis::cells::formula::Formula;
    /// use seven_guis::cells::Value;
    ///
    /// let formula: Formula = Formula::parse("(1 + 2) * A0").unwrap();
    /// assert_eq!(formula.value(&|_| Value::Number(5.0)), Value::Number(15.0));
    ///
    /// let error = Formula::parse("SUM(A0:A9").unwrap_err();
    /// assert_eq!(error.to_string(), "at its end: `)` is missing");
    /// ```
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let expression = parse::parse(text)?;
        let mut reads = Vec::new();
        expression.collect_reads(&mut reads);
        Ok(Self { expression, reads })
    }

    /// The cells that it reads.
    pub fn reads(&self) -> &[Range] {
        &self.reads
    }

    /// What it comes to where `value_of` says what is in the cells that it reads.
    pub fn value(&self, value_of: &dyn Fn(Address) -> Value) -> Value {
        evaluate::value(&self.expression, value_of)
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Expression {
    Number(f64),
    Text(String),
    Cell(Address),
    Negative(Box<Self>),
    Binary(Box<(Self, Self)>, Operator),
    Comparison(Box<(Self, Self)>, Comparison),
    Call(Function, Vec<Argument>),
}

#[derive(Clone, Debug, PartialEq)]
enum Argument {
    Range(Range),
    Expression(Expression),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Expression {
    fn collect_reads(&self, reads: &mut Vec<Range>) {
        match self {
            Self::Number(_) | Self::Text(_) => {}
            Self::Cell(cell) => reads.push((*cell).into()),
            Self::Negative(inner) => inner.collect_reads(reads),
            Self::Binary(sides, _) | Self::Comparison(sides, _) => {
                sides.0.collect_reads(reads);
                sides.1.collect_reads(reads);
            }
            Self::Call(_, arguments) => {
                for argument in arguments {
                    match argument {
                        Argument::Range(range) => reads.push(*range),
                        Argument::Expression(expression) => expression.collect_reads(reads),
                    }
                }
            }
        }
    }
}
