//! A second interpreter, written plainly after the algorithm of SCXML (appendix D), without tables and without haste.
//!
//! It differs from the appendix where the kernel means to: the domains of transitions are found once, when they are selected; an
//! outer parallel state finishes also when a parallel state in it finishes last; a transition without an event is asked for the
//! event of the last microstep, not for one after which nothing was done; a transition enters nothing outside of its
//! domain; timers and invokes are states' own.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use leptos_state_chart::form::{Form, Guard, Invoke, Kind, Role, State, Transition, Trigger};
use leptos_state_chart::{Reception, Status};

use super::vocabulary::{self, Action, Counters};

/// A mistake that can be planted, to see whether it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    ExitsInDocumentOrder,
    ActionsBeforeOtherExits,
    OuterTransitionsPreferred,
    SharedTransitionsTakenTwice,
    AllStatesAddedAtOnce,
    DeepHistoryIsShallow,
    ShallowHistoryIsDeep,
    HistoryRecordedTooLate,
    HistoryForgets,
    DefaultHistoryDoesNothing,
    InternalIsExternal,
    ErrorsDoNotEndBlocks,
    ErrorsAreNotRaised,
    QueueBeforeEventless,
    OuterParallelNeverDone,
    DoneWithoutData,
    InvokesBeginAtOnce,
    LateIsNotNoticed,
    PrefixesWithoutDots,
    TimersOutliveStates,
    LimitIsOneMore,
    FinishedKeepsGoing,
    DomainsFoundAgain,
    StatesOutsideEntered,
    EventlessOnlyAfterTransitions,
}

impl Bug {
    pub const ALL: [Self; 25] = [
        Self::ExitsInDocumentOrder,
        Self::ActionsBeforeOtherExits,
        Self::OuterTransitionsPreferred,
        Self::SharedTransitionsTakenTwice,
        Self::AllStatesAddedAtOnce,
        Self::DeepHistoryIsShallow,
        Self::ShallowHistoryIsDeep,
        Self::HistoryRecordedTooLate,
        Self::HistoryForgets,
        Self::DefaultHistoryDoesNothing,
        Self::InternalIsExternal,
        Self::ErrorsDoNotEndBlocks,
        Self::ErrorsAreNotRaised,
        Self::QueueBeforeEventless,
        Self::OuterParallelNeverDone,
        Self::DoneWithoutData,
        Self::InvokesBeginAtOnce,
        Self::LateIsNotNoticed,
        Self::PrefixesWithoutDots,
        Self::TimersOutliveStates,
        Self::LimitIsOneMore,
        Self::FinishedKeepsGoing,
        Self::DomainsFoundAgain,
        Self::StatesOutsideEntered,
        Self::EventlessOnlyAfterTransitions,
    ];
}

/// A state's number, in document order. 0 is the outermost one.
type Id = usize;

/// A state's timer or invoke, by its name.
type Slot = (Id, String);

struct Node<'f> {
    form: &'f State,
    path: String,
    parent: Option<Id>,
    children: Vec<Id>,
}

#[derive(Clone, Debug)]
struct Event {
    name: String,
    data: Option<i64>,
    /// The timer or invoke that it is of, and what happened to that.
    slot: Option<(Slot, SlotEvent)>,
    /// The action that has failed.
    failed: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotEvent {
    Elapsed,
    Done(i64),
    Failed(i64),
    Next(i64),
}

/// A transition: its source and its place there.
type Taken = (Id, usize);

/// The machine.
pub struct Reference<'f> {
    form: &'f Form,
    nodes: Vec<Node<'f>>,
    bug: Option<Bug>,
    configuration: BTreeSet<Id>,
    history: BTreeMap<Id, BTreeSet<Id>>,
    internal: VecDeque<Event>,
    to_invoke: BTreeSet<Slot>,
    turns: BTreeMap<Slot, u64>,
    pub counters: Counters,
    pub status: Status,
    pub output: Option<i64>,
    /// What was done and asked for, in order.
    pub log: Vec<String>,
    /// The transitions of the microsteps.
    pub taken: Vec<Vec<(String, usize)>>,
}

