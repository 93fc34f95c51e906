//! More of what the tests of travels assert, asserted of our histories: that they are stored and read again at any place, and that
//! who hears of them never sees one half done. `tests/README.md` says which test stands for which.

use std::sync::{Arc, Mutex};

use leptos_state_core::layers::{Undo, UndoHandle};
use leptos_state_core::{Layer, Outcome, Store, Subscription};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
struct List {
    count: u32,
    rows: Vec<u32>,
    note: Option<String>,
}

#[actions]
impl List {
    fn count_to(&mut self, count: u32) {
        self.count = count;
    }

    fn start_anew(&mut self) {
        *self = Self::default();
    }

    fn keep(&mut self, n: usize) {
        self.rows.truncate(n);
    }
}

fn list<L: Layer<List> + Send + Sync + 'static>(undo: L) -> (Store<List>, UndoHandle) {
    let start = List {
        rows: vec![1, 2, 3, 4],
        ..List::default()
    };
    let list = Store::new(start).layer(undo);
    let undo = Undo::of(&list);
    (list, undo)
}

fn count(list: &Store<List>) -> u32 {
    list.snapshot().count
}

/// The states from the first position on, which one gets by going there.
fn states(list: &Store<List>, undo: &UndoHandle) -> Vec<List> {
    let here = undo.position();
    let states = undo.steps().into_iter().map(|step| {
        undo.jump(step.id());
        (**list.snapshot().state()).clone()
    });
    let states = states.collect();
    undo.jump(here);
    states
}

fn counts(list: &Store<List>, undo: &UndoHandle) -> Vec<u32> {
    let states = states(list, undo);
    states.iter().map(|list| list.count).collect()
}

/// Of each commit the count, the number of steps that can be undone and of those that can be redone.
type Told = Arc<Mutex<Vec<(u32, usize, usize)>>>;

fn tell(list: &Store<List>, undo: &UndoHandle) -> (Told, Subscription) {
    let told = Told::default();
    let subscription = list.subscribe({
        let (told, undo) = (Arc::clone(&told), undo.clone());
        move |commit| {
            let seen = (commit.state().count, undo.undos(), undo.redos());
            told.lock().unwrap().push(seen);
        }
    });
    (told, subscription)
}

fn edit(list: &Store<List>) {
    list.keep(2);
    list.update(|list| {
        list.rows.splice(0..1, [9, 8]);
        list.note = Some("later".into());
    });
    list.update(|list| {
        list.rows.clear();
        list.note = None;
        list.count = 1;
    });
}

#[test]
fn lists_that_shrink_grow_and_end_are_as_they_were_at_every_position() {
    fn goes<L: Layer<List> + Send + Sync + 'static>(layer: L) {
        let (list, undo) = list(layer);
        edit(&list);
        let rows: Vec<_> = states(&list, &undo)
            .into_iter()
            .map(|list| (list.rows, list.note.is_some()))
            .collect();
        assert_eq!(
            rows,
            [
                (vec![1, 2, 3, 4], false),
                (vec![1, 2], false),
                (vec![9, 8, 2], true),
                (vec![], false)
            ]
        );
    }
    goes(Undo::limit(9));
    goes(Undo::limit(9).patches());
}

#[test]
fn a_history_is_the_same_after_it_was_stored_wherever_its_position_is() {
    fn goes<L: Layer<List> + Send + Sync + 'static>(layer: impl Fn() -> L) {
        let (there, undo) = list(layer());
        edit(&there);
        for back in 0..=3 {
            undo.undo_by(back);
            let text = undo.export().done().unwrap();
            let (here, again) = list(layer());
            again.import(&text);
            assert_eq!(again.export().done().unwrap(), text);
            assert_eq!(again.undos(), 3 - back);
            assert_eq!(states(&here, &again), states(&there, &undo));
            undo.redo_by(back);
        }
    }
    goes(|| Undo::limit(9).stored());
    goes(|| Undo::limit(9).patches().stored());
}

#[test]
fn a_run_that_has_not_ended_is_stored_as_a_step() {
    let (there, undo) = list(Undo::limit(9).coalesce(|_| Some(())).stored());
    there.count_to(1);
    there.count_to(2);
    let text = undo.export().done().unwrap();
    let (here, again) = list(Undo::limit(9).coalesce(|_| Some(())).stored());
    again.import(&text);
    assert_eq!((count(&here), again.undos()), (2, 1));
    again.undo();
    assert_eq!(count(&here), 0);
}

