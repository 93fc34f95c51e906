//! What Zustand's tests assert of stores in React components, asserted of ours in Leptos. `tests/README.md` says which test
//! stands for which.
//!
//! A component of Leptos runs once; what runs again is each place of its view that reads something. So where Zustand's tests
//! count renders, these count how often such a place runs.

mod common;

use std::collections::BTreeMap;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{Arc, Mutex};

use common::{owner, watch, Count};
use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Counter {
    count: i32,
    other: i32,
}

#[actions]
impl Counter {
    fn increment(&mut self) {
        self.count += 1;
    }

    fn count_again(&mut self, count: i32) {
        self.count = count;
    }
}

/// What a place of a view shows, last and how often.
#[derive(Clone)]
struct Shown(Arc<Mutex<Vec<String>>>);

impl Shown {
    /// Shows what `render` returns, now and whenever what it read is another.
    fn of(render: impl Fn() -> String + Send + Sync + 'static) -> Self {
        let shown = Self(Arc::default());
        let texts = Arc::clone(&shown.0);
        ImmediateEffect::new_scoped(move || {
            let text = render();
            texts.lock().unwrap().push(text);
        });
        shown
    }

    fn last(&self) -> String {
        let shown = self.0.lock().unwrap();
        shown.last().cloned().expect("it was shown")
    }

    fn times(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

// tests/basic.test.tsx

#[test]
fn one_handle_is_the_hook_and_the_store() {
    let _owner = owner();
    let provided = provide_store(Store::new(Counter::default()));
    let used = use_store::<Counter>();
    assert_eq!(used, provided);
    used.increment();
    assert_eq!(provided.snapshot().count, 1);
    provided.reset_state();
    assert_eq!(used.count().get(), 0);
}

#[test]
fn a_place_that_reads_the_whole_state_shows_what_an_action_did() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let shown = Shown::of(move || format!("count: {}", counter.get().count));
    counter.increment();
    assert_eq!(shown.last(), "count: 1");
}

#[test]
fn a_place_that_reads_a_selection_shows_what_an_action_did() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let count = counter.select(|counter| counter.count);
    let shown = Shown::of(move || format!("count: {}", count.get()));
    counter.increment();
    assert_eq!(shown.last(), "count: 1");
}

/// Equal to any other if it is 1.
#[derive(Clone, Copy)]
struct UnlessOne(i32);

impl PartialEq for UnlessOne {
    fn eq(&self, newer: &Self) -> bool {
        newer.0 == 1 || self.0 == newer.0
    }
}

#[test]
fn a_selection_is_compared_as_its_type_says() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let count = counter.select(|counter| UnlessOne(counter.count));
    let shown = Shown::of(move || count.get().0.to_string());
    counter.count_again(1);
    assert_eq!((shown.times(), shown.last()), (1, "0".into()));
    counter.count_again(2);
    assert_eq!((shown.times(), shown.last()), (2, "2".into()));
}

#[test]
fn only_the_place_whose_value_differs_runs_again() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let shown = Shown::of(move || format!("count: {}", counter.count().get()));
    let control = watch(move || move || counter.increment());
    counter.increment();
    assert_eq!((shown.times(), shown.last()), (2, "count: 1".into()));
    assert_eq!(control.take(), 1);
}

#[test]
fn a_place_runs_once_for_a_transaction() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let shown = Shown::of(move || format!("count: {}", counter.count().get()));
    counter.transaction(|t| {
        t.increment();
        t.increment();
    });
    assert_eq!((shown.times(), shown.last()), (2, "count: 2".into()));
}

#[test]
fn a_place_may_come_to_read_another_field() {
    let _owner = owner();
    let counter = Store::new(Counter { count: 1, other: 2 });
    let which = RwSignal::new(false);
    let shown = Shown::of(move || {
        let field = if which.get() {
            counter.other().get()
        } else {
            counter.count().get()
        };
        field.to_string()
    });
    assert_eq!(shown.last(), "1");
    which.set(true);
    assert_eq!(shown.last(), "2");
    counter.increment();
    assert_eq!(shown.times(), 2, "what it read before does not concern it");
    counter.other().set(3);
    assert_eq!(shown.last(), "3");
}

/// Equal to every other, or to none.
#[derive(Clone, Copy)]
struct Judged {
    value: i32,
    always_equal: bool,
}

impl PartialEq for Judged {
    fn eq(&self, _: &Self) -> bool {
        self.always_equal
    }
}

