//! Layers, and the handles to what they keep.

#[doc(inline)]
pub use leptos_state_core::layers::*;

pub use crate::lent::Lent;
pub use crate::undo::UndoHandle;
