//! What written states, events and invokes are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::document::Body;
use crate::form::{Form, State, Trigger};
use crate::Chart;

/// The names of what is written.
#[derive(Debug)]
pub struct Identifiers {
    /// For each state its identifier, by its path.
    ids: BTreeMap<String, String>,
    /// The names of the events of which the form's transitions know, and of those that it declares.
    events: BTreeSet<String>,
    /// What the events of timers begin with.
    timers: String,
    /// Whether a transition is for all events.
    has_any: bool,
    /// The invokes' identifiers that several states have.
    shared: BTreeSet<String>,
}

impl Identifiers {
    pub fn of(form: &Form, chart: &Chart, body: Option<&Body>) -> Self {
        let ids = match body {
            Some(body) => body.ids.clone(),
            None => of_form(chart),
        };
        let mut found = Self {
            ids,
            events: form.events.iter().cloned().collect(),
            timers: "after".to_owned(),
            has_any: false,
            shared: BTreeSet::new(),
        };
        found.look(&form.root, &mut BTreeSet::new());
        let begins = |timers: &str, events: &BTreeSet<String>| {
            let mut first = events.iter().filter_map(|event| event.split('.').next());
            first.any(|first| first == timers)
        };
        while begins(&found.timers, &found.events) {
            found.timers.insert(0, '_');
        }
        found
    }

    fn look(&mut self, state: &State, invokes: &mut BTreeSet<String>) {
        for invoke in &state.invokes {
            if !invokes.insert(invoke.id.clone()) {
                self.shared.insert(invoke.id.clone());
            }
        }
        for transition in &state.transitions {
            match &transition.trigger {
                Trigger::Events(descriptors) => {
                    for descriptor in descriptors {
                        self.has_any |= descriptor == "*";
                        let name = descriptor.strip_suffix(".*").unwrap_or(descriptor);
                        self.events.insert(name.to_owned());
                    }
                }
                Trigger::InvokeDone(id) => drop(self.events.insert(format!("done.invoke.{id}"))),
                Trigger::InvokeFailed(id) => drop(self.events.insert(format!("error.invoke.{id}"))),
                Trigger::Always | Trigger::Done | Trigger::After(_) | Trigger::InvokeNext(_) => {}
            }
        }
        for inner in &state.states {
            self.look(inner, invokes);
        }
    }

    /// The identifier of a state.
    pub fn id(&self, path: &str) -> Option<&str> {
        self.ids.get(path).map(String::as_str)
    }

    /// Another event that a descriptor of SCXML would describe that means this one.
    pub fn longer(&self, event: &str) -> Option<&str> {
        let longer = format!("{event}.");
        let mut from = self.events.range(longer.clone()..);
        let first = from.next().filter(|other| other.starts_with(&longer));
        first.map(String::as_str)
    }

    /// The event of a timer of a state, by its place; nothing if other transitions would be for it, too.
    pub fn timer(&self, state: u16, place: usize) -> Option<String> {
        let name = format!("{}.{state}.{place}", self.timers);
        (!self.has_any).then_some(name)
    }

    /// The identifier of an invoke: different ones in different states.
    pub fn invoke(&self, state: u16, id: &str) -> String {
        match self.shared.contains(id) {
            true => format!("{id}_{state}"),
            false => id.to_owned(),
        }
    }
}

/// The names of states as far as no other state has them, and else their paths.
fn of_form(chart: &Chart) -> BTreeMap<String, String> {
    let paths = || {
        chart
            .states()
            .map(|state| chart.path(state))
            .filter(|path| !path.is_empty())
    };
    let name = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for path in paths() {
        *counts.entry(name(path)).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = counts.keys().cloned().collect();
    let ids = paths().map(|path| {
        let mut id = name(path);
        if counts.get(&id).is_some_and(|count| *count > 1) {
            id = path.replace('.', "_");
            while !taken.insert(id.clone()) {
                id.push('_');
            }
        }
        (path.to_owned(), id)
    });
    ids.collect()
}
