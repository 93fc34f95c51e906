//! Names in other cases.

use proc_macro2::Ident;
use quote::format_ident;

/// `NotAsked` as `not_asked`.
pub fn snake_case(name: &Ident) -> Ident {
    let mut snake = String::new();
    let letters: Vec<char> = plain(name).chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let starts_a_word = letter.is_uppercase()
            && at > 0
            && (!letters[at - 1].is_uppercase()
                || letters.get(at + 1).is_some_and(|next| next.is_lowercase()));
        if starts_a_word && !snake.ends_with('_') {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    if ["crate", "self", "super"].contains(&snake.as_str()) {
        // These can't be raw.
        format_ident!("{snake}_", span = name.span())
    } else if syn::parse_str::<Ident>(&snake).is_ok() {
        Ident::new(&snake, name.span())
    } else {
        Ident::new_raw(&snake, name.span())
    }
}

/// A name without `r#`.
pub fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}
