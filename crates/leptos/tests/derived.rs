//! Derived values are read like signals, and wake their readers when the result is another.

mod common;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use common::{owner, watch, Count, Form};
use leptos::prelude::*;
use leptos_state::prelude::*;

#[test]
fn it_is_computed_when_read_and_wakes_when_the_result_is_another() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let runs = Count::default();
    let adult = derived("adult", form.age(), {
        let runs = runs.clone();
        move |age| {
            runs.up();
            *age >= 2
        }
    });
    assert_eq!((runs.take(), form.listener_count()), (0, 0));
    assert!(!adult.get_untracked());
    assert_eq!((runs.take(), form.listener_count()), (1, 0));

    let reader = watch(move || adult.get());
    let other = watch(move || adult.with(|adult| *adult));
    assert_eq!((reader.take(), other.take(), runs.take()), (1, 1, 0));
    form.rename("Ada".into());
    assert_eq!((reader.take(), runs.take()), (0, 0));
    form.birthday();
    assert_eq!((reader.take(), other.take(), runs.take()), (0, 0, 1));
    form.birthday();
    assert_eq!((reader.take(), other.take(), runs.take()), (1, 1, 1));
    assert!(adult.get_untracked());
    assert_eq!(runs.take(), 0);
}

#[test]
fn it_reads_several_stores_and_other_derived_values() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let limit = Store::new(2_u32);
    let initial = derived("initial", form.name(), |name: &String| name.chars().next());
    let text = derived(
        "text",
        (&form, limit, &initial, form.address().city()),
        |(form, limit, initial, city)| format!("{initial:?} {city} {} of {limit}", form.age),
    );
    let reader = watch(move || text.get());
    reader.take();
    form.transaction(|t| {
        t.birthday();
        t.name().set("Ada".into());
        t.address().city().set("London".into());
    });
    assert_eq!(reader.take(), 1, "once for a transaction");
    limit.update(|n| *n = 3);
    assert_eq!(reader.take(), 1);
    limit.update(|n| *n = 3);
    assert_eq!(reader.take(), 0);
    assert_eq!(text.get_untracked(), "Some('A') London 1 of 3");
}

#[test]
fn no_reader_sees_a_diamond_half_updated() {
    let _owner = owner();
    let number = Store::new(1_i64);
    let runs = Count::default();
    let plus = derived("plus", number, |n| n + 1);
    let minus = derived("minus", number, |n| n - 1);
    let both = derived("both", (plus, minus), {
        let runs = runs.clone();
        move |(plus, minus)| {
            runs.up();
            (*plus, *minus)
        }
    });
    let seen = Arc::new(Mutex::new(Vec::new()));
    let see = |read: Box<dyn Fn() -> (i64, i64) + Send + Sync>| {
        let seen = Arc::clone(&seen);
        watch(move || {
            let read = read();
            seen.lock().unwrap().push(read);
        })
    };
    let separate = see(Box::new(move || (plus.get(), minus.get())));
    let joined = see(Box::new(move || both.get()));
    // A listener inside the commit, that comes before or after the others.
    let listener = number.try_arc_store().unwrap().watch_selected(|n| *n, {
        let seen = Arc::clone(&seen);
        move |_| seen.lock().unwrap().push(both.get_untracked())
    });
    for count in [&separate, &joined, &runs] {
        count.take();
    }
    number.update(|n| *n = 10);
    assert_eq!((joined.take(), runs.take()), (1, 1));
    assert!(separate.take() > 0);
    let seen = seen.lock().unwrap();
    assert!(
        seen.iter().all(|(plus, minus)| plus - minus == 2),
        "{seen:?}"
    );
    drop(listener);
}

#[test]
fn it_stands_where_a_signal_does() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let years = derived("years", form.age(), |age| age * 10);
    let signal: Signal<u32> = years.into();
    let memo = Memo::new(move |_| years.get() + 1);
    form.birthday();
    assert_eq!((signal.get_untracked(), memo.get_untracked()), (10, 11));
    assert_eq!(years.read_untracked().to_string(), "10");
    assert_eq!(format!("{years:?}"), "Derived(years)");
    assert_eq!(years.derived_name(), "years");
    assert_eq!(format!("{:?}", years.read_untracked()), "10");
    assert!(years.defined_at().is_some());
    let same = years;
    assert!(years == same && years != derived("years", form.age(), |age| age * 10));
}

#[test]
fn it_is_shown_by_a_view() {
    let _owner = owner();
    let form = Store::new(Form::default());
    form.birthday();
    let years = derived("years", form.age(), |age| age * 10);
    let shown = view! { <p>{years}</p> };
    let html = shown.to_html();
    assert!(
        html.starts_with("<p") && html.contains("10") && html.ends_with("</p>"),
        "{html}"
    );
}

#[test]
fn a_store_of_one_thread_has_derived_values_of_that_thread() {
    let _owner = owner();
    let words = Store::new_local(vec![Rc::<str>::from("a")]);
    let ends = Rc::new(RefCell::new(String::from("!")));
    let first = derived("first", words, move |words: &Vec<Rc<str>>| {
        Rc::<str>::from(format!("{}{}", words[0], ends.borrow()))
    });
    let signal: Signal<Rc<str>, LocalStorage> = first.into();
    words.update(|words| words[0] = "b".into());
    assert_eq!(&*signal.get_untracked(), "b!");
}

#[test]
fn it_goes_with_its_owner() {
    let outer = owner();
    let form = Store::new(Form::default());
    let inner = outer.child();
    let (age, reader) = inner.with(|| {
        let age = derived("age", form.age(), |age| *age);
        (age, watch(move || age.get()))
    });
    reader.take();
    assert_eq!(form.listener_count(), 1);
    assert!(!age.is_disposed());
    inner.cleanup();
    drop(inner);
    assert_eq!(form.listener_count(), 0, "nothing of it stays");
    form.birthday();
    assert_eq!(reader.take(), 0);
    assert!(age.is_disposed());
    assert_eq!(age.try_get(), None);
    assert!(age.try_read_untracked().is_none());
}

#[test]
#[should_panic(
    expected = "store `Form` was used after the owner in which it was made was disposed of"
)]
fn it_can_not_be_made_of_a_store_that_is_gone() {
    let outer = owner();
    let inner = outer.child();
    let form = inner.with(|| Store::new(Form::default()));
    inner.cleanup();
    derived("age", form.age(), |age| *age);
}

#[test]
fn a_cycle_is_refused_by_its_names_and_a_definition_wakes() {
    let _owner = owner();
    let cents = Store::new(100_u32);
    let total = Derived::<u32>::declare("total");
    let reader = watch(move || total.try_get());
    reader.take();
    let tax = derived("tax", total, |total| total / 5);
    let error = total.define((cents, tax), |(cents, tax)| cents + tax);
    assert_eq!(
        error.unwrap_err().to_string(),
        "`total` can't depend on itself: total → tax → total"
    );
    assert_eq!(reader.take(), 0);

    total.define(cents, |cents| *cents).unwrap();
    assert_eq!(reader.take(), 1);
    cents.update(|n| *n = 200);
    assert_eq!(reader.take(), 1);
    assert_eq!(tax.get_untracked(), 40);
}
