//! Reading transitions and invokes.

use std::time::Duration;

use jsonc_parser::ast::{Object, Value};

use super::json;
use super::names::{INVOKE, TRANSITION};
use super::read::Reader;
use super::tree::{Asked, Edge, Target};
use crate::document::content::{Invoke, Payload, Words};
use crate::document::document::unknown;
use crate::document::{DocumentProblem, Place};
use crate::form;

const TARGET: &str = "target: write a text, or a list of texts";

impl Reader<'_, '_> {
    /// What stands in `on`, with the events that it is for.
    pub fn events<'f>(&mut self, fields: &'f Object<'f>) -> Vec<(&'f Value<'f>, Asked)> {
        let on = fields.get("on");
        let on = on.and_then(|on| self.object(&on.value, "list of events: write an object"));
        let Some(on) = on else {
            return Vec::new();
        };
        self.check_twice(on, "on");
        let mut events = Vec::new();
        for member in json::members(on) {
            let descriptor = member.name.as_str().to_owned();
            if is_descriptor(&descriptor) {
                events.push((&member.value, Asked::Event(descriptor)));
            } else {
                let place = self.place_of(member);
                let value = descriptor;
                let expected = "event: write a name, one that ends in `.*`, or `*`";
                self.wrong(place, DocumentProblem::BadValue { value, expected });
            }
        }
        events
    }

    /// The transitions of a state, in the order in which XState looks at them.
    pub fn transitions(&mut self, fields: &Object<'_>, index: usize, edges: &mut Vec<Edge>) {
        for (value, asked) in self.events(fields) {
            self.edges(value, &asked, edges);
        }
        if let Some(done) = fields.get("onDone") {
            let mut found = Vec::new();
            self.edges(&done.value, &Asked::Done, &mut found);
            // When the machine itself is done, it is over.
            if index != 0 {
                edges.append(&mut found);
            }
        }
        if let Some(after) = fields
            .get("after")
            .and_then(|after| self.object(&after.value, "list of delays: write an object"))
        {
            self.check_twice(after, "after");
            for member in json::members(after) {
                let place = self.place_of(member);
                if let Some(delay) = self.delay(member.name.as_str(), place) {
                    self.edges(&member.value, &Asked::After(delay), edges);
                }
            }
        }
        if let Some(always) = fields.get("always") {
            self.edges(&always.value, &Asked::Always, edges);
        }
    }

    fn delay(&mut self, text: &str, place: Place) -> Option<Duration> {
        let milliseconds = text
            .trim()
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite());
        if let Some(milliseconds) = milliseconds {
            let seconds = (milliseconds / 1_000.0).clamp(0.0, f64::from(u32::MAX));
            return Some(Duration::from_secs_f64(seconds));
        }
        let delay = self.registry.find_delay(text);
        if delay.is_none() {
            self.wrong(place, unknown("delay", text, self.registry.delay_names()));
        }
        delay
    }

    /// One transition or some.
    fn edges(&mut self, value: &Value<'_>, asked: &Asked, edges: &mut Vec<Edge>) {
        match value {
            Value::Array(list) => edges.extend(
                list.elements
                    .iter()
                    .filter_map(|value| self.edge(value, asked)),
            ),
            value => edges.extend(self.edge(value, asked)),
        }
    }

    fn edge(&mut self, value: &Value<'_>, asked: &Asked) -> Option<Edge> {
        let mut edge = Edge {
            asked: asked.clone(),
            guard: None,
            targets: Vec::new(),
            actions: None,
            reenters: false,
            place: self.place(value),
        };
        match value {
            Value::StringLit(_) => edge.targets = self.targets(value),
            Value::NullKeyword(_) => {}
            Value::Object(fields) => {
                self.check_members(fields, "transition", &[TRANSITION]);
                if let Some(target) = fields.get("target") {
                    edge.targets = self.targets(&target.value);
                }
                edge.actions = fields
                    .get("actions")
                    .and_then(|actions| self.actions(&actions.value));
                edge.guard = fields
                    .get("guard")
                    .and_then(|guard| self.guard(&guard.value));
                edge.reenters = fields
                    .get("reenter")
                    .is_some_and(|flag| self.flag(&flag.value));
            }
            other => {
                self.bad_value(other, "transition: write a target, or an object");
                return None;
            }
        }
        Some(edge)
    }

    /// The targets that are named; none for nothing and the empty text.
    pub fn targets(&mut self, value: &Value<'_>) -> Vec<Target> {
        let values = match value {
            Value::NullKeyword(_) => return Vec::new(),
            Value::Array(list) => list.elements.iter().collect(),
            value => vec![value],
        };
        let targets = values.into_iter().filter_map(|value| {
            let text = self.string(value, TARGET)?;
            let place = self.place(value);
            (!text.is_empty()).then_some(Target { text, place })
        });
        targets.collect()
    }

    pub fn invokes(&mut self, fields: &Object<'_>, index: usize, edges: &mut Vec<Edge>) {
        for (number, value) in invoked(fields).enumerate() {
            let Some(fields) = self.object(value, "invoke: write an object") else {
                continue;
            };
            self.check_members(fields, "invoke", &[INVOKE]);
            self.invoke(fields, self.place(value), index, number, edges);
        }
    }

    fn invoke(
        &mut self,
        fields: &Object<'_>,
        place: Place,
        index: usize,
        number: usize,
        edges: &mut Vec<Edge>,
    ) {
        let state = self.tree.node(index).id.clone();
        let Some(source) = fields.get("src") else {
            let element = "invoke".to_owned();
            let attribute = "src";
            return self.wrong(place, DocumentProblem::Missing { element, attribute });
        };
        let source_place = self.place(&source.value);
        let Some(source) = self.string(&source.value, "actor: write its name") else {
            return;
        };
        if self.registry.find_actor(&source).is_none() {
            self.wrong(
                source_place,
                unknown("actor", &source, self.registry.actor_names()),
            );
        }
        let id = fields
            .get("id")
            .and_then(|id| self.string(&id.value, "identifier"));
        let id = id.unwrap_or_else(|| format!("{number}.{state}"));
        let system_id = fields
            .get("systemId")
            .and_then(|id| self.string(&id.value, "identifier"));
        let payload = Payload {
            params: fields.get("input").map_or_else(Vec::new, |input| {
                self.params(&input.value, "input: write an object")
            }),
            ..Payload::default()
        };
        self.body.invokes.push(Invoke {
            place,
            state,
            id: Some(id.clone()),
            id_location: None,
            system_id,
            kind: None,
            source: Some(Words::Literal(source)),
            payload,
            input: None,
            forwards: false,
            observes: fields.get("onSnapshot").is_some(),
            finalize: None,
        });
        let source = (self.body.invokes.len() - 1).to_string();
        self.tree.nodes[index].invokes.push(form::Invoke {
            id: id.clone(),
            source,
        });
        for (name, asked) in [
            ("onDone", Asked::Event(format!("xstate.done.actor.{id}"))),
            ("onError", Asked::Event(format!("xstate.error.actor.{id}"))),
            ("onSnapshot", Asked::Next(id)),
        ] {
            if let Some(value) = fields.get(name) {
                self.edges(&value.value, &asked, edges);
            }
        }
    }
}

/// What stands in `invoke`: one, or a list of them.
pub(super) fn invoked<'f>(fields: &'f Object<'f>) -> impl Iterator<Item = &'f Value<'f>> {
    let listed = |value: &'f Value<'f>| match value {
        Value::Array(list) => list.elements.iter().collect(),
        value => vec![value],
    };
    let invokes = fields.get("invoke");
    invokes
        .into_iter()
        .flat_map(move |invokes| listed(&invokes.value))
}

/// Whether a text says which events are meant in a way that is not surely a mistake.
fn is_descriptor(text: &str) -> bool {
    let name = text.strip_suffix(".*").unwrap_or(text);
    let is_part = |part: &str| !part.is_empty() && !part.contains('*');
    text == "*" || name.split('.').all(is_part)
}
