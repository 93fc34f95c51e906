//! Expressions of documents: what they evaluate to, where values are put, and which texts are refused.

#![cfg(feature = "documents")]

mod expression;

use expression::javascript::ROWS;
use expression::{evaluated, variables, Variables};
use leptos_state_chart::document::expression::{Data, Expression, ExpressionError, Location};
use serde_json::{json, Value};

fn error(text: &str) -> String {
    match evaluated(text) {
        Err(error) => error.to_string(),
        Ok(value) => panic!("`{text}` is {value:?}"),
    }
}

#[test]
fn values_are_those_of_javascript() {
    assert!(ROWS.len() >= 150);
    for (text, expected) in ROWS {
        let value = evaluated(text).unwrap_or_else(|error| panic!("`{text}`: {error}"));
        let expected = match *expected {
            "undefined" => None,
            json => Some(serde_json::from_str::<Value>(json).unwrap()),
        };
        assert_eq!(value, expected, "`{text}`");
    }
}

#[test]
fn conditions_hold_as_in_javascript() {
    for (text, expected) in ROWS {
        let expected = !["undefined", "null", "false", "0", "\"\""].contains(expected);
        let expression = Expression::parse(text).unwrap();
        assert_eq!(expression.holds(&variables()), Ok(expected), "`{text}`");
    }
}

/// What the documentation says of JSON's values.
#[test]
fn values_are_those_of_json() {
    for (text, expected) in [
        ("list == [3, 1, 2]", json!(true)),
        ("user === user", json!(true)),
        ("{ a: [1] } !== { a: [1.0] }", json!(false)),
        ("{ a: 1 } == { a: 1, b: 2 }", json!(false)),
        ("{ a: 1 } == { b: 1 }", json!(false)),
        ("[[1], [2]].indexOf([2])", json!(1)),
        ("[undefined, 1 / 0, NaN]", json!([null, null, null])),
        ("{ a: undefined, b: void 0 }", json!({})),
        ("1 / 0", Value::Null),
        ("9007199254740992", json!(9_007_199_254_740_992_i64)),
        ("9007199254740992 * 2", json!(18_014_398_509_481_984_f64)),
        ("-0", json!(0)),
        ("4 / 2", json!(2)),
        ("'a😀'.charAt(1)", json!("\u{fffd}")),
        ("'\\uD83D'", json!("\u{fffd}")),
        ("JSON.stringify({ b: 1, a: 2 }).length", json!(13)),
    ] {
        assert_eq!(evaluated(text), Ok(Some(expected)), "`{text}`");
    }
}

#[test]
fn large_integers_of_variables_are_numbers() {
    let data = Data::from([("x".to_owned(), Some(json!(u64::MAX)))]);
    let expression = Expression::parse("x == 18446744073709551615 && x > 0").unwrap();
    assert_eq!(expression.holds(&Variables(data)), Ok(true));
}

