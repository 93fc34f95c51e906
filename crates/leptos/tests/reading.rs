//! Stores, fields and selections are read like signals, and wake only those whose value differs.

mod common;

use common::{owner, watch, Form};
use leptos::prelude::*;
use leptos_state::prelude::*;
use leptos_state::Change;

#[test]
fn a_reader_of_a_field_wakes_for_that_field_alone() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let name = watch(move || form.name().get());
    let city = watch(move || form.address().city().get());
    let part = watch(move || form.address().read().city.len());
    let whole = watch(move || form.get());
    assert_eq!(
        (name.take(), city.take(), part.take(), whole.take()),
        (1, 1, 1, 1)
    );

    form.birthday();
    assert_eq!(
        (name.take(), city.take(), part.take(), whole.take()),
        (0, 0, 0, 1)
    );
    form.rename("Ada".into());
    assert_eq!(
        (name.take(), city.take(), part.take(), whole.take()),
        (1, 0, 0, 1)
    );
    form.address().city().set("London".into());
    assert_eq!(
        (name.take(), city.take(), part.take(), whole.take()),
        (0, 1, 1, 1)
    );
    form.address().city().set("London".into());
    assert_eq!(
        (name.take(), city.take(), part.take()),
        (0, 0, 0),
        "an equal value wakes nobody"
    );
    form.rename(String::new());
    assert_eq!(
        (name.take(), whole.take()),
        (0, 1),
        "the commit before; a failure wakes nobody"
    );
}

#[test]
fn a_selection_wakes_when_its_result_is_another() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let adult = form.select(|form| form.age >= 18);
    let count = watch(move || adult.get());
    for _ in 0..20 {
        form.birthday();
    }
    assert_eq!(count.take(), 2);
    assert!(adult.get_untracked());
}

#[test]
fn a_transaction_wakes_once() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let age = watch(move || form.age().get());
    age.take();
    form.transaction(|t| {
        t.birthday();
        t.birthday();
        t.name().set("Ada".into());
    });
    assert_eq!(age.take(), 1);
    assert_eq!(form.age().get_untracked(), 2);
}

#[test]
fn every_access_trait_of_a_signal_works_on_a_field() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let name = form.name();
    name.set("Ada".into());
    assert_eq!(name.get(), "Ada");
    assert_eq!(name.get_untracked(), "Ada");
    assert_eq!(name.with(|name| name.len()), 3);
    assert_eq!(name.with_untracked(|name| name.len()), 3);
    assert_eq!(*name.read(), "Ada");
    assert_eq!(name.read_untracked().len(), 3);
    assert_eq!(name.try_get().as_deref(), Some("Ada"));
    assert!(!name.is_disposed() && (name.defined_at().is_some() == cfg!(debug_assertions)));

    name.update(|name| name.push('!'));
    assert_eq!(name.try_update(|name| name.len()), Outcome::Done(4));
    assert_eq!(name.try_set("Eve".into()), Outcome::Done(()));
    name.write().push('?');
    *name.write_untracked() = name.get() + "?";
    assert_eq!(name.get(), "Eve??");
    let commits = form.snapshot().version();
    drop(name.write());
    assert_eq!(
        form.snapshot().version(),
        commits,
        "a guard that was not written through commits nothing"
    );
    assert_eq!(
        format!("{name} {name:?} {:?}", name.read()),
        "name Field(name) \"Eve??\""
    );
}

/// Uses a signal of any kind through Leptos's traits alone.
fn shout(signal: impl Get<Value = String> + Set<Value = String>) {
    signal.set(signal.get().to_uppercase());
}

#[test]
fn a_field_stands_where_any_signal_does() {
    let _owner = owner();
    let form = Store::new(Form::default());
    form.rename("Ada".into());
    shout(form.name());
    let signal: Signal<String> = form.name().into();
    assert_eq!(signal.get(), "ADA");
    let memo = Memo::new(move |_| form.name().with(String::len) + form.age().get() as usize);
    assert_eq!(memo.get(), 3);
    form.birthday();
    assert_eq!(memo.get(), 4);
}

