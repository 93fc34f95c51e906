//! What Redux's tests assert, asserted of ours. `tests/README.md` says which test stands for which.

use std::convert::Infallible;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{mpsc, Arc, Mutex};

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Action, Change, Cx, Layer, Next, Origin, Outcome, Store, Subscription, Verdict, WeakStore,
};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Todos {
    items: Vec<Todo>,
}

#[derive(Clone, Debug, PartialEq, State)]
struct Todo {
    id: usize,
    text: String,
}

#[actions]
impl Todos {
    fn add(&mut self, text: String) -> usize {
        let id = self.items.len() + 1;
        self.items.push(Todo { id, text });
        id
    }

    fn add_if_empty(&mut self, text: String) {
        if self.items.is_empty() {
            self.add(text);
        }
    }

    fn add_later(&mut self, cx: &mut Cx<Self>, text: String) {
        cx.effect("add later", |todos| async move { todos.add(text) });
    }

    fn glance(&mut self) {}

    fn fail(&mut self) -> Result<(), String> {
        self.items.clear();
        Err("this action always fails".into())
    }

    fn panic(&mut self) {
        self.items.clear();
        panic!("in an action");
    }
}

fn texts(store: &Store<Todos>) -> Vec<String> {
    let todos = store.snapshot();
    todos.items.iter().map(|todo| todo.text.clone()).collect()
}

/// How often a listener was called.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<usize>>);

impl Calls {
    fn up(&self) {
        *self.0.lock().unwrap() += 1;
    }

    fn count(&self) -> usize {
        *self.0.lock().unwrap()
    }

    /// Counts the commits of `store`.
    fn of<S: leptos_state_core::State + Send + Sync>(store: &Store<S>) -> (Self, Subscription) {
        let calls = Self::default();
        let counted = calls.clone();
        let subscription = store.subscribe(move |_| counted.up());
        (calls, subscription)
    }
}

/// Where listeners leave subscriptions for others to drop.
type Slot = Arc<Mutex<Vec<Subscription>>>;

/// Does something in the middle of being applied.
#[derive(Clone)]
struct InTheMiddle(Arc<dyn Fn() + Send + Sync>);

impl InTheMiddle {
    fn of(run: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(run))
    }
}

impl std::fmt::Debug for InTheMiddle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InTheMiddle")
    }
}

impl Action<Todos> for InTheMiddle {
    type Reply = ();
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "in_the_middle"
    }

    fn apply(self, _: &mut Todos, _: &mut Cx<Todos>) -> Result<(), Infallible> {
        (self.0)();
        Ok(())
    }
}

/// The text of the panic that `run` ends in.
fn panic_of(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => (*panic.downcast::<&str>().expect("a panic has a text")).to_owned(),
    }
}

// test/createStore.spec.ts

#[test]
fn a_store_dispatches_subscribes_and_shows_its_state() {
    let store = Store::new(Todos::default());
    let (calls, _subscription) = Calls::of(&store);
    store.dispatch(TodosAction::Glance);
    assert_eq!((calls.count(), store.snapshot().version().get()), (1, 1));
    assert_eq!(*store.snapshot(), Todos::default());
}

#[test]
fn a_store_begins_with_the_state_it_is_given() {
    let state = Todos {
        items: vec![Todo {
            id: 1,
            text: "Hello".into(),
        }],
    };
    let store = Store::new(state.clone());
    assert_eq!(*store.snapshot(), state);
}

#[test]
fn actions_are_applied_one_after_the_other() {
    let store = Store::new(Todos::default());
    store.glance();
    assert_eq!(*store.snapshot(), Todos::default());
    assert_eq!(store.try_add("Hello".into()), Outcome::Done(1));
    assert_eq!(store.try_add("World".into()), Outcome::Done(2));
    assert_eq!(texts(&store), ["Hello", "World"]);
}

#[test]
fn actions_go_on_from_the_state_that_was_given() {
    let store = Store::new(Todos {
        items: vec![Todo {
            id: 1,
            text: "Hello".into(),
        }],
    });
    store.glance();
    assert_eq!(texts(&store), ["Hello"]);
    store.add("World".into());
    assert_eq!(texts(&store), ["Hello", "World"]);
}

