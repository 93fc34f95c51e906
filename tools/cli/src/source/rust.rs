//! `chart!` in Rust files.

use syn::visit::{self, Visit};

use super::{Chart, Origin, Problem, Source, Spot};

pub fn read(source: &mut Source) {
    let file = match syn::parse_file(&source.text) {
        Ok(file) => file,
        Err(error) => {
            source.problems.push(Problem {
                spot: Some(Spot::from(error.span())),
                message: format!("this is no Rust: {error}"),
            });
            return;
        }
    };
    let mut charts = Charts::default();
    charts.visit_file(&file);
    for tokens in charts.0 {
        let reading = leptos_state_syntax::read(tokens);
        source
            .problems
            .extend(reading.errors.iter().map(|error| Problem {
                spot: Some(Spot::from(error.span())),
                message: error.to_string(),
            }));
        if let Some(chart) = reading.chart.filter(|_| reading.errors.is_empty()) {
            source.charts.push(Chart {
                name: chart.form.name.clone(),
                form: chart.form.clone(),
                origin: Origin::Rust(Box::new(chart)),
            });
        }
    }
}

/// What stands in the braces of each `chart!`, in the order of the file.
#[derive(Default)]
struct Charts(Vec<proc_macro2::TokenStream>);

impl<'f> Visit<'f> for Charts {
    fn visit_macro(&mut self, found: &'f syn::Macro) {
        let last = found.path.segments.last();
        if last.is_some_and(|last| last.ident == "chart") {
            self.0.push(found.tokens.clone());
        }
        visit::visit_macro(self, found);
    }
}
