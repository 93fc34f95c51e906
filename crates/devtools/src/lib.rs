#![doc = include_str!("../README.md")]

#[cfg(any(feature = "extension", not(target_arch = "wasm32")))]
mod call_stack;
mod core;
mod devtools;
mod entry;
#[cfg(all(feature = "extension", target_arch = "wasm32"))]
mod extension;
mod instruction;
#[cfg(any(
    all(feature = "extension", target_arch = "wasm32"),
    all(feature = "remote", not(target_arch = "wasm32"))
))]
pub mod protocol;
mod recorder;
mod recording;
#[cfg(all(feature = "remote", not(target_arch = "wasm32")))]
pub mod remote;
mod replay;
mod secret;
mod session;
pub mod shown;
mod timeline;
pub mod transport;

#[cfg(any(feature = "extension", not(target_arch = "wasm32")))]
pub use call_stack::call_stack;
pub use devtools::{DevTools, Features};
pub use entry::{Entry, EntryId, Stopped};
#[cfg(all(feature = "extension", target_arch = "wasm32"))]
pub use extension::Extension;
pub use instruction::Instruction;
pub use recorder::Recorder;
pub use recording::Recording;
pub use session::{Difference, Differs, Replay, Replayed, Session, SessionError};

use leptos_state_core::Actions;
use serde::de::DeserializeOwned;
use serde::Serialize;

/// A state whose changes can be recorded: it and its actions can be stored, and sent between threads.
///
/// There is nothing to implement: a state with `#[actions]` that derives `Serialize` and `Deserialize` is one, and so is a machine
/// whose context, events and data can be stored.
#[diagnostic::on_unimplemented(
    message = "the changes of `{Self}` can't be recorded",
    label = "not recordable",
    note = "`{Self}` and its actions have to be `Serialize + DeserializeOwned + Send + Sync`"
)]
pub trait Recordable:
    Actions<Action: Serialize + DeserializeOwned + Send + Sync>
    + Serialize
    + DeserializeOwned
    + Send
    + Sync
{
}

impl<S> Recordable for S where
    S: Actions<Action: Serialize + DeserializeOwned + Send + Sync>
        + Serialize
        + DeserializeOwned
        + Send
        + Sync
{
}
