#![doc = include_str!("../README.md")]

// The macros' output names this crate, in its own tests too.
extern crate self as leptos_state;

mod bind;
#[cfg(feature = "reactive_stores")]
pub mod bridge;
mod context;
mod derived;
mod environment;
mod field;
#[cfg(feature = "hydration")]
mod hydration;
pub mod layers;
mod lent;
mod loadable;
#[cfg(feature = "chart")]
mod machine;
mod mode;
mod page;
mod page_store;
pub mod prelude;
#[cfg(feature = "router")]
mod query;
#[cfg(feature = "devtools")]
mod recording;
#[cfg(feature = "hot-reload")]
mod reload;
mod render;
mod slice;
mod store;
mod track;
mod undo;

#[cfg(feature = "chart")]
#[doc(hidden)]
pub use leptos_state_chart as __chart;
#[doc(hidden)]
pub use leptos_state_core as __core;

#[cfg(feature = "chart")]
pub use leptos_state_chart as chart;

#[cfg(feature = "devtools")]
pub use leptos_state_devtools as devtools;

#[cfg(feature = "testing")]
pub use leptos_state_core::testing;
pub use leptos_state_core::{
    entities, redacted, Action, Actions, Admits, Backoff, BoxFuture, Change, ChangeKind, Clock,
    Commit, Confined, Cx, DefineError, Dispatch, Done, EffectRunner, Environment, Failing, Failure,
    Gone, Handle, Id, IdSource, Inputs, Later, Layer, LayerOrderError, Layered, Link, LoadStatus,
    LoadView, Loadable, LoadableHandle, Looked, Next, Origin, Outcome, Outer, PageEvent,
    PageEvents, Partial, Path, Problem, Reading, Record, RecordedChange, Redact, Refusal, Report,
    Reporter, Request, Root, RowAction, Shared, Slice, SliceError, SlicePath, Snapshot, Source,
    State, Store as ArcStore, Subscription, Timer, Timestamp, Total, Touched, Transaction,
    Unreadable, Verdict, Version, WeakStore,
};
#[cfg(feature = "json")]
pub use leptos_state_core::{json, patch};
#[cfg(feature = "chart")]
pub use leptos_state_macros::chart;
pub use leptos_state_macros::{actions, State};

pub use context::{
    provide_environment, provide_marked_store, provide_service, provide_store, try_use_store,
    use_local_store, use_marked_store, use_named_store, use_store,
};
pub use derived::{derived, Derived, DerivedReadGuard};
pub use environment::leptos_environment;
pub use field::{Field, FieldReadGuard};
#[cfg(feature = "hydration")]
pub use hydration::after_hydration;
pub use loadable::Settled;
#[cfg(feature = "chart")]
pub use machine::{provide_machine, use_machine, use_machine_with};
pub use mode::Keeps;
pub use page::page_events;
pub use page_store::{named_page_store, page_store};
#[cfg(feature = "router")]
pub use query::{bind_query, QueryParameter};
pub use store::Store;
