//! The form of a configuration: what XState means, said as SCXML means it.
//!
//! - A transition that does not reenter is internal. One to its own source goes to where that begins.
//! - A parallel state that is not left when its regions are is two states in the form, the regions in the inner one.
//! - Transitions of a parallel state and of what is around it are looked at only if no region has one: where that matters, ones
//!   that do nothing stand before them under the condition that a region has one.
//! - More specific descriptors are before others.
//! - Initial actions are only taken where XState takes them: states that begin otherwise are named as targets with what is inside.

use std::collections::BTreeMap;

use super::lead::{self, Lead};
use super::paths::Paths;
use super::read::Reader;
use super::tree::{Asked, Edge, Sort, Test, Tree};
use crate::document::content::Condition;
use crate::document::document::{unknown, Part};
use crate::document::DocumentProblem;
use crate::form::{state, stay, Form, Guard, Initial, Kind, Role, State, Transition, Trigger};

/// Makes the form, and notes in the body how its states are called.
pub fn form(reader: &mut Reader<'_, '_>) -> Form {
    let tree = std::mem::take(&mut reader.tree);
    let leads = lead::all(reader, &tree);
    let is_wrapped = lead::wrapped(reader, &tree, &leads);
    let paths = Paths::of(&tree, is_wrapped);
    let mut making = Making {
        calm: Calm::of(reader, &tree, &leads),
        reader,
        tree: &tree,
        leads,
        paths,
        scopes: BTreeMap::new(),
    };
    if !making.names_suffice() {
        making.paths = making.paths.unique(&tree);
    }
    let root = making.state(0);
    let limit = making.reader.microstep_limit;
    let mut form = Form::new(tree.node(0).id.clone())
        .always_after_each_event()
        .root(|_| root);
    form.scopes = making.scopes;
    match limit {
        Some(limit) => form.microstep_limit(limit),
        None => form,
    }
}

pub(super) struct Making<'m, 'r, 't> {
    pub reader: &'m mut Reader<'r, 't>,
    pub tree: &'m Tree,
    /// For each state where its transitions lead.
    leads: Vec<Vec<Lead>>,
    pub paths: Paths,
    scopes: BTreeMap<(String, usize), String>,
    calm: Option<Calm>,
}

/// What keeps a transition without an event that changes nothing from being taken again and again. XState looks at such transitions
/// anew only when there is another event, a state is entered, or a variable has changed.
struct Calm {
    restless: String,
    note: String,
    stir: String,
}

impl Calm {
    /// If there is such a transition.
    fn of(reader: &mut Reader<'_, '_>, tree: &Tree, leads: &[Vec<Lead>]) -> Option<Self> {
        let mut all = tree
            .nodes
            .iter()
            .zip(leads)
            .flat_map(|(node, leads)| node.edges.iter().zip(leads));
        if !all.any(|(edge, lead)| matches!(edge.asked, Asked::Always) && lead.targets.is_empty()) {
            return None;
        }
        let body = &mut reader.body;
        body.asks_for_calm = true;
        body.conditions.push(Condition::Restless);
        let restless = (body.conditions.len() - 1).to_string();
        body.blocks.extend([Part::Note, Part::Stir]);
        let count = body.blocks.len();
        Some(Self {
            restless,
            note: (count - 2).to_string(),
            stir: (count - 1).to_string(),
        })
    }
}

