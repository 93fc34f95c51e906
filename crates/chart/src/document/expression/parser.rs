//! Tokens as trees.

use super::allowance::NESTING;
use super::builtins::{self, Signature};
use super::error::ExpressionError;
use super::foreign;
use super::lexer::{Lexer, Token};
use super::number;
use super::precedence::{self, Operator};
use super::tree::{Access, Binary, Class, Link, Node, Prefix, Right, Step};
use std::collections::BTreeSet;
use std::mem;

/// The bytes of a text.
const LENGTH: usize = 1 << 16;

type Parsed<T = Node> = Result<T, ExpressionError>;

/// The tree of a text and the names it uses.
pub fn parse(text: &str) -> Parsed<(Node, Vec<String>)> {
    if text.len() > LENGTH {
        let message = format!("an expression is at most {LENGTH} bytes long");
        return Err(ExpressionError::new(0, message));
    }
    let mut lexer = Lexer::new(text);
    let (at, token) = lexer.token()?;
    let mut parser = Parser {
        lexer,
        token,
        at,
        depth: 0,
        names: Vec::new(),
        known: BTreeSet::new(),
    };
    let node = parser.expression()?;
    if parser.token != Token::End {
        return Err(parser.unexpected());
    }
    if node.height() > NESTING {
        return Err(ExpressionError::new(0, too_deep()));
    }
    Ok((node, parser.names))
}

struct Parser<'t> {
    lexer: Lexer<'t>,
    token: Token<'t>,
    /// Where the token begins.
    at: usize,
    depth: usize,
    names: Vec<String>,
    known: BTreeSet<&'t str>,
}

impl<'t> Parser<'t> {
    /// All up to the next `,` or closing bracket.
    fn expression(&mut self) -> Parsed {
        self.nested(Self::choice)
    }

    fn choice(&mut self) -> Parsed {
        let mut cases = Vec::new();
        loop {
            let node = self.binary(0)?;
            if !self.eat("?")? {
                if cases.is_empty() {
                    return Ok(node);
                }
                let otherwise = Box::new(node);
                return Ok(Node::Choice { cases, otherwise });
            }
            let value = self.expression()?;
            self.expect(":")?;
            cases.push((node, value));
        }
    }

    /// Operators of precedence `least` and higher.
    fn binary(&mut self, least: u8) -> Parsed {
        let mut left = self.power()?;
        let mut last = None;
        while let Some((operator, precedence)) = precedence::operator(&self.token) {
            if precedence < least {
                break;
            }
            if last.is_some_and(|last| precedence::excludes(last, precedence)) {
                let message = "`??` is mixed with `&&` or `||`: parentheses are expected";
                return Err(self.error(message));
            }
            let at = self.at;
            self.advance()?;
            let right = match operator {
                Operator::InstanceOf => Right::InstanceOf(self.class()?),
                Operator::Binary(binary) => {
                    let least = precedence::right_of(precedence);
                    Right::Binary(binary, self.nested(|parser| parser.binary(least))?)
                }
            };
            let link = Link { at, right };
            left = match left {
                Node::Chain { first, mut links } if last == Some(precedence) => {
                    links.push(link);
                    Node::Chain { first, links }
                }
                first => chain(first, link),
            };
            last = Some(precedence);
        }
        Ok(left)
    }

    fn class(&mut self) -> Parsed<Class> {
        let class = match self.token {
            Token::Word("Array") => Class::Array,
            Token::Word("Object") => Class::Object,
            _ => return Err(self.refuse("`instanceof` asks for `Array` or `Object`")),
        };
        if let Token::Word(name) = self.advance()? {
            self.uses(name);
        }
        Ok(class)
    }

    /// `**` is the only operator that begins at the right.
    fn power(&mut self) -> Parsed {
        let is_prefixed = self.prefix().is_some();
        let left = self.unary()?;
        if !self.is("**") {
            return Ok(left);
        }
        if is_prefixed {
            return Err(self
                .error("what is left of `**` begins with an operator: parentheses are expected"));
        }
        let at = self.at;
        self.advance()?;
        let right = Right::Binary(Binary::Power, self.nested(Self::power)?);
        Ok(chain(left, Link { at, right }))
    }

