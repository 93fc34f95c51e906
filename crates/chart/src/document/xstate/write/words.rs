//! Writing guards, actions and what they are given.

use serde_json::{json, Map, Value};

use super::{unsayable, Unsayable, Writer};
use crate::document::content::{Condition, Given, Param, Payload, Step, Words};
use crate::document::document::Part;
use crate::form::{Guard, Invoke, State, Transition, Trigger};

impl Writer<'_> {
    /// A transition's guard as it was read: without whether something has changed, which XState asks by itself.
    pub(super) fn given_guard<'t>(&self, transition: &'t Transition) -> Option<&'t Guard> {
        let guard = transition.guard.as_ref()?;
        let is_restless = |guard: &Guard| match (guard, self.document) {
            (Guard::Named(name), Some(document)) => {
                let index: Option<usize> = name.parse().ok();
                let condition = index.and_then(|index| document.body.conditions.get(index));
                matches!(condition, Some(Condition::Restless))
            }
            _ => false,
        };
        match guard {
            Guard::All(all) if all.first().is_some_and(is_restless) => all.get(1),
            guard => Some(guard),
        }
    }

    pub(super) fn guard(&self, guard: &Guard, path: &str) -> Result<Value, Unsayable> {
        let list = |guards: &[Guard]| {
            guards
                .iter()
                .map(|guard| self.guard(guard, path))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(match guard {
            Guard::Named(name) => self.named_guard(name, path)?,
            Guard::In(state) => {
                let targets = self.targets(std::slice::from_ref(state), path, path)?;
                json!({ "type": "xstate.stateIn", "params": { "stateId": targets.first() } })
            }
            Guard::Not(inner) => {
                json!({ "type": "xstate.not", "params": { "guard": self.guard(inner, path)? } })
            }
            Guard::All(inner) => {
                json!({ "type": "xstate.and", "params": { "guards": list(inner)? } })
            }
            Guard::Any(inner) => {
                json!({ "type": "xstate.or", "params": { "guards": list(inner)? } })
            }
        })
    }

    pub(super) fn named_guard(&self, name: &str, path: &str) -> Result<Value, Unsayable> {
        let Some(document) = self.document else {
            return Ok(name.into());
        };
        let condition = name
            .parse()
            .ok()
            .and_then(|index: usize| document.body.conditions.get(index));
        match condition {
            Some(Condition::Named(ask)) => typed(&ask.name, &ask.params, path),
            Some(Condition::Formula(_)) => Err(unsayable(path, "an expression of XState 6")),
            Some(Condition::Restless) => Err(unsayable(path, "whether something has changed")),
            Some(Condition::Code(code)) => {
                Err(unsayable(path, format!("the expression `{}`", code.text())))
            }
            None => Ok(name.into()),
        }
    }

    pub(super) fn actions<'n>(
        &self,
        names: impl Iterator<Item = &'n String>,
        path: &str,
    ) -> Result<Vec<Value>, Unsayable> {
        let mut actions = Vec::new();
        for name in names {
            let Some(document) = self.document else {
                actions.push(name.as_str().into());
                continue;
            };
            let part = name
                .parse()
                .ok()
                .and_then(|index: usize| document.body.blocks.get(index));
            if matches!(part, Some(Part::Note | Part::Stir)) {
                continue;
            }
            let Some(Part::Block(block)) = part else {
                return Err(unsayable(
                    path,
                    "what is done when a state is entered the first time",
                ));
            };
            for step in &block.steps {
                match step {
                    Step::Call(call) => actions.push(typed(&call.name, &call.params, path)?),
                    step => return Err(unsayable(path, format!("`{}`", step.element()))),
                }
            }
        }
        Ok(actions)
    }

    pub(super) fn output(&self, maker: &str, path: &str) -> Result<Value, Unsayable> {
        let payload = self.document.and_then(|document| {
            let index: usize = maker.parse().ok()?;
            document.body.outputs.get(index)
        });
        match payload {
            Some(Payload {
                content: Some(Given::Inline(inline)),
                ..
            }) => Ok(inline.value()),
            _ => Err(unsayable(
                path,
                format!("the data `{maker}`, which is made"),
            )),
        }
    }

    pub(super) fn invoke(
        &self,
        state: &State,
        invoke: &Invoke,
        path: &str,
    ) -> Result<Value, Unsayable> {
        let mut fields = Map::new();
        fields.insert("id".to_owned(), invoke.id.as_str().into());
        fields.insert("src".to_owned(), invoke.source.as_str().into());
        if let Some(document) = self.document {
            let index: Option<usize> = invoke.source.parse().ok();
            let inner = index.and_then(|index| document.body.invokes.get(index));
            let inner = inner.ok_or_else(|| unsayable(path, "what is invoked"))?;
            let Some(Words::Literal(source)) = &inner.source else {
                return Err(unsayable(path, "an invoke of what an expression says"));
            };
            fields.insert("src".to_owned(), source.as_str().into());
            if let Some(system_id) = &inner.system_id {
                fields.insert("systemId".to_owned(), system_id.as_str().into());
            }
            if !inner.payload.params.is_empty() {
                fields.insert("input".to_owned(), params(&inner.payload.params, path)?);
            }
        }
        let id = || invoke.id.clone();
        for (name, trigger) in [
            ("onDone", Trigger::InvokeDone(id())),
            ("onError", Trigger::InvokeFailed(id())),
            ("onSnapshot", Trigger::InvokeNext(id())),
        ] {
            let is_it = |transition: &&Transition| transition.trigger == trigger;
            let transitions = state.transitions.iter().filter(is_it);
            let transitions = transitions.map(|transition| self.transition(transition, path));
            let transitions = transitions.collect::<Result<Vec<_>, _>>()?;
            if !transitions.is_empty() {
                fields.insert(name.to_owned(), transitions.into());
            }
        }
        Ok(fields.into())
    }
}

/// A guard or an action by its name, with what it is given.
fn typed(name: &str, given: &[Param], path: &str) -> Result<Value, Unsayable> {
    Ok(match given.is_empty() {
        true => name.into(),
        false => json!({ "type": name, "params": params(given, path)? }),
    })
}

fn params(params: &[Param], path: &str) -> Result<Value, Unsayable> {
    let fields = params.iter().map(|param| {
        let text = param.value.text();
        let inner = text
            .strip_prefix('(')
            .and_then(|text| text.strip_suffix(')'));
        let value = serde_json::from_str(inner.unwrap_or(text));
        let value: Value =
            value.map_err(|_| unsayable(path, format!("the expression `{text}`")))?;
        Ok((param.name.clone(), value))
    });
    Ok(Value::Object(fields.collect::<Result<_, _>>()?))
}
