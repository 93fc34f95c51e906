//! What a component needs: `use leptos_state::prelude::*;`.
//!
//! It can stand beside `leptos::prelude::*`: no name of it is also a name there.

#[doc(no_inline)]
pub use crate::entities::{Entities, Entity};
#[doc(no_inline)]
pub use crate::{
    actions, derived, provide_environment, provide_marked_store, provide_service, provide_store,
    try_use_store, use_local_store, use_marked_store, use_named_store, use_store, Cx, Derived, Id,
    Outcome, State, Store,
};
#[cfg(feature = "chart")]
#[doc(no_inline)]
pub use crate::{
    chart::{ActionError, Running},
    provide_machine, use_machine, use_machine_with,
};
/// Makes a chart: see [`leptos_state_macros::chart!`].
#[cfg(feature = "chart")]
pub use leptos_state_macros::chart;
