//! Choosing paths.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::graph::Tree;
use crate::{Graph, Model, Node, Path};

impl<M: Model> Graph<M> {
    /// A shortest path to each node, the nearest first.
    pub fn shortest(&self) -> Vec<Path<M>> {
        self.shortest_to(|_| true)
    }

    /// A shortest path to each node for which `to` holds, the nearest first.
    pub fn shortest_to(&self, to: impl Fn(&Node<M::State>) -> bool) -> Vec<Path<M>> {
        let tree = self.tree(|_| true);
        let nodes = tree.order.iter().filter(|node| to(&self.nodes[**node]));
        nodes.map(|node| self.path_in(&tree, *node)).collect()
    }

    /// The paths that come to no node twice, up to a number of them, by the nodes that they lead to. Says whether these are all: there may
    /// be very many.
    pub fn simple(&self, limit: usize) -> (Vec<Path<M>>, bool) {
        let mut walk = Simple {
            graph: self,
            limit,
            is_whole: true,
            is_on: vec![false; self.nodes.len()],
            path: Path::default(),
            found: Vec::new(),
        };
        walk.run();
        let is_whole = walk.is_whole;
        let mut found = walk.found;
        found.sort_by_key(|(to, _)| *to);
        (found.into_iter().map(|(_, path)| path).collect(), is_whole)
    }

    /// A few paths on which every transition is taken that is taken anywhere. They are chosen one after the other: of the shortest
    /// paths to a step and over it, the one that takes most of what no other has taken.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_chart::form::{state, to, Form};
    /// use leptos_state_model::{FormModel, Model};
    ///
    /// let form = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on").on("switch", to("off")));
    /// let paths = FormModel::of(form).unwrap().explore().covering();
    /// assert_eq!(paths.len(), 1);
    /// assert_eq!(paths[0].to_string(), "start, switch, switch");
    /// ```
    pub fn covering(&self) -> Vec<Path<M>> {
        let tree = self.tree(|_| true);
        let mut numbers = BTreeMap::new();
        let all = self.begin.iter().chain(self.edges.iter().flatten());
        for transition in all.flat_map(|edge| &edge.taken) {
            let next = numbers.len();
            numbers.entry(transition).or_insert(next);
        }
        let number = |taken: &[(String, usize)]| {
            let numbers = taken.iter().map(|transition| numbers[transition]);
            numbers.collect::<BTreeSet<_>>()
        };
        // What is taken on the way to each node.
        let mut on_way = vec![BTreeSet::new(); self.nodes.len()];
        let mut length = vec![0; self.nodes.len()];
        let mut candidates = Vec::new();
        let begin = self.begin.iter().enumerate();
        candidates.extend(begin.map(|(place, edge)| (1, None, place, number(&edge.taken))));
        for node in &tree.order {
            let Some((from, place)) = tree.last[*node] else {
                continue;
            };
            let edge = match from {
                Some(from) => &self.edges[from][place],
                None => &self.begin[place],
            };
            let mut taken = number(&edge.taken);
            if let Some(from) = from {
                taken.extend(&on_way[from]);
                length[*node] = length[from];
            }
            length[*node] += 1;
            on_way[*node] = taken;
            for (place, edge) in self.edges[*node].iter().enumerate() {
                let mut taken = number(&edge.taken);
                taken.extend(&on_way[*node]);
                candidates.push((length[*node] + 1, Some(*node), place, taken));
            }
        }
        let mut open: BTreeSet<_> = numbers.values().copied().collect();
        // How much a candidate brings only gets less: one that still brings what it did is the best.
        let mut best: BinaryHeap<_> = (0..candidates.len())
            .map(|place| {
                let (length, _, _, taken) = &candidates[place];
                (taken.len(), Reverse(*length), Reverse(place))
            })
            .collect();
        let mut paths = Vec::new();
        while let Some((brought, length, Reverse(place))) = best.pop() {
            let (_, from, edge, taken) = &candidates[place];
            let brings = taken.intersection(&open).count();
            if brings == 0 {
                continue;
            }
            if brings < brought {
                best.push((brings, length, Reverse(place)));
                continue;
            }
            open.retain(|transition| !taken.contains(transition));
            paths.push(self.path_over(&tree, *from, *edge));
        }
        paths
    }

    /// A shortest path to a node, and over one of its edges.
    fn path_over(&self, tree: &Tree, from: Option<usize>, place: usize) -> Path<M> {
        let Some(from) = from else {
            return Path {
                steps: vec![self.step(&self.begin[place])],
            };
        };
        let mut path = self.path_in(tree, from);
        path.steps.push(self.step(&self.edges[from][place]));
        path
    }
}

/// The search for paths that come to no node twice.
struct Simple<'g, M: Model> {
    graph: &'g Graph<M>,
    limit: usize,
    is_whole: bool,
    /// Which nodes the present path comes to.
    is_on: Vec<bool>,
    path: Path<M>,
    found: Vec<(usize, Path<M>)>,
}

impl<M: Model> Simple<'_, M> {
    /// Without recursion: a path may be as long as there are nodes.
    fn run(&mut self) {
        let graph = self.graph;
        // The nodes of the present path, each with the edge to be tried next. The first one stands for before the start.
        let mut way: Vec<(Option<usize>, usize)> = vec![(None, 0)];
        while let Some((node, next)) = way.last_mut() {
            let edges = match *node {
                Some(node) => &graph.edges[node],
                None => &graph.begin,
            };
            let Some(edge) = edges.get(*next) else {
                if let Some(node) = *node {
                    self.is_on[node] = false;
                    self.path.steps.pop();
                }
                way.pop();
                continue;
            };
            *next += 1;
            if self.is_on[edge.to] {
                continue;
            }
            if self.found.len() == self.limit {
                self.is_whole = false;
                return;
            }
            self.is_on[edge.to] = true;
            self.path.steps.push(graph.step(edge));
            self.found.push((edge.to, self.path.clone()));
            way.push((Some(edge.to), 0));
        }
    }
}
