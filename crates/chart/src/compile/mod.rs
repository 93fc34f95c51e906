//! From a form to tables.

mod assemble;
mod columns;
mod doubts;
mod outline;
mod parts;
mod plans;
mod resolved;

use std::collections::HashMap;
use std::hash::Hash;

use crate::error::{FormError, FormErrors, FormProblem};
use crate::form::Form;
use crate::tables::Tables;
use crate::Chart;

use columns::Columns;
use outline::Outline;
#[cfg(feature = "scxml")]
pub(crate) use parts::written;
use parts::Parts;
pub(crate) use resolved::resolved;

/// How many of each thing there may be, so that a number has two bytes and some are left to say something else.
const MOST: usize = 0x7ff0;

/// How many mistakes are told. Who makes more hears of the rest when these are gone.
const MISTAKES: usize = 1_000;

pub(crate) fn compile(form: &Form) -> Result<Chart, FormErrors> {
    let mut errors = Errors::default();
    let tables = tables(form, &mut errors, Care::Usual);
    match tables {
        Some(tables) if errors.0.is_empty() => Ok(Chart { tables }),
        _ => Err(errors.of(form)),
    }
}

/// Refuses also what can run and is surely not meant.
pub(crate) fn check(form: &Form) -> Result<(), FormErrors> {
    let mut errors = Errors::default();
    let tables = tables(form, &mut errors, Care::Special);
    match tables {
        Some(_) if errors.0.is_empty() => Ok(()),
        _ => Err(errors.of(form)),
    }
}

/// The states that the names in a form mean.
#[cfg(feature = "scxml")]
pub(crate) struct Names<'f>(Outline<'f>);

#[cfg(feature = "scxml")]
impl<'f> Names<'f> {
    pub fn of(form: &'f Form) -> Result<Self, FormErrors> {
        let mut errors = Errors::default();
        let outline = Outline::of(form, &mut errors);
        outline.map(Self).ok_or_else(|| errors.of(form))
    }

    /// The path of the state that is meant in a state, by that state's number.
    pub fn target(&self, state: u16, target: &str) -> Option<&str> {
        let found = self.0.resolve(state, target).ok()?;
        Some(&self.0.node(found).path)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    Usual,
    /// Looks for doubtful things too.
    Special,
}

fn tables(form: &Form, errors: &mut Errors, care: Care) -> Option<Tables> {
    let outline = Outline::of(form, errors)?;
    let parts = Parts::of(form, &outline, errors)?;
    let columns = Columns::of(form, &outline, &parts, errors)?;
    let tables = assemble::tables(form, &outline, &parts, &columns, errors)?;
    if care == Care::Special {
        doubts::find(&outline, &parts, &columns, &tables, errors);
    }
    Some(tables)
}

/// What is wrong with the form, as far as it is known.
#[derive(Default)]
struct Errors(Vec<FormError>);

impl Errors {
    fn of(self, form: &Form) -> FormErrors {
        FormErrors {
            chart: form.name.clone(),
            errors: self.0,
        }
    }

    fn push(&mut self, state: &str, part: Option<String>, problem: FormProblem) {
        self.push_of(state, part, None, problem);
    }

    /// As [`push`](Self::push), of a transition by its place among those of the state.
    fn push_of(
        &mut self,
        state: &str,
        part: Option<String>,
        transition: Option<usize>,
        problem: FormProblem,
    ) {
        if self.0.len() == MISTAKES {
            return;
        }
        self.0.push(FormError {
            state: state.to_owned(),
            part,
            transition,
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
