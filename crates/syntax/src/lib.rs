#![doc = include_str!("../README.md")]

mod arguments;
mod calls;
mod case;
mod clauses;
mod entered;
mod errors;
mod inside;
mod invokes;
mod logic;
mod lower;
mod model;
mod names;
mod output;
mod parse;
mod placed;
mod read;
mod secret;
mod states;
mod tree;
mod unhandled;

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};

use self::logic::Functions;
use self::model::Chart;
use self::tree::Tree;

pub use self::case::{plain, snake_case};
pub use self::errors::{spanned, Errors};
pub use self::read::{read, Reading, WrittenChart};

/// What `chart!` writes, with what is wrong as errors at their places. `library` says under which path the program has
/// `leptos-state-chart`.
///
/// The types are written even if something is wrong, so that the code around an unfinished chart is not full of errors too.
pub fn expand(
    input: TokenStream,
    library: impl FnOnce() -> syn::Result<TokenStream>,
) -> TokenStream {
    let mut errors = Errors::default();
    let Some(mut chart) = parse(input, &mut errors) else {
        return report(errors);
    };
    // What was not read may be what the rest seems to lack.
    let mut doubtful = Errors::default();
    let is_whole = errors.is_empty();
    let later = if is_whole { &mut errors } else { &mut doubtful };
    let mut tokens = TokenStream::new();
    match library() {
        Ok(path) => {
            complete(&mut chart, &path, later);
            tokens.extend(written(&chart, &path, is_whole, later));
        }
        Err(error) => later.add(error),
    }
    tokens.extend(report(errors));
    tokens
}

/// The chart as it stands there. Where something could not be read, there may be more that was not.
fn parse(input: TokenStream, errors: &mut Errors) -> Option<Chart> {
    let mut chart = None;
    let read = |input: ParseStream<'_>| {
        let read = Chart::read(input, errors);
        chart = errors.take(read);
        Ok(())
    };
    let rest = read.parse2(input);
    if errors.is_empty() {
        errors.take(rest);
    }
    chart
}

/// Sees to what is only known when all is read.
fn complete(chart: &mut Chart, path: &TokenStream, errors: &mut Errors) {
    names::check_events(chart, errors);
    names::qualify(chart, errors);
    inside::complete(&mut chart.root, path);
}

fn report(errors: Errors) -> TokenStream {
    errors
        .finish()
        .err()
        .map_or_else(TokenStream::new, |error| error.to_compile_error())
}

/// The form of a chart, and what it needs of its logic.
fn lower<'c>(
    chart: &'c Chart,
    tree: &Tree<'c>,
    errors: &mut Errors,
) -> (leptos_state_chart::form::Form, Functions<'c>) {
    let mut functions = Functions {
        list: Vec::new(),
        handed: Vec::new(),
    };
    let form = lower::lower(chart, tree, &mut functions, errors);
    names::check(chart, tree, errors);
    inside::check(tree, errors);
    if chart.denies_unhandled {
        unhandled::check(chart, tree, errors);
    }
    (form, functions)
}

/// The module of a chart. Of one that is not whole nothing can run.
fn written(chart: &Chart, path: &TokenStream, is_whole: bool, errors: &mut Errors) -> TokenStream {
    let tree = Tree::of(chart, errors);
    let (form, functions) = lower(chart, &tree, errors);
    let mut compiled = None;
    if errors.is_empty() && is_whole {
        // Events that nothing is done on need no place in the tables.
        let used = leptos_state_chart::form::Form {
            events: Vec::new(),
            ..form.clone()
        };
        match used.check().and_then(|()| used.compile()) {
            Ok(chart) => compiled = Some(chart),
            Err(wrong) => wrong
                .iter()
                .for_each(|wrong| errors.add(placed::placed(&tree, wrong))),
        }
    }
    let output = output::Output {
        path,
        chart,
        tree: &tree,
        functions: &functions,
        form: &form,
        compiled: compiled.as_ref(),
    };
    output.tokens()
}
