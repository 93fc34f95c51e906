//! `leptos-state draw`

use std::path::Path;

use anyhow::{bail, Result};
use leptos_state_draw::{dot, mermaid, Direction, Drawing, Theme};

use crate::arguments::{Colours, Draw, Drawn, Way};
use crate::source::Source;
use crate::{output, Exit};

pub fn run(draw: &Draw) -> Result<Exit> {
    let source = Source::read(&draw.path, &draw.reading)?;
    let (_, chart) = source.chart(draw.chart.as_deref())?;
    let text = match drawn(draw)? {
        Drawn::Svg => Drawing::of(&chart.form)
            .direction(match draw.direction {
                Way::Right => Direction::Right,
                Way::Down => Direction::Down,
            })
            .theme(match draw.theme {
                Colours::Auto => Theme::Auto,
                Colours::Light => Theme::Light,
                Colours::Dark => Theme::Dark,
            })
            .svg(),
        Drawn::Mmd => mermaid(&chart.form),
        Drawn::Dot => dot(&chart.form),
    };
    output::write(draw.output.as_ref(), &text)?;
    Ok(Exit::Well)
}

/// What is to be drawn, by what is said or by the name of the file.
fn drawn(draw: &Draw) -> Result<Drawn> {
    if let Some(drawn) = draw.to {
        return Ok(drawn);
    }
    let output = draw.output.as_deref();
    let extension = output.and_then(Path::extension);
    Ok(match extension.and_then(|extension| extension.to_str()) {
        None | Some("svg") => Drawn::Svg,
        Some("mmd" | "mermaid") => Drawn::Mmd,
        Some("dot" | "gv") => Drawn::Dot,
        Some(other) => bail!("there is no drawing `{other}`: there are svg, mmd and dot"),
    })
}
