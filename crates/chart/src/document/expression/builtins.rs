//! The functions and methods that can be called, and what they take.

use super::allowance::Allowance;
use super::convert::{made, to_number, to_text};
use super::error::Fault;
use super::operand::Operand;
use super::{array, json, math, number, text, Scope};
use serde_json::Value;
use std::borrow::Cow;

/// Numbers with names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constant {
    NaN,
    Infinity,
    Pi,
    E,
}

/// What is called without a value before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    In,
    Math(Math),
    String,
    Number,
    Boolean,
    ParseInt,
    ParseFloat,
    IsNaN,
    IsFinite,
    JsonStringify,
    JsonParse,
    IsArray,
    Keys,
    Values,
}

/// Functions of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Math {
    Abs,
    Ceil,
    Floor,
    Round,
    Trunc,
    Sign,
    Min,
    Max,
    Pow,
    Sqrt,
}

/// What is called with a value before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    CharAt,
    CharCodeAt,
    Concat,
    EndsWith,
    Includes,
    IndexOf,
    Join,
    LastIndexOf,
    Repeat,
    Replace,
    Slice,
    Split,
    StartsWith,
    Substring,
    ToFixed,
    ToLowerCase,
    ToString,
    ToUpperCase,
    Trim,
}

/// How something is called.
pub struct Signature<B> {
    name: &'static str,
    pub builtin: B,
    least: usize,
    most: usize,
}

impl<B> Signature<B> {
    const fn new(name: &'static str, builtin: B, least: usize, most: usize) -> Self {
        Self {
            name,
            builtin,
            least,
            most,
        }
    }

    /// Whether it can be called with so many arguments.
    pub const fn takes(&self, arguments: usize) -> bool {
        self.least <= arguments && arguments <= self.most
    }

    /// What is said of other calls.
    pub fn expectation(&self) -> String {
        let name = self.name;
        match (self.least, self.most) {
            (_, 0) => format!("`{name}` takes no arguments"),
            (1, 1) => format!("`{name}` takes one argument"),
            (least, most) if least == most => format!("`{name}` takes {most} arguments"),
            (least, most) => format!("`{name}` takes {least} to {most} arguments"),
        }
    }
}

const ANY: usize = usize::MAX;

const CONSTANTS: &[(&str, Constant)] = &[
    ("NaN", Constant::NaN),
    ("Infinity", Constant::Infinity),
    ("Math.PI", Constant::Pi),
    ("Math.E", Constant::E),
];

const FUNCTIONS: &[Signature<Function>] = &[
    Signature::new("In", Function::In, 1, 1),
    Signature::new("Math.abs", Function::Math(Math::Abs), 1, 1),
    Signature::new("Math.ceil", Function::Math(Math::Ceil), 1, 1),
    Signature::new("Math.floor", Function::Math(Math::Floor), 1, 1),
    Signature::new("Math.round", Function::Math(Math::Round), 1, 1),
    Signature::new("Math.trunc", Function::Math(Math::Trunc), 1, 1),
    Signature::new("Math.sign", Function::Math(Math::Sign), 1, 1),
    Signature::new("Math.min", Function::Math(Math::Min), 0, ANY),
    Signature::new("Math.max", Function::Math(Math::Max), 0, ANY),
    Signature::new("Math.pow", Function::Math(Math::Pow), 2, 2),
    Signature::new("Math.sqrt", Function::Math(Math::Sqrt), 1, 1),
    Signature::new("String", Function::String, 1, 1),
    Signature::new("Number", Function::Number, 1, 1),
    Signature::new("Boolean", Function::Boolean, 1, 1),
    Signature::new("parseInt", Function::ParseInt, 1, 2),
    Signature::new("parseFloat", Function::ParseFloat, 1, 1),
    Signature::new("isNaN", Function::IsNaN, 1, 1),
    Signature::new("isFinite", Function::IsFinite, 1, 1),
    Signature::new("JSON.stringify", Function::JsonStringify, 1, 1),
    Signature::new("JSON.parse", Function::JsonParse, 1, 1),
    Signature::new("Array.isArray", Function::IsArray, 1, 1),
    Signature::new("Object.keys", Function::Keys, 1, 1),
    Signature::new("Object.values", Function::Values, 1, 1),
];

const METHODS: &[Signature<Method>] = &[
    Signature::new("charAt", Method::CharAt, 1, 1),
    Signature::new("charCodeAt", Method::CharCodeAt, 1, 1),
    Signature::new("concat", Method::Concat, 0, ANY),
    Signature::new("endsWith", Method::EndsWith, 1, 1),
    Signature::new("includes", Method::Includes, 1, 2),
    Signature::new("indexOf", Method::IndexOf, 1, 2),
    Signature::new("join", Method::Join, 0, 1),
    Signature::new("lastIndexOf", Method::LastIndexOf, 1, 1),
    Signature::new("repeat", Method::Repeat, 1, 1),
    Signature::new("replace", Method::Replace, 2, 2),
    Signature::new("slice", Method::Slice, 0, 2),
    Signature::new("split", Method::Split, 0, 1),
    Signature::new("startsWith", Method::StartsWith, 1, 2),
    Signature::new("substring", Method::Substring, 1, 2),
    Signature::new("toFixed", Method::ToFixed, 0, 1),
    Signature::new("toLowerCase", Method::ToLowerCase, 0, 0),
    Signature::new("toString", Method::ToString, 0, 0),
    Signature::new("toUpperCase", Method::ToUpperCase, 0, 0),
    Signature::new("trim", Method::Trim, 0, 0),
];

/// The constant of a name, which may have a namespace: `Math.PI`.
pub fn constant(name: &str) -> Option<Constant> {
    let found = CONSTANTS.iter().find(|(known, _)| *known == name);
    found.map(|(_, constant)| *constant)
}

