//! What follows an event until nothing is left to do (`mainEventLoop` of appendix D).

use super::{Endless, MicrostepLimit, Observe, Reception, Run, Step, Why};
use crate::effect::Queued;
use crate::tables::{Tables, ALWAYS, NONE};
use crate::{ActionError, Cause, Effect, Host, Status};

impl<H: Host> Run<'_, H> {
    #[inline(always)]
    pub(super) fn macrostep(
        &mut self,
        column: u16,
        cause: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<Reception, MicrostepLimit> {
        match self.step_here(column, cause) {
            Step::Taken => {
                observe(self.snapshot, cause);
                if self.effects.is_restless || self.may_step() {
                    self.settle(1, cause, observe)?;
                }
                Ok(Reception::Handled)
            }
            Step::Ignored => Ok(Reception::Ignored),
            Step::Unhandled => Ok(Reception::Unhandled),
        }
    }

    /// Whether there may be a transition that needs no event.
    #[inline]
    fn may_step(&self) -> bool {
        let tables = &self.chart.tables;
        let cell = || usize::from(self.snapshot.row) * usize::from(tables.columns);
        tables.has_always && (tables.has_regions || tables.rows[cell()] != 0)
    }

    /// Takes transitions that need no event and handles the events that the machine has raised itself, until there are none.
    #[inline(never)]
    pub(super) fn settle(
        &mut self,
        mut steps: u32,
        first: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<(), MicrostepLimit> {
        self.step_freely(&mut steps, first, observe)?;
        if self.effects.is_restless {
            self.settle_queue(steps, first, observe)?;
        }
        Ok(())
    }

    /// Takes transitions that need no event as long as there are some.
    #[inline]
    fn step_freely(
        &mut self,
        steps: &mut u32,
        cause: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<(), MicrostepLimit> {
        while self.snapshot.status == Status::Running
            && self.may_step()
            && self.count(*steps, ALWAYS, cause)?
            && self.step(ALWAYS, cause) == Step::Taken
        {
            *steps += 1;
            observe(self.snapshot, cause);
        }
        Ok(())
    }

    /// Handles the events that the machine has raised itself, and what follows from each.
    #[inline(never)]
    fn settle_queue(
        &mut self,
        mut steps: u32,
        first: Why<'_, H>,
        observe: &mut impl Observe<H>,
    ) -> Result<(), MicrostepLimit> {
        let chart = self.chart;
        // The event of the last microstep, unless that was the first.
        let mut last: Option<Queued<H::Event, H::Data>> = None;
        while self.snapshot.status == Status::Running {
            let Some(queued) = self.effects.queue.pop_front() else {
                break;
            };
            let column = match &queued {
                Queued::Raised(event) => self
                    .host
                    .column(chart, event)
                    .map_or(NONE, |column| column.0),
                Queued::Done { state, .. } => chart.tables.state(*state).done,
                Queued::Failed { action, .. } => chart.tables.errors[usize::from(*action)],
            };
            let cause = chart.tables.cause(&queued);
            let is_taken = column != NONE
                && self.count(steps, column, cause)?
                && self.step(column, cause) == Step::Taken;
            if is_taken {
                steps += 1;
                observe(self.snapshot, cause);
                self.step_freely(&mut steps, cause, observe)?;
                last = Some(queued);
            } else if let Queued::Failed { action, error } = queued {
                self.tell_failure(action, error);
            }
        }
        let cause = last.as_ref().map_or(first, |last| chart.tables.cause(last));
        match self.snapshot.status {
            Status::Finished => self.leave_all(cause),
            _ => self.begin_invokes(),
        }
        self.effects.is_restless = false;
        Ok(())
    }

    /// Whether there may be another microstep.
    #[inline]
    fn count(
        &mut self,
        steps: u32,
        column: u16,
        cause: Why<'_, H>,
    ) -> Result<bool, MicrostepLimit> {
        if steps >= self.chart.tables.microstep_limit && self.could_step(column, cause) {
            return Err(self.exceed());
        }
        Ok(true)
    }

    /// Whether a transition could be taken. Asked only when none may be.
    #[cold]
    fn could_step(&self, column: u16, cause: Why<'_, H>) -> bool {
        self.look().can(column, cause)
    }

    /// Forgets the events that the machine has raised itself. Failures among them are told all the same.
    pub(super) fn abandon(&mut self) {
        self.effects.is_restless = false;
        self.effects.pending.clear();
        while let Some(queued) = self.effects.queue.pop_front() {
            if let Queued::Failed { action, error } = queued {
                self.tell_failure(action, error);
            }
        }
    }

    #[cold]
    fn tell_failure(&mut self, action: u16, error: ActionError) {
        let action = &self.chart.tables.actions[usize::from(action)];
        self.effects.asked.push(Effect::Failed {
            event: format!("error.{action}"),
            error: Some(error),
        });
    }

    #[cold]
    fn exceed(&mut self) -> MicrostepLimit {
        self.abandon();
        let tables = &self.chart.tables;
        let path = |state: u16| tables.state(state).name.to_string();
        MicrostepLimit(Box::new(Endless {
            chart: tables.name.to_string(),
            limit: tables.microstep_limit,
            active: tables.active_leaves(self.snapshot).map(path).collect(),
        }))
    }
}

impl Tables {
    fn cause<'q, E, D>(&'q self, queued: &'q Queued<E, D>) -> Cause<'q, E, D> {
        match queued {
            Queued::Raised(event) => Cause::Event(event),
            Queued::Done { state, data } => Cause::Done {
                state: &self.state(*state).name,
                data: data.as_ref(),
            },
            Queued::Failed { action, error } => Cause::Error {
                action: &self.actions[usize::from(*action)],
                error,
            },
        }
    }
}
