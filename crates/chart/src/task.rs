//! The work of invokes.

use std::collections::VecDeque;
use std::fmt;
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use crate::{Input, SlotKey, Statechart};

/// What comes of the work of an invoke, one after the other, for [`Running::handle`](crate::Running::handle).
pub struct Task<L: Statechart> {
    /// `None` when it has come to its end.
    end: Option<Pin<Box<dyn Future<Output = InputOf<L>>>>>,
    told: Option<(SlotKey, Told<L::Data>)>,
    /// What it came to, when what it told before was not asked for yet.
    result: Option<InputOf<L>>,
}

type InputOf<L> = Input<<L as Statechart>::Event, <L as Statechart>::Data>;

/// Takes what was told on the way, and otherwise has the task woken when something is.
type Told<D> = Box<dyn FnMut(&mut Context<'_>) -> Option<D>>;

impl<L: Statechart> Task<L> {
    pub(crate) fn of(key: SlotKey, work: Work<L::Data>) -> Self {
        let Work { result, told } = work;
        let end = async move {
            match result.await {
                Ok(data) => Input::Done(key, data),
                Err(data) => Input::Failed(key, data),
            }
        };
        Self {
            end: Some(Box::pin(end)),
            told: told.map(|told| (key, told)),
            result: None,
        }
    }

    #[cfg(feature = "store")]
    pub(crate) fn once(input: impl Future<Output = InputOf<L>> + 'static) -> Self {
        Self {
            end: Some(Box::pin(input)),
            told: None,
            result: None,
        }
    }

    /// The next thing that comes of the work: what it tells on its way, then what it results in. `None` after that.
    pub async fn next(&mut self) -> Option<InputOf<L>> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    #[cfg(feature = "store")]
    pub(crate) const fn is_over(&self) -> bool {
        self.end.is_none() && self.result.is_none()
    }

    /// As [`next`](Self::next), for who drives it by hand.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<InputOf<L>>> {
        if let Some(end) = &mut self.end {
            if let Poll::Ready(result) = end.as_mut().poll(cx) {
                self.result = Some(result);
                self.end = None;
            }
        }
        // What it told before comes first.
        if let Some((key, told)) = &mut self.told {
            if let Some(data) = told(cx) {
                return Poll::Ready(Some(Input::Next(*key, data)));
            }
        }
        match self.result.take() {
            None if self.end.is_some() => Poll::Pending,
            result => Poll::Ready(result),
        }
    }
}

impl<L: Statechart> fmt::Debug for Task<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task")
            .field("has_ended", &self.end.is_none())
            .finish_non_exhaustive()
    }
}

/// The work of an invoke: its result, or why it failed, and what it tells before.
#[doc(hidden)]
pub struct Work<D> {
    result: Pin<Box<dyn Future<Output = Result<D, D>>>>,
    told: Option<Told<D>>,
}

impl<D: 'static> Work<D> {
    pub fn new(result: impl Future<Output = Result<D, D>> + 'static) -> Self {
        Self {
            result: Box::pin(result),
            told: None,
        }
    }

    /// Work that tells something on its way, which `carry` makes data of.
    pub fn telling<T: 'static, F>(
        carry: impl Fn(T) -> D + 'static,
        work: impl FnOnce(Emitter<T>) -> F,
    ) -> Self
    where
        F: Future<Output = Result<D, D>> + 'static,
    {
        let emitter = Emitter(Arc::default());
        let inbox = Arc::clone(&emitter.0);
        let told = move |cx: &mut Context<'_>| {
            let mut inbox = lock(&inbox);
            let told = inbox.told.pop_front();
            if told.is_none() {
                inbox.waker = Some(cx.waker().clone());
            }
            told.map(&carry)
        };
        Self {
            result: Box::pin(work(emitter)),
            told: Some(Box::new(told)),
        }
    }
}

/// What work tells its machine something by on its way: `invoke fetch -> Pcm next f32 { next(part) / show(part); .. }`.
///
/// It may be cloned, kept by callbacks and used on any thread. When the work is over or has been ended, nobody is told.
pub struct Emitter<T>(Arc<Mutex<Inbox<T>>>);

struct Inbox<T> {
    told: VecDeque<T>,
    waker: Option<Waker>,
}

fn lock<T>(inbox: &Mutex<Inbox<T>>) -> MutexGuard<'_, Inbox<T>> {
    inbox.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Emitter<T> {
    /// Tells the machine, which takes it as soon as it can.
    pub fn emit(&self, what: T) {
        let mut inbox = lock(&self.0);
        inbox.told.push_back(what);
        let waker = inbox.waker.take();
        // What is woken may do anything, so the lock is given up before.
        drop(inbox);
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Clone for Emitter<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Inbox<T> {
    fn default() -> Self {
        Self {
            told: VecDeque::new(),
            waker: None,
        }
    }
}

impl<T> fmt::Debug for Emitter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emitter").finish_non_exhaustive()
    }
}
