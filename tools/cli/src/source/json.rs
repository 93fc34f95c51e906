//! The JSON of leptos-state.

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions};
use leptos_state_chart::form::Form;

use super::{Chart, Origin, Problem, Source, Spot};

/// Where states and transitions stand, by the paths of the states.
pub struct Places {
    states: Vec<(String, Spot, Vec<Spot>)>,
}

impl Places {
    pub fn spot(&self, state: &str, transition: Option<usize>) -> Option<Spot> {
        let (_, spot, transitions) = self.states.iter().find(|(path, ..)| path == state)?;
        let of_transition = transition.and_then(|index| transitions.get(index));
        Some(*of_transition.unwrap_or(spot))
    }
}

pub fn read(source: &mut Source) {
    match Form::from_json(&source.text) {
        Ok(form) => source.charts.push(Chart {
            name: form.name.clone(),
            origin: Origin::Json(places(&source.text)),
            form,
        }),
        Err(error) => source.problems.push(Problem {
            spot: Some(Spot {
                line: error.line().max(1),
                column: error.column().max(1),
            }),
            message: error.message().to_owned(),
        }),
    }
}

/// Of a text that was read as a form.
fn places(text: &str) -> Places {
    let mut places = Places { states: Vec::new() };
    let parsed =
        jsonc_parser::parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let value = parsed.ok().and_then(|parsed| parsed.value);
    let root = value
        .as_ref()
        .and_then(Value::as_object)
        .and_then(|form| form.get("root"));
    if let Some(root) = root {
        places.state(text, &root.value, "");
    }
    places
}

impl Places {
    fn state(&mut self, text: &str, state: &Value<'_>, path: &str) {
        let Some(fields) = state.as_object() else {
            return;
        };
        let list = |name: &str| {
            let field = fields.get(name).and_then(|field| field.value.as_array());
            field.map_or(&[][..], |array| &array.elements[..])
        };
        let start = fields
            .get("name")
            .map_or(state.range().start, |name| name.value.range().start);
        let transitions = list("transitions").iter();
        let transitions = transitions.map(|transition| spot(text, transition.range().start));
        self.states
            .push((path.to_owned(), spot(text, start), transitions.collect()));
        for inner in list("states") {
            let name = inner.as_object().and_then(|inner| inner.get_string("name"));
            let name = name.map_or("", |name| name.value.as_ref());
            let inner_path = match path {
                "" => name.to_owned(),
                path => format!("{path}.{name}"),
            };
            self.state(text, inner, &inner_path);
        }
    }
}

fn spot(text: &str, offset: usize) -> Spot {
    let before = &text[..offset];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    Spot {
        line: before.matches('\n').count() + 1,
        column: before[line..].chars().count() + 1,
    }
}
