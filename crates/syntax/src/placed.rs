//! What the compiler of charts says, where it is in the source and in the words of the source.

use leptos_state_chart::{FormError, FormProblem};
use proc_macro2::Span;

use super::model::{Kind, State, Target, Transition, Trigger};
use super::tree::{error, Node, Tree};

pub(super) fn placed(tree: &Tree<'_>, wrong: &FormError) -> syn::Error {
    let node = tree.at(wrong.state()).unwrap_or(&tree.nodes[0]);
    let state = node.state;
    let transition = wrong
        .transition()
        .and_then(|place| state.transitions.get(place));
    let (span, message) = said(tree, node, transition, wrong.problem());
    let span = span.or_else(|| transition.map(|transition| transition.span));
    error(span.unwrap_or_else(|| state.name.span()), message)
}

/// What is said; where, if it is neither the transition nor the state as a whole.
fn said(
    tree: &Tree<'_>,
    node: &Node<'_>,
    transition: Option<&Transition>,
    problem: &FormProblem,
) -> (Option<Span>, String) {
    let state = node.state;
    let targets = match transition {
        Some(transition) => &transition.targets[..],
        None => state
            .initial
            .as_ref()
            .map_or(&[][..], |initial| &initial.targets),
    };
    let at = |path: &str| last_to(tree, targets, path);
    let name = match node.parent {
        None => "the outermost state".to_owned(),
        Some(_) => format!("`{}`", state.name),
    };
    match problem {
        FormProblem::NoStates => (None, format!("{name} has no region: put states inside, which are active together")),
        FormProblem::Unreachable => (
            None,
            format!("nothing leads to {name}: let a transition or an `initial` lead there, or leave it out"),
        ),
        FormProblem::Hidden => (
            transition.map(trigger_span),
            format!(
                "this is never taken: what stands above in {name} for the same has no `if`; give it one, or put this above it"
            ),
        ),
        FormProblem::HistoryFromInside(path) => {
            let parent = outer(path);
            let message = format!(
                "`{}` remembers nothing of what is active until `{parent}` is left, and this does not leave it: ask for it from \
                 outside of `{parent}`",
                last(path)
            );
            (at(path), message)
        }
        FormProblem::TargetsExclude(one, other) => (
            at(other),
            format!(
                "`{}` and `{}` can't be active together: several targets are in different regions of a parallel state",
                last(one),
                last(other)
            ),
        ),
        FormProblem::InitialOutside(path) => (
            at(path),
            format!("`initial` leads to what is inside of {name}, and `{}` is not", last(path)),
        ),
        FormProblem::InitialOfAtomic => (
            initial_span(state),
            format!("{name} has no states inside that it could begin in"),
        ),
        FormProblem::InitialOfParallel => (
            initial_span(state),
            format!("{name} is parallel and begins in all of its regions: an `initial` stands in a region"),
        ),
        FormProblem::InFinal(what) => (
            part_span(state, what),
            format!("{name} is final and has no {what}: it is the end of what is around it"),
        ),
        FormProblem::FinalRegion => (
            state.children().find(|inner| inner.kind == Kind::Final).map(|inner| inner.name.span()),
            format!("a region of {name} can't be final: put a final state inside of a region"),
        ),
        FormProblem::HistoryOfRoot => (
            None,
            "the outermost state is never entered again, so nothing is to be remembered of it: put the history into a state"
                .to_owned(),
        ),
        FormProblem::HistoryOutside(path) => (
            at(path),
            format!(
                "{name} leads to what is inside of `{}`, the state that it stands in, and `{}` is not",
                outer(&node.path),
                last(path)
            ),
        ),
        FormProblem::HistoryOfHistory(path) => (
            at(path),
            format!("`{}` is a history of the same state: name the state that it is to lead to", last(path)),
        ),
        FormProblem::DuplicateInvoke(invoke) => {
            let mut same = state.invokes.iter().filter(|known| known.name == invoke);
            let message = format!("{name} invokes `{invoke}` already: a state invokes each work once");
            (same.nth(1).map(|invoke| invoke.name.span()), message)
        }
        FormProblem::Endless => (
            None,
            "this would be taken without end: give it an `if`, or a target".to_owned(),
        ),
        FormProblem::NeverDone(_) => (None, format!("{name} never finishes: {}", never(node))),
        other => (None, other.to_string()),
    }
}

/// Why a state never finishes.
fn never(node: &Node<'_>) -> &'static str {
    match node.state.kind {
        _ if node.parent.is_none() => "when it would, the machine does",
        Kind::Parallel => "each of its regions needs a `final` state",
        _ => "it has no `final` state inside",
    }
}

/// The last name of a path.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The name of the state around the one of a path.
fn outer(path: &str) -> &str {
    path.rsplit('.').nth(1).unwrap_or(path)
}

/// Where a state is named as the last of these targets that leads to it.
fn last_to(tree: &Tree<'_>, targets: &[Target], path: &str) -> Option<Span> {
    let mut targets = targets.iter().rev().map(Target::last);
    let found = targets.find(|name| {
        tree.find(name)
            .is_ok_and(|place| tree.nodes[place].path == path)
    });
    found.map(|name| name.span())
}

/// What a transition is for.
fn trigger_span(transition: &Transition) -> Span {
    match &transition.trigger {
        Trigger::Events(events) => events.first().map_or(transition.span, |on| on.event.span()),
        Trigger::Error(action) => action.span(),
        _ => transition.span,
    }
}

fn initial_span(state: &State) -> Option<Span> {
    state.initial.as_ref().map(|initial| initial.span)
}

/// Where a final state has what it must not have.
fn part_span(state: &State, what: &str) -> Option<Span> {
    match what {
        "states inside" => state.states.first().map(|inner| inner.name.span()),
        "transitions" => state.transitions.first().map(|transition| transition.span),
        "invokes" => state.invokes.first().map(|invoke| invoke.name.span()),
        _ => None,
    }
}
