//! Stores of a program outside of a browser in the application of the Redux DevTools, by its relay.
//!
//! The relay is `npx @redux-devtools/cli --port=8000`, or any that speaks SocketCluster as it does. The application is the remote window of
//! the browser's extension, with the relay's address in its settings. (The page that the relay serves does not work with the React that
//! version 5 brings.) A program has one [`Remote`] for as many stores as it likes:
//!
//! ```no_run
//! use leptos_state_core::Store;
//! use leptos_state_devtools::remote::Remote;
//! use leptos_state_devtools::DevTools;
//! # use leptos_state_macros::{actions, State};
//! # use serde::{Deserialize, Serialize};
//! # #[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
//! # struct Todos { titles: Vec<String> }
//! # #[actions]
//! # impl Todos { pub fn add(&mut self, title: String) { self.titles.push(title); } }
//! let remote = Remote::connect("localhost:8000")?;
//! let todos = Store::new(Todos::default()).layer(DevTools::named("todos").via(remote.transport()));
//! # Ok::<_, std::io::Error>(())
//! ```
//!
//! A store that is gone stays in the application's list until the application, or the program, connects again: it has no means to
//! take a single one off.
//!
//! # What a relay can do to a program
//!
//! It can do to the stores what their [features](crate::Features) admit: whoever reaches it changes them. So a program that is not
//! being worked on has no remote connection.
//!
//! It can't do more. There is one thread, which alone talks to it; changes only put messages into a queue, which has a bound, and
//! never wait. What the relay says has a bound, too, and what can't be read is told there as an error. While there is no
//! connection nothing is kept for it, and it is tried again after a while that becomes longer. The first store's reporter is told
//! once that there is none.

mod outbox;
mod session;
mod shared;
mod worker;

use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use mio::{Poll, Waker};
use serde_json::json;

use self::outbox::Fields;
use self::shared::{Connected, Shared};
use self::worker::{Worker, WAKE};
use crate::protocol;
use crate::transport::{Controls, Instance, Shown, Told, Transport, Unwritable};

/// A connection to the relay of the Redux DevTools, for the stores of a program.
///
/// Clones are the same connection. It ends with the last of them and of its transports.
#[derive(Clone)]
pub struct Remote(Arc<Handle>);

/// How a connection is to be.
#[derive(Clone, Debug)]
pub struct RemoteOptions {
    address: String,
    queue: usize,
    largest: usize,
    soonest: Duration,
    latest: Duration,
}

struct Handle(Arc<Shared>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Remote {
    /// A connection to the relay at `address`, `host:port`, which is tried again and again until there is one.
    ///
    /// # Errors
    ///
    /// If the system has no thread, or no means to wait, for it. That there is no relay is none: it may come.
    pub fn connect(address: impl Into<String>) -> io::Result<Self> {
        Self::to(address).connect()
    }

    /// A connection to the relay at `address`, `host:port`, with options.
    pub fn to(address: impl Into<String>) -> RemoteOptions {
        RemoteOptions {
            address: address.into(),
            queue: 1_000,
            largest: 16 << 20,
            soonest: Duration::from_millis(500),
            latest: Duration::from_secs(30),
        }
    }

    /// A transport, for one store.
    pub fn transport(&self) -> impl Transport {
        RemoteTransport {
            remote: self.clone(),
            store: OnceLock::new(),
        }
    }

    /// Whether there is a connection at present.
    pub fn is_connected(&self) -> bool {
        self.0 .0.lock().is_connected
    }

    /// How many messages about entries were left out, because the relay was too slow, and whole lists sent in their place.
    pub fn left_out(&self) -> u64 {
        self.0 .0.lock().left_out
    }
}

impl RemoteOptions {
    /// How many messages may wait to be sent; 1,000 if it is not said. When there are more, whole lists take their place.
    #[must_use]
    pub const fn queue(mut self, messages: usize) -> Self {
        self.queue = messages;
        self
    }

    /// How many bytes a message may have, in either direction; 16 MiB if it is not said. A store whose list is longer is not
    /// shown, and one that has to read a longer message loses the connection.
    #[must_use]
    pub const fn largest_message(mut self, bytes: usize) -> Self {
        self.largest = bytes;
        self
    }

    /// How long to wait before a connection is tried again, at first and at most; half a second and half a minute if it is not
    /// said. Each time it is twice as long as before.
    #[must_use]
    pub const fn retry(mut self, soonest: Duration, latest: Duration) -> Self {
        self.soonest = soonest;
        self.latest = latest;
        self
    }

    /// Connects.
    ///
    /// # Errors
    ///
    /// As of [`Remote::connect`].
    pub fn connect(self) -> io::Result<Remote> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), WAKE)?;
        let shared = Arc::new(Shared::new(waker, self.queue));
        let worker = Worker::new(poll, Arc::clone(&shared), self);
        thread::Builder::new()
            .name("devtools-remote".to_owned())
            .spawn(move || worker.work())?;
        Ok(Remote(Arc::new(Handle(shared))))
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote")
            .field("is_connected", &self.is_connected())
            .field("left_out", &self.left_out())
            .finish_non_exhaustive()
    }
}

/// One store's part of a connection.
struct RemoteTransport {
    remote: Remote,
    store: OnceLock<(u64, usize)>,
}

impl RemoteTransport {
    fn shared(&self) -> &Shared {
        &self.remote.0 .0
    }
}

impl Transport for RemoteTransport {
    fn connect(&self, instance: &Instance, controls: Arc<dyn Controls>) {
        let connected = Connected {
            instance: Arc::new(instance.clone()),
            controls,
        };
        let store = self.shared().number();
        if self.store.set((store, instance.max_age)).is_ok() {
            self.shared().add(store, connected);
        }
    }

    fn tell(&self, told: Told<'_>) {
        let Some(&(store, max_age)) = self.store.get() else {
            return;
        };
        let shared = self.shared();
        match told {
            // Entries of which nothing came are only in lists marked as such.
            Told::Entry(entry) if entry.problem().is_none() => {
                if shared.lock().outbox.has_list(store) {
                    return;
                }
                match message(entry, max_age) {
                    Ok(fields) => {
                        let mut state = shared.lock();
                        let left_out = state.outbox.entry(store, entry.id(), fields);
                        state.left_out += left_out;
                    }
                    Err(error) => shared.lock().outbox.problem(Some(store), error.to_string()),
                }
            }
            Told::Entry(_) | Told::Lifted(_) => shared.lock().outbox.list(store),
            Told::Error(problem) => shared.lock().outbox.problem(Some(store), problem),
        }
        shared.wake();
    }
}

impl Drop for RemoteTransport {
    fn drop(&mut self) {
        if let Some((store, _)) = self.store.get() {
            self.shared().remove(*store);
        }
    }
}

/// The fields of the message about one more entry.
fn message(entry: &dyn Shown, max_age: usize) -> Result<Fields, Unwritable> {
    Ok(Fields::from_iter([
        ("type".to_owned(), json!("ACTION")),
        (
            "action".to_owned(),
            protocol::performed(entry)?.to_string().into(),
        ),
        ("payload".to_owned(), entry.state()?.to_string().into()),
        ("nextActionId".to_owned(), json!(entry.next_id().get())),
        ("maxAge".to_owned(), json!(max_age)),
    ]))
}
