//! Writing the module of a chart.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Fields, Type};

use super::case::snake_case;
use super::logic::{Function, Functions, Role};
use super::model::Chart;
use super::secret;
use super::tree::Tree;

pub(super) struct Output<'a> {
    /// The path of `leptos-state-chart`.
    pub path: &'a TokenStream,
    pub chart: &'a Chart,
    pub tree: &'a Tree<'a>,
    pub functions: &'a Functions<'a>,
    pub form: &'a leptos_state_chart::form::Form,
    /// `None` if something is wrong with it.
    pub compiled: Option<&'a leptos_state_chart::Chart>,
}

/// The documentation that somebody wrote, or else what `about` says.
pub(super) fn docs(attrs: &[Attribute], about: impl FnOnce() -> String) -> TokenStream {
    let docs: Vec<_> = attrs
        .iter()
        .filter(|attr| attr.path().is_ident("doc"))
        .collect();
    if docs.is_empty() {
        let about = about();
        return quote!(#[doc = #about]);
    }
    quote!(#(#docs)*)
}

/// The name of the field for a region.
pub(super) fn field(state: &Ident) -> Ident {
    snake_case(state)
}

impl Output<'_> {
    pub(super) fn tokens(&self) -> TokenStream {
        let name = &self.chart.name;
        let vis = &self.chart.vis;
        let mut module = snake_case(name);
        if module == *name {
            // There is an error besides, and one is enough.
            module = format_ident!("{module}_chart");
        }
        let docs = docs(&self.chart.attrs, || {
            format!("The chart of [`{name}`](super::{name}).")
        });
        let (events, data, held, states) = (self.events(), self.data(), self.held(), self.states());
        let (logic, statechart) = (self.logic_trait(), self.statechart());
        let (emitted, inner, markers) = (self.emitted(), self.inner(), self.markers());
        let path = self.path;
        let attrs = self.chart.attrs.iter();
        let attrs = attrs.filter(|attr| !attr.path().is_ident("doc"));
        quote! {
            #docs
            #(#attrs)*
            #[allow(
                non_upper_case_globals, unused_imports, unused_qualifications, clippy::all, clippy::pedantic
            )]
            #vis mod #module {
                use super::*;

                /// What actions may ask for.
                #[allow(dead_code)]
                pub type Cx<'a> = #path::Ask<'a, Event, Data>;

                #events
                #data
                #held
                #states
                #emitted
                #inner
                #markers
                #logic
                #statechart
            }
        }
    }

    /// The user's type with the logic, seen from the module.
    pub(super) fn logic(&self) -> TokenStream {
        let name = &self.chart.name;
        quote!(super::#name)
    }

    fn context(&self) -> TokenStream {
        self.chart
            .context
            .as_ref()
            .map_or_else(|| quote!(()), |ty| quote!(#ty))
    }

    /// Has a type be written and read, if the chart says so.
    pub(super) fn serde(&self) -> Option<TokenStream> {
        let serde = format!("{}::__private::serde", self.path).replace(' ', "");
        let path: TokenStream = serde.parse().ok()?;
        let derives = quote! {
            #[derive(#path::Serialize, #path::Deserialize)]
            #[serde(crate = #serde)]
        };
        self.chart.serde.then_some(derives)
    }

    fn events(&self) -> TokenStream {
        let (path, serde) = (self.path, self.serde());
        let about = docs(&self.chart.event_attrs, || "The events.".to_owned());
        let attrs = self.chart.event_attrs.iter();
        let attrs = attrs.filter(|attr| !attr.path().is_ident("doc"));
        let events = self.chart.events.iter().map(|event| {
            let docs = docs(&event.attrs, || format!("The event `{}`.", event.ident));
            let other = event
                .attrs
                .iter()
                .filter(|attr| !attr.path().is_ident("doc") && !secret::is_mark(attr));
            let (name, fields) = (&event.ident, fields(&event.fields));
            quote!(#docs #(#other)* #name #fields)
        });
        let texts: Vec<String> = self
            .chart
            .events
            .iter()
            .map(|event| event.ident.unraw().to_string())
            .collect();
        let variants: Vec<_> = self.chart.events.iter().map(|event| &event.ident).collect();
        let places = 0..variants.len();
        let (name, index) = if variants.is_empty() {
            (quote!(match *self {}), quote!(match *self {}))
        } else {
            (
                quote!(match self { #(Self::#variants { .. } => #texts),* }),
                quote!(::core::option::Option::Some(match self { #(Self::#variants { .. } => #places),* })),
            )
        };
        let (derived, debug) = secret::debug(&format_ident!("Event"), &self.chart.events);
        quote! {
            #about
            #(#attrs)*
            #[derive(Clone #derived)]
            #serde
            pub enum Event { #(#events),* }

            #debug

            impl #path::Event for Event {
                const NAMES: &'static [&'static str] = &[#(#texts),*];

                fn name(&self) -> &str { #name }

                fn index(&self) -> ::core::option::Option<usize> { #index }
            }
        }
    }

    fn data(&self) -> TokenStream {
        let variants = self.functions.handed.iter().map(|handed| {
            let name = &handed.variant;
            let about = format!("What `{name}` is for.");
            let ty = handed.ty.map_or_else(|| quote!(()), |ty| quote!(#ty));
            match handed.key {
                Some(key) => quote!(#[doc = #about] #name((#key, #ty))),
                None => quote!(#[doc = #about] #name(#ty)),
            }
        });
        let emitted = self.chart.emits.as_ref();
        let emitted = emitted.map(|_| {
            quote!(
                #[doc = "What is emitted."]
                Emitted(Emitted)
            )
        });
        let variants = variants.chain(emitted);
        let serde = self.serde();
        quote! {
            /// What final states and invokes hand over.
            #[allow(dead_code)]
            #[derive(Clone, Debug)]
            #serde
            pub enum Data { #(#variants),* }
        }
    }

    fn logic_trait(&self) -> TokenStream {
        if self.functions.list.is_empty() {
            return TokenStream::new();
        }
        let about = format!("What the chart `{}` leaves to Rust.", self.chart.name);
        let functions = self
            .functions
            .list
            .iter()
            .map(|function| self.signature(function));
        let name = &self.chart.name;
        let message = format!("`{name}` does not have the logic of its chart");
        let note = format!(
            "write `impl {}::Logic for {name} {{ .. }}`",
            snake_case(name)
        );
        quote_spanned! {name.span()=>
            #[doc = #about]
            #[diagnostic::on_unimplemented(message = #message, label = "the chart needs functions of it", note = #note)]
            pub trait Logic: ::core::marker::Sized { #(#functions)* }
        }
    }

    fn signature(&self, function: &Function<'_>) -> TokenStream {
        let path = self.path;
        let name = function.name;
        // What is said of a function is said where the chart names it first, and what is said of a type where that stands.
        let span = name.span();
        let lent = |ty: &Type| quote_spanned!(ty.span()=> &#ty);
        let lent_mut = |ty: &Type| quote_spanned!(ty.span()=> &mut #ty);
        let context = self.chart.context.as_ref();
        // An argument may have the name of one of ours.
        let own = |ours: &str| {
            let is_taken = function.args_named.iter().any(|arg| *arg == ours);
            let ours = if is_taken {
                format!("chart_{ours}")
            } else {
                ours.to_owned()
            };
            Ident::new(&ours, Span::call_site())
        };
        let (context_name, cx) = (own("context"), own("cx"));
        let shared = context.map(|ty| {
            let ty = lent(ty);
            quote_spanned!(span=> , #context_name: #ty)
        });
        let args = function
            .args_named
            .iter()
            .zip(&function.args)
            .zip(&function.held);
        let args = args.map(|((name, ty), held)| match (held, function.role) {
            (Some(_), Role::Action) => {
                let ty = lent_mut(ty);
                quote_spanned!(span=> , #name: #ty)
            }
            _ => {
                let ty = lent(ty);
                quote_spanned!(span=> , #name: #ty)
            }
        });
        let (about, rest) = match function.role {
            Role::Guard => (
                "Whether the transition is taken.".to_owned(),
                quote_spanned!(span=> (&self #shared #(#args)*) -> bool),
            ),
            Role::Action => {
                let context = context.map(|ty| {
                    let ty = lent_mut(ty);
                    quote_spanned!(span=> , #context_name: #ty)
                });
                let result = function.fails.then(
                    || quote_spanned!(span=> -> ::core::result::Result<(), #path::ActionError>),
                );
                let about = match function.fails {
                    true => {
                        "# Errors\n\nAn error ends the block of actions, and raises `error."
                            .to_owned()
                            + &name.unraw().to_string()
                            + "`."
                    }
                    false => "An action.".to_owned(),
                };
                (
                    about,
                    quote_spanned!(span=> (&self #context #(#args)*, #cx: &mut Cx<'_>) #result),
                )
            }
            Role::Maker(holder) => {
                let state = self.tree.nodes[holder].state;
                let ty = state.holding.as_ref().map(|holding| &holding.ty);
                (
                    format!("The data of `{}`.", state.name),
                    quote_spanned!(span=> (&self #shared #(#args)*) -> #ty),
                )
            }
            Role::Output(state) => {
                let state = self.tree.nodes[state].state;
                let ty = state.output.as_ref().map(|output| &output.ty);
                (
                    format!("What `{}` hands over.", state.name),
                    quote_spanned!(span=> (&self #shared) -> #ty),
                )
            }
            Role::Machine(chart) => {
                let machine = quote_spanned!(span=> #path::Running<#chart>);
                (
                    "The machine of an invoke.".to_owned(),
                    quote_spanned!(span=> (&self #shared) -> #machine),
                )
            }
            Role::Task(work) => {
                let result = work.result.map_or_else(
                    || quote_spanned!(span=> ()),
                    |ty| quote_spanned!(span=> #ty),
                );
                let result = match work.error {
                    Some(error) => quote_spanned!(span=> ::core::result::Result<#result, #error>),
                    None => result,
                };
                let context = context.map(|ty| quote_spanned!(span=> , context: #ty));
                let next = work
                    .next
                    .map(|ty| quote_spanned!(span=> , next: #path::Emitter<#ty>));
                let future = quote_spanned!(span=> impl ::core::future::Future<Output = #result>);
                (
                    "The work of an invoke.".to_owned(),
                    quote_spanned!(span=> (&self #context #next) -> #future),
                )
            }
        };
        quote_spanned!(span=> #[doc = #about] fn #name #rest;)
    }

    fn statechart(&self) -> TokenStream {
        let (path, logic, context) = (self.path, self.logic(), self.context());
        let compiled = match self.compiled {
            Some(compiled) => {
                let chart = leptos_state_chart::__private::source(compiled, &path.to_string());
                let chart: TokenStream = chart.parse().expect("it is Rust");
                quote!(static CHART: #path::Chart = #chart; &CHART)
            }
            // There is an error besides, so it never runs.
            None => quote!(::core::unreachable!()),
        };
        let form = match self.compiled {
            Some(_) => leptos_state_chart::__private::form_source(self.form, &path.to_string())
                .parse()
                .expect("it is Rust"),
            None => quote!(::core::unreachable!()),
        };
        let whole = self
            .compiled
            .is_none_or(leptos_state_chart::Chart::needs_whole_kernel);
        let written = self
            .compiled
            .and_then(leptos_state_chart::__private::written);
        let is_written = written.is_some();
        let written = match written {
            Some(written) => [written.pick, written.take, written.take_all],
            None => ["u16::MAX", "false", "false"].map(str::to_owned),
        };
        let [picking, taking, taking_all]: [TokenStream; 3] =
            written.map(|written| written.parse().expect("it is Rust"));
        let (state, myself) = (self.state_type(), self.myself());
        let name = self.chart.name.unraw().to_string();
        let paths = self.tree.nodes.iter().map(|node| &node.path);
        let events = self.chart.events.iter();
        let events = events.map(|event| event.ident.unraw().to_string());
        let machines = self.tree.machines().into_iter();
        let machines = machines.map(|(_, invoke)| invoke.name.unraw().to_string());
        let inside = machines.len();
        let others = ["begin", "after", "done", "error", "next"].map(str::to_owned);
        let inputs = events.chain(others).chain(machines);
        let (columns, guards, actions, makers) =
            (self.columns(), self.guards(), self.actions(), self.makers());
        let (drops, missing, same) = (self.drop_held(), self.missing(), self.same_held());
        let (told, tasks) = (self.told(0), self.tasks());
        let around_and_inside = self.around_and_inside();
        let secrets = self.secrets(&context);
        quote! {
            #[allow(unused_variables, unused_mut, unreachable_patterns, unreachable_code)]
            impl #path::Statechart for #logic {
                type Context = #context;
                type Event = Event;
                type Data = Data;
                type Held = Held;
                type State<'a> = #state;
                #around_and_inside
                #secrets

                const NAME: &'static str = #name;
                const STATES: &'static [&'static str] = &[#(#paths),*];
                const INPUTS: &'static [&'static str] = &[#(#inputs),*];
                const INSIDE: usize = #inside;
                const WHOLE: bool = #whole;
                const IS_WRITTEN: bool = #is_written;

                #[inline]
                fn chart() -> &'static #path::Chart { #compiled }

                #[inline]
                fn form() -> #path::form::Form { #form }

                #[inline]
                fn column(event: &Event) -> ::core::option::Option<#path::Column> { #columns }

                #[inline(always)]
                fn pick(row: u16, column: u16, holds: impl ::core::ops::Fn(u16) -> bool) -> u16 { #picking }

                #[inline(always)]
                fn take(pick: u16, taker: &mut impl #path::__private::Taker) -> bool { #taking }

                #[inline(always)]
                fn take_all(column: u16, active: u64, taker: &mut impl #path::__private::Taker) -> bool { #taking_all }

                #[inline]
                fn guard(
                    &self,
                    guard: u16,
                    held: &Held,
                    cx: &#path::__private::LogicGuardCx<'_, Self>,
                ) -> bool {
                    use #path::Cause;
                    let #myself = self;
                    let (cause, context) = (cx.cause, cx.context);
                    match guard { #guards _ => false }
                }

                #[inline]
                fn act(
                    &self,
                    action: u16,
                    held: &mut Held,
                    cx: &mut #path::__private::LogicActionCx<'_, Self>,
                ) -> ::core::result::Result<(), #path::ActionError> {
                    use #path::Cause;
                    let #myself = self;
                    let cause = cx.cause;
                    let (context, mut ask) = cx.split();
                    match action { #actions _ => {} }
                    ::core::result::Result::Ok(())
                }

                fn make(&self, maker: u16, cx: &#path::__private::LogicGuardCx<'_, Self>) -> Data {
                    let #myself = self;
                    let context = cx.context;
                    #makers
                }

                fn drop_held(held: &mut Held, is_kept: impl ::core::ops::Fn(u16) -> bool) { #drops }

                fn missing(
                    held: &Held,
                    is_kept: impl ::core::ops::Fn(u16) -> bool,
                ) -> ::core::option::Option<u16> {
                    #missing
                    ::core::option::Option::None
                }

                fn same_held(one: &Held, other: &Held) -> bool { true #same }

                fn state(held: &Held, is_active: impl ::core::ops::Fn(u16) -> bool) -> Self::State<'_> {
                    #told
                }

                fn task(
                    self: ::std::sync::Arc<Self>,
                    invoke: &str,
                    context: Self::Context,
                ) -> ::core::option::Option<#path::__private::Work<Data>> {
                    #tasks
                }
            }
        }
    }

    fn columns(&self) -> TokenStream {
        let path = self.path;
        let arms = self.chart.events.iter().map(|event| {
            let name = &event.ident;
            let plain = name.unraw().to_string();
            let column = self.compiled.and_then(|chart| chart.column(&plain));
            let column = column.map_or(u16::MAX, leptos_state_chart::Column::number);
            quote!(Event::#name { .. } => #path::Column::of_number(#column))
        });
        if self.chart.events.is_empty() {
            return quote!(match *event {});
        }
        quote!(match event { #(#arms),* })
    }
}

/// The fields of an event, with what is missing of their documentation.
pub(super) fn fields(fields: &Fields) -> TokenStream {
    match fields {
        Fields::Unit => TokenStream::new(),
        Fields::Unnamed(unnamed) => {
            let fields = unnamed.unnamed.iter().map(|field| {
                let ty = &field.ty;
                let attrs = field.attrs.iter().filter(|attr| !secret::is_mark(attr));
                quote!(#(#attrs)* #ty)
            });
            quote!((#(#fields),*))
        }
        Fields::Named(named) => {
            let fields = named.named.iter().map(|field| {
                let (name, ty) = (&field.ident, &field.ty);
                let docs = docs(&field.attrs, || "A part of the event.".to_owned());
                let attrs = field.attrs.iter();
                let attrs = attrs.filter(|attr| !attr.path().is_ident("doc"));
                let attrs = attrs.filter(|attr| !secret::is_mark(attr));
                quote!(#docs #(#attrs)* #name: #ty)
            });
            quote!({ #(#fields),* })
        }
    }
}
