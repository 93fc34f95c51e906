#![doc = include_str!("../README.md")]

mod add;
mod arguments;
mod check;
mod complete;
mod convert;
mod diff;
mod draw;
mod mdbook;
mod names;
mod new;
mod output;
mod paths;
mod run;
mod source;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// What the program ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well: 0.
    Well,
    /// Something was found, or two charts differ: 1.
    Found,
    /// It could not be done: 2, as for arguments that are wrong.
    Failed,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Well => 0,
            Exit::Found => 1,
            Exit::Failed => 2,
        })
    }
}

/// Runs the program with the arguments that it was started with.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Check(check) => check::run(&check),
        Command::Draw(draw) => draw::run(&draw),
        Command::Convert(convert) => convert::run(&convert),
        Command::Run(run) => run::run(&run),
        Command::Paths(paths) => paths::run(&paths),
        Command::Diff(diff) => diff::run(&diff),
        Command::Mdbook(mdbook) => mdbook::run(&mdbook),
        Command::New(new) => new::run(&new),
        Command::Add(add) => add::run(&add),
        Command::Completions(completions) => complete::run(&completions),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            // Whoever reads the output may have had enough of it, as `head` has.
            if output::is_closed(&error) {
                return Exit::Well.into();
            }
            terminal::error(&error);
            Exit::Failed.into()
        }
    }
}
