//! `#[derive(State)]`: `shape` reads the struct or the enum, this writes what it is as a state.

mod key;
mod secret;
mod shape;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned, ToTokens};
use syn::parse_quote;
use syn::spanned::Spanned;
use syn::{DeriveInput, Generics, Type, Visibility};

use crate::names;
pub(crate) use shape::docs;
use shape::{Field, Id, Shape, Variant};

pub(crate) fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let core = names::core()?;
    let shape = shape::read(input)?;
    let output = Output {
        core: &core,
        input,
        generics: cloned_generics(&input.generics),
    };
    let state = output.state(&shape);
    let handle = output.handle_trait();
    let variant_handles = shape
        .variants
        .iter()
        .filter(|variant| !variant.is_single)
        .map(|variant| output.variant_handle(variant));
    let lenses = shape.all_fields().map(|field| output.lens(field));
    let slices = shape.all_fields().filter_map(|field| output.slice(field));
    let told = shape.all_fields().filter(|field| field.slice.is_some());
    let told = told.map(|field| declaration(&field.lens, &input.vis));
    let named = shape.fields.iter().filter_map(|field| output.named(field));
    let accessors = output.accessors(&shape);
    let entity = shape.id.as_ref().map(|id| output.entity(id));
    Ok(quote! {
        #state
        #entity
        #handle
        #(#variant_handles)*
        #(#told)*

        const _: () = {
            #(#lenses)*
            #(#named)*
            #(#slices)*
            #accessors
        };
    })
}

struct Output<'a> {
    core: &'a TokenStream,
    input: &'a DeriveInput,
    /// The parameters of the state, bounded as they have to be.
    generics: Generics,
}

