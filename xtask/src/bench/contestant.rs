//! The contestants: programs that are started with a case and then asked for batches of operations, one after the other. How
//! they are asked is described in `benches/peers/harness/src/lib.rs`.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout};

use anyhow::{anyhow, Context, Result};
use serde::{Deserialize, Serialize};

use crate::command::Invocation;
use crate::project::Project;

/// Whose contestant it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Library {
    LeptosState,
    Signals,
    ReactiveStores,
    ReactiveStoresCandidate,
    LeptosStore,
    Zustand,
    XstateStore,
}

/// One contestant, as its program knows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Contestant {
    pub library: Library,
    pub name: &'static str,
}

impl Library {
    pub const ALL: [Self; 7] = [
        Self::LeptosState,
        Self::Signals,
        Self::ReactiveStores,
        Self::ReactiveStoresCandidate,
        Self::LeptosStore,
        Self::Zustand,
        Self::XstateStore,
    ];

    /// Its program's folder and name in `benches/peers`, unless it runs on Node.
    pub const fn program(self) -> Option<&'static str> {
        match self {
            Self::LeptosState => Some("leptos-state"),
            Self::Signals => Some("signals"),
            Self::ReactiveStores => Some("reactive-stores"),
            Self::ReactiveStoresCandidate => Some("reactive-stores-rc"),
            Self::LeptosStore => Some("leptos-store"),
            Self::Zustand | Self::XstateStore => None,
        }
    }

    /// The package that it is about.
    pub const fn package(self) -> &'static str {
        match self {
            Self::LeptosState => "leptos-state",
            Self::Signals => "reactive_graph",
            Self::ReactiveStores | Self::ReactiveStoresCandidate => "reactive_stores",
            Self::LeptosStore => "leptos-store",
            Self::Zustand => "zustand",
            Self::XstateStore => "@xstate/store",
        }
    }
}

impl Contestant {
    pub const fn new(library: Library, name: &'static str) -> Self {
        Self { library, name }
    }

    /// Starts its program, to be timed.
    pub fn start(self, project: &Project, case: &str) -> Result<Running> {
        let program = match self.library.program() {
            Some(program) => project.command(&executable(project, program)),
            None => project
                .command("node")
                .arg(on_node(project).join("main.mjs")),
        };
        Running::start(program.arg(self.name).arg(case))
    }

    /// Starts its program, to have its allocations counted. There is none on Node, where one can't count them.
    pub fn start_counted(self, project: &Project, case: &str) -> Option<Result<Running>> {
        let program = executable(project, &format!("{}-counted", self.library.program()?));
        Some(Running::start(
            project.command(&program).arg(self.name).arg(case),
        ))
    }
}

/// Where the contestants are.
pub fn folder(project: &Project) -> PathBuf {
    project.root().join("benches/peers")
}

/// Where those are that run on Node.
pub fn on_node(project: &Project) -> PathBuf {
    folder(project).join("node")
}

/// Builds the programs, each by itself: together, they would have each other's features.
pub fn build(project: &Project, libraries: &BTreeSet<Library>) -> Result<()> {
    for program in libraries.iter().filter_map(|library| library.program()) {
        project
            .command("cargo")
            .args(["build", "--release", "--manifest-path"])
            .arg(folder(project).join("Cargo.toml"))
            .args(["--package", &format!("contestant-{program}")])
            .arg("--target-dir")
            .arg(target(project))
            .advice("What has to be corrected is in the compiler's messages above.")
            .run()?;
    }
    Ok(())
}

fn target(project: &Project) -> PathBuf {
    project.output("peers")
}

fn executable(project: &Project, program: &str) -> String {
    let path = target(project).join("release").join(program);
    let path = path.with_extension(std::env::consts::EXE_EXTENSION);
    path.to_string_lossy().into_owned()
}

/// A program with a case that is set up. It ends when this is dropped.
pub struct Running {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

/// What a batch of operations took.
#[derive(Deserialize)]
pub struct Batch {
    pub nanoseconds: u64,
    pub runs: u64,
    pub allocations: Option<Allocations>,
}

/// What a batch of operations allocated: how often, the bytes that were not given back, and the most at any one time.
#[derive(Clone, Copy, Default, Deserialize)]
pub struct Allocations {
    pub count: u64,
    pub kept: i64,
    pub peak: u64,
}

#[derive(Serialize)]
struct Request {
    iterations: u64,
}

impl Running {
    fn start(program: Invocation) -> Result<Self> {
        let mut child = program.converse()?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (input, output) = pipes.context("a program that is talked to has no pipes")?;
        Ok(Self {
            child,
            input: Some(input),
            output: BufReader::new(output),
        })
    }

    /// Has it perform so many operations.
    pub fn batch(&mut self, iterations: u64) -> Result<Batch> {
        let mut ask = || -> Result<Batch> {
            let input = self
                .input
                .as_mut()
                .context("it is not talked to any more")?;
            serde_json::to_writer(&mut *input, &Request { iterations })?;
            input.write_all(b"\n")?;
            input.flush()?;
            let mut line = String::new();
            self.output.read_line(&mut line)?;
            Ok(serde_json::from_str(&line)?)
        };
        ask().map_err(|error| {
            anyhow!("a contestant gives no answer; it may say why above: {error:#}")
        })
    }

    /// Has it perform so many operations, and returns what they allocated.
    pub fn allocations(&mut self, iterations: u64) -> Result<Allocations> {
        let batch = self.batch(iterations)?;
        batch
            .allocations
            .context("a contestant that counts allocations says nothing of them")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Without more to read, it ends. How it ends is of no interest once it has answered.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}
