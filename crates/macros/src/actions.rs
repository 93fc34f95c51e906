//! `#[actions]`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericArgument, ImplItem, ImplItemFn, ItemImpl, Pat, PathArguments,
    ReturnType, Type, Visibility,
};

use crate::errors::Errors;
use crate::names;
use crate::state::docs;

/// A method that is an action.
struct Action<'a> {
    method: &'a Ident,
    variant: Ident,
    vis: &'a Visibility,
    docs: Vec<&'a Attribute>,
    takes_cx: bool,
    arguments: Vec<(&'a Ident, &'a Type)>,
    returns: Returns<'a>,
    checks_first: bool,
}

enum Returns<'a> {
    Nothing,
    Reply(&'a Type),
    Result(&'a Type, &'a Type),
}

/// The block and what the macro makes of it; after a misuse the block and the errors, so that nothing else is reported.
pub(crate) fn expand(options: TokenStream, mut block: ItemImpl) -> TokenStream {
    let made = make(options, &block).unwrap_or_else(|error| error.to_compile_error());
    strip_options(&mut block);
    quote!(#block #made)
}

fn make(options: TokenStream, block: &ItemImpl) -> syn::Result<TokenStream> {
    let core = names::core()?;
    let serde = serde_option(options)?;
    let state = state_name(block)?;
    let mut errors = Errors::default();
    let actions: Vec<_> = block
        .items
        .iter()
        .filter_map(|item| {
            let found = action(item);
            errors.take(found)
        })
        .collect();
    errors.finish()?;

    let output = Output {
        core: &core,
        block,
        state,
        serde,
        actions: &actions,
    };
    Ok(output.tokens())
}

/// What the macro writes next to the block. The enums are public whatever the actions are: a public state names them in
/// its implementation of `Actions`, and may have private actions with arguments of private types.
struct Output<'a> {
    core: &'a TokenStream,
    block: &'a ItemImpl,
    state: &'a Ident,
    serde: bool,
    actions: &'a [Action<'a>],
}

