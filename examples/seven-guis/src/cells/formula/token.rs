//! The words and signs of a formula.

use super::parse::{Problem, SyntaxError};

/// A word or a sign.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Number(f64),
    Text(String),
    /// The name of a cell or of a function.
    Name(String),
    Sign(&'static str),
}

/// Longer ones before those with which they begin.
const SIGNS: [&str; 15] = [
    "<>", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", ",", ":",
];

/// The tokens of a text, each with its place: how many characters stand before it.
pub fn tokens(text: &str) -> Result<Vec<(usize, Token)>, SyntaxError> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let place = text[..text.len() - rest.len()].chars().count();
        let error = |problem| SyntaxError::new(Some(place), problem);
        let (token, length) = if first.is_ascii_digit() || first == '.' {
            let length = length_of_number(rest);
            let number = rest[..length].parse().ok();
            let number = number.filter(|number: &f64| number.is_finite());
            let number =
                number.ok_or_else(|| error(Problem::NoNumber(rest[..length].to_owned())))?;
            (Token::Number(number), length)
        } else if first.is_alphabetic() {
            let length = length_of(rest, char::is_alphanumeric);
            (Token::Name(rest[..length].to_owned()), length)
        } else if let Some(inside) = rest.strip_prefix('"') {
            let length = inside.find('"').ok_or_else(|| error(Problem::OpenText))?;
            (Token::Text(inside[..length].to_owned()), length + 2)
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            (Token::Sign(sign), sign.len())
        } else {
            return Err(error(Problem::Unexpected(first.to_string())));
        };
        tokens.push((place, token));
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// How long the number is with which a text begins: `12`, `1.5`, `.5`, `2e-3`.
fn length_of_number(text: &str) -> usize {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut length = length_of(text, is_digit);
    if text[length..].starts_with('.') {
        length += 1;
        length += length_of(&text[length..], is_digit);
    }
    if let Some(exponent) = text[length..].strip_prefix(['e', 'E']) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.starts_with(is_digit) {
            length = text.len() - digits.len() + length_of(digits, is_digit);
        }
    }
    length
}

fn length_of(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}
