//! Equality and order (ECMAScript 7.2).

use super::allowance::{nested, Allowance};
use super::convert::{to_number, to_primitive};
use super::error::Fault;
use super::operand::Operand;
use std::cmp::Ordering;

/// `===`. Arrays and objects are the same if what is inside of them is.
pub fn identical(
    left: &Operand<'_>,
    right: &Operand<'_>,
    allowance: &Allowance,
) -> Result<bool, Fault> {
    identical_at(left, right, 0, allowance)
}

fn identical_at(
    left: &Operand<'_>,
    right: &Operand<'_>,
    depth: usize,
    allowance: &Allowance,
) -> Result<bool, Fault> {
    allowance.work(1)?;
    match (left, right) {
        (Operand::Undefined, Operand::Undefined) | (Operand::Null, Operand::Null) => Ok(true),
        (Operand::Bool(left), Operand::Bool(right)) => Ok(left == right),
        (Operand::Number(left), Operand::Number(right)) => Ok(left == right),
        (Operand::Text(left), Operand::Text(right)) => {
            allowance.work(left.len().min(right.len()))?;
            Ok(left == right)
        }
        (Operand::Array(left), Operand::Array(right)) => {
            nested(depth)?;
            if left.len() != right.len() {
                return Ok(false);
            }
            for (left, right) in left.iter().zip(right.iter()) {
                if !identical_at(&left.into(), &right.into(), depth + 1, allowance)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (Operand::Object(left), Operand::Object(right)) => {
            nested(depth)?;
            if left.len() != right.len() {
                return Ok(false);
            }
            for (name, left) in left.iter() {
                let right = Operand::found(right.get(name));
                if !identical_at(&left.into(), &right, depth + 1, allowance)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// `==`
pub fn equal(left: Operand<'_>, right: Operand<'_>, allowance: &Allowance) -> Result<bool, Fault> {
    if left.is_nothing() || right.is_nothing() {
        return Ok(left.is_nothing() && right.is_nothing());
    }
    let are_structured = is_structured(&left) && is_structured(&right);
    if are_structured || left.type_of() == right.type_of() {
        return identical(&left, &right, allowance);
    }
    let left = to_primitive(left, allowance)?;
    let right = to_primitive(right, allowance)?;
    if let (Operand::Text(_), Operand::Text(_)) = (&left, &right) {
        return identical(&left, &right, allowance);
    }
    Ok(to_number(&left, allowance)? == to_number(&right, allowance)?)
}

const fn is_structured(operand: &Operand<'_>) -> bool {
    matches!(operand, Operand::Array(_) | Operand::Object(_))
}

/// What `<` and the like ask for. `None` if one is NaN. Texts are in the order of their UTF-16 code units.
pub fn order(
    left: Operand<'_>,
    right: Operand<'_>,
    allowance: &Allowance,
) -> Result<Option<Ordering>, Fault> {
    let left = to_primitive(left, allowance)?;
    let right = to_primitive(right, allowance)?;
    if let (Operand::Text(left), Operand::Text(right)) = (&left, &right) {
        return units(left, right, allowance).map(Some);
    }
    let (left, right) = (to_number(&left, allowance)?, to_number(&right, allowance)?);
    Ok(left.partial_cmp(&right))
}

fn units(left: &str, right: &str, allowance: &Allowance) -> Result<Ordering, Fault> {
    allowance.work(left.len().min(right.len()))?;
    Ok(left.encode_utf16().cmp(right.encode_utf16()))
}
