//! What states do, with the names in it looked up.

use std::collections::HashSet;
use std::time::Duration;

use super::outline::{Node, Outline};
use super::{Errors, Interned};
use crate::error::{nearest, FormProblem};
use crate::form::{Form, Guard, Initial, Role, State, Transition, Trigger};
use crate::tables::{StateKind, ROOT};

pub(super) struct Parts {
    /// For each state where it begins, or where a history leads to that remembers nothing.
    pub initial: Vec<Begin>,
    /// In document order.
    pub transitions: Vec<Part>,
    /// Timers and invokes, in document order.
    pub slots: Vec<Slot>,
    pub guards: Interned<String>,
    pub actions: Interned<String>,
    pub makers: Interned<String>,
}

impl Parts {
    /// Whether a transition is for what the work of an invoke tells on its way.
    pub fn ask_for_next(&self, slot: u16) -> bool {
        let mut triggers = self.transitions.iter().map(|part| &part.trigger);
        triggers
            .any(|trigger| matches!(trigger, Asked::Slot(asked, SlotEvent::Next) if *asked == slot))
    }
}

#[derive(Default)]
pub(super) struct Begin {
    pub targets: Vec<u16>,
    pub actions: Vec<u16>,
}

pub(super) struct Part {
    pub source: u16,
    pub trigger: Asked,
    pub guard: Option<Condition>,
    pub targets: Vec<u16>,
    pub is_internal: bool,
    /// The state that is not left, if that is said.
    pub scope: Option<u16>,
    pub actions: Vec<u16>,
    pub role: Role,
}

/// When a transition is asked for.
pub(super) enum Asked {
    Always,
    Events(Vec<Descriptor>),
    /// The state itself has finished.
    Done,
    Slot(u16, SlotEvent),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SlotEvent {
    Elapsed,
    Done,
    Failed,
    Next,
}

/// Which events a transition is for.
pub(super) enum Descriptor {
    Exact(String),
    Prefix(String),
    Any,
}

pub(super) enum Condition {
    Guard(u16),
    In(u16),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

pub(super) struct Slot {
    pub state: u16,
    pub name: String,
    pub work: Work,
}

pub(super) enum Work {
    Timer(Duration),
    Invoke { source: String },
}

/// Looks names up and notes those that are not there.
struct Looking<'o, 'f> {
    outline: &'o Outline<'f>,
    errors: &'o mut Errors,
    /// The place of the transition that is looked at among those of its state.
    transition: Option<usize>,
    parts: Parts,
}

impl Parts {
    pub fn of(form: &Form, outline: &Outline<'_>, errors: &mut Errors) -> Option<Self> {
        let parts = Self {
            initial: Vec::new(),
            transitions: Vec::new(),
            slots: Vec::new(),
            guards: Interned::new(),
            actions: Interned::new(),
            makers: Interned::new(),
        };
        let mut looking = Looking {
            outline,
            errors,
            transition: None,
            parts,
        };
        for (state, node) in outline.numbered() {
            looking.slots(state, node);
            let initial = looking.initial(state, node);
            looking.parts.initial.push(initial);
            let blocks = node.form.entry.iter().chain(&node.form.exit);
            blocks.for_each(|block| {
                looking.actions(block);
            });
            if let Some(maker) = &node.form.data {
                looking.parts.makers.place(maker);
            }
            for (index, transition) in node.form.transitions.iter().enumerate() {
                looking.transition = Some(index);
                looking.transition(form, state, transition);
            }
            looking.transition = None;
        }
        let Looking { parts, errors, .. } = looking;
        let counts = [
            (parts.transitions.len(), "transitions"),
            (parts.slots.len(), "timers and invokes"),
            (parts.guards.values.len(), "guards"),
            (parts.actions.values.len(), "actions"),
            (parts.makers.values.len(), "kinds of data"),
        ];
        for (count, what) in counts {
            errors.counts(count, what)?;
        }
        errors.0.is_empty().then_some(parts)
    }
}

impl Looking<'_, '_> {
    fn wrong(&mut self, state: u16, part: Option<String>, problem: FormProblem) {
        let path = &self.outline.node(state).path;
        self.errors.push_of(path, part, self.transition, problem);
    }

    fn actions(&mut self, names: &[String]) -> Vec<u16> {
        let actions = &mut self.parts.actions;
        names.iter().map(|name| actions.place(name)).collect()
    }

