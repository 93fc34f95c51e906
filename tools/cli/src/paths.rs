//! `leptos-state paths`

use std::path::Path as File;

use anstream::eprintln;
use anyhow::{Context, Result};
use leptos_state_draw::{Drawing, Mark, Marks};
use leptos_state_model::{
    without_beginnings, Coverage, Explore, FormModel, Graph, Path, PathsRecord, RustTest,
};
use serde::Serialize;

use crate::arguments::{Kind, Paths};
use crate::source::{Chart, Format, Source};
use crate::{output, terminal, Exit};

/// What `--json` writes.
#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    paths: PathsRecord,
    /// Why not all of the chart was looked at, if that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    cut: Option<String>,
    coverage: Coverage,
}

pub fn run(paths: &Paths) -> Result<Exit> {
    let (source, chart) =
        Source::read(&paths.path, &paths.reading)?.chart(paths.chart.as_deref())?;
    let failed = || format!("{} can't be run", source.shown());
    let model = FormModel::of(chart.form.clone()).with_context(failed)?;
    let graph = Explore::of(&model)
        .nodes(paths.nodes)
        .steps(paths.steps)
        .run();
    let (found, cut) = found(&graph, paths);
    let coverage = Coverage::of(&chart.form, &found);
    if let Some(cut) = &cut {
        terminal::note(cut);
    }
    if paths.rust {
        output::write(paths.output.as_ref(), &rust(&source, &chart, &found))?;
    } else if paths.json {
        let report = Report {
            paths: PathsRecord::of(&model, &found),
            cut,
            coverage: coverage.clone(),
        };
        output::write(
            paths.output.as_ref(),
            &serde_json::to_string_pretty(&report)?,
        )?;
    } else {
        let lines: Vec<String> = found
            .iter()
            .map(|path| format!("{path}  →  {}\n", path.active().join(", ")))
            .collect();
        match &paths.output {
            Some(output) => output::write(Some(output), &lines.concat())?,
            None => lines.iter().for_each(|line| anstream::print!("{line}")),
        }
        eprintln!("{coverage}");
    }
    if let Some(drawing) = &paths.draw {
        let svg = Drawing::of(&chart.form).marks(&marks(&coverage)).svg();
        output::write(Some(drawing), &svg)?;
    }
    Ok(Exit::Well)
}

/// The paths that are asked for, and why they may not be all.
fn found(graph: &Graph<FormModel>, paths: &Paths) -> (Vec<Path<FormModel>>, Option<String>) {
    let mut cut = graph
        .cut()
        .map(|cut| format!("not all of the chart was looked at: {cut}"));
    let found = match paths.kind {
        Kind::Shortest => graph.shortest(),
        Kind::Coverage => graph.covering(),
        Kind::Simple => {
            let (found, is_all) = graph.simple(paths.paths);
            if !is_all {
                cut = Some(format!("there are more than {} simple paths", paths.paths));
            }
            found
        }
    };
    let found = match paths.all {
        true => found,
        // What begins a longer path is gone with that.
        false => without_beginnings(found),
    };
    (found, cut)
}

/// A file of tests, with the model that they go through.
fn rust(source: &Source, chart: &Chart, paths: &[Path<FormModel>]) -> String {
    let path = source.path.display().to_string();
    let file = File::new(&path).file_name().and_then(|name| name.to_str());
    let file = file.unwrap_or("chart");
    let (import, form) = match source.format {
        Format::Rust => (
            "use leptos_state_chart::form::Form;",
            format!("Form::of::<{}>()", chart.name),
        ),
        Format::Json => (
            "use leptos_state_chart::form::Form;",
            format!("Form::from_json(include_str!({file:?})).unwrap()"),
        ),
        Format::Scxml => (
            "use leptos_state_chart::document::{scxml, Registry};",
            format!(
                "scxml::read(include_str!({file:?}), &Registry::new().otherwise(|_, _| false, |_, _| {{}})).unwrap().described()"
            ),
        ),
        Format::Xstate | Format::Xstate6 => {
            let read = if source.format == Format::Xstate { "read" } else { "read_v6" };
            (
                "use leptos_state_chart::document::{xstate, Registry};",
                format!(
                    "xstate::{read}(include_str!({file:?}), &Registry::new().otherwise(|_, _| false, |_, _| {{}})).unwrap().described()"
                ),
            )
        }
    };
    let tests = RustTest::new().file(paths);
    let tests = tests.replacen(
        "use leptos_state_model::{Cue, Path};",
        &format!(
            "{import}\nuse leptos_state_model::{{Cue, FormModel, Path}};\n\nfn model() -> FormModel {{\n    \
             FormModel::of({form}).unwrap()\n}}"
        ),
        1,
    );
    format!("//! Paths through the chart `{}`.\n\n{tests}", chart.name)
}

/// Coverage as a drawing shows it.
fn marks(coverage: &Coverage) -> Marks {
    let mut marks = Marks::new();
    for (states, mark) in [
        (coverage.states().clone(), Mark::Covered),
        (coverage.missing_states(), Mark::Missed),
    ] {
        marks = states
            .into_iter()
            .fold(marks, |marks, state| marks.state(state, mark));
    }
    for (transitions, mark) in [
        (coverage.transitions().clone(), Mark::Covered),
        (coverage.missing_transitions(), Mark::Missed),
    ] {
        marks = transitions
            .into_iter()
            .fold(marks, |marks, (state, index)| {
                marks.transition(state, index, mark)
            });
    }
    marks
}
