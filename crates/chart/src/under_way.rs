//! What a machine in a store has under way: timers and work that end when they are not wanted any more.

use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use crate::{Input, SlotKey, Statechart, Task};

/// The timers and the work of a machine that are under way. They end when the last copy of the machine is dropped.
///
/// A list, because there are few.
#[derive(Debug, Default)]
pub struct UnderWay {
    all: Mutex<Vec<(Key, End)>>,
    /// Whether anything ever was.
    has_begun: AtomicBool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    Slot(SlotKey),
    /// By the identifier that it can be cancelled by.
    Sent(String),
}

/// Ends work when it is dropped.
#[derive(Debug)]
struct End(Arc<Ended>);

impl Drop for End {
    fn drop(&mut self) {
        self.0.is_ended.store(true, Ordering::SeqCst);
        let waker = self.0.waker().take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl UnderWay {
    fn lock(&self) -> MutexGuard<'_, Vec<(Key, End)>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::Relaxed)
    }

    /// Ends something, if it is still under way.
    pub(crate) fn end(&self, key: &Key) {
        let mut all = self.lock();
        let place = all.iter().position(|(known, _)| known == key);
        let ended = place.map(|place| all.swap_remove(place));
        // What is woken may do anything, so the lock is given up before.
        drop(all);
        drop(ended);
    }

    /// Ends everything.
    pub(crate) fn end_all(&self) {
        let ended = std::mem::take(&mut *self.lock());
        drop(ended);
    }

    /// Work that can be ended by its key, if it has one. What had the key before ends.
    pub(crate) fn begin<L: Statechart>(
        self: &Arc<Self>,
        key: Option<Key>,
        task: Task<L>,
    ) -> Work<L> {
        self.has_begun.store(true, Ordering::Relaxed);
        let ended = Arc::new(Ended::default());
        if let Some(key) = &key {
            self.end(key);
            self.lock().push((key.clone(), End(Arc::clone(&ended))));
        }
        Work {
            task: Some(task),
            key,
            ended,
            under_way: Arc::downgrade(self),
        }
    }
}

#[derive(Debug, Default)]
struct Ended {
    is_ended: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Ended {
    fn waker(&self) -> MutexGuard<'_, Option<Waker>> {
        self.waker.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Work until nothing more comes of it, or it is ended and dropped.
pub(crate) struct Work<L: Statechart> {
    task: Option<Task<L>>,
    key: Option<Key>,
    ended: Arc<Ended>,
    under_way: Weak<UnderWay>,
}

impl<L: Statechart> Work<L> {
    /// The next thing that comes of it; `None` when it is over.
    pub(crate) async fn next(&mut self) -> Option<Input<L::Event, L::Data>> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Input<L::Event, L::Data>>> {
        *self.ended.waker() = Some(cx.waker().clone());
        if self.ended.is_ended.load(Ordering::SeqCst) {
            self.task = None;
        }
        let Some(task) = &mut self.task else {
            return Poll::Ready(None);
        };
        let Poll::Ready(input) = task.poll_next(cx) else {
            return Poll::Pending;
        };
        if task.is_over() {
            self.task = None;
            if let (Some(key), Some(under_way)) = (&self.key, self.under_way.upgrade()) {
                under_way.end(key);
            }
        }
        Poll::Ready(input)
    }
}