#[test]
fn a_selection_may_be_made_again_with_another_comparison() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let always_equal = RwSignal::new(false);
    let judged = Memo::new(move |_| {
        let always_equal = always_equal.get();
        counter.select(move |counter| Judged {
            value: counter.count,
            always_equal,
        })
    });
    let shown = Shown::of(move || judged.get().get().value.to_string());
    counter.count_again(0);
    assert_eq!((shown.times(), shown.last()), (2, "0".into()));
    always_equal.set(true);
    assert_eq!(shown.times(), 3);
    counter.count_again(1);
    assert_eq!((shown.times(), shown.last()), (3, "0".into()));
    assert_eq!(counter.listener_count(), 1, "the selection before is gone");
}

#[test]
fn the_whole_state_a_field_and_a_selection_are_read_side_by_side() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let highest = counter.select(|counter| counter.count.max(0));
    let whole = Shown::of(move || format!("{:?}", counter.get()));
    let field = Shown::of(move || counter.count().get().to_string());
    let selected = Shown::of(move || highest.get().to_string());
    counter.count_again(-1);
    assert_eq!(whole.last(), "Counter { count: -1, other: 0 }");
    assert_eq!((field.last(), field.times()), ("-1".into(), 2));
    assert_eq!((selected.last(), selected.times()), ("0".into(), 1));
    counter.count_again(1);
    assert_eq!((selected.last(), selected.times()), ("1".into(), 2));
}

/// The text of the panic that `run` ends in.
fn panic_of(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    (*panic.downcast::<&str>().expect("a panic has a text")).to_owned()
}

#[test]
fn a_selector_s_panic_reaches_who_changed_the_state_and_no_other_place() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let broken = counter.select(|counter| {
        assert!(counter.count == 0, "in a selector");
        counter.count
    });
    let (first, second) = (
        Shown::of(move || broken.get().to_string()),
        Shown::of(move || counter.count().get().to_string()),
    );
    assert_eq!(panic_of(|| counter.increment()), "in a selector");
    assert_eq!((first.last(), second.last()), ("0".into(), "1".into()));
    counter.reset_state();
    assert_eq!(second.last(), "0", "the store works on");
}

/// Can be compared while it is 0.
#[derive(Clone, Copy)]
struct Brittle(i32);

impl PartialEq for Brittle {
    fn eq(&self, other: &Self) -> bool {
        assert!(self.0 == 0 && other.0 == 0, "in a comparison");
        true
    }
}

#[test]
fn a_comparison_s_panic_reaches_who_changed_the_state_and_no_other_place() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let broken = counter.select(|counter| Brittle(counter.count));
    let (first, second) = (
        Shown::of(move || broken.get().0.to_string()),
        Shown::of(move || counter.count().get().to_string()),
    );
    assert_eq!(panic_of(|| counter.increment()), "in a comparison");
    assert_eq!((first.last(), second.last()), ("0".into(), "1".into()));
    counter.reset_state();
    assert_eq!(second.last(), "0", "the store works on");
}

#[test]
fn the_state_is_read_through_the_handle_and_from_inside() {
    let _owner = owner();
    let counter = Store::new(Counter { count: 1, other: 0 });
    assert_eq!((counter.get().count, counter.snapshot().count), (1, 1));
    assert_eq!(
        counter.try_update(|counter| counter.count),
        Outcome::Done(1)
    );
}

#[test]
fn the_state_is_set_by_value_and_by_function() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    counter.count_again(2);
    assert_eq!(counter.count().get(), 2);
    counter.count().set(3);
    assert_eq!(counter.count().get(), 3);
    counter.update(|counter| counter.count += 1);
    assert_eq!(counter.count().get(), 4);
    counter.count().update(|count| *count += 1);
    assert_eq!(counter.count().get(), 5);
}

#[test]
fn nan_after_nan_runs_a_place_that_compares_it_as_a_number_and_not_one_that_compares_its_bits() {
    let _owner = owner();
    let degrees = Store::new(f64::NAN);
    let bits = degrees.select(|degrees| degrees.to_bits());
    let (number, bits) = (watch(move || degrees.get()), watch(move || bits.get()));
    degrees.update(|degrees| *degrees = f64::NAN);
    assert_eq!((number.take(), bits.take()), (2, 1));
}

#[derive(Clone, Debug, PartialEq, State)]
enum Either {
    Left { a: i32 },
    Right { b: i32 },
}

