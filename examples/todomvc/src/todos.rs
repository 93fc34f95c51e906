//! The list, and what can be done with it.

use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

/// The application's state.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, State)]
pub struct Todos {
    /// In the order in which they were added.
    #[state(key = id)]
    pub items: Vec<Todo>,
    /// Which of them are shown.
    pub filter: Filter,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, State)]
pub struct Todo {
    /// Tells it from all others.
    pub id: Id,
    /// Never empty, and without white space around it.
    pub title: String,
    /// Whether it is done.
    pub completed: bool,
}

/// Which todos are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Filter {
    /// Every one.
    #[default]
    All,
    /// Those still to be done.
    Active,
    /// Those that are done.
    Completed,
}

/// A todo must say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptyTitle;

impl std::fmt::Display for EmptyTitle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a todo needs a title")
    }
}

#[actions]
impl Todos {
    /// Adds a todo at the end.
    #[action(checks_first)]
    pub fn add(&mut self, cx: &mut Cx<Self>, title: String) -> Result<Id, EmptyTitle> {
        let title = title.trim();
        if title.is_empty() {
            return Err(EmptyTitle);
        }
        let id = cx.id();
        self.items.push(Todo {
            id,
            title: title.to_owned(),
            completed: false,
        });
        Ok(id)
    }

    /// Gives a todo another title; an empty one removes it.
    pub fn rename(&mut self, id: Id, title: String) {
        let title = title.trim();
        if title.is_empty() {
            self.items.retain(|todo| todo.id != id);
        } else if let Some(todo) = self.items.iter_mut().find(|todo| todo.id == id) {
            todo.title = title.to_owned();
        }
    }

    /// Says of a todo whether it is done.
    pub fn complete(&mut self, id: Id, completed: bool) {
        if let Some(todo) = self.items.iter_mut().find(|todo| todo.id == id) {
            todo.completed = completed;
        }
    }

    /// Says of all todos whether they are done.
    pub fn complete_all(&mut self, completed: bool) {
        for todo in &mut self.items {
            todo.completed = completed;
        }
    }

    /// Removes a todo.
    pub fn remove(&mut self, id: Id) {
        self.items.retain(|todo| todo.id != id);
    }

    /// Removes all todos that are done.
    pub fn clear_completed(&mut self) {
        self.items.retain(|todo| !todo.completed);
    }

    /// Takes the list as another tab has saved it.
    pub fn replace(&mut self, items: Vec<Todo>) {
        self.items = items;
    }

    /// Shows some todos only.
    pub fn show(&mut self, filter: Filter) {
        self.filter = filter;
    }
}

impl Todos {
    /// How many are still to be done.
    pub fn left(&self) -> usize {
        self.items.iter().filter(|todo| !todo.completed).count()
    }

    /// The identifiers of those that are shown.
    pub fn visible(&self) -> Vec<Id> {
        let shown = self.items.iter().filter(|todo| self.filter.shows(todo));
        shown.map(|todo| todo.id).collect()
    }
}

impl Filter {
    /// Its part of the address.
    pub const fn hash(self) -> &'static str {
        match self {
            Self::All => "#/",
            Self::Active => "#/active",
            Self::Completed => "#/completed",
        }
    }

    /// The filter that the address asks for. `hash` is what stands behind the `#`.
    pub fn of_hash(hash: &str) -> Self {
        match hash {
            "/active" => Self::Active,
            "/completed" => Self::Completed,
            _ => Self::All,
        }
    }

    /// What its link says.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Active => "Active",
            Self::Completed => "Completed",
        }
    }

    const fn shows(self, todo: &Todo) -> bool {
        match self {
            Self::All => true,
            Self::Active => !todo.completed,
            Self::Completed => todo.completed,
        }
    }
}
