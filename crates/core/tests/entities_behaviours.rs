//! What entities do, behaviour by behaviour. `tests/README.md` has the list of those that users of Redux Toolkit's entity
//! adapter know, and says which test holds each.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use leptos_state_core::entities::{Entities, Insertion, Order};
use leptos_state_core::Store;
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, PartialEq, State)]
struct Book {
    #[state(id)]
    id: String,
    title: String,
    author: Option<String>,
}

#[derive(Debug)]
enum ByTitle {}

impl Order<Book> for ByTitle {
    fn compare(a: &Book, b: &Book) -> Ordering {
        a.title.cmp(&b.title)
    }
}

fn book(id: &str, title: &str) -> Book {
    Book {
        id: id.into(),
        title: title.into(),
        author: None,
    }
}

fn walden() -> Book {
    book("w", "Walden")
}

fn emma() -> Book {
    book("e", "Emma")
}

fn hamlet() -> Book {
    Book {
        author: Some("Shakespeare".into()),
        ..book("h", "Hamlet")
    }
}

type Unsorted = Entities<Book, Insertion>;
type Sorted = Entities<Book, ByTitle>;

/// Books by their keys, as one has them who looks them up.
fn dictionary(books: [Book; 2]) -> BTreeMap<String, Book> {
    books.map(|book| (book.id.clone(), book)).into()
}

/// The keys and the titles, in order.
fn shown<O>(books: &Entities<Book, O>) -> String {
    for (at, book) in books.iter().enumerate() {
        assert_eq!(books.get(&book.id), Some(book));
        assert_eq!(books.position(&book.id), Some(at));
    }
    let shown: Vec<_> = books
        .keys()
        .zip(books)
        .map(|(key, book)| format!("{key} {}", book.title))
        .collect();
    shown.join(", ")
}

/// Does the same to books in either order, by themselves and as a change of a store, and compares what they are then.
fn assert_both(
    before: &[Book],
    unsorted: impl Fn(&mut Unsorted) + Clone + Send + Sync + 'static,
    sorted: impl Fn(&mut Sorted) + Clone + Send + Sync + 'static,
    expected: [&str; 2],
) {
    fn assert<O: Order<Book>>(
        before: &[Book],
        change: impl Fn(&mut Entities<Book, O>) + Send + Sync + 'static,
        expected: &str,
    ) {
        let before: Entities<Book, O> = before.iter().cloned().collect();
        let mut plain = before.clone();
        change(&mut plain);
        assert_eq!(shown(&plain), expected);
        let store = Store::new(before.clone());
        store.update(move |books| change(books));
        assert_eq!(shown(&store.snapshot()), expected);
        let untouched: Entities<Book, O> = before.iter().cloned().collect();
        assert_eq!(shown(&before), shown(&untouched), "a copy stays as it is");
    }
    assert(before, unsorted, expected[0]);
    assert(before, sorted, expected[1]);
}

macro_rules! both {
    ($before:expr, |$books:ident| $change:expr, $unsorted:literal, $sorted:literal) => {
        assert_both(
            &$before,
            move |$books| {
                $change;
            },
            move |$books| {
                $change;
            },
            [$unsorted, $sorted],
        )
    };
}

#[test]
fn there_are_none_at_first() {
    assert_eq!((Unsorted::new().len(), Sorted::default().len()), (0, 0));
    assert_eq!(shown(&Unsorted::new()), "");
}

#[test]
fn one_is_added() {
    both!(
        [],
        |books| assert!(books.add(walden())),
        "w Walden",
        "w Walden"
    );
}

#[test]
fn one_that_is_there_is_not_added_again() {
    both!(
        [walden()],
        |books| assert!(!books.add(book("w", "Another"))),
        "w Walden",
        "w Walden"
    );
}

