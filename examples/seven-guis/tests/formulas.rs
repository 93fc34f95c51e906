//! Formulas: what is one, what it comes to, and what is said of anything else.
#![cfg(not(target_arch = "wasm32"))]

use seven_guis::cells::formula::{Formula, LONGEST};
use seven_guis::cells::{Address, Range, Trouble, Value};

/// A1 to A3 are 1 to 3, B1 is a text, B2 is empty, C1 is in trouble.
fn cells(at: Address) -> Value {
    match at.to_string().as_str() {
        "A1" => Value::Number(1.0),
        "A2" => Value::Number(2.0),
        "A3" => Value::Number(3.0),
        "B1" => Value::Text("tea".into()),
        "C1" => Value::Trouble(Trouble::DivisionByZero),
        _ => Value::Empty,
    }
}

fn value(formula: &str) -> Value {
    match Formula::parse(formula) {
        Ok(formula) => formula.value(&cells),
        Err(error) => panic!("{formula}: {error}"),
    }
}

fn number(formula: &str) -> f64 {
    match value(formula) {
        Value::Number(number) => number,
        other => panic!("{formula}: {other:?}"),
    }
}

#[test]
fn arithmetic_is_done_in_the_usual_order() {
    for (formula, expected) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("24 / 4 / 2", 3.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("-2 ^ 2", -4.0),
        ("2 ^ -1", 0.5),
        ("--3", 3.0),
        ("2 * -3", -6.0),
        ("1.5e1 + .5", 15.5),
        ("2E-1", 0.2),
        (" 1+1 ", 2.0),
    ] {
        assert_eq!(number(formula), expected, "{formula}");
    }
}

#[test]
fn comparisons_are_one_or_zero() {
    for (formula, expected) in [
        ("1 < 2", 1.0),
        ("2 <= 2", 1.0),
        ("1 > 2", 0.0),
        ("2 >= 3", 0.0),
        ("1 + 1 = 2", 1.0),
        ("1 <> 1", 0.0),
        ("B1 = \"tea\"", 1.0),
        ("\"a\" < \"b\"", 1.0),
        ("B2 = 0", 1.0),
    ] {
        assert_eq!(number(formula), expected, "{formula}");
    }
}

#[test]
fn cells_and_ranges_are_read() {
    assert_eq!(number("A1 + a2 * A3"), 7.0);
    assert_eq!(number("B2 + 1"), 1.0);
    assert_eq!(number("B2"), 0.0);
    assert_eq!(value("B1"), Value::Text("tea".into()));
    assert_eq!(
        number("SUM(A3:A1)"),
        6.0,
        "a range may be named from any corner"
    );
    assert_eq!(
        number("SUM(A0:B9, 10, A1)"),
        17.0,
        "texts and empty cells in it are no numbers"
    );
    let reads = Formula::parse("A1 + IF(B1, SUM(C0:D2), -E5)").expect("it is a formula");
    let address = |text: &str| text.parse::<Address>().expect("it is a cell");
    let range = |one, other| Range::new(address(one), address(other));
    assert_eq!(
        reads.reads(),
        [
            range("A1", "A1"),
            range("B1", "B1"),
            range("C0", "D2"),
            range("E5", "E5")
        ]
    );
}

#[test]
fn functions_do_what_their_names_say() {
    for (formula, expected) in [
        ("sum(1, 2)", 3.0),
        ("PRODUCT(A1:A3, 2)", 12.0),
        ("AVERAGE(A1:A3)", 2.0),
        ("MIN(A1:A3, -1)", -1.0),
        ("MAX(A1:A3)", 3.0),
        ("COUNT(A0:C0)", 0.0),
        ("COUNT(A1:B3)", 3.0),
        ("ABS(-2)", 2.0),
        ("SQRT(9)", 3.0),
        ("ROUND(2.5)", 3.0),
        ("ROUND(2.345, 1)", 2.3),
        ("ROUND(1234, -2)", 1200.0),
        ("MOD(7, 3)", 1.0),
        ("MOD(-1, 3)", 2.0),
        ("IF(A1 < A2, 10, 20)", 10.0),
        ("IF(0, 10, 20)", 20.0),
        ("IF(1, 5, C1)", 5.0),
    ] {
        assert_eq!(number(formula), expected, "{formula}");
    }
    assert_eq!(value("IF(1, \"much\", 0)"), Value::Text("much".into()));
}

