//! Executable content (SCXML 4 and 6).

use std::time::Duration;

use serde_json::{Map, Value};

use super::interpreter::{assigned, Interpreter, Output};
use crate::document::content::{
    Block, Call, Foreach, Given, Inline, Invoke, Param, Payload, Send, Step, Words,
};
use crate::document::delay::delay;
use crate::document::expression::Data;
use crate::document::formula::Seen;
use crate::document::model::{markup, Assigned, DataModel, Fault};
use crate::document::registry::{Act, ActionScope, Asked};
use crate::document::system::{is_scxml, ActorId, INTERNAL, SCXML};
use crate::document::{Code, Event, EventKind};
use crate::ActionCx;

/// Takes the steps of a block.
pub(super) struct Steps<'s, 'c, M> {
    interpreter: &'s mut Interpreter<M>,
    /// Where events and requests go; nowhere when an invoke's results are finalized.
    cx: Option<&'s mut ActionCx<'c, (), Event, Output>>,
}

/// Why a block ends before its last step.
pub(super) struct Ended(Box<Fault>);

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        Self(Box::new(fault))
    }
}

impl<'s, 'c, M: DataModel> Steps<'s, 'c, M> {
    pub fn of(
        interpreter: &'s mut Interpreter<M>,
        cx: &'s mut ActionCx<'c, (), Event, Output>,
    ) -> Self {
        Self {
            interpreter,
            cx: Some(cx),
        }
    }

    /// Takes all steps, or those before the first that fails; of that the machine is told.
    pub fn block(&mut self, block: &Block) {
        if let (Err(Ended(fault)), Some(cx)) = (self.steps(&block.steps), &mut self.cx) {
            cx.raise(fault.event());
        }
    }

    pub(super) fn interpreter(&mut self) -> &mut Interpreter<M> {
        self.interpreter
    }

