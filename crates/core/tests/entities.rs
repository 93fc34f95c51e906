//! What a change to one of a hundred thousand entities costs, and what entities are in a store.

use std::cmp::Ordering;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::Arc;

use allocation_counter::measure;
use leptos_state_core::entities::{Entities, Entity, KeyList, Order};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Change, Environment, Gone, Outcome, Store, Subscription};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, State)]
struct Table {
    rows: Entities<Row>,
    clicks: u64,
}

/// No `PartialEq`: rows are never compared as a whole unless somebody watches one so.
#[derive(Clone, State)]
struct Row {
    #[state(id)]
    id: u32,
    label: String,
}

#[actions(no_serde)]
impl Table {
    fn rename(&mut self, id: u32, label: String) {
        self.rows.update(&id, |row| row.label = label);
    }

    fn push(&mut self, id: u32) {
        self.rows.add(row(id));
    }

    fn swap(&mut self, a: u32, b: u32) {
        self.rows.swap(&a, &b);
    }

    fn remove(&mut self, id: u32) {
        self.rows.remove(&id);
    }

    fn rename_and_fail(&mut self, id: u32) -> Result<(), String> {
        self.rename(id, "nothing".into());
        self.remove(id + 1);
        Err("it does".into())
    }

    fn click(&mut self) {
        self.clicks += 1;
    }
}

fn row(id: u32) -> Row {
    Row {
        id,
        label: format!("row {id}"),
    }
}

fn table(rows: u32) -> Table {
    Table {
        rows: (0..rows).map(row).collect(),
        clicks: 0,
    }
}

/// How many entities there are, and which of them are watched: fewer under Miri, which takes its time.
const N: u32 = if cfg!(miri) { 300 } else { 100_000 };
const EACH: u32 = if cfg!(miri) { 10 } else { 100 };

/// A store whose list is watched, and the label of each hundredth row.
struct Watched {
    store: Store<Table>,
    _watchers: Vec<Subscription>,
    told_labels: Arc<AtomicUsize>,
    told_keys: Arc<AtomicUsize>,
}

impl Watched {
    fn new() -> Self {
        let store = Store::new(table(N));
        let (told_labels, told_keys) = <(Arc<AtomicUsize>, Arc<AtomicUsize>)>::default();
        let mut watchers = vec![watch_keys(&store, &told_keys)];
        watchers.extend((0..N).step_by(EACH as usize).map(|id| {
            let told = Arc::clone(&told_labels);
            let tell = move |_: Option<&String>| {
                told.fetch_add(1, SeqCst);
            };
            store.rows().at(id).label().watch(tell)
        }));
        Self {
            store,
            _watchers: watchers,
            told_labels,
            told_keys,
        }
    }

    /// How many watchers of the keys and of labels were told since the last call.
    fn told(&self) -> (usize, usize) {
        (
            self.told_keys.swap(0, SeqCst),
            self.told_labels.swap(0, SeqCst),
        )
    }
}

fn watch_keys(store: &Store<Table>, told: &Arc<AtomicUsize>) -> Subscription {
    let told = Arc::clone(told);
    let path = *store.rows().as_path();
    store.watch_keys::<_, Entities<Row>, _>(path, move |_| {
        told.fetch_add(1, SeqCst);
    })
}

