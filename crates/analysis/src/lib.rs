#![doc = include_str!("../README.md")]

mod change;
mod dead_ends;
mod difference;
mod exclusion;
mod finding;
mod graph;
mod handling;
mod loops;
mod names;
mod shadows;
mod stored;
mod words;

use leptos_state_chart::form::Form;
use leptos_state_chart::{FormError, FormProblem};

pub use change::Change;
pub use difference::Difference;
pub use finding::{Finding, Place, Rule, Severity};
pub use handling::{Handling, How};
pub use stored::{Consequence, Restoring};

use graph::Graph;

/// What is wrong with a chart, or looks as if it were, in document order.
///
/// Of a chart that can't run only that is said.
pub fn findings(form: &Form) -> Vec<Finding> {
    let mistakes = |errors: leptos_state_chart::FormErrors| -> Vec<Finding> {
        errors.iter().map(mistake).collect()
    };
    if let Err(errors) = form.compile() {
        return mistakes(errors);
    }
    let graph = match form.resolved() {
        Ok(resolved) => Graph::of(resolved),
        Err(errors) => return mistakes(errors),
    };
    let mut found = form.check().err().map(mistakes).unwrap_or_default();
    dead_ends::find(&graph, &mut found);
    shadows::find(&graph, &mut found);
    exclusion::find(&graph, &mut found);
    loops::find(&graph, &mut found);
    names::find(&graph, &mut found);
    // What is never entered has no other faults that matter.
    let unreached: Vec<String> = found
        .iter()
        .filter(|finding| finding.rule == Rule::Unreachable)
        .map(|finding| finding.state.clone())
        .collect();
    found.retain(|finding| {
        let is_inside = |outer: &String| graph::is_in(&finding.state, outer);
        finding.rule == Rule::Unreachable || !unreached.iter().any(is_inside)
    });
    found.sort_by_key(|finding| (graph.place(&finding.state), finding.transition));
    found
}

/// What the compiler of charts says, as a finding.
fn mistake(error: &FormError) -> Finding {
    let rule = match error.problem() {
        FormProblem::Unreachable => Rule::Unreachable,
        FormProblem::Hidden => Rule::Shadowed,
        FormProblem::HistoryFromInside(_) => Rule::HistoryFromInside,
        FormProblem::Endless => Rule::Endless,
        _ => Rule::Mistake,
    };
    Finding {
        part: error.part().map(str::to_owned),
        ..Finding::new(
            rule,
            error.state(),
            error.transition(),
            error.problem().to_string(),
        )
    }
}
