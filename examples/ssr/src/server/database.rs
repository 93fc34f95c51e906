//! What was said, in SQLite.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use leptos_state::Id;
use rusqlite::{params, Connection, OptionalExtension, Row};
use tokio::task::spawn_blocking;

use crate::api::{Post, Problem, Summary, Thread, ThreadId};

/// Where everything is kept.
#[derive(Clone)]
pub struct Database(Arc<Mutex<Connection>>);

const SCHEMA: &str = "
    PRAGMA foreign_keys = ON;
    CREATE TABLE IF NOT EXISTS thread (
        id INTEGER PRIMARY KEY,
        title TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS post (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        thread INTEGER NOT NULL REFERENCES thread,
        author TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M', 'now'))
    ) STRICT;
    CREATE INDEX IF NOT EXISTS post_of_thread ON post (thread);
";

/// What a new forum has: titles, and what was said by whom.
const FIRST: [(&str, &[(&str, &str)]); 3] = [
    (
        "How is this page rendered?",
        &[
            (
                "Ada",
                "The server renders it with the same code that runs here in the browser. Where does the browser get what the \
                 server knew?",
            ),
            (
                "Grace",
                "The store's state travels in the page. The browser's store begins with it, so nothing is asked twice and \
                 nothing flickers.",
            ),
        ],
    ),
    (
        "Does it work without JavaScript?",
        &[
            ("Edsger", "I never let a page run code that I have not proved. Can I still reply?"),
            ("Grace", "You just did. The form is a form. With JavaScript it is a faster one."),
            ("Edsger", "Then I have nothing to complain about."),
        ],
    ),
    (
        "Say hello",
        &[("Grace", "Pick a name at the top of the page, and say hello here.")],
    ),
];

impl Database {
    /// The database in a file, or one in memory. What it lacks is made.
    ///
    /// # Errors
    ///
    /// If the file can't be used.
    pub fn open(file: Option<&Path>) -> rusqlite::Result<Self> {
        let mut connection = match file {
            Some(file) => Connection::open(file)?,
            None => Connection::open_in_memory()?,
        };
        connection.execute_batch(SCHEMA)?;
        let threads: u32 =
            connection.query_row("SELECT count(*) FROM thread", [], |row| row.get(0))?;
        if threads == 0 {
            for (title, posts) in FIRST {
                let all = connection.transaction()?;
                let thread = insert_thread(&all, title)?;
                for (author, text) in posts {
                    insert_post(&all, thread, None, author, text)?;
                }
                all.commit()?;
            }
        }
        Ok(Self(Arc::new(Mutex::new(connection))))
    }

    /// The threads, those in which something was said last first.
    pub(crate) async fn threads(&self) -> Result<Vec<Summary>, Problem> {
        self.perform(|connection| {
            let mut threads = connection.prepare_cached(
                "SELECT thread.id, title, count(*) - 1, max(at),
                    (SELECT author FROM post WHERE thread = thread.id ORDER BY number LIMIT 1)
                FROM thread JOIN post ON post.thread = thread.id
                GROUP BY thread.id ORDER BY max(number) DESC LIMIT 100",
            )?;
            let threads = threads.query_map([], |row| {
                Ok(Summary {
                    id: row.get(0)?,
                    title: row.get(1)?,
                    replies: row.get(2)?,
                    latest: row.get(3)?,
                    author: row.get(4)?,
                })
            })?;
            threads.collect()
        })
        .await
    }

    /// A thread, with all that was said.
    pub(crate) async fn thread(&self, id: ThreadId) -> Result<Thread, Problem> {
        let thread = self.perform(move |connection| {
            let Some(title) = title(connection, id)? else {
                return Ok(None);
            };
            let mut posts = connection.prepare_cached(
                "SELECT id, author, text, at FROM post WHERE thread = ? ORDER BY number",
            )?;
            let posts = posts.query_map([id], post)?;
            Ok(Some(Thread {
                id,
                title,
                posts: posts.collect::<rusqlite::Result<_>>()?,
            }))
        });
        thread.await?.ok_or(Problem::NoSuchThread)
    }

    /// Begins a thread.
    pub(crate) async fn start(
        &self,
        title: String,
        author: String,
        text: String,
    ) -> Result<ThreadId, Problem> {
        self.perform(move |connection| {
            let all = connection.transaction()?;
            let thread = insert_thread(&all, &title)?;
            insert_post(&all, thread, None, &author, &text)?;
            all.commit()?;
            Ok(thread)
        })
        .await
    }

    /// Says something in a thread, unless a post with this identifier is there already: then that is what was said.
    pub(crate) async fn reply(
        &self,
        thread: ThreadId,
        id: Option<Id>,
        author: String,
        text: String,
    ) -> Result<Post, Problem> {
        let said = self.perform(move |connection| {
            let all = connection.transaction()?;
            if title(&all, thread)?.is_none() {
                return Ok(None);
            }
            let post = insert_post(&all, thread, id, &author, &text)?;
            all.commit()?;
            Ok(Some(post))
        });
        said.await?.ok_or(Problem::NoSuchThread)
    }

    /// Performs what may take a while where that holds up nobody else. What goes wrong is for those who run the server to read.
    async fn perform<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let connection = Arc::clone(&self.0);
        let done = spawn_blocking(move || {
            work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        match done.await {
            Ok(Ok(done)) => Ok(done),
            Ok(Err(error)) => {
                eprintln!("the database: {error}");
                Err(Problem::Trouble)
            }
            Err(error) => {
                eprintln!("a task of the database: {error}");
                Err(Problem::Trouble)
            }
        }
    }
}

fn title(connection: &Connection, thread: ThreadId) -> rusqlite::Result<Option<String>> {
    let mut title = connection.prepare_cached("SELECT title FROM thread WHERE id = ?")?;
    title.query_row([thread], |row| row.get(0)).optional()
}

fn insert_thread(connection: &Connection, title: &str) -> rusqlite::Result<ThreadId> {
    let sql = "INSERT INTO thread (title) VALUES (?) RETURNING id";
    connection.query_row(sql, [title], |row| row.get(0))
}

/// Inserts a post, or finds the one that has this identifier. It is an error if that is another one.
fn insert_post(
    connection: &Connection,
    thread: ThreadId,
    id: Option<Id>,
    author: &str,
    text: &str,
) -> rusqlite::Result<Post> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO post (id, thread, author, text)
        VALUES (coalesce(?, lower(hex(randomblob(16)))), ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET id = id
            WHERE thread = excluded.thread AND author = excluded.author
        RETURNING id, author, text, at",
    )?;
    let id = id.map(|id| id.to_string());
    insert.query_row(params![id, thread, author, text], post)
}

fn post(row: &Row<'_>) -> rusqlite::Result<Post> {
    let id: String = row.get(0)?;
    let id = id.parse().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })?;
    Ok(Post {
        id,
        author: row.get(1)?,
        text: row.get(2)?,
        at: row.get(3)?,
    })
}
