//! States as they are stored and sent, with the version of their shape.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::WriteError;
use crate::{redacted, Snapshot, State, Version};

/// How the state of a store is written where another version of the program may read it: in a page, in a storage.
///
/// It is written by names, with a number for its shape. When the shape changes so that what was written before can't be read
/// any more, count the number up and say how the old shape becomes the new one.
///
/// What it reads, it reads as the types' own serde attributes say: fields that are not known are passed over, unless a type
/// denies them. It is small, because it goes into pages; [`read`](super::read) says more about what is wrong.
///
/// # Examples
///
/// ```
/// use leptos_state_core::json::Schema;
/// # use leptos_state_core::{Handle, Snapshot, State, Store};
/// use serde::{Deserialize, Serialize};
///
/// /// As it was stored by the version before this one.
/// #[derive(Deserialize)]
/// struct CounterV1(i32);
///
/// #[derive(Clone, Debug, Default, Serialize, Deserialize)]
/// struct Counter {
///     value: i32,
///     step: i32,
/// }
/// # impl State for Counter {
/// #     const NAME: &'static str = "Counter";
/// #     type Fields<H: Handle<Value = Self>> = ();
/// #     fn fields<H: Handle<Value = Self>>(_: &H) -> &() { &() }
/// # }
///
/// let schema = Schema::version(2).migrate(1, |CounterV1(value)| Counter { value, step: 1 });
/// let read = schema.read(r#"{"schema":1,"codec":"json","version":7,"state":3}"#)?;
/// assert_eq!((read.value, read.step), (3, 1));
///
/// let error = schema.read(r#"{"schema":2,"codec":"json","version":7,"state":{"value":"3","step":1}}"#).unwrap_err();
/// assert_eq!(error.to_string(), r#"invalid type: string "3", expected i32 at line 1 column 12"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Schema<S> {
    version: u32,
    migrations: Vec<Migration<S>>,
}

struct Migration<S> {
    from: u32,
    #[allow(clippy::type_complexity, reason = "it is the type's only use")]
    read: Box<dyn Fn(&str) -> Result<S, SchemaError> + Send + Sync>,
}

/// The name of what it is written in.
const CODEC: &str = "json";

/// A state as it is written.
#[derive(Serialize)]
struct Writing<'a, S> {
    schema: u32,
    codec: &'static str,
    version: Version,
    state: &'a S,
}

/// A state as it is read: first what it is, then the state itself.
#[derive(Deserialize)]
struct Written<'a> {
    schema: u32,
    #[serde(borrow)]
    codec: Cow<'a, str>,
    version: Version,
    #[serde(borrow)]
    state: &'a RawValue,
}

impl<S> Schema<S> {
    /// The shape that is written at present, by its number.
    pub const fn version(version: u32) -> Self {
        Self {
            version,
            migrations: Vec::new(),
        }
    }

    /// Says how the shape of number `from` becomes a state: it is read as an `Old`, and `migrate` makes the state of it.
    #[must_use]
    pub fn migrate<Old: DeserializeOwned>(
        mut self,
        from: u32,
        migrate: impl Fn(Old) -> S + Send + Sync + 'static,
    ) -> Self {
        let read = Box::new(move |text: &str| state(text).map(&migrate));
        self.migrations.push(Migration { from, read });
        self
    }
}

impl<S: State + Serialize + DeserializeOwned> Schema<S> {
    /// Writes a snapshot, with defaults in the place of what is secret.
    ///
    /// # Errors
    ///
    /// If the state has something that JSON has not, such as a map whose keys are no texts.
    pub fn write(&self, snapshot: &Snapshot<S>) -> Result<String, WriteError> {
        super::write(&Writing {
            schema: self.version,
            codec: CODEC,
            version: snapshot.version,
            state: &*redacted(&*snapshot.state),
        })
    }

    /// Reads a snapshot that this or an earlier version of the program wrote.
    ///
    /// # Errors
    ///
    /// If it is of a shape for which there is no migration, is written otherwise than in JSON, or is not of that shape.
    pub fn read(&self, text: &str) -> Result<Snapshot<S>, SchemaError> {
        let written: Written<'_> = serde_json::from_str(text)
            .map_err(|error| SchemaError::NotASnapshot(error.to_string()))?;
        if written.codec != CODEC {
            return Err(SchemaError::Codec(written.codec.into_owned()));
        }
        let text = written.state.get();
        let state = if written.schema == self.version {
            state(text)?
        } else {
            let migration = self
                .migrations
                .iter()
                .find(|one| one.from == written.schema);
            let migration = migration.ok_or(SchemaError::Version {
                found: written.schema,
                known: self.version,
            })?;
            (migration.read)(text)?
        };
        Ok(Snapshot {
            version: written.version,
            state: Arc::new(state),
        })
    }
}

fn state<T: DeserializeOwned>(text: &str) -> Result<T, SchemaError> {
    serde_json::from_str(text).map_err(|error| SchemaError::State(error.to_string()))
}

impl<S> fmt::Debug for Schema<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let from: Vec<u32> = self.migrations.iter().map(|one| one.from).collect();
        f.debug_struct("Schema")
            .field("version", &self.version)
            .field("migrates_from", &from)
            .finish()
    }
}

/// Why a state that was written can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// It is not what [`Schema::write`] writes.
    #[error("not a snapshot: {0}")]
    NotASnapshot(String),
    /// It is written in something else than JSON.
    #[error("written as `{0}`, and this program reads `json`")]
    Codec(String),
    /// It is of a shape that this program neither has nor migrates from.
    #[error("of schema version {found}, and this program has version {known} and no migration from {found}")]
    Version {
        /// The number that it was written with.
        found: u32,
        /// The number of the present shape.
        known: u32,
    },
    /// The state itself can't be read.
    #[error("{0}")]
    State(String),
}