#[test]
fn what_goes_wrong_is_a_value_too() {
    for (formula, trouble) in [
        ("1 / 0", Trouble::DivisionByZero),
        ("MOD(1, 0)", Trouble::DivisionByZero),
        ("B1 + 1", Trouble::NoNumber),
        ("\"1\" * 2", Trouble::NoNumber),
        ("B1 < 1", Trouble::NoNumber),
        ("SQRT(-1)", Trouble::OutOfRange),
        ("10 ^ 999", Trouble::OutOfRange),
        ("AVERAGE(B2:B9)", Trouble::OutOfRange),
        ("MAX(B2)+MIN(B2:B3)", Trouble::OutOfRange),
        ("C1", Trouble::DivisionByZero),
        ("SUM(A1:C1)", Trouble::DivisionByZero),
        ("IF(C1, 1, 2)", Trouble::DivisionByZero),
    ] {
        assert_eq!(value(formula), Value::Trouble(trouble), "{formula}");
    }
}

#[test]
fn what_is_no_formula_is_refused_with_its_place() {
    for (formula, message) in [
        ("", "at its end: a value is missing"),
        ("1 +", "at its end: a value is missing"),
        ("(1", "at its end: `)` is missing"),
        ("1 2", "at character 4: `2` can't stand here"),
        ("* 2", "at character 2: `*` can't stand here"),
        ("1 = 1 = 1", "at character 8: `=` can't stand here"),
        ("1 + $", "at character 6: `$` can't stand here"),
        ("1.2.3", "at character 5: `0.3` can't stand here"),
        (".", "at character 2: `.` is no number"),
        ("1e999", "at character 2: `1e999` is no number"),
        ("\"tea", "at character 2: this text has no end"),
        (
            "A1 + tea",
            "at character 7: there is neither a cell nor a function `tea`",
        ),
        (
            "A100",
            "at character 2: there is neither a cell nor a function `A100`",
        ),
        (
            "FOO(1)",
            "at character 2: there is neither a cell nor a function `FOO`",
        ),
        ("SQRT(1, 2)", "at character 2: SQRT takes 1 argument"),
        ("ROUND()", "at character 2: ROUND takes 1 to 2 arguments"),
        ("sum()", "at character 2: SUM takes 1 argument or more"),
        ("A1:A3", "at character 2: a range can't stand here"),
        ("ABS(A1:A3)", "at character 6: a range can't stand here"),
        ("SUM(A1:)", "at character 6: a range can't stand here"),
        ("SUM(1;2)", "at character 7: `;` can't stand here"),
    ] {
        let error = Formula::parse(formula).expect_err(formula);
        assert_eq!(error.to_string(), message, "{formula}");
    }
}

#[test]
fn no_formula_is_too_deep_or_too_long_to_be_computed() {
    let message = |formula: &str| Formula::parse(formula).map_err(|error| error.to_string());
    let inside = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert!(message(&inside(40)).is_ok());
    let too_deep = message(&inside(60)).expect_err("it is too deep");
    assert!(
        too_deep.ends_with("too many parentheses are inside of each other"),
        "{too_deep}"
    );
    assert!(message(&"-".repeat(LONGEST)).is_err());
    let sum = vec!["1"; LONGEST / 2].join("+");
    assert_eq!(number(&sum), LONGEST as f64 / 2.0);
    let too_long = message(&format!("{sum}+1+1")).expect_err("it is too long");
    assert_eq!(too_long, "at its end: a formula has 500 characters at most");
}

#[test]
fn cells_are_known_by_letter_and_number() {
    let read = |text: &str| text.parse::<Address>().map(|at| at.to_string());
    assert_eq!(read("A0").as_deref(), Ok("A0"));
    assert_eq!(read("z99").as_deref(), Ok("Z99"));
    for text in ["", "A", "7", "A100", "AA1", "Ä1", "A-1", "A+1", "A1 "] {
        assert!(read(text).is_err(), "{text:?}");
    }
}

#[test]
fn numbers_are_shown_without_the_digits_that_are_none() {
    for (number, shown) in [
        (0.0, "0"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1.0 / 3.0, "0.333333333333"),
        (-12.5, "-12.5"),
        (100.0, "100"),
        (123_456_789_012.0, "123456789012"),
        (1e12, "1.00000e12"),
        (2e-9, "2.00000e-9"),
    ] {
        assert_eq!(Value::of_number(number).to_string(), shown);
    }
}
