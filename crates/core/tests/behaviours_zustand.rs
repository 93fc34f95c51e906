//! What Zustand's tests assert of a store without React, asserted of ours. `tests/README.md` says which test stands for which.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use leptos_state_core::{Change, Origin, Outcome, Store, Subscription, Timestamp};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Bears {
    count: i32,
    name: String,
    den: Den,
}

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Den {
    tags: Vec<String>,
}

#[actions]
impl Bears {
    fn increase(&mut self) -> i32 {
        self.count += 1;
        self.count
    }

    fn decrease(&mut self) {
        self.count -= 1;
    }

    fn count_again(&mut self, count: i32) {
        self.count = count;
    }

    fn rename(&mut self, name: String) {
        self.name = name;
    }

    fn tag(&mut self, tag: String) {
        self.den.tags.push(tag);
    }

    fn start_over(&mut self) {
        *self = Self::default();
    }

    fn sleep(&mut self) {}
}

/// What listeners were told, in order.
struct Heard<T>(Arc<Mutex<Vec<T>>>);

impl<T: Send + 'static> Heard<T> {
    fn new() -> Self {
        Self(Arc::default())
    }

    fn note(&self) -> impl Fn(T) + Send + Sync + 'static {
        let heard = Arc::clone(&self.0);
        move |value| heard.lock().unwrap().push(value)
    }

    fn take(&self) -> Vec<T> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// The values of `count` that its watchers are told.
fn counts(store: &Store<Bears>) -> (Heard<i32>, Subscription) {
    let heard = Heard::new();
    let note = heard.note();
    let subscription = store.count().watch(move |count| note(*count));
    (heard, subscription)
}

/// The versions of the commits that subscribers are told of.
fn commits(store: &Store<Bears>) -> (Heard<u64>, Subscription) {
    let heard = Heard::new();
    let note = heard.note();
    let subscription = store.subscribe(move |commit| note(commit.version().get()));
    (heard, subscription)
}

// The store: tests/vanilla/basic.test.ts.

#[test]
fn a_store_is_read_written_listened_to_and_set_back() {
    let store = Store::new(Bears::default());
    let (heard, _subscription) = commits(&store);
    store.update(|bears| bears.count = 7);
    assert_eq!(store.snapshot().count, 7);
    store.reset_state();
    assert_eq!(*store.snapshot(), Bears::default());
    assert_eq!(heard.take(), [1, 2]);
}

#[test]
fn an_action_changes_the_state() {
    let store = Store::new(Bears::default());
    store.increase();
    assert_eq!(store.snapshot().count, 1);
}

#[test]
fn an_action_and_every_handle_see_the_same_state() {
    let store = Store::new(Bears::default());
    let other = store.clone();
    other.increase();
    assert_eq!(
        store.try_increase(),
        Outcome::Done(2),
        "the action saw the first"
    );
    assert_eq!((other.count().get(), store.snapshot().count), (2, 2));
}

#[test]
fn the_state_is_set_by_value_and_by_function_from_inside_and_from_outside() {
    let store = Store::new(Bears::default());
    store.count_again(2);
    assert_eq!(store.snapshot().count, 2);
    store.count().set(3);
    assert_eq!(store.snapshot().count, 3);
    store.increase();
    assert_eq!(store.snapshot().count, 4);
    store.update(|bears| bears.count += 1);
    assert_eq!(store.snapshot().count, 5);
}

#[derive(Clone, Debug, Default, State)]
struct Sensor {
    degrees: f64,
}

#[test]
fn nan_after_nan_wakes_those_who_compare_it_as_a_number_and_not_those_who_compare_its_bits() {
    let store = Store::new(Sensor::default());
    let (number, bits) = (Heard::new(), Heard::new());
    let (note_number, note_bits) = (number.note(), bits.note());
    let _number = store
        .degrees()
        .watch(move |degrees| note_number(degrees.is_nan()));
    let _bits = store.watch_selected(
        |sensor: &Sensor| sensor.degrees.to_bits(),
        move |_| note_bits(()),
    );
    store.degrees().set(f64::NAN);
    store.degrees().set(f64::NAN);
    assert_eq!(
        number.take(),
        [true, true],
        "`NAN != NAN` in Rust, for `PartialEq` decides"
    );
    assert_eq!(bits.take().len(), 1);
}

