//! Makes what differs smaller.

use serde_json::Value;

use super::{compare, in_xstate, Tally};

/// How many charts are tried.
const TRIES: usize = 400;

/// Leaves out what is not needed for a difference.
pub fn shrink(
    mut config: Value,
    mut events: Vec<&'static str>,
    mut difference: String,
) -> (Value, Vec<&'static str>, String) {
    let mut tries = 0;
    let mut differs = |config: &Value, events: &[&'static str]| {
        tries += 1;
        let chart = (config.clone(), events.to_vec());
        let theirs = in_xstate(&[chart]).remove(0);
        // What XState refuses, or does not end in, says nothing.
        let is_error = |run: &Value| run.as_array().and_then(|run| run.last()).is_some_and(|step| step.get("error").is_some());
        if tries > TRIES || theirs.as_array().is_some_and(|runs| runs.iter().any(is_error)) {
            return None;
        }
        let difference = compare(config, events, &theirs, &mut Tally::default()).err()?;
        (!difference.starts_with("it can't be read")).then_some(difference)
    };
    loop {
        let mut is_smaller = false;
        for place in (0..events.len()).rev() {
            let mut fewer = events.clone();
            fewer.remove(place);
            if let Some(found) = differs(&config, &fewer) {
                (events, difference, is_smaller) = (fewer, found, true);
            }
        }
        let mut places = Vec::new();
        spots(&config, String::new(), &mut places);
        for place in places.into_iter().rev() {
            let mut fewer = config.clone();
            if !remove(&mut fewer, &place) {
                continue;
            }
            if let Some(found) = differs(&fewer, &events) {
                (config, difference, is_smaller) = (fewer, found, true);
            }
        }
        if !is_smaller {
            return (config, events, difference);
        }
    }
}

/// Where something can be left out.
fn spots(value: &Value, path: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                let place = format!("{path}/{name}");
                if !matches!(name.as_str(), "id" | "context" | "initial" | "type" | "params" | "options" | "states") {
                    places.push(place.clone());
                }
                if name != "params" {
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
            index < list.len() && list.len() > 1 && {
                list.remove(index);
                true
            }
        }
        _ => false,
    }
}
