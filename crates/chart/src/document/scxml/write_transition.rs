//! Writing transitions and their conditions.

use super::write::Writer;
use super::write_error::WriteError;
use crate::compile::written;
use crate::document::content::Condition;
use crate::form::{Guard, State, Transition, Trigger};

/// A condition as SCXML has it: a guard of a registry, an expression, or both.
#[derive(Default)]
struct Conditions {
    named: Option<String>,
    expressions: Vec<String>,
}

impl<'d> Writer<'d> {
    pub fn transition(
        &mut self,
        state: &'d State,
        transition: &'d Transition,
    ) -> Result<(), WriteError> {
        let part = written(&transition.trigger);
        self.xml.open("transition");
        if let Some(event) = self.event(state, transition, &part)? {
            self.xml.attribute("event", &event);
        }
        let mut conditions = Conditions::default();
        if let Some(guard) = &transition.guard {
            self.conditions(guard, &part, &mut conditions)?;
        }
        let is_one = conditions.expressions.len() == 1;
        let expressions = conditions
            .expressions
            .iter()
            .map(|expression| match is_one {
                true => expression.clone(),
                false => format!("({expression})"),
            });
        let expression = expressions.collect::<Vec<_>>().join(" && ");
        if !expression.is_empty() {
            self.xml.attribute("cond", &expression);
        }
        if !transition.targets.is_empty() {
            let targets = self.targets(&transition.targets, &part)?;
            self.xml.attribute("target", &targets);
        }
        if transition.internal {
            self.xml.attribute("type", "internal");
        }
        let had_ours = self.has_ours;
        if let Some(named) = &conditions.named {
            self.declare_ours();
            self.xml.attribute("ls:guard", named);
            self.has_ours = true;
        }
        self.actions(&transition.actions)?;
        self.has_ours = had_ours;
        self.xml.close();
        Ok(())
    }

    fn event(
        &self,
        state: &State,
        transition: &Transition,
        part: &str,
    ) -> Result<Option<String>, WriteError> {
        let event = match &transition.trigger {
            Trigger::Always => return Ok(None),
            Trigger::Events(descriptors) => {
                let mut events = Vec::new();
                for descriptor in descriptors {
                    let event = self.descriptor(descriptor, part)?;
                    if !events.contains(&event) {
                        events.push(event);
                    }
                }
                events.join(" ")
            }
            Trigger::InvokeNext(_) => {
                let what = "that an invoke tells something on its way";
                return Err(self.unsayable(part, what));
            }
            Trigger::Done => {
                let no_name = || self.unsayable(part, "that a state without a name has finished");
                let id = self.ids.id(&self.path).ok_or_else(no_name)?;
                format!("done.state.{id}")
            }
            Trigger::After(delay) => {
                let mut delays = Vec::new();
                for other in &state.transitions {
                    match other.trigger {
                        Trigger::After(other) if !delays.contains(&other) => delays.push(other),
                        _ => {}
                    }
                }
                let place = delays.iter().position(|other| other == delay);
                self.timer(place.unwrap_or_default(), *delay)?
            }
            Trigger::InvokeDone(id) => format!("done.invoke.{}", self.invoked(state, id)),
            Trigger::InvokeFailed(id) => format!("error.invoke.{}", self.invoked(state, id)),
        };
        Ok(Some(event))
    }

    /// What an invoke of the state that is written is called.
    fn invoked(&self, state: &State, id: &str) -> String {
        let Some(body) = self.body() else {
            return self.ids.invoke(self.state, id);
        };
        let slot = state.invokes.iter().find(|slot| slot.id == id);
        let number = slot.and_then(|slot| slot.source.parse::<usize>().ok());
        let invoke = number.and_then(|number| body.invokes.get(number));
        let known = invoke.and_then(|invoke| invoke.id.clone());
        known.unwrap_or_else(|| id.to_owned())
    }

    /// SCXML's descriptors are all prefixes (3.12.1).
    fn descriptor(&self, descriptor: &str, part: &str) -> Result<String, WriteError> {
        if descriptor == "*" {
            return Ok(descriptor.to_owned());
        }
        if let Some(prefix) = descriptor.strip_suffix(".*") {
            return Ok(prefix.to_owned());
        }
        if let Some(id) = descriptor.strip_prefix("done.state.") {
            if let Some(id) = self.ids.id(id) {
                return Ok(format!("done.state.{id}"));
            }
        }
        let failed = descriptor.strip_prefix("error.");
        if failed.is_some_and(|action| self.chart.actions().iter().any(|known| known == action)) {
            return Err(self.unsayable(part, "which action has failed"));
        }
        if let Some(longer) = self.ids.longer(descriptor) {
            let what = format!("`{descriptor}` without `{longer}`");
            return Err(self.unsayable(part, what));
        }
        Ok(descriptor.to_owned())
    }

    /// A condition all parts of which have to hold.
    fn conditions(
        &self,
        guard: &Guard,
        part: &str,
        found: &mut Conditions,
    ) -> Result<(), WriteError> {
        match guard {
            Guard::All(guards) if !guards.is_empty() => {
                for guard in guards {
                    self.conditions(guard, part, found)?;
                }
                Ok(())
            }
            Guard::Named(name) => match self.condition(name) {
                Some(Condition::Code(code)) => {
                    found.expressions.push(code.text().to_owned());
                    Ok(())
                }
                named => {
                    let name = match named {
                        Some(Condition::Named(ask)) if ask.params.is_empty() => &ask.name,
                        None if self.document.is_none() => name,
                        _ => return Err(self.unsayable(part, "what a guard is given")),
                    };
                    // It is asked first.
                    if found.named.is_some() || !found.expressions.is_empty() {
                        return Err(self.unsayable(part, "more than one guard and an expression"));
                    }
                    found.named = Some(name.clone());
                    Ok(())
                }
            },
            guard => {
                found.expressions.push(self.expression(guard, part)?);
                Ok(())
            }
        }
    }

    fn condition(&self, name: &str) -> Option<&'d Condition> {
        self.body()?.conditions.get(name.parse::<usize>().ok()?)
    }

    /// A condition as an expression.
    fn expression(&self, guard: &Guard, part: &str) -> Result<String, WriteError> {
        let joined = |guards: &[Guard], sign: &str, of_none: &str| {
            let parts = guards.iter().map(|guard| {
                let expression = self.expression(guard, part)?;
                Ok(format!("({expression})"))
            });
            let parts = parts.collect::<Result<Vec<_>, _>>()?;
            Ok(match parts.is_empty() {
                true => of_none.to_owned(),
                false => parts.join(sign),
            })
        };
        match guard {
            Guard::In(state) => {
                let id = self.target(self.state, state, part)?;
                match (id.contains(['\'', '\\']), id.contains(['"', '\\'])) {
                    (false, _) => Ok(format!("In('{id}')")),
                    (true, false) => Ok(format!("In(\"{id}\")")),
                    (true, true) => Err(self.unsayable(part, format!("the name `{id}`"))),
                }
            }
            Guard::Not(inner) => match &**inner {
                Guard::In(_) => Ok(format!("!{}", self.expression(inner, part)?)),
                inner => Ok(format!("!({})", self.expression(inner, part)?)),
            },
            Guard::All(guards) => joined(guards, " && ", "true"),
            Guard::Any(guards) => joined(guards, " || ", "false"),
            Guard::Named(name) => match self.condition(name) {
                Some(Condition::Code(code)) => Ok(code.text().to_owned()),
                _ => Err(self.unsayable(part, "a guard with a name in an expression")),
            },
        }
    }
}
