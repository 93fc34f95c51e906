#![doc = include_str!("../README.md")]

mod live_chart;
mod marks;
mod steps;

pub use live_chart::{LiveChart, LiveChartProps};

/// The drawing of a chart, made here and now.
#[cfg(feature = "draw")]
pub fn drawing_of<L: leptos_state::chart::Statechart>() -> String {
    leptos_state_draw::Drawing::of(&leptos_state::chart::form::Form::of::<L>()).svg()
}
