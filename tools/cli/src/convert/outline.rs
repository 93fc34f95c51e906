//! A form whose names are Rust's, and which `chart!` takes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{bail, Result};
use leptos_state_chart::form::{Form, Guard, Kind, Role, State, Transition, Trigger};
use leptos_state_chart::FormProblem;

use super::names::{camel, snake, Names};

/// A form that can stand in `chart!`, and what its names stand for.
pub struct Outline {
    pub form: Form,
    /// Guards, by their names.
    pub guards: BTreeMap<String, String>,
    pub actions: BTreeMap<String, String>,
    /// What makes what final states hand over.
    pub makers: BTreeMap<String, String>,
    pub work: BTreeMap<String, Work>,
    /// The events, with what they were called.
    pub events: BTreeMap<String, String>,
    /// What is different.
    pub notes: Vec<String>,
}

/// What the work of an invoke comes to.
#[derive(Default)]
pub struct Work {
    pub text: String,
    pub fails: bool,
    pub tells: bool,
}

/// Gives everything a name of Rust.
pub fn outline(form: &Form) -> Result<Outline> {
    let resolved = form.resolved()?;
    let mut naming = Naming {
        states: Names::default(),
        paths: BTreeMap::new(),
        functions: Names::default(),
        events: Names::default(),
        universe: universe(&resolved),
        unsayable: Vec::new(),
        outline: Outline {
            form: Form::new(camel(&form.name, "Chart")),
            guards: BTreeMap::new(),
            actions: BTreeMap::new(),
            makers: BTreeMap::new(),
            work: BTreeMap::new(),
            events: BTreeMap::new(),
            notes: Vec::new(),
        },
    };
    naming.states.take(&naming.outline.form.name.clone());
    naming.name_states(&resolved.root, "");
    let root = naming.state(&resolved.root, "");
    if let Some(what) = naming.unsayable.first() {
        bail!("{what}, can't be said in `chart!`");
    }
    let mut outline = naming.outline;
    outline.form.version = form.version;
    outline.form.microstep_limit = form.microstep_limit;
    outline.form.root = State {
        name: String::new(),
        ..root
    };
    outline.form.events = outline.events.keys().cloned().collect();
    if form.strict_scxml && has_nested_regions(&form.root) {
        let note = "the end of nested parallel states is that of SCXML, and here it is that of the outer one, too";
        outline.notes.push(note.to_owned());
    }
    if form.always_after_each_event && has_conditional_steps(&form.root) {
        let note = "transitions without an event were tried after each event; here they are tried when something has changed";
        outline.notes.push(note.to_owned());
    }
    outline.prune()?;
    outline.forget();
    Ok(outline)
}

/// Whether a parallel state is a region of another one.
fn has_nested_regions(state: &State) -> bool {
    let is_parallel = |inner: &State| inner.kind == Kind::Parallel;
    (is_parallel(state) && state.states.iter().any(is_parallel))
        || state.states.iter().any(has_nested_regions)
}

/// Whether there is a transition without an event that has a condition.
fn has_conditional_steps(state: &State) -> bool {
    let mut transitions = state.transitions.iter();
    transitions
        .any(|transition| transition.trigger == Trigger::Always && transition.guard.is_some())
        || state.states.iter().any(has_conditional_steps)
}

/// The events that the chart declares and that its transitions name.
fn universe(form: &Form) -> BTreeSet<String> {
    fn collect(state: &State, events: &mut BTreeSet<String>) {
        for transition in &state.transitions {
            if let Trigger::Events(descriptors) = &transition.trigger {
                let stems = descriptors
                    .iter()
                    .map(|text| text.trim_end_matches('*').trim_end_matches('.'));
                events.extend(
                    stems
                        .filter(|stem| !stem.is_empty() && !is_platform(stem))
                        .map(str::to_owned),
                );
            }
        }
        state.states.iter().for_each(|inner| collect(inner, events));
    }
    let mut events = form.events.iter().cloned().collect();
    collect(&form.root, &mut events);
    events
}

fn is_platform(name: &str) -> bool {
    let first = name.split('.').next();
    first == Some("error") || name.starts_with("done.state") || name.starts_with("done.invoke")
}

struct Naming {
    states: Names,
    /// The names of states by their paths.
    paths: BTreeMap<String, String>,
    functions: Names,
    events: Names,
    universe: BTreeSet<String>,
    /// What has no words in `chart!`.
    unsayable: Vec<String>,
    outline: Outline,
}

impl Naming {
    fn name_states(&mut self, state: &State, path: &str) {
        let mut fields = BTreeSet::new();
        for inner in &state.states {
            let inner_path = inside(path, &inner.name);
            let plain = camel(&inner.name, "State");
            let outer = self.paths.get(path).cloned().unwrap_or_default();
            let longer = format!("{outer}{plain}");
            let mut name = if self.states.take(&plain) {
                plain
            } else {
                self.states.free(longer)
            };
            // The fields of regions are called as they are in snake case.
            if state.kind == Kind::Parallel && !fields.insert(snake(&name, "region")) {
                name = self.states.free(format!("{name}Region"));
            }
            self.paths.insert(inner_path.clone(), name);
            self.name_states(inner, &inner_path);
        }
    }

