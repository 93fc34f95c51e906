//! Derived values are computed when they are read, from one state of each store, and again only if what they read differs.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use leptos_state_core::{derived, DefineError, Derived, Environment, Store, Unreadable};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Cart {
    #[state(key = id)]
    items: Vec<Item>,
    note: String,
}

#[derive(Clone, Debug, PartialEq, State)]
struct Item {
    id: u32,
    cents: u64,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Rates {
    tax: u64,
    shipping: u64,
}

#[actions(no_serde)]
impl Cart {
    fn put(&mut self, id: u32, cents: u64) {
        self.items.push(Item { id, cents });
    }

    fn swap_note(&mut self, note: String) {
        self.note = note;
    }
}

/// Counts.
#[derive(Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn up(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// The count since the last call.
    fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

/// The values that a listener was told.
fn told<T: Clone + PartialEq + Send + Sync + 'static>(
    value: &Derived<T>,
) -> (Arc<Mutex<Vec<T>>>, leptos_state_core::Subscription) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&told);
    let subscription = value.watch(move |value: &T| into.lock().unwrap().push(value.clone()));
    (told, subscription)
}

fn message(panic: &(dyn std::any::Any + Send)) -> &str {
    panic.downcast_ref::<String>().map_or("", String::as_str)
}

fn sum(items: &[Item]) -> u64 {
    items.iter().map(|item| item.cents).sum()
}

#[test]
fn it_is_computed_when_it_is_read_and_then_kept() {
    let cart = Store::new(Cart::default());
    let runs = Count::default();
    let subtotal = derived("subtotal", cart.items(), {
        let runs = runs.clone();
        move |items| {
            runs.up();
            sum(items)
        }
    });
    assert_eq!(runs.take(), 0, "nobody has read it");
    assert_eq!((subtotal.get(), subtotal.get()), (0, 0));
    assert_eq!(runs.take(), 1);

    cart.put(1, 250);
    assert_eq!(runs.take(), 0, "nobody watches it");
    assert_eq!((subtotal.get(), subtotal.get()), (250, 250));
    assert_eq!(runs.take(), 1);

    cart.swap_note("soon".into());
    assert_eq!(subtotal.get(), 250);
    assert_eq!(runs.take(), 0, "it doesn't read the note");

    cart.items().update(|items| items[0].cents = 300);
    cart.items().update(|items| items[0].cents = 250);
    assert_eq!(subtotal.get(), 250);
    assert_eq!(runs.take(), 0, "what it reads is as it was");
}

#[test]
fn it_reads_several_stores_and_all_kinds_of_places() {
    let cart = Store::new(Cart::default());
    let rates = Store::new(Rates {
        tax: 20,
        shipping: 0,
    });
    cart.put(7, 100);
    let third = cart.items().at(7).cents();
    let subtotal = derived("subtotal", &cart, |cart: &Cart| sum(&cart.items));
    let text = derived(
        "text",
        (&cart, rates.tax(), &subtotal, &third, third.clone().or(0)),
        |(cart, tax, subtotal, third, or)| {
            format!("{}: {subtotal} + {tax}%, {third:?}, {or}", cart.items.len())
        },
    );
    assert_eq!(text.get(), "1: 100 + 20%, Some(100), 100");
    rates.tax().set(7);
    cart.items().set(Vec::new());
    assert_eq!(text.get(), "0: 0 + 7%, None, 0");
}

#[test]
fn an_equal_result_is_no_change() {
    let cart = Store::new(Cart::default());
    let runs = Count::default();
    let count = derived("count", &cart, |cart: &Cart| cart.items.len());
    let text = derived("text", &count, {
        let runs = runs.clone();
        move |count| {
            runs.up();
            format!("{count} items")
        }
    });
    let (told, _watching) = told(&text);
    assert_eq!(runs.take(), 1);

    cart.swap_note("soon".into());
    cart.put(1, 5);
    cart.swap_note("later".into());
    assert_eq!(*told.lock().unwrap(), ["1 items"]);
    assert_eq!(runs.take(), 1);
    assert_eq!(text.get(), "1 items");
    assert_eq!(runs.take(), 0, "the watcher had it computed");
}

