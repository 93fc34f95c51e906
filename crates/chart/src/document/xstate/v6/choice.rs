//! Reading choices and routes.

use jsonc_parser::ast::{Object, Value};

use super::conditions::both;
use super::names::{BRANCH, ROUTE};
use super::values::is_resolvable;
use crate::document::formula::Act;
use crate::document::xstate::json;
use crate::document::xstate::read::Reader;
use crate::document::xstate::tree::{Asked, Edge, Target, Test};

/// What a choice has besides its branches.
const CHOICE: &[&str] = &["id", "key", "type", "choice", "meta", "description", "tags"];

impl Reader<'_, '_> {
    /// The branches of a choice, which are taken without an event.
    pub(super) fn choice(&mut self, value: &Value<'_>, index: usize, edges: &mut Vec<Edge>) {
        let Some(fields) = value.as_object() else {
            return;
        };
        let is_choice = fields
            .get_string("type")
            .is_some_and(|kind| kind.value == "choice");
        let Some(choice) = fields.get("choice") else {
            if is_choice {
                self.without::<()>(value, "choice", "choice");
            }
            return;
        };
        let place = self.place_of(choice);
        if !is_choice {
            return self.conflict(place, "state", "`choice` without the type `choice`");
        }
        for member in &fields.properties {
            if !CHOICE.contains(&member.name.as_str()) {
                let place = self.place_of(member);
                self.conflict(
                    place,
                    "choice",
                    format!("a property `{}`", member.name.as_str()),
                );
            }
        }
        if is_resolvable(&choice.value) {
            return self.conflict(place, "choice", "an expression that makes it");
        }
        let Value::Array(branches) = &choice.value else {
            return self.bad_value(&choice.value, "list of branches");
        };
        let count = branches.elements.len();
        let mut is_sure = false;
        for (number, value) in branches.elements.iter().enumerate() {
            let Some(branch) = self.object(value, "branch: write an object") else {
                continue;
            };
            if branch.get("when").is_none() {
                is_sure = true;
                if number + 1 < count {
                    let place = self.place(value);
                    self.conflict(place, "branch", "no `when`, unless it is the last one");
                }
            }
            let edge = self.branch(value, branch);
            edges.extend(edge);
        }
        if !is_sure {
            let stuck = Act::Stuck(self.tree.node(index).id.clone());
            let actions = self.part_of(vec![vec![stuck]]);
            // It is told once for each event, and not for that itself.
            let is_told = self.has("type", "xstate.error.execution".to_owned());
            edges.push(Edge {
                asked: Asked::Always,
                guard: Some(Test::Not(Box::new(is_told))),
                targets: Vec::new(),
                actions,
                reenters: false,
                place,
            });
        }
    }

    fn branch(&mut self, value: &Value<'_>, branch: &Object<'_>) -> Option<Edge> {
        self.check_members(branch, "branch", &[BRANCH]);
        let Some(target) = branch.get("target") else {
            return self.without(value, "branch", "target");
        };
        let targets = self.targets(&target.value);
        let guard = branch
            .get("when")
            .and_then(|when| self.condition(&when.value));
        let context = branch.get("context");
        let context = context.and_then(|context| self.context_of(&context.value));
        let context = context.map(Act::Assign).into_iter().collect();
        let reenters = branch.get("reenter");
        Some(Edge {
            asked: Asked::Always,
            guard,
            targets,
            actions: self.part_of(vec![context]),
            reenters: reenters.is_some_and(|flag| self.flag(&flag.value)),
            place: self.place(value),
        })
    }

    /// The route that leads to a state, as a transition of the machine.
    pub(super) fn route(&mut self, fields: &Object<'_>, index: usize) -> Option<Edge> {
        let route = fields.get("route")?;
        let place = self.place_of(route);
        if is_resolvable(&route.value) {
            self.conflict(place, "route", "an expression that makes it");
            return None;
        }
        let given = self.object(&route.value, "route: write an object")?;
        self.check_members(given, "route", &[ROUTE]);
        if index == 0 {
            self.conflict(place, "machine", "a route");
            return None;
        }
        if fields.get("id").is_none() {
            self.conflict(place, "state", "a route without an `id`");
            return None;
        }
        let id = self.tree.node(index).id.clone();
        let is_meant = self.has("to", format!("#{id}"));
        let guard = given.get("guard").and_then(|guard| {
            let text = self.string(&guard.value, "guard: write its name")?;
            let place = self.place(&guard.value);
            self.guard_called(&text, place)
        });
        let reenters = given.get("reenter");
        Some(Edge {
            asked: Asked::Event("xstate.route".to_owned()),
            guard: both(Some(is_meant), guard),
            targets: vec![Target {
                text: format!("#{}", id.replace('.', "\\.")),
                place,
            }],
            actions: None,
            reenters: reenters.is_some_and(|flag| self.flag(&flag.value)),
            place,
        })
    }

    /// What XState 6 refuses of a history.
    pub(super) fn check_history(&mut self, value: &Value<'_>, fields: &Object<'_>) {
        let is_history = fields.get("history").is_some()
            || fields
                .get_string("type")
                .is_some_and(|kind| kind.value == "history");
        let target = fields
            .get("target")
            .map(|target| json::value(&target.value));
        let is_said = match &target {
            Some(serde_json::Value::String(text)) => !text.trim().is_empty(),
            Some(serde_json::Value::Array(list)) => !list.is_empty(),
            _ => false,
        };
        if is_history && !is_said {
            self.without::<()>(value, "history", "target");
        }
    }
}
