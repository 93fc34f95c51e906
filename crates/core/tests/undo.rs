//! An undo goes back to where the state has been, a redo comes back, and nothing else happens.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use leptos_state_core::layers::{Debounce, Undo, UndoHandle, Validate};
use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Change, ChangeKind, Cx, Environment, Layer, Next, Origin, Outcome, State as _, Store, Verdict,
};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Todos {
    items: Vec<String>,
    filter: u8,
    saved: u32,
}

#[derive(Debug, thiserror::Error)]
#[error("an empty title")]
struct Empty;

#[actions]
impl Todos {
    fn add(&mut self, title: String) -> Result<(), Empty> {
        self.items.push(title);
        if self.items.iter().any(String::is_empty) {
            return Err(Empty);
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.items.clear();
    }

    fn save(&mut self, cx: &mut Cx<Self>) {
        self.items.push("saved".into());
        cx.effect("save", |todos| async move { todos.count_saved() });
    }

    fn count_saved(&mut self) {
        self.saved += 1;
    }
}

fn todos() -> (Store<Todos>, UndoHandle) {
    let todos = Store::new(Todos::default()).layer(Undo::limit(100));
    let undo = Undo::of(&todos);
    (todos, undo)
}

fn catch(f: impl FnOnce()) -> std::thread::Result<()> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(f))
}

fn items(todos: &Store<Todos>) -> Vec<String> {
    todos.snapshot().items.clone()
}

#[test]
fn steps_are_taken_back_and_taken_again() {
    let (todos, undo) = todos();
    assert!(!undo.can_undo() && !undo.can_redo());
    todos.add("tea".into());
    todos.add("milk".into());
    todos.filter().set(2);
    assert_eq!((undo.undos(), undo.redos()), (3, 0));

    undo.undo();
    assert_eq!(todos.snapshot().filter, 0);
    undo.undo();
    assert_eq!(items(&todos), ["tea"]);
    assert_eq!((undo.undos(), undo.redos()), (1, 2));
    undo.redo();
    assert_eq!(items(&todos), ["tea", "milk"]);
    undo.redo();
    assert_eq!(todos.snapshot().filter, 2);
    assert!(undo.can_undo() && !undo.can_redo());
}

#[test]
fn several_steps_are_one_change() {
    let (todos, undo) = todos();
    for title in ["a", "b", "c", "d"] {
        todos.add(title.into());
    }
    let version = todos.snapshot().version().get();
    undo.undo_by(3);
    assert_eq!(items(&todos), ["a"]);
    assert_eq!(todos.snapshot().version().get(), version + 1);
    undo.redo_by(2);
    assert_eq!(items(&todos), ["a", "b", "c"]);
    // More than there are is as many as there are.
    undo.undo_by(100);
    assert_eq!(items(&todos), [""; 0]);
    undo.redo_by(usize::MAX);
    assert_eq!(items(&todos), ["a", "b", "c", "d"]);
}

#[test]
fn a_step_after_an_undo_makes_what_was_undone_be_forgotten() {
    let (todos, undo) = todos();
    todos.add("tea".into());
    todos.add("milk".into());
    undo.undo_by(2);
    todos.add("bread".into());
    assert_eq!((undo.undos(), undo.redos()), (1, 0));
    assert!(!undo.try_redo().is_done());
    undo.undo();
    assert_eq!(items(&todos), [""; 0]);
}

#[test]
fn that_there_is_nothing_to_do_is_a_refusal() {
    let test = TestEnvironment::default();
    let todos = Store::in_environment(Todos::default(), test.environment()).layer(Undo::limit(3));
    let undo = Undo::of(&todos);
    let Outcome::Refused(refusal) = undo.try_undo() else {
        panic!("there was nothing to undo");
    };
    assert_eq!(
        refusal.to_string(),
        "refused by Undo: there is nothing to undo"
    );
    let Outcome::Refused(refusal) = undo.try_redo() else {
        panic!("there was nothing to redo");
    };
    assert_eq!(refusal.reason(), "there is nothing to redo");
    let Outcome::Refused(refusal) = undo.try_jump(serde_json::from_str("7").unwrap()) else {
        panic!("there was no such position");
    };
    assert_eq!(refusal.reason(), "the history has no such position");
    assert_eq!(todos.snapshot().version().get(), 0);
    undo.undo();
    undo.redo();
    let reports = test.reports.take();
    assert_eq!(reports.len(), 2, "{reports:?}");
    assert!(
        reports[0].contains("there is nothing to undo"),
        "{reports:?}"
    );
}

