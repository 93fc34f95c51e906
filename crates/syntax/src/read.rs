//! A chart for tools: its form, and where everything stands.

use leptos_state_chart::form::Form;
use leptos_state_chart::FormError;
use proc_macro2::{Span, TokenStream};
use quote::{quote, ToTokens};
use syn::ext::IdentExt;

use super::errors::Errors;
use super::model::Chart;
use super::tree::Tree;
use super::{complete, lower, parse, placed};

/// What was read of a chart.
#[derive(Debug)]
pub struct Reading {
    /// The chart; `None` if not even its name could be read.
    pub chart: Option<WrittenChart>,
    /// What is wrong, at its places: what the macro would say, save for what is wrong with the [form](WrittenChart::form) as a whole.
    pub errors: Vec<syn::Error>,
}

/// A chart that stands in a program.
pub struct WrittenChart {
    /// Its form, with the names of its events. If there are errors, without what could not be read.
    pub form: Form,
    source: Chart,
}

/// Reads what stands in the braces of `chart!`.
pub fn read(input: TokenStream) -> Reading {
    let mut errors = Errors::default();
    let source = parse(input, &mut errors);
    let mut doubtful = Errors::default();
    let is_whole = errors.is_empty();
    let later = if is_whole { &mut errors } else { &mut doubtful };
    let chart = source.map(|mut source| {
        complete(&mut source, &quote!(::leptos_state_chart), later);
        let form = lower(&source, &Tree::of(&source, later), later).0;
        WrittenChart { form, source }
    });
    let errors = errors.finish().err().into_iter().flatten().collect();
    Reading { chart, errors }
}

impl WrittenChart {
    /// Where its name stands.
    pub fn name(&self) -> Span {
        self.source.name.span()
    }

    /// The type of its context, as it is written.
    pub fn context(&self) -> Option<String> {
        let context = self.source.context.as_ref()?;
        Some(context.to_token_stream().to_string())
    }

    /// Where the name of the state with this path stands.
    pub fn state(&self, path: &str) -> Option<Span> {
        let mut errors = Errors::default();
        let tree = Tree::of(&self.source, &mut errors);
        let state = tree.at(path)?.state;
        Some(if path.is_empty() {
            self.name()
        } else {
            state.name.span()
        })
    }

    /// Where a transition of a state begins.
    pub fn transition(&self, path: &str, index: usize) -> Option<Span> {
        let mut errors = Errors::default();
        let tree = Tree::of(&self.source, &mut errors);
        let transition = tree.at(path)?.state.transitions.get(index)?;
        Some(transition.span)
    }

    /// Where an event is declared.
    pub fn event(&self, name: &str) -> Option<Span> {
        let mut events = self.source.events.iter();
        let event = events.find(|event| event.ident.unraw() == name)?;
        Some(event.ident.span())
    }

    /// What is wrong with the form, where it is in the source and in its words.
    pub fn explain(&self, error: &FormError) -> syn::Error {
        let mut errors = Errors::default();
        placed::placed(&Tree::of(&self.source, &mut errors), error)
    }
}

impl std::fmt::Debug for WrittenChart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WrittenChart")
            .field("form", &self.form)
            .finish_non_exhaustive()
    }
}