/// Another way of adding, of which the state's own block knows nothing.
#[derive(Clone, Debug)]
struct AddInFront(&'static str);

impl Action<Todos> for AddInFront {
    type Reply = ();
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "add_in_front"
    }

    fn apply(self, todos: &mut Todos, _: &mut Cx<Todos>) -> Result<(), Infallible> {
        let id = todos.items.len() + 1;
        let text = self.0.to_owned();
        todos.items.insert(0, Todo { id, text });
        Ok(())
    }
}

#[test]
fn other_actions_of_the_same_state_find_it_as_it_was_left() {
    let store = Store::new(Todos::default());
    store.add("Hello".into());
    store.add("World".into());
    store.dispatch(AddInFront("Perhaps"));
    assert_eq!(texts(&store), ["Perhaps", "Hello", "World"]);
    store.add("Surely".into());
    assert_eq!(texts(&store), ["Perhaps", "Hello", "World", "Surely"]);
    let ids = store.snapshot();
    let ids: Vec<usize> = ids.items.iter().map(|todo| todo.id).collect();
    assert_eq!(ids, [3, 1, 2, 4]);
}

#[test]
fn subscribers_come_and_go() {
    let store = Store::new(Todos::default());
    let (a, subscription_a) = Calls::of(&store);
    store.glance();
    let (b, subscription_b) = Calls::of(&store);
    store.glance();
    assert_eq!((a.count(), b.count()), (2, 1));
    drop(subscription_a);
    store.glance();
    assert_eq!((a.count(), b.count()), (2, 2));
    drop(subscription_b);
    store.glance();
    assert_eq!((a.count(), b.count()), (2, 2));
    let (again, _subscription) = Calls::of(&store);
    store.glance();
    assert_eq!((a.count(), again.count()), (2, 1));
}

#[test]
fn dropping_one_subscription_leaves_the_others() {
    let store = Store::new(Todos::default());
    let (a, subscription) = Calls::of(&store);
    let (b, _subscription) = Calls::of(&store);
    drop(subscription);
    store.glance();
    assert_eq!((a.count(), b.count()), (0, 1));
    assert_eq!(store.listener_count(), 1);
}

#[test]
fn one_function_subscribed_twice_is_two_subscribers() {
    let store = Store::new(Todos::default());
    let calls = Calls::default();
    let listener = |calls: &Calls| {
        let calls = calls.clone();
        move |_: &leptos_state_core::Commit<Todos>| calls.up()
    };
    let _first = store.subscribe(listener(&calls));
    let second = store.subscribe(listener(&calls));
    store.glance();
    assert_eq!(calls.count(), 2);
    drop(second);
    store.glance();
    assert_eq!(calls.count(), 3);
}

#[test]
fn a_subscriber_may_drop_its_own_subscription() {
    let store = Store::new(Todos::default());
    let (a, _a) = Calls::of(&store);
    let (b, slot) = (Calls::default(), Slot::default());
    let (counted, own) = (b.clone(), Arc::clone(&slot));
    let subscription = store.subscribe(move |_| {
        counted.up();
        own.lock().unwrap().clear();
    });
    slot.lock().unwrap().push(subscription);
    let (c, _c) = Calls::of(&store);
    store.glance();
    store.glance();
    assert_eq!((a.count(), b.count(), c.count()), (2, 1, 2));
}

#[test]
fn a_subscription_that_is_dropped_meanwhile_is_not_told_any_more() {
    let store = Store::new(Todos::default());
    let slot = Slot::default();
    let (first, subscription) = Calls::of(&store);
    slot.lock().unwrap().push(subscription);
    let (second, all) = (Calls::default(), Arc::clone(&slot));
    let counted = second.clone();
    let subscription = store.subscribe(move |_| {
        counted.up();
        all.lock().unwrap().clear();
    });
    slot.lock().unwrap().push(subscription);
    let (third, subscription) = Calls::of(&store);
    slot.lock().unwrap().push(subscription);
    for _ in 0..2 {
        store.glance();
        let counts = (first.count(), second.count(), third.count());
        assert_eq!(
            counts,
            (1, 1, 0),
            "the guard is gone, and so is the listener"
        );
    }
    assert_eq!(store.listener_count(), 0);
}

