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
