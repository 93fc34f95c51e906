//! What is secret in events and in what is emitted: fields with `#[secret]`, and what is secret in values that are states.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Fields, Member, Type, Variant};

use super::errors::Errors;
use super::logic::{held, result_variant, Holder};
use super::output::Output;

/// Whether an attribute says that a field is secret.
pub(super) fn is_mark(attr: &Attribute) -> bool {
    attr.path().is_ident("secret")
}

fn is_secret(field: &syn::Field) -> bool {
    field.attrs.iter().any(is_mark)
}

fn have_secrets(variants: &[Variant]) -> bool {
    let mut fields = variants.iter().flat_map(|variant| &variant.fields);
    fields.any(is_secret)
}

/// Refuses marks that say more than that, and those that are on no field.
pub(super) fn check(variants: &[Variant], errors: &mut Errors) {
    for variant in variants {
        for mark in variant.attrs.iter().filter(|attr| is_mark(attr)) {
            let message = "`#[secret]` belongs on what is secret in it: `Enter(#[secret] String)`";
            errors.add(syn::Error::new(mark.span(), message));
        }
        let attrs = variant.fields.iter().flat_map(|field| &field.attrs);
        for mark in attrs.filter(|attr| is_mark(attr)) {
            if mark.meta.require_path_only().is_err() {
                let message = "`#[secret]` says all that there is to say";
                errors.add(syn::Error::new(mark.span(), message));
            }
        }
    }
}

/// The fields of a variant, with names for their values.
fn bound(fields: &Fields) -> impl Iterator<Item = (Member, Ident, &syn::Field)> {
    let numbered = fields.members().zip(fields).enumerate();
    numbered.map(|(number, (member, field))| (member, format_ident!("field{number}"), field))
}

