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

/// The Markdown files in a folder and in those inside it, by their paths from `root`.
fn files(folder: &Path, root: &Path) -> Vec<String> {
    let entries = folder.read_dir().expect("the book's folder can be read");
    let paths = entries.map(|entry| entry.expect("the book's folder can be read").path());
    let files = paths.flat_map(|path| {
        if path.is_dir() {
            return files(&path, root);
        }
        let file = path.strip_prefix(root).expect("it is in there");
        vec![file.to_string_lossy().into_owned()]
    });
    files.filter(|file| file.ends_with(".md")).collect()
}

#[test]
fn every_file_is_in_the_table_of_contents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let chapters = chapters();
    for file in files(&root, &root) {
        assert!(
            file == "SUMMARY.md" || chapters.contains(&&*file),
            "`{file}` is in no place in SUMMARY.md"
        );
    }
}