    fn target(&self, path: &String) -> String {
        self.paths.get(path).unwrap_or(path).clone()
    }

    fn function(&mut self, kind: &str, text: &str) -> String {
        // One name is that of one kind of function.
        let key = format!("{kind} {text}");
        self.functions.of(&key, |_| snake(text, kind))
    }

    fn actions(&mut self, actions: &[String]) -> Vec<String> {
        let actions = actions.iter();
        actions
            .map(|text| {
                let name = self.function("action", text);
                self.outline.actions.insert(name.clone(), text.clone());
                name
            })
            .collect()
    }

    fn guard(&mut self, guard: &Guard) -> Guard {
        match guard {
            Guard::Named(text) => {
                let name = self.function("guard", text);
                self.outline.guards.insert(name.clone(), text.clone());
                Guard::Named(name)
            }
            Guard::In(path) => Guard::In(self.target(path)),
            Guard::Not(inner) => Guard::Not(Box::new(self.guard(inner))),
            Guard::All(guards) => {
                Guard::All(guards.iter().map(|guard| self.guard(guard)).collect())
            }
            Guard::Any(guards) => {
                Guard::Any(guards.iter().map(|guard| self.guard(guard)).collect())
            }
        }
    }

    fn event(&mut self, event: &str) -> String {
        let name = self.events.of(event, |event| camel(event, "Event"));
        self.outline.events.insert(name.clone(), event.to_owned());
        name
    }

    fn state(&mut self, state: &State, path: &str) -> State {
        let mut named = State {
            name: self.paths.get(path).cloned().unwrap_or_default(),
            ..state.clone()
        };
        named.tags = state.tags.iter().map(|tag| snake(tag, "tag")).collect();
        let meta = state.meta.iter();
        named.meta = meta
            .map(|(key, value)| (snake(key, "meta"), value.clone()))
            .collect();
        if let Some(initial) = &mut named.initial {
            initial.targets = initial
                .targets
                .iter()
                .map(|path| self.target(path))
                .collect();
            initial.actions = self.actions(&initial.actions);
        }
        named.entry = state
            .entry
            .iter()
            .map(|block| self.actions(block))
            .collect();
        named.exit = state.exit.iter().map(|block| self.actions(block)).collect();
        let mut ids = BTreeMap::new();
        for invoke in &mut named.invokes {
            let text = match invoke.id == invoke.source || invoke.id.contains(['.', ':']) {
                true => invoke.source.clone(),
                false => invoke.id.clone(),
            };
            let name = self.function("work", &text);
            let work = self.outline.work.entry(name.clone()).or_default();
            work.text.clone_from(&invoke.source);
            ids.insert(
                std::mem::replace(&mut invoke.id, name.clone()),
                name.clone(),
            );
            invoke.source = name;
        }
        if let Some(maker) = &mut named.data {
            // What each final state hands over has a function of its own.
            let key = format!("output of {path}");
            let name = self.functions.of(&key, |_| snake(maker, "output"));
            self.outline.makers.insert(name.clone(), maker.clone());
            *maker = name;
        }
        named.transitions = Vec::new();
        for transition in &state.transitions {
            let transition = self.transition(state, &ids, transition, path);
            named.transitions.extend(transition);
        }
        let inner = state.states.iter();
        named.states = inner
            .map(|inner| self.state(inner, &inside(path, &inner.name)))
            .collect();
        named
    }

    fn transition(
        &mut self,
        state: &State,
        ids: &BTreeMap<String, String>,
        transition: &Transition,
        path: &str,
    ) -> Option<Transition> {
        let mut named = transition.clone();
        if transition.role != Role::Take && transition.guard.is_some() {
            // Where the condition does not hold, what stands around it is asked; nothing in `chart!` says so.
            self.unsayable.push(format!(
                "state `{path}`: that an event means nothing, or must not come, under a condition"
            ));
        }
        named.trigger = match &transition.trigger {
            Trigger::Events(descriptors) => self.trigger(state, ids, descriptors, path)?,
            Trigger::InvokeDone(id) => Trigger::InvokeDone(self.told(ids, id, |_| {})),
            Trigger::InvokeFailed(id) => {
                Trigger::InvokeFailed(self.told(ids, id, |work| work.fails = true))
            }
            Trigger::InvokeNext(id) => {
                Trigger::InvokeNext(self.told(ids, id, |work| work.tells = true))
            }
            other => other.clone(),
        };
        named.guard = transition.guard.as_ref().map(|guard| self.guard(guard));
        named.actions = self.actions(&transition.actions);
        named.targets = transition
            .targets
            .iter()
            .map(|path| self.target(path))
            .collect();
        Some(named)
    }

    /// The name of a state's work, of which a transition asks something.
    fn told(
        &mut self,
        ids: &BTreeMap<String, String>,
        id: &str,
        note: impl FnOnce(&mut Work),
    ) -> String {
        let name = ids.get(id).cloned().unwrap_or_else(|| snake(id, "work"));
        note(self.outline.work.entry(name.clone()).or_default());
        name
    }

