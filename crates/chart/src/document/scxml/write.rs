//! Writing SCXML.

use std::collections::{BTreeMap, BTreeSet};

use super::identify::Identifiers;
use super::markup::{self, OURS, SCXML};
use super::write_error::WriteError;
use super::xml::{Unwritable, Xml};
use crate::compile::Names;
use crate::document::content::{Payload, Variable};
use crate::document::document::{Body, Part};
use crate::document::Document;
use crate::form::{Form, Initial, Kind, State};
use crate::Chart;

/// Writes a document as SCXML. What reads it has a document that does the same, and writes the same text.
///
/// Guards and actions of a registry are written by their names. States without an identifier have none there, too, and what was loaded
/// when the document was read is part of the text. Comments, the order of attributes and white space are not kept, nor are elements and
/// attributes of other namespaces. A transition has one block: of a document that has several there, one that fails keeps the next from
/// being taken.
///
/// # Errors
///
/// If SCXML can't say it. What was read from SCXML can be said, unless a part that was loaded is not XML.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::document::{scxml, Registry};
///
/// let door = r#"<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0">
///   <state id="open">
///     <transition event="close" target="closed"/>
///   </state>
///   <state id="closed"/>
/// </scxml>
/// "#;
/// let document = scxml::read(door, &Registry::new()).unwrap();
/// assert_eq!(scxml::write(&document).unwrap(), door);
/// ```
pub fn write(document: &Document) -> Result<String, WriteError> {
    Writer::write(&document.form, &document.chart, Some(document))
}

/// Writes a form as SCXML: guards and actions by their names, which a registry has to have that is to read it.
///
/// SCXML differs from forms, and what is lost is this: descriptors of SCXML describe all events that begin so, which is an error here if
/// another event of the form does; names of events are not declared; an event that is forbidden or ignored is one that a transition
/// without a target is for; an action that fails raises `error.execution`; transitions without an event are tried after each event;
/// work that can't begin raises `error.communication`. A time limit is an event that is sent with a delay. Names that several states
/// have are made different.
///
/// # Errors
///
/// What SCXML can't say: guards that are combined by anything else than that all hold, of which one is a name; data of final states;
/// more than transitions of the outermost state; and what would be something else there, each with its place.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::document::{scxml, Registry};
/// use leptos_state_chart::form::{state, when, Form};
///
/// let door = Form::new("door").state(state("open").on("lock", when("has_key").to("locked"))).state(state("locked"));
/// let text = scxml::write_form(&door).unwrap();
/// assert!(text.contains(r#"<transition event="lock" target="locked" ls:guard="has_key"/>"#));
/// let registry = Registry::new().guard("has_key", |_| true);
/// assert!(scxml::read(&text, &registry).is_ok());
/// ```
pub fn write_form(form: &Form) -> Result<String, WriteError> {
    let chart = form.compile().map_err(WriteError::Form)?;
    Writer::write(form, &chart, None)
}

/// What is written so far, and what there is to write.
pub(super) struct Writer<'d> {
    pub xml: Xml,
    pub form: &'d Form,
    pub chart: &'d Chart,
    pub document: Option<&'d Document>,
    pub names: Names<'d>,
    pub ids: Identifiers,
    /// The number of the state that is written, and its path.
    pub state: u16,
    pub path: String,
    /// How many states were written.
    written: u16,
    /// The variables of states that come to be with the document, by the states' paths.
    variables: BTreeMap<&'d str, Vec<usize>>,
    /// Whether our namespace is declared where we are.
    pub has_ours: bool,
}

