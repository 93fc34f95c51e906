//! The sheet: how a change goes on from cell to cell, and whom it wakes.
#![cfg(not(target_arch = "wasm32"))]

use leptos_state::testing::Scenario;
use seven_guis::cells::{Address, Sheet, Trouble, Value};

fn at(text: &str) -> Address {
    text.parse().expect("it is a cell")
}

/// A sheet in which this was written, one after the other.
fn sheet(texts: &[(&str, &str)]) -> Sheet {
    let mut sheet = Sheet::default();
    for (cell, text) in texts {
        sheet.enter(at(cell), (*text).to_owned());
    }
    sheet
}

fn enter(sheet: &mut Sheet, cell: &str, text: &str) -> Vec<String> {
    let computed = sheet.enter(at(cell), text.to_owned());
    computed.iter().map(Address::to_string).collect()
}

fn shown(sheet: &Sheet, cell: &str) -> String {
    sheet.value(at(cell)).to_string()
}

#[test]
fn what_is_written_is_a_number_a_text_or_a_formula() {
    let sheet = sheet(&[
        ("A0", " 1.50 "),
        ("A1", "tea"),
        ("A2", "=A0*2"),
        ("A3", "inf"),
        ("A4", "=2*"),
        ("A5", "  "),
    ]);
    assert_eq!(sheet.value(at("A0")), Value::Number(1.5));
    assert_eq!(sheet.value(at("A1")), Value::Text("tea".into()));
    assert_eq!(sheet.value(at("A2")), Value::Number(3.0));
    assert_eq!(sheet.value(at("A3")), Value::Text("inf".into()));
    assert_eq!(sheet.value(at("A4")), Value::Trouble(Trouble::Malformed));
    assert_eq!(sheet.value(at("A5")), Value::Empty);
    let trouble = sheet.cells.get(&at("A4")).and_then(|cell| cell.trouble());
    assert_eq!(trouble.as_deref(), Some("at its end: a value is missing"));
    assert_eq!(sheet.cells.len(), 5, "empty cells are not kept");
}

#[test]
fn a_change_reaches_whatever_follows_and_nothing_else() {
    let mut sheet = sheet(&[
        ("A0", "1"),
        ("B0", "=A0+1"),
        ("C0", "=B0*2"),
        ("D0", "=SUM(A0:C0)"),
        ("E0", "=5"),
        ("A1", "=E0"),
    ]);
    assert_eq!(shown(&sheet, "D0"), "7");
    assert_eq!(enter(&mut sheet, "A0", "2"), ["A0", "B0", "C0", "D0"]);
    assert_eq!(shown(&sheet, "D0"), "11");
}

#[test]
fn a_cell_is_computed_once_after_all_that_it_reads() {
    // By way of B0 and of C0, D0 is reached twice, and by way of C0 later.
    let mut sheet = sheet(&[
        ("D0", "=A0+B0+C0"),
        ("C0", "=B0+1"),
        ("B0", "=A0+1"),
        ("A0", "1"),
    ]);
    assert_eq!(enter(&mut sheet, "A0", "5"), ["A0", "B0", "C0", "D0"]);
    assert_eq!(shown(&sheet, "D0"), "18");
}

#[test]
fn a_value_that_stays_the_same_stops_the_change() {
    let mut sheet = sheet(&[("A0", "1"), ("B0", "=MAX(A0,10)"), ("C0", "=B0+1")]);
    assert_eq!(enter(&mut sheet, "A0", "2"), ["A0", "B0"]);
    assert_eq!(enter(&mut sheet, "A0", "=1+1"), ["A0"]);
    assert_eq!(enter(&mut sheet, "A0", "20"), ["A0", "B0", "C0"]);
}

