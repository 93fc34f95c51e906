//! `chart!`: a chart, its types, and what it needs of its logic.

mod arguments;
mod calls;
mod clauses;
mod entered;
mod inside;
mod invokes;
mod logic;
mod lower;
mod model;
mod names;
mod output;
mod parse;
mod placed;
mod states;
mod tree;
mod unhandled;

use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};

use self::logic::Functions;
use self::model::Chart;
use self::tree::Tree;
use crate::errors::Errors;

/// What the macro writes, with what is wrong as errors at their places. The types are written all the same, so that the code
/// around an unfinished chart is not full of errors too.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let mut chart = None;
    let read = |input: ParseStream<'_>| {
        let read = Chart::read(input, &mut errors);
        chart = errors.take(read);
        Ok(())
    };
    // Where something could not be read, there may be more that was not.
    let rest = read.parse2(input);
    if errors.is_empty() {
        errors.take(rest);
    }
    let Some(mut chart) = chart else {
        return report(errors);
    };
    // What was not read may be what the rest seems to lack.
    let mut doubtful = Errors::default();
    let is_whole = errors.is_empty();
    let later = if is_whole { &mut errors } else { &mut doubtful };
    names::check_events(&mut chart, later);
    names::qualify(&mut chart, later);
    inside::complete(&mut chart);
    let mut tokens = TokenStream::new();
    match written(&chart, is_whole, later) {
        Ok(written) => tokens.extend(written),
        Err(error) => later.add(error),
    }
    tokens.extend(report(errors));
    tokens
}

fn report(errors: Errors) -> TokenStream {
    errors
        .finish()
        .err()
        .map_or_else(TokenStream::new, |error| error.to_compile_error())
}

/// The module of a chart. Of one that is not whole nothing can run.
fn written(chart: &Chart, is_whole: bool, errors: &mut Errors) -> syn::Result<TokenStream> {
    let path = crate::names::chart()?;
    let tree = Tree::of(chart, errors);
    let mut functions = Functions {
        list: Vec::new(),
        handed: Vec::new(),
    };
    let form = lower::lower(chart, &tree, &mut functions, errors);
    names::check(chart, &tree, errors);
    inside::check(&tree, errors);
    if chart.denies_unhandled {
        unhandled::check(chart, &tree, errors);
    }
    let mut compiled = None;
    if errors.is_empty() && is_whole {
        match form.check().and_then(|()| form.compile()) {
            Ok(chart) => compiled = Some(chart),
            Err(wrong) => wrong
                .iter()
                .for_each(|wrong| errors.add(placed::placed(&tree, wrong))),
        }
    }
    let output = output::Output {
        path: &path,
        chart,
        tree: &tree,
        functions: &functions,
        compiled: compiled.as_ref(),
    };
    Ok(output.tokens())
}
