//! From a chart as it stands in the source to the form that the compiler of charts takes, and to what it needs of its logic.

use leptos_state_chart::form::{self, Form};
use syn::ext::IdentExt;

use super::logic::{event, failure_variant, result_variant, Functions, Place, Role};
use super::model::{
    Call, Chart, Guard, History, Initial, Kind, Role as Does, State, Target, Transition, Trigger,
};
use super::tree::{error, unknown, Tree};
use crate::errors::Errors;

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
    };
    let root = lowering.state(&chart.root);
    lowering.check_errors();
    let name = chart.name.unraw().to_string();
    let mut form = Form::new(name).version(chart.version.unwrap_or(1));
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
                .hands_over(state.name.clone(), Some(&output.ty));
            self.errors.take(handed);
            let role = Role::Output(place);
            self.functions.plain(&output.maker, role, self.errors)
        });
        for invoke in &state.invokes {
            let role = Role::Task(invoke.result.as_ref(), invoke.error.as_ref());
            self.functions.plain(&invoke.name, role, self.errors);
            let result = (result_variant(&invoke.name), invoke.result.as_ref());
            let failure = invoke.error.as_ref();
            let failure = failure.map(|ty| (failure_variant(&invoke.name), Some(ty)));
            for (variant, ty) in [Some(result), failure].into_iter().flatten() {
                let handed = self.functions.hands_over(variant, ty);
                self.errors.take(handed);
            }
        }
        let initial = state
            .initial
            .as_ref()
            .map(|initial| self.initial(place, initial));
        if initial.is_none() && state.kind == Kind::Plain {
            // It begins in the first state inside.
            if let Some(first) = state.children().next() {
                self.check_held_by_default(first);
            }
        }
        if state.kind == Kind::Parallel {
            for region in state.children() {
                self.check_held_by_default(region);
            }
        }
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
        let targets = self.targets(here, &initial.targets, &mut actions, |tree, state| {
            tree.is_inside(state, around)
        });
        form::Initial { targets, actions }
    }

    fn transition(
        &mut self,
        place: usize,
        state: &'c State,
        transition: &'c Transition,
    ) -> form::Transition {
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
        let targets = self.targets(here, &transition.targets, &mut actions, |tree, holder| {
            // It stays active if all happens inside of it.
            let from_inside = tree.is_inside(place, holder) || (is_internal && place == holder);
            let to_inside = |target: &Target| {
                let target = tree.find(target.last());
                target.is_ok_and(|target| tree.is_inside(target, holder))
            };
            !(from_inside && transition.targets.iter().all(to_inside))
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

    /// The paths of targets. What makes the data of states on the way is added to the actions; `is_entered` says whether a state
    /// around a target, or the target, is entered.
    fn targets(
        &mut self,
        here: Place<'c>,
        targets: &'c [Target],
        actions: &mut Vec<String>,
        is_entered: impl Fn(&Tree<'c>, usize) -> bool,
    ) -> Vec<String> {
        let mut made = Vec::new();
        let mut paths = Vec::new();
        for target in targets {
            let Some(found) = self.errors.take(self.tree.find(target.last())) else {
                continue;
            };
            for step in &target.steps {
                let Some(state) = self.errors.take(self.tree.find(&step.state)) else {
                    continue;
                };
                let node = &self.tree.nodes[state];
                if state != found && !self.tree.is_inside(found, state) {
                    let message = format!("`{}` is not inside of `{}`", target.last(), step.state);
                    self.errors.add(error(step.state.span(), message));
                }
                let Some(maker) = &step.maker else {
                    continue;
                };
                if node.state.holding.is_none() {
                    let message = format!(
                        "`{0}` holds no data; if it is to, write `{0}(Type)`",
                        step.state
                    );
                    self.errors.add(error(maker.name.span(), message));
                    continue;
                }
                actions.push(self.call(here, maker, Role::Maker(state)));
                made.push(state);
            }
            let node = &self.tree.nodes[found];
            for holder in self.tree.from(found).filter(|state| *state != 0) {
                let holds = self.tree.nodes[holder].state;
                if holds.holding.is_some()
                    && is_entered(self.tree, holder)
                    && !made.contains(&holder)
                {
                    let name = &holds.name;
                    let way = if holder == found {
                        format!("{name}(maker)")
                    } else {
                        format!("{name}(maker).{}", target.last())
                    };
                    let message = format!(
                        "this enters `{name}`, which holds data: say what makes it, `{way}`"
                    );
                    self.errors.add(error(target.last().span(), message));
                }
            }
            paths.push(node.path.clone());
        }
        paths
    }

    /// A state that is entered because nobody says otherwise can't be given data.
    fn check_held_by_default(&mut self, state: &State) {
        if state.holding.is_some() {
            let name = &state.name;
            let message = format!(
                "`{name}` holds data, and is entered without anything that makes it: write `initial {name}(maker);` in the state \
                 around it, or let another state be first"
            );
            self.errors.add(error(name.span(), message));
        }
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
                for on in events {
                    self.errors.take(event(self.chart, &on.event));
                }
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
                    let message = format!("`{action}` does not fail; where it is called, `{action}?` says that it may");
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

/// What the compiler of charts says, where it is in the source.
pub(super) fn placed(tree: &Tree<'_>, wrong: &leptos_state_chart::FormError) -> syn::Error {
    let node = tree.at(wrong.state()).unwrap_or(&tree.nodes[0]);
    let transition = wrong
        .transition()
        .and_then(|place| node.state.transitions.get(place));
    let span = transition.map_or_else(|| node.state.name.span(), |transition| transition.span);
    error(span, wrong.problem())
}