    /// What asks for a transition on events. `None` if `chart!` can't say it; that is noted.
    fn trigger(
        &mut self,
        state: &State,
        ids: &BTreeMap<String, String>,
        descriptors: &[String],
        path: &str,
    ) -> Option<Trigger> {
        let mut events = Vec::new();
        for descriptor in descriptors {
            let stem = descriptor.trim_end_matches('*').trim_end_matches('.');
            if stem.is_empty() {
                return Some(Trigger::Events(vec!["*".to_owned()]));
            }
            if stem == "error" || stem.starts_with("error.") && !stem.starts_with("error.invoke.") {
                return Some(Trigger::Events(vec!["error.*".to_owned()]));
            }
            if stem
                .strip_prefix("done.state.")
                .is_some_and(|id| id == state.name)
            {
                return Some(Trigger::Done);
            }
            if let Some(name) = stem.strip_prefix("done.invoke.").and_then(|id| ids.get(id)) {
                return Some(Trigger::InvokeDone(name.clone()));
            }
            if let Some(name) = stem
                .strip_prefix("error.invoke.")
                .and_then(|id| ids.get(id))
            {
                let name = name.clone();
                self.outline.work.entry(name.clone()).or_default().fails = true;
                return Some(Trigger::InvokeFailed(name));
            }
            if is_platform(stem) {
                self.outline.notes.push(format!(
                    "state `{path}`: `on {descriptor}` is left out: in `chart!` a state hears of its own end and of its own work only"
                ));
                continue;
            }
            let is_prefix = descriptor.ends_with('*');
            let matched: Vec<String> = self
                .universe
                .iter()
                .filter(|event| {
                    let rest = event.strip_prefix(stem);
                    let is_longer = rest.is_some_and(|rest| rest.starts_with('.'));
                    *event == stem || (is_prefix && is_longer)
                })
                .cloned()
                .collect();
            for event in matched {
                let name = self.event(&event);
                if !events.contains(&name) {
                    events.push(name);
                }
            }
        }
        (!events.is_empty()).then_some(Trigger::Events(events))
    }
}

fn inside(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

impl Outline {
    /// Leaves out what `chart!` refuses and what makes no difference: what is never entered or never taken.
    fn prune(&mut self) -> Result<()> {
        while let Err(errors) = self.form.check() {
            let Some(error) = errors.iter().find(|error| {
                matches!(
                    error.problem(),
                    FormProblem::Unreachable | FormProblem::Hidden
                )
            }) else {
                bail!("{errors}");
            };
            let state = error.state().to_owned();
            match error.transition() {
                Some(index) => {
                    self.notes.push(format!(
                        "state `{state}`: a transition is left out that is never taken"
                    ));
                    if let Some(state) = find(&mut self.form.root, &state) {
                        state.transitions.remove(index);
                    }
                }
                None => {
                    self.notes
                        .push(format!("state `{state}` is left out: nothing leads to it"));
                    let (outer, name) = state.rsplit_once('.').unwrap_or(("", &state));
                    if let Some(outer) = find(&mut self.form.root, outer) {
                        outer.states.retain(|inner| inner.name != name);
                    }
                }
            }
        }
        Ok(())
    }
}

impl Outline {
    /// Forgets what is named by nothing that is left.
    fn forget(&mut self) {
        let mut used = BTreeSet::new();
        named(&self.form.root, &mut used);
        self.guards.retain(|name, _| used.contains(name));
        self.actions.retain(|name, _| used.contains(name));
        self.makers.retain(|name, _| used.contains(name));
        self.work.retain(|name, _| used.contains(name));
    }
}

/// The functions that a state and those inside of it name.
fn named(state: &State, used: &mut BTreeSet<String>) {
    fn asked(guard: &Guard, used: &mut BTreeSet<String>) {
        match guard {
            Guard::Named(name) => drop(used.insert(name.clone())),
            Guard::In(_) => {}
            Guard::Not(inner) => asked(inner, used),
            Guard::All(guards) | Guard::Any(guards) => {
                guards.iter().for_each(|guard| asked(guard, used))
            }
        }
    }
    used.extend(state.entry.iter().chain(&state.exit).flatten().cloned());
    used.extend(
        state
            .initial
            .iter()
            .flat_map(|initial| initial.actions.clone()),
    );
    used.extend(state.invokes.iter().map(|invoke| invoke.id.clone()));
    used.extend(state.data.clone());
    for transition in &state.transitions {
        used.extend(transition.actions.iter().cloned());
        transition.guard.iter().for_each(|guard| asked(guard, used));
    }
    state.states.iter().for_each(|inner| named(inner, used));
}

fn find<'s>(state: &'s mut State, path: &str) -> Option<&'s mut State> {
    if path.is_empty() {
        return Some(state);
    }
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let inner = state.states.iter_mut().find(|inner| inner.name == first)?;
    find(inner, rest)
}
