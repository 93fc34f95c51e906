//! Writing executable content, and what is handed over.

use super::write::Writer;
use super::write_error::WriteError;
use crate::document::content::{Call, Foreach, Given, Inline, Param, Payload, Send, Step, Words};
use crate::document::document::Part;
use crate::document::Code;
use crate::form::{Invoke as Slot, State, Trigger};

impl<'d> Writer<'d> {
    /// A block of actions for entering or leaving. What only notes which states are active is not written.
    pub fn block(
        &mut self,
        element: &'static str,
        actions: &'d [String],
    ) -> Result<(), WriteError> {
        let is_written = |name: &String| match self.document {
            None => true,
            Some(_) => matches!(self.part(name), Some(Part::Block(_))),
        };
        if actions.iter().any(is_written) {
            self.xml.open(element);
            self.actions(actions)?;
            self.xml.close();
        }
        Ok(())
    }

    pub fn actions(&mut self, actions: &[String]) -> Result<(), WriteError> {
        for name in actions {
            if self.document.is_some() {
                if let Some(Part::Block(block)) = self.part(name) {
                    self.steps(&block.steps)?;
                }
                continue;
            }
            self.xml.open("ls:action");
            self.declare_ours();
            self.xml.attribute("name", name);
            self.xml.close();
        }
        Ok(())
    }

    pub fn steps(&mut self, steps: &'d [Step]) -> Result<(), WriteError> {
        steps.iter().try_for_each(|step| self.step(step))
    }

    fn step(&mut self, step: &'d Step) -> Result<(), WriteError> {
        match step {
            Step::Raise(event) => {
                self.xml.open("raise");
                self.xml.attribute("event", event);
            }
            Step::If(branches) => {
                for (index, branch) in branches.iter().enumerate() {
                    self.xml.open(match (index, &branch.condition) {
                        (0, _) => "if",
                        (_, Some(_)) => "elseif",
                        (_, None) => "else",
                    });
                    if let Some(condition) = &branch.condition {
                        self.xml.attribute("cond", condition.text());
                    }
                    if index > 0 {
                        self.xml.close();
                    }
                    self.steps(&branch.steps)?;
                }
            }
            Step::Foreach(foreach) => self.foreach(foreach)?,
            Step::Log { label, value } => {
                self.xml.open("log");
                if !label.is_empty() {
                    self.xml.attribute("label", label);
                }
                self.code("expr", value.as_ref());
            }
            Step::Assign { location, value } => {
                self.xml.open("assign");
                self.code("location", Some(location));
                self.given(value, "expr");
            }
            Step::Script(code) => {
                self.xml.open("script");
                self.xml.text(code.text());
            }
            Step::Send(send) => self.send(send)?,
            Step::Cancel(id) => {
                self.xml.open("cancel");
                self.words("sendid", "sendidexpr", Some(id));
            }
            Step::Call(call) => self.call(call),
            // Documents that have them are refused as a whole.
            Step::Formulas(_) => {}
        }
        self.xml.close();
        Ok(())
    }

    fn foreach(&mut self, foreach: &'d Foreach) -> Result<(), WriteError> {
        self.xml.open("foreach");
        self.code("array", Some(&foreach.array));
        self.code("item", Some(&foreach.item));
        self.code("index", foreach.index.as_ref());
        self.steps(&foreach.steps)
    }

    fn send(&mut self, send: &Send) -> Result<(), WriteError> {
        self.xml.open("send");
        self.words("event", "eventexpr", send.event.as_ref());
        self.words("target", "targetexpr", send.target.as_ref());
        self.words("type", "typeexpr", send.kind.as_ref());
        if let Some(id) = &send.id {
            self.xml.attribute("id", id);
        }
        self.code("idlocation", send.id_location.as_ref());
        self.words("delay", "delayexpr", send.delay.as_ref());
        self.names(&send.payload);
        self.payload(&send.payload)
    }

    fn call(&mut self, call: &Call) {
        self.xml.open("ls:action");
        self.declare_ours();
        self.xml.attribute("name", &call.name);
        self.params(&call.params);
    }

    fn names(&mut self, payload: &Payload) {
        let names: Vec<_> = payload.names.iter().map(Code::text).collect();
        if !names.is_empty() {
            self.xml.attribute("namelist", &names.join(" "));
        }
    }

    /// What is handed over, as far as it is said inside of an element.
    pub fn payload(&mut self, payload: &Payload) -> Result<(), WriteError> {
        self.params(&payload.params);
        if let Some(content) = &payload.content {
            self.xml.open("content");
            self.given(content, "expr");
            self.xml.close();
        }
        Ok(())
    }

