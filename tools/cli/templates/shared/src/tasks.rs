//! The tasks, and what can be done with them.

use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

/// The state of the application.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, State)]
pub struct Tasks {
    /// In the order in which they were added.
    #[state(key = id)]
    pub items: Vec<Task>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, State)]
pub struct Task {
    /// Tells it from all others.
    pub id: Id,
    /// Never empty.
    pub title: String,
    /// Whether it is done.
    pub done: bool,
}

#[actions]
impl Tasks {
    /// Adds a task at the end. Fails if the title says nothing.
    pub fn add(&mut self, cx: &mut Cx<Self>, title: String) -> Result<Id, String> {
        let title = title.trim();
        if title.is_empty() {
            return Err("A task needs a title.".to_owned());
        }
        let id = cx.id();
        self.items.push(Task {
            id,
            title: title.to_owned(),
            done: false,
        });
        Ok(id)
    }

    /// Says of a task whether it is done.
    pub fn set_done(&mut self, id: Id, done: bool) {
        if let Some(task) = self.items.iter_mut().find(|task| task.id == id) {
            task.done = done;
        }
    }

    /// Removes all tasks that are done.
    pub fn clear_done(&mut self) {
        self.items.retain(|task| !task.done);
    }
}

impl Tasks {
    /// How many are still to be done.
    pub fn left(&self) -> usize {
        self.items.iter().filter(|task| !task.done).count()
    }
}
