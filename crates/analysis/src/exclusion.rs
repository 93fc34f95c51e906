//! Transitions of different regions that exclude each other.

use std::collections::BTreeSet;

use leptos_state_chart::form::Kind;

use crate::finding::{Finding, Rule};
use crate::graph::{Edge, Graph};

/// Pairs for one event of which only the first is taken, because both leave the same states (SCXML 3.13).
pub(crate) fn find(graph: &Graph, found: &mut Vec<Finding>) {
    let events = graph.events();
    let leading: Vec<&Edge> = graph.edges.iter().filter(|edge| edge.leads()).collect();
    for (at, first) in leading.iter().enumerate() {
        for second in &leading[at + 1..] {
            let common = graph.common(first.source, second.source);
            let in_regions = graph.nodes[common].kind == Kind::Parallel
                && common != first.source
                && common != second.source;
            if !in_regions {
                continue;
            }
            // What stays inside of its region is in nobody's way.
            let nested = graph.is_in(first.domain, second.domain)
                || graph.is_in(second.domain, first.domain);
            let shared: BTreeSet<&String> = events
                .iter()
                .filter(|event| first.is_for(event) && second.is_for(event))
                .collect();
            let (true, Some(event)) = (nested, shared.first()) else {
                continue;
            };
            let condition = match (first.is_guarded, second.is_guarded) {
                (false, _) => "",
                (true, _) => " if that is taken",
            };
            let message = format!(
                "on `{event}` it is not taken{condition}: {} does something on it in another region of {}, and both leave {}",
                graph.called(first.source),
                graph.called(common),
                graph.called(left_by_both(graph, first, second)),
            );
            let finding = Finding::of(Rule::Conflict, graph, second, message);
            found.push(finding.beside(graph, first, "this comes first"));
        }
    }
}

/// The outermost state that both leave.
fn left_by_both(graph: &Graph, first: &Edge, second: &Edge) -> usize {
    let inner = if graph.is_in(first.domain, second.domain) {
        first
    } else {
        second
    };
    let mut around = graph.outwards(inner.source);
    let below = around.find(|state| graph.nodes[*state].parent == Some(inner.domain));
    below.unwrap_or(inner.source)
}
