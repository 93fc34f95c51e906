//! Plain picks: taking them is taking actions and marking at once what is active then.

use super::{Apart, Run, Source, Step, Taker};
use crate::tables::{at, damaged, Change, NONE};

impl<'t, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Run<'_, D, T, WHOLE> {
    /// Takes the transitions for a column that is plain: no region has to know what others do.
    #[inline(never)]
    pub(super) fn step_plainly(&mut self, column: u16) -> Step {
        let (tables, of) = (self.tables(), self.of);
        let Some((active, leaves)) = self.position.words.first().zip(tables.leaf_bits.first())
        else {
            return Step::Unhandled;
        };
        let mut leaves = active & leaves;
        let mut region = Region::of(self);
        let mut is_taken = false;
        if T::IS_WRITTEN {
            is_taken = of.take_all(column, leaves, &mut region);
        } else {
            while leaves != 0 {
                let leaf = leaves.trailing_zeros() as usize;
                leaves &= leaves - 1;
                let pick = of.pick(*at(&tables.row_of, leaf), column, |_| true);
                if pick != NONE {
                    region.take(pick);
                    is_taken = true;
                }
            }
        }
        region.finish();
        if is_taken {
            Step::Taken
        } else {
            Step::Unhandled
        }
    }

    /// Takes the selected transitions, all of which are plain.
    pub(super) fn take_all_plain(&mut self) {
        let mut region = Region::of(self);
        for index in 0..region.run.scratch.selected.len() {
            let pick = region.run.scratch.selected[index].pick;
            region.take(pick);
        }
        region.finish();
    }
}

impl<'t, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Taker for Run<'_, D, T, WHOLE> {
    #[inline(always)]
    fn act(&mut self, action: u16) -> bool {
        self.driver.act(action)
    }

    #[inline(always)]
    fn mark(&mut self, place: u16) {
        self.turn_to(place);
    }
}

/// Takes what is plain, one region after the other. Regions have nothing in common, so what all of them leave and enter is marked at
/// once.
struct Region<'s, R> {
    run: &'s mut R,
    change: Change,
}

impl<'s, 'r, 't, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool>
    Region<'s, Run<'r, D, T, WHOLE>>
{
    #[inline]
    fn of(run: &'s mut Run<'r, D, T, WHOLE>) -> Self {
        let change = Change::NONE;
        Self { run, change }
    }

    /// Takes a pick, which is plain.
    #[inline]
    fn take(&mut self, pick: u16) {
        let of = self.run.of;
        if !T::IS_WRITTEN {
            of.taken(pick);
            let plan = self.run.look().plan(pick);
            self.run.take_ops_here(plan.start, plan.count);
            self.mark(plan.becomes);
        } else if !of.take(pick, self) {
            damaged();
        }
    }

    #[inline]
    fn finish(self) {
        self.run.change(self.change);
    }
}

impl<'t, D: Apart + ?Sized, T: Source<'t>, const WHOLE: bool> Taker
    for Region<'_, Run<'_, D, T, WHOLE>>
{
    #[inline(always)]
    fn act(&mut self, action: u16) -> bool {
        self.run.driver.act(action)
    }

    #[inline(always)]
    fn mark(&mut self, place: u16) {
        self.change.add(self.run.tables().change(place));
    }
}
