#![doc = include_str!("../README.md")]

// The macros' output names this crate, in its own tests too.
extern crate self as leptos_state;

mod bind;
#[cfg(feature = "reactive_stores")]
pub mod bridge;
mod context;
mod environment;
mod field;
mod mode;
pub mod prelude;
mod render;
mod store;
mod track;

#[doc(hidden)]
pub use leptos_state_core as __core;

#[cfg(feature = "testing")]
pub use leptos_state_core::testing;
pub use leptos_state_core::{
    entities, layers, Action, Actions, Admits, Change, ChangeKind, Clock, Commit, Confined, Cx,
    Dispatch, Done, EffectRunner, Environment, Failing, Failure, Gone, Handle, Id, IdSource,
    Inputs, Later, Layer, LayerOrderError, Next, Origin, Outcome, Path, Problem, Refusal, Report,
    Reporter, Root, Shared, Snapshot, State, Store as ArcStore, Subscription, Timer, Timestamp,
    Touched, Transaction, Verdict, Version, WeakStore,
};
pub use leptos_state_macros::{actions, State};

pub use context::{
    provide_environment, provide_marked_store, provide_store, try_use_store, use_local_store,
    use_marked_store, use_named_store, use_store,
};
pub use environment::leptos_environment;
pub use field::{Field, FieldReadGuard};
pub use mode::Keeps;
pub use store::Store;
