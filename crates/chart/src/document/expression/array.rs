//! Methods of arrays.

use super::allowance::Allowance;
use super::builtins::{Arguments, Method};
use super::compare::identical;
use super::convert::{join, Writer};
use super::error::Fault;
use super::number::integer;
use super::operand::Operand;
use super::text::{end, relative};
use serde_json::Value;

/// What a method makes of `elements`. `None` if arrays don't have it.
pub fn call(
    method: Method,
    elements: &[Value],
    arguments: Arguments<'_>,
    allowance: &Allowance,
) -> Result<Option<Operand<'static>>, Fault> {
    let number = |index| arguments.number(index, allowance).map(integer);
    Ok(Some(match method {
        Method::Concat => concat(elements, arguments, allowance)?.into(),
        Method::Includes => position(elements, &arguments, number(1)?, allowance)?
            .is_some()
            .into(),
        Method::IndexOf => {
            let position = position(elements, &arguments, number(1)?, allowance)?;
            position.map_or(Operand::Number(-1.0), Operand::from_count)
        }
        Method::Join => {
            let mut writer = Writer::new(allowance);
            match arguments.get(0) {
                Operand::Undefined => join(elements, ",", &mut writer, 0)?,
                _ => join(elements, &arguments.text(0, allowance)?, &mut writer, 0)?,
            }
            writer.finish().into()
        }
        Method::Slice => {
            let length = elements.len();
            let from = relative(number(0)?, length);
            let to = relative(end(&arguments, length, allowance)?, length);
            let part = elements.get(from..to).unwrap_or_default();
            copy(part, allowance).map(Value::Array)?.into()
        }
        _ => return Ok(None),
    }))
}

/// Copies elements, which count as made.
pub fn copy(elements: &[Value], allowance: &Allowance) -> Result<Vec<Value>, Fault> {
    allowance.elements(elements.len())?;
    elements
        .iter()
        .try_for_each(|element| allowance.copy(element))?;
    Ok(elements.to_vec())
}

fn concat(
    elements: &[Value],
    arguments: Arguments<'_>,
    allowance: &Allowance,
) -> Result<Value, Fault> {
    let mut all = copy(elements, allowance)?;
    for argument in arguments.0 {
        let is_array = matches!(argument, Operand::Array(_));
        match argument.kept(allowance)? {
            Some(Value::Array(more)) if is_array => all.extend(more),
            other => {
                allowance.elements(1)?;
                all.push(other.unwrap_or_default());
            }
        }
    }
    Ok(Value::Array(all))
}

fn position(
    elements: &[Value],
    arguments: &Arguments<'_>,
    from: f64,
    allowance: &Allowance,
) -> Result<Option<usize>, Fault> {
    let from = relative(from, elements.len());
    for (index, element) in elements.iter().enumerate().skip(from) {
        if identical(&element.into(), arguments.get(0), allowance)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}