#[derive(Clone, Debug, PartialEq, State)]
enum Either {
    Left { a: i32 },
    Right { b: i32 },
}

#[test]
fn a_state_is_replaced_as_a_whole_by_one_of_another_shape() {
    let store = Store::new(Either::Left { a: 1 });
    store.update(|state| *state = Either::Right { b: 2 });
    assert_eq!(*store.snapshot(), Either::Right { b: 2 });
    assert_eq!(store.left().a().get(), None);
    assert_eq!(store.right().b().get(), Some(2));
}

#[test]
fn an_optional_state_is_set_to_nothing() {
    let store = Store::new(Some(Bears::default()));
    assert_eq!(store.some().count().get(), Some(0));
    store.update(|state| *state = None);
    assert_eq!(*store.snapshot(), None);
    assert_eq!(store.some().count().get(), None);
}

#[test]
fn an_optional_text_is_set_to_nothing() {
    let store = Store::new(Some("value".to_owned()));
    store.update(|state| *state = None);
    assert_eq!(*store.snapshot(), None);
}

#[test]
fn a_state_need_not_be_a_struct() {
    let store = Store::new(1_i32);
    store.update(|n| *n += 1);
    assert_eq!(*store.snapshot(), 2);
}

// Listeners: tests/vanilla/subscribe.test.tsx.

#[test]
fn putting_back_the_very_same_state_wakes_no_watcher() {
    let store = Store::new(Bears::default());
    let (heard, _subscription) = counts(&store);
    let same = Arc::clone(store.snapshot().state());
    assert!(store.submit(Change::restore(same)).is_done());
    assert!(heard.take().is_empty());
}

#[test]
fn an_equal_state_is_a_commit_that_subscribers_hear_of_and_watchers_do_not() {
    let store = Store::new(Bears::default());
    let (told, _watcher) = counts(&store);
    let (heard, _subscriber) = commits(&store);
    let equal = Bears::clone(&store.snapshot());
    assert!(store.submit(Change::restore(equal)).is_done());
    assert_eq!(heard.take(), [1]);
    assert!(told.take().is_empty());
}

#[test]
fn a_watcher_of_one_field_sleeps_while_others_change() {
    let store = Store::new(Bears::default());
    let (heard, _subscription) = counts(&store);
    store.rename("Baloo".into());
    assert!(heard.take().is_empty());
}

#[test]
fn a_watcher_of_one_field_is_told_its_new_value_once() {
    let store = Store::new(Bears::default());
    let heard = Heard::new();
    let note = heard.note();
    let before = Mutex::new(store.snapshot().count);
    let _subscription = store.watch_selected(
        |bears: &Bears| bears.count,
        move |count| {
            let before = std::mem::replace(&mut *before.lock().unwrap(), *count);
            note((*count, before));
        },
    );
    store.increase();
    assert_eq!(heard.take(), [(1, 0)]);
}

/// Equal to any other.
struct AlwaysEqual;

