//! `leptos-state mdbook`

mod common;

use common::{folder, leptos_state, Ended, RUST};
use serde_json::{json, Value};

/// Has a chapter be drawn, in a folder with a file `door.rs`.
fn drawn(content: &str) -> Ended {
    let folder = folder(&[("src/door.rs", RUST)]);
    let book = json!([
        { "root": folder.path(), "config": { "book": { "src": "src" } }, "renderer": "html" },
        { "sections": [{ "Separator": null }, { "Chapter": {
            "name": "One", "content": "", "path": "one.md", "sub_items": [
                { "Chapter": { "name": "Two", "content": content, "path": "two.md", "sub_items": [] } }
            ],
        } }] },
    ]);
    leptos_state(folder.path(), &["mdbook"], &book.to_string())
}

fn content(ended: &Ended) -> String {
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let book: Value = serde_json::from_str(&ended.out).unwrap();
    let chapter = &book["sections"][1]["Chapter"]["sub_items"][0]["Chapter"];
    chapter["content"].as_str().unwrap().to_owned()
}

const EXAMPLE: &str = "\
# use leptos_state::prelude::*;
chart! { Lamp; events { Switch } Off { on Switch => On; } On { on Switch => Off; } }
";

#[test]
fn drawings_stand_below_examples() {
    let text = format!(
        "# Lamps\n\n```rust\n{EXAMPLE}```\n\nAnd again:\n\n```rust\nlet x = 1;\n{EXAMPLE}```\n"
    );
    let content = content(&drawn(&text));
    assert!(content.starts_with("# Lamps\n\n```rust\n# use leptos_state::prelude::*;\nchart!"));
    assert_eq!(content.matches("<figure").count(), 2);
    assert!(
        content.contains("id=\"chart-Lamp-title\"")
            && content.contains("id=\"chart-Lamp-2-title\"")
    );
    let figure = &content[content.find("<figure").unwrap()..content.find("</figure>").unwrap()];
    assert!(!figure.contains("\n\n"), "a blank line would end it");
}

#[test]
fn what_is_no_example_is_left_as_it_is() {
    let text = format!("```rust,compile_fail\n{EXAMPLE}```\n\n```rust,undrawn\n{EXAMPLE}```\n\n```text\n{EXAMPLE}```\n\n```rust\nchart! {{ Half {{\n```\n");
    assert_eq!(content(&drawn(&text)), text);
}

#[test]
fn charts_of_files_are_named() {
    let content = content(&drawn("Look:\n\n{{#chart door.rs Door}}\n"));
    assert!(content.contains("data-state=\"Opened\""), "{content}");
    let missing = drawn("{{#chart window.rs}}\n");
    assert_eq!(missing.code, Some(2));
    assert!(
        missing.err.contains("two.md: could not read"),
        "{}",
        missing.err
    );
}

#[test]
fn renderers_are_asked_for() {
    let folder = folder(&[]);
    let supports =
        |renderer| leptos_state(folder.path(), &["mdbook", "supports", renderer], "").code;
    assert_eq!(supports("html"), Some(0));
    assert_eq!(supports("epub"), Some(1));
}
