//! The platform's own variables.

use std::sync::Arc;

use serde_json::json;

use super::expression::Data;
use super::system::{ActorId, SCXML};
use super::Document;

/// What a machine can read of whoever runs it (SCXML 5.10). Nobody changes it.
#[derive(Clone, Debug)]
pub struct Platform {
    pub(crate) actor: ActorId,
    pub(crate) document: Arc<Document>,
}

impl Platform {
    /// The variables by their names: `_sessionid`, `_name` and `_ioprocessors`, and `_event`, which is undefined until there is one.
    pub fn variables(&self) -> Data {
        let location = json!({ "location": self.actor.location() });
        let processors = json!({ SCXML: location, "scxml": location });
        Data::from([
            ("_event".to_owned(), None),
            ("_sessionid".to_owned(), Some(self.actor.session().into())),
            ("_name".to_owned(), Some(self.document.name().into())),
            ("_ioprocessors".to_owned(), Some(processors)),
        ])
    }
}