#[test]
fn what_leaves_an_equal_state_is_no_step() {
    let (todos, undo) = todos();
    todos.clear();
    todos.filter().set(0);
    todos.update(|_| {});
    assert!(!undo.can_undo());
    todos.add("tea".into());
    undo.undo();
    // So what can be redone stays.
    todos.clear();
    assert!(undo.can_redo());
}

#[test]
fn what_fails_or_is_refused_is_no_step() {
    let todos = Store::new(Todos::default())
        .layer(Undo::limit(100))
        .layer(Validate::new(|todos: &Todos| {
            if todos.items.len() < 3 {
                Ok(())
            } else {
                Err("too many")
            }
        }));
    let undo = Undo::of(&todos);
    assert!(!todos.try_add(String::new()).is_done());
    todos.add("a".into());
    todos.add("b".into());
    assert!(!todos.try_add("c".into()).is_done());
    assert_eq!(undo.undos(), 2);
}

#[test]
fn an_undo_that_a_layer_inside_refuses_changes_nothing() {
    let never_zero = Validate::new(|n: &u8| if *n == 0 { Err("zero") } else { Ok(()) });
    let number = Store::new(0_u8).layer(Undo::limit(9)).layer(never_zero);
    let undo = Undo::of(&number);
    number.update(|n| *n = 1);
    let there = undo.position();
    let Outcome::Refused(refusal) = undo.try_undo() else {
        panic!("zero was refused");
    };
    assert_eq!(refusal.layer(), "Validate");
    assert_eq!((*number.snapshot(), undo.undos()), (1, 1));
    assert_eq!((undo.position(), undo.redos()), (there, 0));
}

#[test]
fn a_transaction_is_one_step() {
    let (todos, undo) = todos();
    todos.transaction(|todos| {
        todos.add("tea".into());
        todos.add("milk".into());
        todos.filter().set(1);
    });
    assert_eq!(undo.undos(), 1);
    assert_eq!(undo.undo_label().as_deref(), Some("batch"));
    undo.undo();
    assert_eq!(**todos.snapshot().state(), Todos::default());
}

#[test]
fn a_reset_can_be_undone() {
    let (todos, undo) = todos();
    todos.add("tea".into());
    todos.reset_state();
    undo.undo();
    assert_eq!(items(&todos), ["tea"]);
}

#[test]
fn labels_are_the_names_of_changes() {
    let (todos, undo) = todos();
    assert_eq!(undo.undo_label(), None);
    todos.add("tea".into());
    todos.filter().set(1);
    assert_eq!(undo.undo_label().as_deref(), Some("set filter"));
    undo.undo();
    assert_eq!(undo.undo_label().as_deref(), Some("add"));
    assert_eq!(undo.redo_label().as_deref(), Some("set filter"));
    let steps = undo.steps();
    let shown: Vec<_> = steps.iter().map(|s| (s.label(), s.is_done())).collect();
    assert_eq!(shown, [("", true), ("add", true), ("set filter", false)]);
    assert_eq!(steps[2].parent(), Some(steps[1].id()));
    assert_eq!(undo.position(), steps[1].id());
}

#[test]
fn one_can_jump_anywhere() {
    let (todos, undo) = todos();
    for title in ["a", "b", "c", "d"] {
        todos.add(title.into());
    }
    let steps = undo.steps();
    undo.jump(steps[1].id());
    assert_eq!((items(&todos), undo.redos()), (vec!["a".to_owned()], 3));
    undo.jump(steps[3].id());
    assert_eq!(items(&todos), ["a", "b", "c"]);
    assert_eq!((undo.undos(), undo.redos()), (3, 1));
    let version = todos.snapshot().version();
    assert!(undo.try_jump(undo.position()).is_done());
    assert_eq!(todos.snapshot().version(), version);
    undo.jump(steps[0].id());
    assert_eq!((undo.undos(), undo.redos()), (0, 4));
}

#[test]
fn clear_forgets_the_steps_and_leaves_the_state() {
    let (todos, undo) = todos();
    todos.add("a".into());
    todos.add("b".into());
    undo.undo();
    undo.clear();
    assert!(!undo.can_undo() && !undo.can_redo());
    assert_eq!(items(&todos), ["a"]);
    assert_eq!(undo.steps().len(), 1);
    todos.add("c".into());
    undo.undo();
    assert_eq!(items(&todos), ["a"]);
}

#[test]
fn while_paused_changes_are_no_steps() {
    let (todos, undo) = todos();
    todos.add("a".into());
    undo.pause();
    assert!(undo.is_paused());
    todos.add("b".into());
    assert_eq!(undo.undos(), 1);
    // It can be undone all the same.
    undo.undo();
    assert_eq!(items(&todos), [""; 0]);
    undo.redo();
    assert_eq!(items(&todos), ["a", "b"]);
    undo.resume();
    assert!(!undo.is_paused());
    todos.add("c".into());
    undo.undo();
    assert_eq!(items(&todos), ["a", "b"]);
}

