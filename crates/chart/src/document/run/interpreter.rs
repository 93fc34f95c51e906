//! A document's guards and blocks as the kernel calls them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;

use super::calm::Calm;
use super::steps::{self, Steps};
use crate::document::content::{Condition, Given, Variable};
use crate::document::document::Part;
use crate::document::expression::Data;
use crate::document::formula::{self, fields_of, Seen, Template, Test, TestSort};
use crate::document::model::{Assigned, DataModel, Fault};
use crate::document::registry::GuardScope;
use crate::document::system::ActorId;
use crate::document::{Code, Document, Event, Place};
use crate::{ActionCx, ActionError, Cause, Chart, Column, GuardCx, Host};

pub(super) type Output = Option<Value>;

/// What runs a machine's document.
#[derive(Debug)]
pub(crate) struct Interpreter<M> {
    pub document: Arc<Document>,
    /// Guards change nothing of it, but need it to itself.
    pub model: RefCell<M>,
    /// Errors of guards and makers that the machine was not told of yet.
    raised: RefCell<VecDeque<Event>>,
    /// Where a document asks for that.
    pub(super) calm: Calm,
    /// The event that `_event` is bound to.
    bound: RefCell<Option<Event>>,
    pub memory: Memory,
    /// Whom the machine can send to.
    pub around: Around,
    /// The actors that were spawned and are not there before the macrostep is over.
    pub spawning: BTreeSet<String>,
    /// What those that were spawned are called, in their order: by the machine, and in all of the system.
    pub named: VecDeque<(String, Option<String>)>,
    /// How much the machine may still do before it comes to rest.
    left: Cell<usize>,
}

/// How much a machine does on one event: steps, and what they make, by its size.
const STEPS: usize = 1_000_000;

/// What an error of a condition costs: a thousand of them are raised.
const COMPLAINT: usize = STEPS / 1_000;

/// How many lines of the log are kept that are not taken out.
const LINES: usize = 1_024;

/// Whom a machine can send to. The tables are the system's, and only lent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    pub has_parent: bool,
    pub children: Arc<BTreeMap<String, ActorId>>,
    pub actors: Arc<BTreeSet<ActorId>>,
    /// Those that have a name in the system.
    pub named: Arc<BTreeMap<String, ActorId>>,
    pub processors: Arc<BTreeSet<String>>,
}

/// What a machine remembers besides its variables and its states.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(crate) struct Memory {
    /// The blocks of variables that have come to have their values.
    pub initialised: BTreeSet<u16>,
    /// How many identifiers were made.
    pub made: u64,
    /// What was written to the log and not yet taken out.
    #[serde(default, skip_serializing_if = "VecDeque::is_empty")]
    pub log: VecDeque<LogLine>,
}

/// A line that a document has written to the log (SCXML 4.7).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LogLine {
    /// The label; empty if there is none.
    pub label: String,
    /// The value.
    pub value: Option<Value>,
}

impl<M: DataModel> Interpreter<M> {
    pub fn new(document: Arc<Document>, model: M) -> Self {
        Self {
            document,
            model: RefCell::new(model),
            raised: RefCell::default(),
            calm: Calm::default(),
            bound: RefCell::default(),
            memory: Memory::default(),
            around: Around::default(),
            spawning: BTreeSet::new(),
            named: VecDeque::new(),
            left: Cell::new(STEPS),
        }
    }

    /// Something else has come to the machine.
    pub fn refresh(&self) {
        self.left.set(STEPS);
    }

    /// Binds `_event` to an event.
    pub fn bind(&self, event: &Event) {
        let mut bound = self.bound.borrow_mut();
        if bound.as_ref() != Some(event) {
            self.model.borrow_mut().bind(event);
            *bound = Some(event.clone());
        }
    }

    pub fn bound(&self) -> Option<Event> {
        self.bound.borrow().clone()
    }

    fn bind_cause(&self, cause: Cause<'_, Event, Output>) {
        match cause {
            Cause::Event(event) => self.bind(event),
            Cause::Done { state, data } => self.bind(&self.done(state, data)),
            Cause::TaskNext { id, data } => self.bind(&self.next(id, data)),
            _ => {}
        }
    }

    /// The event that a state has finished (SCXML 3.7).
    fn done(&self, path: &str, data: Option<&Output>) -> Event {
        let id = self.document.id_of_path(path).unwrap_or_default();
        Event {
            data: data.cloned().flatten(),
            ..Event::platform(format!("{}{id}", self.document.body.event_names.done_state))
        }
    }

    /// The event that an actor tells something on its way.
    fn next(&self, id: &str, data: &Output) -> Event {
        Event {
            data: data.clone(),
            invoke_id: Some(id.to_owned()),
            ..Event::platform(format!("{}{id}", self.document.body.event_names.next_actor))
        }
    }

    /// Tells the machine of an error, when it looks at its events next.
    pub fn complain(&self, fault: &Fault) {
        self.complain_of(fault.event());
    }

    pub fn complain_of(&self, event: Event) {
        // A condition that fails may be asked again on the very error that it raises, without end.
        if self.spend(COMPLAINT).is_ok() {
            self.raised.borrow_mut().push_back(event);
        }
    }

    /// Has complaints been made that the machine was not told of?
    pub fn complaint(&self) -> Option<Event> {
        self.raised.borrow_mut().pop_front()
    }

    fn holds(&self, condition: &Condition) -> Result<bool, Fault> {
        let mut model = self.model.borrow_mut();
        match condition {
            Condition::Code(code) => model.holds(code),
            Condition::Restless => Ok(!self.calm.lasts()),
            Condition::Formula(test) => self.test(test, model.variables()?),
            Condition::Named(guard) => {
                let params = steps::params(&mut *model, &guard.params)?;
                let data = model.variables()?;
                let event = self.bound.borrow();
                Ok((guard.ask)(&GuardScope {
                    data: &data,
                    event: event.as_ref(),
                    params: &params,
                }))
            }
        }
    }

