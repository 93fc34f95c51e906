//! What is secret in a state: fields with `#[state(secret)]`, and what is secret in fields that are states themselves.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Attribute, Data, DeriveInput, Fields, Ident, Member, Type};

use super::shape::Options;
use super::Output;
use crate::secret;
use leptos_state_syntax::Errors;

/// A field, whether it has a method or not.
struct Part<'a> {
    member: Member,
    ty: &'a Type,
    secret: Option<Span>,
}

/// The fields of the struct, or those of each variant.
enum Parts<'a> {
    Struct(Vec<Part<'a>>),
    Enum(Vec<(&'a Ident, Vec<Part<'a>>)>),
}

impl<'a> Parts<'a> {
    fn of(input: &'a DeriveInput) -> Self {
        match &input.data {
            Data::Enum(data) => {
                let variants = data.variants.iter().map(|variant| {
                    let whole = marked(&variant.attrs);
                    (&variant.ident, parts(&variant.fields, whole))
                });
                Self::Enum(variants.collect())
            }
            Data::Struct(data) => Self::Struct(parts(&data.fields, None)),
            Data::Union(_) => Self::Struct(Vec::new()),
        }
    }

    fn all(&self) -> Vec<&Part<'a>> {
        match self {
            Self::Struct(parts) => parts.iter().collect(),
            Self::Enum(variants) => variants.iter().flat_map(|(_, parts)| parts).collect(),
        }
    }
}

/// What is wrong with the attributes is said where the shape is read.
fn marked(attrs: &[Attribute]) -> Option<Span> {
    Options::parse(attrs).ok()?.secret
}

fn parts(fields: &Fields, whole: Option<Span>) -> Vec<Part<'_>> {
    let fields = fields.iter().zip(fields.members());
    let parts = fields.map(|(field, member)| Part {
        member,
        ty: &field.ty,
        secret: marked(&field.attrs).or(whole),
    });
    parts.collect()
}

/// Refuses secrets that something else is known by, or that have secrets of their own to tell.
pub(super) fn refuse(options: &Options, errors: &mut Errors) {
    let Some(span) = options.secret else {
        return;
    };
    if options.id.is_some() {
        let message = "what an entity is known by is no secret: all entities would have the same";
        errors.add(syn::Error::new(span, message));
    }
    if options.slice.is_some() {
        let message = "a slice's actions would tell what is in it: put `#[state(secret)]` on fields of the slice's state";
        errors.add(syn::Error::new(span, message));
    }
}

impl Output<'_> {
    /// The items of `State` by which secrets are found and cleared, if there may be any.
    pub(super) fn secrets(&self) -> Option<TokenStream> {
        let core = self.core;
        let parts = Parts::of(self.input);
        let all = parts.all();
        let is_plain = |part: &&Part<'_>| part.secret.is_none() && secret::is_plain(part.ty);
        if all.iter().all(is_plain) {
            return None;
        }
        let has_secrets = if all.iter().any(|part| part.secret.is_some()) {
            quote!(true)
        } else {
            let found = all.iter().filter(|part| !secret::is_plain(part.ty));
            let found = found.map(|part| secret::found(core, part.ty));
            quote!(looked.is_new::<Self>() && (#(#found)||*))
        };
        let cleared = |part: &Part<'_>, place: TokenStream| match part.secret {
            Some(_) => Some(secret::clear(core, part.ty, &place)),
            None if secret::is_plain(part.ty) => None,
            None => Some(secret::look(core, part.ty, &place)),
        };
        let redacted = match &parts {
            Parts::Struct(parts) => {
                let cleared = parts.iter().filter_map(|part| {
                    let member = &part.member;
                    cleared(part, quote!(&mut self.#member))
                });
                quote!(#(#cleared)*)
            }
            Parts::Enum(variants) => {
                let arms = variants.iter().filter_map(|(name, parts)| {
                    let numbered = parts.iter().enumerate();
                    let (bound, cleared): (Vec<_>, Vec<_>) = numbered
                        .filter_map(|(number, part)| {
                            let member = &part.member;
                            let place = format_ident!("field{number}");
                            let cleared = cleared(part, quote!(#place))?;
                            Some((quote!(#member: #place), cleared))
                        })
                        .unzip();
                    let arm = quote!(Self::#name { #(#bound,)* .. } => { #(#cleared)* });
                    (!bound.is_empty()).then_some(arm)
                });
                let arms: Vec<_> = arms.collect();
                let others = (arms.len() < variants.len()).then(|| quote!(_ => {}));
                quote!(match self { #(#arms)* #others })
            }
        };
        let traits = secret::traits(core);
        Some(quote! {
            #[allow(unused_variables)]
            fn has_secrets(looked: &mut #core::Looked) -> bool {
                #traits
                #has_secrets
            }

            fn redact(&mut self) {
                #traits
                #redacted
            }
        })
    }

    /// What has the state be looked into where a container has it.
    pub(super) fn redact(&self) -> TokenStream {
        let Self {
            core,
            input,
            generics,
        } = self;
        let name = &input.ident;
        let (impl_generics, type_generics, wheres) = generics.split_for_impl();
        quote_spanned! {name.span()=>
            #[automatically_derived]
            impl #impl_generics #core::Redact for #name #type_generics #wheres {
                fn has_secrets(looked: &mut #core::Looked) -> bool {
                    <Self as #core::State>::has_secrets(looked)
                }

                fn redact(&mut self) {
                    <Self as #core::State>::redact(self);
                }
            }
        }
    }
}
