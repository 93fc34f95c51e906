//! The ecmascript data model (SCXML B.2), run by Boa.

mod markup;

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use boa_engine::object::JsObject;
use boa_engine::property::PropertyDescriptor;
use boa_engine::{js_string, Context, JsError, JsResult, JsString, JsValue, Script, Source};
use serde_json::Value;

use crate::document::expression::Data;
use crate::document::model::{as_markup, is_fixed, value, Assigned, DataModel, Fault};
use crate::document::{Code, Event, Platform};

/// How often a loop may run round, so that a document can't hold the program up.
const ROUNDS: u64 = 10_000_000;

/// How deep functions may call each other.
const DEPTH: usize = 400;

/// What documents call by these names besides what ECMAScript has.
const PRELUDE: &str =
    "(function (active) { return (id) => Object.prototype.hasOwnProperty.call(active, id); })";

/// The ecmascript data model: all of ECMAScript, with scripts, functions and objects that have an identity.
///
/// Each machine has an engine of its own. Documents are programs then: run only those of people whose programs you would run. Loops
/// and recursion are limited, memory is not.
pub struct Ecmascript {
    context: Context,
    declared: BTreeSet<String>,
    /// Expressions and scripts that were parsed, by their text.
    parsed: HashMap<(Form, String), Script>,
    /// Has a property for each active state.
    active: JsObject,
    /// Makes an element of a tree.
    element: JsObject,
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Form {
    Expression,
    Script,
    /// A function that gives a place a value.
    Setter,
}

impl DataModel for Ecmascript {
    fn new(platform: Platform) -> Self {
        let mut context = Context::default();
        let limits = context.runtime_limits_mut();
        limits.set_loop_iteration_limit(ROUNDS);
        limits.set_recursion_limit(DEPTH);
        let active = JsObject::with_null_proto();
        let function = |context: &mut Context, source: &str| {
            let made = context.eval(Source::from_bytes(source));
            let made = made.ok().and_then(|made| made.as_object());
            made.unwrap_or_else(JsObject::with_null_proto)
        };
        let prelude = function(&mut context, PRELUDE);
        let element = function(&mut context, include_str!("markup.js"));
        let is_in = prelude.call(
            &JsValue::undefined(),
            &[active.clone().into()],
            &mut context,
        );
        let mut new = Self {
            context,
            declared: BTreeSet::new(),
            parsed: HashMap::new(),
            active,
            element,
        };
        new.fix("In", is_in.unwrap_or_default());
        for (name, value) in platform.variables() {
            let value = new.js(value.as_ref());
            new.fix(&name, value);
        }
        new
    }

    fn declare(&mut self, name: &str) -> Result<(), Fault> {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        if name.is_empty() || !name.chars().all(is_part) {
            return Err(Fault::new(format!("`{name}` is no name of a variable")));
        }
        refuse_fixed(name)?;
        let source = format!("var {name};");
        let done = self.context.eval(Source::from_bytes(&source));
        done.map_err(|error| Fault::new(format!("`{name}` is no name of a variable: {error}")))?;
        self.declared.insert(name.to_owned());
        Ok(())
    }

    fn evaluate(&mut self, code: &Code) -> Result<Option<Value>, Fault> {
        let value = self.value(code)?;
        let value = self.json(&value);
        value.map_err(|error| fault(code, &error))
    }

    fn holds(&mut self, code: &Code) -> Result<bool, Fault> {
        Ok(self.value(code)?.to_boolean())
    }

    fn assign(&mut self, location: &Code, value: Assigned<'_>) -> Result<(), Fault> {
        let value = match value {
            Assigned::Code(code) => self.value(code)?,
            Assigned::Value(value) => self.js(value),
            Assigned::Markup(text) => self.markup(text),
        };
        let text = location.text().trim();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        refuse_fixed(text.split(|c| !is_part(c)).next().unwrap_or_default())?;
        // It has to be there, and be one expression.
        self.value(location)?;
        let setter = self.run(Form::Setter, text);
        let setter = setter.map_err(|error| fault(location, &error))?;
        let Some(setter) = setter.as_object() else {
            return Err(Fault::new(format!("`{text}` is nothing that has a value")));
        };
        let set = setter.call(&JsValue::undefined(), &[value], &mut self.context);
        set.map_err(|error| fault(location, &error))?;
        Ok(())
    }

    fn script(&mut self, code: &Code) -> Result<(), Fault> {
        let done = self.run(Form::Script, code.text());
        done.map_err(|error| fault(code, &error))?;
        Ok(())
    }

    fn bind(&mut self, event: &Event) {
        let plain = Event {
            data: None,
            ..event.clone()
        };
        let object = self.js(Some(&value(&plain)));
        if let Some(object) = object.as_object() {
            let data = self.js(event.data.as_ref());
            let undefined = ["sendid", "origin", "origintype", "invokeid"];
            for name in undefined {
                let key = JsString::from(name);
                if !object
                    .has_property(key.clone(), &mut self.context)
                    .unwrap_or(true)
                {
                    let _ =
                        object.create_data_property(key, JsValue::undefined(), &mut self.context);
                }
            }
            let _ = object.create_data_property(js_string!("data"), data, &mut self.context);
        }
        self.fix("_event", object);
    }

