//! Reading transitions.

use jsonc_parser::ast::{Object, Value};

use super::conditions::both;
use super::names::TRANSITION;
use super::values::{is_resolvable, Wait};
use crate::document::formula::{Act, Template};
use crate::document::xstate::json;
use crate::document::xstate::read::Reader;
use crate::document::xstate::tree::{Asked, Edge};

/// What is begun when a state is entered, and called off when it is left.
#[derive(Default)]
pub(super) struct Timers {
    pub begins: Vec<Act>,
    pub ends: Vec<Act>,
}

impl Reader<'_, '_> {
    /// The transitions of a state, in the order in which XState looks at them.
    pub(super) fn transitions_v6(
        &mut self,
        fields: &Object<'_>,
        edges: &mut Vec<Edge>,
        timers: &mut Timers,
    ) {
        for (value, asked) in self.events(fields) {
            self.edges_v6(value, &asked, edges);
        }
        if let Some(error) = fields.get("onError") {
            // It stands in place of another one for the same.
            edges.retain(
                |edge| !matches!(&edge.asked, Asked::Event(text) if text == "xstate.error.*"),
            );
            self.edges_v6(
                &error.value,
                &Asked::Event("xstate.error.*".to_owned()),
                edges,
            );
        }
        if let Some(after) = fields.get("after") {
            self.after(&after.value, edges, timers);
        }
        match (fields.get("timeout"), fields.get("onTimeout")) {
            (Some(timeout), Some(value)) => {
                if let Some(wait) = self.wait(&timeout.value) {
                    let asked = self.asked_after(wait, timers);
                    self.edges_v6(&value.value, &asked, edges);
                }
            }
            (Some(lonely), None) => {
                let place = self.place_of(lonely);
                self.conflict(place, "state", "a `timeout` without `onTimeout`");
            }
            (None, Some(lonely)) => {
                let place = self.place_of(lonely);
                self.conflict(place, "state", "an `onTimeout` without `timeout`");
            }
            (None, None) => {}
        }
        if let Some(always) = fields.get("always") {
            self.edges_v6(&always.value, &Asked::Always, edges);
        }
    }

    fn after(&mut self, value: &Value<'_>, edges: &mut Vec<Edge>, timers: &mut Timers) {
        let Some(after) = self.object(value, "list of delays: write an object") else {
            return;
        };
        self.check_twice(after, "after");
        for member in json::members(after) {
            let text = member.name.as_str();
            let number = text.trim().parse::<f64>().ok();
            let number = number.filter(|number| number.is_finite());
            let number =
                number.map(|number| Wait::For(crate::document::delay::milliseconds(number)));
            match number.or_else(|| self.named_wait(text)) {
                Some(wait) => {
                    let asked = self.asked_after(wait, timers);
                    self.edges_v6(&member.value, &asked, edges);
                }
                None => {
                    let place = self.place_of(member);
                    self.unknown_wait(text, place);
                }
            }
        }
    }

    /// What is asked for when a time has passed.
    fn asked_after(&mut self, wait: Wait, timers: &mut Timers) -> Asked {
        match wait {
            Wait::For(duration) => Asked::After(duration),
            Wait::Found(delay) => Asked::Event(self.timer(delay, timers)),
        }
    }

    /// Has an event raised when a time has passed that is found out when the state is entered. Its name is also what it is called
    /// off by.
    pub(super) fn timer(&mut self, delay: Template, timers: &mut Timers) -> String {
        let number = self.definitions().map_or(0, |known| {
            known.timers += 1;
            known.timers
        });
        let name = format!("xstate.after.{number}");
        timers.begins.push(Act::Raise {
            event: Template::Plain(serde_json::json!({ "type": name })),
            delay: Some(delay),
            id: Some(name.clone()),
        });
        timers.ends.push(Act::Cancel(name.clone()));
        name
    }

    /// One transition or some.
    pub(super) fn edges_v6(&mut self, value: &Value<'_>, asked: &Asked, edges: &mut Vec<Edge>) {
        let values = match value {
            Value::Array(list) => list.elements.iter().collect(),
            value => vec![value],
        };
        for value in values {
            let edge = self.edge_v6(value, asked, Vec::new());
            edges.extend(edge);
        }
    }

    /// One transition, with actions that are done after its own.
    pub(super) fn edge_v6(
        &mut self,
        value: &Value<'_>,
        asked: &Asked,
        last: Vec<Act>,
    ) -> Option<Edge> {
        let place = self.place(value);
        if is_resolvable(value) {
            self.conflict(place, "transition", "an expression that makes it");
            return None;
        }
        let fields = self.object(value, "transition: write an object")?;
        self.check_members(fields, "transition", &[TRANSITION]);
        let targets = fields
            .get("target")
            .map(|target| self.targets(&target.value));
        let guard = fields
            .get("guard")
            .and_then(|guard| self.condition(&guard.value));
        let pattern = fields
            .get("matches")
            .and_then(|pattern| self.matches(&pattern.value));
        let context = fields.get("context");
        let context = context.and_then(|context| self.context_of(&context.value));
        let context = context.map(Act::Assign).into_iter().collect();
        let actions = match fields.get("actions").map(|actions| &actions.value) {
            Some(list @ Value::Array(_)) => self.acts(list),
            Some(other) => {
                self.bad_value(other, "list of actions");
                Vec::new()
            }
            None => Vec::new(),
        };
        let reenters = fields.get("reenter");
        Some(Edge {
            asked: asked.clone(),
            guard: both(pattern, guard),
            targets: targets.unwrap_or_default(),
            actions: self.part_of(vec![context, actions, last]),
            reenters: reenters.is_some_and(|flag| self.flag(&flag.value)),
            place,
        })
    }
}
