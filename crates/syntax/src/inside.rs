//! What the module of a chart has for the machines that it has inside.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::Type;

use super::errors::{spanned, Errors};
use super::logic::{held, next_variant, result_variant, Holder};
use super::model::{Invoke, State};
use super::output::{docs, fields, Output};
use super::secret;
use super::tree::{error, Tree};

/// Completes what is known of the machines inside of a state by their charts.
pub(super) fn complete(state: &mut State, path: &TokenStream) {
    for invoke in &mut state.invokes {
        let Some(chart) = &invoke.chart else {
            continue;
        };
        // What is wrong with the chart is said where it is named.
        let path = spanned(path.clone(), chart.span());
        let ty = |tokens: TokenStream| syn::parse2(tokens).ok();
        let of = |what: &str| {
            let what = Ident::new(what, chart.span());
            ty(quote_spanned!(chart.span()=> <#chart as #path::Statechart>::#what))
        };
        (invoke.result, invoke.next) = (of("Output"), of("Emitted"));
        invoke.lent = match &invoke.key {
            Some(key) => ty(quote_spanned!(chart.span()=> #path::Children<#key, #chart>)),
            None => ty(quote_spanned!(chart.span()=> #path::Running<#chart>)),
        };
    }
    for inner in &mut state.states {
        complete(inner, path);
    }
}

/// Refuses names that would be there twice.
pub(super) fn check(tree: &Tree<'_>, errors: &mut Errors) {
    let machines = tree.machines();
    let invokes = tree.nodes.iter().flat_map(|node| &node.state.invokes);
    for invoke in invokes.filter(|invoke| invoke.chart.is_some()) {
        let is_known = |(_, known): &(usize, &Invoke)| std::ptr::eq(*known, invoke);
        if !machines.iter().any(is_known) {
            let name = &invoke.name;
            let message = format!("there is a machine `{name}` inside already: use two names");
            errors.add(error(name.span(), message));
        }
    }
}

/// The name of the type that stands for the machine, or the machines, of an invoke.
pub(super) fn marker(invoke: &Invoke) -> Ident {
    format_ident!("__{}", result_variant(&invoke.name))
}

impl Output<'_> {
    /// The machines of the chart, with their numbers and the places of their states.
    pub(super) fn machines(&self) -> impl Iterator<Item = (usize, usize, &Invoke)> {
        let machines = self.tree.machines().into_iter().enumerate();
        machines.map(|(number, (place, invoke))| (number, place, invoke))
    }

    fn has_machines(&self) -> bool {
        !self.tree.machines().is_empty()
    }

    /// The type of the field with a machine, or with the machines, of a name.
    pub(super) fn field_type(&self, invoke: &Invoke) -> TokenStream {
        let lent = &invoke.lent;
        match invoke.key {
            Some(_) => quote!(#lent),
            _ => quote_spanned!(lent.span()=> ::core::option::Option<#lent>),
        }
    }

    /// The fields for them among what is held.
    pub(super) fn machine_fields(&self) -> TokenStream {
        if !self.has_machines() {
            return TokenStream::new();
        }
        let fields = self.machines().map(|(number, place, invoke)| {
            let name = held(Holder::Machine(number));
            let ty = self.field_type(invoke);
            let rename = self.chart.serde.then(|| {
                let path = format!("{}:{}", self.tree.nodes[place].path, invoke.name.unraw());
                quote!(#[serde(rename = #path, default)])
            });
            quote!(#rename pub #name: #ty)
        });
        let skip = self.chart.serde.then(|| quote!(#[serde(skip)]));
        let path = self.path;
        quote!(#(#fields,)* #skip pub __gone: #path::__private::Gone)
    }

    /// What stands for them, by their names, and how the machine around has them.
    pub(super) fn markers(&self) -> TokenStream {
        let markers = self.machines().map(|found| self.marker(found));
        quote!(#(#markers)*)
    }

    fn marker(&self, (number, place, invoke): (usize, usize, &Invoke)) -> TokenStream {
        let (path, logic, name) = (self.path, self.logic(), &invoke.name);
        let Some(chart) = &invoke.chart else {
            return TokenStream::new();
        };
        let plain = name.unraw().to_string();
        let about = match invoke.key {
            Some(_) => format!("The machines inside that are called `{plain}`."),
            _ => format!("The machine inside that is called `{plain}`."),
        };
        let ty = self.field_type(invoke);
        let field = held(Holder::Machine(number));
        let slot = self.slot(place, invoke);
        let (done, next) = (result_variant(name), next_variant(name));
        let with = |what: &Ident| match invoke.key.as_ref() {
            Some(_) => quote!((key, #what)),
            None => quote!(#what),
        };
        let (output, emitted) = (format_ident!("output"), format_ident!("emitted"));
        let (output, emitted) = (with(&output), with(&emitted));
        let mode = match self.chart.is_local {
            true => quote!(Confined),
            false => quote!(Shared),
        };
        let core = quote!(#path::__private::core);
        let machine = quote!(#path::Running<#logic>);
        let variant = result_variant(name);
        let marker = marker(invoke);
        let no_key = invoke.key.is_none().then(|| quote!(let () = key;));
        quote_spanned! {name.span()=>
            #[doc = #about]
            #[allow(dead_code)]
            pub fn #name() -> #marker { #marker }

            #[doc(hidden)]
            #[derive(Clone, Copy, Debug)]
            pub struct #marker;

            impl #path::Contains<#marker> for #logic {
                type Machines = #ty;

                const NAME: &'static str = #plain;
                const SLOT: u16 = #slot;

                fn machines(held: &Held) -> &#ty { &held.#field }

                fn machines_mut(held: &mut Held) -> &mut #ty { &mut held.#field }

                fn done(
                    key: #path::__private::KeyOf<Self, #marker>,
                    output: <#chart as #path::Statechart>::Output,
                ) -> Data {
                    #no_key
                    Data::#done(#output)
                }

                fn next(
                    key: #path::__private::KeyOf<Self, #marker>,
                    emitted: <#chart as #path::Statechart>::Emitted,
                ) -> Data {
                    #no_key
                    Data::#next(#emitted)
                }
            }

            #path::__if_store! {
                #[automatically_derived]
                impl #core::HasField<#marker> for #machine {
                    type Value = #ty;
                    type Reach = #core::Total;
                    const NAME: &'static str = #plain;
                    const TOUCHED: #core::Touched = #core::Touched::field(2);
                    const COMPARED: bool = <#ty as #core::State>::COMPARED;

                    fn field(&self) -> ::core::option::Option<&#ty> {
                        ::core::option::Option::Some(self.inside(#name))
                    }

                    fn field_mut(&mut self) -> ::core::option::Option<&mut #ty> {
                        ::core::option::Option::Some(#path::__private::inside_mut::<#logic, #marker>(self))
                    }

                    fn same(a: &#ty, b: &#ty) -> bool {
                        <#ty as #core::State>::same(a, b)
                    }
                }

                #[automatically_derived]
                impl #core::Slice<#marker> for #machine {
                    type Mode = #core::#mode;

                    fn wrap(action: #core::SliceAction<Self, #marker>) -> #path::MachineAction<#logic> {
                        #path::MachineAction::Inner(Inner::#variant(action))
                    }

                    fn unwrap(
                        action: &#path::MachineAction<#logic>,
                    ) -> ::core::option::Option<&#core::SliceAction<Self, #marker>> {
                        match action {
                            #path::MachineAction::Inner(Inner::#variant(action)) => ::core::option::Option::Some(action),
                            _ => ::core::option::Option::None,
                        }
                    }

                    fn unwrap_mut(
                        action: &mut #path::MachineAction<#logic>,
                    ) -> ::core::option::Option<&mut #core::SliceAction<Self, #marker>> {
                        match action {
                            #path::MachineAction::Inner(Inner::#variant(action)) => ::core::option::Option::Some(action),
                            _ => ::core::option::Option::None,
                        }
                    }

                    fn reply(reply: #path::Reception) -> ::core::option::Option<#path::Reception> {
                        ::core::option::Option::Some(reply)
                    }

                    fn error(
                        error: #path::MicrostepLimit,
                    ) -> ::core::option::Option<#core::SliceFailure<Self, #marker>> {
                        ::core::option::Option::Some(#core::SliceError::Failed(error))
                    }

                    const FOLLOWS: bool = true;

                    fn follow(
                        &mut self,
                        cx: &mut #core::Cx<Self>,
                    ) -> ::core::result::Result<(), #path::MicrostepLimit> {
                        #path::__private::follow(self, cx)
                    }
                }
            }
        }
    }

    /// The number of an invoke among the timers and invokes of the compiled chart.
    fn slot(&self, place: usize, invoke: &Invoke) -> u16 {
        let name = invoke.name.unraw().to_string();
        let slot = self
            .compiled
            .and_then(|chart| leptos_state_chart::__private::slot_of(chart, place as u16, &name));
        slot.unwrap_or(u16::MAX)
    }

    /// What machines inside are told.
    pub(super) fn inner(&self) -> TokenStream {
        if !self.has_machines() {
            return TokenStream::new();
        }
        let (path, logic, serde) = (self.path, self.logic(), self.serde());
        let core = quote!(#path::__private::core);
        let variants = self.machines().map(|(_, _, invoke)| {
            let (marker, variant) = (marker(invoke), result_variant(&invoke.name));
            let plain = invoke.name.unraw().to_string();
            let about = format!("For `{plain}`.");
            let rename = self.chart.serde.then(|| quote!(#[serde(rename = #plain)]));
            quote!(#[doc = #about] #rename #variant(#core::SliceAction<#path::Running<#logic>, #marker>))
        });
        quote! {
            #path::__if_store! {
                /// What machines inside are told.
                #[derive(Clone, Debug)]
                #serde
                pub enum Inner { #(#variants),* }
            }
        }
    }

    /// What the chart emits.
    pub(super) fn emitted(&self) -> TokenStream {
        let Some(emits) = &self.chart.emits else {
            return TokenStream::new();
        };
        let (path, serde) = (self.path, self.serde());
        let about = docs(&emits.attrs, || {
            "What the machine tells whoever is around it.".to_owned()
        });
        let attrs = emits.attrs.iter();
        let attrs = attrs.filter(|attr| !attr.path().is_ident("doc"));
        let variants = emits.variants.iter().map(|variant| {
            let docs = docs(&variant.attrs, || format!("`{}`.", variant.ident));
            let other = variant.attrs.iter();
            let other = other.filter(|attr| !attr.path().is_ident("doc") && !secret::is_mark(attr));
            let (name, fields) = (&variant.ident, fields(&variant.fields));
            quote!(#docs #(#other)* #name #fields)
        });
        let (derived, debug) = secret::debug(&format_ident!("Emitted"), &emits.variants);
        let redact = self.redact_emitted(&emits.variants);
        quote! {
            #about
            #(#attrs)*
            #[derive(Clone #derived)]
            #serde
            pub enum Emitted { #(#variants),* }

            #debug
            #redact

            impl #path::Emits<Emitted> for Data {
                fn carry(what: Emitted) -> Self { Self::Emitted(what) }
            }
        }
    }

    /// The items in the implementation of the chart that have to do with machines around it and inside.
    pub(super) fn around_and_inside(&self) -> TokenStream {
        let path = self.path;
        let (output, of_output) = self.output();
        let (emitted, of_emitted) = match &self.chart.emits {
            Some(_) => (
                quote!(Emitted),
                quote!(match data {
                    Data::Emitted(what) => ::core::option::Option::Some(what),
                    _ => ::core::option::Option::None,
                }),
            ),
            None => (quote!(#path::Nothing), quote!(::core::option::Option::None)),
        };
        let inside = self.inside();
        let emits = self.chart.emits.is_some();
        quote! {
            type Output = #output;
            type Emitted = #emitted;
            const EMITS: bool = #emits;

            fn output(data: ::core::option::Option<&Data>) -> ::core::option::Option<#output> {
                #of_output
            }

            fn emitted(data: Data) -> ::core::option::Option<#emitted> {
                #of_emitted
            }

            #inside
        }
    }

    /// The type of what the outermost final states hand over, and how it is found.
    fn output(&self) -> (TokenStream, TokenStream) {
        let finals = || {
            let states = self.chart.root.children();
            states.filter(|state| state.kind == super::model::Kind::Final)
        };
        let outputs: Vec<_> = finals().filter_map(|state| state.output.as_ref()).collect();
        let Some(first) = outputs.first() else {
            return (quote!(()), quote!(::core::option::Option::Some(())));
        };
        let written = |ty: &Type| super::logic::written(Some(ty));
        let are_same = outputs.len() == finals().count()
            && outputs
                .iter()
                .all(|output| written(&output.ty) == written(&first.ty));
        if !are_same {
            let all = quote!(::core::option::Option<Data>);
            return (all, quote!(::core::option::Option::Some(data.cloned())));
        }
        let ty = &first.ty;
        let variants = finals().map(|state| &state.name);
        let found = quote!(match data {
            #(::core::option::Option::Some(Data::#variants(output)) => ::core::option::Option::Some(
                ::core::clone::Clone::clone(output)
            ),)*
            _ => ::core::option::Option::None,
        });
        (quote!(#ty), found)
    }

    fn inside(&self) -> TokenStream {
        let path = self.path;
        if !self.has_machines() {
            return quote! {
                #path::__if_store! {
                    type Inner = #path::Nothing;

                    fn inner_name(inner: &#path::Nothing) -> &'static str { match *inner {} }

                    fn inner_full_name(
                        inner: &#path::Nothing,
                    ) -> ::core::option::Option<::std::string::String> {
                        match *inner {}
                    }

                    fn apply_inner(
                        inner: #path::Nothing,
                        _: &mut #path::Running<Self>,
                        _: &mut #path::__private::core::Cx<#path::Running<Self>>,
                    ) -> ::core::result::Result<#path::Reception, #path::__private::core::SliceError<#path::MicrostepLimit>> {
                        match inner {}
                    }

                    fn is_event(inner: &#path::Nothing) -> bool { match *inner {} }
                }
            };
        }
        let core = quote!(#path::__private::core);
        let context = self.context_arg();
        let logic = self.myself();
        let each = |write: &dyn Fn(usize, usize, &Invoke) -> TokenStream| -> Vec<TokenStream> {
            let machines = self.machines();
            machines
                .map(|(number, place, invoke)| write(number, place, invoke))
                .collect()
        };
        let begun = each(&|number, place, invoke| {
            let (field, slot, name) = (
                held(Holder::Machine(number)),
                self.slot(place, invoke),
                &invoke.name,
            );
            match invoke.key {
                Some(_) => TokenStream::new(),
                _ => {
                    let mut name = name.clone();
                    name.set_span(self.chart.name.span());
                    quote! {
                        #slot => {
                            #path::Machines::stop_all(&mut held.#field, &mut held.__gone);
                            held.#field = ::core::option::Option::Some(Logic::#name(#logic, #context));
                        }
                    }
                }
            }
        });
        let known = each(&|number, place, invoke| {
            let (field, slot) = (held(Holder::Machine(number)), self.slot(place, invoke));
            match invoke.key {
                Some(_) => TokenStream::new(),
                _ => quote!(#slot => held.#field.is_some(),),
            }
        });
        let left = each(&|number, place, _| {
            let (field, place) = (held(Holder::Machine(number)), place as u16);
            quote! {
                if !is_active(#place) {
                    #path::Machines::stop_all(&mut held.#field, &mut held.__gone);
                }
            }
        });
        let heard = each(&|_, _, invoke| {
            let marker = marker(invoke);
            quote!(has_told |= #path::__private::hear::<Self, #marker>(machine, effects)?;)
        });
        let gone = each(&|number, _, _| {
            let field = held(Holder::Machine(number));
            quote!(#path::Machines::take_gone(&mut held.#field, gone);)
        });
        let renewed = each(&|number, _, _| {
            let field = held(Holder::Machine(number));
            quote! {
                is_renewed |= #path::Machines::renew(
                    before.map(|before| &before.#field),
                    now.as_deref_mut().map(|now| &mut now.#field),
                    gone,
                );
            }
        });
        let names = each(&|_, _, invoke| {
            let (variant, name) = (
                result_variant(&invoke.name),
                invoke.name.unraw().to_string(),
            );
            quote!(Inner::#variant(_) => #name)
        });
        let full_names = each(&|_, _, invoke| {
            let (variant, marker) = (result_variant(&invoke.name), marker(invoke));
            let name = invoke.name.unraw().to_string();
            let full =
                quote!(#core::__private::full_name::<#path::Running<Self>, #marker>(#name, action));
            let full = match invoke.key {
                Some(_) => full,
                _ => quote!(#full.or_else(|| ::core::option::Option::Some(
                    ::std::format!("{}.{}", #name, #core::Action::name(action))
                ))),
            };
            quote!(Inner::#variant(action) => #full)
        });
        let applied = each(&|_, _, invoke| {
            let (variant, marker) = (result_variant(&invoke.name), marker(invoke));
            quote!(Inner::#variant(action) => cx.apply_slice::<#marker>(machine, action))
        });
        let events = each(&|_, _, invoke| {
            let variant = result_variant(&invoke.name);
            let action = match invoke.key {
                Some(_) => quote!(action.action),
                _ => quote!(action),
            };
            quote!(Inner::#variant(action) => #action.is_event())
        });
        let told = each(&|_, _, invoke| {
            let marker = marker(invoke);
            let action = match invoke.key {
                Some(_) => {
                    quote!(#core::RowAction { key, action: #path::MachineAction::Begin })
                }
                _ => quote!({ let () = key; #path::MachineAction::Begin }),
            };
            quote! {
                let inside = #path::__private::inside_mut::<Self, #marker>(machine);
                for key in #path::Machines::asking(inside) {
                    if let ::core::result::Result::Err(#core::SliceError::Failed(error)) =
                        cx.apply_slice::<#marker>(machine, #action)
                    {
                        return ::core::result::Result::Err(error);
                    }
                }
            }
        });
        quote! {
            const HAS_INSIDE: bool = true;

            fn begin_inside(&self, slot: u16, context: &Self::Context, held: &mut Held) {
                let #logic = self;
                match slot { #(#begun)* _ => {} }
            }

            fn has_inside(slot: u16, held: &Held) -> bool {
                match slot { #(#known)* _ => true }
            }

            fn leave_inside(held: &mut Held, is_active: impl ::core::ops::Fn(u16) -> bool) {
                #(#left)*
            }

            fn hear_inside(
                machine: &mut #path::Running<Self>,
                effects: &mut #path::__private::Asked<Self>,
            ) -> ::core::result::Result<bool, #path::MicrostepLimit> {
                let mut has_told = false;
                #(#heard)*
                ::core::result::Result::Ok(has_told)
            }

            fn take_gone(held: &mut Held, gone: &mut #path::__private::Gone) {
                #(#gone)*
                gone.add(::core::mem::take(&mut held.__gone));
            }

            fn put_gone(held: &mut Held, gone: #path::__private::Gone) {
                held.__gone.add(gone);
            }

            #path::__if_store! {
                type Inner = Inner;

                fn inner_name(inner: &Inner) -> &'static str {
                    match inner { #(#names),* }
                }

                fn inner_full_name(inner: &Inner) -> ::core::option::Option<::std::string::String> {
                    match inner { #(#full_names),* }
                }

                fn apply_inner(
                    inner: Inner,
                    machine: &mut #path::Running<Self>,
                    cx: &mut #core::Cx<#path::Running<Self>>,
                ) -> ::core::result::Result<#path::Reception, #core::SliceError<#path::MicrostepLimit>> {
                    match inner { #(#applied),* }
                }

                fn is_event(inner: &Inner) -> bool {
                    match inner { #(#events),* }
                }

                fn renew_inside(
                    before: ::core::option::Option<&Held>,
                    mut now: ::core::option::Option<&mut Held>,
                    gone: &mut #path::__private::Gone,
                ) -> bool {
                    let mut is_renewed = false;
                    #(#renewed)*
                    is_renewed
                }

                fn begin_told(
                    machine: &mut #path::Running<Self>,
                    cx: &mut #core::Cx<#path::Running<Self>>,
                ) -> ::core::result::Result<(), #path::MicrostepLimit> {
                    #(#told)*
                    ::core::result::Result::Ok(())
                }
            }
        }
    }
}
