//! Reading what XState 6 writes: `MachineJSON`.

mod acts;
mod choice;
mod conditions;
mod invokes;
pub(super) mod names;
pub(super) mod scope;
mod states;
mod transitions;
mod values;

use std::collections::HashMap;
use std::sync::Arc;

use jsonc_parser::ast::{Object, Value};

use super::read::Reader;
use crate::document::formula::Act;
use crate::document::{Document, DocumentErrors, Registry};

/// Reads what [`createMachineFromConfig`](https://stately.ai/docs/xstate) of XState 6 takes, as `serializeMachine` writes it.
///
/// Guards, actions, actors and delays that the configuration does not declare are those of the registry, as the sources are there.
/// Expressions (`@expr`) are in the [language](crate::document::expression) that is built in, a part of ECMAScript; `@exprLang` says
/// `js`, `javascript`, `ecmascript`, `ts` or `typescript`. They see `context`, `event` and, in what is declared under `actions` and
/// `guards`, `params`; those of the machine's context see `input`.
///
/// # Errors
///
/// All that is wrong with it, each with its place, and what can't be said here: functions (`@code`), transitions, choices and routes
/// that are made by expressions, and inputs of states.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::document::{xstate, Registry, System};
///
/// let light = r##"{
///     "@exprLang": "js",
///     "id": "light",
///     "initial": "off",
///     "context": { "switched": 0 },
///     "states": {
///         "off": { "on": { "switch": {
///             "target": "on",
///             "context": { "switched": { "@expr": "context.switched + 1" } }
///         } } },
///         "on": {
///             "timeout": "30s",
///             "onTimeout": { "target": "off" },
///             "on": { "switch": { "target": "off", "guard": { "@expr": "event.hard == true" } } }
///         }
///     }
/// }"##;
/// let registry = Registry::new();
/// let mut system: System = System::new(registry.clone());
/// let light = system.start(xstate::read_v6(light, &registry).unwrap()).unwrap();
/// system.send(light, "switch").unwrap();
/// assert_eq!(system.active(light), ["light.on"]);
/// assert_eq!(system.variables(light).unwrap()["switched"], Some(1.into()));
/// system.advance(std::time::Duration::from_secs(30)).unwrap();
/// assert_eq!(system.active(light), ["light.off"]);
///
/// let wrong = r##"{ "@exprLang": "js", "on": { "go": { "guard": { "@expr": "contxt.n > 1" } } } }"##;
/// let errors = xstate::read_v6(wrong, &registry).unwrap_err();
/// assert_eq!(errors.to_string(), "1:58: there is no variable `contxt`; did you mean `context`?");
/// ```
pub fn read_v6(text: &str, registry: &Registry) -> Result<Document, DocumentErrors> {
    super::read::read_with(text, registry, |value| Some(Definitions::of(value)))
}

/// What a configuration declares, as far as it is not of a state.
pub(super) struct Definitions<'t> {
    /// The language of expressions that do not say theirs.
    pub language: Option<String>,
    actions: HashMap<String, Value<'t>>,
    guards: HashMap<String, Value<'t>>,
    delays: HashMap<String, Value<'t>>,
    /// The declared actions that were read.
    read: HashMap<String, Arc<Vec<Act>>>,
    /// How many events were made for what runs out.
    timers: usize,
}

impl<'t> Definitions<'t> {
    fn of(machine: &Value<'t>) -> Self {
        let fields = machine.as_object();
        let language = fields.and_then(|fields| fields.get_string("@exprLang"));
        let all = |name: &str| {
            let object = fields.and_then(|fields| fields.get_object(name));
            object.map_or_else(HashMap::new, members)
        };
        Self {
            language: language.map(|language| language.value.as_ref().to_owned()),
            actions: all("actions"),
            guards: all("guards"),
            delays: all("delays"),
            read: HashMap::new(),
            timers: 0,
        }
    }
}

fn members<'t>(object: &Object<'t>) -> HashMap<String, Value<'t>> {
    let members = object.properties.iter();
    let members = members.map(|member| (member.name.as_str().to_owned(), member.value.clone()));
    members.collect()
}

impl<'t> Reader<'_, 't> {
    /// What the configuration declares: of version 6, or nothing.
    fn definitions(&mut self) -> Option<&mut Definitions<'t>> {
        self.v6.as_mut()
    }
}
