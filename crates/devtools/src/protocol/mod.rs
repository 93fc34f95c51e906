//! The protocol of the Redux DevTools, as far as it is the same whichever way it goes: by the browser's extension, or by a relay.
//!
//! | we say | when |
//! | --- | --- |
//! | `INIT`, by the extension alone | there is a store |
//! | `START` | a connection is made: whoever watches answers with the same |
//! | `STATE` | somebody begins to watch, or the list is another one: the whole list |
//! | `ACTION` | there is one more entry |
//! | `ERROR` | what was asked for can't be done |
//!
//! What they say is read by [`read`].

mod message;
mod text;
mod told;

pub use message::{read, MessageError};

pub(crate) use told::{described, performed};
