//! Random walks.

use std::fmt;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::strategy::{NewTree, Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::graph::Edge;
use crate::{Graph, Model, Path};

/// Random walks through a graph, of up to so many steps after the start. When a test fails on one, what comes after
/// that is left out, and so are circles, as long as it fails still. Where nothing leads on, a walk ends.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, to, Form};
/// use leptos_state_model::{walks, FormModel, Model};
/// use proptest::test_runner::TestRunner;
///
/// let form = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on").on("switch", to("off")));
/// let graph = FormModel::of(form).unwrap().explore();
/// let walked = TestRunner::default().run(&walks(graph, 20), |path| {
///     // Here the path is tested: `path.test(&mut subject)`.
///     assert_eq!(path.active() == ["off"], path.steps.len() % 2 == 1);
///     Ok(())
/// });
/// walked.unwrap();
/// ```
pub fn walks<M: Model>(graph: Graph<M>, steps: usize) -> Walks<M> {
    Walks {
        graph: Arc::new(graph),
        steps,
    }
}

/// Random walks through a graph, for proptest.
pub struct Walks<M: Model> {
    graph: Arc<Graph<M>>,
    steps: usize,
}

impl<M: Model> fmt::Debug for Walks<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walks")
            .field("graph", &self.graph)
            .field("steps", &self.steps)
            .finish()
    }
}

impl<M: Model> Strategy for Walks<M> {
    type Tree = Walk<M>;
    type Value = Path<M>;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let choices = vec(any::<u32>(), 1..=self.steps + 1).new_tree(runner)?;
        let mut walk = Walk {
            graph: Arc::clone(&self.graph),
            edges: Vec::new(),
            before: None,
            untried: Vec::new(),
        };
        let mut node = None;
        for choice in choices.current() {
            let edges = walk.edges_of(node);
            let Some(place) = (choice as usize).checked_rem(edges.len()) else {
                break;
            };
            let to = edges[place].to;
            walk.edges.push((node, place));
            node = Some(to);
        }
        walk.untried = walk.shorter();
        Ok(walk)
    }
}

/// A walk that shrinks.
pub struct Walk<M: Model> {
    graph: Arc<Graph<M>>,
    /// From where, and which of what leads away from there.
    edges: Vec<(Option<usize>, usize)>,
    /// What it was before something was left out that may be needed.
    before: Option<Vec<(Option<usize>, usize)>>,
    /// Parts that may be left out, those to be tried first at the end.
    untried: Vec<(usize, usize)>,
}

impl<M: Model> Walk<M> {
    fn edges_of(&self, node: Option<usize>) -> &[Edge<M>] {
        match node {
            Some(node) => &self.graph.edges[node],
            None => &self.graph.begin,
        }
    }

    /// The parts that can be left out: all after a step, most first; then circles, the largest first.
    fn shorter(&self) -> Vec<(usize, usize)> {
        let count = self.edges.len();
        let to = |edge: usize| {
            let (from, place) = self.edges[edge];
            self.edges_of(from)[place].to
        };
        let nodes: Vec<_> = (0..count).map(to).collect();
        let mut circles: Vec<_> = (0..count)
            .flat_map(|start| (start + 1..count).map(move |end| (start, end)))
            .filter(|(start, end)| nodes[*start] == nodes[*end])
            .map(|(start, end)| (start + 1, end + 1))
            .collect();
        circles.sort_by_key(|(start, end)| end - start);
        circles.extend((1..count).rev().map(|kept| (kept, count)));
        circles
    }

    fn shorten(&mut self) -> bool {
        let Some((start, end)) = self.untried.pop() else {
            return false;
        };
        self.before = Some(self.edges.clone());
        self.edges.drain(start..end);
        true
    }
}

impl<M: Model> ValueTree for Walk<M> {
    type Value = Path<M>;

    fn current(&self) -> Path<M> {
        let edges = self.edges.iter();
        let steps = edges.map(|(from, place)| self.graph.step(&self.edges_of(*from)[*place]));
        Path {
            steps: steps.collect(),
        }
    }

    fn simplify(&mut self) -> bool {
        if self.before.take().is_some() {
            self.untried = self.shorter();
        }
        self.shorten()
    }

    fn complicate(&mut self) -> bool {
        let Some(before) = self.before.take() else {
            return false;
        };
        self.edges = before;
        self.shorten()
    }
}

impl<M: Model> fmt::Debug for Walk<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Walk").field(&self.current()).finish()
    }
}
