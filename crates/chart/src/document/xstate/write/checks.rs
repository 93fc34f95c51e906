//! What XState would take otherwise.

use super::super::blocks::covers;
use super::super::paths::REGIONS;
use super::targets::find;
use super::{unsayable, Unsayable, Writer};
use crate::document::Document;
use crate::form::{Kind, State, Transition, Trigger};

impl Writer<'_> {
    /// Whether a transition only says what XState means.
    pub(super) fn is_made(&self, path: &str, index: usize) -> bool {
        self.document.is_some_and(|document| {
            let places = &document.body.transition_places;
            !places.is_empty() && !places.contains_key(&(path.to_owned(), index))
        })
    }

    /// XState looks at more specific descriptors first, wherever they stand.
    pub(super) fn check_order(&self, state: &State, path: &str) -> Result<(), Unsayable> {
        let mut before: Vec<&str> = Vec::new();
        for (index, transition) in state.transitions.iter().enumerate() {
            let Trigger::Events(descriptors) = &transition.trigger else {
                continue;
            };
            if self.is_made(path, index) {
                continue;
            }
            for descriptor in descriptors {
                let is_hidden =
                    |earlier: &&str| *earlier != descriptor && covers(earlier, descriptor);
                if let Some(earlier) = before.iter().find(|earlier| is_hidden(earlier)) {
                    return Err(unsayable(
                        path,
                        format!("that `{earlier}` is looked at before `{descriptor}`"),
                    ));
                }
            }
            before.extend(descriptors.iter().map(String::as_str));
        }
        Ok(())
    }

    /// Whether a transition has to say that it leaves its source.
    pub(super) fn reenters(&self, transition: &Transition, path: &str) -> Result<bool, Unsayable> {
        // The outermost state of a form is never left.
        if path.is_empty() || transition.targets.is_empty() {
            return Ok(false);
        }
        let names = transition.targets.iter();
        let targets: Vec<_> = names.filter_map(|name| self.resolve(path, name)).collect();
        let is_inside = |target: &String, outer: &str| {
            let rest = target.strip_prefix(outer);
            outer.is_empty() || rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let source = find(&self.form.root, path);
        let is_compound =
            source.is_some_and(|state| state.kind == Kind::Plain && !state.states.is_empty());
        let stays = transition.internal && is_compound;
        if stays && targets.iter().all(|target| is_inside(target, path)) {
            return Ok(false);
        }
        let mut outer = path;
        while let Some((around, _)) = outer.rsplit_once('.') {
            outer = around;
            if targets.iter().all(|target| is_inside(target, outer)) {
                let state = find(&self.form.root, outer);
                let is_left = state.is_some_and(|state| {
                    let is_ours = self.document.is_some() && state.name.starts_with(REGIONS);
                    state.kind == Kind::Parallel && !is_ours
                });
                if is_left {
                    let what =
                        format!("that `{outer}` is left on the way from one region to another");
                    return Err(unsayable(path, what));
                }
                break;
            }
        }
        let is_own = |target: &String| target == path || is_inside(target, path);
        Ok(!transition.internal || targets.iter().all(is_own))
    }

    /// A parallel state that is a region of another one and finishes last finishes that as well, which SCXML's algorithm does not do.
    pub(super) fn check_ends(&self, state: &State, path: &str) -> Result<(), Unsayable> {
        for inner in &state.states {
            if state.kind == Kind::Parallel && inner.kind == Kind::Parallel {
                let what = format!(
                    "that it is left unfinished when its region `{}` finishes last",
                    inner.name
                );
                return Err(unsayable(path, what));
            }
            let inner_path = match path {
                "" => inner.name.clone(),
                path => format!("{path}.{}", inner.name),
            };
            self.check_ends(inner, &inner_path)?;
        }
        Ok(())
    }

    /// In XState, transitions of a parallel state and of what is around it are not looked at when a region has one.
    pub(super) fn check_regions(&self, state: &State, path: &str) -> Result<(), Unsayable> {
        let is_xstates =
            |document: &Document| document.body.event_names.done_state.starts_with("xstate");
        if state.kind != Kind::Parallel || self.document.is_some_and(is_xstates) {
            return Ok(());
        }
        let mut outer: Vec<_> = patterns(state).collect();
        let mut around = path;
        while !around.is_empty() {
            around = around.rsplit_once('.').map_or("", |(around, _)| around);
            let state = match around {
                "" => Some(&self.form.root),
                around => find(&self.form.root, around),
            };
            outer.extend(state.into_iter().flat_map(patterns));
        }
        let mut inside: Vec<_> = state.states.iter().collect();
        while let Some(inner) = inside.pop() {
            for inner in patterns(inner) {
                if outer
                    .iter()
                    .any(|outer| covers(outer, inner) || covers(inner, outer))
                {
                    let what = format!(
                        "that regions without a transition for `{inner}` take one from around them"
                    );
                    return Err(unsayable(path, what));
                }
            }
            inside.extend(&inner.states);
        }
        Ok(())
    }
}

/// The descriptors of a state's transitions.
fn patterns(state: &State) -> impl Iterator<Item = &str> {
    let transitions = state.transitions.iter();
    let descriptors = transitions.flat_map(|transition| match &transition.trigger {
        Trigger::Events(descriptors) => &descriptors[..],
        _ => &[],
    });
    descriptors.map(String::as_str)
}