    fn unary(&mut self) -> Parsed {
        let Some(prefix) = self.prefix() else {
            return self.path();
        };
        let at = self.at;
        self.advance()?;
        let operand = Box::new(self.nested(Self::unary)?);
        Ok(Node::Prefix {
            at,
            prefix,
            operand,
        })
    }

    fn prefix(&self) -> Option<Prefix> {
        Some(match self.token {
            Token::Mark("!") => Prefix::Not,
            Token::Mark("-") => Prefix::Minus,
            Token::Mark("+") => Prefix::Plus,
            Token::Mark("~") => Prefix::BitNot,
            Token::Word("typeof") => Prefix::TypeOf,
            Token::Word("void") => Prefix::Void,
            _ => return None,
        })
    }

    fn path(&mut self) -> Parsed {
        let base = self.primary()?;
        let mut steps = Vec::new();
        loop {
            let optional = self.eat("?.")?;
            let (at, access) = if self.is("[") {
                (self.at, self.key()?)
            } else if optional || self.eat(".")? {
                (self.at, self.member()?)
            } else if self.is("(") {
                return Err(self.error("only functions and methods of this language are called"));
            } else {
                break;
            };
            steps.push(Step {
                at,
                optional,
                access,
            });
        }
        if steps.is_empty() {
            return Ok(base);
        }
        let base = Box::new(base);
        Ok(Node::Path { base, steps })
    }

    fn key(&mut self) -> Parsed<Access> {
        self.expect("[")?;
        let key = self.expression()?;
        self.expect("]")?;
        Ok(Access::Key(key))
    }

    fn member(&mut self) -> Parsed<Access> {
        let at = self.at;
        let name = self.word()?;
        if !self.eat("(")? {
            return Ok(Access::Member(name.to_owned()));
        }
        let Some(method) = builtins::method(name) else {
            let message = format!("there is no method `{name}` in this language");
            return Err(ExpressionError::new(at, message));
        };
        let arguments = self.arguments(at, method)?;
        Ok(Access::Call(method.builtin, arguments))
    }

    fn primary(&mut self) -> Parsed {
        let at = self.at;
        match &self.token {
            Token::Mark("(") => {
                self.advance()?;
                let node = self.expression()?;
                self.expect(")")?;
                return Ok(node);
            }
            Token::Mark("[") => {
                self.advance()?;
                let elements = self.list("]")?;
                return Ok(Node::Array { at, elements });
            }
            Token::Mark("{") => {
                self.advance()?;
                let members = self.members()?;
                return Ok(Node::Object { at, members });
            }
            Token::Mark("/" | "/=") => {
                return Err(self.error(foreign::refused("a regular expression is")))
            }
            Token::Word(word) if !foreign::is_reserved(word) => {}
            Token::Number(_) | Token::Text(_) => {}
            _ => return Err(self.refuse("a value is expected")),
        }
        match self.advance()? {
            Token::Number(number) => Ok(Node::Number(number)),
            Token::Text(text) => Ok(Node::Text(text)),
            Token::Word(word) => self.named(at, word),
            Token::Mark(_) | Token::End => Err(ExpressionError::new(at, "a value is expected")),
        }
    }

    /// What `word` stands for.
    fn named(&mut self, at: usize, word: &'t str) -> Parsed {
        match word {
            "undefined" => return Ok(Node::Undefined),
            "null" => return Ok(Node::Null),
            "true" => return Ok(Node::Bool(true)),
            "false" => return Ok(Node::Bool(false)),
            _ => {}
        }
        if let Some(constant) = builtins::constant(word) {
            return Ok(Node::Constant(constant));
        }
        self.uses(word);
        let name = if builtins::is_namespace(word) && self.eat(".")? {
            format!("{word}.{}", self.word()?)
        } else {
            word.to_owned()
        };
        if let Some(constant) = builtins::constant(&name) {
            return Ok(Node::Constant(constant));
        }
        let function = builtins::function(&name);
        if self.eat("(")? {
            let Some(function) = function else {
                let message = format!("there is no function `{name}` in this language");
                return Err(ExpressionError::new(at, message));
            };
            let arguments = self.arguments(at, function)?;
            let function = function.builtin;
            return Ok(Node::Call {
                at,
                function,
                arguments,
            });
        }
        if function.is_some() {
            let message = format!("`{name}` is a function: it can only be called");
            return Err(ExpressionError::new(at, message));
        }
        if builtins::is_namespace(word) {
            let message = foreign::refused(&format!("`{name}` is"));
            return Err(ExpressionError::new(at, message));
        }
        Ok(Node::Name { at, name })
    }

