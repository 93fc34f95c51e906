//! `leptos-state check`

mod sarif;

use anstream::{eprintln, println};
use anyhow::{bail, Result};
use leptos_state_analysis::{findings, Handling, How, Rule, Severity};
use serde::Serialize;

use crate::arguments::{Check, FailOn};
use crate::source::{self, Chart, Origin, Source, Spot};
use crate::terminal::{self, Said};
use crate::{output, Exit};

/// One thing that was found.
#[derive(Serialize)]
pub struct Found {
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart: Option<String>,
    /// The name of the rule; `unreadable` for what could not be read.
    pub rule: &'static str,
    pub severity: Severity,
    pub message: String,
    /// The path of the state; empty for the outermost one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The place of the transition among those of the state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<usize>,
    #[serde(flatten)]
    pub spot: Option<Spot>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

#[derive(Serialize)]
pub struct Related {
    pub message: String,
    #[serde(flatten)]
    pub spot: Spot,
}

/// What `--json` writes.
#[derive(Serialize)]
struct Report {
    charts: Vec<Checked>,
    findings: Vec<Found>,
}

#[derive(Serialize)]
struct Checked {
    path: String,
    chart: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    handling: Option<Handling>,
}

/// What stands for the rule where a text could not be read.
const UNREADABLE: &str = "unreadable";

pub fn run(check: &Check) -> Result<Exit> {
    if check.rules {
        rules();
        return Ok(Exit::Well);
    }
    let sources = source::all(&check.paths, &check.reading)?;
    let charts: usize = sources.iter().map(|source| source.charts.len()).sum();
    if charts == 0 && sources.iter().all(|source| source.problems.is_empty()) {
        bail!("there is no chart: name a file, or a folder with SCXML, JSON or `chart!` in it");
    }
    let found: Vec<(&Source, Vec<Found>)> = sources
        .iter()
        .map(|source| (source, of_source(source, check)))
        .collect();
    let gravest = found
        .iter()
        .flat_map(|(_, found)| found)
        .map(|found| found.severity)
        .max();
    if check.sarif {
        let all: Vec<&Found> = found.iter().flat_map(|(_, found)| found).collect();
        output::json(&sarif::log(&all))?;
    } else if check.json {
        output::json(&report(found, check.matrix))?;
    } else {
        show(&found, check.matrix);
        sum_up(&found, charts);
    }
    Ok(match gravest {
        Some(gravest) if is_failure(gravest, check.fail_on) => Exit::Found,
        _ => Exit::Well,
    })
}

fn is_failure(severity: Severity, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Note => true,
        FailOn::Warning => severity >= Severity::Warning,
        FailOn::Error => severity >= Severity::Error,
        FailOn::Never => false,
    }
}

fn of_source(source: &Source, check: &Check) -> Vec<Found> {
    let path = source.shown();
    let problems = source.problems.iter().map(|problem| Found {
        path: path.clone(),
        chart: None,
        rule: UNREADABLE,
        severity: Severity::Error,
        message: problem.message.clone(),
        state: None,
        transition: None,
        spot: problem.spot,
        related: Vec::new(),
    });
    let charts = source.charts.iter();
    let of_charts = charts.flat_map(|chart| of_chart(&path, chart));
    let is_allowed = |found: &Found| check.allow.iter().any(|rule| rule.name() == found.rule);
    let mut found: Vec<Found> = problems
        .chain(of_charts)
        .filter(|found| !is_allowed(found))
        .collect();
    found.sort_by_key(|found| found.spot);
    found
}