#[test]
fn a_subscriber_that_comes_meanwhile_is_told_from_the_next_commit_on() {
    let store = Store::new(Todos::default());
    let (first, _first) = Calls::of(&store);
    let (second, third, slot) = (Calls::default(), Calls::default(), Slot::default());
    let (counted, added, kept, inside) = (
        second.clone(),
        third.clone(),
        Arc::clone(&slot),
        store.clone(),
    );
    let subscription = store.subscribe(move |_| {
        counted.up();
        let mut kept = kept.lock().unwrap();
        if kept.is_empty() {
            let added = added.clone();
            kept.push(inside.subscribe(move |_| added.up()));
        }
    });
    store.glance();
    assert_eq!((first.count(), second.count(), third.count()), (1, 1, 0));
    store.glance();
    assert_eq!((first.count(), second.count(), third.count()), (2, 2, 1));
    drop(subscription);
}

#[test]
fn a_change_from_a_subscriber_waits_until_all_have_been_told_and_finds_those_who_are_there_then() {
    let store = Store::new(Todos::default());
    let calls: [Calls; 4] = Default::default();
    let counts = |calls: &[Calls; 4]| calls.each_ref().map(Calls::count);
    let (first_slot, fourth_slot) = (Slot::default(), Slot::default());
    let first = store.subscribe({
        let (inside, calls) = (store.clone(), calls.clone());
        let (own, fourth) = (Arc::clone(&first_slot), Arc::clone(&fourth_slot));
        move |_| {
            calls[0].up();
            own.lock().unwrap().clear();
            let added = calls[3].clone();
            let subscription = inside.subscribe(move |_| added.up());
            fourth.lock().unwrap().push(subscription);
            assert_eq!(inside.try_glance(), Outcome::Queued);
            let counts = calls.each_ref().map(Calls::count);
            assert_eq!(counts, [1, 0, 0, 0], "nobody was told out of turn");
        }
    });
    first_slot.lock().unwrap().push(first);
    let others = [1, 2].map(|n| {
        let counted = calls[n].clone();
        store.subscribe(move |_| counted.up())
    });
    store.glance();
    assert_eq!(counts(&calls), [1, 2, 2, 1]);
    fourth_slot.lock().unwrap().clear();
    store.glance();
    assert_eq!(counts(&calls), [1, 3, 3, 1]);
    drop(others);
}