#[test]
fn many_are_added() {
    both!(
        [walden()],
        |books| assert_eq!(books.add_many([hamlet(), emma(), walden()]), 2),
        "w Walden, h Hamlet, e Emma",
        "e Emma, h Hamlet, w Walden"
    );
    both!(
        [walden()],
        |books| books.add_many(dictionary([hamlet(), emma()]).into_values()),
        "w Walden, e Emma, h Hamlet",
        "e Emma, h Hamlet, w Walden"
    );
}

#[test]
fn those_that_are_set_as_all_take_the_place_of_all() {
    both!(
        [walden()],
        |books| assert_eq!(books.set_all([hamlet(), emma()]), 2),
        "h Hamlet, e Emma",
        "e Emma, h Hamlet"
    );
    both!(
        [walden()],
        |books| books.set_all(dictionary([hamlet(), emma()]).into_values()),
        "e Emma, h Hamlet",
        "e Emma, h Hamlet"
    );
}

#[test]
fn of_several_with_one_key_the_last_is_set() {
    let several = || [book("a", "First"), emma(), book("a", "Second")];
    both!(
        [],
        |books| assert_eq!(books.set_many(several()), 2),
        "a Second, e Emma",
        "e Emma, a Second"
    );
    both!(
        [],
        |books| assert_eq!(books.set_all(several()), 2),
        "a Second, e Emma",
        "e Emma, a Second"
    );
}

#[test]
fn one_is_removed() {
    both!(
        [walden()],
        |books| assert_eq!(books.remove("w"), Some(walden())),
        "",
        ""
    );
    both!(
        [walden(), hamlet()],
        |books| assert_eq!(
            (books.remove("w"), books.remove("w")),
            (Some(walden()), None)
        ),
        "h Hamlet",
        "h Hamlet"
    );
}

#[test]
fn many_are_removed() {
    both!(
        [walden(), hamlet(), emma()],
        |books| assert_eq!(books.remove_many(["w", "e", "nobody's"]), 2),
        "h Hamlet",
        "h Hamlet"
    );
}

#[test]
fn all_are_removed() {
    both!(
        [walden(), hamlet(), emma()],
        |books| assert_eq!(books.remove_all(), 3),
        "",
        ""
    );
}

#[test]
fn one_is_updated() {
    both!(
        [walden(), hamlet()],
        |books| assert_eq!(
            books.update("w", |book| book.title = "Wall".into()),
            Some(())
        ),
        "w Wall, h Hamlet",
        "h Hamlet, w Wall"
    );
}

#[test]
fn one_that_is_not_there_is_not_updated() {
    both!(
        [walden()],
        |books| assert_eq!(books.update("h", |book| book.title.clear()), None),
        "w Walden",
        "w Walden"
    );
}

#[test]
fn an_update_that_moves_nobody_leaves_the_keys_as_they_were() {
    let store = Store::new([walden(), hamlet()].into_iter().collect::<Sorted>());
    let keys = store.keys();
    let told = std::sync::Arc::new(std::sync::Mutex::new(0));
    let count = std::sync::Arc::clone(&told);
    let path = leptos_state_core::Root;
    let _keys = store.watch_keys::<_, Sorted, _>(path, move |_| *count.lock().unwrap() += 1);
    store.update(|books| {
        books.update("w", |book| book.title.push_str(" Pond"));
    });
    assert_eq!((store.keys() == keys, *told.lock().unwrap()), (true, 0));
    store.update(|books| {
        books.update("w", |book| book.title.insert(0, 'A'));
    });
    assert_eq!((store.keys() == keys, *told.lock().unwrap()), (false, 1));
}

#[test]
fn the_key_of_one_can_be_updated() {
    both!(
        [walden(), hamlet()],
        |books| books.update("w", |book| book.id = "new".into()),
        "new Walden, h Hamlet",
        "h Hamlet, new Walden"
    );
}

#[test]
fn one_that_gets_the_key_of_another_takes_its_place() {
    both!(
        [book("a", "1"), book("b", "2"), book("c", "3")],
        |books| books.update("b", |book| book.id = "c".into()),
        "a 1, c 2",
        "a 1, c 2"
    );
    both!(
        [book("a", "1"), book("b", "2")],
        |books| books.update("a", |book| book.id = "b".into()),
        "b 1",
        "b 1"
    );
}

