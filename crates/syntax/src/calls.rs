//! Calls of the logic: how the kernel's numbers of guards, actions and makers reach the user's functions.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use super::logic::{failure_variant, held, next_variant, result_variant, Function, Holder, Role};
use super::output::Output;

impl Output<'_> {
    /// The functions that the compiled chart knows as one of `names`, with their places there.
    fn numbered<'f>(
        &'f self,
        names: &'f [std::borrow::Cow<'static, str>],
        is_meant: impl Fn(&Role<'_>) -> bool + 'f,
    ) -> impl Iterator<Item = (u16, &'f Function<'f>)> {
        names.iter().enumerate().filter_map(move |(number, name)| {
            let mut functions = self.functions.list.iter();
            let found = functions.find(|known| is_meant(&known.role) && known.known_as == **name);
            found.map(|function| (number as u16, function))
        })
    }

    pub(super) fn guards(&self) -> TokenStream {
        let Some(chart) = self.compiled else {
            return TokenStream::new();
        };
        let guards = self.numbered(chart.guards(), |role| *role == Role::Guard);
        let arms = guards.map(|(number, function)| {
            let called = self.called(function, |args| {
                let (name, logic) = (self.method(function), self.myself());
                let context = self.context_arg();
                quote!(#name(#logic, #context #(#args),*))
            });
            quote!(#number => #called)
        });
        quote!(#(#arms,)*)
    }

    pub(super) fn actions(&self) -> TokenStream {
        let Some(chart) = self.compiled else {
            return TokenStream::new();
        };
        let is_action = |role: &Role<'_>| matches!(role, Role::Action | Role::Maker(_));
        let arms = self
            .numbered(chart.actions(), is_action)
            .map(|(number, function)| {
                let called = self.called(function, |args| {
                    let (name, logic) = (self.method(function), self.myself());
                    let context = self.context_arg();
                    match function.role {
                        Role::Maker(holder) => {
                            let (path, place) = (self.path, held(Holder::State(holder)));
                            quote! {{
                                let __made = #name(#logic, #context #(#args),*);
                                held.#place = ::core::option::Option::Some(#path::__private::Kept::new(__made))
                            }}
                        }
                        _ => {
                            let fails = function.fails.then(|| quote!(?));
                            quote!(#name(#logic, #context #(#args,)* &mut ask) #fails)
                        }
                    }
                });
                quote!(#number => #called)
            });
        quote!(#(#arms,)*)
    }

    /// The path of a function of the logic. Where there is no logic, the name of the chart is where that is said.
    fn method(&self, function: &Function<'_>) -> TokenStream {
        let mut name = function.name.clone();
        name.set_span(self.chart.name.span());
        quote_spanned!(name.span()=> Logic::#name)
    }

    /// What the logic is called where its functions are.
    pub(super) fn myself(&self) -> Ident {
        Ident::new("__logic", self.chart.name.span())
    }

    pub(super) fn context_arg(&self) -> TokenStream {
        if self.chart.context.is_some() {
            quote!(context,)
        } else {
            TokenStream::new()
        }
    }

    /// A call for each reason. Where the reason is none of them, or data is not there, nothing is called.
    fn called(
        &self,
        function: &Function<'_>,
        call: impl Fn(&[Ident]) -> TokenStream,
    ) -> TokenStream {
        let path = self.path;
        let shared = (quote!(lend), quote!(&));
        let ((lend, reference), nothing) = match function.role {
            Role::Guard => (shared, quote!(false)),
            Role::Action => ((quote!(lend_mut), quote!(&mut)), quote!({})),
            _ => (shared, quote!({})),
        };
        let holders: Vec<_> = function
            .held
            .iter()
            .flatten()
            .map(|holder| held(*holder))
            .collect();
        let with_held = |call: TokenStream| {
            if holders.is_empty() {
                return call;
            }
            quote! {
                match (#(#path::__private::Lend::#lend(#reference held.#holders),)*) {
                    (#(::core::option::Option::Some(#holders),)*) => #call,
                    _ => #nothing,
                }
            }
        };
        if function.cases.is_empty() {
            return with_held(call(&[]));
        }
        if let [case] = &function.cases[..] {
            if case.pattern.is_empty() {
                return with_held(call(&case.args));
            }
        }
        let arms = function.cases.iter().map(|case| {
            let (pattern, call) = (&case.pattern, with_held(call(&case.args)));
            quote!(#pattern => #call)
        });
        quote!(match cause { #(#arms,)* _ => #nothing })
    }

    pub(super) fn makers(&self) -> TokenStream {
        let unknown = quote!(::core::unreachable!("the chart has no other data"));
        let Some(chart) = self.compiled else {
            return unknown;
        };
        let is_output = |role: &Role<'_>| matches!(role, Role::Output(_));
        let arms = self
            .numbered(chart.makers(), is_output)
            .map(|(number, function)| {
                let Role::Output(state) = function.role else {
                    return TokenStream::new();
                };
                let (name, logic) = (self.method(function), self.myself());
                let context = self.context_arg();
                let variant = &self.tree.nodes[state].state.name;
                quote!(#number => Data::#variant(#name(#logic, #context)),)
            });
        quote!(match maker { #(#arms)* _ => #unknown })
    }

    pub(super) fn tasks(&self) -> TokenStream {
        if self.compiled.is_none() {
            return quote!(::core::unreachable!());
        }
        let context = self.context_arg();
        let functions = self.functions.list.iter();
        let arms = functions.filter_map(|function| {
            let Role::Task(declared) = function.role else {
                return None;
            };
            let (name, logic) = (self.method(function), self.myself());
            let plain = function.name.unraw().to_string();
            let result = result_variant(function.name);
            let emitter = declared.next.map(|_| quote!(emitter));
            let work = quote_spanned!(self.chart.name.span()=> #name(#logic, #context #emitter).await);
            let work = if declared.error.is_some() {
                let failure = failure_variant(function.name);
                quote! {
                    match #work {
                        ::core::result::Result::Ok(value) => ::core::result::Result::Ok(Data::#result(value)),
                        ::core::result::Result::Err(error) => ::core::result::Result::Err(Data::#failure(error)),
                    }
                }
            } else {
                quote!(::core::result::Result::Ok(Data::#result(#work)))
            };
            let path = self.path;
            let work = quote!(async move { let #logic = &*self; #work });
            let work = if declared.next.is_some() {
                let next = next_variant(function.name);
                quote!(#path::__private::Work::telling(Data::#next, move |emitter| #work))
            } else {
                quote!(#path::__private::Work::new(#work))
            };
            Some(quote!(#plain => ::core::option::Option::Some(#work)))
        });
        quote!(match invoke { #(#arms,)* _ => ::core::option::Option::None })
    }
}
