//! Random configurations of XState 6: those of XState 5, said in its words.

use std::collections::HashMap;

use fastrand::Rng;
use serde_json::{json, Map, Value};

use super::generate;

/// A configuration, and events for it.
pub fn chart(seed: u64) -> (Value, Vec<Value>) {
    let (config, events) = generate::chart(seed);
    let mut random = Rng::with_seed(!seed);
    let config = said(config, &mut random);
    let events = events.into_iter().map(|name| {
        let k = random.u32(..3);
        json!({ "type": name, "k": k })
    });
    (config, events.collect())
}

/// A configuration of XState 5 in the words of XState 6.
pub fn said(config: Value, random: &mut Rng) -> Value {
    let has_regions = config.to_string().contains(r#""parallel""#);
    let mut regions = HashMap::new();
    regions_of(&config, "m", &mut regions);
    let mut saying = Saying {
        random,
        has_regions,
        regions,
    };
    let mut config = saying.state(config, "m");
    config["@exprLang"] = json!("js");
    config["guards"] = json!({
        "above": { "when": { "@expr": "context[params.counter] > params.limit" } },
        "even": { "when": { "type": "divides", "params": { "by": { "@expr": "params.half * 2" } } } },
        "divides": { "when": { "@expr": "context.x % params.by == 0" } }
    });
    config["actions"] = json!({
        "twice": [
            { "type": "@xstate.assign", "context": { "x": { "@expr": "context.x + params.by" } } },
            { "type": "once", "params": { "by": { "@expr": "params.by" } } }
        ],
        "once": { "type": "@xstate.assign", "context": { "x": { "@expr": "context.x + params.by" } } }
    });
    config
}

struct Saying<'r> {
    random: &'r mut Rng,
    /// Where several transitions are taken at once, XState 6 has each see the variables as they were before the others.
    has_regions: bool,
    /// The identifiers of regions, and where they begin.
    regions: HashMap<String, Option<String>>,
}

fn regions_of(state: &Value, id: &str, regions: &mut HashMap<String, Option<String>>) {
    let inside = state["states"].as_object().into_iter().flatten();
    for (key, inner) in inside {
        let id = format!("{id}.{key}");
        if state["type"] == "parallel" {
            let initial = inner["initial"]
                .as_str()
                .or(inner["initial"]["target"].as_str());
            regions.insert(id.clone(), initial.map(str::to_owned));
        }
        regions_of(inner, &id, regions);
    }
}