#[test]
fn only_cells_whose_value_is_another_are_shown_anew() {
    let watch = |cell: &'static str| {
        move |sheet: &leptos_state::ArcStore<Sheet>| sheet.cells().at(at(cell)).value()
    };
    let texts = [
        ("A0", "1"),
        ("A1", "2"),
        ("B0", "=SUM(A0:A9)"),
        ("C0", "=IF(B0>100,\"much\",\"little\")"),
        ("D0", "=C0"),
    ];
    Scenario::given(sheet(&texts))
        .watching_path(watch("A0"))
        .watching_path(watch("A1"))
        .watching_path(watch("A9"))
        .watching_path(watch("B0"))
        .watching_path(watch("C0"))
        .watching_path(watch("D0"))
        .watching_path(watch("Z99"))
        .when(|sheet| sheet.enter(at("A0"), "10".into()))
        .expect_woken(["cells[A0].value", "cells[B0].value"])
        .when(|sheet| sheet.enter(at("A0"), "=20/2".into()))
        .expect_woken([])
        .when(|sheet| sheet.enter(at("A9"), "100".into()))
        .expect_woken([
            "cells[A9].value",
            "cells[B0].value",
            "cells[C0].value",
            "cells[D0].value",
        ])
        .when(|sheet| sheet.enter(at("A9"), String::new()))
        .expect_woken([
            "cells[A9].value",
            "cells[B0].value",
            "cells[C0].value",
            "cells[D0].value",
        ])
        .when(|sheet| sheet.go(0, 1))
        .expect_woken([]);
}

#[test]
fn a_value_that_depends_on_itself_is_shown_as_such() {
    let mut sheet = sheet(&[
        ("A0", "=A0+1"),
        ("B0", "=C0"),
        ("C0", "=D0"),
        ("D0", "=SUM(B0:B9)"),
        ("E0", "=D0+1"),
        ("F0", "7"),
    ]);
    for cell in ["A0", "B0", "C0", "D0", "E0"] {
        assert_eq!(shown(&sheet, cell), "#CYCLE!", "{cell}");
    }
    assert_eq!(shown(&sheet, "F0"), "7");
    enter(&mut sheet, "C0", "1");
    let values = ["B0", "C0", "D0", "E0"].map(|cell| shown(&sheet, cell));
    assert_eq!(values, ["1", "1", "1", "2"]);
    assert_eq!(shown(&sheet, "A0"), "#CYCLE!");
    enter(&mut sheet, "C0", "=A0");
    assert_eq!(
        shown(&sheet, "E0"),
        "#CYCLE!",
        "it depends on one that depends on itself"
    );
    enter(&mut sheet, "A0", "");
    assert_eq!(shown(&sheet, "E0"), "1");
}

#[test]
fn a_cycle_counts_also_where_its_value_is_not_needed() {
    let mut sheet = sheet(&[("A0", "=A0"), ("B0", "=IF(1,5,A0)")]);
    assert_eq!(shown(&sheet, "B0"), "#CYCLE!");
    enter(&mut sheet, "A0", "=B0");
    assert_eq!(shown(&sheet, "B0"), "#CYCLE!");
    enter(&mut sheet, "A0", "=1/0");
    assert_eq!(shown(&sheet, "B0"), "5");
}

#[test]
fn editing_ends_with_what_was_written_or_as_it_was() {
    Scenario::given(sheet(&[("B1", "=1+1")]))
        .when(|sheet| sheet.go(1, 1))
        .when(|sheet| sheet.edit())
        .then_state(|sheet| assert_eq!(sheet.editing.as_deref(), Some("=1+1")))
        .when(|sheet| sheet.cancel())
        .when(|sheet| sheet.commit("too late".into()))
        .then_state(|sheet| assert_eq!(shown(sheet, "B1"), "2"))
        .when(|sheet| sheet.overwrite("3".into()))
        .when(|sheet| sheet.commit("33".into()))
        .then_state(|sheet| {
            assert_eq!((shown(sheet, "B1"), &sheet.editing), ("33".into(), &None));
        })
        .when(|sheet| sheet.clear())
        .then_state(|sheet| assert!(sheet.cells.is_empty()));
}

#[test]
fn nobody_leaves_the_sheet() {
    let mut sheet = Sheet::default();
    sheet.go(-1, -1);
    assert_eq!(sheet.current, at("A0"));
    sheet.go(i32::MAX, i32::MAX);
    assert_eq!(sheet.current, at("Z99"));
    sheet.go(-3, -100);
    assert_eq!(sheet.current, at("W0"));
}