/// What prints an enum of the chart's module: what it derives, and what is written out if something in it is secret.
pub(super) fn debug(name: &Ident, variants: &[Variant]) -> (TokenStream, TokenStream) {
    if !have_secrets(variants) {
        return (quote!(, Debug), TokenStream::new());
    }
    let arms = variants.iter().map(|variant| {
        let (own, text) = (&variant.ident, variant.ident.unraw().to_string());
        let shown = bound(&variant.fields).filter(|(.., field)| !is_secret(field));
        let shown = shown.map(|(member, name, _)| quote!(#member: #name));
        let parts = bound(&variant.fields).map(|(member, name, field)| {
            let value = match is_secret(field) {
                true => quote!(&::core::format_args!("…")),
                false => quote!(#name),
            };
            match member {
                Member::Named(name) => {
                    let name = name.unraw().to_string();
                    quote!(.field(#name, #value))
                }
                Member::Unnamed(_) => quote!(.field(#value)),
            }
        });
        let printed = match &variant.fields {
            Fields::Named(_) => quote!(f.debug_struct(#text) #(#parts)* .finish()),
            Fields::Unnamed(_) => quote!(f.debug_tuple(#text) #(#parts)* .finish()),
            Fields::Unit => quote!(f.write_str(#text)),
        };
        quote!(Self::#own { #(#shown,)* .. } => #printed)
    });
    let written = quote! {
        #[automatically_derived]
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#arms),* }
            }
        }
    };
    (TokenStream::new(), written)
}

impl Output<'_> {
    fn core(&self) -> TokenStream {
        let path = self.path;
        quote!(#path::__private::core)
    }

    /// What brings the methods into scope by which types are looked into.
    fn looking(&self) -> TokenStream {
        let core = self.core();
        quote!(use #core::__private::{LookAtLeaf as _, LookInside as _, LookIntoState as _};)
    }

    fn found(&self, ty: &TokenStream) -> TokenStream {
        let core = self.core();
        quote!((&&&#core::__private::Look::<#ty>::NEW).has_secrets(looked))
    }

    fn look(&self, ty: &TokenStream, place: &TokenStream) -> TokenStream {
        let core = self.core();
        quote!((&&&#core::__private::Look::<#ty>::NEW).redact(#place);)
    }

    /// Clears what is secret in an enum that has these variants.
    fn cleared(&self, name: &Ident, place: &TokenStream, variants: &[Variant]) -> TokenStream {
        if variants.is_empty() {
            return TokenStream::new();
        }
        let core = self.core();
        let arms = variants.iter().map(|variant| {
            let own = &variant.ident;
            let parts = bound(&variant.fields).map(|(member, name, _)| quote!(#member: #name));
            let cleared = bound(&variant.fields).map(|(_, place, field)| {
                let ty = &field.ty;
                match is_secret(field) {
                    true => {
                        quote_spanned!(ty.span()=> <#ty as #core::__private::Secret>::clear(#place);)
                    }
                    false => self.look(&quote!(#ty), &quote!(#place)),
                }
            });
            quote!(#name::#own { #(#parts),* } => { #(#cleared)* })
        });
        quote!(match #place { #(#arms)* })
    }

    /// What has that be looked into which the chart emits, where a machine around has it.
    pub(super) fn redact_emitted(&self, variants: &[Variant]) -> TokenStream {
        let (path, core, looking) = (self.path, self.core(), self.looking());
        let name = format_ident!("Emitted");
        let cleared = self.cleared(&name, &quote!(self), variants);
        let types = variants.iter().flat_map(|variant| &variant.fields);
        let found = types.map(|field| match is_secret(field) {
            true => quote!(true),
            false => {
                let ty = &field.ty;
                self.found(&quote!(#ty))
            }
        });
        quote! {
            #path::__if_store! {
                #[automatically_derived]
                #[allow(unused_variables)]
                impl #core::Redact for Emitted {
                    fn has_secrets(looked: &mut #core::Looked) -> bool {
                        #looking
                        looked.is_new::<Self>() && (false #(|| #found)*)
                    }

                    fn redact(&mut self) {
                        #looking
                        #cleared
                    }
                }
            }
        }
    }

    /// The items in the implementation of the chart by which secrets are found and cleared.
    pub(super) fn secrets(&self, context: &TokenStream) -> TokenStream {
        let (path, core, looking) = (self.path, self.core(), self.looking());
        // What states and machines inside hold, with the places.
        let of_states = self.tree.holders().map(|place| {
            let holding = self.tree.nodes[place].state.holding.as_ref();
            let ty = holding.map(|holding| &holding.ty);
            (held(Holder::State(place)), quote!(#ty), true)
        });
        let of_machines = self.machines().map(|(number, _, invoke)| {
            let ty = self.field_type(invoke);
            (held(Holder::Machine(number)), ty, false)
        });
        let holders: Vec<_> = of_states.chain(of_machines).collect();
        let in_held = holders.iter().map(|(name, ty, is_kept)| {
            if !is_kept {
                return self.look(ty, &quote!(&mut held.#name));
            }
            let (look, found) = (self.look(ty, &quote!(&mut **kept)), self.found(ty));
            quote! {
                if let ::core::option::Option::Some(kept) = &mut held.#name {
                    let looked = &mut #core::Looked::default();
                    // It may be shared, and is copied to be written to.
                    if #found { #look }
                }
            }
        });
        let handed: Vec<_> = self
            .functions
            .handed
            .iter()
            .map(|handed| {
                let ty: Option<&Type> = handed.ty;
                let ty = ty.map_or_else(|| quote!(()), |ty| quote!(#ty));
                let place = match handed.key {
                    Some(_) => quote!(&mut value.1),
                    None => quote!(value),
                };
                (&handed.variant, ty, place)
            })
            .collect();
        let emitted = self.chart.emits.as_ref().map(|_| {
            let variant = format_ident!("Emitted");
            (variant, quote!(Emitted), quote!(value))
        });
        let emitted = emitted
            .iter()
            .map(|(variant, ty, place)| (variant, ty, place));
        let handed = handed
            .iter()
            .map(|(variant, ty, place)| (*variant, ty, place));
        let handed: Vec<_> = handed.chain(emitted).collect();
        let in_data = handed.iter().map(|(variant, ty, place)| {
            let look = self.look(ty, place);
            quote!(Data::#variant(value) => { #look })
        });
        let in_data = match handed.is_empty() {
            true => quote!(match *data {}),
            false => quote!(match data { #(#in_data)* }),
        };
        let in_event = self.cleared(&format_ident!("Event"), &quote!(event), &self.chart.events);
        let in_context = self.look(context, &quote!(context));
        let types = holders.iter().map(|(_, ty, _)| ty);
        let types = types.chain(handed.iter().map(|(_, ty, _)| *ty));
        let found = [context].into_iter().chain(types).map(|ty| self.found(ty));
        let inner = self.machines().map(|(_, _, invoke)| {
            let (variant, marker) = (result_variant(&invoke.name), super::inside::marker(invoke));
            quote!(Inner::#variant(action) => {
                #core::__private::redact_slice::<#path::Running<Self>, #marker>(action);
            })
        });
        let (inner_type, in_inner) = match self.machines().next() {
            Some(_) => (quote!(Inner), quote!(match inner { #(#inner)* })),
            None => (quote!(#path::Nothing), quote!(match *inner {})),
        };
        quote! {
            #path::__if_store! {
                fn has_secrets(looked: &mut #core::Looked) -> bool {
                    #looking
                    #(#found)||*
                }

                fn redact_context(context: &mut Self::Context) {
                    #looking
                    #in_context
                }

                fn redact_held(held: &mut Held) {
                    #looking
                    #(#in_held)*
                }

                fn redact_data(data: &mut Data) {
                    #looking
                    #in_data
                }

                fn redact_event(event: &mut Event) {
                    #looking
                    #in_event
                }

                fn redact_inner(inner: &mut #inner_type) {
                    #in_inner
                }
            }
        }
    }
}
