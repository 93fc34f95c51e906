//! SCXML, the [State Chart XML](https://www.w3.org/TR/scxml/) of W3C.
//!
//! Besides what the specification says, a document may call what a [`Registry`](super::Registry) has, by attributes and elements of
//! the namespace `urn:leptos-state`: a transition with `guard="name"` is taken only if the guard holds, and `<action name="name"/>`
//! in executable content takes an action, to which it gives its `<param>`s. And transitions may stand in `<scxml>` itself: they are
//! taken wherever the machine is, unless an inner state does something. What a [`Form`](crate::form::Form) has besides is said so, too: a
//! state's `<tag name="name"/>` and `<meta name="name" value="value"/>`, and the attributes `version` and `microsteps` of `<scxml>`.

mod content;
mod content_of;
mod data;
mod identify;
mod markup;
mod read;
mod states;
mod write;
mod write_content;
mod write_error;
mod write_transition;
mod xml;

pub use read::{read, read_bytes};
pub use write::{write, write_form};
pub use write_error::WriteError;