    fn params(&mut self, params: &[Param]) {
        for param in params {
            self.xml.open("param");
            self.xml.attribute("name", &param.name);
            let attribute = if param.is_location {
                "location"
            } else {
                "expr"
            };
            self.code(attribute, Some(&param.value));
            self.xml.close();
        }
    }

    pub fn given(&mut self, given: &Given, attribute: &str) {
        match given {
            Given::Code(code) => self.code(attribute, Some(code)),
            Given::Inline(inline) if inline.is_markup => self.markup(inline),
            Given::Inline(inline) => self.xml.text(&inline.text),
            // Documents that have it are refused as a whole.
            Given::Template(_) => {}
        }
    }

    /// Markup as it stands, with the namespaces that it would otherwise have from what is around it.
    fn markup(&mut self, inline: &Inline) {
        let text = without_declaration(&inline.text);
        let name = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/');
        let (name, rest) = text.split_at(name.unwrap_or(text.len()));
        let tag = rest.split('>').next().unwrap_or_default();
        let mut declared = String::new();
        if !tag.contains("xmlns=") {
            declared.push_str(" xmlns=\"\"");
        }
        if self.has_ours && !tag.contains("xmlns:ls=") {
            declared.push_str(&format!(" xmlns:ls=\"{}\"", super::markup::OURS));
        }
        self.xml.markup(&format!("{name}{declared}{rest}"));
    }

    fn code(&mut self, attribute: &str, code: Option<&Code>) {
        if let Some(code) = code {
            self.xml.attribute(attribute, code.text());
        }
    }

    fn words(&mut self, literal: &str, expression: &str, words: Option<&Words>) {
        match words {
            Some(Words::Literal(text)) => self.xml.attribute(literal, text),
            Some(Words::Code(code)) => self.code(expression, Some(code)),
            None => {}
        }
    }

    pub fn invoke(&mut self, slot: &Slot) -> Result<(), WriteError> {
        self.xml.open("invoke");
        let Some(body) = self.body() else {
            let id = self.ids.invoke(self.state, &slot.id);
            self.xml.attribute("id", &id);
            self.xml.attribute("src", &slot.source);
            self.xml.close();
            return Ok(());
        };
        let number = slot.source.parse::<usize>();
        let invoke = number.ok().and_then(|number| body.invokes.get(number));
        let Some(invoke) = invoke else {
            return Err(self.unsayable("invoke", format!("what `{}` is", slot.source)));
        };
        if let Some(id) = &invoke.id {
            self.xml.attribute("id", id);
        }
        self.code("idlocation", invoke.id_location.as_ref());
        self.words("type", "typeexpr", invoke.kind.as_ref());
        self.words("src", "srcexpr", invoke.source.as_ref());
        if invoke.forwards {
            self.xml.attribute("autoforward", "true");
        }
        self.names(&invoke.payload);
        self.payload(&invoke.payload)?;
        if let Some(finalize) = &invoke.finalize {
            self.xml.open("finalize");
            self.steps(&finalize.steps)?;
            self.xml.close();
        }
        self.xml.close();
        Ok(())
    }

    /// Time limits of a state: events that are sent when it is entered, and called off when it is left.
    pub fn timers(&mut self, state: &State, is_entry: bool) -> Result<(), WriteError> {
        let mut before = Vec::new();
        for transition in &state.transitions {
            let Trigger::After(delay) = transition.trigger else {
                continue;
            };
            if before.contains(&delay) {
                continue;
            }
            let event = self.timer(before.len(), delay)?;
            before.push(delay);
            if before.len() == 1 {
                self.xml.open(if is_entry { "onentry" } else { "onexit" });
            }
            if is_entry {
                self.xml.open("send");
                self.xml.attribute("event", &event);
                self.xml.attribute("id", &event);
                self.xml.attribute("delay", &written(delay));
            } else {
                self.xml.open("cancel");
                self.xml.attribute("sendid", &event);
            }
            self.xml.close();
        }
        if !before.is_empty() {
            self.xml.close();
        }
        Ok(())
    }

    pub fn timer(&self, place: usize, delay: std::time::Duration) -> Result<String, WriteError> {
        let what = "a time limit where a transition is for all events: its event would be one";
        let event = self.ids.timer(self.state, place);
        event.ok_or_else(|| self.unsayable(format!("after {delay:?}"), what))
    }
}

/// A document that was loaded may say at first what it is written in.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}');
    match text.strip_prefix("<?xml") {
        Some(rest) => rest
            .split_once("?>")
            .map_or(text, |(_, rest)| rest.trim_start()),
        None => text,
    }
}

fn written(delay: std::time::Duration) -> String {
    if delay.subsec_nanos().is_multiple_of(1_000_000) {
        return format!("{}ms", delay.as_millis());
    }
    format!("{}.{:09}s", delay.as_secs(), delay.subsec_nanos())
}