    fn slots(&mut self, state: u16, node: &Node<'_>) {
        let mut delays = Vec::new();
        for transition in &node.form.transitions {
            match transition.trigger {
                Trigger::After(delay) if !delays.contains(&delay) => delays.push(delay),
                _ => {}
            }
        }
        self.parts
            .slots
            .extend(delays.into_iter().map(|delay| Slot {
                state,
                name: timer_name(delay),
                work: Work::Timer(delay),
            }));
        let mut before = HashSet::new();
        for invoke in &node.form.invokes {
            if !before.insert(&invoke.id) {
                let problem = FormProblem::DuplicateInvoke(invoke.id.clone());
                self.wrong(state, None, problem);
            }
            self.parts.slots.push(Slot {
                state,
                name: invoke.id.clone(),
                work: Work::Invoke {
                    source: invoke.source.clone(),
                },
            });
        }
    }

    /// The slot of a state with this name.
    fn slot(&self, state: u16, name: &str) -> Option<u16> {
        let slots = &self.parts.slots;
        let first = slots.partition_point(|slot| slot.state < state);
        let mut own = slots[first..].iter().take_while(|slot| slot.state == state);
        let place = own.position(|slot| slot.name == name)?;
        Some((first + place) as u16)
    }

    fn initial(&mut self, state: u16, node: &Node<'_>) -> Begin {
        let default = Initial::default();
        let initial = node.form.initial.as_ref().unwrap_or(&default);
        let part = || Some("initial".to_owned());
        let actions = self.actions(&initial.actions);
        let (scope, is_history) = match node.kind {
            StateKind::Compound => (state, false),
            StateKind::Shallow | StateKind::Deep => (node.parent, true),
            _ => return Begin::default(),
        };
        if initial.targets.is_empty() {
            let targets = self.beginning(scope);
            return Begin { targets, actions };
        }
        let mut targets = Vec::new();
        for name in &initial.targets {
            let target = match self.outline.resolve(scope, name) {
                Ok(target) => target,
                Err(problem) => {
                    self.wrong(state, part(), problem);
                    continue;
                }
            };
            let found = self.outline.node(target);
            if !self.outline.is_inside(target, scope) {
                let path = found.path.clone();
                let problem = if is_history {
                    FormProblem::HistoryOutside(path)
                } else {
                    FormProblem::InitialOutside(path)
                };
                self.wrong(state, part(), problem);
            } else if is_history && found.kind.is_history() && found.parent == scope {
                let path = found.path.clone();
                self.wrong(state, part(), FormProblem::HistoryOfHistory(path));
            }
            targets.push(target);
        }
        self.check_together(state, part(), &targets);
        Begin { targets, actions }
    }

    /// Where a state begins that says nothing of it, and where a history leads that says nothing of it: where its parent begins.
    fn beginning(&self, state: u16) -> Vec<u16> {
        let outline = self.outline;
        if outline.node(state).kind == StateKind::Parallel {
            return outline.children(state).collect();
        }
        let said = outline.node(state).form.initial.as_ref();
        let said = said.map_or(&[][..], |initial| &initial.targets);
        let said: Vec<_> = said
            .iter()
            .filter_map(|target| outline.resolve(state, target).ok())
            .collect();
        let asks_history = said
            .iter()
            .any(|target| outline.node(*target).kind.is_history());
        if said.is_empty() || asks_history {
            return outline.children(state).take(1).collect();
        }
        said
    }

    /// Whether another transition of the state that needs no event comes first, and may lead out of it.
    fn is_after_another(&self, source: u16, transition: &Transition) -> bool {
        let all = self.outline.node(source).form.transitions.iter();
        let mut before = all.take_while(|other| !std::ptr::eq(*other, transition));
        before.any(|other| other.trigger == Trigger::Always && !other.targets.is_empty())
    }

    fn transition(&mut self, form: &Form, source: u16, transition: &Transition) {
        let part = || Some(written(&transition.trigger));
        if transition.trigger == Trigger::Always
            && transition.guard.is_none()
            && transition.targets.is_empty()
            && !self.is_after_another(source, transition)
        {
            self.wrong(source, part(), FormProblem::Endless);
        }
        let trigger = self.trigger(form, source, &transition.trigger);
        let guard = transition
            .guard
            .as_ref()
            .map(|guard| self.guard(source, &transition.trigger, guard));
        let mut targets = Vec::new();
        for target in &transition.targets {
            match self.outline.resolve(source, target) {
                Ok(ROOT) => self.wrong(source, part(), FormProblem::TargetIsRoot),
                Ok(target) => targets.push(target),
                Err(problem) => self.wrong(source, part(), problem),
            }
        }
        self.check_together(source, part(), &targets);
        let scope = self.scope(form, source, transition, &targets);
        let actions = self.actions(&transition.actions);
        self.parts.transitions.push(Part {
            source,
            trigger,
            guard,
            targets,
            is_internal: transition.internal,
            scope,
            actions,
            role: transition.role,
        });
    }