    pub(super) fn cx(&mut self) -> Result<&mut ActionCx<'c, (), Event, Output>, Ended> {
        let nowhere = || Fault::new("nothing can be sent while a result is finalized").into();
        self.cx.as_deref_mut().ok_or_else(nowhere)
    }

    pub(super) fn model(&mut self) -> &mut M {
        self.interpreter.model.get_mut()
    }

    fn steps(&mut self, steps: &[Step]) -> Result<(), Ended> {
        steps.iter().try_for_each(|step| {
            let done = self.step(step);
            done.map_err(|Ended(fault)| Ended(Box::new(fault.of(step.element()))))
        })
    }

    fn step(&mut self, step: &Step) -> Result<(), Ended> {
        self.interpreter.spend(1)?;
        match step {
            Step::Raise(name) => {
                self.interpreter.spend(cost_of(name, None))?;
                self.cx()?.raise(Event::internal(name));
                Ok(())
            }
            Step::If(branches) => {
                for branch in branches {
                    let holds = match &branch.condition {
                        Some(condition) => self.model().holds(condition)?,
                        None => true,
                    };
                    if holds {
                        return self.steps(&branch.steps);
                    }
                }
                Ok(())
            }
            Step::Foreach(foreach) => self.foreach(foreach),
            Step::Log { label, value } => {
                let value = match value {
                    Some(code) => self.model().evaluate(code)?,
                    None => None,
                };
                self.interpreter.spend(cost_of(label, value.as_ref()))?;
                self.interpreter.log(label, value);
                Ok(())
            }
            Step::Assign { location, value } => Ok(assign(self.model(), location, value)?),
            Step::Script(code) => Ok(self.model().script(code)?),
            Step::Send(send) => self.send(send),
            Step::Cancel(id) => {
                let id = words(self.model(), id)?;
                self.cx()?.cancel(id);
                Ok(())
            }
            Step::Call(call) => self.call(call),
            Step::Formulas(acts) => self.acts(acts, None),
        }
    }

    /// 4.6
    fn foreach(&mut self, foreach: &Foreach) -> Result<(), Ended> {
        let Some(Value::Array(items)) = self.model().evaluate(&foreach.array)? else {
            let text = foreach.array.text();
            return Err(Fault::new(format!("`{text}` is no array")).into());
        };
        let model = self.model();
        model.declare(foreach.item.text())?;
        if let Some(index) = &foreach.index {
            model.declare(index.text())?;
        }
        for (place, item) in items.into_iter().enumerate() {
            self.interpreter.spend(1)?;
            let model = self.model();
            model.assign(&foreach.item, Assigned::Value(Some(&item)))?;
            if let Some(index) = &foreach.index {
                model.assign(index, Assigned::Value(Some(&place.into())))?;
            }
            self.steps(&foreach.steps)?;
        }
        Ok(())
    }

    /// 6.2
    fn send(&mut self, send: &Send) -> Result<(), Ended> {
        let given_id = match &send.id_location {
            Some(location) => {
                let id = self.interpreter.make_id("send");
                let value = Some(id.as_str().into());
                self.model().assign(location, assigned(&value))?;
                Some(id)
            }
            None => send.id.clone(),
        };
        self.send_as(send, given_id.clone())
            .map_err(|Ended(fault)| Ended(Box::new(fault.at(send.place).sent_as(given_id))))
    }

    fn send_as(&mut self, send: &Send, id: Option<String>) -> Result<(), Ended> {
        let model = self.model();
        let mut given = |words_of: &Option<Words>| {
            let words = words_of.as_ref().map(|given| words(model, given));
            words.transpose()
        };
        let name = given(&send.event)?;
        let target = given(&send.target)?;
        let kind = given(&send.kind)?;
        let wait = given(&send.delay)?;
        let wait = match &wait {
            Some(text) => delay(text).ok_or_else(|| Fault::new(format!("`{text}` is no delay")))?,
            None => Duration::ZERO,
        };
        let data = payload(model, &send.payload)?;
        let kind = kind.filter(|kind| !is_scxml(kind));
        let cost = cost_of(name.as_deref().unwrap_or_default(), data.as_ref());
        self.interpreter.spend(cost)?;
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Err(Fault::new("what is sent has no name").into());
        };
        let event = Event {
            data,
            send_id: id.clone(),
            origin_type: Some(kind.unwrap_or_else(|| SCXML.to_owned())),
            ..Event::new(name)
        };
        if target.as_deref() == Some(INTERNAL) {
            if !wait.is_zero() {
                return Err(Fault::new("what is sent to the machine itself can't wait").into());
            }
            self.cx()?.raise(Event {
                kind: EventKind::Internal,
                origin_type: None,
                ..event
            });
            return Ok(());
        }
        if wait.is_zero() {
            self.interpreter.reach(target.as_deref(), &event)?;
        }
        self.cx()?.ask_to_send(event, target, wait, id);
        Ok(())
    }

    /// What a registry calls so.
    fn call(&mut self, call: &Call) -> Result<(), Ended> {
        let params = params(self.model(), &call.params)?;
        self.call_named(&call.name, &*call.act, &params)
    }

    pub(super) fn call_named(&mut self, name: &str, act: &Act, params: &Data) -> Result<(), Ended> {
        let event = self.interpreter.bound();
        let mut data = self.model().variables()?;
        let before = self
            .interpreter
            .document
            .body
            .asks_for_calm
            .then(|| data.clone());
        let mut asked = Vec::new();
        let done = act(&mut ActionScope {
            data: &mut data,
            event: event.as_ref(),
            params,
            asked: &mut asked,
        });
        if before.is_some_and(|before| before != data) {
            self.interpreter.calm.stir();
        }
        let model = self.interpreter.model.get_mut();
        model.set_variables(data)?;
        let mut spawning = Vec::new();
        let cx = self.cx()?;
        for asked in asked {
            match asked {
                Asked::Raise(event) => cx.raise(Event {
                    kind: EventKind::Internal,
                    ..event
                }),
                Asked::Send {
                    event,
                    to,
                    delay,
                    id,
                } => cx.ask_to_send(event, to, delay, id),
                Asked::Cancel(id) => cx.cancel(id),
                Asked::Spawn {
                    id,
                    system_id,
                    source,
                    input,
                } => {
                    spawning.push((id.clone(), system_id));
                    cx.spawn(id, source, input);
                }
                Asked::Stop(id) => cx.stop(id),
                Asked::Emit(event) => cx.ask_to_emit(emitted(&event)),
            }
        }
        for (id, system_id) in spawning {
            self.interpreter.spawning.extend(system_id.clone());
            self.interpreter.spawning.insert(id.clone());
            self.interpreter.named.push_back((id, system_id));
        }
        done.map_err(|error| Fault::new(format!("`{name}`: {error}")).into())
    }

    /// Tells whoever listens outside.
    pub(super) fn emit(&mut self, event: &Event) -> Result<(), Ended> {
        self.cx()?.ask_to_emit(emitted(event));
        Ok(())
    }
}

