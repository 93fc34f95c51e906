//! Making a failure smaller: whatever can be left out without the failure going away is left out.

use leptos_state_chart::form::{Form, Guard, State};

use super::generate::Choice;

/// The smallest form and trace found for which `fails` still holds.
pub fn shrink(
    mut form: Form,
    mut trace: Vec<Choice>,
    fails: impl Fn(&Form, &[Choice]) -> bool,
) -> (Form, Vec<Choice>) {
    loop {
        let shorter = (0..trace.len()).map(|index| {
            let mut shorter = trace.clone();
            shorter.remove(index);
            shorter
        });
        if let Some(shorter) = shorter.into_iter().find(|shorter| fails(&form, shorter)) {
            trace = shorter;
            continue;
        }
        match smaller(&form)
            .into_iter()
            .find(|smaller| fails(smaller, &trace))
        {
            Some(smaller) => form = smaller,
            None => return (form, trace),
        }
    }
}

/// The same form with one thing less, in all ways.
fn smaller(form: &Form) -> Vec<Form> {
    let mut forms = Vec::new();
    for root in smaller_states(&form.root) {
        let mut form = Form {
            root,
            ..form.clone()
        };
        let mut names = Vec::new();
        collect(&form.root, &mut names);
        prune(&mut form.root, &names);
        forms.push(form);
    }
    forms
}

fn smaller_states(state: &State) -> Vec<State> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut State)| {
        let mut changed = state.clone();
        change(&mut changed);
        found.push(changed);
    };
    for index in 0..state.states.len() {
        with(&|state| drop(state.states.remove(index)));
    }
    for index in 0..state.transitions.len() {
        with(&|state| drop(state.transitions.remove(index)));
    }
    for index in 0..state.entry.len() {
        with(&|state| drop(state.entry.remove(index)));
    }
    for index in 0..state.exit.len() {
        with(&|state| drop(state.exit.remove(index)));
    }
    for index in 0..state.invokes.len() {
        with(&|state| drop(state.invokes.remove(index)));
    }
    if state.initial.is_some() {
        with(&|state| state.initial = None);
    }
    for index in 0..state.entry.len() {
        for action in 0..state.entry[index].len() {
            with(&|state| drop(state.entry[index].remove(action)));
        }
    }
    for (index, transition) in state.transitions.iter().enumerate() {
        if transition.guard.is_some() {
            with(&|state| state.transitions[index].guard = None);
        }
        for action in 0..transition.actions.len() {
            with(&|state| drop(state.transitions[index].actions.remove(action)));
        }
        for target in 0..transition.targets.len() {
            with(&|state| drop(state.transitions[index].targets.remove(target)));
        }
    }
    for (index, inner) in state.states.iter().enumerate() {
        for smaller in smaller_states(inner) {
            let mut changed = state.clone();
            changed.states[index] = smaller;
            found.push(changed);
        }
    }
    found
}

fn collect(state: &State, names: &mut Vec<String>) {
    names.push(state.name.clone());
    state.states.iter().for_each(|inner| collect(inner, names));
}

/// Removes what speaks of states that are gone.
fn prune(state: &mut State, names: &[String]) {
    let is_known = |targets: &Vec<String>| targets.iter().all(|target| names.contains(target));
    state.transitions.retain(|transition| {
        is_known(&transition.targets)
            && transition
                .guard
                .as_ref()
                .is_none_or(|guard| speaks_of(guard, names))
    });
    if !state
        .initial
        .as_ref()
        .is_none_or(|initial| is_known(&initial.targets))
    {
        state.initial = None;
    }
    state
        .states
        .iter_mut()
        .for_each(|inner| prune(inner, names));
}

fn speaks_of(guard: &Guard, names: &[String]) -> bool {
    match guard {
        Guard::Named(_) => true,
        Guard::In(state) => names.contains(state),
        Guard::Not(inner) => speaks_of(inner, names),
        Guard::All(inner) | Guard::Any(inner) => inner.iter().all(|guard| speaks_of(guard, names)),
    }
}
