//! What all contestants have in common: how they are asked, and how an operation is measured.
//!
//! A contestant's program is started with the name of a contestant and the name of a case. It sets the case up, and then
//! answers each line on standard input, such as `{"iterations":1000}`, with a line on standard output that says what that
//! many operations took: see [`Batch`]. Between the lines it waits, so that whoever asks can have several of them run in
//! turn. The contestants on Node speak in the same way.

pub mod histories;
pub mod machines;
pub mod rows;

use std::io::{self, BufRead, Write};
use std::process::exit;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use web_time::Instant;

/// A case that is set up: performs so many operations.
pub type Case = Box<dyn FnMut(&mut Meter, u64)>;

/// A case of a contestant.
pub struct Entry {
    /// What the contestant is called.
    contestant: &'static str,
    /// What the case is called; the same for all contestants.
    case: &'static str,
    /// Sets the case up.
    start: fn() -> Case,
}

impl Entry {
    /// A case of a contestant.
    pub const fn new(contestant: &'static str, case: &'static str, start: fn() -> Case) -> Self {
        Self {
            contestant,
            case,
            start,
        }
    }
}

/// What a batch of operations took.
#[derive(Default, Serialize)]
pub struct Batch {
    /// The time.
    pub nanoseconds: u64,
    /// How often a watcher ran.
    pub runs: u64,
    /// What was allocated, if that was counted.
    pub allocations: Option<Allocations>,
}

/// What a batch of operations allocated.
#[derive(Default, Serialize)]
pub struct Allocations {
    /// How many times.
    pub count: u64,
    /// The bytes that were not given back; negative if more was given back.
    pub kept: i64,
    /// The most bytes at any one time, over what there was at the beginning.
    pub peak: u64,
}

#[derive(Deserialize)]
struct Request {
    iterations: u64,
}

/// Runs an operation and says what it allocated.
pub type Counter = fn(&mut dyn FnMut()) -> Allocations;

/// Measures operations.
pub struct Meter {
    batch: Batch,
    counter: Option<Counter>,
}

static RUNS: AtomicU64 = AtomicU64::new(0);

/// Counts one run of a watcher.
pub fn ran() {
    // A load and a store, since all watchers are on one thread: cheaper than an addition that would be safe for several.
    RUNS.store(RUNS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

impl Meter {
    /// Measures an operation. What happens outside is preparation and counts for nothing.
    pub fn measure(&mut self, operation: impl FnOnce()) {
        let before = RUNS.load(Ordering::Relaxed);
        let began = Instant::now();
        match self.counter {
            None => operation(),
            Some(counter) => {
                let mut operation = Some(operation);
                let counted = counter(&mut || operation.take().into_iter().for_each(|run| run()));
                let sum = self.batch.allocations.get_or_insert_default();
                sum.count += counted.count;
                sum.peak = sum.peak.max(counted.peak);
                sum.kept += counted.kept;
            }
        }
        self.batch.nanoseconds += u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.batch.runs += RUNS.load(Ordering::Relaxed) - before;
    }

    /// Leaves bytes out of what is kept, because they are not what the case is about.
    pub fn leave_out(&mut self, bytes: u64) {
        if let Some(allocations) = &mut self.batch.allocations {
            allocations.kept -= i64::try_from(bytes).unwrap_or(i64::MAX);
        }
    }
}

/// A case whose operation needs no preparation. All operations of a batch are measured as one, so that it may be as short
/// as it likes.
pub fn repeat(mut operation: impl FnMut() + 'static) -> Case {
    Box::new(move |meter, iterations| {
        meter.measure(|| {
            for _ in 0..iterations {
                operation();
            }
        });
    })
}

/// Answers on standard output what is asked on standard input.
pub fn serve(entries: &[Entry]) {
    answer(entries, None);
}

/// As [`serve`], with the allocations that `counter` counts.
pub fn serve_counted(entries: &[Entry], counter: Counter) {
    answer(entries, Some(counter));
}

/// Sets a contestant's case up, if there is one of these names.
pub fn start(entries: &[Entry], contestant: &str, case: &str) -> Option<Case> {
    let meant = |entry: &&Entry| entry.contestant == contestant && entry.case == case;
    entries.iter().find(meant).map(|entry| (entry.start)())
}

/// Has a case perform so many operations.
pub fn batch(case: &mut Case, iterations: u64, counter: Option<Counter>) -> Batch {
    let mut meter = Meter {
        batch: Batch::default(),
        counter,
    };
    case(&mut meter, iterations);
    meter.batch
}

fn answer(entries: &[Entry], counter: Option<Counter>) {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let case = match asked.as_slice() {
        [contestant, case] => start(entries, contestant, case),
        _ => None,
    };
    let Some(case) = case else {
        eprintln!("usage: CONTESTANT CASE, which are one of:");
        for entry in entries {
            eprintln!("  {} {}", entry.contestant, entry.case);
        }
        exit(2);
    };
    if let Err(error) = converse(case, counter) {
        eprintln!("{error}");
        exit(1);
    }
}

fn converse(mut case: Case, counter: Option<Counter>) -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let Request { iterations } = serde_json::from_str(&line?)?;
        let batch = batch(&mut case, iterations, counter);
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, &batch)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
