//! What texts and values from anywhere can't do.

use super::{evaluated, variables, Variables};
use leptos_state_chart::document::expression::{Data, Expression, Location};
use serde_json::{json, Value};

#[test]
fn arrays_grow_up_to_a_limit() {
    let full = vec![Value::Null; 65_536];
    let mut scope = Variables(Data::from([("list".to_owned(), Some(Value::Array(full)))]));
    let place = |text, scope: &Variables| Location::parse(text).unwrap().resolve(scope).unwrap();
    let next = place("list[list.length]", &scope);
    assert!(next.assign(&mut scope.0, None).is_err());
    let last = place("list[list.length - 1]", &scope);
    assert_eq!(last.assign(&mut scope.0, None), Ok(()));
}

/// Values that are put into each other over and over stay as flat as what reads them needs.
#[test]
fn variables_are_nested_up_to_a_limit() {
    let mut scope = Variables(Data::from([("x".to_owned(), Some(json!(0)))]));
    let wrapped = Expression::parse("[x]").unwrap();
    let place = Location::parse("x").unwrap().resolve(&scope).unwrap();
    let mut depth = 0;
    while let Ok(value) = wrapped.evaluate(&scope) {
        place.assign(&mut scope.0, value).unwrap();
        depth += 1;
    }
    assert_eq!(depth, 64);
    let inside = Location::parse("x[0]").unwrap().resolve(&scope).unwrap();
    let value = scope.0["x"].clone();
    assert!(inside.assign(&mut scope.0, value).is_err());
}

#[test]
fn deep_variables_are_read_but_not_walked() {
    let mut deep = json!(1);
    for _ in 0..200 {
        deep = json!([deep]);
    }
    let scope = Variables(Data::from([("x".to_owned(), Some(deep))]));
    for text in [
        "x == x",
        "'' + x",
        "JSON.stringify(x)",
        "[x]",
        "x.concat(x)",
        "x",
        "x.indexOf(x[0])",
        "x.join()",
    ] {
        let error = Expression::parse(text)
            .unwrap()
            .evaluate(&scope)
            .unwrap_err();
        assert_eq!(
            error.message(),
            "a value is nested more than 64 deep",
            "`{text}`"
        );
    }
    let inside = Expression::parse("x[0][0].length + 1").unwrap();
    assert_eq!(inside.evaluate(&scope), Ok(Some(json!(2))));
}

#[test]
fn texts_are_nested_up_to_a_limit() {
    let around = |open: &str, inside: &str, close: &str, count| {
        format!("{}{inside}{}", open.repeat(count), close.repeat(count))
    };
    for (open, inside, close) in [
        ("(", "1", ")"),
        ("[", "1", "]"),
        ("{ a: ", "1", "}"),
        ("x[", "1", "]"),
        ("!", "1", ""),
        ("- ", "1", ""),
        ("typeof ", "1", ""),
        ("2 ** ", "1", ""),
        ("1 ? ", "1", ": 1"),
        ("Math.abs(", "1", ")"),
        ("x.concat(", "1", ")"),
        ("1 + 2 * (", "1", ")"),
        ("(", "1", " + 1)"),
        ("(", "x", " * 1 + 1 << 1 < 1 == 1 & 1 ^ 1 | 1 && 1 || 1)"),
    ] {
        let parsed = |count| Expression::parse(&around(open, inside, close, count)).ok();
        let deepest = (5..70).rev().find_map(parsed).unwrap();
        let _ = deepest.clone().evaluate(&variables());
        for count in [70, 1_000, 5_000] {
            let text = around(open, inside, close, count);
            let expected = if text.len() > 65_536 {
                "at most 65536 bytes"
            } else {
                "nested more than 64 deep"
            };
            let error = Expression::parse(&text).unwrap_err();
            assert!(error.message().contains(expected), "{open}: {error}");
        }
        assert!(Expression::parse(&open.repeat(10_000)).is_err(), "{open}");
    }
    assert!(Expression::parse(&around("(", "1", ")", 60)).is_ok());
}

