//! What the tests of zundo, redux-undo and travels assert, asserted of our histories. `tests/README.md` says which test stands for
//! which; where a test of `undo.rs` or of the files beside it asserts the same, it stands there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use leptos_state_core::layers::{Debounce, StepId, Throttle, Undo, UndoHandle};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Layer, Outcome, Store};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct Counts {
    one: i32,
    two: i32,
}

#[actions]
impl Counts {
    fn increase(&mut self) {
        self.one += 1;
        self.two += 1;
    }

    fn increase_two(&mut self) {
        self.two += 1;
    }

    fn set_one(&mut self, one: i32) {
        self.one = one;
    }

    fn copy_two(&mut self) {
        self.one = self.two;
    }

    fn nothing(&mut self) {}
}

fn counts<L: Layer<Counts> + Send + Sync + 'static>(undo: L) -> (Store<Counts>, UndoHandle) {
    let counts = Store::new(Counts::default()).layer(undo);
    let undo = Undo::of(&counts);
    (counts, undo)
}

fn both(counts: &Store<Counts>) -> (i32, i32) {
    let state = counts.snapshot();
    (state.one, state.two)
}

/// How many steps can be undone, and redone.
fn lengths(undo: &UndoHandle) -> (usize, usize) {
    (undo.undos(), undo.redos())
}

/// The states from the first position on, which one gets by going there.
fn states(counts: &Store<Counts>, undo: &UndoHandle) -> Vec<i32> {
    let here = undo.position();
    let states = undo.steps().into_iter().map(|step| {
        undo.jump(step.id());
        both(counts).0
    });
    let states = states.collect();
    undo.jump(here);
    states
}

#[test]
fn lengths_follow_steps_undos_redos_and_clear() {
    let (counts, undo) = counts(Undo::unlimited());
    let mut seen = Vec::new();
    let mut see = |undo: &UndoHandle| seen.push(lengths(undo));
    see(&undo);
    counts.increase();
    see(&undo);
    counts.increase();
    counts.increase();
    see(&undo);
    undo.undo_by(2);
    see(&undo);
    undo.redo();
    see(&undo);
    undo.clear();
    see(&undo);
    assert_eq!(seen, [(0, 0), (1, 0), (3, 0), (1, 2), (2, 1), (0, 0)]);
}

#[test]
fn after_clear_steps_are_counted_anew() {
    let (counts, undo) = counts(Undo::unlimited());
    for _ in 0..3 {
        counts.increase();
    }
    undo.clear();
    assert_eq!((lengths(&undo), both(&counts).0), ((0, 0), 3));
    for _ in 0..4 {
        counts.increase();
    }
    undo.undo_by(3);
    assert_eq!((lengths(&undo), both(&counts).0), ((1, 3), 4));
    undo.clear();
    assert_eq!((lengths(&undo), both(&counts).0), ((0, 0), 4));
}

#[test]
fn steps_after_an_undo_take_the_place_of_what_was_undone() {
    let (counts, undo) = counts(Undo::unlimited());
    for _ in 0..3 {
        counts.increase();
    }
    undo.undo_by(2);
    for _ in 0..3 {
        counts.increase();
    }
    assert_eq!(lengths(&undo), (4, 0));
}

#[test]
fn the_whole_state_is_remembered_unless_a_part_is_asked_for() {
    let (whole, undo) = counts(Undo::unlimited());
    whole.increase();
    whole.increase();
    undo.undo();
    assert_eq!(both(&whole), (1, 1));
    let part = Undo::unlimited().part(
        |counts: &Counts| counts.one,
        |counts, one| counts.one = *one,
    );
    let (part, undo) = counts(part);
    part.increase();
    part.increase();
    undo.undo();
    assert_eq!((both(&part), lengths(&undo)), ((1, 2), (1, 1)));
    undo.undo();
    assert_eq!((both(&part), lengths(&undo)), ((0, 2), (0, 2)));
}

