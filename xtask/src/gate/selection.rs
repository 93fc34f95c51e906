//! Which steps to run.

use anyhow::{bail, Result};
use clap::Args;

use super::step::Step;

#[derive(Args, Default)]
pub struct Selection {
    /// Run only this step, and what it relies on; may be repeated
    #[arg(long, value_name = "STEP", value_enum, hide_possible_values = true)]
    only: Vec<Step>,

    /// Leave this step out; may be repeated
    #[arg(long, value_name = "STEP", value_enum, hide_possible_values = true)]
    skip: Vec<Step>,

    /// Run also the steps that only a release has to pass
    #[arg(long)]
    full: bool,
}

impl Selection {
    /// The steps to run, in the order in which they run.
    pub fn steps(&self) -> Result<Vec<Step>> {
        let mut steps: Vec<Step> = Step::all()
            .filter(|step| {
                if self.only.is_empty() {
                    self.full || !step.is_full_only()
                } else {
                    self.only.contains(step)
                        || self.only.iter().any(|only| only.relies_on().contains(step))
                }
            })
            .collect();
        steps.retain(|step| {
            let left_out = |step: &Step| self.skip.contains(step);
            !left_out(step) && !step.relies_on().iter().any(left_out)
        });
        if steps.is_empty() {
            bail!("these options leave no step to run");
        }
        Ok(steps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(only: &[Step], skip: &[Step], full: bool) -> Vec<Step> {
        let selection = Selection {
            only: only.to_vec(),
            skip: skip.to_vec(),
            full,
        };
        selection.steps().unwrap_or_default()
    }

    #[test]
    fn the_steps_of_a_release_run_only_when_asked_for() {
        assert!(!steps(&[], &[], false).contains(&Step::Publish));
        assert!(steps(&[], &[], true).contains(&Step::Publish));
        assert_eq!(steps(&[Step::Publish], &[], false), [Step::Publish]);
    }

    #[test]
    fn steps_run_in_their_own_order() {
        assert_eq!(
            steps(&[Step::Docs, Step::Fmt], &[], false),
            [Step::Fmt, Step::Docs]
        );
    }

    #[test]
    fn coverage_comes_with_the_steps_that_measure_it_or_not_at_all() {
        assert_eq!(
            steps(&[Step::Coverage], &[], false),
            [Step::Native, Step::CompileFail, Step::Coverage]
        );
        assert!(!steps(&[], &[Step::Native], false).contains(&Step::Coverage));
        assert_eq!(
            steps(&[Step::Coverage], &[Step::Native], false),
            [Step::CompileFail]
        );
    }
}
