//! Methods of strings. Positions and lengths are in UTF-16 code units, as ECMAScript has them.

use super::allowance::Allowance;
use super::builtins::{Arguments, Method};
use super::convert::{made, Writer};
use super::error::Fault;
use super::number::{integer, is_space};
use super::operand::Operand;
use serde_json::Value;
use std::borrow::Cow;

/// What a method makes of `text`. `None` if strings don't have it.
pub fn call(
    method: Method,
    text: &str,
    arguments: &Arguments<'_>,
    allowance: &Allowance,
) -> Result<Option<Operand<'static>>, Fault> {
    allowance.work(text.len())?;
    let number = |index| arguments.number(index, allowance).map(integer);
    let length = || length(text, allowance);
    Ok(Some(match method {
        Method::CharAt => {
            let at = number(0)?;
            part(
                text,
                clamped(at, length()?),
                clamped(at + 1.0, length()?),
                allowance,
            )?
        }
        Method::CharCodeAt => {
            let at = number(0)?;
            let unit = if at < 0.0 {
                None
            } else {
                text.encode_utf16().nth(at as usize)
            };
            unit.map_or(f64::NAN, f64::from).into()
        }
        Method::Concat => {
            let mut writer = Writer::after(text.into(), allowance)?;
            for index in 0..arguments.0.len() {
                writer.push(&arguments.text(index, allowance)?)?;
            }
            writer.finish().into()
        }
        Method::EndsWith => text.ends_with(&*sought(arguments, allowance)?).into(),
        Method::Includes => {
            let from = byte(text, clamped(number(1)?, length()?));
            let rest = text.get(from..).unwrap_or_default();
            rest.contains(&*sought(arguments, allowance)?).into()
        }
        Method::IndexOf => {
            let from = clamped(number(1)?, length()?);
            position(text, &sought(arguments, allowance)?, from)
        }
        Method::LastIndexOf => {
            let found = text.rfind(&*sought(arguments, allowance)?);
            found.map_or(Operand::Number(-1.0), |byte| {
                Operand::from_count(unit(text, byte))
            })
        }
        Method::Repeat => repeat(text, number(0)?, allowance)?,
        Method::Replace => {
            let by = arguments.text(1, allowance)?;
            replace(text, &sought(arguments, allowance)?, &by, allowance)?
        }
        Method::Slice => {
            let length = length()?;
            let end = end(arguments, length, allowance)?;
            part(
                text,
                relative(number(0)?, length),
                relative(end, length),
                allowance,
            )?
        }
        Method::Split => split(text, arguments, allowance)?.into(),
        Method::StartsWith => {
            let from = byte(text, clamped(number(1)?, length()?));
            let rest = text.get(from..).unwrap_or_default();
            rest.starts_with(&*sought(arguments, allowance)?).into()
        }
        Method::Substring => {
            let length = length()?;
            let one = clamped(number(0)?, length);
            let other = clamped(end(arguments, length, allowance)?, length);
            part(text, one.min(other), one.max(other), allowance)?
        }
        Method::ToLowerCase => cased(text, str::to_lowercase, allowance)?,
        Method::ToUpperCase => cased(text, str::to_uppercase, allowance)?,
        Method::Trim => made(text.trim_matches(is_space).into(), allowance)?,
        Method::Join | Method::ToFixed | Method::ToString => return Ok(None),
    }))
}

/// In code units.
pub fn length(text: &str, allowance: &Allowance) -> Result<usize, Fault> {
    allowance.work(text.len())?;
    if text.is_ascii() {
        return Ok(text.len());
    }
    Ok(text.encode_utf16().count())
}

/// The code unit at an index as a string. Undefined where there is none.
pub fn character(
    text: &str,
    index: usize,
    allowance: &Allowance,
) -> Result<Operand<'static>, Fault> {
    if index < length(text, allowance)? {
        return part(text, index, index + 1, allowance);
    }
    Ok(Operand::Undefined)
}

/// All code units as strings.
pub fn characters(text: &str, allowance: &Allowance) -> Result<Value, Fault> {
    allowance.elements(length(text, allowance)?)?;
    let units = text.encode_utf16().map(|unit| {
        let character = String::from_utf16_lossy(&[unit]);
        allowance.text(character.len())?;
        Ok(Value::from(character))
    });
    units.collect()
}

