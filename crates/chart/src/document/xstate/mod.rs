//! The JSON of [XState](https://stately.ai/docs/xstate): what `createMachine` of version 5 takes, as far as it is JSON.
//!
//! What guards, actions, actors and delays are is said by a [`Registry`](super::Registry). The machine's variables are the members
//! of its `context`; of an event that is `{ type, ..payload }` in XState, the name is the type and the rest is the data.
//!
//! XState's functions for guards have no JSON of their own. They are read and written as guards with these types:
//!
//! | | |
//! | --- | --- |
//! | `and`, `or` | `{ "type": "xstate.and", "params": { "guards": [..] } }`, `"xstate.or"` |
//! | `not` | `{ "type": "xstate.not", "params": { "guard": .. } }` |
//! | `stateIn` | `{ "type": "xstate.stateIn", "params": { "stateId": "#id" } }` |
//!
//! # Where it is not XState
//!
//! - Eventless transitions of different regions are taken in document order. XState takes them in the order in which their atomic
//!   states became active.
//! - Events of delays are seen by no wildcard, and actions see the event before.
//! - What a history remembers is never entered without having been left. XState does so when a transition leads from inside of the
//!   history's parent to a history that remembers its source, and does not reenter.
//! - A transition from inside of a parallel state to a history of that which remembers nothing does not leave the parallel state.
//! - A compound state that a shallow history remembers takes its initial actions, and so does a region that is entered because a
//!   history is the target of a transition.
//! - The entry and exit actions of the machine itself, when a transition leads to it or reenters it, are taken with those of the
//!   transition.
//! - A region that is a final state finishes, which wildcards see.
//! - An action that fails raises `error.execution`; XState stops the machine. An actor that fails without an `onError` is reported;
//!   XState stops the machine.
//! - Names that the registry does not have are mistakes.
//!
//! Not read: functions, `route`, `systemId`, actors that are written in place, inputs and parameters that are no objects, outputs of
//! a machine that is parallel, transitions of final states, and transitions from one region to others of a parallel state that is a
//! region of another one that can finish. `onSnapshot` is taken when work [emits](super::System::emit) `xstate.snapshot.` and the
//! invoke's identifier; machines do not.

mod blocks;
mod config;
mod form;
mod json;
mod lead;
mod names;
mod paths;
mod read;
mod transitions;
mod tree;
mod v6;
mod words;
mod write;

pub use read::read;
pub use v6::read_v6;
pub use write::{write, write_document, Unsayable};
