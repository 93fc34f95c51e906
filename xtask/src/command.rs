//! Running other programs: what is run is shown first, and a failure says what ran, how it ended and what to do.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use anyhow::{anyhow, Context, Result};

use crate::console;

/// One run of an external program.
pub struct Invocation {
    command: Command,
    /// Repeated on the shown command line; [`Command`] cannot tell them from `PATH`, which would only be noise there.
    variables: Vec<(String, OsString)>,
    advice: Option<String>,
}

impl Invocation {
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            command: Command::new(program),
            variables: Vec::new(),
            advice: None,
        }
    }

    pub fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, &value);
        self.variables
            .push((name.to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Where programs are looked for, this one included.
    pub fn search_path(mut self, path: &OsStr) -> Self {
        self.command.env("PATH", path);
        self
    }

    pub fn directory(mut self, path: &Path) -> Self {
        self.command.current_dir(path);
        self
    }

    /// What to do when the program fails.
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Runs the program with its output passed on as it comes. What it writes to standard error goes to standard
    /// output: the summaries of some test runners are written there and belong with the rest of the log.
    pub fn run(mut self) -> Result<()> {
        console::command(&self.line());
        self.command.stderr(io::stdout());
        let status = self
            .command
            .status()
            .map_err(|error| self.not_started(error))?;
        if status.success() {
            Ok(())
        } else {
            Err(self.failed(&status.to_string()))
        }
    }

    /// Runs the program without showing it and returns its standard output.
    pub fn read(mut self) -> Result<String> {
        let output = self.output()?;
        self.text(output.stdout)
    }

    /// Runs the program and returns what it wrote to standard output followed by what it wrote to standard error.
    pub fn read_all(mut self) -> Result<String> {
        console::command(&self.line());
        let Output {
            mut stdout, stderr, ..
        } = self.output()?;
        stdout.extend(stderr);
        self.text(stdout)
    }

    /// Starts the program without showing it, to be talked to by its standard input and output.
    pub fn converse(mut self) -> Result<Child> {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped());
        self.command
            .spawn()
            .map_err(|error| self.not_started(error))
    }

    fn output(&mut self) -> Result<Output> {
        let output = self
            .command
            .output()
            .map_err(|error| self.not_started(error))?;
        if output.status.success() {
            return Ok(output);
        }
        let words = String::from_utf8_lossy(&output.stderr);
        Err(self.failed(&format!("{}\n{}", output.status, words.trim())))
    }

    fn text(&self, bytes: Vec<u8>) -> Result<String> {
        String::from_utf8(bytes)
            .with_context(|| format!("`{}` printed something that is not UTF-8", self.line()))
    }

    fn not_started(&self, error: io::Error) -> anyhow::Error {
        self.advised(anyhow!("cannot run `{}`: {error}", self.line()))
    }

    fn failed(&self, how: &str) -> anyhow::Error {
        self.advised(anyhow!("`{}` ended with {how}", self.line()))
    }

    fn advised(&self, error: anyhow::Error) -> anyhow::Error {
        match &self.advice {
            Some(advice) => anyhow!("{error:#}\n  {advice}"),
            None => error,
        }
    }

    /// The command line as one would type it.
    fn line(&self) -> String {
        let mut line = String::new();
        for (name, value) in &self.variables {
            // Writing to a String does not fail.
            let _ = write!(line, "{name}={} ", quoted(value));
        }
        line.push_str(&quoted(self.command.get_program()));
        for argument in self.command.get_args() {
            line.push(' ');
            line.push_str(&quoted(argument));
        }
        line
    }
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_line_its_end_and_what_to_do() {
        let error = Invocation::new("sh")
            .env("GREETING", "good day")
            .args(["-c", "exit 3"])
            .advice("Try `exit 0`.")
            .run()
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "`GREETING='good day' sh -c 'exit 3'` ended with exit status: 3\n  Try `exit 0`."
        );
    }
}
