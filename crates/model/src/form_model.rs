//! A chart without logic.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use leptos_state_chart::form::Form;
use leptos_state_chart::{
    ActionCx, ActionError, Chart, Column, Effect, Effects, GuardCx, Host, Input, Snapshot,
};

use crate::cue::slot_name;
use crate::model::{Model, ModelError, Move, Tell};
use crate::{Cue, Situation, Stimulus};

/// A chart without logic: each guard may hold or not, and has one answer throughout a macrostep. Actions do nothing, so what
/// they would raise does not come.
///
/// What can happen are the events that active states have transitions for, and what is under way: timers run out, invokes are done,
/// fail or tell something. A descriptor such as `load.*` or `*` stands for an event of its own, which no other transition names.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{state, to, when, Form};
/// use leptos_state_model::{FormModel, Model};
///
/// let form = Form::new("door")
///     .state(state("closed").on("open", to("opened")).on("lock", when("has_key").to("locked")))
///     .state(state("opened").on("close", to("closed")))
///     .state(state("locked").on("unlock", to("closed")));
/// let graph = FormModel::of(form).unwrap().explore();
/// let told: Vec<_> = graph.shortest().iter().map(ToString::to_string).collect();
/// assert_eq!(told, ["start", "start, lock if has_key", "start, open"]);
/// ```
#[derive(Clone, Debug)]
pub struct FormModel {
    form: Form,
    chart: Chart,
}

type Found = Move<FormModel>;

impl FormModel {
    /// The model of a chart.
    ///
    /// # Errors
    ///
    /// If the form is wrong.
    pub fn of(form: Form) -> Result<Self, ModelError> {
        let chart = form.compile()?;
        Ok(Self { form, chart })
    }

    /// Tells what an input leads to, once for each way in which the guards that are asked may answer.
    fn each(
        &self,
        from: Option<&Snapshot<()>>,
        (cue, input): (&Cue, Option<(&Stimulus, &Input<String>)>),
        tell: Tell<'_, Self>,
    ) -> ControlFlow<()> {
        let mut untried = vec![Vec::new()];
        while let Some(said) = untried.pop() {
            let mut oracle = Oracle {
                answers: RefCell::new(said.clone()),
            };
            let taken = match (from, input) {
                (Some(from), Some((_, input))) => self.chart.microsteps(&mut oracle, from, input),
                _ => self.chart.first_microsteps(&mut oracle, ()),
            };
            let taken = taken.map(|steps| steps.into_iter().flat_map(|step| step.taken).collect());
            let to = taken.and_then(|taken: Vec<_>| {
                let mut snapshot = from.cloned().unwrap_or_else(|| self.chart.create(()));
                let mut effects = Effects::new();
                match input {
                    Some((_, input)) => {
                        self.chart
                            .handle(&mut oracle, &mut snapshot, input, &mut effects)
                            .map(drop)?;
                    }
                    None => self.chart.start(&mut oracle, &mut snapshot, &mut effects)?,
                }
                Ok((taken, snapshot))
            });
            let answers = oracle.answers.into_inner();
            for place in (said.len()..answers.len()).rev() {
                let mut other = answers[..=place].to_vec();
                other[place].1 = false;
                untried.push(other);
            }
            let does_something = match &to {
                Ok((taken, _)) => {
                    let is_over = matches!(input, Some((Stimulus::Elapsed(_), _)));
                    input.is_none()
                        || is_over
                        || !taken.is_empty()
                        || is_result(input) && !answers.is_empty()
                }
                Err(_) => true,
            };
            if !does_something {
                continue;
            }
            let (taken, to) = match to {
                Ok((taken, snapshot)) => (taken, Ok(snapshot)),
                Err(endless) => (Vec::new(), Err(endless)),
            };
            let named = answers.iter().map(|(guard, holds)| {
                let name = self.chart.guards()[usize::from(*guard)].to_string();
                (name, *holds)
            });
            tell(Found {
                cue: Cue {
                    answers: named.collect::<BTreeMap<_, _>>(),
                    ..cue.clone()
                },
                input: input.map(|(stimulus, _)| stimulus.clone()),
                taken,
                to,
            })?;
        }
        ControlFlow::Continue(())
    }
}

/// Whether it ends the work of an invoke.
const fn is_result(input: Option<(&Stimulus, &Input<String>)>) -> bool {
    matches!(input, Some((Stimulus::Done(..) | Stimulus::Failed(..), _)))
}

impl Model for FormModel {
    type State = Snapshot<()>;
    type Key = Situation;
    type Input = Stimulus;

    fn form(&self) -> &Form {
        &self.form
    }

    fn begin(&self, tell: Tell<'_, Self>) -> ControlFlow<()> {
        self.each(None, (&Cue::start(), None), tell)
    }

    fn steps(&self, from: &Snapshot<()>, tell: Tell<'_, Self>) -> ControlFlow<()> {
        for event in self.chart.next_events(from) {
            let stimulus = Stimulus::Event(event.clone());
            let given = (&stimulus, &Input::Event(event));
            self.each(Some(from), (&stimulus.cue(), Some(given)), tell)?;
        }
        let mut effects = Effects::<String, ()>::new();
        self.chart.resume(from, &mut effects);
        for effect in effects.as_slice() {
            let (key, inputs) = match effect {
                Effect::StartTimer { timer, .. } => (*timer, vec![Input::Elapsed(*timer)]),
                Effect::StartTask { task } => (
                    *task,
                    vec![
                        Input::Done(*task, ()),
                        Input::Failed(*task, ()),
                        Input::Next(*task, ()),
                    ],
                ),
                _ => continue,
            };
            let slot = slot_name(&self.chart, key);
            for input in inputs {
                let slot = slot.clone();
                let stimulus = match &input {
                    Input::Elapsed(_) => Stimulus::Elapsed(slot),
                    Input::Done(..) => Stimulus::Done(slot, ()),
                    Input::Failed(..) => Stimulus::Failed(slot, ()),
                    _ => Stimulus::Next(slot, ()),
                };
                let given = (&stimulus, &input);
                self.each(Some(from), (&stimulus.cue(), Some(given)), tell)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn situation(&self, of: &Snapshot<()>) -> Situation {
        Situation::of(self.chart.save(of.clone()))
    }

    fn key(&self, of: &Snapshot<()>) -> Situation {
        self.situation(of)
    }
}

/// Answers for guards: as is given, and otherwise that they hold. It notes which were asked, in order.
struct Oracle {
    answers: RefCell<Vec<(u16, bool)>>,
}

impl Host for Oracle {
    type Context = ();
    type Event = String;
    type Data = ();

    fn column(&self, chart: &Chart, event: &String) -> Option<Column> {
        chart.column(event)
    }

    fn guard(&self, guard: u16, _: &GuardCx<'_, (), String>) -> bool {
        let mut answers = self.answers.borrow_mut();
        if let Some((_, holds)) = answers.iter().find(|(asked, _)| *asked == guard) {
            return *holds;
        }
        answers.push((guard, true));
        true
    }

    fn act(&mut self, _: u16, _: &mut ActionCx<'_, (), String>) -> Result<(), ActionError> {
        Ok(())
    }

    fn make(&mut self, _: u16, _: &GuardCx<'_, (), String>) {}
}
