//! A table whose rows are known by key.

use std::hint::black_box;
use std::ops::Range;

use harness::rows::{first_label, Table};
use leptos_state::{actions, ArcStore, Dispatch, Handle, State, Store, Subscription};
use reactive_graph::owner::Owner;
use reactive_graph::traits::Get;

use crate::effects::{self, watch};

/// A table.
#[derive(Clone, Default, State)]
pub struct Rows {
    #[state(key = id)]
    rows: Vec<Row>,
    selected: Option<u64>,
}

/// A row.
#[derive(Clone, PartialEq, State)]
pub struct Row {
    id: u64,
    label: String,
}

impl Row {
    fn new(id: u64) -> Self {
        let label = first_label(id);
        Self { id, label }
    }
}

#[actions]
impl Rows {
    /// Adds rows.
    pub fn fill(&mut self, first: u64, end: u64) {
        self.rows.extend((first..end).map(Row::new));
    }

    /// Removes all rows.
    pub fn clear(&mut self) {
        self.rows = Vec::new();
    }

    /// Gives a row another label.
    pub fn rename(&mut self, id: u64, label: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.label = label;
        }
    }

    /// Adds a row.
    pub fn append(&mut self, id: u64, label: String) {
        self.rows.push(Row { id, label });
    }

    /// Removes the last row.
    pub fn pop(&mut self) {
        self.rows.pop();
    }

    /// Swaps two rows.
    pub fn swap(&mut self, one: usize, other: usize) {
        self.rows.swap(one, other);
    }

    /// Removes a row.
    pub fn remove(&mut self, index: usize) {
        self.rows.remove(index);
    }

    /// Puts a row where it was before.
    pub fn insert(&mut self, index: usize, id: u64) {
        self.rows.insert(index, Row::new(id));
    }

    /// Selects a row.
    pub fn select_row(&mut self, id: u64) {
        self.selected = Some(id);
    }
}

/// A store and those who watch it, in one of the ways there are.
pub trait Watched: 'static {
    /// A handle to the store.
    type Handle: Handle<Value = Rows> + Dispatch<RowsAction>;

    /// A store of a table without rows, whose list is watched.
    fn new() -> Self;

    /// The handle to the store.
    fn handle(&self) -> &Self::Handle;

    /// Watches the labels of these rows.
    fn watch(&mut self, ids: Range<u64>);

    /// Lets go of those who watch rows.
    fn forget(&mut self);

    /// Runs every watcher that is due.
    fn settle(&self);
}

/// A table in a store.
pub struct InStore<W> {
    watched: W,
    removed: Option<usize>,
}

impl<W: Watched> InStore<W> {
    fn dispatch(&self, action: RowsAction) {
        self.watched.handle().dispatch(action);
    }
}

impl<W: Watched> Table for InStore<W> {
    fn new() -> Self {
        Self {
            watched: W::new(),
            removed: None,
        }
    }

    fn fill(&mut self, ids: Range<u64>) {
        self.dispatch(RowsAction::Fill {
            first: ids.start,
            end: ids.end,
        });
        self.watched.watch(ids);
    }

    fn clear(&mut self) {
        self.watched.forget();
        self.dispatch(RowsAction::Clear);
    }

    fn rename(&mut self, id: u64, label: String) {
        self.dispatch(RowsAction::Rename { id, label });
    }

    fn push(&mut self, id: u64, label: String) {
        self.dispatch(RowsAction::Append { id, label });
    }

    fn pop(&mut self) {
        self.dispatch(RowsAction::Pop);
    }

    fn swap(&mut self, one: usize, other: usize) {
        self.dispatch(RowsAction::Swap { one, other });
    }

    fn remove(&mut self, index: usize) {
        self.removed = Some(index);
        self.dispatch(RowsAction::Remove { index });
    }

    fn restore(&mut self) {
        if let Some(index) = self.removed.take() {
            // Nobody has moved it, so its identifier is its index.
            self.dispatch(RowsAction::Insert {
                index,
                id: index as u64,
            });
        }
    }

    fn select(&mut self, id: u64) {
        self.dispatch(RowsAction::SelectRow { id });
    }

    fn settle(&self) {
        self.watched.settle();
    }
}

/// A store of `leptos-state-core`, watched by closures.
pub struct ByClosures {
    store: ArcStore<Rows>,
    _list: Subscription,
    rows: Vec<Subscription>,
}

impl Watched for ByClosures {
    type Handle = ArcStore<Rows>;

    fn new() -> Self {
        let store = ArcStore::new(Rows::default());
        let list = store.rows().watch_keys(|keys| {
            harness::ran();
            black_box(keys.to_vec());
        });
        Self {
            store,
            _list: list,
            rows: Vec::new(),
        }
    }

    fn handle(&self) -> &ArcStore<Rows> {
        &self.store
    }

    fn watch(&mut self, ids: Range<u64>) {
        let watch = |id| {
            self.store.rows().at(id).label().watch(|label| {
                harness::ran();
                black_box(label.cloned());
            })
        };
        self.rows.extend(ids.map(watch));
    }

    fn forget(&mut self) {
        self.rows = Vec::new();
    }

    fn settle(&self) {}
}

/// A store in Leptos, watched by effects.
pub struct ByEffects {
    _owner: Owner,
    /// The owner of the effects of the rows.
    rows_owner: Owner,
    store: Store<Rows>,
}

impl Watched for ByEffects {
    type Handle = Store<Rows>;

    fn new() -> Self {
        let owner = effects::owner();
        let store = Store::new(Rows::default());
        watch(move || store.rows().keys());
        Self {
            rows_owner: owner.child(),
            _owner: owner,
            store,
        }
    }

    fn handle(&self) -> &Store<Rows> {
        &self.store
    }

    fn watch(&mut self, ids: Range<u64>) {
        let store = self.store;
        self.rows_owner
            .with(|| ids.for_each(|id| watch(move || store.rows().at(id).label().get())));
    }

    fn forget(&mut self) {
        self.rows_owner.cleanup();
    }

    fn settle(&self) {
        effects::settle();
    }
}
