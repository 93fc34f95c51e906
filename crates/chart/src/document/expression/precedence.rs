//! Which operators come first.

use super::lexer::Token;
use super::tree::Binary;

/// An operator between two operands.
pub enum Operator {
    Binary(Binary),
    InstanceOf,
}

const COALESCE: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const BIT_OR: u8 = 4;
const BIT_XOR: u8 = 5;
const BIT_AND: u8 = 6;
const EQUALITY: u8 = 7;
const RELATION: u8 = 8;
const SHIFT: u8 = 9;
const SUM: u8 = 10;
const PRODUCT: u8 = 11;

/// The operator that a token is, and its precedence. `**` is none: it is read from the right.
pub fn operator(token: &Token<'_>) -> Option<(Operator, u8)> {
    let (binary, precedence) = match token {
        Token::Mark("??") => (Binary::Coalesce, COALESCE),
        Token::Mark("||") => (Binary::Or, OR),
        Token::Mark("&&") => (Binary::And, AND),
        Token::Mark("|") => (Binary::BitOr, BIT_OR),
        Token::Mark("^") => (Binary::BitXor, BIT_XOR),
        Token::Mark("&") => (Binary::BitAnd, BIT_AND),
        Token::Mark("==") => (Binary::Equal, EQUALITY),
        Token::Mark("!=") => (Binary::NotEqual, EQUALITY),
        Token::Mark("===") => (Binary::Identical, EQUALITY),
        Token::Mark("!==") => (Binary::NotIdentical, EQUALITY),
        Token::Mark("<") => (Binary::Less, RELATION),
        Token::Mark("<=") => (Binary::LessEqual, RELATION),
        Token::Mark(">") => (Binary::Greater, RELATION),
        Token::Mark(">=") => (Binary::GreaterEqual, RELATION),
        Token::Word("in") => (Binary::In, RELATION),
        Token::Word("instanceof") => return Some((Operator::InstanceOf, RELATION)),
        Token::Mark("<<") => (Binary::ShiftLeft, SHIFT),
        Token::Mark(">>") => (Binary::ShiftRight, SHIFT),
        Token::Mark(">>>") => (Binary::ShiftRightUnsigned, SHIFT),
        Token::Mark("+") => (Binary::Plus, SUM),
        Token::Mark("-") => (Binary::Minus, SUM),
        Token::Mark("*") => (Binary::Times, PRODUCT),
        Token::Mark("/") => (Binary::Divide, PRODUCT),
        Token::Mark("%") => (Binary::Remainder, PRODUCT),
        _ => return None,
    };
    Some((Operator::Binary(binary), precedence))
}

/// The least precedence inside of what is right of an operator.
pub const fn right_of(precedence: u8) -> u8 {
    match precedence {
        COALESCE => BIT_OR,
        other => other + 1,
    }
}

/// Whether neither of two operators comes first, so that ECMAScript wants parentheses.
pub const fn excludes(one: u8, other: u8) -> bool {
    matches!((one, other), (COALESCE, OR | AND) | (OR | AND, COALESCE))
}
