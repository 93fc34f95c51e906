//! What ECMAScript has and this language has not.

use super::lexer::Token;

/// Words that are no names.
const RESERVED: &[&str] = &[
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "let",
    "new",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
    "yield",
];

/// Those of them that are operators here.
const OPERATORS: &[&str] = &["in", "instanceof", "typeof", "void"];

/// Marks of ECMAScript that nothing here is written with.
const MARKS: &[&str] = &[
    ";", "=>", "...", "++", "--", "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=",
    "&=", "|=", "^=", "&&=", "||=", "??=",
];

/// Whether a word is no name.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// What is said of a token that is only ECMAScript's.
pub fn named(token: &Token<'_>) -> Option<String> {
    let name = match *token {
        Token::Mark(mark) if MARKS.contains(&mark) => mark,
        Token::Word(word) if is_reserved(word) && !OPERATORS.contains(&word) => word,
        _ => return None,
    };
    Some(refused(&format!("`{name}` is")))
}

/// That something is not here.
pub fn refused(what: &str) -> String {
    format!("{what} not part of this language; use the ecmascript data model")
}
