//! Reading states.

use std::collections::BTreeMap;

use jsonc_parser::ast::{Object, Value};

use super::json;
use super::names::{MACHINE, STATE};
use super::read::{inline, Reader};
use super::tree::{Node, Sort, Start, Target};
use super::v6;
use crate::document::content::Payload;
use crate::document::document::unknown;
use crate::document::DocumentProblem;

/// How deep states may be nested.
const DEPTH: usize = 100;

const TYPE: &str = "type of a state: write `atomic`, `compound`, `parallel`, `final` or `history`";

impl Reader<'_, '_> {
    /// Reads a state and what is inside of it.
    pub fn state(&mut self, value: &Value<'_>, key: &str, parent: Option<usize>) {
        let Some(fields) = self.object(value, "state: write an object") else {
            return;
        };
        let place = self.place(value);
        let tree = &self.tree;
        let depth = parent.map_or(0, |parent| 1 + tree.around(parent).count());
        if depth > DEPTH {
            return self.wrong(place, DocumentProblem::TooDeep(DEPTH));
        }
        let (usual, of_machine) = match self.v6 {
            Some(_) => (v6::names::STATE, v6::names::MACHINE),
            None => (STATE, MACHINE),
        };
        match parent {
            None => self.check_members(fields, "machine", &[usual, of_machine]),
            Some(_) => self.check_members(fields, "state", &[usual]),
        }
        let given_id = fields
            .get("id")
            .and_then(|id| self.string(&id.value, "identifier"));
        let id = given_id.unwrap_or_else(|| match parent {
            None => key.to_owned(),
            Some(parent) => {
                let outer = std::iter::once(parent).chain(self.tree.around(parent));
                let outer = outer
                    .filter(|outer| *outer != 0)
                    .map(|outer| self.tree.node(outer).key.as_str());
                let mut path: Vec<_> = std::iter::once(key).chain(outer).collect();
                path.push(&self.tree.node(0).id);
                path.reverse();
                path.join(".")
            }
        });
        let index = self.tree.nodes.len();
        if self.tree.ids.insert(id.clone(), index).is_some() {
            self.wrong(place, DocumentProblem::DuplicateId(id.clone()));
        }
        let sort = self.sort(fields);
        self.tree.nodes.push(Node {
            key: key.to_owned(),
            id,
            place,
            parent,
            children: Vec::new(),
            end: index + 1,
            sort,
            initial: None,
            entry: None,
            exit: None,
            edges: Vec::new(),
            invokes: Vec::new(),
            output: None,
            tags: Vec::new(),
            meta: BTreeMap::new(),
            fallback: Vec::new(),
        });
        if let Some(parent) = parent {
            self.tree.nodes[parent].children.push(index);
        }
        match self.v6 {
            Some(_) => self.does_v6(value, fields, index),
            None => self.does(fields, index),
        }
        if let Some(states) = inside(fields) {
            self.check_twice(states, "states");
            for inner in json::members(states) {
                self.state(&inner.value, inner.name.as_str(), Some(index));
            }
        }
        self.tree.nodes[index].end = self.tree.nodes.len();
        self.begins(fields, index);
    }

    fn sort(&mut self, fields: &Object<'_>) -> Sort {
        if let Some(states) = fields.get("states") {
            self.object(&states.value, "list of states: write an object");
        }
        let has_states = inside(fields).is_some_and(|states| !states.properties.is_empty());
        let is_deep = match fields.get("history").map(|history| &history.value) {
            None => None,
            Some(Value::BooleanLit(flag)) => flag.value.then_some(false),
            Some(Value::StringLit(text)) if text.value == "deep" => Some(true),
            Some(Value::StringLit(text)) if text.value == "shallow" => Some(false),
            Some(other) => {
                self.bad_value(other, "type of a history: write `shallow` or `deep`");
                None
            }
        };
        let Some(kind_of) = fields.get("type") else {
            return match (has_states, is_deep) {
                (true, _) => Sort::Compound,
                (false, Some(is_deep)) => Sort::History { is_deep },
                (false, None) => Sort::Atomic,
            };
        };
        let text = kind_of.value.as_string_lit().map(|text| &*text.value);
        match text {
            Some("parallel") if has_states => Sort::Parallel,
            Some("atomic" | "parallel") if !has_states => Sort::Atomic,
            Some("compound") if has_states => Sort::Compound,
            Some("final") => Sort::Final,
            Some("choice") if self.v6.is_some() && !has_states => Sort::Atomic,
            Some("history") => Sort::History {
                is_deep: is_deep.unwrap_or_default(),
            },
            Some(kind @ ("atomic" | "compound")) => {
                let what = match kind {
                    "atomic" => "states inside",
                    _ => "no states inside",
                };
                let place = self.place_of(kind_of);
                self.conflict(place, kind, what);
                Sort::Atomic
            }
            _ => {
                self.bad_value(&kind_of.value, TYPE);
                Sort::Atomic
            }
        }
    }

