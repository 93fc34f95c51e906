//! What `#[actions]` makes of a block: methods, outcomes, names.

use leptos_state_core::testing::TestEnvironment;
use leptos_state_core::{Action, Change, Cx, Failing, Id, Layer, Next, Outcome, Store, Verdict};
use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Todos {
    items: Vec<Todo>,
    filter: Filter,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
enum Filter {
    #[default]
    All,
    Done,
}

#[derive(Clone, Debug, PartialEq)]
struct Todo {
    id: Id,
    title: String,
    done: bool,
}

#[derive(Debug, PartialEq, thiserror::Error)]
#[error("no such todo")]
struct NoSuchTodo;

#[actions]
impl Todos {
    /// Adds a todo.
    pub fn add(&mut self, cx: &mut Cx<Self>, title: String) -> Id {
        let id = cx.id();
        self.items.push(Todo {
            id,
            title,
            done: false,
        });
        id
    }

    fn toggle(&mut self, id: Id) -> Result<(), NoSuchTodo> {
        let item = self
            .items
            .iter_mut()
            .find(|item| item.id == id)
            .ok_or(NoSuchTodo)?;
        item.done = !item.done;
        Ok(())
    }

    #[action(checks_first)]
    fn title_of(&mut self, index: usize) -> Result<String, String> {
        self.items
            .get(index)
            .map(|item| item.title.clone())
            .ok_or_else(|| format!("no todo {index}"))
    }

    pub(crate) fn show(&mut self, filter: Filter) {
        self.filter = filter;
    }

    fn r#move(&mut self, from: usize, to: usize) {
        let item = self.items.remove(from);
        self.items.insert(to, item);
    }

    fn clear(&mut self) {
        self.items.clear();
    }

    #[action(checks_first)]
    fn show_all(&mut self) {
        self.filter = Filter::All;
    }
}

/// A state all of whose actions return nothing, in another module than its block.
mod counting {
    use leptos_state_macros::State;

    #[derive(Clone, Debug, Default, PartialEq, State)]
    pub struct Counter {
        pub value: i32,
    }
}

/// An argument that can't be stored.
#[derive(Clone, Debug)]
pub struct NotSerialisable(i32);

#[actions(no_serde)]
impl counting::Counter {
    pub fn add(&mut self, by: NotSerialisable) {
        self.value += by.0;
    }
}

/// A state without actions so far.
#[derive(Clone, Debug, PartialEq, State)]
struct Quiet;

#[actions]
impl Quiet {}

#[test]
fn actions_are_methods_of_the_store_with_their_own_replies_and_errors() {
    let todos = Store::new(Todos::default());
    todos.add("write".into());
    let id: Id = todos.try_add("test".into()).done().expect("it was added");
    todos.toggle(id);
    assert!(todos.snapshot().items[1].done);
    assert_eq!(
        todos.try_toggle(Id::from_u128(99)),
        Outcome::Failed(NoSuchTodo)
    );
    assert_eq!(todos.try_toggle(id), Outcome::Done(()));
    assert_eq!(todos.try_title_of(0), Outcome::Done("write".to_owned()));
    assert_eq!(
        todos.try_title_of(7),
        Outcome::Failed("no todo 7".to_owned())
    );
    assert_eq!(todos.try_show(Filter::Done), Outcome::Done(()));
    todos.r#move(0, 1);
    assert_eq!(todos.snapshot().items[0].title, "test");
}

#[test]
fn a_plain_value_still_has_the_methods() {
    let mut todos = Todos::default();
    todos.clear();
    assert_eq!(todos.toggle(Id::from_u128(1)), Err(NoSuchTodo));
}

#[test]
fn methods_without_try_report() {
    let test = TestEnvironment::default();
    let todos = Store::in_environment(Todos::default(), test.environment());
    todos.toggle(Id::from_u128(99));
    todos.title_of(3);
    assert_eq!(
        test.reports.take(),
        [
            "store `Todos`: `toggle` failed: no such todo",
            "store `Todos`: `title_of` failed: no todo 3"
        ]
    );
}

#[test]
fn actions_are_values_with_names_that_can_be_stored() {
    let add = TodosAction::Add { title: "a".into() };
    let json = serde_json::to_string(&add).unwrap();
    assert_eq!(json, r#"{"add":{"title":"a"}}"#);
    assert_eq!(
        serde_json::to_string(&TodosAction::Clear).unwrap(),
        r#""clear""#
    );
    assert_eq!(
        serde_json::to_string(&TodosAction::Move { from: 0, to: 1 }).unwrap(),
        r#"{"move":{"from":0,"to":1}}"#
    );

    let todos = Store::new(Todos::default());
    let read: TodosAction = serde_json::from_str(&json).unwrap();
    assert_eq!(format!("{read:?}"), r#"Add { title: "a" }"#);
    todos.dispatch(read);
    assert_eq!(todos.snapshot().items.len(), 1);
    assert!(serde_json::from_str::<TodosAction>(r#"{"explode":{}}"#).is_err());
}

#[test]
fn actions_say_when_they_may_fail() {
    let failing = |action: TodosAction| Action::<Todos>::failing(&action);
    assert_eq!(failing(TodosAction::Clear), Failing::Never);
    assert_eq!(failing(TodosAction::ShowAll), Failing::ChecksFirst);
    assert_eq!(
        failing(TodosAction::TitleOf { index: 0 }),
        Failing::ChecksFirst
    );
    assert_eq!(
        failing(TodosAction::Toggle {
            id: Id::from_u128(0)
        }),
        Failing::AfterWriting
    );
    let compare = Action::<Todos>::comparison(&TodosAction::Clear).expect("todos can be compared");
    assert!(compare(&Todos::default(), &Todos::default()));
}

#[test]
fn a_transaction_has_the_actions_too() {
    let todos = Store::new(Todos::default());
    todos.transaction(|t| {
        t.add("a".into());
        t.add("b".into());
        assert_eq!(t.try_clear(), Outcome::Queued);
        t.add("c".into());
    });
    assert_eq!(todos.snapshot().items.len(), 1);
    assert_eq!(todos.snapshot().version().get(), 1);
}

#[test]
fn a_layer_matches_on_the_actions() {
    struct NoClearing;

    impl Layer<Todos> for NoClearing {
        fn name(&self) -> &'static str {
            "NoClearing"
        }

        fn handle(&self, change: Change<'_, Todos>, next: Next<'_, Todos>) -> Verdict<Todos> {
            match change.as_action() {
                Some(TodosAction::Clear) => next.refuse(self, "there is always something to do"),
                _ => next.run(change),
            }
        }
    }

    let todos = Store::new(Todos::default()).layer(NoClearing);
    todos.add("a".into());
    assert!(matches!(todos.try_clear(), Outcome::Refused(_)));
    assert_eq!(todos.snapshot().items.len(), 1);
}

#[test]
fn a_block_may_stand_elsewhere_and_may_be_empty() {
    let counter = Store::new(counting::Counter::default());
    counter.add(NotSerialisable(4));
    assert_eq!(counter.try_add(NotSerialisable(4)), Outcome::Done(()));
    assert_eq!(counter.value().get(), 8);
    assert_eq!(*Store::new(Quiet).snapshot(), Quiet);
}
