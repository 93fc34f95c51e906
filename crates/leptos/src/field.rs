//! Paths into a store as Leptos values.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use leptos::prelude::{
    DefinedAt, IsDisposed, Notify, ReadUntracked, Track, UntrackableGuard, Write,
};
use leptos_state_core::{Admits, Handle, HasField, Outcome, Path, Shared, Snapshot, State, Step};

use crate::mode::Keeps;
use crate::store::Store;

/// A place in a store's state. It is read and written like a signal, and it can stand wherever a signal does.
///
/// A reader is woken when the value here is another than before, and by nothing else. If the value is a state itself, the
/// field has its fields as methods. It prints as its path.
///
/// # Examples
///
/// ```
/// use leptos::prelude::*;
/// use leptos_state::prelude::*;
///
/// #[derive(Clone, Default, State)]
/// struct Form {
///     name: String,
///     agreed: bool,
/// }
///
/// #[component]
/// fn Signup() -> impl IntoView {
///     let form = Store::new(Form::default());
///     view! {
///         <input bind:value=form.name()/>
///         <input type="checkbox" bind:checked=form.agreed()/>
///         <p>"Hello, " {form.name()}</p>
///     }
/// }
/// ```
pub struct Field<S: State, V, P, M: Keeps<S> = Shared> {
    store: Store<S, M>,
    path: P,
    value: PhantomData<fn() -> V>,
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S>> Field<S, V, P, M> {
    /// The place at the end of `path`.
    pub(crate) const fn new(store: Store<S, M>, path: P) -> Self {
        Self {
            store,
            path,
            value: PhantomData,
        }
    }

    /// Puts another value here.
    pub fn set(&self, value: V)
    where
        M: Admits<V>,
    {
        match self.store.try_arc_store() {
            Some(store) => leptos_state_core::Field::new(store, self.path.clone()).set(value),
            None => self.report_disposed("set"),
        }
    }

    /// Puts another value here and returns what came of it.
    pub fn try_set(&self, value: V) -> Outcome
    where
        M: Admits<V>,
    {
        match self.store.try_arc_store() {
            Some(store) => leptos_state_core::Field::new(store, self.path.clone()).try_set(value),
            None => Outcome::Disposed,
        }
    }

    /// Changes the value with a closure.
    pub fn update<F: FnOnce(&mut V) + 'static>(&self, write: F)
    where
        M: Admits<F> + Admits<V>,
    {
        match self.store.try_arc_store() {
            Some(store) => leptos_state_core::Field::new(store, self.path.clone()).update(write),
            None => self.report_disposed("update"),
        }
    }

    /// Changes the value with a closure and returns what it returned.
    pub fn try_update<F, T>(&self, write: F) -> Outcome<T>
    where
        F: FnOnce(&mut V) -> T + 'static,
        T: 'static,
        M: Admits<F> + Admits<V>,
    {
        match self.store.try_arc_store() {
            Some(store) => {
                leptos_state_core::Field::new(store, self.path.clone()).try_update(write)
            }
            None => Outcome::Disposed,
        }
    }

    fn report_disposed(&self, verb: &str) {
        self.store.alive(&format!("{verb} {}", self.path));
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S>> Handle
    for Field<S, V, P, M>
{
    type Value = V;
    type Then<L: 'static>
        = Field<S, <V as HasField<L>>::Value, Step<P, V, L>, M>
    where
        V: HasField<L>;

    fn then<L: 'static>(&self) -> Self::Then<L>
    where
        V: HasField<L>,
    {
        Field::new(self.store, Step::new(self.path.clone()))
    }
}

impl<S: State, V: State, P: Path<S, Value = V>, M: Keeps<S>> Deref for Field<S, V, P, M> {
    type Target = <V as State>::Fields<Self>;

    fn deref(&self) -> &Self::Target {
        V::fields(self)
    }
}

impl<S: State, V, P: Clone, M: Keeps<S>> Clone for Field<S, V, P, M> {
    fn clone(&self) -> Self {
        Self {
            store: self.store,
            path: self.path.clone(),
            value: PhantomData,
        }
    }
}

impl<S: State, V, P: Copy, M: Keeps<S>> Copy for Field<S, V, P, M> {}

impl<S: State, V, P: fmt::Display, M: Keeps<S>> fmt::Display for Field<S, V, P, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.path.fmt(f)
    }
}

impl<S: State, V, P: fmt::Display, M: Keeps<S>> fmt::Debug for Field<S, V, P, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Field({})", self.path)
    }
}

