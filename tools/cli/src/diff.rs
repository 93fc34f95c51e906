//! `leptos-state diff`

use anstream::println;
use anyhow::{Context, Result};
use leptos_state_analysis::{Change, Difference};

use crate::arguments::Diff;
use crate::source::Source;
use crate::{output, Exit};

pub fn run(diff: &Diff) -> Result<Exit> {
    let read = |path| {
        let source = Source::read(path, &diff.reading)?;
        source.chart(diff.chart.as_deref())
    };
    let (old_source, old) = read(&diff.old)?;
    let (new_source, new) = read(&diff.new)?;
    let failed = || {
        format!(
            "{} and {} can't be compared",
            old_source.shown(),
            new_source.shown()
        )
    };
    let difference = Difference::of(&old.form, &new.form).with_context(failed)?;
    if diff.json {
        output::json(&difference)?;
    } else {
        show(&difference);
    }
    Ok(if difference.is_empty() {
        Exit::Well
    } else {
        Exit::Found
    })
}

fn show(difference: &Difference) {
    use anstyle::{AnsiColor, Style};
    if difference.is_empty() {
        println!("nothing differs");
        return;
    }
    for change in &difference.changes {
        let colour = match change {
            Change::StateAdded { .. }
            | Change::TransitionAdded { .. }
            | Change::EventAdded { .. } => AnsiColor::Green,
            Change::StateRemoved { .. }
            | Change::TransitionRemoved { .. }
            | Change::EventRemoved { .. } => AnsiColor::Red,
            _ => AnsiColor::Yellow,
        };
        let style = Style::new().fg_color(Some(colour.into()));
        println!("{style}{change}{style:#}");
    }
    println!("\n{}", difference.restoring);
    if let Some(migration) = &difference.restoring.migration {
        println!("\n{migration}");
    }
}
