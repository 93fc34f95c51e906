//! What states are called in the form.

use std::collections::HashSet;

use super::tree::{Sort, Tree};

/// What is in a parallel state that is two in the form.
pub const REGIONS: &str = "(regions)";

/// What is in a region that is a final state, which a form does not have.
pub const END: &str = "(end)";

/// What is in a machine without states.
pub const MACHINE: &str = "(machine)";

pub struct Paths {
    names: Vec<String>,
    paths: Vec<String>,
    is_wrapped: Vec<bool>,
    is_ended: Vec<bool>,
    /// All paths that there are in the form.
    known: HashSet<String>,
    is_unique: bool,
}

impl Paths {
    /// States are called by their keys.
    pub fn of(tree: &Tree, is_wrapped: Vec<bool>) -> Self {
        let names = tree.nodes.iter().map(|node| escaped(&node.key)).collect();
        Self::named(tree, names, is_wrapped, false)
    }

    /// No two states have the same name.
    pub fn unique(self, tree: &Tree) -> Self {
        let numbers = tree.nodes.iter().enumerate();
        let names = numbers
            .map(|(index, node)| format!("{}~{index}", escaped(&node.key)))
            .collect();
        Self::named(tree, names, self.is_wrapped, true)
    }

    fn named(tree: &Tree, names: Vec<String>, is_wrapped: Vec<bool>, is_unique: bool) -> Self {
        let is_region =
            |parent: Option<usize>| parent.is_some_and(|parent| tree.is_parallel(parent));
        let ended = tree
            .nodes
            .iter()
            .map(|node| node.sort == Sort::Final && is_region(node.parent));
        let mut paths = Self {
            names,
            paths: Vec::new(),
            is_wrapped,
            is_ended: ended.collect(),
            known: HashSet::new(),
            is_unique,
        };
        for (index, node) in tree.nodes.iter().enumerate() {
            let path = match node.parent {
                None => String::new(),
                Some(0) => paths.names[index].clone(),
                Some(parent) if tree.is_history(index) => {
                    format!("{}.{}", paths.paths[parent], paths.names[index])
                }
                Some(parent) => {
                    let outer = match paths.is_wrapped[parent] {
                        true => paths.inner_path(parent),
                        false => paths.paths[parent].clone(),
                    };
                    format!("{outer}.{}", paths.names[index])
                }
            };
            paths.known.insert(path.clone());
            paths.paths.push(path);
            paths.known.insert(paths.inner_path(index));
        }
        paths
    }

    pub fn path(&self, node: usize) -> &str {
        &self.paths[node]
    }

    /// The path of the innermost state that is in a state exactly if that is active.
    pub fn inner_path(&self, node: usize) -> String {
        let path = &self.paths[node];
        if self.is_wrapped[node] {
            return format!("{path}.{}", self.regions_name(node));
        }
        match self.is_ended[node] {
            true => format!("{path}.{}", self.end_name(node)),
            false => path.clone(),
        }
    }

    /// The path of the state that has finished when a state has.
    pub fn done_path(&self, node: usize) -> String {
        match self.is_wrapped[node] {
            true => self.inner_path(node),
            false => self.paths[node].clone(),
        }
    }

    pub fn own_name(&self, node: usize) -> &str {
        match node {
            0 => "",
            node => &self.names[node],
        }
    }

    pub fn regions_name(&self, node: usize) -> String {
        self.inner_name(REGIONS, node)
    }

    pub fn end_name(&self, node: usize) -> String {
        self.inner_name(END, node)
    }

    fn inner_name(&self, name: &str, node: usize) -> String {
        match self.is_unique {
            true => format!("{name}{node}"),
            false => name.to_owned(),
        }
    }

    pub fn is_wrapped(&self, node: usize) -> bool {
        self.is_wrapped[node]
    }

    pub fn is_ended(&self, node: usize) -> bool {
        self.is_ended[node]
    }

    pub const fn is_unique(&self) -> bool {
        self.is_unique
    }

    /// The shortest name by which a state is meant in transitions of another one.
    pub fn name(&self, source: usize, target: usize) -> Option<String> {
        if self.is_unique {
            return Some(self.names[target].clone());
        }
        let path = &self.paths[target];
        let ends = path.rmatch_indices('.').map(|(dot, _)| dot + 1).chain([0]);
        let mut names = ends.filter_map(|start| path.get(start..));
        let name =
            names.find(|name| self.meant(&self.paths[source], name).as_ref() == Some(path))?;
        Some(name.to_owned())
    }

    /// The path that a name means in transitions of a state.
    fn meant(&self, source: &str, name: &str) -> Option<String> {
        let mut scope = source;
        while !scope.is_empty() {
            let path = format!("{scope}.{name}");
            if self.known.contains(&path) {
                return Some(path);
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        self.known.contains(name).then(|| name.to_owned())
    }
}

/// A name for the form, where dots join names.
fn escaped(key: &str) -> String {
    let mut escaped = String::with_capacity(key.len());
    for character in key.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '.' => escaped.push_str("%2E"),
            ' ' => escaped.push_str("%20"),
            '*' => escaped.push_str("%2A"),
            other => escaped.push(other),
        }
    }
    escaped
}
