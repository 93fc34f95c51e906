//! A chart is run by the kernel and by the reference, and what they do is compared.

use std::fmt;

use leptos_state_chart::form::{Form, Guard, State};
use leptos_state_chart::{
    Chart, Effect, Effects, Host, Input, Machine, MicrostepLimit, Reception, SlotKey, Snapshot,
};

use super::generate::Choice;
use super::reference::{Bug, Endless, Reference, SlotEvent};
use super::vocabulary::{self, Counters, Direct};

/// The transitions of some microsteps.
type Taken = Vec<Vec<(String, usize)>>;

/// Where the two differ: after how many inputs, and in what.
pub struct Difference {
    after: usize,
    what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "after {} inputs: {}", self.after, self.what)
    }
}

struct Kernel {
    machine: Machine<Counters, String, i64>,
    snapshot: Snapshot<Counters, i64>,
    effects: Effects<String, i64>,
    /// The same machine, run by the kernels that are compiled for the logic's type.
    others: Vec<Other>,
    /// All runs of timers and invokes that began.
    begun: Vec<SlotKey>,
    is_timer: Vec<bool>,
    tries_always: bool,
}

/// A machine that is run by another copy of the kernel: the whole one, or the part that some charts need.
struct Other {
    is_whole: bool,
    snapshot: Snapshot<Counters, i64>,
    effects: Effects<String, i64>,
}

/// Runs a chart with both. `None` if the form is not valid.
pub fn differ(form: &Form, trace: &[Choice], bug: Option<Bug>) -> Option<Result<(), Difference>> {
    let chart = form.compile().ok()?;
    let guards = chart.guards().to_vec();
    let actions = chart.actions().to_vec();
    let machine = Machine::new(chart, vocabulary::logic(&guards, &actions)).expect("all is known");
    let other = |is_whole| Other {
        is_whole,
        snapshot: machine.create([0; 3]),
        effects: Effects::new(),
    };
    let mut others = vec![other(true)];
    if !machine.chart().needs_whole_kernel() {
        others.push(other(false));
    }
    let mut kernel = Kernel {
        snapshot: machine.create([0; 3]),
        others,
        machine,
        effects: Effects::new(),
        begun: Vec::new(),
        is_timer: Vec::new(),
        tries_always: form.always_after_each_event,
    };
    let mut reference = Reference::new(form, bug);
    Some(kernel.run(&mut reference, trace))
}

impl Kernel {
    fn run(&mut self, reference: &mut Reference<'_>, trace: &[Choice]) -> Result<(), Difference> {
        let started = self.machine.start(&mut self.snapshot, &mut self.effects);
        let started = started.map(|()| Reception::Handled);
        self.agree(0, None, &started)?;
        let expected = reference.start().map(|()| Reception::Handled);
        reference.taken.clear();
        self.compare(0, reference, started, expected)?;
        for (index, choice) in trace.iter().enumerate() {
            let mut foreseen = None;
            let (found, expected) = match choice {
                Choice::Event(event) => {
                    if index % 4 == 0 {
                        foreseen = self.look_ahead(index, event)?;
                    }
                    let sent = self
                        .machine
                        .send(&mut self.snapshot, event, &mut self.effects);
                    self.agree(index + 1, Some(&Input::Event(event.clone())), &sent)?;
                    (sent, reference.send(event))
                }
                Choice::Restore => {
                    self.restore(index)?;
                    continue;
                }
                Choice::Slot { back, what } => {
                    let Some(index) = self.begun.len().checked_sub(back + 1) else {
                        continue;
                    };
                    let key = self.begun[index];
                    let data = index as i64;
                    let (input, event) = match (self.is_timer[index], what) {
                        (true, _) => (Input::Elapsed(key), SlotEvent::Elapsed),
                        (false, 0) => (Input::Done(key, data), SlotEvent::Done(data)),
                        (false, 1) => (Input::Failed(key, data), SlotEvent::Failed(data)),
                        (false, _) => (Input::Next(key, data), SlotEvent::Next(data)),
                    };
                    let handled =
                        self.machine
                            .handle(&mut self.snapshot, &input, &mut self.effects);
                    self.agree(index + 1, Some(&input), &handled)?;
                    let chart = self.machine.chart();
                    let path = chart.path(chart.slot_state(key));
                    let name = chart.slot_name(key);
                    (handled, reference.resolve(path, name, key.turn(), event))
                }
            };
            self.compare(index + 1, reference, found, expected)?;
            let taken = std::mem::take(&mut reference.taken);
            if let Some(foreseen) = foreseen.filter(|foreseen| *foreseen != taken) {
                let what = format!("transitions\n  kernel    {foreseen:?}\n  reference {taken:?}");
                let after = index + 1;
                return Err(Difference { after, what });
            }
        }
        Ok(())
    }

