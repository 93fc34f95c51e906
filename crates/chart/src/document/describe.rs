//! What a document does, in words.

use super::content::{Block, Branch, Condition, Given, Payload, Step, Words};
use super::document::Part;
use super::formula::{Act, Template, Test, TestSort};
use super::Document;
use crate::form::{Form, Guard, Invoke, State};

/// The form of a document with words where that has numbers.
pub(super) fn describe(document: &Document) -> Form {
    let mut form = document.form.clone();
    form.root = Describing(document).state(form.root);
    form
}

struct Describing<'d>(&'d Document);

impl Describing<'_> {
    fn state(&self, state: State) -> State {
        let blocks = |blocks: Vec<Vec<String>>| -> Vec<Vec<String>> {
            let blocks = blocks.into_iter().map(|block| self.actions(block));
            blocks.filter(|block| !block.is_empty()).collect()
        };
        State {
            initial: state.initial.map(|mut initial| {
                initial.actions = self.actions(initial.actions);
                initial
            }),
            states: state
                .states
                .into_iter()
                .map(|inner| self.state(inner))
                .collect(),
            transitions: state
                .transitions
                .into_iter()
                .map(|mut transition| {
                    transition.guard = transition.guard.and_then(|guard| self.guard(guard));
                    transition.actions = self.actions(transition.actions);
                    transition
                })
                .collect(),
            entry: blocks(state.entry),
            exit: blocks(state.exit),
            invokes: state
                .invokes
                .into_iter()
                .map(|invoke| self.invoke(invoke))
                .collect(),
            data: state.data.map(|maker| self.output(&maker)),
            ..state
        }
    }

    /// `None` if it holds always, as far as the document says.
    fn guard(&self, guard: Guard) -> Option<Guard> {
        let all = |guards: Vec<Guard>| -> Vec<Guard> {
            guards
                .into_iter()
                .filter_map(|guard| self.guard(guard))
                .collect()
        };
        Some(match guard {
            Guard::Named(number) => Guard::Named(self.condition(&number)?),
            Guard::In(path) => Guard::In(path),
            Guard::Not(inner) => Guard::Not(Box::new(self.guard(*inner)?)),
            Guard::All(guards) => match all(guards) {
                guards if guards.len() < 2 => guards.into_iter().next()?,
                guards => Guard::All(guards),
            },
            Guard::Any(guards) => Guard::Any(all(guards)),
        })
    }

    fn condition(&self, number: &str) -> Option<String> {
        let conditions = &self.0.body.conditions;
        let condition = number
            .parse::<usize>()
            .ok()
            .and_then(|at| conditions.get(at));
        match condition {
            Some(Condition::Code(code)) => Some(line(code.text())),
            Some(Condition::Named(ask)) => Some(ask.name.clone()),
            Some(Condition::Formula(test)) => Some(tested(test)),
            // It is there so that the machine comes to rest.
            Some(Condition::Restless) => None,
            None => Some(number.to_owned()),
        }
    }

    fn actions(&self, actions: Vec<String>) -> Vec<String> {
        actions
            .iter()
            .flat_map(|number| self.action(number))
            .collect()
    }

    fn action(&self, number: &str) -> Vec<String> {
        let blocks = &self.0.body.blocks;
        let part = number.parse::<usize>().ok().and_then(|at| blocks.get(at));
        match part {
            Some(Part::Block(block)) => taken(block),
            // These are how documents do what charts do anyway.
            Some(
                Part::Variables(_) | Part::Enter(_) | Part::Leave(_) | Part::Note | Part::Stir,
            ) => Vec::new(),
            None => vec![number.to_owned()],
        }
    }

    fn invoke(&self, invoke: Invoke) -> Invoke {
        let invokes = &self.0.body.invokes;
        let found = invoke
            .source
            .parse::<usize>()
            .ok()
            .and_then(|at| invokes.get(at));
        let source = found.map(|found| match (&found.source, &found.payload.content) {
            (Some(source), _) => said(source),
            (None, Some(_)) => "a document inside".to_owned(),
            (None, None) => invoke.id.clone(),
        });
        Invoke {
            source: source.unwrap_or(invoke.source),
            ..invoke
        }
    }

    fn output(&self, number: &str) -> String {
        let outputs = &self.0.body.outputs;
        let payload = number.parse::<usize>().ok().and_then(|at| outputs.get(at));
        payload.map_or_else(|| number.to_owned(), handed)
    }
}

/// The steps of a block, each in words.
fn taken(block: &Block) -> Vec<String> {
    block.steps.iter().flat_map(step).collect()
}

