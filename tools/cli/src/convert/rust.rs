//! A chart as `chart!`, with the outline of its logic.

use std::fmt::Write;
use std::time::Duration;

use anyhow::Result;
use leptos_state_chart::form::{Form, Initial, Kind, Role, State, Transition, Trigger};

use super::outline::{outline, Outline, Work};

/// A file of Rust.
pub struct Written {
    pub text: String,
    /// What is different from what was written before.
    pub notes: Vec<String>,
}

/// Writes a chart as a file of Rust.
pub fn write(form: &Form) -> Result<Written> {
    let outline = outline(form)?;
    let name = &outline.form.name;
    let mut text = format!(
        "//! The chart `{}`.\n\nuse leptos_state::prelude::*;\n",
        form.name.escape_default()
    );
    if outline.work.values().any(|work| work.tells) {
        text.push_str("use leptos_state::chart::Emitter;\n");
    }
    let _ = write!(
        text,
        "\nchart! {{\n    pub {name}{}",
        chart_kind(&outline.form)
    );
    text.push_str(&options(&outline.form));
    if !outline.events.is_empty() {
        let names: Vec<&str> = outline.events.keys().map(String::as_str).collect();
        let _ = writeln!(text, "    events {{ {} }}", names.join(", "));
    }
    let mut writer = Writer {
        outline: &outline,
        out: text,
    };
    writer.inside(&outline.form.root, 1);
    let mut text = writer.out;
    text.push_str("}\n\n");
    text.push_str(&logic(&outline));
    Ok(Written {
        text,
        notes: outline.notes,
    })
}

fn chart_kind(form: &Form) -> &'static str {
    match form.root.kind {
        Kind::Parallel => " parallel",
        _ => "",
    }
}

fn options(form: &Form) -> String {
    let mut options = Vec::new();
    if form.version != 1 {
        options.push(format!("version: {}", form.version));
    }
    if form.microstep_limit != Form::new("").microstep_limit {
        options.push(format!("microsteps: {}", form.microstep_limit));
    }
    if options.is_empty() {
        ";\n".to_owned()
    } else {
        format!(" {{ {} }}\n", options.join(", "))
    }
}

struct Writer<'o> {
    outline: &'o Outline,
    out: String,
}

impl Writer<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{:1$}{text}", "", depth * 4);
    }

    /// What stands in the braces of a state.
    fn inside(&mut self, state: &State, depth: usize) {
        if let Some(initial) = state
            .initial
            .as_ref()
            .filter(|initial| !initial.targets.is_empty())
        {
            self.line(depth, &format!("initial {};", beginning(initial)));
        }
        for tags in state.tags.chunks(8) {
            self.line(depth, &format!("tags {};", tags.join(", ")));
        }
        for (key, value) in &state.meta {
            self.line(depth, &format!("meta {key} = {value:?};"));
        }
        for (word, blocks) in [("entry", &state.entry), ("exit", &state.exit)] {
            for block in blocks.iter().filter(|block| !block.is_empty()) {
                self.line(depth, &format!("{word} {};", block.join(", ")));
            }
        }
        for invoke in &state.invokes {
            self.invoke(state, &invoke.id, depth);
        }
        for transition in &state.transitions {
            if invoked(&transition.trigger).is_none() {
                self.line(depth, &written(transition));
            }
        }
        for inner in &state.states {
            self.state(inner, depth);
        }
    }

    fn invoke(&mut self, state: &State, id: &str, depth: usize) {
        let result = self.outline.work.get(id).map(returned).unwrap_or_default();
        let own = state.transitions.iter();
        let own: Vec<String> = own
            .filter(|transition| invoked(&transition.trigger) == Some(id))
            .map(written)
            .collect();
        if own.is_empty() {
            self.line(depth, &format!("invoke {id}{result};"));
            return;
        }
        self.line(depth, &format!("invoke {id}{result} {{"));
        for transition in own {
            self.line(depth + 1, &transition);
        }
        self.line(depth, "}");
    }

    fn state(&mut self, state: &State, depth: usize) {
        let name = &state.name;
        let default = state
            .initial
            .as_ref()
            .filter(|initial| !initial.targets.is_empty());
        match state.kind {
            Kind::ShallowHistory | Kind::DeepHistory => {
                let deep = if state.kind == Kind::DeepHistory {
                    "deep "
                } else {
                    ""
                };
                let default = default.map(|initial| {
                    let actions = actions(&initial.actions);
                    format!("{actions} => {}", initial.targets.join(", "))
                });
                self.line(
                    depth,
                    &format!("history {deep}{name}{};", default.unwrap_or_default()),
                );
                return;
            }
            Kind::Plain | Kind::Parallel | Kind::Final => {}
        }
        let final_word = if state.kind == Kind::Final {
            "final "
        } else {
            ""
        };
        let parallel = if state.kind == Kind::Parallel {
            " parallel"
        } else {
            ""
        };
        let output = state
            .data
            .as_ref()
            .map(|maker| format!(" = {maker} -> String"));
        let head = format!("{final_word}{name}{parallel}{}", output.unwrap_or_default());
        let is_empty = state.initial.is_none()
            && state.states.is_empty()
            && state.transitions.is_empty()
            && state.entry.is_empty()
            && state.exit.is_empty()
            && state.invokes.is_empty()
            && state.tags.is_empty()
            && state.meta.is_empty();
        if is_empty {
            self.line(depth, &format!("{head};"));
            return;
        }
        self.line(depth, &format!("{head} {{"));
        self.inside(state, depth + 1);
        self.line(depth, "}");
    }
}