#[test]
fn a_subscriber_finds_the_state_that_its_commit_led_to() {
    let store = Store::new(Todos::default());
    let (calls, inside) = (Calls::default(), store.clone());
    let counted = calls.clone();
    let _subscription = store.subscribe(move |commit| {
        counted.up();
        assert_eq!(texts(&inside), ["Hello"]);
        assert!(Arc::ptr_eq(commit.state(), inside.snapshot().state()));
    });
    store.add("Hello".into());
    assert_eq!(calls.count(), 1);
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Pair {
    foo: i32,
    bar: i32,
}

#[actions]
impl Pair {
    fn foo_happens(&mut self) {
        self.foo = 1;
    }

    fn bar_happens(&mut self) {
        self.bar = 2;
    }
}

#[test]
fn a_subscriber_s_change_is_made_before_dispatching_returns() {
    let store = Store::new(Pair::default());
    let inside = store.clone();
    let _subscription = store.subscribe(move |commit| {
        if commit.state().bar == 0 {
            inside.bar_happens();
        }
    });
    store.foo_happens();
    assert_eq!(*store.snapshot(), Pair { foo: 1, bar: 2 });
}

#[test]
fn an_action_that_dispatches_waits_for_its_own_end_and_is_not_nested() {
    let store = Store::new(Todos::default());
    let inside = store.downgrade();
    let outcome = store.try_dispatch(InTheMiddle::of(move || {
        let verdict = inside.submit(Change::action(TodosAction::Add { text: "b".into() }));
        assert!(matches!(verdict, Outcome::Queued));
    }));
    assert_eq!(outcome, Outcome::Done(()));
    assert_eq!(texts(&store), ["b"]);
    assert_eq!(store.snapshot().version().get(), 2);
    store.dispatch(InTheMiddle::of(|| {}));
    assert_eq!(store.snapshot().version().get(), 3);
}

#[test]
fn a_store_can_t_be_read_inside_its_own_actions() {
    let store = Store::new(Todos::default());
    let inside = store.clone();
    let message = panic_of(|| {
        store.dispatch(InTheMiddle::of(move || {
            assert!(inside.try_snapshot().is_none());
            drop(inside.snapshot());
        }));
    });
    assert_eq!(
        message,
        "store `Todos` was read inside one of its own actions; read `self` there"
    );
    store.dispatch(InTheMiddle::of(|| {}));
    assert_eq!(store.snapshot().version().get(), 1);
}

#[test]
fn a_store_can_t_be_listened_to_from_inside_its_own_actions() {
    let listen: [fn(&Store<Todos>) -> Subscription; 3] = [
        |store| store.subscribe(|_| {}),
        |store| store.items().watch(|_| {}),
        |store| store.watch_selected(|todos: &Todos| todos.items.len(), |_| {}),
    ];
    for listen in listen {
        let store = Store::new(Todos::default());
        let inside = store.clone();
        let message = panic_of(|| {
            store.dispatch(InTheMiddle::of(move || listen(&inside).forget()));
        });
        assert!(
            message.contains("inside one of its own actions"),
            "{message}"
        );
        assert_eq!(store.listener_count(), 0);
        store.add("a".into());
        assert_eq!(texts(&store), ["a"], "the store works on");
    }
}

#[test]
fn a_subscription_that_an_action_drops_is_not_told_of_it() {
    let store = Store::new(Todos::default());
    let (calls, subscription) = Calls::of(&store);
    let slot = Mutex::new(Some(subscription));
    store.dispatch(InTheMiddle::of(move || drop(slot.lock().unwrap().take())));
    assert_eq!((calls.count(), store.listener_count()), (0, 0));
    store.glance();
    assert_eq!(calls.count(), 0);
}

#[test]
fn a_store_works_on_after_an_action_that_failed_or_panicked() {
    let store = Store::new(Todos::default());
    store.add("a".into());
    assert_eq!(panic_of(|| store.panic()), "in an action");
    assert!(matches!(store.try_fail(), Outcome::Failed(_)));
    assert_eq!(texts(&store), ["a"]);
    store.add("b".into());
    assert_eq!(texts(&store), ["a", "b"]);
}

/// An action whose name says nothing.
#[derive(Clone, Debug)]
struct Nameless;

impl Action<Todos> for Nameless {
    type Reply = ();
    type Error = Infallible;

    fn name(&self) -> &'static str {
        ""
    }

    fn apply(self, todos: &mut Todos, _: &mut Cx<Todos>) -> Result<(), Infallible> {
        todos.items.clear();
        Ok(())
    }
}

#[test]
fn an_action_is_known_by_its_type_whatever_its_name() {
    let store = Store::new(Todos::default());
    store.add("a".into());
    assert_eq!(store.try_dispatch(Nameless), Outcome::Done(()));
    assert!(texts(&store).is_empty());
}

/// Keeps the names of the changes that pass.
#[derive(Clone, Default)]
struct Passing(Arc<Mutex<Vec<String>>>);

impl Passing {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl<S: leptos_state_core::State> Layer<S> for Passing {
    fn name(&self) -> &'static str {
        "Passing"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let text = format!("{change:?} {:?}", change.origin());
        self.0.lock().unwrap().push(text);
        next.run(change)
    }
}

