//! `#[actions]`: `parse` reads the methods of the block, `touches` which fields they write to, `output` writes what stands
//! next to it, `slices` the part of that which slices need.

mod output;
mod parse;
mod secret;
mod slices;
mod touches;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, ImplItem, ItemImpl};

use crate::names;
use leptos_state_syntax::Errors;
use output::Output;

/// The block and what the macro makes of it; after a misuse the block and the errors, so that nothing else is reported.
pub(crate) fn expand(options: TokenStream, mut block: ItemImpl) -> TokenStream {
    let made = make(options, &block).unwrap_or_else(|error| error.to_compile_error());
    strip_options(&mut block);
    quote!(#block #made)
}

fn make(options: TokenStream, block: &ItemImpl) -> syn::Result<TokenStream> {
    let core = names::core()?;
    let options = parse::options(options)?;
    let state = parse::state_name(block)?;
    let mut errors = Errors::default();
    let actions: Vec<_> = block
        .items
        .iter()
        .filter_map(|item| {
            let found = parse::action(item);
            errors.take(found)
        })
        .collect();
    errors.finish()?;
    parse::refuse_names_of_slices(&actions, &options.slices)?;

    let output = Output {
        core: &core,
        block,
        state,
        options: &options,
        actions: &actions,
    };
    Ok(output.tokens())
}

/// Removes what was meant for the macro.
fn strip_options(block: &mut ItemImpl) {
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            method
                .attrs
                .retain(|attribute| !attribute.path().is_ident("action"));
            for input in &mut method.sig.inputs {
                if let FnArg::Typed(typed) = input {
                    typed.attrs.retain(|attribute| !parse::is_secret(attribute));
                }
            }
        }
    }
}
