//! Events that nothing is done on, for charts that deny it.

use proc_macro2::Ident;

use super::errors::Errors;
use super::model::{Chart, Kind, Role, State, Trigger};
use super::tree::{error, Tree};

/// Notes for every atomic state the events that may come there with no transition taken.
pub(super) fn check(chart: &Chart, tree: &Tree<'_>, errors: &mut Errors) {
    let events = chart.events.iter().map(|event| &event.ident);
    let open: Vec<(Vec<&State>, &Ident)> = events
        .map(|event| (open(&chart.root, event, true), event))
        .collect();
    for node in &tree.nodes {
        let is_here = |state: &&State| std::ptr::eq(*state, node.state);
        let missing = open.iter().filter(|(states, _)| states.iter().any(is_here));
        let missing: Vec<String> = missing.map(|(_, event)| event.to_string()).collect();
        if missing.is_empty() {
            continue;
        }
        let named: Vec<_> = missing.iter().map(|event| format!("`{event}`")).collect();
        let verb = if missing.len() == 1 { "is" } else { "are" };
        let message = format!(
            "{} {verb} not handled in `{}`, or only if a guard holds: say what happens, or that nothing is to, `on {} ignore;`, here or \
             in a state around it",
            named.join(", "),
            node.state.name,
            missing.join(" | ")
        );
        errors.add(error(node.state.name.span(), message));
    }
}

/// The atomic states inside of a state, or it itself, in which an event may find no transition.
fn open<'c>(state: &'c State, event: &Ident, is_outermost: bool) -> Vec<&'c State> {
    if is_handled(state, event) {
        return Vec::new();
    }
    let inside = state.children().map(|inner| {
        let is_end = is_outermost && inner.kind == Kind::Final;
        // A machine that has finished is told so.
        if is_end {
            Vec::new()
        } else {
            open(inner, event, false)
        }
    });
    if state.is_atomic() {
        return vec![state];
    }
    match state.kind {
        // One region that handles it is enough.
        Kind::Parallel => inside.min_by_key(Vec::len).unwrap_or_default(),
        _ => inside.flatten().collect(),
    }
}

/// Whether a state does something on an event whatever guards say, or says that it does not.
fn is_handled(state: &State, event: &Ident) -> bool {
    let mut transitions = state.transitions.iter();
    transitions.any(|transition| {
        let is_for = match &transition.trigger {
            Trigger::Events(events) => events.iter().any(|on| on.event == *event),
            Trigger::Any => true,
            _ => false,
        };
        is_for && (transition.guard.is_none() || transition.role != Role::Take)
    })
}