/// The macrostep did not end.
#[derive(Debug, PartialEq, Eq)]
pub struct Endless;

impl<'f> Reference<'f> {
    pub fn new(form: &'f Form, bug: Option<Bug>) -> Self {
        let mut reference = Self {
            form,
            nodes: Vec::new(),
            bug,
            configuration: BTreeSet::new(),
            history: BTreeMap::new(),
            internal: VecDeque::new(),
            to_invoke: BTreeSet::new(),
            turns: BTreeMap::new(),
            counters: [0; 3],
            status: Status::New,
            output: None,
            log: Vec::new(),
            taken: Vec::new(),
        };
        reference.add(&form.root, None);
        reference
    }

    fn add(&mut self, form: &'f State, parent: Option<Id>) -> Id {
        let id = self.nodes.len();
        let path = match parent {
            None => String::new(),
            Some(0) => form.name.clone(),
            Some(parent) => format!("{}.{}", self.nodes[parent].path, form.name),
        };
        self.nodes.push(Node {
            form,
            path,
            parent,
            children: Vec::new(),
        });
        let children = form.states.iter().map(|inner| self.add(inner, Some(id)));
        self.nodes[id].children = children.collect();
        id
    }

    /// The paths of the active states.
    pub fn active(&self) -> Vec<String> {
        let active = self.configuration.iter();
        active
            .map(|state| self.nodes[*state].path.clone())
            .collect()
    }

    fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    // procedure interpret

    pub fn start(&mut self) -> Result<(), Endless> {
        self.status = Status::Running;
        let event = Event::named("start");
        let mut enter = BTreeSet::new();
        let mut by_default = BTreeSet::new();
        let mut content = BTreeMap::new();
        self.add_descendants(0, &mut enter, &mut by_default, &mut content);
        self.enter(&enter, &by_default, &content, &event);
        self.main_loop(event, 0)
    }

    /// An event from outside.
    pub fn send(&mut self, name: &str) -> Result<Reception, Endless> {
        if self.is_over() {
            return Ok(Reception::Finished);
        }
        self.external(Event::named(name))
    }

    /// The result of a timer or an invoke.
    pub fn resolve(
        &mut self,
        path: &str,
        name: &str,
        turn: u64,
        slot_event: SlotEvent,
    ) -> Result<Reception, Endless> {
        if self.is_over() {
            return Ok(Reception::Finished);
        }
        let state = self.nodes.iter().position(|node| node.path == path);
        let slot = (state.expect("the state exists"), name.to_owned());
        let present = self.turns.entry(slot.clone()).or_default();
        let is_late = *present != turn || turn.is_multiple_of(2);
        if is_late && self.bug != Some(Bug::LateIsNotNoticed) {
            return Ok(Reception::Late);
        }
        if !matches!(slot_event, SlotEvent::Next(_)) {
            *present += 1;
        }
        let (name, data) = match slot_event {
            SlotEvent::Elapsed => ("after".to_owned(), None),
            SlotEvent::Done(data) => (format!("done.invoke.{name}"), Some(data)),
            SlotEvent::Failed(data) => (format!("error.invoke.{name}"), Some(data)),
            SlotEvent::Next(data) => (format!("next.invoke.{name}"), Some(data)),
        };
        let event = Event {
            name: name.clone(),
            data,
            slot: Some((slot, slot_event)),
            failed: None,
        };
        match self.external(event)? {
            Reception::Unhandled if matches!(slot_event, SlotEvent::Failed(_)) => {
                self.log.push(format!("failed {name}"));
                Ok(Reception::Unhandled)
            }
            Reception::Unhandled => Ok(Reception::Ignored),
            reception => Ok(reception),
        }
    }

    fn is_over(&self) -> bool {
        self.status == Status::Finished && !self.has(Bug::FinishedKeepsGoing)
    }