#[test]
fn a_layer_around_a_store_sees_what_is_dispatched_and_the_store_is_what_it_was() {
    let passing = Passing::default();
    let store = Store::new(Todos::default()).layer(passing.clone());
    store.add("Hello".into());
    assert_eq!(passing.take(), [r#"Add { text: "Hello" } Local"#]);
    assert_eq!(texts(&store), ["Hello"]);
}

// The observable.

/// The states of a store as a stream, which begins with the present one.
fn stream(store: &Store<Pair>) -> (mpsc::Receiver<Pair>, Subscription) {
    let (send, receive) = mpsc::channel();
    send.send(Pair::clone(&store.snapshot())).unwrap();
    let subscription = store.subscribe(move |commit| {
        // The receiver may be gone.
        let _ = send.send(Pair::clone(commit.state()));
    });
    (receive, subscription)
}

#[test]
fn a_subscriber_sees_every_state() {
    let store = Store::new(Pair::default());
    let (states, _subscription) = stream(&store);
    store.foo_happens();
    store.bar_happens();
    let seen: Vec<(i32, i32)> = states.try_iter().map(|pair| (pair.foo, pair.bar)).collect();
    assert_eq!(seen, [(0, 0), (1, 0), (1, 2)]);
}

#[test]
fn a_subscriber_sees_every_state_until_it_goes() {
    let store = Store::new(Pair::default());
    let (states, subscription) = stream(&store);
    store.foo_happens();
    drop(subscription);
    store.bar_happens();
    let seen: Vec<(i32, i32)> = states.iter().map(|pair| (pair.foo, pair.bar)).collect();
    assert_eq!(seen, [(0, 0), (1, 0)], "and the stream has come to its end");
}

#[test]
fn the_states_can_be_a_stream_of_somebody_else_s() {
    let store = Store::new(Pair::default());
    let (states, subscription) = stream(&store);
    let mut seen = states.into_iter().map(|pair| (true, pair.foo, pair.bar));
    store.foo_happens();
    assert_eq!(seen.next(), Some((true, 0, 0)));
    assert_eq!(seen.next(), Some((true, 1, 0)));
    drop(subscription);
    store.bar_happens();
    assert_eq!(seen.next(), None);
}

// test/combineReducers.spec.ts

/// A state of parts, of which one is no state.
#[derive(Clone, Debug, Default, PartialEq, State)]
struct App {
    counter: Counter,
    stack: Stack,
    plain: Vec<(u8, u8)>,
    extra: Option<Counter>,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Counter {
    value: i32,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Stack {
    values: Arc<Vec<String>>,
}

impl Counter {
    fn increment(&mut self) {
        self.value += 1;
    }
}

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("counter: {0} is not a number")]
struct NotANumber(String);

#[actions]
impl App {
    fn increment(&mut self) {
        self.counter.increment();
    }

    fn push(&mut self, value: String) {
        Arc::make_mut(&mut self.stack.values).push(value);
    }

    fn count_from(&mut self, text: String) -> Result<(), NotANumber> {
        self.counter.value = text.parse().map_err(|_| NotANumber(text))?;
        Ok(())
    }

    fn nothing(&mut self) {}
}

#[test]
fn a_state_of_parts_changes_each_by_its_own_methods() {
    let store = Store::new(App::default());
    store.increment();
    assert_eq!(
        (
            store.snapshot().counter.value,
            store.snapshot().stack.values.len()
        ),
        (1, 0)
    );
    store.push("a".into());
    assert_eq!(store.counter().value().get(), 1);
    assert_eq!(*store.stack().values().get(), ["a"]);
}

#[test]
fn a_part_that_is_no_state_is_read_and_written_as_a_whole() {
    let store = Store::new(App::default());
    store.plain().set(vec![(1, 2)]);
    assert_eq!(store.plain().get(), [(1, 2)]);
    assert_eq!(store.counter().value().get(), 0);
}

#[test]
fn an_error_says_in_which_store_and_action_it_arose_and_leaves_every_part_as_it_was() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(App::default(), test.environment());
    store.count_from("whatever".into());
    assert_eq!(
        test.reports.take(),
        ["store `App`: `count_from` failed: counter: whatever is not a number"]
    );
    assert_eq!(*store.snapshot(), App::default());
}

#[test]
fn a_panic_while_the_first_state_is_made_goes_on_to_the_caller() {
    let broken = || -> App { panic!("in the first state") };
    let message = panic_of(|| drop(Store::new(broken())));
    assert_eq!(message, "in the first state");
}

mod other {
    use super::{App, Infallible};
    use leptos_state_core::{Action, Cx};

    /// Has the name of an action of `App`, and is another.
    #[derive(Clone, Debug)]
    pub struct Increment(pub i32);

    impl Action<App> for Increment {
        type Reply = ();
        type Error = Infallible;

        fn name(&self) -> &'static str {
            "increment"
        }

        fn apply(self, app: &mut App, _: &mut Cx<App>) -> Result<(), Infallible> {
            app.counter.value += self.0;
            Ok(())
        }
    }
}

#[test]
fn two_actions_of_one_name_are_not_mistaken_for_each_other() {
    let store = Store::new(App::default());
    store.dispatch(other::Increment(10));
    store.dispatch(AppAction::Increment);
    assert_eq!(store.counter().value().get(), 11);
}

#[test]
fn what_no_action_touches_stays_the_same_allocation_and_wakes_nobody() {
    let store = Store::new(App::default());
    let calls = Calls::default();
    let (counter, stack) = (calls.clone(), calls.clone());
    let _watchers = [
        store.counter().watch(move |_| counter.up()),
        store.stack().watch(move |_| stack.up()),
    ];
    let before = store.snapshot();
    store.nothing();
    assert!(Arc::ptr_eq(
        &before.stack.values,
        &store.snapshot().stack.values
    ));
    assert_eq!(calls.count(), 0);
}

#[test]
fn what_an_action_changes_is_another_value_and_what_was_taken_before_is_not() {
    let store = Store::new(App::default());
    let before = store.snapshot();
    store.increment();
    let after = store.snapshot();
    assert!(!Arc::ptr_eq(before.state(), after.state()));
    assert_eq!((before.counter.value, after.counter.value), (0, 1));
    assert!(
        Arc::ptr_eq(&before.stack.values, &after.stack.values),
        "the part beside it is shared"
    );
}

#[test]
fn making_a_store_dispatches_nothing() {
    let passing = Passing::default();
    let store = Store::new(App::default()).layer(passing.clone());
    assert_eq!(store.snapshot().version().get(), 0);
    assert!(passing.take().is_empty());
}

/// A state without actions.
#[derive(Clone, Debug, Default, PartialEq, State)]
struct Still {
    value: i32,
}

#[test]
fn a_state_without_actions_can_be_read_and_written() {
    let store = Store::new(Still::default());
    store.value().set(1);
    assert_eq!(store.value().get(), 1);
}

/// Counts how often the counter of the app, and its extra one, are another.
fn parts(store: &Store<App>) -> (Calls, Calls, [Subscription; 2]) {
    let (counter, extra) = (Calls::default(), Calls::default());
    let (up_counter, up_extra) = (counter.clone(), extra.clone());
    let watchers = [
        store.counter().watch(move |_| up_counter.up()),
        store.extra().some().value().watch(move |_| up_extra.up()),
    ];
    (counter, extra, watchers)
}

#[test]
fn a_part_may_come_later() {
    let store = Store::new(App::default());
    let (counter, extra, _watchers) = parts(&store);
    let before = store.snapshot();
    store.extra().set(Some(Counter::default()));
    assert_eq!(store.extra().some().value().get(), Some(0));
    assert_eq!((counter.count(), extra.count()), (0, 1));
    assert!(!Arc::ptr_eq(before.state(), store.snapshot().state()));
}

#[test]
fn a_part_may_be_another_later() {
    let store = Store::new(App {
        extra: Some(Counter { value: 1 }),
        ..App::default()
    });
    let (counter, extra, _watchers) = parts(&store);
    store.extra().set(Some(Counter { value: 2 }));
    assert_eq!((counter.count(), extra.count()), (0, 1));
}

#[test]
fn a_part_that_is_put_in_its_own_place_wakes_nobody() {
    let store = Store::new(App {
        extra: Some(Counter { value: 1 }),
        ..App::default()
    });
    let (counter, extra, _watchers) = parts(&store);
    store.extra().set(Some(Counter { value: 1 }));
    assert_eq!((counter.count(), extra.count()), (0, 0));
}

#[test]
fn a_part_may_go() {
    let store = Store::new(App {
        extra: Some(Counter { value: 1 }),
        ..App::default()
    });
    let (counter, extra, _watchers) = parts(&store);
    store.extra().set(None);
    assert_eq!(store.extra().some().value().get(), None);
    assert_eq!((counter.count(), extra.count()), (0, 1));
}

// test/bindActionCreators.spec.ts

#[test]
fn every_action_is_a_method_that_dispatches_it() {
    let passing = Passing::default();
    let store = Store::new(Todos::default()).layer(passing.clone());
    assert_eq!(store.try_add("Hello".into()), Outcome::Done(1));
    store.glance();
    assert_eq!(
        passing.take(),
        [r#"Add { text: "Hello" } Local"#, "Glance Local"]
    );
    assert_eq!(texts(&store), ["Hello"]);
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Given {
    all: Vec<(i32, String, Option<bool>)>,
}

#[actions]
impl Given {
    fn give(&mut self, number: i32, text: String, truth: Option<bool>) -> usize {
        self.all.push((number, text, truth));
        self.all.len()
    }
}

#[test]
fn a_method_passes_on_what_it_is_given() {
    let (bound, by_hand) = (Store::new(Given::default()), Store::new(Given::default()));
    let reply = bound.try_give(1, "two".into(), Some(true));
    assert_eq!(reply, Outcome::Done(1));
    let action = GivenAction::Give {
        number: 1,
        text: "two".into(),
        truth: Some(true),
    };
    by_hand.dispatch(action);
    assert_eq!(*bound.snapshot(), *by_hand.snapshot());
}

#[test]
fn one_action_may_be_taken_alone() {
    let store = Store::new(Todos::default());
    let bound = store.clone();
    let add = move |text: &str| bound.try_add(text.to_owned());
    assert_eq!(add("Hello"), Outcome::Done(1));
    assert_eq!(texts(&store), ["Hello"]);
}

// test/compose.spec.ts

/// Does arithmetic with the amount that is added.
struct Alter(fn(i64) -> i64);

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Sum {
    total: i64,
    written: String,
}

#[actions]
impl Sum {
    fn add(&mut self, amount: i64) {
        self.total += amount;
    }

    fn add_both(&mut self, a: i64, b: i64) {
        self.total += a + b;
    }

    fn note(&mut self, text: String) {
        self.written = text;
    }
}

impl Layer<Sum> for Alter {
    fn name(&self) -> &'static str {
        "Alter"
    }

    fn handle(&self, mut change: Change<'_, Sum>, next: Next<'_, Sum>) -> Verdict<Sum> {
        if let Some(SumAction::Add { amount }) = change.as_action_mut() {
            *amount = (self.0)(*amount);
        }
        next.run(change)
    }
}

/// What is added to a sum when 5 is given to these layers, the outermost first.
fn added(layers: &[fn(i64) -> i64]) -> i64 {
    let store = Store::new(Sum::default());
    let store = layers
        .iter()
        .fold(store, |store, alter| store.layer(Alter(*alter)));
    store.add(5);
    store.total().get()
}

#[test]
fn layers_alter_a_change_from_the_outermost_inwards() {
    let double: fn(i64) -> i64 = |n| n * 2;
    let square: fn(i64) -> i64 = |n| n * n;
    assert_eq!(added(&[square]), 25);
    assert_eq!(added(&[double, square]), 100);
    assert_eq!(added(&[square, double]), 50);
    assert_eq!(added(&[double, square, double]), 200);
}

/// Writes its letter behind what is written.
struct Letter(char);

impl Layer<Sum> for Letter {
    fn name(&self) -> &'static str {
        "Letter"
    }

    fn handle(&self, mut change: Change<'_, Sum>, next: Next<'_, Sum>) -> Verdict<Sum> {
        if let Some(SumAction::Note { text }) = change.as_action_mut() {
            text.push(self.0);
        }
        next.run(change)
    }
}

#[test]
fn layers_are_passed_in_the_order_in_which_they_stand() {
    for order in ["abc", "bca", "cab"] {
        let store = order
            .chars()
            .fold(Store::new(Sum::default()), |store, letter| {
                store.layer(Letter(letter))
            });
        store.note(String::new());
        assert_eq!(store.written().get(), order);
    }
}

#[test]
fn layers_pass_on_every_argument() {
    let store = Store::new(Sum::default())
        .layer(Alter(|n| n * 2))
        .layer(Letter('a'));
    store.add_both(1, 2);
    assert_eq!(store.total().get(), 3);
}

#[test]
fn without_layers_a_change_arrives_as_it_is() {
    assert_eq!(added(&[]), 5);
}

#[test]
fn a_layer_alone_is_all_there_is() {
    assert_eq!(added(&[|n| n + 1]), 6);
}

// test/applyMiddleware.spec.ts

/// Dispatches while it is put around a store, and counts how often that happens.
#[derive(Clone, Default)]
struct Eager {
    attached: Calls,
    passed: Passing,
    store: Arc<Mutex<Option<WeakStore<Todos>>>>,
}

impl Layer<Todos> for Eager {
    fn name(&self) -> &'static str {
        "Eager"
    }

    fn attach(&self, store: WeakStore<Todos>) {
        self.attached.up();
        let text = "while it is put there".to_owned();
        assert!(store
            .submit(Change::action(TodosAction::Add { text }))
            .is_done());
        *self.store.lock().unwrap() = Some(store);
    }

    fn handle(&self, change: Change<'_, Todos>, next: Next<'_, Todos>) -> Verdict<Todos> {
        Layer::<Todos>::handle(&self.passed, change, next)
    }
}

