//! Classes on what a drawing is made of.

use std::collections::BTreeMap;

use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::steps::Transitions;

/// What the style of a drawing knows.
pub const ACTIVE: &str = "is-active";
pub const TAKEN: &str = "is-taken";
pub const ENABLED: &str = "is-enabled";

/// The parts of a drawing by what they stand for.
#[derive(Clone, Default)]
pub struct Parts {
    states: BTreeMap<String, Vec<Element>>,
    transitions: BTreeMap<String, Vec<Element>>,
}

impl Parts {
    /// Those inside of an element.
    pub fn of(drawing: &Element) -> Self {
        Self {
            states: found(drawing, "data-state"),
            transitions: found(drawing, "data-transition"),
        }
    }

    /// Has the states of these paths have a class, and no other ones.
    pub fn mark_states(&self, class: &str, is_meant: impl Fn(&str) -> bool) {
        for (path, elements) in &self.states {
            mark(elements, class, is_meant(path));
        }
    }

    /// The same for transitions.
    pub fn mark_transitions(&self, class: &str, meant: &Transitions) {
        let meant: Vec<String> = meant
            .iter()
            .map(|(state, index)| format!("{state}#{index}"))
            .collect();
        for (name, elements) in &self.transitions {
            mark(elements, class, meant.contains(name));
        }
    }
}

fn found(drawing: &Element, attribute: &str) -> BTreeMap<String, Vec<Element>> {
    let mut parts = BTreeMap::<String, Vec<Element>>::new();
    // The selector is fixed, so it is a valid one.
    let Ok(list) = drawing.query_selector_all(&format!("[{attribute}]")) else {
        return parts;
    };
    for index in 0..list.length() {
        let element = list
            .get(index)
            .and_then(|node| node.dyn_into::<Element>().ok());
        if let Some(element) = element {
            let name = element.get_attribute(attribute).unwrap_or_default();
            parts.entry(name).or_default().push(element);
        }
    }
    parts
}

fn mark(elements: &[Element], class: &str, is_meant: bool) {
    for element in elements {
        // It fails only for classes that are no word.
        let _ = element.class_list().toggle_with_force(class, is_meant);
    }
}
