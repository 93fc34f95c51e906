//! Actions that are made of values, as XState 6 has them.

use std::time::Duration;

use serde_json::Value;

use super::steps::{cost_of, Ended, Steps};
use crate::document::delay;
use crate::document::expression::Data;
use crate::document::formula::{evaluate, fields_of, made_event, Act, Seen, Template};
use crate::document::model::{DataModel, Fault};
use crate::document::{Event, EventKind};

impl<M: DataModel> Steps<'_, '_, M> {
    /// Takes all of them. Their expressions see the variables as they are now.
    pub fn acts(&mut self, acts: &[Act], params: Option<Value>) -> Result<(), Ended> {
        let variables = self.model().variables()?;
        let mut seen = Seen::of(variables, self.interpreter().bound().as_ref());
        seen.give(params);
        acts.iter().try_for_each(|act| self.act(act, &seen))
    }

    fn act(&mut self, act: &Act, seen: &Seen) -> Result<(), Ended> {
        self.interpreter().spend(1)?;
        match act {
            Act::Raise { event, delay, id } => {
                let event = made_event(event.evaluate(seen)?)?;
                self.interpreter()
                    .spend(cost_of(&event.name, event.data.as_ref()))?;
                match delay {
                    None => self.cx()?.raise(Event {
                        kind: EventKind::Internal,
                        ..event
                    }),
                    Some(delay) => {
                        let delay = delay_of(delay, seen)?;
                        self.cx()?.ask_to_send(event, None, delay, id.clone());
                    }
                }
                Ok(())
            }
            Act::Cancel(id) => {
                self.cx()?.cancel(id.clone());
                Ok(())
            }
            Act::Log(value) => {
                self.interpreter().spend(cost_of("", Some(value)))?;
                self.interpreter().log("", Some(value.clone()));
                Ok(())
            }
            Act::Emit(event) => {
                let event = made_event(event.evaluate(seen)?)?;
                self.interpreter()
                    .spend(cost_of(&event.name, event.data.as_ref()))?;
                self.emit(&event)
            }
            Act::Assign(values) => {
                let values = values.fields(seen)?;
                self.assign_all(values.ok_or_else(|| Fault::new("variables are given no object"))?)
            }
            Act::Code(code) => match evaluate(code, seen)? {
                Some(Value::Object(mut fields)) => {
                    let context = fields_of(fields.remove("context"));
                    context.map_or(Ok(()), |values| self.assign_all(values))
                }
                _ => Ok(()),
            },
            Act::Call { name, act, params } => {
                let params = match params {
                    Some(params) => params.fields(seen)?,
                    None => None,
                };
                self.call_named(name, &*act.0, &params.unwrap_or_default())
            }
            Act::Group { params, acts } => {
                let params = match params {
                    Some(params) => params.evaluate(seen)?,
                    None => None,
                };
                self.acts(acts, params)
            }
            Act::Stuck(state) => {
                Err(Fault::new(format!("no branch of the choice `{state}` holds")).into())
            }
        }
    }

    fn assign_all(&mut self, values: Data) -> Result<(), Ended> {
        let before = self.model().variables()?;
        if values
            .iter()
            .any(|(name, value)| before.get(name) != Some(value))
        {
            self.interpreter().calm.stir();
        }
        Ok(self.model().set_variables(values)?)
    }
}

/// How long something waits: a number of milliseconds, or a text that says it.
fn delay_of(delay: &Template, seen: &Seen) -> Result<Duration, Fault> {
    let value = delay.evaluate(seen)?.unwrap_or_default();
    let found = match &value {
        Value::Number(number) => number.as_f64().map(delay::milliseconds),
        Value::String(text) => delay::duration(text),
        _ => None,
    };
    found.ok_or_else(|| Fault::new(format!("`{value}` is no delay")))
}
