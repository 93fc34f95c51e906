//! A form in which every state is named by its path.

use super::outline::Outline;
use super::parts::{Condition, Part, Parts};
use super::Errors;
use crate::error::FormErrors;
use crate::form::{Form, Guard, State};

pub(crate) fn resolved(form: &Form) -> Result<Form, FormErrors> {
    let mut errors = Errors::default();
    let outline = Outline::of(form, &mut errors);
    let parts = outline
        .as_ref()
        .and_then(|outline| Parts::of(form, outline, &mut errors));
    let (Some(outline), Some(parts)) = (&outline, parts) else {
        return Err(errors.of(form));
    };
    if !errors.0.is_empty() {
        return Err(errors.of(form));
    }
    let mut resolved = form.clone();
    let mut naming = Naming {
        outline,
        parts: &parts,
        state: 0,
        transitions: parts.transitions.iter(),
    };
    naming.state(&mut resolved.root);
    Ok(resolved)
}

struct Naming<'p, 'f> {
    outline: &'p Outline<'f>,
    parts: &'p Parts,
    /// The number of the next state.
    state: usize,
    transitions: std::slice::Iter<'p, Part>,
}

impl Naming<'_, '_> {
    fn state(&mut self, state: &mut State) {
        let begin = &self.parts.initial[self.state];
        self.state += 1;
        if let Some(initial) = &mut state.initial {
            initial.targets = self.paths(&begin.targets);
        }
        for transition in &mut state.transitions {
            let Some(part) = self.transitions.next() else {
                continue;
            };
            transition.targets = self.paths(&part.targets);
            if let (Some(guard), Some(condition)) = (&mut transition.guard, &part.guard) {
                self.guard(guard, condition);
            }
        }
        for inner in &mut state.states {
            self.state(inner);
        }
    }

    fn guard(&self, guard: &mut Guard, condition: &Condition) {
        match (guard, condition) {
            (Guard::In(path), Condition::In(state)) => {
                self.outline.node(*state).path.clone_into(path)
            }
            (Guard::Not(inner), Condition::Not(condition)) => self.guard(inner, condition),
            (Guard::All(guards), Condition::All(conditions))
            | (Guard::Any(guards), Condition::Any(conditions)) => {
                let pairs = guards.iter_mut().zip(conditions);
                pairs.for_each(|(guard, condition)| self.guard(guard, condition));
            }
            _ => {}
        }
    }

    fn paths(&self, states: &[u16]) -> Vec<String> {
        let paths = states.iter();
        paths
            .map(|state| self.outline.node(*state).path.clone())
            .collect()
    }
}
