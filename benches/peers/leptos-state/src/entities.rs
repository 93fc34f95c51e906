//! A hundred thousand entities, of which a page is watched.

use std::hint::black_box;

use harness::rows::first_label;
use harness::{ran, Case};
use leptos_state::entities::{Entities, KeyList};
use leptos_state::{actions, ArcStore, State, Store, Subscription};
use reactive_graph::owner::Owner;
use reactive_graph::traits::Get;

use crate::effects::{self, watch};

const ENTITIES: u64 = 100_000;

/// The page: where it begins, and how long it is.
const FIRST: u64 = 50_000;
const LEN: u64 = 1_000;

/// A table.
#[derive(Clone, Default, State)]
pub struct Table {
    rows: Entities<Row>,
}

/// A row.
#[derive(Clone, PartialEq, State)]
pub struct Row {
    #[state(id)]
    id: u64,
    label: String,
}

#[actions]
impl Table {
    /// Gives a row another label.
    pub fn rename(&mut self, id: u64, label: String) {
        self.rows.update(&id, |row| row.label = label);
    }

    /// Adds a row.
    pub fn push(&mut self, id: u64, label: String) {
        self.rows.add(Row { id, label });
    }

    /// Removes a row.
    pub fn remove(&mut self, id: u64) {
        self.rows.remove(&id);
    }
}

fn table() -> Table {
    let row = |id| Row {
        id,
        label: first_label(id),
    };
    Table {
        rows: (0..ENTITIES).map(row).collect(),
    }
}

/// What a view of the page reads of the list.
fn page(keys: &KeyList<Row>) -> Vec<u64> {
    let skipped = FIRST as usize;
    keys.iter()
        .skip(skipped)
        .take(LEN as usize)
        .copied()
        .collect()
}

/// A table that is watched, in one of the ways there are.
pub trait Watched: 'static {
    /// The table.
    fn new() -> Self;

    /// The store.
    fn store(&self) -> ArcStore<Table>;

    /// Runs every watcher that is due.
    fn settle(&self);
}

/// Another label for a row of the page, while somebody has the state from before.
pub fn rename<W: Watched>() -> Case {
    let table = W::new();
    let store = table.store();
    let mut count = 0;
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            count += 1;
            let id = FIRST + count * 379 % LEN;
            let label = format!("row {id}, renamed {count} times");
            let before = store.snapshot();
            meter.measure(|| {
                store.rename(id, label);
                table.settle();
            });
            drop(before);
        }
    })
}

/// A row more, while somebody has the state from before.
pub fn push<W: Watched>() -> Case {
    let table = W::new();
    let store = table.store();
    let mut id = ENTITIES;
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            id += 1;
            let label = first_label(id);
            let before = store.snapshot();
            meter.measure(|| {
                store.push(id, label);
                table.settle();
            });
            drop(before);
            store.remove(id);
            table.settle();
        }
    })
}

/// A store of `leptos-state-core`, watched by closures.
pub struct ByClosures {
    store: ArcStore<Table>,
    _watching: Vec<Subscription>,
}

impl Watched for ByClosures {
    fn new() -> Self {
        let store = ArcStore::new(table());
        let path = *store.rows().as_path();
        let mut watching = vec![store.watch_keys::<_, Entities<Row>, _>(path, |keys| {
            ran();
            black_box(page(keys));
        })];
        watching.extend((FIRST..FIRST + LEN).map(|id| {
            store.rows().at(id).label().watch(|label| {
                ran();
                black_box(label.cloned());
            })
        }));
        Self {
            store,
            _watching: watching,
        }
    }

    fn store(&self) -> ArcStore<Table> {
        self.store.clone()
    }

    fn settle(&self) {}
}

/// A store in Leptos, watched by effects.
pub struct ByEffects {
    _owner: Owner,
    store: Store<Table>,
}

impl Watched for ByEffects {
    fn new() -> Self {
        let owner = effects::owner();
        let store = Store::new(table());
        watch(move || page(&store.rows().keys()));
        (FIRST..FIRST + LEN).for_each(|id| watch(move || store.rows().at(id).label().get()));
        effects::settle();
        Self {
            _owner: owner,
            store,
        }
    }

    fn store(&self) -> ArcStore<Table> {
        self.store.try_arc_store().expect("the owner is there")
    }

    fn settle(&self) {
        effects::settle();
    }
}
