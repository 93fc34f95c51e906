//! What a change to a thousand watched rows costs: who is told, and how much is allocated.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use allocation_counter::measure;

use leptos_state_core::{Change, Id, Store, Subscription};
use leptos_state_macros::{actions, State};

#[derive(Clone, Default, State)]
struct Table {
    #[state(key = id)]
    rows: Vec<Row>,
    selected: Option<u64>,
    clicks: u64,
}

/// No `PartialEq`: rows are never compared as a whole unless somebody watches one so.
#[derive(Clone, State)]
struct Row {
    id: u64,
    label: String,
    done: bool,
}

#[actions(no_serde)]
impl Table {
    #[action(checks_first)]
    fn rename(&mut self, id: u64, label: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.label = label;
        }
    }

    #[action(checks_first)]
    fn push(&mut self, id: u64) {
        self.rows.push(row(id));
    }

    #[action(checks_first)]
    fn swap(&mut self, a: usize, b: usize) {
        self.rows.swap(a, b);
    }

    #[action(checks_first)]
    fn remove(&mut self, id: u64) {
        self.rows.retain(|row| row.id != id);
    }

    #[action(checks_first)]
    fn click(&mut self) {
        self.clicks += 1;
    }
}

fn row(id: u64) -> Row {
    Row {
        id,
        label: format!("row {id}"),
        done: false,
    }
}

/// How many rows are watched: fewer under Miri, which takes its time.
const N: u64 = if cfg!(miri) { 30 } else { 1_000 };

/// A store of `n` rows, with a watcher of each label and one of the keys.
struct Watched {
    store: Store<Table>,
    labels: Vec<Subscription>,
    _keys: Subscription,
    told_labels: Arc<AtomicUsize>,
    told_keys: Arc<AtomicUsize>,
}

impl Watched {
    fn new(n: u64) -> Self {
        let store = Store::new(Table {
            rows: (0..n).map(row).collect(),
            ..Table::default()
        });
        let told_labels = Arc::new(AtomicUsize::new(0));
        let told_keys = Arc::new(AtomicUsize::new(0));
        let labels = (0..n)
            .map(|id| watch_label(&store, id, &told_labels))
            .collect();
        let told = Arc::clone(&told_keys);
        let keys = store.rows().watch_keys(move |_| {
            told.fetch_add(1, Ordering::SeqCst);
        });
        Self {
            store,
            labels,
            _keys: keys,
            told_labels,
            told_keys,
        }
    }

    /// How many watchers of the keys and of labels were told since the last call.
    fn told(&self) -> (usize, usize) {
        (
            self.told_keys.swap(0, Ordering::SeqCst),
            self.told_labels.swap(0, Ordering::SeqCst),
        )
    }
}

fn watch_label(store: &Store<Table>, id: u64, told: &Arc<AtomicUsize>) -> Subscription {
    let told = Arc::clone(told);
    store.rows().at(id).label().watch(move |_| {
        told.fetch_add(1, Ordering::SeqCst);
    })
}

/// How often memory was allocated meanwhile.
fn allocations(run: impl FnOnce()) -> u64 {
    measure(run).count_total
}

#[test]
fn renaming_one_row_tells_its_watcher_and_allocates_nothing_for_the_others() {
    let count = |n| {
        let watched = Watched::new(n);
        // The store keeps the state that it began with, so the first change is made to a copy.
        watched.store.click();
        let label = "renamed".to_owned();
        let allocations = allocations(|| watched.store.rename(n / 2, label));
        assert_eq!(watched.told(), (0, 1));
        watched.store.rename(n / 2, "renamed".to_owned());
        assert_eq!(watched.told(), (0, 0), "the label was the same");
        allocations
    };
    let few = count(10);
    assert_eq!(count(N), few);
    assert!(
        few <= 3,
        "the label last seen, and the list of those to be told: {few}"
    );
}

#[test]
fn pushing_swapping_and_removing_tell_the_list_and_what_is_gone() {
    let mut watched = Watched::new(N);
    let told_labels = Arc::clone(&watched.told_labels);
    watched.store.push(N);
    assert_eq!(watched.told(), (1, 0));
    watched
        .labels
        .push(watch_label(&watched.store, N, &told_labels));
    watched.store.swap(1, 28);
    assert_eq!(watched.told(), (1, 0));
    watched.store.remove(15);
    assert_eq!(
        watched.told(),
        (1, 1),
        "the removed row's own, while it lives"
    );
    drop(watched.labels.remove(15));
    watched.store.remove(16);
    watched.store.remove(16);
    assert_eq!(watched.told(), (1, 1), "the second found nothing to remove");
    watched.store.rename(N, "new".into());
    assert_eq!(watched.told(), (0, 1));
}

