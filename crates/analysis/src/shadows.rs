//! Transitions that are never taken because the states inside do something on the same events.

use leptos_state_chart::form::{Kind, Trigger};

use crate::finding::{Finding, Rule};
use crate::graph::{Edge, Graph};

/// Transitions that some state inside is before in each case (SCXML 3.13: what is inside comes first).
pub(crate) fn find(graph: &Graph, found: &mut Vec<Finding>) {
    let events = graph.events();
    for edge in graph
        .edges
        .iter()
        .filter(|edge| !graph.is_leaf(edge.source))
    {
        let own: Vec<&String> = events.iter().filter(|event| edge.is_for(event)).collect();
        if own.is_empty() || is_wild(edge) {
            continue;
        }
        // In a final state of the machine no event comes; elsewhere those of the state around are asked.
        let mut leaves = graph.leaves(edge.source).filter(|leaf| {
            !(graph.nodes[*leaf].kind == Kind::Final && graph.nodes[*leaf].parent == Some(0))
        });
        let mut shadow = None;
        let is_shadowed = leaves.all(|leaf| {
            own.iter().all(|event| {
                let mut inside = graph
                    .outwards(leaf)
                    .take_while(|state| *state != edge.source);
                let first = inside.find_map(|state| {
                    let mut edges = graph.edges_of(state);
                    edges.find(|inner| inner.is_for(event) && !inner.is_guarded)
                });
                shadow = shadow.or(first);
                first.is_some()
            })
        });
        if let (true, Some(shadow)) = (is_shadowed, shadow) {
            let message =
                "it is never taken: each state inside does something on the same, whatever holds";
            let finding = Finding::of(Rule::Shadowed, graph, edge, message);
            found.push(finding.beside(graph, shadow, "this comes first"));
        }
    }
}

/// Whether it is for events that nothing names, too.
fn is_wild(edge: &Edge) -> bool {
    matches!(&edge.trigger, Trigger::Events(descriptors) if descriptors.iter().any(|it| it == "*"))
}
