//! How a change goes on from cell to cell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use leptos_state::prelude::*;

use super::formula::Formula;
use super::sheet::{value_of, Cell};
use super::{Address, Trouble, Value};

/// Makes all values right again after what is written in `changed` has changed, where `before` was its value. Returns the
/// cells whose values were computed, in this order.
///
/// Each of them is computed once, after those that it reads. One is left as it is if none of those has another value than
/// before.
pub fn propagate(cells: &mut Entities<Cell>, changed: Address, before: &Value) -> Vec<Address> {
    let formulas: Vec<_> = cells
        .iter()
        .filter_map(|cell| Some((cell.at, Arc::clone(cell.formula()?))))
        .collect();
    let reached = Reached::from(changed, &formulas);

    let mut waiting = reached.sources.clone();
    let mut ready = BTreeSet::new();
    if !waiting.contains_key(&changed) {
        ready.insert(changed);
    }
    let mut differing = BTreeSet::new();
    let mut computed = Vec::new();
    while let Some(at) = ready.pop_first() {
        let now = value_of(cells, at);
        let reads_other = || {
            reached
                .sources
                .get(&at)
                .is_some_and(|sources| !sources.is_disjoint(&differing))
        };
        if at == changed || reads_other() {
            computed.push(at);
            let then = cells
                .get(&at)
                .map_or(Value::Empty, |cell| cell.compute(cells));
            let was = if at == changed { before } else { &now };
            if then != *was {
                differing.insert(at);
            }
            write(cells, at, then);
        }
        for reader in reached.readers.get(&at).into_iter().flatten() {
            if let Some(sources) = waiting.get_mut(reader) {
                sources.remove(&at);
                if sources.is_empty() {
                    waiting.remove(reader);
                    ready.insert(*reader);
                }
            }
        }
    }
    // What still waits, waits for itself, or for one that does.
    for at in waiting.into_keys() {
        computed.push(at);
        write(cells, at, Value::Trouble(Trouble::Cycle));
    }
    computed
}

/// The cells whose values may depend on one, that one among them.
struct Reached {
    /// Who reads a cell.
    readers: BTreeMap<Address, Vec<Address>>,
    /// What a cell reads, as far as it is reached itself.
    sources: BTreeMap<Address, BTreeSet<Address>>,
}

impl Reached {
    fn from(changed: Address, formulas: &[(Address, Arc<Formula>)]) -> Self {
        let mut reached = Self {
            readers: BTreeMap::new(),
            sources: BTreeMap::new(),
        };
        let mut to_visit = vec![changed];
        while let Some(at) = to_visit.pop() {
            if reached.readers.contains_key(&at) {
                continue;
            }
            let reads_it = |(_, formula): &&(Address, Arc<Formula>)| {
                formula.reads().iter().any(|range| range.contains(at))
            };
            let readers: Vec<_> = formulas
                .iter()
                .filter(reads_it)
                .map(|(at, _)| *at)
                .collect();
            for reader in &readers {
                reached.sources.entry(*reader).or_default().insert(at);
            }
            to_visit.extend(&readers);
            reached.readers.insert(at, readers);
        }
        reached
    }
}

fn write(cells: &mut Entities<Cell>, at: Address, value: Value) {
    // One that is as it was is not written to, so that it stays shared with copies of the sheet.
    if value_of(cells, at) != value {
        cells.update(&at, |cell| cell.value = value);
    }
}