#[test]
fn a_part_may_come_from_the_rest_of_the_state() {
    let part = Undo::unlimited().part(
        |counts: &Counts| counts.one,
        |counts, one| counts.one = *one,
    );
    let counts = Store::new(Counts { one: 0, two: 100 }).layer(part);
    let undo = Undo::of(&counts);
    counts.nothing();
    counts.set_one(1);
    undo.undo();
    undo.redo();
    counts.copy_two();
    counts.set_one(99);
    assert_eq!((both(&counts), lengths(&undo)), ((99, 100), (3, 0)));
    assert_eq!(states(&counts, &undo), [0, 1, 100, 99]);
    assert_eq!(counts.snapshot().two, 100);
}

#[test]
fn steps_are_remembered_without_a_bound_or_up_to_one() {
    let (many, undo) = counts(Undo::unlimited());
    let (few, bounded) = counts(Undo::limit(3));
    for _ in 0..5 {
        many.increase();
        few.increase();
    }
    assert_eq!(states(&many, &undo), [0, 1, 2, 3, 4, 5]);
    assert_eq!(states(&few, &bounded), [2, 3, 4, 5]);
}

#[test]
fn equal_states_are_no_steps_as_the_type_says_or_as_is_said() {
    let (derived, by_type) = counts(Undo::unlimited());
    let (said, by_function) =
        counts(Undo::unlimited().equality(|a: &Counts, b: &Counts| a.one == b.one));
    let (never, not_at_all) = counts(Undo::unlimited().equality(|_: &Counts, _: &Counts| false));
    for counts in [&derived, &said, &never] {
        counts.nothing();
        counts.increase();
        counts.nothing();
        counts.increase_two();
    }
    assert_eq!(
        (by_type.undos(), by_function.undos(), not_at_all.undos()),
        (2, 1, 4)
    );
}

#[test]
fn of_a_step_only_what_differs_is_remembered_if_that_is_asked_for() {
    let (counts, undo) = counts(Undo::unlimited().patches());
    counts.nothing();
    counts.increase();
    counts.increase();
    counts.increase_two();
    counts.increase_two();
    assert_eq!(lengths(&undo), (4, 0));
    undo.undo_by(2);
    assert_eq!((both(&counts), lengths(&undo)), ((2, 2), (2, 2)));
    undo.undo();
    assert_eq!(both(&counts), (1, 1));
    undo.redo();
    undo.redo_by(2);
    assert_eq!((both(&counts), lengths(&undo)), ((2, 4), (4, 0)));
}

#[test]
fn who_wants_to_hear_of_steps_watches_the_history() {
    let (counts, undo) = counts(Undo::unlimited());
    let told = Arc::new(Mutex::new(Vec::new()));
    let listen = |name: &'static str| {
        let told = Arc::clone(&told);
        undo.shown()
            .undos()
            .watch(move |undos| told.lock().unwrap().push((name, *undos)))
    };
    let first = listen("first");
    counts.increase();
    counts.nothing();
    drop(first);
    let second = listen("second");
    counts.increase();
    undo.undo();
    assert_eq!(
        *told.lock().unwrap(),
        [("first", 1), ("second", 2), ("second", 1)]
    );
    drop(second);
}

#[test]
fn steps_can_be_held_back_by_a_layer_outside() {
    let test = TestEnvironment::default();
    let wait = Duration::from_secs(1);
    let throttle = Throttle::new(wait, |change| (&*change.name() == "increase").then_some(()));
    let counts = Store::in_environment(Counts::default(), test.environment())
        .layer(throttle)
        .layer(Undo::unlimited());
    let undo = Undo::of(&counts);
    for _ in 0..4 {
        counts.increase();
    }
    assert_eq!(undo.undos(), 1);
    test.clock.advance(wait);
    assert_eq!(undo.undos(), 2);
    // An undo is not held back.
    undo.undo_by(2);
    assert_eq!((both(&counts), lengths(&undo)), ((0, 0), (0, 2)));
}