impl Output<'_> {
    fn state(&self, shape: &Shape<'_>) -> TokenStream {
        let Self {
            core,
            input,
            generics,
        } = self;
        let name = &input.ident;
        let name_text = name.to_string();
        let (impl_generics, type_generics, wheres) = generics.split_for_impl();
        let handle_type = self.handle_type();
        let names = &shape.names;
        let resume = self.resume(shape);
        let secrets = self.secrets();
        let redact = self.redact();
        quote! {
            #[automatically_derived]
            impl #impl_generics #core::State for #name #type_generics #wheres {
                const NAME: &'static str = #name_text;
                const FIELDS: &'static [&'static str] = &[#(#names),*];
                const COMPARED: bool = {
                    #[allow(unused_imports)]
                    use #core::__private::NotCompared as _;
                    <#core::__private::Compared<Self>>::VALUE
                };
                type Fields<H: #core::Handle<Value = Self>> = #handle_type;

                fn same(a: &Self, b: &Self) -> bool {
                    #[allow(unused_imports)]
                    use #core::__private::Compare as _;
                    (&#core::__private::compare(a, b)).same()
                }

                #resume

                #secrets

                #[inline]
                fn fields<H: #core::Handle<Value = Self>>(handle: &H) -> &Self::Fields<H> {
                    handle
                }
            }

            #redact
        }
    }

    /// What passes on to slices that a whole state was put in place.
    fn resume(&self, shape: &Shape<'_>) -> Option<TokenStream> {
        let core = self.core;
        let slices = shape.all_fields().filter(|field| field.slice.is_some());
        let lenses: Vec<_> = slices.map(|field| &field.lens).collect();
        if lenses.is_empty() {
            return None;
        }
        Some(quote! {
            const RESUMES: bool = {
                #[allow(unused_imports)]
                use #core::__private::NotPassed as _;
                #(<#core::__private::Passed<Self, #lenses>>::RESUMES)||*
            };

            fn resume(
                before: ::core::option::Option<&Self>,
                mut now: ::core::option::Option<&mut Self>,
                cx: &mut #core::Cx<Self>,
            ) {
                #[allow(unused_imports)]
                use #core::__private::NotPassed as _;
                #(
                    if <#core::__private::Passed<Self, #lenses>>::RESUMES {
                        <#core::__private::Passed<Self, #lenses>>::resume(before, now.as_deref_mut(), cx);
                    }
                )*
            }
        })
    }

    /// The trait object type that carries the methods of handles.
    fn handle_type(&self) -> TokenStream {
        let handle_trait = names::handle_trait(&self.input.ident);
        let arguments = self.arguments();
        quote!(dyn #handle_trait<#(#arguments,)* H>)
    }

    fn arguments(&self) -> Vec<&Ident> {
        let params = self.input.generics.type_params();
        params.map(|param| &param.ident).collect()
    }

    /// The parameters of the state and a last one `H`, a handle to it.
    fn with_handle(&self) -> Generics {
        let Self {
            core,
            input,
            generics,
        } = self;
        let name = &input.ident;
        let (_, type_generics, _) = generics.split_for_impl();
        let mut with_handle = generics.clone();
        with_handle
            .params
            .push(parse_quote!(H: #core::Handle<Value = #name #type_generics>));
        with_handle
    }

    fn handle_trait(&self) -> TokenStream {
        let Self { input, .. } = self;
        let vis = &input.vis;
        let handle_trait = names::handle_trait(&input.ident);
        let with_handle = self.with_handle();
        let (handle_impl, handle_args, handle_wheres) = with_handle.split_for_impl();
        // The declaration has the same parameters and bounds; only the place of the `where` differs.
        let params = &with_handle.params;
        let text = format!(
            "What every handle to a [`{}`] can do: its fields and actions are methods of this trait's object type.",
            input.ident
        );
        quote! {
            #[doc = #text]
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
        }
    }

    /// The methods of handles that lead to fields and variants.
    fn accessors(&self, shape: &Shape<'_>) -> TokenStream {
        let handle_type = self.handle_type();
        let with_handle = self.with_handle();
        let (handle_impl, _, handle_wheres) = with_handle.split_for_impl();
        let own = quote!(self.__handle());
        let of_fields = shape.fields.iter().map(|field| self.accessor(field, &own));
        let of_variants = shape
            .variants
            .iter()
            .map(|variant| match &variant.fields[..] {
                [field] if variant.is_single => self.accessor(field, &own),
                _ => self.variant_accessor(variant),
            });
        let in_variants = shape
            .variants
            .iter()
            .filter(|variant| !variant.is_single)
            .map(|variant| {
                let name = self.variant_handle_name(variant);
                let arguments = self.arguments();
                let own = quote!(self.0);
                let accessors = variant
                    .fields
                    .iter()
                    .map(|field| self.accessor(field, &quote!(&#own)));
                quote! {
                    impl #handle_impl #name<#(#arguments,)* H> #handle_wheres {
                        #(#accessors)*
                    }
                }
            });
        quote! {
            impl #handle_impl #handle_type #handle_wheres {
                #(#of_fields)*
                #(#of_variants)*
            }
            #(#in_variants)*
        }
    }

    /// The method that leads to a field of the handle `own`.
    fn accessor(&self, field: &Field<'_>, own: &TokenStream) -> TokenStream {
        let core = self.core;
        let Field {
            lens,
            vis,
            docs,
            method,
            ..
        } = field;
        let fallback = docs.is_empty().then(|| {
            let text = format!("The field `{}`.", field.shown);
            quote!(#[doc = #text])
        });
        quote_spanned! {method.span()=>
            #(#docs)*
            #fallback
            #[inline]
            #[allow(dead_code)]
            #vis fn #method(&self) -> <H as #core::Handle>::Then<#lens> {
                <H as #core::Handle>::then::<#lens>(#own)
            }
        }
    }

    fn variant_handle_name(&self, variant: &Variant<'_>) -> Ident {
        format_ident!("{}{}Handle", self.input.ident, variant.name)
    }

    /// The handle to a variant that holds more than one value.
    fn variant_handle(&self, variant: &Variant<'_>) -> TokenStream {
        let vis = &self.input.vis;
        let name = self.variant_handle_name(variant);
        let arguments = self.arguments();
        let text = format!(
            "A handle to the variant `{}` of [`{}`], with its fields as methods.",
            variant.name, self.input.ident
        );
        quote! {
            #[doc = #text]
            #[derive(::core::clone::Clone, ::core::marker::Copy)]
            #vis struct #name<#(#arguments,)* H>(H, ::core::marker::PhantomData<fn() -> (#(#arguments,)*)>);
        }
    }

    fn variant_accessor(&self, variant: &Variant<'_>) -> TokenStream {
        let vis = &self.input.vis;
        let name = self.variant_handle_name(variant);
        let arguments = self.arguments();
        let Variant { method, docs, .. } = variant;
        let fallback = docs.is_empty().then(|| {
            let text = format!("The fields of the variant `{}`.", variant.name);
            quote!(#[doc = #text])
        });
        quote_spanned! {method.span()=>
            #(#docs)*
            #fallback
            #[inline]
            #[allow(dead_code)]
            #vis fn #method(&self) -> #name<#(#arguments,)* H> {
                #name(::core::clone::Clone::clone(self.__handle()), ::core::marker::PhantomData)
            }
        }
    }

    /// The type that stands for a field, and what it says of the state.
    fn lens(&self, field: &Field<'_>) -> TokenStream {
        let Self {
            core,
            input,
            generics,
        } = self;
        let name = &input.ident;
        let (impl_generics, type_generics, wheres) = generics.split_for_impl();
        let Field {
            lens,
            vis,
            ty,
            shown,
            ..
        } = field;
        let (lent, lent_mut) = field.access();
        let (reach, touched) = match field.number {
            Some(number) => (quote!(Total), quote!(field(#number))),
            None => (quote!(Partial), quote!(ALL)),
        };
        let value = quote_spanned!(ty.span()=> type Value = #ty;);
        let compared = quote_spanned!(ty.span()=> (&#core::__private::compare(a, b)).same());
        let key = field.key.as_ref().map(|key| {
            let items = key.items(ty, core);
            quote! {
                #[automatically_derived]
                impl #impl_generics #core::HasKey<#lens> for #name #type_generics #wheres {
                    #items
                }
            }
        });
        // Private where the field is: the type of a private field may be private too. That of a slice stands next to the state
        // instead, where `#[actions]` finds it.
        let declared = field.slice.is_none().then(|| declaration(lens, vis));
        quote! {
            #declared

            #[automatically_derived]
            impl #impl_generics #core::HasField<#lens> for #name #type_generics #wheres {
                #value
                type Reach = #core::#reach;
                const NAME: &'static str = #shown;
                const TOUCHED: #core::Touched = #core::Touched::#touched;
                const COMPARED: bool = {
                    #[allow(unused_imports)]
                    use #core::__private::NotCompared as _;
                    <#core::__private::Compared<#ty>>::VALUE
                };

                #[inline]
                fn field(&self) -> ::core::option::Option<&#ty> {
                    #lent
                }

                #[inline]
                fn field_mut(&mut self) -> ::core::option::Option<&mut #ty> {
                    #lent_mut
                }

                #[inline]
                fn same(a: &#ty, b: &#ty) -> bool {
                    #[allow(unused_imports)]
                    use #core::__private::Compare as _;
                    #compared
                }
            }

            #key
        }
    }

    /// What makes the state an entity, known by this field.
    fn entity(&self, id: &Id<'_>) -> TokenStream {
        let Self {
            core,
            input,
            generics,
        } = self;
        let name = &input.ident;
        let (impl_generics, type_generics, wheres) = generics.split_for_impl();
        let Id { member, ty } = id;
        quote_spanned! {ty.span()=>
            #[automatically_derived]
            impl #impl_generics #core::entities::Entity for #name #type_generics #wheres {
                type Key = #ty;

                #[inline]
                fn key(&self) -> &#ty {
                    &self.#member
                }
            }
        }
    }

    /// What tells the type of a field to a collection that has it as a key. A field that is less visible than the state may
    /// have a type that is less visible too, and that can't be told to all; the types of the standard library can.
    fn named(&self, field: &Field<'_>) -> Option<TokenStream> {
        let Self {
            core,
            input,
            generics,
        } = self;
        let is_told = matches!(field.vis, Visibility::Public(_))
            || field.vis.to_token_stream().to_string() == input.vis.to_token_stream().to_string()
            || is_plain(field.ty);
        if !is_told {
            return None;
        }
        let name = &input.ident;
        let (impl_generics, type_generics, wheres) = generics.split_for_impl();
        let hash = key::hash(&field.member);
        let ty = field.ty;
        Some(quote! {
            #[automatically_derived]
            impl #impl_generics #core::__private::Named<#hash> for #name #type_generics #wheres {
                type Value = #ty;
            }
        })
    }

    /// What tells a slice's field to `#[actions]`, and makes sure that it was told.
    fn slice(&self, field: &Field<'_>) -> Option<TokenStream> {
        let Self { core, input, .. } = self;
        let span = field.slice?;
        let name = &input.ident;
        let lens = &field.lens;
        let hash = names::hash(&names::plain(&field.method));
        let here = names::spanned(quote!(#name), span);
        let check = quote_spanned!(span=> is_among_the_actions::<#here, #lens>());
        Some(quote! {
            #[automatically_derived]
            impl #core::__private::SliceNamed<#hash> for #name {}

            const _: fn() = || {
                fn is_among_the_actions<S: #core::Slice<L>, L>() {}
                #check;
            };
        })
    }
}

/// The type that stands for a field.
fn declaration(lens: &Ident, vis: &Visibility) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        #vis enum #lens {}
    }
}

/// Whether a type is one of the standard library's that make good keys.
pub(crate) fn is_plain(ty: &Type) -> bool {
    const PLAIN: [&str; 15] = [
        "bool", "char", "String", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
        "i64", "i128", "isize",
    ];
    matches!(ty, Type::Path(path) if PLAIN.iter().any(|plain| path.path.is_ident(plain)))
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
