//! `#[actions]` and `derive(State)` on ordinary states.

use leptos_state_core::{Cx, Id, Outcome, Store};
use leptos_state_macros::{actions, State};

#[derive(Clone, Debug, Default, PartialEq, State)]
struct Todos {
    items: Vec<Todo>,
    filter: Filter,
    opaque: Opaque,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum Filter {
    #[default]
    All,
    Done,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Opaque;

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
    pub fn add(&mut self, cx: &mut Cx<Self>, title: String) -> Id {
        let id = cx.id();
        self.items.push(Todo { id, title, done: false });
        id
    }

    fn toggle(&mut self, id: Id) -> Result<(), NoSuchTodo> {
        let item = self.items.iter_mut().find(|item| item.id == id).ok_or(NoSuchTodo)?;
        item.done = !item.done;
        Ok(())
    }

    fn clear(&mut self) {
        self.items.clear();
    }
}

#[test]
fn actions_are_methods_of_the_store() {
    let todos = Store::new(Todos::default());
    todos.add("write".into());
    let id = todos.try_add("test".into()).done().expect("it was added");
    todos.toggle(id);
    assert_eq!(todos.try_toggle(Id::from_u128(99)), Outcome::Failed(NoSuchTodo));
    assert!(todos.snapshot().items[1].done);
    todos.filter().set(Filter::Done);
    assert_eq!(todos.filter().get(), Filter::Done);
    todos.transaction(|t| { t.clear(); t.filter().set(Filter::All); });
    assert_eq!(todos.snapshot().version().get(), 5);
    assert_eq!(*todos.snapshot(), Todos::default());
}
