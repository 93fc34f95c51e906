//! The layer that shows a store somewhere else.

mod filter;
mod line;
mod show;

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use leptos_state_core::{Change, Layer, Next, Outer, Verdict, WeakStore};
use serde_json::Value;

use crate::entry::Entry;
use crate::recorder::one_is_enough;
use crate::transport::Transport;
use crate::{Recordable, Recorder};

pub use filter::Features;
use line::{Line, Options};

/// How many entries are kept unless it is said, the one counted with which the recording begins. Redux's devtools keep as many.
const MAX_AGE: usize = 50;

/// Records as [`Recorder`] does, shows it by [transports](crate::transport), and does what is asked for there.
///
/// Without a transport, or as long as nobody looks, it is a recorder: nothing is written as JSON.
///
/// # Examples
///
/// ```
/// use leptos_state_core::Store;
/// use leptos_state_devtools::{DevTools, Recorder};
/// # use leptos_state_macros::{actions, State};
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Clone, Debug, Default, State, Serialize, Deserialize)]
/// # struct Counter { value: i32 }
/// # #[actions]
/// # impl Counter {
/// #     pub fn add(&mut self, by: i32) { self.value += by; }
/// # }
/// let counter = Store::new(Counter::default()).layer(DevTools::named("counter").max_age(100));
/// counter.add(1);
/// assert_eq!(Recorder::of(&counter).len(), 1);
/// ```
pub struct DevTools<S: Recordable> {
    recorder: Recorder<S>,
    line: Arc<Line<S>>,
}

impl<S: Recordable> DevTools<S> {
    /// Shows the store under this name: in the browser, if the feature `extension` is on, in the Redux DevTools extension, if there is
    /// one; and where [`via`](Self::via) says.
    pub fn named(name: impl Into<String>) -> Self {
        let devtools = Self {
            recorder: Recorder::new(MAX_AGE - 1),
            line: Arc::new(Line::new(Options::new(name.into(), MAX_AGE))),
        };
        #[cfg(all(feature = "extension", target_arch = "wasm32"))]
        if let Some(extension) = crate::Extension::find() {
            return devtools.via(extension);
        }
        devtools
    }

    /// Shows it there too.
    #[must_use]
    pub fn via(mut self, transport: impl Transport + 'static) -> Self {
        self.line().transports.push(Box::new(transport));
        self
    }

    /// How many entries are kept, the one counted with which the recording begins: at least 2, and 50 unless it is said.
    #[must_use]
    pub fn max_age(mut self, entries: usize) -> Self {
        self.options().max_age = entries.max(2);
        self.with_recorder(|recorder| recorder.limited(entries.max(2) - 1))
    }

    /// Alters what is shown of actions, such as large texts in them. It gets the change's name and the action as it is
    /// [shown](crate::shown).
    ///
    /// What must not leave the process is `#[state(secret)]` instead: this is for readers' sake.
    #[must_use]
    pub fn sanitize_actions(
        mut self,
        sanitize: impl Fn(&str, &mut Value) + Send + Sync + 'static,
    ) -> Self {
        self.options().sanitize_actions = Some(Box::new(sanitize));
        self
    }

    /// Alters what is shown of states.
    #[must_use]
    pub fn sanitize_states(
        mut self,
        sanitize: impl Fn(&mut Value) + Send + Sync + 'static,
    ) -> Self {
        self.options().sanitize_states = Some(Box::new(sanitize));
        self
    }

    /// Shows only the changes with these names; `*` in one stands for any text, as in `cart.*`.
    #[must_use]
    pub fn allow<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.options().filter.allow(names);
        self
    }

    /// Does not show the changes with these names; `*` in one stands for any text.
    #[must_use]
    pub fn deny<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.options().filter.deny(names);
        self
    }

    /// Shows only the changes for which this is true; it gets the state that the change led to, too.
    #[must_use]
    pub fn only_if(
        mut self,
        is_shown: impl Fn(&S, &Entry<S>) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.options().filter.only_if(Box::new(is_shown));
        self
    }

    /// Keeps with each entry what `trace` returns when the change comes, such as the [call stack](crate::call_stack).
    #[must_use]
    pub fn trace(self, trace: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.with_recorder(|recorder| recorder.trace(trace))
    }

    /// Waits so long before it tells what has happened, and tells all of it together then. It does not wait unless this is said. The time
    /// is that of the store's environment.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.options().latency = latency;
        self
    }

    /// What may be done to the store from where it is shown: all, unless it is said.
    #[must_use]
    pub fn features(mut self, features: Features) -> Self {
        self.options().features = features;
        self
    }

    /// Begins locked, as [`Recorder::locked`].
    #[must_use]
    pub fn locked(self) -> Self {
        self.with_recorder(Recorder::locked)
    }

    /// Begins paused, as [`Recorder::paused`].
    #[must_use]
    pub fn paused(self) -> Self {
        self.with_recorder(Recorder::paused)
    }

    /// The number of the shape of the state, as [`Recorder::schema`].
    #[must_use]
    pub fn schema(self, version: u32) -> Self {
        self.with_recorder(|recorder| recorder.schema(version))
    }

    fn with_recorder(self, change: impl FnOnce(Recorder<S>) -> Recorder<S>) -> Self {
        Self {
            recorder: change(self.recorder),
            line: self.line,
        }
    }

    fn line(&mut self) -> &mut Line<S> {
        Arc::get_mut(&mut self.line).expect("a layer is alone until it is put around a store")
    }

    fn options(&mut self) -> &mut Options<S> {
        &mut self.line().options
    }
}

impl<S: Recordable> Layer<S> for DevTools<S> {
    fn name(&self) -> &'static str {
        "DevTools"
    }

    fn handle(&self, change: Change<'_, S>, next: Next<'_, S>) -> Verdict<S> {
        let core = self.recorder.recording().core();
        let (verdict, happened) = core.handle(self, change, next);
        self.line.tell(happened);
        verdict
    }

    fn attach(&self, store: WeakStore<S>) {
        self.recorder.attach(store);
        self.line.connect(self.recorder.recording());
    }

    fn sees_all(&self) -> bool {
        true
    }

    fn lent(&self, place: &str) -> Option<&dyn Any> {
        self.recorder.lent(place)
    }

    fn admit(&self, outer: Outer<'_>) -> Result<(), String> {
        one_is_enough(outer)
    }
}

impl<S: Recordable> fmt::Debug for DevTools<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DevTools")
            .field("name", &self.line.options.name)
            .field("recorder", &self.recorder)
            .finish_non_exhaustive()
    }
}
