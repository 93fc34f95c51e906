//! Every chapter of the book is compiled and run.

use std::path::Path;

const SUMMARY: &str = include_str!("../src/SUMMARY.md");
const LIBRARY: &str = include_str!("../lib.rs");

/// The files that the table of contents links to.
fn chapters() -> Vec<&'static str> {
    let links = SUMMARY.split("](").skip(1);
    links
        .filter_map(|link| link.split_once(')'))
        .map(|(file, _)| file)
        .collect()
}

#[test]
fn every_chapter_is_compiled() {
    let chapters = chapters();
    assert!(!chapters.is_empty(), "SUMMARY.md links to no chapter");
    for chapter in chapters {
        assert!(
            LIBRARY.contains(&format!("\"src/{chapter}\"")),
            "the code of `{chapter}` is not compiled: add it to docs/lib.rs"
        );
    }
}

#[test]
fn every_file_is_in_the_table_of_contents() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let chapters = chapters();
    for entry in folder.read_dir().expect("the book's folder can be read") {
        let name = entry.expect("the book's folder can be read").file_name();
        let name = name.to_string_lossy();
        assert!(
            !name.ends_with(".md") || name == "SUMMARY.md" || chapters.contains(&&*name),
            "`{name}` is in no place in SUMMARY.md"
        );
    }
}
