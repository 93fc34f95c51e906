//! What texts are parsed into.
//!
//! Chains of operators, of members and of conditions are flat, so a tree is only as deep as its text is nested.

use super::builtins::{Constant, Function, Method};

/// One operand, with what is inside of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Constant(Constant),
    /// A variable.
    Name {
        at: usize,
        name: String,
    },
    Array {
        at: usize,
        elements: Vec<Self>,
    },
    Object {
        at: usize,
        members: Vec<(String, Self)>,
    },
    Call {
        at: usize,
        function: Function,
        arguments: Vec<Self>,
    },
    /// `base.member[key].method()`
    Path {
        base: Box<Self>,
        steps: Vec<Step>,
    },
    Prefix {
        at: usize,
        prefix: Prefix,
        operand: Box<Self>,
    },
    /// Operators of one precedence, from left to right.
    Chain {
        first: Box<Self>,
        links: Vec<Link>,
    },
    /// `condition ? value : condition ? value : otherwise`
    Choice {
        cases: Vec<(Self, Self)>,
        otherwise: Box<Self>,
    },
}

/// One step from a value to another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at: usize,
    /// Whether nothing follows from what is undefined or null (`?.`).
    pub optional: bool,
    pub access: Access,
}

/// Where a step leads to.
#[derive(Clone, Debug, PartialEq)]
pub enum Access {
    Member(String),
    Key(Node),
    Call(Method, Vec<Node>),
}

/// One operator and what is right of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub at: usize,
    pub right: Right,
}

/// Right sides of operators.
#[derive(Clone, Debug, PartialEq)]
pub enum Right {
    Binary(Binary, Node),
    InstanceOf(Class),
}

/// What `instanceof` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Array,
    Object,
}

/// Operators before an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    Not,
    Minus,
    Plus,
    BitNot,
    TypeOf,
    Void,
}

/// Operators between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Coalesce,
    Or,
    And,
    BitOr,
    BitXor,
    BitAnd,
    Equal,
    NotEqual,
    Identical,
    NotIdentical,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    ShiftLeft,
    ShiftRight,
    ShiftRightUnsigned,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
    Power,
}

impl Node {
    /// How many nodes are inside each other.
    pub fn height(&self) -> usize {
        let highest = |nodes: &[Self]| nodes.iter().map(Self::height).max().unwrap_or_default();
        let inside = match self {
            Self::Undefined
            | Self::Null
            | Self::Bool(_)
            | Self::Number(_)
            | Self::Text(_)
            | Self::Constant(_)
            | Self::Name { .. } => 0,
            Self::Array { elements, .. } => highest(elements),
            Self::Object { members, .. } => {
                let heights = members.iter().map(|(_, member)| member.height());
                heights.max().unwrap_or_default()
            }
            Self::Call { arguments, .. } => highest(arguments),
            Self::Path { base, steps } => {
                let heights = steps.iter().map(|step| match &step.access {
                    Access::Member(_) => 0,
                    Access::Key(key) => key.height(),
                    Access::Call(_, arguments) => highest(arguments),
                });
                base.height().max(heights.max().unwrap_or_default())
            }
            Self::Prefix { operand, .. } => operand.height(),
            Self::Chain { first, links } => {
                let heights = links.iter().map(|link| match &link.right {
                    Right::Binary(_, operand) => operand.height(),
                    Right::InstanceOf(_) => 0,
                });
                first.height().max(heights.max().unwrap_or_default())
            }
            Self::Choice { cases, otherwise } => {
                let heights = cases
                    .iter()
                    .map(|(condition, value)| condition.height().max(value.height()));
                otherwise.height().max(heights.max().unwrap_or_default())
            }
        };
        inside + 1
    }
}
