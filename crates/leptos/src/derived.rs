//! Values computed from stores, as Leptos values.

use std::fmt;
use std::ops::Deref;
use std::panic::Location;
use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::{
    ArcMemo, ArcTrigger, ArenaItem, DefinedAt, Get, IsDisposed, LocalStorage, Notify,
    ReadUntracked, Signal, Track,
};
use leptos::reactive::graph::ReactiveNode;
use leptos::tachys::reactive_graph::ReactiveFunction;
use leptos_state_core::{
    Admits, Confined, DefineError, Path, Reading, Shared, Source, State, Subscription,
};

use crate::field::Field;
use crate::mode::Keeps;
use crate::store::Store;
use crate::track::is_observed;

/// What is read of sources that were given as `A`.
type ReadingOf<A> = <A as Source>::Reading;

/// The mode of what is derived from `A`.
type ModeOf<A> = <ReadingOf<A> as Reading>::Mode;

/// What is remembered of `A`, to see whether it has changed.
type SeenOf<A> = <ReadingOf<A> as Reading>::Seen;

/// What `A` looks like to the function that computes.
type ViewOf<'v, A> = <ReadingOf<A> as Reading>::View<'v>;

/// A value that `compute` makes of `sources`: stores, fields, other derived values, or a tuple of up to eight of them. It lives
/// as long as the reactive owner in which this is called.
///
/// It is computed when somebody reads it, and again only when a source is another than it was. Readers wake when the result is
/// another. `compute` must read nothing but what it is given.
///
/// # Panics
///
/// If a source is disposed of.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::prelude::*;
///
/// #[derive(Clone, Default, State)]
/// struct Cart {
///     prices: Vec<u32>,
///     note: String,
/// }
///
/// # let owner = Owner::new();
/// # owner.set();
/// let cart = Store::new(Cart::default());
/// let discount = Store::new(10_u32);
/// let total = derived("total", (cart.prices(), discount), |(prices, discount)| {
///     prices.iter().sum::<u32>().saturating_sub(*discount)
/// });
/// cart.prices().set(vec![20, 30]);
/// assert_eq!(total.get(), 40);
/// ```
#[track_caller]
pub fn derived<A, T, F>(name: &'static str, sources: A, compute: F) -> Derived<T, ModeOf<A>>
where
    A: Source,
    T: PartialEq + 'static,
    F: Fn(ViewOf<'_, A>) -> T + 'static,
    ModeOf<A>: Admits<T> + Admits<F> + Admits<ReadingOf<A>> + Admits<SeenOf<A>>,
{
    Derived::keep(leptos_state_core::derived(name, sources, compute))
}

/// A handle to a value that is computed from others when it is read. [`derived`] makes one. It is `Copy`, it lives as long as
/// the reactive owner in which it was made, and it stands wherever a signal does.
pub struct Derived<T: 'static, M: Admits<T> = Shared> {
    item: ArenaItem<Inside<T, M>>,
    name: &'static str,
    #[cfg(debug_assertions)]
    defined_at: &'static Location<'static>,
}

/// What a handle leads to.
struct Inside<T: 'static, M: Admits<T>> {
    value: leptos_state_core::Derived<T, M>,
    readers: Arc<Readers<<M as Admits<T>>::Held>>,
}

/// The reactive readers of a value that is kept as `H`.
struct Readers<H: Send + Sync + 'static> {
    /// Runs when something that the value reads has changed; tells readers if the value has.
    memo: ArcMemo<Current<H>>,
    stale: ArcTrigger,
}

/// A value, which is another if it is in another place; `None` if it can't be read.
struct Current<H>(Option<Arc<H>>);

impl<H> PartialEq for Current<H> {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }
}

impl<H: Send + Sync + 'static> Readers<H> {
    fn of<T: 'static, M: Admits<T, Held = H>>(value: leptos_state_core::Derived<T, M>) -> Self {
        let stale = ArcTrigger::new();
        let sources = Mutex::new(None::<Subscription>);
        let memo = ArcMemo::new({
            let stale = stale.clone();
            move |_| {
                stale.track();
                let mut sources = sources.lock().unwrap_or_else(PoisonError::into_inner);
                if sources.is_none() {
                    let stale = stale.clone();
                    *sources = value.on_sources(move || stale.notify()).ok();
                }
                Current(value.current().ok())
            }
        });
        Self { memo, stale }
    }

    fn track(&self) {
        // A memo that has not run yet would not hear of any change.
        self.memo.update_if_necessary();
        self.memo.track();
    }
}

impl<T: 'static, M: Admits<T>> Clone for Inside<T, M> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            readers: Arc::clone(&self.readers),
        }
    }
}

impl<T: PartialEq + 'static, M: Admits<T>> Derived<T, M> {
    /// A value that gets its meaning later, by [`define`](Self::define): for values that are declared in one place and
    /// defined in another. Reading it before panics.
    #[track_caller]
    pub fn declare(name: &'static str) -> Self {
        Self::keep(leptos_state_core::Derived::declare(name))
    }

    /// Says what a value that was [declared](Self::declare) is made of.
    ///
    /// # Errors
    ///
    /// If it would then depend on itself, which the error shows name by name, or if it is defined already.
    ///
    /// # Panics
    ///
    /// If it, or a source, is disposed of.
    ///
    /// ```
    /// use leptos_state::prelude::*;
    ///
    /// # let owner = leptos::prelude::Owner::new();
    /// # owner.set();
    /// let tax = Derived::<i32>::declare("tax");
    /// let total = derived("total", tax, |tax| 100 + tax);
    /// let error = tax.define(total, |total| total / 5).unwrap_err();
    /// assert_eq!(error.to_string(), "`tax` can't depend on itself: tax → total → tax");
    /// ```
    #[track_caller]
    pub fn define<A, F>(&self, sources: A, compute: F) -> Result<(), DefineError>
    where
        A: Source<Reading: Reading<Mode = M>>,
        F: Fn(ViewOf<'_, A>) -> T + 'static,
        M: Admits<F> + Admits<ReadingOf<A>> + Admits<SeenOf<A>>,
    {
        let inside = self.inside();
        inside.value.define(sources, compute)?;
        inside.readers.stale.notify();
        Ok(())
    }

    #[track_caller]
    fn keep(value: leptos_state_core::Derived<T, M>) -> Self {
        let name = value.derived_name();
        let readers = Arc::new(Readers::of(value.clone()));
        Self {
            item: ArenaItem::new(Inside { value, readers }),
            name,
            #[cfg(debug_assertions)]
            defined_at: Location::caller(),
        }
    }
}