fn beginning(initial: &Initial) -> String {
    format!(
        "{}{}",
        initial.targets.join(", "),
        actions(&initial.actions)
    )
}

fn actions(actions: &[String]) -> String {
    match actions {
        [] => String::new(),
        actions => format!(" / {}", actions.join(", ")),
    }
}

/// The invoke that a transition is about.
fn invoked(trigger: &Trigger) -> Option<&str> {
    match trigger {
        Trigger::InvokeDone(id) | Trigger::InvokeFailed(id) | Trigger::InvokeNext(id) => Some(id),
        _ => None,
    }
}

fn written(transition: &Transition) -> String {
    let trigger = match &transition.trigger {
        Trigger::Events(events) => format!("on {}", events.join(" | ")),
        Trigger::Always => "always".to_owned(),
        Trigger::Done | Trigger::InvokeDone(_) => "done".to_owned(),
        Trigger::After(delay) => format!("after {}", time(*delay)),
        Trigger::InvokeFailed(_) => "error".to_owned(),
        Trigger::InvokeNext(_) => "next".to_owned(),
    };
    let guard = transition
        .guard
        .as_ref()
        .map(|guard| format!(" if {guard}"));
    let role = match transition.role {
        Role::Take => "",
        Role::Ignore => " ignore",
        Role::Forbid => " forbid",
    };
    let internal = if transition.internal { "internal " } else { "" };
    let targets = match &transition.targets[..] {
        [] => String::new(),
        targets => format!(" => {internal}{}", targets.join(", ")),
    };
    format!(
        "{trigger}{}{role}{}{targets};",
        guard.unwrap_or_default(),
        actions(&transition.actions)
    )
}

fn time(delay: Duration) -> String {
    let millis = delay.as_millis();
    if !delay.subsec_nanos().is_multiple_of(1_000_000) {
        format!("{}s", delay.as_secs_f64())
    } else if millis.is_multiple_of(1_000) {
        format!("{}s", millis / 1_000)
    } else {
        format!("{millis}ms")
    }
}

/// The types of what work comes to, as `invoke` has them.
fn returned(work: &Work) -> String {
    let next = if work.tells { " next String" } else { "" };
    match (work.fails, work.tells) {
        (true, _) => format!(" -> Result<(), String>{next}"),
        (false, true) => format!(" -> (){next}"),
        (false, false) => String::new(),
    }
}

/// The type with the logic, whose functions are to be written.
fn logic(outline: &Outline) -> String {
    let name = &outline.form.name;
    let module = module(name);
    let mut out =
        format!("/// The logic of the chart.\n#[derive(Debug, Default)]\npub struct {name};\n");
    let mut functions = Vec::new();
    for (name, text) in &outline.guards {
        functions.push(format!(
            "    fn {name}(&self) -> bool {{\n        todo!({:?})\n    }}\n",
            braced(&format!("whether {text}"))
        ));
    }
    for (name, text) in &outline.actions {
        let raised = text.strip_prefix("raise ");
        let event =
            raised.and_then(|raised| outline.events.iter().find(|(_, event)| *event == raised));
        let (cx, body) = match event {
            Some((event, _)) => ("cx", format!("cx.raise({module}::Event::{event});")),
            None => ("_cx", format!("todo!({:?})", braced(text))),
        };
        functions.push(format!(
            "    fn {name}(&self, {cx}: &mut {module}::Cx<'_>) {{\n        {body}\n    }}\n"
        ));
    }
    for (name, text) in &outline.makers {
        functions.push(format!(
            "    fn {name}(&self) -> String {{\n        todo!({:?})\n    }}\n",
            braced(text)
        ));
    }
    for (name, work) in &outline.work {
        let emitter = if work.tells {
            ", _parts: Emitter<String>"
        } else {
            ""
        };
        let result = if work.fails {
            " -> Result<(), String>"
        } else {
            ""
        };
        functions.push(format!(
            "    async fn {name}(&self{emitter}){result} {{\n        todo!({:?})\n    }}\n",
            braced(&work.text)
        ));
    }
    // A chart that asks for nothing has no trait for its logic.
    if !functions.is_empty() {
        let functions = functions.join("\n");
        let _ = write!(out, "\nimpl {module}::Logic for {name} {{\n{functions}}}\n");
    }
    out
}

/// What `chart!` calls the module of a chart.
fn module(chart: &str) -> String {
    let name = proc_macro2::Ident::new(chart, proc_macro2::Span::call_site());
    leptos_state_syntax::snake_case(&name).to_string()
}

/// A text that formatting leaves as it is.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}
