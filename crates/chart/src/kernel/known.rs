//! Where the kernel has a chart from.

use std::marker::PhantomData;

use crate::tables::{at, Tables, NONE};
use crate::Host;

/// A chart as the kernel has it.
pub(crate) trait Source<'r>: Copy {
    /// Whether what plain picks do is written out.
    const IS_WRITTEN: bool;

    fn tables(self) -> &'r Tables;

    /// The first pick of a row that may be taken, [`NONE`] if there is none. `holds` answers for guards.
    fn pick(self, row: u16, column: u16, holds: impl Fn(u16) -> bool) -> u16;

    /// Takes a plain pick, if it is written out. Says whether it is.
    fn take(self, pick: u16, taker: &mut impl Taker) -> bool;

    /// Takes all picks for a plain column of the atomic states in `active`, if they are written out. Says whether there were some.
    fn take_all(self, column: u16, active: u64, taker: &mut impl Taker) -> bool;

    /// A pick is taken that is not written out, for whoever looks at what is done.
    #[inline(always)]
    fn taken(self, _pick: u16) {}
}

/// Takes plain picks that are written out.
pub trait Taker {
    /// Takes an action, and says whether it succeeded.
    fn act(&mut self, action: u16) -> bool;

    /// Marks what is active afterwards.
    fn mark(&mut self, place: u16);
}

impl<'r> Source<'r> for &'r Tables {
    const IS_WRITTEN: bool = false;

    #[inline(always)]
    fn tables(self) -> &'r Tables {
        self
    }

    #[cfg_attr(not(one_kernel), inline(always))]
    fn pick(self, row: u16, column: u16, holds: impl Fn(u16) -> bool) -> u16 {
        Tables::pick(self, row, column, holds)
    }

    #[inline(always)]
    fn take(self, _: u16, _: &mut impl Taker) -> bool {
        false
    }

    #[inline(always)]
    fn take_all(self, _: u16, _: u64, _: &mut impl Taker) -> bool {
        false
    }
}

/// The chart of a host. If the host is for a single chart, its tables are constants, and the compiler puts what they say into the
/// kernel.
pub(super) struct Known<'r, H> {
    given: &'r Tables,
    host: PhantomData<fn() -> H>,
}

impl<'r, H> Known<'r, H> {
    #[inline(always)]
    pub fn or(given: &'r Tables) -> Self {
        Self {
            given,
            host: PhantomData,
        }
    }
}

impl<H> Clone for Known<'_, H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H> Copy for Known<'_, H> {}

impl<'r, H: Host> Source<'r> for Known<'r, H> {
    const IS_WRITTEN: bool = H::IS_WRITTEN;

    #[inline(always)]
    fn tables(self) -> &'r Tables {
        match H::chart() {
            Some(chart) => &chart.tables,
            None => self.given,
        }
    }

    #[inline(always)]
    fn pick(self, row: u16, column: u16, holds: impl Fn(u16) -> bool) -> u16 {
        if H::IS_WRITTEN {
            H::pick(row, column, holds)
        } else {
            self.tables().pick(row, column, holds)
        }
    }

    #[inline(always)]
    fn take(self, pick: u16, taker: &mut impl Taker) -> bool {
        H::take(pick, taker)
    }

    #[inline(always)]
    fn take_all(self, column: u16, active: u64, taker: &mut impl Taker) -> bool {
        H::take_all(column, active, taker)
    }
}

impl Tables {
    #[cfg_attr(not(one_kernel), inline(always))]
    pub(super) fn pick(&self, row: u16, column: u16, holds: impl Fn(u16) -> bool) -> u16 {
        let cell = usize::from(row) * usize::from(self.columns) + usize::from(column);
        let mut place = *at(&self.rows, cell);
        if place == 0 {
            return NONE;
        }
        loop {
            let pick = at(&self.picks, place);
            if pick.guard == NONE || holds(pick.guard) {
                return place;
            }
            if pick.is_last {
                return NONE;
            }
            place += 1;
        }
    }
}