#[test]
fn of_a_hundred_thousand_those_are_told_whose_value_differs() {
    let watched = Watched::new();
    let store = &watched.store;
    store.rename(5 * EACH, "renamed".into());
    assert_eq!(watched.told(), (0, 1));
    store.rename(5 * EACH, "renamed".into());
    assert_eq!(watched.told(), (0, 0), "the label was the same");
    store.rename(5 * EACH + 1, "renamed".into());
    assert_eq!(watched.told(), (0, 0), "nobody watches this row");
    store.rows().at(6 * EACH).label().set("set".into());
    assert_eq!(watched.told(), (0, 1));
    store.push(N);
    assert_eq!(watched.told(), (1, 0));
    store.swap(EACH, N - EACH);
    assert_eq!(watched.told(), (1, 0));
    store.remove(7 * EACH);
    assert_eq!(
        watched.told(),
        (1, 1),
        "the removed row's own, while it lives"
    );
    store.remove(7 * EACH);
    assert_eq!(watched.told(), (0, 0), "there was nothing to remove");
    store.push(7 * EACH);
    assert_eq!(watched.told(), (1, 1), "it is there again");
    assert!(!store.try_rename_and_fail(EACH).is_done());
    store.click();
    assert_eq!(watched.told(), (0, 0));
    let held = Arc::clone(store.snapshot().state());
    store.rename(0, "for a moment".into());
    assert_eq!(watched.told(), (0, 1));
    assert!(store.submit(Change::restore(held)).is_done());
    assert_eq!(watched.told(), (0, 1));
    let equal = Table {
        rows: store.snapshot().rows.iter().cloned().collect(),
        clicks: 1,
    };
    assert!(store.submit(Change::restore(equal)).is_done());
    assert_eq!(
        watched.told(),
        (0, 0),
        "it is equal, though nothing is shared"
    );
    store.update(|table| {
        table.rows.remove_all();
    });
    assert_eq!(watched.told(), (1, (N / EACH) as usize));
}

/// Of a change, however many entities there are: how often memory was allocated, and how much of it.
fn taken(run: impl FnOnce()) -> (u64, u64) {
    let taken = measure(run);
    (taken.count_total, taken.bytes_total)
}

#[test]
fn a_change_allocates_for_what_it_changes_alone() {
    let watched = Watched::new();
    let store = &watched.store;
    store.click();
    let held = store.snapshot();
    let label = "renamed".to_owned();
    let costs = [
        taken(|| store.rename(5 * EACH, label)),
        taken(|| store.push(N)),
        taken(|| store.remove(5 * EACH + 1)),
        taken(|| store.swap(EACH, N - EACH)),
        taken(|| assert!(!store.try_rename_and_fail(EACH).is_done())),
    ];
    for (count, bytes) in costs {
        assert!(count < 60 && bytes < 30_000, "{costs:?}");
    }
    assert_eq!(taken(|| drop(held.rows.clone())), (0, 0), "a copy");
    assert_eq!(taken(|| drop(store.rows().keys())), (0, 0), "the keys");
    store.click();
    let (count, _) = taken(|| store.click());
    assert_eq!(count, 0, "a change to another field");
}

#[test]
fn what_is_removed_gives_its_memory_back() {
    let (mut left, mut few) = (Entities::new(), Entities::new());
    let kept = measure(|| {
        left = (0..N).map(row).collect();
        assert_eq!(left.retain(|row| row.id % 100 == 0), (N - N / 100) as usize);
    });
    let needed = measure(|| few = (0..N / 100).map(row).collect());
    assert_eq!(left.len(), few.len());
    let (kept, needed) = (kept.bytes_current, needed.bytes_current);
    assert!(
        kept < 2 * needed || cfg!(miri),
        "{kept} bytes, where {needed} do"
    );
}

#[test]
fn when_the_last_watcher_goes_the_memory_comes_back() {
    let store = Store::new(table(1_000));
    store.click();
    // What a store needs to have watchers at all is made with the first, and stays.
    drop(store.rows().at(0).label().watch(|_| {}));
    store.click();
    let kept = measure(|| {
        let told = Arc::default();
        let mut watchers: Vec<Subscription> = (0..1_000)
            .map(|id| store.rows().at(id).label().watch(|_| {}))
            .collect();
        watchers.push(watch_keys(&store, &told));
        drop(watchers);
        assert_eq!(store.listener_count(), 0);
        // What the very last one watched is kept until then.
        store.click();
    });
    assert_eq!(kept.bytes_current, 0);
}

