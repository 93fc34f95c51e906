//! What the tests of expressions share.

pub mod javascript;
mod limits;
mod random;

use leptos_state_chart::document::expression::{Data, Expression, ExpressionError, Scope};
use serde_json::{json, Value};

/// Variables, and two states.
pub struct Variables(pub Data);

impl Scope for Variables {
    fn variable(&self, name: &str) -> Option<Option<&Value>> {
        self.0.get(name).map(Option::as_ref)
    }

    fn is_in(&self, state: &str) -> bool {
        ["a", "main.b"].contains(&state)
    }
}

/// What the expressions of `javascript` have been evaluated with.
pub fn variables() -> Variables {
    let data = json!({
        "a": 0, "x": 5, "$y": "money", "list": [3, 1, 2], "zero": 0, "flag": true, "nothing": null,
        "user": { "address": null, "age": 36, "name": "Ada", "tags": ["a", "b"] },
        "deep": { "a": { "b": { "c": [10, 20, { "d": "end" }] } } },
        "_event": { "name": "order.paid", "data": { "amount": 42.5, "items": [1, 2, 3] } },
    });
    let members = data.as_object().unwrap().clone();
    let mut data: Data = members
        .into_iter()
        .map(|(name, value)| (name, Some(value)))
        .collect();
    data.insert("empty".to_owned(), None);
    Variables(data)
}

pub fn evaluated(text: &str) -> Result<Option<Value>, ExpressionError> {
    Expression::parse(text)?.evaluate(&variables())
}
