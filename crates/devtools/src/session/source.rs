//! Sessions as tests in Rust.

use std::any::type_name;

use leptos_state_core::json::{self, WriteError};

use super::Session;
use crate::{secret, Recordable, Stopped};

/// Writes a test of what a session has.
pub(super) fn write<S: Recordable>(session: &Session<S>, name: &str) -> Result<String, WriteError> {
    let timeline = &session.timeline;
    let ty = last_names(type_name::<S>());
    let mut before = json::write(&*secret::state(&*timeline.committed))?;
    let mut text = match session.store_name() {
        Some(store) => format!("/// Recorded in the store `{store}`.\n"),
        None => String::new(),
    };
    text.push_str(&format!("#[test]\nfn {name}() {{\n"));
    let mut line = |call: &str, arguments: &[&str]| {
        let arguments: Vec<String> = arguments.iter().copied().map(literal).collect();
        text.push_str(&format!("    {call}({});\n", arguments.join(", ")));
    };
    let start = format!("let mut replay = leptos_state_devtools::Replay::<{ty}>::of");
    line(&start, &[&before]);
    for step in timeline.steps.iter().filter(|step| !step.is_skipped) {
        let entry = &step.entry;
        match (entry.record(), entry.action(), entry.stopped()) {
            (Some(record), ..) => line("replay.does", &[&json::write(&record)?]),
            (None, Some(action), Some(Stopped::Failed(why))) => {
                line(
                    "replay.fails",
                    &[&json::write(&secret::action::<S>(action))?, why],
                );
            }
            // What a layer refused is nothing to the state.
            _ => continue,
        }
        let state = json::write(&*secret::state(&*step.state))?;
        if state != before {
            line("replay.has", &[&state]);
            before = state;
        }
    }
    text.push_str("}\n");
    Ok(text)
}

/// A type with the last names of all paths in it.
fn last_names(ty: &str) -> String {
    let mut text = String::new();
    for part in ty.split_inclusive(|c: char| !c.is_alphanumeric() && c != '_' && c != ':') {
        text.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    text
}

/// A text as it stands in Rust.
fn literal(text: &str) -> String {
    let hashes = (1..).map(|n| "#".repeat(n));
    let mut free = hashes.filter(|hashes| !text.contains(&format!("\"{hashes}")));
    let hashes = free.next().unwrap_or_default();
    format!("r{hashes}\"{text}\"{hashes}")
}
