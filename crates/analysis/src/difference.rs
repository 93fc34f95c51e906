//! What differs between two versions of a chart.

use std::collections::{BTreeMap, BTreeSet};

use leptos_state_chart::form::{Form, Initial, Invoke, Kind, State, Transition};
use leptos_state_chart::FormErrors;
use serde::Serialize;

use crate::change::Change;
use crate::stored::{self, Restoring};
use crate::words::{actions, inside, join, trigger, written};

/// What differs between two versions of a chart, and what becomes of snapshots that were stored with the first.
///
/// The order of siblings does not count, save for transitions, whose order is that of their priority, and for where a state begins.
///
/// # Examples
///
/// ```
/// use leptos_state_analysis::{Change, Difference};
/// use leptos_state_chart::form::{state, to, Form};
///
/// let old = Form::new("lamp").state(state("off").on("switch", to("on"))).state(state("on"));
/// let new = Form::new("lamp").state(state("off").on("switch", to("lit"))).state(state("lit"));
/// let difference = Difference::of(&old, &new).unwrap();
/// assert_eq!(difference.changes[0], Change::StateRenamed { from: "on".into(), to: "lit".into() });
/// assert!(!difference.restoring.is_safe());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What differs, in the order of the first version, then of the second.
    pub changes: Vec<Change>,
    /// What becomes of stored snapshots.
    pub restoring: Restoring,
}