#[test]
fn texts_that_are_no_expressions_are_refused() {
    for (text, expected) in [
        ("", "at 0: a value is expected"),
        ("1 +", "at 3: a value is expected"),
        ("1 2", "at 2: `2` is not expected here"),
        ("a b", "at 2: `b` is not expected here"),
        ("a 'b'", "at 2: a string is not expected here"),
        ("(1", "at 2: `)` is expected"),
        ("1)", "at 1: `)` is not expected here"),
        ("(1]", "at 2: `)` is expected"),
        ("[1 2]", "at 3: `,` or `]` is expected"),
        ("[1,,2]", "at 3: a value is expected"),
        ("{ a 1 }", "at 4: `:` is expected"),
        ("{ [a]: 1 }", "at 2: a name is expected"),
        ("{ a: 1", "at 6: `,` or `}` is expected"),
        ("a ? 1", "at 5: `:` is expected"),
        ("a.", "at 2: a name is expected"),
        ("a.1", "at 1: `0.1` is not expected here"),
        ("a[1", "at 3: `]` is expected"),
        ("1, 2", "at 1: `,` is not expected here"),
        (
            "-2 ** 2",
            "at 3: what is left of `**` begins with an operator: parentheses are expected",
        ),
        (
            "1 ?? 2 || 3",
            "at 7: `??` is mixed with `&&` or `||`: parentheses are expected",
        ),
        (
            "1 && 2 ?? 3",
            "at 7: `??` is mixed with `&&` or `||`: parentheses are expected",
        ),
        (
            "a instanceof Date",
            "at 13: `instanceof` asks for `Array` or `Object`",
        ),
        ("3.toFixed()", "at 2: `t` can't follow a number"),
        ("1n", "at 1: `n` can't follow a number"),
        ("1_000", "at 1: `_` can't follow a number"),
        ("007", "at 0: a number does not begin with `0`"),
        ("0x", "at 2: a digit is expected"),
        ("1e", "at 1: `e` can't follow a number"),
        ("'abc", "at 0: the string does not end"),
        ("x + 'a\nb'", "at 4: the string does not end"),
        ("'\\", "at 2: the string does not end"),
        ("'\\x1'", "at 1: `\\x` has two digits"),
        (
            "'\\u12'",
            "at 1: `\\u` has four digits, or up to six in braces",
        ),
        (
            "'\\u{110000}'",
            "at 1: `\\u` has four digits, or up to six in braces",
        ),
        (
            "'\\01'",
            "at 1: octal escapes are not part of this language",
        ),
        ("1 /* 2", "at 2: the comment does not end"),
        ("a # b", "at 2: `#` is not expected here"),
        ("é + ü + \\u0061", "at 10: `\\` is not expected here"),
        (
            "foo(1)",
            "at 0: there is no function `foo` in this language",
        ),
        (
            "x && Math.random()",
            "at 5: there is no function `Math.random` in this language",
        ),
        (
            "Object.assign(a, b)",
            "at 0: there is no function `Object.assign` in this language",
        ),
        (
            "list.push(1)",
            "at 5: there is no method `push` in this language",
        ),
        ("a.b(1)(2)", "at 2: there is no method `b` in this language"),
        (
            "a[0](2)",
            "at 4: only functions and methods of this language are called",
        ),
        (
            "(In)('a')",
            "at 1: `In` is a function: it can only be called",
        ),
        (
            "list.join.length + In",
            "at 19: `In` is a function: it can only be called",
        ),
        ("In()", "at 0: `In` takes one argument"),
        ("Math.pow(1)", "at 0: `Math.pow` takes 2 arguments"),
        ("parseInt()", "at 0: `parseInt` takes 1 to 2 arguments"),
        ("'a'.trim(1)", "at 4: `trim` takes no arguments"),
    ] {
        assert_eq!(error(text), expected, "`{text}`");
    }
}

#[test]
fn what_else_ecmascript_has_is_named() {
    for (text, at, what) in [
        ("x = 1", 2, "`=`"),
        ("(x = 1)", 3, "`=`"),
        ("x += 1", 2, "`+=`"),
        ("x ??= 1", 2, "`??=`"),
        ("x++", 1, "`++`"),
        ("--x", 0, "`--`"),
        ("x;", 1, "`;`"),
        ("x => x", 2, "`=>`"),
        ("() => 1", 1, ""),
        ("[...list]", 1, "`...`"),
        ("function () {}", 0, "`function`"),
        ("new Date()", 0, "`new`"),
        ("return 1", 0, "`return`"),
        ("x + this.y", 4, "`this`"),
        ("delete x.y", 0, "`delete`"),
        ("if (x) 1", 0, "`if`"),
        ("var x", 0, "`var`"),
        ("/a/.test(x)", 0, "a regular expression"),
        ("x.replace(/a/, '')", 10, "a regular expression"),
        ("`a`", 0, "template strings"),
        ("Math", 0, "`Math`"),
        ("Math.LN2", 0, "`Math.LN2`"),
    ] {
        let error = Expression::parse(text).unwrap_err();
        assert_eq!(error.position(), at, "`{text}`: {error}");
        if !what.is_empty() {
            let is = if what.ends_with('s') { "are" } else { "is" };
            let expected =
                format!("{what} {is} not part of this language; use the ecmascript data model");
            assert_eq!(error.message(), expected, "`{text}`");
        }
    }
}

