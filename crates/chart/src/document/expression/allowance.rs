//! How much one evaluation may make and look at.

use super::error::Fault;
use serde_json::Value;
use std::cell::Cell;

/// How deep texts and values are nested at most. A text that is read, a tree that is evaluated and a value that is
/// copied, compared or written are all walked by recursion.
pub const NESTING: usize = 64;

/// The bytes of text that one evaluation makes.
const TEXT: usize = 1 << 20;
/// The elements and members that one evaluation makes.
const ELEMENTS: usize = 1 << 16;
/// The bytes and elements that one evaluation looks at.
const WORK: usize = 1 << 24;

/// What is left of it.
pub struct Allowance {
    text: Cell<usize>,
    elements: Cell<usize>,
    work: Cell<usize>,
}

impl Allowance {
    pub const fn new() -> Self {
        Self {
            text: Cell::new(TEXT),
            elements: Cell::new(ELEMENTS),
            work: Cell::new(WORK),
        }
    }

    /// Before `bytes` of text are made.
    pub fn text(&self, bytes: usize) -> Result<(), Fault> {
        take(&self.text, bytes, || {
            format!("more than {TEXT} bytes of text are made")
        })
    }

    /// Before `count` elements of arrays or members of objects are made.
    pub fn elements(&self, count: usize) -> Result<(), Fault> {
        take(&self.elements, count, || {
            format!("more than {ELEMENTS} elements are made")
        })
    }

    /// Before `amount` bytes or elements are looked at.
    pub fn work(&self, amount: usize) -> Result<(), Fault> {
        take(&self.work, amount, || {
            "more is looked at than one evaluation may".to_owned()
        })
    }

    /// Before `value` is copied.
    pub fn copy(&self, value: &Value) -> Result<(), Fault> {
        self.copy_at(value, 0)
    }

    fn copy_at(&self, value: &Value, depth: usize) -> Result<(), Fault> {
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
            Value::String(text) => self.text(text.len()),
            Value::Array(elements) => {
                nested(depth)?;
                self.elements(elements.len())?;
                elements
                    .iter()
                    .try_for_each(|element| self.copy_at(element, depth + 1))
            }
            Value::Object(members) => {
                nested(depth)?;
                self.elements(members.len())?;
                members.iter().try_for_each(|(name, member)| {
                    self.text(name.len())?;
                    self.copy_at(member, depth + 1)
                })
            }
        }
    }
}

/// Whether what is inside of `depth` arrays and objects may be one itself.
pub fn nested(depth: usize) -> Result<(), Fault> {
    if depth < NESTING {
        return Ok(());
    }
    Err(Fault::new(format!(
        "a value is nested more than {NESTING} deep"
    )))
}

fn take(left: &Cell<usize>, amount: usize, what: impl FnOnce() -> String) -> Result<(), Fault> {
    let rest = left.get().checked_sub(amount);
    left.set(rest.ok_or_else(|| Fault::new(what()))?);
    Ok(())
}
