//! What can be typed after `cargo xtask`.

use clap::{Args, Parser, Subcommand};

use crate::gate::Selection;

/// The chores of this repository
///
/// Every command installs what it needs and does not find: Rust targets and components through rustup, pinned
/// command-line tools into ~/.cache/leptos-state, browsers, Node and Valgrind through apt-get (asking first on a terminal),
/// npm packages beside their package.json.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_help_subcommand = true
)]
pub struct Arguments {
    #[command(subcommand)]
    pub chore: Chore,
}

#[derive(Subcommand)]
pub enum Chore {
    Demo(Demo),
    Test(Test),
    Book(Book),
    Bench(Bench),
    Size(Size),
}

/// Build the examples and serve them
///
/// Builds the examples for WebAssembly, lays them out under target/xtask/site and serves that on 127.0.0.1 until
/// Ctrl-C.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask demo                       every example, on http://127.0.0.1:8080/
  cargo xtask demo counter --port 3000   one example, on another port
  cargo xtask demo --release --no-serve  only build, small and fast")]
pub struct Demo {
    /// The examples to build, by the names of their folders in examples/ [default: all]
    #[arg(value_name = "NAME")]
    pub examples: Vec<String>,

    /// The port to serve on; the next free one if it is taken
    #[arg(long, value_name = "N", default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..))]
    pub port: u16,

    /// Build with optimizations
    #[arg(long)]
    pub release: bool,

    /// Build the site and leave it in target/xtask/site
    #[arg(long, conflicts_with = "port")]
    pub no_serve: bool,
}

/// Check everything a change has to pass
///
/// Runs the steps in a fixed order. A failing step does not stop the others, so that one run shows everything; the
/// exit code is 1 if any failed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask test                           what every change has to pass
  cargo xtask test --full                    and what a release has to pass
  cargo xtask test --list                    the steps, and what each one checks
  cargo xtask test --only fmt --only clippy  these two steps
  cargo xtask test --only coverage           this step, and the two it relies on
  cargo xtask test --skip wasm --skip e2e    without a browser")]
pub struct Test {
    #[command(flatten)]
    pub selection: Selection,

    /// Print the steps and what each one checks
    #[arg(long)]
    pub list: bool,
}

/// Build the book
///
/// Builds docs/ with mdBook into target/xtask/book.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask book           build it once
  cargo xtask book --serve   show it, and build it again at every change")]
pub struct Book {
    /// Serve the book, building it again at every change
    #[arg(long)]
    pub serve: bool,
}

/// Measure what things cost, beside what they cost elsewhere
///
/// Builds leptos-state and its peers (benches/peers) with optimizations and has them do the same things in turn. Writes
/// docs/benchmarks.md and target/xtask/bench.json; the exit code is 1 if a figure is above its bound. With --browser, it is
/// the example `rows` in Chromium that is measured; that part of the page and target/xtask/bench-browser.json are written
/// then. Let nothing else run meanwhile.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench                                everything, for the book
  cargo xtask bench --quick                        everything in less time, to see where one stands
  cargo xtask bench --only action --only watchers  these two cases
  cargo xtask bench --only machine-regions         one of the cases of machines
  cargo xtask bench --only actions --long          memory after 1,000,000,000 actions instead of 10,000,000
  cargo xtask bench --browser                      the table of js-framework-benchmark, kept in three ways")]
pub struct Bench {
    /// Measure fewer rounds, and leave the page in the book as it is
    #[arg(long)]
    pub quick: bool,

    /// Measure only this case, and write only its part of the page; may be repeated
    #[arg(long, value_name = "NAME", conflicts_with = "browser")]
    pub only: Vec<String>,

    /// Measure in the browser
    #[arg(long)]
    pub browser: bool,

    /// Let a store take 1,000,000,000 actions to show that memory stays flat
    #[arg(long, conflicts_with = "browser")]
    pub long: bool,
}

/// Measure what a store adds to a program
///
/// Builds the programs in benches/size as a visitor of a page would get them, and compares their sizes after gzip. Fails if
/// a figure is above its bound, or if the README has other figures. Let no other checkout use the same target directory:
/// cargo takes what was compiled there for its own.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask size                               every figure, its bound and what it was measured from
  cargo xtask size --write                       and write the figures into the README
  cargo xtask size --why store                   what a store brings along, crate by crate
  cargo xtask size --why ten --over ten-signals  the same, compared with another program")]
pub struct Size {
    /// Write the figures into the README
    #[arg(long)]
    pub write: bool,

    /// Show where the bytes of this program in benches/size are
    #[arg(long, value_name = "PROGRAM", conflicts_with = "write")]
    pub why: Option<String>,

    /// What the program is compared with
    #[arg(long, value_name = "PROGRAM", default_value = "bare", requires = "why")]
    pub over: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