/// The function of a name, which may have a namespace: `Math.max`.
pub fn function(name: &str) -> Option<&'static Signature<Function>> {
    FUNCTIONS.iter().find(|function| function.name == name)
}

/// The method of a name.
pub fn method(name: &str) -> Option<&'static Signature<Method>> {
    METHODS.iter().find(|method| method.name == name)
}

/// Whether `name` is only the first half of functions' names.
pub fn is_namespace(name: &str) -> bool {
    matches!(name, "Math" | "JSON" | "Array" | "Object")
}

impl Constant {
    /// The number.
    pub const fn number(self) -> f64 {
        match self {
            Self::NaN => f64::NAN,
            Self::Infinity => f64::INFINITY,
            Self::Pi => std::f64::consts::PI,
            Self::E => std::f64::consts::E,
        }
    }
}

/// What a function or method is called with. What is left out is undefined.
pub struct Arguments<'a>(pub Vec<Operand<'a>>);

impl<'a> Arguments<'a> {
    /// The one at `index`, counted from 0.
    pub fn get(&self, index: usize) -> &Operand<'a> {
        self.0.get(index).unwrap_or(&Operand::Undefined)
    }

    /// The one at `index` as a number.
    pub fn number(&self, index: usize, allowance: &Allowance) -> Result<f64, Fault> {
        to_number(self.get(index), allowance)
    }

    /// The one at `index` as a text.
    pub fn text(&self, index: usize, allowance: &Allowance) -> Result<Cow<'_, str>, Fault> {
        to_text(self.get(index), allowance)
    }
}

/// What a function makes of its arguments.
pub fn call(
    function: Function,
    arguments: &Arguments<'_>,
    scope: &dyn Scope,
    allowance: &Allowance,
) -> Result<Operand<'static>, Fault> {
    let first = arguments.get(0);
    Ok(match function {
        Function::In => scope.is_in(&to_text(first, allowance)?).into(),
        Function::Math(function) => math::call(function, arguments, allowance)?.into(),
        Function::String => made(to_text(first, allowance)?, allowance)?,
        Function::Number => to_number(first, allowance)?.into(),
        Function::Boolean => first.is_true().into(),
        Function::ParseInt => {
            let text = to_text(first, allowance)?;
            allowance.work(text.len())?;
            number::leading_integer(&text, arguments.number(1, allowance)?).into()
        }
        Function::ParseFloat => {
            let text = to_text(first, allowance)?;
            allowance.work(text.len())?;
            number::leading(&text).into()
        }
        Function::IsNaN => to_number(first, allowance)?.is_nan().into(),
        Function::IsFinite => to_number(first, allowance)?.is_finite().into(),
        Function::JsonStringify => json::stringify(first, allowance)?,
        Function::JsonParse => json::parse(&to_text(first, allowance)?, allowance)?.into(),
        Function::IsArray => matches!(first, Operand::Array(_)).into(),
        Function::Keys => keys(first, allowance)?.into(),
        Function::Values => values(first, allowance)?.into(),
    })
}

/// What a method makes of the value before it and its arguments.
pub fn call_method<'a>(
    method: Method,
    value: Operand<'a>,
    arguments: Arguments<'a>,
    allowance: &Allowance,
) -> Result<Operand<'a>, Fault> {
    let called: Option<Operand<'a>> = match (method, &value) {
        (Method::ToString, value) => Some(made(to_text(value, allowance)?, allowance)?),
        (Method::ToFixed, Operand::Number(number)) => {
            let digits = number::integer(arguments.number(0, allowance)?);
            if !(0.0..=100.0).contains(&digits) {
                return Err(Fault::new("`toFixed` takes 0 to 100 digits"));
            }
            let fixed = number::fixed(*number, digits as usize);
            allowance.text(fixed.len())?;
            Some(fixed.into())
        }
        (method, Operand::Text(value)) => text::call(method, value, &arguments, allowance)?,
        (method, Operand::Array(value)) => array::call(method, value, arguments, allowance)?,
        _ => None,
    };
    called.ok_or_else(|| {
        let found = METHODS.iter().find(|known| known.builtin == method);
        let name = found.map_or("", |known| known.name);
        Fault::new(format!("{} has no method `{name}`", value.described()))
    })
}

fn keys(of: &Operand<'_>, allowance: &Allowance) -> Result<Value, Fault> {
    let count = match of {
        Operand::Object(members) => {
            allowance.elements(members.len())?;
            let keys = members.keys().map(|key| {
                allowance.text(key.len())?;
                Ok(Value::from(key.as_str()))
            });
            return keys.collect();
        }
        Operand::Array(elements) => elements.len(),
        Operand::Text(text) => text::length(text, allowance)?,
        other => return nothing(other),
    };
    allowance.elements(count)?;
    let keys = (0..count).map(|index| {
        let key = index.to_string();
        allowance.text(key.len())?;
        Ok(Value::from(key))
    });
    keys.collect()
}

fn values(of: &Operand<'_>, allowance: &Allowance) -> Result<Value, Fault> {
    match of {
        Operand::Object(members) => {
            allowance.elements(members.len())?;
            let values = members.values().map(|member| {
                allowance.copy(member)?;
                Ok(member.clone())
            });
            values.collect()
        }
        Operand::Array(elements) => array::copy(elements, allowance).map(Value::Array),
        Operand::Text(text) => text::characters(text, allowance),
        other => nothing(other),
    }
}

fn nothing(of: &Operand<'_>) -> Result<Value, Fault> {
    match of {
        Operand::Undefined | Operand::Null => {
            Err(Fault::new(format!("{} has no members", of.described())))
        }
        _ => Ok(Value::Array(Vec::new())),
    }
}
