//! The states of a form with their numbers.

use std::collections::{HashMap, HashSet};

use super::Errors;
use crate::error::{nearest, FormProblem};
use crate::form::{Form, Kind, State};
use crate::tables::{StateKind, NONE, ROOT};

/// The states in document order.
pub(super) struct Outline<'f> {
    pub nodes: Vec<Node<'f>>,
    /// The states by the state that they are directly in, and their names.
    inside: HashMap<(u16, &'f str), u16>,
    /// All states with a name.
    named: HashMap<&'f str, Vec<u16>>,
}

pub(super) struct Node<'f> {
    pub form: &'f State,
    pub path: String,
    pub kind: StateKind,
    pub parent: u16,
    pub end: u16,
}

impl<'f> Outline<'f> {
    pub fn of(form: &'f Form, errors: &mut Errors) -> Option<Self> {
        errors.counts(count_of(&form.root, |_| 1), "states")?;
        errors.counts(
            count_of(&form.root, |state| state.transitions.len()),
            "transitions",
        )?;
        errors.counts(count_of(&form.root, |state| state.invokes.len()), "invokes")?;
        let mut outline = Self {
            nodes: Vec::new(),
            inside: HashMap::new(),
            named: HashMap::new(),
        };
        outline.add(&form.root, NONE, errors);
        // Where a state is wrong in itself, what refers to it would be wrong as well.
        errors.0.is_empty().then_some(outline)
    }

    fn add(&mut self, form: &'f State, parent: u16, errors: &mut Errors) {
        let id = self.nodes.len() as u16;
        let path = match self.nodes.get(usize::from(parent)) {
            None => String::new(),
            Some(outer) if outer.path.is_empty() => form.name.clone(),
            Some(outer) => format!("{}.{}", outer.path, form.name),
        };
        let kind = match form.kind {
            Kind::Plain if form.states.is_empty() && id != ROOT => StateKind::Atomic,
            Kind::Plain => StateKind::Compound,
            Kind::Parallel => StateKind::Parallel,
            Kind::Final => StateKind::Final,
            Kind::ShallowHistory => StateKind::Shallow,
            Kind::DeepHistory => StateKind::Deep,
        };
        let node = Node {
            form,
            path,
            kind,
            parent,
            end: id + 1,
        };
        self.check(&node, errors);
        self.nodes.push(node);
        if parent != NONE {
            self.inside.insert((parent, &form.name), id);
            self.named.entry(&form.name).or_default().push(id);
        }
        for inner in &form.states {
            self.add(inner, id, errors);
        }
        self.nodes[usize::from(id)].end = self.nodes.len() as u16;
    }

    /// Whether a state is active whenever `other` is: it is that, or around it, or only regions lead from one of these to it.
    pub fn is_active_with(&self, state: u16, other: u16) -> bool {
        let mut state = state;
        while state != other && !self.is_inside(other, state) {
            let parent = self.node(state).parent;
            if self.node(parent).kind != StateKind::Parallel {
                return false;
            }
            state = parent;
        }
        true
    }

    /// The state with this path.
    pub fn by_path(&self, path: &str) -> Option<u16> {
        let mut names = path.split('.').filter(|name| !name.is_empty());
        names.try_fold(ROOT, |state, name| self.inside.get(&(state, name)).copied())
    }

    fn check(&self, node: &Node<'_>, errors: &mut Errors) {
        let Node {
            form, path, kind, ..
        } = node;
        let mut wrong = |problem| errors.push(path, None, problem);
        let is_root = node.parent == NONE;
        let is_name = |name: &str| !name.is_empty() && !name.contains(['.', ' ']);
        if !is_root && !is_name(&form.name) {
            wrong(FormProblem::BadName(form.name.clone()));
        }
        let mut before = HashSet::new();
        for inner in &form.states {
            if !before.insert(&inner.name) {
                wrong(FormProblem::DuplicateState(inner.name.clone()));
            }
        }
        let holds = |kind: fn(Kind) -> bool| form.states.iter().any(|inner| kind(inner.kind));
        let holds_states = holds(|kind| !is_history(kind));
        match kind {
            StateKind::Parallel | StateKind::Compound if !holds_states => {
                wrong(FormProblem::NoStates);
            }
            StateKind::Parallel if holds(|kind| kind == Kind::Final) => {
                wrong(FormProblem::FinalRegion);
            }
            _ => {}
        }
        let present = |parts: &[(&'static str, bool)]| {
            let present = parts.iter().filter(|(_, is_there)| *is_there);
            present.map(|(what, _)| *what).collect::<Vec<_>>()
        };
        let outer = present(&[
            ("states inside", !form.states.is_empty()),
            ("transitions", !form.transitions.is_empty()),
            ("invokes", !form.invokes.is_empty()),
        ]);
        let actions = present(&[
            ("entry actions", !form.entry.is_empty()),
            ("exit actions", !form.exit.is_empty()),
        ]);
        match kind {
            StateKind::Final => {
                outer
                    .into_iter()
                    .for_each(|what| wrong(FormProblem::InFinal(what)));
                if form.initial.is_some() {
                    wrong(FormProblem::InitialOfAtomic);
                }
            }
            StateKind::Shallow | StateKind::Deep => {
                let has = outer.into_iter().chain(actions);
                has.for_each(|what| wrong(FormProblem::InHistory(what)));
                if node.parent == ROOT {
                    wrong(FormProblem::HistoryOfRoot);
                }
            }
            StateKind::Atomic if form.initial.is_some() => wrong(FormProblem::InitialOfAtomic),
            StateKind::Parallel if form.initial.is_some() => {
                wrong(FormProblem::InitialOfParallel);
            }
            _ => {}
        }
        if form.data.is_some() && form.kind != Kind::Final {
            wrong(FormProblem::DataOfNoFinal);
        }
    }

    pub fn node(&self, state: u16) -> &Node<'f> {
        &self.nodes[usize::from(state)]
    }

