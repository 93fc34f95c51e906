//! SCXML, the [State Chart XML](https://www.w3.org/TR/scxml/) of W3C.
//!
//! Besides what the specification says, a document may call what a [`Registry`](super::Registry) has, by attributes and elements of
//! the namespace `urn:leptos-state`: a transition with `guard="name"` is taken only if the guard holds, and `<action name="name"/>`
//! in executable content takes an action, to which it gives its `<param>`s. And transitions may stand in `<scxml>` itself: they are
//! taken wherever the machine is, unless an inner state does something.

mod content;
mod data;
mod markup;
mod read;
mod states;

pub use read::read;
