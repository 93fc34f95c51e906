//! How XState knows states.

use super::super::paths::{END, REGIONS};
use super::{unsayable, Unsayable, Writer};
use crate::form::State;

impl Writer<'_> {
    pub(super) fn targets(
        &self,
        targets: &[String],
        source: &str,
        path: &str,
    ) -> Result<Vec<String>, Unsayable> {
        let targets = targets.iter().map(|target| {
            let found = self.resolve(source, target);
            let found = found.ok_or_else(|| {
                unsayable(path, format!("the target `{target}`, which there is not"))
            })?;
            Ok(format!("#{}", self.outside(&found)))
        });
        targets.collect()
    }

    /// How XState knows a state of this path.
    pub(super) fn outside(&self, path: &str) -> String {
        let parts = path.split('.').filter(|part| {
            self.document.is_none() || !(part.starts_with(REGIONS) || part.starts_with(END))
        });
        let parts: Vec<_> = std::iter::once(self.form.name.as_str())
            .chain(parts)
            .collect();
        parts.join(".")
    }

    /// The path of the state that a target means: the nearest one, looked for from the inside out.
    pub(super) fn resolve(&self, source: &str, target: &str) -> Option<String> {
        let mut scope = source;
        loop {
            let path = join(scope, target);
            if find(&self.form.root, &path).is_some() {
                return Some(path);
            }
            if scope.is_empty() {
                return named(&self.form.root, "", target);
            }
            scope = scope.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
    }
}

pub fn join(outer: &str, inner: &str) -> String {
    match outer {
        "" => inner.to_owned(),
        outer => format!("{outer}.{inner}"),
    }
}

pub fn find<'s>(state: &'s State, path: &str) -> Option<&'s State> {
    path.split('.').try_fold(state, |state, name| {
        state.states.iter().find(|inner| inner.name == name)
    })
}

/// The path of the state with a name, wherever it is.
pub fn named(state: &State, path: &str, name: &str) -> Option<String> {
    state.states.iter().find_map(|inner| {
        let inner_path = join(path, &inner.name);
        if inner.name == name {
            return Some(inner_path);
        }
        named(inner, &inner_path, name)
    })
}
