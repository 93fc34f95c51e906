//! Paths into a store as Leptos values.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::panic::Location;

use leptos::prelude::{
    DefinedAt, IsDisposed, Notify, ReadUntracked, Track, UntrackableGuard, Write,
};
use leptos_state_core::{
    Admits, ByKey, Handle, HasField, HasKey, KeyedRow, Or, Outcome, Partial, Path, Reach, ReadKeys,
    Row, Rows, Shared, Snapshot, State, Step,
};

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

    pub(crate) const fn store(&self) -> &Store<S, M> {
        &self.store
    }

    /// The path to here, for what takes one, such as [`Change::set`](crate::Change::set).
    pub const fn as_path(&self) -> &P {
        &self.path
    }

    pub(crate) const fn as_store(&self) -> &Store<S, M> {
        &self.store
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
    pub fn try_set(&self, value: V) -> Outcome<(), <P::Reach as Reach>::Error>
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
    pub fn try_update<F, T>(&self, write: F) -> Outcome<T, <P::Reach as Reach>::Error>
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

    fn report_disposed(&self, verb: &'static str) {
        self.store.alive(&self.path.change_name(verb));
    }
}

impl<S, V, P, M> Field<S, V, P, M>
where
    S: State,
    V: Clone + Send + Sync + 'static,
    P: Path<S, Value = V, Reach = Partial>,
    M: Keeps<S>,
{
    /// The same place, where readers see `default` while there is nothing here. So it can be bound to an input.
    pub fn or(self, default: V) -> Field<S, V, Or<P, V>, M> {
        Field::new(self.store, Or::new(self.path, default))
    }
}

impl<S, R, P, V, L, M> Field<S, Vec<R>, Step<P, V, L>, M>
where
    S: State,
    R: State,
    P: Path<S, Value = V>,
    V: HasKey<L, Row = R>,
    L: 'static,
    M: Keeps<S>,
{
    /// The row of this key, which may not be there.
    pub fn at(&self, key: V::Key) -> Field<S, R, KeyedRow<P, V, L>, M> {
        Field::new(self.store, Row::new(self.path.clone(), key))
    }

    /// The keys, in the rows' order. A reader is woken when they are others or in another order, whatever else happens in
    /// the rows.
    ///
    /// # Panics
    ///
    /// If the store is disposed of, or inside one of its own actions.
    #[track_caller]
    pub fn keys(&self) -> Vec<V::Key> {
        self.read_keys::<ByKey<V, L>>()
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S>> ReadKeys
    for Field<S, V, P, M>
{
    #[track_caller]
    fn read_keys<Q: Rows<Collection = V>>(&self) -> Q::Keys {
        self.store.track_keys::<P, Q>(&self.path);
        let snapshot = self.store.snapshot();
        self.path
            .get(&snapshot)
            .map_or_else(Q::Keys::default, Q::keys)
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

    type Row<Q: Rows<Collection = V, Row: State>> = Field<S, Q::Row, Row<P, Q>, M>;

    fn row<Q: Rows<Collection = V, Row: State>>(&self, key: Q::Key) -> Self::Row<Q> {
        Field::new(self.store, Row::new(self.path.clone(), key))
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
        self.store.track_path(&self.path);
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S> + Admits<V>> Notify
    for Field<S, V, P, M>
{
    fn notify(&self) {
        self.store.notify_path(&self.path);
    }
}

impl<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S> + Admits<V>> ReadUntracked
    for Field<S, V, P, M>
{
    type Value = FieldReadGuard<S, P>;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        FieldReadGuard::new(&self.store, self.path.clone())
    }

    fn custom_try_read(&self) -> Option<Option<Self::Value>> {
        Some(FieldReadGuard::tracking(&self.store, self.path.clone()))
    }
}

impl<S, V, P, M> Write for Field<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    type Value = V;

    fn try_write(&self) -> Option<impl UntrackableGuard<Target = V>> {
        FieldWriteGuard::new(self)
    }

    fn try_write_untracked(&self) -> Option<impl DerefMut<Target = V>> {
        FieldWriteGuard::new(self)
    }
}

/// Lends a value in a state: as it is if there always is one, as an `Option` otherwise. It holds no lock: the store can
/// change meanwhile, and the value lent stays as it was.
pub struct FieldReadGuard<S: 'static, P: Path<S>> {
    snapshot: Snapshot<S>,
    path: P,
    kept: <P::Reach as Reach>::Kept<P::Value>,
}

impl<S: State, P: Path<S>> FieldReadGuard<S, P> {
    pub(crate) fn new<M: Keeps<S>>(store: &Store<S, M>, path: P) -> Option<Self> {
        let (snapshot, kept) = store.look(&path, P::Reach::keep)?;
        Some(Self {
            snapshot,
            path,
            kept,
        })
    }

    /// The same, and the present reactive observer becomes a reader.
    pub(crate) fn tracking<M: Keeps<S> + Admits<P::Value>>(
        store: &Store<S, M>,
        path: P,
    ) -> Option<Self> {
        let (snapshot, kept) = store.look_tracking(&path, P::Reach::keep)?;
        Some(Self {
            snapshot,
            path,
            kept,
        })
    }
}

impl<S, P: Path<S>> Deref for FieldReadGuard<S, P> {
    type Target = <P::Reach as Reach>::Seen<P::Value>;

    fn deref(&self) -> &Self::Target {
        P::Reach::lend(&self.kept, || self.path.get(self.snapshot.state()))
    }
}

impl<S, P: Path<S>> fmt::Debug for FieldReadGuard<S, P>
where
    <P::Reach as Reach>::Seen<P::Value>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

/// A copy of a value in a state that is written back when the guard is dropped, if it was touched.
///
/// The readers of the value are those whose value differs afterwards, so untracking the guard changes nothing.
struct FieldWriteGuard<S: State, V: Clone + 'static, P: Path<S, Value = V>, M: Keeps<S> + Admits<V>>
{
    field: Field<S, V, P, M>,
    /// `None` once it has been written back.
    value: Option<V>,
    touched: bool,
}

impl<S, V, P, M> FieldWriteGuard<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V, Reach: Reach<Seen<V> = V>>,
    M: Keeps<S> + Admits<V>,
{
    fn new(field: &Field<S, V, P, M>) -> Option<Self> {
        let (_, value) = field.store.look(&field.path, P::Reach::seen)?;
        Some(Self {
            field: field.clone(),
            value: Some(value),
            touched: false,
        })
    }
}

const WRITTEN_BACK: &str = "a guard is written back when it is dropped";

impl<S, V, P, M> Deref for FieldWriteGuard<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V>,
    M: Keeps<S> + Admits<V>,
{
    type Target = V;

    fn deref(&self) -> &V {
        self.value.as_ref().expect(WRITTEN_BACK)
    }
}

impl<S, V, P, M> DerefMut for FieldWriteGuard<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V>,
    M: Keeps<S> + Admits<V>,
{
    fn deref_mut(&mut self) -> &mut V {
        self.touched = true;
        self.value.as_mut().expect(WRITTEN_BACK)
    }
}

impl<S, V, P, M> UntrackableGuard for FieldWriteGuard<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V>,
    M: Keeps<S> + Admits<V>,
{
    fn untrack(&mut self) {}
}

impl<S, V, P, M> Drop for FieldWriteGuard<S, V, P, M>
where
    S: State,
    V: Clone + 'static,
    P: Path<S, Value = V>,
    M: Keeps<S> + Admits<V>,
{
    fn drop(&mut self) {
        if let Some(value) = self.value.take().filter(|_| self.touched) {
            self.field.set(value);
        }
    }
}
