//! What is to hold of a machine, wherever it comes to.

use std::fmt;

use crate::graph::Cut;
use crate::{Graph, Model, Node, Path, RustTest};

type Predicate<M> = Box<dyn Fn(&Node<<M as Model>::State>) -> bool + Send + Sync>;

/// Something that is to hold of a machine, wherever it comes to.
pub struct Property<M: Model> {
    name: String,
    pub(crate) kind: PropertyKind,
    pub(crate) holds: Predicate<M>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PropertyKind {
    Always,
    Eventually,
    Fairly,
}

impl<M: Model> Property<M> {
    /// It holds whenever the machine is at rest.
    pub fn always(
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            kind: PropertyKind::Always,
            holds: Box::new(holds),
        }
    }

    /// It never holds when the machine is at rest.
    pub fn never(
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::always(name, move |node| !holds(node))
    }

    /// However events come, it holds at some time. A machine that goes round in a circle for ever, or stops, without that it has held is
    /// a counterexample: also one that is always sent the same event.
    pub fn eventually(
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            kind: PropertyKind::Eventually,
            ..Self::always(name, holds)
        }
    }

    /// It holds at some time if whatever can happen again and again also happens at some time (strong fairness): as long as it has not
    /// held, it is possible that it will. A machine that can't come to where it holds any more is a counterexample.
    pub fn fairly_eventually(
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self {
            kind: PropertyKind::Fairly,
            ..Self::always(name, holds)
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl<M: Model> fmt::Debug for Property<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Property")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

/// Whether a property holds.
#[derive(Debug)]
pub enum Verdict<M: Model> {
    /// It holds of all that can be reached.
    Holds,
    /// It holds of all that was looked at; there is more.
    HoldsSoFar(Cut),
    /// It does not hold.
    Violated(Box<Counterexample<M>>),
}

impl<M: Model> Verdict<M> {
    /// The counterexample, if there is one.
    pub fn counterexample(&self) -> Option<&Counterexample<M>> {
        match self {
            Self::Violated(example) => Some(example),
            Self::Holds | Self::HoldsSoFar(_) => None,
        }
    }

    /// For tests.
    ///
    /// # Panics
    ///
    /// If it does not hold, or not all was looked at.
    #[track_caller]
    pub fn assert_holds(&self) {
        match self {
            Self::Holds => {}
            Self::HoldsSoFar(_) | Self::Violated(_) => panic!("{self}"),
        }
    }
}

impl<M: Model> fmt::Display for Verdict<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Holds => write!(f, "it holds"),
            Self::HoldsSoFar(cut) => write!(f, "it holds as far as was looked: {cut}"),
            Self::Violated(example) => write!(f, "{example}"),
        }
    }
}

/// How a property comes not to hold.
#[derive(Debug)]
pub struct Counterexample<M: Model> {
    /// The property's name.
    pub property: String,
    /// What happens.
    pub path: Path<M>,
    /// What follows.
    pub end: End,
}

/// What follows the path of a counterexample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// The property does not hold there.
    There,
    /// Nothing more can happen, and it has not held.
    Stop,
    /// The path ends where it was after this many steps, and so it may go on for ever.
    Circle(usize),
    /// From there nothing leads to where it holds.
    TooLate,
}

impl<M: Model> Counterexample<M> {
    /// A test that fails as long as the machine comes to where it should not. It says `model()` for the model, unless that is given.
    pub fn rust_test(&self, rust_test: &RustTest) -> String {
        rust_test.against(&self.path, &self.to_text())
    }

    fn to_text(&self) -> String {
        match self.end {
            End::There => format!("`{}` does not hold here", self.property),
            End::Stop => format!(
                "`{}` has not held, and nothing more can happen",
                self.property
            ),
            End::Circle(_) => format!(
                "`{}` has not held, and it may go on so for ever",
                self.property
            ),
            End::TooLate => format!("`{}` has not held, and can't any more", self.property),
        }
    }
}

/// What happens, step by step, and a test in Rust.
impl<M: Model> fmt::Display for Counterexample<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}:", self.to_text())?;
        for (index, step) in self.path.steps.iter().enumerate() {
            let mark = match self.end {
                End::Circle(start) if index >= start => "o",
                _ => " ",
            };
            writeln!(f, "{mark} {} -> {}", step.cue, step.node.situation.words())?;
        }
        write!(
            f,
            "\nTo go the path again:\n\n{}",
            self.rust_test(&RustTest::new())
        )
    }
}

