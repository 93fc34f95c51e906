//! Makes what differs smaller.

use serde_json::Value;

use super::{compare, in_xstate, Events, Peer, Tally, UNREAD};

/// How often something is left out.
const ROUNDS: usize = 150;

/// How many are tried in one run of XState.
const CHUNK: usize = 12;

/// Leaves out what is not needed for a difference: always that of which least is left.
pub fn shrink(
    peer: Peer,
    mut config: Value,
    mut events: Events,
    mut difference: String,
) -> (Value, Events, String) {
    for _ in 0..ROUNDS {
        if difference.starts_with(UNREAD) {
            break;
        }
        let mut smaller = Vec::new();
        if let Some(step) = step(&difference).filter(|step| *step < events.len()) {
            smaller.push((config.clone(), events[..step].to_vec()));
        }
        for half in [events.len() / 2, events.len() / 4] {
            smaller.push((config.clone(), events[half..].to_vec()));
        }
        for place in 0..events.len() {
            let mut fewer = events.clone();
            fewer.remove(place);
            smaller.push((config.clone(), fewer));
        }
        let mut places = Vec::new();
        spots(&config, String::new(), &mut places);
        for place in places {
            let mut fewer = config.clone();
            if remove(&mut fewer, &place) {
                smaller.push((fewer, events.clone()));
            }
        }
        smaller.sort_by_key(|(config, events)| config.to_string().len() + 20 * events.len());
        let found = smaller.chunks(CHUNK).find_map(|smaller| {
            let mut all = smaller.iter().zip(in_xstate(peer, smaller));
            all.find_map(|((config, events), theirs)| {
                let found = differs(peer, config, events, &theirs)?;
                Some((config.clone(), events.clone(), found))
            })
        });
        match found {
            Some(found) => (config, events, difference) = found,
            None => break,
        }
    }
    (config, events, difference)
}

/// What XState refuses, or does not end in, says nothing.
fn differs(peer: Peer, config: &Value, events: &[Value], theirs: &Value) -> Option<String> {
    let is_error = |run: &Value| {
        run.as_array()
            .and_then(|run| run.last())
            .is_some_and(|step| step.get("error").is_some())
    };
    if theirs
        .as_array()
        .is_some_and(|runs| runs.iter().any(is_error))
    {
        return None;
    }
    let difference = compare(peer, config, events, theirs, &mut Tally::default()).err()?;
    (!difference.starts_with(UNREAD)).then_some(difference)
}

/// The step that differs.
fn step(difference: &str) -> Option<usize> {
    difference
        .strip_prefix("step ")?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}

/// Where something can be left out.
fn spots(value: &Value, path: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let place = format!("{path}/{name}");
                let stays = [
                    "id",
                    "context",
                    "initial",
                    "type",
                    "params",
                    "options",
                    "maxIterations",
                    "states",
                ];
                if !stays.contains(&name.as_str()) {
                    places.push(place.clone());
                }
                if !matches!(name.as_str(), "params" | "options" | "context") {
                    spots(inner, place, places);
                }
            }
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                let place = format!("{path}/{index}");
                places.push(place.clone());
                spots(inner, place, places);
            }
        }
        _ => {}
    }
}

fn remove(value: &mut Value, place: &str) -> bool {
    let Some((outer, name)) = place.rsplit_once('/') else {
        return false;
    };
    match value.pointer_mut(outer) {
        Some(Value::Object(fields)) => fields.remove(name).is_some(),
        Some(Value::Array(list)) => {
            let index = name.parse().unwrap_or(usize::MAX);
            let can_be_less = index < list.len() && list.len() > 1;
            if can_be_less {
                list.remove(index);
            }
            can_be_less
        }
        _ => false,
    }
}
