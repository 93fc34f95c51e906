//! What a page shows: its parts, and what concerns more than one of them. There is one store of it for each page, and on the
//! server for each request.

mod board;
mod discussion;
mod session;

pub use board::Board;
pub use discussion::{Discussion, Outgoing};
pub use session::Session;

use leptos_state::page_store;
use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::{self, Post, StartThread, ThreadId};
use crate::form::{Draft, Field, Form, Refused};

/// The application's state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, State)]
pub struct Forum {
    /// Who looks at it.
    #[state(slice)]
    pub session: Session,
    /// The threads there are.
    #[state(slice)]
    pub board: Board,
    /// The thread that is open.
    #[state(slice)]
    pub discussion: Discussion,
    /// The form for another thread.
    pub opening: Form,
    /// Replies that the server has not taken yet. They are shown where they belong, and wait there if the visitor leaves.
    pub outbox: Entities<Outgoing>,
}

impl Forum {
    /// The replies to show below the thread that is open.
    pub fn outgoing(&self) -> Vec<Id> {
        let Some(thread) = self.discussion.thread.value() else {
            return Vec::new();
        };
        let is_shown = |outgoing: &&Outgoing| {
            // One that has arrived before the server could say so is among the posts.
            outgoing.thread == thread.id && !thread.posts.contains_key(&outgoing.id)
        };
        let shown = self.outbox.iter().filter(is_shown);
        shown.map(|outgoing| outgoing.id).collect()
    }
}

/// The page's store. It begins with what the server knew, and is the same in all parts of the page, also where those are
/// islands.
pub fn forum() -> Store<Forum> {
    page_store(|| Store::new(Forum::begin()).hydrated())
}

impl Forum {
    /// The state that a page begins with on the server: who is asking, and what it was refused.
    fn begin() -> Self {
        let mut forum = Self {
            session: Session::begin(),
            discussion: Discussion::begin(),
            ..Self::default()
        };
        if let Some(refused) = api::refused::<StartThread>() {
            forum.opening.refuse(refused);
        }
        forum
    }
}

#[actions(slices(session: Session, board: Board, discussion: Discussion))]
impl Forum {
    /// Shows what was written as a reply at once, and sends it, unless something is wrong: then says where.
    pub fn reply(&mut self, cx: &mut Cx<Self>) -> Option<Field> {
        let form = &mut self.discussion.form;
        let wrong = form.attempt(&[Field::Text]);
        if let (None, Some(thread)) = (wrong, self.discussion.thread.value()) {
            let Draft { text, .. } = std::mem::take(form).draft;
            let outgoing = Outgoing {
                id: cx.id(),
                thread: thread.id,
                text,
                problem: None,
            };
            send(cx, &outgoing);
            self.outbox.add(outgoing);
        }
        wrong
    }

    /// Sends a reply once more. The server does not take it twice.
    pub fn reply_again(&mut self, cx: &mut Cx<Self>, id: Id) {
        self.outbox.update(&id, |outgoing| {
            outgoing.problem = None;
            send(cx, outgoing);
        });
    }

    /// Takes a reply back into the form.
    pub fn edit(&mut self, id: Id) {
        if let Some(outgoing) = self.outbox.remove(&id) {
            self.discussion.form.draft.text = outgoing.text;
        }
    }

    /// Takes what became of a reply.
    pub fn replied(&mut self, id: Id, answer: Result<Post, Refused>) {
        match answer {
            Ok(post) => {
                let sent = self.outbox.remove(&id);
                let thread = self.discussion.thread.value_mut();
                if let (Some(sent), Some(thread)) = (sent, thread) {
                    if sent.thread == thread.id {
                        thread.posts.set(post);
                    }
                }
                self.board.threads.invalidate();
            }
            Err(Refused { problem, .. }) => {
                self.outbox
                    .update(&id, |outgoing| outgoing.problem = Some(problem));
            }
        }
    }

    /// Begins a thread, unless something is wrong: then says where.
    pub fn start(&mut self, cx: &mut Cx<Self>) -> Option<Field> {
        let wrong = self.opening.attempt(&[Field::Title, Field::Text]);
        if wrong.is_none() && !self.opening.sending {
            self.opening.sending = true;
            let Draft { title, text, .. } = self.opening.draft.clone();
            cx.effect("start", |forum| async move {
                let answer = api::start_thread(title, text).await;
                forum.started(answer);
            });
        }
        wrong
    }

    /// Takes what became of a thread. The server has led the visitor there.
    pub fn started(&mut self, answer: Result<ThreadId, Refused>) {
        match answer {
            Ok(_) => {
                self.opening = Form::default();
                self.board.threads.invalidate();
            }
            Err(refused) => self.opening.refuse(refused),
        }
    }
}