impl Saying<'_> {
    fn state(&mut self, state: Value, id: &str) -> Value {
        let Value::Object(fields) = state else {
            return state;
        };
        let mut said = Map::new();
        let mut on = Map::new();
        let is_history = fields.get("type") == Some(&json!("history"));
        for (name, value) in fields {
            let value = match name.as_str() {
                "options" => continue,
                "initial" => match value.get("target") {
                    Some(target) => target.clone(),
                    None => value,
                },
                "entry" | "exit" => self.actions(value, name == "entry"),
                "always" => self.transitions(value, id),
                "on" => {
                    let Value::Object(events) = value else {
                        continue;
                    };
                    for (name, value) in events {
                        on.insert(name, self.transitions(value, id));
                    }
                    continue;
                }
                "after" => {
                    let Value::Object(delays) = value else {
                        continue;
                    };
                    let delays = delays
                        .into_iter()
                        .map(|(delay, value)| (delay, self.transitions(value, id)));
                    Value::Object(delays.collect())
                }
                "onDone" => {
                    if id != "m" {
                        on.insert(
                            format!("xstate.done.state.{id}"),
                            self.transitions(value, id),
                        );
                    }
                    continue;
                }
                "states" => {
                    let Value::Object(states) = value else {
                        continue;
                    };
                    let states = states.into_iter().map(|(key, state)| {
                        let state = self.state(state, &format!("{id}.{key}"));
                        (key, state)
                    });
                    Value::Object(states.collect())
                }
                _ => value,
            };
            said.insert(name, value);
        }
        if is_history && !said.contains_key("target") {
            said.insert("target".to_owned(), json!("a"));
        }
        if !on.is_empty() {
            said.insert("on".to_owned(), on.into());
        }
        said.into()
    }

    /// Whether a transition leads from one region to another one. Where several do so at once, their states are left and entered in
    /// another order.
    fn leads_across(&self, target: Option<&Value>, source: &str) -> bool {
        let targets = match target {
            Some(Value::Array(list)) => list.iter().collect(),
            target => Vec::from_iter(target),
        };
        let targets = targets.into_iter().filter_map(Value::as_str);
        let targets: Vec<_> = targets.map(|target| meant(target, source)).collect();
        if targets
            .iter()
            .all(|target| target == source || is_inside(target, source))
        {
            return false;
        }
        let mut around = source;
        while let Some((outer, _)) = around.rsplit_once('.') {
            around = outer;
            if targets.iter().all(|target| is_inside(target, around)) {
                let mut regions = self.regions.keys();
                return regions.any(|region| {
                    region
                        .rsplit_once('.')
                        .is_some_and(|(outer, _)| outer == around)
                });
            }
        }
        false
    }

    fn transitions(&mut self, value: Value, source: &str) -> Value {
        match value {
            Value::Array(list) => list
                .into_iter()
                .map(|one| self.transition(one, source))
                .collect(),
            one => self.transition(one, source),
        }
    }

    fn transition(&mut self, transition: Value, source: &str) -> Value {
        let mut fields = match transition {
            Value::Object(fields) => fields,
            target => Map::from_iter([("target".to_owned(), target)]),
        };
        // What a history remembers is entered without having been left, if it leads from inside of its parent.
        let asks_inside = |target: &Value| {
            let target = target.as_str().map(|target| meant(target, source));
            let parent = target
                .as_deref()
                .and_then(|target| target.strip_suffix(".h"));
            parent.is_some_and(|parent| source == parent || is_inside(source, parent))
        };
        if fields.get("target").is_some_and(asks_inside) {
            fields.remove("target");
        }
        // A region that is left or entered alone is so with the transition's actions.
        if self.leads_across(fields.get("target"), source) {
            fields.remove("target");
        }
        if self.regions.contains_key(source) {
            fields.remove("reenter");
        }
        if let Some(Value::String(target)) = fields.get("target") {
            let id = meant(target, source);
            let region = self.regions.get(&id).filter(|_| id != source);
            match region.cloned() {
                Some(Some(initial)) => {
                    fields.insert("target".to_owned(), format!("#{id}.{initial}").into());
                }
                Some(None) => drop(fields.remove("target")),
                None => {}
            }
        }
        // Without a target, XState 6 enters the source again that it has not left.
        if !fields.contains_key("target") {
            fields.remove("reenter");
        }
        if let Some(guard) = fields.remove("guard") {
            fields.insert("guard".to_owned(), guard_of(guard));
        }
        if let Some(Value::Array(actions)) = fields.remove("actions") {
            let mut context = Map::new();
            let mut all = Vec::new();
            for action in actions {
                match action.as_str() {
                    Some(reset @ ("resetX" | "resetY")) => {
                        let name = reset[5..].to_lowercase();
                        context.insert(name, json!(0));
                    }
                    _ if self.has_regions && counts(&action) => {}
                    _ => all.push(self.action(action, true)),
                }
            }
            fields.insert("actions".to_owned(), all.into());
            if !context.is_empty() {
                fields.insert("context".to_owned(), context.into());
            }
        }
        if !self.has_regions && self.random.u32(..10) == 0 {
            fields.insert("matches".to_owned(), json!({ "k": self.random.u32(..3) }));
        }
        fields.into()
    }

    fn actions(&mut self, actions: Value, may_count: bool) -> Value {
        match actions {
            Value::Array(list) => list
                .into_iter()
                .map(|one| self.action(one, may_count))
                .collect(),
            one => self.action(one, may_count),
        }
    }

    fn action(&mut self, action: Value, may_count: bool) -> Value {
        let name = action.as_str().or_else(|| action["type"].as_str());
        match name.unwrap_or_default() {
            "incX" if may_count => match self.random.u32(..3) {
                0 => json!({ "type": "twice", "params": { "by": 1 } }),
                1 => json!({ "type": "once", "params": { "by": 1 } }),
                _ => json!({ "@expr": "({ context: { x: context.x + 1 } })" }),
            },
            "incY" => {
                json!({ "type": "@xstate.assign", "context": { "y": { "@expr": "context.y + 1" } } })
            }
            "raiseR0" => {
                json!({ "type": "@xstate.raise", "event": { "type": "r0", "k": { "@expr": "context.x % 3" } } })
            }
            "raiseR1" => json!({ "type": "@xstate.raise", "event": { "type": "r1", "k": 1 } }),
            _ => {
                let seen = match self.has_regions {
                    true => "event.type",
                    false => "event.type + ':' + context.x + ':' + context.y",
                };
                let n = action["params"]["n"].clone();
                json!({ "type": "p", "params": { "n": n, "at": { "@expr": seen } } })
            }
        }
    }
}

fn counts(action: &Value) -> bool {
    let name = action.as_str().or_else(|| action["type"].as_str());
    matches!(name, Some("incX" | "incY"))
}

/// What XState 6 has no word for is said by an expression, or is the first of two.
fn guard_of(guard: Value) -> Value {
    let kind = guard.as_str().or_else(|| guard["type"].as_str());
    match kind.unwrap_or_default() {
        "evenX" => json!({ "type": "even", "params": { "half": 1 } }),
        "isX" => json!({ "@expr": "event.type.startsWith('x.')" }),
        "xstate.not" => match guard_of(guard["params"]["guard"].clone()) {
            inner if inner["type"] == "xstate.stateIn" => {
                json!({ "type": "xstate.not", "params": { "guard": inner } })
            }
            inner => inner,
        },
        "xstate.and" | "xstate.or" => guard_of(guard["params"]["guards"][0].clone()),
        _ => guard,
    }
}

/// The identifier of the state that a target means.
fn meant(target: &str, source: &str) -> String {
    let outer = source.rsplit_once('.').map_or("", |(outer, _)| outer);
    match (target.strip_prefix('#'), target.strip_prefix('.')) {
        (Some(id), _) => id.to_owned(),
        (_, Some(inner)) => format!("{source}.{inner}"),
        _ => format!("{outer}.{target}"),
    }
}

fn is_inside(inner: &str, outer: &str) -> bool {
    let rest = inner.strip_prefix(outer);
    rest.is_some_and(|rest| rest.starts_with('.'))
}
