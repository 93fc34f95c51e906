//! The chores of this repository, one command each: `cargo xtask --help` lists them.

#![forbid(unsafe_code)]

mod bench;
mod book;
mod cli;
mod command;
mod console;
mod demo;
mod figures;
mod gate;
mod project;
mod setup;
mod site;
mod size;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use crate::cli::{Arguments, Chore};
use crate::project::Project;

fn main() -> ExitCode {
    match run(Arguments::parse().chore) {
        Ok(code) => code,
        Err(error) => {
            console::error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(chore: Chore) -> Result<ExitCode> {
    match chore {
        Chore::Demo(options) => demo::run(&Project::load()?, &options)?,
        Chore::Test(options) if options.list => gate::list(),
        Chore::Test(options) => return gate::run(&Project::load()?, &options.selection),
        Chore::Book(options) => book::run(&Project::load()?, &options)?,
        Chore::Bench(options) => return bench::run(&Project::load()?, &options),
        Chore::Size(options) => size::run(&Project::load()?, &options)?,
    }
    Ok(ExitCode::SUCCESS)
}