#[test]
fn renaming_one_twice_leaves_one() {
    both!(
        [walden()],
        |books| {
            let ids = Cell::new(["x", "y"].into_iter());
            let rename = |book: &mut Book| {
                let mut rest = ids.take();
                book.id = rest.next().unwrap_or_default().into();
                ids.set(rest);
            };
            // Nobody has the key any more when it is looked for again.
            assert_eq!(books.update_many(["w", "w"], rename), 1);
        },
        "x Walden",
        "x Walden"
    );
}

#[test]
fn one_that_is_sorted_by_something_else_moves() {
    both!(
        [walden(), hamlet(), emma()],
        |books| books.update("w", |book| book.title = "First".into()),
        "w First, h Hamlet, e Emma",
        "e Emma, w First, h Hamlet"
    );
    both!(
        [walden(), hamlet(), emma()],
        |books| books.update("w", |book| *book = self::book("new", "First")),
        "new First, h Hamlet, e Emma",
        "e Emma, new First, h Hamlet"
    );
}

#[test]
fn those_that_compare_as_equal_keep_their_order() {
    let same = [
        book("c", "3"),
        book("a", "1"),
        book("d", "3"),
        book("b", "2"),
        book("e", "3"),
    ];
    let sorted = "a 1, b 2, c 3, d 3, e 3";
    let mut books: Sorted = same.into_iter().collect();
    assert_eq!(shown(&books), sorted);
    for id in ["c", "d", "e", "a"] {
        books.update(id, |book| book.author = Some(id.into()));
        assert_eq!(shown(&books), sorted);
    }
    books.add(book("f", "3"));
    books.update("a", |book| book.title = "3".into());
    assert_eq!(shown(&books), "b 2, c 3, d 3, e 3, f 3, a 3");
}

#[test]
fn many_are_updated() {
    both!(
        [walden(), hamlet(), emma()],
        |books| {
            let update = |book: &mut Book| book.title = format!("{} {}", book.id, book.title.len());
            assert_eq!(books.update_many(["w", "e", "nobody's", "w"], update), 3);
        },
        "w w 3, h Hamlet, e e 4",
        "h Hamlet, e e 4, w w 3"
    );
    both!(
        [walden(), hamlet(), emma()],
        |books| assert_eq!(
            books.update_all(|book| book.title = book.title.split_off(2)),
            3
        ),
        "w lden, h mlet, e ma",
        "w lden, e ma, h mlet"
    );
}

#[test]
fn one_is_added_by_an_upsert_if_it_is_not_there() {
    both!(
        [],
        |books| assert!(books.upsert(walden(), |_, _| unreachable!("nobody has the key"))),
        "w Walden",
        "w Walden"
    );
}

#[test]
fn one_is_merged_by_an_upsert_if_it_is_there() {
    let merge = |there: &mut Book, new: Book| there.title = new.title;
    both!(
        [hamlet(), emma()],
        |books| {
            assert!(!books.upsert(book("h", "A Prince"), merge));
            let author = books.get("h").and_then(|book| book.author.as_deref());
            assert_eq!(author, Some("Shakespeare"), "what is not merged stays");
        },
        "h A Prince, e Emma",
        "h A Prince, e Emma"
    );
}

#[test]
fn many_are_upserted() {
    let merge = |there: &mut Book, new: Book| there.title = new.title;
    both!(
        [walden()],
        |books| assert_eq!(books.upsert_many([book("w", "Zack"), emma()], merge), 1),
        "w Zack, e Emma",
        "e Emma, w Zack"
    );
    both!(
        [walden()],
        |books| books.upsert_many(dictionary([book("w", "Zack"), emma()]).into_values(), merge),
        "w Zack, e Emma",
        "e Emma, w Zack"
    );
    both!(
        [walden()],
        |books| assert_eq!(books.upsert_many([], merge), 0),
        "w Walden",
        "w Walden"
    );
}