impl PartialEq for AlwaysEqual {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[test]
fn a_selection_that_always_counts_as_equal_never_wakes() {
    let store = Store::new(Bears::default());
    let heard = Heard::new();
    let note = heard.note();
    let _subscription = store.watch_selected(|_: &Bears| AlwaysEqual, move |_| note(()));
    store.count_again(2);
    assert!(heard.take().is_empty());
}

/// Equal to no other.
struct NeverEqual(i32);

impl PartialEq for NeverEqual {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

#[test]
fn a_selection_that_never_counts_as_equal_wakes_at_every_commit() {
    let store = Store::new(Bears::default());
    let heard = Heard::new();
    let note = heard.note();
    let _subscription = store.watch_selected(
        |bears: &Bears| NeverEqual(bears.count),
        move |count| note(count.0),
    );
    store.count_again(2);
    store.rename("Baloo".into());
    assert_eq!(heard.take(), [2, 2]);
}

#[test]
fn a_dropped_subscription_hears_nothing_more() {
    let store = Store::new(Bears::default());
    let (heard, subscription) = counts(&store);
    store.increase();
    drop(subscription);
    store.increase();
    assert_eq!(heard.take(), [1]);
}

/// Equal to what is less than 1 away.
#[derive(Clone, Copy, Debug)]
struct Rough(f64);

impl PartialEq for Rough {
    fn eq(&self, other: &Self) -> bool {
        (self.0 - other.0).abs() < 1.0
    }
}

#[test]
fn a_selection_is_compared_with_what_was_last_told_and_not_with_what_was_last_seen() {
    let store = Store::new(Sensor::default());
    let (by_hand, selected) = (Heard::new(), Heard::new());
    let (note_by_hand, note_selected) = (by_hand.note(), selected.note());
    let last = Mutex::new(Rough(0.0));
    let _by_hand = store.subscribe(move |commit| {
        let (mut last, now) = (last.lock().unwrap(), Rough(commit.state().degrees));
        if *last != now {
            note_by_hand((now.0, last.0));
            *last = now;
        }
    });
    let _selected = store.watch_selected(
        |sensor: &Sensor| Rough(sensor.degrees),
        move |degrees| note_selected(degrees.0),
    );
    store.degrees().set(0.5);
    store.degrees().set(1.0);
    assert_eq!(by_hand.take(), [(1.0, 0.0)]);
    assert_eq!(selected.take(), [1.0]);
}

// Comparing: tests/vanilla/shallow.test.tsx.

#[derive(Clone, Default, State)]
struct Kinds {
    truth: bool,
    number: i32,
    word: String,
    object: Den,
    list: Vec<i32>,
    objects: Vec<Den>,
    map: HashMap<&'static str, i32>,
    members: HashSet<&'static str>,
    by_pointer: ByPointer,
    opaque: Opaque,
    query: HashMap<&'static str, &'static str>,
    nested: Vec<Vec<i32>>,
    mixed: Mixed,
    at: Timestamp,
}

/// The same elements in collections of several types.
#[derive(Clone, Default, PartialEq)]
enum Mixed {
    #[default]
    Nothing,
    List(Vec<&'static str>),
    Set(HashSet<&'static str>),
    Map(HashMap<usize, &'static str>),
}

/// A function that is the same if it is the same one.
#[derive(Clone)]
struct ByPointer(Arc<dyn Fn() -> i32 + Send + Sync>);

impl Default for ByPointer {
    fn default() -> Self {
        Self(Arc::new(|| 1))
    }
}

impl PartialEq for ByPointer {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// A function of which nobody has said when it is the same.
#[derive(Clone, Default)]
struct Opaque(Option<fn() -> i32>);

/// A store of every kind of value, and the names of the fields whose watchers were woken.
struct Watched {
    store: Store<Kinds>,
    woken: Heard<&'static str>,
    _watchers: Vec<Subscription>,
}

impl Watched {
    fn new(state: Kinds) -> Self {
        let (store, woken) = (Store::new(state), Heard::new());
        macro_rules! watch {
            ($($field:ident)*) => {
                vec![$({
                    let note = woken.note();
                    store.$field().watch(move |_| note(stringify!($field)))
                }),*]
            };
        }
        let watchers = watch!(truth number word object list objects map members by_pointer opaque query nested mixed at);
        Self {
            store,
            woken,
            _watchers: watchers,
        }
    }

    /// The fields whose watchers a change of all fields wakes, but for the one that can't be compared.
    fn woken_by(
        &self,
        change: impl FnOnce(&mut Kinds) + Send + Sync + 'static,
    ) -> Vec<&'static str> {
        self.store.update(change);
        let mut woken = self.woken.take();
        woken.retain(|field| *field != "opaque");
        woken
    }
}

#[test]
fn plain_values_are_compared() {
    let kinds = Watched::new(Kinds {
        truth: true,
        number: 1,
        word: "zustand".into(),
        ..Kinds::default()
    });
    let same = kinds.woken_by(|kinds| {
        kinds.truth = true;
        kinds.number = 1;
        kinds.word = "zustand".into();
    });
    assert!(same.is_empty());
    let other = kinds.woken_by(|kinds| {
        kinds.truth = false;
        kinds.number = 2;
        kinds.word = "redux".into();
    });
    assert_eq!(other, ["truth", "number", "word"]);
}

fn den(tags: &[&str]) -> Den {
    let tags = tags.iter().map(|tag| (*tag).to_owned());
    Den {
        tags: tags.collect(),
    }
}

#[test]
fn structs_are_compared() {
    let kinds = Watched::new(Kinds {
        object: den(&["a"]),
        ..Kinds::default()
    });
    assert!(kinds
        .woken_by(|kinds| kinds.object = den(&["a"]))
        .is_empty());
    assert_eq!(
        kinds.woken_by(|kinds| kinds.object = den(&["a", "b"])),
        ["object"]
    );
}

#[test]
fn lists_are_compared_however_deep_they_go() {
    let kinds = Watched::new(Kinds {
        list: vec![1, 2, 3],
        objects: vec![den(&["a"]), den(&["b"])],
        ..Kinds::default()
    });
    let same = kinds.woken_by(|kinds| {
        kinds.list = vec![1, 2, 3];
        kinds.objects = vec![den(&["a"]), den(&["b"])];
    });
    assert!(same.is_empty());
    let other = kinds.woken_by(|kinds| {
        kinds.list = vec![2, 3, 4];
        kinds.objects[1] = den(&["b", "c"]);
    });
    assert_eq!(other, ["list", "objects"]);
    let reordered = kinds.woken_by(|kinds| kinds.list = vec![3, 4, 2]);
    assert_eq!(reordered, ["list"]);
}

#[test]
fn maps_are_compared_whatever_their_order() {
    let kinds = Watched::new(Kinds {
        map: HashMap::from([("foo", 1), ("asd", 2)]),
        ..Kinds::default()
    });
    let same = kinds.woken_by(|kinds| kinds.map = HashMap::from([("asd", 2), ("foo", 1)]));
    assert!(same.is_empty());
    for other in [
        HashMap::from([("foo", 1), ("bar", 2)]),
        HashMap::from([("foo", 1), ("asd", 2), ("bar", 3)]),
    ] {
        assert_eq!(kinds.woken_by(|kinds| kinds.map = other), ["map"]);
    }
}

#[test]
fn sets_are_compared_whatever_their_order() {
    let kinds = Watched::new(Kinds {
        members: HashSet::from(["foo", "bar"]),
        ..Kinds::default()
    });
    let same = kinds.woken_by(|kinds| kinds.members = HashSet::from(["bar", "foo"]));
    assert!(same.is_empty());
    for other in [
        HashSet::from(["foo", "asd"]),
        HashSet::from(["foo", "asd", "bar"]),
    ] {
        assert_eq!(kinds.woken_by(|kinds| kinds.members = other), ["members"]);
    }
}

#[test]
fn a_function_is_compared_if_it_says_how_and_counts_as_another_if_not() {
    let kinds = Watched::new(Kinds::default());
    let same = kinds.store.snapshot().by_pointer.clone();
    kinds.store.by_pointer().set(same);
    assert!(kinds.woken.take().is_empty());
    kinds.store.by_pointer().set(ByPointer::default());
    assert_eq!(kinds.woken.take(), ["by_pointer"]);
    assert_eq!((kinds.store.by_pointer().get().0)(), 1);

    let same = kinds.store.snapshot().opaque.clone();
    kinds.store.opaque().set(same);
    assert_eq!(kinds.woken.take(), ["opaque"]);
    assert!(kinds.store.opaque().get().0.is_none());
}

#[test]
fn what_a_text_of_parameters_says_is_compared_as_a_map() {
    let kinds = Watched::new(Kinds {
        query: HashMap::from([("a", "a"), ("b", "b")]),
        ..Kinds::default()
    });
    let same = kinds.woken_by(|kinds| kinds.query = HashMap::from([("b", "b"), ("a", "a")]));
    assert!(same.is_empty());
    let others: [HashMap<_, _>; 3] = [
        HashMap::from([("a", "b")]),
        HashMap::from([("b", "b")]),
        HashMap::from([("a", "a"), ("b", "b")]),
    ];
    for other in others {
        assert_eq!(kinds.woken_by(|kinds| kinds.query = other), ["query"]);
    }
}

#[test]
fn lists_in_lists_are_compared() {
    let kinds = Watched::new(Kinds {
        nested: vec![vec![1, 2], vec![1]],
        ..Kinds::default()
    });
    let same = kinds.woken_by(|kinds| kinds.nested = vec![vec![1, 2], vec![1]]);
    assert!(same.is_empty());
    let other = kinds.woken_by(|kinds| kinds.nested[0].push(3));
    assert_eq!(other, ["nested"]);
}

#[test]
fn the_same_elements_in_another_collection_are_another_value() {
    let words = ["foo", "bar"];
    let kinds = Watched::new(Kinds::default());
    for other in [
        Mixed::List(words.to_vec()),
        Mixed::Set(HashSet::from(words)),
        Mixed::Map(words.into_iter().enumerate().collect()),
    ] {
        assert_eq!(kinds.woken_by(|kinds| kinds.mixed = other), ["mixed"]);
    }
    let same = kinds.woken_by(move |kinds| {
        kinds.mixed = Mixed::Map(words.into_iter().enumerate().collect());
    });
    assert!(same.is_empty());
}

/// Watches what an iterator over the list of a store yields.
fn yields(store: &Store<Kinds>) -> (Heard<Vec<i32>>, Subscription) {
    let heard = Heard::new();
    let note = heard.note();
    let subscription = store.watch_selected(
        |kinds: &Kinds| kinds.list.iter().filter(|n| **n > 0).copied().collect(),
        move |list: &Vec<i32>| note(list.clone()),
    );
    (heard, subscription)
}

#[test]
fn iterators_that_yield_the_same_are_equal_once_collected() {
    let store = Store::new(Kinds {
        list: vec![1, 2],
        ..Kinds::default()
    });
    let (heard, _subscription) = yields(&store);
    store.list().set(vec![0, 1, 0, 2]);
    assert!(heard.take().is_empty());
}

#[test]
fn iterators_that_yield_something_else_are_not() {
    let store = Store::new(Kinds {
        list: vec![1, 2],
        ..Kinds::default()
    });
    let (heard, _subscription) = yields(&store);
    store.list().set(vec![1, 3]);
    assert_eq!(heard.take(), [[1, 3]]);
}

#[test]
fn moments_are_compared() {
    let kinds = Watched::new(Kinds::default());
    let same = kinds.woken_by(|kinds| kinds.at = Timestamp::from_millis(0));
    assert!(same.is_empty());
    let other = kinds.woken_by(|kinds| kinds.at = Timestamp::from_millis(86_400_000));
    assert_eq!(other, ["at"]);
}

// State and actions in one: tests/combine.test.tsx.

#[test]
fn fields_and_actions_are_methods_of_one_handle() {
    let store = Store::new(Bears {
        name: "hello".into(),
        ..Bears::default()
    });
    assert_eq!(
        (store.count().get(), store.name().get()),
        (0, "hello".into())
    );
    store.increase();
    store.rename("goodbye".into());
    assert_eq!(
        (store.count().get(), store.name().get()),
        (1, "goodbye".into())
    );
}

#[test]
fn actions_add_up() {
    let store = Store::new(Bears::default());
    for count in 1..=2 {
        store.increase();
        assert_eq!(store.count().get(), count);
    }
}

#[test]
fn a_field_is_set_without_an_action_and_the_others_stay() {
    let store = Store::new(Bears {
        name: "zustand".into(),
        ..Bears::default()
    });
    store.count().set(5);
    assert_eq!(
        (store.count().get(), store.name().get()),
        (5, "zustand".into())
    );
}

#[test]
fn an_action_takes_what_it_is_given() {
    let store = Store::new(Bears {
        name: "initial".into(),
        ..Bears::default()
    });
    store.rename("updated".into());
    assert_eq!(store.name().get(), "updated");
}

#[test]
fn an_action_reads_the_state_and_may_replace_all_of_it() {
    let store = Store::new(Bears::default());
    store.increase();
    assert_eq!(store.try_increase(), Outcome::Done(2));
    store.start_over();
    assert_eq!(*store.snapshot(), Bears::default());
}

#[test]
fn an_action_is_told_of_once() {
    let store = Store::new(Bears::default());
    let (heard, _subscription) = commits(&store);
    store.increase();
    assert_eq!(heard.take(), [1]);
}

#[test]
fn the_first_state_is_kept_to_go_back_to() {
    let store = Store::new(Bears {
        count: 3,
        ..Bears::default()
    });
    store.increase();
    assert_eq!(store.count().get(), 4);
    store.reset_state();
    assert_eq!(store.count().get(), 3);
}

// Actions as values: tests/redux.test.tsx.

#[test]
fn a_store_that_takes_actions_begins_with_its_state() {
    let store = Store::new(Bears::default());
    assert_eq!(
        (store.count().get(), store.snapshot().version().get()),
        (0, 0)
    );
}

#[test]
fn actions_are_dispatched_as_values() {
    let store = Store::new(Bears::default());
    for (action, count) in [
        (BearsAction::Increase, 1),
        (BearsAction::Increase, 2),
        (BearsAction::Decrease, 1),
    ] {
        store.dispatch(action);
        assert_eq!(store.count().get(), count);
    }
}

#[test]
fn actions_carry_their_arguments() {
    let store = Store::new(Bears::default());
    store.dispatch(BearsAction::CountAgain { count: 42 });
    assert_eq!(store.count().get(), 42);
}

#[test]
fn a_dispatched_action_is_in_its_commit() {
    let store = Store::new(Bears::default());
    let heard = Heard::new();
    let note = heard.note();
    let _subscription = store.subscribe(move |commit| {
        note(format!("{:?}", commit.change().as_action()));
    });
    assert!(store.try_dispatch(BearsAction::Increase).is_done());
    assert_eq!(heard.take(), ["Some(Increase)"]);
}

#[test]
fn a_dispatched_action_is_told_of_once() {
    let store = Store::new(Bears::default());
    let (heard, _subscription) = commits(&store);
    store.dispatch(BearsAction::Increase);
    assert_eq!(heard.take(), [1]);
}

#[test]
fn an_action_that_changes_nothing_wakes_no_watcher() {
    let store = Store::new(Bears::default());
    let (told, _watcher) = counts(&store);
    let (heard, _subscriber) = commits(&store);
    store.sleep();
    assert!(told.take().is_empty());
    assert_eq!(heard.take(), [1], "that it was dispatched is a commit");
}

#[test]
fn actions_are_taken_by_every_handle() {
    let store = Store::new(Bears::default());
    let change = Change::action(BearsAction::CountAgain { count: 10 });
    assert!(store
        .downgrade()
        .submit(change.from(Origin::Remote))
        .is_done());
    store.transaction(|t| t.dispatch(BearsAction::Increase));
    assert_eq!(store.count().get(), 11);
}

// Writing as if in place: tests/immer.test.tsx.

#[test]
fn a_closure_writes_as_if_in_place() {
    let store = Store::new(Bears::default());
    store.update(|bears| bears.count += 1);
    assert_eq!(store.count().get(), 1);
}

#[test]
fn a_whole_state_takes_the_place_of_another() {
    let store = Store::new(Bears {
        count: 1,
        name: "b".into(),
        ..Bears::default()
    });
    let next = Bears {
        count: 9,
        ..Bears::default()
    };
    assert!(store.submit(Change::restore(next.clone())).is_done());
    assert_eq!(*store.snapshot(), next);
}

#[test]
fn who_holds_the_state_from_before_sees_no_later_write_however_deep() {
    let store = Store::new(Bears {
        den: den(&["a"]),
        ..Bears::default()
    });
    let before = store.snapshot();
    store.tag("b".into());
    assert_eq!(before.den, den(&["a"]));
    assert_eq!(store.snapshot().den, den(&["a", "b"]));
}
