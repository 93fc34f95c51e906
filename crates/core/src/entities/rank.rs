//! Numbers that put things in an order, with room between them for more.

/// The number of the first of all.
const MIDDLE: u64 = 1 << 63;

/// How far apart those are that come one after the other.
const STEP: u64 = 1 << 32;

/// A number for what comes between those with these numbers, or before or behind all; `None` if there is no room.
pub(super) fn between(before: Option<u64>, after: Option<u64>) -> Option<u64> {
    let far_enough = match (before, after) {
        (None, None) => Some(MIDDLE),
        (Some(before), None) => before.checked_add(STEP),
        (None, Some(after)) => after.checked_sub(STEP),
        (Some(_), Some(_)) => None,
    };
    far_enough.or_else(|| {
        let (before, after) = (before.unwrap_or(0), after.unwrap_or(u64::MAX));
        let half = (after - before) / 2;
        (half > 0).then_some(before + half)
    })
}

/// So many numbers one after the other.
pub(super) fn in_a_row(count: usize) -> impl Iterator<Item = u64> {
    let step = STEP.min(MIDDLE / (count as u64 + 1));
    (0..count as u64).map(move |n| MIDDLE + n * step)
}

/// A range of numbers, both ends included.
#[derive(Clone, Copy)]
pub(super) struct Range {
    pub(super) first: u64,
    pub(super) last: u64,
    bits: u32,
}

impl Range {
    /// The ranges around a number in which to make room, from the smallest to all numbers.
    pub(super) fn around(number: u64) -> impl Iterator<Item = Self> {
        (6..=64).map(move |bits| {
            let below = u64::MAX >> (64 - bits);
            Self {
                first: number & !below,
                last: number | below,
                bits,
            }
        })
    }

    /// Whether it has room enough for so many, and for many more. A larger range has to be emptier than a smaller one, so
    /// that one in which room was made keeps it for long: on average a number is changed a few times (Bender, Cole, Demaine,
    /// Farach-Colton, Zito: Two simplified algorithms for maintaining order in a list, 2002).
    pub(super) const fn is_roomy(self, count: usize) -> bool {
        self.bits == 64 || (count as u64) < 1 << (self.bits / 2)
    }

    /// So many numbers in the range, equally far apart.
    pub(super) fn spread(self, count: usize) -> impl Iterator<Item = u64> {
        let step = (self.last - self.first) / (count as u64 + 1);
        (1..=count as u64).map(move |n| self.first + n * step)
    }
}
