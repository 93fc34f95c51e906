//! Where the bytes of a program are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anstream::println;
use anyhow::{Context, Result};
use serde::Deserialize;

use super::program::{self, Names};
use super::symbol::Symbol;
use super::table::rounded;
use crate::project::Project;

/// Below this, in bytes, a function is counted and not shown.
const SHOWN_FROM: i64 = 50;

/// How many functions of one crate are shown.
const SHOWN_OF_A_CRATE: usize = 12;

/// Prints what the program `of` has more of than the program `over`, crate by crate.
pub fn explain(project: &Project, of: &str, over: &str) -> Result<()> {
    program::compile(project, &BTreeSet::from([of, over]))?;
    let grown = growth(bytes(project, of)?, &bytes(project, over)?);
    let total = grown.values().sum();
    println!("\n{of} over {over}, in bytes of wasm before gzip, with names kept to tell:\n");
    line(total, "together", 0);
    for (owner, families) in by_owner(grown) {
        let sum = families.iter().map(|(_, bytes)| bytes).sum::<i64>();
        line(sum, &owner, 0);
        let shown = |(_, bytes): &&(String, i64)| bytes.abs() >= SHOWN_FROM;
        for (family, bytes) in families.iter().filter(shown).take(SHOWN_OF_A_CRATE) {
            line(*bytes, family, 4);
        }
    }
    Ok(())
}

fn line(bytes: i64, what: &str, indent: usize) {
    println!("{:>9}  {:indent$}{what}", rounded(bytes as f64), "");
}

/// The bytes of each function family in a program.
fn bytes(project: &Project, name: &str) -> Result<BTreeMap<Symbol, i64>> {
    let wasm = program::shrink(project, name, Names::Kept)?;
    let mut bytes = BTreeMap::new();
    let own = name.replace('-', "_");
    for item in items(project, &wasm)? {
        if let Some(symbol) = Symbol::of(&item.name, &own) {
            *bytes.entry(symbol).or_default() += item.shallow_size;
        }
    }
    Ok(bytes)
}

#[derive(Deserialize)]
struct Item {
    name: String,
    shallow_size: i64,
}

fn items(project: &Project, wasm: &Path) -> Result<Vec<Item>> {
    let json = project
        .command("twiggy")
        .args(["top", "--format", "json", "-n"])
        .arg(u32::MAX.to_string())
        .arg(wasm)
        .read()?;
    serde_json::from_str(&json).context("twiggy's report is not as expected")
}

fn growth(
    mut after: BTreeMap<Symbol, i64>,
    before: &BTreeMap<Symbol, i64>,
) -> BTreeMap<Symbol, i64> {
    for (symbol, bytes) in before {
        *after.entry(symbol.clone()).or_default() -= bytes;
    }
    after.retain(|_, bytes| *bytes != 0);
    after
}

/// What differs, the largest crate and the largest family of each first.
fn by_owner(grown: BTreeMap<Symbol, i64>) -> Vec<(String, Vec<(String, i64)>)> {
    let mut owners: BTreeMap<String, Vec<(String, i64)>> = BTreeMap::new();
    for (Symbol { owner, family }, bytes) in grown {
        owners.entry(owner).or_default().push((family, bytes));
    }
    let mut owners: Vec<_> = owners.into_iter().collect();
    for (_, families) in &mut owners {
        families.sort_by_key(|(_, bytes)| -bytes.abs());
    }
    owners.sort_by_key(|(_, families)| -families.iter().map(|(_, bytes)| bytes).sum::<i64>());
    owners
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(parts: &[(&str, i64)]) -> BTreeMap<Symbol, i64> {
        let symbol = |name: &str| Symbol::of(name, "store").unwrap();
        parts
            .iter()
            .map(|&(name, bytes)| (symbol(name), bytes))
            .collect()
    }

    #[test]
    fn the_largest_growth_comes_first_and_what_stayed_is_left_out() {
        let before = counted(&[("a::x", 10), ("a::y", 20), ("b::z", 5)]);
        let after = counted(&[("a::x", 10), ("a::y", 21), ("b::z", 105), ("b::w", 300)]);
        let families = |list: &[(&str, i64)]| -> Vec<(String, i64)> {
            list.iter()
                .map(|&(name, bytes)| (name.to_owned(), bytes))
                .collect()
        };
        assert_eq!(
            by_owner(growth(after, &before)),
            [
                ("b".to_owned(), families(&[("b::w", 300), ("b::z", 100)])),
                ("a".to_owned(), families(&[("a::y", 1)])),
            ]
        );
    }
}
