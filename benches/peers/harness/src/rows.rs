//! The cases of a table of rows, the same for every contestant.

use std::hint::black_box;
use std::ops::Range;

use crate::{Case, Entry};

/// How many rows are watched.
const ROWS: u64 = 1_000;

/// How many rows are watched where a change touches none of them.
const ROWS_ASIDE: u64 = 10_000;

/// How many rows come and go.
const ROWS_IN_PASSING: u64 = 10_000;

/// A table as a contestant keeps it: rows with an `id` and a `label`, and which of them is `selected`.
///
/// One watcher reads the list as a view of it would, to know which rows there are, and one watcher for each row reads its
/// label. All of them run in [`settle`](Self::settle) at the latest.
pub trait Table: 'static {
    /// A table without rows whose list is watched.
    fn new() -> Self;

    /// Adds rows with these identifiers, and watches each.
    fn fill(&mut self, ids: Range<u64>);

    /// Removes all rows, and lets go of those who watch them.
    fn clear(&mut self);

    /// Gives the row with this identifier another label. Where the row is has to be found out.
    fn rename(&mut self, id: u64, label: String);

    /// Adds a row that nobody watches yet.
    fn push(&mut self, id: u64, label: String);

    /// Removes the last row, which nobody watches.
    fn pop(&mut self);

    /// Swaps two rows.
    fn swap(&mut self, one: usize, other: usize);

    /// Removes a row that is watched. It may be kept to be put back.
    fn remove(&mut self, index: usize);

    /// Puts back what was last removed, watched as it was.
    fn restore(&mut self);

    /// Selects a row.
    fn select(&mut self, id: u64);

    /// Runs every watcher that is due.
    fn settle(&self);
}

/// A row's label before anybody has changed it.
pub fn first_label(id: u64) -> String {
    format!("row {id}")
}

/// The cases of a table.
pub fn entries<T: Table>(contestant: &'static str) -> Vec<Entry> {
    vec![
        Entry::new(contestant, "rename", rename::<T>),
        Entry::new(contestant, "push", push::<T>),
        Entry::new(contestant, "swap", swap::<T>),
        Entry::new(contestant, "remove", remove::<T>),
        Entry::new(contestant, "other-field", other_field::<T>),
        Entry::new(contestant, "rows", come_and_go::<T>),
    ]
}

fn table<T: Table>(rows: u64) -> T {
    let mut table = T::new();
    table.fill(0..rows);
    table.settle();
    table
}

fn rename<T: Table>() -> Case {
    let mut table = table::<T>(ROWS);
    let mut count = 0;
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            count += 1;
            // Prime to the number of rows, so that every row has its turn.
            let id = count * 379 % ROWS;
            let label = format!("row {id}, renamed {count} times");
            meter.measure(|| {
                table.rename(id, label);
                table.settle();
            });
        }
    })
}

fn push<T: Table>() -> Case {
    let mut table = table::<T>(ROWS);
    let mut id = ROWS;
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            id += 1;
            let label = first_label(id);
            meter.measure(|| {
                table.push(id, label);
                table.settle();
            });
            table.pop();
            table.settle();
        }
    })
}

fn swap<T: Table>() -> Case {
    let mut table = table::<T>(ROWS);
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            meter.measure(|| {
                table.swap(1, 998);
                table.settle();
            });
        }
    })
}

fn remove<T: Table>() -> Case {
    let mut table = table::<T>(ROWS);
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            meter.measure(|| {
                table.remove(500);
                table.settle();
            });
            table.restore();
            table.settle();
        }
    })
}

fn other_field<T: Table>() -> Case {
    let mut table = table::<T>(ROWS_ASIDE);
    let mut id = 0;
    Box::new(move |meter, iterations| {
        meter.measure(|| {
            for _ in 0..iterations {
                id = (id + 1) % ROWS_ASIDE;
                table.select(black_box(id));
            }
            // Once, to count who ran: nobody is expected to, and looking for nobody takes its time too.
            table.settle();
        });
    })
}

fn come_and_go<T: Table>() -> Case {
    let mut table = table::<T>(0);
    let mut first = 0;
    Box::new(move |meter, iterations| {
        for _ in 0..iterations {
            meter.measure(|| {
                table.fill(first..first + ROWS_IN_PASSING);
                table.settle();
                table.clear();
                table.settle();
            });
            first += ROWS_IN_PASSING;
        }
    })
}
