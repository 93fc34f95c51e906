//! Reading what a state invokes and spawns.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{braced, token, GenericArgument, Ident, PathArguments, Token, Type};

use super::clauses::{handed, name};
use super::errors::Errors;
use super::model::{Invoke, State, Trigger};
use super::parse::{end, skip_until};

impl State {
    /// `invoke fetch -> Result<Pcm, LoadError> { done(pcm) => Loaded; error => Failed; }`
    pub(super) fn read_invoke(
        &mut self,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<()> {
        let name = name(input, "the name of a function of the logic")?;
        let mut invoke = Invoke {
            name,
            chart: None,
            key: None,
            result: None,
            error: None,
            next: None,
            lent: None,
        };
        if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            invoke.chart = Some(input.parse()?);
        } else if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            (invoke.result, invoke.error) = result(input.parse()?);
        }
        if input.peek(Ident) && invoke.chart.is_none() {
            let word: Ident = input.parse()?;
            if word != "next" {
                let message =
                    "expected `;`, `{`, or `next` and the type of what it tells on its way";
                return Err(syn::Error::new(word.span(), message));
            }
            invoke.next = Some(input.parse()?);
        }
        self.read_what_follows(input, errors, invoke)
    }

    /// `spawn rows: Row by u32 { done(key, output) => State; next(key, what) / action; }`
    pub(super) fn read_spawn(
        &mut self,
        input: ParseStream<'_>,
        errors: &mut Errors,
    ) -> syn::Result<()> {
        let name = name(
            input,
            "what the machines are called: `spawn rows: Row by u32`",
        )?;
        input.parse::<Token![:]>()?;
        let chart = input.parse()?;
        let by: Ident = input.parse()?;
        if by != "by" {
            let message = "expected `by` and the type of the keys: `spawn rows: Row by u32`";
            return Err(syn::Error::new(by.span(), message));
        }
        let key = input.parse()?;
        let invoke = Invoke {
            name,
            chart: Some(chart),
            key: Some(key),
            result: None,
            error: None,
            next: None,
            lent: None,
        };
        self.read_what_follows(input, errors, invoke)
    }

    /// `;`, or what follows from the work of an invoke in braces.
    fn read_what_follows(
        &mut self,
        input: ParseStream<'_>,
        errors: &mut Errors,
        invoke: Invoke,
    ) -> syn::Result<()> {
        let place = self.invokes.len();
        let (can_fail, is_machine) = (invoke.error.is_some(), invoke.chart.is_some());
        let tells = is_machine || invoke.next.is_some();
        let names = 1 + usize::from(invoke.key.is_some());
        self.invokes.push(invoke);
        if input.peek(Token![;]) {
            return end(input);
        }
        if !input.peek(token::Brace) {
            let message =
                "expected `;`, or `{` and what follows: `done => State;`, `error => State;`";
            return Err(input.error(message));
        }
        let inside;
        braced!(inside in input);
        while !inside.is_empty() {
            let mut read = || -> syn::Result<()> {
                let word = inside.call(Ident::parse_any)?;
                let handed = handed(&inside)?;
                if let Some(more) = handed.0.get(names) {
                    let message = match names {
                        1 => "one name is enough for what comes of it",
                        _ => "the name of the key and one for what comes of it are enough",
                    };
                    return Err(syn::Error::new(more.span(), message));
                }
                let trigger = match word.to_string().as_str() {
                    "done" => Trigger::InvokeDone(place, handed),
                    "next" if tells => Trigger::InvokeNext(place, handed),
                    "next" => {
                        let message = "it tells nothing on its way: write `next Type` before the brace if it does";
                        return Err(syn::Error::new(word.span(), message));
                    }
                    "error" if can_fail => Trigger::InvokeFailed(place, handed),
                    "error" if is_machine => {
                        let message =
                            "a machine does not fail: one that ends badly has a final state for it";
                        return Err(syn::Error::new(word.span(), message));
                    }
                    "error" => {
                        let message = "it can't fail: write `-> Result<Value, Error>` if it can";
                        return Err(syn::Error::new(word.span(), message));
                    }
                    _ => {
                        let message = match tells {
                            true => "expected `done`, `next` or `error`",
                            false => "expected `done` or `error`",
                        };
                        return Err(syn::Error::new(word.span(), message));
                    }
                };
                self.read_transition(&inside, word.span(), trigger)
            };
            if let Err(error) = read() {
                errors.add(error);
                skip_until(&inside, ';', true);
            }
        }
        Ok(())
    }
}

/// The types of `Result<T, E>`, or the one type.
fn result(ty: Type) -> (Option<Type>, Option<Type>) {
    if let Type::Path(path) = &ty {
        let last = path.path.segments.last();
        if let Some(last) = last.filter(|last| last.ident == "Result") {
            if let PathArguments::AngleBracketed(arguments) = &last.arguments {
                let types: Vec<&Type> = arguments
                    .args
                    .iter()
                    .filter_map(|argument| match argument {
                        GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    })
                    .collect();
                if let [value, error] = types[..] {
                    return (Some(value.clone()), Some(error.clone()));
                }
            }
        }
    }
    (Some(ty), None)
}
