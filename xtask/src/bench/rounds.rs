//! Timing contestants in turn.

use std::time::{Duration, Instant};

use anyhow::{ensure, Context, Result};

use super::case::Case;
use super::contestant::{Contestant, Made, Running};
use super::quantity::Quantity;
use super::table::Row;
use super::Effort;
use crate::project::Project;

/// How many operations have their allocations counted, after as many that do not count: the first ones may allocate what is
/// kept for the others.
const COUNTED: u64 = 100;

/// Times an operation of each contestant, and compares it with the reference's.
pub fn times(
    project: &Project,
    case: &Case,
    contestants: &[Contestant],
    reference: Contestant,
    effort: &Effort,
) -> Result<Vec<Row>> {
    let times = in_turn(project, case.name, case.told, contestants, effort)?;
    let reference = contestants
        .iter()
        .zip(&times)
        .find_map(|(contestant, times)| (*contestant == reference).then_some(&times.nanoseconds))
        .context("the reference is not among the contestants")?;
    let rows = contestants.iter().zip(&times).map(|(contestant, times)| {
        let ratios = pairs(&times.nanoseconds, reference).map(|(one, other)| one / other);
        let mut row = Row::new(*contestant)
            .with(Quantity::Ratio, median(ratios))
            .with(Quantity::Median, median(times.nanoseconds.iter().copied()))
            .with(Quantity::Minimum, minimum(&times.nanoseconds));
        if case.bounds.iter().any(|(of, _)| *of == Quantity::Watchers) {
            row = row.with(Quantity::Watchers, times.watchers);
        }
        if let Some(allocations) = allocations(project, *contestant, case.name)? {
            row = row.with(Quantity::Allocations, allocations);
        }
        Ok(row)
    });
    rows.collect()
}

/// Times how much longer an operation of the first of each pair takes than one of the second.
pub fn differences(
    project: &Project,
    case: &Case,
    contestants: &[(Contestant, Contestant)],
    effort: &Effort,
) -> Result<Vec<Row>> {
    let all: Vec<Contestant> = case.measured.contestants();
    let times = in_turn(project, case.name, case.told, &all, effort)?;
    let rows = contestants
        .iter()
        .zip(times.chunks(2))
        .map(|(pair, times)| {
            let (with, without) = (&times[0].nanoseconds, &times[1].nanoseconds);
            let differences = pairs(with, without).map(|(with, without)| with - without);
            let mut row = Row::new(pair.0)
                .with(Quantity::Without, median(without.iter().copied()))
                .with(Quantity::With, median(with.iter().copied()))
                .with(Quantity::Difference, median(differences));
            if let Some(allocations) = allocations(project, pair.0, case.name)? {
                row = row.with(Quantity::Allocations, allocations);
            }
            Ok(row)
        });
    rows.collect()
}

/// Times an operation of each case in WebAssembly and natively. Each row is one of the cases.
pub fn in_wasm(
    project: &Project,
    cases: &[&'static str],
    contestants: [Contestant; 2],
    effort: &Effort,
) -> Result<Vec<Row>> {
    let rows = cases.iter().map(|case| {
        let times = in_turn(project, case, 0, &contestants, effort)?;
        let (wasm, native) = (&times[0].nanoseconds, &times[1].nanoseconds);
        let ratios = pairs(wasm, native).map(|(wasm, native)| wasm / native);
        Ok(Row::new(Contestant::new(contestants[0].library, case))
            .with(Quantity::Ratio, median(ratios))
            .with(Quantity::Native, median(native.iter().copied()))
            .with(Quantity::Wasm, median(wasm.iter().copied())))
    });
    rows.collect()
}

/// What was measured of a contestant: the time of an operation in each round, and how many watchers ran at each operation.
struct Times {
    nanoseconds: Vec<f64>,
    watchers: f64,
}

/// What is known of a contestant so far.
#[derive(Default)]
struct Sums {
    nanoseconds: Vec<f64>,
    operations: u64,
    runs: u64,
}

/// Has every contestant perform a batch, again and again: what makes the machine slower for a while then does so for all.
///
/// All are started several times, since a program's luck with where it lies in memory lasts as long as it runs.
fn in_turn(
    project: &Project,
    case: &str,
    told: u64,
    contestants: &[Contestant],
    effort: &Effort,
) -> Result<Vec<Times>> {
    let mut sums: Vec<Sums> = contestants.iter().map(|_| Sums::default()).collect();
    for _ in 0..effort.starts {
        let ready = contestants.iter().map(|contestant| {
            let mut running = contestant.start(project, case)?;
            let iterations = warm_up(&mut running, contestant.library.made(), effort)?;
            Ok((running, iterations))
        });
        let mut ready = ready.collect::<Result<Vec<_>>>()?;
        for round in 0..effort.rounds {
            // Another one begins each time, so that none always follows the same.
            for index in 0..ready.len() {
                let index = (index + round) % contestants.len();
                let ((running, iterations), sums) = (&mut ready[index], &mut sums[index]);
                let batch = running.batch(*iterations)?;
                sums.nanoseconds
                    .push(batch.nanoseconds as f64 / *iterations as f64);
                sums.operations += *iterations;
                sums.runs += batch.runs;
            }
        }
    }
    let times = sums.into_iter().zip(contestants).map(|(sums, contestant)| {
        let Sums {
            nanoseconds,
            operations,
            runs,
        } = sums;
        ensure!(
            runs >= told * operations,
            "case `{case}`: in {operations} operations of {}, watchers ran {runs} times; somebody was not told",
            contestant.name
        );
        Ok(Times {
            nanoseconds,
            watchers: runs as f64 / operations as f64,
        })
    });
    times.collect()
}

/// How much longer warming up takes where the engine compiles meanwhile.
const COMPILING: u64 = 5;

/// Runs a contestant until it is as fast as it gets, and returns how many operations fill a turn. One long batch does what many
/// short ones would not: engines that compile while they run do so for what runs long.
fn warm_up(running: &mut Running, made: Made, effort: &Effort) -> Result<u64> {
    let turn = Duration::from_millis(effort.turn);
    let enough = Duration::from_millis(match made {
        Made::Program(_) => effort.warm_up,
        // XState takes a second until its engine has compiled what there is to compile.
        Made::Wasm(_) | Made::Script => effort.warm_up * COMPILING,
    });
    // Answered when the program has started and the case is set up.
    running.batch(1)?;
    let mut iterations = 1_u64;
    loop {
        let began = Instant::now();
        running.batch(iterations)?;
        let took = began.elapsed();
        if took >= enough {
            let filling = iterations as f64 * turn.as_secs_f64() / took.as_secs_f64();
            return Ok((filling as u64).max(1));
        }
        iterations *= 2;
    }
}

/// How often an operation allocates, if that can be counted.
fn allocations(project: &Project, contestant: Contestant, case: &str) -> Result<Option<f64>> {
    let Some(running) = contestant.start_counted(project, case) else {
        return Ok(None);
    };
    let mut running = running?;
    running.batch(COUNTED)?;
    let counted = running.allocations(COUNTED)?;
    Ok(Some(counted.count as f64 / COUNTED as f64))
}

fn pairs<'t>(one: &'t [f64], other: &'t [f64]) -> impl Iterator<Item = (f64, f64)> + 't {
    one.iter().copied().zip(other.iter().copied())
}

pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.as_slice() {
        [] => f64::NAN,
        values if values.len() % 2 == 1 => values[middle],
        values => (values[middle - 1] + values[middle]) / 2.0,
    }
}

fn minimum(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert_eq!(median([4.0, 1.0, 2.0, 3.0].into_iter()), 2.5);
    }
}
