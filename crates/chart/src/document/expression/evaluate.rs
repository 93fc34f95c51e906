//! Trees as values.

use super::allowance::Allowance;
use super::builtins::{self, Arguments};
use super::convert::to_number;
use super::error::ExpressionError;
use super::operand::Operand;
use super::tree::{Access, Binary, Class, Link, Node, Prefix, Right, Step};
use super::{number, operate, Scope};
use serde_json::{Map, Value};
use std::borrow::Cow;

type Evaluated<T> = Result<T, ExpressionError>;

/// One evaluation.
pub struct Evaluation<'a> {
    scope: &'a dyn Scope,
    pub allowance: Allowance,
}

impl<'a> Evaluation<'a> {
    pub fn new(scope: &'a dyn Scope) -> Self {
        let allowance = Allowance::new();
        Self { scope, allowance }
    }

    pub fn value(&self, node: &'a Node) -> Evaluated<Operand<'a>> {
        match node {
            Node::Undefined => Ok(Operand::Undefined),
            Node::Null => Ok(Operand::Null),
            Node::Bool(is) => Ok(Operand::Bool(*is)),
            Node::Number(number) => Ok(Operand::Number(*number)),
            Node::Text(text) => Ok(text.as_str().into()),
            Node::Constant(constant) => Ok(constant.number().into()),
            Node::Name { at, name } => self.variable(*at, name),
            Node::Array { at, elements } => self.array(*at, elements),
            Node::Object { at, members } => self.object(*at, members),
            Node::Call {
                at,
                function,
                arguments,
            } => {
                let arguments = self.arguments(arguments)?;
                let called = builtins::call(*function, &arguments, self.scope, &self.allowance);
                called.map_err(|fault| fault.at(*at))
            }
            Node::Path { base, steps } => self.path(base, steps),
            Node::Prefix {
                at,
                prefix,
                operand,
            } => self.prefixed(*at, *prefix, operand),
            Node::Chain { first, links } => self.chain(first, links),
            Node::Choice { cases, otherwise } => {
                for (condition, value) in cases {
                    if self.value(condition)?.is_true() {
                        return self.value(value);
                    }
                }
                self.value(otherwise)
            }
        }
    }

    fn variable(&self, at: usize, name: &str) -> Evaluated<Operand<'a>> {
        let variable = self.scope.variable(name).map(Operand::found);
        variable.ok_or_else(|| unknown(at, name))
    }

    fn array(&self, at: usize, elements: &'a [Node]) -> Evaluated<Operand<'a>> {
        let mut made = Vec::new();
        for element in elements {
            let element = self.kept(at, element)?;
            made.push(element.unwrap_or_default());
        }
        Ok(Operand::Array(Cow::Owned(made)))
    }

    fn object(&self, at: usize, members: &'a [(String, Node)]) -> Evaluated<Operand<'a>> {
        let mut made = Map::new();
        for (name, member) in members {
            let member = self.kept(at, member)?;
            let counted = self.allowance.text(name.len());
            counted.map_err(|fault| fault.at(at))?;
            match member {
                Some(member) => made.insert(name.clone(), member),
                None => made.remove(name),
            };
        }
        Ok(Operand::Object(Cow::Owned(made)))
    }

    fn kept(&self, at: usize, node: &'a Node) -> Evaluated<Option<Value>> {
        let operand = self.value(node)?;
        let counted = self.allowance.elements(1);
        let kept = counted.and_then(|()| operand.kept(&self.allowance));
        kept.map_err(|fault| fault.at(at))
    }

    fn arguments(&self, nodes: &'a [Node]) -> Evaluated<Arguments<'a>> {
        let arguments = nodes.iter().map(|node| self.value(node));
        arguments.collect::<Evaluated<_>>().map(Arguments)
    }

    fn path(&self, base: &'a Node, steps: &'a [Step]) -> Evaluated<Operand<'a>> {
        let mut value = self.value(base)?;
        for step in steps {
            if step.optional && value.is_nothing() {
                return Ok(Operand::Undefined);
            }
            let next = match &step.access {
                Access::Member(name) => value.member(name, &self.allowance),
                Access::Key(key) => {
                    let key = self.value(key)?;
                    value.keyed(&key, &self.allowance)
                }
                Access::Call(method, arguments) => {
                    let arguments = self.arguments(arguments)?;
                    builtins::call_method(*method, value, arguments, &self.allowance)
                }
            };
            value = next.map_err(|fault| fault.at(step.at))?;
        }
        Ok(value)
    }

    fn prefixed(&self, at: usize, prefix: Prefix, node: &'a Node) -> Evaluated<Operand<'a>> {
        let operand = match (prefix, node) {
            // Nothing else may ask for a variable that there is not.
            (Prefix::TypeOf, Node::Name { name, .. }) => {
                let variable = self.scope.variable(name).flatten();
                Operand::found(variable)
            }
            _ => self.value(node)?,
        };
        let number = || {
            let number = to_number(&operand, &self.allowance);
            number.map_err(|fault| fault.at(at))
        };
        Ok(match prefix {
            Prefix::Not => (!operand.is_true()).into(),
            Prefix::Minus => (-number()?).into(),
            Prefix::Plus => number()?.into(),
            Prefix::BitNot => f64::from(!number::int32(number()?)).into(),
            Prefix::TypeOf => operand.type_of().into(),
            Prefix::Void => Operand::Undefined,
        })
    }

    fn chain(&self, first: &'a Node, links: &'a [Link]) -> Evaluated<Operand<'a>> {
        let mut left = self.value(first)?;
        for link in links {
            left = match &link.right {
                Right::InstanceOf(class) => is_instance(&left, *class).into(),
                Right::Binary(binary, _) if decides(*binary, &left) => left,
                Right::Binary(binary, right) => {
                    let right = self.value(right)?;
                    let applied = operate::apply(*binary, left, right, &self.allowance);
                    applied.map_err(|fault| fault.at(link.at))?
                }
            };
        }
        Ok(left)
    }
}

/// Whether what is left of a logical operator is its value.
fn decides(binary: Binary, left: &Operand<'_>) -> bool {
    match binary {
        Binary::And => !left.is_true(),
        Binary::Or => left.is_true(),
        Binary::Coalesce => !left.is_nothing(),
        _ => false,
    }
}

const fn is_instance(operand: &Operand<'_>, class: Class) -> bool {
    match operand {
        Operand::Array(_) => true,
        Operand::Object(_) => matches!(class, Class::Object),
        _ => false,
    }
}

/// What is said of a variable that there is not.
pub fn unknown(at: usize, name: &str) -> ExpressionError {
    ExpressionError::new(at, format!("there is no variable `{name}`"))
}