#[test]
fn a_diamond_is_never_seen_half_updated() {
    let number = Store::new(1_i64);
    let runs = Count::default();
    let plus = derived("plus", &number, |n| n + 1);
    let minus = derived("minus", &number, |n| n - 1);
    let difference = derived("difference", (&plus, &minus), {
        let runs = runs.clone();
        move |(plus, minus)| {
            runs.up();
            (*plus, *minus, plus - minus)
        }
    });
    // A listener to the store that comes before those of the values, and one that comes after.
    let seen = Arc::new(Mutex::new(Vec::new()));
    let read = |label: &'static str| {
        let (seen, difference) = (Arc::clone(&seen), difference.clone());
        move |_: &i64| seen.lock().unwrap().push((label, difference.get()))
    };
    let _before = number.watch_selected(|n| *n, read("before"));
    let (told, _watching) = told(&difference);
    let _after = number.watch_selected(|n| *n, read("after"));
    runs.take();

    number.update(|n| *n = 10);
    assert_eq!(*told.lock().unwrap(), [(11, 9, 2)], "told once");
    assert_eq!(runs.take(), 1, "computed once");
    let both = [("before", (11, 9, 2)), ("after", (11, 9, 2))];
    assert_eq!(*seen.lock().unwrap(), both);
}

#[test]
fn one_reading_sees_one_state_of_a_store_whatever_other_threads_do() {
    let number = Store::new(0_i64);
    let plus = derived("plus", &number, |n| n + 1);
    let minus = derived("minus", &number, |n| n - 1);
    let difference = derived(
        "difference",
        (&plus, &number, &minus),
        |(plus, n, minus)| (plus - n, n - minus),
    );
    let (told, watching) = told(&difference);
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..2)
        .map(|_| {
            let (number, stop) = (number.clone(), Arc::clone(&stop));
            thread::spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    number.update(|n| *n += 1);
                }
            })
        })
        .collect();
    for _ in 0..2_000 {
        assert_eq!(difference.get(), (1, 1));
    }
    stop.store(true, Ordering::SeqCst);
    writers
        .into_iter()
        .for_each(|writer| writer.join().unwrap());
    drop(watching);
    assert!(told.lock().unwrap().is_empty(), "it never changed");
}

#[test]
fn the_last_value_is_told_whichever_threads_commit() {
    let (left, right) = (Store::new(0_u64), Store::new(0_u64));
    let sum = derived("sum", (&left, &right), |(left, right)| left + right);
    let (told, _watching) = told(&sum);
    let writers: Vec<_> = [left, right]
        .into_iter()
        .map(|store| thread::spawn(move || (0..500).for_each(|_| store.update(|n| *n += 1))))
        .collect();
    writers
        .into_iter()
        .for_each(|writer| writer.join().unwrap());
    let told = told.lock().unwrap();
    assert_eq!(told.last(), Some(&1000));
    assert!(told.is_sorted(), "told in order");
}

#[test]
fn a_transaction_in_each_of_two_stores_wakes_once_for_each() {
    let cart = Store::new(Cart::default());
    let rates = Store::new(Rates::default());
    let runs = Count::default();
    let total = derived("total", (&cart.items(), &rates), {
        let runs = runs.clone();
        move |(items, rates)| {
            runs.up();
            sum(items) * (100 + rates.tax) / 100 + rates.shipping
        }
    });
    let (told, _watching) = told(&total);
    runs.take();
    cart.transaction(|t| {
        t.put(1, 100);
        t.put(2, 200);
    });
    rates.transaction(|t| {
        t.tax().set(10);
        t.shipping().set(5);
    });
    assert_eq!(*told.lock().unwrap(), [300, 335]);
    assert_eq!(runs.take(), 2);
}

#[test]
fn nobody_is_told_when_the_guard_is_gone_and_the_stores_forget_him() {
    let cart = Store::new(Cart::default());
    let count = derived("count", cart.items(), |items| items.len());
    let next = derived("next", (&count, &count), |(a, b)| a + b);
    let (told, watching) = told(&next);
    assert_eq!(
        cart.listener_count(),
        1,
        "a place that is read twice is watched once"
    );
    cart.put(1, 1);
    drop(watching);
    assert_eq!(cart.listener_count(), 0);
    cart.put(2, 2);
    assert_eq!(*told.lock().unwrap(), [2]);
    assert_eq!(next.get(), 4);
}

