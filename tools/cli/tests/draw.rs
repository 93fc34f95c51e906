//! `leptos-state draw`

mod common;

use common::{folder, leptos_state, RUST, SCXML};

#[test]
fn charts_are_drawn_as_the_name_of_the_output_says() {
    let folder = folder(&[("door.rs", RUST), ("door.scxml", SCXML)]);
    let drawn = |arguments: &[&str], name: &str| {
        let ended = leptos_state(folder.path(), arguments, "");
        assert_eq!(
            (ended.out.as_str(), ended.code),
            ("", Some(0)),
            "{}",
            ended.err
        );
        std::fs::read_to_string(folder.path().join(name)).unwrap()
    };
    let svg = drawn(&["draw", "door.rs", "-o", "door.svg"], "door.svg");
    assert!(svg.starts_with("<svg ") && svg.contains("data-state=\"Opened\""));
    let mmd = drawn(&["draw", "door.scxml", "-o", "door.mmd"], "door.mmd");
    assert!(mmd.contains("closed --> opened : open"), "{mmd}");
    let dot = drawn(&["draw", "door.scxml", "-o", "door.dot"], "door.dot");
    assert!(dot.starts_with("digraph"), "{dot}");
}

#[test]
fn colours_and_direction_are_chosen() {
    let folder = folder(&[("door.scxml", SCXML)]);
    let drawn = |more: &[&str]| {
        let arguments = [&["draw", "door.scxml"], more].concat();
        leptos_state(folder.path(), &arguments, "").out
    };
    let variants = [
        drawn(&[]),
        drawn(&["--direction", "down"]),
        drawn(&["--theme", "dark"]),
        drawn(&["--theme", "light"]),
    ];
    for (at, one) in variants.iter().enumerate() {
        assert!(one.starts_with("<svg "));
        assert!(variants[at + 1..].iter().all(|other| other != one));
    }
    let unknown = leptos_state(folder.path(), &["draw", "door.scxml", "-o", "door.png"], "");
    assert_eq!(unknown.code, Some(2));
    assert!(unknown
        .err
        .contains("there is no drawing `png`: there are svg, mmd and dot"));
}
