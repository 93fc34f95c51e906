//! Those who are told when a derived value is another.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};

use super::pass::{Pass, Unreadable};
use super::{Kept, Node};
use crate::panics::Panics;
use crate::turn::lock;
use crate::watch::Keep;
use crate::{Admits, Held, Mode, Path, State, Store, Subscription};

/// The places in stores that a derived value reads, being watched.
pub struct Leaves {
    tell: Arc<dyn Fn() + Send + Sync>,
    watched: Vec<Subscription>,
    /// The addresses of the derived values whose places are among them.
    passed: Vec<usize>,
}

impl Leaves {
    fn of<H: 'static>(
        node: &Node<H>,
        tell: impl Fn() + Send + Sync + 'static,
    ) -> Result<Vec<Subscription>, Unreadable> {
        let mut leaves = Self {
            tell: Arc::new(tell),
            watched: Vec::new(),
            passed: Vec::new(),
        };
        leaves.through(node)?;
        Ok(leaves.watched)
    }

    /// Adds a place in a store.
    pub(super) fn add<S, P, M>(&mut self, store: &Store<S, M>, path: P)
    where
        S: State,
        P: Path<S>,
        M: Mode + Admits<P::Value>,
    {
        let tell = Arc::clone(&self.tell);
        self.watched.push(store.on_changed(path, move |_| tell()));
    }

    /// Adds what a derived value reads.
    pub(super) fn through<H: 'static>(&mut self, node: &Node<H>) -> Result<(), Unreadable> {
        let address = std::ptr::from_ref(node).addr();
        if self.passed.contains(&address) {
            return Ok(());
        }
        self.passed.push(address);
        node.definition()?.watch(self)
    }
}

/// Tells `tell` when something that `node` reads is another.
pub(super) fn sources<H: Send + Sync + 'static>(
    node: &Arc<Node<H>>,
    tell: impl Fn() + Send + Sync + 'static,
) -> Result<Subscription, Unreadable> {
    let leaves = Leaves::of(node, tell)?;
    Ok(subscription(node, Arc::new(leaves)))
}

/// Tells `tell` the value of `node` when it is another.
///
/// # Panics
///
/// If the value can't be read.
pub(super) fn values<T, M, F>(node: &Arc<Node<Kept<T, M>>>, tell: F) -> Subscription
where
    T: PartialEq + 'static,
    F: Fn(&T) + 'static,
    M: Admits<T> + Admits<F>,
{
    let watching = Arc::new(Watching::<T, M, F> {
        node: Arc::downgrade(node),
        tell: Held::hold(tell),
        told: Mutex::new(None),
        // What changes while the places are being found is told of below.
        asked: AtomicUsize::new(1),
        of: PhantomData,
    });
    let weak = Arc::downgrade(&watching);
    let leaves = Leaves::of(node, move || {
        if let Some(watching) = weak.upgrade() {
            watching.ask();
        }
    });
    match leaves.and_then(|leaves| Ok((leaves, node.value(&Pass::default())?))) {
        Ok((leaves, value)) => {
            *lock(&watching.told) = Some(value);
            watching.answer();
            let guard = Guard {
                node: Mutex::new(Some(Arc::clone(node))),
                _leaves: leaves,
                _watching: watching,
            };
            subscription(node, Arc::new(guard))
        }
        Err(error) => panic!("{error}"),
    }
}

fn subscription<H: Send + Sync + 'static>(
    node: &Arc<Node<H>>,
    listener: Arc<dyn Any + Send + Sync>,
) -> Subscription {
    let node: Weak<Node<H>> = Arc::downgrade(node);
    Subscription::new(listener, node)
}

/// A listener to a value, which keeps the value alive.
struct Guard<H> {
    /// `None` once it is the value that keeps the listener alive.
    node: Mutex<Option<Arc<Node<H>>>>,
    _leaves: Vec<Subscription>,
    _watching: Arc<dyn Any + Send + Sync>,
}

impl<H: Send + Sync + 'static> Keep for Node<H> {
    fn keep(&self, listener: Arc<dyn Any + Send + Sync>) {
        let node = listener
            .downcast_ref::<Guard<H>>()
            .and_then(|guard| lock(&guard.node).take());
        lock(&self.kept).push(listener);
        drop(node);
    }
}

/// A closure (`F`) that is told of a value.
struct Watching<T, M, F>
where
    T: 'static,
    M: Admits<T> + Admits<F>,
{
    node: Weak<Node<Kept<T, M>>>,
    tell: Kept<F, M>,
    told: Mutex<Option<Arc<Kept<T, M>>>>,
    /// How often it was asked to look since somebody began to.
    asked: AtomicUsize,
    of: PhantomData<fn() -> (T, F)>,
}

impl<T, M, F> Watching<T, M, F>
where
    T: PartialEq + 'static,
    F: Fn(&T) + 'static,
    M: Admits<T> + Admits<F>,
{
    /// Looks whether the value is another, or has whoever is looking look again: the closure is called by one at a time, and
    /// not from inside itself.
    fn ask(&self) {
        if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
            self.answer();
        }
    }

    /// Looks until nobody has asked meanwhile. A panic of the closure goes on afterwards.
    fn answer(&self) {
        let mut panics = Panics::default();
        loop {
            let asked = self.asked.load(Ordering::SeqCst);
            panics.guard(|| self.look());
            let last = self
                .asked
                .compare_exchange(asked, 0, Ordering::SeqCst, Ordering::SeqCst);
            if last.is_ok() {
                break;
            }
        }
        panics.go_on();
    }

    fn look(&self) {
        // Inside an action of a store that it reads it can't be read. Whoever is asked next looks again.
        let Some(Ok(value)) = self.node.upgrade().map(|node| node.value(&Pass::default())) else {
            return;
        };
        {
            let mut told = lock(&self.told);
            let same = told.as_ref().is_some_and(|told| {
                Arc::ptr_eq(told, &value) || Held::get(&**told) == Held::get(&*value)
            });
            if same {
                return;
            }
            *told = Some(Arc::clone(&value));
        }
        (Held::get(&self.tell))(Held::get(&*value));
    }
}