#[test]
fn what_leaves_the_part_as_it_is_takes_no_turn_of_the_history() {
    let test = TestEnvironment::default();
    let part = Undo::unlimited().part(
        |counts: &Counts| counts.one,
        |counts, one| counts.one = *one,
    );
    let counts = Store::in_environment(Counts::default(), test.environment())
        .layer(Debounce::new(Duration::from_secs(1), |change| {
            (&*change.name() == "set_one").then_some(())
        }))
        .layer(part);
    let undo = Undo::of(&counts);
    counts.increase_two();
    assert_eq!(undo.undos(), 0);
    counts.set_one(1);
    counts.set_one(2);
    test.clock.advance(Duration::from_secs(1));
    assert_eq!((undo.undos(), both(&counts)), (1, (2, 1)));
}

#[test]
fn a_history_can_be_taken_over_from_before() {
    let (there, undo) = counts(Undo::limit(100).stored());
    for _ in 0..4 {
        there.increase();
    }
    undo.undo_by(2);
    let text = undo.export().done().unwrap();
    let (here, again) = counts(Undo::limit(100).stored());
    again.import(&text);
    assert_eq!(
        (both(&here), lengths(&again)),
        (both(&there), lengths(&undo))
    );
    assert_eq!(states(&here, &again), [0, 1, 2, 3, 4]);
}

#[test]
fn a_store_begins_without_steps() {
    let counts = Store::new(Counts { one: 100, two: 0 }).layer(Undo::limit(200));
    let undo = Undo::of(&counts);
    assert_eq!((both(&counts), lengths(&undo)), ((100, 0), (0, 0)));
    assert!(!undo.can_undo() && !undo.can_redo());
    assert_eq!(undo.position().get(), 0);
}

#[test]
fn only_what_is_included_or_not_excluded_is_a_step() {
    let (included, include) =
        counts(Undo::unlimited().filter(|change| change.name() == "increase"));
    let (excluded, exclude) =
        counts(Undo::unlimited().filter(|change| change.name() != "increase"));
    for counts in [&included, &excluded] {
        counts.increase();
        counts.increase_two();
    }
    assert_eq!((include.undos(), exclude.undos()), (1, 1));
    // What can be redone stays.
    include.undo();
    included.increase_two();
    assert_eq!(include.redos(), 1);
}

#[test]
fn a_store_can_begin_anew_with_its_history() {
    let (counts, undo) = counts(Undo::limit(3));
    for _ in 0..5 {
        counts.increase();
    }
    // A reset is a step, unless the history is cleared too.
    counts.reset_state();
    assert_eq!((both(&counts), undo.undos()), ((0, 0), 3));
    undo.clear();
    assert_eq!(lengths(&undo), (0, 0));
    counts.increase();
    assert_eq!(states(&counts, &undo), [0, 1]);
}

#[test]
fn undo_and_redo_are_the_same_as_jumps() {
    let (counts, undo) = counts(Undo::unlimited());
    for _ in 0..3 {
        counts.increase();
    }
    let there: Vec<_> = undo.steps().iter().map(|step| step.id()).collect();
    undo.jump(there[1]);
    assert_eq!((both(&counts).0, lengths(&undo)), (1, (1, 2)));
    undo.jump(there[3]);
    undo.undo();
    undo.undo();
    assert_eq!((both(&counts).0, lengths(&undo)), (1, (1, 2)));
    undo.jump(there[2]);
    assert_eq!((both(&counts).0, lengths(&undo)), (2, (2, 1)));
    undo.redo();
    assert_eq!((both(&counts).0, lengths(&undo)), (3, (3, 0)));
}

