//! Which fields an action may write to, read off its body.
//!
//! The rule is sound rather than sharp: every field that the body names counts, whether it is written or only read; and
//! wherever the body does more with `self` than to name its fields, or where a macro may, all fields count.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Block;

/// The names of the fields, or `None` for all of them.
pub(super) fn touched(body: &Block) -> Option<BTreeSet<String>> {
    let mut fields = BTreeSet::new();
    scan(body.to_token_stream(), &mut fields).then_some(fields)
}

/// Macros of the standard library, which do nothing with `self` that is not written in their arguments.
const KNOWN_MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "format",
    "format_args",
    "matches",
    "panic",
    "stringify",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// Keywords after which `!` negates.
const BEFORE_AN_EXPRESSION: &[&str] = &[
    "break", "else", "if", "in", "match", "move", "return", "while",
];

/// Collects the fields that are named; `false` if all may be meant.
fn scan(tokens: TokenStream, fields: &mut BTreeSet<String>) -> bool {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    tokens.iter().enumerate().all(|(at, token)| match token {
        TokenTree::Group(group) => scan(group.stream(), fields),
        TokenTree::Ident(name) if name == "self" => match field(&tokens[at + 1..]) {
            Some(field) => {
                fields.insert(field);
                true
            }
            None => false,
        },
        TokenTree::Ident(name) => {
            let name = name.to_string();
            !is_macro(&tokens[at + 1..])
                || KNOWN_MACROS.contains(&name.as_str())
                || BEFORE_AN_EXPRESSION.contains(&name.as_str())
        }
        TokenTree::Punct(_) | TokenTree::Literal(_) => true,
    })
}

/// The field that is named directly after `self`; `None` if it is something else, such as a method.
fn field(after: &[TokenTree]) -> Option<String> {
    let (Some(TokenTree::Punct(dot)), Some(name)) = (after.first(), after.get(1)) else {
        return None;
    };
    if dot.as_char() != '.' {
        return None;
    }
    match name {
        TokenTree::Ident(name) if !is_call(&after[2..]) => {
            let name = name.to_string();
            Some(name.strip_prefix("r#").unwrap_or(&name).to_owned())
        }
        // `self.0.1` is one number to the compiler.
        TokenTree::Literal(number) => number.to_string().split('.').next().map(str::to_owned),
        _ => None,
    }
}

/// Whether a name before this is called: `(..)` or `::<..>(..)`.
fn is_call(after: &[TokenTree]) -> bool {
    match after.first() {
        Some(TokenTree::Group(group)) => group.delimiter() == proc_macro2::Delimiter::Parenthesis,
        Some(TokenTree::Punct(punct)) => {
            punct.as_char() == ':' && punct.spacing() == proc_macro2::Spacing::Joint
        }
        _ => false,
    }
}

/// Whether a name before this is a macro's: `!` and a group.
fn is_macro(after: &[TokenTree]) -> bool {
    matches!(after, [TokenTree::Punct(mark), TokenTree::Group(_), ..] if mark.as_char() == '!')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(body: &str) -> Option<Vec<String>> {
        let block = syn::parse_str(&format!("{{ {body} }}")).expect("a block");
        touched(&block).map(|fields| fields.into_iter().collect())
    }

    fn some(fields: &[&str]) -> Option<Vec<String>> {
        Some(fields.iter().map(|&field| field.to_owned()).collect())
    }

    #[test]
    fn named_fields_count() {
        assert_eq!(of("self.items.push(1);"), some(&["items"]));
        assert_eq!(of("self.a = self.b.len() + 1;"), some(&["a", "b"]));
        assert_eq!(of("let n = &mut self.a; *n += 1;"), some(&["a"]));
        assert_eq!(
            of("self.items.iter().for_each(|i| self.sum += i)"),
            some(&["items", "sum"])
        );
        assert_eq!(of("(self.callback)(1)"), some(&["callback"]));
        assert_eq!(
            of("self.0 += 1; self.1.2 = 3; self.r#type = 4"),
            some(&["0", "1", "type"])
        );
        assert_eq!(
            of("if !(self.a && self.b) { return !(true); }"),
            some(&["a", "b"])
        );
        assert_eq!(of("cx.emit(x); y != (z)"), some(&[]));
        assert_eq!(
            of("self.a = match self.b { 0..=3 => 1, _ => 2 }"),
            some(&["a", "b"])
        );
        assert_eq!(of("self.list[self.at] = f::<u8>(1)"), some(&["at", "list"]));
    }

    #[test]
    fn known_macros_count_by_what_is_written_in_them() {
        assert_eq!(
            of("self.log = format!(\"{} {}\", self.a, b)"),
            some(&["a", "log"])
        );
        assert_eq!(
            of("self.items = vec![self.first; 2]"),
            some(&["first", "items"])
        );
        assert_eq!(of("write!(self.log, \"x\").ok();"), some(&["log"]));
        assert_eq!(of("std::mem::swap(self, &mut vec![])"), None);
    }

    #[test]
    fn whatever_else_is_done_with_self_counts_as_all() {
        for body in [
            "*self = Self::default();",
            "self.helper();",
            "self.helper::<u8>();",
            "Self::helper(self);",
            "let Self { a, .. } = self; *a = 1;",
            "std::mem::swap(self, &mut other);",
            "match self { Self::On => {} Self::Off => {} }",
            "set!(a = 1);",
            "crate::set!{ a }",
            "format!(\"{:?}\", self);",
            "let this = self; this.a = 1;",
            "(|| self)().a = 1;",
        ] {
            assert_eq!(of(body), None, "{body}");
        }
    }
}