impl<T: 'static, M: Admits<T>> Derived<T, M> {
    fn try_inside(&self) -> Option<Inside<T, M>> {
        self.item.try_get_value()
    }

    #[track_caller]
    fn inside(&self) -> Inside<T, M> {
        self.try_inside().unwrap_or_else(|| {
            panic!(
                "derived value `{}` was used after the owner in which it was made was disposed of",
                self.name
            )
        })
    }

    /// The name that it was given.
    pub const fn derived_name(&self) -> &'static str {
        self.name
    }
}

impl<S: State, M: Keeps<S>> Source for Store<S, M> {
    type Reading = leptos_state_core::Store<S, M>;

    #[track_caller]
    fn reading(self) -> Self::Reading {
        self.arc_store()
    }
}

impl<S, V, P, M> Source for Field<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V>,
    M: Keeps<S> + Admits<V>,
{
    type Reading = leptos_state_core::Field<S, P, leptos_state_core::Store<S, M>>;

    #[track_caller]
    fn reading(self) -> Self::Reading {
        leptos_state_core::Field::new(self.as_store().arc_store(), self.as_path().clone())
    }
}

impl<T: 'static, M: Admits<T>> Source for Derived<T, M> {
    type Reading = leptos_state_core::Derived<T, M>;

    #[track_caller]
    fn reading(self) -> Self::Reading {
        self.inside().value
    }
}

/// A reference does as well as the handle.
macro_rules! by_reference {
    ($([$($generics:tt)*] $handle:ty;)*) => {$(
        impl<$($generics)*> Source for &$handle
        where
            $handle: Source + Clone,
        {
            type Reading = <$handle as Source>::Reading;

            #[track_caller]
            fn reading(self) -> Self::Reading {
                self.clone().reading()
            }
        }
    )*};
}

by_reference! {
    [S: State, M: Keeps<S>] Store<S, M>;
    [S: State, V, P, M: Keeps<S>] Field<S, V, P, M>;
    [T: 'static, M: Admits<T>] Derived<T, M>;
}

impl<T: 'static, M: Admits<T>> Clone for Derived<T, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: 'static, M: Admits<T>> Copy for Derived<T, M> {}

impl<T: 'static, M: Admits<T>> PartialEq for Derived<T, M> {
    fn eq(&self, other: &Self) -> bool {
        self.item == other.item
    }
}

impl<T: 'static, M: Admits<T>> Eq for Derived<T, M> {}

impl<T: 'static, M: Admits<T>> fmt::Debug for Derived<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Derived({})", self.name)
    }
}

impl<T: 'static, M: Admits<T>> DefinedAt for Derived<T, M> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return Some(self.defined_at);
        #[cfg(not(debug_assertions))]
        None
    }
}

impl<T: 'static, M: Admits<T>> IsDisposed for Derived<T, M> {
    fn is_disposed(&self) -> bool {
        self.try_inside().is_none()
    }
}

impl<T: 'static, M: Admits<T>> Track for Derived<T, M> {
    fn track(&self) {
        if let Some(inside) = self.try_inside().filter(|_| is_observed()) {
            inside.readers.track();
        }
    }
}

impl<T: 'static, M: Admits<T>> ReadUntracked for Derived<T, M> {
    type Value = DerivedReadGuard<T, M>;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        let value = self.try_inside()?.value.current();
        Some(DerivedReadGuard(value.ok()?))
    }
}

/// Lends a derived value. It holds no lock: the value lent stays as it was, whatever changes.
pub struct DerivedReadGuard<T: 'static, M: Admits<T>>(Arc<<M as Admits<T>>::Held>);

impl<T: 'static, M: Admits<T>> Deref for DerivedReadGuard<T, M> {
    type Target = T;

    fn deref(&self) -> &T {
        leptos_state_core::Held::get(&*self.0)
    }
}

impl<T: fmt::Debug + 'static, M: Admits<T>> fmt::Debug for DerivedReadGuard<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Clone + 'static, M: Admits<T>> ReactiveFunction for Derived<T, M> {
    type Output = T;

    fn invoke(&mut self) -> T {
        self.get()
    }

    fn into_shared(self) -> Arc<Mutex<dyn FnMut() -> T + Send>> {
        Arc::new(Mutex::new(move || self.get()))
    }
}

impl<T: Clone + Send + Sync + 'static> From<Derived<T, Shared>> for Signal<T> {
    #[track_caller]
    fn from(value: Derived<T, Shared>) -> Self {
        Self::derive(move || value.get())
    }
}

impl<T: Clone + 'static> From<Derived<T, Confined>> for Signal<T, LocalStorage> {
    #[track_caller]
    fn from(value: Derived<T, Confined>) -> Self {
        Self::derive_local(move || value.get())
    }
}