#[test]
fn a_watcher_keeps_the_value_alive_and_a_forgotten_one_is_kept_by_it() {
    let number = Store::new(1);
    let double = derived("double", &number, |n: &i32| n * 2);
    let (watched, watching) = told(&double);
    drop(double);
    number.update(|n| *n = 2);
    assert_eq!(*watched.lock().unwrap(), [4]);
    drop(watching);

    let double = derived("double", &number, |n: &i32| n * 2);
    let (forgotten, watching) = told(&double);
    watching.forget();
    number.update(|n| *n = 3);
    drop(double);
    assert_eq!(number.listener_count(), 0);
    number.update(|n| *n = 4);
    assert_eq!(*forgotten.lock().unwrap(), [6]);
}

#[test]
fn a_listener_may_change_what_it_watches() {
    let number = Store::new(0_i32);
    let double = derived("double", &number, |n| n * 2);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let _watching = double.watch({
        let (seen, number) = (Arc::clone(&seen), number.clone());
        move |double: &i32| {
            seen.lock().unwrap().push(*double);
            if *double < 6 {
                number.update(|n| *n += 1);
            }
        }
    });
    number.update(|n| *n = 1);
    assert_eq!(*seen.lock().unwrap(), [2, 4, 6]);
}

#[test]
fn a_panic_of_a_listener_loses_no_change() {
    let (left, right) = (Store::new(0_i32), Store::new(0_i32));
    let sum = derived("sum", (&left, &right), |(left, right)| left + right);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let _watching = sum.watch({
        let (seen, right) = (Arc::clone(&seen), right.clone());
        move |sum: &i32| {
            seen.lock().unwrap().push(*sum);
            if *sum == 1 {
                right.update(|n| *n = 10);
                panic!("a listener panicked on purpose");
            }
        }
    });
    let panic = catch_unwind(AssertUnwindSafe(|| left.update(|n| *n = 1)));
    assert!(panic.is_err());
    assert_eq!(*seen.lock().unwrap(), [1, 11]);
    left.update(|n| *n = 2);
    assert_eq!(*seen.lock().unwrap(), [1, 11, 12]);
}

#[test]
fn what_can_not_be_compared_counts_as_another_after_each_commit() {
    #[derive(Clone, State)]
    struct Page {
        draw: fn() -> u8,
        title: String,
    }
    let page = Store::new(Page {
        draw: || 1,
        title: String::new(),
    });
    let runs = Count::default();
    let drawn = derived("drawn", page.draw(), {
        let runs = runs.clone();
        move |draw| {
            runs.up();
            draw()
        }
    });
    assert_eq!(drawn.get(), 1);
    page.title().set("x".into());
    assert_eq!(drawn.get(), 1);
    page.draw().set(|| 2);
    assert_eq!(drawn.get(), 2);
    assert!(runs.take() >= 2);
}

#[test]
fn a_cycle_is_refused_by_its_names() {
    let cart = Store::new(Cart::default());
    let total = Derived::<u64>::declare("total");
    let tax = derived("tax", &total, |total| total / 5);
    let unrelated = derived("unrelated", &cart, |cart: &Cart| sum(&cart.items));
    let error = total
        .define((&unrelated, &tax, &cart), |(cents, tax, _)| cents + tax)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`total` can't depend on itself: total → tax → total"
    );
    assert_eq!(
        error,
        DefineError::Cycle {
            chain: vec!["total", "tax", "total"]
        }
    );

    let itself = total.define(&total, |total| *total).unwrap_err();
    assert_eq!(
        itself.to_string(),
        "`total` can't depend on itself: total → total"
    );

    // A refusal leaves it to be defined better.
    cart.put(1, 10);
    total.define(&unrelated, |cents| *cents).unwrap();
    assert_eq!((total.get(), tax.get()), (10, 2));
    let again = total.define(&cart, |_| 0).unwrap_err();
    assert_eq!(again.to_string(), "`total` is defined already");
}

#[test]
fn of_threads_that_close_a_cycle_together_one_is_refused() {
    for _ in 0..200 {
        let (left, right) = (
            Derived::<u8>::declare("left"),
            Derived::<u8>::declare("right"),
        );
        let define = |value: &Derived<u8>, of: &Derived<u8>| {
            let (value, of) = (value.clone(), of.clone());
            thread::spawn(move || value.define(&of, |of| *of))
        };
        let (one, other) = (define(&left, &right), define(&right, &left));
        let results = [one.join().unwrap(), other.join().unwrap()];
        assert!(results.iter().any(Result::is_err), "{results:?}");
    }
}

