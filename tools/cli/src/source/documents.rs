//! SCXML and the JSON of XState.

use std::fs;
use std::path::{Path, PathBuf};

use leptos_state_chart::document::{
    scxml, xstate, ActionScope, Document, DocumentErrors, GuardScope, Registry,
};

use super::{Chart, Format, Origin, Problem, Source, Spot};
use crate::arguments::Reading;

/// A registry that knows every name, since the program that has them is not there.
pub fn registry(path: &Path, reading: &Reading) -> Registry {
    with_answers(path, reading, |_, _| false, |_, _| {})
}

/// The same, with what guards answer and actions do.
pub fn with_answers(
    path: &Path,
    reading: &Reading,
    guard: impl Fn(&str, &GuardScope<'_>) -> bool + Send + Sync + 'static,
    action: impl Fn(&str, &mut ActionScope<'_>) + Send + Sync + 'static,
) -> Registry {
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    let load = move |name: &str| {
        let name = name.strip_prefix("file:").unwrap_or(name);
        fs::read_to_string(folder.join(name)).map_err(|error| error.to_string())
    };
    let registry = Registry::new().otherwise(guard, action).load(load);
    let delays = reading.delays.iter();
    delays.fold(registry, |registry, (name, delay)| {
        registry.delay(name.clone(), *delay)
    })
}

/// Reads a document, with what its names stand for.
pub fn read_with(
    text: &str,
    format: Format,
    registry: &Registry,
) -> Result<Document, DocumentErrors> {
    match format {
        Format::Xstate => xstate::read(text, registry),
        Format::Xstate6 => xstate::read_v6(text, registry),
        _ => scxml::read(text, registry),
    }
}

pub fn read(source: &mut Source, registry: &Registry) {
    match read_with(&source.text, source.format, registry) {
        Ok(document) => {
            let mut form = document.described();
            let stem = source.path.file_stem().and_then(|stem| stem.to_str());
            let name = match document.name() {
                "" => stem
                    .filter(|stem| *stem != "-")
                    .unwrap_or("chart")
                    .to_owned(),
                name => name.to_owned(),
            };
            form.name.clone_from(&name);
            source.charts.push(Chart {
                name,
                form,
                origin: Origin::Document(Box::new(document)),
            });
        }
        Err(errors) => source.problems.extend(errors.iter().map(|error| {
            let delay = matches!(
                error.problem(),
                leptos_state_chart::document::DocumentProblem::Unknown { kind: "delay", .. }
            );
            let hint = if delay {
                "; say how long it is by --delay NAME=TIME"
            } else {
                ""
            };
            Problem {
                spot: Some(Spot::from(error.place())),
                message: format!("{}{hint}", error.problem()),
            }
        })),
    }
}

/// Which JSON a text is: ours says so, and only version 6 of XState has expressions and what begins with `@`.
pub fn json_format(text: &str) -> Format {
    if text.contains("\"leptos-state-chart\"") {
        Format::Json
    } else if ["\"@exprLang\"", "\"@expr\"", "\"@code\""]
        .iter()
        .any(|word| text.contains(word))
    {
        Format::Xstate6
    } else {
        Format::Xstate
    }
}
