//! A store that stays on its thread holds anything, and passes it through the same pipeline.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{
    Action, Change, Confined, Cx, Environment, Field, Layer, Next, Outcome, Root, Store, Verdict,
};

type Words = Vec<Rc<str>>;

/// An action with an argument that is not `Send`.
#[derive(Clone, Debug)]
struct Say(Rc<str>);

impl Action<Words> for Say {
    type Reply = Rc<str>;
    type Error = Rc<str>;

    fn name(&self) -> &'static str {
        "say"
    }

    fn apply(self, words: &mut Words, cx: &mut Cx<Words>) -> Result<Rc<str>, Rc<str>> {
        if self.0.is_empty() {
            return Err("nothing said".into());
        }
        let echo = Rc::clone(&self.0);
        cx.effect_local("echo", move |store| async move {
            store.update(move |words| words.push(echo))
        });
        words.push(Rc::clone(&self.0));
        Ok(self.0)
    }
}

/// A layer with an inside that is not `Send`.
struct Counting(Rc<Cell<usize>>);

impl Layer<Words> for Counting {
    fn name(&self) -> &'static str {
        "Counting"
    }

    fn handle(&self, change: Change<'_, Words>, next: Next<'_, Words>) -> Verdict<Words> {
        self.0.set(self.0.get() + 1);
        next.run(change)
    }
}

#[test]
fn actions_layers_listeners_and_effects_need_not_be_send() {
    let test = TestEnvironment::default();
    let count = Rc::new(Cell::new(0));
    let store = Store::<Words, Confined>::new_local(Vec::new(), test.environment())
        .layer(Counting(count.clone()));
    let heard = Rc::new(RefCell::new(Vec::new()));
    let (kept, lengths) = (Rc::clone(&heard), Rc::clone(&heard));
    let _commits =
        store.subscribe(move |commit| kept.borrow_mut().push(format!("{:?}", commit.change())));
    let _lengths = store.watch_selected(
        |words: &Words| Rc::new(words.len()),
        move |length: &Rc<usize>| lengths.borrow_mut().push(length.to_string()),
    );

    assert_eq!(
        store.try_dispatch(Say("hi".into())),
        Outcome::Done("hi".into())
    );
    assert_eq!(
        store.try_dispatch(Say("".into())),
        Outcome::Failed("nothing said".into())
    );
    test.effects.run();
    assert_eq!(store.snapshot().len(), 2);
    assert_eq!(count.get(), 3);
    assert_eq!(*heard.borrow(), ["Say(\"hi\")", "1", "update", "2"]);
}

#[test]
fn changes_are_queued_replayed_and_batched_as_in_any_store() {
    let store = Store::<Words, Confined>::new_local(Vec::new(), Environment::default());
    let (inside, replays) = (store.clone(), Rc::new(RefCell::new(Vec::new())));
    let kept = Rc::clone(&replays);
    let subscription = store.subscribe(move |commit| {
        kept.borrow_mut().extend(commit.replay());
        if commit.version().get() == 1 {
            assert!(matches!(
                inside.try_dispatch(Say("queued".into())),
                Outcome::Queued
            ));
        }
    });
    store.dispatch(Say("first".into()));
    store.transaction(|t| {
        t.dispatch(Say("third".into()));
        Field::new(t.clone(), Root).update(|words: &mut Words| words.push("fourth".into()));
    });
    drop(subscription);

    let replica = Store::<Words, Confined>::new_local(Vec::new(), Environment::default());
    for change in replays.take() {
        assert!(replica.submit(change).is_done());
    }
    assert_eq!(*replica.snapshot(), *store.snapshot());
    assert_eq!(store.snapshot().len(), 4);
}
