//! What formulas come to.

use std::cmp::Ordering;

use super::function::Function;
use super::{Argument, Comparison, Expression, Operator};
use crate::cells::{Address, Trouble, Value};

/// Says what is in a cell.
type Cells<'c> = &'c dyn Fn(Address) -> Value;

/// What an expression comes to.
pub fn value(expression: &Expression, cells: Cells<'_>) -> Value {
    match expression {
        Expression::Number(number) => Value::of_number(*number),
        Expression::Text(text) => Value::Text(text.clone()),
        Expression::Cell(cell) => match cells(*cell) {
            // A formula comes to something, also where what it refers to is empty.
            Value::Empty => Value::Number(0.0),
            value => value,
        },
        Expression::Negative(inner) => number(inner, cells).map(|number| -number).into(),
        Expression::Binary(sides, operator) => {
            let (left, right) = (number(&sides.0, cells), number(&sides.1, cells));
            left.and_then(|left| operator.apply(left, right?)).into()
        }
        Expression::Comparison(sides, comparison) => {
            let (left, right) = (value(&sides.0, cells), value(&sides.1, cells));
            let order = compare(left, right);
            order.map(|order| f64::from(comparison.holds(order))).into()
        }
        Expression::Call(Function::If, arguments) => choice(arguments, cells),
        Expression::Call(function, arguments) => call(*function, arguments, cells).into(),
    }
}

impl Operator {
    fn apply(self, left: f64, right: f64) -> Result<f64, Trouble> {
        match self {
            Self::Add => Ok(left + right),
            Self::Subtract => Ok(left - right),
            Self::Multiply => Ok(left * right),
            Self::Divide if right == 0.0 => Err(Trouble::DivisionByZero),
            Self::Divide => Ok(left / right),
            Self::Power => Ok(left.powf(right)),
        }
    }
}

impl Comparison {
    fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::Unequal => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}

/// How two values follow each other: two texts as in a dictionary, anything else as numbers.
fn compare(left: Value, right: Value) -> Result<Ordering, Trouble> {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Ok(left.cmp(&right)),
        (left, right) => {
            let (left, right) = (number_of(left)?, number_of(right)?);
            Ok(left.total_cmp(&right))
        }
    }
}

/// `IF(condition, then, otherwise)`, of which only what is chosen is computed.
fn choice(arguments: &[Argument], cells: Cells<'_>) -> Value {
    let condition = argument(arguments, 0, cells).and_then(number_of);
    let chosen = match condition {
        Ok(0.0) => 2,
        Ok(_) => 1,
        Err(trouble) => return Value::Trouble(trouble),
    };
    argument(arguments, chosen, cells).unwrap_or_else(Value::Trouble)
}

fn call(function: Function, arguments: &[Argument], cells: Cells<'_>) -> Result<f64, Trouble> {
    if function.takes_ranges() {
        return together(function, &numbers(arguments, cells)?);
    }
    let at = |index| argument(arguments, index, cells).and_then(number_of);
    let first = at(0)?;
    match function {
        Function::Abs => Ok(first.abs()),
        Function::Sqrt => Ok(first.sqrt()),
        Function::Round if arguments.len() == 1 => Ok(first.round()),
        Function::Round => {
            let factor = 10_f64.powf(at(1)?.round());
            Ok((first * factor).round() / factor)
        }
        _ => match at(1)? {
            0.0 => Err(Trouble::DivisionByZero),
            divisor => Ok(first.rem_euclid(divisor)),
        },
    }
}

/// What a function makes of all numbers.
fn together(function: Function, numbers: &[f64]) -> Result<f64, Trouble> {
    let count = numbers.len() as f64;
    let sum = || numbers.iter().sum::<f64>();
    match function {
        Function::Sum => Ok(sum()),
        Function::Product => Ok(numbers.iter().product()),
        Function::Count => Ok(count),
        _ if numbers.is_empty() => Err(Trouble::OutOfRange),
        Function::Average => Ok(sum() / count),
        Function::Min => Ok(numbers.iter().copied().fold(f64::INFINITY, f64::min)),
        _ => Ok(numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
    }
}

/// The numbers of all arguments. In a range, texts and empty cells are none.
fn numbers(arguments: &[Argument], cells: Cells<'_>) -> Result<Vec<f64>, Trouble> {
    let mut numbers = Vec::new();
    for argument in arguments {
        match argument {
            Argument::Expression(expression) => numbers.push(number(expression, cells)?),
            Argument::Range(range) => {
                for cell in range.cells() {
                    match cells(cell) {
                        Value::Number(number) => numbers.push(number),
                        Value::Trouble(trouble) => return Err(trouble),
                        Value::Empty | Value::Text(_) => {}
                    }
                }
            }
        }
    }
    Ok(numbers)
}

/// What one of the arguments comes to. The parser has counted them, and let no range stand here.
fn argument(arguments: &[Argument], index: usize, cells: Cells<'_>) -> Result<Value, Trouble> {
    match arguments.get(index) {
        Some(Argument::Expression(expression)) => Ok(value(expression, cells)),
        Some(Argument::Range(_)) | None => Err(Trouble::Malformed),
    }
}

fn number(expression: &Expression, cells: Cells<'_>) -> Result<f64, Trouble> {
    number_of(value(expression, cells))
}

fn number_of(value: Value) -> Result<f64, Trouble> {
    match value {
        Value::Empty => Ok(0.0),
        Value::Number(number) => Ok(number),
        Value::Text(_) => Err(Trouble::NoNumber),
        Value::Trouble(trouble) => Err(trouble),
    }
}
