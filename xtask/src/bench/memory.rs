//! Counting what stays allocated.

use anyhow::{anyhow, Error, Result};

use super::case::Case;
use super::contestant::{Contestant, Running};
use super::quantity::Quantity;
use super::table::Row;
use super::Effort;
use crate::project::Project;

/// How often something comes and goes before memory has to stay flat: containers that are reused take some times to be as
/// large as they have to be.
const SETTLING: u64 = 4;

/// How often it comes and goes after that.
const CYCLES: usize = 24;

/// Counts what many of something leave behind when they have come and gone: the first time, and each time once the process
/// has settled.
pub fn cycles(project: &Project, case: &Case, contestants: &[Contestant]) -> Result<Vec<Row>> {
    let rows = contestants.iter().map(|contestant| {
        let mut running = counted(project, *contestant, case.name)?;
        let first = running.allocations(1)?;
        running.batch(SETTLING)?;
        let further = (0..CYCLES).map(|_| Ok(running.allocations(1)?.kept));
        Ok(Row::new(*contestant)
            .with(Quantity::Peak, first.peak as f64)
            .with(Quantity::Kept, first.kept as f64)
            .with(Quantity::Growth, growth(further.collect::<Result<_>>()?)))
    });
    rows.collect()
}

/// What is kept each time, without the times at which most and least is kept. A hash table that is full of the traces of what
/// was removed is made larger once, at a time that depends on the hashes; what leaks is kept more than once.
fn growth(mut kept: Vec<i64>) -> f64 {
    kept.sort_unstable();
    let usual = &kept[1..kept.len() - 1];
    usual.iter().sum::<i64>() as f64 / usual.len() as f64
}

/// Counts what many actions leave behind, but for the first ones.
pub fn actions(
    project: &Project,
    contestants: &[(Contestant, &str)],
    effort: &Effort,
) -> Result<Vec<Row>> {
    let rows = contestants.iter().map(|(contestant, case)| {
        let mut running = counted(project, *contestant, case)?;
        running.batch(1_000)?;
        let counted = running.allocations(effort.actions)?;
        Ok(Row::new(*contestant)
            .with(Quantity::Operations, effort.actions as f64)
            .with(Quantity::Allocations, counted.count as f64)
            .with(Quantity::Kept, counted.kept as f64))
    });
    rows.collect()
}

/// How many of something are weighed together.
const MANY: u64 = 1_000;

/// Weighs what each of many takes: machines that do nothing, steps of a history.
pub fn each(
    project: &Project,
    case: &Case,
    contestants: &[Contestant],
    quantity: Quantity,
) -> Result<Vec<Row>> {
    let rows = contestants.iter().map(|contestant| {
        let started = contestant.start_weighed(project, case.name);
        let mut running = started.unwrap_or_else(|| Err(uncounted(*contestant)))?;
        // What is only made once is made before.
        running.batch(MANY)?;
        let kept = running.allocations(MANY)?.kept;
        Ok(Row::new(*contestant).with(quantity, kept as f64 / MANY as f64))
    });
    rows.collect()
}

fn counted(project: &Project, contestant: Contestant, case: &str) -> Result<Running> {
    let started = contestant.start_counted(project, case);
    started.unwrap_or_else(|| Err(uncounted(contestant)))
}

fn uncounted(contestant: Contestant) -> Error {
    anyhow!("the allocations of {} can't be counted", contestant.name)
}

#[cfg(test)]
mod tests {
    use super::growth;

    #[test]
    fn what_is_kept_once_is_no_growth() {
        assert_eq!(growth(vec![0, 0, 147_456, 0]), 0.0);
        assert_eq!(growth(vec![100, 400, 200, 300]), 250.0);
    }
}
