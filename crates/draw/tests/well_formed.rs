//! A drawing is well-formed XML with identifiers of its own, whatever names a chart has, and always the same.

mod common;

use std::collections::HashSet;

use common::{drawn, forms, random, DIRECTIONS};
use leptos_state_chart::form::{final_state, invoke, run, state, to, when, Form};
use leptos_state_draw::{Drawing, Theme};
use roxmltree::Document;

const HOSTILE: [&str; 8] = [
    "</text><script>alert(1)</script>",
    "\" onload=\"alert(1)",
    "a & b < c > d ' \" ]]> -->",
    "\0\u{1}\u{fffe}\u{7f}",
    "line\nbreak\r\ttab",
    "",
    "]{}|;:#%%--[*]\\",
    "日本語 👩‍🚀 \u{202e}right-to-left",
];

fn hostile() -> Form {
    let mut form = Form::new(HOSTILE[0]);
    for name in HOSTILE {
        // Not all of this is valid: two of one name, names with dots and without a letter.
        let hostile = state(name)
            .tag(name)
            .meta(name, name)
            .entry(name)
            .invoke(invoke(name))
            .on(name, when(name).to(name).run(name))
            .on("*", run(name))
            .on("x", to("nowhere"))
            .state(state(name))
            .state(final_state(format!("{name}{name}")));
        form = form.state(hostile.clone()).state(hostile);
    }
    form
}

fn identifiers(svg: &str, seed: u64) -> HashSet<String> {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("SEED={seed}: {error}"));
    let mut identifiers = HashSet::new();
    for id in document
        .descendants()
        .filter_map(|node| node.attribute("id"))
    {
        assert!(!id.contains(char::is_whitespace), "SEED={seed}: {id:?}");
        assert!(
            identifiers.insert(id.to_owned()),
            "SEED={seed}: {id} is there twice"
        );
    }
    identifiers
}

#[test]
fn a_drawing_is_xml_with_identifiers_of_its_own() {
    for (seed, form) in random() {
        identifiers(&drawn(&form, DIRECTIONS[seed as usize % 2]), seed);
    }
}

#[test]
fn names_of_any_kind_are_only_text() {
    for direction in DIRECTIONS {
        let svg = drawn(&hostile(), direction);
        identifiers(&svg, 0);
        let document = Document::parse(&svg).unwrap();
        let known = [
            "svg", "title", "desc", "style", "rect", "g", "path", "circle", "text", "tspan",
        ];
        for node in document.descendants().filter(|node| node.is_element()) {
            assert!(known.contains(&node.tag_name().name()));
            assert!(node
                .attributes()
                .all(|attribute| !attribute.name().starts_with("on")));
        }
    }
}

#[test]
fn a_long_name_is_broken_and_does_not_widen_the_drawing() {
    let long = "name".repeat(500);
    let form =
        Form::new("long").state(state(&long).on(&long, to(long.as_str()).run(long.as_str())));
    let svg = drawn(&form, DIRECTIONS[0]);
    let document = Document::parse(&svg).unwrap();
    let width: f64 = document
        .root_element()
        .attribute("width")
        .unwrap()
        .parse()
        .unwrap();
    assert!(width < 1_000.0, "{width}");
}

#[test]
fn two_drawings_in_a_page_have_different_identifiers() {
    let form = forms::player();
    let [one, other] = ["left", "right"].map(|id| Drawing::of(&form).id(id).svg());
    assert!(identifiers(&one, 0).is_disjoint(&identifiers(&other, 0)));
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    for (seed, form) in random().take(20).chain([(0, forms::checkout())]) {
        for direction in DIRECTIONS {
            assert!(
                drawn(&form, direction) == drawn(&form.clone(), direction),
                "SEED={seed}"
            );
        }
    }
}

#[test]
fn who_does_not_see_the_drawing_can_read_it() {
    let svg = Drawing::of(&forms::player()).theme(Theme::Dark).svg();
    let document = Document::parse(&svg).unwrap();
    let title = |name: &str, of: &str| {
        let group = document
            .descendants()
            .find(|node| node.attribute(name) == Some(of))
            .unwrap();
        group
            .first_element_child()
            .unwrap()
            .text()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        title("data-state", ""),
        "Player, chart; Reach | Break ignore"
    );
    assert_eq!(
        title("data-state", "Active.Transport.Loaded"),
        "Active.Transport.Loaded, compound state; exit / leave; Seek [in_range] / seek; Reach / reach"
    );
    assert_eq!(
        title("data-transition", "Idle#1"),
        "Idle → Active.Transport.Last, Active.Volume.Level: Resume"
    );
    let desc = document
        .descendants()
        .find(|node| node.has_tag_name("desc"))
        .unwrap();
    assert_eq!(
        desc.text(),
        Some("Statechart of 14 states and 17 transitions. Begins in Idle.")
    );
}

#[test]
fn an_empty_chart_is_drawn() {
    for direction in DIRECTIONS {
        identifiers(&drawn(&Form::new("empty"), direction), 0);
        identifiers(&drawn(&Form::parallel(""), direction), 0);
    }
}
