//! Random charts and traces, with more of what is hard than chance would give: events that several states share, final states in
//! regions, histories, transitions with several targets.

use std::time::Duration;

use fastrand::Rng;
use leptos_state_chart::form::{
    all, any, invoke, not, within, Form, Guard, Initial, Kind, Role, State, Transition, Trigger,
};

/// What comes from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Event(String),
    /// A run of a timer or invoke ends: counted back from the last one that began. It may be over already.
    Slot {
        back: usize,
        /// Whether the work is done, has failed, or tells something on its way.
        what: u8,
    },
    /// The machine is stored and restored.
    Restore,
}

const EVENTS: [&str; 8] = ["e0", "e0", "e1", "e1", "e2", "e2.x", "e2.x.y", "e20"];

pub fn trace(rng: &mut Rng) -> Vec<Choice> {
    let choice = |rng: &mut Rng| match rng.u8(0..20) {
        0..=13 => Choice::Event(event(rng)),
        14 => Choice::Event("unknown".to_owned()),
        15 => Choice::Restore,
        _ => Choice::Slot {
            back: if rng.u8(0..4) == 0 {
                rng.usize(0..6)
            } else {
                rng.usize(0..2)
            },
            what: rng.u8(0..3),
        },
    };
    (0..rng.usize(4..14)).map(|_| choice(rng)).collect()
}

fn event(rng: &mut Rng) -> String {
    EVENTS[rng.usize(0..EVENTS.len())].to_owned()
}

/// A chart. Some are not valid; nobody minds as long as they are few.
pub fn form(rng: &mut Rng) -> Form {
    let mut form = if rng.u8(0..12) == 0 {
        Form::parallel("random")
    } else {
        Form::new("random")
    };
    form.microstep_limit = 12;
    form.strict_scxml = rng.u8(0..6) == 0;
    form.always_after_each_event = rng.u8(0..4) == 0;
    let mut making = Making {
        names: 0,
        left: rng.usize(3..22),
        rng,
    };
    making.fill(&mut form.root, 0);
    let mut known = Known::default();
    known.look(&form.root, &mut Vec::new());
    making.behave(&mut form.root, &known, true);
    form
}

struct Making<'r> {
    rng: &'r mut Rng,
    names: usize,
    /// How many more states there may be, about.
    left: usize,
}

/// The states there are, for targets.
#[derive(Default)]
struct Known {
    /// The names of all states with the names of those around them, the outermost first.
    states: Vec<(String, Vec<String>)>,
    histories: Vec<String>,
    /// For each parallel state the names inside of its regions.
    parallels: Vec<Vec<Vec<String>>>,
}

impl Known {
    fn look(&mut self, state: &State, around: &mut Vec<String>) {
        around.push(state.name.clone());
        for inner in &state.states {
            self.states.push((inner.name.clone(), around.clone()));
            if is_history(inner) {
                self.histories.push(inner.name.clone());
            }
            self.look(inner, around);
        }
        around.pop();
        if state.kind == Kind::Parallel {
            let regions = state.states.iter().filter(|inner| !is_history(inner));
            self.parallels.push(regions.map(names_in).collect());
        }
    }
}

fn names_in(state: &State) -> Vec<String> {
    let inner = state.states.iter().flat_map(names_in);
    std::iter::once(state.name.clone()).chain(inner).collect()
}

