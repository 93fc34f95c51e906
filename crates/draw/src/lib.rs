//! Drawings of statecharts: SVG for pages and documents, Mermaid and Graphviz for whatever reads these.
//!
//! All are made of a [`Form`](leptos_state_chart::form::Form), so it does not matter whether a chart was written with `chart!`, by
//! the builder, or is a document of SCXML or XState. A form that would not compile is drawn as well: what it names and does not
//! have stands in its labels.
//!
//! The same form gives the same bytes, in a browser and elsewhere. Nothing is read or written.
//!
//! # Examples
//!
//! ```
//! use leptos_state_chart::form::{final_state, state, to, when, Form};
//!
//! let form = Form::new("door")
//!     .state(state("closed").on("open", to("opened")).on("lock", when("has_key").to("locked").run("turn")))
//!     .state(state("opened").on("close", to("closed")))
//!     .state(state("locked").on("break", to("broken")))
//!     .state(final_state("broken"));
//!
//! let text = leptos_state_draw::mermaid(&form);
//! assert!(text.starts_with("stateDiagram-v2\n"));
//! assert!(text.contains("closed --> locked : lock [has_key] / turn\n"));
//! assert!(leptos_state_draw::dot(&form).contains("label=\"lock [has_key] / turn\""));
//!
//! # #[cfg(feature = "svg")] {
//! use leptos_state_draw::{Direction, Drawing, Mark, Marks, Theme};
//!
//! let marks = Marks::new().state("closed", Mark::Active).transition("closed", 0, Mark::Enabled);
//! let svg = Drawing::of(&form).direction(Direction::Down).theme(Theme::Light).marks(&marks).svg();
//! assert!(svg.starts_with("<svg "));
//! assert!(svg.contains(r#"data-state="locked""#) && svg.contains(r#"data-transition="closed#1""#));
//! # }
//! ```

mod dot;
mod mermaid;
mod outline;
#[cfg(feature = "svg")]
mod svg;
mod words;

pub use dot::dot;
pub use mermaid::mermaid;
#[cfg(feature = "svg")]
pub use svg::{Direction, Drawing, Mark, Marks, Theme};