impl Difference {
    /// Between a version and a later one.
    ///
    /// # Errors
    ///
    /// If one of them can't run.
    pub fn of(old: &Form, new: &Form) -> Result<Self, FormErrors> {
        let restoring = stored::restoring(old, new, &BTreeMap::new())?;
        let (old_form, new_form) = (old.resolved()?, new.resolved()?);
        let renamed = renamed(&old_form, &new_form);
        let restoring = if renamed.is_empty() {
            restoring
        } else {
            stored::restoring(old, new, &renamed)?
        };
        let mut comparing = Comparing {
            old: states(&old_form.root),
            new: states(&new_form.root),
            renamed,
            changes: Vec::new(),
        };
        comparing.charts(&old_form, &new_form);
        comparing.states();
        Ok(Self {
            changes: comparing.changes,
            restoring,
        })
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// All states by their paths, in document order.
fn states(root: &State) -> Vec<(String, &State)> {
    fn add<'f>(state: &'f State, path: String, all: &mut Vec<(String, &'f State)>) {
        for inner in &state.states {
            let inner_path = inside(&path, &inner.name);
            all.push((inner_path.clone(), inner));
            add(inner, inner_path, all);
        }
    }
    let mut all = vec![(String::new(), root)];
    add(root, String::new(), &mut all);
    all
}

/// States that have gone and come with the same parent and, but for names, the same in them: old paths with new ones.
fn renamed(old: &Form, new: &Form) -> BTreeMap<String, String> {
    let (old, new) = (states(&old.root), states(&new.root));
    let has = |all: &[(String, &State)], path: &str| all.iter().any(|(known, _)| known == path);
    let parent = |path: &str| {
        path.rsplit_once('.')
            .map_or("", |(parent, _)| parent)
            .to_owned()
    };
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (path, state) in old.iter().filter(|(path, _)| !has(&new, path)) {
        // What is inside of a state that was renamed has another path by that.
        let outer = renamed
            .get(&parent(path))
            .cloned()
            .unwrap_or_else(|| parent(path));
        let same_name = new.iter().find(|(candidate, found)| {
            parent(candidate) == outer && found.name == state.name && outer != parent(path)
        });
        let candidates = || {
            new.iter().filter(|(candidate, _)| {
                parent(candidate) == outer && !has(&old, candidate) && !taken.contains(candidate)
            })
        };
        let alike: Vec<_> = candidates()
            .filter(|(_, found)| are_alike(state, found))
            .collect();
        let found = match (same_name, &alike[..]) {
            (Some(same), _) => Some(same.0.clone()),
            (None, [(one, _)]) => Some(one.clone()),
            _ => None,
        };
        if let Some(found) = found {
            taken.insert(found.clone());
            renamed.insert(path.clone(), found);
        }
    }
    renamed
}

/// Whether two states differ by nothing but their names, as far as one can see from outside.
fn are_alike(one: &State, other: &State) -> bool {
    let asked = |state: &State| -> Vec<String> {
        let transitions = state.transitions.iter();
        transitions
            .map(|transition| trigger(&transition.trigger))
            .collect()
    };
    one.kind == other.kind
        && one.states.len() == other.states.len()
        && (&one.entry, &one.exit) == (&other.entry, &other.exit)
        && asked(one) == asked(other)
}

struct Comparing<'f> {
    old: Vec<(String, &'f State)>,
    new: Vec<(String, &'f State)>,
    renamed: BTreeMap<String, String>,
    changes: Vec<Change>,
}

impl Comparing<'_> {
    fn charts(&mut self, old: &Form, new: &Form) {
        if old.name != new.name {
            self.changes.push(Change::ChartRenamed {
                from: old.name.clone(),
                to: new.name.clone(),
            });
        }
        if old.version != new.version {
            self.changes.push(Change::Version {
                from: old.version,
                to: new.version,
            });
        }
        let settings = [
            (
                "microstep limit",
                old.microstep_limit.to_string(),
                new.microstep_limit.to_string(),
            ),
            (
                "strict SCXML",
                old.strict_scxml.to_string(),
                new.strict_scxml.to_string(),
            ),
            (
                "always after each event",
                old.always_after_each_event.to_string(),
                new.always_after_each_event.to_string(),
            ),
        ];
        for (what, from, to) in settings {
            if from != to {
                let what = what.to_owned();
                self.changes.push(Change::Setting { what, from, to });
            }
        }
        for event in old
            .events
            .iter()
            .filter(|event| !new.events.contains(event))
        {
            self.changes.push(Change::EventRemoved {
                event: event.clone(),
            });
        }
        for event in new
            .events
            .iter()
            .filter(|event| !old.events.contains(event))
        {
            self.changes.push(Change::EventAdded {
                event: event.clone(),
            });
        }
    }

    fn states(&mut self) {
        let all_new = std::mem::take(&mut self.new);
        let new: BTreeMap<&str, &State> = all_new
            .iter()
            .map(|(path, state)| (path.as_str(), *state))
            .collect();
        let mut met = BTreeSet::new();
        for (path, state) in std::mem::take(&mut self.old) {
            let there = self
                .renamed
                .get(&path)
                .cloned()
                .unwrap_or_else(|| path.clone());
            let Some(found) = new.get(there.as_str()) else {
                self.changes.push(Change::StateRemoved { state: path });
                continue;
            };
            if path != there && state.name != found.name {
                self.changes.push(Change::StateRenamed {
                    from: path.clone(),
                    to: there.clone(),
                });
            }
            self.state((&path, state), (&there, found));
            met.insert(there);
        }
        for (path, state) in &all_new {
            if !met.contains(path) {
                self.changes.push(Change::StateAdded {
                    state: path.clone(),
                });
                for transition in &state.transitions {
                    self.changes.push(Change::TransitionAdded {
                        state: path.clone(),
                        transition: written(transition),
                    });
                }
            }
        }
    }

    /// A path of the first version as the second has it.
    fn now(&self, path: &str) -> String {
        self.renamed
            .get(path)
            .cloned()
            .unwrap_or_else(|| path.to_owned())
    }

    fn state(&mut self, (old_path, old): (&str, &State), (path, new): (&str, &State)) {
        let blocks = |blocks: &[Vec<String>]| {
            blocks
                .iter()
                .map(|block| block.join(", "))
                .collect::<Vec<_>>()
                .join("; ")
        };
        let invokes = |invokes: &[Invoke]| {
            let invokes = invokes
                .iter()
                .map(|invoke| match invoke.id == invoke.source {
                    true => invoke.id.clone(),
                    false => format!("{} ({})", invoke.id, invoke.source),
                });
            invokes.collect::<Vec<_>>().join(", ")
        };
        let meta = |meta: &BTreeMap<String, String>| {
            let meta = meta.iter().map(|(key, value)| format!("{key} = {value}"));
            meta.collect::<Vec<_>>().join(", ")
        };
        let pairs = [
            ("kind", format!("{:?}", old.kind), format!("{:?}", new.kind)),
            (
                "initial",
                begins(old_path, old, |path| self.now(path)),
                begins(path, new, str::to_owned),
            ),
            ("entry", blocks(&old.entry), blocks(&new.entry)),
            ("exit", blocks(&old.exit), blocks(&new.exit)),
            ("invokes", invokes(&old.invokes), invokes(&new.invokes)),
            (
                "data",
                old.data.clone().unwrap_or_default(),
                new.data.clone().unwrap_or_default(),
            ),
            ("tags", old.tags.join(", "), new.tags.join(", ")),
            ("meta", meta(&old.meta), meta(&new.meta)),
        ];
        for (what, from, to) in pairs {
            // What was or becomes atomic begins nowhere.
            let is_new = what == "initial" && (from.is_empty() || to.is_empty());
            if from != to && !is_new {
                self.changes.push(Change::StateChanged {
                    state: path.to_owned(),
                    what: what.to_owned(),
                    from,
                    to,
                });
            }
        }
        self.transitions(path, &old.transitions, &new.transitions);
    }

    fn transitions(&mut self, path: &str, old: &[Transition], new: &[Transition]) {
        let now = |transition: &Transition| {
            let mut transition = transition.clone();
            for target in &mut transition.targets {
                *target = self.now(target);
            }
            transition
        };
        let old: Vec<Transition> = old.iter().map(now).collect();
        let mut gone: Vec<&Transition> = old.iter().collect();
        let mut come: Vec<&Transition> = Vec::new();
        for transition in new {
            match gone.iter().position(|known| *known == transition) {
                Some(at) => drop(gone.remove(at)),
                None => come.push(transition),
            }
        }
        let state = || path.to_owned();
        for transition in &gone {
            let same = come
                .iter()
                .position(|other| other.trigger == transition.trigger);
            self.changes.push(match same {
                Some(at) => Change::TransitionChanged {
                    state: state(),
                    from: written(transition),
                    to: written(come.remove(at)),
                },
                None => Change::TransitionRemoved {
                    state: state(),
                    transition: written(transition),
                },
            });
        }
        let is_same = gone.is_empty() && come.is_empty();
        for transition in come {
            self.changes.push(Change::TransitionAdded {
                state: state(),
                transition: written(transition),
            });
        }
        // The order counts where several are for the same.
        let orders = |all: &[Transition]| -> BTreeMap<String, Vec<String>> {
            let mut orders = BTreeMap::<String, Vec<String>>::new();
            for transition in all {
                let order = orders.entry(trigger(&transition.trigger)).or_default();
                order.push(written(transition));
            }
            orders
        };
        if is_same && orders(&old) != orders(new) {
            self.changes.push(Change::Reordered { state: state() });
        }
    }
}

/// Where a state begins, whether it says so or not.
fn begins(path: &str, state: &State, now: impl Fn(&str) -> String) -> String {
    let first = state
        .states
        .iter()
        .find(|inner| !matches!(inner.kind, Kind::ShallowHistory | Kind::DeepHistory));
    let (targets, done) = match (&state.initial, first) {
        (Some(Initial { targets, actions }), _) if !targets.is_empty() => {
            (targets.clone(), &actions[..])
        }
        (initial, Some(first)) if state.kind == Kind::Plain => {
            let done = initial.as_ref().map_or(&[][..], |initial| &initial.actions);
            (vec![inside(path, &first.name)], done)
        }
        _ => return String::new(),
    };
    let targets: Vec<_> = targets.iter().map(|target| now(target)).collect();
    join(&[targets.join(", "), actions(done)])
}