#[test]
fn one_is_set_if_it_is_not_there() {
    both!(
        [],
        |books| assert_eq!(books.set(walden()), None),
        "w Walden",
        "w Walden"
    );
    both!(
        [emma(), walden()],
        |books| books.set(hamlet()),
        "e Emma, w Walden, h Hamlet",
        "e Emma, h Hamlet, w Walden"
    );
}

#[test]
fn one_is_replaced_as_a_whole_if_it_is_there() {
    both!(
        [hamlet(), emma()],
        |books| {
            assert_eq!(books.set(book("h", "A Prince")), Some(hamlet()));
            assert_eq!(books.get("h"), Some(&book("h", "A Prince")));
        },
        "h A Prince, e Emma",
        "h A Prince, e Emma"
    );
}

#[test]
fn many_are_set() {
    both!(
        [walden()],
        |books| assert_eq!(books.set_many([book("w", "Zack"), emma()]), 1),
        "w Zack, e Emma",
        "e Emma, w Zack"
    );
    both!(
        [walden()],
        |books| books.set_many(dictionary([book("w", "Zack"), emma()]).into_values()),
        "w Zack, e Emma",
        "e Emma, w Zack"
    );
    both!(
        [walden()],
        |books| assert_eq!(books.set_many([]), 0),
        "w Walden",
        "w Walden"
    );
}

#[test]
fn after_all_are_removed_others_can_be_added_at_once() {
    both!(
        [walden()],
        |books| {
            books.remove_all();
            books.upsert_many([emma()], |_, _| {});
            books.add(walden());
            books.add(hamlet());
        },
        "e Emma, w Walden, h Hamlet",
        "e Emma, h Hamlet, w Walden"
    );
}

thread_local! {
    static COMPARISONS: Cell<usize> = const { Cell::new(0) };
}

#[test]
fn few_are_compared_to_keep_many_sorted() {
    #[derive(Clone, State)]
    struct Item {
        #[state(id)]
        id: u32,
        place: u32,
    }

    enum ByPlace {}

    impl Order<Item> for ByPlace {
        fn compare(a: &Item, b: &Item) -> Ordering {
            COMPARISONS.set(COMPARISONS.get() + 1);
            a.place.cmp(&b.place)
        }
    }

    fn comparisons<T>(run: impl FnOnce() -> T) -> usize {
        COMPARISONS.set(0);
        run();
        COMPARISONS.get()
    }

    let mut rng = fastrand::Rng::with_seed(7);
    let mut item = |id| Item {
        id,
        place: rng.u32(..),
    };
    let at = |id, place| Item { id, place };
    let mut items: Entities<Item, ByPlace> = Entities::default();
    let many: Vec<Item> = (0..10_000).map(&mut item).collect();
    assert!(comparisons(|| items.set_all(many)) < 200_000);
    assert!(comparisons(|| items.add(item(10_000))) < 50);
    assert!(comparisons(|| items.add(at(10_001, u32::MAX / 2))) < 50);
    assert!(comparisons(|| items.add(at(10_002, u32::MAX))) < 50);
    let more: Vec<Item> = (20_000..21_000).map(&mut item).collect();
    assert!(comparisons(|| items.add_many(more)) < 20_000);
    assert!(comparisons(|| items.update(&10_001, |item| item.place = u32::MAX)) < 50);
    assert!(items.iter().is_sorted_by_key(|item| item.place));
    assert!(comparisons(|| items.update(&10_001, |item| *item = at(1 << 20, 0))) < 50);
    assert_eq!(items.position(&(1 << 20)), Some(0));
}