#[test]
fn long_chains_are_not_nested() {
    for (link, count, expected) in [
        (" + 1", 10_000, json!(10_001)),
        (" || 0", 10_000, json!(1)),
        (" && 2", 10_000, json!(2)),
        (" ?? 2", 10_000, json!(1)),
        (" * 1", 10_000, json!(1)),
        (" - 1 + 1", 8_000, json!(1)),
        (" ? 0 ? 3 : 5 : 1", 4_000, json!(5)),
    ] {
        let text = format!("1{}", link.repeat(count));
        let expression = Expression::parse(&text).unwrap();
        assert_eq!(expression.clone(), expression);
        assert_eq!(
            expression.evaluate(&variables()),
            Ok(Some(expected)),
            "{link}"
        );
    }
    let members = format!("deep{}", "?.a".repeat(20_000));
    assert_eq!(evaluated(&members), Ok(None));
}

#[test]
fn long_texts_are_refused() {
    let padded = |length: usize| format!("1{}", " ".repeat(length - 1));
    assert!(Expression::parse(&padded(65_536)).is_ok());
    assert!(Expression::parse(&padded(65_537)).is_err());
}

#[test]
fn what_an_evaluation_makes_is_limited() {
    let text = "more than 1048576 bytes of text are made";
    let elements = "more than 65536 elements are made";
    let mut scope = variables();
    scope
        .0
        .insert("t".to_owned(), Some(json!("t".repeat(600_000))));
    scope.0.insert("l".to_owned(), Some(json!(vec![1; 40_000])));
    scope
        .0
        .insert("s".to_owned(), Some(json!(vec!["t".repeat(100); 10_000])));
    for (expression, expected) in [
        ("'x'.repeat(1e9)", text),
        ("'x'.repeat(1e300)", text),
        ("'x'.repeat(1e6).repeat(1e6)", text),
        ("'x'.repeat(1e6) + 'x'.repeat(1e6)", text),
        ("t + t", text),
        ("t.concat(t)", text),
        ("[t, t]", text),
        ("{ a: t, b: t }", text),
        ("t.replace('t', t)", text),
        ("t.replace('t', '$\\'$\\'')", text),
        ("t.toUpperCase() + t.toLowerCase()", text),
        ("t.slice(1).slice(1)", text),
        ("[1, 2].join(t) + t", text),
        ("s.join() + 'x'.repeat(1e5)", text),
        ("JSON.stringify([s])", text),
        ("'' + s + s", text),
        ("[l, l]", elements),
        ("l.concat(l)", elements),
        ("l.slice().slice()", elements),
        ("Object.values(l).concat(l)", elements),
        ("t.split('')", elements),
        ("t.split('t')", elements),
        ("Object.keys(t)", elements),
        ("JSON.parse('[' + '1,'.repeat(1e5) + '1]')", elements),
    ] {
        let error = Expression::parse(expression)
            .unwrap()
            .evaluate(&scope)
            .unwrap_err();
        assert_eq!(error.message(), expected, "`{expression}`");
    }
    for expression in [
        "t.length",
        "t",
        "l",
        "l.length",
        "t.slice(0, 10)",
        "t == t",
        "t.indexOf('x')",
        "l.concat(1)",
    ] {
        let value = Expression::parse(expression).unwrap().evaluate(&scope);
        assert!(value.is_ok(), "`{expression}`: {value:?}");
    }
}

#[test]
fn what_an_evaluation_looks_at_is_limited() {
    let text = format!("0{}", " + t.length".repeat(5_000));
    let data = Data::from([("t".to_owned(), Some(json!("t".repeat(1 << 20))))]);
    let error = Expression::parse(&text)
        .unwrap()
        .evaluate(&Variables(data))
        .unwrap_err();
    assert_eq!(error.message(), "more is looked at than one evaluation may");
}
