//! Writing what slices add to the actions of the state that has them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::output::Output;
use super::parse::Slice;
use crate::names;

/// The arms for slices in the implementation of `Action`.
pub(super) struct InTheActionImpl {
    pub(super) names: Vec<TokenStream>,
    pub(super) full_name: Option<TokenStream>,
    pub(super) applied: Vec<TokenStream>,
    pub(super) failing: Vec<TokenStream>,
}

impl Output<'_> {
    pub(super) fn has_slices(&self) -> bool {
        !self.options.slices.is_empty()
    }

    /// The type that stands for the field of a slice. The derive puts it next to the state.
    fn field(&self, slice: &Slice) -> TokenStream {
        let span = slice.name.span();
        let field = names::slice_field(self.state, &slice.name);
        let field = super::output::next_to(&self.block.self_ty, &field);
        quote_spanned!(span=> #field)
    }

    /// The variants of the enum of actions.
    pub(super) fn slice_variants(&self) -> Vec<TokenStream> {
        self.variants("An action of the slice", true, |slice| {
            let (core, state, field) = self.names_of(slice);
            quote_spanned!(slice.name.span()=> #core::SliceAction<#state, #field>)
        })
    }

    /// The variants of the enum of replies.
    pub(super) fn slice_replies(&self) -> Vec<TokenStream> {
        self.variants("What an action replied of the slice", false, |slice| {
            let (core, state, field) = self.names_of(slice);
            quote_spanned!(slice.name.span()=> #core::ReplyOf<#core::SliceState<#state, #field>>)
        })
    }

    /// The variants of the enum of errors.
    pub(super) fn slice_errors(&self) -> Vec<TokenStream> {
        self.variants("Why an action failed of the slice", false, |slice| {
            let (core, state, field) = self.names_of(slice);
            quote_spanned!(slice.name.span()=> #core::SliceFailure<#state, #field>)
        })
    }

    pub(super) fn names_of(&self, slice: &Slice) -> (&TokenStream, &syn::Type, TokenStream) {
        (self.core, &self.block.self_ty, self.field(slice))
    }

    fn variants(
        &self,
        what: &str,
        is_stored: bool,
        ty: impl Fn(&Slice) -> TokenStream,
    ) -> Vec<TokenStream> {
        let variant = |slice: &Slice| {
            let name = names::plain(&slice.name);
            let text = format!("{what} `{name}`.");
            let rename =
                (is_stored && self.options.serde).then(|| quote!(#[serde(rename = #name)]));
            let variant = &slice.variant;
            let ty = ty(slice);
            quote_spanned!(slice.name.span()=> #[doc = #text] #rename #variant(#ty))
        };
        self.options.slices.iter().map(variant).collect()
    }

    /// Where the names of a slice's actions are, put together.
    fn joined(slice: &Slice) -> proc_macro2::Ident {
        format_ident!(
            "__{}_NAMES",
            names::plain(&slice.name).to_uppercase(),
            span = slice.name.span()
        )
    }

    /// The names of all actions.
    pub(super) fn all_names(&self, own: &[String]) -> TokenStream {
        if !self.has_slices() {
            return quote!(&[#(#own),*]);
        }
        let core = self.core;
        let joined: Vec<_> = self.options.slices.iter().map(Self::joined).collect();
        let count = own.len();
        quote!(&#core::__private::chain::<{ #count #(+ Self::#joined.len())* }>(&[&[#(#own),*], #(Self::#joined),*]))
    }

    pub(super) fn in_the_action_impl(&self) -> InTheActionImpl {
        let each = |arm: &dyn Fn(&Slice) -> TokenStream| -> Vec<TokenStream> {
            self.options.slices.iter().map(arm).collect()
        };
        let names = each(&|slice| {
            let (core, state, field) = self.names_of(slice);
            let variant = &slice.variant;
            let joined = Self::joined(slice);
            quote_spanned!(slice.name.span()=> Self::#variant(action) => #core::__private::slice_name::<#state, #field>(Self::#joined, action))
        });
        let full_names = each(&|slice| {
            let (core, state, field) = self.names_of(slice);
            let variant = &slice.variant;
            let name = names::plain(&slice.name);
            quote_spanned!(slice.name.span()=> Self::#variant(action) => #core::__private::full_name::<#state, #field>(#name, action))
        });
        let full_name = self.has_slices().then(|| {
            let others =
                (!self.actions.is_empty()).then(|| quote!(_ => ::core::option::Option::None,));
            quote! {
                fn full_name(&self) -> ::core::option::Option<::std::string::String> {
                    match self {
                        #(#full_names,)*
                        #others
                    }
                }
            }
        });
        let (replies, errors) = (self.reply_type(), self.error_type());
        let applied = each(&|slice| {
            let (_, _, field) = self.names_of(slice);
            let variant = &slice.variant;
            quote_spanned! {slice.name.span()=>
                Self::#variant(action) => match cx.apply_slice::<#field>(state, action) {
                    ::core::result::Result::Ok(reply) => ::core::result::Result::Ok(#replies::#variant(reply)),
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(#errors::#variant(error)),
                }
            }
        });
        let failing = each(&|slice| {
            let (core, state, field) = self.names_of(slice);
            let variant = &slice.variant;
            quote_spanned!(slice.name.span()=> Self::#variant(action) => #core::__private::slice_failing::<#state, #field>(action))
        });
        InTheActionImpl {
            names,
            full_name,
            applied,
            failing,
        }
    }

    /// Which fields the actions of slices touch.
    pub(super) fn slices_touch(&self) -> impl Iterator<Item = TokenStream> + '_ {
        self.options.slices.iter().map(|slice| {
            let (core, state, field) = self.names_of(slice);
            let variant = &slice.variant;
            quote_spanned!(slice.name.span()=> Self::#variant(_) => const { <#state as #core::HasField<#field>>::TOUCHED })
        })
    }

    /// What makes the fields slices.
    pub(super) fn slices(&self) -> TokenStream {
        let slices = self.options.slices.iter().map(|slice| self.slice(slice));
        quote!(#(#slices)*)
    }

    fn slice(&self, slice: &Slice) -> TokenStream {
        let (core, state, field) = self.names_of(slice);
        let (actions, replies, errors) = (self.action_type(), self.reply_type(), self.error_type());
        let Slice { name, variant, ty } = slice;
        let name = names::plain(name);
        let joined = Self::joined(slice);
        let mode = if self.options.is_local {
            quote_spanned!(slice.name.span()=> type Mode = #core::Confined;)
        } else {
            quote_spanned!(slice.name.span()=> type Mode = #core::Shared;)
        };
        let of_slice = quote!(#core::SliceState<#state, #field>);
        let hash = names::hash(&name);
        let here = names::spanned(quote!(#state), slice.name.span());
        let is_marked = quote_spanned!(slice.name.span()=> is_marked::<#here, #hash>());
        let is_declared = quote_spanned! {ty.span()=>
            has_the_type::<<#state as #core::HasField<#field>>::Value, #ty>()
        };
        quote_spanned! {slice.name.span()=>
            impl #actions {
                const #joined: &'static [&'static str] = {
                    const NAMES: &[&str] = <#core::ActionOf<#of_slice> as #core::Action<#of_slice>>::NAMES;
                    const LEN: usize = #core::__private::joined_len(#name, NAMES);
                    const COUNT: usize = if NAMES.is_empty() { 1 } else { NAMES.len() };
                    const TEXT: &[u8] = &#core::__private::join::<LEN>(#name, NAMES);
                    &#core::__private::split::<COUNT>(#name, NAMES, TEXT)
                };
            }

            #[automatically_derived]
            impl #core::Slice<#field> for #state {
                #mode

                fn wrap(action: #core::SliceAction<#state, #field>) -> #actions {
                    #actions::#variant(action)
                }

                fn unwrap(action: &#actions) -> ::core::option::Option<&#core::SliceAction<#state, #field>> {
                    match action {
                        #actions::#variant(action) => ::core::option::Option::Some(action),
                        #[allow(unreachable_patterns)]
                        _ => ::core::option::Option::None,
                    }
                }

                fn unwrap_mut(action: &mut #actions) -> ::core::option::Option<&mut #core::SliceAction<#state, #field>> {
                    match action {
                        #actions::#variant(action) => ::core::option::Option::Some(action),
                        #[allow(unreachable_patterns)]
                        _ => ::core::option::Option::None,
                    }
                }

                fn reply(reply: #replies) -> ::core::option::Option<#core::ReplyOf<#of_slice>> {
                    match reply {
                        #replies::#variant(reply) => ::core::option::Option::Some(reply),
                        #[allow(unreachable_patterns)]
                        _ => ::core::option::Option::None,
                    }
                }

                fn error(error: #errors) -> ::core::option::Option<#core::SliceFailure<#state, #field>> {
                    match error {
                        #errors::#variant(error) => ::core::option::Option::Some(error),
                        #[allow(unreachable_patterns)]
                        _ => ::core::option::Option::None,
                    }
                }
            }

            const _: fn() = || {
                fn is_marked<S: #core::__private::SliceNamed<NAME>, const NAME: u64>() {}
                #is_marked;
                fn has_the_type<F: #core::__private::DeclaredAs<T>, T>() {}
                #is_declared;
            };
        }
    }
}
