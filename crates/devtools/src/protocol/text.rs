//! What people type into the tools: JSON, or a literal of JavaScript.

use std::iter::Peekable;
use std::str::Chars;

use serde_json::Value;

/// Reads JSON, or a literal of JavaScript: names without quotes, texts in other quotes, commas at ends, comments, numbers in their other
/// forms.
///
/// A literal is written as JSON first, token by token. So how deep it goes is bounded as it is in JSON.
///
/// # Errors
///
/// What is wrong with it, and where if that is known.
pub(super) fn read(text: &str) -> Result<Value, String> {
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let mut literal = Literal {
        rest: text.chars().peekable(),
        json: String::with_capacity(text.len()),
    };
    while let Some(token) = literal.rest.next() {
        literal.token(token)?;
    }
    serde_json::from_str(&literal.json).map_err(|error| error.to_string())
}

/// A literal that is written as JSON.
struct Literal<'t> {
    rest: Peekable<Chars<'t>>,
    json: String,
}

impl Literal<'_> {
    fn token(&mut self, first: char) -> Result<(), String> {
        match first {
            '[' | '{' | ':' | ',' => self.json.push(first),
            ']' | '}' => {
                // A text ends with a quotation mark, so this comma is none of a text's.
                let before = self.json.trim_end_matches(is_space);
                let before = before.strip_suffix(',').unwrap_or(before);
                self.json.truncate(before.len());
                self.json.push(first);
            }
            '"' | '\'' | '`' => return self.text(first),
            '/' => return self.comment(),
            _ if is_space(first) => self.json.push(first),
            _ if is_of_word(first) || "+-.".contains(first) => return self.word(first),
            _ => return Err(unknown(first)),
        }
        Ok(())
    }

    fn text(&mut self, quote: char) -> Result<(), String> {
        let mut text = String::new();
        loop {
            let Some(letter) = self.rest.next() else {
                return Err(format!("a text has no {quote} at its end"));
            };
            if letter == quote {
                break;
            }
            if letter == '\\' {
                self.escape(&mut text)?;
            } else {
                text.push(letter);
            }
        }
        self.json.push_str(&Value::from(text).to_string());
        Ok(())
    }

    fn escape(&mut self, text: &mut String) -> Result<(), String> {
        let Some(letter) = self.rest.next() else {
            return Ok(());
        };
        text.push(match letter {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            '0' => '\0',
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            // A line that goes on.
            '\n' => return Ok(()),
            letter => letter,
        });
        Ok(())
    }

    /// The letter of a number of so many digits.
    fn code(&mut self, digits: usize) -> Result<char, String> {
        let digits: String = self.rest.by_ref().take(digits).collect();
        let code = u32::from_str_radix(&digits, 16).ok();
        code.and_then(char::from_u32)
            .ok_or_else(|| format!("`{digits}` is no letter's number"))
    }

    fn comment(&mut self) -> Result<(), String> {
        match self.rest.next() {
            Some('/') => {
                while self.rest.next_if(|letter| *letter != '\n').is_some() {}
                Ok(())
            }
            Some('*') => {
                let mut before = ' ';
                for letter in self.rest.by_ref() {
                    if (before, letter) == ('*', '/') {
                        return Ok(());
                    }
                    before = letter;
                }
                Err("a comment has no end".to_owned())
            }
            _ => Err(unknown('/')),
        }
    }

    /// A name, a number, or what JavaScript has a word for.
    fn word(&mut self, first: char) -> Result<(), String> {
        let mut word = String::from(first);
        while let Some(letter) = self.next_of(&word) {
            word.push(letter);
        }
        while self.rest.next_if(|letter| is_space(*letter)).is_some() {}
        if self.rest.peek() == Some(&':') {
            self.json.push_str(&Value::from(word).to_string());
            return Ok(());
        }
        match word.as_str() {
            "true" | "false" | "null" => self.json.push_str(&word),
            "undefined" => self.json.push_str("null"),
            _ if word
                .starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) =>
            {
                self.json.push_str(&number(&word));
            }
            _ => return Err(format!("`{word}` is not known here; texts stand in quotes")),
        }
        // In place of what came after it.
        self.json.push(' ');
        Ok(())
    }

    /// What goes on with a word, of which a number has a few letters more.
    fn next_of(&mut self, word: &str) -> Option<char> {
        let is_number = starts_a_number(word);
        let is_exponent = word.ends_with(['e', 'E']);
        self.rest.next_if(|letter| {
            is_of_word(*letter)
                || (is_number && (*letter == '.' || (is_exponent && "+-".contains(*letter))))
        })
    }
}

/// Whether names have this letter. Which letters of other alphabets they have, needs tables that a browser would have to load.
fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$' || !letter.is_ascii()
}

fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\n' | '\r' | '\t')
}

fn starts_a_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first))
}

fn unknown(letter: char) -> String {
    format!("`{letter}` is not known here")
}

/// A number as JSON writes it.
fn number(word: &str) -> String {
    let (sign, digits) = match word.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", word.strip_prefix('+').unwrap_or(word)),
    };
    let before = if digits.starts_with('.') { "0" } else { "" };
    let after = if digits.ends_with('.') { "0" } else { "" };
    format!("{sign}{before}{digits}{after}")
}
