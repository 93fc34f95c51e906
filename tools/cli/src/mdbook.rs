//! `leptos-state mdbook`: a preprocessor of mdBook that draws the charts of a book.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use leptos_state_draw::{Direction, Drawing};
use serde_json::Value;

use crate::arguments::{Mdbook, MdbookQuestion, Reading};
use crate::source::{Chart, Format, Source};
use crate::{output, Exit};

pub fn run(mdbook: &Mdbook) -> Result<Exit> {
    if let Some(MdbookQuestion::Supports { renderer }) = &mdbook.question {
        return Ok(if renderer == "html" {
            Exit::Well
        } else {
            Exit::Found
        });
    }
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let read = serde_json::from_str::<[Value; 2]>(&text);
    let [context, mut book] = read.context("mdBook starts this with a book as its input")?;
    let text = |value: &Value| value.as_str().map(PathBuf::from);
    let root = text(&context["root"]).unwrap_or_default();
    let sources = text(&context["config"]["book"]["src"]).unwrap_or_else(|| "src".into());
    let folder = root.join(sources);
    for items in ["sections", "items"] {
        if let Some(items) = book.get_mut(items) {
            each_chapter(items, &folder)?;
        }
    }
    output::json(&book)?;
    Ok(Exit::Well)
}

fn each_chapter(items: &mut Value, folder: &Path) -> Result<()> {
    for item in items.as_array_mut().into_iter().flatten() {
        let Some(chapter) = item.get_mut("Chapter") else {
            continue;
        };
        let path = chapter["path"].as_str().map(|path| folder.join(path));
        if let Some(content) = chapter["content"].as_str() {
            let path = path.unwrap_or_else(|| folder.to_owned());
            let drawn = Chapter::new(&path).drawn(content);
            let drawn = drawn.with_context(|| format!("in {}", path.display()))?;
            chapter["content"] = drawn.into();
        }
        if let Some(inner) = chapter.get_mut("sub_items") {
            each_chapter(inner, folder)?;
        }
    }
    Ok(())
}

/// A chapter that is looked through line by line.
struct Chapter<'c> {
    path: &'c Path,
    /// How often a chart of each name was drawn, so that each drawing has identifiers of its own.
    drawn: BTreeMap<String, usize>,
    out: String,
}

impl<'c> Chapter<'c> {
    const fn new(path: &'c Path) -> Self {
        Self {
            path,
            drawn: BTreeMap::new(),
            out: String::new(),
        }
    }

    fn drawn(mut self, content: &str) -> Result<String> {
        let mut lines = content.lines();
        while let Some(line) = lines.next() {
            if let Some(named) = directive(line) {
                self.named(named)?;
                continue;
            }
            self.line(line);
            let Some((fence, info)) = opened(line) else {
                continue;
            };
            let mut code = String::new();
            for line in lines.by_ref() {
                self.line(line);
                if line.trim_start().starts_with(fence) {
                    break;
                }
                code.push_str(line);
                code.push('\n');
            }
            if is_drawn(info) && code.contains("chart!") {
                self.charts(&code);
            }
        }
        Ok(self.out)
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// Draws the charts of an example. What is no whole chart is no error: the book may be about that.
    fn charts(&mut self, code: &str) {
        let code: String = code.lines().map(shown).collect();
        let read = |text: String| Source::of(self.path, text, Format::Rust, &Reading::default());
        let mut source = read(code.clone());
        if !source.problems.is_empty() {
            // It may stand in a function.
            source = read(format!("fn main() {{\n{code}\n}}"));
        }
        for chart in &source.charts {
            self.figure(chart);
        }
    }

    /// Draws a chart of a file: `path`, or `path Name`.
    fn named(&mut self, named: &str) -> Result<()> {
        let (path, name) = match named.split_once(char::is_whitespace) {
            Some((path, name)) => (path, Some(name.trim())),
            None => (named, None),
        };
        let folder = self.path.parent().unwrap_or(self.path);
        let path = folder.join(path);
        let source = Source::read(&path, &Reading::default())?;
        let (_, chart) = source.chart(name)?;
        self.figure(&chart);
        Ok(())
    }

    fn figure(&mut self, chart: &Chart) {
        let number = self.drawn.entry(chart.name.clone()).or_default();
        *number += 1;
        let id = match *number {
            1 => format!("chart-{}", chart.name),
            number => format!("chart-{}-{number}", chart.name),
        };
        let drawn = |direction| {
            Drawing::of(&chart.form)
                .direction(direction)
                .id(id.as_str())
                .svg()
        };
        let mut svg = drawn(Direction::Right);
        // What is wider than a page of a book would be shown small.
        if width(&svg) > PAGE {
            let down = drawn(Direction::Down);
            if width(&down) < width(&svg) {
                svg = down;
            }
        }
        // A blank line would end the block of HTML.
        let svg: Vec<&str> = svg.lines().filter(|line| !line.trim().is_empty()).collect();
        self.line("");
        self.line("<figure class=\"statechart\" style=\"margin-inline:0;overflow-x:auto\">");
        self.line(&svg.join("\n"));
        self.line("</figure>");
        self.line("");
    }
}

/// How wide a page of a book is, in pixels.
const PAGE: f64 = 900.0;

/// How wide a drawing is, in pixels.
fn width(svg: &str) -> f64 {
    let width = svg
        .split_once(" width=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    width
        .and_then(|(width, _)| width.parse().ok())
        .unwrap_or_default()
}

/// What stands in `{{#chart ..}}`.
fn directive(line: &str) -> Option<&str> {
    let inside = line.trim().strip_prefix("{{#chart")?.strip_suffix("}}")?;
    Some(inside.trim())
}

/// The fence that opens a block of code, and what stands behind it.
fn opened(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    let fence = ["```", "~~~"]
        .into_iter()
        .find(|fence| line.starts_with(fence))?;
    Some((fence, line[fence.len()..].trim_matches('`')))
}

/// Whether a block of code is of Rust, and compiles.
fn is_drawn(info: &str) -> bool {
    let mut words = info.split([',', ' ']).map(str::trim);
    words.next() == Some("rust")
        && !words.any(|word| ["compile_fail", "ignore", "undrawn"].contains(&word))
}

/// A line as it is compiled: some are hidden from readers.
fn shown(line: &str) -> String {
    let trimmed = line.trim_start();
    let code = match trimmed.strip_prefix('#') {
        Some("") => "",
        Some(rest) if rest.starts_with(' ') => rest,
        Some(rest) if rest.starts_with('#') => rest,
        _ => line,
    };
    format!("{code}\n")
}
