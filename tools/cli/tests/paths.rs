//! `leptos-state paths`

mod common;

use common::{folder, leptos_state, RUST, SCXML};
use serde_json::{json, Value};

#[test]
fn a_few_paths_take_every_transition() {
    let folder = folder(&[("door.rs", RUST)]);
    let found = leptos_state(folder.path(), &["paths", "door.rs"], "");
    assert_eq!(
        found.out,
        "start, Open if may_open, Close  →  Closed\nstart, Lock  →  Locked\n"
    );
    assert_eq!(found.err, "Door: 3 of 3 states, 3 of 3 transitions\n");
    assert_eq!(found.code, Some(0));
}

#[test]
fn paths_are_shortest_or_simple_and_end_somewhere() {
    let folder = folder(&[("door.scxml", SCXML)]);
    let lines = |arguments: &[&str]| {
        let arguments = [&["paths", "door.scxml"], arguments].concat();
        let found = leptos_state(folder.path(), &arguments, "");
        assert_eq!(found.code, Some(0), "{}", found.err);
        found.out.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(lines(&["--kind", "shortest"]).len(), 2);
    assert_eq!(lines(&["--kind", "shortest", "--all"]).len(), 3);
    assert_eq!(lines(&["--kind", "simple", "--all"]).len(), 3);
    let few = leptos_state(folder.path(), &["paths", "door.scxml", "--nodes", "2"], "");
    assert!(
        few.err.contains("not all of the chart was looked at"),
        "{}",
        few.err
    );
}

#[test]
fn json_and_the_drawing_say_what_is_reached() {
    let folder = folder(&[("door.rs", RUST)]);
    let arguments = [
        "paths", "door.rs", "--kind", "shortest", "--json", "--draw", "door.svg",
    ];
    let found = leptos_state(folder.path(), &arguments, "");
    let report: Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(report["chart"], "Door");
    assert_eq!(report["paths"].as_array().unwrap().len(), 2);
    assert_eq!(report["paths"][1][1]["taken"], json!([["Closed", 0]]));
    let svg = std::fs::read_to_string(folder.path().join("door.svg")).unwrap();
    // To close the door again is no shortest path to anything.
    assert!(svg.contains("is-covered") && svg.contains("is-missed"));
}

#[test]
fn tests_in_rust_name_the_chart_and_go_the_paths() {
    let folder = folder(&[("door.rs", RUST), ("door.scxml", SCXML)]);
    let text = |file: &str| leptos_state(folder.path(), &["paths", file, "--rust"], "").out;
    let of_rust = text("door.rs");
    assert!(
        of_rust.contains("FormModel::of(Form::of::<Door>()).unwrap()"),
        "{of_rust}"
    );
    assert!(
        of_rust.contains("Cue::event(\"Lock\")") && of_rust.contains("[\"Locked\"]"),
        "{of_rust}"
    );
    assert!(text("door.scxml").contains("include_str!(\"door.scxml\")"));
}
