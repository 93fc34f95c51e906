//! What is wrong with a form, and where.

use std::fmt;

/// All that is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormErrors {
    pub(crate) chart: String,
    pub(crate) errors: Vec<FormError>,
}

impl FormErrors {
    /// The mistakes, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = &FormError> {
        self.errors.iter()
    }
}

impl fmt::Display for FormErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.errors.iter().enumerate() {
            let line = if index == 0 { "" } else { "\n" };
            write!(f, "{line}chart `{}`, {error}", self.chart)?;
        }
        Ok(())
    }
}

impl std::error::Error for FormErrors {}

/// One mistake in a form, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    pub(crate) state: String,
    pub(crate) part: Option<String>,
    pub(crate) transition: Option<usize>,
    pub(crate) problem: FormProblem,
}

impl FormError {
    /// The path of the state. Empty for the outermost one.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// What of the state, as it is written down: `on play`, `initial`. `None` if it is the state itself.
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// The place of the transition among those of the state, if it is about one.
    pub const fn transition(&self) -> Option<usize> {
        self.transition
    }

    /// What is wrong there.
    pub const fn problem(&self) -> &FormProblem {
        &self.problem
    }
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.state() {
            "" => f.write_str("outermost state")?,
            state => write!(f, "state `{state}`")?,
        }
        if let Some(part) = &self.part {
            write!(f, ", `{part}`")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for FormError {}

/// What can be wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormProblem {
    /// A state's name can't be part of a path.
    #[error("a state can't be called `{0}`: a name is not empty and has neither dots nor spaces")]
    BadName(String),
    /// Two states in one have the same name.
    #[error("there are two states called `{0}` here")]
    DuplicateState(String),
    /// A parallel or outermost state has nothing inside.
    #[error("there is no state inside")]
    NoStates,
    /// A target names no state.
    #[error("there is no state `{target}`{}", hint(.meant))]
    UnknownTarget {
        /// What it says.
        target: String,
        /// What it perhaps should say.
        meant: Option<String>,
    },
    /// A target names several states, none of which is nearer than the others.
    #[error("`{target}` may be any of {}; write the path", listed(.candidates))]
    AmbiguousTarget {
        /// What it says.
        target: String,
        /// The paths of the states.
        candidates: Vec<String>,
    },
    /// The outermost state is a target.
    #[error("nothing leads to the outermost state")]
    TargetIsRoot,
    /// A transition is said not to leave a state that its targets are not inside of, or that may not be active then.
    #[error("`{0}` is no state that all targets are inside of and that is surely active then")]
    BadScope(String),
    /// A state does not begin inside of itself.
    #[error("it has to begin inside, and `{0}` is not")]
    InitialOutside(String),
    /// A state has nothing inside to begin in.
    #[error("it begins nowhere: there is no state inside")]
    InitialOfAtomic,
    /// A parallel state is told where to begin.
    #[error("a parallel state begins in all of its regions")]
    InitialOfParallel,
    /// Two targets of one transition exclude each other.
    #[error(
        "`{0}` and `{1}` can't be active together: their targets have to be in different regions"
    )]
    TargetsExclude(String, String),
    /// A final state has more than actions and data.
    #[error("a final state has no {0}")]
    InFinal(&'static str),
    /// A region of a parallel state is final.
    #[error("a region can't be a final state; put one inside")]
    FinalRegion,
    /// A history has more than where it leads to.
    #[error("a history has no {0}")]
    InHistory(&'static str),
    /// A history is directly in the outermost state, which is never entered again.
    #[error("the outermost state is never entered again, so nothing is to be remembered of it")]
    HistoryOfRoot,
    /// A history leads to a state that is not inside of its parent.
    #[error("where it leads has to be inside of its parent, and `{0}` is not")]
    HistoryOutside(String),
    /// A history leads to another one of the same parent.
    #[error("`{0}` is a history of the same state; name a state")]
    HistoryOfHistory(String),
    /// A descriptor is not a name, a name with `.*`, or `*`.
    #[error("`{0}` describes no events: write `name`, `name.*` or `*`")]
    BadDescriptor(String),
    /// A transition has no descriptors.
    #[error("no events are named")]
    NoEvents,
    /// An event is not among those that the form declares.
    #[error("there is no event `{event}`{}", hint(.meant))]
    UnknownEvent {
        /// What it says.
        event: String,
        /// What it perhaps should say.
        meant: Option<String>,
    },
    /// A state has two invokes of one identifier.
    #[error("there are two invokes with the identifier `{0}` here")]
    DuplicateInvoke(String),
    /// A transition waits for an invoke that the state does not have.
    #[error("the state has no invoke `{invoke}`{}", hint(.meant))]
    UnknownInvoke {
        /// What it says.
        invoke: String,
        /// What it perhaps should say.
        meant: Option<String>,
    },
    /// A transition without an event, condition and target would be taken for ever.
    #[error("it would be taken without end: give it a condition or a target")]
    Endless,
    /// A state that can't finish waits for it.
    #[error("{0}, so it never finishes")]
    NeverDone(&'static str),
    /// A state that is not final makes data.
    #[error("only a final state makes data")]
    DataOfNoFinal,
    /// No transition leads to a state. Only [`Form::check`](crate::form::Form::check) says so.
    #[error("nothing leads to it")]
    Unreachable,
    /// Earlier transitions of the state are for all of a transition's events. Only [`Form::check`](crate::form::Form::check)
    /// says so.
    #[error("it is never taken: earlier ones are for the same events without a condition")]
    Hidden,
    /// A history is asked from inside of its parent. Only [`Form::check`](crate::form::Form::check) says so.
    #[error("`{0}` remembers nothing of what is active until its parent is left, and this transition does not leave it")]
    HistoryFromInside(String),
    /// There is more of something than the tables can count.
    #[error("there are more {0} than a chart can have")]
    TooLarge(&'static str),
}

pub(crate) fn hint(meant: &Option<String>) -> String {
    let hint = |meant| format!("; did you mean `{meant}`?");
    meant.as_ref().map_or_else(String::new, hint)
}

fn listed(names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// The one of `known` that was perhaps meant by `name`.
///
/// Names may come from strangers: long ones are not compared, nor more than a thousand.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let is_short = |name: &str| name.len() <= 64;
    if !is_short(name) {
        return None;
    }
    let known = known.filter(|known| is_short(known)).take(1_000);
    let near = known.map(|known| (strsim::jaro_winkler(known, name), known));
    let (near, nearest) = near.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    (near > 0.8).then(|| nearest.to_owned())
}
