//! `#[derive(State)]`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::parse_quote;
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Generics, Member, Type, Visibility};

use crate::errors::Errors;
use crate::names;

/// A field that gets a method.
struct Field<'a> {
    lens: Ident,
    member: Member,
    ty: &'a Type,
    vis: &'a Visibility,
    docs: Vec<&'a Attribute>,
    method: Ident,
}

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let core = names::core()?;
    let fields = fields(input)?;

    let name = &input.ident;
    let vis = &input.vis;
    let handle_trait = names::handle_trait(name);
    let generics = cloned_generics(&input.generics);
    let (impl_generics, type_generics, wheres) = generics.split_for_impl();
    let with_handle = with_handle(&generics, quote!(#name #type_generics), &core);
    let (handle_impl, handle_args, handle_wheres) = with_handle.split_for_impl();
    // The declaration has the same parameters and bounds; only the place of the `where` differs.
    let params = &with_handle.params;
    let arguments = input.generics.type_params().map(|param| &param.ident);
    let handle_type = quote!(dyn #handle_trait<#(#arguments,)* H>);

    let name_text = name.to_string();
    let trait_docs = format!("What every handle to a [`{name_text}`] can do: its fields and actions are methods of this trait's object type.");
    let accessors = fields.iter().map(|field| {
        let Field {
            lens,
            vis,
            docs,
            method,
            ..
        } = field;
        let fallback = docs.is_empty().then(|| {
            let text = format!("The field `{}`.", shown(&field.member));
            quote!(#[doc = #text])
        });
        quote_spanned! {method.span()=>
            #(#docs)*
            #fallback
            #[inline]
            #[allow(dead_code)]
            #vis fn #method(&self) -> <H as #core::Handle>::Then<#lens> {
                <H as #core::Handle>::then::<#lens>(self.__handle())
            }
        }
    });
    let lenses = fields.iter().map(|field| {
        let Field {
            lens,
            member,
            ty,
            vis,
            ..
        } = field;
        let text = shown(member);
        let compared = quote_spanned!(ty.span()=> (&#core::__private::compare(a, b)).same());
        // Private where the field is: the type of a private field may be private too.
        quote! {
            #[doc(hidden)]
            #[allow(non_camel_case_types)]
            #vis enum #lens {}

            #[automatically_derived]
            impl #impl_generics #core::HasField<#lens> for #name #type_generics #wheres {
                type Value = #ty;
                const NAME: &'static str = #text;

                #[inline]
                fn field(&self) -> &#ty {
                    &self.#member
                }

                #[inline]
                fn field_mut(&mut self) -> &mut #ty {
                    &mut self.#member
                }

                #[inline]
                fn same(a: &#ty, b: &#ty) -> bool {
                    #[allow(unused_imports)]
                    use #core::__private::Compare as _;
                    #compared
                }
            }
        }
    });

    Ok(quote! {
        #[automatically_derived]
        impl #impl_generics #core::State for #name #type_generics #wheres {
            const NAME: &'static str = #name_text;
            type Fields<H: #core::Handle<Value = Self>> = #handle_type;

            #[inline]
            fn fields<H: #core::Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
                handle
            }
        }

        #[doc = #trait_docs]
        #vis trait #handle_trait<#params> #handle_wheres {
            #[doc(hidden)]
            fn __handle(&self) -> &H;
        }

        #[automatically_derived]
        impl #handle_impl #handle_trait #handle_args for H #handle_wheres {
            #[inline]
            fn __handle(&self) -> &H {
                self
            }
        }

        const _: () = {
            #(#lenses)*

            impl #handle_impl #handle_type #handle_wheres {
                #(#accessors)*
            }
        };
    })
}

/// The type parameters must be `Clone + 'static`, as the state is.
fn cloned_generics(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for param in generics.type_params_mut() {
        param.bounds.push(parse_quote!(::core::clone::Clone));
        param.bounds.push(parse_quote!('static));
        param.default = None;
    }
    generics
}

/// The same with a last parameter `H`, a handle to the state.
fn with_handle(generics: &Generics, state: TokenStream, core: &TokenStream) -> Generics {
    let mut generics = generics.clone();
    generics
        .params
        .push(parse_quote!(H: #core::Handle<Value = #state>));
    generics
}

fn fields(input: &DeriveInput) -> syn::Result<Vec<Field<'_>>> {
    let mut errors = Errors::default();
    for lifetime in input.generics.lifetimes() {
        let message = "a state owns what it holds: it can't have lifetime parameters";
        errors.add(syn::Error::new(lifetime.span(), message));
    }
    for param in input.generics.const_params() {
        let message = "`derive(State)` does not support const parameters";
        errors.add(syn::Error::new(param.span(), message));
    }
    for attribute in input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("state"))
    {
        let message = "`#[state(..)]` belongs on a field";
        errors.add(syn::Error::new(attribute.span(), message));
    }

    let declared = match &input.data {
        Data::Struct(data) => Some(&data.fields),
        Data::Enum(data) => {
            for variant in data
                .variants
                .iter()
                .filter(|variant| !variant.fields.is_empty())
            {
                let message =
                    "`derive(State)` supports structs, and enums whose variants hold nothing; \
                               this one can be the value of a field without being a state";
                errors.add(syn::Error::new(variant.span(), message));
            }
            None
        }
        Data::Union(data) => {
            let message = "a union can't be a state: use an enum";
            errors.add(syn::Error::new(data.union_token.span(), message));
            None
        }
    };

    let mut found = Vec::new();
    for (number, field) in declared.into_iter().flatten().enumerate() {
        let member = match &field.ident {
            Some(name) => Member::Named(name.clone()),
            None => Member::Unnamed(number.into()),
        };
        let Some(options) = errors.take(FieldOptions::parse(&field.attrs)) else {
            continue;
        };
        if options.skip {
            continue;
        }
        let method = options.handle.unwrap_or_else(|| match &member {
            Member::Named(name) => name.clone(),
            Member::Unnamed(index) => format_ident!("field{}", index.index, span = field.ty.span()),
        });
        errors.take(names::check_free(
            &method,
            "field",
            "rename the field, or name its method with `#[state(handle = another_name)]`",
        ));
        found.push(Field {
            lens: format_ident!("__{}", shown(&member)),
            member,
            ty: &field.ty,
            vis: &field.vis,
            docs: docs(&field.attrs),
            method,
        });
    }
    errors.finish()?;
    Ok(found)
}

/// The documentation among some attributes.
pub(crate) fn docs(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .collect()
}

fn shown(member: &Member) -> String {
    match member {
        Member::Named(name) => names::plain(name),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// What `#[state(..)]` on a field says.
#[derive(Default)]
struct FieldOptions {
    skip: bool,
    handle: Option<Ident>,
}

impl FieldOptions {
    fn parse(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut options = Self::default();
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("state"))
        {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("skip") {
                    options.skip = true;
                } else if meta.path.is_ident("handle") {
                    options.handle = Some(meta.value()?.parse()?);
                } else {
                    return Err(meta.error("expected `skip` or `handle = name`"));
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}
