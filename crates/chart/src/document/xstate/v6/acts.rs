//! Reading actions.

use std::sync::Arc;

use jsonc_parser::ast::{Object, Value};

use super::values::{is_resolvable, USUAL};
use crate::document::content::{Block, Step};
use crate::document::document::{unknown, Part};
use crate::document::formula::{Act, Named, Template};
use crate::document::xstate::json;
use crate::document::xstate::read::Reader;
use crate::document::DocumentProblem;

const ACTION: &str = "action: write an object with `type`";

/// What is built in.
const BUILT_IN: &[&str] = &[
    "@xstate.raise",
    "@xstate.cancel",
    "@xstate.log",
    "@xstate.emit",
    "@xstate.assign",
];

/// How deep declared actions may be inside of each other.
const DEPTH: usize = 100;

impl Reader<'_, '_> {
    /// One action or some.
    pub(super) fn acts(&mut self, value: &Value<'_>) -> Vec<Act> {
        self.acts_inside(value, &mut Vec::new())
    }

    /// The same as part of declared actions with these names.
    fn acts_inside(&mut self, value: &Value<'_>, inside: &mut Vec<String>) -> Vec<Act> {
        let values = match value {
            Value::Array(list) => list.elements.iter().collect(),
            value => vec![value],
        };
        let acts = values
            .into_iter()
            .filter_map(|value| self.act(value, inside));
        acts.collect()
    }

    /// A part of the body in which these lists are done, one after the other; nothing if there is nothing to do.
    pub(super) fn part_of(&mut self, lists: Vec<Vec<Act>>) -> Option<String> {
        let steps = lists.into_iter().filter(|list| !list.is_empty());
        let steps: Vec<_> = steps.map(Step::Formulas).collect();
        if steps.is_empty() {
            return None;
        }
        self.body.blocks.push(Part::Block(Block { steps }));
        Some((self.body.blocks.len() - 1).to_string())
    }

    fn act(&mut self, value: &Value<'_>, inside: &mut Vec<String>) -> Option<Act> {
        if is_resolvable(value) {
            return self.code(value, USUAL).map(Act::Code);
        }
        let fields = self.object(value, ACTION)?;
        let Some(kind) = fields.get("type") else {
            return self.without(value, "action", "type");
        };
        let place = self.place(&kind.value);
        let name = self.string(&kind.value, ACTION)?;
        if name.starts_with("@xstate.") {
            return self.built_in(&name, value, fields);
        }
        self.check_members(fields, "action", &[&["type", "params"]]);
        let params = match fields.get("params") {
            Some(params) => Some(self.template(&params.value, USUAL)?),
            None => None,
        };
        if let Some(acts) = self.declared(&name, value, inside) {
            return acts.map(|acts| Act::Group { params, acts });
        }
        if let (Some(Template::Plain(given)), Some(member)) = (&params, fields.get("params")) {
            if !given.is_object() {
                self.bad_value(&member.value, "list of parameters: write an object");
                return None;
            }
        }
        match self.registry.find_action(&name) {
            Some(act) => Some(Act::Call {
                name,
                act: Named(act),
                params,
            }),
            None => {
                let declared = self.definitions().map(|known| {
                    let names = known.actions.keys().cloned();
                    names.collect::<Vec<_>>()
                });
                let declared = declared.unwrap_or_default();
                let names = declared.iter().map(String::as_str);
                let names = names.chain(self.registry.action_names());
                let problem = unknown("action", &name, names);
                self.wrong(place, problem);
                None
            }
        }
    }

