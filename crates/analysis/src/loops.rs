//! Loops that nothing leads out of.

use std::collections::BTreeSet;

use leptos_state_chart::form::{Kind, Role, Trigger};

use crate::finding::{Finding, Rule};
use crate::graph::{Edge, Graph};

pub(crate) fn find(graph: &Graph, found: &mut Vec<Finding>) {
    endless(graph, found);
    without_exit(graph, found);
}

/// Transitions without an event that lead round, none of which has a condition.
fn endless(graph: &Graph, found: &mut Vec<Finding>) {
    let mut known = BTreeSet::new();
    for start in graph.leaves(0) {
        let mut walk: Vec<(usize, &Edge)> = Vec::new();
        let mut leaf = start;
        let round = loop {
            if let Some(at) = walk.iter().position(|(state, _)| *state == leaf) {
                break &walk[at..];
            }
            match next(graph, leaf) {
                Some((edge, next)) => {
                    walk.push((leaf, edge));
                    leaf = next;
                }
                None => break &[],
            }
        };
        let states: BTreeSet<usize> = round.iter().map(|(state, _)| *state).collect();
        let Some((_, first)) = round.iter().min_by_key(|(state, _)| *state) else {
            continue;
        };
        if !known.insert(states) {
            continue;
        }
        let way: Vec<String> = round
            .iter()
            .map(|(state, _)| graph.called(*state))
            .collect();
        let message = format!(
            "this leads round without end, and without a condition: {}, and again",
            way.join(", ")
        );
        let mut finding = Finding::of(Rule::Endless, graph, first, message);
        for (_, edge) in round
            .iter()
            .filter(|(_, edge)| !std::ptr::eq(*edge, *first))
        {
            finding = finding.beside(graph, edge, "this is of it");
        }
        found.push(finding);
    }
}

/// The transition without an event that is surely taken in a leaf that no region is around, and the leaf that it leads to.
fn next(graph: &Graph, leaf: usize) -> Option<(&Edge, usize)> {
    let mut outwards = graph.outwards(leaf);
    if outwards.any(|state| graph.nodes[state].kind == Kind::Parallel) {
        return None;
    }
    let mut always = graph.outwards(leaf).flat_map(|state| {
        let edges = graph.edges_of(state);
        edges.filter(|edge| edge.trigger == Trigger::Always)
    });
    let edge = always
        .next()
        .filter(|edge| edge.is_sure() && edge.leads())?;
    if edge.targets.iter().any(|target| graph.is_history(*target)) {
        return None;
    }
    let entered = graph.entered(&edge.targets, edge.domain);
    let mut entered = entered.into_iter();
    match (entered.next(), entered.next()) {
        (Some(next), None) => Some((edge, next)),
        _ => None,
    }
}

/// States of something that has an end, from which neither that can be reached nor a way out.
fn without_exit(graph: &Graph, found: &mut Vec<Finding>) {
    for outer in 0..graph.nodes.len() {
        let ends: BTreeSet<usize> = graph
            .children(outer)
            .filter(|inner| graph.nodes[*inner].kind == Kind::Final)
            .collect();
        if ends.is_empty() || graph.nodes[outer].kind != Kind::Plain {
            continue;
        }
        let leaves: Vec<usize> = graph.leaves(outer).collect();
        let mut good = ends.clone();
        loop {
            let before = good.len();
            for leaf in &leaves {
                if !good.contains(leaf) && leads_to(graph, *leaf, outer, &good) {
                    good.insert(*leaf);
                }
            }
            if good.len() == before {
                break;
            }
        }
        let stuck: Vec<usize> = leaves
            .into_iter()
            .filter(|leaf| !good.contains(leaf))
            .collect();
        let is_dead_end = |leaf: &usize| {
            let mut dead = found.iter().filter(|finding| finding.rule == Rule::DeadEnd);
            dead.any(|finding| finding.state == graph.path(*leaf))
        };
        // Of a dead end it is said already, and of what leads to nothing else it follows.
        let Some(first) = stuck.iter().find(|leaf| !is_dead_end(leaf)) else {
            continue;
        };
        let states: Vec<String> = stuck
            .iter()
            .take(6)
            .map(|leaf| graph.called(*leaf))
            .collect();
        let more = if stuck.len() > 6 { " and others" } else { "" };
        let message = format!(
            "neither the end of {} can be reached from here nor a way out: {}{more} lead to each other only",
            graph.called(outer),
            states.join(", ")
        );
        let message = match stuck[..] {
            [_] => format!(
                "neither the end of {} can be reached from here nor a way out",
                graph.called(outer)
            ),
            _ => message,
        };
        found.push(Finding::new(
            Rule::NoExit,
            graph.path(*first),
            None,
            message,
        ));
    }
}

/// Whether a transition leads from a leaf out of `outer`, or to one of these leaves.
fn leads_to(graph: &Graph, leaf: usize, outer: usize, good: &BTreeSet<usize>) -> bool {
    graph.edges.iter().any(|edge| {
        if edge.role != Role::Take || !edge.leads() || !graph.coexist(leaf, edge.source) {
            return false;
        }
        // What another region does moves this one only if it leaves it.
        if !graph.is_in(leaf, edge.source) && !graph.is_inside(leaf, edge.domain) {
            return false;
        }
        let goes_out = !graph.is_in(edge.domain, outer);
        let mut entered = graph.entered(&edge.targets, edge.domain).into_iter();
        goes_out || entered.any(|entered| good.contains(&entered))
    })
}
