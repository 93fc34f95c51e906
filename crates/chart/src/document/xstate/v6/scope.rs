//! What transitions leave. XState 6 leaves no more regions of parallel states than it has to.

use crate::document::xstate::lead::{begins, real, Lead};
use crate::document::xstate::read::Reader;
use crate::document::xstate::tree::{Asked, Edge, Sort, Tree};

/// Where a transition to these targets leads in the form, if it is not about the machine as a whole. `targets` is not empty.
pub fn lead(
    reader: &mut Reader<'_, '_>,
    tree: &Tree,
    source: usize,
    edge: &Edge,
    targets: &[usize],
) -> Lead {
    let mut actions: Vec<String> = edge.actions.iter().cloned().collect();
    let Some(domain) = domain(tree, source, edge.reenters, targets) else {
        let targets = targets.iter().flat_map(|target| real(tree, *target));
        return Lead {
            targets: targets.collect(),
            actions,
            scope: None,
        };
    };
    let is_region = |state: usize| {
        let outer = tree.node(state).parent;
        outer.is_some_and(|outer| tree.is_parallel(outer))
    };
    // A region can't be left by itself in the form: what leaving and entering it does is done by the transition.
    let leaves = edge.reenters && source == domain && source != 0 && is_region(source);
    let enters = leaves || (domain != source && targets.contains(&domain));
    if enters {
        let node = tree.node(domain);
        if leaves {
            actions.splice(0..0, node.exit.clone());
        }
        actions.extend(node.entry.clone());
        let is_timer = |edge: &Edge| matches!(edge.asked, Asked::After(_));
        if !node.invokes.is_empty() || node.edges.iter().any(is_timer) {
            let what = "a region reentered by itself, which has `invoke`, `after` or `timeout`";
            reader.conflict(edge.place, "transition", what);
        }
    }
    let stays = !edge.reenters || leaves || domain != source;
    let targets =
        targets
            .iter()
            .flat_map(|target| match *target == domain && stays && domain != 0 {
                true => begins(tree, domain),
                false => real(tree, *target),
            });
    let targets: Vec<_> = targets.collect();
    // What is left with its source is found as everywhere else.
    let is_usual = (edge.reenters && source == domain && !leaves)
        || usual(tree, source, edge.reenters, &targets) == domain;
    Lead {
        scope: (!is_usual && !targets.is_empty()).then_some(domain),
        targets,
        actions,
    }
}

/// The innermost state that is not left, or that is left with all that is inside if it is the source of a transition that reenters.
/// Nothing if it depends on what a history remembers.
fn domain(tree: &Tree, source: usize, reenters: bool, targets: &[usize]) -> Option<usize> {
    let depends = |target: &usize| {
        let outer = tree.node(*target).parent;
        let is_around = |outer: usize| outer == source || tree.is_inside(source, outer);
        tree.is_history(*target) && outer.is_some_and(is_around)
    };
    if targets.iter().any(depends) {
        return None;
    }
    let is_in = |target: &usize| *target == source || tree.is_inside(*target, source);
    let around = match targets.iter().all(is_in) {
        true => source,
        false => {
            let all: Vec<_> = targets.iter().copied().chain([source]).collect();
            tree.around_all(&all).unwrap_or(0)
        }
    };
    Some(match reenters {
        true => around,
        false => narrowed(tree, around, targets),
    })
}

/// The region that all targets are in, of a parallel state and of what is inside of it.
fn narrowed(tree: &Tree, mut domain: usize, targets: &[usize]) -> usize {
    while tree.is_parallel(domain) {
        let holds = |region: &usize| {
            let mut targets = targets.iter();
            targets.all(|target| target == region || tree.is_inside(*target, *region))
        };
        match tree.real_children(domain).find(holds) {
            Some(region) => domain = region,
            None => break,
        }
    }
    domain
}

/// The innermost state that is not left as SCXML has it.
fn usual(tree: &Tree, source: usize, reenters: bool, targets: &[usize]) -> usize {
    let is_compound = |state: usize| state == 0 || tree.node(state).sort == Sort::Compound;
    let holds = |state: usize| targets.iter().all(|target| tree.is_inside(*target, state));
    if source == 0 || (!reenters && is_compound(source) && holds(source)) {
        return source;
    }
    let mut around = tree.around(source);
    around
        .find(|state| is_compound(*state) && holds(*state))
        .unwrap_or(0)
}
