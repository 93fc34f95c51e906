//! `#[state(key = ..)]`: what the rows of a field are known by.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, Member, Token, Type};

use crate::names;

/// `key = id`, or with the key's type `key: Type = meta.id` or `key: Type = |row| ..`.
pub(super) struct Key {
    ty: Option<Type>,
    from: From,
    span: Span,
}

/// What a key is made from.
enum From {
    /// A field of the row, or a field of that, and so on.
    Fields(Vec<Member>),
    Closure(Box<ExprClosure>),
}

impl Parse for Key {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ty = if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        input.parse::<Token![=]>()?;
        let expression: Expr = input.parse()?;
        let span = expression.span();
        let from = match expression {
            Expr::Closure(closure) => From::Closure(Box::new(closure)),
            other => From::Fields(members(&other).ok_or_else(|| {
                let message = "expected a field of the rows, such as `id`, or a closure, such as `|row| row.id()`";
                syn::Error::new(span, message)
            })?),
        };
        let is_field = matches!(&from, From::Fields(members) if members.len() == 1);
        if ty.is_none() && !is_field {
            let message = "write the key's type down: `key: Type = ..`";
            return Err(syn::Error::new(span, message));
        }
        Ok(Self { ty, from, span })
    }
}

/// `meta.id` as its members.
fn members(expression: &Expr) -> Option<Vec<Member>> {
    match expression {
        Expr::Path(path) => Some(vec![Member::Named(path.path.get_ident()?.clone())]),
        Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Int(index) => Some(vec![Member::Unnamed(
                index.base10_parse::<usize>().ok()?.into(),
            )]),
            _ => None,
        },
        Expr::Field(field) => {
            let mut before = members(&field.base)?;
            before.push(field.member.clone());
            Some(before)
        }
        _ => None,
    }
}

impl Key {
    pub(super) const fn span(&self) -> Span {
        self.span
    }

    /// The body of `HasKey` for a field of the type `list`.
    pub(super) fn items(&self, list: &Type, core: &TokenStream) -> TokenStream {
        let row = quote_spanned!(list.span()=> <#list as #core::__private::List>::Row);
        let span = self.span;
        let ty = match (&self.ty, &self.from) {
            (Some(ty), _) => quote!(#ty),
            (None, From::Fields(members)) => {
                let hash = members.first().map_or(0, hash);
                quote_spanned!(span=> <#row as #core::__private::Named<#hash>>::Value)
            }
            (None, From::Closure(_)) => unreachable!("a closure has a type beside it"),
        };
        let lent = match &self.from {
            From::Fields(members) => quote_spanned!(span=> read(&row #(.#members)*)),
            From::Closure(closure) => {
                quote_spanned!(span=> read(&#core::__private::key_of::<#row, #ty>(row, #closure)))
            }
        };
        quote! {
            type Row = #row;
            type Key = #ty;

            #[inline]
            fn with_key<__T>(row: &#row, read: impl ::core::ops::FnOnce(&#ty) -> __T) -> __T {
                #lent
            }

            fn print_key(key: &#ty, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #[allow(unused_imports)]
                use #core::__private::Print as _;
                (&#core::__private::printing(key)).print(f)
            }
        }
    }
}

/// The number that stands for a field's name.
pub(super) fn hash(member: &Member) -> u64 {
    names::hash(&match member {
        Member::Named(name) => names::plain(name),
        Member::Unnamed(index) => index.index.to_string(),
    })
}
