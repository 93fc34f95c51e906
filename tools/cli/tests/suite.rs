//! The suite of W3C for SCXML (npm package `@scion-scxml/test-framework`) as whoever types `leptos-state` meets it.
//!
//! `SCXML_SUITE` says where the package's folder `test` is; `cargo xtask test --only tools` installs it.

mod common;
#[path = "../../../crates/chart/tests/random/generate.rs"]
#[expect(dead_code, reason = "only charts are generated here, no traces")]
mod generate;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::leptos_state;
use fastrand::Rng;
use serde_json::{json, Value};

/// What the book says of the tests that are not passed.
const BOOK: &str = include_str!("../../../docs/src/scxml.md");

fn suite() -> PathBuf {
    let suite = std::env::var_os("SCXML_SUITE");
    PathBuf::from(suite.expect("SCXML_SUITE says where the suite is"))
}

/// The documents of W3C, in the order of their names.
fn documents() -> Vec<PathBuf> {
    let entries = fs::read_dir(suite().join("w3c-ecma")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut documents: Vec<PathBuf> = paths
        .filter(|path| {
            path.to_str()
                .is_some_and(|path| path.ends_with(".txml.scxml"))
        })
        .collect();
    documents.sort();
    documents
}

#[test]
fn documents_run_to_the_end_without_input() {
    let mut failed = BTreeSet::new();
    let mut run = 0;
    let documents = documents();
    for document in &documents {
        let name = document.file_name().unwrap().to_str().unwrap();
        let name = name.trim_end_matches(".txml.scxml");
        // Some are loaded by others, and some ask for an event processor that is optional (C.2).
        let text = fs::read_to_string(document).unwrap();
        if name.contains("sub") || text.contains("BasicHTTPEventProcessor") {
            continue;
        }
        let path = document.to_str().unwrap();
        let ended = leptos_state(&suite(), &["run", "--simulate", "--until", "1m", path], "");
        // A document whose script can't be loaded is refused (5.8).
        if name == "test301" {
            assert!(
                ended.code == Some(2) && ended.err.contains("could not be loaded"),
                "{}",
                ended.err
            );
            continue;
        }
        let last = ended.out.lines().last().unwrap_or("{}");
        let last: Value = serde_json::from_str(last).unwrap();
        run += 1;
        // Those that somebody has to read the log of end in `final`.
        if last["configuration"] != json!(["pass"]) && last["configuration"] != json!(["final"]) {
            failed.insert(format!("w3c-ecma/{name}"));
        }
    }
    let listed = |name: &String| {
        BOOK.contains(&format!("`{name}`")) || BOOK.contains(&format!("`{}`", &name[9..]))
    };
    let news: Vec<_> = failed.iter().filter(|name| !listed(name)).collect();
    assert!(news.is_empty(), "not in the book: {news:?}");
    assert!(run > 150, "{run}");
}

/// What is written as Rust compiles: documents that nobody here wrote, and random charts.
#[test]
fn charts_written_as_rust_compile() {
    let folder = tempfile::tempdir().unwrap();
    let mut written = Vec::new();
    let mut write = |path: &Path, name: String| {
        let arguments = ["convert", path.to_str().unwrap(), "--to", "rust"];
        let ended = leptos_state(folder.path(), &arguments, "");
        if ended.code == Some(0) {
            written.push((name, ended.out));
        } else {
            assert!(
                ended.err.contains("can't be written so"),
                "{}: {}",
                path.display(),
                ended.err
            );
        }
    };
    // A chart that asks nothing of its logic.
    let door = folder.path().join("door.scxml");
    fs::write(&door, common::SCXML).unwrap();
    write(&door, "door".to_owned());
    for (number, document) in documents().iter().enumerate().take(60) {
        write(document, format!("document_{number}"));
    }
    let seed = std::env::var("SEED").map_or(0x1EAF, |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    let mut rng = Rng::with_seed(seed);
    for number in 0..60 {
        let path = folder.path().join(format!("{number}.json"));
        fs::write(&path, generate::form(&mut rng).to_json()).unwrap();
        write(&path, format!("random_{number}"));
    }
    assert!(written.len() >= 50, "{}", written.len());
    compile(folder.path(), &written);
}

/// Has the compiler check modules with these names and texts.
fn compile(folder: &Path, modules: &[(String, String)]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .unwrap();
    let manifest = format!(
        "[package]\nname = \"written\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n\n[dependencies]\n\
         leptos-state-chart = {{ path = {:?} }}\nleptos-state-macros = {{ path = {:?} }}\n",
        root.join("crates/chart"),
        root.join("crates/macros"),
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::create_dir(folder.join("src")).unwrap();
    let mut main = String::from("#![allow(dead_code)]\n");
    for (name, text) in modules {
        // Here there is no Leptos, which takes minutes to compile.
        let text = text
            .replace(
                "use leptos_state::prelude::*;",
                "use leptos_state_macros::chart;",
            )
            .replace("use leptos_state::chart::", "use leptos_state_chart::");
        fs::write(folder.join("src").join(format!("{name}.rs")), text).unwrap();
        let _ = writeln!(main, "mod {name};");
    }
    main.push_str("fn main() {}\n");
    fs::write(folder.join("src/main.rs"), main).unwrap();
    let checked = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(folder)
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("written"),
        )
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{said}");
}
