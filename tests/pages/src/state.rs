//! What the pages show.

use leptos_state::prelude::*;
use serde::{Deserialize, Serialize};

/// Who looks at the page. Every request has its own.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Visitor {
    /// The name that the request gave.
    pub name: String,
}

/// What is loaded while the page is rendered.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Board {
    /// It comes first, and a page may wait for it alone.
    pub title: String,
    /// They come later.
    #[state(key = id)]
    pub posts: Vec<Post>,
}

/// A post.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Post {
    /// Its key.
    pub id: u32,
    /// What it says.
    pub text: String,
    /// How many like it.
    pub likes: u32,
}

#[actions]
impl Board {
    /// Names the board.
    pub fn open(&mut self, title: String) {
        self.title = title;
    }

    /// Puts posts on it.
    pub fn fill(&mut self, texts: Vec<String>) {
        let posts = texts
            .into_iter()
            .zip(1..)
            .map(|(text, id)| Post { id, text, likes: 0 });
        self.posts = posts.collect();
    }

    /// Takes the first post away.
    pub fn shorten(&mut self) {
        self.posts.remove(0);
    }
}

/// What only the browser knows.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Layout {
    /// The window's width in pixels.
    pub width: Option<u32>,
    /// What was being written when the page was left.
    pub draft: String,
}

/// What somebody is in the middle of while the page is developed.
#[derive(Clone, Debug, Default, PartialEq, State, Serialize, Deserialize)]
pub struct Wizard {
    /// How far they are.
    pub step: u32,
}
