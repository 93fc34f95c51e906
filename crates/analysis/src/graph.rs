//! A chart as states and transitions with their numbers.

use std::collections::{BTreeSet, HashMap};

use leptos_state_chart::form::{Form, Kind, Role, State, Transition, Trigger};

use crate::words;

/// A chart whose names are resolved.
pub(crate) struct Graph {
    pub form: Form,
    /// In document order, the outermost state first.
    pub nodes: Vec<Node>,
    /// In document order.
    pub edges: Vec<Edge>,
    places: HashMap<String, usize>,
}

pub(crate) struct Node {
    pub path: String,
    pub kind: Kind,
    pub parent: Option<usize>,
    /// Behind the last state inside.
    pub end: usize,
    /// Where it begins, if that is said; for a history, where it leads by default.
    pub initial: Vec<usize>,
}

/// A transition.
pub(crate) struct Edge {
    pub source: usize,
    /// Its place among those of its state.
    pub index: usize,
    pub trigger: Trigger,
    pub is_guarded: bool,
    pub role: Role,
    pub targets: Vec<usize>,
    /// The state around all that is left and entered (SCXML 3.13). Meaningless without targets.
    pub domain: usize,
}

impl Graph {
    /// Of a form that was resolved.
    pub fn of(form: Form) -> Self {
        let mut graph = Self {
            nodes: Vec::new(),
            edges: Vec::new(),
            places: HashMap::new(),
            form: form.clone(),
        };
        graph.add(&form.root, None);
        graph.connect(&form.root, &mut 0);
        graph
    }

    fn add(&mut self, state: &State, parent: Option<usize>) {
        let place = self.nodes.len();
        let path = parent.map_or_else(String::new, |parent| {
            words::inside(&self.nodes[parent].path, &state.name)
        });
        self.places.insert(path.clone(), place);
        self.nodes.push(Node {
            path,
            kind: state.kind,
            parent,
            end: place + 1,
            initial: Vec::new(),
        });
        for inner in &state.states {
            self.add(inner, Some(place));
        }
        self.nodes[place].end = self.nodes.len();
    }

    fn connect(&mut self, state: &State, next: &mut usize) {
        let place = *next;
        *next += 1;
        if let Some(initial) = &state.initial {
            self.nodes[place].initial = self.found(&initial.targets);
        }
        for (index, transition) in state.transitions.iter().enumerate() {
            let targets = self.found(&transition.targets);
            let domain = self.domain(place, index, transition, &targets);
            self.edges.push(Edge {
                source: place,
                index,
                trigger: transition.trigger.clone(),
                is_guarded: transition.guard.is_some(),
                role: transition.role,
                targets,
                domain,
            });
        }
        for inner in &state.states {
            self.connect(inner, next);
        }
    }

    fn found(&self, paths: &[String]) -> Vec<usize> {
        let paths = paths.iter();
        paths
            .filter_map(|path| self.places.get(path).copied())
            .collect()
    }

    fn domain(
        &self,
        source: usize,
        index: usize,
        transition: &Transition,
        targets: &[usize],
    ) -> usize {
        let key = (self.nodes[source].path.clone(), index);
        if let Some(scope) = self.form.scopes.get(&key) {
            return self.places.get(scope).copied().unwrap_or(0);
        }
        let all_inside = targets.iter().all(|target| self.is_inside(*target, source));
        if transition.internal && self.nodes[source].kind == Kind::Plain && all_inside {
            return source;
        }
        let mut around = self.around(source);
        let holds_all = |outer: &usize| {
            let is_compound = self.nodes[*outer].kind == Kind::Plain;
            (is_compound || *outer == 0)
                && targets.iter().all(|target| self.is_inside(*target, *outer))
        };
        around.find(holds_all).unwrap_or(0)
    }

    /// Where a path comes in document order.
    pub fn place(&self, path: &str) -> usize {
        self.places.get(path).copied().unwrap_or_default()
    }

    pub fn path(&self, state: usize) -> &str {
        &self.nodes[state].path
    }

    /// A state as messages call it.
    pub fn called(&self, state: usize) -> String {
        match self.path(state) {
            "" => "the outermost state".to_owned(),
            path => format!("`{path}`"),
        }
    }

    pub fn is_inside(&self, inner: usize, outer: usize) -> bool {
        outer < inner && inner < self.nodes[outer].end
    }

    pub fn is_in(&self, inner: usize, outer: usize) -> bool {
        inner == outer || self.is_inside(inner, outer)
    }

