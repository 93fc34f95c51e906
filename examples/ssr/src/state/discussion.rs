//! A thread that is open, and what is said in it.

use leptos_state::prelude::*;
use leptos_state::{Loadable, Request};
use serde::{Deserialize, Serialize};

use super::board::FRESH;
use crate::api::{self, Problem, Reply, Thread, ThreadId};
use crate::form::Form;

/// The thread that is open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, State)]
pub struct Discussion {
    /// The thread.
    pub thread: Loadable<Thread, Problem>,
    /// The form to reply.
    pub form: Form,
}

/// A reply that the server has not taken yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, State)]
pub struct Outgoing {
    /// What the post will be told from all others by.
    #[state(id)]
    pub id: Id,
    /// Where it belongs.
    pub thread: ThreadId,
    /// What it says.
    pub text: String,
    /// Why the server did not take it; nothing while it is on its way.
    pub problem: Option<Problem>,
}

#[actions]
impl Discussion {
    /// Asks for a thread, unless it has just come. Another thread begins with an empty form.
    pub fn open(&mut self, cx: &mut Cx<Self>, id: ThreadId) {
        let is_other = |thread: &Thread| thread.id != id;
        if self.thread.value().is_some_and(is_other) {
            self.form = Form::default();
        }
        let thread = Request::new(move || api::read_thread(id));
        cx.load(
            self,
            |discussion| discussion.thread(),
            thread.key(id).stale_after(FRESH),
        );
    }
}

impl Discussion {
    /// What a page begins with on the server: what it was refused.
    pub fn begin() -> Self {
        let mut discussion = Self::default();
        if let Some(refused) = api::refused::<Reply>() {
            discussion.form.refuse(refused);
        }
        discussion
    }
}
