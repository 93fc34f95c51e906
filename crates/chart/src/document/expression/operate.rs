//! What operators make of two values.

use super::allowance::Allowance;
use super::compare::{equal, identical, order};
use super::convert::{to_number, to_primitive, to_text, Writer};
use super::error::Fault;
use super::number::{int32, power, uint32};
use super::operand::{index, Operand};
use super::tree::Binary;
use std::cmp::Ordering;

/// The value of an operator. Logical ones are only asked when what is left does not decide.
pub fn apply<'a>(
    binary: Binary,
    left: Operand<'a>,
    right: Operand<'a>,
    allowance: &Allowance,
) -> Result<Operand<'a>, Fault> {
    Ok(match binary {
        Binary::Coalesce | Binary::Or | Binary::And => right,
        Binary::Equal => equal(left, right, allowance)?.into(),
        Binary::NotEqual => (!equal(left, right, allowance)?).into(),
        Binary::Identical => identical(&left, &right, allowance)?.into(),
        Binary::NotIdentical => (!identical(&left, &right, allowance)?).into(),
        Binary::Less => ordered(left, right, Ordering::is_lt, allowance)?,
        Binary::LessEqual => ordered(left, right, Ordering::is_le, allowance)?,
        Binary::Greater => ordered(left, right, Ordering::is_gt, allowance)?,
        Binary::GreaterEqual => ordered(left, right, Ordering::is_ge, allowance)?,
        Binary::In => has(&left, &right, allowance)?.into(),
        Binary::Plus => plus(left, right, allowance)?,
        _ => {
            let left = to_number(&left, allowance)?;
            arithmetic(binary, left, to_number(&right, allowance)?).into()
        }
    })
}

fn ordered<'a>(
    left: Operand<'a>,
    right: Operand<'a>,
    is: fn(Ordering) -> bool,
    allowance: &Allowance,
) -> Result<Operand<'a>, Fault> {
    let order = order(left, right, allowance)?;
    Ok(order.is_some_and(is).into())
}

fn has(name: &Operand<'_>, of: &Operand<'_>, allowance: &Allowance) -> Result<bool, Fault> {
    let name = to_text(name, allowance)?;
    allowance.work(name.len())?;
    match of {
        Operand::Object(members) => Ok(members.contains_key(&*name)),
        Operand::Array(elements) => {
            let is_element = index(&name).is_some_and(|index| index < elements.len());
            Ok(is_element || name == "length")
        }
        other => Err(Fault::new(format!(
            "`in` asks an array or object, and this is {}",
            other.described()
        ))),
    }
}

fn plus<'a>(
    left: Operand<'a>,
    right: Operand<'a>,
    allowance: &Allowance,
) -> Result<Operand<'a>, Fault> {
    let left = to_primitive(left, allowance)?;
    let right = to_primitive(right, allowance)?;
    let text = match (left, right) {
        (Operand::Text(left), right) => {
            let mut writer = Writer::after(left, allowance)?;
            writer.push(&to_text(&right, allowance)?)?;
            writer
        }
        (left, Operand::Text(right)) => {
            let mut writer = Writer::new(allowance);
            writer.push(&to_text(&left, allowance)?)?;
            writer.push(&right)?;
            writer
        }
        (left, right) => {
            let sum = to_number(&left, allowance)? + to_number(&right, allowance)?;
            return Ok(sum.into());
        }
    };
    Ok(text.finish().into())
}

fn arithmetic(binary: Binary, left: f64, right: f64) -> f64 {
    match binary {
        Binary::Minus => left - right,
        Binary::Times => left * right,
        Binary::Divide => left / right,
        Binary::Remainder => left % right,
        Binary::Power => power(left, right),
        Binary::BitOr => (int32(left) | int32(right)).into(),
        Binary::BitXor => (int32(left) ^ int32(right)).into(),
        Binary::BitAnd => (int32(left) & int32(right)).into(),
        // Only the lower five bits say how far.
        Binary::ShiftLeft => int32(left).wrapping_shl(uint32(right)).into(),
        Binary::ShiftRight => int32(left).wrapping_shr(uint32(right)).into(),
        Binary::ShiftRightUnsigned => uint32(left).wrapping_shr(uint32(right)).into(),
        _ => f64::NAN,
    }
}
