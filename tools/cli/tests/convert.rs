//! `leptos-state convert`

mod common;

use common::{folder, leptos_state, RUST, SCXML};

#[test]
fn every_format_leads_to_every_other() {
    let folder = folder(&[("door.rs", RUST), ("door.scxml", SCXML)]);
    let run = |arguments: &[&str]| {
        let ended = leptos_state(folder.path(), arguments, "");
        assert_eq!(ended.code, Some(0), "{arguments:?}: {}", ended.err);
        ended
    };
    // The chart itself comes through all of them.
    run(&["convert", "door.rs", "--to", "json", "-o", "1.json"]);
    run(&["convert", "1.json", "--to", "scxml", "-o", "2.scxml"]);
    run(&["convert", "2.scxml", "--to", "json", "-o", "3.json"]);
    run(&["convert", "1.json", "--to", "xstate", "-o", "4.json"]);
    run(&["convert", "4.json", "--to", "scxml", "-o", "5.scxml"]);
    for written in ["2.scxml", "3.json", "4.json", "5.scxml"] {
        let matrix = run(&["check", "--matrix", "--json", "--fail-on", "never", written]).out;
        for row in ["Closed\"", "Opened\"", "Locked\"", "\"guarded\""] {
            assert!(matrix.contains(row), "{written}: {matrix}");
        }
    }
    assert_eq!(run(&["diff", "door.rs", "1.json"]).out, "nothing differs\n");
}

#[test]
fn rust_comes_with_the_outline_of_its_logic() {
    let text = SCXML.replace(
        "<transition event=\"open\" target=\"opened\"/>",
        "<transition event=\"open\" cond=\"In('opened') || true\" target=\"opened\"><raise event=\"close\"/></transition>",
    );
    let folder = folder(&[("door.scxml", &text)]);
    let written = leptos_state(
        folder.path(),
        &["convert", "door.scxml", "--to", "rust"],
        "",
    );
    assert_eq!(written.code, Some(0), "{}", written.err);
    assert_eq!(
        written.out,
        "//! The chart `door`.

use leptos_state::prelude::*;

chart! {
    pub Door;
    events { Close, Lock, Open }
    initial Closed;
    Closed {
        on Open if in_opened_or_true / raise_close => Opened;
        on Lock => Locked;
    }
    Opened {
        on Close => Closed;
    }
    Locked;
}

/// The logic of the chart.
#[derive(Debug, Default)]
pub struct Door;

impl door::Logic for Door {
    fn in_opened_or_true(&self) -> bool {
        todo!(\"whether In('opened') || true\")
    }

    fn raise_close(&self, cx: &mut door::Cx<'_>) {
        cx.raise(door::Event::Close);
    }
}
"
    );
}

#[test]
fn what_a_format_can_not_say_is_an_error_and_writes_nothing() {
    let text = SCXML.replace("event=\"open\"", "event=\"open\" cond=\"1 > 2\"");
    let folder = folder(&[("door.scxml", &text), ("door.json", "before")]);
    let arguments = ["convert", "door.scxml", "--to", "xstate", "-o", "door.json"];
    let written = leptos_state(folder.path(), &arguments, "");
    assert_eq!(written.code, Some(2));
    assert!(
        written
            .err
            .contains("door.scxml can't be written so: state `closed`"),
        "{}",
        written.err
    );
    assert_eq!(
        std::fs::read_to_string(folder.path().join("door.json")).unwrap(),
        "before"
    );
}
