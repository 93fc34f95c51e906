//! Refusing what would make the state invalid.

use std::borrow::Cow;
use std::fmt;

use crate::{Change, Layer, Next, Refusal, State, Verdict};

/// Refuses every change that would lead to a state which `check` finds fault with. The state is then as it was.
///
/// It looks at the state that a change leads to, so it holds for actions, writes through paths and restored states alike,
/// and for what another layer holds back, whichever of them is outside.
///
/// # Examples
///
/// ```
/// use leptos_state_core::{layers::Validate, Store};
///
/// let percent = Store::new(50_i32).layer(Validate::new(|percent: &i32| {
///     if (0..=100).contains(percent) { Ok(()) } else { Err(format!("{percent} % is out of range")) }
/// }));
/// percent.update(|percent| *percent += 60);
/// assert_eq!(*percent.snapshot(), 50);
/// ```
pub struct Validate<F> {
    check: F,
}

impl<F> Validate<F> {
    /// Refuses changes to states for which `check` returns an error, which is the reason given.
    pub const fn new<S, E>(check: F) -> Self
    where
        F: Fn(&S) -> Result<(), E>,
        E: Into<Cow<'static, str>>,
    {
        Self { check }
    }
}

impl<S, E, F> Layer<S> for Validate<F>
where
    S: State,
    E: Into<Cow<'static, str>>,
    F: Fn(&S) -> Result<(), E>,
{
    fn name(&self) -> &'static str {
        "Validate"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        next.run(change)
    }

    fn checks(&self) -> bool {
        true
    }

    fn check(&self, state: &S) -> Result<(), Refusal> {
        (self.check)(state).map_err(|reason| Refusal::new("Validate", reason))
    }
}

impl<F> fmt::Debug for Validate<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Validate").finish_non_exhaustive()
    }
}
