//! Writing a configuration.

mod checks;
mod targets;
mod words;

use serde_json::{json, Map, Value};

use super::paths::{END, MACHINE, REGIONS};
use crate::document::content::Given;
use crate::document::Document;
use crate::form::{Form, Initial, Kind, State, Transition, Trigger};
use targets::{find, join};

/// Why a form can't be said in XState.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: XState can't say {what}", named(.state))]
pub struct Unsayable {
    state: String,
    what: String,
}

fn named(state: &str) -> String {
    match state {
        "" => "outermost state".to_owned(),
        state => format!("state `{state}`"),
    }
}

impl Unsayable {
    /// The path of the state; empty for the outermost one.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// What it is that can't be said.
    pub fn what(&self) -> &str {
        &self.what
    }
}

/// Writes a chart as a configuration that `createMachine` of XState 5 takes: to have it drawn, or run there. Guards, actions and what
/// invokes run have the names that they have in the form.
///
/// # Errors
///
/// The first thing that XState has no word for: transitions that it would take otherwise, several initial states, actions of a
/// history, data of a state that is not made of words.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::document::xstate;
/// use leptos_state_chart::form::{state, to, when, Form};
/// use serde_json::json;
///
/// let door = Form::new("door")
///     .state(state("closed").on("open", when("unlocked").to("opened")))
///     .state(state("opened").on("close", to("closed").run("slam")));
/// let written = xstate::write(&door).unwrap();
/// assert_eq!(written["states"]["closed"]["on"]["open"], json!([{ "target": "#door.opened", "guard": "unlocked", "reenter": true }]));
/// ```
pub fn write(form: &Form) -> Result<Value, Unsayable> {
    Writer {
        form,
        document: None,
    }
    .machine()
}

/// Writes a document that was [read](super::read), with the guards and actions that it names, its variables and what they are given.
///
/// # Errors
///
/// As [`write()`], and for what only documents of other formats have, such as expressions.
pub fn write_document(document: &Document) -> Result<Value, Unsayable> {
    if document.body.takes_input {
        return Err(unsayable("", "expressions of XState 6"));
    }
    let form = document.form();
    let writer = Writer {
        form,
        document: Some(document),
    };
    let mut machine = writer.machine()?;
    let mut context = Map::new();
    for variable in &document.body.variables {
        let value = match &variable.value {
            None => Value::Null,
            Some(Given::Inline(inline)) => inline.value(),
            Some(Given::Template(_)) => Value::Null,
            Some(Given::Code(code)) => {
                return Err(unsayable("", format!("the expression `{}`", code.text())))
            }
        };
        context.insert(variable.name.clone(), value);
    }
    if !context.is_empty() {
        machine["context"] = context.into();
    }
    Ok(machine)
}

struct Writer<'f> {
    form: &'f Form,
    document: Option<&'f Document>,
}

fn unsayable(state: &str, what: impl Into<String>) -> Unsayable {
    Unsayable {
        state: state.to_owned(),
        what: what.into(),
    }
}

