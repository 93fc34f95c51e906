//! Writing the enums of actions, replies and errors, and the methods of the handles.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ItemImpl, Type};

use super::parse::{Action, Argument, Options, Returns};
use super::slices::InTheActionImpl;
use crate::names;

/// What the macro writes next to the block. The enums are public whatever the actions are: a public state names them in
/// its implementation of `Actions`, and may have private actions with arguments of private types.
pub(super) struct Output<'a> {
    pub(super) core: &'a TokenStream,
    pub(super) block: &'a ItemImpl,
    pub(super) state: &'a Ident,
    pub(super) options: &'a Options,
    pub(super) actions: &'a [Action<'a>],
}

impl Output<'_> {
    pub(super) fn tokens(&self) -> TokenStream {
        let action_enum = self.action_enum();
        let reply_enum = self.reply_enum();
        let error_enum = self.error_enum();
        let action_impl = self.action_impl();
        let methods = self.methods();
        let slices = self.slices();
        quote!(#action_enum #reply_enum #error_enum #action_impl #methods #slices)
    }

    pub(super) fn action_type(&self) -> TokenStream {
        let name = format_ident!("{}Action", self.state);
        quote!(#name)
    }

    fn has_replies(&self) -> bool {
        self.has_slices() || self.actions.iter().any(|action| action.reply().is_some())
    }

    pub(super) fn reply_type(&self) -> TokenStream {
        let name = format_ident!("{}Reply", self.state);
        if self.has_replies() {
            quote!(#name)
        } else {
            quote!(())
        }
    }

    fn has_errors(&self) -> bool {
        self.has_slices() || self.actions.iter().any(|action| action.error().is_some())
    }

    pub(super) fn error_type(&self) -> TokenStream {
        let name = format_ident!("{}Error", self.state);
        if self.has_errors() {
            quote!(#name)
        } else {
            quote!(::core::convert::Infallible)
        }
    }

    fn action_enum(&self) -> TokenStream {
        let Self { core, state, .. } = self;
        let name = self.action_type();
        let text = format!("The actions of [`{state}`].");
        let serde_path = quote!(#core::__private::serde).to_string().replace(' ', "");
        let derives = self.options.serde.then(|| {
            quote! {
                #[derive(#core::__private::serde::Serialize, #core::__private::serde::Deserialize)]
                #[serde(crate = #serde_path)]
            }
        });
        let variants = self.actions.iter().map(|action| {
            let Action {
                method,
                variant,
                docs,
                arguments,
                ..
            } = action;
            let link = format!("`{}`", names::plain(method));
            let fallback = docs.is_empty().then(|| quote!(#[doc = #link]));
            let rename = names::plain(method);
            let rename = self
                .options
                .serde
                .then(|| quote!(#[serde(rename = #rename)]));
            let fields = arguments.iter().map(|Argument { name, ty, .. }| {
                let text = format!("The argument `{}`.", names::plain(name));
                quote!(#[doc = #text] #name: #ty)
            });
            let fields = (!arguments.is_empty()).then(|| quote!({ #(#fields,)* }));
            quote!(#(#docs)* #fallback #rename #variant #fields)
        });
        let slices = self.slice_variants();
        let debug = self.debug();
        let derives_debug = debug.is_none().then(|| quote!(, ::core::fmt::Debug));
        quote! {
            #[doc = #text]
            #[derive(::core::clone::Clone #derives_debug)]
            #derives
            #[allow(private_interfaces, unreachable_pub, clippy::large_enum_variant)]
            pub enum #name {
                #(#variants,)*
                #(#slices,)*
            }

            #debug
        }
    }

    fn reply_enum(&self) -> Option<TokenStream> {
        if !self.has_replies() {
            return None;
        }
        let name = self.reply_type();
        let text = format!("What the actions of [`{}`] reply.", self.state);
        let variants = self.actions.iter().map(|action| {
            let variant = &action.variant;
            let text = format!("The reply to `{}`.", names::plain(action.method));
            let ty = action.reply().map(|ty| quote!((#ty)));
            quote!(#[doc = #text] #variant #ty)
        });
        let slices = self.slice_replies();
        Some(quote! {
            #[doc = #text]
            #[allow(private_interfaces, unreachable_pub, clippy::large_enum_variant)]
            pub enum #name {
                #(#variants,)*
                #(#slices,)*
            }
        })
    }

    fn error_enum(&self) -> Option<TokenStream> {
        if !self.has_errors() {
            return None;
        }
        let name = self.error_type();
        let text = format!("Why the actions of [`{}`] fail.", self.state);
        let fallible = || {
            self.actions
                .iter()
                .filter_map(|action| Some((action, action.error()?)))
        };
        let variants = fallible().map(|(action, error)| {
            let variant = &action.variant;
            let text = format!("Why `{}` failed.", names::plain(action.method));
            quote!(#[doc = #text] #variant(#error))
        });
        let shown = fallible().map(|(action, error)| {
            let variant = &action.variant;
            quote_spanned!(error.span()=> Self::#variant(error) => ::core::fmt::Display::fmt(error, f))
        });
        let slices = self.slice_errors();
        let slice_names = self.options.slices.iter().map(|slice| &slice.variant);
        Some(quote! {
            #[doc = #text]
            #[allow(private_interfaces, unreachable_pub, clippy::large_enum_variant)]
            pub enum #name {
                #(#variants,)*
                #(#slices,)*
            }

            #[automatically_derived]
            impl ::core::fmt::Display for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    match self {
                        #(#shown,)*
                        #(Self::#slice_names(error) => ::core::fmt::Display::fmt(error, f),)*
                    }
                }
            }
        })
    }

    fn action_impl(&self) -> TokenStream {
        let Self { core, block, .. } = self;
        let state = &block.self_ty;
        let action_type = self.action_type();
        let reply_type = self.reply_type();
        let error_type = self.error_type();
        let own_names: Vec<_> = self
            .actions
            .iter()
            .map(|action| names::plain(action.method))
            .collect();
        let variants = self.actions.iter().map(|action| &action.variant);
        let names = variants
            .zip(&own_names)
            .map(|(variant, text)| quote!(Self::#variant { .. } => #text));
        let all_names = self.all_names(&own_names);
        let of_slices = self.in_the_action_impl();
        let applied = self.actions.iter().map(|action| self.applied(action));
        let failing = self.actions.iter().map(|action| {
            let variant = &action.variant;
            let failing = match (action.checks_first, action.error()) {
                (true, _) => quote!(ChecksFirst),
                (false, None) => quote!(Never),
                (false, Some(_)) => quote!(AfterWriting),
            };
            quote!(Self::#variant { .. } => #core::Failing::#failing)
        });
        let touches = self.touches();
        let redact = self.redact();
        let comparison = self
            .actions
            .iter()
            .any(|action| action.checks_first)
            .then_some(())
            .or(self.has_slices().then_some(()))
            .map(|()| {
                quote! {
                    fn comparison(&self) -> ::core::option::Option<fn(&#state, &#state) -> bool> {
                        #[allow(unused_imports)]
                        use #core::__private::Comparable as _;
                        (&#core::__private::comparing::<#state>()).function()
                    }
                }
            });
        // An enum without variants is matched by value.
        let this = if self.actions.is_empty() && !self.has_slices() {
            quote!(*self)
        } else {
            quote!(self)
        };
        let InTheActionImpl {
            names: slice_names,
            full_name,
            applied: slices_applied,
            failing: slices_failing,
        } = of_slices;
        quote! {
            #[automatically_derived]
            impl #core::Action<#state> for #action_type {
                type Reply = #reply_type;
                type Error = #error_type;
                const NAMES: &'static [&'static str] = #all_names;

                fn name(&self) -> &'static str {
                    match #this {
                        #(#names,)*
                        #(#slice_names,)*
                    }
                }

                #full_name

                #[allow(unused_variables)]
                fn apply(self, state: &mut #state, cx: &mut #core::Cx<#state>) -> ::core::result::Result<#reply_type, #error_type> {
                    match self {
                        #(#applied)*
                        #(#slices_applied,)*
                    }
                }

                fn failing(&self) -> #core::Failing {
                    match #this {
                        #(#failing,)*
                        #(#slices_failing,)*
                    }
                }

                #touches

                #redact

                #comparison
            }

            #[automatically_derived]
            impl #core::Actions for #state {
                type Action = #action_type;
            }
        }
    }

    /// Which fields the actions touch, where that is less than all.
    fn touches(&self) -> Option<TokenStream> {
        let Self { core, block, .. } = self;
        let state = &block.self_ty;
        let known: Vec<_> = self
            .actions
            .iter()
            .filter_map(|action| {
                let variant = &action.variant;
                let fields = action.touches.as_ref()?;
                Some(quote!(Self::#variant { .. } => const { #core::Touched::fields::<#state>(&[#(#fields),*]) }))
            })
            .chain(self.slices_touch())
            .collect();
        if known.is_empty() {
            return None;
        }
        let all = self.actions.len() + self.options.slices.len();
        let others = (known.len() < all).then(|| quote!(_ => #core::Touched::ALL,));
        Some(quote! {
            fn touches(&self) -> #core::Touched {
                match self {
                    #(#known,)*
                    #others
                }
            }
        })
    }

    /// The arm that calls one method.
    fn applied(&self, action: &Action<'_>) -> TokenStream {
        let state = &self.block.self_ty;
        let Action {
            method,
            variant,
            arguments,
            ..
        } = action;
        let arguments: Vec<_> = arguments.iter().map(|argument| argument.name).collect();
        let cx = action.takes_cx.then(|| quote!(cx,));
        let call = quote!(<#state>::#method(state, #cx #(#arguments),*));
        let reply = |value: TokenStream| match (self.has_replies(), action.reply()) {
            (true, Some(_)) => {
                let replies = self.reply_type();
                quote!(#replies::#variant(#value))
            }
            (true, None) => {
                let replies = self.reply_type();
                quote!(#replies::#variant)
            }
            (false, _) => quote!(()),
        };
        let body = match action.returns {
            Returns::Nothing => {
                let done = reply(quote!(()));
                quote!({ #call; ::core::result::Result::Ok(#done) })
            }
            Returns::Reply(_) => {
                let done = reply(call);
                quote!(::core::result::Result::Ok(#done))
            }
            Returns::Result(..) => {
                let errors = self.error_type();
                let done = reply(quote!(value));
                let value = if action.reply().is_some() {
                    quote!(value)
                } else {
                    quote!(())
                };
                quote!(match #call {
                    ::core::result::Result::Ok(#value) => ::core::result::Result::Ok(#done),
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(#errors::#variant(error)),
                })
            }
        };
        quote!(Self::#variant { #(#arguments),* } => #body,)
    }

    /// The methods of the handles.
    fn methods(&self) -> TokenStream {
        let Self {
            core, block, state, ..
        } = self;
        let state_type = &block.self_ty;
        let handle_trait = next_to(&block.self_ty, &names::handle_trait(state));
        let action_type = self.action_type();
        let methods = self.actions.iter().map(|action| {
            let Action {
                method,
                variant,
                vis,
                docs,
                arguments,
                ..
            } = action;
            let fallback = docs.is_empty().then(|| {
                let text = format!("Dispatches `{}`.", names::plain(method));
                quote!(#[doc = #text])
            });
            let text = format!(
                "As `{}`, and returns what came of it.",
                names::plain(method)
            );
            let try_method = try_twin(method);
            let parameters: Vec<_> = arguments
                .iter()
                .map(|Argument { name, ty, .. }| quote!(#name: #ty))
                .collect();
            let names: Vec<_> = arguments.iter().map(|argument| argument.name).collect();
            let value = quote!(#action_type::#variant { #(#names),* });
            let unit = quote!(());
            let reply = action
                .reply()
                .map_or_else(|| unit.clone(), |ty| quote!(#ty));
            let error = action
                .error()
                .map_or_else(|| quote!(::core::convert::Infallible), |ty| quote!(#ty));
            let own_reply = self.own_reply(action);
            let own_error = self.own_error(action);
            quote_spanned! {method.span()=>
                #(#docs)*
                #fallback
                #[allow(dead_code)]
                #vis fn #method(&self, #(#parameters),*) {
                    #core::Dispatch::dispatch(self.__handle(), #value);
                }

                #[doc = #text]
                #[allow(dead_code)]
                #vis fn #try_method(&self, #(#parameters),*) -> #core::Outcome<#reply, #error> {
                    #core::Dispatch::try_dispatch(self.__handle(), #value) #own_reply #own_error
                }
            }
        });
        quote! {
            impl<H> dyn #handle_trait<H>
            where
                H: #core::Handle<Value = #state_type> + #core::Dispatch<#action_type>,
            {
                #(#methods)*
            }
        }
    }

    /// Narrows the state's reply to the action's own.
    fn own_reply(&self, action: &Action<'_>) -> Option<TokenStream> {
        if !self.has_replies() {
            return None;
        }
        let replies = self.reply_type();
        let variant = &action.variant;
        let (pattern, value) = match action.reply() {
            Some(_) => (quote!(#replies::#variant(reply)), quote!(reply)),
            None => (quote!(#replies::#variant), quote!(())),
        };
        let others = (self.actions.len() > 1 || self.has_slices()).then(|| {
            quote! {
                _ => ::core::unreachable!("an action has its own reply"),
            }
        });
        Some(quote!(.map(|reply| match reply { #pattern => #value, #others })))
    }

    /// Narrows the state's error to the action's own.
    fn own_error(&self, action: &Action<'_>) -> Option<TokenStream> {
        if !self.has_errors() {
            return None;
        }
        let errors = self.error_type();
        let variant = &action.variant;
        let fallible = self
            .actions
            .iter()
            .filter(|action| action.error().is_some())
            .count();
        let is_only = fallible == 1 && !self.has_slices();
        let others = (action.error().is_none() || !is_only).then(|| {
            quote! {
                _ => ::core::unreachable!("an action has its own error"),
            }
        });
        let own = action
            .error()
            .map(|_| quote!(#errors::#variant(error) => error,));
        Some(quote!(.map_err(|error| match error { #own #others })))
    }
}

/// The name of the method that returns what came of an action.
pub(super) fn try_twin(method: &Ident) -> Ident {
    format_ident!("try_{}", names::plain(method), span = method.span())
}

/// The path of what the derive put next to the state, wherever the block is.
pub(super) fn next_to(state_type: &Type, name: &Ident) -> TokenStream {
    match state_type {
        Type::Path(path) => {
            let mut path = path.path.clone();
            if let Some(segment) = path.segments.last_mut() {
                segment.ident = name.clone();
            }
            quote!(#path)
        }
        _ => quote!(#name),
    }
}