#[test]
fn a_jump_to_nowhere_or_to_here_changes_nothing() {
    let (counts, undo) = counts(Undo::limit(1));
    counts.increase();
    counts.increase();
    let before = counts.snapshot().version();
    assert!(undo.try_jump(undo.position()).is_done());
    let gone = serde_json::from_str("0").unwrap();
    assert!(matches!(undo.try_jump(gone), Outcome::Refused(_)));
    assert!(matches!(undo.try_redo(), Outcome::Refused(_)));
    assert_eq!(counts.snapshot().version(), before);
}

#[test]
fn a_filter_that_says_no_ends_the_question() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let filter = |name: &'static str, yes: bool| {
        let asked = Arc::clone(&asked);
        move |_: &leptos_state_core::Change<'_, Counts>| {
            asked.lock().unwrap().push(name);
            yes
        }
    };
    let (counts, undo) = counts(
        Undo::unlimited()
            .filter(filter("first", true))
            .filter(filter("second", false))
            .filter(filter("third", true)),
    );
    counts.increase();
    assert!(!undo.can_undo());
    assert_eq!(*asked.lock().unwrap(), ["first", "second"]);
}

#[test]
fn steps_of_one_group_are_one() {
    let (counts, undo) = counts(
        Undo::unlimited().coalesce(|change| (change.name() == "increase").then_some("grown")),
    );
    counts.increase();
    counts.increase();
    counts.increase_two();
    counts.increase_two();
    counts.increase();
    assert_eq!(lengths(&undo), (4, 0));
    undo.undo_by(4);
    assert_eq!(both(&counts), (0, 0));
}

#[test]
fn a_state_changes_by_value_and_by_function_and_either_is_a_step() {
    let (counts, undo) = counts(Undo::unlimited());
    counts.update(|counts| *counts = Counts { one: 1, two: 0 });
    counts.update(|counts| counts.one += 5);
    counts.two().set(3);
    assert_eq!(both(&counts), (6, 3));
    undo.undo_by(2);
    assert_eq!(both(&counts), (1, 0));
}

#[test]
fn subscribers_hear_of_steps_and_of_undos_in_order_until_they_leave() {
    let (counts, undo) = counts(Undo::unlimited());
    let told = Arc::new(Mutex::new(Vec::new()));
    let listen = |name: &'static str| {
        let (told, undo) = (Arc::clone(&told), undo.clone());
        counts.subscribe(move |commit| {
            let seen = (name, commit.state().one, undo.position().get());
            told.lock().unwrap().push(seen);
        })
    };
    let (first, second) = (listen("first"), listen("second"));
    counts.increase();
    drop(second);
    counts.increase();
    undo.undo();
    drop(first);
    counts.increase();
    assert_eq!(
        *told.lock().unwrap(),
        [
            ("first", 1, 1),
            ("second", 1, 1),
            ("first", 2, 2),
            ("first", 1, 1)
        ]
    );
}

#[test]
fn whatever_is_in_a_state_comes_back() {
    #[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
    struct Page {
        user: (String, u8),
        todos: Vec<(u32, String, bool)>,
    }
    let page = Store::new(Page::default()).layer(Undo::unlimited());
    let undo = Undo::of(&page);
    page.update(|page| page.todos.push((1, "milk".into(), false)));
    page.update(|page| {
        page.todos[0].2 = true;
        page.user.1 = 26;
    });
    undo.undo();
    assert_eq!(
        (page.snapshot().todos[0].2, page.snapshot().user.1),
        (false, 0)
    );
}

#[test]
fn several_changes_are_one_step_in_a_transaction_or_until_the_run_ends() {
    let (counts, undo) = counts(Undo::limit(20).coalesce(|_| Some(())));
    counts.set_one(1);
    counts.set_one(2);
    undo.end_run();
    counts.set_one(3);
    counts.set_one(4);
    undo.end_run();
    // To end a run that has not begun does nothing.
    undo.end_run();
    assert_eq!(
        (states(&counts, &undo), lengths(&undo)),
        (vec![0, 2, 4], (2, 0))
    );
    // An undo ends the run by itself.
    counts.set_one(5);
    undo.undo();
    assert_eq!((both(&counts).0, undo.redos()), (4, 1));
    counts.set_one(6);
    assert_eq!(undo.redos(), 0);
    counts.transaction(|counts| {
        counts.increase();
        counts.increase();
    });
    undo.undo();
    assert_eq!(both(&counts).0, 4);
}

