//! The layers that need nothing but a store and its environment. A store without them carries nothing of them.

mod debounce;
#[cfg(feature = "tracing")]
mod log;
mod throttle;
mod undo;
mod validate;

pub use debounce::Debounce;
#[cfg(feature = "tracing")]
pub use log::Log;
pub use throttle::Throttle;
pub use undo::{
    Coalesced, EachChange, Equal, Filtered, Keep, Known, Labelled, Part, Rules, Same, StepId, Undo,
    UndoHandle, UndoStep, UndoView, UndoViewHandle, Unweighed, Weigh, Whole,
};
#[cfg(feature = "json")]
pub use undo::{KeepStored, Patches, SharedUndo, SharedUndoHandle};
pub use validate::Validate;