#[test]
fn a_state_is_replaced_by_one_of_another_shape() {
    let _owner = owner();
    let either = Store::new(Either::Left { a: 1 });
    let shown =
        Shown::of(move || format!("{:?}", (either.left().a().get(), either.right().b().get())));
    either.update(|either| *either = Either::Right { b: 2 });
    assert_eq!(shown.last(), "(None, Some(2))");
}

#[test]
fn a_selector_runs_once_for_each_commit_however_many_read_it() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let calls = Count::default();
    let counted = calls.clone();
    let count = counter.select(move |counter| {
        counted.up();
        counter.count
    });
    calls.take();
    for _ in 0..3 {
        watch(move || count.get());
    }
    assert_eq!(calls.take(), 0, "reading it calls nothing");
    counter.increment();
    counter.other().set(1);
    assert_eq!(calls.take(), 2);
}

#[derive(Clone, Debug, Default, State)]
struct Family {
    children: BTreeMap<u8, Child>,
}

#[derive(Clone, Debug, PartialEq, State)]
struct Child {
    text: String,
}

fn child(n: u8) -> (u8, Child) {
    let text = format!("child {n}");
    (n, Child { text })
}

#[test]
fn a_list_is_told_before_the_rows_in_it() {
    let _owner = owner();
    let family = Store::new(Family {
        children: BTreeMap::from([child(1), child(2)]),
    });
    let order = Arc::new(Mutex::new(Vec::new()));
    let (list, row) = (Arc::clone(&order), Arc::clone(&order));
    // The row comes first, as a component that is still there would.
    let _row = Shown::of(move || {
        row.lock().unwrap().push("row");
        format!("{:?}", family.children().at(1).text().get())
    });
    let shown = Shown::of(move || {
        list.lock().unwrap().push("list");
        let texts = family.children().keys().into_iter();
        let texts = texts.map(|key| family.children().at(key).text().get_untracked());
        format!("{:?}", texts.collect::<Vec<_>>())
    });
    order.lock().unwrap().clear();
    family.update(|family| family.children = BTreeMap::from([child(3)]));
    assert_eq!(shown.last(), r#"[Some("child 3")]"#);
    assert_eq!(*order.lock().unwrap(), ["list", "row"]);
}

#[test]
fn a_component_that_goes_takes_its_own_readers_along_and_no_other_s() {
    let owner = owner();
    let counter = Store::new(Counter::default());
    let count = move || Shown::of(move || format!("count: {}", counter.count().get()));
    let replaced = owner.child();
    let before = replaced.with(|| {
        counter.increment();
        count()
    });
    let beside = count();
    drop(replaced);
    let after = count();
    counter.increment();
    assert_eq!(
        (after.last(), beside.last()),
        ("count: 2".into(), "count: 2".into())
    );
    assert_eq!(before.last(), "count: 1", "what has gone is not told");
}

#[test]
fn a_reader_that_comes_takes_no_other_s_place() {
    let owner = owner();
    let counter = Store::new(Counter::default());
    let count =
        move |name: &'static str| Shown::of(move || format!("{name}: {}", counter.count().get()));
    let first = owner.child();
    first.with(|| count("one"));
    drop(first);
    let second = owner.child();
    second.with(|| count("two"));
    drop(second);
    let shown = [count("two"), count("one"), count("one")];
    counter.increment();
    assert_eq!(
        shown.each_ref().map(Shown::last),
        ["two: 1", "one: 1", "one: 1"]
    );
    assert_eq!(shown.each_ref().map(Shown::times), [2, 2, 2]);
}

#[test]
fn a_state_need_not_be_a_struct() {
    let _owner = owner();
    let count = Store::new(1_i32);
    let shown = Shown::of(move || format!("count: {}", count.get()));
    assert_eq!(shown.last(), "count: 1");
    count.update(|count| *count += 1);
    assert_eq!(shown.last(), "count: 2");
}

#[test]
fn a_state_may_be_nothing() {
    let _owner = owner();
    let nothing = Store::new(());
    let said = nothing.select(|()| "nothing");
    let shown = Shown::of(move || format!("{:?} {}", nothing.get(), said.get()));
    assert_eq!(shown.last(), "() nothing");
}

// tests/shallow.test.tsx

#[derive(Clone, Debug, Default, State)]
struct Village {
    people: Vec<String>,
    fetched: String,
    numbers: BTreeMap<&'static str, i32>,
}

fn village() -> Store<Village> {
    Store::new(Village {
        numbers: BTreeMap::from([("a", 1), ("b", 2), ("c", 3)]),
        ..Village::default()
    })
}

#[test]
fn a_list_can_be_selected() {
    let _owner = owner();
    let village = village();
    let people = village.select(|village| village.people.clone());
    let shown = Shown::of(move || people.read().len().to_string());
    village
        .people()
        .update(|people| people.push("Asterix".into()));
    assert_eq!(shown.last(), "1");
}

#[test]
fn a_text_can_be_selected() {
    let _owner = owner();
    let village = village();
    let fetched = village.select(|village| village.fetched.clone());
    let shown = Shown::of(move || fetched.get().to_uppercase());
    village.fetched().set("now".into());
    assert_eq!(shown.last(), "NOW");
}

fn names(village: &Village) -> Vec<&'static str> {
    village.numbers.keys().copied().collect()
}