#[test]
fn what_has_no_value_is_an_error() {
    for (text, expected) in [
        ("x + missing", "at 4: there is no variable `missing`"),
        ("typeof missing.a", "at 7: there is no variable `missing`"),
        ("empty.a", "at 6: undefined has no `a`"),
        ("nothing['a' + 1]", "at 7: null has no `a1`"),
        ("user.address.city", "at 13: null has no `city`"),
        ("user.missing.city", "at 13: undefined has no `city`"),
        ("(user.missing?.a).b", "at 18: undefined has no `b`"),
        ("list[9].a", "at 8: undefined has no `a`"),
        ("list[empty.a]", "at 11: undefined has no `a`"),
        ("x.trim()", "at 2: a number has no method `trim`"),
        ("'a'.join()", "at 4: a string has no method `join`"),
        ("list.trim()", "at 5: an array has no method `trim`"),
        ("user.slice()", "at 5: an object has no method `slice`"),
        ("flag.toFixed()", "at 5: a boolean has no method `toFixed`"),
        ("empty.trim()", "at 6: undefined has no method `trim`"),
        ("1.5.toFixed(101)", "at 4: `toFixed` takes 0 to 100 digits"),
        (
            "'a'.repeat(-1)",
            "at 4: `repeat` takes a number that is neither negative nor infinite",
        ),
        (
            "'a' in 'abc'",
            "at 4: `in` asks an array or object, and this is a string",
        ),
        ("Object.keys(null)", "at 0: null has no members"),
        (
            "JSON.parse('{')",
            "at 0: `JSON.parse`: EOF while parsing an object at line 1 column 1",
        ),
    ] {
        assert_eq!(error(text), expected, "`{text}`");
    }
}

#[test]
fn what_is_not_needed_is_not_evaluated() {
    for text in [
        "flag || missing",
        "zero && missing",
        "x ?? missing",
        "flag ? 1 : missing",
        "empty?.[missing]",
    ] {
        assert!(evaluated(text).is_ok(), "`{text}`");
    }
}

#[test]
fn the_names_that_an_expression_uses_are_known() {
    for (text, expected) in [
        ("1 + undefined", &[][..]),
        ("a.b[c] + a.d", &["a", "c"]),
        (
            "In('x') && _event.data.y > Math.max(z, 1)",
            &["In", "_event", "Math", "z"],
        ),
        ("{ a: b, 'c': d }.e", &["b", "d"]),
        (
            "typeof q == 'x' || r instanceof Array",
            &["q", "r", "Array"],
        ),
    ] {
        let expression = Expression::parse(text).unwrap();
        assert_eq!(expression.names().collect::<Vec<_>>(), expected, "`{text}`");
        assert_eq!(expression.source(), text);
    }
}

#[test]
fn expressions_of_the_same_text_are_equal() {
    let parse = |text| Expression::parse(text).unwrap();
    assert_eq!(parse("a + NaN"), parse("a + NaN"));
    assert_ne!(parse("a + 1"), parse("a + 2"));
}

/// The variable after `value` is put into the place.
fn assigned(text: &str, value: Option<Value>) -> Result<Option<Value>, ExpressionError> {
    let mut scope = variables();
    let place = Location::parse(text)?.resolve(&scope)?;
    place.assign(&mut scope.0, value)?;
    Ok(scope.0.remove(place.variable()).flatten())
}