impl<M: Model> Graph<M> {
    /// Whether a property holds of all that can be reached. Counterexamples of [`always`](Property::always) and
    /// [`never`](Property::never) are as short as there are.
    ///
    /// What has to hold at some time is looked for as in Baier and Katoen's *Principles of Model Checking* (4.4): a way that ends, or
    /// goes round in a circle (a lasso), and on which it never holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_chart::form::{parallel, state, to, Form};
    /// use leptos_state_model::{FormModel, Model};
    ///
    /// let light = |name: &str| {
    ///     state(name).state(state("red").on(&format!("{name}.go"), to("green"))).state(state("green").on(&format!("{name}.stop"), to("red")))
    /// };
    /// let form = Form::new("crossing").state(parallel("lights").state(light("north")).state(light("east")));
    /// let graph = FormModel::of(form).unwrap().explore();
    /// let verdict = graph.never("both are green", |node| {
    ///     node.is_active("lights.north.green") && node.is_active("lights.east.green")
    /// });
    /// let example = verdict.counterexample().expect("nothing prevents it");
    /// assert_eq!(example.path.to_string(), "start, east.go, north.go");
    /// ```
    pub fn check(&self, property: &Property<M>) -> Verdict<M> {
        let holds: Vec<_> = self
            .nodes
            .iter()
            .map(|node| (property.holds)(node))
            .collect();
        let found = match property.kind {
            PropertyKind::Always => self.violation(&holds),
            PropertyKind::Eventually => self.lasso(&holds),
            PropertyKind::Fairly => self.too_late(&holds),
        };
        match (found, self.cut()) {
            (Some((path, end)), _) => Verdict::Violated(Box::new(Counterexample {
                property: property.name.clone(),
                path,
                end,
            })),
            (None, Some(cut)) => Verdict::HoldsSoFar(cut),
            (None, None) => Verdict::Holds,
        }
    }

    /// Whether something [always](Property::always) holds.
    pub fn always(
        &self,
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Verdict<M> {
        self.check(&Property::always(name, holds))
    }

    /// Whether something [never](Property::never) holds.
    pub fn never(
        &self,
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Verdict<M> {
        self.check(&Property::never(name, holds))
    }

    /// Whether something holds [at some time](Property::eventually).
    pub fn eventually(
        &self,
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Verdict<M> {
        self.check(&Property::eventually(name, holds))
    }

    /// Whether something holds at some time, if [whatever can happen again and again also happens](Property::fairly_eventually).
    pub fn fairly_eventually(
        &self,
        name: impl Into<String>,
        holds: impl Fn(&Node<M::State>) -> bool + Send + Sync + 'static,
    ) -> Verdict<M> {
        self.check(&Property::fairly_eventually(name, holds))
    }

    fn violation(&self, holds: &[bool]) -> Option<(Path<M>, End)> {
        let tree = self.tree(|_| true);
        let node = tree.order.iter().find(|node| !holds[**node])?;
        Some((self.path_in(&tree, *node), End::There))
    }

    /// A way on which it never holds, and that stops or goes round.
    fn lasso(&self, holds: &[bool]) -> Option<(Path<M>, End)> {
        let tree = self.tree(|node| !holds[node]);
        if let Some(stop) = tree.order.iter().find(|node| self.ends_at(**node)) {
            return Some((self.path_in(&tree, *stop), End::Stop));
        }
        // What is left when those without a next node are taken away, again and again, are those from where one can go on for ever.
        let mut is_left: Vec<_> = holds.iter().map(|holds| !holds).collect();
        let mut next_left: Vec<_> = self
            .edges
            .iter()
            .map(|edges| edges.iter().filter(|edge| is_left[edge.to]).count())
            .collect();
        let before = self.before();
        let mut gone: Vec<_> = (0..self.nodes.len())
            .filter(|node| is_left[*node] && next_left[*node] == 0)
            .collect();
        gone.iter().for_each(|node| is_left[*node] = false);
        while let Some(node) = gone.pop() {
            for from in &before[node] {
                next_left[*from] -= 1;
                if next_left[*from] == 0 && is_left[*from] {
                    is_left[*from] = false;
                    gone.push(*from);
                }
            }
        }
        let begin = tree.order.iter().find(|node| is_left[**node])?;
        let mut path = self.path_in(&tree, *begin);
        let mut node = *begin;
        // The steps after which it is at a node for the first time.
        let mut seen = vec![None; self.nodes.len()];
        while seen[node].is_none() {
            seen[node] = Some(path.steps.len());
            let edge = self.edges[node].iter().find(|edge| is_left[edge.to])?;
            path.steps.push(self.step(edge));
            node = edge.to;
        }
        seen[node].map(|start| (path, End::Circle(start)))
    }

    /// A way on which it does not hold to where it can't hold any more.
    fn too_late(&self, holds: &[bool]) -> Option<(Path<M>, End)> {
        let before = self.before();
        let mut can = holds.to_vec();
        // Of what was not looked at, nothing can be said.
        let unknown = (0..self.nodes.len()).filter(|node| !self.is_expanded[*node]);
        unknown.for_each(|node| can[node] = true);
        let mut found: Vec<_> = (0..self.nodes.len()).filter(|node| can[*node]).collect();
        while let Some(node) = found.pop() {
            for from in &before[node] {
                if !can[*from] {
                    can[*from] = true;
                    found.push(*from);
                }
            }
        }
        let tree = self.tree(|node| !holds[node]);
        let node = tree.order.iter().find(|node| !can[**node])?;
        Some((self.path_in(&tree, *node), End::TooLate))
    }

    /// For each node those that lead to it, once for each edge.
    fn before(&self) -> Vec<Vec<usize>> {
        let mut before = vec![Vec::new(); self.nodes.len()];
        for (from, edges) in self.edges.iter().enumerate() {
            edges.iter().for_each(|edge| before[edge.to].push(from));
        }
        before
    }
}