#[test]
fn watchers_that_come_and_go_are_forgotten_though_others_stay() {
    let watched = Watched::new();
    let come_and_go = |times: u32| {
        for n in 0..times {
            drop(watched.store.rows().at(n % 150).label().watch(|_| {}));
        }
    };
    come_and_go(N / 100);
    let kept = measure(|| come_and_go(N / 10)).bytes_current;
    assert!(kept < 20_000, "{kept} bytes were kept for what is gone");
}

#[derive(Clone, Debug, PartialEq, State, Serialize, Deserialize)]
struct Book {
    #[state(id)]
    isbn: String,
    title: String,
    chapters: Entities<Chapter>,
}

#[derive(Clone, Debug, PartialEq, State, Serialize, Deserialize)]
struct Chapter {
    #[state(id)]
    number: u8,
    title: String,
}

#[derive(Debug)]
enum ByTitle {}

impl Order<Book> for ByTitle {
    fn compare(a: &Book, b: &Book) -> Ordering {
        a.title.cmp(&b.title)
    }
}

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Library {
    books: Entities<Book>,
    sorted: Entities<Book, ByTitle>,
}

fn book(isbn: &str, title: &str) -> Book {
    let chapter = |number| Chapter {
        number,
        title: format!("{title} {number}"),
    };
    Book {
        isbn: isbn.into(),
        title: title.into(),
        chapters: (1..4).map(chapter).collect(),
    }
}

fn library() -> Library {
    let books = [book("3", "Emma"), book("1", "Dracula"), book("2", "Walden")];
    Library {
        books: books.iter().cloned().collect(),
        sorted: books.into_iter().collect(),
    }
}

#[test]
fn handles_lead_to_entities_and_to_what_is_in_them() {
    let store = Store::new(library());
    let title = store.books().at("1".into()).title();
    assert_eq!(title.to_string(), "books[\"1\"].title");
    assert_eq!(title.get().as_deref(), Some("Dracula"));
    let chapter = store.books().at("1".into()).chapters().at(2).title();
    chapter.set("Whitby".into());
    assert_eq!(chapter.get().as_deref(), Some("Whitby"));
    assert_eq!(store.books().keys(), ["3", "1", "2"].map(str::to_owned));
    assert_eq!(store.books().at("1".into()).chapters().keys(), [1, 2, 3]);
    store.books().update(|books| drop(books.remove("1")));
    assert_eq!((title.get(), chapter.get()), (None, None));
    assert_eq!(
        title.try_set("x".into()),
        Outcome::Failed(Gone::at(&"books[\"1\"].title"))
    );
    let keys = store.books().at("1".into()).chapters().keys();
    assert!(keys.is_empty());
}

#[test]
fn what_is_written_through_a_handle_goes_where_it_belongs() {
    let store = Store::new(library());
    let keys = || store.sorted().keys();
    assert_eq!(keys(), ["1", "3", "2"].map(str::to_owned));
    store.sorted().at("1".into()).title().set("Xanadu".into());
    assert_eq!(keys(), ["3", "2", "1"].map(str::to_owned));
    let emma = store.sorted().at("3".into());
    emma.update(|book| book.title.insert_str(0, "Young "));
    assert_eq!(keys(), ["2", "1", "3"].map(str::to_owned));
    emma.isbn().set("1".into());
    assert_eq!(emma.get(), None, "it has another key");
    assert_eq!(
        keys(),
        ["2", "1"].map(str::to_owned),
        "who had it before is gone"
    );
    assert_eq!(
        store.sorted().at("1".into()).title().get().as_deref(),
        Some("Young Emma")
    );
    let chapter = store.sorted().at("1".into()).chapters().at(3);
    chapter.number().set(9);
    let chapters = store.sorted().at("1".into()).chapters();
    assert_eq!(chapters.keys(), [1, 2, 9], "inside others it is the same");
    store.transaction(|t| {
        t.sorted().at("2".into()).title().set("Zoo".into());
        t.sorted().at("2".into()).isbn().set("7".into());
    });
    assert_eq!(keys(), ["1", "7"].map(str::to_owned));
}

