//! The sizes on the terminal.

use anstream::println;

use super::measure::Measured;
use super::program::Weights;
use crate::console::{BAD, GOOD};

pub fn print(made_with: &str, weights: &Weights, measured: &[Measured]) {
    println!("\nSizes in bytes, with {made_with}.\n");
    let width = widest(weights.keys().map(String::len), "program");
    println!("{:<width$}  {:>9}  {:>9}", "program", "wasm", "gzipped");
    for (name, weight) in weights {
        println!(
            "{name:<width$}  {:>9}  {:>9}",
            grouped(weight.wasm),
            grouped(weight.gzipped)
        );
    }

    let width = widest(measured.iter().map(|one| one.measure.name.len()), "figure");
    println!();
    println!(
        "{:<width$}  {:>9}  {:>9}  measured from",
        "figure", "gzipped", "bound"
    );
    for one in measured {
        let style = if one.excess().is_some() { BAD } else { GOOD };
        let bytes = rounded(one.bytes);
        let bound = one
            .bound()
            .map(|bound| grouped(bound.into()))
            .unwrap_or_default();
        println!(
            "{:<width$}  {style}{bytes:>9}{style:#}  {bound:>9}  {}",
            one.measure.name,
            one.from()
        );
    }
}

/// Whole bytes with commas between the thousands.
pub fn rounded(bytes: f64) -> String {
    let sign = if bytes <= -0.5 { "-" } else { "" };
    format!("{sign}{}", grouped(bytes.abs().round() as u64))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn widest(lengths: impl Iterator<Item = usize>, title: &str) -> usize {
    lengths.max().unwrap_or_default().max(title.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(rounded(0.4), "0");
        assert_eq!(rounded(307.0), "307");
        assert_eq!(rounded(27_661.5), "27,662");
        assert_eq!(rounded(-1_234_567.0), "-1,234,567");
    }
}