/// An event as it is emitted.
fn emitted(event: &Event) -> Output {
    serde_json::to_value(event).ok()
}

/// What it costs to keep a name and a value for later.
pub(super) fn cost_of(name: &str, value: Option<&Value>) -> usize {
    fn size(value: &Value) -> usize {
        match value {
            Value::String(text) => 32 + text.len(),
            Value::Array(items) => 32 + items.iter().map(size).sum::<usize>(),
            Value::Object(fields) => {
                let sizes = fields
                    .iter()
                    .map(|(name, value)| 32 + name.len() + size(value));
                32 + sizes.sum::<usize>()
            }
            _ => 32,
        }
    }
    10 + (name.len() + value.map_or(0, size)) / 64
}

impl Step {
    /// What it is called in SCXML.
    pub(crate) const fn element(&self) -> &'static str {
        match self {
            Self::Raise(_) => "raise",
            Self::If(_) => "if",
            Self::Foreach(_) => "foreach",
            Self::Log { .. } => "log",
            Self::Assign { .. } => "assign",
            Self::Script(_) => "script",
            Self::Send(_) => "send",
            Self::Cancel(_) => "cancel",
            Self::Call(_) | Self::Formulas(_) => "action",
        }
    }
}

impl<M> Interpreter<M> {
    /// Whether an event can be sent somewhere (SCXML 6.2.4, C.1).
    fn reach(&self, target: Option<&str>, event: &Event) -> Result<(), Fault> {
        let around = &self.around;
        let kind = event.origin_type.as_deref().unwrap_or(SCXML);
        if !is_scxml(kind) {
            if around.processors.contains(kind) {
                return Ok(());
            }
            return Err(Fault::new(format!("there is no event processor `{kind}`")));
        }
        let Some(target) = target else {
            return Ok(());
        };
        let is_child = |id: &str| around.children.contains_key(id) || self.spawning.contains(id);
        let is_there = if target == "#_parent" {
            around.has_parent
        } else if let Some(session) = target.strip_prefix("#_scxml_") {
            ActorId::of_session(session).is_some_and(|actor| around.actors.contains(&actor))
        } else if let Some(id) = target.strip_prefix("#_") {
            is_child(id)
        } else if is_child(target) || around.named.contains_key(target) {
            true
        } else {
            return Err(Fault::new(format!("`{target}` is no target")));
        };
        if is_there {
            return Ok(());
        }
        Err(Fault::communication(format!(
            "there is nobody at `{target}`"
        )))
    }
}

impl<M: DataModel> Interpreter<M> {
    /// Does what an invoke says is to be done with an event of its own, which `_event` is bound to (SCXML 6.5).
    pub fn finalize(&mut self, invoke: &Invoke) {
        let done = match &invoke.finalize {
            None => return,
            Some(block) if block.steps.is_empty() => self.take_over(&invoke.payload),
            Some(block) => {
                let mut steps = Steps {
                    interpreter: self,
                    cx: None,
                };
                steps.steps(&block.steps)
            }
        };
        if let Err(Ended(fault)) = done {
            self.complain(&fault);
        }
    }