#[test]
fn what_comes_from_elsewhere_is_no_step_unless_it_is_asked_for() {
    let (todos, undo) = todos();
    let filter = *todos.filter().as_path();
    let remote = || Change::set(filter, 7).from(Origin::Remote);
    todos.add("a".into());
    assert!(todos.submit(remote()).is_done());
    assert_eq!(undo.undos(), 1);
    // It is part of the position that it came to.
    undo.undo();
    assert_eq!(todos.snapshot().filter, 0);
    undo.redo();
    assert_eq!(todos.snapshot().filter, 7);

    let todos = Store::new(Todos::default()).layer(Undo::limit(9).also_from(Origin::Remote));
    assert!(todos.submit(remote()).is_done());
    assert_eq!(Undo::of(&todos).undos(), 1);
}

#[test]
fn effects_are_not_performed_again() {
    let test = TestEnvironment::default();
    let todos = Store::in_environment(Todos::default(), test.environment()).layer(Undo::limit(9));
    let undo = Undo::of(&todos);
    todos.save();
    test.effects.run();
    assert_eq!(todos.snapshot().saved, 1);
    undo.undo_by(2);
    undo.redo_by(2);
    undo.undo();
    undo.redo();
    test.effects.run();
    assert_eq!(todos.snapshot().saved, 1);
}

/// Writes down what passes.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<(String, ChangeKind)>>>);

impl<S: leptos_state_core::State> Layer<S> for Seen {
    fn name(&self) -> &'static str {
        "Seen"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let seen = (change.name().into_owned(), change.kind());
        self.0.lock().unwrap().push(seen);
        next.run(change)
    }
}

#[test]
fn an_undo_passes_the_layers_around_it_and_inside_of_it() {
    let (outer, inner) = (Seen::default(), Seen::default());
    let todos = Store::new(Todos::default())
        .layer(outer.clone())
        .layer(Undo::limit(9))
        .layer(inner.clone());
    let undo = Undo::of(&todos);
    let told = Arc::new(Mutex::new(Vec::new()));
    let subscription = todos.subscribe({
        let told = Arc::clone(&told);
        move |commit| {
            told.lock()
                .unwrap()
                .push((commit.change().name().into_owned(), commit.origin()))
        }
    });
    todos.clear();
    todos.add("a".into());
    undo.undo();
    undo.redo();
    undo.clear();
    let seen = |seen: &Seen| std::mem::take(&mut *seen.0.lock().unwrap());
    let names = |seen: Vec<(String, ChangeKind)>| {
        let names = seen
            .into_iter()
            .map(|(name, kind)| format!("{name} {kind:?}"));
        names.collect::<Vec<_>>()
    };
    assert_eq!(
        names(seen(&outer)),
        [
            "clear Action",
            "add Action",
            "undo Instruction",
            "redo Instruction",
            "clear history Instruction"
        ]
    );
    assert_eq!(
        names(seen(&inner)),
        ["clear Action", "add Action", "undo Restore", "redo Restore"]
    );
    let told = told.lock().unwrap();
    assert_eq!(told[2], ("undo".to_owned(), Origin::Restore));
    assert_eq!(told.len(), 4);
    drop(subscription);
}

#[test]
fn an_undo_from_inside_a_turn_waits_for_the_next() {
    let (todos, undo) = todos();
    let outcome = Arc::new(Mutex::new(None));
    let subscription = todos.subscribe({
        let (undo, outcome) = (undo.clone(), Arc::clone(&outcome));
        move |commit| {
            if commit.change().name() == "add" {
                *outcome.lock().unwrap() = Some(undo.try_undo());
            }
        }
    });
    todos.add("a".into());
    assert!(matches!(*outcome.lock().unwrap(), Some(Outcome::Queued)));
    assert_eq!((items(&todos), undo.redos()), (vec![], 1));
    drop(subscription);
}

#[test]
fn who_watches_what_is_shown_hears_what_differs() {
    let (todos, undo) = todos();
    let told = Arc::new(Mutex::new(Vec::new()));
    let watching = undo.shown().can_undo().watch({
        let (told, undo) = (Arc::clone(&told), undo.clone());
        // Whoever is told may ask.
        move |can_undo| told.lock().unwrap().push((*can_undo, undo.steps().len()))
    });
    let redoing = undo
        .shown()
        .watch_selected(|shown| shown.redo_label.clone(), {
            let told = Arc::clone(&told);
            move |label: &Option<std::borrow::Cow<str>>| {
                told.lock().unwrap().push((label.is_some(), 0))
            }
        });
    todos.add("a".into());
    todos.add("b".into());
    undo.undo();
    assert_eq!(*told.lock().unwrap(), [(true, 2), (true, 0)]);
    undo.undo();
    assert_eq!(told.lock().unwrap()[2..], [(false, 3)]);
    drop((watching, redoing));
    let shown = undo.shown().snapshot();
    assert_eq!((shown.undos, shown.redos, shown.is_paused), (0, 2, false));
    assert!(shown.revision > 0);
}

