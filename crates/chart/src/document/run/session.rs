//! A machine that runs a document, between events.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::interpreter::{assigned, Around, Interpreter, LogLine, Memory, Output};
use super::steps;
use crate::document::content::{Given, Invoke, Step, Words};
use crate::document::expression::Data;
use crate::document::formula::fields_of;
use crate::document::model::{as_markup, DataModel, Fault};
use crate::document::system::is_scxml;
use crate::document::{Document, Event, Platform};
use crate::{
    Effect, Effects, Input, MicrostepLimit, Reception, RestoreError, Saved, SlotKey, Snapshot,
    Status,
};

/// A machine that runs a document.
#[derive(Debug)]
pub(crate) struct Session<M> {
    interpreter: Interpreter<M>,
    snapshot: Snapshot<(), Output>,
    effects: Effects<Event, Output>,
    /// The identifiers of the invokes that are under way.
    invoked: BTreeMap<SlotKey, String>,
}

/// A session as it is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SavedSession {
    chart: Saved<(), Output>,
    data: BTreeMap<String, Value>,
    /// Variables that are there and undefined.
    undefined: Vec<String>,
    event: Option<Event>,
    memory: Memory,
    invoked: Vec<(u16, u64, String)>,
}

/// An invoke with the values that it has when it begins.
#[derive(Debug)]
pub(crate) struct Begun {
    pub id: String,
    /// What it is called in all of the system.
    pub system_id: Option<String>,
    pub what: What,
    pub given: Data,
    /// What is given to what is no machine.
    pub input: Output,
}

/// What an invoke runs.
#[derive(Debug)]
pub(crate) enum What {
    /// A document that stands in the document.
    Text(String),
    /// A document with this name.
    Source(String),
    /// Something else, by its type, with its source.
    Other(String, Option<String>),
}

impl<M: DataModel> Session<M> {
    /// A machine that is not started. Of its outermost variables, those in `given` have these values, unless the document says that it
    /// takes an input, which its variables are made of: `input`, or an object of what is in `given`.
    pub fn new(platform: Platform, given: Data, input: Output) -> Self {
        let document = Arc::clone(&platform.document);
        let (given, input) = match document.body.takes_input {
            true => (Data::new(), input.or_else(|| given_object(&given))),
            false => (given, None),
        };
        let snapshot = document.chart.create(());
        let mut interpreter = Interpreter::new(Arc::clone(&document), M::new(platform));
        let known = document.body.variables.iter();
        let names: Vec<_> = known
            .filter(|variable| variable.is_outermost)
            .map(|variable| &variable.name)
            .collect();
        let given: Data = given
            .into_iter()
            .filter(|(name, _)| names.contains(&name))
            .collect();
        if let Err(fault) = interpreter.model.get_mut().set_variables(given.clone()) {
            interpreter.complain(&fault);
        }
        interpreter.initialise(&document.body.variables, &given, input);
        for fault in run_scripts(&document, interpreter.model.get_mut()) {
            interpreter.complain(&fault);
        }
        Self {
            interpreter,
            snapshot,
            effects: Effects::new(),
            invoked: BTreeMap::new(),
        }
    }

    pub fn document(&self) -> &Arc<Document> {
        &self.interpreter.document
    }

    pub const fn status(&self) -> Status {
        self.snapshot.status()
    }

    /// What the final state has handed over with which the machine has finished.
    pub fn output(&self) -> Output {
        self.snapshot.output().cloned().flatten()
    }

    pub const fn snapshot(&self) -> &Snapshot<(), Output> {
        &self.snapshot
    }

    pub fn variables(&mut self) -> Result<Data, Fault> {
        self.interpreter.model.get_mut().variables()
    }

    pub fn take_log(&mut self) -> VecDeque<LogLine> {
        std::mem::take(&mut self.interpreter.memory.log)
    }

    /// What the machine has asked for.
    pub fn take_effects(&mut self) -> Vec<Effect<Event, Output>> {
        self.effects.drain().collect()
    }

    /// Says whom the machine can send to, as long as it is at work.
    pub fn look_around(&mut self, around: Around) {
        self.interpreter.around = around;
        self.interpreter.spawning.clear();
    }

