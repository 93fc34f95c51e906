//! Invariant 8: handles are `Copy` and captured once; when the owner is gone, `try_` forms say so, writes warn and do nothing,
//! reads behave as Leptos's signals.

mod common;

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::rc::Rc;

use common::{owner, Form};
use leptos::prelude::*;
use leptos_state::layers::Validate;
use leptos_state::prelude::*;
use leptos_state::testing::TestEnvironment;
use leptos_state::{Change, Confined};

/// A store whose owner is gone.
fn disposed() -> Store<Form> {
    let owner = owner();
    let form = owner
        .child()
        .with(|| Store::new(Form::default()).named("signup"));
    assert!(form.is_disposed());
    form
}

#[test]
fn a_handle_works_where_no_context_is() {
    let owner = owner();
    provide_store(Store::new(Form::default()));
    let form = use_store::<Form>();
    let handler = move || form.birthday();
    let elsewhere = std::thread::spawn(move || {
        handler();
        form.try_birthday()
    });
    assert_eq!(elsewhere.join().unwrap(), Outcome::Done(2));
    drop(owner);
}

#[test]
fn after_disposal_try_forms_say_so() {
    let form = disposed();
    assert_eq!(form.try_birthday(), Outcome::Disposed);
    assert_eq!(form.try_update(|form| form.age = 1), Outcome::Disposed);
    assert_eq!(form.try_reset_state(), Outcome::Disposed);
    assert_eq!(form.try_transaction(|t| t.birthday()), Outcome::Disposed);
    assert_eq!(form.age().try_set(1), Outcome::Disposed);
    assert_eq!(form.age().try_update(|age| *age), Outcome::Disposed);
    assert!(matches!(
        form.submit(Change::restore(Form::default())),
        Outcome::Disposed
    ));
    assert!(
        form.try_snapshot().is_none() && form.try_get().is_none() && form.age().try_get().is_none()
    );
    assert!(form.age().try_write().is_none());
    assert!(
        form.subscribe(|_| {}).is_none()
            && form.environment().is_none()
            && form.try_arc_store().is_none()
    );
    assert_eq!(form.listener_count(), 0);
    assert_eq!(form.named("other").store_name(), "signup");
}

#[test]
fn after_disposal_writes_do_nothing_and_do_not_panic() {
    let form = disposed();
    form.birthday();
    form.update(|form| form.age = 1);
    form.transaction(|t| t.birthday());
    form.reset_state();
    form.age().set(1);
    form.age().update(|age| *age = 1);
    form.age().notify();
    form.age().track();
}

#[test]
fn after_disposal_reads_panic_as_a_signal_s_do() {
    let form = disposed();
    let reads: [fn(Store<Form>) -> u32; 3] = [
        |form| form.snapshot().age,
        |form| form.age().get(),
        |form| form.select(|form| form.age).get(),
    ];
    for read in reads {
        assert!(catch_unwind(AssertUnwindSafe(|| read(form))).is_err());
    }
    let panic = catch_unwind(AssertUnwindSafe(|| form.snapshot())).unwrap_err();
    assert!(panic
        .downcast_ref::<String>()
        .unwrap()
        .contains("store `signup` was used after the owner"));
}

#[test]
fn nearest_named_and_marked_stores_are_told_apart() {
    enum Left {}
    enum Right {}

    let owner = owner();
    let a = provide_store(
        Store::new(Form {
            age: 1,
            ..Form::default()
        })
        .named("a"),
    );
    provide_store(
        Store::new(Form {
            age: 2,
            ..Form::default()
        })
        .named("b"),
    );
    provide_marked_store::<Left, _>(Store::new(Form {
        age: 3,
        ..Form::default()
    }));
    provide_marked_store::<Right, _>(Store::new(Form {
        age: 4,
        ..Form::default()
    }));
    let age = |form: Store<Form>| form.snapshot().age;
    assert_eq!(age(use_store()), 2, "the store provided last");
    assert_eq!(
        (age(use_named_store("a")), age(use_named_store("b"))),
        (1, 2)
    );
    assert_eq!(
        (
            age(use_marked_store::<Left, _>()),
            age(use_marked_store::<Right, _>())
        ),
        (3, 4)
    );
    assert!(use_named_store::<Form>("a") == a && use_store::<Form>() != a);

    owner.child().with(|| {
        provide_store(
            Store::new(Form {
                age: 5,
                ..Form::default()
            })
            .named("a"),
        );
        assert_eq!(
            (age(use_named_store("a")), age(use_named_store("b"))),
            (5, 2),
            "the nearest hides those above"
        );
    });
    assert_eq!(age(use_named_store("a")), 1);
    assert!(try_use_store::<i32>().is_none());
}

