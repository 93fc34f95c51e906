//! Whose turn it is to change a store.
//!
//! One thread at a time works on a store. A thread from outside waits until the store is free. A thread that is already
//! inside some store's turn never waits, so two stores that dispatch into each other can't block: if the store is free it
//! goes on at once, otherwise what it brings is queued and whoever has the turn does it before giving the turn up.

use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

thread_local! {
    /// How many turns this thread is inside of. It lives on one thread and says nothing of any store.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// A number that no other running thread has.
pub(crate) fn thread_mark() -> usize {
    DEPTH.with(|depth| std::ptr::from_ref(depth) as usize)
}

/// Locks, whoever panicked while holding it: nothing here is left half done by a panic.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The right to work on a store, with what only the holder may touch (`W`), and what waits to be done (`Q`).
pub(crate) struct Turn<W, Q> {
    work: Mutex<W>,
    queue: Mutex<Vec<Q>>,
    queued: AtomicUsize,
}

impl<W, Q> Turn<W, Q> {
    pub(crate) fn new(work: W) -> Self {
        Self {
            work: Mutex::new(work),
            queue: Mutex::default(),
            queued: AtomicUsize::new(0),
        }
    }

    /// Takes the turn; waits for it unless this thread is inside a turn already.
    pub(crate) fn enter(&self) -> Option<Taken<'_, W>> {
        if DEPTH.get() == 0 {
            Some(Taken::new(lock(&self.work)))
        } else {
            self.try_enter()
        }
    }

    /// Takes the turn if it is free.
    pub(crate) fn try_enter(&self) -> Option<Taken<'_, W>> {
        match self.work.try_lock() {
            Ok(work) => Some(Taken::new(work)),
            Err(TryLockError::Poisoned(poisoned)) => Some(Taken::new(poisoned.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Leaves something for whoever has the turn. The caller must then try to enter, in case it has just been given up.
    pub(crate) fn queue(&self, item: Q) {
        let mut queue = lock(&self.queue);
        queue.push(item);
        self.queued.store(queue.len(), Ordering::SeqCst);
    }

    /// All that waits, in the order in which it came.
    pub(crate) fn take_queued(&self) -> Vec<Q> {
        let mut queue = lock(&self.queue);
        self.queued.store(0, Ordering::SeqCst);
        std::mem::take(&mut *queue)
    }

    /// Whether something waits.
    pub(crate) fn is_waiting(&self) -> bool {
        self.queued.load(Ordering::SeqCst) > 0
    }
}

/// A turn that has been taken. Dropping it gives it up.
pub(crate) struct Taken<'a, W> {
    pub(crate) work: MutexGuard<'a, W>,
}

impl<'a, W> Taken<'a, W> {
    fn new(work: MutexGuard<'a, W>) -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Self { work }
    }
}

impl<W> Drop for Taken<'_, W> {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}
