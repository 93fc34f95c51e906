//! What people type into the dispatcher is read as JavaScript reads it.
#![cfg(not(target_arch = "wasm32"))]

use leptos_state_devtools::protocol::read;
use leptos_state_devtools::transport::Command;
use serde_json::{json, Value};

fn typed(text: &str) -> Result<Value, String> {
    match read(&json!({"type": "ACTION", "payload": text})) {
        Ok(Some(Command::Dispatch(action))) => Ok(action),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn json_and_literals_of_javascript_are_read() {
    for (text, wanted) in [
        (
            r#"{"type": "add", "payload": [1, "a", null]}"#,
            json!({"type": "add", "payload": [1, "a", null]}),
        ),
        ("{\n  type: 'add'\n}", json!({"type": "add"})),
        (
            "{ $a_1: `b`, 'c d': \"e\", 7: true, }",
            json!({"$a_1": "b", "c d": "e", "7": true}),
        ),
        ("[1, [2, ], {a: [], }, ]", json!([1, [2], {"a": []}])),
        ("[undefined, null, false]", json!([null, null, false])),
        (
            "[+1, -2, .5, -.5, 5., 1e3, 1.5E-3, 0]",
            json!([1, -2, 0.5, -0.5, 5.0, 1e3, 1.5e-3, 0]),
        ),
        ("// one\n{a: /* two, ' */ 1} // three", json!({"a": 1})),
        (
            r#"'it\'s "so", \x41\u00e9\n\t\b\f\r\v\0\\\/\
on'"#,
            json!("it's \"so\", Aé\n\t\u{8}\u{c}\r\u{b}\0\\/on"),
        ),
        ("['a, ]', ',', ',]']", json!(["a, ]", ",", ",]"])),
        ("{größe: 'ß'}", json!({"größe": "ß"})),
        (
            "12345678901234567890",
            json!(12_345_678_901_234_567_890_u64),
        ),
    ] {
        assert_eq!(typed(text).as_ref(), Ok(&wanted), "{text}");
    }
}

#[test]
fn what_is_neither_says_what_is_wrong() {
    for (text, wanted) in [
        ("", "EOF"),
        ("this.", "`this` is not known here; texts stand in quotes"),
        (
            "{type: add}",
            "`add` is not known here; texts stand in quotes",
        ),
        ("{type: 'add'", "EOF"),
        ("'add", "a text has no ' at its end"),
        ("'add\\", "a text has no ' at its end"),
        ("'\\xzz'", "`zz` is no letter's number"),
        ("'\\ud800'", "`d800` is no letter's number"),
        ("/* add", "a comment has no end"),
        ("1 / 2", "`/` is not known here"),
        ("add()", "`add` is not known here"),
        ("(1)", "`(` is not known here"),
        ("1 2", "trailing"),
        ("[1,, 2]", "expected value"),
        ("1.2.3", "trailing"),
        ("0xff", "trailing"),
        (&"[".repeat(100_000), "recursion limit"),
        (&"{a:".repeat(100_000), "recursion limit"),
    ] {
        let error = typed(text).unwrap_err();
        assert!(error.contains(wanted), "{text}: {error}");
    }
}