fn step(step: &Step) -> Vec<String> {
    let one = match step {
        Step::Raise(event) => format!("raise {event}"),
        Step::If(branches) => branches
            .iter()
            .map(branch)
            .collect::<Vec<_>>()
            .join(" else "),
        Step::Foreach(each) => format!("for {} in {}", each.item.text(), each.array.text()),
        Step::Log { label, value } => {
            let value = value.as_ref().map_or("", |value| value.text());
            let parts = ["log", label, value];
            parts
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        }
        Step::Assign { location, value } => format!("{} = {}", location.text(), given(value)),
        Step::Script(code) => code.text().to_owned(),
        Step::Send(send) => {
            let event = send.event.as_ref().map_or_else(|| "data".to_owned(), said);
            let target = send
                .target
                .as_ref()
                .map(|target| format!(" to {}", said(target)));
            let delay = send
                .delay
                .as_ref()
                .map(|delay| format!(" after {}", said(delay)));
            format!(
                "send {event}{}{}",
                target.unwrap_or_default(),
                delay.unwrap_or_default()
            )
        }
        Step::Cancel(id) => format!("cancel {}", said(id)),
        Step::Call(call) => call.name.clone(),
        Step::Formulas(acts) => return acts.iter().flat_map(act).collect(),
    };
    vec![line(&one)]
}

fn branch(branch: &Branch) -> String {
    let steps: Vec<_> = branch.steps.iter().flat_map(step).collect();
    let steps = steps.join(", ");
    match &branch.condition {
        Some(condition) => format!("if {} {{ {steps} }}", condition.text()),
        None => format!("{{ {steps} }}"),
    }
}

fn act(act: &Act) -> Vec<String> {
    let one = match act {
        Act::Raise { event, delay, .. } => {
            let delay = delay
                .as_ref()
                .map(|delay| format!(" after {}", template(delay)));
            format!("raise {}{}", event_name(event), delay.unwrap_or_default())
        }
        Act::Cancel(id) => format!("cancel {id}"),
        Act::Log(value) => format!("log {value}"),
        Act::Emit(event) => format!("emit {}", event_name(event)),
        Act::Assign(Template::Fields(fields)) => {
            let assigned = fields.iter();
            return assigned
                .map(|(name, value)| line(&format!("{name} = {}", template(value))))
                .collect();
        }
        Act::Assign(value) => format!("context = {}", template(value)),
        Act::Code(code) => code.text().to_owned(),
        Act::Call { name, .. } => name.clone(),
        Act::Group { acts, .. } => return acts.iter().flat_map(self::act).collect(),
        Act::Stuck(_) => return Vec::new(),
    };
    vec![line(&one)]
}

/// What an event that is made of values is called.
fn event_name(event: &Template) -> String {
    let fields = match event {
        Template::Fields(fields) => fields.iter().find(|(name, _)| name == "type"),
        Template::Plain(value) => {
            let name = value.get("type").and_then(serde_json::Value::as_str);
            return name.map_or_else(|| value.to_string(), str::to_owned);
        }
        _ => None,
    };
    fields.map_or_else(|| template(event), |(_, name)| template(name))
}

fn template(of: &Template) -> String {
    match of {
        Template::Plain(serde_json::Value::String(text)) => text.clone(),
        Template::Plain(value) => value.to_string(),
        Template::Code(code) => code.text().to_owned(),
        Template::List(items) => {
            let items: Vec<_> = items.iter().map(template).collect();
            format!("[{}]", items.join(", "))
        }
        Template::Fields(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", template(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
    }
}

fn tested(test: &Test) -> String {
    match &test.sort {
        TestSort::Code(code) => line(code.text()),
        TestSort::Named(ask) => ask.name.clone(),
        TestSort::Matches(values) => {
            let values = values
                .iter()
                .map(|(name, value)| format!("{name} is {value}"));
            line(&values.collect::<Vec<_>>().join(" and "))
        }
    }
}

fn handed(payload: &Payload) -> String {
    let names = payload.names.iter().map(|code| code.text().to_owned());
    let params = payload
        .params
        .iter()
        .map(|param| format!("{} = {}", param.name, param.value.text()));
    let content = payload.content.iter().map(given);
    let all: Vec<_> = names.chain(params).chain(content).collect();
    line(&all.join(", "))
}

fn given(of: &Given) -> String {
    match of {
        Given::Code(code) => code.text().to_owned(),
        Given::Inline(inline) => inline.text.clone(),
        Given::Template(value) => template(value),
    }
}

fn said(words: &Words) -> String {
    match words {
        Words::Literal(text) => text.clone(),
        Words::Code(code) => code.text().to_owned(),
    }
}

/// On one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
