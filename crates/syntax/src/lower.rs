//! From a chart as it stands in the source to the form that the compiler of charts takes, and to what it needs of its logic.

use leptos_state_chart::form::{self, Form};
use syn::ext::IdentExt;

use super::arguments::check_event;
use super::entered::{self, Unmade, Way};
use super::errors::Errors;
use super::logic::{failure_variant, next_variant, result_variant, Functions, Place, Role, Work};
use super::model::{
    Call, Chart, Guard, History, Initial, Invoke, Kind, Role as Does, State, Step, Target,
    Transition, Trigger,
};
use super::tree::{error, unknown, Tree};

/// The form of a chart. It notes what is wrong, and what the chart needs of its logic.
pub(super) fn lower<'c>(
    chart: &'c Chart,
    tree: &Tree<'c>,
    functions: &mut Functions<'c>,
    errors: &mut Errors,
) -> Form {
    let mut lowering = Lowering {
        chart,
        tree,
        functions,
        errors,
        next: 0,
        refused: Vec::new(),
    };
    let root = lowering.state(&chart.root);
    for unmade in entered::unmade_at_start(tree) {
        lowering.refuse(&unmade, &[]);
    }
    lowering.check_errors();
    let name = chart.name.unraw().to_string();
    let mut form = Form::new(name).version(chart.version.unwrap_or(1));
    let events = chart.events.iter();
    form.events = events
        .map(|event| event.ident.unraw().to_string())
        .collect();
    if let Some(microsteps) = chart.microsteps {
        form = form.microstep_limit(microsteps);
    }
    form.root = form::State {
        name: String::new(),
        ..root
    };
    form
}

struct Lowering<'l, 'c> {
    chart: &'c Chart,
    tree: &'l Tree<'c>,
    functions: &'l mut Functions<'c>,
    errors: &'l mut Errors,
    /// The place of the next state.
    next: usize,
    /// The states of which it was said that they are entered by default without data.
    refused: Vec<usize>,
}

