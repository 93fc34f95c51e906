//! Names that Rust can have, for names and texts that it can't.

use std::collections::{BTreeMap, BTreeSet};

/// Names of one kind, each of which is there once.
#[derive(Default)]
pub struct Names {
    taken: BTreeSet<String>,
    given: BTreeMap<String, String>,
}

/// What the module of a chart has itself, and what programs expect to mean something else.
const RESERVED: [&str; 24] = [
    "Box", "Clone", "Cx", "Data", "Debug", "Default", "Emitted", "Err", "Event", "Fn", "Held",
    "Inner", "Logic", "None", "Ok", "Option", "Result", "Self", "Send", "Some", "State", "String",
    "Sync", "Vec",
];

impl Names {
    /// The name for a text: always the same one, and no other text's.
    pub fn of(&mut self, text: &str, make: impl FnOnce(&str) -> String) -> String {
        if let Some(known) = self.given.get(text) {
            return known.clone();
        }
        let name = self.free(make(text));
        self.given.insert(text.to_owned(), name.clone());
        name
    }

    /// A name that is free: this one, or with a number.
    pub fn free(&mut self, name: String) -> String {
        let mut free = name.clone();
        let mut number = 2;
        while !self.taken.insert(free.clone()) {
            free = format!("{name}{number}");
            number += 1;
        }
        free
    }

    pub fn take(&mut self, name: &str) -> bool {
        self.taken.insert(name.to_owned())
    }
}

/// `loading-done` as `LoadingDone`.
pub fn camel(text: &str, otherwise: &str) -> String {
    let mut camel = String::new();
    for word in words(text) {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.extend(letters);
    }
    if camel.is_empty() {
        return otherwise.to_owned();
    }
    // What a number begins, or a letter that has no capital one.
    if !camel.starts_with(char::is_uppercase) {
        camel.insert_str(0, otherwise);
    }
    if RESERVED.contains(&camel.as_str()) {
        camel.push_str(otherwise);
    }
    camel
}

/// `isReady` as `is_ready`, `x > 3` as `x_gt_3`.
pub fn snake(text: &str, otherwise: &str) -> String {
    let signs = [
        ("===", " eq "),
        ("!==", " ne "),
        ("==", " eq "),
        ("!=", " ne "),
        (">=", " ge "),
        ("<=", " le "),
        ("&&", " and "),
        ("||", " or "),
        (">", " gt "),
        ("<", " lt "),
        ("!", " not "),
        ("=", " is "),
        ("+", " plus "),
        ("-", " "),
    ];
    let mut plain = text.to_owned();
    for (sign, word) in signs {
        plain = plain.replace(sign, word);
    }
    let mut snake = String::new();
    for word in words(&plain) {
        let letters: Vec<char> = word.chars().collect();
        if !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        for (at, letter) in letters.iter().enumerate() {
            let begins = letter.is_uppercase() && at > 0 && letters[at - 1].is_lowercase();
            if begins {
                snake.push('_');
            }
            snake.extend(letter.to_lowercase());
        }
        if snake.len() > 40 {
            break;
        }
    }
    if snake.is_empty() || snake.starts_with(|letter: char| letter.is_ascii_digit()) {
        snake = format!("{otherwise}_{snake}");
    }
    let snake = snake.trim_matches('_').to_owned();
    if syn::parse_str::<syn::Ident>(&snake).is_ok() {
        snake
    } else {
        format!("{snake}_")
    }
}

/// The parts of a text that names are made of.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty())
}
