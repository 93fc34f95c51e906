//! Who is told of commits: subscribers of every one, watchers of what differs.
//!
//! What is watched is kept as a tree: the state's levels are rows in collections, each level holds columns of values and the
//! collections inside its rows (`level`, `group`). After a commit the tree is compared with the state; what lies in fields
//! that the change can't have touched is passed over.

mod cells;
mod group;
mod level;
mod listeners;
mod order;
mod selections;
mod subscribers;

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, TryLockError, Weak};

use cells::{Cell, Entry, Listen, Woken};
use level::Walk;
use listeners::{At, Commits, Count, KeysAt, Life, Select, Selection, Told};
use order::Order;
use selections::Selections;
use subscribers::{Counted, Subscriber, Subscribers};

use crate::commit::Recorder;
use crate::panics::Panics;
use crate::path::{Anchor, Path, Reach, Route, Rows};
use crate::turn::lock;
use crate::{Admits, Commit, Held, Mode, Snapshot, State, Touched, Version};

pub use group::Group;
pub use level::Level;
pub(crate) use listeners::Keep;
pub use listeners::{Wake, Watcher};

/// A listener that stays as long as this guard. Dropping the guard removes it.
#[must_use = "dropping a subscription removes the listener"]
pub struct Subscription {
    /// The listener.
    it: Arc<dyn Any + Send + Sync>,
    watchers: Weak<dyn Keep>,
}

impl Subscription {
    /// A guard of `it`, which `keep` takes over if it is forgotten.
    pub(crate) const fn new(it: Arc<dyn Any + Send + Sync>, keep: Weak<dyn Keep>) -> Self {
        Self { it, watchers: keep }
    }

    /// Keeps the listener for as long as the store, or the derived value, lives.
    pub fn forget(self) {
        if let Some(watchers) = self.watchers.upgrade() {
            watchers.keep(self.it);
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").finish_non_exhaustive()
    }
}

/// Those who watch a store. It knows them by this trait alone, so that nothing of watching is in a program that does not.
pub(crate) trait Audience<S: 'static>: Send + Sync {
    /// Whether a change that touched these fields concerns anybody.
    fn are_concerned(&self, touched: Touched) -> bool;

    /// How to record commits, if somebody wants a record of every one.
    fn recorder(&self) -> Option<Recorder<S>>;

    /// Tells the subscribers of `commits`, and the watchers of what differs in the state that the commits led to. Returns
    /// whether what the commits say they touched was true, as far as is known.
    fn notify(
        &self,
        commits: &[Arc<Commit<S>>],
        present: &Snapshot<S>,
        touched: Touched,
        panics: &mut Panics,
    ) -> bool;

    /// How many listeners there are.
    fn len(&self) -> usize;

    fn watchers(&self) -> &Watchers<S>;
}

/// All who are told of a store's commits. They belong to whoever holds them; the store knows of them.
pub(crate) struct Watchers<S: 'static> {
    me: Weak<Self>,
    tree: Mutex<Tree<S>>,
    /// Made when the first comes.
    subscribers: OnceLock<Box<dyn Subscribers<S>>>,
    selections: OnceLock<Box<dyn Selections<S>>>,
    kept: Mutex<Vec<Arc<dyn Any + Send + Sync>>>,
    /// The fields in which something is watched, as far as the tree goes; all of them if there are selections.
    watched: AtomicU64,
    live: AtomicUsize,
    /// How many have gone since they were last forgotten.
    dead: AtomicUsize,
    last_id: AtomicU64,
}

/// The row in which the value at the end of a path lies.
type RowOf<S, P> = <<<P as Path<S>>::Anchor as Anchor<S>>::Rows as Rows>::Row;

struct Tree<S: 'static> {
    root: Level<S>,
    order: Order,
    /// The version that it was last compared with.
    seen: Version,
}

