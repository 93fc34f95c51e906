//! Reading actions, guards and what they are given.

use jsonc_parser::ast::{Object, Value};

use super::json;
use super::read::Reader;
use super::tree::{Target, Test};
use crate::document::content::{Ask, Block, Call, Condition, Param, Step};
use crate::document::document::{unknown, Part};
use crate::document::{Code, DocumentProblem, Place};

const ACTION: &str = "action: write its name, or an object with `type`";
const GUARD: &str = "guard: write its name, or an object with `type`";

impl Reader<'_, '_> {
    /// One action or some, as a part of the body; nothing if there are none.
    pub fn actions(&mut self, value: &Value<'_>) -> Option<String> {
        let values = match value {
            Value::Array(list) => list.elements.iter().collect(),
            value => vec![value],
        };
        let steps: Vec<_> = values
            .into_iter()
            .filter_map(|value| self.action(value))
            .collect();
        if steps.is_empty() {
            return None;
        }
        self.body.blocks.push(Part::Block(Block { steps }));
        Some((self.body.blocks.len() - 1).to_string())
    }

    fn action(&mut self, value: &Value<'_>) -> Option<Step> {
        let (name, place, fields) = self.typed(value, ACTION, "action")?;
        let params = fields.map_or_else(Vec::new, |fields| self.given(fields));
        match self.registry.find_action(&name) {
            Some(act) => Some(Step::Call(Call { name, act, params })),
            None => {
                self.wrong(
                    place,
                    unknown("action", &name, self.registry.action_names()),
                );
                None
            }
        }
    }

    pub fn guard(&mut self, value: &Value<'_>) -> Option<Test> {
        let (name, place, fields) = self.typed(value, GUARD, "guard")?;
        if let Some(test) = self.composed(&name, place, fields) {
            return test;
        }
        let params = fields.map_or_else(Vec::new, |fields| self.given(fields));
        match self.registry.find_guard(&name) {
            Some(ask) => {
                self.body
                    .conditions
                    .push(Condition::Named(Ask { name, ask, params }));
                Some(Test::Named((self.body.conditions.len() - 1).to_string()))
            }
            None => {
                self.wrong(place, unknown("guard", &name, self.registry.guard_names()));
                None
            }
        }
    }

    /// A guard made of others, if it is one.
    fn composed(
        &mut self,
        name: &str,
        place: Place,
        fields: Option<&Object<'_>>,
    ) -> Option<Option<Test>> {
        let property = match name {
            "xstate.and" | "xstate.or" => "guards",
            "xstate.not" => "guard",
            "xstate.stateIn" => "stateId",
            _ => return None,
        };
        let params = fields.and_then(|fields| fields.get_object("params"));
        let Some(given) = params.and_then(|params| params.get(property)) else {
            let element = name.to_owned();
            self.wrong(
                place,
                DocumentProblem::Missing {
                    element,
                    attribute: property,
                },
            );
            return Some(None);
        };
        Some(match (name, &given.value) {
            ("xstate.stateIn", value) => self
                .string(value, "state: write `#` and its identifier, or its path")
                .map(|text| {
                    let place = self.place(value);
                    Test::In(Target { text, place })
                }),
            ("xstate.not", value) => self.guard(value).map(|inner| Test::Not(Box::new(inner))),
            (_, Value::Array(list)) => {
                let inner = list
                    .elements
                    .iter()
                    .filter_map(|value| self.guard(value))
                    .collect();
                Some(match name {
                    "xstate.and" => Test::All(inner),
                    _ => Test::Any(inner),
                })
            }
            (_, other) => {
                self.bad_value(other, "list of guards");
                None
            }
        })
    }

    /// The type of an action or a guard, where it stands, and the object that it stands in.
    fn typed<'j, 't>(
        &mut self,
        value: &'j Value<'t>,
        expected: &'static str,
        element: &str,
    ) -> Option<(String, Place, Option<&'j Object<'t>>)> {
        let Value::Object(fields) = value else {
            let place = self.place(value);
            return Some((self.string(value, expected)?, place, None));
        };
        self.check_members(fields, element, &[&["type", "params"]]);
        let Some(kind) = fields.get("type") else {
            let place = self.place(value);
            let element = element.to_owned();
            let attribute = "type";
            self.wrong(place, DocumentProblem::Missing { element, attribute });
            return None;
        };
        let place = self.place(&kind.value);
        Some((self.string(&kind.value, expected)?, place, Some(fields)))
    }

    fn given(&mut self, fields: &Object<'_>) -> Vec<Param> {
        let params = fields.get("params");
        params.map_or_else(Vec::new, |params| {
            self.params(&params.value, "list of parameters: write an object")
        })
    }

    /// The members of an object as parameters.
    pub fn params(&mut self, value: &Value<'_>, expected: &'static str) -> Vec<Param> {
        let Some(fields) = self.object(value, expected) else {
            return Vec::new();
        };
        let mut params = Vec::new();
        for member in json::members(fields) {
            let text = json::value(&member.value).to_string();
            // An object by itself could be read as a block.
            let value = Code::new(format!("({text})"), self.place(&member.value));
            if value.expression().is_err() {
                self.bad_value(
                    &member.value,
                    "value that can be given: it is too long or too deep",
                );
                continue;
            }
            params.push(Param {
                name: member.name.as_str().to_owned(),
                value,
                is_location: false,
            });
        }
        params
    }
}