fn send(cx: &mut Cx<Forum>, outgoing: &Outgoing) {
    let Outgoing {
        id, thread, text, ..
    } = outgoing.clone();
    cx.effect("reply", move |forum| async move {
        let answer = api::reply(thread, text, Some(id)).await;
        forum.replied(id, answer);
    });
}

#[cfg(test)]
mod tests {
    use leptos_state::testing::Scenario;
    use leptos_state::{ArcStore, Loadable};

    use super::*;
    use crate::api::{Problem, Summary, Thread};

    fn forum(written: &str) -> Scenario<Forum> {
        let mut forum = Forum::default();
        forum.discussion.thread = Loadable::ready(thread(1));
        forum.discussion.form.draft.text = written.into();
        forum.board.threads = Loadable::ready(Entities::<Summary>::default());
        Scenario::given(forum)
    }

    fn thread(id: ThreadId) -> Thread {
        Thread {
            id,
            title: "Tea".into(),
            posts: Entities::default(),
        }
    }

    fn sent(forum: &Forum) -> Id {
        forum.outbox.first().unwrap().id
    }

    fn taken(id: Id) -> Result<Post, Refused> {
        Ok(Post {
            id,
            author: "Ada".into(),
            text: "Green".into(),
            at: "2026-11-27 19:30".into(),
        })
    }

    /// What the reply that is on its way will be known by.
    fn on_its_way(forum: &ArcStore<Forum>) -> Id {
        sent(&forum.snapshot())
    }

    fn refuse(forum: &ArcStore<Forum>) {
        let refused = Draft::default().refused(Problem::Trouble);
        forum.replied(on_its_way(forum), Err(refused));
    }

    #[test]
    fn a_reply_is_shown_and_the_form_empty_before_the_server_has_it() {
        forum("Green")
            .when(|forum| assert_eq!(forum.try_reply().done(), Some(None)))
            .then_state(|forum| assert_eq!(forum.outgoing(), [sent(forum)]))
            .then_state(|forum| assert_eq!(forum.discussion.form, Form::default()))
            .expect_effects(["reply"]);
    }

    #[test]
    fn a_reply_that_was_taken_is_a_post() {
        forum("Green")
            .when(|forum| forum.reply())
            .when(|forum| forum.replied(on_its_way(forum), taken(on_its_way(forum))))
            .then_state(|forum| {
                assert!(forum.outbox.is_empty());
                let posts = &forum.discussion.thread.value().unwrap().posts;
                assert_eq!(posts.first().map(|post| &*post.text), Some("Green"));
            });
    }

    #[test]
    fn a_reply_that_was_refused_waits_to_be_tried_again() {
        let refused = |forum: &Forum| forum.outbox.first().unwrap().problem.clone();
        forum("Green")
            .when(|forum| forum.reply())
            .when(refuse)
            .then_state(|forum| assert_eq!(refused(forum), Some(Problem::Trouble)))
            .when(|forum| forum.reply_again(on_its_way(forum)))
            .then_state(|forum| assert_eq!(refused(forum), None))
            .expect_effects(["reply"]);
    }

    #[test]
    fn a_reply_that_was_refused_can_be_edited() {
        forum("Green")
            .when(|forum| forum.reply())
            .when(refuse)
            .when(|forum| forum.edit(on_its_way(forum)))
            .then_state(|forum| assert!(forum.outbox.is_empty()))
            .then_state(|forum| assert_eq!(forum.discussion.form.draft.text, "Green"));
    }

    #[test]
    fn a_reply_is_shown_in_its_thread_and_once() {
        let open = |forum: &ArcStore<Forum>, id| {
            forum.discussion().thread().set(Loadable::ready(thread(id)));
        };
        forum("Green")
            .when(|forum| forum.reply())
            .when(|forum| open(forum, 2))
            .then_state(|forum| assert_eq!(forum.outgoing(), []))
            .when(|forum| open(forum, 1))
            .then_state(|forum| assert_eq!(forum.outgoing(), [sent(forum)]))
            // It has arrived, which the answer has yet to say.
            .when(|forum| {
                let post = taken(on_its_way(forum)).unwrap();
                forum.update(move |forum| {
                    let thread = forum.discussion.thread.value_mut().unwrap();
                    thread.posts.add(post);
                });
            })
            .then_state(|forum| assert_eq!(forum.outgoing(), []));
    }

    #[test]
    fn nothing_is_sent_that_is_wrong() {
        forum(" ")
            .when(|forum| assert_eq!(forum.try_reply().done(), Some(Some(Field::Text))))
            .when(|forum| assert_eq!(forum.try_start().done(), Some(Some(Field::Title))))
            .then_state(|forum| assert!(forum.outbox.is_empty() && !forum.opening.sending))
            .expect_effects([]);
    }
}
