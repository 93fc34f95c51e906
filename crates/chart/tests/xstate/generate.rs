//! Random configurations of XState.

use fastrand::Rng;
use serde_json::{json, Map, Value};

pub const EVENTS: [&str; 8] = ["e0", "e1", "e2", "e3", "x.a", "x.b", "x", "other"];
const STATES: usize = 18;

struct State {
    path: Vec<String>,
    kind: &'static str,
    is_deep: bool,
    children: Vec<usize>,
    parent: Option<usize>,
}

pub struct Generator {
    random: Rng,
    states: Vec<State>,
    actions: u32,
    /// Either histories or initial actions are in a chart: what both are together is another thing in XState.
    has_histories: bool,
    /// Either regions that are final states or wildcards: in the form such a region finishes, which wildcards see.
    has_final_regions: bool,
}

/// A configuration, and events for it.
pub fn chart(seed: u64) -> (Value, Vec<&'static str>) {
    let mut random = Rng::with_seed(seed);
    let has_histories = random.bool();
    let mut generator = Generator {
        random,
        states: Vec::new(),
        actions: 0,
        has_histories,
        has_final_regions: seed.is_multiple_of(8),
    };
    generator.state(None, "m".to_owned(), 0);
    let config = generator.write(0);
    let events = (0..50)
        .map(|_| EVENTS[generator.random.usize(..EVENTS.len())])
        .collect();
    (config, events)
}

impl Generator {
    fn chance(&mut self, percent: u32) -> bool {
        self.random.u32(..100) < percent
    }

    fn state(&mut self, parent: Option<usize>, key: String, depth: usize) -> usize {
        let index = self.states.len();
        let mut path = parent.map_or_else(Vec::new, |parent| self.states[parent].path.clone());
        path.push(key);
        let in_parallel = parent.is_some_and(|parent| self.states[parent].kind == "parallel");
        let is_full = self.states.len() > STATES || depth > 3;
        let kind = match self.random.u32(..100) {
            _ if parent.is_none() && self.chance(20) => "parallel",
            _ if parent.is_none() => "compound",
            _ if is_full => "atomic",
            0..=24 => "parallel",
            25..=59 => "compound",
            60..=94 if in_parallel => "compound",
            _ => "atomic",
        };
        self.states.push(State {
            path,
            kind,
            is_deep: false,
            children: Vec::new(),
            parent,
        });
        if kind == "atomic" {
            return index;
        }
        let count = self.random.usize(2..=3);
        for number in 0..count {
            let key = ["a", "b", "c"][number].to_owned();
            let child = self.state(Some(index), key, depth + 1);
            self.states[index].children.push(child);
        }
        if (kind == "compound" && self.chance(40))
            || (kind == "parallel" && self.has_final_regions && self.chance(30))
        {
            self.leaf(index, "f", "final");
        }
        if self.has_histories && parent.is_some() && self.chance(50) {
            let history = self.leaf(index, "h", "history");
            self.states[history].is_deep = self.random.bool();
        }
        index
    }

    fn leaf(&mut self, parent: usize, key: &str, kind: &'static str) -> usize {
        let index = self.states.len();
        let mut path = self.states[parent].path.clone();
        path.push(key.to_owned());
        self.states.push(State {
            path,
            kind,
            is_deep: false,
            children: Vec::new(),
            parent: Some(parent),
        });
        self.states[parent].children.push(index);
        index
    }

    fn is_in(&self, inner: usize, outer: usize) -> bool {
        self.states[inner]
            .path
            .starts_with(&self.states[outer].path)
    }

    fn action(&mut self) -> Value {
        match self.random.u32(..10) {
            0 => json!("incX"),
            1 => json!({ "type": "incY" }),
            _ => self.plain(),
        }
    }

    fn plain(&mut self) -> Value {
        self.actions += 1;
        json!({ "type": "p", "params": { "n": self.actions } })
    }

    fn guard(&mut self, depth: usize) -> Value {
        let counter = *self.random.choice(&["x", "y"]).unwrap_or(&"x");
        match self.random.u32(..10) {
            0..=3 => {
                json!({ "type": "above", "params": { "counter": counter, "limit": self.random.u32(..4) } })
            }
            4..=5 => json!("evenX"),
            6 => json!({ "type": "isX" }),
            7 => {
                let state = self.random.usize(..self.states.len());
                let path = self.states[state].path.join(".");
                json!({ "type": "xstate.stateIn", "params": { "stateId": format!("#{path}") } })
            }
            _ if depth > 1 => json!("evenX"),
            8 => json!({ "type": "xstate.not", "params": { "guard": self.guard(depth + 1) } }),
            _ => {
                let kind = *self
                    .random
                    .choice(&["xstate.and", "xstate.or"])
                    .unwrap_or(&"xstate.or");
                json!({ "type": kind, "params": { "guards": [self.guard(depth + 1), self.guard(depth + 1)] } })
            }
        }
    }

