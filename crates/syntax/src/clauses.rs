//! Reading the parts of a transition: patterns, conditions, calls, targets, delays.

use std::time::Duration;

use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{braced, parenthesized, token, Ident, Lit, Token};

use super::model::{Call, Guard, Handed, Pattern, Step, Target};

/// A name of what is expected.
pub(super) fn name(input: ParseStream<'_>, expected: &str) -> syn::Result<Ident> {
    let wrong = |error: syn::Error| syn::Error::new(error.span(), format!("expected {expected}"));
    input.parse().map_err(wrong)
}

/// `(name)`: what was handed over.
pub(super) fn handed(input: ParseStream<'_>) -> syn::Result<Handed> {
    if !input.peek(token::Paren) {
        return Ok(Handed(Vec::new()));
    }
    let inside;
    parenthesized!(inside in input);
    // `_` for what is not used.
    let name = |input: ParseStream<'_>| match input.peek(Token![_]) {
        true => input.call(Ident::parse_any),
        false => input.parse(),
    };
    let names = Punctuated::<Ident, Token![,]>::parse_separated_nonempty_with(&inside, name)?;
    Ok(Handed(names.into_iter().collect()))
}

/// `(a, _, ..)` or `{ field, other: name, .. }`
pub(super) fn pattern(input: ParseStream<'_>) -> syn::Result<Pattern> {
    if input.peek(token::Paren) {
        let inside;
        parenthesized!(inside in input);
        let mut names = Vec::new();
        let mut has_rest = false;
        while !inside.is_empty() && !has_rest {
            has_rest = inside.peek(Token![..]);
            if has_rest {
                inside.parse::<Token![..]>()?;
            } else {
                names.push(inside.call(Ident::parse_any)?);
            }
            if !inside.is_empty() {
                inside.parse::<Token![,]>()?;
            }
        }
        if !inside.is_empty() {
            return Err(inside.error("`..` stands last: the values before it are named in order"));
        }
        return Ok(Pattern::Tuple { names, has_rest });
    }
    if input.peek(token::Brace) {
        let inside;
        braced!(inside in input);
        let mut fields = Vec::new();
        while !inside.is_empty() {
            if inside.peek(Token![..]) {
                inside.parse::<Token![..]>()?;
                break;
            }
            let field: Ident = inside.parse()?;
            let name = if inside.peek(Token![:]) {
                inside.parse::<Token![:]>()?;
                inside.call(Ident::parse_any)?
            } else {
                field.clone()
            };
            fields.push((field, name));
            if !inside.is_empty() {
                inside.parse::<Token![,]>()?;
            }
        }
        return Ok(Pattern::Named(fields));
    }
    Ok(Pattern::Rest)
}

/// `Target`, `Outer(maker).Inner`, some of them separated by commas.
pub(super) fn targets(input: ParseStream<'_>) -> syn::Result<Vec<Target>> {
    let mut targets = Vec::new();
    loop {
        let mut steps = Vec::new();
        loop {
            let state = name(input, "the name of a state")?;
            let maker = if input.peek(token::Paren) {
                let inside;
                parenthesized!(inside in input);
                Some(inside.parse()?)
            } else {
                None
            };
            steps.push(Step { state, maker });
            if !input.peek(Token![.]) {
                break;
            }
            input.parse::<Token![.]>()?;
        }
        targets.push(Target { steps });
        if !input.peek(Token![,]) {
            return Ok(targets);
        }
        input.parse::<Token![,]>()?;
    }
}

impl Parse for Call {
    /// `name`, `name(a, b)`, and with `?` if it may fail.
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = name(input, "the name of a function of the logic")?;
        let mut args = Vec::new();
        if input.peek(token::Paren) {
            let inside;
            parenthesized!(inside in input);
            let names = Punctuated::<Ident, Token![,]>::parse_terminated(&inside)?;
            args.extend(names);
        }
        let fails = input.peek(Token![?]);
        if fails {
            input.parse::<Token![?]>()?;
        }
        Ok(Self { name, args, fails })
    }
}

pub(super) fn slash_calls(input: ParseStream<'_>) -> syn::Result<Vec<Call>> {
    if !input.peek(Token![/]) {
        return Ok(Vec::new());
    }
    input.parse::<Token![/]>()?;
    calls(input)
}

pub(super) fn calls(input: ParseStream<'_>) -> syn::Result<Vec<Call>> {
    let calls = Punctuated::<Call, Token![,]>::parse_separated_nonempty(input)?;
    Ok(calls.into_iter().collect())
}

pub(super) fn any_guard(input: ParseStream<'_>) -> syn::Result<Guard> {
    let mut guards = vec![all_guard(input)?];
    while input.peek(Token![||]) {
        input.parse::<Token![||]>()?;
        guards.push(all_guard(input)?);
    }
    Ok(if guards.len() == 1 {
        guards.remove(0)
    } else {
        Guard::Any(guards)
    })
}

fn all_guard(input: ParseStream<'_>) -> syn::Result<Guard> {
    let mut guards = vec![one_guard(input)?];
    while input.peek(Token![&&]) {
        input.parse::<Token![&&]>()?;
        guards.push(one_guard(input)?);
    }
    Ok(if guards.len() == 1 {
        guards.remove(0)
    } else {
        Guard::All(guards)
    })
}

fn one_guard(input: ParseStream<'_>) -> syn::Result<Guard> {
    if input.peek(Token![!]) {
        input.parse::<Token![!]>()?;
        return Ok(Guard::Not(Box::new(one_guard(input)?)));
    }
    if input.peek(Token![in]) {
        input.parse::<Token![in]>()?;
        return Ok(Guard::In(name(input, "the name of a state")?));
    }
    if input.peek(token::Paren) {
        let inside;
        parenthesized!(inside in input);
        return any_guard(&inside);
    }
    Ok(Guard::Call(input.parse()?))
}

/// `10s`, `1.5s`, `300ms`, `2min`, `1h`
pub(super) fn delay(input: ParseStream<'_>) -> syn::Result<Duration> {
    let expected = "expected a time: `10s`, `1.5s`, `300ms`, `2min` or `1h`";
    let wrong = |error: syn::Error| syn::Error::new(error.span(), expected);
    let literal: Lit = input.parse().map_err(wrong)?;
    let (digits, suffix) = match &literal {
        Lit::Int(int) => (int.base10_digits().to_owned(), int.suffix().to_owned()),
        Lit::Float(float) => (float.base10_digits().to_owned(), float.suffix().to_owned()),
        _ => (String::new(), String::new()),
    };
    let unit = match suffix.as_str() {
        "ms" => Some(1e-3),
        "s" => Some(1.0),
        "min" => Some(60.0),
        "h" => Some(3600.0),
        _ => None,
    };
    let seconds = unit.zip(digits.parse::<f64>().ok());
    let duration = seconds.and_then(|(unit, number)| {
        // Counted in nanoseconds, so that 0.3 s and 300 ms are the same.
        Duration::try_from_secs_f64((number * unit * 1e9).round() / 1e9).ok()
    });
    duration.ok_or_else(|| syn::Error::new(literal.span(), expected))
}