    fn arguments<B>(&mut self, at: usize, of: &Signature<B>) -> Parsed<Vec<Node>> {
        let arguments = self.list(")")?;
        if of.takes(arguments.len()) {
            return Ok(arguments);
        }
        Err(ExpressionError::new(at, of.expectation()))
    }

    /// Up to `close`.
    fn list(&mut self, close: &'static str) -> Parsed<Vec<Node>> {
        let mut items = Vec::new();
        while !self.eat(close)? {
            items.push(self.expression()?);
            self.separator(close)?;
        }
        Ok(items)
    }

    fn members(&mut self) -> Parsed<Vec<(String, Node)>> {
        let mut members = Vec::new();
        while !self.eat("}")? {
            let name = match &self.token {
                Token::Word(name) => (*name).to_owned(),
                Token::Text(name) => name.clone(),
                Token::Number(name) => number::to_text(*name),
                _ => return Err(self.refuse("a name is expected")),
            };
            self.advance()?;
            self.expect(":")?;
            members.push((name, self.expression()?));
            self.separator("}")?;
        }
        Ok(members)
    }

    fn separator(&mut self, close: &'static str) -> Parsed<()> {
        if self.is(close) || self.eat(",")? {
            return Ok(());
        }
        Err(self.refuse(format!("`,` or `{close}` is expected")))
    }

    fn word(&mut self) -> Parsed<&'t str> {
        let Token::Word(word) = self.token else {
            return Err(self.refuse("a name is expected"));
        };
        self.advance()?;
        Ok(word)
    }

    fn uses(&mut self, name: &'t str) {
        if self.known.insert(name) {
            self.names.push(name.to_owned());
        }
    }

    fn nested<T>(&mut self, parse: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth == NESTING {
            return Err(self.error(too_deep()));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// To the next token. Gives the one that it was at.
    fn advance(&mut self) -> Parsed<Token<'t>> {
        let (at, next) = self.lexer.token()?;
        self.at = at;
        Ok(mem::replace(&mut self.token, next))
    }

    fn is(&self, mark: &str) -> bool {
        matches!(self.token, Token::Mark(is) if is == mark)
    }

    fn eat(&mut self, mark: &str) -> Parsed<bool> {
        let is = self.is(mark);
        if is {
            self.advance()?;
        }
        Ok(is)
    }

    fn expect(&mut self, mark: &str) -> Parsed<()> {
        if self.eat(mark)? {
            return Ok(());
        }
        Err(self.refuse(format!("`{mark}` is expected")))
    }

    fn error(&self, message: impl Into<String>) -> ExpressionError {
        ExpressionError::new(self.at, message)
    }

    /// What is wrong with the token, where `otherwise` is if it is of this language.
    fn refuse(&self, otherwise: impl Into<String>) -> ExpressionError {
        self.error(foreign::named(&self.token).unwrap_or_else(|| otherwise.into()))
    }

    fn unexpected(&self) -> ExpressionError {
        self.refuse(match &self.token {
            Token::Number(number) => format!("`{number}` is not expected here"),
            Token::Text(_) => "a string is not expected here".to_owned(),
            Token::Word(word) => format!("`{word}` is not expected here"),
            Token::Mark(mark) => format!("`{mark}` is not expected here"),
            Token::End => "the text ends too early".to_owned(),
        })
    }
}

fn chain(first: Node, link: Link) -> Node {
    let first = Box::new(first);
    let links = vec![link];
    Node::Chain { first, links }
}

fn too_deep() -> String {
    format!("the expression is nested more than {NESTING} deep")
}
