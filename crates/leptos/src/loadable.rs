//! Values that are loaded, for `<Suspense>` and `<Transition>`.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use leptos::prelude::Track;
use leptos_state_core::{Admits, Loadable, Path, Reach, State, Wake, Watcher};

use crate::field::Field;
use crate::mode::Keeps;

impl<S, T, E, P, M> Field<S, Loadable<T, E>, P, M>
where
    S: State,
    T: Clone + 'static,
    E: Clone + 'static,
    P: Path<S, Value = Loadable<T, E>>,
    M: Keeps<S> + Admits<Loadable<T, E>>,
{
    /// A future of the value, which is ready when no request for it is under way: it is ready, failed, or idle because nobody
    /// asked for it. For `Suspend` inside of `<Suspense>` or `<Transition>`, on a server too.
    ///
    /// What awaits it reads the place, and is made anew when the place changes.
    ///
    /// # Panics
    ///
    /// When it is awaited, if the store is disposed of.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos::prelude::*;
    /// use leptos_state::{prelude::*, Loadable, LoadView, Request};
    ///
    /// #[derive(Clone, Default, State)]
    /// struct Shop {
    ///     products: Loadable<Vec<String>, String>,
    /// }
    ///
    /// #[actions]
    /// impl Shop {
    ///     pub fn open(&mut self, cx: &mut Cx<Self>) {
    ///         let request = Request::new(|| async { Ok(vec!["milk".to_owned()]) });
    ///         cx.load(self, |shop| shop.products(), request);
    ///     }
    /// }
    ///
    /// #[component]
    /// fn Products() -> impl IntoView {
    ///     let shop = Store::new(Shop::default());
    ///     shop.open();
    ///     view! {
    ///         <Suspense fallback=|| "..">
    ///             {move || Suspend::new(async move {
    ///                 match shop.products().settled().await.view() {
    ///                     LoadView::Failed { error, .. } => error.clone(),
    ///                     settled => format!("{settled:?}"),
    ///                 }
    ///             })}
    ///         </Suspense>
    ///     }
    /// }
    /// ```
    pub fn settled(&self) -> Settled<S, T, E, P, M> {
        Settled {
            field: self.clone(),
            waiting: None,
        }
    }
}

/// A future of a loadable value for which no request is under way. Made by [`Field::settled`].
#[must_use = "a future does nothing unless it is awaited"]
pub struct Settled<S, T, E, P, M>
where
    S: State,
    M: Keeps<S>,
{
    field: Field<S, Loadable<T, E>, P, M>,
    waiting: Option<Arc<Watcher<Waiting>>>,
}

// It holds no reference into itself.
impl<S: State, T, E, P, M: Keeps<S>> Unpin for Settled<S, T, E, P, M> {}

impl<S, T, E, P, M> Future for Settled<S, T, E, P, M>
where
    S: State,
    T: Clone + 'static,
    E: Clone + 'static,
    P: Path<S, Value = Loadable<T, E>>,
    M: Keeps<S> + Admits<Loadable<T, E>>,
{
    type Output = <P::Reach as Reach>::Seen<Loadable<T, E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        if this.waiting.is_none() {
            this.field.track();
        }
        let store = this.field.store().arc_store();
        // A waker first, then a look: a change in between wakes.
        let waiting = this
            .waiting
            .get_or_insert_with(|| store.watcher(this.field.as_path(), Waiting::default));
        waiting.add(cx.waker());
        let snapshot = store.snapshot();
        let found = this.field.as_path().get(&snapshot);
        if found.is_some_and(Loadable::is_pending) {
            return Poll::Pending;
        }
        Poll::Ready(P::Reach::seen(found))
    }
}

impl<S: State, T, E, P: fmt::Display, M: Keeps<S>> fmt::Debug for Settled<S, T, E, P, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Settled").field(&self.field).finish()
    }
}

/// The tasks that wait for a place to change.
#[derive(Default)]
struct Waiting(Mutex<Vec<Waker>>);

impl Waiting {
    fn add(&self, waker: &Waker) {
        let mut wakers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !wakers.iter().any(|other| other.will_wake(waker)) {
            wakers.push(waker.clone());
        }
    }
}

impl Wake for Waiting {
    fn wake(&self) {
        let wakers = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for waker in wakers {
            waker.wake();
        }
    }
}
