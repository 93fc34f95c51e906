//! Writing a configuration.

use serde_json::{json, Map, Value};

use super::paths::{END, MACHINE, REGIONS};
use crate::document::content::{Condition, Given, Param, Payload, Step, Words};
use crate::document::document::Part;
use crate::document::Document;
use crate::form::{Form, Guard, Initial, Invoke, Kind, State, Transition, Trigger};

/// Why a form can't be said in XState.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("state `{state}`: XState can't say {what}")]
pub struct Unsayable {
    state: String,
    what: String,
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
/// As [`write`], and for what only documents of other formats have, such as expressions.
pub fn write_document(document: &Document) -> Result<Value, Unsayable> {
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
            return Err(unsayable(
                "",
                "that outer parallel states are left unfinished",
            ));
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
                Trigger::InvokeDone(_) | Trigger::InvokeFailed(_) => {}
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

    /// Whether a transition only says what XState means.
    fn is_made(&self, path: &str, index: usize) -> bool {
        self.document.is_some_and(|document| {
            let places = &document.body.transition_places;
            !places.is_empty() && !places.contains_key(&(path.to_owned(), index))
        })
    }

    /// XState looks at more specific descriptors first, wherever they stand.
    fn check_order(&self, state: &State, path: &str) -> Result<(), Unsayable> {
        let mut before: Vec<&str> = Vec::new();
        for (index, transition) in state.transitions.iter().enumerate() {
            let Trigger::Events(descriptors) = &transition.trigger else {
                continue;
            };
            if self.is_made(path, index) {
                continue;
            }
            for descriptor in descriptors {
                let is_hidden = |earlier: &&str| {
                    *earlier != descriptor && super::blocks::covers(earlier, descriptor)
                };
                if let Some(earlier) = before.iter().find(|earlier| is_hidden(earlier)) {
                    return Err(unsayable(
                        path,
                        format!("that `{earlier}` is looked at before `{descriptor}`"),
                    ));
                }
            }
            before.extend(descriptors.iter().map(String::as_str));
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

    /// Whether a transition has to say that it leaves its source.
    fn reenters(&self, transition: &Transition, path: &str) -> Result<bool, Unsayable> {
        // The outermost state of a form is never left.
        if path.is_empty() || transition.targets.is_empty() {
            return Ok(false);
        }
        let names = transition.targets.iter();
        let targets: Vec<_> = names.filter_map(|name| self.resolve(path, name)).collect();
        let is_inside = |target: &String, outer: &str| {
            let rest = target.strip_prefix(outer);
            outer.is_empty() || rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let source = find(&self.form.root, path);
        let is_compound =
            source.is_some_and(|state| state.kind == Kind::Plain && !state.states.is_empty());
        let stays = transition.internal && is_compound;
        if stays && targets.iter().all(|target| is_inside(target, path)) {
            return Ok(false);
        }
        let mut outer = path;
        while let Some((around, _)) = outer.rsplit_once('.') {
            outer = around;
            if targets.iter().all(|target| is_inside(target, outer)) {
                let state = find(&self.form.root, outer);
                let is_left = state.is_some_and(|state| {
                    let is_ours = self.document.is_some() && state.name.starts_with(REGIONS);
                    state.kind == Kind::Parallel && !is_ours
                });
                if is_left {
                    let what =
                        format!("that `{outer}` is left on the way from one region to another");
                    return Err(unsayable(path, what));
                }
                break;
            }
        }
        let is_own = |target: &String| target == path || is_inside(target, path);
        Ok(!transition.internal || targets.iter().all(is_own))
    }

    /// In XState, transitions of a parallel state and of what is around it are not looked at when a region has one.
    fn check_regions(&self, state: &State, path: &str) -> Result<(), Unsayable> {
        let is_xstates =
            |document: &Document| document.body.event_names.done_state.starts_with("xstate");
        if state.kind != Kind::Parallel || self.document.is_some_and(is_xstates) {
            return Ok(());
        }
        let mut outer: Vec<_> = patterns(state).collect();
        let mut around = path;
        while !around.is_empty() {
            around = around.rsplit_once('.').map_or("", |(around, _)| around);
            let state = match around {
                "" => Some(&self.form.root),
                around => find(&self.form.root, around),
            };
            outer.extend(state.into_iter().flat_map(patterns));
        }
        let mut inside: Vec<_> = state.states.iter().collect();
        while let Some(inner) = inside.pop() {
            for inner in patterns(inner) {
                let covers = super::blocks::covers;
                if outer
                    .iter()
                    .any(|outer| covers(outer, inner) || covers(inner, outer))
                {
                    let what = format!(
                        "that regions without a transition for `{inner}` take one from around them"
                    );
                    return Err(unsayable(path, what));
                }
            }
            inside.extend(&inner.states);
        }
        Ok(())
    }

    /// A transition's guard as it was read: without whether something has changed, which XState asks by itself.
    fn given_guard<'t>(&self, transition: &'t Transition) -> Option<&'t Guard> {
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

    fn targets(
        &self,
        targets: &[String],
        source: &str,
        path: &str,
    ) -> Result<Vec<String>, Unsayable> {
        let targets = targets.iter().map(|target| {
            let found = self.resolve(source, target);
            let found = found.ok_or_else(|| {
                unsayable(path, format!("the target `{target}`, which there is not"))
            })?;
            Ok(format!("#{}", self.outside(&found)))
        });
        targets.collect()
    }

    /// How XState knows a state of this path.
    fn outside(&self, path: &str) -> String {
        let parts = path.split('.').filter(|part| {
            self.document.is_none() || !(part.starts_with(REGIONS) || part.starts_with(END))
        });
        let parts: Vec<_> = std::iter::once(self.form.name.as_str())
            .chain(parts)
            .collect();
        parts.join(".")
    }

    /// The path of the state that a target means: the nearest one, looked for from the inside out.
    fn resolve(&self, source: &str, target: &str) -> Option<String> {
        let mut scope = source;
        loop {
            let path = join(scope, target);
            if find(&self.form.root, &path).is_some() {
                return Some(path);
            }
            if scope.is_empty() {
                return named(&self.form.root, "", target);
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }

    fn guard(&self, guard: &Guard, path: &str) -> Result<Value, Unsayable> {
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

    fn named_guard(&self, name: &str, path: &str) -> Result<Value, Unsayable> {
        let Some(document) = self.document else {
            return Ok(name.into());
        };
        let condition = name
            .parse()
            .ok()
            .and_then(|index: usize| document.body.conditions.get(index));
        match condition {
            Some(Condition::Named(ask)) => typed(&ask.name, &ask.params, path),
            Some(Condition::Restless) => Err(unsayable(path, "whether something has changed")),
            Some(Condition::Code(code)) => {
                Err(unsayable(path, format!("the expression `{}`", code.text())))
            }
            None => Ok(name.into()),
        }
    }

    fn actions<'n>(
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

    fn output(&self, maker: &str, path: &str) -> Result<Value, Unsayable> {
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

    fn invoke(&self, state: &State, invoke: &Invoke, path: &str) -> Result<Value, Unsayable> {
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
            if !inner.payload.params.is_empty() {
                fields.insert("input".to_owned(), params(&inner.payload.params, path)?);
            }
        }
        for (name, is_done) in [("onDone", true), ("onError", false)] {
            let is_it = |transition: &&Transition| match &transition.trigger {
                Trigger::InvokeDone(id) => is_done && *id == invoke.id,
                Trigger::InvokeFailed(id) => !is_done && *id == invoke.id,
                _ => false,
            };
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

/// The descriptors of a state's transitions.
fn patterns(state: &State) -> impl Iterator<Item = &str> {
    let transitions = state.transitions.iter();
    let descriptors = transitions.flat_map(|transition| match &transition.trigger {
        Trigger::Events(descriptors) => &descriptors[..],
        _ => &[],
    });
    descriptors.map(String::as_str)
}

fn push(lists: &mut Map<String, Value>, key: &str, value: Value) {
    let list = lists.entry(key).or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(list) = list {
        list.push(value);
    }
}

fn join(outer: &str, inner: &str) -> String {
    match outer {
        "" => inner.to_owned(),
        outer => format!("{outer}.{inner}"),
    }
}

fn find<'s>(state: &'s State, path: &str) -> Option<&'s State> {
    path.split('.').try_fold(state, |state, name| {
        state.states.iter().find(|inner| inner.name == name)
    })
}

/// The path of the state with a name, wherever it is.
fn named(state: &State, path: &str, name: &str) -> Option<String> {
    state.states.iter().find_map(|inner| {
        let inner_path = join(path, &inner.name);
        if inner.name == name {
            return Some(inner_path);
        }
        named(inner, &inner_path, name)
    })
}