#[test]
fn what_is_not_defined_yet_can_not_be_read() {
    let later = Derived::<u8>::declare("later");
    let next = derived("next", &later, |later| later + 1);
    assert_eq!(next.current().unwrap_err(), Unreadable::Undefined("later"));
    assert!(next.on_sources(|| ()).is_err());
    let panic = catch_unwind(AssertUnwindSafe(|| next.get())).unwrap_err();
    assert_eq!(message(&*panic), "`later` was read before it was defined");
    let panic = catch_unwind(AssertUnwindSafe(|| next.watch(|_| ()))).unwrap_err();
    assert_eq!(message(&*panic), "`later` was read before it was defined");
}

#[test]
fn a_function_that_reads_its_own_value_panics() {
    let store = Store::new(1_u8);
    let loops = Derived::<u8>::declare("loops");
    let handle = loops.clone();
    loops.define(&store, move |n| n + handle.get()).unwrap();
    let panic = catch_unwind(AssertUnwindSafe(|| loops.get())).unwrap_err();
    assert_eq!(
        message(&*panic),
        "`loops` was read while it was being computed; a derived value may read its sources alone"
    );
}

#[test]
fn inside_an_action_of_its_store_it_has_no_value() {
    let store = Store::new(1_i32).named("numbers");
    let double = derived("double", &store, |n: &i32| n * 2);
    let inside = double.clone();
    store.update(move |_| {
        assert_eq!(
            inside.current().unwrap_err(),
            Unreadable::Applying("numbers")
        );
    });
    assert_eq!(double.get(), 2);
}

#[test]
fn on_sources_tells_without_computing() {
    let number = Store::new(1_i32);
    let (runs, changes) = (Count::default(), Count::default());
    let double = derived("double", &number, {
        let runs = runs.clone();
        move |n: &i32| {
            runs.up();
            n * 2
        }
    });
    let watching = double.on_sources({
        let changes = changes.clone();
        move || changes.up()
    });
    number.update(|n| *n = 2);
    number.update(|n| *n = 3);
    assert_eq!((changes.take(), runs.take()), (2, 0));
    watching.unwrap().forget();
    number.update(|n| *n = 4);
    assert_eq!(changes.take(), 1);
}

#[test]
fn values_of_stores_on_one_thread_need_not_be_send() {
    use std::rc::Rc;
    let words = Store::new_local(vec![Rc::<str>::from("a")], Environment::default());
    let shout = Rc::new("!");
    let first = derived("first", &words, {
        let shout = Rc::clone(&shout);
        move |words: &Vec<Rc<str>>| Rc::<str>::from(format!("{}{shout}", words[0]))
    });
    let last = derived("last", (&first, &words), |(first, words)| {
        (Rc::clone(first), words.len())
    });
    let seen = Rc::new(std::cell::RefCell::new(Vec::new()));
    let into = Rc::clone(&seen);
    let _watching = last.watch(move |last| into.borrow_mut().push(last.clone()));
    words.update(|words| words[0] = "b".into());
    assert_eq!(*seen.borrow(), [("b!".into(), 1)]);
    assert_eq!(last.derived_name(), "last");
    assert_eq!(format!("{last:?}"), "Derived(last)");
}

#[test]
fn nothing_of_it_stays_when_it_is_dropped() {
    let number = Store::new(Arc::new(1_u8));
    let held = Arc::clone(&number.snapshot());
    let same = derived("same", &number, |n: &Arc<u8>| Arc::clone(n));
    let (_, watching) = told(&same);
    assert_eq!(
        Arc::strong_count(&held),
        3,
        "the test's, the state's, the value's"
    );
    drop((same, watching));
    assert_eq!(Arc::strong_count(&held), 2);
}

#[test]
fn keeping_what_was_read_does_not_have_the_state_copied() {
    #[derive(State)]
    struct Big {
        number: i32,
        copies: Count,
    }
    impl Clone for Big {
        fn clone(&self) -> Self {
            self.copies.up();
            Self {
                number: self.number,
                copies: self.copies.clone(),
            }
        }
    }
    let copies = Count::default();
    let big = Store::new(Big {
        number: 0,
        copies: copies.clone(),
    });
    // The first change copies the state that `reset` goes back to.
    big.number().set(1);
    copies.take();
    let double = derived("double", big.number(), |n| n * 2);
    assert_eq!(double.get(), 2);
    big.number().set(2);
    assert_eq!(double.get(), 4);
    assert_eq!(copies.take(), 0);
}
