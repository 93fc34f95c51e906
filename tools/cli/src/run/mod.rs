//! `leptos-state run`

mod input;
mod session;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
#[cfg(feature = "ecmascript")]
use leptos_state_chart::document::Ecmascript;
use leptos_state_chart::document::{scxml, Document, Expressions, Registry};

use crate::arguments::Run;
use crate::source::{self, Chart, Format, Origin, Source};
use crate::Exit;

/// What stands for the program that a chart is for.
#[derive(Clone, Default)]
pub struct Program(Arc<Mutex<Said>>);

#[derive(Default)]
struct Said {
    answers: BTreeMap<String, bool>,
    /// The actions that were taken since they were last asked for.
    taken: Vec<String>,
}

impl Program {
    fn with<R>(&self, what: impl FnOnce(&mut Said) -> R) -> R {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn answer(&self, guard: &str, answer: bool) {
        self.with(|said| said.answers.insert(guard.to_owned(), answer));
    }

    pub fn take_actions(&self) -> Vec<String> {
        self.with(|said| std::mem::take(&mut said.taken))
    }

    fn registry(&self, run: &Run) -> Registry {
        let (guards, actions) = (self.clone(), self.clone());
        source::with_answers(
            &run.path,
            &run.reading,
            move |name, _| guards.with(|said| said.answers.get(name).copied().unwrap_or_default()),
            move |name, _| actions.with(|said| said.taken.push(name.to_owned())),
        )
    }
}

pub fn run(run: &Run) -> Result<Exit> {
    let (source, chart) = Source::read(&run.path, &run.reading)?.chart(run.chart.as_deref())?;
    let program = Program::default();
    for (guard, answer) in &run.guards {
        program.answer(guard, *answer);
    }
    let registry = program.registry(run);
    let document = document(&source, &chart, &registry)
        .with_context(|| format!("{} can't be run", source.shown()))?;
    #[cfg(feature = "ecmascript")]
    if document.data_model() == Some("ecmascript") {
        return session::run::<Ecmascript>(run, document, registry, &program);
    }
    session::run::<Expressions>(run, document, registry, &program)
}

/// The chart as a document. What is none is written as one.
fn document(source: &Source, chart: &Chart, registry: &Registry) -> Result<Document> {
    Ok(match &chart.origin {
        Origin::Document(_) => source::read_with(&source.text, source.format, registry)?,
        Origin::Json(_) | Origin::Rust(_) => {
            let text = scxml::write_form(&chart.form)?;
            source::read_with(&text, Format::Scxml, registry)?
        }
    })
}
