//! What the commands say about their own progress, in colour only where colour is wanted.

use std::time::Duration;

use anstream::{eprintln, println};
use anstyle::{AnsiColor, Style};

pub const GOOD: Style = AnsiColor::Green.on_default();
pub const BAD: Style = AnsiColor::Red.on_default().bold();
const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// The beginning of something that takes a while.
pub fn begin(what: &str, about: &str) {
    println!("\n{STRONG}== {what}{STRONG:#}: {about}");
}

/// The end of what [`begin`] announced.
pub fn end(what: &str, passed: bool, took: Duration) {
    let took = seconds(took);
    if passed {
        println!("{GOOD}== {what}: ok{GOOD:#} after {took}");
    } else {
        println!("{BAD}== {what}: failed{BAD:#} after {took}");
    }
}

/// Something the reader is glad to know.
pub fn note(text: &str) {
    println!("{text}");
}

/// Something the reader has to know.
pub fn bad(text: &str) {
    println!("{BAD}{text}{BAD:#}");
}

/// A command line about to be run.
pub fn command(line: &str) {
    println!("{FAINT}$ {line}{FAINT:#}");
}

/// An error and what led to it, outermost first.
pub fn error(error: &anyhow::Error) {
    eprintln!("{}", describe(error));
}

/// The same among the output of the steps, so that the order of the lines survives a redirection to a file.
pub fn step_error(error: &anyhow::Error) {
    println!("{}", describe(error));
}

fn describe(error: &anyhow::Error) -> String {
    format!("{BAD}error{BAD:#}: {error:#}")
}

/// Seconds with one decimal, the unit of every duration shown here.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
