//! Where transitions lead, and which states they leave.

use super::form::unknown_state;
use super::read::Reader;
use super::tree::{Edge, Sort, Tree};
use super::v6;

/// Where a transition leads in the form, and what it does.
pub struct Lead {
    pub targets: Vec<usize>,
    pub actions: Vec<String>,
    /// The state that is not left, where the form has to say it.
    pub scope: Option<usize>,
}

/// For each state where its transitions lead.
pub fn all(reader: &mut Reader<'_, '_>, tree: &Tree) -> Vec<Vec<Lead>> {
    let nodes = tree.nodes.iter().enumerate();
    let leads = nodes.map(|(source, node)| {
        let edges = node.edges.iter();
        edges.map(|edge| lead(reader, tree, source, edge)).collect()
    });
    leads.collect()
}

fn lead(reader: &mut Reader<'_, '_>, tree: &Tree, source: usize, edge: &Edge) -> Lead {
    let mut targets = Vec::new();
    for target in &edge.targets {
        match tree.resolve(source, &target.text) {
            Some(found) => targets.push(found),
            None => reader.wrong(target.place, unknown_state(tree, source, &target.text)),
        }
    }
    let concerns_machine = targets.contains(&0) || (source == 0 && edge.reenters);
    if reader.v6.is_some() && !targets.is_empty() && !concerns_machine {
        return v6::scope::lead(reader, tree, source, edge, &targets);
    }
    let machine = tree.node(0);
    let enters_machine = targets.contains(&0) && (source != 0 || edge.reenters);
    let leaves_machine =
        edge.reenters && (targets.contains(&0) || (source == 0 && !targets.is_empty()));
    // In the form the outermost state is never left: what leaving and entering it does is done by the transition.
    let mut actions: Vec<String> = Vec::new();
    if leaves_machine {
        actions.extend(machine.exit.clone());
    }
    actions.extend(edge.actions.clone());
    if leaves_machine || enters_machine {
        actions.extend(machine.entry.clone());
        let has_work = !machine.invokes.is_empty()
            || machine
                .edges
                .iter()
                .any(|edge| matches!(edge.asked, super::tree::Asked::After(_)));
        if has_work {
            reader.conflict(
                edge.place,
                "transition",
                "the machine reentered, which has `invoke` or `after`",
            );
        }
    }
    if enters_machine {
        let start = machine.initial.as_ref();
        actions.extend(start.and_then(|start| start.actions.clone()));
    }
    let stays = !edge.reenters
        && targets
            .iter()
            .all(|target| *target == source || tree.is_inside(*target, source));
    let targets = targets
        .into_iter()
        .flat_map(|target| match target == source && stays {
            // The source is not left, but begins anew.
            true => begins(tree, source),
            false => real(tree, target),
        });
    let mut targets: Vec<_> = targets.collect();
    add_regions(tree, source, edge.reenters, &mut targets);
    Lead {
        targets,
        actions,
        scope: None,
    }
}

/// The states that stand for a target in the form: for the machine those in which it begins, and for a history of the machine, which
/// never remembers anything, those that it leads to.
pub fn real(tree: &Tree, target: usize) -> Vec<usize> {
    if target == 0 {
        return begins(tree, 0)
            .into_iter()
            .flat_map(|target| real(tree, target))
            .collect();
    }
    if !tree.is_history(target) || tree.node(target).parent != Some(0) {
        return vec![target];
    }
    let said = &tree.node(target).fallback;
    if said.is_empty() {
        return begins(tree, 0)
            .into_iter()
            .filter(|other| *other != target)
            .collect();
    }
    let said = said
        .iter()
        .filter_map(|said| tree.resolve(target, &said.text));
    said.filter(|other| !tree.is_history(*other) || tree.node(*other).parent != Some(0))
        .collect()
}

/// The states directly inside in which one begins.
pub fn begins(tree: &Tree, state: usize) -> Vec<usize> {
    match tree.node(state).sort {
        Sort::Compound => tree.beginning(state).into_iter().collect(),
        Sort::Parallel => tree.real_children(state).collect(),
        _ => Vec::new(),
    }
}

/// The innermost state that is not left, as XState has it: also a parallel one can be that.
fn domain(tree: &Tree, source: usize, reenters: bool, targets: &[usize]) -> usize {
    let is_in = |target: &usize| *target == source || tree.is_inside(*target, source);
    if source == 0 || (!reenters && targets.iter().all(is_in)) {
        return source;
    }
    let mut all = targets.to_vec();
    all.push(source);
    tree.around_all(&all).unwrap_or(0)
}

/// Regions that are only entered because others are do not take their initial actions in XState. So what is inside of them is a
/// target of its own.
fn add_regions(tree: &Tree, source: usize, reenters: bool, targets: &mut Vec<usize>) {
    if targets.is_empty() || targets.iter().any(|target| tree.is_history(*target)) {
        return;
    }
    let domain = domain(tree, source, reenters, targets);
    let mut added = Vec::new();
    for target in targets.iter() {
        let around = tree
            .around(*target)
            .take_while(|outer| *outer == domain || tree.is_inside(*outer, domain));
        for outer in around.filter(|outer| tree.is_parallel(*outer)) {
            for region in tree.real_children(outer) {
                let is_entered =
                    |target: &usize| *target == region || tree.is_inside(*target, region);
                let start = tree.node(region).initial.as_ref();
                let acts = start.is_some_and(|start| start.actions.is_some());
                if acts && !targets.iter().chain(&added).any(is_entered) {
                    added.extend(tree.beginning(region));
                }
            }
        }
    }
    targets.append(&mut added);
}

/// Which parallel states are not left when all that is in them is.
pub fn wrapped(reader: &mut Reader<'_, '_>, tree: &Tree, leads: &[Vec<Lead>]) -> Vec<bool> {
    let mut wrapped = vec![false; tree.nodes.len()];
    if reader.v6.is_some() {
        return wrapped;
    }
    for (source, leads) in leads.iter().enumerate() {
        for (lead, edge) in leads.iter().zip(&tree.node(source).edges) {
            if lead.targets.is_empty() {
                continue;
            }
            let domain = domain(tree, source, edge.reenters, &lead.targets);
            wrapped[domain] |= tree.is_parallel(domain);
            // What a history remembers can lie in any of them.
            for target in lead
                .targets
                .iter()
                .filter(|target| tree.is_history(**target))
            {
                let parent = tree.node(*target).parent.unwrap_or_default();
                let outer = tree
                    .around(source)
                    .take_while(|outer| *outer == parent || tree.is_inside(*outer, parent));
                outer.for_each(|outer| wrapped[outer] |= tree.is_parallel(outer));
            }
        }
    }
    wrapped[0] = false;
    for (index, is_wrapped) in wrapped.iter().enumerate() {
        let node = tree.node(index);
        let outer = node
            .parent
            .filter(|outer| *is_wrapped && tree.is_parallel(*outer));
        if outer.is_some_and(|outer| tree.can_finish(outer)) {
            let what =
                "transitions from one region to others and be a region of a state that can finish";
            reader.conflict(node.place, "a parallel state", what);
        }
    }
    wrapped
}