impl Writer<'_> {
    fn machine(&self) -> Result<Value, Unsayable> {
        let form = self.form;
        if form.strict_scxml {
            self.check_ends(&form.root, "")?;
        }
        if let Some((path, _)) = form.scopes.keys().next() {
            return Err(unsayable(path, "that only one region is left"));
        }
        let mut machine = self.state(&form.root, "")?;
        if let Some(output) = self.machine_output()? {
            machine.insert("output".to_owned(), output);
        }
        machine.insert("id".to_owned(), form.name.as_str().into());
        machine.insert("version".to_owned(), form.version.to_string().into());
        machine.insert(
            "options".to_owned(),
            json!({ "maxIterations": form.microstep_limit }),
        );
        Ok(machine.into())
    }

    fn state(&self, state: &State, path: &str) -> Result<Map<String, Value>, Unsayable> {
        let mut fields = Map::new();
        let regions = self.inside(state, REGIONS);
        let end = self.inside(state, END);
        if let Some(id) = self.document.and_then(|document| {
            let inner = regions
                .or(end)
                .map_or_else(|| path.to_owned(), |inner| join(path, &inner.name));
            document.id_of_path(&inner)
        }) {
            fields.insert("id".to_owned(), id.into());
        }
        let kind = match state.kind {
            Kind::Plain if regions.is_some() => Some("parallel"),
            Kind::Plain if end.is_some() => Some("final"),
            Kind::Plain => None,
            Kind::Parallel => Some("parallel"),
            Kind::Final => Some("final"),
            Kind::ShallowHistory | Kind::DeepHistory => Some("history"),
        };
        if let Some(kind) = kind {
            fields.insert("type".to_owned(), kind.into());
        }
        if state.kind == Kind::DeepHistory {
            fields.insert("history".to_owned(), "deep".into());
        }
        if kind == Some("history") {
            self.history(state, path, &mut fields)?;
            return Ok(fields);
        }
        let is_alone = self.inside(state, MACHINE).is_some();
        let is_compound = kind.is_none() && !state.states.is_empty() && !is_alone;
        if is_compound {
            fields.insert("initial".to_owned(), self.initial(state, path)?);
        }
        for (name, blocks) in [("entry", &state.entry), ("exit", &state.exit)] {
            let actions = self.actions(blocks.iter().flatten(), path)?;
            if !actions.is_empty() {
                fields.insert(name.to_owned(), actions.into());
            }
        }
        let invokes = state
            .invokes
            .iter()
            .map(|invoke| self.invoke(state, invoke, path));
        let invokes = invokes.collect::<Result<Vec<_>, _>>()?;
        if !invokes.is_empty() {
            fields.insert("invoke".to_owned(), invokes.into());
        }
        self.transitions(state, path, &mut fields)?;
        // Of the machine's own final states it is the machine's output.
        let is_machines = !path.contains('.');
        if let (Some(maker), false) = (end.map_or(&state.data, |end| &end.data), is_machines) {
            fields.insert("output".to_owned(), self.output(maker, path)?);
        }
        if !state.tags.is_empty() {
            fields.insert("tags".to_owned(), state.tags.clone().into());
        }
        self.meta(state, &mut fields);
        let mut states = Map::new();
        for inner in &state.states {
            let inner_path = join(path, &inner.name);
            if end.is_some() || is_alone {
                continue;
            }
            if regions.is_some_and(|regions| regions.name == inner.name) {
                for region in &inner.states {
                    let region_path = join(&inner_path, &region.name);
                    states.insert(
                        region.name.clone(),
                        self.state(region, &region_path)?.into(),
                    );
                }
                continue;
            }
            states.insert(inner.name.clone(), self.state(inner, &inner_path)?.into());
        }
        if !states.is_empty() {
            fields.insert("states".to_owned(), states.into());
        }
        Ok(fields)
    }

    /// With what a machine finishes, which in XState is the same for all its final states.
    fn machine_output(&self) -> Result<Option<Value>, Unsayable> {
        let root = &self.form.root;
        let finals = root.states.iter().filter(|state| state.kind == Kind::Final);
        let mut outputs = finals.map(|state| {
            let maker = state.data.as_ref();
            maker
                .map(|maker| self.output(maker, &state.name))
                .transpose()
        });
        let Some(first) = outputs.next().transpose()? else {
            return Ok(None);
        };
        for other in outputs {
            if other? != first {
                return Err(unsayable("", "several outputs of a machine"));
            }
        }
        Ok(first)
    }

    /// What reading has put into a state to say what XState means.
    fn inside<'s>(&self, state: &'s State, name: &str) -> Option<&'s State> {
        let mut states = state.states.iter();
        states.find(|inner| self.document.is_some() && inner.name.starts_with(name))
    }

    fn meta(&self, state: &State, fields: &mut Map<String, Value>) {
        let mut meta = state.meta.clone();
        if let Some(description) = meta.remove("description") {
            fields.insert("description".to_owned(), description.into());
        }
        if !meta.is_empty() {
            fields.insert("meta".to_owned(), json!(meta));
        }
    }

    fn history(
        &self,
        state: &State,
        path: &str,
        fields: &mut Map<String, Value>,
    ) -> Result<(), Unsayable> {
        let Some(initial) = &state.initial else {
            return Ok(());
        };
        if !initial.actions.is_empty() {
            return Err(unsayable(path, "the actions of a history"));
        }
        let parent = path.rsplit_once('.').map_or("", |(outer, _)| outer);
        let targets = self.targets(&initial.targets, parent, path)?;
        if !targets.is_empty() {
            fields.insert("target".to_owned(), targets.into());
        }
        Ok(())
    }

    fn initial(&self, state: &State, path: &str) -> Result<Value, Unsayable> {
        let default = Initial::default();
        let initial = state.initial.as_ref().unwrap_or(&default);
        let first = state
            .states
            .iter()
            .find(|inner| !matches!(inner.kind, Kind::ShallowHistory | Kind::DeepHistory));
        let name = match &initial.targets[..] {
            [] => first.map(|inner| inner.name.as_str()),
            [target] if state.states.iter().any(|inner| inner.name == *target) => {
                Some(target.as_str())
            }
            _ => {
                return Err(unsayable(
                    path,
                    "an initial state that is not directly inside, or several",
                ))
            }
        };
        let actions = self.actions(initial.actions.iter(), path)?;
        Ok(match actions.is_empty() {
            true => name.into(),
            false => json!({ "target": name, "actions": actions }),
        })
    }

    /// The transitions of a state, which XState has in several lists. Those of one event have to be in its list in their order.
    fn transitions(
        &self,
        state: &State,
        path: &str,
        fields: &mut Map<String, Value>,
    ) -> Result<(), Unsayable> {
        let mut on = Map::new();
        let mut after = Map::new();
        let (mut always, mut done) = (Vec::new(), Vec::new());
        self.check_order(state, path)?;
        self.check_regions(state, path)?;
        for (index, transition) in state.transitions.iter().enumerate() {
            if self.is_made(path, index) {
                continue;
            }
            let written = self.transition(transition, path)?;
            match &transition.trigger {
                Trigger::Always => always.push(written),
                Trigger::Done => done.push(written),
                Trigger::After(delay) => push(
                    &mut after,
                    &(delay.as_secs_f64() * 1_000.0).to_string(),
                    written,
                ),
                Trigger::Events(descriptors) => {
                    for descriptor in descriptors {
                        push(
                            &mut on,
                            &self.descriptor(descriptor, path)?,
                            written.clone(),
                        );
                    }
                }
                // They are with the invoke.
                Trigger::InvokeDone(_) | Trigger::InvokeFailed(_) | Trigger::InvokeNext(_) => {}
            }
        }
        for (name, list) in [("on", on), ("after", after)] {
            if !list.is_empty() {
                fields.insert(name.to_owned(), list.into());
            }
        }
        for (name, list) in [("always", always), ("onDone", done)] {
            if !list.is_empty() {
                fields.insert(name.to_owned(), list.into());
            }
        }
        Ok(())
    }

    fn descriptor(&self, descriptor: &str, path: &str) -> Result<String, Unsayable> {
        let Some(done) = descriptor.strip_prefix("done.state.") else {
            return Ok(descriptor.replace("%20", " "));
        };
        if done == "*" {
            return Ok("xstate.done.state.*".to_owned());
        }
        let id = self.document.and_then(|document| document.id_of_path(done));
        if let Some(id) = id {
            return Ok(format!("xstate.done.state.{id}"));
        }
        match find(&self.form.root, done) {
            Some(_) => Ok(format!("xstate.done.state.{}.{done}", self.form.name)),
            None => Err(unsayable(path, format!("the event `{descriptor}`"))),
        }
    }

    fn transition(&self, transition: &Transition, path: &str) -> Result<Value, Unsayable> {
        let mut fields = Map::new();
        let targets = self.targets(&transition.targets, path, path)?;
        if let [target] = &targets[..] {
            fields.insert("target".to_owned(), target.as_str().into());
        } else if !targets.is_empty() {
            fields.insert("target".to_owned(), targets.into());
        }
        if let Some(guard) = self.given_guard(transition) {
            fields.insert("guard".to_owned(), self.guard(guard, path)?);
        }
        let actions = self.actions(transition.actions.iter(), path)?;
        if !actions.is_empty() {
            fields.insert("actions".to_owned(), actions.into());
        }
        if self.reenters(transition, path)? {
            fields.insert("reenter".to_owned(), true.into());
        }
        Ok(fields.into())
    }
}

fn push(lists: &mut Map<String, Value>, key: &str, value: Value) {
    let list = lists.entry(key).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = list {
        list.push(value);
    }
}