    fn enter(&mut self, state: &str) {
        let key = JsString::from(state);
        // An object without a prototype takes any property.
        let _ = self
            .active
            .create_data_property(key, true, &mut self.context);
    }

    fn leave(&mut self, state: &str) {
        let key = JsString::from(state);
        let _ = self.active.delete_property_or_throw(key, &mut self.context);
    }

    fn variables(&mut self) -> Result<Data, Fault> {
        let global = self.context.global_object();
        let mut data = Data::new();
        for name in self.declared.clone() {
            let key = JsString::from(name.as_str());
            let value = global.get(key, &mut self.context);
            if value.as_ref().is_ok_and(JsValue::is_callable) {
                continue;
            }
            let value = value.and_then(|value| self.json(&value));
            let value = value.map_err(|error| Fault::new(format!("`{name}`: {error}")))?;
            data.insert(name, value);
        }
        Ok(data)
    }

    fn unstorable(&mut self) -> Option<String> {
        let global = self.context.global_object();
        let is_function = |name: &&String| {
            let value = global.get(JsString::from(name.as_str()), &mut self.context);
            value.is_ok_and(|value| value.is_callable())
        };
        self.declared.iter().find(is_function).cloned()
    }

    fn set_variables(&mut self, data: Data) -> Result<(), Fault> {
        let global = self.context.global_object();
        for (name, value) in data {
            self.declare(&name)?;
            let value = self.js(value.as_ref());
            let key = JsString::from(name.as_str());
            let set = global.set(key, value, true, &mut self.context);
            set.map_err(|error| Fault::new(format!("`{name}`: {error}")))?;
        }
        Ok(())
    }
}

impl Ecmascript {
    /// A variable that only the platform changes.
    fn fix(&mut self, name: &str, value: JsValue) {
        let property = PropertyDescriptor::builder()
            .value(value)
            .writable(false)
            .enumerable(true)
            .configurable(true);
        let global = self.context.global_object();
        let key = JsString::from(name);
        let _ = global.define_property_or_throw(key, property, &mut self.context);
    }

    fn value(&mut self, code: &Code) -> Result<JsValue, Fault> {
        let text = code.text();
        let is_expression = self.parse(Form::Expression, text);
        let form = match is_expression {
            Ok(_) => Form::Expression,
            // A statement has a value too: `new Thing();`
            Err(error) if self.parse(Form::Script, text).is_err() => {
                return Err(fault(code, &error));
            }
            Err(_) => Form::Script,
        };
        let value = self.run(form, text);
        value.map_err(|error| fault(code, &error))
    }

    fn parse(&mut self, form: Form, text: &str) -> JsResult<Script> {
        let key = (form, text.to_owned());
        if let Some(script) = self.parsed.get(&key) {
            return Ok(script.clone());
        }
        let source = match form {
            Form::Expression => format!("({text}\n)"),
            Form::Script => text.to_owned(),
            Form::Setter => format!("(function ($value) {{ {text} = $value; }})"),
        };
        let script = Script::parse(Source::from_bytes(&source), None, &mut self.context)?;
        self.parsed.insert(key, script.clone());
        Ok(script)
    }

    fn run(&mut self, form: Form, text: &str) -> JsResult<JsValue> {
        let script = self.parse(form, text)?;
        script.evaluate(&mut self.context)
    }

    fn js(&mut self, value: Option<&Value>) -> JsValue {
        let Some(value) = value else {
            return JsValue::undefined();
        };
        if let Some(text) = as_markup(value) {
            return self.markup(text);
        }
        JsValue::from_json(value, &mut self.context).unwrap_or_default()
    }

    fn json(&mut self, value: &JsValue) -> JsResult<Option<Value>> {
        if let Some(object) = value.as_object() {
            let markup = object.get(js_string!("$markup"), &mut self.context)?;
            if let Some(text) = markup.as_string() {
                return Ok(Some(crate::document::model::markup(
                    &text.to_std_string_escaped(),
                )));
            }
        }
        value.to_json(&mut self.context)
    }

    /// Markup as an element, or as text if it can't be read.
    fn markup(&mut self, text: &str) -> JsValue {
        let Some(tree) = markup::tree(text) else {
            return JsString::from(text).into();
        };
        let tree = self.js(Some(&tree));
        let element = self
            .element
            .call(&JsValue::undefined(), &[tree], &mut self.context);
        element.unwrap_or_else(|_| JsString::from(text).into())
    }
}

fn refuse_fixed(name: &str) -> Result<(), Fault> {
    if is_fixed(name) || name == "In" {
        return Err(Fault::new(format!("`{name}` can't be changed")));
    }
    Ok(())
}

fn fault(code: &Code, error: &JsError) -> Fault {
    Fault::new(format!("`{}`: {error}", code.text())).at(code.place())
}

impl fmt::Debug for Ecmascript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ecmascript")
            .field("declared", &self.declared)
            .finish_non_exhaustive()
    }
}
