//! `leptos-state completions`

use std::io;

use anyhow::Result;
use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::Exit;

pub fn run(completions: &Completions) -> Result<Exit> {
    let mut command = Arguments::command();
    let mut text = Vec::new();
    clap_complete::generate(completions.shell, &mut command, "leptos-state", &mut text);
    io::Write::write_all(&mut io::stdout(), &text)?;
    Ok(Exit::Well)
}