    /// The other copies of the kernel do the same on an input, or when the machine is started.
    fn agree(
        &mut self,
        after: usize,
        input: Option<&Input<String, i64>>,
        found: &Result<Reception, MicrostepLimit>,
    ) -> Result<(), Difference> {
        let chart = self.machine.chart();
        for other in &mut self.others {
            let did = if other.is_whole {
                other.run(&mut Direct::<true>(chart), chart, input)
            } else {
                other.run(&mut Direct::<false>(chart), chart, input)
            };
            let same = did == *found
                && other.snapshot == self.snapshot
                && other.effects.as_slice() == self.effects.as_slice();
            if !same {
                let kernel = if other.is_whole { "whole" } else { "smaller" };
                let what = format!(
                    "the {kernel} kernel of its own\n{did:?} {:#?} {:#?}\nis not\n{found:?} {:#?} {:#?}",
                    other.snapshot,
                    other.effects.as_slice(),
                    self.snapshot,
                    self.effects.as_slice()
                );
                return Err(Difference { after, what });
            }
            other.effects.clear();
        }
        Ok(())
    }

    fn compare(
        &mut self,
        after: usize,
        reference: &mut Reference<'_>,
        found: Result<Reception, MicrostepLimit>,
        expected: Result<Reception, Endless>,
    ) -> Result<(), Difference> {
        let differ = |what, found: String, expected: String| {
            if found == expected {
                return Ok(());
            }
            Err(Difference {
                after,
                what: format!("{what}\n  kernel    {found}\n  reference {expected}"),
            })
        };
        let found = found.map_err(|_| Endless);
        let effects: Vec<_> = self.effects.drain().collect();
        for effect in &effects {
            match effect {
                Effect::StartTimer { timer, .. } => {
                    self.begun.push(*timer);
                    self.is_timer.push(true);
                }
                Effect::StartTask { task } => {
                    self.begun.push(*task);
                    self.is_timer.push(false);
                }
                _ => {}
            }
        }
        let chart = self.machine.chart();
        let effects: Vec<_> = effects
            .into_iter()
            .map(|effect| show(chart, effect))
            .collect();
        let log = std::mem::take(&mut reference.log);
        differ(
            "what became of the input",
            format!("{found:?}"),
            format!("{expected:?}"),
        )?;
        differ(
            "actions and effects",
            format!("{effects:#?}"),
            format!("{log:#?}"),
        )?;
        let active = chart
            .active(&self.snapshot)
            .map(|state| chart.path(state).to_owned());
        let active: Vec<_> = active.collect();
        differ(
            "active states",
            format!("{active:?}"),
            format!("{:?}", reference.active()),
        )?;
        differ(
            "counters",
            format!("{:?}", self.snapshot.context),
            format!("{:?}", reference.counters),
        )?;
        differ(
            "status and output",
            format!("{:?} {:?}", self.snapshot.status(), self.snapshot.output()),
            format!("{:?} {:?}", reference.status, reference.output.as_ref()),
        )
    }

    /// What the machine says of an event is what then happens, and looking changes nothing. Says which transitions it will take, if
    /// it comes to rest.
    fn look_ahead(&self, after: usize, event: &String) -> Result<Option<Taken>, Difference> {
        let wrong = |what: &str| {
            Err(Difference {
                after,
                what: format!("{what} `{event}`"),
            })
        };
        let input = Input::Event(event.clone());
        let can = self.machine.can(&self.snapshot, event);
        let steps = self.machine.microsteps(&self.snapshot, &input);
        match self.machine.transition(&self.snapshot, &input) {
            Ok(transition) => {
                if can != (transition.reception == Reception::Handled) {
                    return wrong("`can` is mistaken about");
                }
                let steps = steps.map_err(|_| Difference {
                    after,
                    what: "only the microsteps have no end".to_owned(),
                })?;
                let last = steps.last().map(|step| &step.snapshot);
                let is_settled = last.is_none_or(|last| {
                    let chart = self.machine.chart();
                    chart.active(last).eq(chart.active(&transition.snapshot))
                });
                // What needs no event may follow one that nothing was done on.
                let is_explained = match steps.is_empty() {
                    true => !can,
                    false => can || self.tries_always,
                };
                if !is_explained || !is_settled {
                    return wrong("the microsteps are not those of");
                }
                Ok(Some(steps.into_iter().map(|step| step.taken).collect()))
            }
            Err(_) if (can || self.tries_always) && steps.is_err() => Ok(None),
            Err(_) => wrong("`can` is mistaken about"),
        }
    }