impl Making<'_> {
    fn chance(&mut self, percent: u8) -> bool {
        self.rng.u8(0..100) < percent
    }

    fn state(&mut self, kind: Kind) -> State {
        let name = format!("s{}", self.names);
        self.names += 1;
        self.left = self.left.saturating_sub(1);
        State {
            kind,
            ..leptos_state_chart::form::state(name)
        }
    }

    /// Puts states into one.
    fn fill(&mut self, state: &mut State, depth: usize) {
        let is_parallel = state.kind == Kind::Parallel;
        let count = match is_parallel {
            true if self.chance(15) => 1,
            true => self.rng.usize(2..4),
            false => self.rng.usize(1..4),
        };
        let mut inner = Vec::new();
        for _ in 0..count {
            inner.push(self.inner(depth + 1, is_parallel));
        }
        let finals = if depth > 0 { 65 } else { 25 };
        if !is_parallel && self.chance(finals) {
            let mut end = self.state(Kind::Final);
            end.data = self.chance(50).then(|| "sum".to_owned());
            let place = self.rng.usize(0..=inner.len());
            inner.insert(place, end);
        }
        for kind in [Kind::ShallowHistory, Kind::DeepHistory] {
            if depth > 0 && self.chance(30) {
                let history = self.state(kind);
                let place = self.rng.usize(0..=inner.len());
                inner.insert(place, history);
            }
        }
        state.states = inner;
    }

    /// A region that soon finishes.
    fn runner(&mut self) -> State {
        let mut end = self.state(Kind::Final);
        end.data = self.chance(50).then(|| "sum".to_owned());
        let mut runner = self.state(Kind::Plain);
        let event = Trigger::Events(vec![event(self.rng)]);
        let trigger = if self.chance(15) {
            Trigger::Always
        } else {
            event
        };
        runner.transitions.push(Transition {
            trigger,
            ..leptos_state_chart::form::to(end.name.clone())
        });
        let mut region = self.state(Kind::Plain);
        region.states = vec![runner, end];
        region
    }

    fn inner(&mut self, depth: usize, is_region: bool) -> State {
        if is_region && self.chance(35) {
            return self.runner();
        }
        let kind = match self.rng.u8(0..10) {
            0..=2 => Kind::Parallel,
            3 if is_region => Kind::Parallel,
            _ => Kind::Plain,
        };
        let can_hold = depth < 5 && self.left > 0;
        let holds =
            can_hold && (kind == Kind::Parallel || self.chance(if is_region { 80 } else { 50 }));
        let mut state = self.state(if holds { kind } else { Kind::Plain });
        if holds {
            self.fill(&mut state, depth);
        }
        state
    }

    /// Gives a state and all inside what they do.
    fn behave(&mut self, state: &mut State, known: &Known, is_root: bool) {
        for inner in state.states.iter_mut().filter(|inner| !is_history(inner)) {
            self.behave(inner, known, false);
        }
        let inside: Vec<String> = state.states.iter().flat_map(names_in).collect();
        for index in 0..state.states.len() {
            if is_history(&state.states[index]) && self.chance(60) {
                let own: Vec<String> = state
                    .states
                    .iter()
                    .filter(|inner| !is_history(inner))
                    .flat_map(names_in)
                    .collect();
                let initial = Initial {
                    targets: vec![self.one_of(&own)],
                    actions: self.actions(1),
                };
                state.states[index].initial = Some(initial);
            }
        }
        if state.kind == Kind::Plain && !inside.is_empty() && self.chance(50) {
            let targets = match self.together(known) {
                Some(targets) if self.chance(30) && targets.iter().all(|t| inside.contains(t)) => {
                    targets
                }
                _ => vec![self.one_of(&inside)],
            };
            let actions = self.actions(1);
            state.initial = Some(Initial { targets, actions });
        }
        for _ in 0..self.rng.usize(0..3) {
            let block = self.actions(2);
            state
                .entry
                .extend(Some(block).filter(|block| !block.is_empty()));
        }
        for _ in 0..self.rng.usize(0..2) {
            let block = self.actions(2);
            state
                .exit
                .extend(Some(block).filter(|block| !block.is_empty()));
        }
        if state.kind == Kind::Final {
            return;
        }
        for index in 0..2 {
            if self.chance(12) {
                state.invokes.push(invoke(format!("i{index}")));
            }
        }
        let count = self.rng.usize(0..4);
        for _ in 0..count {
            let transition = self.transition(state, known, is_root);
            state.transitions.push(transition);
        }
        let can_finish = !is_root && finishes(state);
        if can_finish && self.chance(60) {
            let transition = self.towards(state, known);
            state.transitions.push(Transition {
                trigger: Trigger::Done,
                ..transition
            });
        }
    }

    fn transition(&mut self, state: &State, known: &Known, is_root: bool) -> Transition {
        let mut transition = self.towards(state, known);
        transition.trigger = match self.rng.u8(0..20) {
            0..=11 => Trigger::Events(vec![event(self.rng)]),
            12 => Trigger::Events(vec![self.descriptor(), event(self.rng)]),
            13 | 14 => Trigger::Events(vec![self.descriptor()]),
            15 | 16 => Trigger::Always,
            17 if state.invokes.is_empty() => Trigger::After(Duration::from_millis(5)),
            17 | 18 => match state.invokes.first() {
                Some(invoke) => match self.rng.u8(0..3) {
                    0 => Trigger::InvokeDone(invoke.id.clone()),
                    1 => Trigger::InvokeFailed(invoke.id.clone()),
                    _ => Trigger::InvokeNext(invoke.id.clone()),
                },
                None => Trigger::After(Duration::from_millis(5)),
            },
            _ => Trigger::After(Duration::from_millis(7)),
        };
        if transition.trigger == Trigger::Always && (is_root || self.chance(85)) {
            transition.guard = Some(self.guard(known, 0));
        }
        if matches!(transition.trigger, Trigger::Events(_)) && self.chance(8) {
            transition.role = if self.rng.bool() {
                Role::Ignore
            } else {
                Role::Forbid
            };
            transition.targets.clear();
            transition.actions.clear();
        }
        transition
    }

    fn descriptor(&mut self) -> String {
        const DESCRIPTORS: [&str; 7] = [
            "*",
            "e2.*",
            "e2.x.*",
            "error.*",
            "error.fail.*",
            "done.*",
            "done.invoke.*",
        ];
        DESCRIPTORS[self.rng.usize(0..DESCRIPTORS.len())].to_owned()
    }

    /// A transition to somewhere.
    fn towards(&mut self, state: &State, known: &Known) -> Transition {
        let targets = match self.rng.u8(0..20) {
            0..=2 => Vec::new(),
            3 | 4 => self.together(known).unwrap_or_default(),
            5..=8 if !known.histories.is_empty() => vec![self.one_of(&known.histories)],
            9..=12 => vec![self.near(state, known)],
            13 if !state.states.is_empty() => {
                vec![self.one_of(&state.states.iter().flat_map(names_in).collect::<Vec<_>>())]
            }
            _ => {
                let index = self.rng.usize(0..known.states.len());
                vec![known.states[index].0.clone()]
            }
        };
        Transition {
            trigger: Trigger::Always,
            guard: self.chance(25).then(|| self.guard(known, 0)),
            targets,
            internal: self.chance(30),
            actions: self.actions(2),
            role: Role::Take,
        }
    }

    /// A state that has something around it in common with this one.
    fn near(&mut self, state: &State, known: &Known) -> String {
        let around = known.states.iter().find(|(name, _)| *name == state.name);
        let parent = around.and_then(|(_, around)| around.last());
        let near: Vec<String> = known
            .states
            .iter()
            .filter(|(_, around)| around.last() == parent)
            .map(|(name, _)| name.clone())
            .collect();
        if near.is_empty() {
            return known.states[0].0.clone();
        }
        self.one_of(&near)
    }

    /// States in different regions.
    fn together(&mut self, known: &Known) -> Option<Vec<String>> {
        let parallels: Vec<_> = known
            .parallels
            .iter()
            .filter(|regions| regions.len() > 1)
            .collect();
        if parallels.is_empty() {
            return None;
        }
        let regions = parallels[self.rng.usize(0..parallels.len())];
        let mut order: Vec<usize> = (0..regions.len()).collect();
        self.rng.shuffle(&mut order);
        Some(
            order[..2]
                .iter()
                .map(|index| self.one_of(&regions[*index]))
                .collect(),
        )
    }

    fn one_of(&mut self, names: &[String]) -> String {
        names[self.rng.usize(0..names.len())].clone()
    }

    fn guard(&mut self, known: &Known, depth: usize) -> Guard {
        match self.rng.u8(0..10) {
            0 | 1 => {
                let index = self.rng.usize(0..known.states.len());
                within(known.states[index].0.clone())
            }
            2 if depth < 2 => not(self.guard(known, depth + 1)),
            3 if depth < 2 => all([self.guard(known, depth + 1), self.guard(known, depth + 1)]),
            4 if depth < 2 => any([self.guard(known, depth + 1), self.guard(known, depth + 1)]),
            5 => Guard::from("data"),
            6 => Guard::from(format!("even.{}", self.rng.u8(0..3))),
            _ => Guard::from(format!("less.{}.{}", self.rng.u8(0..3), self.rng.u8(1..5))),
        }
    }

    fn actions(&mut self, most: usize) -> Vec<String> {
        (0..self.rng.usize(0..=most))
            .map(|_| self.action())
            .collect()
    }

    fn action(&mut self) -> String {
        let number = self.rng.u8(0..3);
        match self.rng.u8(0..20) {
            0..=6 => format!("log.{}", self.rng.u8(0..10)),
            7..=12 => format!("add.{number}"),
            13 => format!("reset.{number}"),
            14..=16 => format!("raise.{}", event(self.rng)),
            17 | 18 => format!("fail.{number}"),
            _ => format!("fail_late.{number}"),
        }
    }
}

fn is_history(state: &State) -> bool {
    matches!(state.kind, Kind::ShallowHistory | Kind::DeepHistory)
}

fn finishes(state: &State) -> bool {
    let mut inner = state.states.iter().filter(|inner| !is_history(inner));
    match state.kind {
        Kind::Plain => inner.any(|inner| inner.kind == Kind::Final),
        Kind::Parallel => inner.all(finishes),
        _ => false,
    }
}