#[test]
fn what_a_layer_dispatches_while_it_is_put_there_passes_those_outside_it_and_not_itself() {
    let (outside, eager) = (Passing::default(), Eager::default());
    let store = Store::new(Todos::default())
        .layer(outside.clone())
        .layer(eager.clone());
    assert_eq!(outside.take().len(), 1);
    assert!(eager.passed.take().is_empty());
    assert_eq!(texts(&store), ["while it is put there"]);
}

#[test]
fn a_layer_is_put_around_a_store_once_and_can_reach_it() {
    let eager = Eager::default();
    let store = Store::new(Todos::default()).layer(eager.clone());
    store.add("Use Redux".into());
    store.add("Flux FTW!".into());
    assert_eq!(eager.attached.count(), 1);
    assert_eq!(eager.passed.take().len(), 2);
    let reached = eager.store.lock().unwrap().clone().unwrap();
    assert_eq!(reached.try_snapshot().unwrap().version().get(), 3);
}

#[test]
fn what_an_effect_dispatches_passes_the_layers_again() {
    let (test, passing) = (TestEnvironment::default(), Passing::default());
    let store = Store::in_environment(Todos::default(), test.environment()).layer(passing.clone());
    store.add_later("Use Redux".into());
    test.effects.run();
    assert_eq!(
        passing.take(),
        [
            r#"AddLater { text: "Use Redux" } Local"#,
            r#"Add { text: "Use Redux" } Local"#
        ]
    );
}

