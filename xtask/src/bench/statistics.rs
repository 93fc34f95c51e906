//! What a few measurements say of the quantity behind them.

/// A median, and the interval that it is in with at least 95 % probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    pub median: f64,
    pub low: f64,
    pub high: f64,
}

/// The fewest values from which an interval of 95 % can be had; of fewer ones it is from the smallest to the largest.
pub const ENOUGH: usize = 6;

impl Estimate {
    /// Estimates the median of what `values` are drawn from. Nothing is assumed of how they are distributed: each is
    /// above or below the true median as a coin falls, which says how many can be expected on either side.
    ///
    /// # Panics
    ///
    /// If there are no values.
    pub fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let outside = outside(sorted.len());
        let middle = sorted.len() / 2;
        Self {
            median: if sorted.len() % 2 == 1 {
                sorted[middle]
            } else {
                (sorted[middle - 1] + sorted[middle]) / 2.0
            },
            low: sorted[outside],
            high: sorted[sorted.len() - 1 - outside],
        }
    }
}

/// How many of `count` sorted values may be left out at each end, so that the median is still among the others with at
/// least 95 % probability.
fn outside(count: usize) -> usize {
    let coins = count as i32;
    // The probability that exactly `heads` coins show heads, and that at most so many do.
    let mut exactly = 0.5_f64.powi(coins);
    let mut at_most = exactly;
    for heads in 0..count {
        if at_most > 0.025 {
            return heads.saturating_sub(1);
        }
        exactly *= (count - heads) as f64 / (heads + 1) as f64;
        at_most += exactly;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_those_of_the_tables_for_the_sign_test() {
        // Ranks of the lower limit, less one.
        let known = [
            (5, 0),
            (6, 0),
            (8, 0),
            (9, 1),
            (15, 3),
            (20, 5),
            (25, 7),
            (30, 9),
        ];
        for (count, expected) in known {
            assert_eq!(outside(count), expected, "of {count}");
        }
    }

    #[test]
    fn a_median_is_in_the_middle_in_whichever_order_the_values_came() {
        let estimate = |values: &[f64]| Estimate::of(values);
        assert_eq!(
            estimate(&[3.0, 1.0, 2.0]),
            Estimate {
                median: 2.0,
                low: 1.0,
                high: 3.0
            }
        );
        assert_eq!(estimate(&[4.0, 1.0, 3.0, 2.0]).median, 2.5);
        assert_eq!(estimate(&[7.0]).low, 7.0);
    }

    #[test]
    fn one_value_far_out_does_not_move_the_interval_of_many() {
        let mut values: Vec<f64> = (1..=15).map(f64::from).collect();
        let before = Estimate::of(&values);
        values[14] = 1e9;
        assert_eq!(Estimate::of(&values), before);
        assert_eq!((before.low, before.median, before.high), (4.0, 8.0, 12.0));
    }
}
