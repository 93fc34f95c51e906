//! From a form to tables.

mod columns;
mod outline;
mod parts;
mod plans;

use std::collections::HashMap;
use std::hash::Hash;

use crate::error::{FormError, FormErrors, FormProblem};
use crate::form::Form;
use crate::tables::Tables;
use crate::Chart;

use columns::Columns;
use outline::Outline;
use parts::Parts;

/// How many of each thing there may be, so that a number has two bytes and some are left to say something else.
const MOST: usize = 0x7ff0;

pub(crate) fn compile(form: &Form) -> Result<Chart, FormErrors> {
    let mut errors = Errors::default();
    let tables = tables(form, &mut errors);
    match tables {
        Some(tables) if errors.0.is_empty() => Ok(Chart { tables }),
        _ => Err(FormErrors {
            chart: form.name.clone(),
            errors: errors.0,
        }),
    }
}

fn tables(form: &Form, errors: &mut Errors) -> Option<Tables> {
    let outline = Outline::of(form, errors)?;
    let parts = Parts::of(form, &outline, errors)?;
    let columns = Columns::of(form, &outline, &parts, errors)?;
    plans::tables(form, &outline, &parts, &columns, errors)
}

/// What is wrong with the form, as far as it is known.
#[derive(Default)]
struct Errors(Vec<FormError>);

impl Errors {
    fn push(&mut self, state: &str, part: Option<String>, problem: FormProblem) {
        self.0.push(FormError {
            state: state.to_owned(),
            part,
            problem,
        });
    }

    /// Whether there are few enough of something.
    fn counts(&mut self, count: usize, what: &'static str) -> Option<()> {
        if count <= MOST {
            return Some(());
        }
        self.push("", None, FormProblem::TooLarge(what));
        None
    }
}

/// Values in the order in which they were first seen, each once.
struct Interned<T> {
    values: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T: Clone + Eq + Hash> Interned<T> {
    fn new() -> Self {
        Self {
            values: Vec::new(),
            places: HashMap::new(),
        }
    }

    /// The place of a value. It fits two bytes if the number of values does.
    fn place(&mut self, value: &T) -> u16 {
        if let Some(place) = self.places.get(value) {
            return *place as u16;
        }
        let place = self.values.len();
        self.values.push(value.clone());
        self.places.insert(value.clone(), place);
        place as u16
    }
}

/// Lists in one table, each once.
struct Lists<T> {
    values: Vec<T>,
    starts: HashMap<Vec<T>, usize>,
}

impl<T: Clone + Eq + Hash> Lists<T> {
    fn new() -> Self {
        Self {
            values: Vec::new(),
            starts: HashMap::new(),
        }
    }

    /// Where a list begins.
    fn start(&mut self, list: Vec<T>) -> usize {
        if let Some(start) = self.starts.get(&list) {
            return *start;
        }
        let start = self.values.len();
        self.values.extend_from_slice(&list);
        self.starts.insert(list, start);
        start
    }
}
