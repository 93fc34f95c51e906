//! Expressions of documents' conditions and assignments (`cond`, `expr` and `location` of SCXML 5.9).
//!
//! They are those of ECMAScript that have a value and no effects: literals, variables and their members, operators,
//! `?:`, and the functions below. Whatever else ECMAScript has is an error when the text is parsed: assignments,
//! functions, `new`, regular expressions, template strings, statements.
//!
//! ```
//! use leptos_state_chart::document::expression::{Data, Expression, Location, Scope};
//! use serde_json::{json, Value};
//!
//! struct Variables(Data);
//!
//! impl Scope for Variables {
//!     fn variable(&self, name: &str) -> Option<Option<&Value>> {
//!         self.0.get(name).map(Option::as_ref)
//!     }
//!
//!     fn is_in(&self, state: &str) -> bool {
//!         state == "paid"
//!     }
//! }
//!
//! let cart = json!({ "items": [{ "price": 20 }, { "price": 22 }] });
//! let mut scope = Variables(Data::from([("cart".to_owned(), Some(cart))]));
//!
//! let guard = Expression::parse("In('paid') && cart.items.length > 1")?;
//! assert!(guard.holds(&scope)?);
//!
//! let sum = Expression::parse("cart.items[0].price + cart.items[1].price")?;
//! let value = sum.evaluate(&scope)?;
//! assert_eq!(value, Some(json!(42)));
//!
//! let place = Location::parse("cart['sum']")?.resolve(&scope)?;
//! place.assign(&mut scope.0, value)?;
//! assert_eq!(Expression::parse("cart.sum")?.evaluate(&scope)?, Some(json!(42)));
//! # Ok::<(), leptos_state_chart::document::expression::ExpressionError>(())
//! ```
//!
//! # Functions
//!
//! | | |
//! | --- | --- |
//! | states | `In` |
//! | conversions | `String`, `Number`, `Boolean`, `parseInt`, `parseFloat`, `isNaN`, `isFinite`, `JSON.stringify`, `JSON.parse` |
//! | numbers | `Math.` `abs`, `ceil`, `floor`, `round`, `trunc`, `sign`, `min`, `max`, `pow`, `sqrt`, `PI`, `E` |
//! | structure | `Array.isArray`, `Object.keys`, `Object.values` |
//! | of strings | `length`, `charAt`, `charCodeAt`, `concat`, `endsWith`, `includes`, `indexOf`, `lastIndexOf`, `repeat`, `replace` (of a string), `slice`, `split`, `startsWith`, `substring`, `toLowerCase`, `toUpperCase`, `trim` |
//! | of arrays | `length`, `concat`, `includes`, `indexOf`, `join`, `slice` |
//! | of numbers | `toFixed` |
//! | of all | `toString` |
//!
//! Their names are not variables'. Other functions can't be called, and functions are no values.
//!
//! # Where it is not ECMAScript
//!
//! Values are those of JSON, and undefined:
//!
//! - Arrays and objects have no identity. `==`, `===`, `indexOf` and `includes` compare what is inside.
//! - Inside of them there is neither undefined nor NaN nor an infinity: an element becomes null, and an undefined
//!   member is left out. Minus zero becomes zero.
//! - Whole numbers up to 2^53 are integers of the result, others are floats; NaN and infinities are null.
//! - Objects have the members that they were given, and no prototype. Their order is that of `serde_json`'s maps.
//! - Strings are UTF-8. Lengths and positions are in UTF-16 code units, and half of a surrogate pair is U+FFFD.
//! - The last digit of powers, and of `parseInt` beyond 2^53 with other radices, may be another one.
//! - `instanceof` asks for `Array` or `Object` only.
//!
//! # Limits
//!
//! Texts may come from anywhere. One is at most 64 KiB long; texts and values are nested at most 64 deep; one
//! evaluation makes at most 1 MiB of text and 65,536 elements, and looks at most at 16 MiB. Beyond, it is an error.

mod allowance;
mod array;
mod builtins;
mod compare;
mod convert;
mod error;
mod evaluate;
mod foreign;
mod json;
mod lexer;
mod location;
mod math;
mod number;
mod operand;
mod operate;
mod parser;
mod precedence;
mod text;
mod tree;

pub use error::ExpressionError;
pub use location::{Location, Place};

use evaluate::Evaluation;
use serde_json::Value;
use std::collections::BTreeMap;

/// Variables and their values. `None` is undefined.
pub type Data = BTreeMap<String, Option<Value>>;

/// What an expression can ask for.
pub trait Scope {
    /// The value of a variable. `Some(None)` is undefined; of a variable that there is not (`None`), only `typeof` may
    /// ask.
    fn variable(&self, name: &str) -> Option<Option<&Value>>;

    /// Whether a state is active (`In` of SCXML 5.9.2).
    fn is_in(&self, state: &str) -> bool;
}

/// An expression, to be evaluated any number of times.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    source: String,
    node: tree::Node,
    names: Vec<String>,
}

impl Expression {
    /// Reads one expression, which is all of the text.
    ///
    /// # Errors
    ///
    /// If it is none of this language.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let (node, names) = parser::parse(text)?;
        let source = text.to_owned();
        Ok(Self {
            source,
            node,
            names,
        })
    }

    /// The text that it was read from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its value. `None` is undefined.
    ///
    /// # Errors
    ///
    /// If it asks for a variable that there is not or for a member of undefined or null, calls a method that a value
    /// does not have, or exceeds a limit.
    pub fn evaluate(&self, scope: &dyn Scope) -> Result<Option<Value>, ExpressionError> {
        let operand = Evaluation::new(scope).value(&self.node)?;
        operand.result().map_err(|fault| fault.at(0))
    }

    /// Whether its value holds as a condition: all but undefined, null, `false`, `0`, NaN and `''` do.
    ///
    /// # Errors
    ///
    /// As [`evaluate`](Self::evaluate).
    pub fn holds(&self, scope: &dyn Scope) -> Result<bool, ExpressionError> {
        let operand = Evaluation::new(scope).value(&self.node)?;
        Ok(operand.is_true())
    }

    /// The place that it is, if values can be put there: a variable, or a member of one.
    pub fn location(&self) -> Option<Location> {
        Location::of(&self.node)
    }

    /// The names that it uses, each once: variables, functions like `In`, and what `Math` and the like are called by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}