fn of_chart(path: &str, chart: &Chart) -> Vec<Found> {
    if let (Origin::Rust(written), Err(errors)) = (&chart.origin, chart.form.compile()) {
        // What the compiler of Rust will say, at the names that it will say it of.
        let explained = errors.iter().map(|error| {
            let said = written.explain(error);
            Found {
                path: path.to_owned(),
                chart: Some(chart.name.clone()),
                rule: Rule::Mistake.name(),
                severity: Rule::Mistake.severity(),
                message: said.to_string(),
                state: Some(error.state().to_owned()),
                transition: error.transition(),
                spot: Some(said.span().into()),
                related: Vec::new(),
            }
        });
        return explained.collect();
    }
    let found = findings(&chart.form).into_iter();
    found
        .map(|finding| {
            let related = finding.related.iter().filter_map(|place| {
                Some(Related {
                    spot: chart.spot(&place.state, place.transition)?,
                    message: place.role.clone(),
                })
            });
            let subject = match (finding.state.as_str(), &finding.part) {
                ("", None) => format!("chart `{}`", chart.name),
                ("", Some(part)) => format!("`{part}`"),
                (state, None) => format!("state `{state}`"),
                (state, Some(part)) => format!("`{state}`, `{part}`"),
            };
            Found {
                path: path.to_owned(),
                chart: Some(chart.name.clone()),
                rule: finding.rule.name(),
                severity: finding.rule.severity(),
                message: format!("{subject}: {}", finding.message),
                spot: chart.spot(&finding.state, finding.transition),
                related: related.collect(),
                state: Some(finding.state),
                transition: finding.transition,
            }
        })
        .collect()
}

fn report(found: Vec<(&Source, Vec<Found>)>, with_handling: bool) -> Report {
    let charts = found.iter().flat_map(|(source, _)| {
        source.charts.iter().map(|chart| Checked {
            path: source.shown(),
            chart: chart.name.clone(),
            handling: with_handling
                .then(|| Handling::of(&chart.form).ok())
                .flatten(),
        })
    });
    Report {
        charts: charts.collect(),
        findings: found.into_iter().flat_map(|(_, found)| found).collect(),
    }
}

fn show(found: &[(&Source, Vec<Found>)], with_matrix: bool) {
    for (source, found) in found {
        for found in found {
            let related = found.related.iter();
            let related = related.map(|related| (related.spot, related.message.clone()));
            let said = Said {
                severity: found.severity,
                rule: Some(found.rule),
                message: found.message.clone(),
                spot: found.spot,
                related: related.collect(),
            };
            println!("{}", terminal::show(source, &said));
        }
        for chart in source.charts.iter().filter(|_| with_matrix) {
            matrix(source, chart);
        }
    }
}

/// What happens on each event in each state of a chart.
fn matrix(source: &Source, chart: &Chart) {
    // Of a chart that can't run that is said above.
    let Ok(handling) = Handling::of(&chart.form) else {
        return;
    };
    println!("{} in {}", chart.name, source.shown());
    if handling.events.is_empty() {
        println!("no events\n");
        return;
    }
    println!("{handling}");
    let used = How::ALL.iter().filter(|how| {
        let mut cells = handling.states.iter().flat_map(|(_, row)| row);
        cells.any(|cell| cell == *how)
    });
    let legend: Vec<_> = used
        .map(|how| format!("{} {}", how.sign(), how.about()))
        .collect();
    println!("{}\n", legend.join("   "));
}

fn sum_up(found: &[(&Source, Vec<Found>)], charts: usize) {
    let all = || found.iter().flat_map(|(_, found)| found);
    let count = |severity: Severity| all().filter(|found| found.severity == severity).count();
    let counted = |count: usize, what: &str| {
        let end = if count == 1 { "" } else { "s" };
        format!("{count} {what}{end}")
    };
    let counts = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| (count(severity), severity.name()));
    let found_some: Vec<String> = counts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| counted(count, name))
        .collect();
    let result = if found_some.is_empty() {
        "nothing found".to_owned()
    } else {
        found_some.join(", ")
    };
    eprintln!(
        "{} in {}: {result}",
        counted(charts, "chart"),
        counted(found.len(), "file")
    );
}

/// What is looked for.
fn rules() {
    for rule in Rule::ALL {
        println!(
            "{:<20} {:<8} {}",
            rule.name(),
            rule.severity().name(),
            rule.about()
        );
    }
}
