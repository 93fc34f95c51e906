//! `JSON.stringify` and `JSON.parse`.

use super::allowance::{nested, Allowance};
use super::convert::Writer;
use super::error::Fault;
use super::number;
use super::operand::Operand;
use serde_json::Value;

/// A value as text. Undefined stays undefined.
pub fn stringify(operand: &Operand<'_>, allowance: &Allowance) -> Result<Operand<'static>, Fault> {
    if matches!(operand, Operand::Undefined) {
        return Ok(Operand::Undefined);
    }
    let mut writer = Writer::new(allowance);
    write(operand, &mut writer, 0)?;
    Ok(writer.finish().into())
}

fn write(operand: &Operand<'_>, writer: &mut Writer<'_>, depth: usize) -> Result<(), Fault> {
    match operand {
        Operand::Undefined | Operand::Null => writer.push("null"),
        Operand::Bool(true) => writer.push("true"),
        Operand::Bool(false) => writer.push("false"),
        Operand::Number(number) if number.is_finite() => writer.push(&number::to_text(*number)),
        Operand::Number(_) => writer.push("null"),
        Operand::Text(text) => quoted(text, writer),
        Operand::Array(elements) => {
            nested(depth)?;
            writer.push("[")?;
            for (index, element) in elements.iter().enumerate() {
                if index > 0 {
                    writer.push(",")?;
                }
                write(&element.into(), writer, depth + 1)?;
            }
            writer.push("]")
        }
        Operand::Object(members) => {
            nested(depth)?;
            writer.push("{")?;
            for (index, (name, member)) in members.iter().enumerate() {
                if index > 0 {
                    writer.push(",")?;
                }
                quoted(name, writer)?;
                writer.push(":")?;
                write(&member.into(), writer, depth + 1)?;
            }
            writer.push("}")
        }
    }
}

fn quoted(text: &str, writer: &mut Writer<'_>) -> Result<(), Fault> {
    writer.push("\"")?;
    let mut rest = text;
    while let Some(at) = rest.find(|c| matches!(c, '"' | '\\' | '\0'..='\u{1f}')) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or_default();
        writer.push(plain)?;
        let mut characters = special.chars();
        match characters.next() {
            Some('\u{8}') => writer.push("\\b")?,
            Some('\t') => writer.push("\\t")?,
            Some('\n') => writer.push("\\n")?,
            Some('\u{c}') => writer.push("\\f")?,
            Some('\r') => writer.push("\\r")?,
            Some('"') => writer.push("\\\"")?,
            Some('\\') => writer.push("\\\\")?,
            Some(control) => writer.push(&format!("\\u{:04x}", u32::from(control)))?,
            None => {}
        }
        rest = characters.as_str();
    }
    writer.push(rest)?;
    writer.push("\"")
}

/// The value that a text is.
pub fn parse(text: &str, allowance: &Allowance) -> Result<Value, Fault> {
    allowance.text(text.len())?;
    allowance.elements(parts(text))?;
    serde_json::from_str(text).map_err(|error| Fault::new(format!("`JSON.parse`: {error}")))
}

/// How many elements and members there are in a text at most.
fn parts(text: &str) -> usize {
    let mut count = 0;
    let mut is_quoted = false;
    let mut is_escaped = false;
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b',' | b'[' | b'{' if !is_quoted => count += 1,
            _ => {}
        }
    }
    count
}