    /// A value with expressions in it.
    pub fn formula(&mut self, template: &Template) -> Result<Output, Fault> {
        let data = self.model.get_mut().variables()?;
        template.evaluate(&Seen::of(data, self.bound.get_mut().as_ref()))
    }

    /// Whether a condition that is made of values holds.
    fn test(&self, test: &Test, data: Data) -> Result<bool, Fault> {
        let event = self.bound.borrow();
        let mut seen = Seen::of(data.clone(), event.as_ref());
        for given in &test.given {
            let params = given.evaluate(&seen)?;
            seen.give(params);
        }
        match &test.sort {
            TestSort::Code(code) => formula::holds(code, &seen),
            TestSort::Matches(pattern) => Ok(formula::matches(seen.event(), pattern)),
            TestSort::Named(guard) => {
                let params = fields_of(seen.take_params()).unwrap_or_default();
                Ok((guard.ask)(&GuardScope {
                    data: &data,
                    event: event.as_ref(),
                    params: &params,
                }))
            }
        }
    }

    /// Gives variables their values (SCXML 5.3). Those that were given from outside keep them.
    pub fn initialise(&mut self, variables: &[Variable], given: &Data, input: Output) {
        let seen = Seen::input(input);
        for variable in variables {
            let model = self.model.get_mut();
            let done = model.declare(&variable.name).and_then(|()| {
                if variable.is_outermost && given.contains_key(&variable.name) {
                    return Ok(());
                }
                let Some(value) = &variable.value else {
                    return Ok(());
                };
                if let Given::Template(template) = value {
                    let value = template.evaluate(&seen)?;
                    return model.set_variables(Data::from([(variable.name.clone(), value)]));
                }
                let place = Code::new(variable.name.clone(), Place { line: 1, column: 1 });
                steps::assign(model, &place, value)
            });
            if let Err(fault) = done {
                self.complain(&fault);
            }
        }
    }
}

impl<M: DataModel> Host for Interpreter<M> {
    type Context = ();
    type Event = Event;
    type Data = Output;

    fn column(&self, chart: &Chart, event: &Event) -> Option<Column> {
        self.calm.stir();
        if event.name.contains(' ') {
            // A descriptor has no spaces: it is written so then.
            return chart.column(&event.name.replace(' ', "%20"));
        }
        chart.column(&event.name)
    }

    fn guard(&self, guard: u16, cx: &GuardCx<'_, (), Event, Output>) -> bool {
        let Some(condition) = self.document.condition(guard) else {
            return false;
        };
        self.bind_cause(cx.cause);
        self.holds(condition).unwrap_or_else(|fault| {
            self.complain(&fault);
            false
        })
    }

    fn act(
        &mut self,
        action: u16,
        cx: &mut ActionCx<'_, (), Event, Output>,
    ) -> Result<(), ActionError> {
        self.bind_cause(cx.cause);
        let document = Arc::clone(&self.document);
        match document.part(action) {
            Some(Part::Block(block)) => {
                Steps::of(self, cx).block(block);
            }
            Some(Part::Variables(variables)) if self.memory.initialised.insert(action) => {
                self.initialise(variables, &Data::new(), None);
                while let Some(event) = self.complaint() {
                    cx.raise(event);
                }
            }
            Some(Part::Variables(_)) => {}
            Some(Part::Enter(state)) => self.model.get_mut().enter(state),
            Some(Part::Leave(state)) => self.model.get_mut().leave(state),
            Some(Part::Note) => self.calm.note(),
            Some(Part::Stir) => self.calm.stir(),
            None => {}
        }
        Ok(())
    }

    fn raised(&mut self) -> Option<Event> {
        self.complaint()
    }

    fn turn(&mut self, cause: Cause<'_, Event, Output>) {
        match cause {
            // A state without an identifier finishes only because of what a reader has put into it.
            Cause::Done { state, .. } if self.document.id_of_path(state).is_none() => {}
            _ => self.calm.stir(),
        }
    }

    fn make(&mut self, maker: u16, cx: &GuardCx<'_, (), Event, Output>) -> Output {
        self.bind_cause(cx.cause);
        let document = Arc::clone(&self.document);
        let payload = document.output(maker)?;
        let made = match &payload.content {
            Some(Given::Template(template)) => self.formula(template),
            _ => steps::payload(self.model.get_mut(), payload),
        };
        made.unwrap_or_else(|fault| {
            self.complain(&fault);
            None
        })
    }
}

impl<M> Interpreter<M> {
    /// Before something is done that costs so much.
    pub fn spend(&self, cost: usize) -> Result<(), Fault> {
        let left = self.left.get().checked_sub(cost);
        self.left.set(left.unwrap_or_default());
        let too_much = || Fault::new(format!("more than {STEPS} steps are taken on one event"));
        left.map(drop).ok_or_else(too_much)
    }

    /// Writes a line to the log.
    pub fn log(&mut self, label: &str, value: Output) {
        let log = &mut self.memory.log;
        if log.len() >= LINES {
            log.pop_front();
        }
        log.push_back(LogLine {
            label: label.to_owned(),
            value,
        });
    }

    /// Makes an identifier that nothing else of the machine has.
    pub fn make_id(&mut self, prefix: &str) -> String {
        self.memory.made = self.memory.made.wrapping_add(1);
        format!("{prefix}.{}", self.memory.made)
    }
}

/// What a place is given, as a data model takes it.
pub(super) fn assigned<'a>(value: &'a Option<Value>) -> Assigned<'a> {
    Assigned::Value(value.as_ref())
}
