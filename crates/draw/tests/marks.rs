//! Marks are classes of the elements that they are for, and those of tests are counted in a legend.

mod common;

use common::forms;
use leptos_state_draw::{Drawing, Mark, Marks};
use roxmltree::Document;

fn classes(svg: &str, name: &str, of: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap();
    let marked = document
        .descendants()
        .find(|node| node.attribute(name) == Some(of))
        .unwrap();
    let classes = marked.attribute("class").unwrap().split(' ');
    classes
        .filter(|class| class.starts_with("is-"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_is_marked_has_the_mark_as_a_class() {
    let form = forms::player();
    let marks = Marks::new()
        .state("Active", Mark::Active)
        .state("Active.Transport.Loading", Mark::Active)
        .state("Active.Transport.Loading", Mark::Covered)
        .transition("Idle", 0, Mark::Taken)
        .transition("Active.Transport.Loaded", 0, Mark::Enabled)
        .state("nowhere", Mark::Active)
        .transition("Idle", 9, Mark::Missed);
    let svg = Drawing::of(&form).marks(&marks).svg();
    assert_eq!(classes(&svg, "data-state", "Active"), ["is-active"]);
    assert_eq!(
        classes(&svg, "data-state", "Active.Transport.Loading"),
        ["is-active", "is-covered"]
    );
    assert_eq!(classes(&svg, "data-transition", "Idle#0"), ["is-taken"]);
    // One that is written in its state.
    assert_eq!(
        classes(&svg, "data-transition", "Active.Transport.Loaded#0"),
        ["is-enabled"]
    );
    assert_eq!(classes(&svg, "data-state", "Idle"), [""; 0]);
}

#[test]
fn marks_move_nothing() {
    let form = forms::player();
    let marks = Marks::new()
        .state("Idle", Mark::Active)
        .transition("Idle", 0, Mark::Enabled);
    let marked = Drawing::of(&form).marks(&marks).svg();
    let plain = Drawing::of(&form).svg();
    assert_eq!(
        marked.replace(" is-active", "").replace(" is-enabled", ""),
        plain.replace(" is-active", "").replace(" is-enabled", "")
    );
}

#[test]
fn a_legend_counts_what_tests_came_by() {
    let form = forms::player();
    let marks = Marks::new()
        .state("Idle", Mark::Covered)
        .transition("Idle", 0, Mark::Covered)
        .transition("Idle", 1, Mark::Missed)
        .transition("Active", 0, Mark::Missed);
    let svg = Drawing::of(&form).marks(&marks).svg();
    assert!(svg.contains("covered: 1 state, 1 transition<"));
    assert!(svg.contains("missed: 2 transitions<"));
    assert!(!Drawing::of(&form).svg().contains("class=\"legend\""));
}
