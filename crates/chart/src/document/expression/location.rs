//! Places in variables that values are put in.

use super::allowance::NESTING;
use super::convert::to_text;
use super::error::ExpressionError;
use super::evaluate::{unknown, Evaluation};
use super::operand::{flat, index, Operand};
use super::parser;
use super::tree::{Access, Node, Step};
use super::{Data, Scope};
use serde_json::Value;
use std::borrow::Cow;

/// How many elements an array can grow to.
const ELEMENTS: usize = 1 << 16;

/// A place in a variable: its name, and the members that lead there.
///
/// What is in brackets is evaluated by [`resolve`](Self::resolve).
#[derive(Clone, Debug, PartialEq)]
pub struct Location {
    at: usize,
    variable: String,
    steps: Vec<Step>,
}

impl Location {
    /// Reads a place like `a`, `a.b` and `a.b[i + 1]`.
    ///
    /// # Errors
    ///
    /// If the text is no expression, or has a value that is nowhere.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let (node, _) = parser::parse(text)?;
        let location = Self::of(&node);
        location.ok_or_else(|| ExpressionError::new(0, "a variable or a member of one is expected"))
    }

    pub(super) fn of(node: &Node) -> Option<Self> {
        let (base, steps) = match node {
            Node::Path { base, steps } => (&**base, &**steps),
            base => (base, &[][..]),
        };
        let Node::Name { at, name } = base else {
            return None;
        };
        let leads_on = |step: &Step| !step.optional && !matches!(step.access, Access::Call(..));
        steps.iter().all(leads_on).then(|| Self {
            at: *at,
            variable: name.clone(),
            steps: steps.to_vec(),
        })
    }

    /// The variable that it is in, or all of.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// Evaluates what is in brackets.
    ///
    /// # Errors
    ///
    /// If it has no value.
    pub fn resolve(&self, scope: &dyn Scope) -> Result<Place, ExpressionError> {
        let evaluation = Evaluation::new(scope);
        let keys = self.steps.iter().map(|step| {
            let name = match &step.access {
                Access::Key(key) => {
                    let key = evaluation.value(key)?;
                    let name = to_text(&key, &evaluation.allowance).map(Cow::into_owned);
                    name.map_err(|fault| fault.at(step.at))?
                }
                Access::Member(name) => name.clone(),
                Access::Call(..) => {
                    return Err(ExpressionError::new(step.at, "a member is expected"))
                }
            };
            Ok(Key { at: step.at, name })
        });
        Ok(Place {
            at: self.at,
            variable: self.variable.clone(),
            keys: keys.collect::<Result<_, _>>()?,
        })
    }
}

/// A place in a variable of which all is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    at: usize,
    variable: String,
    keys: Vec<Key>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    at: usize,
    name: String,
}

impl Place {
    /// The variable that it is in, or all of.
    pub fn variable(&self) -> &str {
        &self.variable
    }

    /// Puts a value there. `None` is undefined: a variable becomes it, an element of an array becomes null, and an
    /// object has the member no longer.
    ///
    /// An object gets a member that it does not have yet, and an array an element behind its last one, up to 65,536.
    ///
    /// # Errors
    ///
    /// If there is no such variable, or not what leads to the place. Nothing is changed then.
    pub fn assign(&self, data: &mut Data, value: Option<Value>) -> Result<(), ExpressionError> {
        let variable = data.get_mut(&self.variable);
        let variable = variable.ok_or_else(|| unknown(self.at, &self.variable))?;
        if let Some(value) = &value {
            flat(value, self.keys.len()).map_err(|fault| fault.at(self.at))?;
        }
        let Some((last, path)) = self.keys.split_last() else {
            *variable = value;
            return Ok(());
        };
        if self.keys.len() > NESTING {
            return Err(ExpressionError::new(
                last.at,
                format!("the place is more than {NESTING} deep"),
            ));
        }
        let mut inside = variable.as_mut();
        for key in path {
            inside = key.find(inside)?;
        }
        last.put(inside, value)
    }
}

impl Key {
    fn find<'d>(
        &self,
        inside: Option<&'d mut Value>,
    ) -> Result<Option<&'d mut Value>, ExpressionError> {
        match inside {
            None | Some(Value::Null) => Err(self.missing(inside.as_deref())),
            Some(Value::Object(members)) => Ok(members.get_mut(&self.name)),
            Some(Value::Array(elements)) => {
                Ok(index(&self.name).and_then(|index| elements.get_mut(index)))
            }
            Some(_) => Ok(None),
        }
    }

    fn put(&self, inside: Option<&mut Value>, value: Option<Value>) -> Result<(), ExpressionError> {
        match inside {
            Some(Value::Object(members)) => {
                match value {
                    Some(value) => members.insert(self.name.clone(), value),
                    None => members.remove(&self.name),
                };
                Ok(())
            }
            Some(Value::Array(elements)) => self.put_element(elements, value.unwrap_or_default()),
            other => Err(self.missing(other.as_deref())),
        }
    }

    fn put_element(&self, elements: &mut Vec<Value>, value: Value) -> Result<(), ExpressionError> {
        let count = elements.len();
        let index = index(&self.name);
        if let Some(element) = index.and_then(|index| elements.get_mut(index)) {
            *element = value;
            return Ok(());
        }
        if index == Some(count) && count < ELEMENTS {
            elements.push(value);
            return Ok(());
        }
        let message = format!(
            "there is no place `{}` in an array of {count} elements",
            self.name
        );
        Err(ExpressionError::new(self.at, message))
    }

    fn missing(&self, inside: Option<&Value>) -> ExpressionError {
        let described = Operand::found(inside).described();
        ExpressionError::new(self.at, format!("{described} has no `{}`", self.name))
    }
}