#[test]
fn actions_decide_by_the_state_and_effects_bring_their_results_later() {
    let test = TestEnvironment::default();
    let store = Store::in_environment(Todos::default(), test.environment());
    store.add_if_empty("Hello".into());
    store.add_if_empty("Hello".into());
    assert_eq!(texts(&store), ["Hello"]);
    store.add("World".into());
    store.add_later("Maybe".into());
    assert_eq!(texts(&store), ["Hello", "World"]);
    test.effects.run();
    assert_eq!(texts(&store), ["Hello", "World", "Maybe"]);
}

/// Sends each local change once more, as one from elsewhere, and not itself.
#[derive(Default)]
struct Resend(Mutex<Option<WeakStore<Todos>>>);

impl Layer<Todos> for Resend {
    fn name(&self) -> &'static str {
        "Resend"
    }

    fn attach(&self, store: WeakStore<Todos>) {
        *self.0.lock().unwrap() = Some(store);
    }

    fn handle(&self, change: Change<'_, Todos>, next: Next<'_, Todos>) -> Verdict<Todos> {
        if change.origin() == Origin::Remote {
            return next.run(change);
        }
        let store = self.0.lock().unwrap().clone().expect("it was attached");
        store.submit(change.into_owned().from(Origin::Remote))
    }
}

#[test]
fn what_a_layer_dispatches_arrives_with_all_that_belongs_to_it() {
    let (outside, inside) = (Passing::default(), Passing::default());
    let store = Store::new(Todos::default())
        .layer(outside.clone())
        .layer(Resend::default())
        .layer(inside.clone());
    assert_eq!(store.try_add("a".into()), Outcome::Queued);
    let (local, remote) = (r#"Add { text: "a" } Local"#, r#"Add { text: "a" } Remote"#);
    assert_eq!(outside.take(), [local, remote]);
    assert_eq!(inside.take(), [remote]);
    assert_eq!(texts(&store), ["a"]);
}

// test/replaceReducers.spec.ts

#[test]
fn a_store_stays_the_store_it_was() {
    let store = Store::new(Pair::default());
    let again = store.clone().named("pair").layer(Passing::default());
    again.foo_happens();
    assert_eq!(store.snapshot().foo, 1);
    assert_eq!(store.store_name(), "pair");
}