#[test]
fn there_is_one_history_around_a_state() {
    let error = Store::new(1_i32)
        .layer(Undo::limit(1))
        .try_layer(Undo::limit(1))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "layer `Undo` can't be put around store `i32` inside [Undo]: the `Undo` there remembers the same changes"
    );
}

#[test]
fn nothing_delays_inside_of_it() {
    let late = std::time::Duration::from_millis(1);
    let store = Store::new(1_i32).layer(Undo::limit(1));
    assert!(store
        .try_layer(Debounce::new(late, |change| Some(change.kind())))
        .is_err());
}

#[test]
fn a_store_without_history_has_no_handle() {
    let store = Store::new(1_i32);
    assert!(Undo::try_of(&store).is_none());
    let panic = catch(|| drop(Undo::of(&store))).unwrap_err();
    assert_eq!(
        panic.downcast_ref::<String>().unwrap(),
        "there is no layer `Undo` around `i32`; put it there with `.layer(Undo::limit(100))`"
    );
}

#[test]
fn a_handle_does_not_keep_the_store_alive() {
    let (todos, undo) = todos();
    todos.add("a".into());
    drop(todos);
    assert!(matches!(undo.try_undo(), Outcome::Disposed));
    undo.undo();
    assert_eq!(undo.steps().len(), 2);
    assert!(format!("{undo:?}").contains("can_undo: true"));
}

#[test]
fn a_state_may_stay_on_its_thread() {
    #[derive(Clone)]
    struct Page(Rc<Cell<u32>>, u32);
    impl leptos_state_core::State for Page {
        const NAME: &'static str = "Page";
        type Fields<H: leptos_state_core::Handle<Value = Self>> = ();
        fn fields<H: leptos_state_core::Handle<Value = Self>>(_: &H) -> &() {
            &()
        }
    }
    let asked = Rc::new(Cell::new(0));
    let page = Store::new_local(Page(Rc::default(), 1), Environment::default()).layer(
        Undo::limit(9).local().filter({
            let asked = Rc::clone(&asked);
            move |_| {
                asked.set(asked.get() + 1);
                true
            }
        }),
    );
    let undo = Undo::of(&page);
    page.update(|page| page.1 = 2);
    page.update(|page| page.1 = 3);
    undo.undo();
    assert_eq!((page.snapshot().1, asked.get()), (2, 2));
    assert_eq!(page.snapshot().0.get(), 0);
    assert_eq!(Page::NAME, "Page");
}

#[test]
fn a_state_that_can_not_be_compared_has_a_step_for_each_change() {
    #[derive(Clone, State)]
    struct Opaque {
        parts: BTreeMap<u8, fn() -> u8>,
    }
    let store = Store::new(Opaque {
        parts: BTreeMap::new(),
    })
    .layer(Undo::unlimited());
    let undo = Undo::of(&store);
    store.update(|_| {});
    store.update(|opaque| {
        opaque.parts.insert(1, || 1);
    });
    assert_eq!(undo.undos(), 2);
    undo.undo();
    assert!(store.snapshot().parts.is_empty());
}

#[test]
fn a_panic_after_the_commit_loses_no_step() {
    struct Panics;
    impl<S: leptos_state_core::State> Layer<S> for Panics {
        fn name(&self) -> &'static str {
            "Panics"
        }
        fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
            let is_bad = change.name() == "clear";
            let verdict = next.run(change);
            assert!(!is_bad, "a layer panics");
            verdict
        }
    }
    let todos = Store::new(Todos::default())
        .layer(Undo::limit(9))
        .layer(Panics);
    let undo = Undo::of(&todos);
    todos.add("a".into());
    let panicked = catch(|| todos.clear());
    assert!(panicked.is_err());
    assert_eq!((items(&todos).len(), undo.undos()), (0, 2));
    undo.undo();
    assert_eq!(items(&todos), ["a"]);
}

#[test]
fn a_panic_before_the_commit_is_no_step() {
    let todos = Store::new(Todos::default()).layer(Undo::limit(9));
    let undo = Undo::of(&todos);
    let panicked = catch(|| todos.update(|_| panic!("no change")));
    assert!(panicked.is_err());
    assert!(!undo.can_undo());
}