impl Output<'_> {
    fn tokens(&self) -> TokenStream {
        let action_enum = self.action_enum();
        let reply_enum = self.reply_enum();
        let error_enum = self.error_enum();
        let action_impl = self.action_impl();
        let methods = self.methods();
        quote!(#action_enum #reply_enum #error_enum #action_impl #methods)
    }

    fn action_type(&self) -> TokenStream {
        let name = format_ident!("{}Action", self.state);
        quote!(#name)
    }

    fn has_replies(&self) -> bool {
        self.actions.iter().any(|action| action.reply().is_some())
    }

    fn reply_type(&self) -> TokenStream {
        let name = format_ident!("{}Reply", self.state);
        if self.has_replies() {
            quote!(#name)
        } else {
            quote!(())
        }
    }

    fn has_errors(&self) -> bool {
        self.actions.iter().any(|action| action.error().is_some())
    }

    fn error_type(&self) -> TokenStream {
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
        let derives = self.serde.then(|| {
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
            let rename = self.serde.then(|| quote!(#[serde(rename = #rename)]));
            let fields = arguments.iter().map(|(name, ty)| {
                let text = format!("The argument `{}`.", names::plain(name));
                quote!(#[doc = #text] #name: #ty)
            });
            let fields = (!arguments.is_empty()).then(|| quote!({ #(#fields,)* }));
            quote!(#(#docs)* #fallback #rename #variant #fields)
        });
        quote! {
            #[doc = #text]
            #[derive(::core::clone::Clone, ::core::fmt::Debug)]
            #derives
            #[allow(private_interfaces, unreachable_pub, clippy::large_enum_variant)]
            pub enum #name {
                #(#variants,)*
            }
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
        Some(quote! {
            #[doc = #text]
            #[allow(private_interfaces, unreachable_pub, clippy::large_enum_variant)]
            pub enum #name {
                #(#variants,)*
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
        Some(quote! {
            #[doc = #text]
            #[allow(private_interfaces, unreachable_pub, clippy::large_enum_variant)]
            pub enum #name {
                #(#variants,)*
            }

            #[automatically_derived]
            impl ::core::fmt::Display for #name {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    match self {
                        #(#shown,)*
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
        let names = self.actions.iter().map(|action| {
            let variant = &action.variant;
            let text = names::plain(action.method);
            quote!(Self::#variant { .. } => #text)
        });
        let applied = self.actions.iter().map(|action| self.applied(action));
        let failing = self.actions.iter().map(|action| {
            let variant = &action.variant;
            let failing = match (action.error(), action.checks_first) {
                (None, _) => quote!(Never),
                (Some(_), true) => quote!(ChecksFirst),
                (Some(_), false) => quote!(AfterWriting),
            };
            quote!(Self::#variant { .. } => #core::Failing::#failing)
        });
        let comparison = self
            .actions
            .iter()
            .any(|action| action.checks_first)
            .then(|| {
                quote! {
                    fn comparison(&self) -> ::core::option::Option<fn(&#state, &#state) -> bool> {
                        #[allow(unused_imports)]
                        use #core::__private::Comparable as _;
                        (&#core::__private::Comparing::<#state>::new()).function()
                    }
                }
            });
        // An enum without variants is matched by value.
        let this = if self.actions.is_empty() {
            quote!(*self)
        } else {
            quote!(self)
        };
        quote! {
            #[automatically_derived]
            impl #core::Action<#state> for #action_type {
                type Reply = #reply_type;
                type Error = #error_type;

                fn name(&self) -> &'static str {
                    match #this {
                        #(#names,)*
                    }
                }

                #[allow(unused_variables)]
                fn apply(self, state: &mut #state, cx: &mut #core::Cx<#state>) -> ::core::result::Result<#reply_type, #error_type> {
                    match self {
                        #(#applied)*
                    }
                }

                fn failing(&self) -> #core::Failing {
                    match #this {
                        #(#failing,)*
                    }
                }

                #comparison
            }

            #[automatically_derived]
            impl #core::Actions for #state {
                type Action = #action_type;
            }
        }
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
        let arguments: Vec<_> = arguments.iter().map(|(name, _)| name).collect();
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
        let handle_trait = handle_path(&block.self_ty, state);
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
            let try_method = format_ident!("try_{}", names::plain(method), span = method.span());
            let parameters: Vec<_> = arguments
                .iter()
                .map(|(name, ty)| quote!(#name: #ty))
                .collect();
            let names: Vec<_> = arguments.iter().map(|(name, _)| name).collect();
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
        let others = (self.actions.len() > 1).then(|| {
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
        let others = (action.error().is_none() || fallible > 1).then(|| {
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

impl Action<'_> {
    fn reply(&self) -> Option<&Type> {
        match self.returns {
            Returns::Reply(ty) | Returns::Result(ty, _) => Some(ty).filter(|ty| !is_unit(ty)),
            Returns::Nothing => None,
        }
    }

    const fn error(&self) -> Option<&Type> {
        match self.returns {
            Returns::Result(_, ty) => Some(ty),
            Returns::Nothing | Returns::Reply(_) => None,
        }
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

fn serde_option(options: TokenStream) -> syn::Result<bool> {
    let mut serde = true;
    let parser = syn::meta::parser(|meta| {
        if meta.path.is_ident("no_serde") {
            serde = false;
            Ok(())
        } else {
            Err(meta.error("expected `no_serde` or nothing"))
        }
    });
    syn::parse::Parser::parse2(parser, options)?;
    Ok(serde)
}

fn state_name(block: &ItemImpl) -> syn::Result<&Ident> {
    if let Some((_, path, _)) = &block.trait_ {
        let message = "actions are methods of the state's own `impl` block, not of a trait's";
        return Err(syn::Error::new(path.span(), message));
    }
    if let Some(param) = block.generics.params.first() {
        let message = "the actions of a generic state are not supported: put them on a state without parameters";
        return Err(syn::Error::new(param.span(), message));
    }
    match &*block.self_ty {
        Type::Path(path) => match path.path.segments.last() {
            Some(segment) if segment.arguments.is_empty() => Ok(&segment.ident),
            _ => {
                let message = "the actions of a generic state are not supported: put them on a state without parameters";
                Err(syn::Error::new(path.span(), message))
            }
        },
        other => Err(syn::Error::new(
            other.span(),
            "actions belong to a struct or an enum",
        )),
    }
}

/// The path of the handle trait: next to the state, wherever the block is.
fn handle_path(state_type: &Type, state: &Ident) -> TokenStream {
    let handle_trait = names::handle_trait(state);
    match state_type {
        Type::Path(path) => {
            let mut path = path.path.clone();
            if let Some(segment) = path.segments.last_mut() {
                segment.ident = handle_trait;
            }
            quote!(#path)
        }
        _ => quote!(#handle_trait),
    }
}

fn action(item: &ImplItem) -> syn::Result<Action<'_>> {
    let ImplItem::Fn(method) = item else {
        let message =
            "only methods can be actions: put this into an `impl` block without `#[actions]`";
        return Err(syn::Error::new(item.span(), message));
    };
    let signature = &method.sig;
    let mut errors = Errors::default();
    let mut refuse = |span: Span, message: &str| errors.add(syn::Error::new(span, message));

    if let Some(asyncness) = &signature.asyncness {
        refuse(
            asyncness.span,
            "an action changes the state at once: ask for asynchronous work with `cx.effect(..)`",
        );
    }
    if let Some(unsafety) = &signature.unsafety {
        refuse(
            unsafety.span,
            "an action can't be unsafe: anybody may dispatch it",
        );
    }
    if let Some(param) = signature.generics.params.first() {
        refuse(
            param.span(),
            "an action is a plain value: it can't have type parameters or lifetimes",
        );
    }
    match signature.receiver() {
        Some(receiver) if receiver.mutability.is_some() && receiver.reference.is_some() && receiver.colon_token.is_none() => {}
        Some(receiver) => refuse(
            receiver.span(),
            "an action takes `&mut self`; put methods that only read into an `impl` block without `#[actions]`",
        ),
        None => refuse(
            signature.ident.span(),
            "an action takes `&mut self`; put other functions into an `impl` block without `#[actions]`",
        ),
    }
    let parameters: Vec<_> = signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => Some(typed),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let takes_cx = parameters.first().is_some_and(|first| is_cx(&first.ty));
    let mut arguments = Vec::new();
    for parameter in parameters.into_iter().skip(usize::from(takes_cx)) {
        if is_cx(&parameter.ty) {
            refuse(parameter.span(), "`cx` comes directly after `&mut self`");
            continue;
        }
        match &*parameter.ty {
            Type::Reference(reference) => refuse(
                reference.span(),
                "an action owns its arguments, since it may be stored and sent: take a value, such as `String` for `&str`",
            ),
            Type::ImplTrait(ty) => refuse(ty.span(), "an action is a plain value: name the type of its argument"),
            _ => {}
        }
        match &*parameter.pat {
            Pat::Ident(pattern) if pattern.subpat.is_none() => {
                arguments.push((&pattern.ident, &*parameter.ty))
            }
            other => refuse(
                other.span(),
                "an argument of an action has a name, by which it is stored and sent",
            ),
        }
    }
    let returns = match &signature.output {
        ReturnType::Default => Returns::Nothing,
        ReturnType::Type(_, ty) => match returns(ty) {
            Ok(returns) => returns,
            Err(error) => {
                errors.add(error);
                Returns::Nothing
            }
        },
    };
    let checks_first = errors.take(checks_first(method)).flatten();
    if let (Some(span), Returns::Nothing | Returns::Reply(_)) = (checks_first, &returns) {
        let message = "`checks_first` is about an action that returns a `Result`";
        errors.add(syn::Error::new(span, message));
    }
    errors.take(names::check_free(
        &signature.ident,
        "action",
        "give the action another name",
    ));
    errors.finish()?;

    Ok(Action {
        method: &signature.ident,
        variant: variant(&signature.ident),
        vis: &method.vis,
        docs: docs(&method.attrs),
        takes_cx,
        arguments,
        returns,
        checks_first: checks_first.is_some(),
    })
}

/// Whether a type is `&mut Cx<..>`.
fn is_cx(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else {
        return false;
    };
    let Type::Path(path) = &*reference.elem else {
        return false;
    };
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "Cx")
}

fn returns(ty: &Type) -> syn::Result<Returns<'_>> {
    if let Type::Reference(reference) = ty {
        let message = "a reply is owned: it outlives the action";
        return Err(syn::Error::new(reference.span(), message));
    }
    if let Type::ImplTrait(ty) = ty {
        return Err(syn::Error::new(
            ty.span(),
            "a reply is a plain value: name its type",
        ));
    }
    let Type::Path(path) = ty else {
        return Ok(Returns::Reply(ty));
    };
    let Some(segment) = path
        .path
        .segments
        .last()
        .filter(|segment| segment.ident == "Result")
    else {
        return Ok(Returns::Reply(ty));
    };
    if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
        let mut types = arguments.args.iter().map(|argument| match argument {
            GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        if let (Some(Some(reply)), Some(Some(error)), None) =
            (types.next(), types.next(), types.next())
        {
            return Ok(Returns::Result(reply, error));
        }
    }
    let message = "write the error's type out: `Result<Reply, Error>`";
    Err(syn::Error::new(segment.span(), message))
}

/// The place of `#[action(checks_first)]`, if it is there.
fn checks_first(method: &ImplItemFn) -> syn::Result<Option<Span>> {
    let mut found = None;
    for attribute in method
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("action"))
    {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("checks_first") {
                found = Some(meta.path.span());
                Ok(())
            } else {
                Err(meta.error("expected `checks_first`"))
            }
        })?;
    }
    Ok(found)
}

/// Removes what was meant for the macro.
fn strip_options(block: &mut ItemImpl) {
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            method
                .attrs
                .retain(|attribute| !attribute.path().is_ident("action"));
        }
    }
}

/// `clear_completed` as `ClearCompleted`.
fn variant(method: &Ident) -> Ident {
    let name: String = names::plain(method)
        .split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|letter| letter.to_ascii_uppercase());
            first.into_iter().chain(letters)
        })
        .collect();
    Ident::new(&name, method.span())
}
