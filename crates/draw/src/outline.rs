//! The states of a form in document order, with the names in it looked up. A form that is not valid can be drawn too: what
//! is not there is left out of the graph, and its name stands in the label.

use std::collections::HashMap;

use leptos_state_chart::form::{Form, Kind, State, Transition};

use crate::words;

/// Where the outermost state is.
pub(crate) const ROOT: usize = 0;

pub(crate) struct Outline<'f> {
    pub form: &'f Form,
    pub nodes: Vec<Node<'f>>,
    /// In document order.
    pub edges: Vec<Edge<'f>>,
    inside: HashMap<(usize, &'f str), usize>,
    named: HashMap<&'f str, Vec<usize>>,
}

pub(crate) struct Node<'f> {
    pub state: &'f State,
    pub path: String,
    pub kind: NodeKind,
    pub parent: Option<usize>,
    /// The states directly inside.
    pub children: Vec<usize>,
    /// Where a compound state begins, or where a history leads that remembers nothing, if it says so.
    pub begin: Vec<usize>,
    /// The states inside are those with a number from its own to this one.
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NodeKind {
    Atomic,
    Compound,
    Parallel,
    Final,
    Shallow,
    Deep,
}

impl NodeKind {
    pub fn is_history(self) -> bool {
        matches!(self, Self::Shallow | Self::Deep)
    }
}

/// A transition.
pub(crate) struct Edge<'f> {
    pub source: usize,
    /// Its place among those of its state.
    pub index: usize,
    pub transition: &'f Transition,
    pub targets: Vec<usize>,
    /// Targets that there are not.
    pub missing: Vec<&'f str>,
}

impl<'f> Outline<'f> {
    pub fn of(form: &'f Form) -> Self {
        let mut outline = Self {
            form,
            nodes: Vec::new(),
            edges: Vec::new(),
            inside: HashMap::new(),
            named: HashMap::new(),
        };
        outline.add(&form.root, None);
        for node in 0..outline.nodes.len() {
            outline.nodes[node].begin = outline.begin(node);
            outline.look_up(node);
        }
        outline
    }

    fn add(&mut self, state: &'f State, parent: Option<usize>) -> usize {
        let id = self.nodes.len();
        let path = match parent.map(|parent| self.nodes[parent].path.as_str()) {
            None => String::new(),
            Some("") => state.name.clone(),
            Some(outer) => format!("{outer}.{}", state.name),
        };
        let kind = match state.kind {
            Kind::Plain if state.states.is_empty() && id != ROOT => NodeKind::Atomic,
            Kind::Plain => NodeKind::Compound,
            Kind::Parallel => NodeKind::Parallel,
            Kind::Final => NodeKind::Final,
            Kind::ShallowHistory => NodeKind::Shallow,
            Kind::DeepHistory => NodeKind::Deep,
        };
        if let Some(parent) = parent {
            self.inside.entry((parent, &state.name)).or_insert(id);
            self.named.entry(&state.name).or_default().push(id);
        }
        self.nodes.push(Node {
            state,
            path,
            kind,
            parent,
            children: Vec::new(),
            begin: Vec::new(),
            end: 0,
        });
        for inner in &state.states {
            let child = self.add(inner, Some(id));
            self.nodes[id].children.push(child);
        }
        self.nodes[id].end = self.nodes.len();
        id
    }

    /// SCXML 3.3 and 3.6: where a state says that it begins, and else in the first state inside.
    fn begin(&self, id: usize) -> Vec<usize> {
        let node = &self.nodes[id];
        let is_history = node.kind.is_history();
        if !is_history && node.kind != NodeKind::Compound {
            return Vec::new();
        }
        let scope = node.parent.filter(|_| is_history).unwrap_or(id);
        let said = node.state.initial.as_ref();
        let said = said.map_or(&[][..], |initial| &initial.targets);
        let mut begin: Vec<usize> = Vec::new();
        for target in said.iter().filter_map(|name| self.resolve(scope, name)) {
            if self.is_inside(target, scope) && target != id && !begin.contains(&target) {
                begin.push(target);
            }
        }
        if begin.is_empty() && !is_history {
            let mut children = node.children.iter();
            begin.extend(children.find(|child| !self.nodes[**child].kind.is_history()));
        }
        begin
    }

    fn look_up(&mut self, source: usize) {
        for (index, transition) in self.nodes[source].state.transitions.iter().enumerate() {
            let mut edge = Edge {
                source,
                index,
                transition,
                targets: Vec::new(),
                missing: Vec::new(),
            };
            for name in &transition.targets {
                match self.resolve(source, name) {
                    Some(target) if edge.targets.contains(&target) => {}
                    Some(target) => edge.targets.push(target),
                    None => edge.missing.push(name),
                }
            }
            self.edges.push(edge);
        }
    }

    /// The state that a target means: the nearest one, looked for from the inside out, then the only one with this name anywhere.
    fn resolve(&self, source: usize, target: &str) -> Option<usize> {
        let mut scope = Some(source);
        while let Some(id) = scope {
            let mut names = target.split('.');
            let found = names.try_fold(id, |id, name| self.inside.get(&(id, name)).copied());
            if found.is_some() {
                return found;
            }
            scope = self.nodes[id].parent;
        }
        match self.named.get(target)?.as_slice() {
            [state] => Some(*state),
            _ => None,
        }
    }

    /// Whether `inner` is inside of `outer`, and is not that state itself.
    pub fn is_inside(&self, inner: usize, outer: usize) -> bool {
        outer < inner && inner < self.nodes[outer].end
    }

    /// What is done on the way to where a state begins: `/ ring`.
    pub fn begin_actions(&self, id: usize) -> Option<String> {
        let initial = self.nodes[id].state.initial.as_ref()?;
        words::actions(&initial.actions)
    }

    /// What a state is called: its name, the outermost one by the chart's.
    pub fn name(&self, id: usize) -> &'f str {
        match id {
            ROOT => &self.form.name,
            _ => &self.nodes[id].state.name,
        }
    }

    /// Whether a state is one of the regions of a parallel state.
    pub fn is_region(&self, id: usize) -> bool {
        let node = &self.nodes[id];
        let parent = node.parent.map(|parent| self.nodes[parent].kind);
        parent == Some(NodeKind::Parallel) && !node.kind.is_history()
    }

    pub fn edges_of(&self, source: usize) -> impl Iterator<Item = &Edge<'f>> {
        self.edges.iter().filter(move |edge| edge.source == source)
    }
}