#[test]
fn a_selection_is_what_its_selector_returns() {
    let _owner = owner();
    let village = village();
    let selected = village.select(names);
    assert_eq!(selected.get(), names(&village.snapshot()));
    village
        .numbers()
        .update(|numbers| _ = numbers.insert("d", 4));
    assert_eq!(selected.get(), names(&village.snapshot()));
}

#[test]
fn an_equal_selection_keeps_the_value_that_is_there() {
    let _owner = owner();
    let village = village();
    let selected = village.select(|village| Arc::new(names(village)));
    let before = selected.get();
    village
        .numbers()
        .update(|numbers| _ = numbers.insert("a", 4));
    assert!(Arc::ptr_eq(&before, &selected.get()));
}

#[test]
fn a_place_runs_again_only_when_its_selection_differs() {
    let _owner = owner();
    let village = village();
    let selected = village.select(names);
    let shown = Shown::of(move || selected.get().join(","));
    village
        .numbers()
        .update(|numbers| _ = numbers.insert("a", 4));
    assert_eq!((shown.times(), shown.last()), (1, "a,b,c".into()));
    village
        .numbers()
        .update(|numbers| _ = numbers.insert("d", 10));
    assert_eq!((shown.times(), shown.last()), (2, "a,b,c,d".into()));
}

#[test]
fn what_depends_on_the_store_and_on_a_signal_follows_both() {
    let _owner = owner();
    let village = village();
    let count = RwSignal::new(0);
    let joined =
        Memo::new(move |_| format!("{},{}", names(&village.read()).join(","), count.get()));
    let shown = Shown::of(move || joined.get());
    assert_eq!(shown.last(), "a,b,c,0");
    count.set(1);
    assert_eq!(shown.last(), "a,b,c,1");
    village
        .numbers()
        .update(|numbers| _ = numbers.insert("d", 10));
    assert_eq!(shown.last(), "a,b,c,d,1");
}

// tests/redux.test.tsx

#[test]
fn an_action_is_dispatched_as_a_value_in_a_component_too() {
    let _owner = owner();
    let counter = Store::new(Counter::default());
    let shown = Shown::of(move || counter.count().get().to_string());
    counter.dispatch(CounterAction::Increment);
    assert_eq!(shown.last(), "1");
}

// tests/context.test.tsx

#[test]
fn a_store_is_provided_and_used() {
    let owner = owner();
    provide_store(Store::new(Counter::default()));
    let shown = owner.child().with(|| {
        let counter = use_store::<Counter>();
        let shown = Shown::of(move || format!("count: {}", counter.get().count));
        counter.increment();
        shown
    });
    assert_eq!(shown.last(), "count: 1");
}

#[test]
fn a_provided_store_is_selected_from() {
    let owner = owner();
    let provided = provide_store(Store::new(Counter::default()));
    let below = owner.child();
    let shown = below.with(|| {
        let count = use_store::<Counter>().select(|counter| counter.count);
        Shown::of(move || format!("count: {}", count.get()))
    });
    provided.increment();
    assert_eq!(shown.last(), "count: 1");
}

#[test]
fn a_provided_store_is_subscribed_to_and_written() {
    let _owner = owner();
    provide_store(Store::new(Counter::default()));
    let counter = use_store::<Counter>();
    let count = RwSignal::new(0);
    let subscription = counter.subscribe(move |commit| count.set(commit.state().count));
    counter.count().set(counter.snapshot().count + 1);
    assert_eq!(count.get(), 1);
    drop(subscription);
    counter.count().set(counter.snapshot().count + 1);
    assert_eq!((count.get(), counter.count().get()), (1, 2));
}

#[test]
#[should_panic(expected = "no store of `Counter` was provided above")]
fn using_what_nobody_provided_says_so() {
    let _owner = owner();
    let _ = use_store::<Counter>();
}