/// Where a range ends. What is left out is the end of all.
pub fn end(arguments: &Arguments<'_>, length: usize, allowance: &Allowance) -> Result<f64, Fault> {
    match arguments.get(1) {
        Operand::Undefined => Ok(length as f64),
        _ => arguments.number(1, allowance).map(integer),
    }
}

/// A position that is counted from the end if it is negative.
pub fn relative(position: f64, length: usize) -> usize {
    if position < 0.0 {
        return clamped(position + length as f64, length);
    }
    clamped(position, length)
}

fn clamped(position: f64, length: usize) -> usize {
    // Casts of what is negative are 0.
    (position as usize).min(length)
}

/// From one code unit up to another one. Half a character becomes U+FFFD.
fn part(
    text: &str,
    from: usize,
    to: usize,
    allowance: &Allowance,
) -> Result<Operand<'static>, Fault> {
    allowance.work(text.len())?;
    let part: Cow<'_, str> = if text.is_ascii() {
        text.get(from..to).unwrap_or_default().into()
    } else {
        // What is of one unit is of three bytes at most.
        let count = to.saturating_sub(from);
        allowance.text(count)?;
        let units: Vec<u16> = text.encode_utf16().skip(from).take(count).collect();
        String::from_utf16_lossy(&units).into()
    };
    allowance.text(part.len())?;
    Ok(part.into_owned().into())
}

fn sought<'s>(arguments: &'s Arguments<'_>, allowance: &Allowance) -> Result<Cow<'s, str>, Fault> {
    let sought = arguments.text(0, allowance)?;
    allowance.work(sought.len())?;
    Ok(sought)
}

fn position(text: &str, sought: &str, from: usize) -> Operand<'static> {
    if sought.is_empty() {
        return Operand::from_count(from);
    }
    let start = byte(text, from);
    let rest = text.get(start..).unwrap_or_default();
    match rest.find(sought) {
        Some(found) => Operand::from_count(unit(text, start + found)),
        None => Operand::Number(-1.0),
    }
}

/// The first byte that is not before a code unit.
fn byte(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (at, character) in text.char_indices() {
        if units >= unit {
            return at;
        }
        units += character.len_utf16();
    }
    text.len()
}

fn unit(text: &str, byte: usize) -> usize {
    let before = text.get(..byte).unwrap_or_default();
    before.encode_utf16().count()
}

fn repeat(text: &str, count: f64, allowance: &Allowance) -> Result<Operand<'static>, Fault> {
    if count < 0.0 || count.is_infinite() {
        return Err(Fault::new(
            "`repeat` takes a number that is neither negative nor infinite",
        ));
    }
    // The cast ends at the greatest number there is.
    let count = count as usize;
    allowance.text(text.len().saturating_mul(count))?;
    Ok(text.repeat(count).into())
}

/// Only the first one is replaced.
fn replace(
    text: &str,
    sought: &str,
    by: &str,
    allowance: &Allowance,
) -> Result<Operand<'static>, Fault> {
    let Some((before, after)) = text.split_once(sought) else {
        return made(text.into(), allowance);
    };
    let mut writer = Writer::new(allowance);
    writer.push(before)?;
    let mut rest = by;
    while let Some((plain, pattern)) = rest.split_once('$') {
        writer.push(plain)?;
        let (written, length) = match pattern.bytes().next() {
            Some(b'$') => ("$", 1),
            Some(b'&') => (sought, 1),
            Some(b'`') => (before, 1),
            Some(b'\'') => (after, 1),
            _ => ("$", 0),
        };
        writer.push(written)?;
        rest = pattern.get(length..).unwrap_or_default();
    }
    writer.push(rest)?;
    writer.push(after)?;
    Ok(writer.finish().into())
}

fn split(text: &str, arguments: &Arguments<'_>, allowance: &Allowance) -> Result<Value, Fault> {
    let keep = |part: &str| {
        allowance.elements(1)?;
        allowance.text(part.len())?;
        Ok(Value::from(part))
    };
    if matches!(arguments.get(0), Operand::Undefined) {
        return std::iter::once(text).map(keep).collect();
    }
    let separator = sought(arguments, allowance)?;
    if separator.is_empty() {
        return characters(text, allowance);
    }
    text.split(&*separator).map(keep).collect()
}

fn cased(
    text: &str,
    case: fn(&str) -> String,
    allowance: &Allowance,
) -> Result<Operand<'static>, Fault> {
    allowance.text(text.len())?;
    let cased = case(text);
    allowance.text(cased.len().saturating_sub(text.len()))?;
    Ok(cased.into())
}