impl Making<'_, '_, '_> {
    /// Whether all targets can be called by the names that states have, without another one being meant.
    fn names_suffice(&self) -> bool {
        let nodes = self.leads.iter().enumerate();
        let mut targets = nodes.flat_map(|(source, leads)| {
            let targets = leads.iter().flat_map(|lead| &lead.targets);
            targets.map(move |target| (source, *target))
        });
        // Conditions are of any state.
        let mut others = (0..self.tree.nodes.len()).flat_map(|source| {
            let node = self.tree.node(source);
            let tests = node.edges.iter().filter_map(|edge| edge.guard.as_ref());
            let mut found = Vec::new();
            tests.for_each(|test| self.asked_for(test, &mut found));
            found.into_iter().map(move |target| (source, target))
        });
        let is_found = |(source, target): (usize, usize)| self.paths.name(source, target).is_some();
        targets.all(is_found) && others.all(is_found) && self.regions_are_found()
    }

    /// The states that a condition asks for.
    fn asked_for(&self, test: &Test, found: &mut Vec<usize>) {
        match test {
            Test::Named(_) => {}
            Test::In(target) => {
                let target = self.tree.resolve_from_outside(&target.text);
                found.extend(target.filter(|target| *target != 0));
            }
            Test::Not(inner) => self.asked_for(inner, found),
            Test::All(inner) | Test::Any(inner) => {
                inner.iter().for_each(|test| self.asked_for(test, found))
            }
        }
    }

    fn state(&mut self, index: usize) -> State {
        let tree = self.tree;
        let node = tree.node(index);
        let mut made = state(self.paths.own_name(index));
        let path = self.paths.path(index).to_owned();
        let body = &mut self.reader.body;
        body.places.insert(path.clone(), node.place);
        if index != 0 {
            body.ids
                .insert(self.paths.inner_path(index), node.id.clone());
        }
        made.tags.clone_from(&node.tags);
        made.meta.clone_from(&node.meta);
        made.entry.extend(node.entry.clone().map(|part| vec![part]));
        made.exit.extend(node.exit.clone().map(|part| vec![part]));
        made.invokes.clone_from(&node.invokes);
        if let Sort::History { is_deep } = node.sort {
            made.kind = match is_deep {
                true => Kind::DeepHistory,
                false => Kind::ShallowHistory,
            };
            made.initial = self.fallback(index);
            return made;
        }
        let stir = self.calm.as_ref().map(|calm| vec![calm.stir.clone()]);
        made.entry.extend(stir);
        self.transitions(index, &mut made);
        let inside: Vec<_> = tree
            .children(index)
            .filter(|inner| index != 0 || !tree.is_history(*inner))
            .collect();
        match node.sort {
            Sort::Parallel if self.paths.is_wrapped(index) => {
                let mut regions = crate::form::parallel(super::paths::REGIONS);
                if self.paths.is_unique() {
                    regions.name = self.paths.regions_name(index);
                }
                let (histories, others): (Vec<_>, Vec<_>) = inside
                    .into_iter()
                    .partition(|inner| tree.is_history(*inner));
                regions.states = others.into_iter().map(|inner| self.state(inner)).collect();
                made.states.push(regions);
                made.states
                    .extend(histories.into_iter().map(|inner| self.state(inner)));
            }
            Sort::Final => {
                let data = match node.parent {
                    Some(0) if self.is_v6() && tree.node(0).output.is_none() => node.output.clone(),
                    Some(0) => tree.node(0).output.clone(),
                    _ => node.output.clone(),
                };
                match self.paths.is_ended(index) {
                    true => made.states.push(State {
                        data,
                        ..crate::form::final_state(self.paths.end_name(index))
                    }),
                    false => {
                        made.kind = Kind::Final;
                        made.data = data;
                    }
                }
                made.states
                    .extend(inside.into_iter().map(|inner| self.state(inner)));
            }
            // A form has states.
            Sort::Atomic if index == 0 => {
                let body = &mut self.reader.body;
                body.ids
                    .insert(super::paths::MACHINE.to_owned(), node.id.clone());
                made.states.push(state(super::paths::MACHINE));
            }
            sort => {
                if sort == Sort::Parallel {
                    made.kind = Kind::Parallel;
                    if index == 0 && node.output.is_some() {
                        self.reader
                            .conflict(node.place, "parallel machine", "an output");
                    }
                }
                made.states = inside.into_iter().map(|inner| self.state(inner)).collect();
            }
        }
        if let (Sort::Compound, Some(start)) = (node.sort, &node.initial) {
            let targets = tree
                .beginning(index)
                .into_iter()
                .flat_map(|target| lead::real(tree, target));
            made.initial = Some(Initial {
                targets: targets
                    .filter_map(|target| self.paths.name(index, target))
                    .collect(),
                actions: start.actions.iter().cloned().collect(),
            });
        }
        made
    }

    /// Where a history leads to that remembers nothing. XState does not take the initial actions of the state that it leads to, but
    /// those of the parent if it is said nowhere.
    fn fallback(&mut self, history: usize) -> Option<Initial> {
        let tree = self.tree;
        let parent = tree.node(history).parent?;
        let said = &tree.node(history).fallback;
        let mut initial = Initial::default();
        let mut targets = Vec::new();
        for target in said {
            match tree.resolve(history, &target.text) {
                Some(found) => targets.push(found),
                None => self
                    .reader
                    .wrong(target.place, unknown_state(tree, history, &target.text)),
            }
        }
        if said.is_empty() {
            if tree.is_parallel(parent) {
                return None;
            }
            targets.extend(tree.beginning(parent));
            let start = tree.node(parent).initial.as_ref();
            initial
                .actions
                .extend(start.and_then(|start| start.actions.clone()));
        }
        let targets = targets
            .into_iter()
            .map(|target| match &tree.node(target).initial {
                Some(start) if start.actions.is_some() => tree.beginning(target).unwrap_or(target),
                _ => target,
            });
        // They are looked for from the parent.
        initial.targets = targets
            .filter_map(|target| self.paths.name(parent, target))
            .collect();
        Some(initial)
    }

    fn transitions(&mut self, index: usize, made: &mut State) {
        let tree = self.tree;
        self.blocks(index, made);
        let mut order: Vec<_> = tree.node(index).edges.iter().enumerate().collect();
        order.sort_by_key(|(_, edge)| match &edge.asked {
            Asked::Event(descriptor) if descriptor.ends_with('*') => {
                (true, usize::MAX - descriptor.len())
            }
            _ => (false, 0),
        });
        let path = self.paths.path(index).to_owned();
        for (place, edge) in order {
            let transition = self.transition(index, place, edge);
            let number = made.transitions.len();
            let places = &mut self.reader.body.transition_places;
            places.insert((path.clone(), number), edge.place);
            if let Some(scope) = self.leads[index][place].scope {
                let scope = self.paths.path(scope).to_owned();
                self.scopes.insert((path.clone(), number), scope);
            }
            made.transitions.push(transition);
        }
    }

    fn transition(&mut self, source: usize, number: usize, edge: &Edge) -> Transition {
        let guard = edge
            .guard
            .as_ref()
            .and_then(|test| self.guard(source, test));
        let lead = &self.leads[source][number];
        let targets = lead
            .targets
            .iter()
            .filter_map(|target| self.paths.name(source, *target));
        let mut transition = stay()
            .to(targets.collect::<Vec<_>>())
            .run(lead.actions.clone());
        transition.internal = !edge.reenters;
        transition.guard = guard;
        if let (Some(calm), Asked::Always) = (&self.calm, &edge.asked) {
            let restless = Guard::Named(calm.restless.clone());
            let all = std::iter::once(restless).chain(transition.guard.take());
            transition.guard = Some(Guard::All(all.collect()));
            if transition.targets.is_empty() {
                transition.actions.insert(0, calm.note.clone());
            }
        }
        transition.trigger = self.trigger(source, edge);
        let is_event = matches!(transition.trigger, Trigger::Events(_));
        if is_event && transition.targets.is_empty() && transition.actions.is_empty() {
            transition.role = Role::Ignore;
        }
        transition
    }

    fn is_v6(&self) -> bool {
        self.reader.v6.is_some()
    }

    fn trigger(&self, source: usize, edge: &Edge) -> Trigger {
        match &edge.asked {
            Asked::Always => Trigger::Always,
            Asked::After(delay) => Trigger::After(*delay),
            Asked::Next(id) => Trigger::InvokeNext(id.clone()),
            Asked::Done if self.tree.can_finish(source) && !self.paths.is_wrapped(source) => {
                Trigger::Done
            }
            Asked::Done | Asked::Event(_) => Trigger::Events(self.patterns(source, edge)),
        }
    }

    /// The descriptors of the form for a transition's events; none if it has no event.
    pub fn patterns(&self, source: usize, edge: &Edge) -> Vec<String> {
        let done = |node: usize| format!("done.state.{}", self.paths.done_path(node));
        match &edge.asked {
            Asked::Always | Asked::After(_) | Asked::Next(_) => Vec::new(),
            Asked::Done => vec![done(source)],
            Asked::Event(text) => match text.as_str() {
                // Elsewhere those events are called so.
                "xstate.*" if self.is_v6() => {
                    let others = ["done.state.*", "error.*"].map(str::to_owned);
                    std::iter::once(text.clone()).chain(others).collect()
                }
                "xstate.error.*" if self.is_v6() => vec![text.clone(), "error.*".to_owned()],
                "xstate.error.execution" | "xstate.error.communication" if self.is_v6() => {
                    vec![text.clone(), text.replacen("xstate.", "", 1)]
                }
                "xstate.*" | "xstate.done.*" | "xstate.done.state.*" => {
                    vec![text.clone(), "done.state.*".to_owned()]
                }
                "xstate.done.state" if self.is_v6() => vec!["done.state.*".to_owned()],
                "xstate.done.actor" | "xstate.error.actor" if self.is_v6() => {
                    vec![format!("{text}.*")]
                }
                text => {
                    let id = text.strip_prefix("xstate.done.state.");
                    match id.and_then(|id| self.tree.ids.get(id)) {
                        Some(node) => vec![done(*node)],
                        None => vec![text.replace(' ', "%20")],
                    }
                }
            },
        }
    }

    pub fn guard(&mut self, source: usize, test: &Test) -> Option<Guard> {
        Some(match test {
            Test::Named(name) => Guard::Named(name.clone()),
            Test::In(target) => match self.tree.resolve_from_outside(&target.text) {
                // The machine is always active.
                Some(0) => Guard::All(Vec::new()),
                Some(node) => Guard::In(self.paths.name(source, node)?),
                None => {
                    let problem = unknown_state(self.tree, 0, &target.text);
                    self.reader.wrong(target.place, problem);
                    return None;
                }
            },
            Test::Not(inner) => Guard::Not(Box::new(self.guard(source, inner)?)),
            Test::All(inner) => Guard::All(
                inner
                    .iter()
                    .filter_map(|test| self.guard(source, test))
                    .collect(),
            ),
            Test::Any(inner) => Guard::Any(
                inner
                    .iter()
                    .filter_map(|test| self.guard(source, test))
                    .collect(),
            ),
        })
    }
}

/// That a target is none, with what was perhaps meant.
pub(super) fn unknown_state(tree: &Tree, source: usize, text: &str) -> DocumentProblem {
    if let Some(id) = text.strip_prefix('#') {
        let ids: Vec<_> = tree.ids.keys().map(|id| format!("#{id}")).collect();
        return unknown("state", &format!("#{id}"), ids.iter().map(String::as_str));
    }
    let near = match tree.node(source).parent {
        Some(parent) if !text.starts_with('.') => parent,
        _ => source,
    };
    let dot = match text.starts_with('.') || tree.node(source).parent.is_none() {
        true => ".",
        false => "",
    };
    let keys: Vec<_> = tree
        .children(near)
        .map(|child| format!("{dot}{}", tree.node(child).key))
        .collect();
    unknown("state", text, keys.iter().map(String::as_str))
}
