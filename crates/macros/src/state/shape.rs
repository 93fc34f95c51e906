//! Reading a struct or an enum as a state.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Fields, Member, Type, Visibility};

use super::key::Key;
use super::secret;
use crate::names;
use leptos_state_syntax::Errors;

/// What a state consists of.
pub(super) struct Shape<'a> {
    /// The names of a struct's fields.
    pub(super) names: Vec<String>,
    pub(super) fields: Vec<Field<'a>>,
    pub(super) variants: Vec<Variant<'a>>,
    /// The field by which a struct is known as an entity.
    pub(super) id: Option<Id<'a>>,
}

/// A field by which an entity is known.
pub(super) struct Id<'a> {
    pub(super) member: Member,
    pub(super) ty: &'a Type,
}

impl<'a> Shape<'a> {
    /// The fields of the struct, or of all variants.
    pub(super) fn all_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        let in_variants = self.variants.iter().flat_map(|variant| &variant.fields);
        self.fields.iter().chain(in_variants)
    }
}

/// A variant that holds something.
pub(super) struct Variant<'a> {
    pub(super) name: &'a Ident,
    /// The method that leads to it.
    pub(super) method: Ident,
    pub(super) docs: Vec<&'a Attribute>,
    pub(super) fields: Vec<Field<'a>>,
    /// Whether it holds one value without a name, to which the method leads.
    pub(super) is_single: bool,
}

/// A field that gets a method.
pub(super) struct Field<'a> {
    pub(super) lens: Ident,
    pub(super) member: Member,
    /// What it is called in a path.
    pub(super) shown: String,
    /// Its number in a struct; `None` in a variant.
    pub(super) number: Option<usize>,
    /// The variant that has it.
    variant: Option<&'a Ident>,
    pub(super) ty: &'a Type,
    pub(super) vis: &'a Visibility,
    pub(super) docs: Vec<&'a Attribute>,
    pub(super) method: Ident,
    pub(super) key: Option<Key>,
    /// Where it is said that the field is a slice.
    pub(super) slice: Option<Span>,
}

impl Field<'_> {
    /// The expressions for the field as an `Option`, lent and lent to write to.
    pub(super) fn access(&self) -> (TokenStream, TokenStream) {
        let member = &self.member;
        match self.variant {
            None => (
                quote!(::core::option::Option::Some(&self.#member)),
                quote!(::core::option::Option::Some(&mut self.#member)),
            ),
            Some(variant) => {
                let found = quote! {
                    #[allow(unreachable_patterns)]
                    match self {
                        Self::#variant { #member: found, .. } => ::core::option::Option::Some(found),
                        _ => ::core::option::Option::None,
                    }
                };
                (found.clone(), found)
            }
        }
    }
}

pub(super) fn read(input: &DeriveInput) -> syn::Result<Shape<'_>> {
    let mut errors = Errors::default();
    refuse_parameters(input, &mut errors);
    let mut shape = Shape {
        names: Vec::new(),
        fields: Vec::new(),
        variants: Vec::new(),
        id: None,
    };
    match &input.data {
        Data::Struct(data) => {
            let members = data.fields.members();
            shape.names = members.map(|member| shown(&member)).collect();
            shape.fields = fields(&data.fields, None, &mut errors);
            shape.id = id(&data.fields, &mut errors);
        }
        Data::Enum(data) => {
            let holding = data.variants.iter().filter(|it| !it.fields.is_empty());
            shape.variants = holding
                .filter_map(|variant| read_variant(variant, &input.vis, &mut errors))
                .collect();
        }
        Data::Union(data) => {
            let message = "a union can't be a state: use an enum";
            errors.add(syn::Error::new(data.union_token.span(), message));
        }
    }
    let in_variants = shape.variants.iter_mut().flat_map(|it| &mut it.fields);
    for field in shape.fields.iter_mut().chain(in_variants) {
        if field.slice.is_some() {
            field.lens = names::slice_field(&input.ident, &field.method);
        }
    }
    refuse_slices(input, &shape, &mut errors);
    errors.finish()?;
    Ok(shape)
}

/// Refuses slices of what can't have actions, and slices that can't be told apart.
fn refuse_slices(input: &DeriveInput, shape: &Shape<'_>, errors: &mut Errors) {
    let is_generic = input.generics.type_params().next().is_some();
    let mut names = BTreeSet::new();
    for field in shape.all_fields() {
        let Some(span) = field.slice else {
            continue;
        };
        if is_generic {
            let message = "a generic state has no `#[actions]`, and so no slices";
            errors.add(syn::Error::new(span, message));
        }
        let is_vec = matches!(field.ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Vec"));
        if is_vec && field.key.is_none() {
            let message = "the rows of a slice need keys, by which their actions find them: `#[state(slice, key = field_of_the_rows)]`";
            errors.add(syn::Error::new(span, message));
        }
        let name = names::plain(&field.method);
        if names.contains(&name) {
            let message = format!(
                "there is a slice `{name}` already: name this one's method with `#[state(slice, handle = another_name)]`"
            );
            errors.add(syn::Error::new(span, message));
        }
        names.insert(name);
    }
}

fn refuse_parameters(input: &DeriveInput, errors: &mut Errors) {
    for lifetime in input.generics.lifetimes() {
        let message = "a state owns what it holds: it can't have lifetime parameters";
        errors.add(syn::Error::new(lifetime.span(), message));
    }
    for param in input.generics.const_params() {
        let message = "`derive(State)` does not support const parameters";
        errors.add(syn::Error::new(param.span(), message));
    }
    for attribute in state_attributes(&input.attrs) {
        let message = "`#[state(..)]` belongs on a field or a variant";
        errors.add(syn::Error::new(attribute.span(), message));
    }
}

fn read_variant<'a>(
    variant: &'a syn::Variant,
    vis: &'a Visibility,
    errors: &mut Errors,
) -> Option<Variant<'a>> {
    let options = errors.take(Options::parse(&variant.attrs))?;
    if options.skip {
        return None;
    }
    if let Some(key) = &options.key {
        let message = "`key` belongs on the field that holds the rows";
        errors.add(syn::Error::new(key.span(), message));
    }
    refuse_id(&options, errors);
    secret::refuse(&options, errors);
    let method = options
        .handle
        .unwrap_or_else(|| names::snake_case(&variant.ident));
    errors.take(names::check_free(
        &method,
        "variant",
        "name its method with `#[state(handle = another_name)]`",
    ));
    let mut fields = fields(&variant.fields, Some((&variant.ident, vis)), errors);
    let is_single =
        matches!(&variant.fields, Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1);
    if let ([field], true) = (&mut fields[..], is_single) {
        field.shown = names::plain(&variant.ident);
        field.method = method.clone();
        field.slice = field.slice.or(options.slice);
    } else if let Some(span) = options.slice {
        let message = "`slice` belongs on the field of the variant that is the slice";
        errors.add(syn::Error::new(span, message));
    }
    Some(Variant {
        name: &variant.ident,
        method,
        docs: docs(&variant.attrs),
        fields,
        is_single,
    })
}

/// The fields of a struct, or of a variant of an enum with this visibility.
fn fields<'a>(
    declared: &'a Fields,
    variant: Option<(&'a Ident, &'a Visibility)>,
    errors: &mut Errors,
) -> Vec<Field<'a>> {
    let mut found = Vec::new();
    for (number, (field, member)) in declared.iter().zip(declared.members()).enumerate() {
        let Some(options) = errors.take(Options::parse(&field.attrs)) else {
            continue;
        };
        if variant.is_some() {
            refuse_id(&options, errors);
        }
        secret::refuse(&options, errors);
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
        let own = shown(&member);
        let (lens, shown, vis) = match variant {
            None => (format_ident!("__{own}"), own, &field.vis),
            Some((name, vis)) => {
                let variant = names::plain(name);
                (
                    format_ident!("__{variant}_{own}"),
                    format!("{variant}.{own}"),
                    vis,
                )
            }
        };
        found.push(Field {
            lens,
            member,
            shown,
            number: variant.is_none().then_some(number),
            variant: variant.map(|(name, _)| name),
            ty: &field.ty,
            vis,
            docs: docs(&field.attrs),
            method,
            key: options.key,
            slice: options.slice,
        });
    }
    found
}

