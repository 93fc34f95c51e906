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
mod words;
mod write;

pub use read::read;
pub use write::{write, write_document, Unsayable};
