//! `leptos-state convert`

mod names;
mod outline;
mod rust;

use anyhow::{Context, Result};
use leptos_state_chart::document::{scxml, xstate};

use crate::arguments::{Convert, Target};
use crate::source::{Chart, Origin, Source};
use crate::{output, terminal, Exit};

pub fn run(convert: &Convert) -> Result<Exit> {
    let source = Source::read(&convert.path, &convert.reading)?;
    let (source, chart) = source.chart(convert.chart.as_deref())?;
    let failed = || format!("{} can't be written so", source.shown());
    let text = written(&chart, convert.to).with_context(failed)?;
    output::write(convert.output.as_ref(), &text)?;
    Ok(Exit::Well)
}

fn written(chart: &Chart, to: Target) -> Result<String> {
    Ok(match (to, &chart.origin) {
        (Target::Xstate, Origin::Document(document)) => {
            serde_json::to_string_pretty(&xstate::write_document(document)?)?
        }
        (Target::Xstate, _) => serde_json::to_string_pretty(&xstate::write(&chart.form)?)?,
        (Target::Scxml, Origin::Document(document)) => scxml::write(document)?,
        (Target::Scxml, _) => scxml::write_form(&chart.form)?,
        (Target::Json, _) => chart.form.to_json(),
        (Target::Rust, _) => {
            let written = rust::write(&chart.form)?;
            for note in &written.notes {
                terminal::note(note);
            }
            written.text
        }
    })
}
