//! Reading states.

use jsonc_parser::ast::{Object, Value};

use super::transitions::Timers;
use super::values::{is_resolvable, INPUT};
use crate::document::content::{Given, Payload, Variable};
use crate::document::xstate::json;
use crate::document::xstate::read::{inline, Reader};

impl Reader<'_, '_> {
    /// The machine's variables.
    pub(in crate::document::xstate) fn context_v6(&mut self, value: &Value<'_>) {
        let Some(fields) = self.object(value, "context: write an object") else {
            return;
        };
        if is_resolvable(value) {
            let place = self.place(value);
            return self.conflict(
                place,
                "machine",
                "a context that is an expression as a whole",
            );
        }
        self.check_twice(fields, "context");
        for member in json::members(fields) {
            if let Some(template) = self.template(&member.value, INPUT) {
                self.body.variables.push(Variable {
                    name: member.name.as_str().to_owned(),
                    value: Some(Given::Template(template)),
                    is_outermost: true,
                });
            }
        }
    }

    /// What a state does.
    pub(in crate::document::xstate) fn does_v6(
        &mut self,
        value: &Value<'_>,
        fields: &Object<'_>,
        index: usize,
    ) {
        if index == 0 {
            self.declarations();
        }
        self.check_history(value, fields);
        let mut edges = Vec::new();
        let mut timers = Timers::default();
        self.invokes_v6(fields, index, &mut edges, &mut timers);
        self.transitions_v6(fields, &mut edges, &mut timers);
        self.choice(value, index, &mut edges);
        let entry = fields.get("entry");
        let entry = entry.map_or_else(Vec::new, |actions| self.acts(&actions.value));
        let exit = fields.get("exit");
        let exit = exit.map_or_else(Vec::new, |actions| self.acts(&actions.value));
        let entry = self.part_of(vec![timers.begins, entry]);
        let exit = self.part_of(vec![timers.ends, exit]);
        let route = self.route(fields, index);
        let tags = fields.get("tags");
        let tags = tags.map_or_else(Vec::new, |tags| {
            self.strings(&tags.value, "tag: write a list of texts")
        });
        let fallback = self.fallback(fields, index);
        let output = self.output(fields, index);
        let meta = self.meta(fields);
        let node = &mut self.tree.nodes[index];
        node.entry = entry;
        node.exit = exit;
        node.edges.append(&mut edges);
        node.tags = tags;
        node.meta = meta;
        node.output = output;
        node.fallback = fallback;
        self.tree.nodes[0].edges.extend(route);
    }

    /// What a final state or the machine hands over. An expression stands for all of it.
    fn output(&mut self, fields: &Object<'_>, index: usize) -> Option<String> {
        let output = &fields.get("output")?.value;
        if index != 0 && self.tree.node(index).sort != crate::document::xstate::tree::Sort::Final {
            let place = self.place(output);
            self.conflict(
                place,
                "state",
                "an output: only a final state and the machine have one",
            );
            return None;
        }
        let content = match self.template(output, &["context", "event"])? {
            crate::document::formula::Template::Plain(_) => inline(output),
            _ if !is_resolvable(output) => {
                let place = self.place(output);
                let what = "expressions inside of an output: write one that is all of it";
                self.conflict(place, "state", what);
                return None;
            }
            template => Given::Template(template),
        };
        self.body.outputs.push(Payload {
            content: Some(content),
            ..Payload::default()
        });
        Some((self.body.outputs.len() - 1).to_string())
    }
}