impl<S: State, V, P, M: Keeps<S>> DefinedAt for Field<S, V, P, M> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        self.store.defined_at()
    }
}

impl<S: State, V, P, M: Keeps<S>> IsDisposed for Field<S, V, P, M> {
    fn is_disposed(&self) -> bool {
        self.store.is_disposed()
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S> + Admits<V>> Track
    for Field<S, V, P, M>
{
    fn track(&self) {
        self.store.track_path(self.path.clone());
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S>> Notify
    for Field<S, V, P, M>
{
    fn notify(&self) {
        self.store.notify_path::<P>();
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S>> ReadUntracked
    for Field<S, V, P, M>
{
    type Value = FieldReadGuard<S, P>;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        Some(FieldReadGuard::new(
            self.store.try_snapshot()?,
            self.path.clone(),
        ))
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S> + Admits<V>> Write
    for Field<S, V, P, M>
{
    type Value = V;

    fn try_write(&self) -> Option<impl UntrackableGuard<Target = V>> {
        FieldWriteGuard::new(self)
    }

    fn try_write_untracked(&self) -> Option<impl DerefMut<Target = V>> {
        FieldWriteGuard::new(self)
    }
}

/// Lends a value in a state. It holds no lock: the store can change meanwhile, and the value lent stays as it was.
pub struct FieldReadGuard<S, P> {
    snapshot: Snapshot<S>,
    path: P,
}

impl<S, P> FieldReadGuard<S, P> {
    pub(crate) const fn new(snapshot: Snapshot<S>, path: P) -> Self {
        Self { snapshot, path }
    }
}

impl<S, P: Path<S>> Deref for FieldReadGuard<S, P> {
    type Target = P::Value;

    fn deref(&self) -> &P::Value {
        self.path.get(self.snapshot.state())
    }
}

impl<S, P: Path<S, Value: fmt::Debug>> fmt::Debug for FieldReadGuard<S, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// A copy of a value in a state that is written back when the guard is dropped, if it was touched.
///
/// The readers of the value are those whose value differs afterwards, so untracking the guard changes nothing.
struct FieldWriteGuard<S: State, P: Path<S>, M: Keeps<S> + Admits<P::Value>> {
    field: Field<S, P::Value, P, M>,
    /// `None` once it has been written back.
    value: Option<P::Value>,
    touched: bool,
}

impl<S: State, P: Path<S>, M: Keeps<S> + Admits<P::Value>> FieldWriteGuard<S, P, M> {
    fn new(field: &Field<S, P::Value, P, M>) -> Option<Self> {
        let value = field.try_read_untracked()?.clone();
        Some(Self {
            field: field.clone(),
            value: Some(value),
            touched: false,
        })
    }
}

const WRITTEN_BACK: &str = "a guard is written back when it is dropped";

impl<S: State, P: Path<S>, M: Keeps<S> + Admits<P::Value>> Deref for FieldWriteGuard<S, P, M> {
    type Target = P::Value;

    fn deref(&self) -> &P::Value {
        self.value.as_ref().expect(WRITTEN_BACK)
    }
}

impl<S: State, P: Path<S>, M: Keeps<S> + Admits<P::Value>> DerefMut for FieldWriteGuard<S, P, M> {
    fn deref_mut(&mut self) -> &mut P::Value {
        self.touched = true;
        self.value.as_mut().expect(WRITTEN_BACK)
    }
}

impl<S: State, P: Path<S>, M: Keeps<S> + Admits<P::Value>> UntrackableGuard
    for FieldWriteGuard<S, P, M>
{
    fn untrack(&mut self) {}
}

impl<S: State, P: Path<S>, M: Keeps<S> + Admits<P::Value>> Drop for FieldWriteGuard<S, P, M> {
    fn drop(&mut self) {
        if let Some(value) = self.value.take().filter(|_| self.touched) {
            self.field.set(value);
        }
    }
}
