//! Texts with charts in them.

mod documents;
mod json;
mod rust;
mod walk;

use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fs, io};

use anyhow::{bail, Context, Result};
use clap::ValueEnum;
use leptos_state_chart::document::Document;
use leptos_state_chart::form::Form;
use leptos_state_syntax::WrittenChart;

use crate::arguments::Reading;

pub use documents::{read_with, with_answers};
pub use walk::all;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Scxml,
    /// What `createMachine` of XState 5 takes
    Xstate,
    /// `MachineJSON` of XState 6
    Xstate6,
    /// The JSON of leptos-state
    Json,
    /// Rust with `chart!` in it
    Rust,
}

/// A text with what was read of it.
pub struct Source {
    pub path: PathBuf,
    pub text: String,
    pub format: Format,
    pub charts: Vec<Chart>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// A chart in a text.
pub struct Chart {
    pub name: String,
    /// With guards and actions in words.
    pub form: Form,
    pub origin: Origin,
}

/// Where a chart comes from.
pub enum Origin {
    Document(Box<Document>),
    Json(json::Places),
    Rust(Box<WrittenChart>),
}

/// What is wrong with a text.
pub struct Problem {
    pub spot: Option<Spot>,
    pub message: String,
}

/// A place in a text. Lines and columns are counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
}

impl Chart {
    /// Where a state stands, or a transition of it.
    pub fn spot(&self, state: &str, transition: Option<usize>) -> Option<Spot> {
        match &self.origin {
            Origin::Document(document) => {
                let of_transition =
                    transition.and_then(|index| document.transition_place(state, index));
                let place = of_transition.or_else(|| document.state_place(state));
                place.map(Spot::from)
            }
            Origin::Json(places) => places.spot(state, transition),
            Origin::Rust(chart) => {
                let of_transition = transition.and_then(|index| chart.transition(state, index));
                of_transition.or_else(|| chart.state(state)).map(Spot::from)
            }
        }
    }
}

impl From<leptos_state_chart::document::Place> for Spot {
    fn from(place: leptos_state_chart::document::Place) -> Self {
        Self {
            line: place.line as usize,
            column: place.column as usize,
        }
    }
}

impl From<proc_macro2::Span> for Spot {
    fn from(span: proc_macro2::Span) -> Self {
        let start = span.start();
        Self {
            line: start.line.max(1),
            column: start.column + 1,
        }
    }
}

impl Source {
    /// Reads a file, or standard input for `-`.
    pub fn read(path: &Path, reading: &Reading) -> Result<Self> {
        let text = if path == Path::new("-") {
            let mut text = String::new();
            let read = io::stdin().read_to_string(&mut text);
            read.context("could not read standard input")?;
            text
        } else {
            let failed = || format!("could not read {}", path.display());
            fs::read_to_string(path).with_context(failed)?
        };
        let format = match reading.format {
            Some(format) => format,
            None => format_of(path, &text)?,
        };
        Ok(Self::of(path, text, format, reading))
    }

    /// Reads a text.
    pub fn of(path: &Path, text: String, format: Format, reading: &Reading) -> Self {
        let mut source = Self {
            path: path.to_owned(),
            text,
            format,
            charts: Vec::new(),
            problems: Vec::new(),
        };
        match format {
            Format::Rust => rust::read(&mut source),
            Format::Json => json::read(&mut source),
            _ => documents::read(&mut source, &documents::registry(path, reading)),
        }
        source
    }

    /// The path as it is shown.
    pub fn shown(&self) -> String {
        match self.path.to_str() {
            Some("-") => "<stdin>".to_owned(),
            _ => self.path.display().to_string(),
        }
    }

    /// The bytes of the word at a place.
    pub fn range(&self, spot: Spot) -> Range<usize> {
        let mut lines = self.text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(spot.line - 1).map(str::len).sum();
        let line = lines.next().unwrap_or_default();
        let column = line.char_indices().nth(spot.column.saturating_sub(1));
        let start = before + column.map_or(line.trim_end().len(), |(at, _)| at);
        let rest = &self.text[start..];
        let is_word = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
        let opening = rest.find(is_word).filter(|at| *at <= 1).unwrap_or(0);
        let word = rest[opening..].find(|letter| !is_word(letter));
        let end = opening + word.unwrap_or(rest.len() - opening);
        start..start + end.max(rest.chars().next().map_or(0, char::len_utf8))
    }

    /// The chart that is meant: the only one, or the one of a name.
    pub fn chart(self, name: Option<&str>) -> Result<(Self, Chart)> {
        let mut source = self;
        if let Some(problem) = source.problems.first() {
            let path = source.shown();
            match problem.spot {
                Some(Spot { line, column }) => bail!("{path}:{line}:{column}: {}", problem.message),
                None => bail!("{path}: {}", problem.message),
            }
        }
        let names: Vec<String> = source
            .charts
            .iter()
            .map(|chart| chart.name.clone())
            .collect();
        let listed = || names.join(", ");
        let at = match name {
            Some(name) => {
                let found = names.iter().position(|known| known == name);
                found.with_context(|| {
                    format!(
                        "{} has no chart `{name}`; it has {}",
                        source.shown(),
                        listed()
                    )
                })?
            }
            None if names.len() == 1 => 0,
            None if names.is_empty() => bail!("{} has no chart", source.shown()),
            None => bail!(
                "{} has several charts, {}: say which one by --chart",
                source.shown(),
                listed()
            ),
        };
        let chart = source.charts.swap_remove(at);
        Ok((source, chart))
    }
}

/// What a file holds, by its name and its text.
fn format_of(path: &Path, text: &str) -> Result<Format> {
    let extension = path.extension().and_then(|extension| extension.to_str());
    Ok(match extension {
        Some("rs") => Format::Rust,
        Some("scxml" | "xml") => Format::Scxml,
        Some("json") => documents::json_format(text),
        _ if text.trim_start().starts_with('<') => Format::Scxml,
        _ if text.trim_start().starts_with('{') => documents::json_format(text),
        _ => bail!(
            "what {} holds is not known: say it by --format",
            path.display()
        ),
    })
}