    fn external(&mut self, event: Event) -> Result<Reception, Endless> {
        let selected = self.select(&event);
        let role = |role: Role| {
            selected
                .iter()
                .any(|taken| self.transition(*taken).role == role)
        };
        let reception = if role(Role::Take) {
            Reception::Handled
        } else if role(Role::Ignore) {
            Reception::Ignored
        } else {
            Reception::Unhandled
        };
        if reception == Reception::Handled {
            self.microstep(selected, &event);
            self.main_loop(event, 1)?;
        } else if self.tries_always() {
            self.main_loop(event, 0)?;
        }
        Ok(reception)
    }

    /// Whether transitions without an event are tried after each event.
    fn tries_always(&self) -> bool {
        self.form.always_after_each_event && !self.has(Bug::EventlessOnlyAfterTransitions)
    }

    // procedure mainEventLoop, until the macrostep ends

    fn main_loop(&mut self, mut event: Event, mut steps: u32) -> Result<(), Endless> {
        let limit = self.form.microstep_limit + u32::from(self.has(Bug::LimitIsOneMore));
        while self.status == Status::Running {
            let queue_first = self.has(Bug::QueueBeforeEventless) && !self.internal.is_empty();
            let mut selected = Vec::new();
            if !queue_first {
                selected = self.select_eventless(&event);
            }
            if selected.is_empty() {
                let Some(next) = self.internal.pop_front() else {
                    break;
                };
                selected = self.select(&next);
                selected.retain(|taken| self.transition(*taken).role == Role::Take);
                if selected.is_empty() {
                    self.tell_failure(&next);
                    if self.tries_always() {
                        event = next;
                    }
                    continue;
                }
                event = next;
            }
            if steps >= limit {
                self.abandon();
                return Err(Endless);
            }
            steps += 1;
            self.microstep(selected, &event);
        }
        if self.status == Status::Finished {
            self.exit_interpreter(&event);
        } else {
            let to_invoke = std::mem::take(&mut self.to_invoke);
            to_invoke
                .iter()
                .for_each(|slot| self.begin(slot, "start_task"));
        }
        Ok(())
    }

    fn tell_failure(&mut self, event: &Event) {
        if event.failed.is_some() {
            self.log.push(format!("failed {}", event.name));
        }
    }

    fn abandon(&mut self) {
        self.to_invoke.clear();
        while let Some(event) = self.internal.pop_front() {
            self.tell_failure(&event);
        }
    }

    // procedure exitInterpreter

    fn exit_interpreter(&mut self, event: &Event) {
        let active: Vec<_> = self.configuration.iter().copied().rev().collect();
        for state in active {
            self.exit_content(state, event);
        }
        self.abandon();
    }

    // function selectEventlessTransitions, selectTransitions

    fn select_eventless(&self, last: &Event) -> Vec<Taken> {
        let mut selected = self.select_with(last, |_, trigger| *trigger == Trigger::Always);
        selected.retain(|taken| self.transition(*taken).role == Role::Take);
        selected
    }

    fn select(&self, event: &Event) -> Vec<Taken> {
        self.select_with(event, |state, trigger| self.matches(state, trigger, event))
    }

