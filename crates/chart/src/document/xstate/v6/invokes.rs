//! Reading invokes.

use jsonc_parser::ast::{Object, Value};

use super::names::INVOKE;
use super::transitions::Timers;
use super::values::{Wait, USUAL};
use crate::document::content::{Invoke, Payload, Words};
use crate::document::document::unknown;
use crate::document::formula::{Act, Template};
use crate::document::xstate::read::Reader;
use crate::document::xstate::transitions::invoked;
use crate::document::xstate::tree::{Asked, Edge};
use crate::form;

impl Reader<'_, '_> {
    pub(super) fn invokes_v6(
        &mut self,
        fields: &Object<'_>,
        index: usize,
        edges: &mut Vec<Edge>,
        timers: &mut Timers,
    ) {
        for (number, value) in invoked(fields).enumerate() {
            self.invoke_v6(value, index, number, edges, timers);
        }
    }

    fn invoke_v6(
        &mut self,
        value: &Value<'_>,
        index: usize,
        number: usize,
        edges: &mut Vec<Edge>,
        timers: &mut Timers,
    ) -> Option<()> {
        let fields = self.object(value, "invoke: write an object")?;
        self.check_members(fields, "invoke", &[INVOKE]);
        let Some(source) = fields.get("src") else {
            return self.without(value, "invoke", "src");
        };
        let place = self.place(&source.value);
        let source = self.string(&source.value, "actor: write its name")?;
        if self.registry.find_actor(&source).is_none() {
            let names = self.registry.actor_names();
            let problem = unknown("actor", &source, names);
            self.wrong(place, problem);
        }
        let state = self.tree.node(index).id.clone();
        let mut text = |name: &str| {
            let given = fields.get(name)?;
            self.string(&given.value, "identifier")
        };
        let id = text("id").unwrap_or_else(|| format!("{number}.{state}"));
        let system_id = text("registryKey");
        let input = fields.get("input");
        let input = input.and_then(|input| self.template(&input.value, USUAL));
        self.body.invokes.push(Invoke {
            place: self.place(value),
            state,
            id: Some(id.clone()),
            id_location: None,
            system_id,
            kind: None,
            source: Some(Words::Literal(source)),
            payload: Payload::default(),
            input,
            forwards: false,
            observes: fields.get("onSnapshot").is_some(),
            finalize: None,
        });
        let source = (self.body.invokes.len() - 1).to_string();
        let id_here = id.clone();
        self.tree.nodes[index].invokes.push(form::Invoke {
            id: id_here,
            source,
        });
        let timer = self.invoke_timer(value, fields, edges, timers);
        let ends = || timer.iter().cloned().map(Act::Cancel).collect::<Vec<_>>();
        let done = Asked::Event(format!("xstate.done.actor.{id}"));
        let failed = Asked::Event(format!("xstate.error.actor.{id}"));
        for (name, asked) in [
            ("onDone", &done),
            ("onError", &failed),
            ("onSnapshot", &Asked::Next(id)),
        ] {
            let Some(member) = fields.get(name) else {
                continue;
            };
            let values = match &member.value {
                Value::Array(list) => list.elements.iter().collect(),
                value => vec![value],
            };
            for value in values {
                let last = match name {
                    "onSnapshot" => Vec::new(),
                    _ => ends(),
                };
                let edge = self.edge_v6(value, asked, last);
                edges.extend(edge);
            }
        }
        if timer.is_some() {
            // It is done, and does not run out any more.
            let actions = self.part_of(vec![ends()]);
            edges.push(Edge {
                asked: done,
                guard: None,
                targets: Vec::new(),
                actions,
                reenters: false,
                place: self.place(value),
            });
        }
        Some(())
    }

    /// The event that the time of an invoke has run out, if it has one.
    fn invoke_timer(
        &mut self,
        value: &Value<'_>,
        fields: &Object<'_>,
        edges: &mut Vec<Edge>,
        timers: &mut Timers,
    ) -> Option<String> {
        let Some(timeout) = fields.get("timeout") else {
            if let Some(lonely) = fields.get("onTimeout") {
                let place = self.place_of(lonely);
                self.conflict(place, "invoke", "an `onTimeout` without `timeout`");
            }
            return None;
        };
        let Some(run_out) = fields.get("onTimeout") else {
            return self.without(value, "invoke with a `timeout`", "onTimeout");
        };
        let delay = match self.wait(&timeout.value)? {
            Wait::Found(delay) => delay,
            Wait::For(duration) => {
                let milliseconds = duration.as_secs_f64() * 1_000.0;
                Template::Plain(milliseconds.into())
            }
        };
        let name = self.timer(delay, timers);
        self.edges_v6(&run_out.value, &Asked::Event(name.clone()), edges);
        Some(name)
    }
}
