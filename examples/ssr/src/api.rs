//! What the page and its server say to each other. In the browser these functions are requests; on the server they are called.

use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::ServerFn;
use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

use crate::form::{Draft, Field, Refused, Wrong};
#[cfg(feature = "ssr")]
use crate::server;

/// Tells a thread from all others.
pub type ThreadId = u32;

/// A thread, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, State)]
pub struct Summary {
    /// Tells it from all others.
    #[state(id)]
    pub id: ThreadId,
    /// What it is about.
    pub title: String,
    /// Who began it.
    pub author: String,
    /// How often somebody has replied.
    pub replies: u32,
    /// When something was last said, as `2026-11-27 19:30`, in UTC.
    pub latest: String,
}

/// A thread, with all that was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, State)]
pub struct Thread {
    /// Tells it from all others.
    pub id: ThreadId,
    /// What it is about.
    pub title: String,
    /// What was said, the oldest first.
    pub posts: Entities<Post>,
}

/// Something that somebody has said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, State)]
pub struct Post {
    /// Tells it from all others.
    #[state(id)]
    pub id: Id,
    /// Who has said it.
    pub author: String,
    /// What was said.
    pub text: String,
    /// When, as `2026-11-27 19:30`, in UTC.
    pub at: String,
}

/// Why the server did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Problem {
    /// There is no such thread.
    #[error("There is no such thread.")]
    NoSuchThread,
    /// Something that was written is not what it should be.
    #[error("Something has to be corrected.")]
    Invalid(Vec<(Field, Wrong)>),
    /// Only who has a name can write.
    #[error("Please sign in first.")]
    NotSignedIn,
    /// Nothing works at the moment.
    #[error("The forum is in trouble. Please try again.")]
    Trouble,
    /// The server does not answer.
    #[error("The forum does not answer. Are you online?")]
    Unreachable,
}

impl FromServerFnError for Problem {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            _ => Self::Trouble,
        }
    }
}

impl FromServerFnError for Refused {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Draft::default().refused(Problem::from_server_fn_error(error))
    }
}

/// The threads, those in which something was said last first.
#[server(endpoint = "threads")]
pub async fn list_threads() -> Result<Vec<Summary>, Problem> {
    server::database()?.threads().await
}

/// A thread.
#[server(endpoint = "thread")]
pub async fn read_thread(id: ThreadId) -> Result<Thread, Problem> {
    server::database()?.thread(id).await
}

/// Begins a thread, and leads the visitor there.
#[server(endpoint = "start")]
pub async fn start_thread(title: String, text: String) -> Result<ThreadId, Refused> {
    let draft = Draft {
        title,
        text,
        ..Draft::default()
    };
    let draft = draft.checked(&[Field::Title, Field::Text])?;
    let started = async {
        let author = server::visitor().ok_or(Problem::NotSignedIn)?;
        let (title, text) = (draft.title.clone(), draft.text.clone());
        server::database()?.start(title, author, text).await
    };
    let id = started.await.map_err(|problem| draft.refused(problem))?;
    server::lead(&format!("/threads/{id}"));
    Ok(id)
}

/// Says something in a thread. A post that is there already, by this `id`, is not made again.
#[server(endpoint = "reply")]
pub async fn reply(
    thread: ThreadId,
    text: String,
    #[server(default)] id: Option<Id>,
) -> Result<Post, Refused> {
    let draft = Draft {
        text,
        ..Draft::default()
    };
    let draft = draft.checked(&[Field::Text])?;
    let said = async {
        let author = server::visitor().ok_or(Problem::NotSignedIn)?;
        server::database()?
            .reply(thread, id, author, draft.text.clone())
            .await
    };
    said.await.map_err(|problem| draft.refused(problem))
}

/// Gives the visitor a name, and tells how it is spelled.
#[server(endpoint = "sign-in")]
pub async fn sign_in(name: String) -> Result<String, Refused> {
    let draft = Draft {
        name,
        ..Draft::default()
    };
    let name = draft.checked(&[Field::Name])?.name;
    server::remember(&name);
    Ok(name)
}

/// Forgets the visitor's name.
#[server(endpoint = "sign-out")]
pub async fn sign_out() -> Result<(), Problem> {
    server::forget();
    Ok(())
}

/// The visitor's name; nothing in the browser, where the page brings it.
pub fn visitor() -> Option<String> {
    #[cfg(feature = "ssr")]
    return server::visitor();
    #[cfg(not(feature = "ssr"))]
    None
}

/// What the server refused last, if that is what this page was asked for to show: a form that was sent without JavaScript.
pub fn refused<F>() -> Option<Refused>
where
    F: ServerFn<Error = Refused> + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    ServerAction::<F>::new().value().get_untracked()?.err()
}

/// Answers with a status that says what is wrong. In the browser, the answer is there already.
pub fn answer_with(problem: &Problem) {
    #[cfg(feature = "ssr")]
    server::answer_with(problem);
    #[cfg(not(feature = "ssr"))]
    let _ = problem;
}
