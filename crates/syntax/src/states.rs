//! The types of what is active, and how a machine says it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::logic::{held, Holder};
use super::model::{Kind, State};
use super::names::is_ours;
use super::output::{docs, field, Output};

impl Output<'_> {
    /// The enums, one for each state with others inside, and the constants, one for each state.
    pub(super) fn states(&self) -> TokenStream {
        let types = self.tree.nodes.iter().enumerate().map(|(place, node)| {
            let is_region = node
                .parent
                .is_some_and(|parent| self.tree.nodes[parent].state.kind == Kind::Parallel);
            match node.state.kind {
                _ if place > 0 && node.state.is_atomic() => TokenStream::new(),
                Kind::Parallel if place == 0 || is_region => self.regions_type(place),
                Kind::Parallel => TokenStream::new(),
                _ => self.enum_type(place),
            }
        });
        let (path, logic) = (self.path, self.logic());
        let constants = self.tree.nodes.iter().enumerate().skip(1);
        let constants =
            constants.filter(|(place, node)| !node.state.is_history() && self.is_named(*place));
        let constants = constants.map(|(place, node)| {
            let name = &node.state.name;
            let number = place as u16;
            let docs = docs(&node.state.attrs, || {
                format!("The state `{}`, to ask whether it is active.", node.path)
            });
            quote! {
                #docs
                #[allow(dead_code)]
                pub const #name: #path::ActiveState<#logic, #number> = #path::ActiveState::NEW;
            }
        });
        quote!(#(#types)* #(#constants)*)
    }

    /// Whether a name stands for this state alone. If not, there is an error, and one is enough.
    fn is_named(&self, place: usize) -> bool {
        let name = &self.tree.nodes[place].state.name;
        !is_ours(self.chart, name) && self.tree.find(name).is_ok_and(|found| found == place)
    }

    /// The name of the type of what is active inside of a state.
    fn type_name(&self, place: usize) -> Ident {
        let name = &self.tree.nodes[place].state.name;
        if place == 0 || self.is_named(place) {
            name.clone()
        } else {
            format_ident!("{name}_{place}")
        }
    }

    fn enum_type(&self, place: usize) -> TokenStream {
        let name = self.type_name(place);
        let lifetime = self.lifetime(place);
        let docs = docs(&[], || match place {
            0 => "What is active.".to_owned(),
            _ => format!(
                "What is active inside of `{}`.",
                self.tree.nodes[place].path
            ),
        });
        let variants = self.children(place).map(|(inner, state)| {
            let name = &state.name;
            let docs = super::output::docs(&state.attrs, || format!("The state `{name}`."));
            let fields = self.fields(inner);
            quote!(#docs #name #fields)
        });
        let derives = self.derives(place);
        quote! {
            #docs
            #[allow(dead_code)]
            #derives
            pub enum #name #lifetime { #(#variants),* }
        }
    }

    fn regions_type(&self, place: usize) -> TokenStream {
        let name = self.type_name(place);
        let lifetime = self.lifetime(place);
        let docs = docs(&[], || match place {
            0 => "What is active.".to_owned(),
            _ => format!(
                "What is active in the regions of `{}`.",
                self.tree.nodes[place].path
            ),
        });
        let derives = self.derives(place);
        let regions = self.regions(place).into_iter();
        let regions = regions.map(|(name, docs, ty)| quote!(#[doc = #docs] pub #name: #ty));
        quote! {
            #docs
            #[allow(dead_code)]
            #derives
            pub struct #name #lifetime { #(#regions),* }
        }
    }

    fn derives(&self, place: usize) -> TokenStream {
        if self.has_data(place) {
            quote!(#[derive(Clone, Copy, Debug)])
        } else {
            quote!(#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)])
        }
    }

    /// What a variant for a state holds: its data, and what is active inside.
    fn fields(&self, place: usize) -> TokenStream {
        let state = self.tree.nodes[place].state;
        let data = state.holding.as_ref().map(|holding| &holding.ty);
        if state.kind == Kind::Parallel {
            let data = data.map(|ty| quote!(#[doc = "Its data."] data: &'a #ty,));
            let regions = self.regions(place).into_iter();
            let regions = regions.map(|(name, docs, ty)| quote!(#[doc = #docs] #name: #ty));
            return quote!({ #data #(#regions),* });
        }
        let inner = (!state.is_atomic()).then(|| self.type_of(place));
        match (data, inner) {
            (None, None) => TokenStream::new(),
            (Some(data), None) => quote!((&'a #data)),
            (None, Some(inner)) => quote!((#inner)),
            (Some(data), Some(inner)) => quote!((&'a #data, #inner)),
        }
    }

    /// The regions of a parallel state in which there is something to tell: their names, descriptions and types.
    fn regions(&self, place: usize) -> Vec<(Ident, String, TokenStream)> {
        let mut regions: Vec<(Ident, String, TokenStream)> = Vec::new();
        for (inner, state) in self.children(place) {
            let name = field(&state.name);
            let data = state.holding.as_ref().map(|holding| &holding.ty);
            let inside = (!state.is_atomic()).then(|| self.type_of(inner));
            let (about, ty) = match (data, inside) {
                (None, None) => continue,
                (Some(data), None) => ("The data of", quote!(&'a #data)),
                (None, Some(inside)) => ("What is active inside of", inside),
                (Some(data), Some(inside)) => (
                    "The data and what is active inside of",
                    quote!((&'a #data, #inside)),
                ),
            };
            // If there is one of this name, there is an error too.
            if regions.iter().all(|(known, ..)| *known != name) {
                regions.push((name, format!("{about} `{}`.", state.name), ty));
            }
        }
        regions
    }

    fn type_of(&self, place: usize) -> TokenStream {
        let name = self.type_name(place);
        let lifetime = self.lifetime(place);
        quote!(#name #lifetime)
    }

    fn lifetime(&self, place: usize) -> TokenStream {
        if self.has_data(place) {
            quote!(<'a>)
        } else {
            TokenStream::new()
        }
    }

    /// The type of what is active in the whole chart.
    pub(super) fn state_type(&self) -> TokenStream {
        self.type_of(0)
    }

    /// Whether a state inside holds data.
    fn has_data(&self, place: usize) -> bool {
        self.tree
            .holders()
            .any(|holder| self.tree.is_inside(holder, place))
    }

    /// The states inside of a state with their places, histories left out.
    fn children(&self, place: usize) -> impl Iterator<Item = (usize, &State)> {
        let nodes = self.tree.nodes.iter().enumerate();
        nodes
            .filter(move |(_, node)| node.parent == Some(place) && !node.state.is_history())
            .map(|(place, node)| (place, node.state))
    }

    /// An expression for what is active inside of a state. It asks `is_active`, and finds data in `held`.
    pub(super) fn told(&self, place: usize) -> TokenStream {
        if self.compiled.is_none() {
            return quote!(::core::unreachable!());
        }
        let state = self.tree.nodes[place].state;
        let name = &state.name;
        if state.kind == Kind::Parallel {
            let regions = self.told_regions(place);
            return quote!(#name { #regions });
        }
        let children: Vec<_> = self.children(place).collect();
        let mut told = TokenStream::new();
        for (at, (inner, child)) in children.iter().enumerate() {
            let variant = &child.name;
            let number = *inner as u16;
            let data = self.told_data(*inner);
            let value = if child.kind == Kind::Parallel && !child.is_atomic() {
                let data = data.map(|data| quote!(data: #data,));
                let regions = self.told_regions(*inner);
                quote!(#name::#variant { #data #regions })
            } else {
                let inside = (!child.is_atomic()).then(|| self.told(*inner));
                match (data, inside) {
                    (None, None) => quote!(#name::#variant),
                    (data, inside) => {
                        let values = data.into_iter().chain(inside);
                        quote!(#name::#variant(#(#values),*))
                    }
                }
            };
            if at + 1 == children.len() {
                told.extend(quote!({ #value }));
            } else {
                told.extend(quote!(if is_active(#number) { #value } else));
            }
        }
        told
    }

    /// The data of a state, if it holds any.
    fn told_data(&self, place: usize) -> Option<TokenStream> {
        self.tree.nodes[place].state.holding.as_ref()?;
        let (path, field) = (self.path, held(Holder::State(place)));
        Some(quote!(#path::__private::held(&held.#field)))
    }

    fn told_regions(&self, place: usize) -> TokenStream {
        let regions = self.children(place).filter_map(|(inner, state)| {
            let name = field(&state.name);
            let data = self.told_data(inner);
            let inside = (!state.is_atomic()).then(|| self.told(inner));
            Some(match (data, inside) {
                (None, None) => return None,
                (Some(data), Some(inside)) => quote!(#name: (#data, #inside)),
                (data, inside) => {
                    let told = data.or(inside);
                    quote!(#name: #told)
                }
            })
        });
        quote!(#(#regions),*)
    }

    /// The struct of the data of states.
    pub(super) fn held(&self) -> TokenStream {
        let root = self.path;
        let fields = self.tree.holders().map(|place| {
            let name = held(Holder::State(place));
            let ty = self.tree.nodes[place]
                .state
                .holding
                .as_ref()
                .map(|holding| &holding.ty);
            let rename = self.chart.serde.then(|| {
                let path = &self.tree.nodes[place].path;
                quote!(#[serde(rename = #path, default, skip_serializing_if = "::core::option::Option::is_none")])
            });
            quote!(#rename pub #name: ::core::option::Option<#root::__private::Kept<#ty>>)
        });
        let serde = self.serde();
        let machines = self.machine_fields();
        quote! {
            #[doc(hidden)]
            #[derive(Clone, Default)]
            #serde
            pub struct Held { #(#fields,)* #machines }
        }
    }

    pub(super) fn missing(&self) -> TokenStream {
        let found = self.tree.holders().map(|place| {
            let (name, number) = (held(Holder::State(place)), place as u16);
            quote!(if held.#name.is_none() && is_kept(#number) { return ::core::option::Option::Some(#number); })
        });
        quote!(#(#found)*)
    }

    pub(super) fn same_held(&self) -> TokenStream {
        let path = self.path;
        let same = self.tree.holders().map(|place| {
            let name = held(Holder::State(place));
            quote!(&& #path::__private::Kept::same(&one.#name, &other.#name))
        });
        quote!(#(#same)*)
    }

    pub(super) fn drop_held(&self) -> TokenStream {
        let drops = self.tree.holders().map(|place| {
            let (name, number) = (held(Holder::State(place)), place as u16);
            quote!(if held.#name.is_some() && !is_kept(#number) { held.#name = ::core::option::Option::None; })
        });
        quote!(#(#drops)*)
    }
}
