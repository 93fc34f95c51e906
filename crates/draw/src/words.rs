//! What transitions and states say, in the words of `chart!`.

use std::time::Duration;

use leptos_state_chart::form::{Invoke, Role, Transition, Trigger};

use crate::outline::{Edge, Node, Outline};

/// What a transition says, in its parts.
pub(crate) struct Label {
    /// `Play`, `after 10s`, `fetch done`.
    pub trigger: String,
    /// `[in_range]`.
    pub guard: Option<String>,
    /// `(internal)`, `ignore`, or a target that there is not: `=> nowhere`.
    pub note: Option<String>,
    /// `/ load, seek`.
    pub actions: Option<String>,
}

impl Label {
    pub fn of(edge: &Edge<'_>, outline: &Outline<'_>) -> Self {
        let transition = edge.transition;
        Self {
            trigger: trigger(&transition.trigger),
            guard: transition.guard.as_ref().map(|guard| format!("[{guard}]")),
            note: note(edge, outline),
            actions: actions(&transition.actions),
        }
    }

    /// All of it in one line.
    pub fn line(&self) -> String {
        let rest = [&self.guard, &self.note, &self.actions];
        let rest = rest.into_iter().flatten();
        rest.fold(self.trigger.clone(), |line, part| format!("{line} {part}"))
    }
}

fn note(edge: &Edge<'_>, outline: &Outline<'_>) -> Option<String> {
    let Transition { role, internal, .. } = edge.transition;
    let mut notes: Vec<String> = Vec::new();
    match role {
        Role::Ignore => notes.push("ignore".to_owned()),
        Role::Forbid => notes.push("forbid".to_owned()),
        Role::Take => {}
    }
    let is_inside = |target: &usize| outline.is_inside(*target, edge.source);
    if *internal && !edge.targets.is_empty() && edge.targets.iter().all(is_inside) {
        notes.push("(internal)".to_owned());
    }
    if !edge.missing.is_empty() {
        notes.push(format!("=> {}", edge.missing.join(", ")));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// `/ load, seek`.
pub(crate) fn actions(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("/ {}", names.join(", ")))
}

/// `invoke fetch`, or `invoke fetch as second`.
fn invoke(invoke: &Invoke) -> String {
    match &invoke.id {
        id if *id == invoke.source => id.clone(),
        id => format!("{} as {id}", invoke.source),
    }
}

/// What a state does by itself, a line for each: `entry / ring`, `invoke fetch`.
pub(crate) fn said(node: &Node<'_>) -> Vec<String> {
    own(node)
        .into_iter()
        .map(|(word, what)| format!("{word} {what}"))
        .collect()
}

/// The same, each with its word apart.
pub(crate) fn own(node: &Node<'_>) -> Vec<(&'static str, String)> {
    let state = node.state;
    let mut own = Vec::new();
    if !state.tags.is_empty() {
        own.push(("tags", state.tags.join(", ")));
    }
    for (word, blocks) in [("entry", &state.entry), ("exit", &state.exit)] {
        let blocks = blocks.iter().filter_map(|block| actions(block));
        own.extend(blocks.map(|actions| (word, actions)));
    }
    own.extend(state.invokes.iter().map(|work| ("invoke", invoke(work))));
    own.extend(state.data.iter().map(|maker| ("data", maker.clone())));
    own
}

fn trigger(trigger: &Trigger) -> String {
    match trigger {
        Trigger::Events(descriptors) => descriptors.join(" | "),
        Trigger::Always => "always".to_owned(),
        Trigger::Done => "done".to_owned(),
        Trigger::After(delay) => format!("after {}", duration(*delay)),
        Trigger::InvokeDone(id) => format!("{id} done"),
        Trigger::InvokeFailed(id) => format!("{id} error"),
        Trigger::InvokeNext(id) => format!("{id} next"),
    }
}

/// `300ms`, `1.5s`, `2min`, `1h`.
fn duration(duration: Duration) -> String {
    let milliseconds = duration.as_millis();
    if duration.is_zero() || !duration.as_nanos().is_multiple_of(1_000_000) {
        return format!("{duration:?}");
    }
    for (unit, length) in [("h", 3_600_000), ("min", 60_000)] {
        if milliseconds.is_multiple_of(length) {
            return format!("{}{unit}", milliseconds / length);
        }
    }
    // `Debug` of a duration is `300ms` and `1.5s`.
    format!("{duration:?}")
}
