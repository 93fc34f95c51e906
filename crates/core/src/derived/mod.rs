//! Values that are computed from stores, places in them and each other.
//!
//! A derived value declares what it reads, so what depends on what is known without computing anything. It is never told that
//! something has changed: whoever reads it has it compare what it read last with what is there now. All that one reading
//! meets, it sees in the same states (`pass`).

mod pass;
mod source;
mod watch;

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, OnceLock};

use crate::turn::{lock, thread_mark};
use crate::{Admits, Held, Shared, Subscription};

pub use pass::Unreadable;
pub use source::{Reading, Source};

use pass::Pass;
use watch::Leaves;

/// What is read of sources that were given as `A`.
type ReadingOf<A> = <A as Source>::Reading;

/// The mode of what is derived from `A`.
type ModeOf<A> = <ReadingOf<A> as Reading>::Mode;

/// What is remembered of `A`, to see whether it has changed.
type SeenOf<A> = <ReadingOf<A> as Reading>::Seen;

/// What `A` looks like to the function that computes.
type ViewOf<'v, A> = <ReadingOf<A> as Reading>::View<'v>;

/// A value of type `T` as it is kept in mode `M`.
type Kept<T, M> = <M as Admits<T>>::Held;

/// What was seen when a value was computed, and the value.
type Last<R, T, M> = Option<(Kept<<R as Reading>::Seen, M>, Arc<Kept<T, M>>)>;

/// A value that `compute` makes of `sources`: stores, fields, other derived values, or a tuple of up to eight of them.
///
/// It is computed when somebody reads or watches it, and again only when a source is another than it was. A result that equals
/// the one before counts as no change. `compute` must read nothing but what it is given.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{derived, Store};
///
/// let price = Store::new(20_u32);
/// let amount = Store::new(3_u32);
/// let total = derived("total", (&price, &amount), |(price, amount)| price * amount);
/// assert_eq!(total.get(), 60);
///
/// amount.update(|n| *n = 4);
/// assert_eq!(total.get(), 80);
/// ```
pub fn derived<A, T, F>(name: &'static str, sources: A, compute: F) -> Derived<T, ModeOf<A>>
where
    A: Source,
    T: PartialEq + 'static,
    F: Fn(ViewOf<'_, A>) -> T + 'static,
    ModeOf<A>: Admits<T> + Admits<F> + Admits<ReadingOf<A>> + Admits<SeenOf<A>>,
{
    let definition: Arc<dyn Define<_>> = Arc::new(Definition::<_, T, F, ModeOf<A>>::new(
        sources.reading(),
        compute,
    ));
    Derived {
        node: Arc::new(Node::new(name, OnceLock::from(definition))),
    }
}

/// A value that is computed from others when it is read, and kept until one of those is another. [`derived`] makes one.
///
/// It is a counted reference: cloning it gives another handle to the same value. It keeps what it reads alive.
pub struct Derived<T: 'static, M: Admits<T> = Shared> {
    node: Arc<Node<Kept<T, M>>>,
}

impl<T: PartialEq + 'static, M: Admits<T>> Derived<T, M> {
    /// A value that gets its meaning later, by [`define`](Self::define): for values that are declared in one place and
    /// defined in another. Reading it before panics.
    ///
    /// # Examples
    ///
    /// ```
    /// use leptos_state_core::{derived, Derived, Store};
    ///
    /// let store = Store::new(2_i32);
    /// let square = Derived::<i32>::declare("square");
    /// let next = derived("next", &square, |square| square + 1);
    /// square.define(&store, |n| n * n).expect("`square` doesn't read `next`");
    /// assert_eq!(next.get(), 5);
    /// ```
    pub fn declare(name: &'static str) -> Self {
        Self {
            node: Arc::new(Node::new(name, OnceLock::new())),
        }
    }

    /// Says what a value that was [declared](Self::declare) is made of.
    ///
    /// # Errors
    ///
    /// If it would then depend on itself, which the error shows name by name, or if it is defined already.
    ///
    /// ```
    /// use leptos_state_core::{derived, Derived};
    ///
    /// let tax = Derived::<i32>::declare("tax");
    /// let total = derived("total", &tax, |tax| 100 + tax);
    /// let error = tax.define(&total, |total| total / 5).unwrap_err();
    /// assert_eq!(error.to_string(), "`tax` can't depend on itself: tax → total → tax");
    /// ```
    pub fn define<A, F>(&self, sources: A, compute: F) -> Result<(), DefineError>
    where
        A: Source<Reading: Reading<Mode = M>>,
        F: Fn(ViewOf<'_, A>) -> T + 'static,
        M: Admits<F> + Admits<ReadingOf<A>> + Admits<SeenOf<A>>,
    {
        let definition = Definition::<_, T, F, M>::new(sources.reading(), compute);
        self.node.define(Arc::new(definition))
    }
}

impl<T: 'static, M: Admits<T>> Derived<T, M> {
    /// The name that it was given.
    pub fn derived_name(&self) -> &'static str {
        self.node.name
    }

    /// A copy of the value.
    ///
    /// # Panics
    ///
    /// If the value, or one that it reads, is not [defined](Self::define) yet, or inside an action of a store that it reads,
    /// where there is no present state.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// What `read` returns of the value.
    ///
    /// # Panics
    ///
    /// As [`get`](Self::get).
    pub fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        match self.current() {
            Ok(value) => read(Held::get(&*value)),
            Err(error) => panic!("{error}"),
        }
    }

    /// The value as it is kept: the same `Arc` as long as the value is equal. For adapters.
    ///
    /// # Errors
    ///
    /// Where [`get`](Self::get) panics.
    pub fn current(&self) -> Result<Arc<Kept<T, M>>, Unreadable> {
        self.node.value(&Pass::default())
    }

    /// Calls `tell` after every commit that made it another value. For that it is computed after the commits that changed
    /// something it reads.
    ///
    /// Commits of several threads may be told of as one, and by the thread of another.
    ///
    /// # Panics
    ///
    /// As [`get`](Self::get).
    pub fn watch<F: Fn(&T) + 'static>(&self, tell: F) -> Subscription
    where
        T: PartialEq,
        M: Admits<F>,
    {
        watch::values::<T, M, F>(&self.node, tell)
    }

    /// Calls `tell` after every commit that changed something that it reads, without computing it. For adapters, which compute
    /// when they have to.
    ///
    /// # Errors
    ///
    /// If the value, or one that it reads, is not [defined](Self::define) yet.
    pub fn on_sources(
        &self,
        tell: impl Fn() + Send + Sync + 'static,
    ) -> Result<Subscription, Unreadable> {
        watch::sources(&self.node, tell)
    }
}

