//! Reading conditions.

use std::sync::Arc;

use jsonc_parser::ast::Value;

use super::values::{is_resolvable, USUAL};
use crate::document::content::{Ask, Condition};
use crate::document::document::unknown;
use crate::document::formula::{Template, Test as Formula, TestSort};
use crate::document::xstate::json;
use crate::document::xstate::read::Reader;
use crate::document::xstate::tree::{Target, Test};
use crate::document::{DocumentProblem, Place};

const GUARD: &str = "guard: write an object with `type`, or an expression";

/// How deep guards may be inside of each other.
const DEPTH: usize = 100;

type Given = Vec<Arc<Template>>;

impl Reader<'_, '_> {
    /// A condition of a transition or a branch.
    pub(super) fn condition(&mut self, value: &Value<'_>) -> Option<Test> {
        self.condition_inside(value, &Given::new(), 0)
    }

    /// The same with what the guard that it is of is given, which it sees as `params`.
    fn condition_inside(&mut self, value: &Value<'_>, given: &Given, depth: usize) -> Option<Test> {
        if depth > DEPTH {
            let place = self.place(value);
            self.wrong(place, DocumentProblem::TooDeep(DEPTH));
            return None;
        }
        if is_resolvable(value) {
            let code = self.code(value, USUAL)?;
            return Some(self.formula(given.clone(), TestSort::Code(code)));
        }
        let fields = self.object(value, GUARD)?;
        self.check_members(fields, "guard", &[&["type", "params"]]);
        let Some(kind) = fields.get("type") else {
            return self.without(value, "guard", "type");
        };
        let place = self.place(&kind.value);
        let name = self.string(&kind.value, GUARD)?;
        let params = fields.get("params").map(|params| &params.value);
        let declared = self.definitions()?.guards.get(&name).cloned();
        if let Some(declared) = declared {
            let params = self.params_of(params)?;
            let mut inner = given.clone();
            inner.push(Arc::new(params));
            let when = self.when(&declared)?;
            return self.condition_inside(&when, &inner, depth + 1);
        }
        match name.as_str() {
            "xstate.stateIn" => self.state_in(value, params),
            "xstate.not" => {
                let inner = params.and_then(Value::as_object);
                let Some(inner) = inner.and_then(|params| params.get("guard")) else {
                    return self.without(value, &name, "guard");
                };
                let inner = self.condition_inside(&inner.value, given, depth + 1)?;
                Some(Test::Not(Box::new(inner)))
            }
            _ => {
                let Some(ask) = self.registry.find_guard(&name) else {
                    self.unknown_guard(&name, place);
                    return None;
                };
                let mut all = given.clone();
                all.push(Arc::new(self.params_of(params)?));
                let params = Vec::new();
                let sort = TestSort::Named(Ask { name, ask, params });
                Some(self.formula(all, sort))
            }
        }
    }

    /// The guard with this name.
    pub(super) fn guard_called(&mut self, name: &str, place: Place) -> Option<Test> {
        let nothing = || vec![Arc::new(Template::Plain(serde_json::Value::Null))];
        let declared = self.definitions()?.guards.get(name).cloned();
        if let Some(declared) = declared {
            let when = self.when(&declared)?;
            return self.condition_inside(&when, &nothing(), 1);
        }
        let Some(ask) = self.registry.find_guard(name) else {
            self.unknown_guard(name, place);
            return None;
        };
        let (name, params) = (name.to_owned(), Vec::new());
        let sort = TestSort::Named(Ask { name, ask, params });
        Some(self.formula(nothing(), sort))
    }

    fn unknown_guard(&mut self, name: &str, place: Place) {
        let declared = self.definitions().map(|known| {
            let names = known.guards.keys().cloned();
            names.collect::<Vec<_>>()
        });
        let declared = declared.unwrap_or_default();
        let names = declared.iter().map(String::as_str);
        let names = names.chain(["xstate.stateIn", "xstate.not"]);
        let names = names.chain(self.registry.guard_names());
        let problem = unknown("guard", name, names);
        self.wrong(place, problem);
    }

    /// Reads a declared guard, also if it is named nowhere.
    pub(super) fn declared_guard(&mut self, value: &Value<'_>) {
        if let Some(when) = self.when(value) {
            let params = Arc::new(Template::Plain(serde_json::Value::Null));
            let before = self.body.conditions.len();
            self.condition_inside(&when, &vec![params], 0);
            // It is made anew where it is named.
            self.body.conditions.truncate(before);
        }
    }

    /// The condition that a declared guard stands for.
    fn when<'t>(&mut self, declared: &Value<'t>) -> Option<Value<'t>> {
        let fields = self.object(declared, "guard: write an object with `when`")?;
        self.check_members(fields, "guard", &[&["when"]]);
        match fields.get("when") {
            Some(when) => Some(when.value.clone()),
            None => self.without(declared, "guard", "when"),
        }
    }

    fn state_in(&mut self, value: &Value<'_>, params: Option<&Value<'_>>) -> Option<Test> {
        let fields = params.and_then(Value::as_object);
        let Some(id) = fields.and_then(|fields| fields.get("stateId")) else {
            return self.without(value, "xstate.stateIn", "stateId");
        };
        let text = self.string(&id.value, "state: write `#` and its identifier")?;
        let place = self.place(&id.value);
        let id = text.strip_prefix('#').unwrap_or(&text);
        // Here dots do not join names.
        let text = format!("#{}", id.replace('.', "\\."));
        Some(Test::In(Target { text, place }))
    }

    fn params_of(&mut self, params: Option<&Value<'_>>) -> Option<Template> {
        match params {
            Some(params) => self.template(params, USUAL),
            None => Some(Template::Plain(serde_json::Value::Null)),
        }
    }

    /// Whether the event has these values.
    pub(super) fn matches(&mut self, value: &Value<'_>) -> Option<Test> {
        let fields = self.object(value, "list of what the event has to have: write an object")?;
        self.check_twice(fields, "matches");
        let pattern = fields.properties.iter();
        let pattern = pattern.map(|member| {
            let name = member.name.as_str().to_owned();
            (name, json::value(&member.value))
        });
        let pattern = pattern.collect();
        Some(self.formula(Given::new(), TestSort::Matches(pattern)))
    }

    /// That an event has a text under a name.
    pub(super) fn has(&mut self, name: &str, text: String) -> Test {
        let pattern = [(name.to_owned(), text.into())].into_iter().collect();
        self.formula(Given::new(), TestSort::Matches(pattern))
    }

    fn formula(&mut self, given: Given, sort: TestSort) -> Test {
        let condition = Condition::Formula(Formula { given, sort });
        self.body.conditions.push(condition);
        Test::Named((self.body.conditions.len() - 1).to_string())
    }
}

/// A condition that holds if both do.
pub(super) fn both(one: Option<Test>, other: Option<Test>) -> Option<Test> {
    match (one, other) {
        (Some(one), Some(other)) => Some(Test::All(vec![one, other])),
        (one, other) => one.or(other),
    }
}