#[test]
fn restoring_an_equal_state_tells_nobody() {
    let watched = Watched::new(N);
    let equal = Table::clone(&watched.store.snapshot());
    assert!(watched.store.submit(Change::restore(equal)).is_done());
    assert_eq!(watched.told(), (0, 0));
    let same = Arc::clone(watched.store.snapshot().state());
    assert!(watched.store.submit(Change::restore(same)).is_done());
    assert_eq!(watched.told(), (0, 0));
    let mut other = Table::clone(&watched.store.snapshot());
    other.rows.pop();
    other.rows[7].label.push('!');
    assert!(watched.store.submit(Change::restore(other)).is_done());
    assert_eq!(watched.told(), (1, 2));
}

#[test]
fn a_change_to_another_field_allocates_nothing() {
    let watched = Watched::new(10 * N);
    watched.store.click();
    assert_eq!(allocations(|| watched.store.click()), 0);
    assert_eq!(watched.told(), (0, 0));
    assert_eq!(watched.store.clicks().get(), 2);
}

#[test]
fn an_action_allocates_nothing() {
    let store = Store::new(Table::default());
    store.click();
    assert_eq!(allocations(|| store.click()), 0);
    let watched = store.selected().watch(|_| {});
    store.click();
    assert_eq!(
        allocations(|| store.click()),
        0,
        "with a watcher of another field"
    );
    drop(watched);
}

#[test]
fn when_the_last_watcher_goes_the_memory_comes_back() {
    let store = Store::new(Table {
        rows: (0..N).map(row).collect(),
        ..Table::default()
    });
    let told = Arc::new(AtomicUsize::new(0));
    // The first watcher of all makes the place for them, which stays.
    drop(store.selected().watch(|_| {}));
    store.click();
    let kept = measure(|| {
        let mut watchers = Vec::new();
        let taken = measure(|| {
            watchers.extend((0..N).map(|id| watch_label(&store, id, &told)));
            watchers.push(store.rows().watch_keys(|_| {}));
        });
        assert!(
            taken.bytes_current > 0 || cfg!(miri),
            "a thousand watchers take some memory"
        );
        assert_eq!(store.listener_count() as u64, N + 1);
        drop(watchers);
        assert_eq!(store.listener_count(), 0);
        // What the very last one watched is kept until then, in case it only comes again, as an effect does that runs again.
        store.click();
    });
    assert_eq!(kept.bytes_current, 0);
}

#[test]
fn watchers_that_come_and_go_are_forgotten_though_others_stay() {
    let watched = Watched::new(100);
    let told = Arc::new(AtomicUsize::new(0));
    let come_and_go = |times: u64| {
        for n in 0..times {
            drop(watch_label(&watched.store, n % 150, &told));
            drop(watched.store.rows().watch_keys(|_| {}));
            drop(watched.store.watch_selected(|table| table.clicks, |_| {}));
            drop(watched.store.subscribe(|_| {}));
        }
    };
    come_and_go(N);
    let kept = measure(|| come_and_go(10 * N)).bytes_current;
    assert!(kept < 20_000, "{kept} bytes were kept for what is gone");
    assert_eq!(watched.store.listener_count(), 101);
}

/// Rows may be keyed by anything that has equality, a hash and copies.
#[test]
fn rows_can_be_keyed_by_anything() {
    #[derive(Clone, PartialEq, Eq, Hash)]
    struct Name(&'static str, u8);

    #[derive(Clone, Default, State)]
    struct Named {
        #[state(key = name)]
        rows: Vec<NamedRow>,
        #[state(key: (Id, u8) = |row| (row.id, row.n))]
        others: Vec<OtherRow>,
    }

    #[derive(Clone, State)]
    struct NamedRow {
        name: Name,
        n: u8,
    }

    #[derive(Clone, State)]
    struct OtherRow {
        id: Id,
        n: u8,
    }

    let store = Store::new(Named {
        rows: vec![NamedRow {
            name: Name("a", 1),
            n: 1,
        }],
        others: Vec::new(),
    });
    let row = store.rows().at(Name("a", 1));
    row.n().set(2);
    assert_eq!(row.n().get(), Some(2));
    assert_eq!(
        row.n().to_string(),
        "rows[..].n",
        "a key that can't be printed"
    );
    let id = Id::from_u128(7);
    store
        .others()
        .update(move |rows| rows.push(OtherRow { id, n: 3 }));
    assert_eq!(store.others().at((id, 3)).n().get(), Some(3));
}
