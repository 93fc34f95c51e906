//! What keeps the transitions of a parallel state, and of what is around it, from events that a region has a transition for.

use std::collections::BTreeSet;

use super::form::Making;
use crate::form::{stay, Guard, Role, State, Trigger};

impl Making<'_, '_, '_> {
    /// Puts transitions into a parallel state that stand before its own ones, and do nothing.
    pub fn blocks(&mut self, index: usize, made: &mut State) {
        let tree = self.tree;
        if !tree.is_parallel(index) || tree.real_children(index).count() < 2 {
            return;
        }
        let outer = std::iter::once(index).chain(tree.around(index));
        let outer: BTreeSet<_> = outer.flat_map(|outer| self.all_patterns(outer)).collect();
        if outer.is_empty() {
            return;
        }
        let inner = index + 1..tree.node(index).end;
        let inner: Vec<_> = inner
            .flat_map(|inner| {
                let edges = tree.node(inner).edges.iter().enumerate();
                let edges = edges.map(move |(number, edge)| (inner, number, edge));
                edges.map(|(inner, number, edge)| (inner, number, self.patterns(inner, edge)))
            })
            .filter(|(_, _, patterns)| !patterns.is_empty())
            .collect();
        let all = inner
            .iter()
            .flat_map(|(_, _, patterns)| patterns)
            .chain(&outer);
        let all: BTreeSet<_> = all
            .filter(|one| outer.iter().any(|outer| covers(outer, one)))
            .cloned()
            .collect();
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|one| match one.ends_with('*') {
            true => (true, usize::MAX - one.len()),
            false => (false, 0),
        });
        for one in all {
            let mut tests = Vec::new();
            for (inner, number, patterns) in &inner {
                if !patterns.iter().any(|pattern| covers(pattern, &one)) {
                    continue;
                }
                let Some(name) = self.paths.name(index, *inner) else {
                    continue;
                };
                let is_active = Guard::In(name);
                tests.push(match &tree.node(*inner).edges[*number].guard {
                    Some(test) => Guard::All(
                        std::iter::once(is_active)
                            .chain(self.guard(index, test))
                            .collect(),
                    ),
                    None => is_active,
                });
            }
            if tests.is_empty() {
                continue;
            }
            let mut block = stay().when(Guard::Any(tests));
            block.trigger = Trigger::Events(vec![one]);
            block.role = Role::Ignore;
            made.transitions.push(block);
        }
    }

    /// Whether all states that such transitions ask for are found from where they stand.
    pub fn regions_are_found(&self) -> bool {
        let tree = self.tree;
        let mut parallels = (0..tree.nodes.len()).filter(|index| tree.is_parallel(*index));
        parallels.all(|index| {
            let mut inner = index + 1..tree.node(index).end;
            inner.all(|inner| self.paths.name(index, inner).is_some())
        })
    }

    fn all_patterns(&self, of: usize) -> Vec<String> {
        let edges = self.tree.node(of).edges.iter();
        edges.flat_map(|edge| self.patterns(of, edge)).collect()
    }
}

/// Whether all events that one descriptor matches are matched by another one.
pub fn covers(pattern: &str, inner: &str) -> bool {
    if pattern == "*" || pattern == inner {
        return true;
    }
    let Some(prefix) = pattern.strip_suffix(".*") else {
        return false;
    };
    let rest = inner.strip_prefix(prefix);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