#[test]
fn runs_keep_to_the_bound() {
    let (counts, undo) = counts(Undo::limit(3).coalesce(|_| Some(())));
    for one in 1..=6 {
        counts.set_one(-one);
        counts.set_one(one);
        undo.end_run();
    }
    assert_eq!(states(&counts, &undo), [3, 4, 5, 6]);
    undo.undo_by(2);
    assert_eq!((both(&counts).0, lengths(&undo)), (4, (1, 2)));
    counts.set_one(7);
    assert_eq!(states(&counts, &undo), [3, 4, 7]);
}

#[test]
fn what_is_dropped_at_the_bound_can_be_noticed() {
    let (counts, undo) = counts(Undo::limit(3));
    let told = Arc::new(Mutex::new(Vec::new()));
    let watching = undo
        .shown()
        .watch_selected(|shown| (shown.position, shown.undos), {
            let told = Arc::clone(&told);
            move |(position, undos): &(StepId, usize)| {
                told.lock().unwrap().push((position.get(), *undos))
            }
        });
    for _ in 0..5 {
        counts.increase();
    }
    // The number of the position counts on, the number of steps does not.
    assert_eq!(
        *told.lock().unwrap(),
        [(1, 1), (2, 2), (3, 3), (4, 3), (5, 3)]
    );
    drop(watching);
}

#[test]
fn a_bound_of_nothing_remembers_nothing_and_one_of_one_a_step() {
    let (none, nothing) = counts(Undo::limit(0).coalesce(|_| None::<()>));
    let (one, undo) = counts(Undo::limit(1));
    for _ in 0..3 {
        none.increase();
        one.increase();
    }
    assert_eq!((both(&none).0, lengths(&nothing)), (3, (0, 0)));
    undo.undo();
    assert_eq!((both(&one).0, undo.can_undo()), (2, false));
    none.reset_state();
    one.reset_state();
    assert_eq!((both(&none), both(&one)), ((0, 0), (0, 0)));
}

#[test]
fn without_a_bound_all_is_remembered() {
    let (counts, undo) = counts(Undo::unlimited());
    for one in 1..=10_000 {
        counts.set_one(one);
    }
    assert_eq!(undo.undos(), 10_000);
    undo.undo_by(10_000);
    assert_eq!(both(&counts).0, 0);
}

#[test]
fn a_stored_history_is_apart_from_the_one_that_goes_on() {
    let (counts, undo) = counts(Undo::limit(9).stored());
    counts.increase();
    let (first, second) = (undo.export().done(), undo.export().done());
    assert_eq!(first, second);
    counts.increase();
    assert_eq!(states(&counts, &undo), [0, 1, 2]);
    undo.import(&first.unwrap());
    assert_eq!(states(&counts, &undo), [0, 1]);
}

#[test]
fn numbers_texts_truths_and_nothing_have_histories_too() {
    fn goes<S>(values: [S; 3])
    where
        S: leptos_state_core::State + Send + Sync + PartialEq + std::fmt::Debug,
    {
        let store = Store::new(values[0].clone()).layer(Undo::limit(1).coalesce(|_| None::<()>));
        let undo = Undo::of(&store);
        for value in values[1..].iter().cloned() {
            store.update(move |state| *state = value);
        }
        undo.undo();
        assert_eq!(**store.snapshot().state(), values[1]);
        undo.redo();
        assert_eq!(**store.snapshot().state(), values[2]);
        assert!(!undo.can_redo());
    }
    goes([10, 20, 30]);
    goes(["start".to_owned(), "middle".to_owned(), "end".to_owned()]);
    goes([false, true, false]);
    goes([None, Some(42), None]);
}
