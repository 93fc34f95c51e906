//! The steps of the gate.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::ValueEnum;

use super::end_to_end::{self, Browsers};
use super::{adapters, browser, coverage, devtools, documents, rust, templates, tools};
use crate::book;
use crate::project::Project;
use crate::setup::{Need, Program, Tool};
use crate::site::Profile;
use crate::size::{self, Extent};

/// One step, in the order in which they run: what is quick and often wrong comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// the formatting, by rustfmt
    Fmt,
    /// that the adapters for Leptos 0.8 and 0.9 are the same, and that nothing is made with both
    Adapters,
    /// Clippy's lints and the compiler's, none allowed
    Clippy,
    /// unit and integration tests, measuring what they cover
    Native,
    /// programs that must not compile, and what they are told, measuring what they cover
    CompileFail,
    /// the part of each published crate's lines that the tests before run
    Coverage,
    /// the examples in the documentation and in the book
    Doctest,
    /// tests in a browser, by wasm-bindgen
    Wasm,
    /// the examples as their users see them, in a browser
    E2e,
    /// the documentation of the published crates, without warnings
    Docs,
    /// every feature of the published crates by itself, none, and all
    Features,
    /// documents: the suites of W3C and of SCION for SCXML, and random charts beside XState
    Documents,
    /// the command line: lints, tests, the suite of W3C through it, and charts that it writes as Rust
    Tools,
    /// how many instructions stores and machines take for what they do most
    Instructions,
    /// what stores and paths add to a program, and that it is no more than it may be
    Size,
    /// the published crates as crates.io would get them
    Publish,
    /// the book, without warnings
    Book,
    /// what `leptos-state new` and `leptos-state add` make: its tests, and that it compiles for the browser
    Templates,
    /// the examples with optimizations, as their users see them
    Release,
    /// the forum in Firefox and in WebKit
    Browsers,
    /// leptos-state-core in an interpreter that finds undefined behaviour and races
    Miri,
    /// the kernel of charts against the plain reading of SCXML's algorithm, on 100,000 random charts
    Charts,
    /// 1,500 random charts beside XState
    Xstate,
    /// the application of the Redux DevTools with a program of ours, as somebody uses it
    Devtools,
    /// the same as in `size`, and what each layer adds
    SizeAll,
}

impl Step {
    pub fn all() -> impl Iterator<Item = Self> {
        Self::value_variants().iter().copied()
    }

    /// What it is called on the command line.
    pub fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }

    /// What it checks.
    pub fn about(self) -> String {
        self.to_possible_value()
            .and_then(|value| value.get_help().map(ToString::to_string))
            .unwrap_or_default()
    }

    /// Whether it runs only with `--full` or when it is asked for by name.
    pub fn is_full_only(self) -> bool {
        matches!(
            self,
            Self::Publish
                | Self::Book
                | Self::Templates
                | Self::Release
                | Self::Browsers
                | Self::SizeAll
                | Self::Miri
                | Self::Charts
                | Self::Xstate
                | Self::Devtools
        )
    }

    /// The steps whose results it reads.
    pub fn relies_on(self) -> &'static [Self] {
        match self {
            Self::Coverage => &[Self::Native, Self::CompileFail],
            _ => &[],
        }
    }

    /// What has to be there before it runs.
    pub fn needs(self, project: &Project) -> Result<BTreeSet<Need>> {
        let mut needs = BTreeSet::from([Need::Toolchain]);
        match self {
            Self::Fmt
            | Self::Adapters
            | Self::Clippy
            | Self::Doctest
            | Self::Docs
            | Self::Publish
            | Self::Templates
            | Self::Miri
            | Self::Charts => {}
            Self::Native | Self::CompileFail => {
                needs.extend([Need::Tool(Tool::LlvmCov), Need::Tool(Tool::Nextest)])
            }
            Self::Coverage => needs.extend([Need::Tool(Tool::LlvmCov)]),
            Self::Wasm => needs.extend([
                Need::Program(Program::Chromium),
                Need::Program(Program::Chromedriver),
                Need::Tool(Tool::WasmBindgen),
            ]),
            Self::E2e | Self::Release => needs.extend(Browsers::Chromium.needs(project)?),
            Self::Browsers => needs.extend(Browsers::Others.needs(project)?),
            Self::Features => needs.extend([Need::Tool(Tool::Hack)]),
            Self::Devtools => needs.extend(devtools::needs(project)),
            Self::Documents | Self::Tools | Self::Xstate => needs.extend(documents::needs(project)),
            Self::Instructions => needs.extend([
                Need::Program(Program::Valgrind),
                Need::Tool(Tool::GungraunRunner),
            ]),
            Self::Size | Self::SizeAll => needs.extend(size::needs(project)),
            Self::Book => needs.extend(book::needs()),
        }
        Ok(needs)
    }

    pub fn run(self, project: &Project) -> Result<()> {
        match self {
            Self::Fmt => rust::fmt(project),
            Self::Adapters => adapters::check(project),
            Self::Clippy => rust::clippy(project),
            Self::Native => coverage::measure(project),
            Self::CompileFail => coverage::measure_compile_fail(project),
            Self::Coverage => coverage::report(project),
            Self::Doctest => rust::doctest(project),
            Self::Wasm => browser::unit(project),
            Self::E2e => end_to_end::run(project, Browsers::Chromium, Profile::Dev),
            Self::Docs => rust::docs(project),
            Self::Features => rust::features(project),
            Self::Documents => documents::run(project),
            Self::Tools => tools::run(project),
            Self::Instructions => rust::instructions(project),
            Self::Size => size::check(project, Extent::Main),
            Self::Publish => rust::publish(project),
            Self::Book => book::check(project),
            Self::Templates => templates::run(project),
            Self::Release => end_to_end::run(project, Browsers::Chromium, Profile::Release),
            Self::Browsers => end_to_end::run(project, Browsers::Others, Profile::Dev),
            Self::Miri => rust::miri(project),
            Self::Charts => rust::charts(project),
            Self::Xstate => documents::many(project),
            Self::Devtools => devtools::run(project),
            Self::SizeAll => size::check(project, Extent::All),
        }
    }
}
