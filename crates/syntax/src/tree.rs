//! The states of a chart by their names.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

use super::errors::Errors;
use super::model::{Chart, Invoke, State};

pub(super) struct Tree<'c> {
    /// In document order, the outermost state first: the order in which compiled charts number them.
    pub nodes: Vec<Node<'c>>,
    places: HashMap<String, usize>,
}

pub(super) struct Node<'c> {
    pub state: &'c State,
    pub parent: Option<usize>,
    /// The names from the outermost state to it, joined by dots.
    pub path: String,
}

impl<'c> Tree<'c> {
    pub(super) fn of(chart: &'c Chart, errors: &mut Errors) -> Self {
        let mut tree = Self {
            nodes: Vec::new(),
            places: HashMap::new(),
        };
        tree.add(&chart.root, None, errors);
        tree
    }

    fn add(&mut self, state: &'c State, parent: Option<usize>, errors: &mut Errors) {
        let name = state.name.unraw().to_string();
        let place = self.nodes.len();
        let path = match parent {
            None => String::new(),
            Some(0) => name.clone(),
            Some(parent) => format!("{}.{name}", self.nodes[parent].path),
        };
        if parent.is_some() && self.places.insert(name.clone(), place).is_some() {
            let message = format!(
                "there is a state `{name}` already; the names of states are those of constants, so each is there once"
            );
            errors.add(syn::Error::new(state.name.span(), message));
        }
        self.nodes.push(Node {
            state,
            parent,
            path,
        });
        for inner in &state.states {
            self.add(inner, Some(place), errors);
        }
    }

    /// The state of a name. An error says which was perhaps meant.
    pub(super) fn find(&self, name: &Ident) -> syn::Result<usize> {
        let plain = name.unraw().to_string();
        self.places.get(&plain).copied().ok_or_else(|| {
            let known = self.nodes[1..]
                .iter()
                .map(|node| node.path.rsplit('.').next());
            let known: Vec<&str> = known.flatten().collect();
            unknown("state", name, &known)
        })
    }

    /// The node with a path.
    pub(super) fn at(&self, path: &str) -> Option<&Node<'c>> {
        self.nodes.iter().find(|node| node.path == path)
    }

    /// The states around a state, from the inside out.
    pub(super) fn around(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.nodes[place].parent, |place| self.nodes[*place].parent)
    }

    /// A state and those around it, from the inside out.
    pub(super) fn from(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(place).chain(self.around(place))
    }

    pub(super) fn is_inside(&self, inner: usize, outer: usize) -> bool {
        self.around(inner).any(|around| around == outer)
    }

    /// The states directly inside, histories left out.
    pub(super) fn children(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        let nodes = self.nodes.iter().enumerate();
        let children =
            nodes.filter(move |(_, node)| node.parent == Some(place) && !node.state.is_history());
        children.map(|(inner, _)| inner)
    }

    /// The invokes that are machines, with the places of their states. Their numbers are those in this order.
    pub(super) fn machines(&self) -> Vec<(usize, &'c Invoke)> {
        let nodes = self.nodes.iter().enumerate();
        let invokes = nodes.flat_map(|(place, node)| {
            let invokes = node.state.invokes.iter();
            invokes.map(move |invoke| (place, invoke))
        });
        let mut machines: Vec<(usize, &Invoke)> = Vec::new();
        for (place, invoke) in invokes.filter(|(_, invoke)| invoke.chart.is_some()) {
            // If there is one of this name, there is an error too.
            if machines.iter().all(|(_, known)| known.name != invoke.name) {
                machines.push((place, invoke));
            }
        }
        machines
    }

    /// The states that hold data.
    pub(super) fn holders(&self) -> impl Iterator<Item = usize> + '_ {
        let nodes = self.nodes.iter().enumerate();
        nodes
            .filter(|(_, node)| node.state.holding.is_some())
            .map(|(place, _)| place)
    }
}

/// What is said of a name that is not there.
pub(super) fn unknown(what: &str, name: &Ident, known: &[&str]) -> syn::Error {
    let plain = name.unraw().to_string();
    let meant = leptos_state_chart::__private::nearest(&plain, known.iter().copied());
    let hint = match (meant, known) {
        (Some(meant), _) => format!("; did you mean `{meant}`?"),
        (None, []) => String::new(),
        (None, known) => {
            let known: Vec<String> = known
                .iter()
                .take(8)
                .map(|known| format!("`{known}`"))
                .collect();
            format!("; there are {}", known.join(", "))
        }
    };
    error(name.span(), format!("there is no {what} `{plain}`{hint}"))
}

pub(super) fn error(span: Span, message: impl std::fmt::Display) -> syn::Error {
    syn::Error::new(span, message)
}
