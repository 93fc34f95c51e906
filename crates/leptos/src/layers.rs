//! Layers, and the handles to what they keep.

#[doc(inline)]
pub use leptos_state_core::layers::*;

/// The handle to a history of an [`ArcStore`](crate::ArcStore), as that is a counted reference.
pub use leptos_state_core::layers::UndoHandle as ArcUndoHandle;

pub use crate::lent::Lent;
#[cfg(feature = "json")]
pub use crate::undo::SharedUndoHandle;
pub use crate::undo::UndoHandle;

#[cfg(feature = "devtools")]
pub use crate::recording::Recording;
#[cfg(feature = "devtools")]
#[doc(inline)]
pub use leptos_state_devtools::{DevTools, Recorder};
