//! The layers that need nothing but a store and its environment. A store without them carries nothing of them.

mod debounce;
#[cfg(feature = "tracing")]
mod log;
mod throttle;
mod validate;

pub use debounce::Debounce;
#[cfg(feature = "tracing")]
pub use log::Log;
pub use throttle::Throttle;
pub use validate::Validate;