impl<'d> Writer<'d> {
    fn write(
        form: &'d Form,
        chart: &'d Chart,
        document: Option<&'d Document>,
    ) -> Result<String, WriteError> {
        let body = document.map(|document| &document.body);
        let mut variables: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, variable) in body
            .iter()
            .flat_map(|body| body.variables.iter().enumerate())
        {
            let state = body.and_then(|body| body.variable_states.get(&index));
            let state = state
                .filter(|_| !variable.is_outermost)
                .map_or("", String::as_str);
            variables.entry(state).or_default().push(index);
        }
        let mut writer = Self {
            xml: Xml::default(),
            form,
            chart,
            document,
            names: Names::of(form).map_err(WriteError::Form)?,
            ids: Identifiers::of(form, chart, body),
            state: 0,
            path: String::new(),
            written: 0,
            variables,
            has_ours: false,
        };
        if body.is_some_and(|body| body.takes_input) {
            return Err(writer.unsayable("", "expressions of XState 6"));
        }
        if !form.scopes.is_empty() {
            return Err(writer.unsayable("", "that only one region of a parallel state is left"));
        }
        writer.outermost()?;
        let text = writer.xml.finish();
        let tree = markup::parse(&text);
        tree.map_err(|error| WriteError::Unreadable(error.to_string()))?;
        Ok(text)
    }

    pub fn body(&self) -> Option<&'d Body> {
        self.document.map(|document| &document.body)
    }

    pub fn unsayable(&self, part: impl Into<String>, what: impl Into<String>) -> WriteError {
        WriteError::Unsayable {
            state: self.path.clone(),
            part: part.into(),
            what: what.into(),
        }
    }

    /// A part of the body by the number that the form calls it by.
    pub fn part(&self, name: &str) -> Option<&'d Part> {
        self.body()?.blocks.get(name.parse::<usize>().ok()?)
    }

    fn outermost(&mut self) -> Result<(), WriteError> {
        let form = self.form;
        let root = &form.root;
        self.refuse_of_outermost()?;
        self.xml.open("scxml");
        self.xml.attribute("xmlns", SCXML);
        let own = [
            ("ls:version", form.version, 1),
            ("ls:microsteps", form.microstep_limit, 1_000),
        ];
        let own = own.into_iter().filter(|(_, value, usual)| value != usual);
        let own: Vec<_> = own.map(|(name, value, _)| (name, value)).collect();
        if self.uses_ours() || !own.is_empty() {
            self.xml.attribute("xmlns:ls", OURS);
            self.has_ours = true;
        }
        self.xml.attribute("version", "1.0");
        let name = match self.body() {
            Some(body) => &body.name,
            None => &form.name,
        };
        if !name.is_empty() {
            self.xml.attribute("name", name);
        }
        if let Some(body) = self.body() {
            if let Some(data_model) = &body.data_model {
                self.xml.attribute("datamodel", data_model);
            }
            if body.is_late {
                self.xml.attribute("binding", "late");
            }
        }
        for (name, value) in own {
            self.xml.attribute(name, &value.to_string());
        }
        if let Some(initial) = &root.initial {
            let targets = self.targets(&initial.targets, "initial")?;
            if !targets.is_empty() {
                self.xml.attribute("initial", &targets);
            }
        }
        if let Some(body) = self.body() {
            self.steps(&body.script.steps)?;
        }
        self.inside(root)?;
        self.xml.close();
        Ok(())
    }

    fn refuse_of_outermost(&self) -> Result<(), WriteError> {
        let root = &self.form.root;
        let has_initial_actions = root
            .initial
            .iter()
            .any(|initial| !initial.actions.is_empty());
        for (is_there, what) in [
            (
                root.kind == Kind::Parallel,
                "that the outermost state is parallel",
            ),
            (
                !root.entry.is_empty(),
                "entry actions of the outermost state",
            ),
            (!root.exit.is_empty(), "exit actions of the outermost state"),
            (!root.invokes.is_empty(), "invokes of the outermost state"),
            (
                has_initial_actions,
                "actions with which the outermost state begins",
            ),
        ] {
            if is_there {
                return Err(self.unsayable("", what));
            }
        }
        Ok(())
    }

    /// Whether something is to be declared once for all. Markup would have it too, so then it is declared where it is needed.
    fn uses_ours(&self) -> bool {
        match self.body() {
            None => true,
            Some(body) => super::content_of::calls(body) && !super::content_of::has_markup(body),
        }
    }

    /// Has an element have our namespace.
    pub fn declare_ours(&mut self) {
        if !self.has_ours {
            self.xml.attribute("xmlns:ls", OURS);
        }
    }

    fn state(&mut self, state: &'d State, parent: u16) -> Result<(), WriteError> {
        let number = self.written + 1;
        self.written = number;
        let around = (self.state, std::mem::take(&mut self.path));
        self.path = match around.1.as_str() {
            "" => state.name.clone(),
            outer => format!("{outer}.{}", state.name),
        };
        self.state = number;
        self.xml.open(match state.kind {
            Kind::Plain => "state",
            Kind::Parallel => "parallel",
            Kind::Final => "final",
            Kind::ShallowHistory | Kind::DeepHistory => "history",
        });
        if let Some(id) = self.ids.id(&self.path) {
            self.xml.attribute("id", id);
        }
        match state.kind {
            Kind::ShallowHistory | Kind::DeepHistory => self.history(state, parent)?,
            _ => self.active(state)?,
        }
        self.xml.close();
        if let Some(Unwritable(character)) = self.xml.unwritable {
            let state = self.path.clone();
            return Err(WriteError::Character { state, character });
        }
        (self.state, self.path) = around;
        Ok(())
    }

    fn active(&mut self, state: &'d State) -> Result<(), WriteError> {
        let initial = state.initial.as_ref();
        let with_actions = initial.filter(|initial| !initial.actions.is_empty());
        match (initial, with_actions) {
            (Some(initial), None) => {
                let targets = self.targets(&initial.targets, "initial")?;
                if !targets.is_empty() {
                    self.xml.attribute("initial", &targets);
                }
            }
            (Some(initial), Some(_)) => {
                self.xml.open("initial");
                self.beginning(initial, self.state)?;
                self.xml.close();
            }
            _ => {}
        }
        if state.kind == Kind::Parallel && !self.form.strict_scxml {
            if let Some(inner) = state
                .states
                .iter()
                .find(|inner| inner.kind == Kind::Parallel)
            {
                let what = format!(
                    "that it has finished when its region `{}` finishes last",
                    inner.name
                );
                return Err(self.unsayable("", what));
            }
        }
        self.notes(state);
        // Variables of a state that is bound late.
        let parts = state
            .entry
            .iter()
            .flatten()
            .filter_map(|name| self.part(name));
        let late: Vec<_> = parts
            .filter_map(|part| match part {
                Part::Variables(variables) => Some(variables),
                _ => None,
            })
            .collect();
        for variables in late {
            self.data_model(variables.iter())?;
        }
        for block in &state.entry {
            self.block("onentry", block)?;
        }
        self.timers(state, true)?;
        for block in &state.exit {
            self.block("onexit", block)?;
        }
        self.timers(state, false)?;
        for invoke in &state.invokes {
            self.invoke(invoke)?;
        }
        if let Some(maker) = &state.data {
            let Some(payload) = self.output(maker) else {
                return Err(self.unsayable("data", "what makes the data of a final state"));
            };
            self.xml.open("donedata");
            self.payload(payload)?;
            self.xml.close();
        }
        self.inside(state)
    }

    fn output(&self, maker: &str) -> Option<&'d Payload> {
        self.body()?.outputs.get(maker.parse::<usize>().ok()?)
    }

    fn notes(&mut self, state: &State) {
        let note = |writer: &mut Self, element, attributes: &[(&str, &str)]| {
            writer.xml.open(element);
            writer.declare_ours();
            for (name, value) in attributes {
                writer.xml.attribute(name, value);
            }
            writer.xml.close();
        };
        for tag in &state.tags {
            note(self, "ls:tag", &[("name", tag)]);
        }
        for (name, value) in &state.meta {
            note(self, "ls:meta", &[("name", name), ("value", value)]);
        }
    }

    /// Transitions, variables and states inside. Variables come in the order in which they come to have their values.
    fn inside(&mut self, state: &'d State) -> Result<(), WriteError> {
        for transition in &state.transitions {
            self.transition(state, transition)?;
        }
        let is_late = self.body().is_some_and(|body| body.is_late);
        let own = self.variables.get(self.path.as_str()).cloned();
        let mut own = own
            .filter(|_| self.path.is_empty() || !is_late)
            .unwrap_or_default();
        let number = self.state;
        for inner in &state.states {
            let first = self.first_variable(inner);
            let later = own.partition_point(|index| first.is_none_or(|first| *index < first));
            // Before the first state all of them, if nothing is in between.
            let rest = own.split_off(later);
            self.own_variables(&own)?;
            own = rest;
            self.state(inner, number)?;
        }
        self.own_variables(&own)
    }

    fn own_variables(&mut self, places: &[usize]) -> Result<(), WriteError> {
        let Some(body) = self.body().filter(|_| !places.is_empty()) else {
            return Ok(());
        };
        self.data_model(places.iter().filter_map(|place| body.variables.get(*place)))
    }

    /// The first variable of a state inside, or of one in it.
    fn first_variable(&self, inner: &State) -> Option<usize> {
        let path = match self.path.as_str() {
            "" => inner.name.clone(),
            outer => format!("{outer}.{}", inner.name),
        };
        let inside = format!("{path}.");
        let of_states = self.variables.iter();
        let of_inner = of_states.filter(|(state, _)| **state == path || state.starts_with(&inside));
        of_inner
            .filter_map(|(_, places)| places.first().copied())
            .min()
    }

    fn data_model(
        &mut self,
        variables: impl Iterator<Item = &'d Variable>,
    ) -> Result<(), WriteError> {
        self.xml.open("datamodel");
        for variable in variables {
            self.xml.open("data");
            self.xml.attribute("id", &variable.name);
            if let Some(value) = &variable.value {
                self.given(value, "expr");
            }
            self.xml.close();
        }
        self.xml.close();
        Ok(())
    }

    fn history(&mut self, state: &'d State, parent: u16) -> Result<(), WriteError> {
        if state.kind == Kind::DeepHistory {
            self.xml.attribute("type", "deep");
        }
        let default = Initial::default();
        self.beginning(state.initial.as_ref().unwrap_or(&default), parent)
    }

    /// The transition with which a state begins, or a history that remembers nothing.
    fn beginning(&mut self, initial: &Initial, scope: u16) -> Result<(), WriteError> {
        self.xml.open("transition");
        let mut targets = BTreeSet::new();
        let mut ids = Vec::new();
        if initial.targets.is_empty() {
            let tables = &self.chart.tables;
            let begins = tables.list(tables.state(self.state).initial);
            for state in begins {
                ids.push(self.id_of(self.chart.path(crate::StateId(*state)), "initial")?);
            }
        }
        for target in &initial.targets {
            let id = self.target(scope, target, "initial")?;
            if targets.insert(id.clone()) {
                ids.push(id);
            }
        }
        self.xml.attribute("target", &ids.join(" "));
        self.actions(&initial.actions)?;
        self.xml.close();
        Ok(())
    }

    pub fn targets(&self, targets: &[String], part: &str) -> Result<String, WriteError> {
        let ids = targets
            .iter()
            .map(|target| self.target(self.state, target, part));
        Ok(ids.collect::<Result<Vec<_>, _>>()?.join(" "))
    }

    pub fn target(&self, scope: u16, target: &str, part: &str) -> Result<String, WriteError> {
        let path = self.names.target(scope, target).map(str::to_owned);
        self.id_of(&path.unwrap_or_default(), part)
    }

    fn id_of(&self, path: &str, part: &str) -> Result<String, WriteError> {
        let id = self
            .ids
            .id(path)
            .filter(|id| !id.contains(char::is_whitespace));
        let no_name = || self.unsayable(part, format!("the name of the state `{path}`"));
        id.map(str::to_owned).ok_or_else(no_name)
    }
}
