//! States that nothing leads out of.

use leptos_state_chart::form::{Kind, Role};

use crate::finding::{Finding, Rule};
use crate::graph::Graph;

/// States that are no final ones, in which nothing happens and which nothing leads out of.
pub(crate) fn find(graph: &Graph, found: &mut Vec<Finding>) {
    for leaf in graph.leaves(0) {
        let node = &graph.nodes[leaf];
        if leaf == 0 || node.kind == Kind::Final {
            continue;
        }
        // Where a region has but one state, or a chart, there is nothing that it could lead to.
        let siblings = node
            .parent
            .map_or(0, |parent| graph.children(parent).count());
        if siblings < 2
            || node
                .parent
                .is_some_and(|parent| graph.nodes[parent].kind == Kind::Parallel)
        {
            continue;
        }
        let is_asked = |source: usize| graph.is_in(leaf, source) || graph.coexist(leaf, source);
        let mut edges = graph.edges.iter();
        let lives = edges.any(|edge| {
            if edge.role != Role::Take || !is_asked(edge.source) {
                return false;
            }
            // What is done in it, or around it, is something; so is what leads elsewhere.
            let is_of_it = graph.is_in(leaf, edge.source);
            let leaves =
                edge.leads() && graph.is_inside(leaf, edge.domain) && edge.targets != [leaf];
            (is_of_it && edge.targets.is_empty()) || leaves
        });
        if !lives {
            let message = "nothing leads out of it, and nothing happens in it; if it is the end, make it `final`";
            found.push(Finding::new(Rule::DeadEnd, &node.path, None, message));
        }
    }
}
