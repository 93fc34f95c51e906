//! Charts as SVG.

mod face;
mod layout;
mod legend;
mod marks;
mod path;
mod scene;
mod text;
mod write;
mod xml;

use leptos_state_chart::form::Form;

pub use marks::{Mark, Marks};

use crate::outline::Outline;
use scene::Scene;

/// Where a drawing goes from where a chart begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the right.
    #[default]
    Right,
    /// Down.
    Down,
}

/// Which colours a drawing has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Those that who looks at it prefers (`prefers-color-scheme`).
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A drawing of a chart as SVG.
///
/// States are boxes in boxes; regions of parallel states have dashed borders, final states double ones, a history is a circle with
/// `H` or `H*`, and a dot leads to where a state begins. In a state stand its tags, `entry`, `exit`, `invoke` and what it does without
/// leaving. On a transition stands `event [guard] / actions`, with `(internal)` if it does not leave its source. A transition to
/// several states goes to a bar first.
///
/// For a page that marks things itself: a state's element has `data-state="path"`, a transition's `data-transition="path#index"`,
/// with its place among those of its state. [`Mark::class`] names the classes that the drawing's style knows. The style
/// applies to nothing outside of the drawing.
///
/// Each element has a title, so those who do not see the drawing can read what is in it.
///
/// # Examples
///
/// ```
/// use leptos_state_chart::form::{run, state, to, Form};
/// use leptos_state_draw::{Direction, Drawing, Theme};
///
/// let form = Form::new("lamp")
///     .state(state("off").on("switch", to("on")))
///     .state(state("on").on("switch", to("off")).on("dim", run("less")));
/// let svg = Drawing::of(&form).direction(Direction::Down).theme(Theme::Auto).svg();
/// assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
/// ```
#[derive(Clone, Debug)]
pub struct Drawing<'a> {
    form: &'a Form,
    direction: Direction,
    theme: Theme,
    marks: Option<&'a Marks>,
    id: Option<String>,
}

impl<'a> Drawing<'a> {
    /// A drawing that goes to the right, in the colours that are preferred, without marks.
    pub fn of(form: &'a Form) -> Self {
        Self {
            form,
            direction: Direction::default(),
            theme: Theme::default(),
            marks: None,
            id: None,
        }
    }

    /// Sets where it goes.
    #[must_use]
    pub fn direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Sets its colours.
    #[must_use]
    pub fn theme(self, theme: Theme) -> Self {
        Self { theme, ..self }
    }

    /// Marks states and transitions.
    #[must_use]
    pub fn marks(self, marks: &'a Marks) -> Self {
        Self {
            marks: Some(marks),
            ..self
        }
    }

    /// Sets what its elements' identifiers begin with: the chart's name, unless a page shows one chart twice. What can't be in an
    /// identifier becomes `_`.
    #[must_use]
    pub fn id(self, id: impl Into<String>) -> Self {
        Self {
            id: Some(id.into()),
            ..self
        }
    }

    /// The drawing.
    pub fn svg(&self) -> String {
        let outline = Outline::of(self.form);
        let scene = Scene::of(&outline, self.direction);
        write::svg(self, &scene)
    }
}
