//! What we say.

use serde_json::{json, Value};

use crate::transport::{Instance, Shown, Unwritable};

/// An entry as lists have it.
pub(crate) fn performed(entry: &dyn Shown) -> Result<Value, Unwritable> {
    let mut performed = json!({
        "type": "PERFORM_ACTION",
        "action": entry.action()?,
        "timestamp": entry.at().as_millis(),
    });
    if let Some(trace) = entry.trace() {
        performed["stack"] = trace.into();
    }
    Ok(performed)
}

/// What the tools are to know of a store before they show it.
pub(crate) fn described(instance: &Instance) -> Value {
    let features = instance.features;
    json!({
        "name": instance.name,
        "type": "leptos-state",
        "features": {
            "pause": features.pause,
            "lock": features.lock,
            "persist": features.persist,
            // The tools write down what they show, by themselves.
            "export": features.export,
            // They hand over what they read, and put nothing in place of what they show.
            "import": if features.import { json!("custom") } else { json!(false) },
            "jump": features.jump,
            "skip": features.skip,
            "reorder": features.reorder,
            "dispatch": features.dispatch,
            "sync": false,
            "test": features.test,
        },
    })
}
