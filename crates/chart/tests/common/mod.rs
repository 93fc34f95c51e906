//! A machine that notes what it does.

#![allow(dead_code, reason = "each test file uses a part of it")]

use leptos_state_chart::form::Form;
use leptos_state_chart::{
    Cause, Chart, Effect, Effects, Input, Logic, Machine, Reception, SlotKey, Snapshot,
};

/// A machine of these tests: its context is the names of the actions that were taken.
pub type Noting = Machine<Vec<String>, String, i32>;

/// A machine that is started.
pub struct Running {
    pub machine: Noting,
    pub snapshot: Snapshot<Vec<String>, i32>,
    pub effects: Effects<String, i32>,
}

/// Gives all actions of a chart the same meaning: they note their name. `raise x` raises `x`, `fail` fails, and what ends in `?` notes
/// why it is taken. The guards are `yes`, `no` and `has data`; `seven` makes data.
pub fn noting(chart: Chart) -> Noting {
    let mut logic = Logic::<Vec<String>, String, i32>::new()
        .guard("yes", |_| true)
        .guard("no", |_| false)
        .guard("has data", |cx| cx.cause.data().is_some())
        .data("seven", |_| 7);
    for name in chart.actions() {
        let name = name.to_string();
        logic = logic.action(name.clone(), move |cx| {
            cx.context.push(match name.ends_with('?') {
                true => format!("{name} {}", said(cx.cause)),
                false => name.clone(),
            });
            if let Some(event) = name.strip_prefix("raise ") {
                cx.raise(event.to_owned());
            }
            match name.starts_with("fail") {
                true => Err("it broke"),
                false => Ok(()),
            }
        });
    }
    Machine::new(chart, logic).unwrap_or_else(|error| panic!("{error}"))
}

fn said(cause: Cause<'_, String, i32>) -> String {
    match cause {
        Cause::Start => "start".to_owned(),
        Cause::Event(event) => event.clone(),
        Cause::Done { state, data } => format!("done {state} {data:?}"),
        Cause::Elapsed => "elapsed".to_owned(),
        Cause::TaskDone { id, data } => format!("{id} gave {data}"),
        Cause::TaskFailed { id, data } => format!("{id} failed with {data}"),
        Cause::Error { action, error } => format!("{action}: {error}"),
        _ => "for another reason".to_owned(),
    }
}

pub fn compiled(form: &Form) -> Chart {
    form.compile().unwrap_or_else(|errors| panic!("{errors}"))
}

pub fn started(form: Form) -> Running {
    let machine = noting(compiled(&form));
    let mut snapshot = machine.create(Vec::new());
    let mut effects = Effects::new();
    machine
        .start(&mut snapshot, &mut effects)
        .unwrap_or_else(|error| panic!("{error}"));
    Running {
        machine,
        snapshot,
        effects,
    }
}

impl Running {
    pub fn send(&mut self, event: &str) -> Reception {
        self.handle(&Input::Event(event.to_owned()))
    }

    pub fn handle(&mut self, input: &Input<String, i32>) -> Reception {
        self.machine
            .handle(&mut self.snapshot, input, &mut self.effects)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The names of the actions since it was last asked.
    pub fn log(&mut self) -> Vec<String> {
        std::mem::take(&mut self.snapshot.context)
    }

    /// What was asked for since it was last asked.
    pub fn asked(&mut self) -> Vec<Effect<String, i32>> {
        self.effects.drain().collect()
    }

    /// The timer or invoke that was begun last, of those that were asked for since it was last asked.
    pub fn begun(&mut self) -> SlotKey {
        let begun = self.effects.drain().filter_map(|effect| match effect {
            Effect::StartTimer { timer, .. } => Some(timer),
            Effect::StartTask { task } => Some(task),
            _ => None,
        });
        begun.last().expect("something was begun")
    }

    /// The paths of the active states that have no active state inside.
    pub fn active(&self) -> Vec<&str> {
        let chart = self.machine.chart();
        let active: Vec<_> = chart.active(&self.snapshot).collect();
        let innermost = active.iter().filter(|state| {
            let mut parents = active.iter().map(|inner| chart.parent(*inner));
            !parents.any(|parent| parent == Some(**state))
        });
        innermost.map(|state| chart.path(*state)).collect()
    }

    pub fn is_active(&self, path: &str) -> bool {
        let chart = self.machine.chart();
        let state = chart.state(path).expect("the state exists");
        chart.is_active(&self.snapshot, state)
    }
}
