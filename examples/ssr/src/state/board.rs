//! The threads there are.

use std::time::Duration;

use leptos_state::prelude::*;
use leptos_state::{Loadable, Request};
use serde::{Deserialize, Serialize};

use crate::api::{self, Problem, Summary};

/// How long what was loaded is shown again without asking.
pub const FRESH: Duration = Duration::from_secs(10);

/// The list of threads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, State)]
pub struct Board {
    /// Those in which something was said last first.
    pub threads: Loadable<Entities<Summary>, Problem>,
}

#[actions]
impl Board {
    /// Asks for the threads, unless they have just come.
    pub fn open(&mut self, cx: &mut Cx<Self>) {
        let threads =
            Request::new(|| async { Ok(api::list_threads().await?.into_iter().collect()) });
        cx.load(
            self,
            |board| board.threads(),
            threads.key("threads").stale_after(FRESH),
        );
    }
}
