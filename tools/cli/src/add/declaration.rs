//! Where a file says which modules there are.

use anyhow::{bail, Result};
use syn::spanned::Spanned as _;
use syn::Item;

use crate::source::Spot;

/// A file with one more `mod` line: in order with those that are there, or else before everything that is not.
///
/// # Errors
///
/// If the text is no Rust, or has such a module.
pub fn inserted(text: &str, module: &str, declaration: &str) -> Result<String> {
    let file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => {
            let Spot { line, column } = Spot::from(error.span());
            bail!("line {line}, column {column}: this is no Rust: {error}");
        }
    };
    if file.items.iter().any(|item| is_module(item, module)) {
        bail!("it has a module `{module}` already");
    }
    let declared: Vec<_> = file.items.iter().filter_map(declared).collect();
    let mut lines: Vec<&str> = text.lines().collect();
    // Counted from 1, as spans do.
    let first = |item: &Item| above(&lines, item.span().start().line - 1);
    let later = declared.iter().find(|(name, _)| name.as_str() > module);
    match (later, declared.last()) {
        (Some((_, item)), _) => {
            let at = first(item);
            lines.insert(at, declaration);
        }
        (None, Some((_, item))) => lines.insert(item.span().end().line, declaration),
        (None, None) => match file.items.first() {
            Some(item) => {
                let at = first(item);
                lines.splice(at..at, [declaration, ""]);
            }
            None => {
                if lines.last().is_some_and(|line| !line.is_empty()) {
                    lines.push("");
                }
                lines.push(declaration);
            }
        },
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    Ok(lines.join(end) + end)
}

fn is_module(item: &Item, name: &str) -> bool {
    matches!(item, Item::Mod(module) if module.ident == name)
}

/// The name of a module that is in a file of its own.
fn declared(item: &Item) -> Option<(String, &Item)> {
    match item {
        Item::Mod(module) if module.content.is_none() => Some((module.ident.to_string(), item)),
        _ => None,
    }
}

/// Where an item begins, with the comments directly above it: the line, counted from 0.
fn above(lines: &[&str], mut at: usize) -> usize {
    let is_comment = |line: &str| {
        let line = line.trim_start();
        line.starts_with("//") && !line.starts_with("//!")
    };
    while at > 0 && is_comment(lines[at - 1]) {
        at -= 1;
    }
    at
}
