//! What is asked for, and how.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use send_wrapper::SendWrapper;

use super::Backoff;
use crate::{BoxFuture, Environment};

/// What an action asks [`Cx::load`](crate::Cx::load) for: how the value is fetched, when it is fetched again, and what it is
/// called.
///
/// `fetch` is a closure because it may be called more than once. It is called outside, after the action is committed.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{Backoff, BoxFuture, Request};
/// use std::{sync::Arc, time::Duration};
///
/// # struct Product;
/// # struct HttpError;
/// trait Http: Send + Sync {
///     fn products(&self, page: u32) -> BoxFuture<Result<Vec<Product>, HttpError>>;
/// }
///
/// # fn request(page: u32) -> Request<Vec<Product>, HttpError> {
/// Request::with(move |http: Arc<dyn Http>| http.products(page))
///     .key(page)
///     .stale_after(Duration::from_secs(60))
///     .retry(Backoff::exponential(Duration::from_millis(200)).jitter(0.5))
///     .refetch_on_focus()
/// # }
/// ```
#[must_use = "a request does nothing unless it is given to `Cx::load`"]
pub struct Request<T, E> {
    pub(super) fetch: Fetch<T, E>,
    pub(super) key: Option<String>,
    pub(super) stale_after: Option<Duration>,
    pub(super) refetches: bool,
    pub(super) keeps_value: bool,
    backoff: Option<Backoff>,
    retries: Option<Retries<E>>,
    pub(super) every: Option<Duration>,
    pub(super) on_focus: bool,
    pub(super) on_reconnect: bool,
}

/// Starts to fetch, or names the service that it lacks.
type Fetch<T, E> =
    Box<dyn Fn(&Environment) -> Result<BoxFuture<Result<T, E>>, &'static str> + Send + Sync>;

type Retries<E> = Box<dyn Fn(&E) -> bool + Send + Sync>;

impl<T: 'static, E: 'static> Request<T, E> {
    /// A request that needs nothing but what the closure holds, such as the call of a server function.
    pub fn new<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        Self::from(Box::new(move |_| Ok(Box::pin(fetch()))))
    }

    /// A request that needs a [service](Environment::with_service) of the store's environment. Without that the store's
    /// reporter is told, and nothing is loaded.
    pub fn with<R, F>(fetch: impl Fn(R) -> F + Send + Sync + 'static) -> Self
    where
        R: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        Self::from(Box::new(move |environment| {
            let service = environment.service::<R>().ok_or(type_name::<R>())?;
            Ok(Box::pin(fetch(service)))
        }))
    }

    /// As [`new`](Self::new), where all must stay on the thread of the action, as most of what a browser offers. Elsewhere it
    /// panics when it is fetched.
    pub fn local<F>(fetch: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, E>> + 'static,
    {
        let fetch = SendWrapper::new(fetch);
        Self::from(Box::new(move |_| {
            Ok(Box::pin(SendWrapper::new((*fetch)())))
        }))
    }

    /// As [`with`](Self::with), where all must stay on the thread of the action.
    pub fn local_with<R, F>(fetch: impl Fn(R) -> F + 'static) -> Self
    where
        R: Clone + Send + Sync + 'static,
        F: Future<Output = Result<T, E>> + 'static,
    {
        let fetch = SendWrapper::new(fetch);
        Self::from(Box::new(move |environment| {
            let service = environment.service::<R>().ok_or(type_name::<R>())?;
            Ok(Box::pin(SendWrapper::new((*fetch)(service))))
        }))
    }
}

impl<T, E> Request<T, E> {
    fn from(fetch: Fetch<T, E>) -> Self {
        Self {
            fetch,
            key: None,
            stale_after: None,
            refetches: false,
            keeps_value: false,
            backoff: None,
            retries: None,
            every: None,
            on_focus: false,
            on_reconnect: false,
        }
    }

    /// Says what is asked for, by a text: the number of a page, a search. A request whose key is that of the one under way
    /// joins that one, and one whose key is that of the value which is there does nothing. If the key is another, the old value
    /// goes at once, unless [`keep_value`](Self::keep_value) says otherwise.
    ///
    /// Requests without a key are always made.
    pub fn key(mut self, key: impl fmt::Display) -> Self {
        self.key = Some(key.to_string());
        self
    }

    /// A value of this age or older is fetched again, though it has the same key; and one that is younger is not, when the page
    /// is focused or online again.
    pub const fn stale_after(mut self, age: Duration) -> Self {
        self.stale_after = Some(age);
        self
    }

    /// Fetches in any case: in place of a request with the same key, and of a value.
    pub const fn refetch(mut self) -> Self {
        self.refetches = true;
        self
    }

    /// Keeps the old value until the new one is there, though it has another key.
    pub const fn keep_value(mut self) -> Self {
        self.keeps_value = true;
        self
    }

    /// Tries again if it fails. Until it is given up or succeeds, it counts as under way.
    pub const fn retry(mut self, backoff: Backoff) -> Self {
        self.backoff = Some(backoff);
        self
    }

    /// Tries again only after errors for which `is_worth` is true.
    pub fn retry_if(mut self, is_worth: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        self.retries = Some(Box::new(is_worth));
        self
    }

    /// Fetches again this long after each answer.
    pub const fn every(mut self, interval: Duration) -> Self {
        self.every = Some(interval);
        self
    }

    /// Fetches again when the page that shows the store is focused again, if the value is [stale](Self::stale_after) by then.
    /// Needs [`PageEvents`](crate::PageEvents).
    pub const fn refetch_on_focus(mut self) -> Self {
        self.on_focus = true;
        self
    }

    /// Fetches again when the page that shows the store is online again, if the value is [stale](Self::stale_after) by then.
    /// Needs [`PageEvents`](crate::PageEvents).
    pub const fn refetch_on_reconnect(mut self) -> Self {
        self.on_reconnect = true;
        self
    }

    /// Whether there is something to do when the answer is there.
    pub(super) const fn stays(&self) -> bool {
        self.every.is_some() || self.listens()
    }

    /// Whether it wants to know what happens to the page.
    pub(super) const fn listens(&self) -> bool {
        self.on_focus || self.on_reconnect
    }

    /// How long to wait before the attempt after this one, which ended with `error`; `None` if that was the last.
    pub(super) fn wait(
        &self,
        attempt: u32,
        error: &E,
        environment: &Environment,
    ) -> Option<Duration> {
        let backoff = self.backoff?;
        if self
            .retries
            .as_ref()
            .is_some_and(|is_worth| !is_worth(error))
        {
            return None;
        }
        backoff.delay_at(attempt, || environment.id(environment.now()).as_u128())
    }
}

impl<T, E> fmt::Debug for Request<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("key", &self.key)
            .field("stale_after", &self.stale_after)
            .finish_non_exhaustive()
    }
}
