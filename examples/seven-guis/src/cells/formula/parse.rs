//! Reading formulas.

use std::ops::RangeInclusive;

use super::function::Function;
use super::token::{tokens, Token};
use super::{Argument, Comparison, Expression, Operator};
use crate::cells::{Address, Range};

/// The most characters that a formula has. What it is computed with is as deep as it is long, at most.
pub const LONGEST: usize = 500;

/// How deep parentheses, functions and signs may be inside of each other.
const DEEPEST: usize = 50;

/// What is no formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    place: Option<usize>,
    problem: Problem,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is something else than can stand there.
    #[error("`{0}` can't stand here")]
    Unexpected(String),
    /// There should be something.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// It begins like a number.
    #[error("`{0}` is no number")]
    NoNumber(String),
    /// It is a word, but names neither a cell nor a function.
    #[error("there is neither a cell nor a function `{0}`")]
    UnknownName(String),
    /// A function has too few or too many arguments.
    #[error("{0} takes {1}")]
    Arguments(String, String),
    /// A text has no end.
    #[error("this text has no end")]
    OpenText,
    /// A range stands where one value is needed.
    #[error("a range can't stand here")]
    Range,
    /// It is too long.
    #[error("a formula has {LONGEST} characters at most")]
    TooLong,
    /// Too much is inside of each other.
    #[error("too many parentheses are inside of each other")]
    TooDeep,
}

impl SyntaxError {
    /// An error behind so many characters of the formula, or at its end.
    pub(super) const fn new(place: Option<usize>, problem: Problem) -> Self {
        Self { place, problem }
    }

    /// What is wrong.
    pub const fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl std::fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.place {
            // The `=` is the first character of what stands in the cell.
            Some(place) => write!(f, "at character {}: {}", place + 2, self.problem),
            None => write!(f, "at its end: {}", self.problem),
        }
    }
}

impl std::error::Error for SyntaxError {}

/// Reads a whole formula.
pub fn parse(text: &str) -> Result<Expression, SyntaxError> {
    if text.chars().count() > LONGEST {
        return Err(SyntaxError::new(None, Problem::TooLong));
    }
    let mut parser = Parser {
        tokens: tokens(text)?,
        next: 0,
        depth: 0,
    };
    let expression = parser.comparison()?;
    match parser.peek() {
        Some(_) => Err(parser.unexpected("an end")),
        None => Ok(expression),
    }
}

type Parsed = Result<Expression, SyntaxError>;

struct Parser {
    tokens: Vec<(usize, Token)>,
    next: usize,
    depth: usize,
}

impl Parser {
    fn comparison(&mut self) -> Parsed {
        let left = self.sum()?;
        let comparison = self.take_operator(|sign| match sign {
            "=" => Some(Comparison::Equal),
            "<>" => Some(Comparison::Unequal),
            "<" => Some(Comparison::Less),
            "<=" => Some(Comparison::LessOrEqual),
            ">" => Some(Comparison::Greater),
            ">=" => Some(Comparison::GreaterOrEqual),
            _ => None,
        });
        match comparison {
            Some(comparison) => {
                let sides = Box::new((left, self.sum()?));
                Ok(Expression::Comparison(sides, comparison))
            }
            None => Ok(left),
        }
    }

    fn sum(&mut self) -> Parsed {
        let mut left = self.product()?;
        while let Some(operator) = self.take_operator(|sign| match sign {
            "+" => Some(Operator::Add),
            "-" => Some(Operator::Subtract),
            _ => None,
        }) {
            left = binary(left, operator, self.product()?);
        }
        Ok(left)
    }

    fn product(&mut self) -> Parsed {
        let mut left = self.signed()?;
        while let Some(operator) = self.take_operator(|sign| match sign {
            "*" => Some(Operator::Multiply),
            "/" => Some(Operator::Divide),
            _ => None,
        }) {
            left = binary(left, operator, self.signed()?);
        }
        Ok(left)
    }

    fn signed(&mut self) -> Parsed {
        self.deeper(|parser| {
            if parser.take("-") {
                Ok(Expression::Negative(Box::new(parser.signed()?)))
            } else {
                parser.power()
            }
        })
    }

    fn power(&mut self) -> Parsed {
        let base = self.atom()?;
        if self.take("^") {
            Ok(binary(base, Operator::Power, self.signed()?))
        } else {
            Ok(base)
        }
    }

