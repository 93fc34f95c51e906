//! When a request that failed is tried again.

use std::time::Duration;

/// How often a request that failed is tried again, and how long it waits before.
///
/// # Examples
///
/// ```
/// use leptos_state_core::Backoff;
/// use std::time::Duration;
///
/// let backoff = Backoff::exponential(Duration::from_millis(200)).times(5).longest(Duration::from_secs(1));
/// let delays: Vec<_> = (1..=6).map(|retry| backoff.delay(retry).map(|delay| delay.as_millis())).collect();
/// assert_eq!(delays, [Some(200), Some(400), Some(800), Some(1000), Some(1000), None]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    first: Duration,
    doubles: bool,
    longest: Duration,
    times: u32,
    /// The largest part by which a delay is shortened, of [`WHOLE`].
    jitter: u32,
}

/// All of a delay.
const WHOLE: u32 = 1 << 16;

impl Backoff {
    /// The same delay each time. Three times, unless [`times`](Self::times) says otherwise.
    pub const fn fixed(delay: Duration) -> Self {
        Self {
            first: delay,
            doubles: false,
            longest: delay,
            times: 3,
            jitter: 0,
        }
    }

    /// A delay that doubles each time, up to 30 seconds. Three times, unless [`times`](Self::times) says otherwise.
    pub const fn exponential(first: Duration) -> Self {
        Self {
            first,
            doubles: true,
            longest: Duration::from_secs(30),
            times: 3,
            jitter: 0,
        }
    }

    /// Tries again at most `times` times.
    #[must_use]
    pub const fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// Waits no longer than this, whichever time it is.
    #[must_use]
    pub const fn longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// Shortens each delay by a random part of it, `part` at most: from 0, not at all, to 1, perhaps to nothing. So clients
    /// that failed together don't all come back together. What is outside of that range counts as its nearest end.
    #[must_use]
    pub const fn jitter(mut self, part: f64) -> Self {
        // A number out of range becomes the nearest end, and what is not a number becomes 0.
        self.jitter = (part.clamp(0.0, 1.0) * WHOLE as f64) as u32;
        self
    }

    /// The longest delay before the `retry`-th time of trying again, counted from 1; `None` if it is not tried again.
    pub fn delay(&self, retry: u32) -> Option<Duration> {
        if retry == 0 || retry > self.times {
            return None;
        }
        let factor = if self.doubles {
            1_u32.checked_shl(retry - 1).unwrap_or(u32::MAX)
        } else {
            1
        };
        Some(self.first.saturating_mul(factor).min(self.longest))
    }

    /// The delay, shortened by what `random` says.
    pub(super) fn delay_at(&self, retry: u32, random: impl FnOnce() -> u128) -> Option<Duration> {
        let delay = self.delay(retry)?;
        if self.jitter == 0 {
            return Some(delay);
        }
        let taken = (u64::from(self.jitter) * u64::from(mixed(random()))) >> 16;
        Some(delay.saturating_mul(WHOLE - taken as u32) / WHOLE)
    }
}

/// Sixteen bits that depend on all bits of `random`, which may be a counter: the finish of SplitMix64 (Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014).
const fn mixed(random: u128) -> u16 {
    let mut bits = (random >> 64) as u64 ^ random as u64;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (bits ^ (bits >> 31)) as u16
}
