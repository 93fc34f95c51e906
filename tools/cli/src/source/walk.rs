//! Charts in folders.

use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use ignore::WalkBuilder;

use super::{Format, Source};
use crate::arguments::Reading;

/// Reads files, and in folders all that have charts. Git's rules say what is left out.
pub fn all(paths: &[PathBuf], reading: &Reading) -> Result<Vec<Source>> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let mut sources = Vec::new();
    for path in paths {
        if path.is_dir() {
            in_folder(path, reading, &mut sources)?;
        } else {
            sources.push(Source::read(path, reading)?);
        }
    }
    Ok(sources)
}

fn in_folder(folder: &Path, reading: &Reading, sources: &mut Vec<Source>) -> Result<()> {
    if reading.format.is_some() {
        bail!(
            "--format is for files, and {} is a folder",
            folder.display()
        );
    }
    let walk = WalkBuilder::new(folder)
        // What cargo and npm make is no part of a project, also where Git does not know it.
        .filter_entry(|entry| {
            let name = entry.file_name();
            !(name == "node_modules"
                || name == "target" && entry.path().join("CACHEDIR.TAG").exists())
        })
        .sort_by_file_path(Ord::cmp)
        .build();
    for entry in walk {
        let entry =
            entry.with_context(|| format!("could not look through {}", folder.display()))?;
        let path = entry.path();
        let path = path.strip_prefix(".").unwrap_or(path);
        if !entry.path().is_file() {
            continue;
        }
        let extension = path.extension().and_then(|extension| extension.to_str());
        let source = match extension {
            Some("scxml") => Source::read(path, reading)?,
            Some("rs" | "json") if may_have_chart(path) => match Source::read(path, reading) {
                Ok(source) => source,
                // What is no text has no chart.
                Err(_) => continue,
            },
            _ => continue,
        };
        // A file of Rust may only speak of charts, and any JSON may be no chart at all.
        let is_of_charts = !source.charts.is_empty()
            || source.format != Format::Rust
            || !source.problems.is_empty();
        if is_of_charts {
            sources.push(source);
        }
    }
    Ok(())
}

/// Whether it is worth reading a file as a whole.
fn may_have_chart(path: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(path) else {
        return false;
    };
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("rs") => text.contains("chart!"),
        // A machine of XState has states; so have our charts, and they say what they are.
        _ => {
            let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(&text) else {
                return text.contains("\"leptos-state-chart\"");
            };
            let has_states = fields
                .get("states")
                .is_some_and(serde_json::Value::is_object);
            let begins = fields.contains_key("initial")
                || fields.get("type").is_some_and(|kind| kind == "parallel");
            fields.contains_key("leptos-state-chart") || (has_states && begins)
        }
    }
}