    fn atom(&mut self) -> Parsed {
        let place = self.place();
        match self.peek().cloned() {
            Some(Token::Number(number)) => {
                self.next += 1;
                Ok(Expression::Number(number))
            }
            Some(Token::Text(text)) => {
                self.next += 1;
                Ok(Expression::Text(text))
            }
            Some(Token::Name(name)) => {
                self.next += 1;
                self.named(place, name)
            }
            Some(Token::Sign("(")) => {
                self.next += 1;
                let inside = self.comparison()?;
                self.expect(")", "`)`")?;
                Ok(inside)
            }
            _ => Err(self.unexpected("a value")),
        }
    }

    /// What a name stands for.
    fn named(&mut self, place: Option<usize>, name: String) -> Parsed {
        let error = |problem| SyntaxError::new(place, problem);
        if self.peek() == Some(&Token::Sign("(")) {
            let Some((function, count)) = Function::named(&name) else {
                return Err(error(Problem::UnknownName(name)));
            };
            self.next += 1;
            let arguments = self.arguments(function)?;
            if !count.contains(&arguments.len()) {
                let problem = Problem::Arguments(name.to_uppercase(), in_words(&count));
                return Err(error(problem));
            }
            return Ok(Expression::Call(function, arguments));
        }
        match name.parse() {
            Ok(_) if self.peek() == Some(&Token::Sign(":")) => Err(error(Problem::Range)),
            Ok(cell) => Ok(Expression::Cell(cell)),
            Err(_) => Err(error(Problem::UnknownName(name))),
        }
    }

    /// The arguments of a function whose `(` has been read, and the `)`.
    fn arguments(&mut self, function: Function) -> Result<Vec<Argument>, SyntaxError> {
        let mut arguments = Vec::new();
        if self.take(")") {
            return Ok(arguments);
        }
        loop {
            let range = function.takes_ranges().then(|| self.range()).flatten();
            arguments.push(match range {
                Some(range) => Argument::Range(range),
                None => Argument::Expression(self.comparison()?),
            });
            if !self.take(",") {
                self.expect(")", "`)`")?;
                return Ok(arguments);
            }
        }
    }

    /// A range, if one is next.
    fn range(&mut self) -> Option<Range> {
        let cell = |token: &(usize, Token)| match &token.1 {
            Token::Name(name) => name.parse::<Address>().ok(),
            _ => None,
        };
        match self.tokens.get(self.next..self.next + 3)? {
            [one, (_, Token::Sign(":")), other] => {
                let range = Range::new(cell(one)?, cell(other)?);
                self.next += 3;
                Some(range)
            }
            _ => None,
        }
    }

    /// Reads what may have itself inside.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth == DEEPEST {
            return Err(SyntaxError::new(self.place(), Problem::TooDeep));
        }
        self.depth += 1;
        let expression = read(self);
        self.depth -= 1;
        expression
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    /// Where the next token is.
    fn place(&self) -> Option<usize> {
        self.tokens.get(self.next).map(|(place, _)| *place)
    }

    fn take(&mut self, sign: &'static str) -> bool {
        let is_next = self.peek() == Some(&Token::Sign(sign));
        self.next += usize::from(is_next);
        is_next
    }

    fn take_operator<T>(&mut self, operator: fn(&str) -> Option<T>) -> Option<T> {
        match self.peek()? {
            Token::Sign(sign) => operator(sign).inspect(|_| self.next += 1),
            _ => None,
        }
    }

    fn expect(&mut self, sign: &'static str, name: &'static str) -> Result<(), SyntaxError> {
        if self.take(sign) {
            Ok(())
        } else {
            Err(self.unexpected(name))
        }
    }

    /// The error of what is next, where there should be something else.
    fn unexpected(&self, wanted: &'static str) -> SyntaxError {
        let problem = match self.peek() {
            Some(Token::Number(number)) => Problem::Unexpected(number.to_string()),
            Some(Token::Text(text)) => Problem::Unexpected(format!("\"{text}\"")),
            Some(Token::Name(name)) => Problem::Unexpected(name.clone()),
            Some(Token::Sign(sign)) => Problem::Unexpected((*sign).to_owned()),
            None => Problem::Missing(wanted),
        };
        SyntaxError::new(self.place(), problem)
    }
}

fn binary(left: Expression, operator: Operator, right: Expression) -> Expression {
    Expression::Binary(Box::new((left, right)), operator)
}

fn in_words(count: &RangeInclusive<usize>) -> String {
    match (*count.start(), *count.end()) {
        (1, 1) => "1 argument".to_owned(),
        (few, many) if few == many => format!("{few} arguments"),
        (few, usize::MAX) => format!("{few} argument or more"),
        (few, many) => format!("{few} to {many} arguments"),
    }
}
