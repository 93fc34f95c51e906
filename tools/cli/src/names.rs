//! Names that are given to what is made, and the places in texts where they go.

use anyhow::{bail, ensure, Result};

/// Crates that an application has already, or that every program has. A package can't be called as what it depends on.
const CRATES: [&str; 15] = [
    "alloc",
    "axum",
    "console_error_panic_hook",
    "core",
    "http_body_util",
    "leptos",
    "leptos_axum",
    "leptos_state",
    "proc_macro",
    "serde",
    "std",
    "test",
    "tokio",
    "tower",
    "wasm_bindgen",
];

/// Names that a folder can't have everywhere, or in which cargo puts things.
const FOLDERS: [&str; 9] = [
    "aux",
    "build",
    "con",
    "deps",
    "examples",
    "incremental",
    "nul",
    "prn",
    "target",
];

/// Whether a package can have this name.
///
/// # Errors
///
/// Why it can't.
pub fn check_package(name: &str) -> Result<()> {
    check(name)?;
    let crate_name = name.replace('-', "_");
    ensure!(
        !CRATES.contains(&crate_name.as_str()),
        "`{name}` is a crate that the application uses; it needs another name"
    );
    ensure!(
        !FOLDERS.contains(&name.to_lowercase().as_str()),
        "`{name}` means something to cargo or to the system; it needs another name"
    );
    Ok(())
}

/// What is made in a file of its own: its module and its type.
pub struct Named {
    pub module: String,
    pub type_name: String,
}

impl Named {
    /// `shopping-list`, `shopping_list` and `ShoppingList` all name `shopping_list.rs` with a `ShoppingList` in it.
    ///
    /// # Errors
    ///
    /// Why it can't be a name.
    pub fn new(name: &str) -> Result<Self> {
        check(name)?;
        let words = words(name);
        let module = words.join("_");
        check(&module)?;
        ensure!(
            !CRATES.contains(&module.as_str()) && !matches!(&*module, "lib" | "main" | "tests"),
            "a module `{module}` would be taken for something else; take another name"
        );
        let type_name = words.iter().map(|word| capital(word)).collect();
        Ok(Self { module, type_name })
    }
}

/// What packages and modules have in common.
fn check(name: &str) -> Result<()> {
    let is_fit = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
    if let Some(letter) = name.chars().find(|letter| !is_fit(*letter)) {
        bail!(
            "`{name}` can't be a name: it has {letter:?} in it; take letters, digits, `-` and `_`"
        );
    }
    ensure!(
        name.starts_with(|letter: char| letter.is_ascii_alphabetic()),
        "`{name}` can't be a name: it has to begin with a letter"
    );
    // Keywords are no identifiers.
    ensure!(
        syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok(),
        "`{name}` is a word of Rust; it needs another name"
    );
    Ok(())
}

/// The words of a name, in small letters.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(['-', '_']).filter(|part| !part.is_empty()) {
        let mut before_is_small = false;
        let mut word = String::new();
        for letter in part.chars() {
            if letter.is_ascii_uppercase() && before_is_small {
                words.push(std::mem::take(&mut word));
            }
            before_is_small = !letter.is_ascii_uppercase();
            word.push(letter.to_ascii_lowercase());
        }
        words.push(word);
    }
    words
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// A text with something else at each of its places. What is put there is not looked at again.
pub fn filled(text: &str, places: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let found = places
            .iter()
            .filter_map(|(place, value)| Some((rest.find(place)?, place.len(), value)))
            .min();
        let Some((at, length, value)) = found else {
            return filled + rest;
        };
        filled += &rest[..at];
        filled += value;
        rest = &rest[at + length..];
    }
}