    /// How a transition of a state names another one.
    fn named(&mut self, source: usize, target: usize) -> String {
        let (from, to) = (&self.states[source], &self.states[target]);
        let is_sibling = from.parent.is_some() && from.parent == to.parent;
        let is_child = to.path.len() > from.path.len() && to.path.starts_with(&from.path);
        let rest = || to.path[from.path.len()..].join(".");
        match self.random.bool() {
            true if is_sibling => to.path.last().cloned().unwrap_or_default(),
            true if is_child => format!(".{}", rest()),
            _ => format!("#{}", to.path.join(".")),
        }
    }

    fn target(&mut self, source: usize, reenters: bool) -> Option<usize> {
        let target = match self.random.u32(..10) {
            // Near ones, so that not all of the machine is always left.
            0..=4 => {
                let around = self.states[source]
                    .parent
                    .filter(|_| self.random.bool())
                    .unwrap_or(source);
                let near: Vec<_> = (0..self.states.len())
                    .filter(|state| self.is_in(*state, around))
                    .collect();
                near[self.random.usize(..near.len())]
            }
            _ => self.random.usize(..self.states.len()),
        };
        let state = &self.states[target];
        // From inside of its parent, XState enters what a history remembers without having left it; and a parallel parent is left if
        // the history remembers nothing.
        let around = state
            .parent
            .filter(|parent| state.kind == "history" && self.is_in(source, *parent));
        let asks_inside = around.is_some();
        let reenters =
            reenters && around.is_none_or(|parent| self.states[parent].kind != "parallel");
        // What the machine itself does when it is reentered is done between other transitions' actions, if there are some.
        if (asks_inside && !reenters) || (target == 0 && (self.has_regions() || !self.chance(20))) {
            return None;
        }
        Some(target)
    }

    fn has_regions(&self) -> bool {
        self.states.iter().any(|state| state.kind == "parallel")
    }

    /// States in different regions of a parallel state.
    fn together(&mut self) -> Option<Vec<usize>> {
        let parallels: Vec<_> = (0..self.states.len())
            .filter(|state| self.states[*state].kind == "parallel")
            .collect();
        let parallel = *self.random.choice(&parallels)?;
        let regions: Vec<_> = self.states[parallel].children.clone();
        let mut regions: Vec<_> = regions
            .into_iter()
            .filter(|region| self.states[*region].kind != "history")
            .collect();
        self.random.shuffle(&mut regions);
        let targets = regions.into_iter().take(2).map(|region| {
            let inside: Vec<_> = (0..self.states.len())
                .filter(|state| self.is_in(*state, region) && self.states[*state].kind != "history")
                .collect();
            inside[self.random.usize(..inside.len())]
        });
        Some(targets.collect())
    }

    fn transition(&mut self, source: usize, may_raise: bool) -> Value {
        let mut fields = Map::new();
        let reenters = self.chance(20);
        if reenters {
            fields.insert("reenter".to_owned(), true.into());
        }
        if self.chance(10) {
            if let Some(targets) = self.together() {
                let targets = targets.into_iter().map(|target| self.named(source, target));
                fields.insert("target".to_owned(), targets.collect());
            }
        } else if self.chance(80) {
            if let Some(target) = self.target(source, reenters) {
                let name = self.named(source, target);
                fields.insert("target".to_owned(), name.into());
            }
        }
        let count = self.random.usize(..3);
        let mut actions: Vec<_> = (0..count).map(|_| self.action()).collect();
        if may_raise && self.chance(20) {
            actions.push(self.random.choice(["raiseR0", "raiseR1"]).into());
        }
        if !actions.is_empty() {
            fields.insert("actions".to_owned(), actions.into());
        }
        if self.chance(40) {
            fields.insert("guard".to_owned(), self.guard(0));
        }
        match fields.get("target") {
            Some(Value::String(target)) if fields.len() == 1 => target.clone().into(),
            _ => fields.into(),
        }
    }

    fn transitions(&mut self, source: usize, may_raise: bool) -> Value {
        match self.random.u32(..4) {
            0 => (0..2).map(|_| self.transition(source, may_raise)).collect(),
            _ => self.transition(source, may_raise),
        }
    }

