//! A state to show.

use leptos_state_macros::{actions, State};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Todos {
    pub titles: Vec<String>,
}

#[actions]
impl Todos {
    pub fn add(&mut self, title: String) {
        self.titles.push(title);
    }

    pub fn replace(&mut self, titles: Vec<String>) {
        self.titles = titles;
    }

    pub fn clear(&mut self) {
        self.titles.clear();
    }

    pub fn remove(&mut self, at: usize) -> Result<String, String> {
        if at < self.titles.len() {
            Ok(self.titles.remove(at))
        } else {
            Err(format!("there is no title {at}"))
        }
    }

    pub fn give_up(&mut self) {
        panic!("on purpose");
    }
}