#[test]
fn values_are_put_into_variables() {
    for (text, expected) in [
        ("x", json!("v")),
        ("empty", json!("v")),
        ("(x)", json!("v")),
        ("list[1]", json!([3, "v", 2])),
        ("list['1']", json!([3, "v", 2])),
        ("list[x - 4]", json!([3, "v", 2])),
        ("list[list.length]", json!([3, 1, 2, "v"])),
        (
            "user.age",
            json!({ "address": null, "age": "v", "name": "Ada", "tags": ["a", "b"] }),
        ),
        (
            "user.tags[0]",
            json!({ "address": null, "age": 36, "name": "Ada", "tags": ["v", "b"] }),
        ),
        (
            "user['n' + x]",
            json!({ "address": null, "age": 36, "name": "Ada", "tags": ["a", "b"], "n5": "v" }),
        ),
        (
            "deep.a.b.c[2].d",
            json!({ "a": { "b": { "c": [10, 20, { "d": "v" }] } } }),
        ),
        (
            "deep.a.b.c[2][_event.name]",
            json!({ "a": { "b": { "c": [10, 20, { "d": "end", "order.paid": "v" }] } } }),
        ),
    ] {
        assert_eq!(
            assigned(text, Some(json!("v"))),
            Ok(Some(expected)),
            "`{text}`"
        );
    }
}

#[test]
fn undefined_is_put_into_variables() {
    assert_eq!(assigned("x", None), Ok(None));
    assert_eq!(assigned("list[1]", None), Ok(Some(json!([3, null, 2]))));
    assert_eq!(assigned("deep.a", None), Ok(Some(json!({}))));
}

#[test]
fn values_are_put_only_where_a_place_is() {
    for (text, expected) in [
        ("missing", "at 0: there is no variable `missing`"),
        ("missing.a", "at 0: there is no variable `missing`"),
        ("list[missing]", "at 5: there is no variable `missing`"),
        ("empty.a", "at 6: undefined has no `a`"),
        ("nothing.a", "at 8: null has no `a`"),
        ("user.missing.a", "at 13: undefined has no `a`"),
        ("user.address.city", "at 13: null has no `city`"),
        ("x.a", "at 2: a number has no `a`"),
        ("x.a.b", "at 4: undefined has no `b`"),
        ("user.name[0]", "at 9: a string has no `0`"),
        (
            "list[4]",
            "at 4: there is no place `4` in an array of 3 elements",
        ),
        (
            "list[-1]",
            "at 4: there is no place `-1` in an array of 3 elements",
        ),
        (
            "list.length",
            "at 5: there is no place `length` in an array of 3 elements",
        ),
        ("1", "at 0: a variable or a member of one is expected"),
        ("a + b", "at 0: a variable or a member of one is expected"),
        ("a?.b", "at 0: a variable or a member of one is expected"),
        ("[1][0]", "at 0: a variable or a member of one is expected"),
        (
            "a.trim()",
            "at 0: a variable or a member of one is expected",
        ),
        (
            "undefined",
            "at 0: a variable or a member of one is expected",
        ),
        (
            "a = 1",
            "at 2: `=` is not part of this language; use the ecmascript data model",
        ),
        (
            "Math.x",
            "at 0: `Math.x` is not part of this language; use the ecmascript data model",
        ),
    ] {
        let error = assigned(text, Some(json!(1))).unwrap_err();
        assert_eq!(error.to_string(), expected, "`{text}`");
    }
}

#[test]
fn expressions_know_whether_they_are_places() {
    for (text, variable) in [
        ("a", Some("a")),
        ("a.b[c.d]", Some("a")),
        ("a.b.length", Some("a")),
    ] {
        let location = Expression::parse(text).unwrap().location();
        assert_eq!(
            location.as_ref().map(Location::variable),
            variable,
            "`{text}`"
        );
        assert_eq!(location, Location::parse(text).ok());
    }
    for text in ["1", "a + b", "a?.b", "-a", "a.trim()", "In('a')", "null"] {
        assert_eq!(
            Expression::parse(text).unwrap().location(),
            None,
            "`{text}`"
        );
    }
}

#[test]
fn a_failed_assignment_changes_nothing() {
    let mut scope = variables();
    let place = Location::parse("deep.a.x.y")
        .unwrap()
        .resolve(&scope)
        .unwrap();
    assert!(place.assign(&mut scope.0, Some(json!(1))).is_err());
    assert_eq!(scope.0, variables().0);
}
