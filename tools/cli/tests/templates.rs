//! `leptos-state new` and `leptos-state add`. That what they make compiles is seen by `cargo xtask test --only templates`.

mod common;

use std::fs;
use std::path::Path;

use common::{folder, leptos_state, Ended};

const TEMPLATES: [&str; 3] = ["csr", "ssr", "islands"];

fn read(folder: &Path, file: &str) -> String {
    fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn well(ended: &Ended) {
    assert_eq!(ended.code, Some(0), "{}", ended.err);
}

fn refused(ended: &Ended, why: &str) {
    assert_eq!(ended.code, Some(2), "{}", ended.out);
    assert!(ended.err.contains(why), "{}", ended.err);
}

/// The files in a folder and below, with what is in them.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push((
                path.display().to_string(),
                read(folder, path.to_str().unwrap()),
            ));
        }
    }
    files
}

#[test]
fn an_application_has_its_name_everywhere() {
    for template in TEMPLATES {
        let folder = folder(&[]);
        let arguments = ["new", "tea-list", "--template", template];
        let ended = leptos_state(folder.path(), &arguments, "");
        well(&ended);
        let made = folder.path().join("tea-list");
        let manifest = read(&made, "Cargo.toml");
        assert!(manifest.contains("name = \"tea-list\""), "{manifest}");
        let version = format!(
            "leptos-state = {{ version = \"{}\"",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(manifest.matches(&version).count(), 2, "{manifest}");
        assert!(read(&made, "src/main.rs").contains("tea_list::"));
        assert!(read(&made, ".gitignore").contains("/target"));
        let serve = if template == "csr" {
            "trunk serve"
        } else {
            "cargo leptos watch"
        };
        assert!(read(&made, "README.md").contains(serve));
        assert!(ended.out.contains(serve), "{}", ended.out);
        for (path, text) in files(&made) {
            for left in ["my-app", "my_app", "0.0.0", "{{"] {
                assert!(!text.contains(left), "{path} has {left} in it");
            }
            assert!(!path.ends_with(".template"), "{path}");
        }
    }
}

#[test]
fn what_is_made_is_told() {
    let folder = folder(&[]);
    let ended = leptos_state(folder.path(), &["new", "tea"], "");
    well(&ended);
    for (path, _) in files(&folder.path().join("tea")) {
        let path = Path::new(&path).strip_prefix(folder.path()).unwrap();
        let line = format!("\n  {}\n", path.display());
        assert!(ended.out.contains(&line), "{line} is not in {}", ended.out);
    }
    assert!(ended.out.contains("cd tea\n  cargo test"), "{}", ended.out);
}

#[test]
fn every_file_of_rust_is_rust() {
    for template in TEMPLATES {
        let folder = folder(&[]);
        well(&leptos_state(
            folder.path(),
            &["new", "tea", "--template", template],
            "",
        ));
        for kind in ["store", "machine", "layer", "slice"] {
            let name = format!("a_{kind}");
            let arguments = ["add", kind, &name, "--in", "tea/src"];
            well(&leptos_state(folder.path(), &arguments, ""));
        }
        for (path, text) in files(folder.path()) {
            if path.ends_with(".rs") {
                let parsed = syn::parse_file(&text);
                assert!(parsed.is_ok(), "{path}: {:?}", parsed.err());
            }
        }
        // The machines are charts in which there is nothing to find.
        well(&leptos_state(folder.path(), &["check", "tea"], ""));
    }
}

#[test]
fn a_checkout_takes_the_place_of_the_version() {
    let folder = folder(&[("out \"there\"/crates/leptos/Cargo.toml", "")]);
    let arguments = ["new", "tea", "--checkout", "out \"there\""];
    well(&leptos_state(folder.path(), &arguments, ""));
    let manifest = read(folder.path(), "tea/Cargo.toml");
    assert!(!manifest.contains(env!("CARGO_PKG_VERSION")), "{manifest}");
    let path = "out \\\"there\\\"/crates/leptos\", features = [\"chart\"] }";
    assert!(manifest.contains(path), "{manifest}");

    let arguments = ["new", "coffee", "--checkout", "elsewhere"];
    let ended = leptos_state(folder.path(), &arguments, "");
    refused(&ended, "elsewhere is no checkout of leptos-state");
    assert!(!folder.path().join("coffee").exists());
}

#[test]
fn names_that_no_crate_can_have_are_refused() {
    for (name, why) in [
        ("", "it has to begin with a letter"),
        ("../tea", "it has '.' in it"),
        ("tea/list", "it has '/' in it"),
        ("two words", "it has ' ' in it"),
        ("tée", "it has 'é' in it"),
        ("7up", "it has to begin with a letter"),
        ("_tea", "it has to begin with a letter"),
        ("match", "is a word of Rust"),
        ("leptos-state", "is a crate that the application uses"),
        ("std", "is a crate that the application uses"),
        ("deps", "means something to cargo"),
    ] {
        let folder = folder(&[]);
        refused(&leptos_state(folder.path(), &["new", name], ""), why);
        assert!(files(folder.path()).is_empty(), "{name}");
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let folder = folder(&[("tea/notes", "mine"), ("coffee", "a file")]);
    fs::create_dir(folder.path().join("milk")).unwrap();
    let new = |name| leptos_state(folder.path(), &["new", name], "");
    refused(&new("tea"), "tea exists and is not empty");
    refused(&new("coffee"), "coffee exists and is no folder");
    assert_eq!(files(folder.path()).len(), 2);
    well(&new("milk"));
}

#[test]
fn modules_are_declared_in_order() {
    for (before, after) in [
        // In order with the others, with what stands above them.
        (
            "//! Crate.\n\npub mod app;\n// Why.\n#[cfg(feature = \"ssr\")]\npub mod server;\n\nuse std::fmt;\n",
            "//! Crate.\n\npub mod app;\npub mod oolong_tea;\n// Why.\n#[cfg(feature = \"ssr\")]\npub mod server;\n\nuse std::fmt;\n",
        ),
        // As the last one. What has its text here is no other file.
        (
            "mod app;\nmod milk;\n\nfn main() {}\n\nmod tests {\n}\n",
            "mod app;\nmod milk;\npub mod oolong_tea;\n\nfn main() {}\n\nmod tests {\n}\n",
        ),
        // As the only one.
        (
            "//! Crate.\n#![forbid(unsafe_code)]\n\n/// Does.\npub fn act() {}\n",
            "//! Crate.\n#![forbid(unsafe_code)]\n\npub mod oolong_tea;\n\n/// Does.\npub fn act() {}\n",
        ),
        ("//! Crate.\n", "//! Crate.\n\npub mod oolong_tea;\n"),
        ("", "pub mod oolong_tea;\n"),
        // With the ends of lines that it has.
        ("mod zoo;\r\n", "pub mod oolong_tea;\r\nmod zoo;\r\n"),
    ] {
        let folder = folder(&[("src/lib.rs", before)]);
        let ended = leptos_state(folder.path(), &["add", "store", "oolong-tea"], "");
        well(&ended);
        assert_eq!(read(folder.path(), "src/lib.rs"), after);
        assert!(read(folder.path(), "src/oolong_tea.rs").contains("pub struct OolongTea"));
        assert_eq!(
            ended.out.lines().take(2).collect::<Vec<_>>(),
            [
                "Made src/oolong_tea.rs, with a store `OolongTea` and tests of it.",
                "Added `pub mod oolong_tea;` to src/lib.rs.",
            ]
        );
    }
}

#[test]
fn a_program_declares_its_modules_for_itself() {
    let folder = folder(&[
        ("src/main.rs", "mod app;\n\nfn main() {}\n"),
        ("src/state/mod.rs", "pub mod basket;\n"),
    ]);
    well(&leptos_state(
        folder.path(),
        &["add", "machine", "Checkout"],
        "",
    ));
    let main = "mod app;\nmod checkout;\n\nfn main() {}\n";
    assert_eq!(read(folder.path(), "src/main.rs"), main);
    let arguments = ["add", "slice", "address", "--in", "src/state"];
    well(&leptos_state(folder.path(), &arguments, ""));
    let modules = "pub mod address;\npub mod basket;\n";
    assert_eq!(read(folder.path(), "src/state/mod.rs"), modules);
}

#[test]
fn nothing_is_overwritten() {
    let files_before = [
        ("src/lib.rs", "mod inner {}\n"),
        ("src/tea.rs", "mine"),
        ("src/milk/mod.rs", "mine"),
    ];
    let folder = folder(&files_before);
    let add = |name| leptos_state(folder.path(), &["add", "layer", name], "");
    refused(&add("tea"), "there is a module `tea` in src already");
    refused(&add("Milk"), "there is a module `milk` in src already");
    refused(
        &add("inner"),
        "src/lib.rs was left as it is: it has a module `inner` already",
    );
    for (path, text) in files_before {
        assert_eq!(read(folder.path(), path), text);
    }
    assert_eq!(files(folder.path()).len(), 3);
}

#[test]
fn what_can_not_be_added_is_refused_and_writes_nothing() {
    let folder = folder(&[("src/lib.rs", "mod app;\nfn (\n"), ("else/x.rs", "")]);
    let add =
        |kind, name, into| leptos_state(folder.path(), &["add", kind, name, "--in", into], "");
    refused(
        &add("store", "tea", "src"),
        "line 2, column 4: this is no Rust",
    );
    refused(
        &add("store", "tea", "else"),
        "there is no lib.rs, main.rs or mod.rs in else",
    );
    refused(&add("store", "tea", "nowhere"), "in nowhere");
    refused(&add("store", "Self", "src"), "is a word of Rust");
    refused(
        &add("store", "leptos", "src"),
        "would be taken for something else",
    );
    refused(
        &add("store", "vec", "src"),
        "`Vec` is a name that the file uses",
    );
    refused(
        &add("machine", "idle", "src"),
        "`Idle` is a name that the file uses",
    );
    refused(&add("layer", "a.b", "src"), "it has '.' in it");
    assert_eq!(files(folder.path()).len(), 2);
}
