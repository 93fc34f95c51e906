//! What can be measured, and how it is written.

/// What can be measured of a contestant, in the order in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// How many operations the others are of.
    Operations,
    /// The median of the rounds' ratios to the reference.
    Ratio,
    /// The median of the rounds' times of an operation.
    Median,
    /// The least of them.
    Minimum,
    /// The median time of an operation of the native program.
    Native,
    /// The median time of an operation of the program in WebAssembly.
    Wasm,
    /// The median time of an operation without what is measured.
    Without,
    /// The median time of an operation with it.
    With,
    /// The median of the rounds' differences between the two.
    Difference,
    /// How many watchers run at an operation.
    Watchers,
    /// How often an operation allocates.
    Allocations,
    /// The most that is allocated at any one time.
    Peak,
    /// What is still allocated afterwards; where something is done several times, after the first time.
    Kept,
    /// What is still allocated after each further time.
    Growth,
    /// What is kept for each of many machines, beside its context.
    Machine,
    /// What is kept for each of many steps in a history.
    Step,
}

impl Quantity {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Ratio => "ratio",
            Self::Median => "median",
            Self::Minimum => "minimum",
            Self::Native => "native",
            Self::Wasm => "WebAssembly",
            Self::Without => "without",
            Self::With => "with",
            Self::Difference => "difference",
            Self::Watchers => "watchers run",
            Self::Allocations => "allocations",
            Self::Peak => "at most",
            Self::Kept => "kept",
            Self::Growth => "kept each further time",
            Self::Machine => "per machine",
            Self::Step => "per step",
        }
    }

    pub const fn unit(self) -> &'static str {
        match self {
            Self::Operations => "operations",
            Self::Ratio => "times",
            Self::Median
            | Self::Minimum
            | Self::Native
            | Self::Wasm
            | Self::Without
            | Self::With
            | Self::Difference => "ns",
            Self::Watchers => "watchers",
            Self::Allocations => "allocations",
            Self::Peak | Self::Kept | Self::Growth | Self::Machine | Self::Step => "bytes",
        }
    }
}

/// A value as one writes it down: times in the unit that suits them, counts with separators.
pub fn shown(value: f64, unit: &str) -> String {
    match unit {
        // As exactly as one has to know whether it is more than once.
        "times" if value < 2.0 => format!("{value:.3}×"),
        "times" => format!("{value:.2}×"),
        "ns" if value.abs() < 1e3 => format!("{value:.1} ns"),
        "ns" if value.abs() < 1e6 => format!("{:.2} µs", value / 1e3),
        "ns" if value.abs() < 1e9 => format!("{:.2} ms", value / 1e6),
        "ns" => format!("{:.2} s", value / 1e9),
        _ => separated(value),
    }
}

/// A count with separators, and a decimal if it is not whole.
fn separated(value: f64) -> String {
    let text = if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    };
    let digits = text.trim_start_matches('-');
    let sign = &text[..text.len() - digits.len()];
    let (whole, fraction) = match digits.find('.') {
        Some(point) => digits.split_at(point),
        None => (digits, ""),
    };
    let groups: Vec<&str> = {
        let first = whole.len() % 3;
        let rest = (first..whole.len()).step_by(3).map(|at| &whole[at..at + 3]);
        std::iter::once(&whole[..first])
            .filter(|group| !group.is_empty())
            .chain(rest)
            .collect()
    };
    format!("{sign}{}{fraction}", groups.join(","))
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn values_are_written_as_one_reads_them() {
        assert_eq!(shown(1.0031, "times"), "1.003×");
        assert_eq!(shown(437.706, "times"), "437.71×");
        assert_eq!(shown(59.94, "ns"), "59.9 ns");
        assert_eq!(shown(3_800_000.0, "ns"), "3.80 ms");
        assert_eq!(shown(2e9, "ns"), "2.00 s");
        assert_eq!(shown(-2_079_848.0, "bytes"), "-2,079,848");
        assert_eq!(shown(1_000.0, "watchers"), "1,000");
        assert_eq!(shown(40.21, "allocations"), "40.2");
        assert_eq!(shown(0.0, "bytes"), "0");
    }
}
