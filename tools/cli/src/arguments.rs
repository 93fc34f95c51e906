//! What can be typed after `leptos-state`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::source::Format;

/// Checks, draws, converts, runs and compares statecharts, writes tests for them, and begins applications
///
/// Charts are read from SCXML, the JSON of XState, the JSON of leptos-state, and from `chart!` in Rust files.
#[derive(Parser)]
#[command(
    name = "leptos-state",
    version,
    disable_help_subcommand = true,
    after_help = "\
Exit codes:
  0  all is well
  1  something was found, or the charts differ
  2  it could not be done: a file that can't be read, an argument that is wrong"
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    Check(Check),
    Draw(Draw),
    Convert(Convert),
    Run(Run),
    Paths(Paths),
    Diff(Diff),
    Mdbook(Mdbook),
    New(New),
    Add(Add),
    Completions(Completions),
}

/// Which charts are meant, and how they are to be read.
#[derive(Args, Default)]
pub struct Reading {
    /// What a file holds, if its name does not say it
    #[arg(long, value_name = "FORMAT", global = false)]
    pub format: Option<Format>,

    /// How long a delay is that a configuration of XState names: `patience=5s`
    #[arg(long = "delay", value_name = "NAME=TIME", value_parser = named_time)]
    pub delays: Vec<(String, Duration)>,
}

/// Look for mistakes in charts
///
/// Finds what can't run and what runs and is probably not meant: states that nothing leads to or out of, transitions that are never
/// taken or exclude each other, loops without end, events that nothing is done on, names that differ by a letter.
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state check                        every chart of this crate or workspace
  leptos-state check door.scxml src/        a document and all `chart!` below src
  leptos-state check --matrix player.json   with what happens on each event in each state
  leptos-state check --sarif > charts.sarif for what shows findings beside the code
  leptos-state check --rules                what is looked for")]
pub struct Check {
    /// Files and folders; `-` is standard input [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    #[command(flatten)]
    pub reading: Reading,

    /// Write JSON
    #[arg(long, conflicts_with = "sarif")]
    pub json: bool,

    /// Write SARIF 2.1.0
    #[arg(long)]
    pub sarif: bool,

    /// Say for each state what happens on each event
    #[arg(long, conflicts_with = "sarif")]
    pub matrix: bool,

    /// Leave out what this rule finds; may be given several times
    #[arg(long, value_name = "RULE", value_parser = rule)]
    pub allow: Vec<leptos_state_analysis::Rule>,

    /// How grave a finding has to be to end with exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning")]
    pub fail_on: FailOn,

    /// List the rules and what they find
    #[arg(long, exclusive = true)]
    pub rules: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum FailOn {
    Note,
    Warning,
    Error,
    Never,
}

/// Draw a chart
///
/// As SVG, with what states do in them and what transitions are for on their labels; as Mermaid, which code hosts draw; or for
/// Graphviz.
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state draw door.scxml -o door.svg
  leptos-state draw src/player.rs --chart Player -o player.mmd
  leptos-state draw door.json --to dot | dot -Tpdf > door.pdf")]
pub struct Draw {
    /// A file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,

    /// Where to draw [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// What to draw [default: by the name of the output, else svg]
    #[arg(long, value_name = "FORMAT")]
    pub to: Option<Drawn>,

    /// Which chart of the file, if it has several
    #[arg(long, value_name = "NAME")]
    pub chart: Option<String>,

    /// Where the chart goes on (svg)
    #[arg(long, value_name = "WAY", default_value = "right")]
    pub direction: Way,

