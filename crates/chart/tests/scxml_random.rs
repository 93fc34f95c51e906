//! Random forms and what is written of them as SCXML do the same.

#[path = "random/generate.rs"]
#[allow(dead_code)]
mod generate;
#[path = "random/vocabulary.rs"]
#[allow(dead_code)]
mod vocabulary;

use fastrand::Rng;
use generate::Choice;
use leptos_state_chart::document::expression::Data;
use leptos_state_chart::document::{scxml, Event, Registry, System};
use leptos_state_chart::form::{Form, Guard, Kind, State, Trigger};
use leptos_state_chart::{Chart, Effects, Machine};
use serde_json::Value;
use vocabulary::{Action, Counters};

/// Whether nothing is asked but which states are active.
fn is_of_states(guard: &Guard) -> bool {
    match guard {
        Guard::In(_) => true,
        Guard::Named(_) => false,
        Guard::Not(inner) => is_of_states(inner),
        Guard::All(inner) | Guard::Any(inner) => inner.iter().all(is_of_states),
    }
}

fn first_name(guard: &Guard) -> Option<&String> {
    match guard {
        Guard::In(_) => None,
        Guard::Named(name) => Some(name).filter(|name| *name != "data"),
        Guard::Not(inner) => first_name(inner),
        Guard::All(inner) | Guard::Any(inner) => inner.iter().find_map(first_name),
    }
}

/// A condition that SCXML can say.
fn sayable(guard: &Guard) -> Option<Guard> {
    if is_of_states(guard) {
        return Some(guard.clone());
    }
    let name = first_name(guard).cloned().map(Guard::Named);
    let states = match guard {
        Guard::All(inner) => inner
            .iter()
            .filter(|guard| is_of_states(guard))
            .cloned()
            .collect(),
        _ => Vec::new(),
    };
    let all: Vec<_> = name.into_iter().chain(states).collect();
    (!all.is_empty()).then_some(Guard::All(all))
}

/// Leaves out what SCXML can't say, or says differently.
fn plain(state: &mut State) {
    let is_plain = |action: &String| {
        matches!(
            vocabulary::action(action),
            Action::Add(_) | Action::Reset(_) | Action::Raise(_)
        )
    };
    state.data = None;
    state.invokes.clear();
    for block in state.entry.iter_mut().chain(&mut state.exit) {
        block.retain(is_plain);
    }
    state
        .initial
        .iter_mut()
        .for_each(|initial| initial.actions.retain(is_plain));
    state.transitions.retain(|transition| {
        matches!(
            transition.trigger,
            Trigger::Always | Trigger::Events(_) | Trigger::Done
        )
    });
    for transition in &mut state.transitions {
        transition.guard = transition.guard.as_ref().and_then(sayable);
        transition.actions.retain(is_plain);
        if let Trigger::Events(descriptors) = &mut transition.trigger {
            for descriptor in descriptors {
                if descriptor.starts_with('e') && !descriptor.ends_with('*') {
                    descriptor.push_str(".*");
                }
            }
        }
    }
    state.states.iter_mut().for_each(plain);
}

fn counters(data: &Data) -> Counters {
    [0, 1, 2].map(|number| {
        let value = data.get(&format!("c{number}")).cloned().flatten();
        value.as_ref().and_then(Value::as_i64).unwrap_or_default()
    })
}

/// What the names in a chart mean in documents.
fn registry(chart: &Chart) -> Registry {
    let mut registry = Registry::new();
    for name in chart.guards() {
        let known = name.to_string();
        registry = registry.guard(name.to_string(), move |scope| {
            vocabulary::guard(&known, &counters(scope.data), None)
        });
    }
    for name in chart.actions() {
        let known = name.to_string();
        registry = registry.action(name.to_string(), move |scope| {
            let mut counters = counters(scope.data);
            match vocabulary::action(&known) {
                Action::Add(counter) => counters[counter] += 1,
                Action::Reset(counter) => counters[counter] = 0,
                Action::Raise(event) => scope.raise(event),
                _ => {}
            }
            for (number, value) in counters.into_iter().enumerate() {
                scope.data.insert(format!("c{number}"), Some(value.into()));
            }
        });
    }
    registry
}

/// Whether it could be compared.
fn compare(seed: u64) -> bool {
    let mut rng = Rng::with_seed(seed);
    let mut form: Form = generate::form(&mut rng);
    let trace = generate::trace(&mut rng);
    plain(&mut form.root);
    form.strict_scxml = true;
    form.always_after_each_event = true;
    if form.root.kind == Kind::Parallel {
        return false;
    }
    let (Ok(chart), Ok(text)) = (form.compile(), scxml::write_form(&form)) else {
        return false;
    };
    let registry = registry(&chart);
    let document =
        scxml::read(&text, &registry).unwrap_or_else(|errors| panic!("{errors}\n{text}"));
    assert_eq!(scxml::write(&document).as_ref(), Ok(&text));
    let logic = vocabulary::logic(chart.guards(), chart.actions());
    let machine = Machine::new(chart, logic).expect("all is known");
    let mut snapshot = machine.create([0; 3]);
    let mut effects = Effects::new();
    let mut system: System = System::new(registry);
    let mut went_on = machine.start(&mut snapshot, &mut effects).is_ok();
    let actor = system.start(document).expect("it rests");
    let events = trace.iter().filter_map(|choice| match choice {
        Choice::Event(event) => Some(event),
        _ => None,
    });
    let mut events = events.cloned();
    loop {
        assert_eq!(
            system.status(actor).is_some(),
            went_on,
            "SEED={seed}\n{text}"
        );
        if !went_on {
            return true;
        }
        let chart = machine.chart();
        let names = chart.active(&snapshot).map(|state| chart.path(state));
        let names: Vec<_> = names
            .filter_map(|path| path.rsplit('.').next())
            .filter(|name| !name.is_empty())
            .collect();
        assert_eq!(system.configuration(actor), names, "SEED={seed}\n{text}");
        let found = system.variables(actor).map(|data| counters(&data));
        assert_eq!(found, Some(snapshot.context), "SEED={seed}\n{text}");
        let Some(event) = events.next() else {
            return true;
        };
        went_on = machine.send(&mut snapshot, &event, &mut effects).is_ok();
        system.send(actor, Event::new(event)).expect("it rests");
    }
}

#[test]
fn forms_and_their_documents_do_the_same() {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    if let Some(seed) = number("SEED") {
        assert!(compare(seed));
        return;
    }
    let compared = (0..1_000).filter(|seed| compare(*seed)).count();
    assert!(compared > 200, "only {compared} were compared");
}
