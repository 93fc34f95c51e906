//! Any text is an expression or an error, and has a value or an error.

#![no_main]

use leptos_state_chart::document::expression::{Data, Expression, Scope};
use libfuzzer_sys::fuzz_target;
use serde_json::{json, Value};

struct Variables(Data);

impl Scope for Variables {
    fn variable(&self, name: &str) -> Option<Option<&Value>> {
        self.0.get(name).map(Option::as_ref)
    }

    fn is_in(&self, state: &str) -> bool {
        state.len() % 2 == 0
    }
}

fuzz_target!(|text: &str| {
    let variables = Variables(Data::from([
        ("a".to_owned(), Some(json!([1, "two", null, { "b": [3.5, "ä😀"] }]))),
        ("b".to_owned(), Some(json!("text, text"))),
        ("u".to_owned(), None),
        ("_event".to_owned(), Some(json!({ "name": "e", "data": { "x": -1 } }))),
    ]));
    if let Ok(expression) = Expression::parse(text) {
        let _ = expression.evaluate(&variables);
        let _ = expression.holds(&variables);
        if let Some(place) = expression.location() {
            let mut data = variables.0.clone();
            if let Ok(place) = place.resolve(&variables) {
                let _ = place.assign(&mut data, Some(json!({ "new": [1] })));
            }
        }
    }
});
