//! What can be typed after `cargo xtask`.

use clap::{Args, Parser, Subcommand};

use crate::gate::Selection;

/// The chores of this repository
///
/// Every command installs what it needs and does not find: Rust targets and components through rustup, pinned
/// command-line tools into ~/.cache/leptos-state, browser and Node through apt-get (asking first on a terminal), npm
/// packages beside their package.json.
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

/// Measure how long things take
///
/// Measures beside each other what does the same in different ways, and prints what it finds. With --browser, that is
/// the example `rows` in Chromium. The figures are written to target/xtask/bench.json.
#[derive(Args)]
#[command(after_help = "\
Examples:
  cargo xtask bench --browser          the table of js-framework-benchmark, kept in three ways
  cargo xtask bench --browser --quick  a few rounds, to see that it works")]
pub struct Bench {
    /// Measure in the browser
    #[arg(long, required = true)]
    pub browser: bool,

    /// Measure in few rounds
    #[arg(long)]
    pub quick: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        <Arguments as clap::CommandFactory>::command().debug_assert();
    }
}