impl<S: 'static> Watchers<S> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new_cyclic(|me| Self {
            me: Weak::clone(me),
            tree: Mutex::new(Tree {
                root: Level::default(),
                order: Order::of_one(),
                seen: Version::default(),
            }),
            subscribers: OnceLock::new(),
            selections: OnceLock::new(),
            kept: Mutex::default(),
            watched: AtomicU64::new(0),
            live: AtomicUsize::new(0),
            dead: AtomicUsize::new(0),
            last_id: AtomicU64::new(0),
        })
    }

    /// Notes that something is watched in these fields. To be called before the state is taken that a watcher begins with,
    /// so that no later commit is passed over, and again with the tree locked, because what is watched is counted anew when
    /// listeners are forgotten.
    fn note_watched(&self, touched: Touched) {
        self.watched.fetch_or(touched.bits(), Ordering::SeqCst);
    }

    fn is_subscribed(&self) -> bool {
        let subscribers = self.subscribers.get();
        subscribers.is_some_and(|all| all.count().load(Ordering::SeqCst) > 0)
    }

    /// Tells `tell` of every commit.
    pub(crate) fn subscribe<F, H>(&self, tell: F) -> Subscription
    where
        S: State,
        F: Fn(&Commit<S>) + 'static,
        H: Held<F>,
    {
        let subscribers = self
            .subscribers
            .get_or_init(|| Box::new(subscribers::List::default()));
        let what = Commits::new(Counted::new(subscribers.count()));
        let told = Arc::new(Told::<S, _, F, H>::new(what, tell, self.life()));
        let subscriber: Arc<dyn Subscriber<S>> = told.clone();
        subscribers.add(Arc::downgrade(&subscriber));
        self.subscription(told)
    }

    /// Tells `tell` what `selector` returns when that is another than before. `present` is asked for the state.
    pub(crate) fn select<G, T, F, H, M>(
        &self,
        selector: G,
        tell: F,
        present: impl Fn() -> Snapshot<S>,
    ) -> Subscription
    where
        G: Fn(&S) -> T + 'static,
        T: PartialEq + 'static,
        F: Fn(&T) + 'static,
        H: Held<F>,
        M: Mode + Admits<G> + Admits<T>,
    {
        let life = self.life();
        let selection = Selection::<S, G, T, F, H, M>::new(selector, tell, &present(), life);
        let selection = Arc::new(selection);
        let listener: Arc<dyn Select<S>> = selection.clone();
        self.selections
            .get_or_init(|| Box::new(selections::List::default()))
            .add(self.next_id(), Arc::downgrade(&listener));
        self.note_watched(Touched::ALL);
        // What was committed since it was first asked has to be seen, lest it is missed.
        selection.differs(&present());
        self.subscription(selection)
    }

    /// Tells `tell` the value at `path` when it is another than before.
    pub(crate) fn watch<P, V, F, H>(
        &self,
        path: P,
        tell: F,
        present: impl Fn() -> Snapshot<S>,
    ) -> Subscription
    where
        S: Clone,
        P: Path<S>,
        V: Held<P::Value>,
        F: Fn(<P::Reach as Reach>::View<'_, P::Value>) + 'static,
        H: Held<F>,
    {
        let told = Arc::new(Told::<S, _, F, H>::new(At(path.clone()), tell, self.life()));
        let listener: Arc<dyn Listen> = told.clone();
        self.at_cell::<P, V, _>(&path, present, |cell, since| {
            cell.add(self.entry(&listener, since));
        });
        self.subscription(told)
    }

    /// Tells `tell` the keys of the rows of the collection at `path` when they are others, or in another order.
    pub(crate) fn watch_keys<P, Q, F, H>(
        &self,
        path: P,
        tell: F,
        present: impl Fn() -> Snapshot<S>,
    ) -> Subscription
    where
        S: Clone,
        P: Path<S, Value = Q::Collection>,
        Q: Rows,
        F: Fn(&Q::Keys) + 'static,
        H: Held<F>,
    {
        let what = KeysAt::<P, Q>::new(path.clone());
        let told = Arc::new(Told::<S, _, F, H>::new(what, tell, self.life()));
        let listener: Arc<dyn Listen> = told.clone();
        self.at_list::<P, Q, _>(&path, present, |cell, since| {
            cell.add(self.entry(&listener, since));
        });
        self.subscription(told)
    }

    /// The watcher of the value at `path` that is there already, or one that `make` makes.
    pub(crate) fn watcher<P, V, W>(
        &self,
        path: &P,
        make: impl FnOnce() -> W,
        present: impl Fn() -> Snapshot<S>,
    ) -> Arc<Watcher<W>>
    where
        S: Clone,
        P: Path<S>,
        V: Held<P::Value>,
        W: Wake,
    {
        self.at_cell::<P, V, _>(path, present, |cell, since| self.shared(cell, since, make))
    }

    /// The same, and what `read` returns of the value.
    pub(crate) fn watcher_and_value<P, V, W, T>(
        &self,
        path: &P,
        make: impl FnOnce() -> W,
        present: impl Fn() -> Snapshot<S>,
        read: impl FnOnce(&Snapshot<S>, Option<&P::Value>) -> T,
    ) -> (Arc<Watcher<W>>, T)
    where
        S: Clone,
        P: Path<S>,
        V: Held<P::Value>,
        W: Wake,
    {
        self.at_present(P::TOUCHED, present, |tree, present| {
            let (row, cell) = Self::cell::<P, V>(path, tree, present);
            let watcher = self.shared(cell, present.version(), make);
            // Where there is nothing, there may be a default.
            let value = row.and_then(P::Route::get).or_else(|| path.get(present));
            (watcher, read(present, value))
        })
    }

    /// The watcher of the keys of the rows of the collection at `path` that is there already, or one that `make` makes.
    pub(crate) fn keys_watcher<P, Q, W>(
        &self,
        path: &P,
        make: impl FnOnce() -> W,
        present: impl Fn() -> Snapshot<S>,
    ) -> Arc<Watcher<W>>
    where
        S: Clone,
        P: Path<S, Value = Q::Collection>,
        Q: Rows,
        W: Wake,
    {
        self.at_list::<P, Q, _>(path, present, |cell, since| self.shared(cell, since, make))
    }

    fn shared<W: Wake>(
        &self,
        cell: &mut Cell,
        since: Version,
        make: impl FnOnce() -> W,
    ) -> Arc<Watcher<W>> {
        cell.find().unwrap_or_else(|| {
            // An effect that runs again has just let go of the watcher that was here.
            cell.sweep();
            let watcher = Arc::new(Watcher::new(make(), self.life()));
            let listener: Arc<dyn Listen> = watcher.clone();
            cell.add(self.entry(&listener, since));
            watcher
        })
    }

    /// Does something with the listeners to the value at `path`.
    fn at_cell<P, V, T>(
        &self,
        path: &P,
        present: impl Fn() -> Snapshot<S>,
        with: impl FnOnce(&mut Cell, Version) -> T,
    ) -> T
    where
        S: Clone,
        P: Path<S>,
        V: Held<P::Value>,
    {
        self.at_present(P::TOUCHED, present, |tree, present| {
            let (_, cell) = Self::cell::<P, V>(path, tree, present);
            with(cell, present.version())
        })
    }

    /// The listeners to the value at `path`, and the row in which it lies.
    fn cell<'t, 's, P, V>(
        path: &P,
        tree: &'t mut Tree<S>,
        present: &'s S,
    ) -> (Option<&'s RowOf<S, P>>, &'t mut Cell)
    where
        S: Clone,
        P: Path<S>,
        V: Held<P::Value>,
    {
        let Entered { level, slot, row } = path.anchor().enter(&mut tree.root, present);
        let column = level.column::<<P::Anchor as Anchor<S>>::Rows, P::Route, V>(P::TOUCHED);
        (row, column.cell(slot, row))
    }

    /// Does something with the listeners to the keys of the collection at `path`.
    fn at_list<P, Q, T>(
        &self,
        path: &P,
        present: impl Fn() -> Snapshot<S>,
        with: impl FnOnce(&mut Cell, Version) -> T,
    ) -> T
    where
        S: Clone,
        P: Path<S, Value = Q::Collection>,
        Q: Rows,
    {
        self.at_present(P::TOUCHED, present, |tree, present| {
            let owner = path.anchor().enter(&mut tree.root, present);
            let (group, _) = owner.group::<P::Route, Q>(P::TOUCHED);
            with(group.list(), present.version())
        })
    }

    /// Does something with the tree and a state that is not older than what the tree was compared with. The state is
    /// taken before the tree is locked, so that nobody waits for a state while holding the tree.
    fn at_present<T>(
        &self,
        touched: Touched,
        present: impl Fn() -> Snapshot<S>,
        with: impl FnOnce(&mut Tree<S>, &Snapshot<S>) -> T,
    ) -> T {
        loop {
            self.note_watched(touched);
            let present = present();
            let mut tree = lock(&self.tree);
            if tree.seen <= present.version() {
                self.note_watched(touched);
                return with(&mut tree, &present);
            }
        }
    }

    fn entry(&self, listener: &Arc<dyn Listen>, since: Version) -> Entry {
        Entry {
            id: self.next_id(),
            since,
            listener: Arc::downgrade(listener),
        }
    }

    fn next_id(&self) -> u64 {
        self.last_id.fetch_add(1, Ordering::Relaxed)
    }

    fn life(&self) -> Life {
        self.live.fetch_add(1, Ordering::SeqCst);
        Life::new(self.me.clone())
    }

    fn subscription(&self, it: Arc<dyn Any + Send + Sync>) -> Subscription {
        let watchers = self.me.clone();
        Subscription { it, watchers }
    }

    /// Where the row of a path was last seen, or 0 if that is not known.
    fn near(&self, find: impl FnOnce(&Level<S>) -> Option<usize>) -> usize {
        let tree = match self.tree.try_lock() {
            Ok(tree) => tree,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return 0,
        };
        find(&tree.root).unwrap_or(0)
    }

    /// Whether so many listeners have gone that it pays to forget them: then each is looked at a bounded number of times,
    /// however they come and go. `spared` may be left behind when nobody is there any more.
    fn is_worth_sweeping(&self, spared: usize) -> bool {
        let (live, dead) = (self.len(), self.dead.load(Ordering::SeqCst));
        dead > live + 32 || live == 0 && dead > spared
    }

    /// Forgets the listeners that are gone.
    fn sweep(&self, tree: &mut Tree<S>) {
        self.dead.store(0, Ordering::SeqCst);
        tree.root.sweep();
        if let Some(subscribers) = self.subscribers.get() {
            subscribers.sweep();
        }
        let selects = self.selections.get().is_some_and(|list| list.sweep());
        let watched = if selects {
            Touched::ALL
        } else {
            tree.root.touched()
        };
        self.watched.store(watched.bits(), Ordering::SeqCst);
    }
}