    /// Places that an invoke was given the values of take over what comes back under their names (SCXML 6.5.2).
    fn take_over(&mut self, payload: &Payload) -> Result<(), Ended> {
        let Some(Value::Object(fields)) = self.bound().and_then(|event| event.data) else {
            return Ok(());
        };
        let names = payload.names.iter().map(|name| (name.text(), name));
        let params = payload.params.iter().filter(|param| param.is_location);
        let params = params.map(|param| (param.name.as_str(), &param.value));
        for (name, location) in names.chain(params) {
            if let Some(value) = fields.get(name) {
                let model = self.model.get_mut();
                model.assign(location, Assigned::Value(Some(value)))?;
            }
        }
        Ok(())
    }
}

/// 5.4
pub(super) fn assign<M: DataModel>(
    model: &mut M,
    location: &Code,
    value: &Given,
) -> Result<(), Fault> {
    match value {
        Given::Code(code) => model.assign(location, Assigned::Code(code)),
        Given::Inline(inline) if inline.is_markup => {
            model.assign(location, Assigned::Markup(&inline.text))
        }
        Given::Template(template) => {
            let value = template.evaluate(&Seen::default())?;
            model.assign(location, Assigned::Value(value.as_ref()))
        }
        Given::Inline(inline) => model.assign(location, Assigned::Value(Some(&inline.value()))),
    }
}

impl Inline {
    /// JSON if it is that, and else text in which white space counts as one space (SCXML B.2.1).
    pub fn value(&self) -> Value {
        if self.is_markup {
            return markup(&self.text);
        }
        serde_json::from_str(&self.text).unwrap_or_else(|_| {
            let words: Vec<_> = self.text.split_whitespace().collect();
            words.join(" ").into()
        })
    }
}

/// Words that stand in the document or are an expression's value.
pub(super) fn words<M: DataModel>(model: &mut M, words: &Words) -> Result<String, Fault> {
    let code = match words {
        Words::Literal(text) => return Ok(text.clone()),
        Words::Code(code) => code,
    };
    match model.evaluate(code)? {
        Some(Value::String(text)) => Ok(text),
        Some(Value::Null) | None => {
            let text = code.text();
            Err(Fault::new(format!("`{text}` has no value")).at(code.place()))
        }
        Some(other) => Ok(other.to_string()),
    }
}

pub(super) fn params<M: DataModel>(model: &mut M, params: &[Param]) -> Result<Data, Fault> {
    let mut given = Data::new();
    for param in params {
        let value = model.evaluate(&param.value)?;
        given.insert(param.name.clone(), value);
    }
    Ok(given)
}

/// What is handed over: the value of the content, or an object with a field for each parameter (SCXML 5.7, 6.2).
pub(super) fn payload<M: DataModel>(model: &mut M, payload: &Payload) -> Result<Output, Fault> {
    match &payload.content {
        Some(Given::Code(code)) => return model.evaluate(code),
        Some(Given::Inline(inline)) => return Ok(Some(inline.value())),
        Some(Given::Template(template)) => return template.evaluate(&Seen::default()),
        None if payload.is_empty() => return Ok(None),
        None => {}
    }
    let fields = fields(model, payload)?.into_iter();
    let fields = fields.filter_map(|(name, value)| Some((name, value?)));
    Ok(Some(Value::Object(fields.collect::<Map<_, _>>())))
}

/// The parameters and names that are handed over.
pub(super) fn fields<M: DataModel>(model: &mut M, payload: &Payload) -> Result<Data, Fault> {
    let mut fields = Data::new();
    for name in &payload.names {
        let value = model.evaluate(name)?;
        fields.insert(name.text().to_owned(), value);
    }
    fields.extend(params(model, &payload.params)?);
    Ok(fields)
}
