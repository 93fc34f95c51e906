//! A configuration as it was read, and how its states lie in each other.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::document::Place;
use crate::form;

/// All states, each before what is inside of it. The first is the machine itself.
#[derive(Default)]
pub struct Tree {
    pub nodes: Vec<Node>,
    pub ids: HashMap<String, usize>,
}

/// A state as the configuration has it.
pub struct Node {
    pub key: String,
    pub id: String,
    pub place: Place,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// Behind the last state inside.
    pub end: usize,
    pub sort: Sort,
    pub initial: Option<Start>,
    /// The part of the body with the actions, if there are some.
    pub entry: Option<String>,
    pub exit: Option<String>,
    pub edges: Vec<Edge>,
    pub invokes: Vec<form::Invoke>,
    /// The output as the body has it.
    pub output: Option<String>,
    pub tags: Vec<String>,
    pub meta: BTreeMap<String, String>,
    /// Where a history leads to that remembers nothing.
    pub fallback: Vec<Target>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Atomic,
    Compound,
    Parallel,
    Final,
    History { is_deep: bool },
}

/// Where a state begins.
pub struct Start {
    pub target: Target,
    pub actions: Option<String>,
}

/// A state that is named somewhere.
#[derive(Clone)]
pub struct Target {
    pub text: String,
    pub place: Place,
}

/// A transition.
pub struct Edge {
    pub asked: Asked,
    pub guard: Option<Test>,
    pub targets: Vec<Target>,
    pub actions: Option<String>,
    pub reenters: bool,
    pub place: Place,
}

/// What a transition is for.
#[derive(Clone)]
pub enum Asked {
    Always,
    /// Events that a descriptor matches.
    Event(String),
    Done,
    After(Duration),
    /// What the state's invoke of this identifier comes to on its way.
    Next(String),
}

/// The condition of a transition.
pub enum Test {
    /// By its number in the body.
    Named(String),
    In(Target),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Tree {
    pub fn node(&self, node: usize) -> &Node {
        &self.nodes[node]
    }

    pub fn is_inside(&self, inner: usize, outer: usize) -> bool {
        outer < inner && inner < self.node(outer).end
    }

    /// The states directly inside.
    pub fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        self.node(of).children.iter().copied()
    }

    /// The same without histories.
    pub fn real_children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        self.children(of).filter(|inner| !self.is_history(*inner))
    }

    pub fn child(&self, of: usize, key: &str) -> Option<usize> {
        self.children(of).find(|inner| self.node(*inner).key == key)
    }

    /// The states around one, from the inside out.
    pub fn around(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.node(node).parent, |outer| self.node(*outer).parent)
    }

    /// The innermost state that all of these are inside of.
    pub fn around_all(&self, nodes: &[usize]) -> Option<usize> {
        let first = *nodes.first()?;
        self.around(first)
            .find(|outer| nodes.iter().all(|node| self.is_inside(*node, *outer)))
    }

    pub fn is_history(&self, node: usize) -> bool {
        matches!(self.node(node).sort, Sort::History { .. })
    }

    pub fn is_parallel(&self, node: usize) -> bool {
        self.node(node).sort == Sort::Parallel
    }

    /// Whether a state can come to its end.
    pub fn can_finish(&self, node: usize) -> bool {
        let mut children = self.real_children(node);
        match self.node(node).sort {
            Sort::Final => true,
            Sort::Compound => children.any(|inner| self.node(inner).sort == Sort::Final),
            Sort::Parallel => children.all(|inner| self.can_finish(inner)),
            Sort::Atomic | Sort::History { .. } => false,
        }
    }

    /// Where a compound state begins.
    pub fn beginning(&self, of: usize) -> Option<usize> {
        let initial = self.node(of).initial.as_ref()?;
        self.child(of, &initial.target.text)
    }

    /// The state that a target of a transition of `source` means.
    pub fn resolve(&self, source: usize, text: &str) -> Option<usize> {
        let segments = segments(text);
        let (first, rest) = segments.split_first()?;
        if let Some(id) = first.strip_prefix('#') {
            return self.descend(*self.ids.get(id)?, rest);
        }
        if first.is_empty() {
            return self.descend(source, rest);
        }
        self.descend(self.node(source).parent?, &segments)
    }

    /// The state that a path means, or an identifier with one.
    pub fn resolve_from_outside(&self, text: &str) -> Option<usize> {
        match text.starts_with('#') {
            true => self.resolve(0, text),
            false => self.descend(0, &segments(text)),
        }
    }

    fn descend(&self, from: usize, path: &[String]) -> Option<usize> {
        let mut keys = path.iter().take_while(|key| !key.is_empty());
        keys.try_fold(from, |node, key| self.child(node, key))
    }
}

/// The parts of a path. A backslash takes from a dot what it means.
fn segments(text: &str) -> Vec<String> {
    let mut segments = vec![String::new()];
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (character, segments.last_mut()) {
            ('.', _) => segments.push(String::new()),
            ('\\', Some(segment)) => segment.extend(characters.next()),
            (character, Some(segment)) => segment.push(character),
            _ => {}
        }
    }
    segments
}
