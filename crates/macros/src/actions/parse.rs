//! Reading the methods of an `impl` block as actions, and refusing what can't be one.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, FnArg, GenericArgument, ImplItem, ImplItemFn, ItemImpl, Pat, PathArguments,
    ReturnType, Token, Type, Visibility,
};

use super::{output, touches};
use crate::names;
use crate::state::docs;
use leptos_state_syntax::Errors;

/// A method that is an action.
pub(super) struct Action<'a> {
    pub(super) method: &'a Ident,
    pub(super) variant: Ident,
    pub(super) vis: &'a Visibility,
    pub(super) docs: Vec<&'a Attribute>,
    pub(super) takes_cx: bool,
    pub(super) arguments: Vec<Argument<'a>>,
    pub(super) returns: Returns<'a>,
    pub(super) checks_first: bool,
    /// The fields that it may write to; `None` if it may be any.
    pub(super) touches: Option<BTreeSet<String>>,
}

/// An argument of an action.
pub(super) struct Argument<'a> {
    pub(super) name: &'a Ident,
    pub(super) ty: &'a Type,
    pub(super) is_secret: bool,
}

/// Whether an attribute says that an argument is secret.
pub(super) fn is_secret(attribute: &Attribute) -> bool {
    attribute.path().is_ident("secret")
}

pub(super) enum Returns<'a> {
    Nothing,
    Reply(&'a Type),
    Result(&'a Type, &'a Type),
}

impl Action<'_> {
    pub(super) fn reply(&self) -> Option<&Type> {
        match self.returns {
            Returns::Reply(ty) | Returns::Result(ty, _) => Some(ty).filter(|ty| !is_unit(ty)),
            Returns::Nothing => None,
        }
    }

    pub(super) const fn error(&self) -> Option<&Type> {
        match self.returns {
            Returns::Result(_, ty) => Some(ty),
            Returns::Nothing | Returns::Reply(_) => None,
        }
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

/// What `#[actions(..)]` says.
pub(super) struct Options {
    /// Whether the actions are to be serialisable.
    pub(super) serde: bool,
    /// Whether the state or its actions stay on one thread.
    pub(super) is_local: bool,
    pub(super) slices: Vec<Slice>,
}

/// A field that is a slice.
pub(super) struct Slice {
    pub(super) name: Ident,
    pub(super) variant: Ident,
    pub(super) ty: Type,
}

impl Parse for Slice {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![:]>()?;
        Ok(Self {
            variant: variant(&name),
            name,
            ty: input.parse()?,
        })
    }
}

pub(super) fn options(tokens: TokenStream) -> syn::Result<Options> {
    let mut options = Options {
        serde: true,
        is_local: false,
        slices: Vec::new(),
    };
    let parser = syn::meta::parser(|meta| {
        if meta.path.is_ident("no_serde") {
            options.serde = false;
        } else if meta.path.is_ident("local") {
            options.is_local = true;
        } else if meta.path.is_ident("slices") {
            let list;
            syn::parenthesized!(list in meta.input);
            let slices = Punctuated::<Slice, Token![,]>::parse_terminated(&list)?;
            options.slices.extend(slices);
        } else {
            let message = "expected `no_serde`, `local`, `slices(field: Type)` or nothing";
            return Err(meta.error(message));
        }
        Ok(())
    });
    Parser::parse2(parser, tokens)?;
    let mut names = BTreeSet::new();
    for slice in &options.slices {
        if !names.insert(slice.variant.to_string()) {
            let message = "this slice is named twice";
            return Err(syn::Error::new(slice.name.span(), message));
        }
    }
    Ok(options)
}

/// Refuses actions with the name of a slice.
pub(super) fn refuse_names_of_slices(actions: &[Action<'_>], slices: &[Slice]) -> syn::Result<()> {
    let mut errors = Errors::default();
    for action in actions {
        if slices.iter().any(|slice| slice.variant == action.variant) {
            let message =
                "a slice has this name: its actions are in the variant that this action would have";
            errors.add(syn::Error::new(action.method.span(), message));
        }
    }
    errors.finish()
}

/// The name of the state that the block belongs to.
pub(super) fn state_name(block: &ItemImpl) -> syn::Result<&Ident> {
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

/// One item of the block as an action.
pub(super) fn action(item: &ImplItem) -> syn::Result<Action<'_>> {
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
                let mut marks = parameter
                    .attrs
                    .iter()
                    .filter(|attribute| is_secret(attribute));
                let is_secret = marks.clone().next().is_some();
                let with_more = marks.find(|mark| mark.meta.require_path_only().is_err());
                if let Some(mark) = with_more {
                    refuse(mark.span(), "`#[secret]` says all that there is to say");
                }
                arguments.push(Argument {
                    name: &pattern.ident,
                    ty: &parameter.ty,
                    is_secret,
                });
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
    let checks_first = errors.take(checks_first(method)).unwrap_or_default();
    let names = [signature.ident.clone(), output::try_twin(&signature.ident)];
    let free = |name| names::check_free(name, "action", "give the action another name");
    errors.take(names.iter().try_for_each(free));
    errors.finish()?;

    Ok(Action {
        method: &signature.ident,
        variant: variant(&signature.ident),
        vis: &method.vis,
        docs: docs(&method.attrs),
        takes_cx,
        arguments,
        returns,
        checks_first,
        touches: touches::touched(&method.block),
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

/// Whether the method has `#[action(checks_first)]`.
fn checks_first(method: &ImplItemFn) -> syn::Result<bool> {
    let mut found = false;
    for attribute in method
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("action"))
    {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("checks_first") {
                found = true;
                Ok(())
            } else {
                Err(meta.error("expected `checks_first`"))
            }
        })?;
    }
    Ok(found)
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
