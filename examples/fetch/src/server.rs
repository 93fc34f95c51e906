//! A server far away, played by this file.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

/// What the server has of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// What it is called.
    pub title: &'static str,
    /// How many books the server had sent when it sent this one.
    pub sent: u32,
}

/// Why there is no book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchBook(u32);

impl fmt::Display for NoSuchBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no book {}", self.0)
    }
}

const TITLES: [&str; 3] = ["Middlemarch", "Villette", "Emma"];

static SENT: AtomicU32 = AtomicU32::new(0);

/// Asks the server for a book, by its number on the shelf.
pub async fn book(number: u32) -> Result<Book, NoSuchBook> {
    travel().await;
    let title = usize::try_from(number).ok().and_then(|at| TITLES.get(at));
    let title = *title.ok_or(NoSuchBook(number))?;
    let sent = SENT.fetch_add(1, Ordering::SeqCst) + 1;
    Ok(Book { title, sent })
}

/// The way there and back.
async fn travel() {
    #[cfg(target_arch = "wasm32")]
    send_wrapper::SendWrapper::new(gloo_timers::future::TimeoutFuture::new(400)).await;
    #[cfg(not(target_arch = "wasm32"))]
    leptos::task::tick().await;
}
