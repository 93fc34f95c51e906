//! The figures: which programs are compared, and how much larger one may be than the other.

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use super::program::Weights;
use crate::figures::Figure;

/// How much is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What every program with a store has.
    Main,
    /// That, and every layer.
    All,
}

/// One figure: the gzipped size of a program, or how much larger it is than another one.
pub struct Measure {
    /// What it is, as the README calls it.
    pub name: &'static str,
    /// The program that is measured.
    of: &'static str,
    /// The program that is subtracted from it.
    over: Option<&'static str>,
    /// How many equal parts the difference has; the figure is one of them.
    parts: u32,
    /// The largest value that is accepted, in bytes.
    bound: Option<u32>,
    /// Whether every change is measured against it, or only a release.
    extent: Extent,
}

/// The bounds of a store, of one with a watched path, of each further path, of the kernel with one chart and of each further chart
/// are the design's. The others are what was measured and some more, 250 bytes where 15 % are less than chance: they are there to
/// notice growth, and come down with what they bound. What a layer takes includes what all layers share, because a store
/// without layers has nothing of that.
const MEASURES: [Measure; 21] = [
    Measure {
        name: "a counter on a signal of Leptos",
        of: "bare",
        over: None,
        parts: 1,
        bound: None,
        extent: Extent::Main,
    },
    Measure {
        name: "the same counter on a store with an action",
        bound: Some(4_096),
        ..Measure::added("store", "bare", Extent::Main)
    },
    Measure {
        name: "the same counter on a store with a watched path and no action",
        bound: Some(7_168),
        ..Measure::added("paths-1", "bare", Extent::Main)
    },
    Measure {
        name: "each further watched path",
        parts: 8,
        bound: Some(307),
        ..Measure::added("paths-9", "paths-1", Extent::Main)
    },
    Measure {
        name: "ten fields with ten actions instead of ten signals",
        bound: Some(8_470),
        ..Measure::added("ten", "ten-signals", Extent::Main)
    },
    Measure {
        name: "a list of keyed rows instead of signals",
        bound: Some(14_740),
        ..Measure::added("rows", "rows-signals", Extent::All)
    },
    Measure {
        name: "the same list as `Entities`",
        bound: Some(5_430),
        ..Measure::added("entities", "rows", Extent::All)
    },
    Measure {
        name: "the layer `Validate`",
        bound: Some(1_750),
        ..Measure::added("layer-validate", "store", Extent::All)
    },
    Measure {
        name: "the layer `Debounce`",
        bound: Some(3_360),
        ..Measure::added("layer-debounce", "store", Extent::All)
    },
    Measure {
        name: "the layer `Throttle`",
        bound: Some(3_770),
        ..Measure::added("layer-throttle", "store", Extent::All)
    },
    Measure {
        name: "the layer `Log` and the feature `tracing`",
        bound: Some(3_860),
        ..Measure::added("layer-log", "store", Extent::All)
    },
    Measure {
        name: "the layer `Undo`, its handle and two buttons",
        bound: Some(17_500),
        ..Measure::added("layer-undo", "paths-1", Extent::All)
    },
    Measure {
        name: "keeping patches in the place of states",
        bound: Some(31_000),
        ..Measure::added("layer-undo-patches", "layer-undo", Extent::All)
    },
    Measure {
        name: "the layer `Recorder`, and the state as JSON",
        bound: Some(20_000),
        ..Measure::added("layer-recorder", "store", Extent::All)
    },
    Measure {
        name: "the layer `DevTools`, and the state as JSON",
        bound: Some(135_000),
        ..Measure::added("layer-devtools", "store", Extent::All)
    },
    Measure {
        name: "the same counter on a chart, without a store: the kernel and one chart",
        bound: Some(6_144),
        ..Measure::added("chart-1", "bare", Extent::All)
    },
    Measure {
        name: "each further chart",
        parts: 4,
        bound: Some(512),
        ..Measure::added("charts-5", "charts-same-5", Extent::All)
    },
    Measure {
        name: "a machine of one chart instead of a store's action",
        bound: Some(11_700),
        ..Measure::added("machine-1", "store", Extent::All)
    },
    Measure {
        name: "each further machine with a chart of its own",
        parts: 4,
        bound: Some(940),
        ..Measure::added("machine-5", "machine-same-5", Extent::All)
    },
    Measure {
        name: "a chart drawn as SVG in the browser, with the layout that this takes",
        bound: Some(375_000),
        ..Measure::added("drawing", "bare", Extent::All)
    },
    Measure {
        name: "`hydrated`, in a page that has loaded something else too",
        bound: Some(8_500),
        ..Measure::added("hydrate-hydrated", "hydrate-store", Extent::All)
    },
];