    pub fn start(&mut self) -> Result<(), MicrostepLimit> {
        let document = Arc::clone(self.document());
        document
            .chart
            .start(&mut self.interpreter, &mut self.snapshot, &mut self.effects)
    }

    /// The machine leaves all its states.
    pub fn stop(&mut self) {
        self.interpreter.refresh();
        let document = Arc::clone(self.document());
        document
            .chart
            .stop(&mut self.interpreter, &mut self.snapshot, &mut self.effects);
    }

    pub fn handle(&mut self, input: &Input<Event, Output>) -> Result<Reception, MicrostepLimit> {
        let document = Arc::clone(self.document());
        self.interpreter.refresh();
        match input {
            Input::Event(event) => self.interpreter.bind(event),
            // Transitions without an event are looked at anew, as after an event.
            _ => self.interpreter.calm.stir(),
        }
        document.chart.handle(
            &mut self.interpreter,
            &mut self.snapshot,
            input,
            &mut self.effects,
        )
    }

    pub fn can(&self, event: &Event) -> bool {
        self.interpreter.bind(event);
        let chart = &self.document().chart;
        let can = chart.can(&self.interpreter, &self.snapshot, event);
        while self.interpreter.complaint().is_some() {}
        can
    }

    /// What an invoke is to run, with the values that it has now. Nothing, if the machine has left the state meanwhile.
    pub fn invoke(&mut self, key: SlotKey) -> Result<Option<Begun>, Fault> {
        let document = Arc::clone(self.document());
        let Some(invoke) = document.invoke(key) else {
            return Ok(None);
        };
        let begun = self.begun(invoke)?;
        self.invoked.insert(key, begun.id.clone());
        Ok(Some(begun))
    }

    fn begun(&mut self, invoke: &Invoke) -> Result<Begun, Fault> {
        let id = match &invoke.id {
            Some(id) => id.clone(),
            None => self.interpreter.make_id(&invoke.state),
        };
        let model = self.interpreter.model.get_mut();
        let mut given = |words: &Option<Words>| {
            let words = words.as_ref().map(|given| steps::words(model, given));
            words.transpose()
        };
        let kind = given(&invoke.kind)?;
        let source = given(&invoke.source)?;
        let mut fields = steps::fields(model, &invoke.payload)?;
        let content = match &invoke.payload.content {
            None => None,
            Some(Given::Inline(inline)) => Some(inline.text.clone()),
            Some(Given::Template(_)) => None,
            Some(Given::Code(code)) => match model.evaluate(code)? {
                Some(Value::String(text)) => Some(text),
                Some(value) if as_markup(&value).is_some() => as_markup(&value).map(str::to_owned),
                other => {
                    let text = code.text();
                    let found = other.unwrap_or_default();
                    return Err(Fault::new(format!("`{text}` is no document, but {found}")));
                }
            },
        };
        if let Some(location) = &invoke.id_location {
            let value = Some(id.as_str().into());
            model.assign(location, assigned(&value))?;
        }
        let is_machine = kind.as_deref().is_none_or(is_scxml);
        let what = match (kind, source, content) {
            (Some(kind), source, _) if !is_machine => What::Other(kind, source),
            (_, _, Some(text)) => What::Text(text),
            (_, Some(source), None) => What::Source(source),
            (_, None, None) => {
                return Err(Fault::new("it is not said what is to be run").at(invoke.place));
            }
        };
        let input = match &invoke.input {
            Some(template) => {
                let input = self.interpreter.formula(template)?;
                fields.extend(fields_of(input.clone()).unwrap_or_default());
                input
            }
            None => given_object(&fields),
        };
        Ok(Begun {
            id,
            system_id: invoke.system_id.clone(),
            what,
            given: fields,
            input,
        })
    }

    /// An invoke is over.
    pub fn forget(&mut self, key: SlotKey) -> Option<String> {
        self.invoked.remove(&key)
    }

    /// Whether the machine is told of each state that an invoke comes to.
    pub fn observes(&self, key: SlotKey) -> bool {
        let invoke = self.document().invoke(key);
        invoke.is_some_and(|invoke| invoke.observes)
    }

