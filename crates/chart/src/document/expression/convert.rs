//! Conversions between types (ECMAScript 7.1).

use super::allowance::{nested, Allowance};
use super::error::Fault;
use super::number;
use super::operand::Operand;
use serde_json::Value;
use std::borrow::Cow;

/// What objects are as texts.
const OBJECT: &str = "[object Object]";

/// `ToNumber`
pub fn to_number(operand: &Operand<'_>, allowance: &Allowance) -> Result<f64, Fault> {
    Ok(match operand {
        Operand::Undefined | Operand::Object(_) => f64::NAN,
        Operand::Null => 0.0,
        Operand::Bool(is) => f64::from(u8::from(*is)),
        Operand::Number(number) => *number,
        Operand::Text(text) => {
            allowance.work(text.len())?;
            number::from_text(text)
        }
        Operand::Array(_) => number::from_text(&to_text(operand, allowance)?),
    })
}

/// `ToString`
pub fn to_text<'o>(operand: &'o Operand<'_>, allowance: &Allowance) -> Result<Cow<'o, str>, Fault> {
    Ok(match operand {
        Operand::Undefined => "undefined".into(),
        Operand::Null => "null".into(),
        Operand::Bool(true) => "true".into(),
        Operand::Bool(false) => "false".into(),
        Operand::Number(number) => {
            let text = number::to_text(*number);
            allowance.text(text.len())?;
            text.into()
        }
        Operand::Text(text) => Cow::Borrowed(&**text),
        Operand::Array(elements) => {
            let mut writer = Writer::new(allowance);
            join(elements, ",", &mut writer, 0)?;
            writer.finish().into()
        }
        Operand::Object(_) => OBJECT.into(),
    })
}

/// A text that a function makes.
pub fn made(text: Cow<'_, str>, allowance: &Allowance) -> Result<Operand<'static>, Fault> {
    if let Cow::Borrowed(text) = text {
        allowance.text(text.len())?;
    }
    Ok(text.into_owned().into())
}

/// `ToPrimitive`
pub fn to_primitive<'a>(operand: Operand<'a>, allowance: &Allowance) -> Result<Operand<'a>, Fault> {
    match operand {
        Operand::Object(_) => Ok(OBJECT.into()),
        Operand::Array(_) => Ok(to_text(&operand, allowance)?.into_owned().into()),
        primitive => Ok(primitive),
    }
}

/// Elements with a separator between them. `null` is written as nothing.
pub fn join(
    elements: &[Value],
    separator: &str,
    writer: &mut Writer<'_>,
    depth: usize,
) -> Result<(), Fault> {
    nested(depth)?;
    writer.allowance.work(elements.len())?;
    for (index, element) in elements.iter().enumerate() {
        if index > 0 {
            writer.push(separator)?;
        }
        match element {
            Value::Null => {}
            Value::Array(inside) => join(inside, ",", writer, depth + 1)?,
            Value::String(text) => writer.push(text)?,
            other => {
                let operand = Operand::from(other);
                writer.push(&to_text(&operand, writer.allowance)?)?;
            }
        }
    }
    Ok(())
}

/// A text that is being made.
pub struct Writer<'e> {
    pub allowance: &'e Allowance,
    text: String,
}

impl<'e> Writer<'e> {
    pub const fn new(allowance: &'e Allowance) -> Self {
        let text = String::new();
        Self { allowance, text }
    }

    /// Continues a text. What it has already counts unless an evaluation made it.
    pub fn after(text: Cow<'_, str>, allowance: &'e Allowance) -> Result<Self, Fault> {
        if let Cow::Borrowed(text) = text {
            allowance.text(text.len())?;
        }
        let text = text.into_owned();
        Ok(Self { allowance, text })
    }

    pub fn push(&mut self, part: &str) -> Result<(), Fault> {
        self.allowance.text(part.len())?;
        self.text.push_str(part);
        Ok(())
    }

    pub fn finish(self) -> String {
        self.text
    }
}
