//! Names that differ by a letter, and events that are of no use.

use std::collections::BTreeMap;

use leptos_state_chart::form::{Guard, State};

use crate::finding::{Finding, Rule};
use crate::graph::{named, Graph};
use crate::words::inside;

/// Names that are shorter differ by a letter without anybody having slipped.
const SHORTEST: usize = 5;

pub(crate) fn find(graph: &Graph, found: &mut Vec<Finding>) {
    for event in &graph.form.events {
        if !graph.edges.iter().any(|edge| edge.is_for(event)) {
            let message = format!("the event `{event}` is declared, and nothing is done on it");
            found.push(Finding::new(Rule::UnusedEvent, "", None, message));
        }
    }
    let mut names = Names::default();
    names.collect(&graph.form.root, "", 0);
    for event in &graph.form.events {
        names.events.entry(event.clone()).or_default();
    }
    for (what, names) in [
        ("states", &names.states),
        ("events", &names.events),
        ("guards", &names.guards),
        ("actions", &names.actions),
    ] {
        let names: Vec<_> = names.iter().collect();
        for (at, (one, first)) in names.iter().enumerate() {
            for (other, second) in &names[at + 1..] {
                if !is_slip(one, other) {
                    continue;
                }
                // What comes later is what somebody has to look at.
                let (later, earlier, shown) = if first <= second {
                    (second, first, other)
                } else {
                    (first, second, one)
                };
                let twin = if shown == other { one } else { other };
                let message = format!(
                    "the {what} `{shown}` and `{twin}` differ by a letter: are both meant?"
                );
                let finding = Finding::new(Rule::SimilarNames, &later.1, later.2, message);
                found.push(finding.related(&earlier.1, earlier.2, format!("`{twin}` is here")));
            }
        }
    }
}

/// Where something is named: in document order, by the path of a state and the place of a transition.
type Named = (usize, String, Option<usize>);

/// The names of a chart, each with where it first is.
#[derive(Default)]
struct Names {
    states: BTreeMap<String, Named>,
    events: BTreeMap<String, Named>,
    guards: BTreeMap<String, Named>,
    actions: BTreeMap<String, Named>,
    order: usize,
}

impl Names {
    fn collect(&mut self, state: &State, path: &str, depth: usize) {
        self.order += 1;
        let here = |index| (self.order, path.to_owned(), index);
        if depth > 0 {
            self.states.entry(state.name.clone()).or_insert(here(None));
        }
        let blocks = state.entry.iter().chain(&state.exit).flatten();
        let initial = state.initial.iter().flat_map(|initial| &initial.actions);
        for action in blocks.chain(initial) {
            self.actions.entry(action.clone()).or_insert(here(None));
        }
        for (index, transition) in state.transitions.iter().enumerate() {
            let here = here(Some(index));
            if let leptos_state_chart::form::Trigger::Events(descriptors) = &transition.trigger {
                for name in descriptors.iter().filter_map(|text| named(text)) {
                    self.events.entry(name.to_owned()).or_insert(here.clone());
                }
            }
            for action in &transition.actions {
                self.actions.entry(action.clone()).or_insert(here.clone());
            }
            if let Some(guard) = &transition.guard {
                asked(guard, &mut |name| {
                    self.guards.entry(name.to_owned()).or_insert(here.clone());
                });
            }
        }
        for inner in &state.states {
            let path = inside(path, &inner.name);
            self.collect(inner, &path, depth + 1);
        }
    }
}

fn asked(guard: &Guard, each: &mut impl FnMut(&str)) {
    match guard {
        Guard::Named(name) => each(name),
        Guard::In(_) => {}
        Guard::Not(inner) => asked(inner, each),
        Guard::All(inner) | Guard::Any(inner) => inner.iter().for_each(|guard| asked(guard, each)),
    }
}

/// Whether one of the names may have been meant to be the other.
fn is_slip(one: &str, other: &str) -> bool {
    let is_word = |name: &str| {
        name.chars()
            .all(|letter| letter.is_alphanumeric() || "_-.".contains(letter))
    };
    // Expressions and what differs by a number are meant as they are.
    let digits = |name: &str| -> String { name.chars().filter(char::is_ascii_digit).collect() };
    // Nobody slips in the first letter without seeing it; `Light` and `Right` are both meant.
    let same_first = one
        .chars()
        .next()
        .map(char::to_lowercase)
        .map(String::from_iter)
        == other
            .chars()
            .next()
            .map(char::to_lowercase)
            .map(String::from_iter);
    is_word(one)
        && is_word(other)
        && same_first
        && one.chars().count().min(other.chars().count()) >= SHORTEST
        && digits(one) == digits(other)
        && (strsim::osa_distance(one, other) == 1 || one.to_lowercase() == other.to_lowercase())
}