    pub fn numbered(&self) -> impl Iterator<Item = (u16, &Node<'f>)> {
        (0..).zip(&self.nodes)
    }

    pub fn is_inside(&self, inner: u16, outer: u16) -> bool {
        outer < inner && inner < self.node(outer).end
    }

    /// The states directly inside.
    pub fn inside(&self, state: u16) -> impl Iterator<Item = u16> + '_ {
        let end = self.node(state).end;
        let first = Some(state + 1).filter(|first| *first < end);
        std::iter::successors(first, move |inner| {
            Some(self.node(*inner).end).filter(|next| *next < end)
        })
    }

    /// The states directly inside, histories left out.
    pub fn children(&self, state: u16) -> impl Iterator<Item = u16> + '_ {
        let inside = self.inside(state);
        inside.filter(|inner| !self.node(*inner).kind.is_history())
    }

    /// The innermost state that both are inside of or equal to.
    pub fn common(&self, one: u16, other: u16) -> u16 {
        let mut common = one;
        while common != other && !self.is_inside(other, common) {
            common = self.node(common).parent;
        }
        common
    }

    /// Whether a final state, or one in every region, can be active in it.
    pub fn can_finish(&self, state: u16) -> bool {
        match self.node(state).kind {
            StateKind::Compound => {
                let mut children = self.children(state);
                children.any(|inner| self.node(inner).kind == StateKind::Final)
            }
            StateKind::Parallel => self.children(state).all(|region| self.can_finish(region)),
            _ => false,
        }
    }

    /// The state that `target` means in a transition of `source`: the nearest one, looked for from the inside out.
    pub fn resolve(&self, source: u16, target: &str) -> Result<u16, FormProblem> {
        let mut scope = source;
        while scope != NONE {
            if let Some(state) = self.descend(scope, target) {
                return Ok(state);
            }
            scope = self.node(scope).parent;
        }
        let found = self.named.get(target).map_or(&[][..], Vec::as_slice);
        match found {
            [state] => Ok(*state),
            [] => Err(self.unknown(target)),
            _ => Err(FormProblem::AmbiguousTarget {
                target: target.to_owned(),
                candidates: found
                    .iter()
                    .map(|state| self.node(*state).path.clone())
                    .collect(),
            }),
        }
    }

    /// The state with this path inside of `scope`.
    fn descend(&self, scope: u16, path: &str) -> Option<u16> {
        path.split('.').try_fold(scope, |scope, name| {
            self.inside.get(&(scope, name)).copied()
        })
    }

    fn unknown(&self, target: &str) -> FormProblem {
        let named = self.nodes.iter().skip(1);
        let names = if target.contains('.') {
            nearest(target, named.map(|node| node.path.as_str()))
        } else {
            nearest(target, named.map(|node| node.form.name.as_str()))
        };
        FormProblem::UnknownTarget {
            target: target.to_owned(),
            meant: names,
        }
    }
}

fn is_history(kind: Kind) -> bool {
    matches!(kind, Kind::ShallowHistory | Kind::DeepHistory)
}

/// How many of something a state has, with all states inside.
fn count_of(state: &State, of: impl Fn(&State) -> usize + Copy) -> usize {
    let inside = state.states.iter();
    of(state) + inside.map(|inner| count_of(inner, of)).sum::<usize>()
}
