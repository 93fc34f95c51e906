//! Random texts.

use super::variables;
use fastrand::Rng;
use leptos_state_chart::document::expression::Expression;
use serde_json::json;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

const PIECES: &[&str] = &[
    "1",
    "0",
    "2.5",
    "1e400",
    "-",
    "- ",
    "+",
    "*",
    "/",
    "%",
    "**",
    "!",
    "~",
    "<",
    "<=",
    ">",
    "==",
    "===",
    "!=",
    "<<",
    ">>",
    ">>>",
    "&",
    "|",
    "^",
    "&&",
    "||",
    "??",
    "?",
    ":",
    "?.",
    ".",
    ",",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "x",
    "list",
    "user",
    "deep",
    "empty",
    "nothing",
    "missing",
    "'a'",
    "\"b\"",
    "'😀é'",
    "''",
    "undefined",
    "null",
    "true",
    "NaN",
    "typeof ",
    "void ",
    " in ",
    " instanceof Array",
    "In('a')",
    "Math.max(",
    "String(",
    "Number(",
    "parseInt(",
    "JSON.parse(",
    "JSON.stringify(",
    "Object.keys(",
    "Object.values(",
    ".length",
    ".slice(",
    ".substring(",
    ".charAt(",
    ".charCodeAt(",
    ".indexOf(",
    ".lastIndexOf(",
    ".includes(",
    ".split(",
    ".replace(",
    ".concat(",
    ".repeat(",
    ".join(",
    ".trim()",
    ".toUpperCase()",
    ".toFixed(",
    ".toString()",
    "/*",
    "*/",
    "//",
    "=",
    ";",
    "function",
    "\\",
    "\n",
    "'",
    "é",
];

/// A text that is nearly an expression.
fn pieces(rng: &mut Rng) -> String {
    let count = rng.usize(1..30);
    (0..count)
        .map(|_| PIECES[rng.usize(..PIECES.len())])
        .collect()
}

fn characters(rng: &mut Rng) -> String {
    let count = rng.usize(..40);
    let any = |_| match rng.u8(..4) {
        0 => rng.char(..),
        _ => rng.char(' '..='~'),
    };
    (0..count).map(any).collect()
}

/// An expression of any shape. Not all have a value.
fn expression(rng: &mut Rng, depth: usize) -> String {
    const OPERATORS: &[&str] = &[
        "+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "===", "!==", "<<", ">>", ">>>",
        "&", "|", "^", "&&", "||", " in ",
    ];
    const LEAVES: &[&str] = &[
        "0",
        "1",
        "-1",
        "2.5",
        "1e9",
        "NaN",
        "Infinity",
        "''",
        "'a'",
        "'12'",
        "'aé😀b'",
        "x",
        "list",
        "user",
        "deep",
        "empty",
        "nothing",
        "undefined",
        "null",
        "true",
        "[]",
        "{}",
        "$y",
        "_event.data",
    ];
    const METHODS: &[&str] = &[
        "slice",
        "substring",
        "indexOf",
        "includes",
        "concat",
        "join",
        "split",
        "repeat",
        "charAt",
        "startsWith",
    ];
    if depth == 0 {
        return LEAVES[rng.usize(..LEAVES.len())].to_owned();
    }
    let mut inside = || expression(rng, depth - 1);
    let (one, two, three) = (inside(), inside(), inside());
    match rng.u8(..8) {
        0 => format!("({one} ? {two} : {three})"),
        1 => format!("[{one}, {two}, {three}]"),
        2 => format!("({one})?.[{two}]"),
        3 => format!("{{ a: {one}, b: {two} }}"),
        4 => format!("({one})?.{}({two})", METHODS[rng.usize(..METHODS.len())]),
        5 => format!("String({one})"),
        _ => format!("({one} {} {two})", OPERATORS[rng.usize(..OPERATORS.len())]),
    }
}

/// No text makes it panic. The seed of a text that fails is printed; `SEED=n` repeats it.
#[test]
fn no_text_is_too_strange() {
    let given = std::env::var("SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let first = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    let scope = variables();
    let (mut parsed, mut valued) = (0, 0);
    for number in 0..20_000 {
        let seed = first.wrapping_add(number);
        let mut rng = Rng::with_seed(seed);
        let text = match seed % 3 {
            0 => characters(&mut rng),
            1 => pieces(&mut rng),
            _ => {
                let depth = rng.usize(1..4);
                expression(&mut rng, depth)
            }
        };
        let tried = std::panic::catch_unwind(|| {
            let expression = Expression::parse(&text).ok()?;
            let is_place = expression
                .location()
                .map(|location| location.resolve(&scope));
            if let Some(Ok(place)) = is_place {
                let _ = place.assign(&mut variables().0, Some(json!({ "a": 1 })));
            }
            Some(expression.evaluate(&scope).is_ok())
        });
        match tried {
            Ok(Some(has_value)) => {
                parsed += 1;
                valued += usize::from(has_value);
            }
            Ok(None) => {}
            Err(_) => panic!("repeat it with SEED={seed}\n{text}"),
        }
    }
    assert!(
        parsed > 5_000 && valued > 1_000,
        "{parsed} were parsed, {valued} have a value"
    );
}
