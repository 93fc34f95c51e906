//! Entities of a store as Leptos values: which effects run for which change, counted.

mod common;

use common::{owner, watch, Count};
use leptos::prelude::*;
use leptos_state::prelude::*;

#[derive(Clone, Debug, PartialEq, State)]
struct Todo {
    #[state(id)]
    id: u32,
    title: String,
}

#[derive(Clone, Default, State)]
struct Todos {
    all: Entities<Todo>,
}

#[actions]
impl Todos {
    fn add(&mut self, id: u32) {
        self.all.add(todo(id));
    }

    fn rename(&mut self, id: u32, title: String) {
        self.all.update(&id, |todo| todo.title = title);
    }

    fn swap(&mut self, a: u32, b: u32) {
        self.all.swap(&a, &b);
    }

    fn remove(&mut self, id: u32) {
        self.all.remove(&id);
    }
}

fn todo(id: u32) -> Todo {
    Todo {
        id,
        title: format!("todo {id}"),
    }
}

fn todos(n: u32) -> Store<Todos> {
    Store::new(Todos {
        all: (0..n).map(todo).collect(),
    })
}

fn take(titles: &[Count]) -> usize {
    titles.iter().map(Count::take).sum()
}

#[test]
fn of_many_those_run_whose_value_differs() {
    const N: u32 = 10_000;
    let _owner = owner();
    let todos = todos(N);
    let keys = watch(move || todos.all().keys());
    let titles: Vec<Count> = (0..N)
        .step_by(10)
        .map(|id| watch(move || todos.all().at(id).title().get()))
        .collect();
    assert_eq!((keys.take(), take(&titles)), (1, 1_000));

    todos.rename(500, "x".into());
    assert_eq!((keys.take(), titles[50].take(), take(&titles)), (0, 1, 0));
    todos.rename(501, "nobody reads this".into());
    assert_eq!((keys.take(), take(&titles)), (0, 0));
    todos.all().at(70).title().set("y".into());
    assert_eq!((keys.take(), titles[7].take(), take(&titles)), (0, 1, 0));
    todos.add(N);
    assert_eq!((keys.take(), take(&titles)), (1, 0));
    todos.swap(10, 9_980);
    assert_eq!((keys.take(), take(&titles)), (1, 0));
    todos.remove(30);
    assert_eq!((keys.take(), titles[3].take(), take(&titles)), (1, 1, 0));
    assert_eq!(todos.all().at(30).title().get_untracked(), None);
}

#[test]
fn a_page_of_the_keys_can_be_what_is_read() {
    let _owner = owner();
    let todos = todos(1_000);
    let page = Memo::new(move |_| {
        let keys = todos.all().keys().into_iter();
        keys.skip(500).take(3).collect::<Vec<u32>>()
    });
    let shown = watch(move || page.get());
    assert_eq!(
        (shown.take(), page.get_untracked()),
        (1, vec![500, 501, 502])
    );
    todos.add(1_000);
    assert_eq!(shown.take(), 0, "that is on another page");
    todos.remove(7);
    assert_eq!(
        (shown.take(), page.get_untracked()),
        (1, vec![501, 502, 503])
    );
}