    fn select_with(&self, event: &Event, is_asked: impl Fn(Id, &Trigger) -> bool) -> Vec<Taken> {
        let mut enabled: Vec<Taken> = Vec::new();
        let atomic = self
            .configuration
            .iter()
            .filter(|state| self.is_atomic(**state));
        'states: for state in atomic {
            for source in std::iter::once(*state).chain(self.ancestors(*state)) {
                for (index, transition) in self.nodes[source].form.transitions.iter().enumerate() {
                    let holds = || {
                        let guard = transition.guard.as_ref();
                        guard.is_none_or(|guard| self.holds(guard, event))
                    };
                    if is_asked(source, &transition.trigger) && holds() {
                        let is_new = !enabled.contains(&(source, index));
                        if is_new || self.has(Bug::SharedTransitionsTakenTwice) {
                            enabled.push((source, index));
                        }
                        continue 'states;
                    }
                }
            }
        }
        self.remove_conflicting(enabled)
    }

    // function removeConflictingTransitions

    fn remove_conflicting(&self, enabled: Vec<Taken>) -> Vec<Taken> {
        let mut filtered: Vec<Taken> = Vec::new();
        for one in enabled {
            let mut is_preempted = false;
            let mut to_remove = Vec::new();
            for other in &filtered {
                let exits = self.exit_set(&[(one, self.domain(one))]);
                if exits.is_disjoint(&self.exit_set(&[(*other, self.domain(*other))])) {
                    continue;
                }
                let is_inner = self.is_descendant(one.0, other.0);
                if is_inner != self.has(Bug::OuterTransitionsPreferred) {
                    to_remove.push(*other);
                } else {
                    is_preempted = true;
                    break;
                }
            }
            if !is_preempted {
                filtered.retain(|other| !to_remove.contains(other));
                filtered.push(one);
            }
        }
        filtered
    }

    fn matches(&self, state: Id, trigger: &Trigger, event: &Event) -> bool {
        match trigger {
            Trigger::Always => false,
            Trigger::Done => event.name == format!("done.state.{}", self.nodes[state].path),
            Trigger::After(delay) => {
                let slot = (state, format!("after.{delay:?}"));
                event.slot == Some((slot, SlotEvent::Elapsed))
            }
            Trigger::InvokeDone(id) => event.slot.as_ref().is_some_and(|(slot, event)| {
                *slot == (state, id.clone()) && matches!(event, SlotEvent::Done(_))
            }),
            Trigger::InvokeFailed(id) => event.slot.as_ref().is_some_and(|(slot, event)| {
                *slot == (state, id.clone()) && matches!(event, SlotEvent::Failed(_))
            }),
            Trigger::InvokeNext(id) => event.slot.as_ref().is_some_and(|(slot, event)| {
                *slot == (state, id.clone()) && matches!(event, SlotEvent::Next(_))
            }),
            Trigger::Events(descriptors) => {
                let is_nameless = matches!(
                    event.slot,
                    Some((_, SlotEvent::Elapsed | SlotEvent::Next(_)))
                );
                let describes = |descriptor: &String| self.describes(descriptor, &event.name);
                !is_nameless && descriptors.iter().any(describes)
            }
        }
    }

    fn describes(&self, descriptor: &str, name: &str) -> bool {
        if descriptor == "*" {
            return true;
        }
        let Some(prefix) = descriptor.strip_suffix(".*") else {
            return descriptor == name;
        };
        if self.has(Bug::PrefixesWithoutDots) {
            return name.starts_with(prefix);
        }
        let (prefix, name): (Vec<_>, Vec<_>) =
            (prefix.split('.').collect(), name.split('.').collect());
        name.starts_with(&prefix)
    }

    fn holds(&self, guard: &Guard, event: &Event) -> bool {
        match guard {
            Guard::Named(name) => vocabulary::guard(name, &self.counters, event.data),
            Guard::In(name) => self.configuration.contains(&self.find(name)),
            Guard::Not(inner) => !self.holds(inner, event),
            Guard::All(inner) => inner.iter().all(|guard| self.holds(guard, event)),
            Guard::Any(inner) => inner.iter().any(|guard| self.holds(guard, event)),
        }
    }

    // procedure microstep

    fn microstep(&mut self, mut selected: Vec<Taken>, event: &Event) {
        selected.retain(|taken| self.transition(*taken).role == Role::Take);
        let taken = selected.iter();
        let taken = taken.map(|(source, place)| (self.nodes[*source].path.clone(), *place));
        self.taken.push(taken.collect());
        let mut selected: Vec<_> = selected
            .into_iter()
            .map(|taken| (taken, self.domain(taken)))
            .collect();
        if self.has(Bug::ActionsBeforeOtherExits) {
            for one in &selected {
                self.exit_states(&[*one], event);
                self.take_actions(&self.transition(one.0).actions, event);
            }
        } else {
            self.exit_states(&selected, event);
            for (taken, _) in &selected {
                self.take_actions(&self.transition(*taken).actions, event);
            }
        }
        if self.has(Bug::DomainsFoundAgain) {
            for (taken, domain) in &mut selected {
                *domain = self.domain(*taken);
            }
        }
        let mut enter = BTreeSet::new();
        let mut by_default = BTreeSet::new();
        let mut content = BTreeMap::new();
        for (taken, domain) in selected {
            let Some(domain) = domain else {
                continue;
            };
            let mut entered = BTreeSet::new();
            let mut defaults = BTreeSet::new();
            let mut contents = BTreeMap::new();
            self.entry_set(taken, domain, &mut entered, &mut defaults, &mut contents);
            if !self.has(Bug::StatesOutsideEntered) {
                entered.retain(|state| self.is_descendant(*state, domain));
                defaults.retain(|state| self.is_descendant(*state, domain));
                contents.retain(|state, _| self.is_descendant(*state, domain));
            }
            enter.extend(entered);
            by_default.extend(defaults);
            content.extend(contents);
        }
        self.enter(&enter, &by_default, &content, event);
    }

    // procedure exitStates

    fn exit_states(&mut self, selected: &[(Taken, Option<Id>)], event: &Event) {
        let exits = self.exit_set(selected);
        self.to_invoke.retain(|(state, _)| !exits.contains(state));
        if !self.has(Bug::HistoryRecordedTooLate) {
            self.record(&exits);
        }
        let mut ordered: Vec<_> = exits.iter().copied().collect();
        if !self.has(Bug::ExitsInDocumentOrder) {
            ordered.reverse();
        }
        for state in ordered {
            self.exit_content(state, event);
            self.configuration.remove(&state);
        }
        if self.has(Bug::HistoryRecordedTooLate) {
            self.record(&exits);
        }
    }

    fn record(&mut self, exits: &BTreeSet<Id>) {
        for state in exits {
            for history in self.nodes[*state].children.clone() {
                let is_deep = match self.nodes[history].form.kind {
                    Kind::DeepHistory => !self.has(Bug::DeepHistoryIsShallow),
                    Kind::ShallowHistory => self.has(Bug::ShallowHistoryIsDeep),
                    _ => continue,
                };
                let active = self.configuration.iter().copied();
                let remembered: BTreeSet<_> = active
                    .filter(|active| match is_deep {
                        true => self.is_atomic(*active) && self.is_descendant(*active, *state),
                        false => self.nodes[*active].parent == Some(*state),
                    })
                    .collect();
                if !(self.has(Bug::HistoryForgets) && self.history.contains_key(&history)) {
                    self.history.insert(history, remembered);
                }
            }
        }
    }

    fn exit_content(&mut self, state: Id, event: &Event) {
        let form = self.nodes[state].form;
        form.exit
            .iter()
            .for_each(|block| self.take_actions(block, event));
        for name in timers(form) {
            if !self.has(Bug::TimersOutliveStates) {
                self.end(&(state, name), "stop_timer");
            }
        }
        for Invoke { id, .. } in &form.invokes {
            self.end(&(state, id.clone()), "stop_task");
        }
    }

    // procedure enterStates

    fn enter(
        &mut self,
        enter: &BTreeSet<Id>,
        by_default: &BTreeSet<Id>,
        content: &BTreeMap<Id, Vec<Id>>,
        event: &Event,
    ) {
        if self.has(Bug::AllStatesAddedAtOnce) {
            self.configuration.extend(enter);
        }
        for state in enter.iter().copied() {
            self.configuration.insert(state);
            let form = self.nodes[state].form;
            form.entry
                .iter()
                .for_each(|block| self.take_actions(block, event));
            for name in timers(form) {
                self.begin(&(state, name), "start_timer");
            }
            for Invoke { id, .. } in &form.invokes {
                let slot = (state, id.clone());
                if self.has(Bug::InvokesBeginAtOnce) {
                    self.begin(&slot, "start_task");
                } else {
                    self.to_invoke.insert(slot);
                }
            }
            if by_default.contains(&state) {
                let initial = form.initial.iter();
                initial.for_each(|initial| self.take_actions(&initial.actions, event));
            }
            for history in content.get(&state).into_iter().flatten() {
                let initial = self.nodes[*history].form.initial.as_ref();
                if !self.has(Bug::DefaultHistoryDoesNothing) {
                    initial
                        .iter()
                        .for_each(|initial| self.take_actions(&initial.actions, event));
                }
            }
            if form.kind == Kind::Final {
                self.finish(state);
            }
        }
    }

    fn finish(&mut self, state: Id) {
        let makes = self.nodes[state].form.data.as_ref();
        let data = makes.map(|_| vocabulary::make(&self.counters));
        let data = data.filter(|_| !self.has(Bug::DoneWithoutData));
        let parent = self.nodes[state].parent.expect("a final state is inside");
        if parent == 0 {
            self.status = Status::Finished;
            self.output = data;
            return;
        }
        self.raise_done(parent, data);
        let mut inner = parent;
        while let Some(outer) = self.nodes[inner].parent {
            let is_done = self.kind(outer) == Kind::Parallel && self.is_in_final_state(outer);
            if !is_done {
                break;
            }
            if outer == 0 {
                self.status = Status::Finished;
                self.output = None;
                break;
            }
            self.raise_done(outer, None);
            if self.form.strict_scxml || self.has(Bug::OuterParallelNeverDone) {
                break;
            }
            inner = outer;
        }
    }

    fn raise_done(&mut self, state: Id, data: Option<i64>) {
        self.internal.push_back(Event {
            data,
            ..Event::named(&format!("done.state.{}", self.nodes[state].path))
        });
    }

    // function isInFinalState

    fn is_in_final_state(&self, state: Id) -> bool {
        let children: Vec<_> = self.proper_children(state).collect();
        match self.kind(state) {
            Kind::Parallel => children.iter().all(|child| self.is_in_final_state(*child)),
            Kind::Plain => children.iter().any(|child| {
                self.kind(*child) == Kind::Final && self.configuration.contains(child)
            }),
            _ => false,
        }
    }

    // procedure computeExitSet

    fn exit_set(&self, selected: &[(Taken, Option<Id>)]) -> BTreeSet<Id> {
        let domains: Vec<_> = selected.iter().filter_map(|(_, domain)| *domain).collect();
        let active = self.configuration.iter().copied();
        let is_inside = |state: &Id| {
            let mut domains = domains.iter();
            domains.any(|domain| self.is_descendant(*state, *domain))
        };
        active.filter(is_inside).collect()
    }

    // procedure computeEntrySet, for one transition

    fn entry_set(
        &self,
        taken: Taken,
        domain: Id,
        enter: &mut BTreeSet<Id>,
        by_default: &mut BTreeSet<Id>,
        content: &mut BTreeMap<Id, Vec<Id>>,
    ) {
        let targets = self.targets(taken);
        for target in &targets {
            self.add_descendants(*target, enter, by_default, content);
        }
        for target in self.effective_targets(&targets) {
            self.add_ancestors(target, domain, enter, by_default, content);
        }
    }

    // procedure addDescendantStatesToEnter

    fn add_descendants(
        &self,
        state: Id,
        enter: &mut BTreeSet<Id>,
        by_default: &mut BTreeSet<Id>,
        content: &mut BTreeMap<Id, Vec<Id>>,
    ) {
        match self.kind(state) {
            Kind::ShallowHistory | Kind::DeepHistory => {
                let parent = self.nodes[state].parent.expect("a history is inside");
                let remembered = self.history.get(&state).filter(|set| !set.is_empty());
                let targets: Vec<_> = match remembered {
                    Some(remembered) => remembered.iter().copied().collect(),
                    None => {
                        content.entry(parent).or_default().push(state);
                        self.default_targets(state)
                    }
                };
                for target in &targets {
                    self.add_descendants(*target, enter, by_default, content);
                }
                for target in self.effective_targets(&targets) {
                    self.add_ancestors(target, parent, enter, by_default, content);
                }
            }
            Kind::Plain if !self.nodes[state].children.is_empty() => {
                enter.insert(state);
                by_default.insert(state);
                let targets = self.initial_targets(state);
                for target in &targets {
                    self.add_descendants(*target, enter, by_default, content);
                }
                for target in self.effective_targets(&targets) {
                    self.add_ancestors(target, state, enter, by_default, content);
                }
            }
            Kind::Parallel => {
                enter.insert(state);
                self.add_regions(state, enter, by_default, content);
            }
            _ => {
                enter.insert(state);
            }
        }
    }

    // procedure addAncestorStatesToEnter

    fn add_ancestors(
        &self,
        state: Id,
        outer: Id,
        enter: &mut BTreeSet<Id>,
        by_default: &mut BTreeSet<Id>,
        content: &mut BTreeMap<Id, Vec<Id>>,
    ) {
        for ancestor in self
            .ancestors(state)
            .take_while(|ancestor| *ancestor != outer)
        {
            enter.insert(ancestor);
            if self.kind(ancestor) == Kind::Parallel {
                self.add_regions(ancestor, enter, by_default, content);
            }
        }
        if self.kind(outer) == Kind::Parallel {
            self.add_regions(outer, enter, by_default, content);
        }
    }

    fn add_regions(
        &self,
        state: Id,
        enter: &mut BTreeSet<Id>,
        by_default: &mut BTreeSet<Id>,
        content: &mut BTreeMap<Id, Vec<Id>>,
    ) {
        for region in self.proper_children(state) {
            if !enter.iter().any(|inner| self.is_descendant(*inner, region)) {
                self.add_descendants(region, enter, by_default, content);
            }
        }
    }

    // function getTransitionDomain

    fn domain(&self, taken: Taken) -> Option<Id> {
        let targets = self.effective_targets(&self.targets(taken));
        if targets.is_empty() {
            return None;
        }
        let source = taken.0;
        let is_compound = |state: Id| {
            state == 0
                || (self.kind(state) == Kind::Plain && !self.nodes[state].children.is_empty())
        };
        let holds = |state: Id| {
            targets
                .iter()
                .all(|target| self.is_descendant(*target, state))
        };
        let is_internal = self.transition(taken).internal && !self.has(Bug::InternalIsExternal);
        if source == 0 || (is_internal && is_compound(source) && holds(source)) {
            return Some(source);
        }
        let mut ancestors = self.ancestors(source);
        ancestors.find(|ancestor| is_compound(*ancestor) && holds(*ancestor))
    }

    // function getEffectiveTargetStates

    fn effective_targets(&self, targets: &[Id]) -> Vec<Id> {
        let mut effective = Vec::new();
        for target in targets {
            match self.kind(*target) {
                Kind::ShallowHistory | Kind::DeepHistory => {
                    match self.history.get(target).filter(|set| !set.is_empty()) {
                        Some(remembered) => effective.extend(remembered),
                        None => {
                            let targets = self.default_targets(*target);
                            effective.extend(self.effective_targets(&targets));
                        }
                    }
                }
                _ => effective.push(*target),
            }
        }
        effective
    }

    fn targets(&self, taken: Taken) -> Vec<Id> {
        let targets = self.transition(taken).targets.iter();
        targets.map(|name| self.find(name)).collect()
    }

    fn said_targets(&self, state: Id) -> Vec<Id> {
        let initial = self.nodes[state].form.initial.iter();
        let targets = initial.flat_map(|initial| &initial.targets);
        targets.map(|name| self.find(name)).collect()
    }

    fn initial_targets(&self, state: Id) -> Vec<Id> {
        let said = self.said_targets(state);
        if said.is_empty() {
            return self.proper_children(state).take(1).collect();
        }
        said
    }

    /// Where a history leads that remembers nothing.
    fn default_targets(&self, history: Id) -> Vec<Id> {
        let said = self.said_targets(history);
        if !said.is_empty() {
            return said;
        }
        let parent = self.nodes[history].parent.expect("a history is inside");
        if self.kind(parent) == Kind::Parallel {
            return self.proper_children(parent).collect();
        }
        let begins = self.initial_targets(parent);
        let is_history = |state: &Id| self.is_history(*state);
        if begins.iter().any(is_history) {
            return self.proper_children(parent).take(1).collect();
        }
        begins
    }

    fn take_actions(&mut self, block: &[String], event: &Event) {
        for name in block {
            self.log.push(format!(
                "log {}",
                vocabulary::note(name, &event.name, event.data)
            ));
            let is_failed = match vocabulary::action(name) {
                Action::Log => false,
                Action::Add(counter) => {
                    self.counters[counter] += 1;
                    false
                }
                Action::Reset(counter) => {
                    self.counters[counter] = 0;
                    false
                }
                Action::Raise(raised) => {
                    self.internal.push_back(Event::named(raised));
                    false
                }
                Action::Fail => true,
                Action::FailLate(counter) => {
                    self.counters[counter] += 1;
                    true
                }
            };
            if is_failed {
                if !self.has(Bug::ErrorsAreNotRaised) {
                    self.internal.push_back(Event {
                        failed: Some(name.clone()),
                        ..Event::named(&format!("error.{name}"))
                    });
                }
                if !self.has(Bug::ErrorsDoNotEndBlocks) {
                    return;
                }
            }
        }
    }

    fn begin(&mut self, slot: &Slot, verb: &str) {
        let turn = self.turns.entry(slot.clone()).or_default();
        *turn += 1;
        let turn = *turn;
        let path = &self.nodes[slot.0].path;
        self.log.push(format!("{verb} {path}:{}#{turn}", slot.1));
    }

    fn end(&mut self, slot: &Slot, verb: &str) {
        let turn = self.turns.entry(slot.clone()).or_default();
        let ended = *turn;
        if ended.is_multiple_of(2) {
            return;
        }
        *turn += 1;
        let path = &self.nodes[slot.0].path;
        self.log.push(format!("{verb} {path}:{}#{ended}", slot.1));
    }

    fn transition(&self, (source, index): Taken) -> &'f Transition {
        &self.nodes[source].form.transitions[index]
    }

    fn kind(&self, state: Id) -> Kind {
        self.nodes[state].form.kind
    }

    fn is_history(&self, state: Id) -> bool {
        matches!(self.kind(state), Kind::ShallowHistory | Kind::DeepHistory)
    }

    fn is_atomic(&self, state: Id) -> bool {
        self.nodes[state].children.is_empty()
    }

    fn proper_children(&self, state: Id) -> impl Iterator<Item = Id> + '_ {
        let children = self.nodes[state].children.iter().copied();
        children.filter(|child| !self.is_history(*child))
    }

    fn ancestors(&self, state: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.nodes[state].parent, |state| self.nodes[*state].parent)
    }

    fn is_descendant(&self, inner: Id, outer: Id) -> bool {
        self.ancestors(inner).any(|ancestor| ancestor == outer)
    }

    /// The state of a name; names are unique in random charts.
    fn find(&self, name: &str) -> Id {
        let found = self.nodes.iter().position(|node| node.form.name == name);
        found.unwrap_or_else(|| panic!("there is no state `{name}`"))
    }
}

impl Event {
    fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            data: None,
            slot: None,
            failed: None,
        }
    }
}

/// The names of a state's timers: transitions with the same delay share one.
fn timers(state: &State) -> Vec<String> {
    let mut timers = Vec::new();
    for transition in &state.transitions {
        if let Trigger::After(delay) = transition.trigger {
            let name = format!("after.{delay:?}");
            if !timers.contains(&name) {
                timers.push(name);
            }
        }
    }
    timers
}