#[test]
fn what_a_bound_leaves_of_a_stored_history_has_no_gaps() {
    let (there, undo) = list(Undo::limit(20).stored());
    for n in 1..=12 {
        there.count_to(n);
    }
    let (here, bounded) = list(Undo::limit(5).stored());
    bounded.import(&undo.export().done().unwrap());
    assert_eq!((count(&here), bounded.undos()), (12, 5));
    assert_eq!(counts(&here, &bounded), [7, 8, 9, 10, 11, 12]);

    undo.undo_by(6);
    let (here, bounded) = list(Undo::limit(5).stored());
    bounded.import(&undo.export().done().unwrap());
    assert_eq!(count(&here), 6);
    let left = counts(&here, &bounded);
    assert!(left.windows(2).all(|two| two[0] + 1 == two[1]), "{left:?}");
    assert!(left.contains(&6) && left.len() <= 6, "{left:?}");
    bounded.redo();
    assert_eq!(count(&here), 7);
}

#[test]
fn stored_patches_that_do_not_fit_are_refused_when_they_are_taken() {
    let (there, undo) = list(Undo::limit(9).patches().stored());
    there.count_to(1);
    there.count_to(2);
    undo.undo();
    let text = undo.export().done().unwrap();
    // The state is another than that which the steps lead from and to.
    let wrong = text.replacen("\"count\":1", "\"count\":7", 1);
    assert_ne!(wrong, text);
    let (here, again) = list(Undo::limit(9).patches().stored());
    assert!(again.try_import(&wrong).is_done());
    for outcome in [again.try_undo(), again.try_redo()] {
        let Outcome::Refused(refusal) = outcome else {
            panic!("the count is another");
        };
        assert_eq!(refusal.reason(), "count is another than it was");
    }
    assert_eq!((count(&here), again.undos(), again.redos()), (7, 1, 1));
}

#[test]
fn no_steps_are_no_change() {
    let (list, undo) = list(Undo::limit(9));
    assert!(undo.try_undo_by(0).is_done() && undo.try_redo_by(0).is_done());
    list.count_to(1);
    list.count_to(2);
    undo.undo();
    let before = list.snapshot().version();
    undo.undo_by(0);
    undo.redo_by(0);
    assert_eq!((count(&list), undo.undos(), undo.redos()), (1, 1, 1));
    assert_eq!(list.snapshot().version(), before);
}

#[test]
fn a_listener_that_panics_ends_no_step() {
    let (list, undo) = list(Undo::limit(9));
    list.count_to(1);
    list.count_to(2);
    undo.undo();
    let panics = list.subscribe(|_| panic!("a listener"));
    let (told, subscription) = tell(&list, &undo);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| list.count_to(3)));
    assert!(panicked.is_err());
    drop(panics);
    assert_eq!(*told.lock().unwrap(), [(3, 2, 0)]);
    assert_eq!(counts(&list, &undo), [0, 1, 3]);
    drop(subscription);
}

#[test]
fn a_transaction_is_told_of_once_with_its_step_and_not_at_all_if_it_fails() {
    let (list, undo) = list(Undo::limit(9));
    let (told, subscription) = tell(&list, &undo);
    list.transaction(|list| {
        list.count_to(1);
        list.count_to(2);
        assert_eq!(undo.undos(), 0);
    });
    assert_eq!(*told.lock().unwrap(), [(2, 1, 0)]);
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        list.transaction(|list| {
            list.count_to(3);
            panic!("it fails");
        });
    }));
    assert!(panicked.is_err());
    assert_eq!((count(&list), undo.undos(), undo.redos()), (2, 1, 0));
    assert_eq!(told.lock().unwrap().len(), 1);
    list.transaction(|list| list.start_anew());
    assert_eq!(told.lock().unwrap().last(), Some(&(0, 2, 0)));
    assert_eq!(told.lock().unwrap().len(), 2);
    drop(subscription);
}

#[test]
fn what_a_listener_writes_is_the_next_step() {
    let (list, undo) = list(Undo::limit(9));
    let writes = list.subscribe({
        let list = list.clone();
        move |commit| {
            if commit.state().count == 1 {
                list.count_to(2);
            }
        }
    });
    let (told, subscription) = tell(&list, &undo);
    list.count_to(1);
    assert_eq!(*told.lock().unwrap(), [(1, 1, 0), (2, 2, 0)]);
    drop((writes, subscription));
}

#[test]
fn what_was_told_of_steps_stays_as_it_was() {
    let (list, undo) = list(Undo::limit(9));
    list.count_to(1);
    let (state, steps) = (list.snapshot(), undo.steps());
    list.count_to(2);
    undo.undo();
    list.count_to(3);
    assert_eq!((state.count, steps.len()), (1, 2));
    assert!(steps.iter().all(|step| step.is_done()));
}

#[test]
fn at_any_bound_no_more_steps_are_kept() {
    for limit in 0..4 {
        let (list, undo) = list(Undo::limit(limit));
        for n in 1..=6 {
            list.count_to(n);
            list.count_to(n);
            assert_eq!(undo.undos(), limit.min(n as usize));
        }
    }
}