/// The programs that this much needs.
pub fn programs(extent: Extent) -> BTreeSet<&'static str> {
    within(extent)
        .flat_map(|measure| measure.over.into_iter().chain([measure.of]))
        .collect()
}

/// What every figure is called.
pub fn names() -> impl Iterator<Item = &'static str> {
    MEASURES.iter().map(|measure| measure.name)
}

/// The figures, from the sizes of the programs.
pub fn all(extent: Extent, weights: &Weights) -> Result<Vec<Measured>> {
    within(extent).map(|measure| measure.by(weights)).collect()
}

fn within(extent: Extent) -> impl Iterator<Item = &'static Measure> {
    MEASURES
        .iter()
        .filter(move |measure| extent == Extent::All || measure.extent == Extent::Main)
}

impl Measure {
    const fn added(of: &'static str, over: &'static str, extent: Extent) -> Self {
        Self {
            name: "",
            of,
            over: Some(over),
            parts: 1,
            bound: None,
            extent,
        }
    }

    fn by(&'static self, weights: &Weights) -> Result<Measured> {
        let gzipped = |program: &str| {
            let weight = weights.get(program);
            weight
                .map(|weight| weight.gzipped as f64)
                .with_context(|| format!("the program `{program}` was not measured"))
        };
        let over = self.over.map_or(Ok(0.0), gzipped)?;
        Ok(Measured {
            measure: self,
            bytes: (gzipped(self.of)? - over) / f64::from(self.parts),
        })
    }
}

/// A figure that has been measured.
pub struct Measured {
    pub measure: &'static Measure,
    pub bytes: f64,
}

impl Measured {
    /// What it was measured from: `(paths-9 - paths-1) / 8`.
    pub fn from(&self) -> String {
        let Measure {
            of, over, parts, ..
        } = self.measure;
        match (over, parts) {
            (None, _) => (*of).to_owned(),
            (Some(over), 1) => format!("{of} - {over}"),
            (Some(over), parts) => format!("({of} - {over}) / {parts}"),
        }
    }

    pub fn bound(&self) -> Option<u32> {
        self.measure.bound
    }

    /// The part of a difference in the program's size that this figure shows.
    pub fn share(&self, bytes: f64) -> f64 {
        bytes / f64::from(self.measure.parts)
    }

    pub fn figure(&self) -> Figure {
        let name = format!("{}: {}", self.measure.name, self.from());
        let figure = Figure::new(name, self.bytes, "bytes");
        match self.measure.bound {
            Some(bound) => figure.at_most(bound.into()),
            None => figure,
        }
    }

    /// What to say if it is above its bound.
    pub fn excess(&self) -> Option<String> {
        let bound = self.measure.bound?;
        (self.bytes > f64::from(bound)).then(|| {
            format!(
                "{} ({}) is {:.0} bytes, and its bound is {bound}: `cargo xtask size --why {} --over {}` shows what they are",
                self.measure.name,
                self.from(),
                self.bytes,
                self.measure.of,
                self.measure.over.unwrap_or("bare"),
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::program::Weight;
    use super::*;

    fn weights(sizes: &[(&str, u64)]) -> Weights {
        let weight =
            |&(name, gzipped): &(&str, u64)| (name.to_owned(), Weight { wasm: 0, gzipped });
        sizes.iter().map(weight).collect()
    }

    fn further_path(weights: &Weights) -> Measured {
        let measure = MEASURES.iter().find(|measure| measure.parts == 8);
        measure.unwrap().by(weights).unwrap()
    }

    #[test]
    fn a_figure_is_a_part_of_a_difference_and_says_of_which() {
        let figure = further_path(&weights(&[("paths-1", 40_000), ("paths-9", 42_004)]));
        assert_eq!(figure.bytes, 250.5);
        assert_eq!(figure.from(), "(paths-9 - paths-1) / 8");
        assert_eq!(figure.excess(), None);
    }

    #[test]
    fn one_above_its_bound_says_its_bytes_and_the_bound() {
        let figure = further_path(&weights(&[("paths-1", 40_000), ("paths-9", 44_000)]));
        let excess = figure.excess().unwrap();
        assert!(
            excess.contains("(paths-9 - paths-1) / 8) is 500 bytes, and its bound is 307"),
            "{excess}"
        );
    }

    #[test]
    fn every_change_is_measured_without_the_layers() {
        assert!(!programs(Extent::Main).contains("layer-log"));
        assert!(programs(Extent::All).contains("layer-log"));
    }
}