    /// A transition without an event, which soon holds no longer.
    fn always(&mut self, source: usize) -> Value {
        let mut transition = self.transition(source, false);
        if !transition.is_object() {
            transition = json!({ "target": transition });
        }
        if let Value::Object(fields) = &mut transition {
            if source == 0 && self.has_regions() {
                fields.remove("reenter");
            }
        }
        let (counter, reset) = self
            .random
            .choice([("x", "resetX"), ("y", "resetY")])
            .unwrap_or(("x", "resetX"));
        let limit = self.random.u32(1..4);
        if self.chance(30) {
            // It changes nothing, and is taken once after each event.
            let action = self.plain();
            return json!({ "guard": self.guard(0), "actions": [action] });
        }
        let action = self.plain();
        transition["guard"] =
            json!({ "type": "above", "params": { "counter": counter, "limit": limit } });
        transition["actions"] = json!([reset, action]);
        transition
    }

    fn write(&mut self, index: usize) -> Value {
        let mut fields = Map::new();
        let (kind, is_deep) = (self.states[index].kind, self.states[index].is_deep);
        let children = self.states[index].children.clone();
        if index == 0 {
            fields.insert("id".to_owned(), "m".into());
            fields.insert("context".to_owned(), json!({ "x": 0, "y": 0 }));
            fields.insert("options".to_owned(), json!({ "maxIterations": 200 }));
            fields.insert("output".to_owned(), json!({ "is": "over" }));
            if kind == "parallel" {
                fields.remove("output");
            }
        }
        if !matches!(kind, "compound" | "atomic") {
            fields.insert("type".to_owned(), kind.into());
        }
        if kind == "history" {
            if is_deep {
                fields.insert("history".to_owned(), "deep".into());
            }
            let siblings = self.states[index]
                .parent
                .map_or_else(Vec::new, |parent| self.states[parent].children.clone());
            let siblings: Vec<_> = siblings
                .into_iter()
                .filter(|other| self.states[*other].kind != "history")
                .collect();
            if let (true, Some(sibling)) = (self.random.bool(), self.random.choice(&siblings)) {
                let parent = self.states[index].parent.unwrap_or_default();
                if self.states[parent].kind == "compound" {
                    let key = self.states[*sibling].path.last().cloned();
                    fields.insert("target".to_owned(), key.into());
                }
            }
            return fields.into();
        }
        for name in ["entry", "exit"] {
            if self.chance(70) {
                let action = if name == "entry" {
                    self.action()
                } else {
                    self.plain()
                };
                fields.insert(name.to_owned(), action);
            }
        }
        if kind == "final" {
            return fields.into();
        }
        if kind == "compound" {
            let places: Vec<_> = children
                .iter()
                .filter(|child| !matches!(self.states[**child].kind, "final" | "history"))
                .collect();
            let initial = places[self.random.usize(..places.len())];
            let key = self.states[*initial]
                .path
                .last()
                .cloned()
                .unwrap_or_default();
            let initial = match !self.has_histories && self.chance(30) {
                true => json!({ "target": key, "actions": [self.plain()] }),
                false => key.into(),
            };
            fields.insert("initial".to_owned(), initial);
        }
        let mut on = Map::new();
        for _ in 0..self.random.usize(..4) {
            let descriptor = match self.random.u32(..20) {
                0..=1 | 6 if self.has_final_regions => "e0",
                0..=1 => "*",
                2..=3 => "x.*",
                4 => "x",
                5 => "x.a",
                6 => "xstate.done.*",
                _ => EVENTS[self.random.usize(..4)],
            };
            let transitions = match self.chance(8) {
                true => json!({}),
                false => {
                    let may_raise = !descriptor.ends_with('*');
                    self.transitions(index, may_raise)
                }
            };
            on.insert(descriptor.to_owned(), transitions);
        }
        for event in ["r0", "r1"] {
            if self.chance(15) {
                let transitions = self.transitions(index, false);
                on.insert(event.to_owned(), transitions);
            }
        }
        if !on.is_empty() {
            fields.insert("on".to_owned(), on.into());
        }
        if !children.is_empty() && self.chance(50) {
            let transitions = self.transitions(index, false);
            fields.insert("onDone".to_owned(), transitions);
        }
        if self.chance(20) {
            let always = self.always(index);
            fields.insert("always".to_owned(), always);
        }
        if !children.is_empty() {
            let states = children.into_iter().map(|child| {
                let key = self.states[child].path.last().cloned().unwrap_or_default();
                (key, self.write(child))
            });
            fields.insert("states".to_owned(), Value::Object(states.collect()));
        }
        fields.into()
    }
}
