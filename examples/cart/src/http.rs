//! The server over HTTP.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use cart_api::{Line, Order, Problem, Product, Rates, Receipt, SESSION, TROUBLE};
use gloo_net::http::{Method, RequestBuilder};
use leptos::prelude::window;

use send_wrapper::SendWrapper;
use serde::de::DeserializeOwned;
use serde::Serialize;

use crate::backend::{Answer, Backend};

/// The server, asked with the session of this tab.
#[derive(Clone)]
pub struct Http {
    session: Arc<str>,
    in_trouble: Arc<AtomicBool>,
}

impl Http {
    /// The server, with the session that this tab has or begins.
    pub fn new() -> Self {
        Self {
            session: session().into(),
            in_trouble: Arc::default(),
        }
    }

    /// Whether the server is to answer as if it were in trouble.
    pub fn trouble(&self, in_trouble: bool) {
        self.in_trouble.store(in_trouble, Ordering::Relaxed);
    }

    fn ask<T, B>(&self, method: Method, path: &'static str, body: Option<B>) -> Answer<T>
    where
        T: DeserializeOwned + 'static,
        B: Serialize + 'static,
    {
        let mut request = RequestBuilder::new(&format!("api/{path}"))
            .method(method)
            .header(SESSION, &self.session);
        if self.in_trouble.load(Ordering::Relaxed) {
            request = request.header(TROUBLE, "1");
        }
        // What a browser offers stays on its thread.
        Box::pin(SendWrapper::new(async move {
            answered(request, body)
                .await
                .unwrap_or(Err(Problem::Trouble))
        }))
    }
}

/// The answer to a request; an error if there is none, or none that makes sense.
async fn answered<T: DeserializeOwned>(
    request: RequestBuilder,
    body: Option<impl Serialize>,
) -> Result<Result<T, Problem>, gloo_net::Error> {
    let response = match body {
        Some(body) => request.json(&body)?.send().await?,
        None => request.send().await?,
    };
    if response.ok() {
        Ok(Ok(response.json().await?))
    } else {
        Ok(Err(response.json().await?))
    }
}

impl Backend for Http {
    fn teas(&self) -> Answer<Vec<Product>> {
        self.ask(Method::GET, "products", None::<()>)
    }

    fn rates(&self) -> Answer<Rates> {
        self.ask(Method::GET, "rates", None::<()>)
    }

    fn cart(&self) -> Answer<Vec<Line>> {
        self.ask(Method::GET, "cart", None::<()>)
    }

    fn put(&self, line: Line) -> Answer<Line> {
        self.ask(Method::PUT, "cart", Some(line))
    }

    fn order(&self, order: Order) -> Answer<Receipt> {
        self.ask(Method::POST, "orders", Some(order))
    }
}

const KEY: &str = "cart-session";

/// The session that this tab has, which begins with its first page and ends when it is closed.
fn session() -> String {
    let storage = window().session_storage().ok().flatten();
    let kept = storage
        .as_ref()
        .and_then(|storage| storage.get_item(KEY).ok().flatten());
    kept.unwrap_or_else(|| {
        let fresh = window()
            .crypto()
            .map_or_else(|_| String::from("everybody"), |crypto| crypto.random_uuid());
        if let Some(storage) = storage {
            // Where nothing can be kept, the next page begins a session of its own.
            let _ = storage.set_item(KEY, &fresh);
        }
        fresh
    })
}