    /// The states around one, from the inside out.
    pub fn around(&self, state: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.nodes[state].parent, |state| self.nodes[*state].parent)
    }

    /// A state and those around it, from the inside out.
    pub fn outwards(&self, state: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(state).chain(self.around(state))
    }

    pub fn is_history(&self, state: usize) -> bool {
        matches!(
            self.nodes[state].kind,
            Kind::ShallowHistory | Kind::DeepHistory
        )
    }

    /// The states directly inside, histories left out.
    pub fn children(&self, state: usize) -> impl Iterator<Item = usize> + '_ {
        let inside = state + 1..self.nodes[state].end;
        inside.filter(move |inner| {
            self.nodes[*inner].parent == Some(state) && !self.is_history(*inner)
        })
    }

    /// Whether nothing is inside, histories left out.
    pub fn is_leaf(&self, state: usize) -> bool {
        !self.is_history(state) && self.children(state).next().is_none()
    }

    /// The leaves that are a state, or inside of it.
    pub fn leaves(&self, state: usize) -> impl Iterator<Item = usize> + '_ {
        (state..self.nodes[state].end).filter(|inner| self.is_leaf(*inner))
    }

    /// The innermost state that both are in.
    pub fn common(&self, one: usize, other: usize) -> usize {
        self.outwards(one)
            .find(|outer| self.is_in(other, *outer))
            .unwrap_or(0)
    }

    /// Whether two states can be active together.
    pub fn coexist(&self, one: usize, other: usize) -> bool {
        let common = self.common(one, other);
        common == one || common == other || self.nodes[common].kind == Kind::Parallel
    }

    pub fn edges_of(&self, state: usize) -> impl Iterator<Item = &Edge> + '_ {
        self.edges.iter().filter(move |edge| edge.source == state)
    }

    /// The leaves that are active once a transition to these states is taken, as far as it enters them.
    pub fn entered(&self, targets: &[usize], domain: usize) -> BTreeSet<usize> {
        let mut entered = BTreeSet::new();
        for target in targets {
            self.begin(*target, &mut entered, 0);
            // Regions on the way that are no targets begin by default.
            for outer in self.around(*target).take_while(|outer| *outer != domain) {
                if self.nodes[outer].kind != Kind::Parallel {
                    continue;
                }
                for region in self.children(outer) {
                    if !targets.iter().any(|target| self.is_in(*target, region)) {
                        self.begin(region, &mut entered, 0);
                    }
                }
            }
        }
        entered
    }

    fn begin(&self, state: usize, entered: &mut BTreeSet<usize>, depth: usize) {
        if depth > self.nodes.len() {
            return;
        }
        let node = &self.nodes[state];
        if self.is_history(state) {
            // It may lead to whatever is in the state around it.
            let outer = node.parent.unwrap_or(0);
            let inside = self
                .leaves(outer)
                .filter(|leaf| self.nodes[*leaf].kind != Kind::Final);
            entered.extend(inside);
            for target in &node.initial {
                self.begin(*target, entered, depth + 1);
            }
            return;
        }
        if self.is_leaf(state) {
            entered.insert(state);
            return;
        }
        if node.kind == Kind::Parallel {
            for region in self.children(state) {
                self.begin(region, entered, depth + 1);
            }
        } else if node.initial.is_empty() {
            if let Some(first) = self.children(state).next() {
                self.begin(first, entered, depth + 1);
            }
        } else {
            for target in &node.initial {
                self.begin(*target, entered, depth + 1);
            }
        }
    }

    /// The events that the chart declares, or those that its transitions name, sorted. Those that machines are sent by what runs them
    /// are not among them.
    pub fn events(&self) -> BTreeSet<String> {
        let mut events: BTreeSet<String> = self.form.events.iter().cloned().collect();
        if !events.is_empty() {
            return events;
        }
        for edge in &self.edges {
            if let Trigger::Events(descriptors) = &edge.trigger {
                let named = descriptors.iter().filter_map(|text| named(text));
                events.extend(named.filter(|name| !is_internal(name)).map(str::to_owned));
            }
        }
        events
    }
}

/// Whether a path is another one, or inside of it.
pub(crate) fn is_in(path: &str, outer: &str) -> bool {
    let rest = path.strip_prefix(outer);
    outer.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The event that a descriptor names: `name` and `name.*` name one, `*` none.
pub(crate) fn named(descriptor: &str) -> Option<&str> {
    let name = descriptor.strip_suffix('*').unwrap_or(descriptor);
    let name = name.trim_end_matches('.');
    (!name.is_empty()).then_some(name)
}

/// Whether what runs a machine makes events of this name (SCXML 5.10.1).
fn is_internal(name: &str) -> bool {
    ["error.", "done.state.", "done.invoke.", "xstate."]
        .iter()
        .any(|prefix| name.starts_with(prefix))
}

impl Edge {
    /// Whether it is taken, if it is asked.
    pub fn is_sure(&self) -> bool {
        self.role == Role::Take && !self.is_guarded
    }

    /// Whether it leads anywhere.
    pub fn leads(&self) -> bool {
        self.role == Role::Take && !self.targets.is_empty()
    }

    /// Whether it is for an event.
    pub fn is_for(&self, event: &str) -> bool {
        matches!(&self.trigger, Trigger::Events(descriptors) if descriptors.iter().any(|it| matches(it, event)))
    }

    /// What it is for, as it is written.
    pub fn asked(&self) -> String {
        words::trigger(&self.trigger)
    }
}

/// Whether a descriptor is for an event ([`Trigger::Events`]).
fn matches(descriptor: &str, event: &str) -> bool {
    match descriptor.strip_suffix('*') {
        Some("") => true,
        Some(prefix) => {
            let prefix = prefix.trim_end_matches('.');
            let rest = event.strip_prefix(prefix);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        }
        None => descriptor == event,
    }
}
