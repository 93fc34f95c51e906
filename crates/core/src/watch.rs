//! Who is told of commits.

use std::fmt;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};

use crate::turn::lock;
use crate::{Admits, Commit, Held, Path};

/// A listener that stays as long as this guard. Dropping the guard removes it.
#[must_use = "dropping a subscription removes the listener"]
pub struct Subscription {
    id: u64,
    watchers: Weak<dyn Remove + Send + Sync>,
}

impl Subscription {
    /// Keeps the listener for as long as the store lives.
    pub fn forget(mut self) {
        self.watchers = Weak::<Watchers<()>>::new();
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(watchers) = self.watchers.upgrade() {
            watchers.remove(self.id);
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}

trait Remove {
    fn remove(&self, id: u64);
}

/// A watcher of a part of the state.
pub(crate) trait Watch<S>: Send + Sync {
    /// Whether what it watches differs from what it saw last. It has seen it then.
    fn differs(&self, state: &S) -> bool;

    /// Tells it.
    fn wake(&self);
}

/// A listener to every commit.
pub(crate) trait Subscriber<S: 'static>: Send + Sync {
    fn committed(&self, commit: &Commit<S>);
}

enum Listener<S: 'static> {
    Watch(Arc<dyn Watch<S>>),
    Subscriber(Box<dyn Subscriber<S>>),
}

struct Entry<S: 'static> {
    id: u64,
    listener: Listener<S>,
    removed: AtomicBool,
}

/// All who are told of a store's commits, in the order in which they came.
///
/// The list is copied when it changes while it is being walked, so that a listener may add and remove listeners.
pub(crate) struct Watchers<S: 'static> {
    list: Mutex<List<S>>,
    subscribers: AtomicUsize,
    watches: AtomicUsize,
}

struct List<S: 'static> {
    entries: Arc<Vec<Arc<Entry<S>>>>,
    last_id: u64,
}

impl<S: 'static> Watchers<S> {
    pub(crate) fn new() -> Self {
        Self {
            list: Mutex::new(List {
                entries: Arc::default(),
                last_id: 0,
            }),
            subscribers: AtomicUsize::new(0),
            watches: AtomicUsize::new(0),
        }
    }

    /// Adds a watcher. `present` is asked for the state once it is in the list, lest a commit in between is missed.
    pub(crate) fn watch(
        self: &Arc<Self>,
        watch: Arc<dyn Watch<S>>,
        present: impl FnOnce() -> Arc<S>,
    ) -> Subscription {
        let subscription = self.add(Listener::Watch(Arc::clone(&watch)));
        watch.differs(&present());
        subscription
    }

    pub(crate) fn subscribe(
        self: &Arc<Self>,
        subscriber: impl Subscriber<S> + 'static,
    ) -> Subscription {
        self.add(Listener::Subscriber(Box::new(subscriber)))
    }

    fn add(self: &Arc<Self>, listener: Listener<S>) -> Subscription {
        self.counter(&listener).fetch_add(1, Ordering::SeqCst);
        let mut list = lock(&self.list);
        list.last_id += 1;
        let id = list.last_id;
        let entry = Entry {
            id,
            listener,
            removed: AtomicBool::new(false),
        };
        Arc::make_mut(&mut list.entries).push(Arc::new(entry));
        let watchers: Arc<dyn Remove + Send + Sync> = self.clone();
        Subscription {
            id,
            watchers: Arc::downgrade(&watchers),
        }
    }

    fn counter(&self, listener: &Listener<S>) -> &AtomicUsize {
        match listener {
            Listener::Watch(_) => &self.watches,
            Listener::Subscriber(_) => &self.subscribers,
        }
    }

    /// How many listeners there are.
    pub(crate) fn len(&self) -> usize {
        self.subscribers.load(Ordering::SeqCst) + self.watches.load(Ordering::SeqCst)
    }

    /// Whether somebody wants a record of every commit.
    pub(crate) fn is_subscribed(&self) -> bool {
        self.subscribers.load(Ordering::SeqCst) > 0
    }

    /// Tells the subscribers of `commits` and the watchers of what differs in `state`. Each call goes through `guard`,
    /// which keeps one listener's panic from the others.
    pub(crate) fn notify(
        &self,
        commits: &[Arc<Commit<S>>],
        state: &S,
        mut guard: impl FnMut(&mut dyn FnMut()),
    ) {
        if self.len() == 0 {
            return;
        }
        let entries = Arc::clone(&lock(&self.list).entries);
        let mut woken = Vec::new();
        for entry in entries.iter() {
            if let Listener::Watch(watch) = &entry.listener {
                guard(&mut || {
                    if watch.differs(state) {
                        woken.push((entry, watch));
                    }
                });
            }
        }
        for commit in commits {
            for entry in entries.iter() {
                if let Listener::Subscriber(subscriber) = &entry.listener {
                    if !entry.removed.load(Ordering::SeqCst) {
                        guard(&mut || subscriber.committed(commit));
                    }
                }
            }
        }
        for (entry, watch) in woken {
            if !entry.removed.load(Ordering::SeqCst) {
                guard(&mut || watch.wake());
            }
        }
    }
}