impl<S: 'static> Audience<S> for Watchers<S> {
    /// Debug builds take it that any change does, to find those that touched more.
    fn are_concerned(&self, touched: Touched) -> bool {
        let watched = Touched::from_bits(self.watched.load(Ordering::SeqCst));
        self.is_subscribed()
            || self.is_worth_sweeping(0)
            || watched.overlaps(touched)
            || cfg!(debug_assertions) && watched != Touched::NONE
    }

    fn recorder(&self) -> Option<Recorder<S>> {
        if self.is_subscribed() {
            Some(self.subscribers.get()?.recorder())
        } else {
            None
        }
    }

    fn notify(
        &self,
        commits: &[Arc<Commit<S>>],
        present: &Snapshot<S>,
        touched: Touched,
        panics: &mut Panics,
    ) -> bool {
        // What nobody watches is forgotten or compared: were it left, it would be out of date for who comes next.
        if self.is_worth_sweeping(0) {
            self.sweep(&mut lock(&self.tree));
        }
        let mut walk = Walk {
            touched,
            woken: Woken::new(present.version()),
            panics,
            untrue: false,
        };
        {
            let mut tree = lock(&self.tree);
            let Tree { root, order, seen } = &mut *tree;
            root.walk(Some(present), order, &mut walk);
            *seen = present.version();
        }
        if let Some(selections) = self.selections.get() {
            selections.compare(present, &mut walk);
        }
        let Walk {
            woken,
            panics,
            untrue,
            ..
        } = walk;
        if let Some(subscribers) = self.subscribers.get() {
            subscribers.tell(commits, panics);
        }
        let state: &S = present;
        woken.wake(state, panics);
        !untrue
    }

    fn len(&self) -> usize {
        self.live.load(Ordering::SeqCst)
    }

    fn watchers(&self) -> &Self {
        self
    }
}

