//! Writing what keeps secret arguments out of what is printed, stored and sent.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};

use super::output::Output;
use super::parse::Argument;
use crate::{names, secret};

impl Output<'_> {
    /// What prints the actions, if it can't be derived.
    pub(super) fn debug(&self) -> Option<TokenStream> {
        let mut arguments = self.actions.iter().flat_map(|action| &action.arguments);
        if !arguments.any(|argument| argument.is_secret) {
            return None;
        }
        let name = self.action_type();
        let actions = self.actions.iter().map(|action| {
            let variant = &action.variant;
            let text = variant.to_string();
            let numbered = || action.arguments.iter().enumerate();
            // An argument may have the name of one of ours.
            let bound = |number: usize| format_ident!("argument{number}");
            let shown = numbered().filter(|(_, argument)| !argument.is_secret);
            let shown = shown.map(|(number, Argument { name, .. })| {
                let bound = bound(number);
                quote!(#name: #bound)
            });
            let fields = numbered().map(|(number, argument)| {
                let text = names::plain(argument.name);
                let bound = bound(number);
                let value = match argument.is_secret {
                    true => quote!(&::core::format_args!("…")),
                    false => quote!(#bound),
                };
                quote!(.field(#text, #value))
            });
            match action.arguments.is_empty() {
                true => quote!(Self::#variant => f.write_str(#text)),
                false => quote! {
                    Self::#variant { #(#shown,)* .. } => f.debug_struct(#text) #(#fields)* .finish()
                },
            }
        });
        let slices = self.options.slices.iter().map(|slice| {
            let variant = &slice.variant;
            let text = variant.to_string();
            quote!(Self::#variant(action) => f.debug_tuple(#text).field(action).finish())
        });
        Some(quote! {
            #[automatically_derived]
            impl ::core::fmt::Debug for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    match self {
                        #(#actions,)*
                        #(#slices,)*
                    }
                }
            }
        })
    }

    /// What clears secret arguments, and what is secret in others, if there may be any.
    pub(super) fn redact(&self) -> Option<TokenStream> {
        let core = self.core;
        let mut arms = Vec::new();
        for action in self.actions {
            let variant = &action.variant;
            let looked_at = action.arguments.iter();
            let looked_at = looked_at.filter(|it| it.is_secret || !secret::is_plain(it.ty));
            let (bound, cleared): (Vec<_>, Vec<TokenStream>) = looked_at
                .map(|argument| {
                    let Argument {
                        name,
                        ty,
                        is_secret,
                    } = argument;
                    let cleared = match is_secret {
                        true => secret::clear(core, ty, &quote!(#name)),
                        false => secret::look(core, ty, &quote!(#name)),
                    };
                    (quote!(#name), cleared)
                })
                .unzip();
            if !bound.is_empty() {
                arms.push(quote!(Self::#variant { #(#bound,)* .. } => { #(#cleared)* }));
            }
        }
        for slice in &self.options.slices {
            let (_, state, field) = self.names_of(slice);
            let variant = &slice.variant;
            arms.push(quote_spanned! {slice.name.span()=>
                Self::#variant(action) => #core::__private::redact_slice::<#state, #field>(action),
            });
        }
        if arms.is_empty() {
            return None;
        }
        let all = self.actions.len() + self.options.slices.len();
        let others = (arms.len() < all).then(|| quote!(_ => {}));
        let traits = secret::traits(core);
        Some(quote! {
            fn redact(&mut self) {
                #traits
                match self {
                    #(#arms)*
                    #others
                }
            }
        })
    }
}
