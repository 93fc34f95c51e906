//! What follows an event until nothing is left to do (`mainEventLoop` of appendix D).

use super::{Apart, Endless, MicrostepLimit, Reception, Run, Source, Step};
use crate::tables::{at, ALWAYS, NONE};
use crate::Status;

impl<'t, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Run<'_, D, T, WHOLE> {
    #[cfg_attr(not(one_kernel), inline(always))]
    pub(super) fn macrostep(&mut self, column: u16) -> Result<Reception, MicrostepLimit> {
        let reception = match self.step_here(column) {
            Step::Taken => {
                let mut steps = 1;
                if self.step_freely_here(&mut steps)? {
                    self.apart(|run| run.settle(steps))?;
                }
                return Ok(Reception::Handled);
            }
            Step::Ignored => Reception::Ignored,
            Step::Unhandled => Reception::Unhandled,
        };
        self.pass(reception)
    }

    /// After an event from outside that no transition was taken for.
    #[inline]
    pub(super) fn pass(&mut self, reception: Reception) -> Result<Reception, MicrostepLimit> {
        if !self.tables().always_after_each_event {
            return Ok(reception);
        }
        self.apart(|run| {
            let mut steps = 0;
            run.step_afterwards(&mut steps)?;
            run.settle(steps)
        })?;
        Ok(reception)
    }

    /// After an event that no transition was taken for, takes those that need no event.
    fn step_afterwards(&mut self, steps: &mut u32) -> Result<(), MicrostepLimit> {
        if !self.may_step() {
            return Ok(());
        }
        self.count(*steps, ALWAYS)?;
        if self.step(ALWAYS) == Step::Taken {
            *steps += 1;
            self.step_freely(steps)?;
        }
        Ok(())
    }

    /// Whether there may be a transition that needs no event.
    #[inline]
    fn may_step(&self) -> bool {
        let tables = self.tables();
        let cell = || usize::from(self.position.row) * usize::from(tables.columns);
        tables.has_always && ((WHOLE && tables.has_regions) || *at(&tables.rows, cell()) != 0)
    }

    /// After a microstep, takes transitions that need no event, as long as there are some. Says whether the macrostep is to be
    /// [settled](Self::settle) then. One copy for all who call it, except where it matters most.
    #[inline(never)]
    pub(super) fn step_freely(&mut self, steps: &mut u32) -> Result<bool, MicrostepLimit> {
        self.step_freely_here(steps)
    }

    #[cfg_attr(not(one_kernel), inline(always))]
    fn step_freely_here(&mut self, steps: &mut u32) -> Result<bool, MicrostepLimit> {
        let mut is_restless = self.driver.stepped(self.position);
        while self.may_step() && self.position.status == Status::Running {
            self.count(*steps, ALWAYS)?;
            if self.step_here(ALWAYS) != Step::Taken {
                break;
            }
            *steps += 1;
            is_restless = self.driver.stepped(self.position);
        }
        Ok(is_restless)
    }

    /// Handles the events that the machine has raised itself, and what follows from each.
    #[inline(never)]
    pub(super) fn settle(&mut self, mut steps: u32) -> Result<(), MicrostepLimit> {
        while self.position.status == Status::Running {
            let Some(column) = self.driver.next() else {
                break;
            };
            let mut is_taken = false;
            if column != NONE {
                self.count(steps, column)?;
                is_taken = self.step(column) == Step::Taken;
            }
            let stays_reason = is_taken || self.tables().always_after_each_event;
            self.driver.decided(is_taken, stays_reason);
            if is_taken {
                steps += 1;
                self.step_freely(&mut steps)?;
            } else if stays_reason {
                self.step_afterwards(&mut steps)?;
            }
        }
        match self.position.status {
            Status::Finished => self.leave_all(),
            _ => self.begin_invokes(),
        }
        self.driver.rest();
        Ok(())
    }

    /// Sees to it that there are not too many microsteps.
    #[inline]
    fn count(&mut self, steps: u32, column: u16) -> Result<(), MicrostepLimit> {
        if steps >= self.tables().microstep_limit && self.could_step(column) {
            return Err(self.exceed());
        }
        Ok(())
    }

    /// Whether a transition could be taken. Asked only when none may be.
    #[cold]
    fn could_step(&self, column: u16) -> bool {
        if WHOLE {
            self.look().can(column)
        } else {
            self.look().can_in(self.position.row, column)
        }
    }

    /// Forgets the events that the machine has raised itself. Failures among them are told all the same.
    pub(super) fn abandon(&mut self) {
        self.scratch.pending.clear();
        self.driver.abandon();
    }

    #[cold]
    fn exceed(&mut self) -> MicrostepLimit {
        self.abandon();
        self.driver.rest();
        let tables = self.tables();
        let path = |state: u16| tables.state(state).name.clone().into_owned();
        let active = if WHOLE {
            tables.active_leaves(self.position).map(path).collect()
        } else {
            vec![path(self.leaf())]
        };
        MicrostepLimit(Box::new(Endless {
            chart: tables.name.clone().into_owned(),
            limit: tables.microstep_limit,
            active,
        }))
    }
}
