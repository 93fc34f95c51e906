//! A machine at work, and the lines that tell of it.

use std::collections::BTreeMap;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use leptos_state_chart::document::{
    ActorId, DataModel, Document, Registry, Report, Request, System,
};
use leptos_state_chart::Status;
use serde::Serialize;
use serde_json::{json, Map, Value};

use super::input::{self, Line};
use super::Program;
use crate::arguments::Run;
use crate::{output, Exit};

/// What is told after each event.
#[derive(Serialize)]
struct Told<'t> {
    /// What it was: the event's name; nothing for the start and for time that has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<&'t str>,
    /// Milliseconds since the start.
    time: u64,
    /// The identifiers of all active states, in document order.
    configuration: Vec<&'t str>,
    context: Map<String, Value>,
    /// What the machine did and asked for, in order.
    effects: Vec<Value>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<Value>,
}

struct Session<'r, M: DataModel> {
    run: &'r Run,
    program: &'r Program,
    system: System<M>,
    machine: ActorId,
    /// Work that was begun, by its name.
    work: BTreeMap<String, ActorId>,
    /// When the machine began, if its time is that of clocks.
    began: Option<Instant>,
}

/// Runs a document until it has finished, or until there is no input and nothing that it waits for.
pub fn run<M: DataModel>(
    run: &Run,
    document: Document,
    registry: Registry,
    program: &Program,
) -> Result<Exit> {
    let mut system = System::<M>::new(registry);
    let machine = system.start(document)?;
    let mut session = Session {
        run,
        program,
        system,
        machine,
        work: BTreeMap::new(),
        began: (!run.simulate).then(Instant::now),
    };
    session.tell(None)?;
    session.hear()?;
    session.finish()?;
    Ok(Exit::Well)
}

impl<M: DataModel> Session<'_, M> {
    fn is_running(&self) -> bool {
        self.system.status(self.machine) == Some(Status::Running)
    }

    /// How long until something is due, by the clock.
    fn left(&self) -> Option<Duration> {
        let began = self.began?;
        let due = self.system.next_timer()?;
        Some(due.saturating_sub(began.elapsed()))
    }

    /// Handles the input, and what becomes due meanwhile.
    fn hear(&mut self) -> Result<()> {
        let lines = input::lines();
        let mut number = 0;
        while self.is_running() {
            let line = match self.left() {
                Some(left) => lines.recv_timeout(left),
                None => lines.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match line {
                Ok(line) => {
                    number += 1;
                    let place = || format!("<stdin>:{number}");
                    self.catch_up()?;
                    let line = input::parse(&line?).with_context(place)?;
                    self.line(line).with_context(place)?;
                }
                Err(RecvTimeoutError::Timeout) => self.catch_up()?,
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }

    /// Lets as much time pass as has passed by the clock.
    fn catch_up(&mut self) -> Result<()> {
        let Some(began) = self.began else {
            return Ok(());
        };
        self.pass_until(began.elapsed())
    }

    /// Lets time pass up to a point, and tells of each thing that becomes due.
    fn pass_until(&mut self, end: Duration) -> Result<()> {
        while self.is_running() {
            let due = self.system.next_timer().filter(|due| *due <= end);
            let Some(due) = due else {
                break;
            };
            self.system.advance(due.saturating_sub(self.system.now()))?;
            self.tell(None)?;
        }
        let rest = end.saturating_sub(self.system.now());
        self.system.advance(rest)?;
        Ok(())
    }

    fn line(&mut self, line: Option<Line>) -> Result<()> {
        let Some(line) = line else {
            return Ok(());
        };
        let known = |work: &BTreeMap<String, ActorId>, name: &str| -> Result<ActorId> {
            let found = work.get(name).copied();
            found.with_context(|| format!("no work `{name}` was begun"))
        };
        match line {
            Line::Event(event) => {
                let name = event.name.clone();
                self.system.send(self.machine, event)?;
                return self.tell(Some(&name));
            }
            Line::Advance(time) => {
                let is_simulated = self.began.is_none();
                anyhow::ensure!(is_simulated, "time passes by itself without --simulate");
                let end = self.system.now() + time;
                self.pass_until(end)?;
            }
            Line::Guards(answers) => {
                for (name, answer) in answers {
                    self.program.answer(&name, answer);
                }
                return Ok(());
            }
            Line::Done(name, data) => {
                let work = known(&self.work, &name)?;
                self.system.done(work, data)?;
            }
            Line::Failed(name, error) => {
                let work = known(&self.work, &name)?;
                self.system.failed(work, error)?;
            }
        }
        self.tell(None)
    }

    /// After the input: until nothing is waited for.
    fn finish(&mut self) -> Result<()> {
        let end = self.system.now() + self.run.until;
        while self.is_running() {
            let due = self.system.next_timer().filter(|due| *due <= end);
            let Some(due) = due else {
                break;
            };
            if let Some(left) = self.left() {
                std::thread::sleep(left);
            }
            self.pass_until(due)?;
        }
        Ok(())
    }

    fn tell(&mut self, event: Option<&str>) -> Result<()> {
        let effects = self.effects();
        let variables = self.system.variables(self.machine).unwrap_or_default();
        let variables = variables.into_iter();
        let context = variables.map(|(name, value)| (name, value.unwrap_or_default()));
        output::json_line(&Told {
            event,
            time: u64::try_from(self.system.now().as_millis()).unwrap_or(u64::MAX),
            configuration: self.system.configuration(self.machine),
            context: context.collect(),
            effects,
            status: match self.system.status(self.machine) {
                Some(Status::Running) => "running",
                _ => "done",
            },
            output: self.system.output(self.machine),
        })
    }

    fn effects(&mut self) -> Vec<Value> {
        let actions = self.program.take_actions().into_iter();
        let mut effects: Vec<Value> = actions.map(|action| json!({ "action": action })).collect();
        for report in self.system.take_reports() {
            effects.push(match report {
                Report::Log { line, .. } => json!({ "log": line }),
                Report::DeadLetter(letter) => {
                    json!({ "lost": letter.event.name, "to": letter.to })
                }
                Report::Refused { message, .. } => json!({ "refused": message }),
                Report::Failed { error, .. } => json!({ "failed": error }),
                other => json!(other),
            });
        }
        for request in self.system.take_requests() {
            effects.push(match request {
                Request::Begin { actor, name, input } => {
                    self.work.insert(name.clone(), actor);
                    json!({ "begin": name, "input": input })
                }
                Request::End { actor } => json!({ "end": self.name(actor) }),
                Request::Tell { actor, event } => {
                    json!({ "tell": self.name(actor), "event": event.name, "data": event.data })
                }
                Request::Emit { event, .. } => json!({ "emit": event.name, "data": event.data }),
                Request::Send { to, event, .. } => {
                    json!({ "send": event.name, "data": event.data, "to": to, "by": event.origin_type })
                }
                _ => continue,
            });
        }
        effects
    }

    /// What work is called.
    fn name(&self, actor: ActorId) -> Option<&str> {
        let mut work = self.work.iter();
        let (name, _) = work.find(|(_, known)| **known == actor)?;
        Some(name)
    }
}
