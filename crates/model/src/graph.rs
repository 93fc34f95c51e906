//! What can be reached.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use leptos_state_chart::form::Form;
use leptos_state_chart::MicrostepLimit;

use crate::{Cue, Model, Move, Path, Situation, Step};

/// Everything that a machine can come to, with what leads from one to the other.
pub struct Graph<M: Model> {
    pub(crate) form: Form,
    pub(crate) nodes: Vec<Arc<Node<M::State>>>,
    /// How it begins.
    pub(crate) begin: Vec<Edge<M>>,
    /// For each node what leads away from it.
    pub(crate) edges: Vec<Vec<Edge<M>>>,
    /// Whether it was looked at what leads away from a node.
    pub(crate) is_expanded: Vec<bool>,
    endless: Vec<(Option<usize>, Cue, MicrostepLimit)>,
    cut: Option<Cut>,
}

/// A machine at rest.
#[derive(Clone, Debug)]
pub struct Node<S> {
    /// The machine.
    pub state: S,
    /// What it is in.
    pub situation: Situation,
}

impl<S> Node<S> {
    /// Whether the state with this path is active.
    pub fn is_active(&self, path: &str) -> bool {
        self.situation.is_active(path)
    }
}

/// What leads from one node to another.
pub(crate) struct Edge<M: Model> {
    pub cue: Cue,
    pub input: Option<M::Input>,
    pub taken: Vec<(String, usize)>,
    pub to: usize,
}

impl<M: Model> Edge<M> {
    fn lead(&self) -> Lead<'_> {
        Lead {
            cue: &self.cue,
            taken: &self.taken,
            to: self.to,
        }
    }
}

/// What leads to a node, as it can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lead<'g> {
    /// What happens, with what guards answer.
    pub cue: &'g Cue,
    /// The transitions that are taken.
    pub taken: &'g [(String, usize)],
    /// The place among the [nodes](Graph::nodes) of where it leads.
    pub to: usize,
}

/// Why a graph is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cut {
    /// There are more nodes.
    #[error("there are more than {0} configurations; contexts that grow without end need a key")]
    Nodes(usize),
    /// There are more steps.
    #[error("there are more than {0} steps")]
    Steps(usize),
}

type Stop<'e, M> = Box<dyn Fn(&Node<<M as Model>::State>) -> bool + 'e>;
type Allow<'e, M> = Box<dyn Fn(&Node<<M as Model>::State>, &Cue) -> bool + 'e>;

/// How far a model is explored.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{run, state, Form};
/// use leptos_state_chart::Logic;
/// use leptos_state_model::{Cut, Explore, LogicModel};
///
/// let form = Form::new("counter").state(state("on").on("add", run("add")));
/// let logic = Logic::<u64, &str>::new().action("add", |cx| *cx.context += 1);
/// let counter = LogicModel::new(form, logic, 0).unwrap().events(["add"]);
///
/// let graph = Explore::of(&counter).nodes(10).run();
/// assert_eq!(graph.cut(), Some(Cut::Nodes(10)));
/// let graph = Explore::of(&counter).stop_when(|node| node.state.context == 3).run();
/// assert_eq!((graph.nodes().len(), graph.cut()), (4, None));
/// ```
pub struct Explore<'e, M: Model> {
    model: &'e M,
    nodes: usize,
    steps: usize,
    stop: Option<Stop<'e, M>>,
    allow: Option<Allow<'e, M>>,
}

impl<'e, M: Model> Explore<'e, M> {
    /// Up to 10,000 nodes and 200,000 steps.
    pub fn of(model: &'e M) -> Self {
        Self {
            model,
            nodes: 10_000,
            steps: 200_000,
            stop: None,
            allow: None,
        }
    }

    /// Sets how many nodes there may be.
    #[must_use]
    pub fn nodes(self, nodes: usize) -> Self {
        Self { nodes, ..self }
    }

    /// Sets how many steps are tried.
    #[must_use]
    pub fn steps(self, steps: usize) -> Self {
        Self { steps, ..self }
    }

