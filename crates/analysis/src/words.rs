//! What stands in a chart, in the words of `chart!`.

use leptos_state_chart::form::{Role, Transition, Trigger};

/// The path of a state in a state.
pub(crate) fn inside(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

pub(crate) fn join(parts: &[String]) -> String {
    let parts = parts.iter().filter(|part| !part.is_empty()).cloned();
    parts.collect::<Vec<_>>().join(" ")
}

pub(crate) fn actions(actions: &[String]) -> String {
    match actions {
        [] => String::new(),
        actions => format!("/ {}", actions.join(", ")),
    }
}

pub(crate) fn trigger(trigger: &Trigger) -> String {
    match trigger {
        Trigger::Events(descriptors) => format!("on {}", descriptors.join(" | ")),
        Trigger::Always => "always".to_owned(),
        Trigger::Done => "done".to_owned(),
        Trigger::After(delay) => format!("after {delay:?}"),
        Trigger::InvokeDone(id) => format!("{id} done"),
        Trigger::InvokeFailed(id) => format!("{id} error"),
        Trigger::InvokeNext(id) => format!("{id} next"),
    }
}

/// A transition in the words of `chart!`.
pub(crate) fn written(transition: &Transition) -> String {
    let guard = transition.guard.as_ref().map(|guard| format!("if {guard}"));
    let role = match transition.role {
        Role::Take => String::new(),
        Role::Ignore => "ignore".to_owned(),
        Role::Forbid => "forbid".to_owned(),
    };
    let internal = if transition.internal { "internal " } else { "" };
    let targets = match &transition.targets[..] {
        [] => String::new(),
        targets => format!("=> {internal}{}", targets.join(", ")),
    };
    join(&[
        trigger(&transition.trigger),
        guard.unwrap_or_default(),
        role,
        actions(&transition.actions),
        targets,
    ])
}
