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
use crate::site;

/// Whose contestant it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Library {
    LeptosState,
    Chart,
    ChartInWasm,
    ByHand,
    Signals,
    ReactiveStores,
    ReactiveStoresCandidate,
    LeptosStore,
    Statig,
    Smlang,
    RustFsm,
    LeptosStateBefore,
    Zustand,
    XstateStore,
    Xstate,
    XstateNext,
    Zundo,
    ReduxUndo,
    Travels,
}

/// What a contestant is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// A program of this folder and name in `benches/peers`.
    Program(&'static str),
    /// The program of this folder and name, compiled to WebAssembly by another one and run on Node.
    Wasm(&'static str),
    /// A script on Node.
    Script,
}

/// One contestant, as its program knows it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Contestant {
    pub library: Library,
    pub name: &'static str,
}

impl Library {
    pub const ALL: [Self; 19] = [
        Self::LeptosState,
        Self::Chart,
        Self::ChartInWasm,
        Self::ByHand,
        Self::Signals,
        Self::ReactiveStores,
        Self::ReactiveStoresCandidate,
        Self::LeptosStore,
        Self::Statig,
        Self::Smlang,
        Self::RustFsm,
        Self::LeptosStateBefore,
        Self::Zustand,
        Self::XstateStore,
        Self::Xstate,
        Self::XstateNext,
        Self::Zundo,
        Self::ReduxUndo,
        Self::Travels,
    ];

    /// What it is made of.
    pub const fn made(self) -> Made {
        match self {
            Self::LeptosState => Made::Program("leptos-state"),
            Self::Chart => Made::Program("leptos-state-chart"),
            Self::ChartInWasm => Made::Wasm("leptos-state-chart"),
            Self::ByHand => Made::Program("by-hand"),
            Self::Signals => Made::Program("signals"),
            Self::ReactiveStores => Made::Program("reactive-stores"),
            Self::ReactiveStoresCandidate => Made::Program("reactive-stores-rc"),
            Self::LeptosStore => Made::Program("leptos-store"),
            Self::Statig => Made::Program("statig"),
            Self::Smlang => Made::Program("smlang"),
            Self::RustFsm => Made::Program("rust-fsm"),
            Self::LeptosStateBefore => Made::Program("leptos-state-before"),
            Self::Zustand
            | Self::XstateStore
            | Self::Xstate
            | Self::XstateNext
            | Self::Zundo
            | Self::ReduxUndo
            | Self::Travels => Made::Script,
        }
    }

    /// The package that it is about, if it is about one.
    pub const fn package(self) -> Option<&'static str> {
        Some(match self {
            Self::LeptosState | Self::LeptosStateBefore => "leptos-state",
            Self::Chart | Self::ChartInWasm => "leptos-state-chart",
            Self::ByHand => return None,
            Self::Signals => "reactive_graph",
            Self::ReactiveStores | Self::ReactiveStoresCandidate => "reactive_stores",
            Self::LeptosStore => "leptos-store",
            Self::Statig => "statig",
            Self::Smlang => "smlang",
            Self::RustFsm => "rust-fsm",
            Self::Zustand => "zustand",
            Self::XstateStore => "@xstate/store",
            Self::Xstate | Self::XstateNext => "xstate",
            Self::Zundo => "zundo",
            Self::ReduxUndo => "redux-undo",
            Self::Travels => "travels",
        })
    }

    /// What the package is installed as, where two versions of it stand side by side.
    pub const fn installed_as(self) -> Option<&'static str> {
        match self {
            Self::XstateNext => Some("xstate-next"),
            _ => self.package(),
        }
    }
}

impl Contestant {
    pub const fn new(library: Library, name: &'static str) -> Self {
        Self { library, name }
    }

    /// Starts its program, to be timed.
    pub fn start(self, project: &Project, case: &str) -> Result<Running> {
        let program = match self.library.made() {
            Made::Program(program) => project.command(&executable(project, program)),
            Made::Wasm(program) => project
                .command("node")
                .arg(on_node(project).join("wasm.mjs"))
                .arg(bound(project).join(format!("{}.js", module(program)))),
            Made::Script => project
                .command("node")
                .arg(on_node(project).join("main.mjs")),
        };
        Running::start(program.arg(self.name).arg(case))
    }

    /// Starts its program, to have its allocations counted. There is none on Node, where one can't count them.
    pub fn start_counted(self, project: &Project, case: &str) -> Option<Result<Running>> {
        let Made::Program(program) = self.library.made() else {
            return None;
        };
        let program = executable(project, &format!("{program}-counted"));
        Some(Running::start(
            project.command(&program).arg(self.name).arg(case),
        ))
    }

    /// Starts its program, to have weighed what it keeps. A script weighs what is left after a garbage collection.
    pub fn start_weighed(self, project: &Project, case: &str) -> Option<Result<Running>> {
        if self.library.made() != Made::Script {
            return self.start_counted(project, case);
        }
        let node = project.command("node").arg("--expose-gc");
        let script = node.arg(on_node(project).join("main.mjs"));
        Some(Running::start(script.arg(self.name).arg(case)))
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
    for library in libraries {
        match library.made() {
            Made::Program(program) => compile(project, program, &[])?,
            Made::Wasm(program) => {
                let options = ["--target", site::TARGET];
                compile(project, &format!("{program}-wasm"), &options)?;
                bind(project, program)?;
            }
            Made::Script => {}
        }
    }
    Ok(())
}

fn compile(project: &Project, program: &str, options: &[&str]) -> Result<()> {
    project
        .command("cargo")
        .args(["build", "--release", "--manifest-path"])
        .arg(folder(project).join("Cargo.toml"))
        .args(["--package", &format!("contestant-{program}")])
        .args(options)
        .arg("--target-dir")
        .arg(target(project))
        .advice("What has to be corrected is in the compiler's messages above.")
        .run()
}

/// Makes what was compiled to WebAssembly into a module that Node can load.
fn bind(project: &Project, program: &str) -> Result<()> {
    let compiled = target(project).join(site::TARGET).join("release");
    project
        .command("wasm-bindgen")
        .args(["--target", "nodejs", "--no-typescript"])
        .arg("--out-dir")
        .arg(bound(project))
        .arg(compiled.join(format!("{}.wasm", module(program))))
        .advice("wasm-bindgen has to be of the version that benches/peers/Cargo.lock has of the library.")
        .run()
}

/// Where the modules for Node are.
fn bound(project: &Project) -> PathBuf {
    target(project).join("wasm")
}

/// The name of a program's module for Node.
fn module(program: &str) -> String {
    format!("{}_wasm", program.replace('-', "_"))
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