    /// Goes no further where this holds.
    #[must_use]
    pub fn stop_when(self, stop: impl Fn(&Node<M::State>) -> bool + 'e) -> Self {
        Self {
            stop: Some(Box::new(stop)),
            ..self
        }
    }

    /// Takes those steps alone for which this holds.
    #[must_use]
    pub fn only(self, allow: impl Fn(&Node<M::State>, &Cue) -> bool + 'e) -> Self {
        Self {
            allow: Some(Box::new(allow)),
            ..self
        }
    }

    /// Explores, the nearest nodes first.
    pub fn run(&self) -> Graph<M> {
        let model = self.model;
        let mut exploring = Exploring {
            limits: self,
            known: HashMap::new(),
            waiting: VecDeque::new(),
            tried: 0,
            graph: Graph {
                form: model.form().clone(),
                nodes: Vec::new(),
                begin: Vec::new(),
                edges: Vec::new(),
                is_expanded: Vec::new(),
                endless: Vec::new(),
                cut: None,
            },
        };
        let mut flow = model.begin(&mut |found| exploring.note(None, found));
        while let (Some(node), ControlFlow::Continue(())) = (exploring.waiting.pop_front(), flow) {
            flow = exploring.expand(node);
        }
        exploring.graph
    }
}

struct Exploring<'x, 'e, M: Model> {
    limits: &'x Explore<'e, M>,
    known: HashMap<M::Key, usize>,
    /// Nodes that are not expanded.
    waiting: VecDeque<usize>,
    tried: usize,
    graph: Graph<M>,
}

impl<M: Model> Exploring<'_, '_, M> {
    fn expand(&mut self, node: usize) -> ControlFlow<()> {
        let from = Arc::clone(&self.graph.nodes[node]);
        if self.limits.stop.as_ref().is_some_and(|stop| stop(&from)) {
            self.graph.is_expanded[node] = true;
            return ControlFlow::Continue(());
        }
        let model = self.limits.model;
        model.steps(&from.state, &mut |found| {
            let allow = self.limits.allow.as_ref();
            match allow.is_none_or(|allow| allow(&from, &found.cue)) {
                true => self.note(Some(node), found),
                false => ControlFlow::Continue(()),
            }
        })?;
        self.graph.is_expanded[node] = true;
        ControlFlow::Continue(())
    }

    fn note(&mut self, from: Option<usize>, found: Move<M>) -> ControlFlow<()> {
        if self.tried == self.limits.steps {
            self.graph.cut = Some(Cut::Steps(self.limits.steps));
            return ControlFlow::Break(());
        }
        self.tried += 1;
        let state = match found.to {
            Ok(state) => state,
            Err(endless) => {
                self.graph.endless.push((from, found.cue, endless));
                return ControlFlow::Continue(());
            }
        };
        let key = self.limits.model.key(&state);
        let to = match self.known.get(&key) {
            Some(node) => *node,
            None => {
                let node = self.graph.nodes.len();
                if node == self.limits.nodes {
                    self.graph.cut = Some(Cut::Nodes(self.limits.nodes));
                    return ControlFlow::Break(());
                }
                let situation = self.limits.model.situation(&state);
                self.graph.nodes.push(Arc::new(Node { state, situation }));
                self.graph.edges.push(Vec::new());
                self.graph.is_expanded.push(false);
                self.known.insert(key, node);
                self.waiting.push_back(node);
                node
            }
        };
        let edges = match from {
            Some(from) => &mut self.graph.edges[from],
            None => &mut self.graph.begin,
        };
        edges.push(Edge {
            cue: found.cue,
            input: found.input,
            taken: found.taken,
            to,
        });
        ControlFlow::Continue(())
    }
}

impl<M: Model> Graph<M> {
    /// The chart.
    pub const fn form(&self) -> &Form {
        &self.form
    }

    /// The nodes, the nearest ones first.
    pub fn nodes(&self) -> &[Arc<Node<M::State>>] {
        &self.nodes
    }