    /// Its colours (svg); `auto` are those that the reader likes
    #[arg(long, value_name = "THEME", default_value = "auto")]
    pub theme: Colours,

    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Drawn {
    Svg,
    /// Mermaid
    Mmd,
    /// Graphviz
    Dot,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    Right,
    Down,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colours {
    Auto,
    Light,
    Dark,
}

/// Write a chart in another format
///
/// What the other format can't say is an error that tells where it is. As Rust, a chart comes with the outline of its logic, which
/// compiles.
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state convert door.scxml --to xstate -o door.json
  leptos-state convert src/player.rs --chart Player --to scxml
  leptos-state convert door.json --to rust > src/door.rs")]
pub struct Convert {
    /// A file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,

    /// The format
    #[arg(long, value_name = "FORMAT")]
    pub to: Target,

    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Which chart of the file, if it has several
    #[arg(long, value_name = "NAME")]
    pub chart: Option<String>,

    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// What `createMachine` of XState 5 takes
    Xstate,
    Scxml,
    /// The JSON of leptos-state
    Json,
    /// A `chart!` and the outline of its logic
    Rust,
}

/// Run a chart
///
/// Reads events as JSON lines from standard input, and writes after each what the machine is in then, as a JSON line: its configuration,
/// its variables, and what it did and asked for. When the input ends, the machine goes on until it has finished or waits for nothing
/// any more; the last line is its last configuration.
#[derive(Args)]
#[command(after_help = "\
Input lines:
  \"open\"                                    an event
  {\"event\": \"pay\", \"data\": {\"sum\": 3}}     an event with data
  {\"advance\": \"5s\"}                         time passes (with --simulate)
  {\"guards\": {\"is_rich\": true}}             what guards of a chart without its program answer from now on
  {\"done\": \"fetch\", \"data\": 1}              work that was begun has a result
  {\"failed\": \"fetch\", \"data\": \"lost\"}       or has failed

Examples:
  leptos-state run light.scxml < /dev/null
  echo '\"open\"' | leptos-state run door.json --guard is_unlocked=true
  leptos-state run light.scxml --simulate   time passes as fast as it can")]
pub struct Run {
    /// A file
    #[arg(value_name = "FILE")]
    pub path: PathBuf,

    /// Which chart of the file, if it has several
    #[arg(long, value_name = "NAME")]
    pub chart: Option<String>,

    /// Let time pass as fast as it can, and only as the input says while that lasts
    #[arg(long)]
    pub simulate: bool,

    /// What a guard answers that the chart's program would have: `is_rich=true`; false unless it is said
    #[arg(long = "guard", value_name = "NAME=BOOL", value_parser = named_answer)]
    pub guards: Vec<(String, bool)>,

    /// How much time may pass after the input has ended
    #[arg(long, value_name = "TIME", default_value = "1h", value_parser = time)]
    pub until: Duration,

    #[command(flatten)]
    pub reading: Reading,
}

/// Find paths through a chart
///
/// Each guard may hold or not, timers run out, and work is done or fails. Paths are told as what happens on them, as JSON, or as tests
/// in Rust; how much of the chart they reach is told, too.
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state paths door.scxml                           a few paths that take every transition
  leptos-state paths src/player.rs --kind shortest --all  a shortest path to everything that can be active
  leptos-state paths door.json --rust -o tests/door.rs
  leptos-state paths door.json --draw door.svg            with what the paths reach in colours")]
pub struct Paths {
    /// A file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,

    /// Which chart of the file, if it has several
    #[arg(long, value_name = "NAME")]
    pub chart: Option<String>,

    /// Which paths
    #[arg(long, value_name = "KIND", default_value = "coverage")]
    pub kind: Kind,

    /// Also those that other paths begin with
    #[arg(long)]
    pub all: bool,

    /// Write JSON
    #[arg(long, conflicts_with = "rust")]
    pub json: bool,

    /// Write tests in Rust
    #[arg(long)]
    pub rust: bool,

    /// Where to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Draw the chart as SVG, with what the paths reach
    #[arg(long, value_name = "FILE")]
    pub draw: Option<PathBuf>,

    /// How many configurations to look at
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    pub nodes: usize,

    /// How many steps a path may have
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub steps: usize,

    /// How many simple paths to find
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub paths: usize,

    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A shortest path to each configuration
    Shortest,
    /// The paths that come to no configuration twice
    Simple,
    /// A few paths that take every transition
    Coverage,
}

/// Say what differs between two versions of a chart
///
/// States and transitions are compared, not texts, and the formats may differ. It is said what the changes mean for snapshots that
/// were stored with the first version. Ends with exit code 1 if something differs.
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state diff old.scxml new.scxml
  git show HEAD:src/player.rs | leptos-state diff --format rust - src/player.rs --chart Player")]
pub struct Diff {
    /// The first version; `-` is standard input
    #[arg(value_name = "OLD")]
    pub old: PathBuf,

    /// The second
    #[arg(value_name = "NEW")]
    pub new: PathBuf,

    /// Which chart of the files, if they have several
    #[arg(long, value_name = "NAME")]
    pub chart: Option<String>,

    /// Write JSON
    #[arg(long)]
    pub json: bool,

    #[command(flatten)]
    pub reading: Reading,
}

/// Draw the charts of a book, as a preprocessor of mdBook
///
/// Below each example of Rust with `chart!` in it stands a drawing, unless it says `undrawn` behind `rust`; and `{{#chart path/to/file.rs
/// Name}}` on a line of its own is the drawing of a chart in a file.
#[derive(Args)]
#[command(after_help = "\
In book.toml:
  [preprocessor.leptos-state]
  command = \"leptos-state mdbook\"")]
pub struct Mdbook {
    #[command(subcommand)]
    pub question: Option<MdbookQuestion>,
}

#[derive(Subcommand)]
pub enum MdbookQuestion {
    /// Whether a renderer can show the drawings, by the exit code; mdBook asks
    Supports {
        /// Its name
        renderer: String,
    },
}

/// Begin an application
///
/// Makes a folder with a small page that uses leptos-state: a store, a machine, components, and tests of the store and the machine.
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state new shopping                      a page that the browser renders
  leptos-state new shopping --template islands   a server renders it, with islands that react
  leptos-state new shopping --checkout ~/leptos-state")]
pub struct New {
    /// The name of the package and of its folder
    #[arg(value_name = "NAME")]
    pub name: String,

    /// Who renders the page
    #[arg(long, value_name = "TEMPLATE", default_value = "csr")]
    pub template: Template,

    /// Use a checkout of leptos-state, and not what is on crates.io
    #[arg(long, value_name = "DIR")]
    pub checkout: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// The browser does, with Trunk
    Csr,
    /// A server does, and the browser takes the page over, with cargo-leptos
    Ssr,
    /// A server does, and the browser takes over what reacts, with cargo-leptos
    Islands,
}

/// Add a file with a store, a machine, a layer or a slice
///
/// The file is a starting point that compiles, with tests, and gets its `mod` line in lib.rs, main.rs or mod.rs of its folder.
/// Nothing that exists is overwritten.
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state add store basket              src/basket.rs, with a store `Basket`
  leptos-state add machine checkout
  leptos-state add slice address --in src/state")]
pub struct Add {
    /// What to add
    #[arg(value_name = "KIND")]
    pub what: Addition,

    /// What it is called: `shopping-list`, `shopping_list` and `ShoppingList` are the same
    #[arg(value_name = "NAME")]
    pub name: String,

    /// The folder for the file
    #[arg(long = "in", value_name = "DIR", default_value = "src")]
    pub folder: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Addition {
    /// A state, and the changes it accepts
    Store,
    /// A statechart
    Machine,
    /// What sees every change of a store
    Layer,
    /// A part of a state, with actions of its own
    Slice,
}

/// Write what a shell needs to complete arguments
#[derive(Args)]
#[command(after_help = "\
Examples:
  leptos-state completions bash > ~/.local/share/bash-completion/completions/leptos-state
  leptos-state completions zsh > ~/.zfunc/_leptos-state")]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}

fn rule(text: &str) -> Result<leptos_state_analysis::Rule, String> {
    let rules = leptos_state_analysis::Rule::ALL;
    let found = rules.into_iter().find(|rule| rule.name() == text);
    found.ok_or_else(|| {
        let names: Vec<_> = rules.iter().map(|rule| rule.name()).collect();
        format!("there are {}", names.join(", "))
    })
}

/// A time: `5s`, `200ms`, `2m`, `1h`, or a number of milliseconds.
pub fn time(text: &str) -> Result<Duration, String> {
    let unit = text.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    let number = text[..text.len() - unit.len()].parse::<f64>();
    let seconds = match unit {
        "" | "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3_600.0,
        _ => return Err("write a time as `5s`, `200ms`, `2m` or `1h`".to_owned()),
    };
    let number = number.map_err(|_| "write a time as `5s`, `200ms`, `2m` or `1h`".to_owned())?;
    Duration::try_from_secs_f64(number * seconds).map_err(|error| error.to_string())
}

fn named_time(text: &str) -> Result<(String, Duration), String> {
    let (name, value) = text.split_once('=').ok_or("write it as `name=5s`")?;
    Ok((name.to_owned(), time(value)?))
}

fn named_answer(text: &str) -> Result<(String, bool), String> {
    let (name, value) = text.split_once('=').ok_or("write it as `name=true`")?;
    match value {
        "true" => Ok((name.to_owned(), true)),
        "false" => Ok((name.to_owned(), false)),
        _ => Err("a guard answers `true` or `false`".to_owned()),
    }
}