#[test]
fn notifying_runs_the_readers_of_a_field() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let name = watch(move || form.name().track());
    name.take();
    form.name().notify();
    form.age().notify();
    assert_eq!(name.take(), 1);
}

#[test]
fn readers_that_are_gone_leave_nothing_behind() {
    let owner = owner();
    let form = Store::new(Form::default());
    let child = owner.child();
    let count = child.with(|| {
        let selected = form.select(|form| form.age);
        watch(move || (form.name().get(), form.age().get(), selected.get()))
    });
    assert_eq!(form.listener_count(), 3);
    for _ in 0..10 {
        form.birthday();
    }
    assert_eq!(
        form.listener_count(),
        3,
        "a reader that runs again is the same reader"
    );
    count.take();
    child.cleanup();
    assert_eq!(form.listener_count(), 0);
    form.birthday();
    form.rename("Ada".into());
    assert_eq!(count.take(), 0);
}

#[test]
fn reading_outside_a_reactive_observer_watches_nothing() {
    let _owner = owner();
    let form = Store::new(Form::default());
    assert_eq!(form.age().get(), 0);
    assert_eq!(form.get(), Form::default());
    assert_eq!(form.listener_count(), 0);
}

#[test]
fn a_store_can_change_while_it_is_read() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let before = form.name().read();
    form.rename("Ada".into());
    assert_eq!((&**before, form.name().get()), ("", "Ada".to_owned()));
}

#[test]
fn a_view_reads_fields_and_stores_as_functions() {
    use leptos::tachys::reactive_graph::bind::IntoSplitSignal;
    use leptos::tachys::reactive_graph::ReactiveFunction;

    let _owner = owner();
    let form = Store::new(Form::default());
    let (mut name, mut whole) = (form.name(), form);
    let (shared_name, shared_whole) = (form.name().into_shared(), form.into_shared());
    let (read, write) = form.name().into_split_signal();
    let counted = watch(move || read.get());
    counted.take();
    write.set("Ada".into());
    assert_eq!(counted.take(), 1);
    assert_eq!(
        (name.invoke(), whole.invoke().name),
        ("Ada".into(), "Ada".into())
    );
    assert_eq!((shared_name.lock().unwrap())(), "Ada");
    assert_eq!((shared_whole.lock().unwrap())().name, "Ada");
}

#[test]
fn a_path_can_be_taken_from_a_field() {
    let _owner = owner();
    let form = Store::new(Form::default());
    let change = Change::set(*form.age().as_path(), 7);
    assert!(form.submit(change).is_done());
    assert_eq!(form.age().get(), 7);
}

#[test]
fn a_reader_without_an_owner_stays_as_long_as_the_store() {
    use leptos::reactive::graph::{ToAnySubscriber, WithObserver};

    let _owner = owner();
    let form = Store::new(Form::default());
    let reader = ArcMemo::new(|_| ()).to_any_subscriber();
    // An owner belongs to a thread.
    let read = || reader.with_observer(|| (form.age().get(), form.name().track()));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(read);
        }
    });
    assert_eq!(form.listener_count(), 2);
    form.birthday();
    assert_eq!(form.listener_count(), 2);
}

#[test]
fn a_reader_of_the_whole_state_wakes_for_every_change_and_is_no_listener() {
    let owner = owner();
    let form = Store::new(Form::default());
    let child = owner.child();
    let whole = child.with(|| watch(move || form.with(|form| form.age)));
    assert_eq!((whole.take(), form.listener_count()), (1, 0));
    form.birthday();
    form.age().set(1);
    assert_eq!(whole.take(), 2, "states are not compared");
    form.rename(String::new());
    let same = form.snapshot().state().clone();
    assert!(form.submit(Change::restore(same)).is_done());
    assert_eq!(whole.take(), 0, "a failure, and a restore of what is there");
    child.cleanup();
    form.birthday();
    assert_eq!(whole.take(), 0);
}