impl<T: 'static, M: Admits<T>> Clone for Derived<T, M> {
    fn clone(&self) -> Self {
        Self {
            node: Arc::clone(&self.node),
        }
    }
}

impl<T: 'static, M: Admits<T>> fmt::Debug for Derived<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Derived({})", self.node.name)
    }
}

/// Why a value can't be defined so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DefineError {
    /// It would depend on itself.
    #[error("`{}` can't depend on itself: {}", chain[0], chain.join(" → "))]
    Cycle {
        /// The names on the way: the value, what it reads, what that reads, and so on to the value again.
        chain: Vec<&'static str>,
    },
    /// It is defined already, or another thread is defining it.
    #[error("`{name}` is defined already")]
    Defined {
        /// The name of the value.
        name: &'static str,
    },
}

/// A derived value, which it keeps as `H`.
struct Node<H> {
    name: &'static str,
    definition: OnceLock<Arc<dyn Define<H>>>,
    /// What it is being defined as. Others see it when they look for cycles, and nobody reads through it.
    proposed: Mutex<Option<Arc<dyn Define<H>>>>,
    /// The listeners that stay as long as it does.
    kept: Mutex<Vec<Arc<dyn Any + Send + Sync>>>,
}

impl<H: 'static> Node<H> {
    const fn new(name: &'static str, definition: OnceLock<Arc<dyn Define<H>>>) -> Self {
        Self {
            name,
            definition,
            proposed: Mutex::new(None),
            kept: Mutex::new(Vec::new()),
        }
    }

    /// Defines it, unless it would depend on itself. Of several threads whose definitions make a cycle together, the one that
    /// comes last sees it.
    fn define(self: &Arc<Self>, definition: Arc<dyn Define<H>>) -> Result<(), DefineError> {
        {
            let mut proposed = lock(&self.proposed);
            if proposed.is_some() || self.definition.get().is_some() {
                return Err(DefineError::Defined { name: self.name });
            }
            *proposed = Some(Arc::clone(&definition));
        }
        let cycle = way_to(self.address(), definition.dependencies());
        if let Some(mut chain) = cycle {
            drop(lock(&self.proposed).take());
            chain.insert(0, self.name);
            return Err(DefineError::Cycle { chain });
        }
        let _ = self.definition.set(definition);
        drop(lock(&self.proposed).take());
        Ok(())
    }

    fn definition(&self) -> Result<&dyn Define<H>, Unreadable> {
        let definition = self.definition.get();
        definition
            .map(|definition| &**definition)
            .ok_or(Unreadable::Undefined(self.name))
    }

    /// The value in the states of `pass`.
    fn value(&self, pass: &Pass) -> Result<Arc<H>, Unreadable> {
        pass.once(self.address(), || self.definition()?.value(self.name, pass))
    }
}