impl<S: 'static> Remove for Watchers<S> {
    fn remove(&self, id: u64) {
        let removed = {
            let mut list = lock(&self.list);
            let Ok(index) = list.entries.binary_search_by_key(&id, |entry| entry.id) else {
                return;
            };
            Arc::make_mut(&mut list.entries).remove(index)
        };
        removed.removed.store(true, Ordering::SeqCst);
        self.counter(&removed.listener)
            .fetch_sub(1, Ordering::SeqCst);
    }
}

/// A closure that is told of every commit.
pub(crate) struct Told<F, M: Admits<F>>(M::Held);

impl<F, M: Admits<F>> Told<F, M> {
    pub(crate) fn new(tell: F) -> Self {
        Self(M::Held::hold(tell))
    }
}

impl<S, F, M> Subscriber<S> for Told<F, M>
where
    S: 'static,
    F: Fn(&Commit<S>) + 'static,
    M: Admits<F>,
{
    fn committed(&self, commit: &Commit<S>) {
        (self.0.get())(commit);
    }
}

/// What a watcher watches.
pub(crate) trait Source<S>: Send + Sync + 'static {
    type Value: 'static;

    /// The value in `state`.
    fn value(&self, state: &S) -> Self::Value;

    /// The value in `state`, if it is not known to equal `last`.
    fn differing(&self, last: &Self::Value, state: &S) -> Option<Self::Value>;
}

/// The value at a path.
pub(crate) struct At<P>(pub(crate) P);

impl<S: 'static, P: Path<S>> Source<S> for At<P> {
    type Value = P::Value;

    fn value(&self, state: &S) -> P::Value {
        self.0.get(state).clone()
    }

    fn differing(&self, last: &P::Value, state: &S) -> Option<P::Value> {
        let value = self.0.get(state);
        (!P::same(last, value)).then(|| value.clone())
    }
}

/// The result of a function of the state.
pub(crate) struct Selected<F, M: Admits<F>>(M::Held);

impl<F, M: Admits<F>> Selected<F, M> {
    pub(crate) fn new(selector: F) -> Self {
        Self(M::Held::hold(selector))
    }
}

impl<S, T, F, M> Source<S> for Selected<F, M>
where
    S: 'static,
    T: PartialEq + 'static,
    F: Fn(&S) -> T + 'static,
    M: Admits<F>,
{
    type Value = T;

    fn value(&self, state: &S) -> T {
        (self.0.get())(state)
    }

    fn differing(&self, last: &T, state: &S) -> Option<T> {
        let value = self.value(state);
        (value != *last).then_some(value)
    }
}

/// A watcher of a source: what it saw last (held as `V`), and the closure `F` that is told (held as `H`).
pub(crate) struct Watching<W, V, F, H> {
    source: W,
    last: Mutex<V>,
    tell: H,
    of: PhantomData<fn() -> F>,
}

impl<W, V, F, H: Held<F>> Watching<W, V, F, H> {
    pub(crate) fn new<S>(source: W, tell: F, state: &S) -> Self
    where
        W: Source<S>,
        V: Held<W::Value>,
    {
        let last = source.value(state);
        Self {
            source,
            last: Mutex::new(V::hold(last)),
            tell: H::hold(tell),
            of: PhantomData,
        }
    }
}

impl<S, W, V, F, H> Watch<S> for Watching<W, V, F, H>
where
    S: 'static,
    W: Source<S>,
    V: Held<W::Value>,
    F: Fn(&W::Value) + 'static,
    H: Held<F>,
{
    fn differs(&self, state: &S) -> bool {
        let mut last = lock(&self.last);
        match self.source.differing(last.get(), state) {
            None => false,
            Some(value) => {
                *last.get_mut() = value;
                true
            }
        }
    }

    fn wake(&self) {
        (self.tell.get())(lock(&self.last).get());
    }
}
