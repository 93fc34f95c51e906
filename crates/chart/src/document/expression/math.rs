//! Functions of numbers.

use super::allowance::Allowance;
use super::builtins::{Arguments, Math};
use super::error::Fault;
use super::number;

/// What a function makes of its arguments.
pub fn call(
    function: Math,
    arguments: &Arguments<'_>,
    allowance: &Allowance,
) -> Result<f64, Fault> {
    let first = arguments.number(0, allowance)?;
    Ok(match function {
        Math::Abs => first.abs(),
        Math::Ceil => first.ceil(),
        Math::Floor => first.floor(),
        Math::Round => number::round(first),
        Math::Trunc => first.trunc(),
        Math::Sign if first == 0.0 || first.is_nan() => first,
        Math::Sign => first.signum(),
        Math::Min => extreme(arguments, f64::INFINITY, allowance, |least, other| {
            other.total_cmp(&least).is_lt()
        })?,
        Math::Max => extreme(arguments, f64::NEG_INFINITY, allowance, |most, other| {
            other.total_cmp(&most).is_gt()
        })?,
        Math::Pow => number::power(first, arguments.number(1, allowance)?),
        Math::Sqrt => first.sqrt(),
    })
}

fn extreme(
    arguments: &Arguments<'_>,
    none: f64,
    allowance: &Allowance,
    exceeds: impl Fn(f64, f64) -> bool,
) -> Result<f64, Fault> {
    let mut found = none;
    for index in 0..arguments.0.len() {
        let other = arguments.number(index, allowance)?;
        if !found.is_nan() && (other.is_nan() || exceeds(found, other)) {
            found = other;
        }
    }
    Ok(found)
}