    /// What an actor that is now spawned is called in all of the system.
    pub fn spawned(&mut self, id: &str) -> Option<String> {
        let named = &mut self.interpreter.named;
        let mut named = std::iter::from_fn(|| named.pop_front());
        named.find(|(known, _)| known == id)?.1
    }

    /// The identifiers of the invokes that are to get all that the machine gets.
    pub fn forwarding(&self) -> Vec<String> {
        let document = self.document();
        let invoked = self.invoked.iter();
        let forwarding =
            invoked.filter(|(key, _)| document.invoke(**key).is_some_and(|invoke| invoke.forwards));
        forwarding.map(|(_, id)| id.clone()).collect()
    }

    /// Before the machine handles an event of an invoke: what that invoke says is to be done with it (SCXML 6.5).
    pub fn finalize(&mut self, event: &Event) {
        let Some(from) = &event.invoke_id else {
            return;
        };
        let document = Arc::clone(self.document());
        self.interpreter.bind(event);
        let from: Vec<_> = self
            .invoked
            .iter()
            .filter(|(_, id)| *id == from)
            .map(|(key, _)| *key)
            .collect();
        for key in from {
            if let Some(invoke) = document.invoke(key) {
                self.interpreter.finalize(invoke);
            }
        }
    }

    pub fn save(&mut self) -> Result<SavedSession, Fault> {
        if let Some(name) = self.interpreter.model.get_mut().unstorable() {
            return Err(Fault::new(format!(
                "`{name}` is a function, which can't be stored"
            )));
        }
        let variables = self.variables()?;
        let mut data = BTreeMap::new();
        let mut undefined = Vec::new();
        for (name, value) in variables {
            match value {
                Some(value) => drop(data.insert(name, value)),
                None => undefined.push(name),
            }
        }
        let invoked = self.invoked.iter();
        Ok(SavedSession {
            chart: self.document().chart.save(self.snapshot.clone()),
            data,
            undefined,
            event: self.interpreter.bound(),
            memory: self.interpreter.memory.clone(),
            invoked: invoked
                .map(|(key, id)| (key.slot, key.turn, id.clone()))
                .collect(),
        })
    }

    pub fn restore(platform: Platform, saved: SavedSession) -> Result<Self, RestoreError> {
        let document = Arc::clone(&platform.document);
        let snapshot = document.chart.restore(saved.chart)?;
        let mut interpreter = Interpreter::new(Arc::clone(&document), M::new(platform));
        let model = interpreter.model.get_mut();
        // What they declare is there again; what is wrong with them was told when the machine was started.
        run_scripts(&document, model);
        let mut data: Data = saved
            .data
            .into_iter()
            .map(|(name, value)| (name, Some(value)))
            .collect();
        data.extend(saved.undefined.into_iter().map(|name| (name, None)));
        let names: Vec<_> = document
            .chart
            .active(&snapshot)
            .filter_map(|state| document.id(state))
            .collect();
        for name in names {
            model.enter(name);
        }
        if let Err(fault) = model.set_variables(data) {
            interpreter.complain(&fault);
        }
        if let Some(event) = &saved.event {
            interpreter.bind(event);
        }
        interpreter.memory = saved.memory;
        let invoked = saved.invoked.into_iter();
        let invoked = invoked.map(|(slot, turn, id)| (SlotKey { slot, turn }, id));
        Ok(Self {
            interpreter,
            snapshot,
            effects: Effects::new(),
            invoked: invoked
                .filter(|(key, _)| document.invoke(*key).is_some())
                .collect(),
        })
    }
}

/// The values of the fields as an object, those that are undefined left out.
fn given_object(fields: &Data) -> Output {
    if fields.is_empty() {
        return None;
    }
    let fields = fields.iter();
    let fields = fields.filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
    Some(Value::Object(fields.collect()))
}

/// Runs the scripts of the whole document, and says what is wrong with them.
fn run_scripts<M: DataModel>(document: &Document, model: &mut M) -> Vec<Fault> {
    let steps = document.body.script.steps.iter();
    let scripts = steps.filter_map(|step| match step {
        Step::Script(code) => Some(code),
        _ => None,
    });
    scripts
        .filter_map(|code| model.script(code).err())
        .collect()
}
