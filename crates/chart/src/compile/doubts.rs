//! What can run and is surely not meant.

use super::columns::Columns;
use super::outline::Outline;
use super::parts::{written, Part, Parts};
use super::Errors;
use crate::bits::{self, Bits};
use crate::entry::{Entry, Memory};
use crate::error::FormProblem;
use crate::form::Role;
use crate::tables::{StateKind, Tables, ROOT};

pub(super) fn find(
    outline: &Outline<'_>,
    parts: &Parts,
    columns: &Columns,
    tables: &Tables,
    errors: &mut Errors,
) {
    let reached = reached(parts, tables);
    for (state, node) in outline.numbered() {
        let is_reached = |state: u16| bits::has(reached.words(), state);
        // The outermost state always is.
        if !node.kind.is_history() && !is_reached(state) && is_reached(node.parent) {
            errors.push(&node.path, None, FormProblem::Unreachable);
        }
        let first = parts
            .transitions
            .partition_point(|part| part.source < state);
        let own = parts.transitions[first..].iter();
        let own: Vec<_> = own.take_while(|part| part.source == state).collect();
        for (index, part) in own.iter().enumerate() {
            let trigger = &node.form.transitions[index].trigger;
            let mut wrong = |problem| {
                errors.push_of(&node.path, Some(written(trigger)), Some(index), problem);
            };
            if is_hidden(outline, columns, &own[..index], part) {
                wrong(FormProblem::Hidden);
            }
            for target in &part.targets {
                let found = outline.node(*target);
                if found.kind.is_history() && !is_left(outline, part, found.parent) {
                    wrong(FormProblem::HistoryFromInside(found.path.clone()));
                }
            }
        }
    }
}

/// Whether a transition into a state comes from outside of it, or leaves it first.
fn is_left(outline: &Outline<'_>, part: &Part, state: u16) -> bool {
    let is_inside = outline.is_inside(part.source, state);
    let stays = part.source == state && part.is_internal;
    // What is left with a region's transition to another region is the parallel state itself.
    outline.node(state).kind == StateKind::Parallel || !(is_inside || stays)
}

/// The states that can be entered at all, guards and events left out of account.
fn reached(parts: &Parts, tables: &Tables) -> Bits {
    let memory = Memory {
        sets: &[],
        words: 0,
    };
    let mut entry = Entry::new(tables, memory);
    entry.state(ROOT);
    let mut reached = entry.found().entering;
    loop {
        let before = reached.clone();
        for part in &parts.transitions {
            let is_taken = part.role == Role::Take && bits::has(reached.words(), part.source);
            if !is_taken || part.targets.is_empty() {
                continue;
            }
            let mut entry = Entry::new(tables, memory);
            entry.targets(&part.targets, ROOT);
            let entered = entry.found().entering;
            for (word, entered) in reached.words_mut().iter_mut().zip(entered.words()) {
                *word |= entered;
            }
        }
        if before.words() == reached.words() {
            return reached;
        }
    }
}

/// Whether earlier transitions of the same state without a condition are for all events that a transition is for.
fn is_hidden(outline: &Outline<'_>, columns: &Columns, earlier: &[&Part], part: &Part) -> bool {
    let is_for = |part: &Part, column: usize| columns.matches(outline, part, column);
    let hides = |column: usize| {
        let mut sure = earlier.iter().filter(|part| part.guard.is_none());
        sure.any(|earlier| is_for(earlier, column))
    };
    (0..columns.len())
        .filter(|column| is_for(part, *column))
        .all(hides)
}