    /// In which ways the machine begins.
    pub fn begins(&self) -> impl Iterator<Item = Lead<'_>> {
        self.begin.iter().map(Edge::lead)
    }

    /// What leads away from the node at this place.
    ///
    /// # Panics
    ///
    /// If there is none.
    pub fn leads(&self, node: usize) -> impl Iterator<Item = Lead<'_>> {
        self.edges[node].iter().map(Edge::lead)
    }

    /// How many steps there are from one node to another, those by which the machine begins included.
    pub fn steps(&self) -> usize {
        self.begin.len() + self.edges.iter().map(Vec::len).sum::<usize>()
    }

    /// Why there is more than what is here; `None` if it is all.
    pub const fn cut(&self) -> Option<Cut> {
        self.cut
    }

    /// The paths after which the machine does not come to rest on a cue, with what is said of that then.
    pub fn endless(&self) -> Vec<(Path<M>, Cue, MicrostepLimit)> {
        let tree = self.tree(|_| true);
        let endless = self.endless.iter();
        endless
            .map(|(from, cue, limit)| {
                let path = from.map(|from| self.path_in(&tree, from));
                (path.unwrap_or_default(), cue.clone(), limit.clone())
            })
            .collect()
    }

    /// The active states in which nothing leads on although the machine has not finished. Those that were not looked at are not among
    /// them.
    pub fn stuck(&self) -> Vec<Path<M>> {
        let tree = self.tree(|_| true);
        let nodes = 0..self.nodes.len();
        let stuck = nodes.filter(|node| {
            let has_failed = self.endless.iter().any(|(from, ..)| *from == Some(*node));
            self.ends_at(*node) && !self.nodes[*node].situation.is_finished && !has_failed
        });
        stuck.map(|node| self.path_in(&tree, node)).collect()
    }

    /// Whether it is known that nothing leads away from a node.
    pub(crate) fn ends_at(&self, node: usize) -> bool {
        self.is_expanded[node] && self.edges[node].is_empty()
    }

    pub(crate) fn step(&self, edge: &Edge<M>) -> Step<M> {
        Step {
            cue: edge.cue.clone(),
            input: edge.input.clone(),
            taken: edge.taken.clone(),
            node: Arc::clone(&self.nodes[edge.to]),
        }
    }

    /// For each node that can be reached without leaving what `allow` holds for, the last edge of a shortest path.
    pub(crate) fn tree(&self, allow: impl Fn(usize) -> bool) -> Tree {
        let mut tree = Tree {
            last: vec![None; self.nodes.len()],
            order: Vec::new(),
        };
        for (place, edge) in self.begin.iter().enumerate() {
            tree.add(&allow, None, place, edge.to);
        }
        let mut next = 0;
        while let Some(node) = tree.order.get(next).copied() {
            next += 1;
            for (place, edge) in self.edges[node].iter().enumerate() {
                tree.add(&allow, Some(node), place, edge.to);
            }
        }
        tree
    }

    pub(crate) fn path_in(&self, tree: &Tree, to: usize) -> Path<M> {
        let mut steps = Vec::new();
        let mut next = Some(to);
        while let Some((from, place)) = next.and_then(|node| tree.last[node]) {
            let edge = match from {
                Some(from) => &self.edges[from][place],
                None => &self.begin[place],
            };
            steps.push(self.step(edge));
            next = from;
        }
        steps.reverse();
        Path { steps }
    }
}

/// Shortest paths: for each node where it is come to from, and by which edge there.
pub(crate) struct Tree {
    pub last: Vec<Option<(Option<usize>, usize)>>,
    /// The nodes, the nearest first.
    pub order: Vec<usize>,
}

impl Tree {
    fn add(&mut self, allow: impl Fn(usize) -> bool, from: Option<usize>, place: usize, to: usize) {
        if self.last[to].is_none() && allow(to) {
            self.last[to] = Some((from, place));
            self.order.push(to);
        }
    }
}

impl<M: Model> fmt::Debug for Graph<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Graph")
            .field("chart", &self.form.name)
            .field("nodes", &self.nodes.len())
            .field("steps", &self.steps())
            .field("cut", &self.cut)
            .finish_non_exhaustive()
    }
}

impl<M: Model> fmt::Debug for Explore<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explore")
            .field("nodes", &self.nodes)
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}
