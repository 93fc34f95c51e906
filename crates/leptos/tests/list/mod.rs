//! A list whose filter, page and search are in the URL.

use std::fmt;
use std::str::FromStr;

use leptos_state::{bind_query, prelude::*, QueryParameter};

/// What of the list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Filter {
    /// All of it.
    #[default]
    All,
    /// What is done.
    Done,
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::Done => "done",
        })
    }
}

impl FromStr for Filter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "all" => Ok(Self::All),
            "done" => Ok(Self::Done),
            _ => Err("there is no such filter"),
        }
    }
}

/// How a list is shown.
#[derive(Clone, Debug, Default, PartialEq, State)]
pub struct List {
    /// What of it.
    pub filter: Filter,
    /// Which page, from 1.
    pub page: u32,
    /// What is searched for.
    pub search: String,
}

#[actions]
impl List {
    /// Searches, from the first page on.
    pub fn search_for(&mut self, text: String) {
        self.search = text;
        self.page = 1;
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            filter,
            page,
            search,
        } = self;
        write!(f, "{filter} {page} {search}")
    }
}

/// Binds the store of a list to the URL.
pub fn bind(list: Store<List>) -> Store<List> {
    bind_query(list.filter(), "filter");
    bind_query(list.page(), QueryParameter::new("page", 1));
    let search = QueryParameter::from("search").replacing();
    bind_query(list.search(), search);
    list
}