impl<S: 'static> Count for Watchers<S> {
    fn died(&self) {
        self.live.fetch_sub(1, Ordering::SeqCst);
        self.dead.fetch_add(1, Ordering::SeqCst);
        // One that is alone and only comes again, as an effect that runs again does, is not worth it.
        if self.is_worth_sweeping(1) {
            // Whoever has the tree may be the one who lets go of the listener: then it is for the next commit.
            if let Ok(mut tree) = self.tree.try_lock() {
                self.sweep(&mut tree);
            }
        }
    }
}

impl<S: 'static> Keep for Watchers<S> {
    fn keep(&self, listener: Arc<dyn Any + Send + Sync>) {
        lock(&self.kept).push(listener);
    }
}

/// A place among what is watched: a row's, with the row itself.
#[doc(hidden)]
pub struct Entered<'t, 's, Q: Rows> {
    pub(crate) level: &'t mut Level<Q::Collection>,
    pub(crate) slot: usize,
    pub(crate) row: Option<&'s Q::Row>,
}

impl<'t, 's, Q: Rows> Entered<'t, 's, Q> {
    /// The collection `N` at the end of the route `R` from here.
    pub(crate) fn group<R, N>(
        self,
        touched: Touched,
    ) -> (&'t mut Group<N>, Option<&'s N::Collection>)
    where
        R: Route<Q::Row, Value = N::Collection>,
        N: Rows,
    {
        let collection = self.row.and_then(R::get);
        let groups = self.level.groups::<Q, R, N>(touched);
        (groups.group(self.slot, collection), collection)
    }
}

/// Where rows were seen last, if that is known: it shortens the search for them.
#[doc(hidden)]
pub struct Places<'w, S: 'static>(Option<&'w dyn Audience<S>>);

impl<'w, S: 'static> Places<'w, S> {
    pub(crate) const UNKNOWN: Self = Self(None);

    pub(crate) const fn of(watchers: Option<&'w dyn Audience<S>>) -> Self {
        Self(watchers)
    }

    pub(crate) fn near(self, find: impl FnOnce(&Level<S>) -> Option<usize>) -> usize {
        self.0.map_or(0, |audience| audience.watchers().near(find))
    }
}

impl<S: 'static> Clone for Places<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S: 'static> Copy for Places<'_, S> {}
