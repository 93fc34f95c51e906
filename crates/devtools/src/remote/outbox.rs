//! What is still to be said to those who watch.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use crate::EntryId;

/// The fields of a message.
pub(super) type Fields = Map<String, Value>;

/// What is still to be said, of which there is never much: for a store there are messages about single entries, or it is known that its
/// whole list has to be sent, which has those entries in it.
///
/// When there are too many messages, the stores' lists take their place. So a slow relay costs memory for a bounded number of entries,
/// and those who watch have the right lists in the end.
#[derive(Debug)]
pub(super) struct Outbox {
    entries: VecDeque<(u64, EntryId, Fields)>,
    /// The stores whose lists are to be sent.
    lists: VecDeque<u64>,
    /// Problems, and the store that each is about.
    problems: VecDeque<(Option<u64>, String)>,
    limit: usize,
    /// How many messages were left out since somebody was told.
    untold: u64,
}

/// What to say next.
#[derive(Debug, PartialEq)]
pub(super) enum Next {
    /// Something about one of a store's entries.
    Entry(u64, EntryId, Fields),
    /// A store's whole list.
    List(u64),
    /// A problem, and the store that it is about.
    Problem(Option<u64>, String),
}

/// How many problems wait at most. They are for people, and more than these help nobody.
const PROBLEMS: usize = 32;

impl Outbox {
    /// An empty one, for this many messages about entries.
    pub(super) const fn new(limit: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            lists: VecDeque::new(),
            problems: VecDeque::new(),
            limit,
            untold: 0,
        }
    }

    /// Whether the store's list is to be sent, so that nothing need be said about an entry of it.
    pub(super) fn has_list(&self, store: u64) -> bool {
        self.lists.contains(&store)
    }

    /// Says something about an entry. Returns how many messages were left out for it.
    pub(super) fn entry(&mut self, store: u64, id: EntryId, fields: Fields) -> u64 {
        if self.has_list(store) {
            return 0;
        }
        self.entries.push_back((store, id, fields));
        if self.entries.len() <= self.limit {
            return 0;
        }
        let left_out = self.entries.len() as u64;
        for (store, ..) in std::mem::take(&mut self.entries) {
            self.list(store);
        }
        self.untold += left_out;
        left_out
    }

    /// Says all of a store.
    pub(super) fn list(&mut self, store: u64) {
        self.entries.retain(|(of, ..)| *of != store);
        if !self.has_list(store) {
            self.lists.push_back(store);
        }
    }

    /// Says a problem.
    pub(super) fn problem(&mut self, store: Option<u64>, problem: impl Into<String>) {
        if self.problems.len() < PROBLEMS {
            self.problems.push_back((store, problem.into()));
        }
    }

    /// Says nothing more about a store.
    pub(super) fn forget(&mut self, store: u64) {
        self.entries.retain(|(of, ..)| *of != store);
        self.lists.retain(|of| *of != store);
        self.problems.retain(|(of, _)| *of != Some(store));
    }

    /// Says nothing more of all this.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.limit);
    }
}

impl Iterator for Outbox {
    type Item = Next;

    fn next(&mut self) -> Option<Next> {
        if self.untold > 0 {
            let untold = std::mem::take(&mut self.untold);
            let problem = format!(
                "the connection is too slow: {untold} messages were left out, and whole lists are sent in their place"
            );
            return Some(Next::Problem(None, problem));
        }
        if let Some((store, problem)) = self.problems.pop_front() {
            return Some(Next::Problem(store, problem));
        }
        if let Some(store) = self.lists.pop_front() {
            return Some(Next::List(store));
        }
        let (store, id, fields) = self.entries.pop_front()?;
        Some(Next::Entry(store, id, fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(outbox: &mut Outbox, store: u64, number: u32) -> u64 {
        outbox.entry(store, EntryId::new(number), Fields::new())
    }

    fn said(store: u64, number: u32) -> Next {
        Next::Entry(store, EntryId::new(number), Fields::new())
    }

    #[test]
    fn entries_are_said_in_their_order_after_lists_and_problems() {
        let mut outbox = Outbox::new(9);
        entry(&mut outbox, 1, 1);
        entry(&mut outbox, 2, 2);
        outbox.list(3);
        outbox.problem(Some(1), "no");
        let all: Vec<_> = outbox.collect();
        let wanted = [
            Next::Problem(Some(1), "no".into()),
            Next::List(3),
            said(1, 1),
            said(2, 2),
        ];
        assert_eq!(all, wanted);
    }

    #[test]
    fn a_list_takes_the_place_of_its_entries() {
        let mut outbox = Outbox::new(9);
        entry(&mut outbox, 1, 1);
        outbox.list(1);
        outbox.list(1);
        assert_eq!(entry(&mut outbox, 1, 2), 0);
        assert_eq!(outbox.collect::<Vec<_>>(), [Next::List(1)]);
    }

    #[test]
    fn too_many_entries_are_left_out_for_lists_and_their_number_is_told() {
        let mut outbox = Outbox::new(3);
        let left_out: u64 = (0..5)
            .map(|n| entry(&mut outbox, u64::from(n % 2), n))
            .sum();
        assert_eq!(left_out, 4);
        let Some(Next::Problem(None, problem)) = outbox.next() else {
            panic!("nothing is told");
        };
        assert!(problem.contains("4 messages were left out"), "{problem}");
        assert_eq!(outbox.collect::<Vec<_>>(), [Next::List(0), Next::List(1)]);
    }

    #[test]
    fn what_is_forgotten_is_not_said_and_problems_do_not_pile_up() {
        let mut outbox = Outbox::new(3);
        entry(&mut outbox, 1, 1);
        outbox.list(2);
        outbox.problem(Some(1), "no");
        outbox.forget(1);
        outbox.forget(2);
        assert_eq!(outbox.next(), None);
        for _ in 0..100 {
            outbox.problem(None, "no");
        }
        assert_eq!(outbox.by_ref().count(), PROBLEMS);
        outbox.list(2);
        outbox.clear();
        assert_eq!(outbox.next(), None);
    }
}