impl<'c> Lowering<'_, 'c> {
    fn state(&mut self, state: &'c State) -> form::State {
        let place = self.next;
        self.next += 1;
        let here = Place {
            state: place,
            trigger: None,
        };
        let kind = match state.kind {
            Kind::Plain => form::Kind::Plain,
            Kind::Parallel => form::Kind::Parallel,
            Kind::Final => form::Kind::Final,
            Kind::History(History::Shallow) => form::Kind::ShallowHistory,
            Kind::History(History::Deep) => form::Kind::DeepHistory,
        };
        let data = state.output.as_ref().map(|output| {
            let handed = self
                .functions
                .hands_over(state.name.clone(), None, Some(&output.ty));
            self.errors.take(handed);
            let role = Role::Output(place);
            self.functions
                .plain(self.tree, &output.maker, role, self.errors)
        });
        for invoke in &state.invokes {
            self.invoke(invoke);
        }
        let initial = state
            .initial
            .as_ref()
            .map(|initial| self.initial(place, initial));
        form::State {
            name: state.name.unraw().to_string(),
            kind,
            entry: self.blocks(here, &state.entry),
            exit: self.blocks(here, &state.exit),
            transitions: state
                .transitions
                .iter()
                .map(|transition| self.transition(place, state, transition))
                .collect(),
            invokes: state
                .invokes
                .iter()
                .map(|invoke| form::invoke(invoke.name.unraw().to_string()))
                .collect(),
            states: state.states.iter().map(|inner| self.state(inner)).collect(),
            initial,
            data,
            tags: state.tags.clone(),
            meta: state.meta.iter().cloned().collect(),
        }
    }

    /// What an invoke needs of the logic, and what it hands over.
    fn invoke(&mut self, invoke: &'c Invoke) {
        let is_known = |(_, known): &(usize, &Invoke)| std::ptr::eq(*known, invoke);
        if invoke.chart.is_some() && !self.tree.machines().iter().any(is_known) {
            // Its name is taken, which is said once.
            return;
        }
        let role = match (&invoke.chart, &invoke.key) {
            (None, _) => Some(Role::Task(Work {
                result: invoke.result.as_ref(),
                error: invoke.error.as_ref(),
                next: invoke.next.as_ref(),
            })),
            (Some(chart), None) => Some(Role::Machine(chart)),
            // The actions of the logic make them.
            (Some(_), Some(_)) => None,
        };
        if let Some(role) = role {
            self.functions
                .plain(self.tree, &invoke.name, role, self.errors);
        }
        let name = &invoke.name;
        let result = (result_variant(name), invoke.result.as_ref());
        let failure = invoke.error.as_ref();
        let failure = failure.map(|ty| (failure_variant(name), Some(ty)));
        let next = invoke.next.as_ref();
        let next = next.map(|ty| (next_variant(name), Some(ty)));
        for (variant, ty) in [Some(result), failure, next].into_iter().flatten() {
            let handed = self.functions.hands_over(variant, invoke.key.as_ref(), ty);
            self.errors.take(handed);
        }
    }

    fn blocks(&mut self, here: Place<'c>, blocks: &'c [Vec<Call>]) -> Vec<Vec<String>> {
        let block = |calls: &'c Vec<Call>| self.actions(here, calls);
        blocks.iter().map(block).collect()
    }

    fn actions(&mut self, here: Place<'c>, calls: &'c [Call]) -> Vec<String> {
        let calls = calls.iter();
        calls
            .map(|call| self.call(here, call, Role::Action))
            .collect()
    }

    fn call(&mut self, here: Place<'c>, call: &'c Call, role: Role<'c>) -> String {
        let (chart, tree) = (self.chart, self.tree);
        self.functions
            .call(chart, tree, here, call, role, self.errors)
    }

    fn initial(&mut self, place: usize, initial: &'c Initial) -> form::Initial {
        let here = Place {
            state: place,
            trigger: None,
        };
        let mut actions = self.actions(here, &initial.calls);
        // What is entered is all that is inside of the state, or for a history of its parent.
        let is_history = self.tree.nodes[place].state.is_history();
        let around = self.tree.nodes[place]
            .parent
            .filter(|_| is_history)
            .unwrap_or(place);
        let targets = self.targets(here, &initial.targets, &mut actions, |_, _| around);
        form::Initial { targets, actions }
    }

    fn transition(
        &mut self,
        place: usize,
        state: &'c State,
        transition: &'c Transition,
    ) -> form::Transition {
        if let Trigger::Events(events) = &transition.trigger {
            for on in events {
                self.errors.take(check_event(self.chart, on));
            }
        }
        let here = Place {
            state: place,
            trigger: Some(&transition.trigger),
        };
        let guard = transition
            .guard
            .as_ref()
            .map(|guard| self.guard(here, guard));
        let mut actions = self.actions(here, &transition.calls);
        let is_internal = transition.is_internal;
        let targets = self.targets(here, &transition.targets, &mut actions, |tree, targets| {
            entered::domain(tree, place, is_internal, targets)
        });
        form::Transition {
            trigger: self.trigger(state, &transition.trigger),
            guard,
            targets,
            internal: is_internal,
            actions,
            role: match transition.role {
                Does::Take => form::Role::Take,
                Does::Ignore => form::Role::Ignore,
                Does::Forbid => form::Role::Forbid,
            },
        }
    }

    /// The paths of targets. What makes the data of states on the way is added to the actions; `domain` says which state stays
    /// active around what is entered.
    fn targets(
        &mut self,
        here: Place<'c>,
        targets: &'c [Target],
        actions: &mut Vec<String>,
        domain: impl Fn(&Tree<'c>, &[usize]) -> usize,
    ) -> Vec<String> {
        let mut made = Vec::new();
        let mut found = Vec::new();
        for target in targets {
            for pair in target.steps.windows(2) {
                let [outer, inner] = [&pair[0].state, &pair[1].state];
                if let (Ok(outside), Ok(inside)) = (self.tree.find(outer), self.tree.find(inner)) {
                    if !self.tree.is_inside(inside, outside) {
                        let message = format!("`{inner}` is not inside of `{outer}`");
                        self.errors.add(error(inner.span(), message));
                    }
                }
            }
            for step in &target.steps {
                let state = self.errors.take(self.tree.find(&step.state));
                if let Some((state, maker)) = state.zip(step.maker.as_ref()) {
                    self.maker(here, step, maker, state, &made)
                        .into_iter()
                        .for_each(|action| actions.push(action));
                    made.push(state);
                }
            }
            found.extend(self.tree.find(target.last()));
        }
        if found.len() == targets.len() && !targets.is_empty() {
            let domain = domain(self.tree, &found);
            for unmade in entered::unmade(self.tree, &found, domain, &made) {
                self.refuse(&unmade, targets);
            }
        }
        let paths = found.into_iter();
        paths
            .map(|found| self.tree.nodes[found].path.clone())
            .collect()
    }

    fn maker(
        &mut self,
        here: Place<'c>,
        step: &Step,
        maker: &'c Call,
        state: usize,
        made: &[usize],
    ) -> Option<String> {
        let name = &step.state;
        let message = if self.tree.nodes[state].state.holding.is_none() {
            format!("`{name}` holds no data; if it is to, write `{name}(Type)` where it stands")
        } else if made.contains(&state) {
            format!("what makes the data of `{name}` was said before")
        } else {
            return Some(self.call(here, maker, Role::Maker(state)));
        };
        self.errors.add(error(maker.name.span(), message));
        None
    }

    /// Says that a state is entered without data.
    fn refuse(&mut self, unmade: &Unmade, targets: &[Target]) {
        let state = self.tree.nodes[unmade.holder].state;
        let name = &state.name;
        let target = unmade.target.and_then(|target| targets.get(target));
        let target = target.map(Target::last);
        let (span, message) = match (unmade.way, target) {
            (Way::Named, Some(target)) => {
                let way = if target == name {
                    format!("{name}(maker)")
                } else {
                    format!("{name}(maker).{target}")
                };
                let message =
                    format!("this enters `{name}`, which holds data: say what makes it, `{way}`");
                (target.span(), message)
            }
            (Way::Region(parallel), Some(target)) => {
                let parallel = &self.tree.nodes[parallel].state.name;
                let way = if target == parallel {
                    format!("`{name}(maker)` instead of `{target}`")
                } else {
                    format!("`{target}, {name}(maker)`")
                };
                let message = format!(
                    "this enters `{parallel}` with its region `{name}`, which holds data: say what makes it, {way}"
                );
                (target.span(), message)
            }
            // Of these one says it once.
            _ if self.refused.contains(&unmade.holder) => return,
            (Way::Region(0), _) => {
                self.refused.push(unmade.holder);
                let message = format!(
                    "`{name}` holds data, and is entered as the machine starts, before anything can make it: let a state inside \
                     of it hold the data"
                );
                (name.span(), message)
            }
            (Way::Region(_), _) => {
                self.refused.push(unmade.holder);
                let message = format!(
                    "`{name}` holds data, and is entered as the machine starts without anything that makes it: write `initial \
                     {name}(maker);`"
                );
                (name.span(), message)
            }
            _ => {
                self.refused.push(unmade.holder);
                let message = format!(
                    "`{name}` holds data, and is entered without anything that makes it: write `initial {name}(maker);` in the \
                     state around it, or let another state be first"
                );
                (name.span(), message)
            }
        };
        self.errors.add(error(span, message));
    }

    fn guard(&mut self, here: Place<'c>, guard: &'c Guard) -> form::Guard {
        let mut all = |guards: &'c [Guard]| -> Vec<form::Guard> {
            guards.iter().map(|guard| self.guard(here, guard)).collect()
        };
        match guard {
            Guard::All(guards) => form::Guard::All(all(guards)),
            Guard::Any(guards) => form::Guard::Any(all(guards)),
            Guard::Not(guard) => form::Guard::Not(Box::new(self.guard(here, guard))),
            Guard::Call(call) => form::Guard::Named(self.call(here, call, Role::Guard)),
            Guard::In(state) => {
                let found = self.errors.take(self.tree.find(state));
                let path = found.map(|found| self.tree.nodes[found].path.clone());
                form::Guard::In(path.unwrap_or_default())
            }
        }
    }

    fn trigger(&mut self, state: &State, trigger: &Trigger) -> form::Trigger {
        let id = |invoke: usize| state.invokes[invoke].name.unraw().to_string();
        match trigger {
            Trigger::Events(events) => {
                let names = events.iter().map(|on| on.event.unraw().to_string());
                form::Trigger::Events(names.collect())
            }
            Trigger::Any => form::Trigger::Events(vec!["*".to_owned()]),
            Trigger::AnyError => form::Trigger::Events(vec!["error.*".to_owned()]),
            Trigger::Error(action) => {
                form::Trigger::Events(vec![format!("error.{}", action.unraw())])
            }
            Trigger::Always => form::Trigger::Always,
            Trigger::Done(_) => form::Trigger::Done,
            Trigger::After(delay) => form::Trigger::After(*delay),
            Trigger::InvokeDone(invoke, _) => form::Trigger::InvokeDone(id(*invoke)),
            Trigger::InvokeFailed(invoke, _) => form::Trigger::InvokeFailed(id(*invoke)),
            Trigger::InvokeNext(invoke, _) => form::Trigger::InvokeNext(id(*invoke)),
        }
    }

    /// Who waits for an action to fail names one that may.
    fn check_errors(&mut self) {
        let transitions = self
            .tree
            .nodes
            .iter()
            .flat_map(|node| &node.state.transitions);
        let waited_for = transitions.filter_map(|transition| match &transition.trigger {
            Trigger::Error(action) => Some(action),
            _ => None,
        });
        for action in waited_for {
            let mut actions = self
                .functions
                .list
                .iter()
                .filter(|known| known.role == Role::Action);
            match actions.clone().find(|known| known.name == action) {
                Some(known) if known.fails => {}
                Some(_) => {
                    let message = format!(
                        "`{action}` never fails: where it may, it is called with `?`, `/ {action}?`"
                    );
                    self.errors.add(error(action.span(), message));
                }
                None => {
                    let known: Vec<String> = actions
                        .by_ref()
                        .map(|known| known.name.to_string())
                        .collect();
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.errors.add(unknown("action", action, &known));
                }
            }
        }
    }
}