#[test]
fn a_missing_store_is_named_with_its_remedy() {
    enum Marker {}

    let _owner = owner();
    fn message<T>(run: fn() -> T) -> String {
        let panic = catch_unwind(run).err().expect("it panics");
        *panic.downcast().unwrap()
    }

    assert_eq!(
        message(|| use_store::<Form>()),
        "no store of `Form` was provided above: call `provide_store(Store::new(..))` in a component further up"
    );
    assert!(message(|| use_local_store::<Form>()).contains("no local store of `Form`"));
    assert!(message(|| use_named_store::<Form>("x")).contains("Store::new(..).named(\"x\")"));
    assert!(message(|| use_marked_store::<Marker, Form>()).contains("Marker"));
}

#[test]
fn a_store_has_its_environment_from_the_context() {
    let _owner = owner();
    let test = TestEnvironment::default();
    provide_environment(test.environment());
    let form = Store::new(Form::default())
        .named("signup")
        .layer(Validate::new(|form: &Form| {
            if form.age > 1 {
                Err("too old")
            } else {
                Ok(())
            }
        }));
    form.rename(String::new());
    form.birthday();
    form.birthday();
    assert_eq!(
        test.reports.take(),
        [
            "store `signup`: `rename` failed: a name is not empty",
            "store `signup`: `birthday` was refused by Validate: too old",
        ]
    );
    assert!(form.environment().is_some());
}

/// A state that stays on its thread.
#[derive(Clone, Default, State)]
struct Page {
    title: Rc<str>,
    visits: u32,
}

#[actions(no_serde)]
impl Page {
    fn visit(&mut self, title: Rc<str>) -> Rc<str> {
        self.visits += 1;
        std::mem::replace(&mut self.title, title)
    }
}

#[test]
fn a_local_store_holds_what_is_not_send() {
    let _owner = owner();
    let page: Store<Page, Confined> = provide_store(Store::new_local(Page::default()));
    assert_eq!(page.try_visit("home".into()), Outcome::Done("".into()));
    let same = use_local_store::<Page>();
    same.visit("about".into());
    same.title()
        .update(|title| *title = format!("{title}!").into());
    assert_eq!((&*page.title().get(), page.visits().get()), ("about!", 2));
    let long = page.select(|page| Rc::new(page.title.len() > 3));
    page.visit("up".into());
    assert!(!*long.get_untracked());
    let shared = Rc::new(7);
    page.update(move |page| page.visits = *shared);
    assert_eq!(page.visits().get(), 7);
    page.dispatch(PageAction::Visit {
        title: "end".into(),
    });
    assert_eq!(page.snapshot().visits, 8);
}

#[test]
fn a_store_s_own_methods_reach_the_store() {
    let _owner = owner();
    let form = Store::new(Form::default());
    assert_eq!(form.store_name(), "Form");
    form.update(|form| form.age = 5);
    assert_eq!(form.try_update(|form| form.age), Outcome::Done(5));
    assert!(form.try_transaction(|t| t.birthday()).is_done());
    assert!(form.try_reset_state().is_done());
    form.reset_state();
    assert_eq!(form.snapshot().version().get(), 5);
    let count = common::Count::default();
    let counted = count.clone();
    let subscription = form.subscribe(move |_| counted.up());
    form.birthday();
    drop(subscription);
    form.birthday();
    assert_eq!(count.take(), 1);
    assert!(form
        .try_layer(Validate::new(|_: &Form| Ok::<_, String>(())))
        .is_ok());
    assert_eq!(format!("{form:?}"), r#"Store { name: "Form", .. }"#);
    assert!(form.try_arc_store().is_some());
}
