//! The Redux DevTools extension of the browser.
//!
//! What it offers to a page is `window.__REDUX_DEVTOOLS_EXTENSION__`. Each store makes a connection of its own there and is an
//! instance of its own in the tools' list. Objects go to it and come from it as JSON, so nothing is bound but a few functions.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

use js_sys::{Array, Function, Reflect, JSON};
use send_wrapper::SendWrapper;
use serde_json::{json, Value};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use crate::protocol;
use crate::transport::{Controls, Instance, Lifted, Shown, Told, Transport};
use crate::Features;

/// By what name pages know the extension.
const NAME: &str = "__REDUX_DEVTOOLS_EXTENSION__";

/// Shows a store in the Redux DevTools extension.
///
/// [`DevTools`](crate::DevTools) finds it by itself, if the feature `extension` is on and there is one.
pub struct Extension {
    /// What pages reach it by. It stays on the page's thread, where stores are that are shown.
    api: SendWrapper<JsValue>,
    line: OnceLock<SendWrapper<Line>>,
}

/// A connection to it.
struct Line {
    connection: JsValue,
    controls: Arc<dyn Controls>,
    features: Features,
    unsubscribe: JsValue,
    /// The number that the extension will give to the next entry.
    next: AtomicU32,
    is_begun: OnceLock<()>,
    _listener: Closure<dyn Fn(JsValue)>,
}

impl Extension {
    /// The browser's, if it has one.
    pub fn find() -> Option<Self> {
        let api = Reflect::get(&js_sys::global(), &NAME.into()).ok()?;
        Reflect::get(&api, &"connect".into())
            .ok()?
            .is_function()
            .then_some(Self {
                api: SendWrapper::new(api),
                line: OnceLock::new(),
            })
    }
}

impl Transport for Extension {
    fn connect(&self, instance: &Instance, controls: Arc<dyn Controls>) {
        match Line::begin(&self.api, instance, &controls) {
            Ok(line) => drop(self.line.set(SendWrapper::new(line))),
            Err(problem) => {
                let what = "the Redux DevTools extension can't be reached";
                controls.report(&format!("{what}: {}", said(&problem)));
            }
        }
    }

    fn tell(&self, told: Told<'_>) {
        let Some(line) = self.line.get() else {
            return;
        };
        let result = match told {
            Told::Entry(entry) if line.expects(entry) => line.entry(entry),
            // The extension counts entries by itself; where it would count wrong it gets the whole list.
            Told::Entry(_) => line.list_of_controls(),
            Told::Lifted(lifted) => line.list(lifted),
            Told::Error(problem) => {
                drop(call(&line.connection, "error", &[problem.into()]));
                Ok(())
            }
        };
        if let Err(problem) = result {
            line.controls
                .report(&format!("the Redux DevTools extension: {problem}"));
        }
    }
}

impl Line {
    fn begin(
        api: &JsValue,
        instance: &Instance,
        controls: &Arc<dyn Controls>,
    ) -> Result<Self, JsValue> {
        let mut options = protocol::described(instance);
        options["maxAge"] = json!(instance.max_age);
        let connection = call(api, "connect", &[object(&options)?])?;
        let listener = Closure::<dyn Fn(JsValue)>::new({
            let (connection, controls) = (connection.clone(), Arc::clone(controls));
            move |message| {
                if let Err(problem) = hear(&message, &*controls) {
                    drop(call(&connection, "error", &[problem.into()]));
                }
            }
        });
        let subscribe = [listener.as_ref().clone()];
        let unsubscribe = call(&connection, "subscribe", &subscribe)?;
        Ok(Self {
            connection,
            controls: Arc::clone(controls),
            features: instance.features,
            unsubscribe,
            next: AtomicU32::new(0),
            is_begun: OnceLock::new(),
            _listener: listener,
        })
    }

    /// Whether the extension will give the entry the number that it has.
    fn expects(&self, entry: &dyn Shown) -> bool {
        entry.problem().is_none() && entry.id().get() == self.next.load(Ordering::Relaxed)
    }

    fn entry(&self, entry: &dyn Shown) -> Result<(), String> {
        let text = |error: crate::transport::Unwritable| error.to_string();
        let action = protocol::performed(entry).map_err(text)?;
        let state = entry.state().map_err(text)?;
        self.send(&action, &state)?;
        self.next.store(entry.next_id().get(), Ordering::Relaxed);
        Ok(())
    }

    fn list_of_controls(&self) -> Result<(), String> {
        let mut result = Ok(());
        let controls = Arc::clone(&self.controls);
        controls.with_lifted(&mut |lifted| result = self.list(lifted));
        result
    }

    fn list(&self, lifted: &dyn Lifted) -> Result<(), String> {
        // A store that begins with its list is taken for one that does all with it by itself, as ours do. Only one that begins with a
        // state can say that it lacks a feature; of that one the tools sweep the list too, and may fail at it.
        if self.is_begun.set(()).is_ok() && self.features != Features::ALL {
            let first = lifted.committed().map_err(|error| error.to_string())?;
            let first = object(&first).map_err(|error| said(&error))?;
            call(&self.connection, "init", &[first]).map_err(|error| said(&error))?;
        }
        let list = lifted.lifted().map_err(|error| error.to_string())?;
        self.send(&Value::Null, &list)?;
        let next = list.get("nextActionId").and_then(Value::as_u64);
        let next = next.and_then(|next| u32::try_from(next).ok());
        self.next.store(next.unwrap_or(0), Ordering::Relaxed);
        Ok(())
    }

    fn send(&self, action: &Value, state: &Value) -> Result<(), String> {
        let send = || call(&self.connection, "send", &[object(action)?, object(state)?]);
        send().map(drop).map_err(|error| said(&error))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(unsubscribe) = self.unsubscribe.dyn_ref::<Function>() {
            let _ = unsubscribe.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Has the store do what the extension asks for.
fn hear(message: &JsValue, controls: &dyn Controls) -> Result<(), String> {
    let text = JSON::stringify(message).map_err(|error| said(&error))?;
    let message = serde_json::from_str(&String::from(text)).map_err(|error| error.to_string())?;
    if let Some(command) = protocol::read(&message).map_err(|error| error.to_string())? {
        controls.command(command);
    }
    Ok(())
}

/// What JSON stands for.
fn object(json: &Value) -> Result<JsValue, JsValue> {
    JSON::parse(&json.to_string())
}

fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(of, &name.into())?.dyn_into()?;
    function.apply(of, &arguments.iter().collect::<Array>())
}

/// What an exception says.
fn said(exception: &JsValue) -> String {
    match exception.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => exception.as_string().unwrap_or_default(),
    }
}

impl fmt::Debug for Extension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extension").finish_non_exhaustive()
    }
}