#[test]
fn a_store_may_be_of_entities_alone() {
    let store = Store::new(library().sorted);
    let told: Arc<AtomicUsize> = Arc::default();
    let count = Arc::clone(&told);
    let _keys = store.watch_keys::<_, Entities<Book, ByTitle>, _>(
        leptos_state_core::Root,
        move |keys: &KeyList<Book>| {
            count.fetch_add(keys.len(), SeqCst);
        },
    );
    store.at("1".into()).title().set("Xanadu".into());
    assert_eq!(told.swap(0, SeqCst), 3);
    store.at("1".into()).title().set("Xerxes".into());
    assert_eq!(told.swap(0, SeqCst), 0, "it stays where it is");
}

#[test]
fn a_local_store_has_entities_too() {
    let store = Store::new_local(library(), Environment::default());
    let told: Arc<AtomicUsize> = Arc::default();
    let count = Arc::clone(&told);
    let title = store.books().at("1".into()).title();
    let _title = title.watch(move |_| {
        count.fetch_add(1, SeqCst);
    });
    title.set("x".into());
    store.books().at("2".into()).title().set("x".into());
    assert_eq!(told.load(SeqCst), 1);
}

#[test]
fn a_path_that_leads_to_no_entities_for_a_while_has_no_keys() {
    #[derive(Clone, Default, State)]
    struct Shelf {
        books: Option<Entities<Book>>,
    }
    let store = Store::new(Shelf::default());
    let told: Arc<AtomicUsize> = Arc::default();
    let keys = Arc::clone(&told);
    let books = store.books().some();
    let _keys = store.watch_keys::<_, Entities<Book>, _>(*books.as_path(), move |_| {
        keys.fetch_add(100, SeqCst);
    });
    let titles = Arc::clone(&told);
    let _title = books.at("1".into()).title().watch(move |_| {
        titles.fetch_add(1, SeqCst);
    });
    let told = || told.swap(0, SeqCst);
    store.books().set(Some(library().books));
    assert_eq!(told(), 101);
    store.books().set(Some(library().books));
    assert_eq!(told(), 0);
    store.books().set(None);
    assert_eq!(told(), 101);
    store.books().set(Some(Entities::new()));
    assert_eq!(told(), 0);
}

#[test]
fn what_cannot_be_compared_wakes_when_its_entity_was_changed() {
    #[derive(Clone)]
    struct Opaque;

    #[derive(Clone, State)]
    struct Holder {
        #[state(id)]
        id: u8,
        opaque: Opaque,
        other: u8,
    }
    let holder = |id| Holder {
        id,
        opaque: Opaque,
        other: 0,
    };
    let store = Store::new((0..3).map(holder).collect::<Entities<Holder>>());
    let told: Arc<AtomicUsize> = Arc::default();
    let count = Arc::clone(&told);
    let _opaque = store.at(1).opaque().watch(move |_| {
        count.fetch_add(1, SeqCst);
    });
    store.at(2).other().set(1);
    assert_eq!(told.load(SeqCst), 0, "nothing in its entity was written to");
    store.at(1).other().set(1);
    assert_eq!(told.load(SeqCst), 1);
}

