//! What a machine with logic is given.

use std::fmt;
use std::ops::ControlFlow;

use leptos_state_chart::form::Form;
use leptos_state_chart::{Chart, Effect, Event, Input, SlotKey};

use crate::model::{states, ModelError};
use crate::{Cue, Stimulus};

/// The events and results that a machine is explored with.
#[derive(Clone, Debug)]
pub(crate) struct Samples<E, D> {
    given: Vec<Stimulus<E, D>>,
}

impl<E: Event + fmt::Debug, D: Clone + fmt::Debug> Samples<E, D> {
    pub const fn new() -> Self {
        Self { given: Vec::new() }
    }

    pub fn add(&mut self, stimulus: Stimulus<E, D>) {
        self.given.push(stimulus);
    }

    /// Adds what is of an invoke.
    pub fn add_of(&mut self, form: &Form, stimulus: Stimulus<E, D>) -> Result<(), ModelError> {
        let states = states(form).into_iter();
        let known: Vec<_> = states
            .flat_map(|(path, state)| {
                let invokes = state.invokes.iter();
                invokes
                    .map(|invoke| format!("{path}:{}", invoke.id))
                    .collect::<Vec<_>>()
            })
            .collect();
        match stimulus.slot() {
            Some(slot) if !known.iter().any(|known| known == slot) => {
                Err(ModelError::UnknownInvoke {
                    chart: form.name.clone(),
                    invoke: slot.to_owned(),
                    known: match known.as_slice() {
                        [] => "none".to_owned(),
                        known => known.join(", "),
                    },
                })
            }
            _ => {
                self.add(stimulus);
                Ok(())
            }
        }
    }

    /// What can happen while these are under way: events and results as given, and timers run out.
    pub fn each(
        &self,
        under_way: &[(String, SlotKey)],
        is_timer: impl Fn(SlotKey) -> bool,
        mut tell: impl FnMut(Cue, &Stimulus<E, D>, &Input<E, D>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let timers = under_way.iter().filter(|(_, key)| is_timer(*key));
        let timers = timers.map(|(name, _)| Stimulus::Elapsed(name.clone()));
        for stimulus in self.given.iter().cloned().chain(timers) {
            if let Some(input) = stimulus.input(under_way) {
                tell(stimulus.cue(), &stimulus, &input)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// The timers and invokes that are asked for, with their names.
pub(crate) fn under_way<E, D>(chart: &Chart, asked: &[Effect<E, D>]) -> Vec<(String, SlotKey)> {
    let keys = asked.iter().filter_map(|effect| match effect {
        Effect::StartTimer { timer, .. } => Some(*timer),
        Effect::StartTask { task } => Some(*task),
        _ => None,
    });
    keys.map(|key| (crate::cue::slot_name(chart, key), key))
        .collect()
}