    /// The state that a transition does not leave, if the form says that of it.
    fn scope(
        &mut self,
        form: &Form,
        source: u16,
        transition: &Transition,
        targets: &[u16],
    ) -> Option<u16> {
        if form.scopes.is_empty() {
            return None;
        }
        let outline = self.outline;
        let part = (outline.node(source).path.clone(), self.transition?);
        let scope = form.scopes.get(&part)?;
        let holds = |scope: &u16| {
            let mut targets = targets.iter();
            targets.all(|target| outline.is_inside(*target, *scope))
        };
        let found = outline
            .by_path(scope)
            .filter(|scope| holds(scope) && outline.is_active_with(*scope, source));
        if found.is_none() {
            let part = Some(written(&transition.trigger));
            self.wrong(source, part, FormProblem::BadScope(scope.clone()));
        }
        found
    }

    /// Targets can be active together if they are in different regions of parallel states (SCXML 3.11).
    fn check_together(&mut self, state: u16, part: Option<String>, targets: &[u16]) {
        let outline = self.outline;
        // A history leads somewhere inside of its parent.
        let reached = |target: u16| match outline.node(target) {
            node if node.kind.is_history() => node.parent,
            _ => target,
        };
        for (index, one) in targets.iter().enumerate() {
            for other in &targets[..index] {
                let (a, b) = (reached(*one), reached(*other));
                let common = outline.common(a, b);
                let kind = outline.node(common).kind;
                if common == a || common == b || kind != StateKind::Parallel {
                    let path = |state: u16| outline.node(state).path.clone();
                    let problem = FormProblem::TargetsExclude(path(*other), path(*one));
                    self.wrong(state, part.clone(), problem);
                }
            }
        }
    }

    fn trigger(&mut self, form: &Form, source: u16, trigger: &Trigger) -> Asked {
        let part = || Some(written(trigger));
        match trigger {
            Trigger::Always => Asked::Always,
            Trigger::Events(descriptors) => {
                if descriptors.is_empty() {
                    self.wrong(source, part(), FormProblem::NoEvents);
                }
                let mut found = Vec::new();
                for text in descriptors {
                    let Some(descriptor) = descriptor(text) else {
                        let problem = FormProblem::BadDescriptor(text.clone());
                        self.wrong(source, part(), problem);
                        continue;
                    };
                    if let Descriptor::Exact(name) = &descriptor {
                        if let Some(problem) = undeclared(form, self.outline, name) {
                            self.wrong(source, part(), problem);
                        }
                    }
                    found.push(descriptor);
                }
                Asked::Events(found)
            }
            Trigger::Done => {
                let never = match self.outline.node(source).kind {
                    _ if source == ROOT => {
                        Some("when the outermost state finishes, so does the machine")
                    }
                    StateKind::Atomic => Some("there is no state inside"),
                    _ if !self.outline.can_finish(source) => {
                        Some("not everything in it that has to can reach a final state")
                    }
                    _ => None,
                };
                if let Some(why) = never {
                    self.wrong(source, part(), FormProblem::NeverDone(why));
                }
                Asked::Done
            }
            Trigger::After(delay) => {
                let slot = self.slot(source, &timer_name(*delay));
                Asked::Slot(slot.unwrap_or_default(), SlotEvent::Elapsed)
            }
            Trigger::InvokeDone(id) => self.invoke(source, id, part(), SlotEvent::Done),
            Trigger::InvokeFailed(id) => self.invoke(source, id, part(), SlotEvent::Failed),
            Trigger::InvokeNext(id) => self.invoke(source, id, part(), SlotEvent::Next),
        }
    }

    fn invoke(&mut self, source: u16, id: &str, part: Option<String>, event: SlotEvent) -> Asked {
        let invokes = &self.outline.node(source).form.invokes;
        if !invokes.iter().any(|invoke| invoke.id == id) {
            let known = invokes.iter().map(|invoke| invoke.id.as_str());
            let problem = FormProblem::UnknownInvoke {
                invoke: id.to_owned(),
                meant: nearest(id, known),
            };
            self.wrong(source, part, problem);
        }
        Asked::Slot(self.slot(source, id).unwrap_or_default(), event)
    }

