//! Texts as tokens.

use super::error::ExpressionError;
use super::{foreign, number};

/// The smallest parts of a text that mean something.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'t> {
    Number(f64),
    Text(String),
    Word(&'t str),
    Mark(&'static str),
    End,
}

/// Longer ones are before those that they begin with.
const MARKS: &[&str] = &[
    ">>>=", "...", "===", "!==", ">>>", "<<=", ">>=", "**=", "&&=", "||=", "??=", "=>", "==", "!=",
    "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=",
    "<<", ">>", "**", "{", "}", "(", ")", "[", "]", ".", ";", ",", "<", ">", "+", "-", "*", "/",
    "%", "&", "|", "^", "!", "~", "?", ":", "=",
];

/// Takes tokens from the start of what is left of a text.
pub struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub const fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token and where it begins.
    pub fn token(&mut self) -> Result<(usize, Token<'t>), ExpressionError> {
        self.skip()?;
        let start = self.at;
        let rest = self.rest();
        let mut characters = rest.chars();
        let (first, second) = (characters.next(), characters.next());
        let digit_follows = second.is_some_and(|c| c.is_ascii_digit());
        let token = match first {
            None => Token::End,
            Some('0'..='9') => self.number()?,
            Some('.') if digit_follows => self.number()?,
            Some(quote @ ('"' | '\'')) => self.string(quote)?,
            Some(first) if begins_name(first) => {
                let end = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
                Token::Word(self.take(end))
            }
            Some(first) => self.mark(first)?,
        };
        Ok((start, token))
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize) -> &'t str {
        let taken = self.rest().get(..length).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    fn error<T>(&self, message: impl Into<String>) -> Result<T, ExpressionError> {
        Err(ExpressionError::new(self.at, message))
    }

    /// White space and comments.
    fn skip(&mut self) -> Result<(), ExpressionError> {
        loop {
            let rest = self.rest();
            let spaces = rest.len() - rest.trim_start_matches(number::is_space).len();
            self.take(spaces);
            let rest = self.rest();
            if rest.starts_with("//") {
                self.take(rest.find(ends_line).unwrap_or(rest.len()));
            } else if let Some(comment) = rest.strip_prefix("/*") {
                let Some(length) = comment.find("*/") else {
                    return self.error("the comment does not end");
                };
                self.take(length + 4);
            } else {
                return Ok(());
            }
        }
    }

    fn number(&mut self) -> Result<Token<'t>, ExpressionError> {
        let rest = self.rest();
        let value = if let Some((radix, digits)) = number::prefixed(rest) {
            let length = digits.find(|digit: char| !digit.is_digit(radix));
            let length = length.unwrap_or(digits.len());
            self.take(2);
            if length == 0 {
                return self.error("a digit is expected");
            }
            number::from_digits(self.take(length), radix)
        } else {
            let taken = self.take(number::decimal_length(rest));
            let mut digits = taken.bytes();
            if digits.next() == Some(b'0')
                && digits.next().is_some_and(|byte| byte.is_ascii_digit())
            {
                self.at -= taken.len();
                return self.error("a number does not begin with `0`");
            }
            number::decimal(taken)
        };
        match self.rest().chars().next() {
            Some(next) if continues_name(next) => {
                self.error(format!("`{next}` can't follow a number"))
            }
            _ => Ok(Token::Number(value)),
        }
    }

    fn string(&mut self, quote: char) -> Result<Token<'t>, ExpressionError> {
        let start = self.at;
        self.take(1);
        // Two escapes may be one character.
        let mut units: Vec<u16> = Vec::new();
        loop {
            let rest = self.rest();
            let end = rest.find([quote, '\\', '\n', '\r']);
            let plain = self.take(end.unwrap_or(rest.len()));
            units.extend(plain.encode_utf16());
            match self.rest().chars().next() {
                Some('\\') => self.escape(&mut units)?,
                Some(next) if next == quote => {
                    self.take(1);
                    return Ok(Token::Text(String::from_utf16_lossy(&units)));
                }
                _ => return Err(ExpressionError::new(start, "the string does not end")),
            }
        }
    }

    fn escape(&mut self, units: &mut Vec<u16>) -> Result<(), ExpressionError> {
        let start = self.at;
        self.take(1);
        let mut following = self.rest().chars();
        let Some(character) = following.next() else {
            return self.error("the string does not end");
        };
        let digit_follows = following.next().is_some_and(|c| c.is_ascii_digit());
        self.take(character.len_utf8());
        let written = match character {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' if !digit_follows => '\0',
            '0'..='9' => {
                return Err(ExpressionError::new(
                    start,
                    "octal escapes are not part of this language",
                ));
            }
            'x' => {
                let unit = self
                    .hexadecimal(2)
                    .and_then(|code| u16::try_from(code).ok());
                units
                    .push(unit.ok_or_else(|| ExpressionError::new(start, "`\\x` has two digits"))?);
                return Ok(());
            }
            'u' => return self.unicode(start, units),
            '\r' => {
                if self.rest().starts_with('\n') {
                    self.take(1);
                }
                return Ok(());
            }
            character if ends_line(character) => return Ok(()),
            character => character,
        };
        units.extend_from_slice(written.encode_utf16(&mut [0; 2]));
        Ok(())
    }

    fn unicode(&mut self, start: usize, units: &mut Vec<u16>) -> Result<(), ExpressionError> {
        let bad = || ExpressionError::new(start, "`\\u` has four digits, or up to six in braces");
        if !self.rest().starts_with('{') {
            let unit = self
                .hexadecimal(4)
                .and_then(|code| u16::try_from(code).ok());
            units.push(unit.ok_or_else(bad)?);
            return Ok(());
        }
        self.take(1);
        let digits = self.rest().find('}').ok_or_else(bad)?;
        let code = self.hexadecimal(digits).ok_or_else(bad)?;
        self.take(1);
        match u16::try_from(code) {
            Ok(unit) => units.push(unit),
            Err(_) => {
                let character = char::from_u32(code).ok_or_else(bad)?;
                units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
            }
        }
        Ok(())
    }

    fn hexadecimal(&mut self, length: usize) -> Option<u32> {
        let digits = self.take(length);
        let is_all = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_all.then(|| u32::from_str_radix(digits, 16).ok())?
    }

    fn mark(&mut self, first: char) -> Result<Token<'t>, ExpressionError> {
        let rest = self.rest();
        let Some(mut mark) = MARKS.iter().copied().find(|mark| rest.starts_with(mark)) else {
            return match first {
                '`' => self.error(foreign::refused("template strings are")),
                first => self.error(format!("`{first}` is not expected here")),
            };
        };
        // `a?.5:1` is a condition.
        if mark == "?." && rest.as_bytes().get(2).is_some_and(u8::is_ascii_digit) {
            mark = "?";
        }
        self.take(mark.len());
        Ok(Token::Mark(mark))
    }
}

fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn begins_name(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '_' | '$')
}

fn continues_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '\u{200c}' | '\u{200d}')
}
