//! The JSON of [XState](https://stately.ai/docs/xstate): what `createMachine` of version 5 takes, as far as it is JSON, and
//! `MachineJSON` of version 6.
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
//! # Where it is not XState 5
//!
//! - Eventless transitions of different regions are taken in document order. XState takes them in the order in which their atomic
//!   states became active.
//! - Events of delays are seen by no wildcard, and actions see the event before.
//! - What an invoked actor tells on its way (`onSnapshot`) is heard by the state that invokes it, and by no wildcard. A snapshot has
//!   `status`, `context` and `active`, the identifiers of the atomic states; for work it has `context` with what it
//!   [tells](super::System::next).
//! - What a history remembers is never entered without having been left. XState does so when a transition leads from inside of the
//!   history's parent to a history that remembers its source, and does not reenter.
//! - A transition from inside of a parallel state to a history of that which remembers nothing does not leave the parallel state.
//! - A compound state that a shallow history remembers takes its initial actions, and so does a region that is entered because a
//!   history is the target of a transition.
//! - The entry and exit actions of the machine itself, when a transition leads to it or reenters it, are taken with those of the
//!   transition.
//! - A region that is a final state finishes, which wildcards see.
//! - An action that fails raises `error.execution`; XState stops the machine. An actor that fails without an `onError` is reported;
//!   XState stops the machine. An actor with a `systemId` that another one has is not started, which is reported and raises
//!   `error.communication`; XState throws.
//! - Names that the registry does not have are mistakes.
//!
//! Not read: functions, `route`, actors that are written in place, inputs and parameters that are no objects, outputs of a machine that
//! is parallel, transitions of final states, and transitions from one region to others of a parallel state that is a region of another
//! one that can finish.
//!
//! # Where it is not XState 6
//!
//! It is compared with 6.0.0-alpha.52. Of the above all holds but the initial actions, which its JSON does not have, and:
//!
//! - What several transitions that are taken together, and the exit actions before them, give variables is seen by the expressions of
//!   those that come later. There each sees the variables as they were at first, and a transition whose actions assign gives back to
//!   all variables the values that they had then, whatever was assigned since; such updates are lost.
//! - A region that is the target of a transition that does not leave it, and one that reenters itself, takes its entry and exit actions
//!   with those of the transition, and when several transitions lead from one region to another one, states are left and entered
//!   transition by transition. There it is the order of the document. A region that is reentered so can't have `invoke`, `after` or
//!   `timeout`; XState fails or has them twice.
//! - A transition without a target that has `reenter` leaves nothing and enters nothing. XState takes the entry actions of its state
//!   without having left it.
//! - Transitions without an event are looked at once when a time has passed, XState looks at them before, too.
//! - A choice none of whose branches holds raises `error.execution`, and the machine stays in it; XState stops the machine. So does it
//!   for an expression that fails.
//! - A parallel state hands over nothing when it finishes, and neither does a machine that is one, unless it has an `output`. XState
//!   hands over an object with what each region does.
//! - Actions of the registry are taken where they stand and may change variables. There they are taken at the end.
//!
//! Not read: functions (`@code`); contexts, transitions, choices and routes that are made by an expression; expressions inside of
//! outputs; inputs of states; and the `context` of a state, which XState does not look at.

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