/// The field of a struct that says it is what the struct is known by. What is wrong with its other options is said elsewhere.
fn id<'a>(declared: &'a Fields, errors: &mut Errors) -> Option<Id<'a>> {
    let mut found = None;
    for (field, member) in declared.iter().zip(declared.members()) {
        let Some(span) = Options::parse(&field.attrs)
            .ok()
            .and_then(|options| options.id)
        else {
            continue;
        };
        if found.is_some() {
            let message = "an entity is known by one field: this is the second one with `id`";
            errors.add(syn::Error::new(span, message));
        }
        let ty = &field.ty;
        found = Some(Id { member, ty });
    }
    found
}

fn refuse_id(options: &Options, errors: &mut Errors) {
    if let Some(span) = options.id {
        let message = "`id` belongs on a field of a struct: implement `Entity` for an enum";
        errors.add(syn::Error::new(span, message));
    }
}

/// The documentation among some attributes.
pub(crate) fn docs(attributes: &[Attribute]) -> Vec<&Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .collect()
}

fn state_attributes(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("state"))
}

fn shown(member: &Member) -> String {
    match member {
        Member::Named(name) => names::plain(name),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// What `#[state(..)]` says.
#[derive(Default)]
pub(super) struct Options {
    skip: bool,
    handle: Option<Ident>,
    key: Option<Key>,
    pub(super) slice: Option<Span>,
    /// Where `id` stands.
    pub(super) id: Option<Span>,
    pub(super) secret: Option<Span>,
}

impl Options {
    pub(super) fn parse(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut options = Self::default();
        for attribute in state_attributes(attributes) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("skip") {
                    options.skip = true;
                } else if meta.path.is_ident("handle") {
                    options.handle = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("key") {
                    options.key = Some(meta.input.parse()?);
                } else if meta.path.is_ident("slice") {
                    options.slice = Some(meta.path.span());
                } else if meta.path.is_ident("id") {
                    options.id = Some(meta.path.span());
                } else if meta.path.is_ident("secret") {
                    options.secret = Some(meta.path.span());
                } else {
                    return Err(meta.error(
                        "expected `skip`, `slice`, `id`, `secret`, `handle = name` or `key = field_of_the_rows`",
                    ));
                }
                Ok(())
            })?;
        }
        Ok(options)
    }
}