    fn guard(&mut self, source: u16, trigger: &Trigger, guard: &Guard) -> Condition {
        let mut guards = |guards: &[Guard]| {
            let guards = guards.iter();
            guards
                .map(|guard| self.guard(source, trigger, guard))
                .collect()
        };
        match guard {
            Guard::All(inner) => Condition::All(guards(inner)),
            Guard::Any(inner) => Condition::Any(guards(inner)),
            Guard::Not(inner) => Condition::Not(Box::new(self.guard(source, trigger, inner))),
            Guard::Named(name) => Condition::Guard(self.parts.guards.place(name)),
            Guard::In(state) => match self.outline.resolve(source, state) {
                Ok(state) => Condition::In(state),
                Err(problem) => {
                    self.wrong(source, Some(written(trigger)), problem);
                    Condition::In(ROOT)
                }
            },
        }
    }
}

fn timer_name(delay: Duration) -> String {
    format!("after.{delay:?}")
}

/// What is wrong with naming this event, if it is not declared.
fn undeclared(form: &Form, outline: &Outline<'_>, name: &str) -> Option<FormProblem> {
    let declared = &form.events;
    if declared.is_empty() || declared.iter().any(|event| event == name) {
        return None;
    }
    if Internal::of(outline).has(name) {
        return None;
    }
    Some(FormProblem::UnknownEvent {
        event: name.to_owned(),
        meant: nearest(name, declared.iter().map(String::as_str)),
    })
}

/// What the kernel itself makes events of.
pub(super) struct Internal<'f> {
    paths: HashSet<&'f str>,
    invokes: HashSet<&'f str>,
    actions: HashSet<&'f str>,
}

impl<'f> Internal<'f> {
    pub fn of(outline: &'f Outline<'_>) -> Self {
        let states = || outline.nodes.iter().map(|node| node.form);
        let invokes = states().flat_map(|state| &state.invokes);
        Self {
            paths: outline
                .nodes
                .iter()
                .map(|node| node.path.as_str())
                .collect(),
            invokes: invokes.map(|invoke| invoke.id.as_str()).collect(),
            actions: states().flat_map(taken).map(String::as_str).collect(),
        }
    }

    /// Whether the kernel itself makes an event of this name.
    pub fn has(&self, name: &str) -> bool {
        let is = |prefix: &str, known: &HashSet<&str>| {
            let rest = name.strip_prefix(prefix);
            rest.is_some_and(|rest| known.contains(rest))
        };
        is("done.state.", &self.paths)
            || is("done.invoke.", &self.invokes)
            || is("error.invoke.", &self.invokes)
            || is("error.", &self.actions)
    }
}

/// All actions that a state takes.
fn taken(state: &State) -> impl Iterator<Item = &String> {
    let blocks = state.entry.iter().chain(&state.exit);
    let transitions = state.transitions.iter();
    let transitions = transitions.map(|transition| &transition.actions);
    let initial = state.initial.iter().map(|initial| &initial.actions);
    blocks.chain(transitions).chain(initial).flatten()
}

fn descriptor(text: &str) -> Option<Descriptor> {
    let is_name = |name: &str| {
        let mut parts = name.split('.');
        parts.all(|part| !part.is_empty() && !part.contains(['*', ' ']))
    };
    if text == "*" {
        return Some(Descriptor::Any);
    }
    let (name, is_prefix) = match text.strip_suffix(".*") {
        Some(prefix) => (prefix, true),
        None => (text, false),
    };
    is_name(name).then(|| match is_prefix {
        true => Descriptor::Prefix(name.to_owned()),
        false => Descriptor::Exact(name.to_owned()),
    })
}

/// A trigger as it is written down.
pub(crate) fn written(trigger: &Trigger) -> String {
    match trigger {
        Trigger::Always => "always".to_owned(),
        Trigger::Events(descriptors) => format!("on {}", descriptors.join(" ")),
        Trigger::Done => "done".to_owned(),
        Trigger::After(delay) => format!("after {delay:?}"),
        Trigger::InvokeDone(id) => format!("invoke_done {id}"),
        Trigger::InvokeFailed(id) => format!("invoke_failed {id}"),
        Trigger::InvokeNext(id) => format!("invoke_next {id}"),
    }
}