    /// Where a state begins, or a history leads to.
    fn begins(&mut self, fields: &Object<'_>, index: usize) {
        let node = self.tree.node(index);
        let (sort, place) = (node.sort, node.place);
        let initial = fields.get("initial");
        if sort == Sort::Compound && initial.is_none() {
            let element = "state".to_owned();
            let attribute = "initial";
            self.wrong(place, DocumentProblem::Missing { element, attribute });
        }
        let Some(initial) = initial else {
            return;
        };
        let (target, actions) = match &initial.value {
            Value::Object(start) if self.v6.is_none() => {
                self.check_members(
                    start,
                    "initial",
                    &[&["target", "actions", "meta", "description"]],
                );
                let actions = start
                    .get("actions")
                    .and_then(|actions| self.actions(&actions.value));
                (start.get("target").map(|target| &target.value), actions)
            }
            value => (Some(value), None),
        };
        let Some(target) = target else {
            let element = "initial".to_owned();
            let attribute = "target";
            return self.wrong(place, DocumentProblem::Missing { element, attribute });
        };
        let target = Target {
            place: self.place(target),
            text: match self.string(target, "state: write the name of one inside") {
                Some(text) => text,
                None => return,
            },
        };
        if self.tree.child(index, &target.text).is_none() {
            let keys = self
                .tree
                .children(index)
                .map(|child| self.tree.node(child).key.as_str());
            let problem = unknown("state", &target.text, keys);
            return self.wrong(target.place, problem);
        }
        match sort {
            Sort::Compound => self.tree.nodes[index].initial = Some(Start { target, actions }),
            Sort::Parallel if actions.is_some() => {
                self.conflict(
                    target.place,
                    "parallel state",
                    "initial actions: they can be entry actions",
                );
            }
            _ => {}
        }
    }

    /// What a state does.
    fn does(&mut self, fields: &Object<'_>, index: usize) {
        let entry = fields
            .get("entry")
            .and_then(|actions| self.actions(&actions.value));
        let exit = fields
            .get("exit")
            .and_then(|actions| self.actions(&actions.value));
        let mut edges = Vec::new();
        self.invokes(fields, index, &mut edges);
        self.transitions(fields, index, &mut edges);
        let tags = match fields.get("tags") {
            Some(tags) => self.strings(&tags.value, "tag: write a text, or a list of texts"),
            None => Vec::new(),
        };
        let fallback = self.fallback(fields, index);
        let output = fields.get("output").map(|output| {
            self.body.outputs.push(Payload {
                content: Some(inline(&output.value)),
                ..Payload::default()
            });
            (self.body.outputs.len() - 1).to_string()
        });
        let meta = self.meta(fields);
        let node = &mut self.tree.nodes[index];
        node.entry = entry;
        node.exit = exit;
        node.edges.append(&mut edges);
        node.tags = tags;
        node.meta = meta;
        node.output = output;
        node.fallback = fallback;
    }

    /// Where a history leads to that remembers nothing.
    pub fn fallback(&mut self, fields: &Object<'_>, index: usize) -> Vec<Target> {
        let Some(target) = fields.get("target") else {
            return Vec::new();
        };
        if let Sort::History { .. } = self.tree.node(index).sort {
            return self.targets(&target.value);
        }
        let place = self.place_of(target);
        self.conflict(place, "state", "a target: only a history has one");
        Vec::new()
    }

    pub fn meta(&mut self, fields: &Object<'_>) -> BTreeMap<String, String> {
        let mut meta = BTreeMap::new();
        if let Some(given) = fields.get("meta") {
            match given.value.as_object() {
                Some(members) => meta.extend(members.properties.iter().map(|member| {
                    let value = match &member.value {
                        Value::StringLit(text) => text.value.as_ref().to_owned(),
                        other => json::value(other).to_string(),
                    };
                    (member.name.as_str().to_owned(), value)
                })),
                None => drop(meta.insert("meta".to_owned(), json::value(&given.value).to_string())),
            }
        }
        if let Some(description) = fields.get("description") {
            let text = self.string(&description.value, "description: write a text");
            meta.extend(text.map(|text| ("description".to_owned(), text)));
        }
        meta
    }

    /// A text or a list of texts.
    pub fn strings(&mut self, value: &Value<'_>, expected: &'static str) -> Vec<String> {
        match value {
            Value::Array(texts) => {
                let texts = texts.elements.iter();
                texts
                    .filter_map(|text| self.string(text, expected))
                    .collect()
            }
            text => self.string(text, expected).into_iter().collect(),
        }
    }
}

/// The states inside, if they are written as they have to be.
fn inside<'j, 't>(fields: &'j Object<'t>) -> Option<&'j Object<'t>> {
    fields.get("states")?.value.as_object()
}