    /// What is restored is what was stored.
    fn restore(&mut self, after: usize) -> Result<(), Difference> {
        let chart = self.machine.chart();
        let saved = chart.save(self.snapshot.clone());
        let text = serde_json::to_string(&saved).expect("a snapshot can be written");
        let read = serde_json::from_str(&text).expect("a snapshot can be read");
        let what = match chart.restore(read) {
            Ok(restored) if restored == self.snapshot => {
                self.snapshot = restored;
                return Ok(());
            }
            Ok(restored) => format!("restored\n{restored:?}\nof\n{:?}", self.snapshot),
            Err(error) => format!("{error}\n{text}"),
        };
        Err(Difference { after, what })
    }
}

impl Other {
    fn run(
        &mut self,
        host: &mut impl Host<Context = Counters, Event = String, Data = i64>,
        chart: &Chart,
        input: Option<&Input<String, i64>>,
    ) -> Result<Reception, MicrostepLimit> {
        let (snapshot, effects) = (&mut self.snapshot, &mut self.effects);
        match input {
            None => chart
                .start(host, snapshot, effects)
                .map(|()| Reception::Handled),
            Some(input) => chart.handle(host, snapshot, input, effects),
        }
    }
}

fn show(chart: &Chart, effect: Effect<String, i64>) -> String {
    let slot = |verb: &str, key: SlotKey| {
        let path = chart.path(chart.slot_state(key));
        format!("{verb} {path}:{}#{}", chart.slot_name(key), key.turn())
    };
    match effect {
        Effect::Send { event, .. } => format!("log {event}"),
        Effect::StartTimer { timer, .. } => slot("start_timer", timer),
        Effect::StopTimer(timer) => slot("stop_timer", timer),
        Effect::StartTask { task } => slot("start_task", task),
        Effect::StopTask(task) => slot("stop_task", task),
        Effect::Failed { event, .. } => format!("failed {event}"),
        other => panic!("nobody asked for {other:?}"),
    }
}

/// A form as one reads it.
pub fn outline(form: &Form) -> String {
    let mut text = format!(
        "limit {}, strict {}, always after each event {}\n",
        form.microstep_limit, form.strict_scxml, form.always_after_each_event
    );
    write(&form.root, 0, &mut text);
    text
}

fn write(state: &State, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    text.push_str(&format!("{indent}{:?} `{}`", state.kind, state.name));
    if let Some(initial) = &state.initial {
        text.push_str(&format!(
            " initial {:?} {:?}",
            initial.targets, initial.actions
        ));
    }
    if state.data.is_some() {
        text.push_str(" data");
    }
    text.push('\n');
    for block in &state.entry {
        text.push_str(&format!("{indent}  entry {block:?}\n"));
    }
    for block in &state.exit {
        text.push_str(&format!("{indent}  exit {block:?}\n"));
    }
    for invoke in &state.invokes {
        text.push_str(&format!("{indent}  invoke {}\n", invoke.id));
    }
    for transition in &state.transitions {
        let guard = transition.guard.as_ref();
        let guard = guard.map_or_else(String::new, |guard| format!(" when {}", condition(guard)));
        let internal = if transition.internal { " internal" } else { "" };
        text.push_str(&format!(
            "{indent}  {:?}{guard} -> {:?}{internal} {:?} {:?}\n",
            transition.trigger, transition.targets, transition.actions, transition.role
        ));
    }
    for inner in &state.states {
        write(inner, depth + 1, text);
    }
}

fn condition(guard: &Guard) -> String {
    let list = |guards: &[Guard]| guards.iter().map(condition).collect::<Vec<_>>().join(", ");
    match guard {
        Guard::Named(name) => name.clone(),
        Guard::In(state) => format!("in {state}"),
        Guard::Not(inner) => format!("not {}", condition(inner)),
        Guard::All(inner) => format!("all({})", list(inner)),
        Guard::Any(inner) => format!("any({})", list(inner)),
    }
}
