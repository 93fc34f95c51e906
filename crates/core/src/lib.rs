#![doc = include_str!("../README.md")]

mod action;
mod change;
mod collections;
mod commit;
mod cx;
mod derived;
mod door;
pub mod entities;
mod environment;
mod field;
mod handle;
mod id;
mod in_flight;
#[cfg(feature = "json")]
pub mod json;
mod layer;
mod layer_order;
mod layered;
pub mod layers;
mod link;
mod loadable;
mod mode;
mod outcome;
mod page;
mod panics;
#[cfg(feature = "json")]
pub mod patch;
mod path;
mod pipeline;
mod record;
mod report;
mod secret;
mod services;
mod sleep;
mod slice;
mod state;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod touched;
mod transaction;
mod turn;
mod watch;

pub use action::{Action, Actions, Failing};
pub use change::{Change, ChangeKind};
pub use collections::{MapHandle, OptionHandle, VecHandle};
pub use commit::{Commit, Done, Origin, Snapshot, Version};
pub use cx::{Cx, Inputs};
pub use derived::{derived, DefineError, Derived, Reading, Source, Unreadable};
pub use door::{Door, ReadDoor};
pub use environment::{
    BoxFuture, Clock, EffectRunner, Environment, IdSource, Reporter, Timer, Timestamp,
};
pub use field::Field;
pub use handle::{Dispatch, Handle, ReadKeys};
pub use id::Id;
pub use layer::{Later, Layer, Next};
pub use layer_order::{LayerOrderError, Outer};
pub use layered::Layered;
pub use link::Link;
pub use loadable::{Backoff, LoadStatus, LoadView, Loadable, LoadableHandle, PathOnly, Request};
pub use mode::{Admits, Confined, Held, Mode, Shared};
pub use outcome::{Failure, Outcome, Refusal, Verdict};
pub use page::{PageEvent, PageEvents};
pub use path::{
    ByIndex, ByKey, Defaulted, Gone, HasField, HasKey, KeyedRow, Or, Partial, Path, Reach, Root,
    Row, Rows, SliceError, Step, Total,
};
pub use record::{Record, RecordedChange};
pub use report::{Problem, Report};
pub use secret::{redacted, Looked, Redact};
pub use sleep::Sleep;
pub use slice::{
    ActionOf, AdmitsSlice, ErrorOf, Follow, OnSlice, ReplyOf, RowAction, Slice, SliceAction,
    SliceFailure, SliceField, SlicePath, SliceState, SliceWay,
};
pub use state::State;
pub use store::{Store, WeakStore};
pub use touched::Touched;
pub use transaction::Transaction;
pub use watch::{Subscription, Wake, Watcher};

/// What the macros' output names. Not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::path::{
        compare, comparing, key_of, printing, Comparable, Compare, Compared, List, Named,
        NotCompared, Print,
    };
    pub use crate::secret::{Look, LookAtLeaf, LookInside, LookIntoState, Secret};
    pub use crate::slice::{
        chain, full_name, join, joined_len, redact_slice, slice_failing, slice_name, split,
        DeclaredAs, NotPassed, Passed, SliceNamed,
    };
    pub use serde;
}
