//! Events as documents know them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An event of a document's machine (SCXML 5.10.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its name: parts joined by dots.
    pub name: String,
    /// What comes with it; `None` is `undefined`.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub data: Option<Value>,
    /// Where it comes from.
    #[serde(default)]
    pub kind: EventKind,
    /// The identifier of what sent it, if that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_id: Option<String>,
    /// Where an answer can be sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// By what an answer can be sent: the type of an event processor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin_type: Option<String>,
    /// The identifier of the invoke that it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoke_id: Option<String>,
}

/// Where an event comes from (SCXML 5.10.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// What runs the document: errors, and states that have finished.
    Platform,
    /// The machine itself has raised it.
    Internal,
    /// Anything else.
    #[default]
    External,
}

impl EventKind {
    /// Its name in documents.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Internal => "internal",
            Self::External => "external",
        }
    }
}

impl Event {
    /// An event from outside that nothing comes with.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            data: None,
            kind: EventKind::External,
            send_id: None,
            origin: None,
            origin_type: None,
            invoke_id: None,
        }
    }

    /// With this.
    #[must_use]
    pub fn with(self, data: impl Into<Value>) -> Self {
        Self {
            data: Some(data.into()),
            ..self
        }
    }

    pub(crate) fn internal(name: impl Into<String>) -> Self {
        Self {
            kind: EventKind::Internal,
            ..Self::new(name)
        }
    }

    pub(crate) fn platform(name: impl Into<String>) -> Self {
        Self {
            kind: EventKind::Platform,
            ..Self::new(name)
        }
    }
}

impl crate::Event for Event {
    fn name(&self) -> &str {
        &self.name
    }
}

impl From<&str> for Event {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

/// Tells `null` from nothing.
mod present {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value;

    pub fn serialize<S: Serializer>(
        data: &Option<Value>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        data.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Value>, D::Error> {
        Value::deserialize(deserializer).map(Some)
    }
}