/// The names on the way from one of `nodes` to the one at `target`; `None` if none leads there.
fn way_to(target: usize, nodes: Vec<Arc<dyn Dependency>>) -> Option<Vec<&'static str>> {
    let mut passed = Vec::new();
    let mut way = Vec::new();
    // Those that are yet to be looked at, each with the length of the way to it.
    let mut ahead: Vec<_> = nodes.into_iter().map(|node| (0, node)).collect();
    while let Some((length, node)) = ahead.pop() {
        way.truncate(length);
        way.push(node.name());
        if node.address() == target {
            return Some(way);
        }
        if !passed.contains(&node.address()) {
            passed.push(node.address());
            let further = node.dependencies();
            ahead.extend(further.into_iter().map(|node| (length + 1, node)));
        }
    }
    None
}

/// A derived value, whatever its type.
pub trait Dependency {
    fn name(&self) -> &'static str;

    fn address(&self) -> usize;

    /// The derived values that it reads itself.
    fn dependencies(&self) -> Vec<Arc<dyn Dependency>>;
}

impl<H: 'static> Dependency for Node<H> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn dependencies(&self) -> Vec<Arc<dyn Dependency>> {
        let proposed = lock(&self.proposed).clone();
        let definition = proposed.as_ref().or(self.definition.get());
        definition.map_or_else(Vec::new, |definition| definition.dependencies())
    }
}

/// How a value that is kept as `H` is made.
trait Define<H>: Send + Sync {
    /// The value, computed if something that it reads is another than last time.
    fn value(&self, name: &'static str, pass: &Pass) -> Result<Arc<H>, Unreadable>;

    /// The derived values that it reads itself.
    fn dependencies(&self) -> Vec<Arc<dyn Dependency>>;

    /// Watches what it reads, through other derived values too.
    fn watch(&self, leaves: &mut Leaves) -> Result<(), Unreadable>;
}

/// A function of what `R` reads.
struct Definition<R, T, F, M>
where
    R: Reading,
    M: Admits<R> + Admits<F> + Admits<T> + Admits<R::Seen>,
{
    sources: Kept<R, M>,
    compute: Kept<F, M>,
    last: Mutex<Last<R, T, M>>,
    /// The marks of the threads that are computing it.
    computing: Mutex<Vec<usize>>,
    of: PhantomData<fn(R, F) -> T>,
}

impl<R, T, F, M> Definition<R, T, F, M>
where
    R: Reading,
    F: 'static,
    T: 'static,
    M: Admits<R> + Admits<F> + Admits<T> + Admits<R::Seen>,
{
    fn new(sources: R, compute: F) -> Self {
        Self {
            sources: Held::hold(sources),
            compute: Held::hold(compute),
            last: Mutex::new(None),
            computing: Mutex::new(Vec::new()),
            of: PhantomData,
        }
    }
}

impl<R, T, F, M> Define<Kept<T, M>> for Definition<R, T, F, M>
where
    R: Reading,
    T: PartialEq + 'static,
    F: Fn(R::View<'_>) -> T + 'static,
    M: Admits<R> + Admits<F> + Admits<T> + Admits<R::Seen>,
{
    fn value(&self, name: &'static str, pass: &Pass) -> Result<Arc<Kept<T, M>>, Unreadable> {
        let sources = Held::get(&self.sources);
        let found = sources.find(pass)?;
        if let Some((seen, value)) = &mut *lock(&self.last) {
            if !sources.differs(seen.get_mut(), &found) {
                return Ok(Arc::clone(value));
            }
        }
        // Without a lock: threads that compute it at the same time don't wait for each other.
        let value = {
            let _computing = Computing::enter(&self.computing, name);
            (Held::get(&self.compute))(sources.view(&found))
        };
        let seen = Held::hold(sources.see(&found));
        let mut last = lock(&self.last);
        let value = match &*last {
            Some((_, same)) if *Held::get(&**same) == value => Arc::clone(same),
            _ => Arc::new(Held::hold(value)),
        };
        let before = last.replace((seen, Arc::clone(&value)));
        drop(last);
        drop(before);
        Ok(value)
    }

    fn dependencies(&self) -> Vec<Arc<dyn Dependency>> {
        let mut found = Vec::new();
        Held::get(&self.sources).dependencies(&mut found);
        found
    }

    fn watch(&self, leaves: &mut Leaves) -> Result<(), Unreadable> {
        Held::get(&self.sources).watch(leaves)
    }
}

/// That a thread is computing a value.
struct Computing<'a>(&'a Mutex<Vec<usize>>);

impl<'a> Computing<'a> {
    /// # Panics
    ///
    /// If the thread is computing it already: then the function reads the value itself, and would do so for ever.
    fn enter(threads: &'a Mutex<Vec<usize>>, name: &str) -> Self {
        let mut marks = lock(threads);
        let again = marks.contains(&thread_mark());
        if !again {
            marks.push(thread_mark());
        }
        drop(marks);
        assert!(
            !again,
            "`{name}` was read while it was being computed; a derived value may read its sources alone"
        );
        Self(threads)
    }
}

impl Drop for Computing<'_> {
    fn drop(&mut self) {
        lock(self.0).retain(|mark| *mark != thread_mark());
    }
}
