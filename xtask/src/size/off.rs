//! What a program has switched off is not in it.

use std::fs;

use anyhow::{ensure, Context, Result};

use super::program::{compiled, Weights};
use crate::project::Project;

/// A program whose devtools are switched off by a feature of its own.
const OFF: &str = "quiet";

/// The same program without a word of devtools.
const WITHOUT: &str = "store";

/// A program with devtools.
const ON: &str = "layer-devtools";

/// By how many bytes they may differ: in which order functions are written follows from names in which the program's name is, and small
/// numbers take less room than large ones.
const ORDER: u64 = 64;

/// What the names of all functions of the devtools have in them.
const SYMBOL: &str = "leptos_state_devtools";

/// The programs that have to be measured.
pub fn programs() -> [&'static str; 2] {
    [OFF, WITHOUT]
}

/// Fails if a program whose devtools are off has a symbol of theirs, or is larger or smaller than the same program without them.
pub fn check(project: &Project, weights: &Weights) -> Result<()> {
    ensure!(
        !has_symbol(project, OFF)?,
        "the program `{OFF}` has functions of `{SYMBOL}`, and its devtools are off"
    );
    // Names that nobody looks for right are never found.
    ensure!(
        !weights.contains_key(ON) || has_symbol(project, ON)?,
        "the program `{ON}` has no function of `{SYMBOL}`, so looking for them shows nothing"
    );
    let bytes = |program: &str| {
        let weight = weights.get(program);
        weight
            .map(|weight| weight.wasm)
            .with_context(|| format!("the program `{program}` was not measured"))
    };
    let (off, without) = (bytes(OFF)?, bytes(WITHOUT)?);
    ensure!(
        off.abs_diff(without) <= ORDER,
        "with devtools that are off a program is {off} bytes, and {without} without them: `cargo xtask size --why {OFF} --over \
         {WITHOUT}` shows what they are"
    );
    Ok(())
}

/// Whether a compiled program has a function of the devtools. It has the names of its functions until it is made small.
fn has_symbol(project: &Project, name: &str) -> Result<bool> {
    let path = compiled(project, name);
    let program = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let symbol = SYMBOL.as_bytes();
    Ok(program.windows(symbol.len()).any(|part| part == symbol))
}
