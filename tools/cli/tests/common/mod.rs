//! Runs the program.

#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What the program said.
pub struct Ended {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

/// Runs the program in a folder.
pub fn leptos_state(folder: &Path, arguments: &[&str], input: &str) -> Ended {
    let mut child = Command::new(env!("CARGO_BIN_EXE_leptos-state"))
        .args(arguments)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever does not read it may have ended before it was written.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ended {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    }
}

/// A folder with files, which goes with the test.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path: PathBuf = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A door in each format.
pub const SCXML: &str = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0" name="door" initial="closed">
  <state id="closed">
    <transition event="open" target="opened"/>
    <transition event="lock" target="locked"/>
  </state>
  <state id="opened">
    <transition event="close" target="closed"/>
  </state>
  <state id="locked"/>
</scxml>
"#;

pub const RUST: &str = "\
use leptos_state::prelude::*;

mod inner {
    chart! {
        pub Door { context: u32 }
        events { Open, Close, Lock }
        initial Closed;
        Closed {
            on Open if may_open => Opened;
            on Lock => Locked;
        }
        Opened { on Close / count => Closed; }
        Locked;
    }
}
";