#[test]
fn entities_are_read_one_by_one_and_as_a_whole() {
    let books: Unsorted = [hamlet(), emma(), walden()].into_iter().collect();
    assert!(books.keys().eq(["h", "e", "w"]));
    assert!(books.iter().eq(&[hamlet(), emma(), walden()]));
    assert_eq!((books.len(), books.is_empty()), (3, false));
    assert_eq!((books.get("e"), books.get("x")), (Some(&emma()), None));
    assert_eq!(
        (books.contains_key("w"), books.contains_key("x")),
        (true, false)
    );
    assert_eq!((books.position("w"), books.position("x")), (Some(2), None));
    assert_eq!(
        (books.first(), books.nth(1)),
        (Some(&hamlet()), Some(&emma()))
    );
    assert_eq!((books.last(), books.nth(3)), (Some(&walden()), None));
}

/// They are a field of a state beside others, and what they are made to do is an action.
#[derive(Clone, Default, State)]
struct Shelf {
    books: Unsorted,
    is_dusted: bool,
}

#[actions(no_serde)]
impl Shelf {
    fn add(&mut self, book: Book) -> usize {
        self.books.add(book);
        // What was done is seen by the rest of the action.
        self.books.len()
    }

    fn remove(&mut self, id: String) -> Option<Book> {
        self.books.remove(&id)
    }

    fn upsert(&mut self, book: Book) -> bool {
        self.books.upsert(book, |there, new| *there = new)
    }
}

#[test]
fn operations_are_used_in_actions() {
    let store = Store::new(Shelf {
        is_dusted: true,
        ..Shelf::default()
    });
    assert_eq!(store.try_add(walden()).done(), Some(1));
    assert_eq!(store.try_add(emma()).done(), Some(2));
    assert_eq!(store.books().at("w".into()).get(), Some(walden()));
    assert_eq!(store.try_remove("w".into()).done(), Some(Some(walden())));
    assert_eq!(store.try_remove("w".into()).done(), Some(None));
    assert_eq!(store.books().keys(), ["e".to_owned()]);
    assert_eq!(store.try_upsert(walden()).done(), Some(true));
    assert_eq!(store.try_upsert(book("w", "Pond")).done(), Some(false));
    assert_eq!(shown(&store.snapshot().books), "e Emma, w Pond");
    assert!(store.is_dusted().get());
}

#[test]
fn selectors_read_them_as_part_of_a_state() {
    let store = Store::new(Shelf::default());
    store.add(hamlet());
    store.add(emma());
    let (told, count) = std::sync::mpsc::channel();
    let _total = store.watch_selected(
        |shelf| {
            shelf
                .books
                .iter()
                .filter(|book| book.author.is_some())
                .count()
        },
        move |count| told.send(*count).expect("the test listens"),
    );
    store.add(walden());
    store.remove("h".into());
    assert_eq!(count.try_iter().collect::<Vec<_>>(), [0]);
    assert_eq!(store.snapshot().books.len(), 2);
}

#[test]
fn those_in_no_order_can_be_arranged() {
    let mut books: Unsorted = [hamlet(), emma(), walden()].into_iter().collect();
    assert!(books.swap("h", "w"));
    assert!(books.swap("e", "e"));
    assert_eq!(shown(&books), "w Walden, e Emma, h Hamlet");
    assert!(!books.swap("h", "x"));
    assert!(books.move_to("h", 0));
    assert_eq!(shown(&books), "h Hamlet, w Walden, e Emma");
    assert!(books.move_to("h", 100), "it is the last then");
    assert!(!books.move_to("x", 0));
    assert_eq!(shown(&books), "w Walden, e Emma, h Hamlet");
    books.sort_by(|a, b| a.title.cmp(&b.title));
    assert_eq!(shown(&books), "e Emma, h Hamlet, w Walden");
    assert_eq!(books.retain(|book| book.author.is_none()), 1);
    books.extend([hamlet(), book("e", "Emma II")]);
    assert_eq!(shown(&books), "e Emma II, w Walden, h Hamlet");
    let whole: Vec<Book> = books.into_iter().collect();
    assert_eq!(whole.len(), 3);
}