#[test]
fn they_are_stored_as_a_list() {
    let library = library();
    let text = serde_json::to_string(&library).expect("they can be");
    assert!(text.starts_with(r#"{"books":[{"isbn":"3","title":"Emma","chapters":[{"number":1"#));
    let read: Library = serde_json::from_str(&text).expect("it was written so");
    assert_eq!(read, library);
    let unsorted =
        r#"[{"isbn":"1","title":"b","chapters":[]},{"isbn":"2","title":"a","chapters":[]}]"#;
    let sorted: Entities<Book, ByTitle> = serde_json::from_str(unsorted).expect("it is a list");
    assert!(sorted.keys().eq(&["2", "1"]));
}

#[test]
fn what_is_no_list_of_different_entities_can_not_be_read() {
    let read = |text: &str| {
        let read = serde_json::from_str::<Entities<Chapter>>(text);
        read.expect_err("it is none").to_string()
    };
    let twice = r#"[{"number":1,"title":"a"},{"number":2,"title":"b"},{"number":3,"title":"c"},
        {"number":2,"title":"d"},{"number":1,"title":"e"}]"#;
    assert_eq!(
        read(twice),
        "the entities at the indices 1 and 3 have the same key, 2 at line 2 column 58"
    );
    assert_eq!(
        read(r#"{"1":{"number":1,"title":"a"}}"#),
        "invalid type: map, expected a list of entities with different keys at line 1 column 0"
    );
    assert!(read(r#"[{"title":"a"}]"#).starts_with("missing field `number`"));
}

#[test]
fn a_panic_half_way_leaves_them_in_order() {
    let mut books = library().sorted;
    let copy = books.clone();
    let update = AssertUnwindSafe(|| {
        books.update("1", |book| {
            book.isbn = "9".into();
            book.title = "Zoo".into();
            panic!("on purpose");
        });
    });
    assert!(catch_unwind(update).is_err());
    assert_eq!(
        books.position("1"),
        Some(0),
        "it is known by the key that it had"
    );
    assert_eq!(books.len(), 3);
    assert_eq!(
        copy.get("1").map(|book| book.title.as_str()),
        Some("Dracula")
    );

    let test = TestEnvironment::default();
    let store = Store::in_environment(library(), test.environment());
    let write = AssertUnwindSafe(|| {
        store.sorted().at("1".into()).update(|book| {
            book.isbn = "9".into();
            panic!("on purpose");
        });
    });
    assert!(catch_unwind(write).is_err());
    assert_eq!(*store.snapshot().state().as_ref(), library());
}

/// An order that contradicts itself leaves the entities in some order, and each can be found.
#[test]
fn an_order_that_contradicts_itself_loses_nobody() {
    enum Absurd {}

    impl Order<Row> for Absurd {
        fn compare(a: &Row, b: &Row) -> Ordering {
            [Ordering::Less, Ordering::Greater, Ordering::Equal]
                [((a.id * 7 + b.id * 5) % 3) as usize]
        }
    }
    let mut rows: Entities<Row, Absurd> = Entities::default();
    for id in 0..200 {
        assert!(rows.add(row(id * 37 % 200)));
    }
    rows.update_all(|row| row.label.push('!'));
    for id in 0..200 {
        let found = rows.get(&id).expect("it was added");
        assert_eq!((found.id, found.label.ends_with('!')), (id, true));
        let position = rows.position(&id).expect("it was added");
        assert_eq!(rows.nth(position).map(Entity::key), Some(&id));
    }
}

#[test]
fn keys_are_a_list_of_their_own() {
    let mut rows: Entities<Row> = (0..100).map(row).collect();
    let store = Store::new(rows.clone());
    let keys = store.keys();
    rows.update(&5, |row| row.label.clear());
    store.at(5).label().set(String::new());
    assert_eq!(keys, store.keys(), "the keys are the same");
    store.update(|rows| drop(rows.remove(&0)));
    assert_ne!(keys, store.keys());
    assert_eq!(
        (keys.len(), keys.is_empty(), keys.nth(99)),
        (100, false, Some(&99))
    );
    assert_eq!(keys, (0..100).collect::<Vec<u32>>());
    let mut both = keys.clone().into_iter();
    assert_eq!(
        (both.next(), both.nth(40), both.next_back()),
        (Some(0), Some(41), Some(99))
    );
    assert_eq!(both.len(), 57);
    assert_eq!((both.nth(1_000), both.next_back()), (None, None));
    let last = keys.iter().skip(98);
    assert!(last.eq(&[98, 99]));
    assert_eq!(format!("{:?}", KeyList::<Row>::default()), "[]");
}
