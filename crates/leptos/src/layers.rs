//! Layers, and the handles to what they keep.

#[doc(inline)]
pub use leptos_state_core::layers::*;

pub use crate::lent::Lent;
#[cfg(feature = "json")]
pub use crate::undo::SharedUndoHandle;
pub use crate::undo::UndoHandle;
