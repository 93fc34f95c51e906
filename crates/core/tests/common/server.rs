//! A server that answers when the test says so, and a state that asks it.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use leptos_state_core::{Backoff, Cx, Environment, Loadable, Request, Store};
use leptos_state_macros::{actions, State};

/// What is loaded, or why it is not.
pub type Text = Loadable<String, String>;

/// Keeps what it is asked until the test answers. Clones are the same server.
#[derive(Clone, Default)]
pub struct Server(Arc<Mutex<Vec<Call>>>);

#[derive(Default)]
struct Call {
    question: String,
    answer: Option<Result<String, String>>,
    waker: Option<Waker>,
    is_dropped: bool,
}

impl Server {
    /// Asks. The answer comes later.
    pub fn ask(&self, question: String) -> Asked {
        let mut calls = self.0.lock().unwrap();
        calls.push(Call {
            question,
            ..Call::default()
        });
        Asked(self.clone(), calls.len() - 1)
    }

    /// What it was asked so far.
    pub fn questions(&self) -> Vec<String> {
        let calls = self.0.lock().unwrap();
        calls.iter().map(|call| call.question.clone()).collect()
    }

    /// How often it was asked.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Answers the call of this number, counted from 0.
    pub fn answer(&self, call: usize, answer: Result<&str, &str>) {
        let mut calls = self.0.lock().unwrap();
        let call = &mut calls[call];
        call.answer = Some(answer.map(str::to_owned).map_err(str::to_owned));
        if let Some(waker) = call.waker.take() {
            waker.wake();
        }
    }

    /// Whether nobody waits for the answer to the call of this number any more.
    pub fn is_dropped(&self, call: usize) -> bool {
        self.0.lock().unwrap()[call].is_dropped
    }
}

/// A call that has not been answered.
pub struct Asked(Server, usize);

impl Future for Asked {
    type Output = Result<String, String>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut calls = self.0 .0.lock().unwrap();
        let call = &mut calls[self.1];
        match call.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                call.waker = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Asked {
    fn drop(&mut self) {
        self.0 .0.lock().unwrap()[self.1].is_dropped = true;
    }
}

/// A state with a value that is loaded, and rows that have one each.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Shop {
    pub found: Text,
    #[state(key = id)]
    pub rows: Vec<Row>,
    pub other: u32,
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct Row {
    pub id: u32,
    pub details: Text,
}

/// A question, and how it is to be asked.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub question: &'static str,
    pub key: Option<u32>,
    pub stale_after: Option<Duration>,
    pub refetch: bool,
    pub keep_value: bool,
    pub retry: Option<Backoff>,
    pub unless: &'static str,
    pub every: Option<Duration>,
    pub on_focus: bool,
    pub on_reconnect: bool,
}

/// A question without anything else.
pub fn plain(question: &'static str) -> Ask {
    Ask {
        question,
        ..Ask::default()
    }
}

/// A question with a key.
pub fn keyed(question: &'static str, key: u32) -> Ask {
    Ask {
        key: Some(key),
        ..plain(question)
    }
}

impl Ask {
    pub fn request(self) -> Request<String, String> {
        let question = self.question;
        let mut request = Request::with(move |server: Server| server.ask(question.to_owned()));
        if let Some(key) = self.key {
            request = request.key(key);
        }
        if let Some(age) = self.stale_after {
            request = request.stale_after(age);
        }
        if self.refetch {
            request = request.refetch();
        }
        if self.keep_value {
            request = request.keep_value();
        }
        if let Some(backoff) = self.retry {
            request = request.retry(backoff);
        }
        if !self.unless.is_empty() {
            request = request.retry_if(move |error| error != self.unless);
        }
        if let Some(every) = self.every {
            request = request.every(every);
        }
        if self.on_focus {
            request = request.refetch_on_focus();
        }
        if self.on_reconnect {
            request = request.refetch_on_reconnect();
        }
        request
    }
}

#[actions(no_serde)]
impl Shop {
    pub fn ask(&mut self, cx: &mut Cx<Self>, ask: Ask) {
        cx.load(self, |shop| shop.found(), ask.request());
    }

    pub fn ask_row(&mut self, cx: &mut Cx<Self>, id: u32, ask: Ask) {
        cx.load(self, |shop| shop.rows().at(id).details(), ask.request());
    }

    pub fn ask_and_fail(&mut self, cx: &mut Cx<Self>, ask: Ask) -> Result<(), &'static str> {
        cx.load(self, |shop| shop.found(), ask.request());
        Err("no")
    }

    pub fn stop(&mut self, cx: &mut Cx<Self>) {
        self.found.cancel(cx);
    }

    pub fn forget(&mut self) {
        self.found = Loadable::idle();
    }

    pub fn invalidate(&mut self) {
        self.found.invalidate();
    }

    pub fn add_row(&mut self, id: u32) {
        self.rows.push(Row {
            id,
            details: Loadable::idle(),
        });
    }

    pub fn remove_row(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }
}

/// A store that asks `server`.
pub fn shop(environment: Environment, server: &Server) -> Store<Shop> {
    Store::in_environment(Shop::default(), environment.with_service(server.clone()))
}