    fn built_in(&mut self, name: &str, value: &Value<'_>, fields: &Object<'_>) -> Option<Act> {
        let known: &[&str] = match name {
            "@xstate.raise" => &["type", "event", "id", "delay"],
            "@xstate.cancel" => &["type", "id"],
            "@xstate.log" => &["type", "args"],
            "@xstate.emit" => &["type", "event"],
            "@xstate.assign" => &["type", "context"],
            _ => {
                let place = self.place(value);
                self.wrong(place, unknown("action", name, BUILT_IN.iter().copied()));
                return None;
            }
        };
        self.check_members(fields, name, &[known]);
        let id = match fields.get("id") {
            Some(id) => Some(self.string(&id.value, "identifier")?),
            None => None,
        };
        match name {
            "@xstate.raise" => {
                let event = self.event(name, value, fields)?;
                let delay = match fields.get("delay") {
                    Some(delay) => Some(self.delay_of(&delay.value)?),
                    None => None,
                };
                Some(Act::Raise { event, delay, id })
            }
            "@xstate.cancel" => match id {
                Some(id) => Some(Act::Cancel(id)),
                None => self.without(value, name, "id"),
            },
            "@xstate.log" => {
                let args = fields.get("args").map(|args| json::value(&args.value));
                Some(Act::Log(match args {
                    Some(serde_json::Value::Array(mut args)) if args.len() == 1 => args.remove(0),
                    Some(args @ serde_json::Value::Array(_)) => args,
                    _ => return self.without(value, name, "args"),
                }))
            }
            "@xstate.emit" => self.event(name, value, fields).map(Act::Emit),
            _ => match fields.get("context") {
                Some(context) => self.context_of(&context.value).map(Act::Assign),
                None => self.without(value, name, "context"),
            },
        }
    }

    /// A delay of an event that is raised: a number, or a text that says how long it is.
    fn delay_of(&mut self, value: &Value<'_>) -> Option<Template> {
        match value {
            Value::NumberLit(_) => self.template(value, USUAL),
            value => {
                self.bad_value(value, "delay: write a number of milliseconds");
                None
            }
        }
    }

    fn event(&mut self, name: &str, value: &Value<'_>, fields: &Object<'_>) -> Option<Template> {
        let Some(event) = fields.get("event") else {
            return self.without(value, name, "event");
        };
        if !is_resolvable(&event.value) {
            let kind = self.object(&event.value, "event: write an object with `type`")?;
            if kind.get("type").is_none() {
                return self.without(&event.value, "event", "type");
            }
        }
        self.template(&event.value, USUAL)
    }

    /// What variables are given.
    pub(super) fn context_of(&mut self, value: &Value<'_>) -> Option<Template> {
        if !is_resolvable(value) {
            self.object(value, "context: write an object")?;
        }
        self.template(value, USUAL)
    }

    /// Reads what is declared, also what is named nowhere.
    pub(super) fn declarations(&mut self) {
        let Some(known) = self.definitions() else {
            return;
        };
        let mut actions: Vec<_> = known.actions.clone().into_iter().collect();
        let mut guards: Vec<_> = known.guards.clone().into_iter().collect();
        actions.sort_by_key(|(_, value)| json::start(value));
        guards.sort_by_key(|(_, value)| json::start(value));
        for (name, value) in actions {
            self.declared(&name, &value, &mut Vec::new());
        }
        for (_, value) in guards {
            self.declared_guard(&value);
        }
    }

    /// The actions that the configuration declares under a name, if it does; nothing where they are wrong.
    fn declared(
        &mut self,
        name: &str,
        value: &Value<'_>,
        inside: &mut Vec<String>,
    ) -> Option<Option<Arc<Vec<Act>>>> {
        let definitions = self.definitions()?;
        let declared = definitions.actions.get(name)?.clone();
        if let Some(read) = definitions.read.get(name) {
            return Some(Some(Arc::clone(read)));
        }
        let place = self.place(value);
        if inside.iter().any(|outer| outer == name) {
            let what = format!("itself inside: {} → {name}", inside.join(" → "));
            self.conflict(place, name, what);
            return Some(None);
        }
        if inside.len() >= DEPTH {
            self.wrong(place, DocumentProblem::TooDeep(DEPTH));
            return Some(None);
        }
        inside.push(name.to_owned());
        let acts = Arc::new(self.acts_inside(&declared, inside));
        inside.pop();
        if let Some(definitions) = self.definitions() {
            definitions.read.insert(name.to_owned(), Arc::clone(&acts));
        }
        Some(Some(acts))
    }

    /// That a property is missing.
    pub(super) fn without<T>(
        &mut self,
        value: &Value<'_>,
        element: &str,
        attribute: &'static str,
    ) -> Option<T> {
        let place = self.place(value);
        let element = element.to_owned();
        self.wrong(place, DocumentProblem::Missing { element, attribute });
        None
    }
}
