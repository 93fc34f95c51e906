//! What is said to a person.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anstream::eprintln;

use crate::source::{Source, Spot};
use leptos_state_analysis::Severity;

/// One thing that is said of a source.
pub struct Said<'s> {
    pub severity: Severity,
    /// The name of the rule, if it is one's.
    pub rule: Option<&'s str>,
    pub message: String,
    pub spot: Option<Spot>,
    pub related: Vec<(Spot, String)>,
}

/// Shows it with the lines that it is about.
pub fn show(source: &Source, said: &Said<'_>) -> String {
    let level = match said.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut title = level.primary_title(said.message.as_str());
    if let Some(rule) = said.rule {
        title = title.id(rule);
    }
    let path = source.shown();
    let mut snippet = Snippet::source(source.text.as_str()).path(path.as_str());
    let spot = said.spot.unwrap_or(Spot { line: 1, column: 1 });
    snippet = snippet.annotation(AnnotationKind::Primary.span(source.range(spot)));
    for (spot, role) in &said.related {
        let span = source.range(*spot);
        snippet = snippet.annotation(AnnotationKind::Context.span(span).label(role.as_str()));
    }
    let report = [Group::with_title(title).element(snippet)];
    let rendered = Renderer::styled().render(&report);
    format!("{rendered}\n")
}

/// Says why something could not be done.
pub fn error(error: &anyhow::Error) {
    let report = [Group::with_title(
        Level::ERROR.primary_title(format!("{error:#}")),
    )];
    eprintln!("{}", Renderer::styled().render(&report));
}

/// Says something that somebody should know.
pub fn note(text: &str) {
    let report = [Group::with_title(Level::NOTE.primary_title(text))];
    eprintln!("{}", Renderer::styled().render(&report));
}
